"""Encoder and decoder, what the decoder reads in training and in use, and three kinds of generative networks."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
from matplotlib.axes import Axes

from helpers.diagrams.drawing import arrow, box, canvas
from helpers.plots.figure import BLUE, GREEN, GREY, ORANGE, PINK, STYLE, Picture, new_axes

GAP = 1.75  # between two steps


def encoder_decoder(source: Sequence[str], target: Sequence[str]) -> Picture:
    """One network that reads `source`, one that writes `target`, and a single state between them."""
    with matplotlib.rc_context(STYLE):
        S, T = len(source), len(target) + 1
        figure, (axes,) = new_axes(0.95 * (S + T) + 1.6, 3.3)
        first = GAP * S + 0.9  # where the decoder begins
        canvas(axes, first + GAP * (T - 1) + 0.95, -1.85, 2.3, left=-0.95)
        for s, word in enumerate(source):
            box(axes, GAP * s, 0, f"$h_{s + 1}$", ORANGE, width=0.8)
            box(axes, GAP * s, -1.4, word, GREEN, width=1.45, height=0.6)
            arrow(axes, (GAP * s, -1.08), (GAP * s, -0.38))
            if s:
                arrow(axes, (GAP * (s - 1) + 0.42, 0), (GAP * s - 0.42, 0))
        arrow(axes, (GAP * (S - 1) + 0.42, 0), (first - 0.42, 0), linewidth=3.5, color=ORANGE, mutation_scale=20)
        axes.text((GAP * (S - 1) + first) / 2, 0.35, "all that\nis handed on", ha="center", va="bottom", fontsize=9)
        _decoder(axes, first, target)
        for middle, name, colour in (
            (GAP * (S - 1) / 2, "encoder", ORANGE),
            (first + GAP * (T - 1) / 2, "decoder", BLUE),
        ):
            axes.text(middle, 2.05, name, ha="center", va="center", fontsize=12, color=colour)
    return Picture(
        figure,
        f"An encoder reads {' '.join(source)} one word at a time, from left to right; each state goes into the next. "
        f"Its last state, one vector, is all that the decoder starts from. The decoder reads <bos> {' '.join(target)} "
        f"and writes {' '.join(target)} <eos>: at each step the word after the one that it reads.",
    )


def _decoder(axes: Axes, first: float, target: Sequence[str]) -> None:
    for t, (read, written) in enumerate(zip(["<bos>", *target], [*target, "<eos>"])):
        x = first + GAP * t
        box(axes, x, 0, f"$s_{t + 1}$", BLUE, width=0.8)
        box(axes, x, -1.4, read, GREEN, width=1.45, height=0.6)
        box(axes, x, 1.4, written, PINK, width=1.45, height=0.6)
        arrow(axes, (x, -1.08), (x, -0.38))
        arrow(axes, (x, 0.38), (x, 1.08))
        if t:
            arrow(axes, (x - GAP + 0.42, 0), (x - 0.42, 0))


def feeding(gold: Sequence[str], wrong: Sequence[str]) -> Picture:
    """What the decoder reads in training, and what it reads when it writes by itself.

    gold: the right target; wrong: what the model writes, of the same length, with a mistake
    """
    with matplotlib.rc_context(STYLE):
        T = len(gold)
        figure, both = new_axes(1.25 * T * 2 + 0.8, 3.2, columns=2)
        for axes, title in zip(both, ("training: teacher forcing", "writing: its own words")):
            canvas(axes, GAP * (T - 1) + 1.0, -1.85, 1.85, left=-1.0)
            axes.set_title(title, fontsize=11)
            teaches = title.startswith("training")
            _fed(axes, ["<bos>", *(gold if teaches else wrong)[:-1]], gold, wrong, teaches)
    slip = next(t for t, (a, b) in enumerate(zip(gold, wrong)) if a != b)
    return Picture(
        figure,
        f"Two drawings of a decoder. On the left, in training, it writes {wrong[slip]} where {gold[slip]} is right, "
        f"and at the next step it reads {gold[slip]} all the same. On the right, writing, what it has written is what "
        f"it reads next: {wrong[slip]}, and from there on all words are others: {' '.join(wrong)}.",
    )


def _fed(axes: Axes, inputs: Sequence[str], gold: Sequence[str], wrong: Sequence[str], teaches: bool) -> None:
    slip = next(t for t, (a, b) in enumerate(zip(gold, wrong)) if a != b)
    written = [wrong[t] if t == slip or not teaches else gold[t] for t in range(len(gold))]
    for t, (read, word) in enumerate(zip(inputs, written)):
        x, right = GAP * t, word == gold[t]
        box(axes, x, 0, f"$s_{t + 1}$", BLUE, width=0.8)
        read_right = t == 0 or read == gold[t - 1]
        box(axes, x, -1.4, read, GREEN if read_right else ORANGE, width=1.45, height=0.6)
        box(axes, x, 1.4, word if right else f"{word} ✗", PINK if right else ORANGE, width=1.45, height=0.6)
        arrow(axes, (x, -1.08), (x, -0.38))
        arrow(axes, (x, 0.38), (x, 1.08))
        if t:
            arrow(axes, (x - GAP + 0.42, 0), (x - 0.42, 0))
            if not teaches:
                arrow(axes, (x - GAP + 0.5, 1.08), (x - 0.3, -1.08), color=GREY, linestyle="--", linewidth=1.1)


def generative() -> Picture:
    """How three kinds of networks make something new: autoregressive, variational autoencoder, adversarial."""
    with matplotlib.rc_context(STYLE):
        figure, all_axes = new_axes(10.2, 3.4, columns=3)
        for axes, title in zip(all_axes, ("autoregressive", "variational autoencoder", "adversarial (GAN)")):
            canvas(axes, 4.15, -1.8, 1.75, left=-1.15)
            axes.set_title(title, fontsize=11)
        _autoregressive(all_axes[0])
        _autoencoder(all_axes[1])
        _adversarial(all_axes[2])
    return Picture(
        figure,
        "Three drawings. Autoregressive: each part is drawn from a distribution that depends on the parts before it, "
        "x1, then x2, then x3. Variational autoencoder: an encoder turns x into a mean and a spread, a code z is drawn "
        "from them, and a decoder turns z back into x; for something new z is drawn from a standard normal "
        "distribution. Adversarial: a generator turns noise z into a made-up x, a discriminator is shown made-up and "
        "real ones and says which is which, and both learn from its answers.",
    )


def _autoregressive(axes: Axes) -> None:
    for t in range(3):
        x = 1.55 * t
        box(axes, x, 0.9, f"$x_{t + 1}$", PINK, width=0.9, height=0.6)
        box(axes, x, -0.5, f"$p(x_{t + 1}|…)$" if t else "$p(x_1)$", BLUE, width=1.3, height=0.65, fontsize=10)
        arrow(axes, (x, -0.15), (x, 0.56))
        for before in range(t):
            arrow(axes, (1.55 * before + 0.3, 0.58), (x - 0.35, -0.16), color=GREY, mutation_scale=9)
    axes.text(1.55, -1.55, "one part after the other", ha="center", fontsize=9)


def _autoencoder(axes: Axes) -> None:
    for x, text, colour, width in ((-0.5, "$x$", GREEN, 0.7), (1.5, "$z$", ORANGE, 0.7), (3.6, "$x$", PINK, 0.7)):
        box(axes, x, 0.5, text, colour, width=width)
    arrow(axes, (-0.13, 0.5), (1.13, 0.5), "mean,\nspread", shift=(0, 0.5))
    arrow(axes, (1.87, 0.5), (3.23, 0.5), "decoder", shift=(0, 0.28))
    axes.text(0.5, 0.22, "encoder", ha="center", va="center", fontsize=10)
    box(axes, 1.5, -0.9, "noise", GREY, width=1.2, height=0.55)
    arrow(axes, (1.5, -0.6), (1.5, 0.13))
    axes.text(1.5, -1.55, "new: draw $z$ from noise alone", ha="center", fontsize=9)


def _adversarial(axes: Axes) -> None:
    box(axes, -0.45, 0.9, "noise $z$", GREY, width=1.15, height=0.6, fontsize=10)
    box(axes, 1.55, 0.9, "made up", PINK, width=1.2, height=0.6, fontsize=10)
    box(axes, 1.55, -0.5, "real", GREEN, width=1.2, height=0.6, fontsize=10)
    box(axes, 3.45, 0.2, "which?", BLUE, width=1.1, height=0.65, fontsize=10)
    arrow(axes, (0.15, 0.9), (0.93, 0.9))
    axes.text(0.5, 1.35, "generator", ha="center", fontsize=9)
    arrow(axes, (2.17, 0.8), (2.9, 0.38))
    arrow(axes, (2.17, -0.4), (2.9, 0.02))
    axes.text(3.45, 0.7, "discriminator", ha="center", fontsize=9)
    axes.text(1.55, -1.55, "two networks against each other", ha="center", fontsize=9)
