"""A notebook as it was released: what nbgrader's gradebook and the instructor's notebook say of it."""

from __future__ import annotations

import ast
import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

SCHEMA = 3  # of nbgrader's metadata
SKIP = "skip-execution"  # the tag of a cell that is not run


@dataclass(frozen=True)
class ReleasedCell:
    """A cell that nbgrader knows, as it was released.

    name: its grade id
    locked: its source is put back when grading
    grade, solution, task: nbgrader's flags
    points: of a graded cell or a task
    skipped: the instructor does not want it run
    """

    name: str
    cell_type: str
    source: str
    checksum: str | None = None
    locked: bool = False
    grade: bool = False
    solution: bool = False
    task: bool = False
    points: float | None = None
    skipped: bool = False

    @functools.cached_property
    def settings(self) -> dict[str, Any]:
        """nbgrader's metadata of this cell."""
        settings = {
            "schema_version": SCHEMA,
            "grade_id": self.name,
            "grade": self.grade,
            "solution": self.solution,
            "locked": self.locked,
            "task": self.task,
            "cell_type": self.cell_type,
        }
        if self.points is not None:
            settings["points"] = self.points
        if self.checksum and len(self.checksum) == 32:
            settings["checksum"] = self.checksum
        return settings

    @functools.cached_property
    def examines(self) -> str:
        """The exercise of a cell that is a single call `check("exercise")`; else empty."""
        return _checked(self.source) if self.grade and self.locked and self.cell_type == "code" else ""

    @property
    def title(self) -> str:
        """What a person would call it."""
        if self.examines:
            return f"the check of {self.examines}"
        kind = "task" if self.task else "answer" if self.solution else "graded cell" if self.grade else "locked cell"
        return f"the {kind} {self.name}"


@dataclass(frozen=True)
class Released:
    """A released notebook.

    cells: those that nbgrader knows, in their order
    metadata: the notebook's: kernelspec, title
    ids: the notebook's cell id of each, where known: id → grade id
    demos: the sources of cells that are not run
    """

    cells: tuple[ReleasedCell, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    demos: Collection[str] = frozenset()

    @property
    def language(self) -> str:
        """What its code is written in, as far as it says so."""
        told = self.metadata.get("kernelspec", {}).get("language"), self.metadata.get("language_info", {}).get("name")
        return next((name for name in told if isinstance(name, str) and name), "python")

    @functools.cached_property
    def _by_name(self) -> dict[str, ReleasedCell]:
        return {cell.name: cell for cell in self.cells}

    def cell(self, name: Any) -> ReleasedCell | None:
        """The cell of that grade id, if there is one; anything may be asked for."""
        return self._by_name.get(name) if isinstance(name, str) else None


def _checked(source: str) -> str:
    """The exercise in a source that is a single call `check("exercise")`; else empty."""
    try:
        match ast.parse(source).body:
            case [ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str() as name)], []))]:
                return name
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    return ""
