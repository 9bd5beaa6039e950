"""Gradients over time, what clipping does to them, and the ways that optimizers take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Patch, Rectangle

from helpers.plots.figure import BLUE, GREEN, GREY, ORANGE, PINK, SKY, Picture, new_axes

COLOURS = [BLUE, ORANGE, GREEN, PINK, SKY, "black"]
STYLES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1))]


def gradients_over_time(
    panels: Mapping[str, Mapping[str, np.ndarray]],
    ylabel: str = "size of the gradient",
    limits: tuple[float, float] | None = None,
) -> Picture:
    """Sizes of gradients at h_1 … h_T on a logarithmic scale, in one or more panels with one scale.

    panels: title → name of a line → (T,); limits: of the vertical axis; what lies beyond is not drawn
    """
    figure, all_axes = new_axes(3.9 * len(panels) + 1.0, 4.4, columns=len(panels), sharey=True)
    said = []
    for axes, (title, lines) in zip(all_axes, panels.items()):
        for (name, values), colour, style in zip(lines.items(), COLOURS, STYLES):
            t = np.arange(1, len(values) + 1)
            axes.plot(t, values, color=colour, linestyle=style, linewidth=1.8, label=name)
            said.append(f"{name}: {values[0]:.2g} at t = 1, {values[-1]:.2g} at t = {len(values)}")
        axes.axhline(1, color=GREY, linewidth=0.6)
        axes.set(yscale="log", xlabel="time step t", title=title)
        if limits:
            axes.set_ylim(*limits)
        axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.2), fontsize=9)
    all_axes[0].set_ylabel(ylabel)
    return Picture(figure, f"Lines of {ylabel} against time, on a logarithmic scale. {'; '.join(said)}.")


def norms_and_bound(norms: np.ndarray, radius: float, largest: float) -> Picture:
    """How strongly the last state depends on each, and what the largest singular value alone would allow.

    norms: (T,), for h_1 … h_T; radius and largest: W_h's spectral radius and largest singular value
    """
    T = len(norms)
    t = np.arange(1, T + 1)
    bound = largest ** (T - t.astype(float))
    figure, (axes,) = new_axes(6.8, 3.2)
    axes.plot(t, bound, color=GREY, linestyle="--", linewidth=1.2, label=f"{largest:.2f} for each step: the bound")
    axes.plot(t, norms, color=BLUE, marker="o", markersize=3.5, label="your gradient_norms")
    axes.axhline(1, color="black", linewidth=0.6)
    axes.set(yscale="log", ylim=(1e-12, 1e12), xlabel="time step t", ylabel=r"norm of $\partial h_T / \partial h_t$")
    axes.set_title(f"spectral radius {radius:.2f}, largest singular value {largest:.2f}")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return Picture(
        figure,
        f"With a spectral radius of {radius:.2f} and a largest singular value of {largest:.2f}, the norm of ∂h_T/∂h_t is "
        f"1 at t = {T} and {norms[0]:.2g} at t = 1; the bound there is {bound[0]:.2g}.",
    )


def powers(norms: np.ndarray, radius: float, largest: float) -> Picture:
    """The norms of W⁰, W¹, W², …, between the powers of W's spectral radius and of its largest singular value."""
    k = np.arange(len(norms))
    figure, (axes,) = new_axes(6.8, 3.0)
    axes.plot(
        k, largest ** k.astype(float), color=ORANGE, linestyle="--", label=f"largest singular value {largest:.2f}"
    )
    axes.plot(k, norms, color=BLUE, marker="o", markersize=3.5, label="norm of $W^k$")
    axes.plot(
        k, radius ** k.astype(float), color=GREEN, linestyle=":", linewidth=2, label=f"spectral radius {radius:.2f}"
    )
    axes.axhline(1, color="black", linewidth=0.6)
    top = max(float(np.max(norms)), 1.0)
    axes.set(yscale="log", ylim=(1e-6, max(1e3, 3 * top)), xlabel="power k", ylabel="norm")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    at = int(np.argmax(norms))
    return Picture(
        figure,
        f"Spectral radius {radius:.2f}, largest singular value {largest:.2f}. The norm of the k-th power is largest at "
        f"k = {at}, with {norms[at]:.3g}, and {norms[-1]:.2g} at k = {k[-1]}.",
    )


def wall(weights: np.ndarray, losses: np.ndarray, start: float, slope: float, landings: Mapping[str, float]) -> Picture:
    """A loss with a steep wall, and where one step from it lands.

    weights, losses: (N,); start: a weight on the wall, with that slope; landings: name → the weight after the step
    """
    figure, (axes,) = new_axes(6.8, 3.1)
    axes.plot(weights, losses, color="black", linewidth=1.4, label="loss")
    height = float(np.interp(start, weights, losses))
    axes.plot(start, height, "o", color=BLUE, markersize=7)
    axes.annotate(
        f"the slope here is {slope:.0f}", (start, height), (14, -4), textcoords="offset points", color=BLUE, fontsize=9
    )
    low, high = float(weights[0]), float(weights[-1])
    for (name, landing), colour, share in zip(landings.items(), [ORANGE, GREEN], (0.80, 0.62)):
        inside, level = low <= landing <= high, height * share
        arrow = {"arrowstyle": "-|>", "color": colour, "lw": 1.8, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (min(max(landing, low), high), level), (start, level), arrowprops=arrow)
        where = f"to w = {landing:.3g}" + ("" if inside else ", far outside of the picture")
        axes.annotate(f"{name}: {where}", (start, level), (14, 4), textcoords="offset points", color=colour, fontsize=9)
    axes.set(xlabel="recurrent weight w", ylabel="loss", xlim=(low, high))
    said = "; ".join(f"{name}: the step ends at w = {landing:.3g}" for name, landing in landings.items())
    return Picture(figure, f"A loss with a wall: at w = {start:.3g} its slope is {slope:.0f}. {said}.")


def clipped_arrows(gradient: np.ndarray, clipped: Mapping[str, np.ndarray], limit: float) -> Picture:
    """A gradient of two entries and what clipping makes of it. gradient, clipped: (2,) each"""
    figure, (axes,) = new_axes(5.6, 3.2)
    axes.add_patch(_square(limit))
    axes.add_patch(_circle(limit))
    turned = {}
    for (name, (x, y)), colour, style in zip(
        {"the gradient": gradient, **clipped}.items(), [GREY, BLUE, ORANGE], ["-", "-", "--"]
    ):
        axes.annotate("", (x, y), (0, 0), arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2, "ls": style})
        axes.plot([], [], color=colour, linestyle=style, linewidth=2, label=f"{name}: ({x:.2f}, {y:.2f})")
        turned[name] = np.degrees(np.arctan2(y, x))
    reach = 1.15 * max(abs(gradient).max(), limit)
    axes.set(xlim=(-0.3 * reach, reach), ylim=(-0.3 * reach, 0.75 * reach), aspect="equal")
    axes.set(xlabel="first weight's gradient", ylabel="second weight's gradient")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    first, *others = turned
    said = "; ".join(f"{name} is turned by {abs(turned[name] - turned[first]):.0f} degrees" for name in others)
    return Picture(
        figure, f"The gradient ({gradient[0]:.2f}, {gradient[1]:.2f}) as an arrow, clipped at {limit:g}: {said}."
    )


def _square(limit: float) -> Patch:
    return Rectangle((-limit, -limit), 2 * limit, 2 * limit, fill=False, edgecolor=ORANGE, linestyle=":", linewidth=1)


def _circle(limit: float) -> Patch:
    return Circle((0, 0), limit, fill=False, edgecolor=BLUE, linestyle=":", linewidth=1)


def valley(curvatures: tuple[float, float], paths: Mapping[str, np.ndarray]) -> Picture:
    """A loss ½(a·x² + c·y²) as contour lines, and the ways of some optimizers down. paths: name → (steps + 1, 2)"""
    figure, (axes,) = new_axes(6.8, 2.8)
    x, y = np.meshgrid(np.linspace(-1.3, 4.3, 200), np.linspace(-1.5, 1.5, 120))
    loss = (curvatures[0] * x**2 + curvatures[1] * y**2) / 2
    axes.contour(x, y, loss, levels=np.geomspace(0.05, loss.max(), 9), colors=GREY, linewidths=0.6)
    said = []
    for (name, path), colour, marker in zip(paths.items(), [ORANGE, BLUE, GREEN, PINK], "o^sD"):
        axes.plot(path[:, 0], path[:, 1], color=colour, marker=marker, markersize=3.5, linewidth=1.2, label=name)
        said.append(f"{name} is at ({path[-1, 0]:.2f}, {path[-1, 1]:.2f}) after {len(path) - 1} steps")
    axes.set(xlabel="first weight", ylabel="second weight")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return Picture(figure, f"A narrow valley with its lowest point at (0, 0). {'; '.join(said)}.")


def errors_by_length(
    errors: Mapping[str, Mapping[str, Sequence[float]]], lengths: Sequence[int], baseline: float
) -> Picture:
    """Bars of what networks reached, a panel for each length of the sequences.

    errors: way of training → network → an error for each length; baseline: drawn as a line across
    """
    figure, all_axes = new_axes(9.2, 2.9, columns=len(lengths), sharey=True)
    names = list(next(iter(errors.values())))
    width = 0.8 / len(errors)
    for number, (axes, T) in enumerate(zip(all_axes, lengths)):
        _bars(axes, {way: [errors[way][name][number] for name in names] for way in errors}, width)
        axes.axhline(baseline, color="black", linestyle=":", linewidth=1.2)
        axes.set(title=f"T = {T}", xticks=range(len(names)))
        axes.set_xticklabels([name.replace(" ", "\n", 1) for name in names], fontsize=9)
    all_axes[0].set_ylabel("mean squared error")
    all_axes[-1].legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    all_axes[0].text(-0.45, baseline * 1.02, f"baseline {baseline:.3f}", fontsize=8, va="bottom")
    said = [
        f"{name} {way} at T = {T}: {errors[way][name][number]:.3f}"
        for number, T in enumerate(lengths)
        for name in names
        for way in errors
    ]
    return Picture(figure, f"Bars of the mean squared error, beside a baseline of {baseline:.3f}. {'; '.join(said)}.")


def _bars(axes: Axes, heights: Mapping[str, Sequence[float]], width: float) -> None:
    for number, ((way, values), colour, hatch) in enumerate(zip(heights.items(), [ORANGE, BLUE], ["///", ""])):
        places = np.arange(len(values)) + (number - (len(heights) - 1) / 2) * width
        axes.bar(places, values, width=width, color=colour, hatch=hatch, edgecolor="white", linewidth=0, label=way)
