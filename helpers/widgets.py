"""Widgets: thin shells over pure functions that return a picture.

Every widget carries its first picture as a plain image too, so that a notebook
without live widgets (on GitHub, printed) shows that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets
import numpy as np

from helpers.plots import Picture, echo, softmax_bars

Softmax = Callable[[np.ndarray], np.ndarray]


class Explorer(ipywidgets.VBox):
    """Sliders above the picture that they change.

    draw: takes each slider's value by name and returns a Picture
    sliders: for each name the settings of an ipywidgets.FloatSlider
    """

    def __init__(self, draw: Callable[..., Picture], sliders: Mapping[str, Mapping[str, Any]]) -> None:
        self._draw = draw
        self._controls = {
            name: ipywidgets.FloatSlider(style={"description_width": "8em"}, layout={"width": "28em"}, **settings)
            for name, settings in sliders.items()
        }
        self._picture = ipywidgets.HTML()
        for control in self._controls.values():
            control.observe(self._redraw, names="value")
        self._redraw()
        super().__init__([*self._controls.values(), self._picture])

    def picture(self) -> Picture:
        """Return the picture for where the sliders stand now."""
        return self._draw(**{name: control.value for name, control in self._controls.items()})

    def _redraw(self, *_: Any) -> None:
        self._picture.value = self.picture()._repr_mimebundle_()["text/html"]

    def _repr_mimebundle_(self, **settings: Any) -> dict[str, Any]:
        still = self.picture()._repr_mimebundle_()
        live = super()._repr_mimebundle_(**settings) or {}
        return live | {"image/png": still["image/png"], "text/plain": still["text/plain"]}


def softmax_explorer(softmax: Softmax) -> Explorer:
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


def echo_explorer(rnn_step: Callable[..., np.ndarray], steps: int = 20) -> Explorer:
    """One hidden unit that reads a pulse; a slider for its recurrent weight.

    rnn_step: takes x_t (1, 1), h_prev (1, 1), W_x (1, 1), W_h (1, 1) and b (1,)
    """

    def draw(W_h: float) -> Picture:
        h, states = np.zeros((1, 1)), []
        for t in range(steps):
            x_t = np.array([[1.0 if t == 0 else 0.0]])
            h = rnn_step(x_t, h, np.ones((1, 1)), np.full((1, 1), W_h), np.zeros(1))
            states.append(h[0, 0])
        return echo(np.array(states), W_h)

    return Explorer(draw, {"W_h": {"description": "W_h", "value": 0.9, "min": -1.5, "max": 1.5, "step": 0.05}})
