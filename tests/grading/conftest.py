"""A warm engine for all tests of grading."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest

from grading.engine import Engine
from grading.job import Graded, Job
from grading.sandbox import NoSandbox

IN_CI = bool(os.environ.get("CI"))


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """One with full isolation. Where a machine has none its tests are skipped, but never in CI."""
    engine = Engine("full")
    if not IN_CI:
        if not shutil.which("bwrap"):
            pytest.skip("bubblewrap is not installed")
        try:
            engine.level()
        except NoSandbox as why:
            pytest.skip(str(why))
    yield engine
    engine.close()


@pytest.fixture
def grade(engine) -> Callable[[Job], Graded]:
    """Grade a job in the warm engine."""
    return engine.grade
