"""Watch a recurrent network at work, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from helpers.plots.figure import Picture
from helpers.plots.rnn import echo, step_by_step, temperature_bars
from helpers.widgets.explorer import Explorer


def echo_explorer(rnn_step: Callable[..., np.ndarray], steps: int = 20) -> Explorer:
    """One hidden unit that reads a pulse; a slider for its recurrent weight.

    rnn_step: takes x_t (1, 1), h_prev (1, 1), W_x (1, 1), W_h (1, 1) and b (1,)
    """

    def draw(W_h: float) -> Picture:
        h, states = np.zeros((1, 1)), []
        for t in range(steps):
            x_t = np.array([[1.0 if t == 0 else 0.0]])
            h = rnn_step(x_t, h, np.ones((1, 1)), np.full((1, 1), W_h), np.zeros(1))
            states.append(h[0, 0])
        return echo(np.array(states), W_h)

    return Explorer(draw, {"W_h": {"description": "W_h", "value": 0.9, "min": -1.5, "max": 1.5, "step": 0.05}})


def unroll_explorer(
    rnn_forward: Callable[..., np.ndarray],
    x: np.ndarray,
    weights: tuple[np.ndarray, np.ndarray, np.ndarray],
    steps: Sequence[str],
    units: Sequence[str],
) -> Explorer:
    """Read a sequence step by step, and see the state as bars; a second slider sets the initial state.

    rnn_forward: takes x (1, T, D), h_0 (1, H), W_x, W_h and b, and returns states (1, T, H)
    x: (T, D); weights: (W_x, W_h, b); steps: T labels; units: H labels
    The slider for the initial state sets its first unit; the others start at 0.
    """

    def draw(t: int, start: float) -> Picture:
        h_0 = np.zeros((1, len(units)))
        h_0[0, 0] = start
        states = rnn_forward(x[None], h_0, *weights)[0]  # (T, H)
        return step_by_step(steps, np.concatenate([h_0, states]), t, units)

    return Explorer(
        draw,
        {
            "t": {"description": "steps read", "value": 1, "min": 0, "max": len(steps)},
            "start": {"description": f"h_0 of {units[0]}", "value": -1.0, "min": -1, "max": 1, "step": 0.25},
        },
    )


def temperature_explorer(
    next_token_distribution: Callable[[np.ndarray, float], np.ndarray], logits: np.ndarray, labels: Sequence[str]
) -> Explorer:
    """A distribution and a slider for its temperature.

    next_token_distribution: takes logits (V,) and a temperature, and returns probabilities (V,)
    """

    def draw(temperature: float) -> Picture:
        return temperature_bars(labels, next_token_distribution(logits, temperature), temperature)

    return Explorer(
        draw, {"temperature": {"description": "temperature", "value": 1.0, "min": 0.1, "max": 5, "step": 0.1}}
    )
