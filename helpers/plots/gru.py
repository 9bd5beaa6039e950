"""Two forms of a cell, where its memory comes from, and how far it can count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from matplotlib.colors import PowerNorm
from torch import Tensor

from helpers.plots.figure import BLUE, GREEN, GREY, ORANGE, Picture, new_axes

_CERTAIN = 100.0  # a sum that tanh takes to 1


def gates_by_asking(
    gru_step: Callable[..., Tensor], x: Tensor, W: Tensor, U: Tensor, b_x: Tensor, b_h: Tensor
) -> Tensor:
    """Read a sequence from a zero state, in torch's form, and find the update gates by asking the step itself.

    Of two candidates that are forced to 1 and to −1, what is let in lies the farther apart the more is let in.

    gru_step: takes x_t (1, D), h_prev (1, H), W, U, b_x, b_h and True; x: (T, D); returns (T, H)
    """
    H = len(U)
    last = torch.arange(3 * H) >= 2 * H
    asked_W, asked_U, asked_b_h = W.masked_fill(last, 0), U.masked_fill(last, 0), b_h.masked_fill(last, 0)
    h, found = torch.zeros(1, H, dtype=x.dtype), []
    with torch.no_grad():
        for x_t in x[:, None]:
            high, low = (
                gru_step(x_t, h, asked_W, asked_U, b_x.masked_fill(last, forced), asked_b_h, True)
                for forced in (_CERTAIN, -_CERTAIN)
            )
            found.append(1 - (high - low) / 2)
            h = gru_step(x_t, h, W, U, b_x, b_h, True)
    return torch.cat(found).clamp(0, 1)


def held(states: np.ndarray, at: int, bias: float) -> Picture:
    """One unit that was to hold a number. states: (T,); at: the step at which it read it, from 1; bias: of z"""
    figure, (axes,) = new_axes(6.8, 2.7)
    t = np.arange(1, len(states) + 1)
    axes.axvline(at, color=GREY, linestyle=":", linewidth=1.4)
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.plot(t, states, color=BLUE, marker="o", markersize=4)
    kept = 1 / (1 + np.exp(-bias))
    axes.set(xlabel="time step t", ylabel="state $h_t$", ylim=(-0.1, 1.05), xlim=(0.5, len(states) + 0.5))
    axes.set_title(f"bias of z = {bias:.1f}: where nothing is read, z = {kept:.3f}")
    return Picture(
        figure,
        f"With a bias of {bias:.1f} the update gate is {kept:.3f} where nothing is read. The state is "
        f"{states[at - 1]:.2f} at step {at}, where the number was read, {states[min(at + 4, len(states) - 1)]:.2f} "
        f"five steps later and {states[-1]:.2f} at step {len(states)}.",
    )


def two_forms(after: np.ndarray, before: np.ndarray, reset_after: bool, reset: float) -> Picture:
    """The states of one unit in both forms, and below the difference for all units.

    after, before: states (T, H) of the two forms; reset_after: which of them is the chosen one
    reset: the bias of the reset gate
    """
    names = ("reset after the product", "reset before the product")
    chosen, other = (after, before) if reset_after else (before, after)
    name, other_name = names if reset_after else names[::-1]
    figure, (above, below) = new_axes(7.2, 3.7, rows=2, sharex=True, height_ratios=[1.4, 1.0])
    t = np.arange(1, len(after) + 1)
    above.plot(t, other[:, 0], color=GREY, linestyle="--", linewidth=1.2, label=other_name)
    above.plot(
        t, chosen[:, 0], color=BLUE if reset_after else ORANGE, marker="o", markersize=4, label=f"chosen: {name}"
    )
    difference = chosen - other
    styles = ["-", "--", "-.", ":"]
    for unit, values in enumerate(difference.T):
        below.plot(t, values, color="black", linestyle=styles[unit % 4], linewidth=1.2, label=f"unit {unit + 1}")
    largest = float(np.abs(difference).max())
    above.set(ylabel="state of unit 1", ylim=(-1.05, 1.05))
    above.set_title(f"bias of r = {reset:.1f}: the two forms differ by at most {largest:.3f}")
    below.set(xlabel="time step t", ylabel="difference", ylim=(-1.05, 1.05))
    for axes in (above, below):
        axes.axhline(0, color=GREY, linewidth=0.6)
        axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return Picture(
        figure,
        f"Chosen: {name}. With a bias of {reset:.1f} for the reset gate, the states of the two forms differ by at most "
        f"{largest:.3f} over {len(t)} steps; at the last step unit 1 is at {chosen[-1, 0]:.3f}, and in the other form "
        f"at {other[-1, 0]:.3f}.",
    )


def memory_lines(weights: Mapping[str, np.ndarray]) -> Picture:
    """How much of each candidate is in the last state. weights: name → (T + 1,), h_0 first"""
    figure, (axes,) = new_axes(6.8, 2.8)
    said = []
    for (name, values), colour, marker in zip(weights.items(), [ORANGE, GREEN, BLUE], "sDo"):
        axes.plot(np.arange(len(values)), values, color=colour, marker=marker, markersize=4, linewidth=1.2, label=name)
        said.append(
            f"{name}: {values[0]:.3g} for h_0, {values[1]:.3g} for n_1, {values[-1]:.3g} for n_{len(values) - 1}"
        )
    axes.set(xlabel="step t of the candidate $n_t$ (0: $h_0$)", ylabel="weight in the last state")
    axes.legend(frameon=False)
    return Picture(figure, f"Weights in the last state. {'; '.join(said)}.")


def memory_map(weights: np.ndarray, marked: Sequence[int]) -> Picture:
    """Where the last state of each unit comes from: a row per unit, a column per candidate.

    weights: (H, T + 1), h_0 first, each row summing to 1; marked: steps, from 1, that are pointed at
    """
    order = np.argsort(weights @ np.arange(weights.shape[1]))
    figure, (axes,) = new_axes(7.4, 0.11 * len(weights) + 1.3)
    image = axes.imshow(weights[order], aspect="auto", cmap="Blues", norm=PowerNorm(0.4, 0, 1), interpolation="nearest")
    for step in marked:
        axes.annotate("marked", (step, -0.6), (step, -0.09 * len(weights) - 1.3), ha="center", fontsize=9, color=ORANGE,
                      arrowprops={"arrowstyle": "-|>", "color": ORANGE}, annotation_clip=False)  # fmt: skip
    axes.set(xlabel="step t of the candidate $n_t$ (0: $h_0$)", ylabel="hidden unit, sorted", yticks=[])
    figure.colorbar(image, ax=axes, label="weight", pad=0.01, ticks=[0, 0.05, 0.2, 0.5, 1])
    shares = ", ".join(f"{weights[:, step].mean():.3f} for step {step}" for step in marked)
    best = ", ".join(f"{weights[:, step].max():.2f}" for step in marked)
    return Picture(
        figure,
        f"A heat map of the weights of {weights.shape[1] - 1} candidates and of h_0 in the last state of {len(weights)} "
        f"units. The mean weight over units is {shares}, and {weights.mean():.3f} for any step; the largest of a "
        f"unit is {best} at those steps.",
    )


def nests(closings: Mapping[str, Sequence[float]], depths: Sequence[int], trained: int) -> Picture:
    """After so many opened brackets: how many must close until a network says that all are closed?

    closings: name → one number for each depth, deeper than that where it never says so; trained: the greatest depth in training
    """
    figure, (axes,) = new_axes(6.8, 3.4)
    axes.plot(depths, depths, color="black", linestyle=(0, (1, 2)), linewidth=1.4, label="right")
    axes.axvspan(min(depths), trained, color="#EEEEEE", zorder=0)
    axes.text(trained, max(depths), "trained up to here ", ha="right", va="top", fontsize=9, color=GREY)
    said = []
    for (name, values), colour, marker in zip(closings.items(), [ORANGE, GREEN, BLUE], "sDo"):
        axes.plot(depths, values, color=colour, marker=marker, markersize=4, linewidth=1.2, label=name)
        said.append(
            f"{name}: {values[depths.index(trained)]:g} at depth {trained}, {values[-1]:g} at depth {depths[-1]}"
        )
    axes.set(xlabel="brackets opened, one inside the other", ylabel="closings until it says\n“all closed”")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return Picture(figure, f"Closings until a network says that all is closed. {'; '.join(said)}.")


def counters(units: Mapping[str, np.ndarray], trained: int) -> Picture:
    """One unit of each network while brackets open and close again, against the depth.

    units: name → its value before the first bracket and after each one, (2 · depth + 1,); trained: the greatest depth
    """
    figure, all_axes = new_axes(8.4, 2.7, columns=len(units))
    said = []
    for axes, (name, values), colour in zip(all_axes, units.items(), [ORANGE, GREEN, BLUE]):
        deepest = len(values) // 2
        up = np.arange(deepest + 1)
        axes.axvspan(0, trained, color="#EEEEEE", zorder=0)
        axes.plot(up, values[: deepest + 1], color=colour, linewidth=1.8, label="opening")
        axes.plot(up[::-1], values[deepest:], color="black", linestyle="--", linewidth=1.3, label="closing")
        axes.set(xlabel="depth", title=name)
        said.append(
            f"{name}: {values[0]:.2f} at first, {values[trained]:.2f} at depth {trained}, {values[deepest]:.2f} at "
            f"depth {deepest}, {values[-1]:.2f} when all is closed again"
        )
    all_axes[0].set_ylabel("value of one unit")
    all_axes[-1].legend(frameon=False, fontsize=9)
    return Picture(figure, f"One unit of each network against the depth. {'; '.join(said)}.")
