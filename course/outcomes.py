"""What an answer gets from a key, and what each of an exercise's own answers should get."""

from __future__ import annotations

from typing import Any

from course.exercise import Exercise
from helpers.checking.key import ExerciseKey
from helpers.checking.probes import Sighting, observe
from helpers.checking.verdict import Verdict, judge, match_misconception


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
