"""The attacks, by what they are after."""

from dataclasses import replace

from tests.attacks.kinds import (
    harm,
    hidden,
    host,
    messages,
    next_one,
    patched,
    points,
    processes,
    resources,
    shown,
    sightings,
    written,
)

# Those that still succeed, and why. An attack in this table that is held fails its test.
OPEN: dict[str, str] = {}

MODULES = (
    points,
    patched,
    written,
    hidden,
    messages,
    sightings,
    next_one,
    harm,
    host,
    processes,
    resources,
    shown,
)
ATTACKS = tuple(replace(attack, open=OPEN.get(attack.name, "")) for module in MODULES for attack in module.ATTACKS)
