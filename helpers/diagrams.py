"""Drawings of cells and networks, made by code so that their symbols are the formulas'."""

from __future__ import annotations

import matplotlib
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from helpers.plots import BLUE, GREEN, ORANGE, STYLE, Picture, new_axes


def _box(axes, x: float, y: float, text: str, colour: str, width: float = 1.0, height: float = 0.7) -> None:
    axes.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - height / 2),
            width,
            height,
            boxstyle="round,pad=0.02,rounding_size=0.12",
            facecolor=colour + "22",
            edgecolor=colour,
            linewidth=1.5,
        )
    )
    axes.text(x, y, text, ha="center", va="center", fontsize=11)


def _arrow(axes, start: tuple[float, float], end: tuple[float, float], label: str = "", shift=(0.0, 0.16)) -> None:
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=13, color="#333333", linewidth=1.3))
    if label:
        x, y = (start[0] + end[0]) / 2 + shift[0], (start[1] + end[1]) / 2 + shift[1]
        axes.text(x, y, label, ha="center", va="center", fontsize=10)


def unrolled_rnn(steps: int = 3) -> Picture:
    """A recurrent network as a loop, and the same network unrolled over `steps` steps."""
    with matplotlib.rc_context(STYLE):
        figure, (axes,) = new_axes(1.9 * steps + 4.3, 2.9)
        axes.set(xlim=(-1.2, 1.9 * steps + 3.1), ylim=(-1.75, 1.15), aspect="equal")
        axes.axis("off")
        _box(axes, 0, 0, "RNN", BLUE)
        _box(axes, 0, -1.35, "$x_t$", GREEN, width=0.8, height=0.55)
        _arrow(axes, (0, -1.05), (0, -0.4), "$W_x$", shift=(0.3, 0))
        axes.add_patch(
            FancyArrowPatch(
                (0.45, 0.38),
                (-0.45, 0.38),
                connectionstyle="arc3,rad=1.1",
                arrowstyle="-|>",
                mutation_scale=13,
                color="#333333",
                linewidth=1.3,
            )
        )
        axes.text(0, 1.0, "$h_t$, through $W_h$", ha="center", fontsize=10)
        axes.text(1.3, 0, "=", ha="center", va="center", fontsize=20)
        for t in range(steps + 1):
            x = 2.4 + 1.9 * t
            if t < steps:
                _arrow(axes, (x + 0.4, 0), (x + 1.4, 0), "$W_h$")
            _box(axes, x, 0, f"$h_{t}$", ORANGE if t == 0 else BLUE, width=0.8)
            if t:
                _box(axes, x, -1.35, f"$x_{t}$", GREEN, width=0.8, height=0.55)
                _arrow(axes, (x, -1.05), (x, -0.4), "$W_x$", shift=(0.3, 0))
    return Picture(
        figure,
        f"On the left a network with an arrow from itself to itself. On the right the same network drawn {steps} "
        "times from left to right: each copy takes the state of the copy before it through W_h and one input "
        "through W_x, and all copies have the same weights.",
    )
