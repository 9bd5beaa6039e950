"""Whatever ends a run, or a part of it, and whenever: started again it ends with the same marks.

FAULTS says how many times the run is killed: 3 by default, 50 before a release.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest

from course.demo import hand_in
from course.demo_class import demo_class
from course.exercise import exercises
from course.lecture import read
from course.paths import Paths
from course.release import copy_course, release
from grading.crowd.records import Records
from tests.conftest import ROOT

KILLS = int(os.environ.get("FAULTS", "3"))
LOCKED_SECONDS = 20 if KILLS > 3 else 5
LECTURE = "00_start_here"
COMMAND = [str(Path(sys.executable).with_name("course")), "grade", "--workers", "2"]
PATIENCE = 300


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Path:
    """A course to which a class has handed in its work; nothing is graded."""
    root = tmp_path_factory.mktemp("faults") / "released"
    copy_course(Paths(ROOT), root)
    for folder in (root / "source").iterdir():
        if folder.name != LECTURE:
            shutil.rmtree(folder)
    release(Paths(root), [LECTURE])
    for one in demo_class(Paths(root), read(LECTURE, exercises())):
        if one.student != "endless-loop":  # it would take most of the time
            hand_in(root, one)
    return root


@pytest.fixture(scope="module")
def undisturbed(released) -> dict:
    """What a run gives that nothing befalls."""
    root = released.with_name("undisturbed")
    shutil.copytree(released, root)
    assert grade(root) == 3  # one of them is half of a file
    return standing(root)


@pytest.fixture
def course(released, tmp_path) -> Path:
    return Path(shutil.copytree(released, tmp_path / "course"))


class Run:
    """A run that goes on."""

    def __init__(self, root: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, *options],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.append(line)

    @property
    def said(self) -> str:
        return "".join(self.lines)

    def until(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition() and self.process.poll() is None:
            assert time.monotonic() < end, self.said
            time.sleep(0.01)

    def until_it_grades(self) -> None:
        self.until(lambda: "isolation:" in self.said)

    def until_it_records(self) -> None:
        self.until(lambda: re.search(r"^\d+ of \d+,", self.said, re.M))

    def family(self, what: str) -> list[psutil.Process]:
        """The processes below this run whose command says `what`."""
        found = []
        with suppress(psutil.NoSuchProcess):
            for process in psutil.Process(self.process.pid).children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    found += [process] if what in " ".join(process.cmdline()) else []
        return found

    def end(self) -> int:
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code


def grade(root: Path, *options: str) -> int:
    run = Run(root, *options)
    code = run.end()
    assert code in (0, 3), run.said
    return code


def standing(root: Path) -> dict:
    """Everything that a run leaves behind: marks, comments, graded notebooks, states."""
    with closing(sqlite3.connect(root / "gradebook.db")) as book:
        marks = book.execute(
            """select s.student_id, a.name, n.name, c.name, g.auto_score, g.manual_score, g.needs_manual_grade
               from grade g join base_cell c on c.id = g.cell_id
               join submitted_notebook sn on sn.id = g.notebook_id join notebook n on n.id = sn.notebook_id
               join submitted_assignment s on s.id = sn.assignment_id
               join assignment a on a.id = s.assignment_id order by 1, 2, 3, 4"""
        ).fetchall()
    files = {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.glob("autograded/**/*") if path.is_file()
    }
    report = json.loads(max(root.glob("runs/*.json"), key=lambda path: path.stat().st_mtime_ns).read_text())
    states = {one["student"]: (one["state"], one["reason"], one["points"]) for one in report["submissions"]}
    return {"marks": marks, "files": files, "states": states}


def same(one: dict, other: dict) -> None:
    assert one["marks"] == other["marks"]
    assert one["states"] == other["states"]
    assert one["files"] == other["files"]
    assert max(Counter(row[:4] for row in one["marks"]).values()) == 1  # nobody twice


def test_killed_at_random_moments_a_run_ends_with_the_same_marks(released, undisturbed, tmp_path):
    moments = random.Random(4)
    kills = rounds = 0
    while kills < KILLS:
        rounds += 1
        root = Path(shutil.copytree(released, tmp_path / f"round-{rounds}"))
        for _ in range(4):  # then it may end
            run = Run(root)
            if moments.random() < 0.8:
                run.until_it_grades()
                time.sleep(moments.uniform(0, 1.5))
            else:
                time.sleep(moments.uniform(0, 8))
            if run.process.poll() is not None:
                break
            family = psutil.Process(run.process.pid).children(recursive=True)
            run.process.kill()
            run.end()
            kills += 1
            _, alive = psutil.wait_procs(family, timeout=60)
            assert not alive  # neither workers nor sandboxes outlive the run
        grade(root)
        same(standing(root), undisturbed)


def test_ctrl_c_ends_a_run_between_two_submissions_and_it_goes_on(course, undisturbed):
    run = Run(course)
    run.until_it_records()
    run.process.send_signal(signal.SIGINT)
    assert run.end() == 130, run.said
    assert "The same command goes on where it ended" in run.said
    done = len(list(course.glob("runs/*/*.json")))
    assert 0 < done < 22
    again = Run(course)
    assert again.end() == 3
    assert f"{23 - done} submissions to grade" in again.said
    same(standing(course), undisturbed)


@pytest.mark.parametrize("what", ["multiprocessing.spawn", "grading.inside.template"])
def test_workers_and_templates_that_are_killed_cost_nothing(course, undisturbed, what):
    run = Run(course)
    run.until_it_grades()
    killed = 0
    for _ in range(4):
        for process in run.family(what)[:2]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
                killed += 1
        time.sleep(1)
    assert run.end() == 3, run.said
    assert killed >= 2
    same(standing(course), undisturbed)


def test_a_dask_cluster_gives_the_same_marks_and_may_lose_a_worker(course, undisturbed):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, processes=True, threads_per_worker=1, dashboard_address=":0", silence_logs=50
    ) as cluster:
        run = Run(course, "--scheduler", cluster.scheduler_address)
        run.until_it_records()
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        assert run.end() == 3, run.said
    same(standing(course), undisturbed)


def test_a_gradebook_that_is_locked_by_another_process_is_waited_for(course, undisturbed):
    run = Run(course)
    run.until_it_records()
    with closing(sqlite3.connect(course / "gradebook.db", timeout=60, isolation_level=None)) as book:
        book.execute("begin exclusive")
        time.sleep(LOCKED_SECONDS)
        assert run.process.poll() is None
        book.execute("rollback")
    assert run.end() == 3, run.said
    same(standing(course), undisturbed)


def test_a_gradebook_of_an_older_nbgrader_is_said_and_left_as_it_is(course):
    with closing(sqlite3.connect(course / "gradebook.db")) as book:
        book.execute("alter table grade drop column extra_credit")
        book.commit()
    before = (course / "gradebook.db").read_bytes()
    run = Run(course)
    assert run.end() == 1
    assert "The gradebook is of an older nbgrader" in " ".join(run.said.split())
    assert "nbgrader db upgrade" in " ".join(run.said.split())
    assert (course / "gradebook.db").read_bytes() == before
    assert not list(course.glob("autograded/*"))


def test_a_place_that_cannot_be_written_fails_its_submission_and_no_other(course, undisturbed):
    (course / "autograded").mkdir(exist_ok=True)
    (course / "autograded" / "solution").write_text("a file where a folder should be")
    run = Run(course)
    assert run.end() == 3, run.said
    now = standing(course)
    state, reason, _ = now["states"].pop("solution")
    assert state == "failed" and "autograded/solution" in reason
    assert now["states"] == {name: one for name, one in undisturbed["states"].items() if name != "solution"}
    (course / "autograded" / "solution").unlink()
    grade(course)
    same(standing(course), undisturbed)


def test_a_submission_that_fills_its_scratch_folder_harms_no_other(course, undisturbed):
    source = course / "submitted" / "solution" / LECTURE
    shutil.copytree(source, course / "submitted" / "filler" / LECTURE)
    path = course / "submitted" / "filler" / LECTURE / f"{LECTURE}.ipynb"
    notebook = json.loads(path.read_text())
    fill = "with open('big', 'wb') as file:\n    while True:\n        file.write(bytes(2**20))"
    notebook["cells"].insert(0, {"cell_type": "code", "id": "fill", "metadata": {}, "outputs": [], "source": fill})
    notebook["cells"][0]["execution_count"] = None
    path.write_text(json.dumps(notebook))
    grade(course)
    now = standing(course)
    state, _, points = now["states"].pop("filler")
    assert state.startswith("graded") and points == undisturbed["states"]["solution"][2]
    assert now["states"] == undisturbed["states"]


def test_a_run_keeps_out_while_another_is_at_work(course):
    with Records(course / "runs").claimed():
        run = Run(course)
        assert run.end() == 1
    assert "Another `course grade` is at work" in " ".join(run.said.split())
    assert not list(course.glob("autograded/*"))
