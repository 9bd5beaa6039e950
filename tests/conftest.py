"""What several tests share."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from course.exercise import PUBLIC_SEED, Case, Exercise, Misconception
from course.keys import exercise_key
from course.paths import Paths
from helpers.checking.key import AnswerKey, dumps

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where tests run side by side (`pytest -n`), those that look at one run of a lecture stay together, as files do."""
    for item in items:
        together = str(item.path)
        if "journeys" in item.path.parts:
            given = item.callspec.params if hasattr(item, "callspec") else {}
            together = given.get("lecture") or getattr(item.module, "LECTURE", together)
        item.add_marker(pytest.mark.xdist_group(together))


@pytest.fixture(autouse=True)
def nbgrader_forgotten():
    """nbgrader leaves its mark in the environment where a notebook's cells fail to run."""
    yield
    os.environ.pop("NBGRADER_EXECUTION", None)


@pytest.fixture
def paths() -> Paths:
    return Paths(ROOT)


def scale(x, factor):
    """A small exercise's right answer."""
    return x * factor


def scale_forgotten(x, factor):
    return x * 1.0


def drawn(*shape):
    return lambda rng: {"x": rng.standard_normal(shape), "factor": float(rng.uniform(2, 3))}


@pytest.fixture
def scaling() -> Exercise:
    """A small exercise with one misconception."""
    return Exercise(
        "scale",
        points=2,
        returns="y",
        by_hand=["torch", "scipy"],
        cases=[Case("three numbers", drawn(3)), Case("three others", drawn(3)), Case("a table", drawn(2, 4))],
        oracle=lambda x, factor: np.multiply(x, factor),
        misconceptions=[Misconception("not_scaled", [scale_forgotten], hint="The factor is left out.")],
        variants=[lambda x, factor: factor * x],
    )


@pytest.fixture
def in_lecture(scaling, tmp_path, monkeypatch):
    """A folder with the small exercise's key, as a notebook's kernel would have it."""
    key = exercise_key(scaling, scaling.cases, PUBLIC_SEED)
    (tmp_path / "key.safetensors").write_bytes(dumps(AnswerKey("99_test", {"scale": key})))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return tmp_path
