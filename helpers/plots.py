"""Figures for the lectures: each function returns a matplotlib figure and draws one message.

The colours are Okabe and Ito's, which people with any colour vision can tell
apart; what a colour says is also said by a place, a label or a hatch.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence

import matplotlib
import numpy as np
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, PINK, SKY, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#666666"
STYLE = {
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.labelsize": 10,
    "font.size": 10,
    "figure.dpi": 110,
}


class Picture:
    """A figure with a text alternative, as a notebook shows it."""

    def __init__(self, figure: Figure, alt: str) -> None:
        self.figure = figure
        self.alt = alt

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, object]:
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", bbox_inches="tight", dpi=150, facecolor="white")
        data = base64.b64encode(buffer.getvalue()).decode()
        alt = self.alt.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        image = f'<img alt="{alt}" style="max-width:100%;width:{self.figure.get_figwidth() * 96:.0f}px" '
        return {
            "text/html": f'{image}src="data:image/png;base64,{data}">',
            "image/png": data,
            "text/plain": self.alt,
        }


def new_axes(width: float = 6.4, height: float = 2.8, columns: int = 1) -> tuple[Figure, Sequence]:
    """Return a figure (sizes in inches) and its axes side by side, in the course's style."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots(1, columns, squeeze=False)[0]
    return figure, axes


def softmax_bars(z: np.ndarray, p: np.ndarray, labels: Sequence[str]) -> Picture:
    """Logits beside their probabilities.

    z, p: (V,) logits and probabilities; labels: V names
    """
    figure, (left, right) = new_axes(6.8, 2.6, columns=2)
    places = np.arange(len(labels))
    left.bar(places, z, color=ORANGE, width=0.6)
    left.axhline(0, color=GREY, linewidth=0.8)
    left.set(title="in: logits", ylabel="logit z", xticks=places, xticklabels=labels)
    right.bar(places, p, color=BLUE, width=0.6)
    right.set(title="out: probabilities, summing to 1", ylabel="softmax(z)", ylim=(0, 1.08))
    right.set(xticks=places, xticklabels=labels)
    for place, value in zip(places, p):
        right.annotate(_share(value), (place, value), ha="center", va="bottom", fontsize=9)
    said = ", ".join(f"{label}: logit {a:.1f}, probability {_share(b)}" for label, a, b in zip(labels, z, p))
    return Picture(figure, f"Two bar charts. {said}.")


def _share(value: float) -> str:
    """A probability with two digits, and never as 0.00 where it is not zero."""
    return f"{value:.2f}" if value >= 0.005 or value == 0 else f"{value:.0e}"


def loss_curve(losses: Sequence[float], floor: float, floor_name: str) -> Picture:
    """A loss against training steps, with the value that it cannot go below.

    losses: nats, one per step; floor: nats
    """
    figure, (axes,) = new_axes()
    axes.plot(losses, color=BLUE, label="loss")
    axes.axhline(floor, color=ORANGE, linestyle="--", label=f"{floor_name}: {floor:.3f} nats")
    axes.set(
        xlabel="training step", ylabel="cross-entropy (nats)", title="The loss falls to the entropy and stops there"
    )
    axes.legend(frameon=False)
    return Picture(
        figure,
        f"The loss starts at {losses[0]:.3f} nats and ends at {losses[-1]:.3f}, just above the {floor_name} {floor:.3f}.",
    )


def paired_bars(
    labels: Sequence[str], first: np.ndarray, second: np.ndarray, names: tuple[str, str], ylabel: str
) -> Picture:
    """Two series of bars side by side. first, second: (V,); names: what they are."""
    figure, (axes,) = new_axes(7.2, 2.6)
    places = np.arange(len(labels))
    axes.bar(places - 0.2, first, width=0.4, color=BLUE, label=names[0])
    axes.bar(places + 0.2, second, width=0.4, color=ORANGE, hatch="///", edgecolor="white", linewidth=0, label=names[1])
    axes.set(xticks=places, xticklabels=labels, ylabel=ylabel)
    axes.legend(frameon=False)
    worst = float(np.abs(first - second).max())
    return Picture(figure, f"{names[0]} and {names[1]} for {len(labels)} symbols; they differ by at most {worst:.4f}.")


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
            axes.text(
                t, unit, f"{value + 0.0:.1f}".replace("-0.0", "0.0"), ha="center", va="center", color=colour, fontsize=7
            )
    all_axes[0].set_ylabel("hidden unit")
    figure.colorbar(image, ax=list(all_axes), label="state", pad=0.01)
    said = [
        f"{title}: largest magnitude "
        + ", ".join(f"{abs(state).max():.2f} at {step}" for step, state in zip(steps, states))
        for title, states in panels.items()
    ]
    return Picture(figure, f"Heat maps of {H} hidden units over {T} steps. {'; '.join(said)}.")
