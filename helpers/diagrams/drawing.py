"""What the diagrams are drawn with: boxes, arrows, and an empty canvas."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch


def box(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    colour: str,
    width: float = 1.0,
    height: float = 0.7,
    fontsize: float = 11,
) -> None:
    """Draw a rounded box around the point (x, y), with its text inside."""
    axes.add_patch(
        FancyBboxPatch(
            (x - width / 2, y - height / 2),
            width,
            height,
            boxstyle="round,pad=0.02,rounding_size=0.12",
            facecolor=colour + "22",
            edgecolor=colour,
            linewidth=1.5,
        )
    )
    axes.text(x, y, text, ha="center", va="center", fontsize=fontsize)


def node(axes: Axes, x: float, y: float, text: str, colour: str, radius: float = 0.2) -> None:
    """Draw a circle around the point (x, y) with an operation in it, such as × or +."""
    axes.add_patch(Circle((x, y), radius, facecolor="white", edgecolor=colour, linewidth=1.5, zorder=3))
    axes.text(x, y, text, ha="center", va="center", fontsize=11, zorder=4)


def line(axes: Axes, *points: tuple[float, float], **style) -> None:
    """Draw a line through the points. style: further settings of Axes.plot"""
    settings = {"color": "#333333", "linewidth": 1.3, "zorder": 1} | style
    axes.plot(*zip(*points), **settings)


def arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], label: str = "", shift=(0.0, 0.16), **style
) -> None:
    """Draw an arrow, with a label beside its middle. style: further settings of FancyArrowPatch"""
    settings = {"color": "#333333", "linewidth": 1.3, "mutation_scale": 13} | style
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", **settings))
    if label:
        x, y = (start[0] + end[0]) / 2 + shift[0], (start[1] + end[1]) / 2 + shift[1]
        axes.text(x, y, label, ha="center", va="center", fontsize=10)


def canvas(axes: Axes, right: float, bottom: float, top: float, left: float = -0.7) -> None:
    """Make an empty drawing of this size, without ticks and with equal scales."""
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    axes.axis("off")
