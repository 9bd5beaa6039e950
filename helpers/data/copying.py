"""The copying problem: ten symbols are shown, then nothing for a while, then they are asked for in order.

Hochreiter and Schmidhuber (1997) tested memory over such gaps; this form is that
of Arjovsky, Shah and Bengio (2016). There are T + 20 steps: ten symbols of
eight kinds, T blanks, a go-signal, and nine more blanks. The answer is a blank
at every step up to the last blank before the go-signal; from the go-signal on
it is the ten symbols. Whoever knows when to answer and remembers nothing has a
mean cross-entropy of 10 · ln 8 / (T + 20) per step: 0.520 nats at T = 20.
"""

from __future__ import annotations

import math

import numpy as np

SYMBOLS, LENGTH = 8, 10
BLANK, GO = SYMBOLS, SYMBOLS + 1
INPUTS, ANSWERS = SYMBOLS + 2, SYMBOLS + 1  # kinds of inputs; kinds of answers (nobody answers "go")


def copying_problem(count: int, T: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw sequences with T ≥ 1 blanks between the symbols and the go-signal.

    returns: steps (count, T + 20), ints below INPUTS; answers (count, T + 20), ints below ANSWERS
    """
    symbols = rng.integers(0, SYMBOLS, (count, LENGTH))
    steps = np.full((count, T + 2 * LENGTH), BLANK)
    steps[:, :LENGTH] = symbols
    steps[:, T + LENGTH] = GO
    answers = np.full_like(steps, BLANK)
    answers[:, -LENGTH:] = symbols
    return steps, answers


def baseline(T: int) -> float:
    """The mean cross-entropy per step, in nats, of knowing when to answer and guessing what."""
    return LENGTH * math.log(SYMBOLS) / (T + 2 * LENGTH)
