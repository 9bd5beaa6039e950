"""The brackets of lecture 04: what the docstring says of them is true."""

from __future__ import annotations

import re

import numpy as np
import pytest

from helpers.data import brackets
from helpers.data.brackets import bracket_sequences, nested, text


def share_open(T: int, deepest: int) -> float:
    """The exact share of steps at which something is open, from the chain of (depth, direction)."""
    chance = np.zeros((deepest + 1, 2))  # of each depth, and of having come there by opening (1) or closing (0)
    chance[0, 1] = 1
    open_steps = 0.0
    for _ in range(T):
        after = np.zeros_like(chance)
        for depth in range(deepest + 1):
            for way in (0, 1):
                keep = {way: brackets.KEEP, 1 - way: 1 - brackets.KEEP}
                if depth in (0, deepest):
                    keep = {int(depth == 0): 1.0}
                for new_way, p in keep.items():
                    after[depth + (1 if new_way else -1), new_way] += chance[depth, way] * p
        chance = after
        open_steps += 1 - chance[0].sum()
    return open_steps / T


@pytest.mark.parametrize(("T", "deepest"), [(40, 8), (160, 16)])
def test_the_docstring_states_how_often_something_is_open(T, deepest):
    said = brackets.__doc__.replace("\n", " ")
    stated = {(40, 8): r"open at ([\d.]+) %", (160, 16): r"most 16 it is ([\d.]+) %"}[T, deepest]
    exact = share_open(T, deepest)
    assert float(re.search(stated, said)[1]) == pytest.approx(100 * exact, abs=0.06)
    _, depth = bracket_sequences(4000, T, deepest, np.random.default_rng(0))
    assert (depth > 0).mean() == pytest.approx(exact, abs=0.004)


@pytest.mark.parametrize(("T", "deepest"), [(40, 8), (7, 1), (1, 3)])
def test_brackets_are_never_closed_before_they_open_and_never_too_deep(T, deepest):
    x, depth = bracket_sequences(300, T, deepest, np.random.default_rng(1))
    assert x.shape == (300, T, 2) and x.dtype == np.float32 and depth.dtype == np.int64
    assert (x.sum(axis=2) == 1).all() and set(np.unique(x)) <= {0.0, 1.0}
    assert (np.cumsum(x[..., 0] - x[..., 1], axis=1) == depth).all()
    assert depth.min() >= 0 and depth.max() <= deepest
    if T >= 4 * deepest:
        assert depth.max() == deepest


def test_all_depths_between_occur_about_equally_often():
    _, depth = bracket_sequences(4000, 400, 8, np.random.default_rng(0))
    shares = np.bincount(depth.ravel(), minlength=9) / depth.size
    assert shares[1:8].min() > 0.95 * shares[1:8].max()


def test_a_nest_opens_and_closes_again_and_is_written_as_it_is():
    assert text(nested(3)[0]) == "((()))" and nested(3).shape == (1, 6, 2)
    x, depth = bracket_sequences(1, 30, 4, np.random.default_rng(3))
    level = 0
    for bracket, after in zip(text(x[0]), depth[0]):
        level += {"(": 1, ")": -1}[bracket]
        assert level == after
