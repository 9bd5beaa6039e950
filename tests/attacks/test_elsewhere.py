"""Attacks on graders without root's rights, and on those that lack walls: what each level claims to hold, it holds."""

from __future__ import annotations

import os

import pytest

from tests.attacks import lecture
from tests.attacks.attack import FULL, NONE, PARTIAL, Attack
from tests.attacks.elsewhere import RIGHT_WORK, CannotRun, Elsewhere
from tests.attacks.kinds import ATTACKS

WALLS = ("files", "network", "processes", "kernel", "other submissions", "nothing stays")
AS_NOBODY = (  # what could differ where the grader and student code may have one user
    "read_the_course",
    "touch_the_course",
    "libraries_edited",
    "grader_memory",
    "grader_traced",
    "unix_sockets",
    "namespaces",
    "kills_the_grader",
    "kills_everybody",
    "daemon",
    "fork_bomb",
    "memory_hidden",
    "message_queue",
    "scratch_files",
    "own_folders_locked",
    "templates_limits",
    "restart_at_a_chosen_time",
)


def _some(level: str, step: int, all_of: tuple[str, ...] = ()) -> list:
    """The attacks that a level claims to hold: all on some guarantees, and of the others each `step`th."""
    claimed = [one for one in ATTACKS if level in one.levels and not one.open]
    others = [one for one in claimed if one.guarantee not in all_of]
    chosen = [one for one in claimed if one.guarantee in all_of] + others[::step]
    return [pytest.param(one, id=one.name) for one in chosen]


@pytest.fixture(scope="module")
def elsewhere():
    """A grader of each level, as a plain user; started where it is asked for first."""
    made: dict[str, Elsewhere | CannotRun] = {}

    def grader(level: str) -> Elsewhere:
        if isinstance(made.get(level), Elsewhere) and made[level].process.poll() is not None:
            made.pop(level).close()
        if level not in made:
            try:
                made[level] = Elsewhere(level)
            except CannotRun as why:
                made[level] = why
        if isinstance(made[level], CannotRun):
            pytest.skip(str(made[level]))
        return made[level]

    yield grader
    for one in made.values():
        if isinstance(one, Elsewhere):
            one.close()


def _held(grader: Elsewhere, attack: Attack) -> None:
    achieved = grader.ask(attack.name)
    assert not achieved, f"{attack.what}:\n- " + "\n- ".join(achieved)


@pytest.mark.parametrize("level", [FULL, PARTIAL, NONE])
def test_a_plain_user_gives_right_work_full_marks(level, elsewhere):
    grader = elsewhere(level)
    assert grader.facts["level"] == level and grader.facts["user"] != 0
    assert grader.ask(RIGHT_WORK) == lecture.POINTS


@pytest.mark.skipif(os.getuid() != 0, reason="the tests run as a plain user: test_attacks.py shows it all")
@pytest.mark.parametrize("name", AS_NOBODY)
def test_full_isolation_needs_no_root(name, elsewhere):
    (attack,) = (one for one in ATTACKS if one.name == name)
    _held(elsewhere(FULL), attack)


@pytest.mark.parametrize("attack", _some(PARTIAL, 4, WALLS))
def test_partial_isolation_holds_what_it_claims(attack: Attack, elsewhere):
    _held(elsewhere(PARTIAL), attack)


@pytest.mark.parametrize("attack", _some(NONE, 6))
def test_what_needs_no_walls_is_held_without_any(attack: Attack, elsewhere):
    _held(elsewhere(NONE), attack)


def test_what_no_wall_holds_is_seen_from_elsewhere(elsewhere):
    """Without walls the course is read: the table says so, and these tests would notice."""
    achieved = " ".join(elsewhere(NONE).ask("read_the_course"))
    assert "REACHED" in achieved and "the gradebook is shown" in achieved
