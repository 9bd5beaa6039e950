"""The LSTM's cell, and the four ways from one cell state to the next."""

from __future__ import annotations

import matplotlib
from matplotlib.axes import Axes

from helpers.diagrams.drawing import arrow, box, canvas, line, node
from helpers.plots.figure import BLUE, GREEN, GREY, ORANGE, PINK, STYLE, Picture, new_axes

_FORMULAS = [  # colour, left-hand side, right-hand side
    (ORANGE, r"$f_t$", r"$= \sigma(x_t W_f + h_{t-1} U_f + b_f)$"),
    (GREEN, r"$i_t$", r"$= \sigma(x_t W_i + h_{t-1} U_i + b_i)$"),
    (PINK, r"$g_t$", r"$= \tanh(x_t W_g + h_{t-1} U_g + b_g)$"),
    (BLUE, r"$o_t$", r"$= \sigma(x_t W_o + h_{t-1} U_o + b_o)$"),
    ("black", r"$c_t$", r"$= f_t \odot c_{t-1} + i_t \odot g_t$"),
    ("black", r"$h_t$", r"$= o_t \odot \tanh(c_t)$"),
]
_BELT = {"color": "black", "linewidth": 3.0}


def _formulas(axes: Axes) -> None:
    """The cell's formulas, each in the colour of its box."""
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.axis("off")
    for row, (colour, left, right) in enumerate(_FORMULAS):
        y = 0.9 - 0.13 * row - (0.06 if row > 3 else 0)
        axes.text(0.0, y, left, color=colour, fontsize=13, va="center")
        axes.text(0.1, y, right, fontsize=13, va="center")
    axes.text(0.0, 0.02, r"$\odot$ entry by entry, $\sigma$ the sigmoid", color=GREY, fontsize=10, va="center")


def lstm_cell() -> Picture:
    """One step of an LSTM: the belt with the cell state above, the gates below, and the formulas beside."""
    with matplotlib.rc_context(STYLE):
        figure, (axes, beside) = new_axes(10.8, 4.4, columns=2, width_ratios=[2.0, 1.0])
        canvas(axes, 12.0, -0.35, 5.7, left=-1.1)
        arrow(axes, (-0.2, 5), (11.0, 5), mutation_scale=20, **_BELT)
        axes.text(-0.75, 5, "$c_{t-1}$", fontsize=14, ha="center", va="center")
        axes.text(11.35, 5, "$c_t$", fontsize=14, ha="center", va="center")
        axes.text(-0.75, 1, "$h_{t-1}$", fontsize=14, ha="center", va="center")
        line(axes, (-0.2, 1), (7.4, 1))  # what the gates read: h_{t−1} and x_t
        box(axes, 0.6, 0, "$x_t$", GREY, width=0.8, height=0.5)
        arrow(axes, (0.6, 0.28), (0.6, 1))
        for x, symbol, squash, colour in (
            (1.8, "f", r"$\sigma$", ORANGE),
            (3.4, "i", r"$\sigma$", GREEN),
            (5.2, "g", r"$\tanh$", PINK),
            (7.4, "o", r"$\sigma$", BLUE),
        ):
            arrow(axes, (x, 1), (x, 1.83))
            box(axes, x, 2.2, squash, colour)
            place = (8.4, 2.52) if symbol == "o" else (x + 0.33, 2.95)
            axes.text(*place, f"${symbol}_t$", color=colour, fontsize=13, ha="center", va="center")
        arrow(axes, (1.8, 2.58), (1.8, 4.76), color=ORANGE)  # f_t up to the belt
        node(axes, 1.8, 5, "×", ORANGE, radius=0.25)
        line(axes, (3.4, 2.58), (3.4, 3.7), color=GREEN)  # i_t to the candidate
        arrow(axes, (3.4, 3.7), (4.96, 3.7), color=GREEN)
        arrow(axes, (5.2, 2.58), (5.2, 3.46), color=PINK)
        node(axes, 5.2, 3.7, "×", GREEN, radius=0.25)
        arrow(axes, (5.2, 3.95), (5.2, 4.76))
        node(axes, 5.2, 5, "+", "black", radius=0.25)
        arrow(axes, (9.3, 5), (9.3, 4.03))  # the cell state on its way out
        box(axes, 9.3, 3.7, r"$\tanh$", GREY, height=0.6)
        arrow(axes, (9.3, 3.38), (9.3, 2.46))
        arrow(axes, (7.92, 2.2), (9.06, 2.2), color=BLUE)
        node(axes, 9.3, 2.2, "×", BLUE, radius=0.25)
        line(axes, (9.3, 1.95), (9.3, 1))
        arrow(axes, (9.3, 1), (11.0, 1))
        axes.text(11.35, 1, "$h_t$", fontsize=14, ha="center", va="center")
        for x, said in ((1.8, "forget"), (5.2, "write")):
            axes.text(x, 5.5, said, ha="center", va="center", fontsize=10, color=GREY)
        axes.text(9.55, 4.4, "show", ha="left", va="center", fontsize=10, color=GREY)
        _formulas(beside)
    return Picture(
        figure,
        "A thick line from left to right at the top is the cell state: c_{t-1} is multiplied by the forget gate f_t, "
        "then the product of the input gate i_t and the candidate g_t is added, which gives c_t. Below, x_t and "
        "h_{t-1} together reach four boxes: a sigmoid for f_t, one for i_t, a tanh for g_t and a sigmoid for o_t. "
        "From c_t a line leads down through a tanh, is multiplied by the output gate o_t, and leaves as h_t. Beside "
        "it the formulas of f_t, i_t, g_t, o_t, of c_t = f_t c_{t-1} + i_t g_t and of h_t = o_t tanh(c_t).",
    )


def four_ways() -> Picture:
    """The four ways on which c_t depends on c_{t−1}: one along the belt, three through h_{t−1}."""
    with matplotlib.rc_context(STYLE):
        figure, (axes,) = new_axes(8.6, 3.8)
        canvas(axes, 10.8, 0.75, 5.9, left=-1.0)
        arrow(axes, (-0.1, 5), (9.9, 5), mutation_scale=20, **_BELT)
        axes.text(-0.6, 5, "$c_{t-1}$", fontsize=14, ha="center", va="center")
        axes.text(10.3, 5, "$c_t$", fontsize=14, ha="center", va="center")
        arrow(axes, (0.8, 5), (0.8, 3.98))  # c_{t−1} on its way out to h_{t−1}
        box(axes, 0.8, 3.65, r"$\tanh$", GREY, height=0.6)
        arrow(axes, (0.8, 3.33), (0.8, 2.45))
        node(axes, 0.8, 2.2, "×", GREY, radius=0.25)
        arrow(axes, (-0.3, 2.2), (0.55, 2.2), color=GREY)
        axes.text(-0.65, 2.2, "$o_{t-1}$", color=GREY, fontsize=13, ha="center", va="center")
        line(axes, (0.8, 1.95), (0.8, 1))
        line(axes, (0.8, 1), (7.8, 1))
        axes.text(1.7, 1.3, "$h_{t-1}$", fontsize=13, ha="center", va="center")
        ways = ((3.0, "f", r"$\sigma$", ORANGE), (5.4, "i", r"$\sigma$", GREEN), (7.8, "g", r"$\tanh$", PINK))
        for number, (x, symbol, squash, colour) in enumerate(ways, 2):
            block = {"f": "U_f", "i": "U_i", "g": "U_g"}[symbol]
            arrow(axes, (x, 1), (x, 1.83), f"${block}$", shift=(-0.4, -0.05), color=colour)
            box(axes, x, 2.2, squash, colour)
            axes.text(x + 0.2, 2.95, f"${symbol}_t$", color=colour, fontsize=13, ha="left", va="center")
            node(axes, x + 0.95, 2.2, str(number), colour, radius=0.24)
        arrow(axes, (3.0, 2.58), (3.0, 4.76), color=ORANGE)
        node(axes, 3.0, 5, "×", ORANGE, radius=0.25)
        line(axes, (5.4, 2.58), (5.4, 3.7), color=GREEN)
        arrow(axes, (5.4, 3.7), (7.56, 3.7), color=GREEN)
        arrow(axes, (7.8, 2.58), (7.8, 3.46), color=PINK)
        node(axes, 7.8, 3.7, "×", GREEN, radius=0.25)
        arrow(axes, (7.8, 3.95), (7.8, 4.76))
        node(axes, 7.8, 5, "+", "black", radius=0.25)
        node(axes, 1.9, 5.55, "1", "black", radius=0.24)
        axes.text(2.25, 5.55, "direct: times $f_t$", fontsize=10, va="center")
    return Picture(
        figure,
        "Four ways lead from c_{t-1} to c_t. Way 1 is the belt itself: c_{t-1} times f_t. The three others begin "
        "alike: c_{t-1} goes through tanh and is multiplied by o_{t-1}, which gives h_{t-1}. From there way 2 goes "
        "through U_f and the forget gate, way 3 through U_i and the input gate, and way 4 through U_g and the "
        "candidate; each ends on the belt.",
    )
