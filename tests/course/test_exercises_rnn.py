"""The exercises of lecture 01: a second oracle, what their cases cover, and whose hint a mistake gets."""

from __future__ import annotations

import numpy as np
import pytest

from course.exercise import PUBLIC_SEED, exercises
from course.keys import exercise_key, public_cases
from course.outcomes import verdict_on
from helpers.checking.how import Raises

KNOWN = exercises()


def drawn(name: str) -> list[dict]:
    """The inputs of every public case."""
    return [case.inputs(name, PUBLIC_SEED) for case in KNOWN[name].cases]


def loss(d_states, x, h, W_x, W_h, b) -> float:
    """A loss whose gradient at each state is just d_states."""
    total = 0.0
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        total += (d_states[:, t] * h).sum()
    return total


@pytest.mark.parametrize("case", KNOWN["rnn_backward"].cases, ids=lambda case: case.title)
def test_the_oracle_of_rnn_backward_agrees_with_central_finite_differences(case):
    d_states, x, h_0, states, W_x, W_h = given = list(case.inputs("rnn_backward", PUBLIC_SEED).values())
    b = np.arctanh(states[0, 0]) - x[0, 0] @ W_x - h_0[0] @ W_h
    inputs = [x, h_0, W_x, W_h, b]
    gradients = KNOWN["rnn_backward"].oracle(*given)
    assert [g.shape for g in gradients] == [one.shape for one in inputs]
    for number, gradient in enumerate(gradients):
        for index in np.ndindex(*gradient.shape):
            moved = [[one.copy() for one in inputs] for _ in range(2)]
            moved[0][number][index] += 1e-5
            moved[1][number][index] -= 1e-5
            difference = (loss(d_states, *moved[0]) - loss(d_states, *moved[1])) / 2e-5
            assert gradient[index] == pytest.approx(difference, rel=1e-6, abs=1e-8)


def test_gradients_are_asked_for_in_unlike_and_in_equal_sizes():
    sizes = [(*one["x"].shape, one["h_0"].shape[1]) for one in drawn("rnn_backward")]
    assert any(len(set(size)) == 4 for size in sizes) and (1, 1, 1, 1) in sizes
    assert any(B == T > 1 for B, T, _, _ in sizes) and any(D == H > 1 for _, _, D, H in sizes)
    assert any(T == 1 < B for B, T, _, _ in sizes) and len(set(sizes)) < len(sizes)
    assert all(np.abs(one["h_0"]).max() > 0.1 for one in drawn("rnn_backward"))
    ends = [one["d_states"] for one in drawn("rnn_backward") if not one["d_states"][:, :-1].any()]
    assert any(d_states.shape[1] > 1 and d_states[:, -1].all() for d_states in ends)


def test_sequences_are_read_at_the_first_the_last_and_at_steps_between():
    one = [given for given in drawn("read_out") if given["kind"] == "many_to_one"]
    assert {"first", "between", "last"} <= {
        "last" if length == given["states"].shape[1] else "first" if length == 1 else "between"
        for given in one
        for length in given["lengths"]
    }
    assert any(given["states"].shape[0] == given["states"].shape[1] > 1 for given in one)
    assert any((given["lengths"] == given["states"].shape[1]).all() and len(given["lengths"]) > 1 for given in one)


def test_temperatures_include_small_ones_that_do_not_decide_everything():
    small = [given for given in drawn("next_token_distribution") if given["temperature"] == 0.001]
    results = [KNOWN["next_token_distribution"].oracle(**given) for given in small]
    assert any(p.max() > 0.999 for p in results) and any(p.max() < 0.9 for p in results)
    assert any(np.abs(given["logits"]).max() / 0.001 > 710 for given in small), "exp overflows beyond that"


def test_padding_stands_anywhere_and_holds_anything():
    given = drawn("perplexity")
    padding = np.concatenate([one["nll"][~one["real"]] for one in given])
    assert padding.max() > 20 and padding.min() < 0 and (padding == 0).any()
    assert any(one["real"].all() and one["real"].size > 1 for one in given)
    assert any(one["real"].sum() == 1 < one["real"].size for one in given)
    rows = [row.tolist() for one in given for row in one["real"]]
    assert any(not any(row) for row in rows) and any(not row[0] and row[-1] for row in rows)
    assert any((one["nll"][one["real"]] == 0).any() for one in given), "a real token may be certain"


def test_a_wrong_gradient_is_called_by_its_name():
    exercise = KNOWN["rnn_backward"]
    key = exercise_key(exercise, public_cases(exercise), PUBLIC_SEED)

    def answer(*inputs):
        d_x, d_h_0, d_W_x, d_W_h, d_b = exercise.oracle(*inputs)
        return d_x, d_h_0, d_W_x, 3 * d_W_h, d_b

    assert verdict_on(key, answer).cases[0].problem.startswith("d_W_h[0, 0] is ")


@pytest.mark.parametrize(
    ("name", "possible"),
    [
        ("read_out", lambda kind: kind in ("many_to_many", "many_to_one")),
        ("next_token_distribution", lambda temperature: temperature > 0),
    ],
)
def test_an_error_is_asked_for_and_may_have_any_words_but_has_to_be_a_value_error(name, possible):
    exercise = KNOWN[name]
    key = exercise_key(exercise, public_cases(exercise), PUBLIC_SEED)

    def answer(error):
        def answered(*inputs):
            if not possible(inputs[-1]):
                raise error(f"{inputs[-1]} is not possible")
            return exercise.oracle(*inputs)

        return answered

    asked = [isinstance(case.how, Raises) for case in key.cases]
    assert sum(asked) == 2
    assert [case.passed for case in verdict_on(key, answer(ValueError)).cases] == [True] * len(asked)
    assert [not case.passed for case in verdict_on(key, answer(TypeError)).cases] == asked
