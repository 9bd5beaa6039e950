"""The exercises of lecture 03: a second oracle for each, and what their cases cover."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from course.exercise import PUBLIC_SEED, exercises

KNOWN = exercises("course.exercises.lstm")


def drawn(name: str) -> list[dict]:
    """The inputs of every public case."""
    return [case.inputs(name, PUBLIC_SEED) for case in KNOWN[name].cases]


def every_case(name: str):
    cases = [*KNOWN[name].cases, *KNOWN[name].hidden]
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.title)


def sigmoid(z: float) -> float:
    return (1 + math.tanh(z / 2)) / 2  # math.exp would overflow


def step_by_numbers(x_t, h_prev, c_prev, W, U, b):
    """One step of one example, number by number; lists in, lists out."""
    H = len(h_prev)
    sums = [
        b[k] + sum(x * W[n][k] for n, x in enumerate(x_t)) + sum(h * U[n][k] for n, h in enumerate(h_prev))
        for k in range(4 * H)
    ]
    h, c = [], []
    for k in range(H):
        i, f, g, o = sigmoid(sums[k]), sigmoid(sums[H + k]), math.tanh(sums[2 * H + k]), sigmoid(sums[3 * H + k])
        c.append(f * c_prev[k] + i * g)
        h.append(o * math.tanh(c[k]))
    return h, c


@every_case("lstm_step")
def test_the_oracle_of_lstm_step_agrees_with_a_step_number_by_number(case):
    x_t, h_prev, c_prev, W, U, b = (one.tolist() for one in case.inputs("lstm_step", PUBLIC_SEED).values())
    h, c = KNOWN["lstm_step"].oracle(**case.inputs("lstm_step", PUBLIC_SEED))
    for row, (x_row, h_row, c_row) in enumerate(zip(x_t, h_prev, c_prev)):
        wanted_h, wanted_c = step_by_numbers(x_row, h_row, c_row, W, U, b)
        assert h[row].tolist() == pytest.approx(wanted_h, abs=1e-12)
        assert c[row].tolist() == pytest.approx(wanted_c, abs=1e-12)


@every_case("lstm_forward")
def test_the_oracle_of_lstm_forward_agrees_with_steps_number_by_number(case):
    given = case.inputs("lstm_forward", PUBLIC_SEED)
    states, (h_T, c_T) = KNOWN["lstm_forward"].oracle(**given)
    x, h_0, c_0, W, U, b = (one.tolist() for one in given.values())
    for row, (sequence, h, c) in enumerate(zip(x, h_0, c_0)):
        for t, x_t in enumerate(sequence):
            h, c = step_by_numbers(x_t, h, c, W, U, b)
            assert states[row, t].tolist() == pytest.approx(h, abs=1e-12)
        assert h_T[row].tolist() == pytest.approx(h, abs=1e-12)
        assert c_T[row].tolist() == pytest.approx(c, abs=1e-12)


def c_t(belt, at_forget, at_input, at_candidate, x_t, o_prev, W, U, b):
    """The next cell state, from a c_prev of its own for each of the four ways."""
    H = len(belt)

    def total(c, quarter):
        block = slice(quarter * H, (quarter + 1) * H)
        return x_t @ W[:, block] + (o_prev * np.tanh(c)) @ U[:, block] + b[block]

    f, i = 1 / (1 + np.exp(-total(at_forget, 1))), 1 / (1 + np.exp(-total(at_input, 0)))
    return f * belt + i * np.tanh(total(at_candidate, 2))


@every_case("cell_jacobian_terms")
def test_the_four_terms_agree_with_finite_differences_and_so_does_their_sum(case):
    given = case.inputs("cell_jacobian_terms", PUBLIC_SEED)
    terms = [one.numpy() for one in KNOWN["cell_jacobian_terms"].oracle(**given)]
    x_t, c_prev, o_prev, W, U, b = (one.numpy() for one in given.values())
    H = len(c_prev)

    def column(j, ways):
        moved = []
        for sign in (1, -1):
            cs = [c_prev.copy() for _ in range(4)]
            for way in ways:
                cs[way][j] += sign * 1e-6
            moved.append(c_t(*cs, x_t, o_prev, W, U, b))
        return (moved[0] - moved[1]) / 2e-6

    for way, term in enumerate(terms):
        differences = np.stack([column(j, [way]) for j in range(H)], axis=1)
        np.testing.assert_allclose(term, differences, atol=1e-8)
    whole = np.stack([column(j, [0, 1, 2, 3]) for j in range(H)], axis=1)
    np.testing.assert_allclose(sum(terms), whole, atol=1e-8)


@every_case("cell_jacobian_terms")
def test_the_sum_of_the_four_terms_is_the_jacobian_that_autograd_finds_through_the_whole_step(case):
    x_t, c_prev, o_prev, W, U, b = given = case.inputs("cell_jacobian_terms", PUBLIC_SEED).values()

    def next_cell_state(c):
        return KNOWN["lstm_step"].variants[0](x_t[None], (o_prev * torch.tanh(c))[None], c[None], W, U, b)[1][0]

    whole = torch.autograd.functional.jacobian(next_cell_state, c_prev)
    torch.testing.assert_close(sum(KNOWN["cell_jacobian_terms"].oracle(*given)), whole)


@every_case("direct_path_gains")
def test_the_gains_are_the_products_of_the_later_gates_number_by_number(case):
    (f,) = case.inputs("direct_path_gains", PUBLIC_SEED).values()
    gains = KNOWN["direct_path_gains"].oracle(f)
    for row in range(f.shape[0]):
        for unit in range(f.shape[2]):
            product = 1.0
            for t in reversed(range(f.shape[1])):
                assert float(gains[row, t, unit]) == pytest.approx(product, rel=1e-9)
                product *= float(f[row, t, unit])


@every_case("count_lstm_parameters")
def test_the_oracle_counts_what_the_formula_counts(case):
    D, H, layers, bidirectional, two_biases = case.inputs("count_lstm_parameters", PUBLIC_SEED).values()
    directions, biases = 1 + bidirectional, 1 + two_biases
    first = 4 * (D * H + H * H + biases * H)
    upper = 4 * (directions * H * H + H * H + biases * H)
    wanted = directions * (first + (layers - 1) * upper)
    assert KNOWN["count_lstm_parameters"].oracle(D, H, layers, bidirectional, two_biases) == wanted


@every_case("set_forget_bias")
def test_the_second_quarter_alone_is_new(case):
    b, value = case.inputs("set_forget_bias", PUBLIC_SEED).values()
    H = len(b) // 4
    new = KNOWN["set_forget_bias"].oracle(b, value)
    assert new.tolist() == [value if H <= k < 2 * H else float(b[k]) for k in range(4 * H)]


@pytest.mark.parametrize("name", ["lstm_step", "lstm_forward"])
def test_cells_are_asked_for_in_unlike_and_in_equal_sizes_and_gates_are_neither_shut_nor_open(name):
    sizes = []
    for given in drawn(name):
        sequences = given["x"] if name == "lstm_forward" else given["x_t"]
        sizes.append((*sequences.shape, len(given["U"])))
        assert given["b"].abs().min() > 0.1
        first = sequences[:, 0] if name == "lstm_forward" else sequences
        h, c = list(given.values())[1:3]
        sums = (first @ given["W"] + h @ given["U"] + given["b"]).flatten()
        assert sums.abs().median() < 4, "a mistake at a gate must show"
        assert (c == 0).all() or c.abs().min() > 0.1
    assert any(len(set(size)) == len(size) for size in sizes) and any(set(size) == {1} for size in sizes)
    assert any(B == D == H > 1 for B, *_, D, H in sizes) or any(B == T > 1 for B, T, *_ in sizes)
    assert any(size[-1] >= 5 for size in sizes), "a cut into five is one into four where H is below 5"
    assert len(set(sizes)) < len(sizes)


def test_gates_are_asked_for_at_both_ends_and_over_a_thousand_steps():
    given = [one["f"] for one in drawn("direct_path_gains")]
    assert any((f == 0).any() and (f == 1).any() for f in given)
    assert any((f[:, -1] == 0).any() for f in given), "a shut gate at the last step leaves nothing"
    (long,) = [f for f in given if f.shape[1] == 1000]
    assert 0.01 < KNOWN["direct_path_gains"].oracle(long)[0, 0].min() < 0.5
    assert any(f.shape[0] == f.shape[1] > 1 for f in given) and any(f.shape[1] == f.shape[2] > 1 for f in given)
    assert any(f.shape[1] == 1 < f.shape[0] for f in given)


def test_counts_are_asked_for_with_every_choice_and_no_width_is_that_of_another_layer_by_chance():
    given = drawn("count_lstm_parameters")
    assert {(one["bidirectional"], one["two_biases"]) for one in given if one["layers"] == 1} >= {
        (False, False),
        (False, True),
        (True, False),
    }
    assert any(one["layers"] >= 3 for one in given)
    upper = [one for one in given if one["layers"] > 1]
    assert all(one["D"] not in (one["H"], 2 * one["H"]) for one in upper) and len(upper) >= 3


def test_biases_are_asked_for_at_one_at_zero_and_below():
    values = {one["value"] for one in drawn("set_forget_bias")}
    assert {0.0, 1.0} <= values and min(values) < 0
