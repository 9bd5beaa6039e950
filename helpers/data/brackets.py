"""Round brackets that open and close: at each step, is everything closed again?

Any beginning of a correct bracket text, such as "(()(", has a depth: how many
brackets are open. (The correct texts are the Dyck language of one pair of
brackets.) Here each step goes on in the direction of the step before, opening
or closing, with probability 0.8; at depth 0 it must open, and at the greatest
depth it must close. So all depths between occur about equally often. Drawn 40
steps long and at most 8 deep, something is open at 93.5 % of the steps, and
whoever always says "open" is right that often; with 160 steps and a depth of at
most 16 it is 96.4 %.
"""

from __future__ import annotations

import numpy as np

KEEP = 0.8


def bracket_sequences(count: int, T: int, deepest: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw beginnings of bracket texts that are never deeper than `deepest`, which is at least 1.

    returns: x (count, T, 2), float32, one-hot: opens, closes; depth (count, T), int64, after each step
    """
    way, depth = np.ones(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    depths = np.empty((count, T), dtype=np.int64)
    opens = np.empty((count, T), dtype=bool)
    for t in range(T):
        way = np.where(rng.random(count) < KEEP, way, -way)
        way = np.where(depth == 0, 1, np.where(depth == deepest, -1, way))
        depth = depth + way
        opens[:, t], depths[:, t] = way > 0, depth
    return np.stack([opens, ~opens], axis=2).astype(np.float32), depths


def nested(depth: int) -> np.ndarray:
    """Return `depth` brackets that open, and then close again, (1, 2 · depth, 2), one-hot: opens, closes."""
    opens = np.arange(2 * depth) < depth
    return np.stack([opens, ~opens], axis=1).astype(np.float32)[None]


def text(x: np.ndarray) -> str:
    """Return the brackets of one sequence (T, 2) as they are written."""
    return "".join("(" if opens else ")" for opens in x[:, 0])
