"""The lecture's own answers: run its cells, and keep the solution and the stub of each exercise."""

from __future__ import annotations

import contextlib
import io
import linecache
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.exercise import CourseProblem
from course.lecture import Lecture
from course.notebook import stub
from helpers.checking.probes import find


@dataclass(frozen=True)
class Answer:
    """One exercise as the lecture answers it.

    solution, stub: the objects (or a `Missing`)
    source: of the exercise cell, solution included
    namespace: what is defined before that cell runs
    """

    solution: Any
    stub: Any
    source: str
    namespace: Mapping[str, Any]


def answers(lecture: Lecture) -> dict[str, Answer]:
    """Run the lecture's cells in order, without its demos and checks.

    Raises CourseProblem, naming the cell, when one of them fails.
    """
    found: dict[str, Answer] = {}
    namespace: dict[str, Any] = {"__name__": "__main__"}
    os.environ.setdefault("MPLBACKEND", "agg")
    for cell in lecture.cells:
        if cell.role == "code":
            execute(cell.source, namespace, cell.where)
        elif cell.role in ("exercise", "quiz"):
            source = cell.question.code() if cell.question else cell.source
            before, untouched = dict(namespace), dict(namespace)
            execute(stub(source), untouched, f"{cell.where}, as released")
            execute(source, namespace, cell.where)
            found[cell.name] = Answer(find(cell.name, namespace), find(cell.name, untouched), source, before)
    return found


def execute(source: str, namespace: dict[str, Any], where: str) -> None:
    """Run a cell's source in `namespace`, quietly. Raises CourseProblem if it fails."""
    try:
        # So that tracebacks and reports can show the cell's lines.
        linecache.cache[where] = (len(source), None, source.splitlines(keepends=True), where)
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, where, "exec"), namespace)
    except Exception as error:
        raise CourseProblem(f"{where}: the cell raised {type(error).__name__}: {error}") from error
