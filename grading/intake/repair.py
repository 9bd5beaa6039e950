"""A submitted notebook, fit for nbgrader: every graded cell once, with the settings that the gradebook has.

nbgrader believes what a notebook says about itself: points, flags, schema
versions. Here all of that comes from what was released, and of the student's
notebook only what is theirs: the text of their cells, and the order.

Of several cells with one grade id, as copying a cell makes them, one counts:
the last, as nbgrader has it, of those that have the right type and that have
been worked on. So it counts whether the copy was mended or the original, while
the other was left as it had been released; the others stay as cells of the
student's own. JupyterLab leaves `deletable` out of a pasted cell, but which one
is the copy says nothing about which one is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from grading.intake.released import SKIP, Released, ReleasedCell
from grading.job import CHECK, CODE, TEST, Cell
from helpers.errors import UnrolledError


class NotGradable(UnrolledError):
    """A released notebook asks for what cannot be graded."""


def repair(notebook: NotebookNode, released: Released) -> tuple[NotebookNode, list[str]]:
    """Return the notebook with every cell's settings as released, and what was mended, one sentence each.

    notebook: as `grading.intake.notebook` reads it; it is not changed
    """
    said: list[str] = []
    chosen = _chosen(notebook.cells, released, said)
    names = {index: name for name, index in chosen.items()}
    cells = []
    for index, cell in enumerate(notebook.cells):
        known = released.cell(names.get(index))
        cells.append(_as_released(cell, known, said) if known else _of_their_own(cell))
    _put_back(cells, released, said)
    if _of_another_release(notebook.cells, chosen, released):
        said.append("It was begun from another release of the notebook; the checks are those of the present one.")
    metadata = {"language_info": {"name": "python"}, **released.metadata}
    return _node(notebook, cells=cells, metadata=metadata), said


def _chosen(cells: Sequence[NotebookNode], released: Released, said: list[str]) -> dict[str, int]:
    """Which cell counts as which released one: grade id → position."""
    found: dict[str, list[int]] = {}
    lost: dict[str, int] = {}
    for index, cell in enumerate(cells):
        theirs = cell.metadata.get("nbgrader") or {}
        if known := released.cell(theirs.get("grade_id")):
            found.setdefault(known.name, []).append(index)
        elif known := released.cell(released.ids.get(cell.id)):
            lost[known.name] = index
    for name, index in lost.items():
        if name not in found:
            found[name] = [index]
            if released.cell(name).points is not None:
                said.append(f"{_capital(released.cell(name).title)} had lost its settings, and was known by its id.")
    chosen = {}
    for name, places in found.items():
        known = released.cell(name)
        typed = [index for index in places if cells[index].cell_type == known.cell_type] or places
        worked = [index for index in typed if cells[index].source != known.source and not known.locked]
        chosen[name] = (worked or typed)[-1]
        if len(places) > 1 and known.points is not None and not known.examines:
            which = "the last of them" if chosen[name] == places[-1] else "the last that was worked on"
            said.append(f"{_capital(known.title)} was there {len(places)} times; {which} counts.")
    return chosen


def _as_released(cell: NotebookNode, known: ReleasedCell, said: list[str]) -> NotebookNode:
    """The student's cell as the released one that it is."""
    theirs = cell.metadata.get("nbgrader") or {}
    current = theirs.get("checksum") == known.checksum
    if cell.cell_type != known.cell_type:
        said.append(
            f"{_capital(known.title)} had become a {cell.cell_type} cell; it is a {known.cell_type} cell again."
        )
    if known.locked and known.grade and current and cell.source != known.source:
        said.append(f"{_capital(known.title)} had been changed; it is as it was released again.")
    flags = any(bool(theirs.get(flag)) != known.settings[flag] for flag in ("grade", "solution", "task"))
    if current and (flags or (known.points is not None and theirs.get("points") != known.points)):
        said.append(f"The settings of {known.title} (points or kind) had been changed; the gradebook's count.")
    return _cell(cell.id, known, cell if not known.locked else None)


def _cell(cell_id: str, known: ReleasedCell, theirs: NotebookNode | None = None) -> NotebookNode:
    """A released cell, with the student's text where there is one."""
    made: dict[str, Any] = {
        "cell_type": known.cell_type,
        "id": cell_id,
        "metadata": {"nbgrader": known.settings},
        "source": theirs.source if theirs else known.source,
    }
    if known.cell_type == "code":
        made |= {"outputs": [], "execution_count": None}
    elif theirs and "attachments" in theirs:
        made["attachments"] = theirs.attachments
    return _node(made)


def _of_their_own(cell: NotebookNode) -> NotebookNode:
    """A cell that nbgrader does not know, or that does not count."""
    return _node(cell, metadata={name: value for name, value in cell.metadata.items() if name != "nbgrader"})


def _put_back(cells: list[NotebookNode], released: Released, said: list[str]) -> None:
    """Put missing graded cells after the cell that they followed or, if that is gone too, at the end.

    At the end everything that the student wrote has been run, wherever it stands.
    """
    used = {cell.id for cell in cells}
    there = {_grade_id(cell) for cell in cells}
    before = ""
    for known in released.cells:
        if (known.grade or known.task) and known.name not in there:
            places = {_grade_id(cell): index for index, cell in enumerate(cells)}
            place = places.get(before, len(cells) - 1) + 1
            cells.insert(place, _cell(unused_id(known.name, used), known))
            empty = ", without an answer" if known.solution or known.task else ""
            said.append(f"{_capital(known.title)} was missing; it was put back as released{empty}.")
        before = known.name


def _grade_id(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _of_another_release(cells: Sequence[NotebookNode], chosen: Mapping[str, int], released: Released) -> bool:
    """Whether cells bear checksums that are not those of this release."""
    for name, index in chosen.items():
        theirs = (cells[index].metadata.get("nbgrader") or {}).get("checksum")
        if theirs and theirs != (released.cell(name).checksum or theirs):
            return True
    return False


@dataclass(frozen=True)
class JobCells:
    """The cells of a job. positions: where each of them stands in the notebook"""

    cells: tuple[Cell, ...]
    positions: tuple[int, ...]


def job_cells(notebook: NotebookNode, released: Released, exercises: Collection[str]) -> JobCells:
    """Return what of a repaired notebook is run or observed.

    exercises: those in the lecture's public key
    A cell is skipped if its text is that of a demo, or if it is the student's own and
    asks to be (`skip-execution`). An answer is skipped only if the instructor's notebook asks
    for it, and a check or a test never.
    Raises NotGradable if a check asks for an exercise that the key does not have.
    """
    cells, positions = [], []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        known = released.cell(_grade_id(cell))
        made = _job_cell(cell, known, exercises) if known else _own_cell(cell, released)
        if made:
            cells.append(made)
            positions.append(index)
    return JobCells(tuple(cells), tuple(positions))


def _job_cell(cell: NotebookNode, known: ReleasedCell, exercises: Collection[str]) -> Cell | None:
    if not known.grade or known.solution:
        return None if known.skipped else Cell(CODE, cell.source)
    name = known.examines
    if name == known.name and name in exercises:
        return Cell(CHECK, name=name)
    if name and (name == known.name or name in exercises):
        raise NotGradable(
            f"The cell {known.name} checks {name}, which "
            + ("the answer key does not have: " if name == known.name else "takes the grade id of that name: ")
            + "build and release the lecture again."
        )
    return Cell(TEST, cell.source, known.name)


def _own_cell(cell: NotebookNode, released: Released) -> Cell | None:
    skipped = SKIP in cell.metadata.get("tags", ()) or cell.source.strip() in released.demos
    return None if skipped or not cell.source.strip() else Cell(CODE, cell.source)


def unused_id(wanted: str, used: set[str]) -> str:
    """Return a cell id like `wanted` that is not in `used`, and add it there."""
    base = re.sub(r"[^a-zA-Z0-9_-]", "-", wanted)[:56] or "cell"
    candidate, number = base, 2
    while candidate in used:
        candidate, number = f"{base}-{number}", number + 1
    used.add(candidate)
    return candidate


def _node(content: Mapping[str, Any], **changes: Any) -> NotebookNode:
    """The same with changes, and with everything inside as nbformat has it."""
    made = NotebookNode({**content, **changes})
    for name, value in made.items():
        if isinstance(value, dict) and not isinstance(value, NotebookNode):
            made[name] = _node(value)
    return made


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
