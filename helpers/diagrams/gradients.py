"""The way of a gradient through a chain of states, whole and cut into pieces."""

from __future__ import annotations

import matplotlib
from matplotlib.axes import Axes

from helpers.diagrams.drawing import arrow, box, canvas, line
from helpers.plots.figure import BLUE, GREY, ORANGE, PINK, STYLE, Picture, new_axes

BACK = {"color": ORANGE, "linewidth": 1.6}


def jacobian_chain(steps: int = 4) -> Picture:
    """A loss at the last state, and the factor that each step back multiplies the gradient by."""
    with matplotlib.rc_context(STYLE):
        figure, (axes,) = new_axes(1.9 * steps + 2.0, 1.7)
        canvas(axes, 2.0 * steps + 0.9, -0.75, 0.75)
        for t in range(1, steps + 1):
            x = 2.0 * (t - 1)
            box(axes, x, 0, f"$h_{t}$", BLUE, width=0.8)
            end = "loss" if t == steps else f"$J_{t + 1}$"
            arrow(axes, (x + 0.45, 0.14), (x + 1.55, 0.14))
            arrow(axes, (x + 1.55, -0.14), (x + 0.45, -0.14), "" if end == "loss" else end, shift=(0, -0.28), **BACK)
        box(axes, 2.0 * steps, 0, "loss", PINK, width=0.8)
    factors = ", ".join(f"J_{t}" for t in range(steps, 1, -1))
    return Picture(
        figure,
        f"The states h_1 to h_{steps} and a loss in a row. Dark arrows lead to the right. Orange arrows lead back, and on "
        f"the way from the loss to h_1 the gradient is multiplied by {factors}, in this order.",
    )


def truncated_flow(steps: int = 6, k: int = 3) -> Picture:
    """States in a row with a loss each: the values go on, and the gradient is cut before every k-th step."""
    with matplotlib.rc_context(STYLE):
        figure, (axes,) = new_axes(1.45 * steps + 1.2, 2.5)
        canvas(axes, 1.7 * steps + 0.1, -0.95, 2.0, left=-0.9)
        for t in range(steps):
            x = 1.7 * t + 0.4
            box(axes, x, 0, f"step {t}", BLUE, width=0.95)
            box(axes, x, 1.55, "loss", PINK, width=0.8, height=0.5)
            arrow(axes, (x - 0.1, 0.4), (x - 0.1, 1.27), mutation_scale=9)
            arrow(axes, (x + 0.1, 1.27), (x + 0.1, 0.4), mutation_scale=9, **BACK)
            if t:
                _between(axes, x, cut=t % k == 0)
    cuts = ", ".join(str(t) for t in range(k, steps, k))
    return Picture(
        figure,
        f"{steps} steps in a row, numbered from 0, each with a loss. Dark arrows lead from each step to the next. Orange "
        f"arrows lead back from each step to the one before, but not from the steps {cuts}, where the way back is cut.",
    )


def _between(axes: Axes, x: float, cut: bool) -> None:
    """What joins the step at x with the one before it."""
    arrow(axes, (x - 1.2, 0.14), (x - 0.5, 0.14), mutation_scale=9)
    if cut:
        line(axes, (x - 0.85, -0.75), (x - 0.85, -0.02), color=GREY, linestyle=":", linewidth=1.6)
        axes.text(x - 0.85, -0.9, "cut", ha="center", va="center", fontsize=9, color=GREY)
    else:
        arrow(axes, (x - 0.5, -0.14), (x - 1.2, -0.14), mutation_scale=9, **BACK)
