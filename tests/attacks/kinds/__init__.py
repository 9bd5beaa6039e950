"""The attacks, by what they are after."""

from dataclasses import replace

from tests.attacks.kinds import hidden, host, messages, next_one, points, processes, resources, shown, written

# Those that still succeed, and why. Empty this table; an attack in it that is held fails its test.
OPEN = {
    "by_operator_in_a_magic_cell": "a cell with a magic is not read",
    "a_forged_verdict": "an answer observed in place that forges a message spoils those beside it",
    "one_picture_many_times": "each output's picture is decoded before anybody counts them",
    "restart_at_a_chosen_time": "cells that run again after hidden cases are shown again",
}

_ALL = (
    *points.ATTACKS,
    *written.ATTACKS,
    *hidden.ATTACKS,
    *messages.ATTACKS,
    *next_one.ATTACKS,
    *host.ATTACKS,
    *processes.ATTACKS,
    *resources.ATTACKS,
    *shown.ATTACKS,
)
ATTACKS = tuple(replace(attack, open=OPEN.get(attack.name, "")) for attack in _ALL)
