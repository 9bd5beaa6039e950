"""Repair: whatever a notebook says about itself, each graded cell is there once, as the gradebook has it."""

from __future__ import annotations

import copy
import json
import math

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

from grading.intake.notebook import read_notebook
from grading.intake.released import Released, ReleasedCell
from grading.intake.repair import NotGradable, job_cells, repair
from grading.job import CHECK, CODE, TEST

STUB = "def scale(x):\n    raise NotImplementedError()"


def known(name, source, cell_type="code", points=None, **flags):
    """A released cell, with its checksum as nbgrader makes it."""
    cell = ReleasedCell(name, cell_type, source, "0" * 32, points=points, **flags)
    node = NotebookNode(cell_type=cell_type, source=source, metadata=NotebookNode(nbgrader=NotebookNode(cell.settings)))
    return ReleasedCell(name, cell_type, source, compute_checksum(node), points=points, **flags)


RELEASED = Released(
    (
        known("scale-code", STUB, solution=True),
        known("scale", 'check("scale")', grade=True, locked=True, points=2.0),
        known("why-question", "Why?", "markdown", locked=True),
        known("why", "*Your answer.*", "markdown", grade=True, solution=True, points=3.0),
        known("test", "assert scale(1) == 2", grade=True, locked=True, points=1.0),
        known("essay", "Write.", "markdown", task=True, locked=True, points=4.0),
    ),
    metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}, "title": "L"},
    ids={"id-of-why": "why", "scale": "scale"},
    demos=frozenset({"plot()"}),
)
NAMES = [cell.name for cell in RELEASED.cells]


def code(source, **metadata):
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": [], "execution_count": None}


def handed_out():
    """The notebook as a student gets it."""
    cells = [code("import torch"), code("plot()", tags=["demo", "skip-execution"])]
    for cell in RELEASED.cells:
        made = {"cell_type": cell.cell_type, "source": cell.source, "metadata": {"nbgrader": dict(cell.settings)}}
        cells.append(made)
    return cells


def at(cells, name):
    return next(i for i, c in enumerate(cells) if c["metadata"].get("nbgrader", {}).get("grade_id") == name)


def mended(cells, released=RELEASED):
    """Repair a notebook, and see that it is as nbgrader needs it."""
    for number, cell in enumerate(cells):
        cell.setdefault("id", f"c{number}")
    notebook, _ = read_notebook(json.dumps(as_file(cells)).encode(), "a.ipynb")
    before = copy.deepcopy(notebook)
    repaired, said = repair(notebook, released)
    assert notebook == before, "the notebook that came in is left as it was"
    assert len({cell.id for cell in repaired.cells}) == len(repaired.cells)
    nbformat.validate(repaired)
    MetadataValidator().validate_nb(repaired)
    for cell in released.cells:
        found = [one for one in repaired.cells if one.metadata.get("nbgrader", {}).get("grade_id") == cell.name]
        assert len(found) == 1 or (not found and cell.points is None), cell.name
        assert all(one.metadata.nbgrader == cell.settings and one.cell_type == cell.cell_type for one in found)
        assert all(not cell.locked or one.source == cell.source for one in found)
    return repaired, said


def as_file(cells):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def source_of(notebook, name):
    return notebook.cells[at(notebook.cells, name)].source


def test_a_notebook_as_it_was_handed_out_stays_as_it_is():
    cells = handed_out()
    repaired, said = mended(cells)
    assert said == []
    assert [cell.source for cell in repaired.cells] == [cell["source"] for cell in cells]
    assert repaired.metadata == {"language_info": {"name": "python"}, **RELEASED.metadata}


def test_answers_are_kept_and_unchanged_ones_are_known_by_their_checksum():
    cells = handed_out()
    cells[at(cells, "why")]["source"] = "Because."
    repaired, _ = mended(cells)
    for name, same in (("why", False), ("scale-code", True), ("scale", True)):
        cell = repaired.cells[at(repaired.cells, name)]
        assert (compute_checksum(cell) == cell.metadata.nbgrader.checksum) == same, name


ODD = [math.nan, -5, "100", None, True, [], {}, 1e308, "\x1b[2J", "x" * 500]


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize(
    "key", ["points", "grade", "solution", "locked", "task", "schema_version", "checksum", "extra"]
)
def test_no_setting_of_a_students_counts(key, value):
    cells = handed_out()
    for cell in cells:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"][key] = value
    mended(cells)


@pytest.mark.parametrize("value", [*ODD, "scale", "nowhere", ""])
def test_no_grade_id_of_a_students_stops_anything(value):
    cells = handed_out()
    cells[at(cells, "test")]["metadata"]["nbgrader"]["grade_id"] = value
    repaired, _ = mended(cells)
    assert source_of(repaired, "test") == "assert scale(1) == 2"


@pytest.mark.parametrize("theirs", [None, [], "x", 3, {}, {"grade": True}, {"grade_id": "unknown", "grade": True}])
def test_settings_that_nbgrader_does_not_know_are_dropped(theirs):
    repaired, said = mended([*handed_out(), code("mine", nbgrader=theirs)])
    assert repaired.cells[-1].source == "mine" and "nbgrader" not in repaired.cells[-1].metadata
    assert said == []


def test_edited_points_are_named():
    cells = handed_out()
    cells[at(cells, "scale")]["metadata"]["nbgrader"]["points"] = 100
    _, said = mended(cells)
    assert said == ["The settings of the check of scale (points or kind) had been changed; the gradebook's count."]


def test_locked_cells_are_put_back_and_graded_ones_are_named():
    cells = handed_out()
    cells[at(cells, "scale")]["source"] = "print('passed')"
    cells[at(cells, "test")]["source"] = "assert True"
    cells[at(cells, "why-question")]["source"] = "What?"
    _, said = mended(cells)
    assert said == [
        "The check of scale had been changed; it is as it was released again.",
        "The graded cell test had been changed; it is as it was released again.",
    ]


def test_a_notebook_from_another_release_is_said_once():
    cells = handed_out()
    for name in ("scale", "test"):
        cells[at(cells, name)]["metadata"]["nbgrader"]["checksum"] = "1" * 32
        cells[at(cells, name)]["source"] = "older"
        cells[at(cells, name)]["metadata"]["nbgrader"]["points"] = 50
    _, said = mended(cells)
    assert said == ["It was begun from another release of the notebook; the checks are those of the present one."]


@pytest.mark.parametrize(("name", "kind"), [("scale", "markdown"), ("scale-code", "raw"), ("why", "code")])
def test_changed_cell_types_are_changed_back(name, kind):
    cells = handed_out()
    cells[at(cells, name)]["cell_type"] = kind
    _, said = mended(cells)
    assert len(said) == 1 and f"had become a {kind} cell" in said[0]


# Cells that are there twice


def pasted(cells, name, source=None):
    """A copy as JupyterLab pastes it."""
    cell = copy.deepcopy(cells[at(cells, name)])
    cell["metadata"].pop("deletable", None)
    return cell | ({"source": source} if source else {})


def test_of_a_copied_answer_the_copy_counts_if_it_was_mended():
    cells = handed_out()
    cells[at(cells, "why")]["source"] = "Wrong."
    cells.append(pasted(cells, "why", "Right."))
    repaired, said = mended(cells)
    assert source_of(repaired, "why") == "Right."
    assert said == ["The answer why was there 2 times; the last of them counts."]
    assert "Wrong." in [cell.source for cell in repaired.cells]  # a person can still read it


def test_of_a_copied_answer_the_original_counts_if_the_copy_is_as_it_was_released():
    cells = handed_out()
    cells.append(pasted(cells, "why"))
    cells[at(cells, "why")]["source"] = "Right."
    repaired, said = mended(cells)
    assert source_of(repaired, "why") == "Right."
    assert said == ["The answer why was there 2 times; the last that was worked on counts."]


def test_a_copy_that_was_switched_off_does_not_count():
    cells = handed_out()
    cells[at(cells, "scale-code")]["source"] = "right"
    cells.append(pasted(cells, "scale-code", "my first try") | {"cell_type": "raw"})
    repaired, said = mended(cells)
    assert source_of(repaired, "scale-code") == "right" and repaired.cells[-1].cell_type == "raw"
    assert said == []


def test_an_exercise_copied_with_its_check_is_checked_below_the_mended_copy():
    cells = handed_out()
    cells[at(cells, "scale-code")]["source"] = "def scale(x): return x"
    cells += [pasted(cells, "scale-code", "def scale(x): return 2 * x"), pasted(cells, "scale")]
    repaired, said = mended(cells)
    assert said == []
    made = job_cells(repaired, RELEASED, {"scale"})
    kinds = [(cell.kind, cell.source) for cell in made.cells]
    assert kinds[-2:] == [(CODE, "def scale(x): return 2 * x"), (CHECK, "")]
    assert (CODE, "def scale(x): return x") in kinds and sum(kind == CHECK for kind, _ in kinds) == 1


# Cells that are missing


def test_a_missing_check_is_put_back_below_its_answer():
    cells = handed_out()
    del cells[at(cells, "scale")]
    repaired, said = mended(cells)
    assert at(repaired.cells, "scale") == at(repaired.cells, "scale-code") + 1
    assert said == ["The check of scale was missing; it was put back as released."]


def test_where_the_cell_before_is_gone_too_it_comes_at_the_end():
    cells = handed_out()
    del cells[at(cells, "scale-code") : at(cells, "scale") + 1]
    repaired, _ = mended([*cells, code("def scale(x): return 2 * x")])
    assert at(repaired.cells, "scale") == len(repaired.cells) - 1


def test_a_missing_answer_is_put_back_empty_so_that_it_gets_no_points():
    cells = handed_out()
    del cells[at(cells, "why")]
    repaired, said = mended(cells)
    cell = repaired.cells[at(repaired.cells, "why")]
    assert compute_checksum(cell) == cell.metadata.nbgrader.checksum  # which nbgrader takes for no response
    assert said == ["The answer why was missing; it was put back as released, without an answer."]


def test_an_empty_notebook_gets_all_graded_cells_in_their_order():
    repaired, said = mended([])
    assert [cell.metadata.nbgrader.grade_id for cell in repaired.cells] == ["scale", "why", "test", "essay"]
    assert len(said) == 4


def test_a_cell_that_lost_its_settings_is_known_by_its_id():
    cells = handed_out()
    cells[at(cells, "why")] |= {"source": "Because.", "metadata": {}, "id": "id-of-why"}
    repaired, said = mended(cells)
    assert source_of(repaired, "why") == "Because."
    assert said == ["The answer why had lost its settings, and was known by its id."]


def test_cells_in_another_order_stay_in_it():
    cells = handed_out()[::-1]
    repaired, said = mended(cells)
    assert [cell.source for cell in repaired.cells] == [cell["source"] for cell in cells] and said == []


# Jobs


def kinds(cells, released=RELEASED, exercises=("scale",)):
    made = job_cells(mended(cells, released)[0], released, exercises)
    return [(cell.kind, cell.name or cell.source) for cell in made.cells]


def test_a_job_has_code_checks_and_tests_and_no_demos():
    assert kinds(handed_out()) == [(CODE, "import torch"), (CODE, STUB), (CHECK, "scale"), (TEST, "test")]


def test_positions_say_where_the_cells_stand():
    notebook, _ = mended(handed_out())
    made = job_cells(notebook, RELEASED, {"scale"})
    for cell, position in zip(made.cells, made.positions):
        expected = "" if cell.kind == CHECK else notebook.cells[position].source
        assert cell.source == expected


def test_a_demo_is_skipped_though_its_tag_is_gone_and_run_once_it_is_changed():
    cells = handed_out()
    cells[1]["metadata"] = {}
    assert (CODE, "plot()") not in kinds(cells)
    cells[1]["source"] = "plot(2)"
    assert (CODE, "plot(2)") in kinds(cells)
    cells[1]["metadata"] = {"tags": ["skip-execution"]}
    assert (CODE, "plot(2)") not in kinds(cells)


def test_a_tag_keeps_no_answer_and_no_test_from_running():
    cells = handed_out()
    for cell in cells:
        cell["metadata"]["tags"] = ["skip-execution"]
    assert kinds(cells) == [(CODE, STUB), (CHECK, "scale"), (TEST, "test")]


def test_an_answer_that_the_instructor_does_not_want_to_run_is_not():
    skipped = Released((known("long", "train()", solution=True), RELEASED.cells[4]))
    cells = [code("train(100)", nbgrader={"grade_id": "long"})]
    assert (CODE, "train(100)") in kinds(cells, skipped)
    skipped = Released((ReleasedCell("long", "code", "train()", solution=True, skipped=True), RELEASED.cells[4]))
    assert (CODE, "train(100)") not in kinds(cells, skipped)


def test_a_check_that_the_key_does_not_have_is_an_error_and_no_test():
    with pytest.raises(NotGradable, match="The cell scale checks scale, which the answer key does not have"):
        kinds(handed_out(), exercises=())


def test_a_check_under_another_grade_id_is_an_error():
    odd = Released((known("cell-1", 'check("scale")', grade=True, locked=True, points=1.0),))
    with pytest.raises(NotGradable, match="The cell cell-1 checks scale, which takes the grade id of that name"):
        kinds([], odd)
    assert kinds([], odd, exercises=()) == [(TEST, "cell-1")]  # an instructor's own function of that name


@pytest.mark.parametrize("source", ['check("a", 1)', 'check("a"); check("b")', "check(name)", 'x = check("a")', "def"])
def test_what_only_looks_like_a_check_is_a_test(source):
    odd = Released((known("a", source, grade=True, locked=True, points=1.0),))
    assert kinds([], odd, exercises=("a", "b")) == [(TEST, "a")]


def test_a_check_may_have_a_comment_beside_it():
    commented = Released((known("a", '# now\ncheck( "a" )  # here', grade=True, locked=True, points=1.0),))
    assert kinds([], commented, exercises=("a",)) == [(CHECK, "a")]
