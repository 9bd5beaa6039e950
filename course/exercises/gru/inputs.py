"""What the cases of this lecture are drawn from."""

from __future__ import annotations

import numpy as np
import torch


def _bias(rng, size):
    """Draw a bias, none of its entries near 0, so that one that is left out shows."""
    return torch.from_numpy(rng.uniform(0.3, 0.9, size) * rng.choice([-1.0, 1.0], size))


def weights(rng, D, H):
    """Draw {W, U, b_x, b_h}, scaled so that neither the gates nor the candidate come near their ends."""
    return {
        "W": torch.from_numpy(rng.standard_normal((D, 3 * H)) / np.sqrt(D + H)),
        "U": torch.from_numpy(1.5 * rng.standard_normal((H, 3 * H)) / np.sqrt(D + H)),
        "b_x": _bias(rng, 3 * H),
        "b_h": _bias(rng, 3 * H),
    }


def normal(rng, *shape):
    """Draw an input."""
    return torch.from_numpy(rng.standard_normal(shape))


def state(rng, B, H):
    """Draw a state (B, H), as a GRU that started from zeros could have it, with no entry near 0."""
    return torch.from_numpy(rng.uniform(0.2, 0.9, (B, H)) * rng.choice([-1.0, 1.0], (B, H)))
