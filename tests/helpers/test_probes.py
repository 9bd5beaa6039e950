"""What a probe sees of an answer, and what it leaves as it was."""

from __future__ import annotations

import random
import sys
import warnings

import numpy as np
import pytest
import torch

from helpers.checking.probes import Missing, Raised, Returned, find, observe
from helpers.checking.values import freeze

CASES = [{"x": freeze(np.array([1.0, 2.0]))}, {"x": freeze(np.array([3.0, 4.0]))}]


def see(answer, cases=CASES, by_hand=()):
    return observe("call", answer, cases, by_hand)


def test_results_are_returned_raw():
    seen = see(lambda x: 2 * x)
    assert [list(o.outcome.value.data) for o in seen.observations] == [[2, 4], [6, 8]]
    assert all(o.again is None and o.inputs is None for o in seen.observations)


def test_a_changed_input_is_seen():
    def in_place(x):
        x *= 2
        return x

    first = see(in_place).observations[0]
    assert list(first.inputs["x"].data) == [2, 4]


def test_an_answer_that_remembers_differs_the_second_time():
    calls = []

    def counting(x):
        calls.append(1)
        return x + len(calls)

    assert all(o.again is not None for o in see(counting).observations)


def test_a_buffer_that_is_used_again_is_seen():
    buffer = np.zeros(2)

    def reuses(x):
        buffer[:] = x
        return buffer

    seen = see(reuses).observations
    assert list(seen[0].outcome.value.data) == [1, 2]
    assert isinstance(seen[0].again, Returned)


def fails(x):
    raise ValueError("not " + "this")


def test_an_error_is_seen_with_its_line():
    outcome = see(fails).observations[0].outcome
    assert outcome.kinds[:2] == ("ValueError", "Exception")
    assert outcome.message == "not this"
    assert outcome.function == "fails"
    assert outcome.source == 'raise ValueError("not " + "this")'


def test_the_line_is_the_students_own_also_when_a_library_fails():
    def stacks(x):
        return np.concatenate([x, x[None]])

    outcome = see(stacks).observations[0].outcome
    assert outcome.function == "stacks" and "concatenate" in outcome.source


def test_exit_is_an_error_and_stop_is_not():
    assert see(lambda x: sys.exit(3)).observations[0].outcome.kinds[0] == "SystemExit"

    def stopped(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        see(stopped)


def test_a_wrong_number_of_parameters_is_said():
    outcome = see(lambda: 1).observations[0].outcome
    assert outcome.message == "it must take 1 arguments: x"


def test_an_error_that_cannot_be_printed_is_seen_all_the_same():
    class Unprintable(Exception):
        def __str__(self):
            raise RuntimeError

    def breaks(x):
        raise Unprintable

    assert see(breaks).observations[0].outcome.kinds[0] == "Unprintable"


@pytest.mark.parametrize(
    ("draw", "whose"),
    [(lambda: np.random.rand(), "NumPy"), (random.random, "Python"), (lambda: torch.manual_seed(5), "torch")],
)
def test_a_moved_global_random_state_is_seen(draw, whose):
    torch.manual_seed(1)

    def draws(x):
        draw()
        return x

    assert see(draws).observations[0].random_state == (whose,)


def test_building_a_torch_module_is_allowed_to_draw():
    def builds(x):
        torch.nn.Linear(2, 2)
        return x

    assert see(builds).observations[0].random_state == ()


def test_prints_and_warnings_are_swallowed_and_noted(capsys):
    def talks(x):
        print("hello")
        print("error", file=sys.stderr)
        warnings.warn("careful", stacklevel=1)
        return np.log(x - 1)

    seen = see(talks)
    assert seen.printed
    assert capsys.readouterr() == ("", "")


def test_torch_works_in_float64_inside_and_as_before_outside():
    before = torch.get_default_dtype()
    assert see(lambda x: torch.zeros(2)).observations[0].outcome.value.dtype == "float64"
    assert torch.get_default_dtype() is before


def test_a_number_in_place_of_a_function_is_missing():
    assert see(3).missing == Missing("kind", "the number 3")


def test_a_value_probe_takes_the_object_itself():
    seen = observe("value", {"a"}, [{}])
    assert seen.observations[0].outcome == Returned({"a"})


def test_find_tells_what_is_there_instead():
    namespace: dict = {}
    exec("def scal(x): return x\nlimit = 3", namespace)
    assert find("scal", namespace) is namespace["scal"]
    assert find("scale", namespace) == Missing("renamed", "scal")
    assert find("limits", namespace) == Missing("undefined")
    assert find("softmax", namespace | {"In": ["def softmax(z:\n  return z"]}) == Missing("broken")


def test_every_kind_of_outcome_is_one_of_two():
    assert isinstance(see(fails).observations[0].outcome, Raised)
