"""The published table says what the attacks show."""

from __future__ import annotations

import pytest

from tests.attacks.kinds import ATTACKS
from tests.attacks.levels import GUARANTEES, HAND_INS, NO, ORDER, YES, held, modules_of, table
from tests.conftest import ROOT


def test_the_page_has_the_table():
    """Where this fails: `python -m tests.attacks.levels`, and put what it prints into the page."""
    page = (ROOT / "docs" / "isolation.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in page if line.startswith("|")] == list(table())


def test_every_attack_is_on_a_guarantee_of_the_table():
    assert {attack.guarantee for attack in ATTACKS} == {one.name for one in GUARANTEES}
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 40


@pytest.mark.parametrize("level", ORDER)
@pytest.mark.parametrize("guarantee", GUARANTEES, ids=lambda one: one.name)
def test_a_level_claims_no_more_than_its_attacks_show(guarantee, level):
    count, of = held(guarantee, level)
    if guarantee.at(level) == YES:
        assert count == of, [one.name for one in ATTACKS if one.guarantee == guarantee.name and level not in one.levels]
    elif guarantee.at(level) == NO:
        assert count == 0
    else:
        assert 0 < count


def test_nothing_is_held_that_a_stronger_level_does_not_hold():
    for attack in ATTACKS:
        assert attack.levels == ORDER[: len(attack.levels)], attack.name


def test_what_the_table_names_is_there():
    for one in (*GUARANTEES, HAND_INS):
        for place in [part for part in one.mechanism.split("`") if part.endswith(".py")]:
            assert (ROOT / place).is_file(), place
        assert modules_of(one)
