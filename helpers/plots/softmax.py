"""Logits beside their probabilities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from helpers.plots.figure import BLUE, GREY, ORANGE, Picture, new_axes


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
