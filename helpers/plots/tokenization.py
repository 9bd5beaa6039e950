"""Words counted, words cut into pieces, and words as points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.font_manager import findfont, get_font
from matplotlib.patches import Rectangle

from helpers.plots.figure import BLUE, GREEN, GREY, ORANGE, PINK, SKY, Picture, new_axes

_COLOURS = (BLUE, ORANGE, GREEN, PINK, SKY, GREY, "#000000", "#8C6D00")
_MARKERS = "osD^vPX*"
_FONT = "DejaVu Sans Mono"  # which comes with matplotlib
_LINE = 66  # characters in a line of pieces


def zipf(counts: Sequence[int], named: Mapping[str, int]) -> Picture:
    """How often a word occurs against its place in the list of words, on two logarithmic scales.

    counts: falling; named: words to be named → their places, from 1
    """
    figure, (axes,) = new_axes(6.6, 3.2)
    ranks = np.arange(1, len(counts) + 1)
    axes.loglog(ranks, counts, color=BLUE, linewidth=2, label="words of the text")
    axes.loglog(ranks, counts[0] / ranks, color="black", linestyle="--", linewidth=1.2, label="Zipf: first / rank")
    for word, rank in named.items():
        axes.plot(rank, counts[rank - 1], color=ORANGE, marker="o", markersize=5)
        axes.annotate(word, (rank, counts[rank - 1]), (5, 4), textcoords="offset points", fontsize=9)
    axes.set(xlabel="rank of the word", ylabel="how often it occurs", ylim=(0.7, 2 * counts[0]))
    axes.legend(frameon=False)
    once = sum(count == 1 for count in counts)
    said = ", ".join(f"“{word}” at rank {rank} {counts[rank - 1]} times" for word, rank in named.items())
    return Picture(
        figure,
        f"Counts against ranks on logarithmic scales: {said}. Of {len(counts)} different words {once} occur once. "
        f"The dashed line is {counts[0]} divided by the rank.",
    )


def trade(
    names: Sequence[str], sizes: Sequence[int], per_word: Sequence[float], unknown: Sequence[float], split: int
) -> Picture:
    """Vocabulary against length: one point for each way to cut, and below it the share that is unknown.

    sizes: of the vocabularies; per_word: tokens for each word; unknown: share of the tokens
    split: points from this one on are not joined by the line
    """
    figure, (axes,) = new_axes(7.2, 3.0)
    axes.plot(sizes[:split], per_word[:split], color=BLUE, marker="o", linewidth=1.6)
    axes.plot(sizes[split:], per_word[split:], color=ORANGE, marker="s", linestyle="", markersize=8)
    for name, size, length, share in zip(names, sizes, per_word, unknown):
        text = f"{name}\n{share:.1%} unknown"
        axes.annotate(text, (size, length), (6, 5), textcoords="offset points", fontsize=9)
    axes.set(xlabel="size of the vocabulary", ylabel="tokens for each word", xscale="log")
    axes.set(ylim=(0, 1.25 * max(per_word)), xlim=(0.8 * min(sizes), 2.4 * max(sizes)))
    said = "; ".join(
        f"{name}: {size} entries, {length:.2f} tokens for each word, {share:.1%} unknown"
        for name, size, length, share in zip(names, sizes, per_word, unknown)
    )
    return Picture(figure, f"Vocabulary against length. {said}.")


def pieces(words: Sequence[Sequence[str]], merges: Sequence[tuple[str, str]], characters: int) -> Picture:
    """A text as the pieces that it is cut into, "·" for the end of a word.

    words: each as its symbols; merges: those that were done; characters: symbols before the first merge
    What the font cannot draw becomes a small square; the text alternative has it as it is.
    """
    lines = _broken(words)
    figure, (axes,) = new_axes(8.0, 0.42 * len(lines) + 0.75)
    for row, line in enumerate(lines):
        x = 0.0
        for word in line:
            for place, symbol in enumerate(word):
                width = len(symbol)
                colour = _COLOURS[place % 4]
                axes.add_patch(_tile(x + 0.06, -row - 0.36, width - 0.12, 0.72, colour, place % 2 == 0))
                style = {"ha": "center", "va": "center", "family": _FONT, "fontsize": 10, "parse_math": False}
                axes.text(x + width / 2, -row, _drawable(symbol), **style)
                x += width
            x += 0.6
    axes.set(xlim=(-0.3, _LINE + 2), ylim=(-len(lines) + 0.4, 0.55))
    axes.axis("off")
    total = sum(map(len, words))
    first, second = (_short(_shown(symbol), 20) for symbol in merges[-1]) if merges else ("", "")
    last = f"; the last one joined “{first}” and “{second}”" if merges else ""
    title = f"{len(merges)} merge{'s' * (len(merges) != 1)}{last}\n{characters} symbols at first, {total} now"
    axes.set_title(_drawable(title), loc="left", parse_math=False)
    cut = " | ".join(" ".join(map(_shown, word)) for word in words)
    return Picture(figure, f"{title}. The words: {cut}.".replace("\n", ". "))


def _drawable(text: str) -> str:
    known = get_font(findfont(_FONT)).get_charmap()
    return "".join(character if character == "\n" or ord(character) in known else "□" for character in text)


def _shown(symbol: str) -> str:
    return symbol.replace("</w>", "·")


def _broken(words: Sequence[Sequence[str]]) -> list[list[list[str]]]:
    """Lay the words out in lines of at most _LINE characters; a word that is longer than a line goes on in the next."""
    lines: list[list[list[str]]] = [[]]
    used = 0.0
    for word in words:
        shown = [_short(_shown(symbol), _LINE - 2) for symbol in word]
        if used + min(_LINE, sum(map(len, shown))) > _LINE:
            lines.append([])
            used = 0.0
        lines[-1].append([])
        for symbol in shown:
            if used + len(symbol) > _LINE:
                lines.append([[]])
                used = 0.0
            lines[-1][-1].append(symbol)
            used += len(symbol)
        used += 0.6
    return lines


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _tile(x: float, y: float, width: float, height: float, colour: str, filled: bool) -> Rectangle:
    face = colour + "33" if filled else "white"
    return Rectangle((x, y), width, height, facecolor=face, edgecolor=colour, linewidth=1.3)


def similarities(panels: Mapping[str, np.ndarray], words: Sequence[str]) -> Picture:
    """Cosines between words, a heat map for each kind of vector. panels: name → vectors (N, d)"""
    figure, all_axes = new_axes(4.2 * len(panels), 3.7, columns=len(panels))
    said = []
    for axes, (name, vectors) in zip(all_axes, panels.items()):
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        cosines = unit @ unit.T
        image = axes.imshow(cosines, vmin=-1, vmax=1, cmap="RdBu_r")
        axes.set(xticks=range(len(words)), yticks=range(len(words)), title=name)
        axes.set_xticklabels(words, rotation=60, ha="right", rotation_mode="anchor", fontsize=9)
        axes.set_yticklabels(words, fontsize=9)
        for i, row in enumerate(cosines):
            for j, value in enumerate(row):
                axes.text(j, i, f"{value:.1f}".replace("-0.0", "0.0"), ha="center", va="center", fontsize=7,
                          color="white" if abs(value) > 0.6 else "black")  # fmt: skip
        others = cosines[~np.eye(len(words), dtype=bool)]
        said.append(f"{name}: between different words from {others.min():.2f} to {others.max():.2f}")
    figure.colorbar(image, ax=all_axes, label="cosine", shrink=0.8)
    return Picture(figure, f"Heat maps of cosines between {', '.join(words)}. {'; '.join(said)}.")


def word_map(points: np.ndarray, words: Sequence[str], kinds: Sequence[str], kept: float) -> Picture:
    """Words as points in a plane, with a colour and a marker for each kind; a word is named where there is room.

    points: (N, 2); kinds: of each word; kept: the share of the variance that the plane shows
    """
    figure, (axes,) = new_axes(8.4, 5.2)
    for kind, colour, marker in zip(dict.fromkeys(kinds), _COLOURS, _MARKERS):
        own = [i for i, other in enumerate(kinds) if other == kind]
        axes.scatter(*points[own].T, color=colour, marker=marker, s=28, label=kind)
    for i in _apart(points):
        axes.annotate(words[i], points[i], (5, 2), textcoords="offset points", fontsize=8)
    axes.margins(x=0.1)
    axes.set(xlabel="first principal component", ylabel="second principal component")
    axes.set_title(f"{len(words)} words; the plane shows {kept:.0%} of the variance")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    centres = {
        kind: points[[i for i, other in enumerate(kinds) if other == kind]].mean(axis=0)
        for kind in dict.fromkeys(kinds)
    }
    said = ", ".join(f"{kind} around ({x:.1f}, {y:.1f})" for kind, (x, y) in centres.items())
    return Picture(figure, f"{len(words)} words in a plane that shows {kept:.0%} of the variance: {said}.")


def _apart(points: np.ndarray) -> list[int]:
    """Points whose names do not lie on one another."""
    room = np.ptp(points, axis=0) * (0.11, 0.03)
    kept: list[int] = []
    for i, point in enumerate(points):
        if all((np.abs(point - points[j]) > room).any() for j in kept):
            kept.append(i)
    return kept
