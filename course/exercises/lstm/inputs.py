"""What the cases of this lecture are drawn from."""

from __future__ import annotations

import numpy as np
import torch


def tensor(array):
    """A float64 tensor of a NumPy array."""
    return torch.from_numpy(np.ascontiguousarray(array, dtype=np.float64))


def weights(rng, D, H):
    """Draw (W, U, b), scaled so that gates stay away from 0 and 1, and no bias is near 0."""
    return (
        tensor(1.5 * rng.standard_normal((D, 4 * H)) / np.sqrt(D + H)),
        tensor(1.5 * rng.standard_normal((H, 4 * H)) / np.sqrt(D + H)),
        tensor(rng.uniform(0.2, 0.8, 4 * H) * rng.choice([-1.0, 1.0], 4 * H)),
    )


def hidden_state(rng, *shape):
    """Draw a hidden state: entries between −1 and 1, none near 0."""
    return tensor(rng.uniform(0.1, 0.9, shape) * rng.choice([-1.0, 1.0], shape))


def cell_state(rng, *shape):
    """Draw a cell state: entries that tanh bends, none near 0."""
    return tensor(rng.uniform(0.4, 1.6, shape) * rng.choice([-1.0, 1.0], shape))
