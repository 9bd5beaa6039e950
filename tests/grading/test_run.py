"""A whole run: each submission ends in one state, what is done stays done, and what was left is done next time."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from nbgrader.coursedir import CourseDirectory

from grading.books.marks import Mark, Marks
from grading.crowd.records import FAILED, GRADED, WITH_PROBLEMS, Outcome, Records
from grading.crowd.run import carry_out, plan
from grading.crowd.submissions import find
from grading.crowd.summary import MANUAL, needs, report, rows, write_report
from grading.crowd.worker import NotGradable, NoWorkers
from grading.job import Cell, Graded, Job
from helpers.errors import UnrolledError
from tests.conftest import ROOT
from tests.grading import fake_engine

LECTURE = "01_a"


@dataclass(frozen=True)
class Sheet:
    """A prepared submission."""

    student: str
    jobs: tuple[Job, ...]
    mended: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass
class Desk:
    """nbgrader's side, in a folder: the submission's text is what the engine does, the mark is a file."""

    root: Path
    prepared: list[str] = field(default_factory=list)
    recorded: list[str] = field(default_factory=list)

    def prepare(self, lecture: str, student: str) -> Sheet:
        self.prepared.append(student)
        order = (self.root / "submitted" / student / lecture / "order").read_text()
        if order == "broken":
            raise UnrolledError("It is no notebook.")
        if order == "bug":
            raise KeyError("cells")
        jobs = tuple(Job(lecture, (Cell("code", part),)) for part in order.split(" and "))
        return Sheet(student, jobs, mended=("A check was put back.",) if order == "points 7" else ())

    def record(self, prepared: Sheet, graded: list[Graded]) -> None:
        folder = self.root / "autograded" / prepared.student / LECTURE
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / "full").exists():
            raise OSError(28, "No space left on device", "somewhere")
        (folder / f"{LECTURE}.ipynb").write_text("{}")
        marks = [exercise.points for part in graded for exercise in part.exercises]
        (folder / "mark").write_text(str(sum(marks)))
        self.recorded.append(prepared.student)


class Threads:
    """A pool in this process."""

    isolation = "partial"

    def __init__(self, ahead: int = 3) -> None:
        self.ahead = ahead
        self.under_way = self.most = 0
        self._threads = ThreadPoolExecutor(2)

    def submit(self, job: Job):
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        future = self._threads.submit(self._grade, job)
        return future

    def _grade(self, job: Job) -> Graded:
        try:
            if job.cells[0].source == "gone":
                raise NoWorkers("The cluster is gone.")
            return fake_engine.grade(job, "partial")
        except UnrolledError as problem:
            raise problem if isinstance(problem, NoWorkers) else NotGradable(str(problem)) from None
        finally:
            self.under_way -= 1

    def close(self) -> None:
        self._threads.shutdown()


class Course:
    """A course folder with submissions, and runs over it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.coursedir = CourseDirectory(root=str(root))
        self.records = Records(root / "runs")
        self.desk = Desk(root)
        self.bases = {LECTURE: "keys"}
        self.limits = "limits"

    def hand_in(self, student: str, order: str) -> None:
        folder = self.root / "submitted" / student / LECTURE
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "order").write_text(order)

    def marks(self) -> dict[str, float]:
        return {path.parts[-3]: float(path.read_text()) for path in self.root.glob("autograded/*/*/mark")}

    def plan(self, again: bool = False):
        standing = {LECTURE: Marks(1.0, {name: Mark(points, False, True) for name, points in self.marks().items()})}
        found = find(self.coursedir, [LECTURE])
        return plan(found, self.coursedir, self.records, standing, self.bases, self.limits, again)

    def run(self, pool=None, again: bool = False, **others) -> dict[str, Outcome]:
        pool = pool or Threads()
        try:
            todo = self.plan(again).todo
            outcomes = carry_out(todo, pool, self.desk, self.records, **others)
        finally:
            pool.close()
        assert len({one.student for one in outcomes}) == len(outcomes)
        return {one.student: one for one in outcomes}


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path)


def states(outcomes: dict[str, Outcome]) -> dict[str, str]:
    return {student: one.state for student, one in outcomes.items()}


def test_each_submission_ends_in_one_state_and_none_stops_the_others(course):
    orders = {
        "ana": "points 1",
        "ben": "broken",
        "cem": "bug",
        "dan": "refuse",
        "eva": "raise",
        "fay": "points 7",
        "gil": "points 2 and points 3",
        "hal": "points 1 and refuse",
    }
    for student, order in orders.items():
        course.hand_in(student, order)
    outcomes = course.run()
    assert states(outcomes) == {
        "ana": GRADED,
        "ben": FAILED,
        "cem": FAILED,
        "dan": FAILED,
        "eva": FAILED,
        "fay": WITH_PROBLEMS,
        "gil": GRADED,
        "hal": FAILED,
    }
    assert outcomes["ben"].reason == "It is no notebook."
    assert outcomes["cem"].reason == "KeyError: 'cells'"
    assert outcomes["dan"].reason == "This cannot be graded."
    assert outcomes["fay"].problems == ("A check was put back.",)
    assert course.marks() == {"ana": 1, "fay": 7, "gil": 5}
    assert outcomes["gil"].points == 5 and len(outcomes["gil"].exercises) == 2


def test_what_is_done_stays_done_and_what_failed_is_tried_again(course):
    for student, order in {"ana": "points 1", "ben": "broken", "cem": "points 2"}.items():
        course.hand_in(student, order)
    course.run()
    assert set(course.run()) == {"ben"}
    unchanged = {one.student: one for one in course.plan().unchanged}
    assert set(unchanged) == {"ana", "cem"} and unchanged["cem"].points == 2
    assert set(course.run(again=True)) == {"ana", "ben", "cem"}


@pytest.mark.parametrize("change", ["submission", "key", "limits", "gradebook", "autograded", "record"])
def test_what_has_changed_is_graded_again(course, change):
    course.hand_in("ana", "points 1")
    course.hand_in("ben", "points 2")
    course.run()
    match change:
        case "submission":
            course.hand_in("ana", "points 3")
        case "key":
            course.bases[LECTURE] = "mended"
        case "limits":
            course.limits = "more"
        case "gradebook":
            (course.root / "autograded" / "ana" / LECTURE / "mark").unlink()
        case "autograded":
            (course.root / "autograded" / "ana" / LECTURE / f"{LECTURE}.ipynb").unlink()
        case "record":
            course.records.path(LECTURE, "ana").write_text("{")
    assert set(course.run()) == ({"ana", "ben"} if change in ("key", "limits") else {"ana"})
    assert course.marks() == {"ana": 3 if change == "submission" else 1, "ben": 2}


def test_a_mark_that_nbgrader_has_not_given_is_graded_again(course):
    course.hand_in("ana", "points 1")
    course.run()
    standing = {LECTURE: Marks(1.0, {"ana": Mark(0.0, False, graded=False)})}
    found = find(course.coursedir, [LECTURE])
    assert plan(found, course.coursedir, course.records, standing, course.bases, course.limits).todo


def test_only_a_bounded_number_of_submissions_is_under_way(course):
    for number in range(40):
        course.hand_in(f"s{number:02}", "points 1")
    pool = Threads(ahead=4)
    seen = []
    course.run(pool, tell=lambda one: seen.append(len(course.desk.prepared) - len(course.desk.recorded)))
    assert len(course.marks()) == 40
    assert pool.most <= 4 and max(seen) <= 4


def test_a_full_disk_fails_its_submission_and_the_next_run_mends_it(course):
    for student in ("ana", "ben"):
        course.hand_in(student, "points 1")
    full = course.root / "autograded" / "ana" / LECTURE / "full"
    full.parent.mkdir(parents=True)
    full.touch()
    outcomes = course.run()
    assert states(outcomes) == {"ana": FAILED, "ben": GRADED}
    assert outcomes["ana"].reason == "No space left on device (somewhere)."
    full.unlink()
    assert states(course.run()) == {"ana": GRADED}


def test_a_record_that_cannot_be_written_is_a_problem_and_the_mark_stands(course, monkeypatch):
    course.hand_in("ana", "points 1")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(course.records, "write", full)
        outcome = course.run()["ana"]
    assert outcome.state == WITH_PROBLEMS and "will be graded again next time" in outcome.problems[0]
    assert course.marks() == {"ana": 1}
    assert set(course.run()) == {"ana"}


def test_a_record_that_cannot_be_taken_away_keeps_the_marks_as_they_are(course, monkeypatch):
    course.hand_in("ana", "points 1")
    course.run()
    course.hand_in("ana", "points 2")

    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(course.records, "forget", refused)
    assert course.run()["ana"].state == FAILED
    assert course.marks() == {"ana": 1}


def test_when_nobody_can_grade_any_more_the_rest_fails_at_once_and_is_done_next_time(course):
    for student, order in {"ana": "points 1", "ben": "gone", "cem": "points 1", "dan": "points 1"}.items():
        course.hand_in(student, order)
    outcomes = course.run(Threads(ahead=1))
    assert states(outcomes) == {"ana": GRADED, "ben": FAILED, "cem": FAILED, "dan": FAILED}
    assert {outcomes[name].reason for name in ("ben", "cem", "dan")} == {"The cluster is gone."}
    assert "cem" not in course.desk.prepared
    course.hand_in("ben", "points 1")
    assert set(states(course.run()).values()) == {GRADED}


def test_a_wish_to_stop_is_heard_between_two_submissions(course):
    for number in range(20):
        course.hand_in(f"s{number:02}", "points 1")
    stop = Event()
    done = []

    def tell(outcome: Outcome) -> None:
        done.append(outcome)
        if len(done) == 5:
            stop.set()

    outcomes = course.run(tell=tell, stop=stop)
    assert len(outcomes) == 5 == len(course.marks())
    assert len(course.run()) == 15


# A run that is killed


SCRIPT = """
if __name__ == "__main__":
    import sys
    from pathlib import Path
    from tests.grading.test_run import Course
    from grading.crowd.pool import LocalPool
    Course(Path(sys.argv[1])).run(LocalPool(2, engine="tests.grading.fake_engine"))
"""


def test_a_run_that_is_killed_at_any_moment_goes_on_where_it_was(course, tmp_path):
    for number in range(12):
        course.hand_in(f"s{number:02}", f"points {number}")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    moments = random.Random(1)

    def run(seconds: float | None) -> bool:
        done = subprocess.Popen(
            [sys.executable, str(script), str(tmp_path)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )
        with suppress(subprocess.TimeoutExpired):
            return done.wait(seconds) == 0
        os.kill(done.pid, signal.SIGKILL)
        done.wait()
        return False

    started = time.monotonic()
    assert run(None)
    whole = time.monotonic() - started
    undisturbed = course.marks()
    assert len(undisturbed) == 12
    for path in [*tmp_path.glob("autograded/*/*/*"), *tmp_path.glob("runs/*/*")]:
        path.unlink()
    before = {}
    for _ in range(3):
        run(moments.uniform(0.4, 1) * whole)
        kept = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("runs/*/[!.]*")}
        assert before.items() <= kept.items()  # what was done is not done again
        before = kept
    assert run(None)
    assert course.marks() == undisturbed


# What a run says of itself


def outcome(student: str, **others) -> Outcome:
    return Outcome(LECTURE, student, **({"state": GRADED} | others))


OUTCOMES = [
    outcome("ana", isolation="full", points=2, max_points=3),
    outcome("ben", state=WITH_PROBLEMS, problems=("A check was put back.",), isolation="full"),
    outcome("cem", state=FAILED, reason="It is no notebook."),
    outcome("dan", attention=("one uses torch.nn.RNN.",), isolation="partial"),
    outcome("eva"),
]
MARKS = {
    LECTURE: Marks(
        3.0,
        {
            "ana": Mark(2.0, False, True),
            "ben": Mark(3.0, True, True),
            "cem": Mark(3.0, True, True),
            "dan": Mark(0.0, False, True),
            "eva": Mark(1.0, True, True),
        },
    )
}


def test_rows_count_states_and_points_of_what_was_graded():
    (row,) = rows(OUTCOMES, MARKS)
    assert row.counts == {GRADED: 3, WITH_PROBLEMS: 1, FAILED: 1}
    assert (row.mean, row.median, row.max_points) == (1.5, 1.5, 3.0)
    (row,) = rows([OUTCOMES[2]], MARKS)
    assert row.mean is None


def test_all_that_need_a_person_are_listed_with_every_reason():
    assert [(need.student, need.reasons) for need in needs(OUTCOMES, MARKS)] == [
        ("ben", ("A check was put back.", MANUAL)),
        ("cem", ("failed: It is no notebook.",)),
        ("dan", ("one uses torch.nn.RNN.",)),
        ("eva", (MANUAL,)),
    ]


def test_the_report_holds_everybody_once_and_never_overwrites_another(tmp_path):
    started = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    content = report(OUTCOMES[:3], OUTCOMES[3:], MARKS, {"workers": 2}, started, left=7)
    first, second = (write_report(tmp_path, content) for _ in range(2))
    assert (first.name, second.name) == ("20260102T030405Z.json", "20260102T030405Z-2.json")
    read = json.loads(first.read_text())
    assert [one["student"] for one in read["submissions"]] == ["ana", "ben", "cem", "dan", "eva"]
    assert [one["now"] for one in read["submissions"]] == [True, True, True, False, False]
    assert read["submissions"][4] | {"mark": 1.0, "manual": True, "state": GRADED} == read["submissions"][4]
    assert read["isolation"] == ["full", "partial"] and read["left"] == 7
    assert read["lectures"][LECTURE]["counts"] == {GRADED: 3, WITH_PROBLEMS: 1, FAILED: 1}
