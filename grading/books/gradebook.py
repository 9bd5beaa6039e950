"""nbgrader's gradebook in a few short transactions for each submission.

nbgrader opens its gradebook nine times for a submission, asks for every cell by
itself and commits after each. The tables, and what is written into them, are
nbgrader's own; how often, and what happens while another process has it locked,
is decided here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from nbgrader import api
from sqlalchemy import Connection, Row, Table, bindparam, func, insert, select, update

from grading.books.database import Database, GradebookProblem
from grading.intake.released import Released, ReleasedCell
from helpers.checking.values import plain

ASSIGNMENT = api.Assignment.__table__
NOTEBOOK = api.Notebook.__table__
CELL = api.BaseCell.__table__
GRADE_CELL = api.GradeCell.__table__
TASK_CELL = api.TaskCell.__table__
SOURCE_CELL = api.SourceCell.__table__
STUDENT = api.Student.__table__
SUBMISSION = api.SubmittedAssignment.__table__
SUBMITTED = api.SubmittedNotebook.__table__
GRADE = api.Grade.__table__
COMMENT = api.Comment.__table__


class NotRegistered(GradebookProblem):
    """The gradebook does not know a lecture or a student."""


class NotebookMarks:
    """One submitted notebook's grades and comments, answering as the gradebook that nbgrader's steps ask.

    What those steps set on them is kept, and written by `OpenGradebook.save` in one go.
    """

    def __init__(self, grades: Mapping[str, SimpleNamespace], comments: Mapping[str, SimpleNamespace]) -> None:
        self.grades = grades
        self.comments = comments
        self.db = self

    def find_grade(self, cell: str, *_: str) -> SimpleNamespace:
        return self._find(self.grades, cell)

    def find_comment(self, cell: str, *_: str) -> SimpleNamespace:
        return self._find(self.comments, cell)

    def commit(self) -> None:
        """Nothing: `save` does it."""

    @staticmethod
    def _find(rows: Mapping[str, SimpleNamespace], cell: str) -> SimpleNamespace:
        if cell not in rows:
            raise api.MissingEntry(f"The gradebook has no cell {cell!r} for this submission.")
        return rows[cell]


# What is asked for with each submission is put together once.
_OF_LECTURE = ASSIGNMENT.c.name == bindparam("lecture")
_NOTEBOOKS = select(NOTEBOOK.c.id, NOTEBOOK.c.name, NOTEBOOK.c.kernelspec).join(ASSIGNMENT).where(_OF_LECTURE)
_CELLS = (
    select(CELL.c.notebook_id, CELL.c.name, CELL.c.type, GRADE_CELL.c.max_score, TASK_CELL.c.max_score)
    .select_from(CELL.join(NOTEBOOK).join(ASSIGNMENT).outerjoin(GRADE_CELL).outerjoin(TASK_CELL))
    .where(_OF_LECTURE)
)
_SOURCES = select(SOURCE_CELL).select_from(SOURCE_CELL.join(NOTEBOOK).join(ASSIGNMENT)).where(_OF_LECTURE)
_SUBMITTED = SUBMITTED.join(NOTEBOOK).join(SUBMISSION).join(ASSIGNMENT, ASSIGNMENT.c.id == SUBMISSION.c.assignment_id)
_SUBMITTED_ROW = (
    select(
        SUBMITTED.c.id,
        SUBMITTED.c.late_submission_penalty,
        SUBMISSION.c.timestamp,
        SUBMISSION.c.extension,
        ASSIGNMENT.c.duedate,
        NOTEBOOK.c.id.label("released"),
    )
    .select_from(_SUBMITTED)
    .where(_OF_LECTURE, NOTEBOOK.c.name == bindparam("notebook"), SUBMISSION.c.student_id == bindparam("student"))
)


@dataclass(frozen=True)
class Late:
    """How late a submission is. seconds: 0 if it is not; score: of the notebook; penalty: the one it has, if any"""

    notebook: str
    seconds: float
    score: float
    penalty: float | None


class OpenGradebook:
    """A gradebook, by nbgrader's `db_url`. Every method raises a GradebookProblem if it cannot be used."""

    def __init__(self, db_url: str) -> None:
        self.database = Database(db_url)

    def lecture(self, name: str) -> dict[str, Released]:
        """Return the lecture's notebooks as they were released. Raises NotRegistered if there are none."""

        def work(book: Connection) -> dict[str, Released]:
            lecture = {"lecture": name}
            notebooks = book.execute(_NOTEBOOKS, lecture).all()
            kinds: dict[tuple[str, str], dict[str, float | None]] = {}
            for row in book.execute(_CELLS, lecture):
                of_cell = kinds.setdefault((row[0], row[1]), {})
                of_cell[row[2]] = row[3] if row[3] is not None else row[4]
            cells: dict[str, list[ReleasedCell]] = {row.id: [] for row in notebooks}
            for row in book.execute(_SOURCES, lecture):
                cells[row.notebook_id].append(_released(row, kinds.get((row.notebook_id, row.name), {})))
            return {row.name: Released(tuple(cells[row.id]), _kernel(row.kernelspec)) for row in notebooks}

        found = self.database.read(work) if self.database.exists() else {}
        if not found:
            raise NotRegistered(f"The gradebook does not know {name}: run `course release {name}`.")
        return found

    def begin(
        self, lecture: str, student: str, timestamp: datetime | None, create: bool, missing: Collection[str] = ()
    ) -> None:
        """See that the gradebook has a place for everything in this submission.

        timestamp: when it was handed in, in UTC, where that is known
        create: also make a place for the student
        missing: notebooks that were not handed in; they get no points
        """

        def work(book: Connection) -> None:
            if not book.scalar(select(STUDENT.c.id).where(STUDENT.c.id == student)):
                if not create:
                    raise NotRegistered(
                        f"The gradebook does not know the student {plain(student, 60)}: add them with nbgrader."
                    )
                book.execute(insert(STUDENT), {"id": student})
            assignment = book.scalar(select(ASSIGNMENT.c.id).where(ASSIGNMENT.c.name == lecture))
            if assignment is None:
                raise NotRegistered(f"The gradebook does not know {lecture}: run `course release {lecture}`.")
            submission = _row(book, SUBMISSION, assignment_id=assignment, student_id=student)
            if timestamp:
                book.execute(update(SUBMISSION).where(SUBMISSION.c.id == submission).values(timestamp=timestamp))
            for notebook, name in book.execute(
                select(NOTEBOOK.c.id, NOTEBOOK.c.name).where(NOTEBOOK.c.assignment_id == assignment)
            ).all():
                submitted = _row(book, SUBMITTED, notebook_id=notebook, assignment_id=submission)
                cells = book.execute(select(CELL.c.id, CELL.c.type).where(CELL.c.notebook_id == notebook)).all()
                graded = [cell for cell, kind in cells if kind in ("GradeCell", "TaskCell")]
                _rows(book, GRADE, submitted, graded)
                _rows(book, COMMENT, submitted, [cell for cell, kind in cells if kind in ("SolutionCell", "TaskCell")])
                if name in missing:
                    book.execute(
                        update(GRADE)
                        .where(GRADE.c.notebook_id == submitted, GRADE.c.cell_id.in_(graded))
                        .values(auto_score=0, needs_manual_grade=False)
                    )

        self.database.write(work)

    def marks(self, lecture: str, notebook: str, student: str) -> NotebookMarks:
        """Return what a submitted notebook has."""

        def work(book: Connection) -> NotebookMarks:
            submitted = _submitted(book, lecture, notebook, student)
            # Asked for by cell, for which there is an index: a search by notebook alone reads the whole class.
            cells = dict(
                book.execute(select(CELL.c.id, CELL.c.name).where(CELL.c.notebook_id == submitted.released)).all()
            )
            rows = []
            for table, columns in (
                (GRADE, (GRADE.c.auto_score, GRADE.c.manual_score, GRADE.c.needs_manual_grade)),
                (COMMENT, (COMMENT.c.auto_comment,)),
            ):
                of_it = (table.c.cell_id.in_(cells), table.c.notebook_id == submitted.id)
                found = book.execute(select(table.c.id, table.c.cell_id, *columns).where(*of_it))
                rows.append({cells[row.cell_id]: SimpleNamespace(**row._asdict()) for row in found})
            return NotebookMarks(*rows)

        return self.database.read(work)

    def save(self, marks: NotebookMarks) -> None:
        """Write what has been set on `marks`."""

        def work(book: Connection) -> None:
            grades = [
                {"row": row.id, "auto_score": row.auto_score, "needs_manual_grade": row.needs_manual_grade}
                for row in marks.grades.values()
            ]
            comments = [{"row": row.id, "auto_comment": row.auto_comment} for row in marks.comments.values()]
            for table, rows in ((GRADE, grades), (COMMENT, comments)):
                if rows:
                    book.execute(update(table).where(table.c.id == bindparam("row")), rows)

        self.database.write(work)

    def late(self, lecture: str, notebook: str, student: str) -> Late:
        """Return how late a submission is, as nbgrader counts it, and what its notebook has by now."""

        def work(book: Connection) -> Late:
            row = _submitted(book, lecture, notebook, student)
            if row.timestamp is None or row.duedate is None:
                return Late(row.id, 0, 0, row.late_submission_penalty)
            due = row.duedate + (row.extension or timedelta())
            cells = select(CELL.c.id).where(CELL.c.notebook_id == row.released)
            score = select(func.sum(api.Grade.score)).where(GRADE.c.notebook_id == row.id, GRADE.c.cell_id.in_(cells))
            seconds = max(0, (row.timestamp - due).total_seconds())
            return Late(row.id, seconds, book.scalar(score) or 0.0, row.late_submission_penalty)

        return self.database.read(work)

    def set_penalty(self, late: Late, penalty: float | None) -> None:
        """Write the penalty for a late notebook."""
        change = update(SUBMITTED).where(SUBMITTED.c.id == late.notebook).values(late_submission_penalty=penalty)
        self.database.write(lambda book: book.execute(change))


def _submitted(book: Connection, lecture: str, notebook: str, student: str) -> Row:
    """What the gradebook knows of a submitted notebook. released: the id of the notebook it is of"""
    return book.execute(_SUBMITTED_ROW, {"lecture": lecture, "notebook": notebook, "student": student}).one()


def _released(row: Any, kinds: Mapping[str, float | None]) -> ReleasedCell:
    graded, task = "GradeCell" in kinds, "TaskCell" in kinds
    return ReleasedCell(
        name=row.name,
        cell_type=row.cell_type,
        source=row.source or "",
        checksum=row.checksum,
        locked=bool(row.locked),
        grade=graded,
        solution="SolutionCell" in kinds,
        task=task,
        points=kinds.get("GradeCell" if graded else "TaskCell"),
    )


def _row(book: Connection, table: Table, **keys: str) -> str:
    """The id of the row with these keys, which is made if it is not there."""
    found = book.scalar(select(table.c.id).where(*(table.c[name] == value for name, value in keys.items())))
    return found or book.execute(insert(table), keys).inserted_primary_key[0]


def _rows(book: Connection, table: Table, submitted: str, cells: Collection[str]) -> None:
    """See that there is a row for each of these cells of a submitted notebook."""
    there = set(
        book.scalars(select(table.c.cell_id).where(table.c.notebook_id == submitted, table.c.cell_id.in_(cells)))
    )
    if made := [{"cell_id": cell, "notebook_id": submitted} for cell in cells if cell not in there]:
        book.execute(insert(table), made)


def _kernel(text: str | None) -> dict[str, Any]:
    """The notebook metadata that nbgrader's text of a kernelspec makes, if it is one."""
    try:
        kernel = json.loads(text or "{}")
    except ValueError:
        return {}
    named = isinstance(kernel, dict) and all(isinstance(kernel.get(name), str) for name in ("name", "display_name"))
    return {"kernelspec": kernel} if named else {}
