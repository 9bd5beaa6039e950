"""Verdicts: the four states, and what is said in each."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
import torch

from course.exercise import PUBLIC_SEED, Case, Misconception
from course.keys import exercise_key
from course.outcomes import look
from helpers.checking import report
from helpers.checking.how import Raises
from helpers.checking.probes import Missing, Sighting
from helpers.checking.verdict import State, judge


@pytest.fixture
def key(scaling):
    return exercise_key(scaling, scaling.cases, PUBLIC_SEED)


@pytest.fixture
def verdict(key):
    return lambda answer: judge(key, look(key, answer))


def test_a_right_answer_passes_with_all_points(verdict):
    got = verdict(lambda x, factor: x * factor)
    assert (got.state, got.points, got.max_points) == (State.PASSED, 2, 2)
    assert report.text(got) == "scale: passed, all 3 cases (2 points)"


def test_a_wrong_answer_says_what_passed_and_what_did_not_first(verdict):
    got = verdict(lambda x, factor: x * factor if x.ndim == 1 else -x)
    assert got.state is State.NOT_PASSED and got.points == 0
    lines = report.text(got).splitlines()
    assert lines[0] == "scale: not passed, 2 of 3 cases"
    assert lines[1] == "  ✓ three numbers; three others"
    assert lines[2].startswith("  ✗ a table: y[0, 0] is ")


def test_a_misconception_gets_its_hint(verdict):
    got = verdict(lambda x, factor: x + 0)
    assert got.misconception == "not_scaled"
    assert report.text(got).splitlines()[-1] == "  → The factor is left out."


def test_a_misconception_in_some_cases_only_gets_no_hint(verdict):
    assert verdict(lambda x, factor: x if x.ndim == 1 else x - 1).hint == ""


def test_an_error_gets_a_hint_only_where_it_is_the_misconceptions_own(scaling):
    def unpacks(x, factor):
        a, b, c = x
        return x * factor

    def fails_otherwise(x, factor):
        raise ValueError("something else")

    stuck = Misconception("unpacked", [unpacks], hint="Work on the whole array.")
    key = exercise_key(replace(scaling, misconceptions=[stuck]), scaling.cases, PUBLIC_SEED)
    assert judge(key, look(key, unpacks)).hint == "Work on the whole array."
    only_tables = lambda x, factor: x * factor if x.ndim == 1 else fails_otherwise(x, factor)  # noqa: E731
    assert judge(key, look(key, only_tables)).hint == ""


def test_where_an_error_is_asked_for_its_words_do_not_matter_to_a_hint(scaling):
    """An answer that is wrong elsewhere gets that hint, however it words its own error."""

    def refuses(error):
        def scale(x, factor):
            if factor < 0:
                raise error
            return x + 0

        return scale

    below = Case("a factor below zero", lambda rng: {"x": rng.standard_normal(3), "factor": -1.0}, Raises("ValueError"))
    wrong = Misconception("not_scaled", [refuses(ValueError("no"))], hint="The factor is left out.")
    other = Misconception("another_error", [refuses(KeyError("no"))], hint="It should be a ValueError.")
    exercise = replace(scaling, cases=[*scaling.cases, below], misconceptions=[wrong, other])
    key = exercise_key(exercise, exercise.cases, PUBLIC_SEED)
    hint = {
        name: judge(key, look(key, refuses(error))).misconception
        for name, error in {
            "right, in other words": ValueError("the factor is -1.0; it must be above zero"),
            "right, of a subclass": UnicodeError("no"),
            "wrong, in other words": KeyError("something else"),
            "wrong in another way": TypeError("no"),
        }.items()
    }
    assert hint == {
        "right, in other words": "not_scaled",
        "right, of a subclass": "not_scaled",
        "wrong, in other words": "another_error",
        "wrong in another way": "",
    }


def test_a_hint_on_the_number_that_an_error_names_goes_to_whoever_names_that_number(scaling):
    def refuses(message):
        def scale(x, factor):
            raise ValueError(message)

        return scale

    case = Case(
        "line 7 is wrong", lambda rng: {"x": rng.standard_normal(3), "factor": 2.0}, Raises("ValueError", naming="7")
    )
    counts_from_0 = Misconception("from_zero", [refuses("line 6")], hint="The first line has the number 1.")
    says_nothing = Misconception("no_number", [refuses("a wrong line")], hint="Which line is it?")
    exercise = replace(scaling, cases=[case], misconceptions=[counts_from_0, says_nothing])
    key = exercise_key(exercise, exercise.cases, PUBLIC_SEED)
    hint = {
        message: judge(key, look(key, refuses(message))).misconception
        for message in ("in line 6 are 3 numbers", "nothing fits", "line 5", "6 fields in line 7")
    }
    assert hint == {
        "in line 6 are 3 numbers": "from_zero",
        "nothing fits": "no_number",
        "line 5": "",
        "6 fields in line 7": "",
    }
    assert judge(key, look(key, refuses("6 fields in line 7"))).passed


def placeholder(x, factor):
    raise NotImplementedError()


placeholder.__code__ = placeholder.__code__.replace(co_name="scale")


def test_the_placeholder_is_not_attempted(verdict):
    got = verdict(placeholder)
    assert got.state is State.NOT_ATTEMPTED
    assert report.text(got) == "scale: not attempted\n  The cell still holds its placeholder."


def test_a_helper_that_is_not_written_is_an_error_that_names_it(verdict):
    def helper():
        raise NotImplementedError

    got = verdict(lambda x, factor: helper())
    assert got.state is State.ERROR
    assert "it calls helper, which is not written yet" in report.text(got)


def test_a_placeholder_left_in_one_branch_is_said(verdict):
    def scale(x, factor):
        if x.ndim == 2:
            raise NotImplementedError
        return x * factor

    got = verdict(scale)
    assert got.state is State.ERROR
    assert "still raises NotImplementedError" in report.text(got)


def test_an_error_shows_the_students_line(verdict):
    def scale(x, factor):
        return x @ factor

    got = verdict(scale)
    assert got.state is State.ERROR
    assert "of scale: return x @ factor)" in report.text(got)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda x, factor: None, "is a `return` missing?"),
        (lambda x, factor: (x * factor).tolist(), "is a list of 3, expected a NumPy array"),
        (lambda x, factor: (x * factor)[None], "has shape (1, 3), expected (3,)"),
        (lambda x, factor: (x * factor).astype(int), "holds ints, expected floats"),
        (lambda x, factor: x * np.nan, "is nan"),
        (lambda x: x, "it must take 2 arguments by position: x, factor"),
        (lambda x, factor: sys.exit(), "SystemExit"),
        (lambda x, factor: np.multiply(x, factor, out=x), "`x` came back changed"),
        (lambda x, factor: x * factor + 0 * np.random.rand(), "NumPy's global random state"),
    ],
)
def test_each_way_to_be_wrong_has_its_sentence(verdict, answer, said):
    got = verdict(answer)
    assert not got.passed
    assert said in report.text(got)


def test_an_answer_that_remembers_does_not_pass(verdict):
    seen = {}

    def first_result_again(x, factor):
        return seen.setdefault(x.shape, x * factor)

    def good_for_five_calls(x, factor):
        seen["n"] = seen.get("n", 0) + 1
        return x * factor if seen["n"] <= 5 else x

    assert not verdict(first_result_again).passed
    seen.clear()
    assert "it remembers something from call to call" in report.text(verdict(good_for_five_calls))


def test_float32_passes_with_a_remark(verdict):
    got = verdict(lambda x, factor: x.astype(np.float32) * np.float32(factor))
    assert got.passed and "float32" in got.remarks[0]


def test_what_is_to_be_written_by_hand_does_not_pass(verdict):
    got = verdict(lambda x, factor: torch.mul(torch.from_numpy(x), factor).numpy())
    assert got.state is State.NOT_PASSED and got.points == 0
    assert report.text(got) == "scale: not passed\n  scale uses `torch`; writing that by hand is the exercise."


@pytest.mark.parametrize(
    ("missing", "state", "said"),
    [
        (Missing("undefined"), State.NOT_ATTEMPTED, "run the cell that defines it"),
        (Missing("broken"), State.ERROR, "although a cell defines it"),
        (Missing("invalid"), State.ERROR, "not valid Python yet"),
        (Missing("renamed", "scael"), State.NOT_PASSED, "there is `scael`"),
        (Missing("kind", "the number 3"), State.NOT_PASSED, "is the number 3, and a function is asked for"),
    ],
)
def test_what_is_not_there_has_its_sentence(key, missing, state, said):
    got = judge(key, Sighting(missing=missing))
    assert got.state is state and said in report.text(got)


def test_what_was_printed_is_not_shown_but_said_where_it_may_help(verdict):
    got = verdict(lambda x, factor: print(x) or -x)
    assert "What it prints is not shown here" in report.text(got)
    with_hint = verdict(lambda x, factor: print(x) or x)
    assert with_hint.hint and "What it prints" not in report.text(with_hint)
    assert "What it prints" not in report.text(verdict(lambda x, factor: -x))


def test_observations_that_do_not_fit_the_key_are_refused(key):
    with pytest.raises(ValueError, match="0 observations for 3 cases"):
        judge(key, Sighting())


def test_the_card_says_the_same_and_escapes_everything(verdict):
    class Nasty(Exception):
        pass

    def scale(x, factor):
        raise Nasty("<script>alert(1)</script>")

    card = report.html(verdict(scale))
    assert "<script>" not in card and "&lt;script&gt;" in card
    assert 'aria-label="scale: raised an error, 0 of 3 cases"' in card
