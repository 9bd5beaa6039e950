"""What normalization does to numbers, and what dropout does to a memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.ticker import MaxNLocator, NullFormatter

from helpers.plots.figure import BLUE, GREEN, GREY, ORANGE, PINK, SKY, Picture, new_axes


def company(batch: np.ndarray, alone: np.ndarray, size: int) -> Picture:
    """One example, normalized in many batches: what it becomes each time.

    batch: (draws, H), by batch norm, with other company each time; alone: (draws, H), by layer norm
    size: how many examples there are in a batch
    """
    figure, (axes,) = new_axes(6.8, 2.9)
    places = np.arange(batch.shape[1])
    shift = np.linspace(-0.3, 0.05, len(batch))[:, None]
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.plot((places + shift).ravel(), batch.ravel(), "o", color=ORANGE, markersize=3, alpha=0.7, label="batch norm")
    axes.plot((np.tile(places, len(alone)) + 0.25), alone.ravel(), "D", color=BLUE, markersize=6, label="layer norm")
    axes.set(xticks=places, xticklabels=places + 1, xlabel="feature of the one example", ylabel="after normalizing")
    axes.set(ylim=(-3.2, 3.2), title=f"batches of {size}: the same example in {len(batch)} of them")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    jitter, none = (float(one.std(axis=0).mean()) for one in (batch, alone))
    return Picture(
        figure,
        f"One example in {len(batch)} batches of {size}. What batch norm makes of it moves with a standard deviation "
        f"of {jitter:.3f} on average, what layer norm makes of it with one of {none:.3f}.",
    )


def spread_by_size(
    sizes: Sequence[int], spreads: Mapping[str, Sequence[float]], ylabel: str, guide: str = "1/√B"
) -> Picture:
    """How much something moves by chance, for batches of several sizes, on logarithmic scales.

    sizes: increasing; spreads: name → one for each size; guide: what the dashed line is, which falls as 1/√size
    """
    figure, (axes,) = new_axes(6.4, 2.9)
    said = []
    for (name, values), colour, marker in zip(spreads.items(), [ORANGE, BLUE, GREEN], "oDs"):
        axes.loglog(sizes, values, color=colour, marker=marker, markersize=5, label=name)
        said.append(f"{name}: {values[0]:.3g} at {sizes[0]}, {values[-1]:.3g} at {sizes[-1]}")
    first = next(iter(spreads.values()))[-1]
    axes.loglog(sizes, first * np.sqrt(sizes[-1] / np.asarray(sizes)), "--", color="black", linewidth=1, label=guide)
    axes.set(xticks=sizes, xticklabels=sizes, xlabel="examples in a batch", ylabel=ylabel)
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.legend(frameon=False)
    return Picture(figure, f"Lines on logarithmic scales of the {ylabel} by batch size. {'; '.join(said)}.")


def running_values(
    batches: np.ndarray, running: Mapping[str, np.ndarray], truth: float, ylabel: str = "mean of one feature"
) -> Picture:
    """The mean of each batch, and running means that follow it.

    batches: (steps,); running: name → (steps,); truth: the mean of all data
    """
    figure, (axes,) = new_axes(6.8, 2.9)
    steps = np.arange(1, len(batches) + 1)
    axes.plot(steps, batches, ".", color=SKY, markersize=4, label="of each batch")
    for (name, values), colour, style in zip(running.items(), [ORANGE, BLUE, GREEN], ["-", "--", "-."]):
        axes.plot(steps, values, color=colour, linestyle=style, linewidth=1.8, label=name)
    axes.axhline(truth, color="black", linewidth=1, linestyle=":", label=f"of all data: {truth:.2f}")
    axes.set(xlabel="training step", ylabel=ylabel)
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    half = len(batches) // 2
    said = [f"of each batch: spread {batches[half:].std():.3f}"]
    said += [
        f"{name}: {v[0]:.2f} after the first step, spread {v[half:].std():.3f} later" for name, v in running.items()
    ]
    return Picture(
        figure, f"Values of the {ylabel} over {len(batches)} steps; of all data {truth:.2f}. {'; '.join(said)}."
    )


def sequences_left(left: np.ndarray, errors: np.ndarray, end: int, batch: int) -> Picture:
    """How many sequences of a batch are left at each step, and how far their mean is off.

    left: (T,), on average; errors: (T,), in standard deviations, NaN where there are too few; end: the first step that no sequence has
    batch: sequences in a batch
    """
    figure, (above, below) = new_axes(6.8, 4.0, rows=2, sharex=True)
    steps = np.arange(1, len(left) + 1)
    above.bar(steps, left, color=BLUE, width=0.8)
    above.set(ylabel="sequences left", ylim=(0, batch + 1))
    below.plot(steps, errors, color=ORANGE, marker="o", markersize=3)
    below.set(xlabel="time step t", ylabel="error of their mean\n(standard deviations)", ylim=(0, None))
    for axes in (above, below):
        axes.axvspan(end - 0.5, end + 7, facecolor="#EEEEEE", edgecolor=GREY, hatch="//", linewidth=0)
    plate = {"facecolor": "white", "edgecolor": "none", "pad": 2}
    above.text(
        end + 3.25, batch / 2, "no training\nsequence\nis so long", ha="center", va="center", fontsize=9, bbox=plate
    )
    below.set_xlim(0, end + 7)
    at = [0, len(left) // 2, int(np.flatnonzero(np.isfinite(errors))[-1])]
    said = "; ".join(f"step {t + 1}: {left[t]:.1f} left, error {errors[t]:.2f}" for t in at)
    return Picture(figure, f"Of {batch} sequences at each step, {said}. From step {end} on there is none.")


def latches(panels: Mapping[str, np.ndarray], shown: int = 20) -> Picture:
    """Units that hold a value, over time: dark where it is still held.

    panels: title → states (units, T), from 0 to 1; shown: how many units are drawn
    """
    figure, all_axes = new_axes(9.2, 3.2, columns=len(panels), sharey=True)
    said = []
    for axes, (title, states) in zip(all_axes, panels.items()):
        axes.imshow(states[:shown], cmap="Blues", vmin=0, vmax=1.15, aspect="auto", interpolation="nearest")
        held = (states > 0.5).mean(axis=0)
        axes.set(xlabel="time step", title=f"{title}\nheld at the end: {held[-1]:.0%}")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        T = states.shape[1]
        axes.set_xticks(range(4, T, 10), range(5, T + 1, 10))
        said.append(f"{title}: {held[0]:.0%} hold it after the first step, {held[-1]:.0%} after step {T}")
    all_axes[0].set(ylabel="unit", yticks=[])
    units = len(next(iter(panels.values())))
    return Picture(figure, f"Heat maps of units that hold a value, {shown} of {units} each. {'; '.join(said)}.")


def held_out_curves(
    curves: Mapping[str, tuple[Sequence[int], Sequence[float], Sequence[float]]], floor: float
) -> Picture:
    """Perplexity on training and on held-out text while networks are trained.

    curves: name → (epochs, on the training text, on the held-out text); floor: that no model can go below
    """
    figure, (axes,) = new_axes(6.8, 3.2)
    said = []
    for (name, (epochs, seen, unseen)), colour, marker in zip(curves.items(), [ORANGE, BLUE, GREEN, PINK], "osD^"):
        axes.plot(epochs, unseen, color=colour, marker=marker, markersize=4, label=f"{name}, held out")
        axes.plot(epochs, seen, color=colour, linestyle=":", linewidth=1.4, label=f"{name}, training")
        said.append(
            f"{name}: held out at best {min(unseen):.2f} and {unseen[-1]:.2f} at the end, training {seen[-1]:.2f}"
        )
    axes.axhline(floor, color="black", linestyle="--", linewidth=1, label=f"exp(entropy): {floor:.3f}")
    axes.set(xlabel="epoch", ylabel="perplexity per character", yscale="log")
    ticks = [1.1, 1.3, 1.6, 2, 2.5, 3, 4]
    axes.set(yticks=ticks, yticklabels=ticks, ylim=(1.02, 4))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return Picture(figure, f"Perplexities over training. {'; '.join(said)}. The floor is {floor:.3f}.")
