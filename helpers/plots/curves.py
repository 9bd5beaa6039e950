"""Curves and bars that many lectures draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.plots.figure import BLUE, GREEN, GREY, ORANGE, PINK, SKY, Picture, new_axes


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


def compared(
    lines: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    xlabel: str,
    ylabel: str,
    levels: Mapping[str, float] | None = None,
    log: bool = False,
    title: str = "",
) -> Picture:
    """Several lines in one plot, such as the losses of networks that are compared.

    lines: name → (x, y); levels: name → a value, drawn as a line across; log: whether y has a logarithmic scale
    """
    levels = levels or {}
    figure, (axes,) = new_axes(6.8, 3.0)
    styles = zip([BLUE, ORANGE, GREEN, PINK, SKY, GREY, "black"], ["-", "--", "-.", ":"] * 2)
    for (name, (x, y)), (colour, style) in zip(lines.items(), styles):
        axes.plot(x, y, color=colour, linestyle=style, linewidth=1.6, label=name)
    for name, value in levels.items():
        axes.axhline(value, color="black", linestyle=(0, (1, 2)), linewidth=1.2, label=f"{name}: {value:.3g}")
    axes.set(xlabel=xlabel, ylabel=ylabel, title=title)
    if log:
        axes.set_yscale("log")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    said = [f"{name}: {y[0]:.3g} at {x[0]:g}, {y[-1]:.3g} at {x[-1]:g}" for name, (x, y) in lines.items()]
    said += [f"{name}: {value:.3g}" for name, value in levels.items()]
    scale = " on a logarithmic scale" if log else ""
    return Picture(figure, f"Lines of {ylabel} against {xlabel}{scale}. {'; '.join(said)}.")


def smoothed(values: Sequence[float], window: int = 50) -> tuple[np.ndarray, np.ndarray]:
    """Return (steps, means): the mean of each `window` values, at its last step; at least one mean."""
    window = max(1, min(window, len(values)))
    whole = np.asarray(values, dtype=float)[: len(values) // window * window].reshape(-1, window)
    return (np.arange(len(whole)) + 1) * window, whole.mean(axis=1)


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
