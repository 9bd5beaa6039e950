"""What was seen of an answer, as a message: written inside the sandbox, read outside of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grading.wire import Malformed
from helpers.checking.probes import Missing, Observation, Outcome, Raised, Returned, Sighting
from helpers.checking.recipes import Recipe
from helpers.checking.values import MAX_DEPTH, MAX_ITEMS, Arrays, Opaque, pack, plain, unpack

MAX_MEMBERS = 2_000  # of a dict or a set: more would cost the reader too much, if chosen badly
_RANDOM = ("Python", "NumPy", "torch")


class Each(Arrays):
    """Arrays that are all kept, as they are."""

    def add(self, array: np.ndarray) -> int:
        self.append(array)
        return len(self) - 1


def pack_cases(cases: Sequence[Mapping[str, Any]]) -> tuple[list, Each]:
    """Write the inputs of cases."""
    arrays = Each()
    return [[[name, pack(value, arrays)] for name, value in case.items()] for case in cases], arrays


def unpack_cases(data: list, arrays: Sequence[np.ndarray]) -> list[dict[str, Any]]:
    """Read the inputs of cases."""
    return [{name: unpack(value, arrays) for name, value in case} for case in data]


def pack_sighting(sighting: Sighting) -> tuple[dict[str, Any], Each]:
    """Write a sighting; of changed inputs only the names."""
    arrays = Each()
    missing = sighting.missing
    return {
        "observations": [
            {
                "outcome": _pack_outcome(seen.outcome, arrays),
                "again": None if seen.again is None else _pack_outcome(seen.again, arrays),
                "changed": list(seen.inputs or ()),
                "random_state": list(seen.random_state),
                "stood": list(seen.stood),
            }
            for seen in sighting.observations
        ],
        "by_hand": list(sighting.by_hand),
        "missing": [missing.reason, missing.detail] if missing else None,
        "printed": sighting.printed,
    }, arrays


def unpack_sighting(data: Any, arrays: Sequence[np.ndarray], count: int, by_hand: Sequence[str]) -> Sighting:
    """Read a sighting that may have been forged.

    count: how many cases there were
    by_hand: the names that can have been seen
    Raises Malformed if it is none.
    """
    try:
        if data["missing"] is not None:
            reason, detail = data["missing"]
            if reason not in ("undefined", "broken", "invalid", "renamed", "kind"):
                raise ValueError("an unknown reason")
            return Sighting(missing=Missing(reason, _text(detail)))
        if len(data["observations"]) != count:
            raise ValueError("another number of cases")
        budget = [MAX_ITEMS * 2]
        observations = tuple(_observation(seen, arrays, budget) for seen in data["observations"])
        seen = tuple(name for name in by_hand if name in data["by_hand"])
        return Sighting(observations, seen, printed=data["printed"] is True)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise Malformed(f"an observation cannot be read ({type(error).__name__})") from None


def _observation(data: Any, arrays: Sequence[np.ndarray], budget: list[int]) -> Observation:
    changed = {_text(name): Opaque("changed") for name in data["changed"][:100]}
    moved = tuple(name for name in _RANDOM if name in data["random_state"])
    again = None if data["again"] is None else _outcome(data["again"], arrays, budget)
    stood = tuple(_text(name) for name in data["stood"][:100])
    return Observation(_outcome(data["outcome"], arrays, budget), again, changed or None, moved, stood)


def _pack_outcome(outcome: Outcome, arrays: Each) -> dict[str, Any]:
    if isinstance(outcome, Raised):
        return {
            "raised": list(outcome.kinds),
            "message": outcome.message,
            "where": [outcome.function, outcome.line, outcome.source],
        }
    return {"value": pack(outcome.value, arrays)}


def _outcome(data: Any, arrays: Sequence[np.ndarray], budget: list[int]) -> Outcome:
    if "raised" in data:
        kinds = tuple(_text(kind) for kind in data["raised"][:50])
        function, line, source = data["where"]
        if not kinds or type(line) is not int:
            raise ValueError("an error has a name")
        return Raised(kinds, _text(data["message"]), _text(function), min(max(line, 0), 10**6), _text(source))
    _count(data["value"], MAX_DEPTH + 1, budget)
    return Returned(unpack(data["value"], arrays))


def _text(text: Any) -> str:
    if not isinstance(text, str):
        raise TypeError("no text")
    return plain(text)


def _count(data: Any, depth: int, budget: list[int]) -> None:
    """See that a packed value is no deeper and no larger than `freeze` makes it, and holds no recipe."""
    budget[0] -= 1
    if budget[0] < 0 or depth < 0:
        raise ValueError("too much")
    if not isinstance(data, dict):
        if isinstance(data, (list, tuple)):
            raise ValueError("a bare list")
        return
    if "recipe" in data:
        raise ValueError(f"a {Recipe.__name__} is no result")
    for name in ("opaque", "dtype"):
        if name in data:
            data[name] = _text(data[name])
    for name, most in (("list", MAX_ITEMS), ("tuple", MAX_ITEMS), ("set", MAX_MEMBERS), ("dict", MAX_MEMBERS)):
        if name in data:
            if not isinstance(data[name], list) or len(data[name]) > most:
                raise ValueError("too many members")
            for item in data[name]:
                for one in item if name == "dict" else [item]:
                    _count(one, depth - 1, budget)
