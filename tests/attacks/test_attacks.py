"""Every attack at full isolation, with honest work before, beside and after it."""

from __future__ import annotations

import os

import pytest

from grading.sandbox import NoSandbox
from tests.attacks import lecture
from tests.attacks.attack import FULL, Attack, World, objections
from tests.attacks.kinds import ATTACKS


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """One instructor's machine, its engine warm. Where there is no full isolation tests are skipped, never in CI."""
    try:
        made = World(tmp_path_factory.mktemp("course"), FULL)
    except NoSandbox as why:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(why))
    yield made
    made.close()


def _marks(attack: Attack) -> list:
    return [pytest.mark.xfail(strict=True, reason=attack.open)] if attack.open else []


@pytest.mark.parametrize(
    "attack", [pytest.param(one, marks=_marks(one), id=one.name) for one in ATTACKS if FULL in one.levels]
)
def test_an_attack_gains_nothing_and_harms_nobody(attack: Attack, world):
    achieved = objections(world, attack)
    assert not achieved, f"{attack.what}:\n- " + "\n- ".join(achieved)


def test_right_work_gets_full_marks(world):
    graded = world.honest()
    assert {one.name: one.points for one in graded.exercises} == lecture.POINTS
    assert graded.problems == graded.attention == ()


def test_wrong_work_gets_none_and_reads_why(world):
    graded = world.engine.grade(lecture.job(lecture.WRONG))
    assert {one.name: one.points for one in graded.exercises} == dict.fromkeys(lecture.POINTS, 0.0)
    assert graded.exercises[0].misconception == "not_scaled"


def test_the_harness_sees_an_attack_that_succeeds(world):
    """An answer that is right and said to deserve nothing, a hidden number in an output, something that was reached."""
    gain = Attack("a_gain", "points", "it is right", answers={"scale": lecture.RIGHT["scale"]})
    assert objections(world, gain) == ["scale got 2 points, and deserves 0"]
    text = sorted(lecture.canaries() - {lecture.SECRET_SEED})[0]
    leak = Attack("a_leak", "hidden inputs", "it shows one", before=(f"print({text!r})",))
    assert objections(world, leak) == [f"the hidden number {text} is shown"]
    reach = Attack("a_reach", "files", "it reads", before=("attempt('own file', lambda: open('key.safetensors'))",))
    assert "REACHED" in " ".join(objections(world, reach))
