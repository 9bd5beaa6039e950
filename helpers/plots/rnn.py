"""Hidden states, and what a network makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from helpers.plots.figure import BLUE, GREEN, GREY, ORANGE, PINK, SKY, Picture, new_axes


def echo(states: np.ndarray, W_h: float) -> Picture:
    """The state of a single unit after a pulse. states: (T,), the first one when the pulse is read."""
    figure, (axes,) = new_axes(6.4, 2.6)
    axes.axhline(0, color=GREY, linewidth=0.8)
    t = np.arange(1, len(states) + 1)
    axes.vlines(t, 0, states, color=BLUE, linewidth=2)
    axes.plot(t, states, "o", color=BLUE)
    axes.set(
        xlabel="time step t",
        xticks=t,
        ylabel="state $h_t$",
        ylim=(-1.05, 1.05),
        title=f"$W_h$ = {W_h:.2f}: what is left of the pulse",
    )
    return Picture(
        figure,
        f"With W_h = {W_h:.2f} the state is {states[0]:.2f} at the pulse, {states[1]:.2f} one step "
        f"later, and {states[-1]:.2f} after {len(states) - 1} steps.",
    )


def state_heatmaps(panels: Mapping[str, np.ndarray], steps: Sequence[str]) -> Picture:
    """Hidden states over time, side by side: a column per step, a row per unit.

    panels: title → states (T, H), each entry between −1 and 1; steps: T labels
    """
    T, H = next(iter(panels.values())).shape
    figure, all_axes = new_axes(len(panels) * (0.5 * T + 0.5) + 0.8, 0.34 * H + 1.2, columns=len(panels))
    for axes, (title, states) in zip(all_axes, panels.items()):
        image = axes.imshow(states.T, cmap="PuOr", vmin=-1, vmax=1, aspect="auto")
        axes.set(xticks=range(T), yticks=range(H), title=title)
        axes.set_xticklabels(steps, rotation=35, ha="right", rotation_mode="anchor")
        axes.spines[:].set_visible(False)
        for (t, unit), value in np.ndenumerate(states):
            colour = "white" if abs(value) > 0.6 else "black"
            shown = f"{value:.1f}".replace("-0.0", "0.0").replace("-", "−")
            axes.text(t, unit, shown, ha="center", va="center", color=colour, fontsize=8)
    all_axes[0].set_ylabel("hidden unit")
    figure.colorbar(image, ax=list(all_axes), label="state", pad=0.01)
    said = [
        f"{title}: largest magnitude "
        + ", ".join(f"{abs(state).max():.2f} at {step}" for step, state in zip(steps, states))
        for title, states in panels.items()
    ]
    return Picture(figure, f"Heat maps of {H} hidden units over {T} steps. {'; '.join(said)}.")


def step_by_step(steps: Sequence[str], states: np.ndarray, t: int, units: Sequence[str]) -> Picture:
    """A sequence of which the first t steps have been read, and the state after them as bars.

    steps: T labels; states: (T + 1, H), the initial state first; t: 0 … T; units: H labels
    """
    figure, (line, bars) = new_axes(6.8, 2.9, rows=2, height_ratios=[0.7, 2.2])
    line.set(xlim=(-0.1, len(steps) + 0.1), ylim=(0, 1), yticks=[], xticks=[])
    line.spines[:].set_visible(False)
    for place, label in enumerate(steps):
        now, read = place == t - 1, place < t
        line.add_patch(
            Rectangle(
                (place + 0.06, 0.15),
                0.88,
                0.7,
                facecolor=SKY if now else ("#E8E8E8" if read else "white"),
                edgecolor=BLUE if now else GREY,
                linewidth=2 if now else 0.8,
            )
        )
        line.text(place + 0.5, 0.5, label, ha="center", va="center", fontsize=9, color="black" if read else GREY)
    places = np.arange(len(units))
    if t:
        bars.bar(places, states[t - 1], width=0.7, color="none", edgecolor=GREY, linestyle=":", label="one step before")
    bars.bar(places, states[t], width=0.45, color=BLUE, label=f"after step {t}" if t else "before the first step")
    bars.axhline(0, color=GREY, linewidth=0.8)
    bars.set(xticks=places, xticklabels=units, ylim=(-1.1, 1.1), ylabel=f"state $h_{{{t}}}$")
    bars.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    read = f"Step {t} of {len(steps)} has just been read: {steps[t - 1]}" if t else "Nothing has been read yet"
    said = ", ".join(f"{unit} {value:.2f}" for unit, value in zip(units, states[t]))
    return Picture(figure, f"{read}. The state is {said}.")


def reach(norms: Mapping[str, np.ndarray]) -> Picture:
    """How strongly the last state depends on each earlier input, on a logarithmic scale.

    norms: name → (T,), for the inputs x_1 … x_T
    """
    figure, (axes,) = new_axes()
    said = []
    for (name, values), colour, marker in zip(norms.items(), [BLUE, ORANGE, GREEN, PINK], "osD^"):
        back = np.arange(len(values))[::-1]
        axes.semilogy(back, values, color=colour, marker=marker, markersize=4, label=name)
        said.append(f"{name}: {values[-1]:.2g} at the last step, {values[0]:.2g} {back[0]} steps before")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set(xlabel="steps back from the end", ylabel="size of the gradient")
    axes.legend(frameon=False)
    return Picture(figure, "Lines on a logarithmic scale. " + "; ".join(said) + ".")


def temperature_bars(labels: Sequence[str], p: np.ndarray, temperature: float) -> Picture:
    """A distribution at some temperature, with its entropy in the title.

    labels: V names; p: (V,) probabilities
    """
    figure, (axes,) = new_axes(6.8, 2.6)
    entropy = float(-(p[p > 0] * np.log(p[p > 0])).sum())
    places = np.arange(len(labels))
    axes.bar(places, p, color=BLUE, width=0.7)
    axes.set(xticks=places, xticklabels=labels, ylim=(0, 1.05), ylabel="probability")
    axes.set_title(f"temperature {temperature:.2f}: entropy {entropy:.2f} nats, of at most {np.log(len(p)):.2f}")
    best = int(p.argmax())
    return Picture(
        figure,
        f"At temperature {temperature:.2f} the most probable of {len(p)} is {labels[best]!r} with {p[best]:.2f}; "
        f"the entropy is {entropy:.2f} nats.",
    )


def loss_by_place(losses: Mapping[str, np.ndarray], floor: float, title: str) -> Picture:
    """The mean loss at each place of a chunk.

    losses: name → (chunk,), nats; floor: the text's entropy, nats
    """
    figure, (axes,) = new_axes()
    said = []
    for (name, values), colour, marker in zip(losses.items(), [ORANGE, BLUE], "so"):
        axes.plot(np.arange(1, len(values) + 1), values, color=colour, marker=marker, markersize=4, label=name)
        said.append(f"{name}: {values[0]:.2f} nats at the first place, {values[-1]:.2f} at the last")
    axes.axhline(floor, color="black", linestyle="--", linewidth=1.2, label=f"entropy: {floor:.3f}")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set(xlabel="place in the chunk", ylabel="mean loss (nats)", title=title, ylim=(0, None))
    axes.legend(frameon=False)
    return Picture(figure, "; ".join(said) + f". The entropy is {floor:.3f}.")


def forecasts(days: np.ndarray, prices: np.ndarray, made: Mapping[str, np.ndarray], unit: str) -> Picture:
    """A series and two forecasts of it.

    days: (N,) dates; prices: (N,); made: name → (N,), the forecast for each day; two of them
    """
    figure, (axes,) = new_axes(6.8, 3.0)
    axes.plot(days, prices, color="black", linewidth=1.6, label="what came")
    for (name, values), colour, style in zip(made.items(), [ORANGE, BLUE], ["-", "--"]):
        axes.plot(days, values, color=colour, linestyle=style, linewidth=1.1, label=name)
    axes.set(ylabel=unit)
    axes.tick_params(axis="x", rotation=30)
    axes.legend(frameon=False)
    (first, one), (second, other) = made.items()
    apart, off = np.abs(one - other).mean(), np.abs(one - prices).mean()
    return Picture(
        figure,
        f"A price over {len(days)} days and two forecasts of it. On average the forecasts {first!r} and {second!r} "
        f"lie {apart:.2f} {unit} apart, and {first!r} lies {off:.2f} from what came.",
    )
