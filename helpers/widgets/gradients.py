"""Set a spectral radius, and see what becomes of a gradient."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from helpers.plots.figure import Picture
from helpers.plots.gradients import norms_and_bound, powers
from helpers.widgets.explorer import Explorer

Norms = Callable[[np.ndarray, np.ndarray], np.ndarray]
Radius = Callable[[np.ndarray], float]


def radius_explorer(gradient_norms: Norms, spectral_radius: Radius, steps: int = 40, units: int = 16) -> Explorer:
    """A tanh network with random weights; sliders for the spectral radius of W_h and the size of what it reads.

    gradient_norms: takes states (T, H) and W_h (H, H), and returns (T,)
    spectral_radius: takes a square matrix
    """
    rng = np.random.default_rng(0)
    random = rng.standard_normal((units, units))
    inputs = rng.standard_normal((steps, units))
    scale = spectral_radius(random)

    def draw(radius: float, size: float) -> Picture:
        W_h, h, states = random * (radius / scale), np.zeros(units), []
        for x_t in inputs:
            h = np.tanh(size * x_t + h @ W_h)
            states.append(h)
        return norms_and_bound(gradient_norms(np.array(states), W_h), radius, float(np.linalg.norm(W_h, 2)))

    return Explorer(
        draw,
        {
            "radius": {"description": "spectral radius", "value": 0.9, "min": 0.3, "max": 2.0, "step": 0.05},
            "size": {"description": "size of the inputs", "value": 0.1, "min": 0.0, "max": 1.0, "step": 0.05},
        },
    )


def powers_explorer(spectral_radius: Radius, most: int = 60) -> Explorer:
    """The matrix [[a, c], [0, a]], whose eigenvalues are a whatever c is, and the norms of its powers."""

    def draw(a: float, c: float) -> Picture:
        W, power, norms = np.array([[a, c], [0.0, a]]), np.eye(2), []
        for _ in range(most + 1):
            norms.append(np.linalg.norm(power, 2))
            power = power @ W
        return powers(np.array(norms), spectral_radius(W), float(np.linalg.norm(W, 2)))

    return Explorer(
        draw,
        {
            "a": {"description": "a, on the diagonal", "value": 0.85, "min": 0.5, "max": 1.1, "step": 0.05},
            "c": {"description": "c, beside it", "value": 2.0, "min": 0.0, "max": 4.0, "step": 0.25},
        },
    )
