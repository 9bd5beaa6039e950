"""Mangled notebooks: whatever happens to a file, it ends as a valid notebook with every graded cell, or is refused.

UNROLLED_EXAMPLES=1000 tries that many; each test has fewer by default.
"""

from __future__ import annotations

import copy
import json
import os

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbgrader.nbgraderformat import MetadataValidator

from grading.intake.folder import IntakeProblem
from grading.intake.notebook import read_notebook
from grading.intake.released import Released, ReleasedCell
from grading.intake.repair import job_cells, repair
from grading.job import CHECK, CODE
from tests.conftest import ROOT

DATA = (ROOT / "release" / "00_start_here" / "00_start_here.ipynb").read_bytes()
CONTENT = json.loads(DATA)
EXAMPLES = int(os.environ.get("UNROLLED_EXAMPLES", 60))
MANY = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)


def released() -> Released:
    """What the gradebook would know, and two more kinds of cells than this lecture has."""
    cells = []
    for cell in CONTENT["cells"]:
        if known := cell["metadata"].get("nbgrader"):
            flags = {name: known[name] for name in ("locked", "grade", "solution", "task")}
            source = "".join(cell["source"])
            cells.append(
                ReleasedCell(
                    known["grade_id"],
                    cell["cell_type"],
                    source,
                    known.get("checksum"),
                    points=known.get("points"),
                    **flags,
                )
            )
    cells.append(ReleasedCell("why", "markdown", "Why?", "a" * 32, grade=True, solution=True, points=2.0))
    cells.append(ReleasedCell("essay", "markdown", "Write.", "b" * 32, locked=True, task=True, points=3.0))
    return Released(tuple(cells), {"kernelspec": CONTENT["metadata"]["kernelspec"]}, {"why": "why"})


RELEASED = released()
EXERCISES = [cell.name for cell in RELEASED.cells if cell.examines]


def ends_well(data: bytes) -> str:
    """Take a notebook through intake and repair; return how it ended. Anything but two ends is an error."""
    try:
        notebook, _ = read_notebook(data, "a.ipynb")
    except IntakeProblem as problem:
        assert str(problem).startswith("a.ipynb ") and "\n" not in str(problem)
        return "refused"
    repaired, said = repair(notebook, RELEASED)
    assert len({cell.id for cell in repaired.cells}) == len(repaired.cells)  # nbformat would mend it, each time anew
    nbformat.validate(repaired)
    MetadataValidator().validate_nb(repaired)
    json.loads(nbformat.v4.writes(repaired).encode(), parse_constant=pytest.fail)
    for cell in RELEASED.cells:
        found = [one for one in repaired.cells if one.metadata.get("nbgrader", {}).get("grade_id") == cell.name]
        assert len(found) == 1 or (cell.points is None and not found), cell.name
        assert all(dict(one.metadata.nbgrader) == cell.settings for one in found)
        assert all(one.source == cell.source for one in found if cell.locked)
    assert all("\n" not in sentence for sentence in said)
    made = job_cells(repaired, RELEASED, EXERCISES)
    assert sorted(cell.name for cell in made.cells if cell.kind == CHECK) == sorted(EXERCISES)
    assert all(
        cell.source == repaired.cells[i].source for cell, i in zip(made.cells, made.positions) if cell.kind == CODE
    )
    assert {cell.cell_type for cell in (repaired.cells[i] for i in made.positions)} == {"code"}
    return "graded"


ODD_TEXT = st.text(max_size=20) | st.sampled_from(["\ud800", "\x00", "\r\n", "</script>", "=1+1", "\x1b[2J", "nan"])
ODD_NUMBERS = st.integers() | st.floats() | st.sampled_from([10**400, -0.0, 2**63])
ODD = st.recursive(
    st.none() | st.booleans() | ODD_NUMBERS | ODD_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ODD_TEXT, inner, max_size=4),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["cell_type", "source", "metadata", "outputs", "execution_count", "id", "attachments", "level", "input"]
)
SETTINGS = st.sampled_from(
    ["grade_id", "points", "grade", "solution", "locked", "task", "schema_version", "checksum", "cell_type", "more"]
)
IDS = st.sampled_from([cell.name for cell in RELEASED.cells])


@st.composite
def rearranged(draw) -> dict:
    """A notebook with cells dropped, copied, moved and changed."""
    content = copy.deepcopy(CONTENT)
    cells = content["cells"]
    for _ in range(draw(st.integers(1, 12))):
        if not cells:
            break
        at = draw(st.integers(0, len(cells) - 1))
        cell = cells[at]
        match draw(
            st.sampled_from(["drop", "copy", "move", "swap", "field", "no field", "setting", "id", "type", "odd"])
        ):
            case "drop":
                del cells[at]
            case "copy":
                cells.insert(draw(st.integers(0, len(cells))), copy.deepcopy(cell))
            case "move":
                cells.insert(draw(st.integers(0, len(cells) - 1)), cells.pop(at))
            case "swap":
                other = draw(st.integers(0, len(cells) - 1))
                cells[at], cells[other] = cells[other], cells[at]
            case "odd":
                cells[at] = draw(ODD)
            case _ if not isinstance(cell, dict):
                continue
            case "field":
                cell[draw(KEYS | ODD_TEXT)] = draw(ODD)
            case "no field":
                cell.pop(draw(KEYS), None)
            case "setting" if isinstance(cell.get("metadata"), dict):
                theirs = cell["metadata"].setdefault("nbgrader", {})
                if isinstance(theirs, dict):
                    theirs[draw(SETTINGS)] = draw(ODD)
            case "id":
                cell["metadata"] = {"nbgrader": {"grade_id": draw(IDS), "grade": True, "points": draw(ODD)}}
            case "type":
                cell["cell_type"] = draw(st.sampled_from(["code", "markdown", "raw", "heading", "html"]))
    if draw(st.booleans()):
        content[draw(st.sampled_from(["metadata", "nbformat", "nbformat_minor", "worksheets"]))] = draw(ODD)
    return content


@MANY
@given(rearranged())
def test_a_notebook_with_cells_dropped_copied_moved_and_changed_is_graded(content):
    assert ends_well(json.dumps(content).encode()) == "graded"


@MANY
@given(rearranged(), st.data())
def test_a_notebook_under_odd_roofs_never_does_more_than_be_refused(content, data):
    where = data.draw(st.sampled_from(["cells", "all"]))
    content = content | {"cells": data.draw(ODD)} if where == "cells" else data.draw(ODD)
    ends_well(json.dumps(content).encode())


@MANY
@given(st.data())
def test_a_file_with_bytes_changed_ends_in_one_of_two_ways(data):
    mangled = bytearray(DATA)
    for _ in range(data.draw(st.integers(1, 10))):
        mangled[data.draw(st.integers(0, len(mangled) - 1))] = data.draw(st.integers(0, 255))
    ends_well(bytes(mangled))


@MANY
@given(st.integers(0, len(DATA) - 2))
def test_a_file_that_is_cut_off_is_refused(length):
    assert ends_well(DATA[:length]) == "refused"


@MANY
@given(st.binary(max_size=300))
def test_any_bytes_end_in_one_of_two_ways(data):
    ends_well(data)


@MANY
@given(st.integers(1, 3_000), st.sampled_from(["metadata", "outputs", "source", "attachments"]))
def test_deep_nesting_ends_in_one_of_two_ways(depth, field):
    nested = b'{"a":' * depth + b"[1]" + b"}" * depth
    cell = b'{"cell_type": "code", "%s": %s}' % (field.encode(), nested)
    ends_well(DATA.replace(b'"cells": [', b'"cells": [' + cell + b",", 1))


def test_the_notebook_itself_is_graded():
    assert ends_well(DATA) == "graded" and len(EXERCISES) >= 3
