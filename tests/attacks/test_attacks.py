"""Every attack, at every isolation level that claims to hold it, with honest work before, beside and after it."""

from __future__ import annotations

import pytest

from grading.sandbox import NoSandbox
from tests.attacks import lecture
from tests.attacks.attack import EVERYWHERE, Attack, World, objections
from tests.attacks.kinds import ATTACKS


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    """One instructor's machine for each isolation level, its engine warm."""
    made: dict[str, World | NoSandbox] = {}

    def world(isolation: str) -> World:
        if isolation not in made:
            try:
                made[isolation] = World(tmp_path_factory.mktemp(f"course_{isolation}"), isolation)
            except NoSandbox as why:
                made[isolation] = why
        if isinstance(made[isolation], NoSandbox):
            pytest.skip(f"this machine has no isolation {isolation!r}: {made[isolation]}")
        return made[isolation]

    yield world
    for one in made.values():
        if isinstance(one, World):
            one.close()


def _cases(level: str) -> list:
    marks = lambda attack: [pytest.mark.xfail(strict=True, reason=attack.open)] if attack.open else []  # noqa: E731
    return [pytest.param(attack, marks=marks(attack), id=attack.name) for attack in ATTACKS if level in attack.levels]


def _held(world: World, attack: Attack) -> None:
    achieved = objections(world, attack)
    assert not achieved, f"{attack.what}:\n- " + "\n- ".join(achieved)


@pytest.mark.parametrize("attack", _cases("full"))
def test_an_attack_gains_nothing_and_harms_nobody(attack: Attack, worlds):
    _held(worlds("full"), attack)


@pytest.mark.parametrize("attack", _cases("partial"))
def test_an_attack_that_partial_isolation_claims_to_hold_is_held(attack: Attack, worlds):
    _held(worlds("partial"), attack)


@pytest.mark.parametrize("attack", _cases("none"))
def test_an_attack_that_needs_no_walls_is_held_without_any(attack: Attack, worlds):
    _held(worlds("none"), attack)


@pytest.mark.parametrize("level", EVERYWHERE)
def test_right_work_gets_full_marks(level, worlds):
    graded = worlds(level).honest()
    assert {one.name: one.points for one in graded.exercises} == lecture.POINTS
    assert graded.problems == graded.attention == ()


def test_wrong_work_gets_none_and_reads_why(worlds):
    from grading.job import Graded

    graded = Graded.loads(worlds("full").engine.grade(lecture.job(lecture.WRONG).dumps()))
    assert {one.name: one.points for one in graded.exercises} == dict.fromkeys(lecture.POINTS, 0.0)
    assert graded.exercises[0].misconception == "not_scaled"


def test_the_harness_sees_an_attack_that_succeeds(worlds):
    """An answer that is right and said to deserve nothing, a hidden number in an output, a process left behind."""
    gain = Attack("a_gain", "points", "it is right", answers={"scale": lecture.RIGHT["scale"]})
    assert objections(worlds("full"), gain) == ["scale got 2 points, and deserves 0"]
    text = sorted(lecture.canaries() - {lecture.SECRET_SEED})[0]
    leak = Attack("a_leak", "hidden inputs", "it shows one", before=(f"print({text!r})",))
    assert objections(worlds("full"), leak) == [f"the hidden number {text} is shown"]
    reach = Attack("a_reach", "files", "it reads", before=("attempt('own file', lambda: open('key.safetensors'))",))
    assert "REACHED" in " ".join(objections(worlds("full"), reach))
