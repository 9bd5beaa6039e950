"""What stands in nbgrader's gradebook: lectures, marks, and whether somebody still has to mark by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Grade
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import Connection, case, exists, func, select

from grading.books.gradebook import (
    ASSIGNMENT,
    CELL,
    GRADE,
    GRADE_CELL,
    NOTEBOOK,
    SUBMISSION,
    SUBMITTED,
    TASK_CELL,
    OpenGradebook,
)
from grading.crowd.submissions import Submission


@dataclass(frozen=True)
class Mark:
    """What one submission has.

    points: as nbgrader exports them, with what is taken off for lateness
    manual: a person has yet to mark some of it
    graded: nbgrader has looked at it at all
    """

    points: float
    manual: bool
    graded: bool


@dataclass(frozen=True)
class Marks:
    """What a lecture's submissions have. max_points: of everybody; by_student: those in the gradebook."""

    max_points: float
    by_student: Mapping[str, Mark]


def registered(gradebook: OpenGradebook) -> list[str]:
    """The lectures in the gradebook. Raises GradebookProblem if it cannot be read."""
    if not gradebook.database.exists():
        return []
    return gradebook.database.read(
        lambda book: list(book.scalars(select(ASSIGNMENT.c.name).order_by(ASSIGNMENT.c.name)))
    )


def marks(gradebook: OpenGradebook, lecture: str) -> Marks:
    """Read a lecture's marks, in the same few queries for any number of students."""
    return gradebook.database.read(lambda book: _marks(book, lecture))


def _marks(book: Connection, lecture: str) -> Marks:
    submitted = SUBMISSION.join(ASSIGNMENT, ASSIGNMENT.c.id == SUBMISSION.c.assignment_id)
    notebooks = submitted.join(SUBMITTED, SUBMITTED.c.assignment_id == SUBMISSION.c.id)
    grades = notebooks.join(GRADE, GRADE.c.notebook_id == SUBMITTED.c.id).join(CELL, CELL.c.id == GRADE.c.cell_id)
    student = SUBMISSION.c.student_id
    unscored = GRADE.c.auto_score.is_(None) & GRADE.c.manual_score.is_(None)
    seen = func.sum(Grade.score), func.sum(_one_if(GRADE.c.needs_manual_grade)), func.sum(_one_if(unscored & _test()))

    def read(*columns, of=notebooks):
        query = select(student, *columns).select_from(of).where(ASSIGNMENT.c.name == lecture)
        return book.execute(query.group_by(student))

    taken = {name: lost or 0.0 for name, lost in read(func.sum(SUBMITTED.c.late_submission_penalty))}
    found = {name: Mark(0.0, False, True) for (name,) in read(of=submitted)}
    for name, points, manual, waiting in read(*seen, of=grades):
        found[name] = Mark(max(0.0, (points or 0.0) - taken.get(name, 0.0)), bool(manual), not waiting)
    return Marks(_max_points(book, lecture), found)


def _test():
    """Whether a cell is one to which nbgrader always gives a score: code that no student writes."""
    solution = CELL.alias()
    written = exists().where(
        solution.c.notebook_id == CELL.c.notebook_id, solution.c.name == CELL.c.name, solution.c.type == "SolutionCell"
    )
    code = exists().where(GRADE_CELL.c.id == CELL.c.id, GRADE_CELL.c.cell_type == "code")
    return code & ~written


def _one_if(condition):
    return case((condition, 1), else_=0)


def _max_points(book: Connection, lecture: str) -> float:
    total = 0.0
    for table in (GRADE_CELL, TASK_CELL):
        cells = table.join(CELL, CELL.c.id == table.c.id).join(NOTEBOOK, NOTEBOOK.c.id == CELL.c.notebook_id)
        cells = cells.join(ASSIGNMENT, ASSIGNMENT.c.id == NOTEBOOK.c.assignment_id)
        query = select(func.sum(table.c.max_score)).select_from(cells).where(ASSIGNMENT.c.name == lecture)
        total += book.scalar(query) or 0.0
    return total


def autograded(coursedir: CourseDirectory, one: Submission) -> bool:
    """Whether nbgrader's autograded folder has the submission."""
    folder = Path(coursedir.format_path(coursedir.autograded_directory, one.student, one.lecture))
    return any(folder.glob("*.ipynb"))
