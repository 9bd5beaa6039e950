"""Which numbers are normalized together, and where in a cell."""

from __future__ import annotations

import matplotlib
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.diagrams.drawing import arrow, box, canvas, node
from helpers.plots.figure import BLUE, GREEN, GREY, ORANGE, PINK, STYLE, Picture, new_axes


def _grid(axes: Axes, rows: int, columns: int, together: set, padding: set = frozenset(), colour: str = BLUE) -> None:
    """Cells, those in `together` coloured, those in `padding` crossed out; (row, column) from the top left."""
    for row in range(rows):
        for column in range(columns):
            cell, place = (row, column), (column, rows - 1 - row)
            inside = cell in together
            axes.add_patch(
                Rectangle(place, 1, 1, facecolor=colour + "55" if inside else "white", edgecolor=GREY, linewidth=0.8)
            )
            if inside:
                axes.add_patch(Rectangle((place[0] + 0.08, place[1] + 0.08), 0.84, 0.84, fill=False, edgecolor=colour))
            if cell in padding:
                axes.text(place[0] + 0.5, place[1] + 0.5, "×", ha="center", va="center", color=GREY, fontsize=12)


def who_shares(rows: int = 4, columns: int = 6) -> Picture:
    """A batch as a table: batch norm takes the statistics of a column, layer norm those of a row."""
    with matplotlib.rc_context(STYLE):
        figure, all_axes = new_axes(7.6, 2.7, columns=2)
        chosen = {
            "batch norm: one feature, all examples": ({(row, 2) for row in range(rows)}, ORANGE),
            "layer norm: one example, all features": ({(1, column) for column in range(columns)}, BLUE),
        }
        for axes, (title, (together, colour)) in zip(all_axes, chosen.items()):
            canvas(axes, columns + 0.2, -0.7, rows + 0.2, left=-0.9)
            _grid(axes, rows, columns, together, colour=colour)
            axes.set_title(title, fontsize=10)
            axes.text(columns / 2, -0.45, "features (H)", ha="center", va="center", fontsize=9)
            axes.text(-0.5, rows / 2, "examples (B)", ha="center", va="center", rotation=90, fontsize=9)
    return Picture(
        figure,
        f"Two tables of {rows} examples with {columns} features. On the left a column is marked: batch norm takes mean "
        "and variance over the examples, for each feature. On the right a row is marked: layer norm takes them over the "
        "features, for each example.",
    )


def who_shares_over_time(lengths: tuple[int, ...] = (9, 4, 6, 3)) -> Picture:
    """Sequences of unequal length, and which steps share their statistics in three ways."""
    with matplotlib.rc_context(STYLE):
        rows, columns = len(lengths), max(lengths)
        padding = {(row, t) for row, length in enumerate(lengths) for t in range(length, columns)}
        real = {(row, t) for row in range(rows) for t in range(columns)} - padding
        at = 6
        alone = sum(length > at for length in lengths)
        number = "1 sequence" if alone == 1 else f"{alone} sequences"
        chosen = {
            f"batch norm, each step apart:\nat step {at + 1}, {number} left": (
                {cell for cell in real if cell[1] == at},
                ORANGE,
            ),
            "batch norm, all steps at once:\nbeginnings and ends mixed": (real, PINK),
            "layer norm:\neach step of each sequence alone": ({(1, 2)}, BLUE),
        }
        figure, all_axes = new_axes(10.4, 2.7, columns=3)
        for axes, (title, (together, colour)) in zip(all_axes, chosen.items()):
            canvas(axes, columns + 0.2, -0.8, rows + 0.2, left=-1.0)
            _grid(axes, rows, columns, together, padding, colour)
            axes.set_title(title, fontsize=10)
            axes.text(columns / 2, -0.5, "time steps (T), × is padding", ha="center", va="center", fontsize=9)
            axes.text(-0.55, rows / 2, "sequences (B)", ha="center", va="center", rotation=90, fontsize=9)
    return Picture(
        figure,
        f"Three tables of {rows} sequences with {', '.join(map(str, lengths))} steps; every cell holds H features, and "
        f"what follows a sequence is padding. Batch norm for each step apart: at step {at + 1} only {number} "
        f"{'is' if alone == 1 else 'are'} left. Batch norm over all steps: all real cells together. Layer norm: one cell, by its own features.",
    )


def normalized_cell() -> Picture:
    """A recurrent step with layer norm between the sum and tanh."""
    with matplotlib.rc_context(STYLE):
        figure, (axes,) = new_axes(8.4, 2.9)
        canvas(axes, 9.4, -1.75, 1.0, left=-0.9)
        box(axes, 0, 0, "$h_{t-1}$", BLUE, width=1.1)
        node(axes, 2.3, 0, "+", GREY, radius=0.24)
        box(axes, 4.3, 0, "layer norm", ORANGE, width=1.7)
        box(axes, 6.6, 0, "tanh", GREY, width=1.1)
        box(axes, 8.7, 0, "$h_t$", BLUE, width=0.9)
        box(axes, 2.3, -1.4, "$x_t$", GREEN, width=0.9, height=0.55)
        arrow(axes, (0.6, 0), (2.05, 0), "$W_h$", shift=(0, 0.22))
        arrow(axes, (2.3, -1.1), (2.3, -0.26), "$W_x$", shift=(0.33, 0))
        arrow(axes, (2.56, 0), (3.4, 0), "$a_t$", shift=(0, 0.22))
        arrow(axes, (5.2, 0), (6.0, 0))
        arrow(axes, (7.2, 0), (8.2, 0))
        arrow(axes, (4.3, -1.1), (4.3, -0.4))
        axes.text(4.3, -1.4, "$\\gamma$, $\\beta$", ha="center", va="center", fontsize=12)
    return Picture(
        figure,
        "The state before times W_h and the input times W_x meet in a sum, a_t. It passes layer norm, which has gamma and "
        "beta, and then tanh; what comes out is the state after.",
    )


def where_dropout_acts(steps: int = 4) -> Picture:
    """Two layers over time: dropout between layers, with a mask for each step or one for all, and along time."""
    with matplotlib.rc_context(STYLE):
        figure, all_axes = new_axes(10.6, 3.6, columns=2)
        titles = ("a new mask at each step, between layers only", "one mask for all steps, along time too")
        for axes, title, same in zip(all_axes, titles, (False, True)):
            canvas(axes, 1.7 * (steps - 1) + 0.9, -1.8, 2.5, left=-0.9)
            axes.set_title(title, fontsize=10)
            for t in range(steps):
                x = 1.7 * t
                colours = [PINK] * 3 if same else [(ORANGE, GREEN, PINK, BLUE)[(t + k) % 4] for k in range(3)]
                style = "-" if same else ("-", "--", ":", "-.")[t % 4]
                box(axes, x, -1.45, f"$x_{t + 1}$", GREY, width=0.8, height=0.45)
                for level, y in enumerate((0, 1.35)):
                    box(axes, x, y, "", BLUE, width=0.8, height=0.5)
                    below = -1.2 if level == 0 else 0.27
                    marked = {"color": colours[level], "linewidth": 2.2, "mutation_scale": 11, "linestyle": style}
                    arrow(axes, (x, below), (x, y - 0.27), **marked)
                    if t < steps - 1:
                        along = {"color": ORANGE, "linewidth": 2.2, "mutation_scale": 11} if same else {}
                        arrow(axes, (x + 0.42, y), (x + 1.28, y), **along)
                arrow(axes, (x, 1.62), (x, 2.3), color=colours[2], linewidth=2.2, mutation_scale=11, linestyle=style)
    return Picture(
        figure,
        f"Two recurrent layers over {steps} steps, drawn twice; thick coloured arrows carry a mask. On the left only the "
        "arrows upwards do, another one at each step. On the right the arrows upwards carry one mask at all steps, and the "
        "arrows from step to step carry one too.",
    )
