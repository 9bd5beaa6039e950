"""Grading inside nbgrader: its gradebook, its folders and its rules, with results of an engine that is made up here."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.apps import AutogradeApp
from nbgrader.plugins import BasePlugin
from sqlalchemy import event

from course.demo import hand_in
from course.demo_desk import Submission
from course.nbgrader_api import open_api
from course.paths import Paths
from course.release import copy_course, generate, release
from grading import engine
from grading.books import database
from grading.books.gradebook import OpenGradebook
from grading.intake.folder import IntakeProblem
from grading.intake.materials import MaterialProblem
from grading.job import CHECK, CellResult, Graded
from grading.limits import BadLimit
from grading.nbgrader_plugin import Observe, RecordProblem, prepare, record
from grading.observe import PluginProblem, readable
from tests.conftest import ROOT

LECTURE, HOMEWORK = "00_start_here", "homework"


def settings(grade_id, points=None, **flags):
    made = {
        "grade_id": grade_id,
        "schema_version": 3,
        "grade": False,
        "locked": False,
        "solution": False,
        "task": False,
    }
    return {"nbgrader": made | flags | ({} if points is None else {"points": points})}


def homework() -> dict[str, nbformat.NotebookNode]:
    """An ordinary nbgrader assignment with two notebooks, and without keys."""
    solution = "### BEGIN SOLUTION\nx = 2\n### END SOLUTION"
    first = [
        new_code_cell(solution, metadata=settings("x-code", solution=True)),
        new_code_cell("assert x == 2", metadata=settings("x-test", 2, grade=True, locked=True)),
        new_code_cell("x / 4", metadata=settings("partial", 5, grade=True, locked=True)),
        new_markdown_cell("*Answer*", metadata=settings("why", 3, grade=True, solution=True)),
    ]
    second = [new_code_cell("assert True", metadata=settings("second", 1, grade=True, locked=True))]
    return {"p1": new_notebook(cells=first), "p2": new_notebook(cells=second)}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course folder with one lecture and one ordinary assignment, released."""
    root = tmp_path_factory.mktemp("made") / "course"
    copy_course(Paths(ROOT), root)
    for folder in (root / "source").iterdir():
        shutil.rmtree(folder) if folder.name != LECTURE else None
    (root / "source" / HOMEWORK).mkdir()
    for name, notebook in homework().items():
        nbformat.write(notebook, root / "source" / HOMEWORK / f"{name}.ipynb")
    (root / "source" / HOMEWORK / "data.csv").write_text("1,2")
    release(Paths(root), [LECTURE])
    generate(root, [HOMEWORK])
    return root


@pytest.fixture
def root(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "course"))


@pytest.fixture
def api(root):
    return open_api(root)


class FakeEngine:
    """Says what is put into `outputs` for a graded cell, by name; a check has all points by default."""

    def __init__(self) -> None:
        self.jobs, self.outputs, self.notes = [], {}, {}
        self.problem = None

    def grade(self, job, isolation=""):
        if self.problem:
            raise self.problem
        self.jobs.append(job)
        default = {CHECK: (result("2"),)}
        return Graded(
            tuple(
                CellResult(
                    tuple(self.outputs.get(cell.name, default.get(cell.kind, ()))), self.notes.get(cell.name, "")
                )
                for cell in job.cells
            ),
            (),
            problems=("A problem.",),
            isolation="full",
        )


@pytest.fixture
def fake(monkeypatch):
    made = FakeEngine()
    monkeypatch.setattr(engine, "grade", made.grade)
    return made


def result(text, **more):
    data = {"text/plain": text, "text/html": "<p>report</p>"}
    return {"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": data, **more}


def error(name="AssertionError"):
    return {"output_type": "error", "ename": name, "evalue": "", "traceback": [name]}


def stream(name, text="a warning"):
    return {"output_type": "stream", "name": name, "text": text}


def submit(root, student="ana", lecture=LECTURE, answers=None, timestamp=""):
    """Hand in the released notebooks with some answers, by grade id; return the folder."""
    folder = root / "submitted" / student / lecture
    shutil.copytree(root / "release" / lecture, folder, dirs_exist_ok=True)
    for path in folder.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            cell.source = (answers or {}).get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
        nbformat.write(notebook, path)
    if timestamp:
        (folder / "timestamp.txt").write_text(timestamp)
    return folder


def grades(api, lecture=LECTURE, student="ana"):
    """What the gradebook has: grade id → (points by machine, whether a person has to look)."""
    with api.gradebook as book:
        notebooks = book.find_submission(lecture, student).notebooks
        return {grade.name: (grade.auto_score, grade.needs_manual_grade) for n in notebooks for grade in n.grades}


def comments(api, lecture=HOMEWORK, student="ana"):
    with api.gradebook as book:
        notebooks = book.find_submission(lecture, student).notebooks
        return {comment.name: comment.auto_comment for n in notebooks for comment in n.comments}


def graded(root, lecture=LECTURE, student="ana", name=""):
    path = root / "autograded" / student / lecture / f"{name or lecture}.ipynb"
    return nbformat.read(path, as_version=4)


def known_students(api):
    with api.gradebook as book:
        return {student.id for student in book.students}


# One path


def test_points_and_report_of_a_check_arrive_together(root, api, fake):
    submit(root)
    done = api.autograde(LECTURE, "ana")
    assert done["success"] and "graded with isolation: full" in done["log"] and "A problem." in done["log"]
    assert grades(api)["softmax"] == (2.0, False)
    (cell,) = (c for c in graded(root).cells if c.source == 'check("softmax")')
    assert cell.outputs[0].data["text/html"] == "<p>report</p>"
    (job,) = fake.jobs
    assert "softmax" in [cell.name for cell in job.cells if cell.kind == CHECK]
    assert job.public == (root / "source" / LECTURE / "key.safetensors").read_bytes()
    assert job.private == (root / "keys" / f"{LECTURE}.safetensors").read_bytes()


def test_the_command_line_takes_the_same_path(root, api, fake, monkeypatch):
    submit(root, "ana")
    submit(root, "ben")
    monkeypatch.chdir(root)
    AutogradeApp.clear_instance()
    app = AutogradeApp.instance()
    try:
        app.initialize([LECTURE, "--Observe.cell_seconds=7"])
        app.start()
    finally:
        AutogradeApp.clear_instance()
    assert [job.limits.cell_seconds for job in fake.jobs] == [7, 7]
    assert grades(api, student="ben")["softmax"] == (2.0, False)


def test_a_result_from_elsewhere_is_recorded_and_nothing_is_run(root, api, fake):
    submit(root)
    prepared = prepare(api, LECTURE, "ana")
    assert known_students(api) == set() and not (root / "autograded").exists()
    fake.outputs["softmax"] = [result("1.5")]
    elsewhere = Graded.loads(fake.grade(prepared.jobs[0]).dumps())
    fake.problem = AssertionError("it was run")
    record(api, prepared, [elsewhere])
    assert grades(api)["softmax"] == (1.5, False)


def test_what_changed_after_it_was_prepared_is_graded_again(root, api, fake):
    submit(root)
    prepared = prepare(api, LECTURE, "ana")
    old = fake.grade(prepared.jobs[0])
    fake.outputs["softmax"] = [result("0.5")]
    submit(root, answers={"softmax-code": "def softmax(z): return z"})
    record(api, prepared, [old])
    assert grades(api)["softmax"] == (0.5, False) and len(fake.jobs) == 2


def test_a_result_is_used_for_the_submission_that_it_is_of(root, api, fake):
    submit(root, "ana")
    submit(root, "ben", answers={"softmax-code": "x"})
    prepared = prepare(api, LECTURE, "ana")
    done = fake.grade(prepared.jobs[0])
    fake.outputs["softmax"] = [result("0.5")]
    record(api, replace(prepared, student="ben"), [done])
    assert len(fake.jobs) == 2 and grades(api, student="ben")["softmax"] == (0.5, False)
    record(api, prepared, [done])
    assert len(fake.jobs) == 2 and grades(api)["softmax"] == (2.0, False)


def test_a_submission_can_be_recorded_twice(root, api, fake):
    submit(root)
    prepared = prepare(api, LECTURE, "ana")
    done = fake.grade(prepared.jobs[0])
    record(api, prepared, [done])
    first = (root / "autograded" / "ana" / LECTURE / f"{LECTURE}.ipynb").read_bytes()
    record(api, prepared, [done])
    assert (root / "autograded" / "ana" / LECTURE / f"{LECTURE}.ipynb").read_bytes() == first
    assert len(fake.jobs) == 1


def test_a_student_whose_name_is_a_pattern_is_graded_alone(root, api, fake):
    for student in ("[ab]", "a", "b"):
        submit(root, student)
    prepared = prepare(api, LECTURE, "[ab]")
    record(api, prepared, [fake.grade(prepared.jobs[0])])
    assert known_students(api) == {"[ab]"} and api.coursedir.student_id == "*"


def test_without_our_exporter_nothing_is_graded(root, api, fake):
    submit(root)
    config = (root / "nbgrader_config.py").read_text()
    (root / "nbgrader_config.py").write_text(config.replace("c.Autograde.exporter_class", "c.Autograde.exporter_clas"))
    stock = open_api(root)
    done = stock.autograde(LECTURE, "ana")
    assert not done["success"] and "Observe was started without an intake" in done["log"]
    prepared = prepare(stock, LECTURE, "ana")
    with pytest.raises(PluginProblem, match="lacks c.Autograde.exporter_class"):
        record(stock, prepared, [fake.grade(prepared.jobs[0])])
    assert grades(stock).get("softmax", (None,))[0] is None


@pytest.mark.parametrize("steps", ['["nbgrader.preprocessors.Execute"]', '["grading.observe.SaveAutoGrades"]'])
def test_steps_that_would_execute_or_would_not_observe_are_refused(root, fake, steps):
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Autograde.autograde_preprocessors = {steps}\n")
    submit(root)
    done = open_api(root).autograde(LECTURE, "ana")
    assert not done["success"] and "must have" in done["log"] and not fake.jobs


# What cannot be graded


def not_graded(api, root, why, lecture=LECTURE, student="ana"):
    """See that a submission is refused with one sentence, and that nothing is touched."""
    before = [p.read_bytes() for p in sorted((root / "autograded").rglob("*")) if p.is_file()]
    students = known_students(api)
    done = api.autograde(lecture, student)
    assert not done["success"]
    lines = [line for line in done["log"].splitlines() if line.startswith("[ERROR]")]
    assert len(lines) == 1 and why in lines[0] and "Traceback" not in done["log"]
    assert students == known_students(api)
    assert before == [p.read_bytes() for p in sorted((root / "autograded").rglob("*")) if p.is_file()]


def test_a_broken_notebook_leaves_no_trace(root, api, fake):
    folder = submit(root)
    (folder / f"{LECTURE}.ipynb").write_text("{")
    not_graded(api, root, "cannot be read as a notebook")
    with pytest.raises(IntakeProblem):
        prepare(api, LECTURE, "ana")


def test_what_was_graded_before_stays_when_a_broken_file_comes_after_it(root, api, fake):
    folder = submit(root)
    api.autograde(LECTURE, "ana")
    (folder / f"{LECTURE}.ipynb").write_text("{")
    not_graded(api, root, "cannot be read as a notebook")
    assert grades(api)["softmax"] == (2.0, False)


def test_one_bad_submission_does_not_stop_the_class(root, api, fake):
    (submit(root, "ana") / f"{LECTURE}.ipynb").write_text("{")
    submit(root, "ben")
    (root / "submitted" / "cleo").symlink_to(root / "submitted" / "ben")
    done = api.autograde(LECTURE, "*")
    assert not done["success"] and "2 submissions could not be graded" in done["error"]
    assert known_students(api) == {"ben"}


def test_a_lecture_without_its_private_key_is_not_graded(root, api, fake):
    submit(root)
    (root / "keys" / f"{LECTURE}.safetensors").unlink()
    not_graded(api, root, f"run `course release {LECTURE}`")
    with pytest.raises(MaterialProblem, match="There is no private answer key"):
        prepare(api, LECTURE, "ana")


def test_a_lecture_without_its_public_key_is_not_graded_as_if_its_checks_were_tests(root, api, fake):
    submit(root)
    (root / "source" / LECTURE / "key.safetensors").unlink()
    not_graded(api, root, "The cell student_name checks student_name, which the answer key does not have")


def test_a_lecture_that_is_not_registered_is_named(root, api, fake):
    submit(root)
    (root / "gradebook.db").unlink()
    with pytest.raises(database.GradebookProblem, match=f"run `course release {LECTURE}`"):
        prepare(api, LECTURE, "ana")
    assert not (root / "gradebook.db").exists()


def test_a_notebook_in_another_language_is_refused(root, fake):
    path = root / "source" / HOMEWORK / "p1.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    nbformat.write(notebook, path)
    generate(root, [HOMEWORK])
    submit(root, lecture=HOMEWORK)
    not_graded(open_api(root), root, "p1.ipynb is a notebook in R; only Python", HOMEWORK)


def test_an_engine_that_does_not_start_leaves_no_trace(root, api, fake):
    submit(root)
    fake.problem = BadLimit("There are no walls.")
    not_graded(api, root, "There are no walls.")


def test_a_bad_setting_is_one_sentence(root, fake):
    with (root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.Observe.cell_seconds = 'long'\n")
    submit(root)
    not_graded(open_api(root), root, "The limit cell_seconds is 'long'; it must be a number above 0.")


def test_links_in_a_submission_do_not_reach_autograded(root, api, fake):
    folder = submit(root)
    (folder / "mine.txt").symlink_to(root / "gradebook.db")
    (folder / "notes.txt").write_text("n")
    done = api.autograde(LECTURE, "ana")
    assert done["success"] and "mine.txt was left out: it is a link" in done["log"]
    names = {path.name for path in (root / "autograded" / "ana" / LECTURE).iterdir()}
    assert names == {f"{LECTURE}.ipynb", "key.safetensors", "notes.txt"}


# Files


def test_a_lectures_own_files_win_and_others_come_along(root, api, fake):
    folder = submit(root, lecture=HOMEWORK, timestamp="2025-01-01 10:00:00 UTC")
    (folder / "data.csv").write_text("forged")
    (folder / "torch.py").write_text("mine")
    api.autograde(HOMEWORK, "ana")
    assert fake.jobs[0].files == {"data.csv": b"1,2", "torch.py": b"mine"}  # and not when it was handed in
    assert (root / "autograded" / "ana" / HOMEWORK / "data.csv").read_text() == "1,2"
    assert (root / "autograded" / "ana" / HOMEWORK / "timestamp.txt").is_file()


def test_students_may_bring_files_that_the_settings_name_but_never_a_key(root, fake):
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Autograde.exclude_overwriting = {{{LECTURE!r}: ['key.safetensors', 'm.py']}}\n")
    (root / "source" / LECTURE / "m.py").write_text("lecture's")
    folder = submit(root)
    (folder / "m.py").write_text("ana's")
    (folder / "key.safetensors").write_text("forged")
    open_api(root).autograde(LECTURE, "ana")
    (job,) = fake.jobs
    assert job.files["m.py"] == b"ana's"
    assert job.files["key.safetensors"] == job.public == (root / "source" / LECTURE / "key.safetensors").read_bytes()


def test_a_students_folder_cannot_stand_in_the_way_of_a_lectures_file(root, api, fake):
    folder = submit(root, lecture=HOMEWORK)
    (folder / "data.csv").unlink()
    (folder / "data.csv").mkdir()
    (folder / "data.csv" / "x").write_text("x")
    assert api.autograde(HOMEWORK, "ana")["success"]
    assert fake.jobs[0].files == {"data.csv": b"1,2"}


def test_what_is_graded_takes_the_place_of_what_was_there(root, api, fake):
    folder = submit(root)
    (folder / "old.txt").write_text("old")
    api.autograde(LECTURE, "ana")
    (folder / "old.txt").unlink()
    api.autograde(LECTURE, "ana")
    assert not (root / "autograded" / "ana" / LECTURE / "old.txt").exists()
    assert [p.name for p in (root / "autograded" / "ana").iterdir()] == [LECTURE]


def test_what_is_graded_is_skipped_unless_it_was_handed_in_again(root, api, fake):
    folder = submit(root, timestamp="2025-01-01 10:00:00 UTC")
    for _ in range(2):
        api.autograde(LECTURE, "ana", force=False)
    assert len(fake.jobs) == 1
    (folder / "timestamp.txt").write_text("2025-01-02 10:00:00 UTC")
    api.autograde(LECTURE, "ana", force=False)
    assert len(fake.jobs) == 2


# nbgrader's rules


def test_an_ordinary_assignment_needs_no_keys(root, api, fake):
    submit(root, lecture=HOMEWORK, answers={"x-code": "x = 2", "why": "Because."})
    fake.outputs["partial"] = [result("2.5")]
    assert api.autograde(HOMEWORK, "ana")["success"]
    assert grades(api, HOMEWORK) == {
        "x-test": (2.0, False),
        "partial": (2.5, False),
        "why": (None, True),
        "second": (1.0, False),
    }
    assert fake.jobs[0].private == b"" and [cell.kind for cell in fake.jobs[0].cells] == ["code", "test", "test"]


def test_answers_left_as_they_were_get_no_response_and_no_points(root, api, fake):
    submit(root, lecture=HOMEWORK)
    api.autograde(HOMEWORK, "ana")
    assert grades(api, HOMEWORK)["why"] == (0, False)
    assert comments(api) == {"x-code": "No response.", "why": "No response."}


def test_a_missing_notebook_gets_nothing_and_the_others_are_graded(root, api, fake):
    (submit(root, lecture=HOMEWORK) / "p2.ipynb").unlink()
    done = api.autograde(HOMEWORK, "ana")
    assert done["success"] and "There is no p2.ipynb: it gets no points." in done["log"]
    assert grades(api, HOMEWORK)["second"] == (0, False) and grades(api, HOMEWORK)["x-test"] == (2.0, False)


def test_manual_points_stay_and_are_to_be_looked_at_again(root, api, fake):
    submit(root, lecture=HOMEWORK, answers={"why": "Because."})
    api.autograde(HOMEWORK, "ana")
    with api.gradebook as book:
        grade = book.find_grade("why", "p1", HOMEWORK, "ana")
        grade.manual_score, grade.needs_manual_grade = 3, False
        comment = book.find_comment("why", "p1", HOMEWORK, "ana")
        comment.manual_comment = "Well said."
        book.db.commit()
    api.autograde(HOMEWORK, "ana")
    assert grades(api, HOMEWORK)["why"] == (None, True)
    with api.gradebook as book:
        assert book.find_grade("why", "p1", HOMEWORK, "ana").score == 3
        assert book.find_comment("why", "p1", HOMEWORK, "ana").comment == "Well said."


class HalfPerDay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return -1 if student_id == "cleo" else 0.5 * total_seconds_late / 86400


def test_late_submissions_lose_points_as_the_plugin_says_and_get_them_back(root, fake):
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.AssignLatePenalties.plugin_class = '{__name__}.HalfPerDay'\n")
    api = open_api(root)
    with api.gradebook as book:
        book.update_or_create_assignment(LECTURE, duedate="2025-01-01 10:00:00 UTC")

    def penalty(student, timestamp):
        submit(root, student, timestamp=timestamp)
        api.autograde(LECTURE, student)
        with api.gradebook as book:
            return book.find_submission(LECTURE, student).late_submission_penalty

    assert penalty("ana", "2025-01-01 09:00:00 UTC") == 0
    assert penalty("ana", "2025-01-02 10:00:00 UTC") == 0.5
    assert penalty("ana", "2025-01-31 10:00:00 UTC") == 2  # no more than it has
    assert penalty("cleo", "2025-01-31 10:00:00 UTC") == 0  # nor less than nothing
    with api.gradebook as book:
        book.grant_extension(LECTURE, "ana", days=40)
    assert penalty("ana", "2025-01-31 10:00:00 UTC") == 0


@pytest.mark.parametrize("text", ["yesterday", "0000-00-00", "x" * 5000, "1 2 3", "0001-01-01 00:00:00 +1400"])
def test_a_timestamp_that_is_none_is_said_and_does_not_matter(root, api, fake, text):
    submit(root, timestamp=text)
    done = api.autograde(LECTURE, "ana")
    assert done["success"] and "timestamp.txt holds no time" in done["log"]
    assert grades(api)["softmax"] == (2.0, False)
    assert api.autograde(LECTURE, "ana", force=False)["success"]


def test_students_are_added_only_if_the_settings_say_so(root, api, fake):
    submit(root)
    done = api.autograde(LECTURE, "ana", create=False)
    assert not done["success"] and "does not know the student ana" in done["log"]
    assert known_students(api) == set() and not (root / "autograded").exists()


def test_output_that_matches_the_ignore_pattern_is_dropped(root, fake):
    with (root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.IgnorePattern.pattern = 'warning'\nc.IgnorePattern.enabled = True\n")
    submit(root, lecture=HOMEWORK)
    fake.outputs["x-test"] = [stream("stderr", "a warning"), stream("stdout", "a warning")]
    open_api(root).autograde(HOMEWORK, "ana")
    (cell,) = (c for c in graded(root, HOMEWORK, name="p1").cells if c.source == "assert x == 2")
    assert [output.name for output in cell.outputs] == ["stdout"]


# Points


@pytest.mark.parametrize(
    ("outputs", "points"),
    [
        ([], 5.0),
        ([result("2")], 2.0),
        ([result("2.123456789")], 2.123457),
        ([result("0")], 0.0),
        ([result("nan")], 0.0),
        ([result("-3")], 0.0),
        ([result("-inf")], 0.0),
        ([result("7")], 5.0),
        ([result("1e999")], 5.0),
        ([result("'all is well'")], 5.0),
        ([result("")], 5.0),
        ([result("2") | {"data": {}}], 5.0),
        ([stream("stderr")], 5.0),
        ([stream("stderr"), result("2")], 2.0),
        ([error()], 0.0),
        ([result("5"), error()], 0.0),
        ([result("5"), result("1")], 1.0),
        ([{"output_type": "display_data", "metadata": {}, "data": {"text/plain": "1"}}], 5.0),
    ],
)
def test_points_of_a_test_cell_are_in_bounds_and_only_an_error_costs(root, api, fake, outputs, points):
    submit(root, lecture=HOMEWORK)
    fake.outputs["partial"] = outputs
    assert api.autograde(HOMEWORK, "ana")["success"]
    assert grades(api, HOMEWORK)["partial"] == (points, False)


def test_what_was_on_stderr_stays_in_the_notebook():
    cell = new_code_cell("x", outputs=[nbformat.from_dict(stream("stderr"))], metadata=settings("a", 1, grade=True))
    assert readable(cell).outputs == [] and cell.outputs[0].name == "stderr"


def test_a_test_that_did_not_run_to_its_end_has_no_points(root, api, fake):
    submit(root, lecture=HOMEWORK)
    fake.notes["x-test"] = "This cell was not run: time was up."
    api.autograde(HOMEWORK, "ana")
    assert grades(api, HOMEWORK)["x-test"] == (0.0, False)


@pytest.mark.parametrize("outputs", [[], [stream("stdout")], [error()]])
def test_a_check_without_a_score_has_no_points(root, api, fake, outputs):
    submit(root)
    fake.outputs["softmax"] = outputs
    api.autograde(LECTURE, "ana")
    assert grades(api)["softmax"] == (0.0, False)


# Settings


def test_every_limit_is_a_setting(root):
    with (root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.Observe.cell_seconds = 7\nc.Observe.images = 3\nc.Observe.isolation = 'none'\n")
    observe = Observe(parent=open_api(root))
    assert (observe.limits.cell_seconds, observe.limits.images, observe.isolation) == (7, 3, "none")


@pytest.mark.parametrize(("timeout", "seconds"), [("20", 20), ("None", 60), ("-1", 60)])
def test_nbgraders_own_timeout_counts_for_a_cell(root, timeout, seconds):
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Execute.timeout = {timeout}\n")
    assert Observe(parent=open_api(root)).limits.cell_seconds == seconds


def test_settings_are_read_without_what_grading_needs():
    script = (
        "import sys; from course.nbgrader_api import open_api; from pathlib import Path;"
        f"open_api(Path({str(ROOT)!r})); print('grading.engine' in sys.modules, 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "False False", done.stderr


# The gradebook


def test_a_gradebook_that_is_locked_for_a_while_is_waited_for(root, api, fake):
    submit(root)
    other = sqlite3.connect(root / "gradebook.db", check_same_thread=False, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    release_it = threading.Timer(2.5, lambda: other.execute("COMMIT"))
    release_it.start()
    assert api.autograde(LECTURE, "ana")["success"]
    release_it.join()
    assert grades(api)["softmax"] == (2.0, False)


def test_a_gradebook_that_stays_locked_is_one_sentence(root, api, fake, monkeypatch):
    submit(root)
    monkeypatch.setattr(database, "WAIT_SECONDS", 0)
    other = sqlite3.connect(root / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(database.GradebookProblem, match="has been locked by another process"):
        prepare(api, LECTURE, "ana")
    other.execute("COMMIT")
    other.execute("BEGIN IMMEDIATE")  # can be read, but not written
    prepared = prepare(api, LECTURE, "ana")
    with pytest.raises(RecordProblem, match="has been locked by another process"):
        record(api, prepared, [fake.grade(prepared.jobs[0])])
    other.close()
    assert not (root / "autograded").exists()


def test_a_gradebook_of_an_older_nbgrader_stops_with_one_sentence(root, fake):
    submit(root, "ana")
    submit(root, "ben")
    with sqlite3.connect(root / "gradebook.db") as book:
        book.execute("ALTER TABLE notebook DROP COLUMN kernelspec")
    done = open_api(root).autograde(LECTURE, "*")
    assert not done["success"] and done["log"].count("nbgrader db upgrade") == 1
    assert "Traceback" not in done["log"]


def test_a_file_that_is_no_gradebook_is_one_sentence(root, api):
    submit(root)
    (root / "gradebook.db").write_bytes(b"no database" * 1000)
    with pytest.raises(database.GradebookProblem, match="The gradebook cannot be used: file is not a database"):
        prepare(api, LECTURE, "ana")


def test_no_question_to_the_gradebook_reads_through_the_whole_class(root, api, fake):
    submit(root, lecture=HOMEWORK, timestamp="2025-01-01 10:00:00 UTC")
    with api.gradebook as gradebook:
        gradebook.update_or_create_assignment(HOMEWORK, duedate="2024-01-01 10:00:00 UTC")
    book = OpenGradebook(api.coursedir.db_url)
    plans = []

    def explain(connection, cursor, statement, parameters, context, many):
        if not statement.startswith(("BEGIN", "EXPLAIN", "INSERT")):
            values = parameters[0] if many else parameters
            rows = connection.connection.dbapi_connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plans.extend(row[3] for row in rows)

    event.listen(book.database.engine, "before_cursor_execute", explain)
    try:
        prepared = prepare(api, HOMEWORK, "ana")
        record(api, prepared, [fake.grade(job) for job in prepared.jobs])
    finally:
        event.remove(book.database.engine, "before_cursor_execute", explain)
    of_the_class = ("grade", "comment", "submitted_assignment", "submitted_notebook", "student")
    assert any("SEARCH grade " in plan for plan in plans)
    assert not [plan for plan in plans if plan.split()[:2] in [["SCAN", name] for name in of_the_class]]


# Marks for a spreadsheet


def test_names_are_exported_as_text(root, api, fake):
    from grading.books.export import CsvExport

    names = {"=1+1": '=HYPERLINK("http://x"),A1', "ana": "Müller, Ana", "-x": "\tx"}
    for student, name in names.items():
        hand_in(
            root, Submission(student, LECTURE, "", (root / "release" / LECTURE / f"{LECTURE}.ipynb").read_bytes(), 0)
        )
        api.autograde(LECTURE, student)
        with api.gradebook as book:
            book.update_or_create_student(student, last_name=name)
    plugin = CsvExport(parent=api)
    plugin.to = str(root / "marks.csv")
    with api.gradebook as book:
        plugin.export(book)
    with (root / "marks.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == LECTURE]
    assert {row["student_id"]: row["last_name"] for row in rows} == {
        "'=1+1": '\'=HYPERLINK("http://x"),A1',
        "ana": "Müller, Ana",
        "'-x": "'\tx",
    }
    assert {row["score"] for row in rows} == {"2.0"}


def test_the_settings_choose_that_export(root):
    config = open_api(root).config
    assert config.ExportApp.plugin_class == "grading.books.export.CsvExport"
    assert json.loads(json.dumps(config.Autograde.autograde_preprocessors))[0] == "grading.nbgrader_plugin.Observe"
