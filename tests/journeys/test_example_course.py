"""An ordinary nbgrader assignment, with test cells of its own: nbgrader's example course, marked as nbgrader marks it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbgrader
import pytest

from course.demo import MARKER
from course.nbgrader_api import open_api
from course.release import generate
from helpers.checking.check import STOCK_GRADING
from tests.conftest import ROOT

EXAMPLE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
STUDENTS = ("bitdiddle", "hacker")


def graded(root: Path, environment: dict[str, str]) -> dict[tuple[str, str, str], float | None]:
    """Grade the example's submissions; the automatic score of each cell that has one."""
    root.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", root)
    (root / MARKER).touch()
    shutil.copytree(EXAMPLE / "source" / "ps1", root / "source" / "ps1")
    shutil.copytree(EXAMPLE / "submitted", root / "submitted")
    generate(root, ["ps1"])
    done = subprocess.run(
        [str(Path(sys.executable).with_name("nbgrader")), "autograde", "ps1"],
        cwd=root,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    with open_api(root).gradebook as book:
        return {
            (student, notebook.name, grade.name): grade.auto_score
            for student in STUDENTS
            for notebook in book.find_submission("ps1", student).notebooks
            for grade in notebook.grades
        }


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The scores that nbgrader alone gives, and those that the engine gives."""
    folder = tmp_path_factory.mktemp("example")
    return graded(folder / "alone", {STOCK_GRADING: "yes"}), graded(folder / "engine", {})


def test_the_engine_gives_an_ordinary_assignment_the_marks_that_nbgrader_gives_it(both):
    alone, engine = both
    assert engine == alone
    scored = [score for score in alone.values() if score is not None]
    assert len(scored) >= 8 and 0 < sum(scored)  # it is a class with marks, some of them given by people
    assert None in alone.values()
    assert len({sum(s for (who, *_), s in alone.items() if who == student and s) for student in STUDENTS}) == 2
