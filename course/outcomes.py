"""What an answer gets from a key, and what each of an exercise's own answers should get."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from course.exercise import Exercise
from helpers.checking.key import ExerciseKey
from helpers.checking.probes import Sighting, observe
from helpers.checking.values import Array
from helpers.checking.verdict import Verdict, judge, match_misconception
from helpers.checking.views import View


def look(key: ExerciseKey, answer: Any) -> Sighting:
    """Observe an answer on all cases of a key."""
    return observe(key.probe, answer, [case.inputs for case in key.cases], key.by_hand)


def verdict_on(key: ExerciseKey, answer: Any) -> Verdict:
    return judge(key, look(key, answer))


def named_answers(exercise: Exercise, solution: Any) -> dict[str, Any]:
    """The solution and every misconception's implementation, by name."""
    found = {"the solution": solution}
    for misconception in exercise.misconceptions:
        for number, implementation in enumerate(misconception.implementations):
            found[f"{misconception.name}/{number}"] = implementation
    return found


def ideal(name: str) -> tuple[str, str]:
    """The state and misconception that a named answer should get; any failing state is "failed"."""
    return ("passed", "") if name == "the solution" else ("failed", name.rpartition("/")[0])


def outcome(key: ExerciseKey, answer: Any) -> tuple[str, str]:
    """The state, as in `ideal`, and the misconception that an answer gets."""
    sighting = look(key, answer)
    match = match_misconception(key, sighting)
    passed = judge(key, sighting).passed
    return ("passed", "") if passed else ("failed", match.name if match else "")


def is_fair(key: ExerciseKey, solution: Any) -> bool:
    """Whether a key of other numbers than those of the proofs lets the solution pass, in float32 too."""
    return verdict_on(key, solution).passed and (not has_floats(key) or verdict_on(key, in_float32(solution)).passed)


def has_floats(key: ExerciseKey) -> bool:
    """Whether float results are expected in any case."""
    return any(_floats(case.expected) for case in key.cases)


def in_float32(solution: Callable) -> Callable:
    """The solution as a student would have it who works in float32."""

    def lower(value: Any) -> Any:
        if isinstance(value, np.ndarray) and value.dtype == np.float64:
            return value.astype(np.float32)
        if isinstance(value, (list, tuple)):
            return type(value)(lower(item) for item in value)
        if isinstance(value, dict):
            return {key: lower(item) for key, item in value.items()}
        is_tensor = type(value).__module__ == "torch" and value.is_floating_point()
        return value.float() if is_tensor else value

    return lambda *inputs: solution(*map(lower, inputs))


def _floats(value: Any) -> bool:
    if isinstance(value, View):
        value = value.facts
    if isinstance(value, (list, tuple)):
        return any(map(_floats, value))
    if isinstance(value, dict):
        return any(map(_floats, value.values()))
    return isinstance(value, float) or (isinstance(value, Array) and value.kind == "float")
