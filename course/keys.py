"""From an exercise to its answer key: draw the inputs, ask the oracle, run the misconceptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from course.exercise import PUBLIC_SEED, Case, CourseProblem, Exercise
from course.lecture import Lecture
from course.outcomes import is_fair
from helpers.checking.compare import NOISE
from helpers.checking.how import Close
from helpers.checking.key import AnswerKey, CaseKey, ExerciseKey, MisconceptionKey, read
from helpers.checking.probes import observe
from helpers.checking.recipes import Recipe
from helpers.checking.values import Opaque, freeze, thaw
from helpers.checking.views import VIEWS, View, viewed

_DRAWS = 5


def public_cases(exercise: Exercise) -> list[Case]:
    """The cases whose inputs and results a student gets."""
    return list(exercise.cases)


def hidden_cases(exercise: Exercise) -> list[Case]:
    """The cases for the instructor's secret seed: a twin of each public one, and the extra ones."""
    twins = [replace(case, title=f"{case.title}, other numbers") for case in exercise.cases]
    return twins + list(exercise.hidden)


def public_key(lecture: Lecture) -> AnswerKey:
    """The key that lies beside the notebook."""
    made = {name: exercise_key(e, public_cases(e), PUBLIC_SEED) for name, e in lecture.exercises.items()}
    return AnswerKey(lecture.name, made)


def private_key(lecture: Lecture, seed: str, solutions: Mapping[str, Any]) -> AnswerKey:
    """The key that never leaves the instructor.

    solutions: the lecture's own, by exercise
    Numbers with which a solution does not pass, such as a sum that nearly cancels in float32, are drawn anew.
    Raises CourseProblem if that does not help.
    """
    made = {name: _fair_key(exercise, seed, solutions[name]) for name, exercise in lecture.exercises.items()}
    return AnswerKey(lecture.name, made)


def _fair_key(exercise: Exercise, seed: str, solution: Any) -> ExerciseKey:
    for draw in range(_DRAWS):
        key = exercise_key(exercise, hidden_cases(exercise), f"{seed}/{draw}" if draw else seed)
        if is_fair(key, solution):
            return key
    raise CourseProblem(
        f"{exercise.name}: its own solution does not pass its hidden cases, in float64 and in float32, "
        f"with any of {_DRAWS} draws: run `course prove {exercise.name}`."
    )


def exercise_key(exercise: Exercise, cases: Sequence[Case], seed: str) -> ExerciseKey:
    """Return the key of one exercise over the given cases."""
    made = tuple(_case_key(exercise, case, seed) for case in cases)
    inputs = [case.inputs for case in made]
    misconceptions = tuple(
        MisconceptionKey(
            misconception.name,
            misconception.hint,
            tuple(
                viewed(made, observe(exercise.probe, answer, inputs).observations)
                for answer in misconception.implementations
            ),
        )
        for misconception in exercise.misconceptions
    )
    return ExerciseKey(
        name=exercise.name,
        points=exercise.points,
        probe=exercise.probe,
        returns=exercise.returns,
        by_hand=tuple(exercise.by_hand),
        cases=made,
        misconceptions=misconceptions,
        parts=exercise.parts,
    )


def _case_key(exercise: Exercise, case: Case, seed: str) -> CaseKey:
    where = f"{exercise.name}, case {case.title!r}"
    try:
        drawn = case.inputs(exercise.name, seed)
    except Exception as error:
        raise CourseProblem(f"{where}: drawing its inputs raised {type(error).__name__}: {error}.") from error
    inputs = {
        name: replace(v, settings=freeze(v.settings)) if isinstance(v, Recipe) else freeze(v)
        for name, v in drawn.items()
    }
    for name, value in inputs.items():
        if isinstance(value, Opaque):
            raise CourseProblem(f"{where}: the input {name} is {value.description}, no data.")
    expected = None
    if isinstance(case.how, Close):
        try:
            expected = freeze(exercise.oracle(*(thaw(value) for value in inputs.values())))
        except Exception as error:
            raise CourseProblem(f"{where}: the oracle raised {type(error).__name__}: {error}.") from error
        if isinstance(expected, Opaque):
            raise CourseProblem(f"{where}: the oracle gives {expected.description}, no data.")
        if case.how.view:
            expected = View(VIEWS[case.how.view](expected, inputs))
            if isinstance(expected.facts, str):
                raise CourseProblem(f"{where}: the oracle's result {expected.facts}.")
    return CaseKey(case.title, inputs, case.how, expected, case.part)


def still_right(committed: bytes, made: bytes, rtol: float = 1e-9) -> bool:
    """Whether a committed key says the same as one made now.

    The last bits of float results differ between processors, so that keys are
    compared within `rtol` of each array's largest entry, and all else exactly.
    """
    try:
        old, old_arrays = read(committed)
    except Exception:  # whatever it is, it is no key
        return False
    new, new_arrays = read(made)
    if not _same_text(old, new, rtol) or len(old_arrays) != len(new_arrays):
        return False
    return all(_same_array(a, b, rtol) for a, b in zip(old_arrays, new_arrays))


def _same_text(a: object, b: object, rtol: float) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= rtol * max(abs(a), abs(b))
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(_same_text(x, y, rtol) for x, y in zip(a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(_same_text(a[key], b[key], rtol) for key in a)
    return type(a) is type(b) and a == b


def _same_array(a: np.ndarray, b: np.ndarray, rtol: float) -> bool:
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if a.dtype.kind != "f":
        return bool((a == b).all())
    scale = np.abs(b[np.isfinite(b)]).max(initial=0.0)
    return np.allclose(a, b, rtol=0, atol=rtol * scale if scale > NOISE else NOISE, equal_nan=True)
