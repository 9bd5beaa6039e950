"""A figure with a text alternative, and the style that all figures share.

The colours are Okabe and Ito's, which people with any colour vision can tell
apart; what a colour says is also said by a place, a label or a hatch.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Any

import matplotlib
from matplotlib.axes import Axes
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


def new_axes(
    width: float = 6.4, height: float = 2.8, columns: int = 1, rows: int = 1, **grid: Any
) -> tuple[Figure, Sequence[Axes]]:
    """Return a figure (sizes in inches) and its axes in reading order, in the course's style.

    grid: further settings of matplotlib's Figure.subplots
    """
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots(rows, columns, squeeze=False, **grid)
    return figure, list(axes.flat)
