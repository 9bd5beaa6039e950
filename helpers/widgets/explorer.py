"""The widget of this course: controls above the picture that they change.

It carries its first picture as a plain image too, so that a notebook
without live widgets (on GitHub, printed) shows that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets

from helpers.plots.figure import Picture

_LOOKS = {"style": {"description_width": "12em"}, "layout": {"width": "32em"}}


class Explorer(ipywidgets.VBox):
    """Sliders, check boxes and text boxes above the picture that they change.

    draw: takes each control's value by name and returns a Picture
    sliders: for each name the settings of an ipywidgets.FloatSlider, of an IntSlider where its value is an int,
        of a Checkbox where it is True or False, or of a Text box where it is a string
    """

    def __init__(self, draw: Callable[..., Picture], sliders: Mapping[str, Mapping[str, Any]]) -> None:
        self._draw = draw
        self._controls = {name: _slider(settings["value"])(**_LOOKS | settings) for name, settings in sliders.items()}
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


def _slider(value: bool | int | float | str) -> type:
    if isinstance(value, str):
        return ipywidgets.Text
    if isinstance(value, bool):
        return ipywidgets.Checkbox
    return ipywidgets.IntSlider if isinstance(value, int) else ipywidgets.FloatSlider
