"""What the cases of this lecture are drawn from."""

from __future__ import annotations

import numpy as np
import torch

from helpers.checking.recipes import Recipe


def ids(array):
    """An int64 tensor of a NumPy array."""
    return torch.from_numpy(np.array(array, dtype=np.int64))


def floats(array):
    """A float64 tensor of a NumPy array."""
    return torch.from_numpy(np.array(array, dtype=np.float64))


def sentences(rng, *lengths, T, V, eos=2, pad=0):
    """Draw rows of so many words each, in any order, each closed by eos if there is room; the rest is padding.

    A length of −1 is a row of padding alone.
    """
    words = np.setdiff1d(np.arange(V), [eos, pad])
    rows = np.full((len(lengths), T), pad)
    for row, length in zip(rows, rng.permutation(lengths)):
        if length >= 0:
            row[:length] = rng.choice(words, length)
            row[length : length + 1] = eos
    return ids(rows)


def seeded(rng):
    """A torch.Generator with a seed of its own."""
    return Recipe("generator", {"seed": int(rng.integers(2**31))})
