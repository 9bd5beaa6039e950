"""Every notebook in a real kernel: solved ones earn full marks, untouched ones none, and no cell fails."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from benchmarks.lectures import executed, printed
from course.exercise import exercises
from course.lecture import names, read
from tests.conftest import ROOT


def checks(notebook) -> dict[str, str]:
    """For each graded cell what it said."""
    return {
        cell.metadata.nbgrader.grade_id: printed(cell)
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }


def errors(notebook) -> list[str]:
    return [
        "\n".join(output.traceback)
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error"
    ]


@pytest.mark.parametrize("lecture", names())
def test_a_solved_notebook_runs_through_and_earns_full_marks(lecture):
    notebook = executed("source", lecture)
    assert errors(notebook) == []
    said = checks(notebook)
    known = read(lecture, exercises()).exercises
    assert set(said) == set(known)
    for name, exercise in known.items():
        assert said[name].startswith(f"{name}: passed"), said[name]
        if exercise.points:
            assert f"({exercise.points:g} point" in said[name]
    assert "waits for the exercise" not in "".join(printed(c) for c in notebook.cells if c.cell_type == "code")


@pytest.mark.parametrize("lecture", names())
def test_an_untouched_notebook_runs_through_and_is_not_attempted(lecture):
    notebook = executed("release", lecture)
    assert errors(notebook) == []
    for name, said in checks(notebook).items():
        assert said.startswith(f"{name}: not attempted"), said


@pytest.mark.parametrize("lecture", names())
def test_every_picture_has_a_text_alternative_and_nothing_goes_to_stderr(lecture):
    pictures = 0
    for cell in executed("source", lecture).cells:
        for output in cell.get("outputs", []):
            assert not (output.output_type == "stream" and output.name == "stderr"), output
            if "image/png" in output.get("data", {}):
                pictures += 1
                assert len(output.data["text/plain"]) > 40
    assert pictures >= 3


def validate(path: Path) -> str:
    """What nbgrader's Validate says of a notebook."""
    command = [sys.executable, "-m", "nbgrader", "validate", path.name]
    return subprocess.run(command, cwd=path.parent, capture_output=True, text=True).stdout


@pytest.mark.parametrize("lecture", names())
def test_validate_is_content_with_a_solved_notebook(lecture, tmp_path):
    shutil.copytree(ROOT / "source" / lecture, tmp_path / lecture)
    assert "Success! Your notebook passes all the tests." in validate(tmp_path / lecture / f"{lecture}.ipynb")


@pytest.mark.parametrize("lecture", names())
def test_validate_fails_on_an_untouched_notebook(lecture, tmp_path):
    shutil.copytree(ROOT / "release" / lecture, tmp_path / lecture)
    said = validate(tmp_path / lecture / f"{lecture}.ipynb")
    count = len(read(lecture, exercises()).exercises)
    assert f"VALIDATION FAILED ON {count} CELL(S)!" in said
    assert "not attempted" in said and "Traceback" not in said


def test_validate_shows_the_verdict_of_a_wrong_answer_alone(tmp_path):
    lecture = "00_start_here"
    shutil.copytree(ROOT / "source" / lecture, tmp_path / lecture)
    path = tmp_path / lecture / f"{lecture}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    (cell,) = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "softmax-code"]
    cell.source = "def softmax(z):\n    e = np.exp(z)\n    return e / e.sum(axis=-1, keepdims=True)"
    nbformat.write(notebook, path)
    said = validate(path)
    assert "VALIDATION FAILED ON 1 CELL(S)!" in said
    assert "softmax: not passed, 5 of 7 cases" in said and "The exponential of a large logit overflows." in said
    assert "helpers/checking" not in said
