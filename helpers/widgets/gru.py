"""Set a GRU's gates by their biases, and compare its two forms."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from helpers.plots.figure import Picture
from helpers.plots.gru import held, two_forms
from helpers.widgets.explorer import Explorer

STEPS, AT = 30, 4


def _states(gru_step: Callable[..., Tensor], x: Tensor, weights: tuple[Tensor, ...], reset_after: bool) -> np.ndarray:
    """The states (T, H) of one sequence x (T, D), from zeros."""
    h, states = torch.zeros(1, len(weights[1]), dtype=x.dtype), []
    for x_t in x:
        h = gru_step(x_t[None], h, *weights, reset_after)
        states.append(h[0])
    return torch.stack(states).numpy()


def hold_explorer(gru_step: Callable[..., Tensor]) -> Explorer:
    """One unit that takes in the number 0.8 where it is marked; a slider for the bias of its update gate.

    gru_step: takes x_t (1, 2), h_prev (1, 1), W (2, 3), U (1, 3), b_x, b_h (3,) and whether to reset after the product
    """
    x = torch.zeros(STEPS, 2, dtype=torch.float64)
    x[AT - 1] = torch.tensor([np.arctanh(0.8), 1.0])
    W = torch.tensor([[0.0, 0.0, 1.0], [0.0, -30.0, 0.0]], dtype=torch.float64)  # a mark shuts z

    def draw(bias: float) -> Picture:
        b_x = torch.tensor([0.0, bias, 0.0], dtype=torch.float64)
        zeros = torch.zeros(1, 3, dtype=torch.float64)
        return held(_states(gru_step, x, (W, zeros, b_x, zeros[0]), True)[:, 0], AT, bias)

    return Explorer(draw, {"bias": {"description": "bias of z", "value": 2.0, "min": -2, "max": 10, "step": 0.5}})


def forms_explorer(gru_step: Callable[..., Tensor], units: int = 4) -> Explorer:
    """The same weights in both forms: a check box for the form, and a slider for the bias of the reset gate.

    gru_step: as above, for x_t (1, 3) and `units` hidden units
    """
    rng = np.random.default_rng(4)
    x = torch.from_numpy(rng.standard_normal((STEPS, 3)))
    W = torch.from_numpy(0.7 * rng.standard_normal((3, 3 * units)))
    U = torch.from_numpy(1.6 * rng.standard_normal((units, 3 * units)) / np.sqrt(units))
    b_x, b_h = torch.from_numpy(rng.uniform(-0.5, 0.5, (2, 3 * units)))

    def draw(reset_after: bool, reset: float) -> Picture:
        shifted = b_x.clone()
        shifted[:units] += reset
        after, before = (_states(gru_step, x, (W, U, shifted, b_h), form) for form in (True, False))
        return two_forms(after, before, reset_after, reset)

    return Explorer(
        draw,
        {
            "reset_after": {"description": "reset after the product", "value": True},
            "reset": {"description": "bias of r", "value": 0.0, "min": -8, "max": 8, "step": 0.5},
        },
    )
