"""Curves and bars that many lectures draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.plots.figure import BLUE, GREEN, ORANGE, PINK, SKY, Picture, new_axes


def training_curve(
    losses: Sequence[float],
    ylabel: str = "cross-entropy (nats)",
    floors: Mapping[str, float] | None = None,
    measures: Mapping[str, tuple[Sequence[float], Sequence[float]]] | None = None,
    title: str = "",
) -> Picture:
    """A loss against training steps, with what it is to be compared with.

    losses: one per step
    floors: name → a value, drawn as a line across
    measures: name → (steps, values), such as the held-out loss after each epoch
    """
    floors, measures = floors or {}, measures or {}
    figure, (axes,) = new_axes()
    first = {"color": SKY, "linewidth": 1.2} if measures else {"color": BLUE}
    axes.plot(range(1, len(losses) + 1), losses, label="training loss", **first)
    for (name, (steps, values)), colour, marker in zip(measures.items(), [ORANGE, GREEN, PINK], "osD"):
        axes.plot(steps, values, marker=marker, color=colour, linewidth=1.5, label=name)
    for (name, value), style in zip(floors.items(), ["--", ":", "-."]):
        axes.axhline(value, color="black", linestyle=style, linewidth=1.2, label=f"{name}: {value:.3f}")
    axes.set(xlabel="training step", ylabel=ylabel, title=title)
    axes.legend(frameon=False)
    said = [f"The training loss goes from {losses[0]:.3f} to {losses[-1]:.3f} in {len(losses)} steps"]
    said += [f"{name} from {values[0]:.3f} to {values[-1]:.3f}" for name, (_, values) in measures.items()]
    said += [f"{name}: {value:.3f}" for name, value in floors.items()]
    return Picture(figure, "; ".join(said) + ".")


def paired_bars(
    labels: Sequence[str], first: np.ndarray, second: np.ndarray, names: tuple[str, str], ylabel: str
) -> Picture:
    """Two series of bars side by side. first, second: (V,); names: what they are."""
    figure, (axes,) = new_axes(7.2, 2.6)
    places = np.arange(len(labels))
    axes.bar(places - 0.2, first, width=0.4, color=BLUE, label=names[0])
    axes.bar(places + 0.2, second, width=0.4, color=ORANGE, hatch="///", edgecolor="white", linewidth=0, label=names[1])
    axes.set(xticks=places, xticklabels=labels, ylabel=ylabel)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)
    if len(labels) <= 8:
        values = "; ".join(f"{label}: {a:.3f} and {b:.3f}" for label, a, b in zip(labels, first, second))
        return Picture(figure, f"Bars of {ylabel} for {names[0]} and for {names[1]}. {values}.")
    worst = float(np.abs(first - second).max())
    return Picture(figure, f"{names[0]} and {names[1]} for {len(labels)} symbols; they differ by at most {worst:.4f}.")
