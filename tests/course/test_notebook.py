"""From a lecture to a notebook: deterministic, valid, and a stub that gives nothing away."""

from __future__ import annotations

import nbformat
import pytest
from nbgrader.preprocessors import CheckCellMetadata

from course.exercise import exercises
from course.lecture import names, read
from course.notebook import build, dumps, stub


@pytest.fixture(params=names())
def lecture(request):
    return read(request.param, exercises())


def test_the_same_lecture_gives_the_same_bytes(lecture):
    assert dumps(build(lecture)) == dumps(build(read(lecture.name, exercises())))


def test_a_notebook_is_valid_for_jupyter_and_for_nbgrader(lecture):
    notebook = nbformat.reads(dumps(build(lecture)), as_version=4)
    nbformat.validate(notebook)
    CheckCellMetadata().preprocess(notebook, {})
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))
    assert all(not cell.outputs and cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")


def test_checks_are_locked_and_worth_their_points(lecture):
    graded = {
        cell.metadata.nbgrader.grade_id: cell
        for cell in build(lecture).cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    for name, exercise in lecture.exercises.items():
        assert graded[name].source == f'check("{name}")'
        assert graded[name].metadata.nbgrader.locked
        assert graded[name].metadata.nbgrader.points == exercise.points


def test_demos_are_skipped_when_graded(lecture):
    demos = [cell for cell in build(lecture).cells if "demo" in cell.metadata.get("tags", [])]
    assert demos and all("skip-execution" in cell.metadata.tags for cell in demos)


def test_a_stub_keeps_what_stands_around_the_solution():
    source = "def f(x):\n    y = 1\n    ### BEGIN SOLUTION\n    y = 2\n    ### END SOLUTION\n    return y"
    assert stub(source) == "def f(x):\n    y = 1\n    # YOUR CODE HERE\n    raise NotImplementedError()\n    return y"


def test_a_stub_of_a_value_does_not_raise():
    assert stub('name = ""\n### BEGIN SOLUTION\nname = "Ada"\n### END SOLUTION') == 'name = ""'


def test_an_open_question_becomes_a_locked_question_and_a_graded_answer(tmp_path):
    head = "---\ntitle: T\nminutes: 5\nweight: 1\n---\n"
    text = head + '\n+++ {"tags": ["answer"], "name": "reflection_1", "points": 5}\n\nWhy do gradients vanish?\n'
    (tmp_path / "50_t.md").write_text(text)
    question, answer = build(read("50_t", {}, tmp_path)).cells
    assert question.metadata.nbgrader.locked and not question.metadata.nbgrader.grade
    assert answer.metadata.nbgrader == {
        "grade": True, "grade_id": "reflection_1", "locked": False, "points": 5.0,
        "schema_version": 3, "solution": True, "task": False,
    }  # fmt: skip
