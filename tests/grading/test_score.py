"""Points and reports: a table of what was seen, and what it earns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from course.exercise import PUBLIC_SEED, Case, Exercise, Misconception
from course.keys import exercise_key, hidden_cases, public_cases
from grading.score import Seen, keys_agree, not_observed, score, values
from grading.sightings import pack_sighting, unpack_sighting
from helpers.checking.how import PROPERTIES, Choice, Property
from helpers.checking.key import ExerciseKey
from helpers.checking.probes import Missing, Observation, Raised, Returned, Sighting, observe
from helpers.checking.values import Array, Opaque
from helpers.checking.verdict import State

MARK = 12.75  # in every hidden case, and nowhere in a report


def _drawn(rng):
    return {"x": rng.standard_normal(3), "factor": float(rng.uniform(2, 3))}


def _marked(rng):
    return {"x": np.array([MARK]), "factor": 2.0}


EXERCISE = Exercise(
    "scale",
    points=3,
    by_hand=["scipy", "torch"],
    cases=[Case("first", _drawn), Case("single", _drawn, part="single")],
    hidden=[Case("marked", _marked)],
    oracle=np.multiply,
    misconceptions=[Misconception("not_scaled", [lambda x, factor: x * 1.0], hint="The factor is left out.")],
    parts={"single": 1},
)
PUBLIC = exercise_key(EXERCISE, public_cases(EXERCISE), PUBLIC_SEED)
HIDDEN = exercise_key(EXERCISE, hidden_cases(EXERCISE), "secret")
QUIZ = Exercise(
    "quiz",
    points=2,
    probe="value",
    cases=[Case("your choice", how=Choice({"a": (True, "Right."), "b": (False, "Wrong.")}))],
    misconceptions=[Misconception("b", [{"b"}], hint="")],
)
QUIZ_KEY = exercise_key(QUIZ, QUIZ.cases, PUBLIC_SEED)


def seen(answer: object, key: ExerciseKey = PUBLIC) -> Seen:
    """An answer as the session sees it: observed, sent, read."""
    sighting = observe(key.probe, answer, [case.inputs for case in key.cases], key.by_hand)
    return Seen(unpack_sighting(*pack_sighting(sighting), len(key.cases), key.by_hand))


def scored(answer: object, there: object = None):
    """The score of an answer; `there` for the hidden cases, where that is another one."""
    return score(PUBLIC, HIDDEN, seen(answer), seen(there or answer, HIDDEN))


def right(x, factor):
    return x * factor


def raising(x, factor):
    raise IndexError(f"{x}")


def only_two(x, factor):
    if len(x) == 1:
        raise ValueError(f"{x}, {factor}")
    return x * factor


def with_scipy(x, factor):
    import scipy.linalg as linear

    return linear.norm(x) * 0 + x * factor


def untouched():
    def scale(x, factor):
        raise NotImplementedError

    return scale


def public_only():
    """Right on the public cases, by what the public key holds."""
    table = {float(case.inputs["x"].data[0]): case.expected.data for case in PUBLIC.cases}
    return lambda x, factor: table.get(float(x[0]), np.zeros(3))


@pytest.mark.parametrize(
    "answer, points, state",
    [
        (right, 3, State.PASSED),
        (lambda x, factor: (x * factor).astype(np.float32), 3, State.PASSED),
        (lambda x, factor: x * 1.0, 0, State.NOT_PASSED),
        (lambda x, factor: None, 0, State.NOT_PASSED),
        (lambda x, factor: x * np.nan, 0, State.NOT_PASSED),
        (raising, 0, State.ERROR),
        (untouched(), 0, State.NOT_ATTEMPTED),
        (only_two, 1, State.ERROR),
        (public_only(), 0, State.NOT_PASSED),
        (3, 0, State.NOT_PASSED),
        (Missing("undefined"), 0, State.NOT_ATTEMPTED),
        (Missing("renamed", "scales"), 0, State.NOT_PASSED),
    ],
)
def test_an_answer_earns(answer, points, state):
    result = scored(answer)
    assert (result.points, result.max_points, result.verdict.state) == (points, 3, state)
    assert result.verdict.points == result.points


def test_a_part_counts_only_if_its_hidden_twin_is_right_too():
    single_case = [float(case.inputs["x"].data[0]) for key in (PUBLIC, HIDDEN) for case in key.cases if case.part]

    def only_part(x, factor):
        return x * factor if float(x[0]) in single_case else x

    assert scored(only_part).points == 1
    assert scored(only_part, lambda x, factor: x).points == 0
    assert score(PUBLIC, HIDDEN, seen(only_part), Seen(stopped="It ended Python.")).points == 0


def test_a_part_that_is_right_earns_nothing_if_the_rest_was_not_written_by_hand():
    sighting = replace(seen(right).sighting, by_hand=("scipy",))
    assert score(PUBLIC, HIDDEN, Seen(sighting), seen(right, HIDDEN)).points == 0


@pytest.mark.parametrize("where", ["public", "hidden"])
def test_what_is_to_be_written_by_hand_does_not_pass_and_is_listed(where):
    shown, secret = seen(right), seen(right, HIDDEN)
    if where == "public":
        shown = Seen(replace(shown.sighting, by_hand=("scipy",)))
    else:
        secret = Seen(replace(secret.sighting, by_hand=("scipy",)))
    result = score(PUBLIC, HIDDEN, shown, secret)
    assert (result.points, result.by_hand) == (0, ("scipy",))
    assert "by hand" in result.text


def test_wrong_only_with_other_numbers_says_so():
    result = scored(public_only())
    assert "Right on the notebook's own cases, but not with other numbers" in result.text
    assert "first, other numbers" in result.text and "marked" in result.text


def test_the_hint_is_that_of_the_misconception():
    result = scored(lambda x, factor: x)
    assert result.verdict.misconception == "not_scaled"
    assert "The factor is left out." in result.text and "The factor is left out." in result.html


def test_the_hint_is_found_by_the_hidden_cases_too():
    assert scored(right, lambda x, factor: x * 1.0).verdict.misconception == "not_scaled"


@pytest.mark.parametrize(
    "there",
    [
        lambda x, factor: x + MARK,
        raising,
        only_two,
        lambda x, factor: str(x),
        lambda x, factor: {"x": x},
        lambda x, factor: x.astype(int),
        lambda x, factor: x.__setitem__(0, MARK),
    ],
    ids=["other numbers", "an error", "an error in one", "text", "a dict", "other kinds", "changed inputs"],
)
def test_no_report_holds_what_went_in_or_came_out_of_a_hidden_case(there):
    result = scored(right, there)
    assert result.points < 3
    shown = "".join([result.text, result.html, repr(result)])
    for number in (MARK, 2 * MARK, *HIDDEN.cases[0].expected.data, *HIDDEN.cases[0].inputs["x"].data):
        assert f"{number:.4g}" not in shown


def forged(**changes) -> Seen:
    """A hidden sighting that says what the student wants to be said."""
    sighting = seen(raising, HIDDEN).sighting
    return Seen(replace(sighting, **changes))


SECRET = "the secret inputs"


@pytest.mark.parametrize(
    "secret",
    [
        forged(observations=(Observation(Raised((SECRET, "Exception"), SECRET, SECRET, 1, SECRET)),) * 3),
        forged(observations=(Observation(Raised(("ValueError", SECRET), SECRET, SECRET, 1, SECRET)),) * 3),
        forged(observations=(Observation(Returned(SECRET)),) * 3),
        forged(observations=(Observation(Returned(Opaque(SECRET))),) * 3),
        forged(observations=(Observation(Returned({SECRET: SECRET})),) * 3),
        forged(observations=(Observation(Returned(Array(np.zeros(3), "numpy", SECRET))),) * 3),
        forged(observations=(Observation(Returned(0.0), Returned(SECRET), {SECRET: 1}, (SECRET,)),) * 3),
        forged(observations=(), missing=Missing("renamed", SECRET)),
        forged(observations=(), missing=Missing("kind", SECRET)),
    ],
    ids=range(9),
)
def test_nothing_that_is_forged_in_the_hidden_cases_is_told(secret):
    result = score(PUBLIC, HIDDEN, seen(right), secret)
    assert result.points == 0
    assert SECRET not in result.text + result.html + repr(result)


def test_even_the_name_of_an_error_is_not_told_of_a_hidden_case():
    text = scored(right, raising).text
    assert "marked" in text and "IndexError" not in text


def test_what_could_not_be_observed_says_why():
    result = score(PUBLIC, HIDDEN, Seen(stopped="It ended Python: its process stopped."), Seen())
    assert (result.points, result.verdict.state) == (0, State.ERROR)
    assert "It ended Python" in result.text
    result = score(PUBLIC, HIDDEN, seen(right), Seen(stopped="It did not end within 3 seconds."))
    assert result.points == 0 and "With other numbers: It did not end within 3 seconds." in result.text
    result = not_observed(PUBLIC, "The notebook did not run so far.")
    assert (result.points, result.max_points) == (0, 3) and "did not run so far" in result.html


@pytest.mark.parametrize("points", [0, 0.1, 1 / 3, 2.5, 7, 1000])
def test_points_are_between_none_and_all_and_rounded(points):
    key, hidden = replace(PUBLIC, points=points, parts={}), replace(HIDDEN, points=points, parts={})
    result = score(key, hidden, seen(right), seen(right, HIDDEN))
    assert 0 <= result.points <= points + 1e-4 and result.points == round(result.points, 4)
    assert score(key, hidden, seen(raising), seen(raising, HIDDEN)).points == 0


def test_what_points_the_hidden_key_names_does_not_matter():
    result = score(PUBLIC, replace(HIDDEN, points=99), seen(right), seen(right, HIDDEN))
    assert result.points == 3


@pytest.mark.parametrize("choice, points", [({"a"}, 2), (["a"], 2), ({"a", "b"}, 0), ({"b"}, 0), (set(), 0), (None, 0)])
def test_a_quiz_is_scored_by_what_was_chosen(choice, points):
    public = seen(choice, QUIZ_KEY)
    result = score(QUIZ_KEY, QUIZ_KEY, public, Seen(values(public.sighting, 1)))
    assert result.points == points


def test_a_value_is_the_same_in_each_case():
    sighting = seen({"a"}, QUIZ_KEY).sighting
    assert len(values(sighting, 4).observations) == 4
    missing = Sighting(missing=Missing("undefined"))
    assert values(missing, 4) is missing


def test_a_property_that_holds_for_any_value_is_asked_in_the_hidden_cases_too():
    name = next(iter(PROPERTIES))
    key = replace(PUBLIC, cases=tuple(replace(case, how=Property(name), part="") for case in PUBLIC.cases), parts={})
    result = score(replace(key, misconceptions=()), HIDDEN, seen(lambda x, f: None), seen(raising, HIDDEN))
    assert result.points == 0


def test_two_keys_agree_if_they_are_of_the_same_exercises():
    keys = {"scale": PUBLIC, "quiz": QUIZ_KEY}
    assert keys_agree(keys, {"scale": HIDDEN, "quiz": QUIZ_KEY})
    assert not keys_agree(keys, {"scale": HIDDEN})
    assert not keys_agree(keys, {"scale": replace(HIDDEN, points=4), "quiz": QUIZ_KEY})
    assert not keys_agree(keys, {"quiz": QUIZ_KEY, "scale": replace(HIDDEN, probe="value")})
