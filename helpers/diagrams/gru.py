"""The cell of a gated recurrent unit, with its equations beside it."""

from __future__ import annotations

import matplotlib
from matplotlib.axes import Axes

from helpers.diagrams.drawing import arrow, box, canvas, line, node
from helpers.plots.figure import BLUE, GREEN, ORANGE, PINK, SKY, STYLE, Picture, new_axes

_EQUATIONS = (
    (ORANGE, "reset gate", r"$r_t = \sigma(x_t W_r + b_{xr} + h_{t-1} U_r + b_{hr})$"),
    ("#A8507F", "update gate", r"$z_t = \sigma(x_t W_z + b_{xz} + h_{t-1} U_z + b_{hz})$"),
    ("#2A7FA8", "candidate", r"$n_t = \tanh(x_t W_n + b_{xn} + r_t\odot(h_{t-1} U_n + b_{hn}))$"),
    (BLUE, "new state", r"$h_t = (1 - z_t)\odot n_t + z_t\odot h_{t-1}$"),
)


def gru_cell() -> Picture:
    """A GRU cell in torch's form, with its equations."""
    with matplotlib.rc_context(STYLE):
        figure, (axes,) = new_axes(10.4, 3.6)
        canvas(axes, 17.2, -0.45, 4.75)
        _gates(axes)
        _reset_path(axes)
        for place, (colour, name, equation) in enumerate(_EQUATIONS):
            y = 4.2 - 1.15 * place
            axes.text(10.6, y, name, ha="left", va="center", fontsize=10, color=colour)
            axes.text(10.6, y - 0.42, equation, ha="left", va="center", fontsize=12)
    return Picture(
        figure,
        "A cell with one line along the top, from the state before to the state after. On it the old state is "
        "multiplied by the update gate z, and 1 − z times the candidate n is added. z and the reset gate r are made "
        "from the input and the old state. The candidate is made from the input and from the old state, which is "
        "multiplied by the matrix U_n first and by r after that. Beside it stand the four equations.",
    )


def two_forms() -> Picture:
    """The way from the old state to the candidate in both forms, side by side."""
    with matplotlib.rc_context(STYLE):
        figure, both = new_axes(8.6, 2.1, columns=2)
        for axes, after in zip(both, (True, False)):
            canvas(axes, 7.4, -0.6, 1.75, left=-0.6)
            axes.set_title(
                "reset after the product (torch)" if after else "reset before the product (paper)", fontsize=10
            )
            box(axes, 0, 0, "$h_{t-1}$", BLUE, width=1.0)
            first, second = (_product, _reset) if after else (_reset, _product)
            first(axes, 2.1)
            second(axes, 4.2)
            box(axes, 6.4, 0, r"$n_t$  tanh", SKY, width=1.4)
            edges = ((0.52, 1.48), (2.72, 3.93), (4.47, 5.68)) if after else ((0.52, 1.83), (2.37, 3.58), (4.82, 5.68))
            for start, end in edges:
                arrow(axes, (start, 0), (end, 0))
    return Picture(
        figure,
        "Two ways from the old state to the candidate. On the left the state is multiplied by the matrix U_n, the bias "
        "is added, and then the reset gate multiplies the result. On the right the reset gate multiplies the state "
        "first, and the matrix and the bias follow.",
    )


def _product(axes: Axes, x: float) -> None:
    box(axes, x, 0, "$U_n,\\ b_{hn}$", BLUE, width=1.2)


def _reset(axes: Axes, x: float) -> None:
    node(axes, x, 0, "×", ORANGE, radius=0.25)
    arrow(axes, (x, 1.25), (x, 0.28), color=ORANGE)
    axes.text(x, 1.5, "$r_t$", ha="center", va="center", fontsize=11, color=ORANGE)


def _gates(axes: Axes) -> None:
    """The state's line, the gates, and how they act on it."""
    box(axes, 0, 4.2, "$h_{t-1}$", BLUE, width=1.0)
    box(axes, 0, 0, "$x_t$", GREEN, width=0.8, height=0.6)
    box(axes, 9.4, 4.2, "$h_t$", BLUE, width=0.9)
    arrow(axes, (0.52, 4.2), (6.38, 4.2))
    arrow(axes, (6.82, 4.2), (7.78, 4.2))
    arrow(axes, (8.22, 4.2), (8.93, 4.2))
    line(axes, (0.42, 0), (6.45, 0), color=GREEN)  # the input, for all three
    line(axes, (1.1, 4.2), (1.1, 0.45), (6.75, 0.45), color=BLUE)  # the old state, for the gates
    for x, name, colour in ((2.0, "$r$  σ", ORANGE), (6.6, "$z$  σ", PINK)):
        box(axes, x, 1.5, name, colour, width=1.0, height=0.6)
        arrow(axes, (x - 0.15, 0), (x - 0.15, 1.18), color=GREEN)
        arrow(axes, (x + 0.15, 0.45), (x + 0.15, 1.18), color=BLUE)
    box(axes, 4.8, 2.3, "$n$  tanh", SKY, width=1.2, height=0.6)
    arrow(axes, (4.8, 0), (4.8, 1.98), color=GREEN)
    node(axes, 6.6, 4.2, "×", PINK)
    arrow(axes, (6.6, 1.82), (6.6, 3.98), color=PINK)
    node(axes, 8.0, 1.5, "1−", PINK, radius=0.26)
    arrow(axes, (7.12, 1.5), (7.74, 1.5), color=PINK)
    node(axes, 8.0, 2.3, "×", PINK)
    arrow(axes, (8.0, 1.77), (8.0, 2.08), color=PINK, mutation_scale=8)
    arrow(axes, (5.42, 2.3), (7.78, 2.3), color=SKY)
    node(axes, 8.0, 4.2, "+", BLUE)
    arrow(axes, (8.0, 2.52), (8.0, 3.98), color=SKY)


def _reset_path(axes: Axes) -> None:
    """From the state's line to the candidate: the product with U_n, and then the reset gate."""
    arrow(axes, (3.2, 4.2), (3.2, 3.62))
    box(axes, 3.2, 3.3, "$U_n$", BLUE, width=0.8, height=0.55)
    node(axes, 3.2, 2.3, "×", ORANGE)
    arrow(axes, (3.2, 3.02), (3.2, 2.52), mutation_scale=9)
    line(axes, (2.0, 1.82), (2.0, 2.3), color=ORANGE)
    arrow(axes, (2.0, 2.3), (2.98, 2.3), color=ORANGE)
    arrow(axes, (3.42, 2.3), (4.18, 2.3))
