"""The demo: a class hands in, is graded, and a table says what everybody gets and deserves.

It shows an instructor the whole circle, in a course folder of its own.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from course.demo_class import demo_class
from course.demo_desk import Submission
from course.exercise import CourseProblem, exercises
from course.lecture import names, read
from course.nbgrader_api import open_api, why_it_failed
from course.paths import Paths
from course.release import copy_course, release
from grading.crowd.records import FAILED

MARKER = ".made-by-course-demo"
PATIENCE = "\n# The demo class has endless loops.\nc.Observe.cell_seconds = c.Observe.check_seconds = 5\n"


def hand_in(root: Path, submission: Submission) -> Path:
    """Put a submission where nbgrader looks for it; return its folder."""
    folder = root / "submitted" / submission.student / submission.lecture
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{submission.lecture}.ipynb").write_bytes(submission.notebook)
    return folder


def grade(root: Path, console: Console) -> dict[tuple[str, str], str]:
    """Grade what was handed in, as `course grade` does. Returns why some could not be: (student, lecture) → sentence."""
    from course.grade import Wish
    from course.grade import run as grade_all

    grade_all(Paths(root), Wish(), console)
    *_, last = sorted((root / "runs").glob("*.json"))
    found = json.loads(last.read_text(encoding="utf-8"))["submissions"]
    return {(one["student"], one["lecture"]): one["reason"] for one in found if one["state"] == FAILED}


def write_feedback(root: Path, submission: Submission) -> None:
    """Write the feedback page of a graded submission. Raises CourseProblem if nbgrader does not."""
    result = open_api(root).generate_feedback(submission.lecture, submission.student)
    if not result["success"]:
        raise CourseProblem(f"There is no feedback for {submission.student}: {why_it_failed(result)}")


def marks(root: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """The gradebook's marks: (student, lecture) → (points, of how many)."""
    with open_api(root).gradebook as gradebook:
        return {
            (submission.student.id, assignment.name): (submission.score, submission.max_score)
            for assignment in gradebook.assignments
            for submission in gradebook.assignment_submissions(assignment.name)
        }


def fresh_course(paths: Paths, into: Path) -> None:
    """Make `into` a course folder of its own, released and ready; an older demo there is removed."""
    if into.exists():
        if not (into / MARKER).is_file():
            raise CourseProblem(f"{into} is there already and is no earlier demo; choose another folder with --into.")
        shutil.rmtree(into)
    copy_course(paths, into)
    (into / MARKER).touch()
    with (into / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(PATIENCE)
    release(Paths(into))


def run(paths: Paths, into: Path, console: Console) -> None:
    """Carry out the whole demo in the folder `into`, and say where to look."""
    from course.build import build

    into = into.resolve()
    with console.status("building") as status:
        refused = [one for one in build(paths, say=status.update) if one.problems]
        if refused:
            raise CourseProblem("; ".join(f"{one.lecture}: {one.problems[0]}" for one in refused))
        status.update("releasing")
        fresh_course(paths, into)
    known = exercises()
    lectures = [read(name, known, paths.lectures) for name in names(paths.lectures)]
    submissions = [one for lecture in lectures for one in demo_class(Paths(into), lecture)]
    for one in submissions:
        hand_in(into, one)
    failed = grade(into, console)
    for one in track(submissions, "writing feedback", console=console):
        if (one.student, one.lecture) not in failed:
            write_feedback(into, one)
    console.print(table(submissions, marks(into), failed))
    export(into)
    shown = next(one for one in submissions if one.points == 0)
    page = into / "feedback" / shown.student / shown.lecture / f"{shown.lecture}.html"
    for title, place in {
        "feedback, a page for each student": into / "feedback",
        "for example": page,
        "marks for a spreadsheet": into / "marks.csv",
        "nbgrader's gradebook": into / "gradebook.db",
    }.items():
        console.print(f"{title}: {escape(paths.relative(place))}")
    command = Path(sys.executable).with_name("course")
    console.print(
        f"in the formgrader: cd {escape(paths.relative(into))} && {escape(str(command))} lab --instructor",
        soft_wrap=True,
    )


def table(
    submissions: list[Submission],
    got: Mapping[tuple[str, str], tuple[float, float]],
    failed: Mapping[tuple[str, str], str],
) -> Table:
    """The marks as a table: where a mark is not the deserved one, it says so."""
    out = Table()
    for column in ("lecture", "student", "what was handed in", "mark"):
        out.add_column(column, overflow="fold")
    for one in submissions:
        mark = _mark(one, *got.get((one.student, one.lecture), (0.0, 0.0)), failed.get((one.student, one.lecture), ""))
        out.add_row(one.lecture, one.student, escape(one.what), mark)
    return out


def _mark(one: Submission, points: float, of: float, why: str) -> str:
    """What a submission got, in words. why: it could not be graded, or empty"""
    given = None if why else points
    said = f"not graded ({escape(why)})" if why else f"{points:g} of {of:g}"
    if given == one.points:
        return f"[yellow]{said}[/]" if why else said
    deserved = "no mark" if one.points is None else f"{one.points:g}"
    return f"[red]{said}, deserves {deserved}[/]"


def export(root: Path) -> None:
    """Write marks.csv with nbgrader's exporter."""
    from nbgrader.plugins import CsvExportPlugin

    plugin = CsvExportPlugin()
    plugin.to = str(root / "marks.csv")
    with open_api(root).gradebook as gradebook:
        plugin.export(gradebook)
