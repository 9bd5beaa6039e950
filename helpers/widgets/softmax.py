"""Move logits, and see the probabilities follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.plots.figure import Picture
from helpers.plots.softmax import softmax_bars
from helpers.widgets.explorer import Explorer


def softmax_explorer(softmax: Callable[[np.ndarray], np.ndarray]) -> Explorer:
    """Three logits and a number added to all of them; the probabilities follow.

    softmax: (V,) → (V,)
    """
    labels = ["cat", "dog", "fish"]

    def draw(cat: float, dog: float, fish: float, added: float) -> Picture:
        z = np.array([cat, dog, fish]) + added
        return softmax_bars(z, softmax(z), labels)

    def logit(label: str, value: float) -> dict[str, Any]:
        return {"description": f"logit of {label}", "value": value, "min": -5, "max": 5, "step": 0.1}

    added = {"description": "added to all", "value": 0.0, "min": -5, "max": 5, "step": 0.5}
    sliders = {"cat": logit("cat", 2.0), "dog": logit("dog", 1.0), "fish": logit("fish", -1.0), "added": added}
    return Explorer(draw, sliders)
