"""The tree of a beam search, and how well translations do by length."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from helpers.plots.figure import BLUE, GREEN, GREY, ORANGE, PINK, Picture, new_axes

Beginning = tuple[str, ...]


@dataclass(frozen=True)
class Tree:
    """What a search has looked at. Beginnings of sentences are tuples of words; () is the root.

    log_probs: of every beginning that is drawn
    grown: the beginnings that were continued; finished: the score of each finished sentence
    best: the finished sentence that came first
    """

    log_probs: Mapping[Beginning, float]
    grown: frozenset[Beginning]
    finished: Mapping[Beginning, float]
    best: Beginning

    def children(self, node: Beginning) -> list[Beginning]:
        """Return the continuations by one word, the most probable first."""
        found = [other for other in self.log_probs if len(other) == len(node) + 1 and other[: len(node)] == node]
        return sorted(found, key=lambda other: (-self.log_probs[other], other))


def beam_tree(tree: Tree, title: str = "") -> Picture:
    """Draw a search from left to right: kept beginnings in boxes, dropped ones without, finished ones with scores."""
    places = _places(tree)
    depth = max(len(node) for node in places)
    rows = 1 + max(y for _, y in places.values())
    figure, (axes,) = new_axes(1.25 * depth + 2.1, 0.36 * rows + 0.75)
    axes.set(xlim=(-0.45, depth + 1.15), ylim=(rows - 0.3, -0.8), title=title)
    axes.axis("off")
    for node, (x, y) in places.items():
        if node:
            _edge(axes, tree, node, places[node[:-1]], (x, y))
    for node, (x, y) in places.items():
        _word(axes, tree, node, x, y)
    said = "; ".join(f"{' '.join(node)} {score:.3f}" for node, score in _by_score(tree))
    return Picture(
        figure,
        f"{title or 'A beam search'}. A tree from left to right: {len(tree.grown) - 1} beginnings were kept and continued, "
        f"{len(places) - len(tree.grown | set(tree.finished))} dropped. Finished, with scores: {said}. "
        f"Best: {' '.join(tree.best)}.",
    )


def _by_score(tree: Tree) -> list[tuple[Beginning, float]]:
    return sorted(tree.finished.items(), key=lambda item: (item[0] != tree.best, -item[1]))


def _places(tree: Tree) -> dict[Beginning, tuple[float, float]]:
    """A place for every node: one row for each leaf, and parents beside the middle of their children."""
    places: dict[Beginning, tuple[float, float]] = {}
    leaves = iter(range(len(tree.log_probs) + 1))

    def place(node: Beginning) -> float:
        below = [place(child) for child in tree.children(node)]
        y = (below[0] + below[-1]) / 2 if below else float(next(leaves))
        places[node] = (float(len(node)), y)
        return y

    place(())
    return places


def _edge(axes, tree: Tree, node: Beginning, start: tuple[float, float], end: tuple[float, float]) -> None:
    kept = node in tree.grown or node in tree.finished
    winning = tree.best[: len(node)] == node
    style = {"color": ORANGE, "linewidth": 3.0} if winning else {"color": BLUE if kept else GREY, "linewidth": 1.2}
    axes.plot(*zip(start, end), linestyle="-" if kept else ":", zorder=1, **style)
    probability = math.exp(tree.log_probs[node] - tree.log_probs[node[:-1]])
    middle = 0.45 * start[0] + 0.55 * end[0], 0.45 * start[1] + 0.55 * end[1]
    axes.text(*middle, f"{probability:.2f}", fontsize=7.5, ha="center", va="center", color="#333333",
              bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6}, zorder=2)  # fmt: skip


def _word(axes, tree: Tree, node: Beginning, x: float, y: float) -> None:
    finished, kept = node in tree.finished, node in tree.grown
    colour, light = (GREEN, "#D9F0EA") if finished else (BLUE, "#DCEBF5")
    around = {"boxstyle": "round,pad=0.25", "facecolor": light, "edgecolor": colour, "linewidth": 1.2}
    shown = around if finished or kept else {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
    text = node[-1] if node else "<bos>"
    axes.text(x, y, text, ha="center", va="center", fontsize=9, color="black" if finished or kept else GREY,
              bbox=shown, zorder=3)  # fmt: skip
    if finished:
        mark = "  ← best" if node == tree.best else ""
        weight = "bold" if mark else "normal"
        axes.text(x + 0.36, y, f"{tree.finished[node]:.3f}{mark}", va="center", fontsize=9, fontweight=weight)


def by_length(
    scores: Mapping[str, Sequence[float]],
    lengths: Sequence[str],
    ylabel: str,
    levels: Mapping[str, float] | None = None,
) -> Picture:
    """Lines of a share between 0 and 1 against the length of the source.

    scores: name → one number for each group of lengths; lengths: the groups' names
    """
    figure, (axes,) = new_axes(6.8, 2.9)
    places, said = np.arange(len(lengths)), []
    for (name, values), colour, marker, style in zip(
        scores.items(), [BLUE, ORANGE, GREEN, PINK], "osD^", ["-", "--", "-.", ":"]
    ):
        axes.plot(places, values, color=colour, marker=marker, linestyle=style, label=name)
        said.append(f"{name}: " + ", ".join(f"{value:.3f} at {length}" for value, length in zip(values, lengths)))
    for name, value in (levels or {}).items():
        axes.axhline(value, color="black", linestyle=(0, (1, 2)), linewidth=1.2, label=f"{name}: {value:.2f}")
        said.append(f"{name}: {value:.3f}")
    axes.set(xticks=places, xticklabels=lengths, xlabel="words in the source", ylabel=ylabel, ylim=(-0.03, 1.03))
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return Picture(figure, f"{ylabel} against the length of the source. {'; '.join(said)}.")


def slips(after: Mapping[str, Sequence[float]], ylabel: str) -> Picture:
    """How often the next tokens are wrong, one, two, three … steps after a wrong one was read.

    after: name → shares, the first for the token just after the wrong one
    """
    figure, (axes,) = new_axes(6.8, 2.7)
    said = []
    for (name, values), colour, marker, style in zip(after.items(), [ORANGE, BLUE, GREEN], "osD", ["-", "--", "-."]):
        axes.plot(np.arange(1, len(values) + 1), values, color=colour, marker=marker, linestyle=style, label=name)
        said.append(f"{name}: " + ", ".join(f"{value:.3f}" for value in values))
    longest = max(len(values) for values in after.values())
    axes.set(xlabel="steps after the wrong token", ylabel=ylabel, ylim=(0, None), xticks=range(1, longest + 1))
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return Picture(figure, f"{ylabel}, one step after and so on. {'; '.join(said)}.")


def clouds(points: Mapping[str, np.ndarray]) -> Picture:
    """Clouds of points in the plane, side by side, with a circle of radius 1. points: name → (N, 2)"""
    figure, all_axes = new_axes(2.4 * len(points), 2.7, columns=len(points))
    turn, said = np.linspace(0, 2 * np.pi, 100), []
    for axes, (name, cloud), colour in zip(all_axes, points.items(), [GREY, BLUE, GREEN, ORANGE]):
        axes.plot(np.cos(turn), np.sin(turn), color="black", linewidth=0.6, linestyle=":")
        axes.scatter(*cloud.T, s=3, color=colour, alpha=0.6, linewidths=0)
        axes.set(title=name, xlabel="$x_1$", xlim=(-1.7, 1.7), ylim=(-1.7, 1.7), aspect="equal")
        away = np.abs(np.linalg.norm(cloud, axis=1) - 1)
        said.append(f"{name}: {away.mean():.3f} on average from the circle, the farthest {away.max():.2f}")
    all_axes[0].set_ylabel("$x_2$")
    return Picture(figure, f"Clouds of points around a circle of radius 1. {'; '.join(said)}.")
