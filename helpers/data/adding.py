"""The adding problem: two numbers of a long sequence are marked; what is their sum?

Hochreiter and Schmidhuber (1997, section 5.4), in the form of Le, Jaitly and
Hinton (2015): each step has a number drawn evenly from 0 to 1, and a mark that is 1 at
two steps, one in each half, and 0 elsewhere. Whoever cannot remember does
best with the answer 1 for every sequence: its mean squared error is the
variance of the sum of two such numbers, 1/6 = 0.1667.
"""

from __future__ import annotations

import numpy as np

BASELINE = 1 / 6


def adding_problem(count: int, T: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw sequences of T ≥ 2 steps.

    returns: x (count, T, 2), float32, the number and the mark of each step; y (count,), float32, the sums
    """
    numbers = rng.random((count, T))
    marks = np.zeros((count, T))
    rows, half = np.arange(count), T // 2
    marks[rows, rng.integers(0, half, count)] = 1
    marks[rows, rng.integers(half, T, count)] = 1
    x = np.stack([numbers, marks], axis=2).astype(np.float32)
    return x, (numbers * marks).sum(axis=1).astype(np.float32)
