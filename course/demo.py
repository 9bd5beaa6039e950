"""A demo class: submissions made from the solutions, the variants and the misconceptions.

They are the same at every run. They show an instructor the whole circle, and
tests use them because the mark that each must get is known.
"""

from __future__ import annotations

import copy
import inspect
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from course.exercise import CourseProblem, Exercise, exercises
from course.lecture import BEGIN, END, Lecture, names, read
from course.nbgrader_api import open_api, why_it_failed
from course.paths import Paths
from course.release import copy_course, release

MARKER = ".made-by-course-demo"


@dataclass(frozen=True)
class Submission:
    """One student's work on one lecture.

    what: in words; points: the mark it must get, or None if it cannot be graded at all
    """

    student: str
    lecture: str
    what: str
    notebook: bytes
    points: float | None


def demo_class(paths: Paths, lecture: Lecture) -> list[Submission]:
    """Return the demo class's work on one lecture of a released course, in a fixed order."""
    solved = nbformat.read(paths.source_files(lecture.name)[0], as_version=4)
    released = nbformat.read(paths.release / lecture.name / f"{lecture.name}.ipynb", as_version=4)
    answers = {
        cell.metadata.nbgrader.grade_id: re.sub(rf"^.*({BEGIN}|{END}).*\n?", "", cell.source, flags=re.M).rstrip()
        for cell in solved.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    written = {name: e for name, e in lecture.exercises.items() if e.probe == "call"}
    total = sum(exercise.points for exercise in lecture.exercises.values())
    made: list[Submission] = []

    def hand_in(student: str, what: str, cells: Mapping[str, str], points: float) -> None:
        notebook = copy.deepcopy(released)
        for cell in notebook.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if grade_id in cells:
                cell.source = cells[grade_id]
        made.append(Submission(student, lecture.name, what, nbformat.writes(notebook).encode(), points))

    hand_in("solution", "the lecture's own solution", answers, total)
    for number in range(max((len(e.variants) for e in written.values()), default=0)):
        cells = {_cell(e): as_answer(e.variants[number % len(e.variants)], e) for e in written.values() if e.variants}
        hand_in(f"variant-{number + 1}", "another right way", answers | cells, total)
    for exercise in written.values():
        for misconception in exercise.misconceptions:
            cells = {_cell(exercise): as_answer(misconception.implementations[0], exercise)}
            student = f"{exercise.name}-{misconception.name}".replace("_", "-").lower()
            hand_in(student, f"{exercise.name}: {misconception.name}", answers | cells, total - exercise.points)
    hand_in("untouched", "handed in as received", {}, 0)
    if written:
        first = next(iter(written.values()))
        left = total - first.points
        fails = f"def {first.name}(*inputs):\n    return inputs[0] / undefined_name"
        hand_in("raises", f"{first.name} raises an error", answers | {_cell(first): fails}, left)
        typo = f"def {first.name}(*inputs)\n    return inputs[0]"
        hand_in("syntax-error", f"{first.name} is no valid Python", answers | {_cell(first): typo}, left)
    whole = made[0].notebook
    made.append(Submission("broken-file", lecture.name, "half of a file", whole[: len(whole) // 2], None))
    return made


def _cell(exercise: Exercise) -> str:
    return f"{exercise.name}-code"


def as_answer(implementation: Callable, exercise: Exercise) -> str:
    """The source of a function of course/exercises, under the exercise's name."""
    source = re.sub(rf"\b{implementation.__name__}\b", exercise.name, inspect.getsource(implementation))
    return f"import torch\n\n{source}" if "torch." in source else source


def hand_in(root: Path, submission: Submission) -> Path:
    """Put a submission where nbgrader looks for it; return its folder."""
    folder = root / "submitted" / submission.student / submission.lecture
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{submission.lecture}.ipynb").write_bytes(submission.notebook)
    return folder


def grade(root: Path, submission: Submission) -> str:
    """Autograde one submission and write its feedback. Returns why that failed, or nothing."""
    api = open_api(root)
    for step in (api.autograde, api.generate_feedback):
        result = step(submission.lecture, submission.student)
        if not result["success"]:
            return why_it_failed(result)
    return ""


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
    failed: dict[tuple[str, str], str] = {}
    for one in submissions:
        hand_in(into, one)
    for one in track(submissions, "grading", console=console):
        failed[one.student, one.lecture] = grade(into, one)
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
    """The marks as a table; a mark that is not what it must be is said to be wrong."""
    out = Table()
    for column in ("lecture", "student", "what was handed in", "mark"):
        out.add_column(column, overflow="fold")
    for one in submissions:
        points, of = got.get((one.student, one.lecture), (0.0, 0.0))
        why = failed[one.student, one.lecture]
        if one.points is None:
            mark = f"[yellow]not graded[/]: {escape(why)}" if why else "[red]graded, and should not be[/]"
        elif why:
            mark = f"[red]failed[/]: {escape(why)}"
        else:
            right = points == one.points
            mark = f"{points:g} of {of:g}" if right else f"[red]{points:g} of {of:g}, should be {one.points:g}[/]"
        out.add_row(one.lecture, one.student, escape(one.what), mark)
    return out


def export(root: Path) -> None:
    """Write marks.csv with nbgrader's exporter."""
    from nbgrader.plugins import CsvExportPlugin

    plugin = CsvExportPlugin()
    plugin.to = str(root / "marks.csv")
    with open_api(root).gradebook as gradebook:
        plugin.export(gradebook)
