"""A lamp and its switch: the smallest data in which only the order decides.

At each step the switch is left alone, turned on or turned off. Is the lamp on
at the end? It was off before the first step; only the last turn counts,
however long ago it was.
"""

from __future__ import annotations

import numpy as np

NOTHING, ON, OFF = 0, 1, 2


def lamp_sequences(count: int, T: int, rng: np.random.Generator, turns: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """Draw sequences of switch positions and whether the lamp is on at the end.

    turns: the share of steps at which the switch is turned, half of them on and half off
    returns: steps (count, T), ints of NOTHING, ON and OFF; lit (count,), 0 or 1

    The share of lit ones is (1 − (1 − turns)^T) / 2, so that "off" is right more often.
    """
    steps = rng.choice([NOTHING, ON, OFF], size=(count, T), p=[1 - turns, turns / 2, turns / 2])
    lit = np.zeros(count, dtype=np.int64)
    for t in range(T):
        lit = np.where(steps[:, t] == NOTHING, lit, steps[:, t] == ON)
    return steps, lit.astype(np.int64)
