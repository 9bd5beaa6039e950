"""What lecture 02 claims in numbers is what its cells compute: one seed here, three in benchmarks/lectures.py."""

from __future__ import annotations

import re

import pytest

from benchmarks.claims.gradients import LENGTHS, STARTS
from benchmarks.lectures import results, said
from helpers.data.adding import BASELINE

LECTURE = "02_gradient_problems"


def error(T: int, start: str, way: str) -> float:
    return results(LECTURE)[f"adding, T = {T}, {start}, {way}: mean squared error"][0]


def test_the_baseline_is_the_variance_of_the_sum_and_what_the_sequences_give():
    for T in LENGTHS:
        _, always_one = results(LECTURE)[f"adding, T = {T}, tanh, clipped: mean squared error"]
        assert always_one == pytest.approx(BASELINE, rel=0.06)
    assert results(LECTURE)["adding, T = 10, Adam: mean squared error"][1] == pytest.approx(1 / 6, abs=1e-4)


@pytest.mark.parametrize("way", ["not clipped", "clipped"])
@pytest.mark.parametrize("start", STARTS[:2])
def test_no_tanh_network_gets_below_the_baseline_at_thirty_and_a_hundred_steps(start, way):
    for T in (30, 100):
        assert error(T, start, way) > 0.9 * BASELINE


def test_at_ten_steps_the_orthogonal_start_is_ahead_of_the_usual_one_and_clipped_it_remembers_both_numbers():
    assert error(10, "tanh, orthogonal", "clipped") < 1 / 12
    for way in ("not clipped", "clipped"):
        assert error(10, "tanh, orthogonal", way) < error(10, "tanh", way) < BASELINE


def test_the_identity_solves_ten_steps_with_and_without_clipping_and_thirty_with_it():
    assert error(10, "identity + ReLU", "clipped") < 0.01
    assert error(10, "identity + ReLU", "clipped") < error(10, "identity + ReLU", "not clipped") < 0.05
    assert error(30, "identity + ReLU", "clipped") < 0.04
    assert error(30, "identity + ReLU", "clipped") < error(30, "identity + ReLU", "not clipped")


def test_a_hundred_steps_need_both_the_identity_and_clipping():
    assert error(100, "identity + ReLU", "clipped") < 0.05
    assert error(100, "identity + ReLU", "not clipped") > 1.5 * error(100, "identity + ReLU", "clipped")


def test_adam_comes_first_and_sgd_last():
    found = {name: results(LECTURE)[f"adding, T = 10, {name}: mean squared error"][0] for name in ("SGD", "Adam")}
    others = [results(LECTURE)[f"adding, T = 10, {name}: mean squared error"][0] for name in ("momentum", "RMSProp")]
    assert found["Adam"] < min(others) and max(others) < found["SGD"] < BASELINE
    assert found["Adam"] < 0.01


def test_pieces_of_ten_steps_cost_a_network_that_forgets_less_than_one_that_keeps():
    forgets, keeps = results(LECTURE)["pieces of 10 steps, a network that forgets: % of the gradient lost"]
    assert forgets < 15 and keeps > 1.5 * forgets


def first_size(name: str) -> float:
    """The size of the gradient at the first of sixty states, on the line of that name."""
    return float(re.search(rf"[.;] {re.escape(name)}: ([\d.e+-]+) at t = 1, 1 at t = 60", said(LECTURE))[1])


def test_gradients_vanish_in_tanh_and_in_a_gated_network_as_torch_makes_them_but_not_through_gates_that_keep():
    assert first_size("tanh") < 1e-10 and first_size("ReLU") < 1e-10 and first_size("GRU") < 1e-8
    assert first_size("tanh, orthogonal") > 1e-3 and first_size("ReLU, identity") > 0.1
    assert first_size("ReLU, orthogonal") < 1e-6 and first_size("GRU, z near 0.95") > 0.02


def test_a_matrix_whose_eigenvalues_say_vanish_grows_first():
    largest, at, end = re.search(
        r"radius 0\.85, largest singular value [\d.]+\. The norm of the k-th power is largest at k = (\d+), "
        r"with ([\d.]+), and ([\d.]+) at k = 60",
        said(LECTURE),
    ).groups()
    assert int(largest) == 6 and float(at) > 5 and float(end) < 0.01


def test_from_the_wall_an_unclipped_step_lands_far_outside():
    slope, far, near = re.search(
        r"its slope is (-[\d.]+)\. as it is: the step ends at w = ([\d.]+); clipped: the step ends at w = (\d+\.?\d*)",
        said(LECTURE),
    ).groups()
    assert float(slope) < -100 and float(far) > 10 and float(near) < 2


def test_clipping_by_norm_does_not_turn_the_gradient_and_by_value_does():
    by_norm, by_value = re.search(
        r"by norm is turned by (\d+) degrees; clipped by value is turned by (\d+)", said(LECTURE)
    ).groups()
    assert int(by_norm) == 0 and int(by_value) == 27


def test_the_jacobian_is_what_a_push_shows():
    pushes = re.findall(r"by trying \[(.*?)\],  by the Jacobian \[(.*?)\]", said(LECTURE))
    assert len(pushes) == 3
    for tried, computed in pushes:
        assert [float(n) for n in tried.split()] == pytest.approx([float(n) for n in computed.split()], abs=3e-4)
