"""Numbers drawn from a secret seed are fair: right answers pass, in float32 too."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from course.exercise import Case, CourseProblem, Exercise
from course.keys import exercise_key, hidden_cases, private_key
from course.lecture import Lecture
from course.outcomes import is_fair


def total(x):
    return x.sum()


def numbers(chance):
    """Two numbers; in `chance` of all draws large ones whose sum is small, which float32 cannot hold."""

    def draw(rng):
        large = 1e4 if rng.random() < chance else 1.0
        return {"x": np.array([large + 0.1 + rng.random(), -large])}

    return draw


def exercise(chance):
    return Exercise("total", points=1, returns="the sum", cases=[Case("two numbers", numbers(chance))], oracle=total)


def lecture(chance):
    return Lecture(name="99_sums", title="", minutes=1, weight=1, cells=(), exercises={"total": exercise(chance)})


def drawn(seed, chance=0.5):
    return exercise_key(exercise(chance), hidden_cases(exercise(chance)), seed)


def test_numbers_that_float32_cannot_hold_are_drawn_anew():
    unfair = next(seed for seed in map(str, itertools.count()) if not is_fair(drawn(seed), total))
    fair = next(seed for seed in map(str, itertools.count()) if is_fair(drawn(seed), total))
    for seed in (unfair, fair):
        key = private_key(lecture(0.5), seed, {"total": total}).exercise("total")
        again = private_key(lecture(0.5), seed, {"total": total}).exercise("total")
        assert is_fair(key, total)
        same = [a.inputs["x"].data.tobytes() for a in key.cases]
        assert same == [a.inputs["x"].data.tobytes() for a in again.cases]
        assert (same == [a.inputs["x"].data.tobytes() for a in drawn(seed).cases]) == (seed == fair)


def test_an_exercise_that_is_never_fair_is_not_released():
    with pytest.raises(CourseProblem, match="total: its own solution does not pass its hidden cases"):
        private_key(lecture(1.0), "seed", {"total": total})
    with pytest.raises(CourseProblem, match="course prove total"):
        private_key(lecture(0.0), "seed", {"total": lambda x: x.sum() + 1})
