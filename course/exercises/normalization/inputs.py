"""What the cases of this lecture are drawn from."""

from __future__ import annotations

import numpy as np
import torch


def tensor(array):
    """A float64 tensor of a NumPy array."""
    return torch.from_numpy(np.array(array, dtype=np.float64))


def features(rng, *shape):
    """Draw numbers whose mean and scale differ from row to row and from column to column."""
    columns = shape[-1]
    x = rng.standard_normal(shape) * rng.uniform(0.5, 2.5, columns) + rng.uniform(-2.0, 2.0, columns)
    rows = (*shape[:-1], 1)
    return tensor(x * rng.uniform(0.6, 1.8, rows) + rng.uniform(-1.5, 1.5, rows))


def affine(rng, H):
    """Draw (gamma, beta), each entry far from 0, and those of gamma far from 1 too."""
    sign = rng.choice([-1.0, 1.0], H)
    return tensor(rng.uniform(1.3, 2.2, H) * sign), tensor(rng.uniform(0.4, 1.2, H) * rng.choice([-1.0, 1.0], H))
