"""What the cases of this lecture are drawn from."""

from __future__ import annotations

import numpy as np


def recurrent_weights(rng, H, radius=None):
    """Draw W_h (H, H), far from symmetric; radius: its spectral radius, if it matters."""
    W_h = rng.standard_normal((H, H)) / np.sqrt(H)
    W_h += 0.3 * np.sign(W_h)  # no entry near 0
    return W_h if radius is None else W_h * (radius / np.abs(np.linalg.eigvals(W_h)).max())


def states_from(rng, T, W_h, size=1.0):
    """Draw what one sequence leaves behind: T states (T, H) of a network with these recurrent weights.

    size: of what it reads
    """
    h, states = np.zeros(len(W_h)), []
    for _ in range(T):
        h = np.tanh(size * rng.standard_normal(len(W_h)) + h @ W_h)
        states.append(h)
    return np.array(states)


def gradients_of_norm(rng, shapes, norm):
    """Draw arrays of these shapes that together have this norm."""
    grads = [rng.uniform(0.3, 2.0, shape) * rng.choice([-1.0, 1.0], shape) for shape in shapes]
    factor = norm / np.sqrt(sum((grad**2).sum() for grad in grads))
    return [factor * grad for grad in grads]
