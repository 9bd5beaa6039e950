"""The data of lecture 02: the adding problem's baseline and its form are the stated ones."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.data.adding import BASELINE, adding_problem


def test_always_answering_one_gives_the_stated_baseline_and_no_constant_does_better():
    _, sums = adding_problem(40_000, 20, np.random.default_rng(0))
    assert BASELINE == pytest.approx(1 / 6)
    assert ((sums - 1) ** 2).mean() == pytest.approx(BASELINE, rel=0.03)
    assert sums.mean() == pytest.approx(1, abs=0.01) and sums.var() == pytest.approx(BASELINE, rel=0.03)


def test_who_knows_only_the_second_number_halves_the_baseline():
    x, sums = adding_problem(40_000, 20, np.random.default_rng(1))
    second = (x[:, 10:, 0] * x[:, 10:, 1]).sum(axis=1)
    assert ((second + 0.5 - sums) ** 2).mean() == pytest.approx(BASELINE / 2, rel=0.03)


@pytest.mark.parametrize("T", [2, 3, 10, 101])
def test_one_step_of_each_half_is_marked_and_the_answer_is_their_sum(T):
    x, sums = adding_problem(500, T, np.random.default_rng(2))
    assert x.shape == (500, T, 2) and sums.shape == (500,) and x.dtype == sums.dtype == np.float32
    marks = x[:, :, 1]
    assert (marks[:, : T // 2].sum(axis=1) == 1).all() and (marks[:, T // 2 :].sum(axis=1) == 1).all()
    np.testing.assert_allclose((x[:, :, 0] * marks).sum(axis=1), sums, rtol=1e-6)
    assert (marks.sum(axis=0) > 0).all(), "every step is marked some time"


def test_numbers_lie_evenly_between_zero_and_one():
    x, _ = adding_problem(2000, 10, np.random.default_rng(3))
    assert x[:, :, 0].min() >= 0 and x[:, :, 0].max() <= 1
    assert np.histogram(x[:, :, 0], bins=4, range=(0, 1))[0] / 20_000 == pytest.approx(0.25, abs=0.02)
