"""Recurrent networks, unrolled and in their kinds, and the way of the gradient."""

from __future__ import annotations

import matplotlib
from matplotlib.patches import FancyArrowPatch

from helpers.diagrams.drawing import arrow, box, canvas
from helpers.plots.figure import BLUE, GREEN, ORANGE, PINK, STYLE, Picture, new_axes


def unrolled_rnn(steps: int = 3) -> Picture:
    """A recurrent network as a loop, and the same network unrolled over `steps` steps."""
    with matplotlib.rc_context(STYLE):
        figure, (axes,) = new_axes(1.9 * steps + 4.3, 2.9)
        axes.set(xlim=(-1.2, 1.9 * steps + 3.1), ylim=(-1.75, 1.15), aspect="equal")
        axes.axis("off")
        box(axes, 0, 0, "RNN", BLUE)
        box(axes, 0, -1.35, "$x_t$", GREEN, width=0.8, height=0.55)
        arrow(axes, (0, -1.05), (0, -0.4), "$W_x$", shift=(0.3, 0))
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
                arrow(axes, (x + 0.4, 0), (x + 1.4, 0), "$W_h$")
            box(axes, x, 0, f"$h_{t}$", ORANGE if t == 0 else BLUE, width=0.8)
            if t:
                box(axes, x, -1.35, f"$x_{t}$", GREEN, width=0.8, height=0.55)
                arrow(axes, (x, -1.05), (x, -0.4), "$W_x$", shift=(0.3, 0))
    return Picture(
        figure,
        f"On the left a network with an arrow from itself to itself. On the right the same network drawn {steps} "
        "times from left to right: each copy takes the state of the copy before it through W_h and one input "
        "through W_x, and all copies have the same weights.",
    )


_KINDS = {  # what is read at which step, what comes out at which step
    "one to one": ((1,), (1,)),
    "one to many": ((1,), (1, 2, 3)),
    "many to one": ((1, 2, 3), (3,)),
    "many to many": ((1, 2, 3), (1, 2, 3)),
    "encoder–decoder": ((1, 2, 3), (4, 5)),
}


def kinds_of_networks() -> Picture:
    """Five ways of using a recurrent network: at which steps it reads, and at which it answers."""
    with matplotlib.rc_context(STYLE):
        widths = [max(max(read), max(out)) for read, out in _KINDS.values()]
        figure, all_axes = new_axes(9.6, 2.5, columns=len(_KINDS), width_ratios=[width + 0.4 for width in widths])
        for axes, (name, (read, out)), width in zip(all_axes, _KINDS.items(), widths):
            canvas(axes, width - 0.3, -1.5, 1.6)
            axes.set_title(name, fontsize=10)
            for t in range(1, width + 1):
                x = t - 1
                encodes = name.startswith("encoder") and t <= 3
                box(axes, x, 0, "", ORANGE if encodes else BLUE, width=0.5, height=0.55)
                if t < width:
                    arrow(axes, (x + 0.25, 0), (x + 0.75, 0), mutation_scale=9)
                if t in read:
                    box(axes, x, -1.1, "", GREEN, width=0.5, height=0.4)
                    arrow(axes, (x, -0.9), (x, -0.28), mutation_scale=9)
                if t in out:
                    box(axes, x, 1.1, "", PINK, width=0.5, height=0.4)
                    arrow(axes, (x, 0.28), (x, 0.9), mutation_scale=9)
    said = "; ".join(f"{name} reads at steps {read} and answers at steps {out}" for name, (read, out) in _KINDS.items())
    return Picture(figure, f"Five small networks, inputs below, states in the middle, outputs above: {said}.")


def gradient_flow(steps: int = 3) -> Picture:
    """The way of the gradient: from each state's own loss down, and from each state to the one before."""
    with matplotlib.rc_context(STYLE):
        figure, (axes,) = new_axes(2.1 * steps + 2.0, 3.5)
        canvas(axes, 2.2 * steps + 0.8, -1.8, 1.85)
        back = {"color": ORANGE, "linewidth": 1.6}
        for t in range(steps + 1):
            x = 2.2 * t
            if t < steps:
                arrow(axes, (x + 0.45, 0.14), (x + 1.75, 0.14))
                label = rf"$\mathrm{{d}}a_{t + 1}\,W_h^\top$"
                arrow(axes, (x + 1.75, -0.14), (x + 0.45, -0.14), label, shift=(0, -0.26), **back)
            box(axes, x, 0, f"$h_{t}$", ORANGE if t == 0 else BLUE, width=0.8)
            if t:
                box(axes, x, -1.4, f"$x_{t}$", GREEN, width=0.8, height=0.55)
                arrow(axes, (x - 0.12, -1.1), (x - 0.12, -0.4))
                arrow(axes, (x + 0.12, -0.4), (x + 0.12, -1.1), **back)
                box(axes, x, 1.4, f"loss at {t}", PINK, width=1.3, height=0.55)
                arrow(axes, (x - 0.12, 0.4), (x - 0.12, 1.1))
                arrow(axes, (x + 0.12, 1.1), (x + 0.12, 0.4), **back)
    return Picture(
        figure,
        f"An unrolled network of {steps} steps. Dark arrows lead from inputs and earlier states to states and on to a "
        "loss at each step. Orange arrows lead back along each of them: every state gets a gradient from its own loss "
        "and one from the state after it, and passes it on to its input and to the state before.",
    )


def bidirectional_rnn(words: tuple[str, ...]) -> Picture:
    """Two networks over one sentence, one from each end; at each step their states side by side."""
    with matplotlib.rc_context(STYLE):
        steps = len(words)
        figure, (axes,) = new_axes(1.75 * steps + 0.8, 3.6)
        canvas(axes, 1.9 * (steps - 1) + 1.0, -1.5, 2.9, left=-1.0)
        for t, word in enumerate(words):
            x = 1.9 * t
            box(axes, x, -1.1, word, GREEN, width=1.5, height=0.55)
            box(axes, x - 0.32, 0.1, rf"$\overrightarrow{{h}}_{t + 1}$", BLUE, width=0.62, height=0.6)
            box(axes, x + 0.32, 1.2, rf"$\overleftarrow{{h}}_{t + 1}$", ORANGE, width=0.62, height=0.6)
            arrow(axes, (x - 0.32, -0.8), (x - 0.32, -0.22), mutation_scale=9)
            arrow(axes, (x + 0.32, -0.8), (x + 0.32, 0.88), mutation_scale=9)
            box(axes, x, 2.45, "both", PINK, width=1.1, height=0.5)
            arrow(axes, (x - 0.32, 0.42), (x - 0.32, 2.18), mutation_scale=9)
            arrow(axes, (x + 0.32, 1.52), (x + 0.32, 2.18), mutation_scale=9)
            if t < steps - 1:
                arrow(axes, (x, 0.1), (x + 1.25, 0.1), mutation_scale=9, color=BLUE)
                arrow(axes, (x + 1.9, 1.2), (x + 0.65, 1.2), mutation_scale=9, color=ORANGE)
    return Picture(
        figure,
        f"The words {', '.join(words)} from left to right. A first row of states is connected from left to right, a "
        "second one from right to left; at each word the two states are put side by side.",
    )
