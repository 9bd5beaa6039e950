"""What the demo's students work with: the released notebook, sources to put into it, and ways to spoil it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from course.deserved import Judge, exercise_of, judge_for
from course.exercise import Exercise
from course.lecture import Lecture
from course.notebook import solved
from course.paths import Paths
from course.written import NotWritable, as_answer
from helpers.checking.key import FILE_NAME, load

Answers = Mapping[str, str]  # exercise → source of its answer cell
Change = Callable[[NotebookNode], None]


@dataclass(frozen=True)
class Submission:
    """One student's work on one lecture.

    what: in words
    points: the mark it deserves, or None if nobody could grade it
    mistakes: the misconceptions in it, as (exercise, misconception)
    """

    student: str
    lecture: str
    what: str
    notebook: bytes
    points: float | None
    mistakes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Desk:
    """What the submissions to one lecture are made from.

    exercises: those that the released key checks, in order
    solutions: the lecture's own answers
    """

    lecture: str
    released: NotebookNode
    exercises: Mapping[str, Exercise]
    solutions: dict[str, str]
    judge: Judge

    @property
    def written(self) -> list[Exercise]:
        """The exercises for which a function is written."""
        return [exercise for exercise in self.exercises.values() if exercise.probe == "call"]

    def points(self, answers: Answers) -> float:
        """What answers deserve."""
        return self.judge.points(answers)

    def hand_in(
        self,
        student: str,
        what: str,
        answers: Answers,
        *,
        points: float | None = None,
        mistakes: Sequence[tuple[str, str]] = (),
        change: Change | None = None,
    ) -> Submission:
        """Answer the released notebook; what is not answered stays as it was released.

        points: what it deserves, where its answers cannot be run to see
        change: what then befalls the notebook
        """
        notebook = copy.deepcopy(self.released)
        for cell in answer_cells(notebook):
            cell.source = answers.get(exercise_of(cell), cell.source)
        if change:
            change(notebook)
        points = self.points(answers) if points is None else points
        data = nbformat.writes(notebook).encode()
        return Submission(student, self.lecture, what, data, points, tuple(mistakes))

    def variants(self, number: int) -> dict[str, str]:
        """The answers in another right way, for the exercises that have one."""
        ways = {exercise.name: writable(exercise.name, exercise.variants) for exercise in self.written}
        return {name: found[number % len(found)] for name, found in ways.items() if found}


def desk_for(paths: Paths, lecture: Lecture) -> Desk:
    """Read what lies in source/ and release/ for a lecture."""
    notebook = nbformat.read(paths.source_files(lecture.name)[0], as_version=4)
    folder = paths.release / lecture.name
    released = nbformat.read(folder / f"{lecture.name}.ipynb", as_version=4)
    public = load(folder / FILE_NAME)
    exercises = {name: exercise for name, exercise in lecture.exercises.items() if name in public.exercises}
    solutions = {exercise_of(cell): solved(cell.source) for cell in answer_cells(notebook)}
    return Desk(lecture.name, released, exercises, solutions, judge_for(lecture.name, released, exercises, public))


def answer_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [c for c in notebook.cells if c.cell_type == "code" and c.metadata.get("nbgrader", {}).get("solution")]


def writable(name: str, implementations: Sequence[Any]) -> list[str]:
    """The sources of those implementations of an exercise that can be written as one function."""
    found = []
    for implementation in implementations:
        try:
            found.append(as_answer(implementation, name))
        except NotWritable:
            continue
    return found


def delete_check(notebook: NotebookNode, name: str) -> None:
    del notebook.cells[_position(notebook, name)]


def edit_check(notebook: NotebookNode, name: str, source: str) -> None:
    notebook.cells[_position(notebook, name)].source = source


def copy_cells(notebook: NotebookNode, name: str) -> None:
    """Copy an answer and its check, and paste them below.

    As JupyterLab does it: with all metadata but `deletable`, and with ids of their own.
    """
    pasted = [copy.deepcopy(notebook.cells[_position(notebook, grade_id)]) for grade_id in (f"{name}-code", name)]
    for cell in pasted:
        cell["id"] += "-pasted"
        cell.metadata.pop("deletable", None)
    below = _position(notebook, name) + 1
    notebook.cells[below:below] = pasted


def add_cell(notebook: NotebookNode, name: str, source: str) -> None:
    """Add a cell of the student's own below the check."""
    notebook.cells.insert(_position(notebook, name) + 1, new_code_cell(source, id="own-cell"))


def _position(notebook: NotebookNode, grade_id: str) -> int:
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return ids.index(grade_id)
