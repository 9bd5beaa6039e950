"""Drawings of lecture 06: from text to vectors, what merging does, what a window sees, what a lookup is."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.diagrams.drawing import arrow, box, canvas
from helpers.plots.figure import BLUE, GREEN, GREY, ORANGE, Picture, new_axes


def pipeline() -> Picture:
    """A sentence on its way into a network."""
    figure, (axes,) = new_axes(8.0, 3.3)
    stages = ["text", "tokens", "ids", "vectors"]
    rows = [["“The cat sat.”"], ["the", "cat", "sat", "."], ["4", "17", "52", "5"], ["(d numbers)"] * 4]
    colours = [GREY, BLUE, ORANGE, GREEN]
    for level, (stage, row, colour) in enumerate(zip(stages, rows, colours)):
        y = -1.25 * level
        axes.text(-0.5, y, stage, ha="right", va="center", fontsize=11, fontweight="bold")
        if len(row) == 1:
            box(axes, 2.85, y, row[0], colour, width=6.5)
        else:
            for i, word in enumerate(row):
                box(axes, 0.45 + 1.6 * i, y, word, colour, width=1.45, fontsize=9 if level == 3 else 11)
    for level, said in enumerate(["small letters, then cut", "look up in the vocabulary", "take rows of a matrix"]):
        for i in range(4):
            arrow(axes, (0.45 + 1.6 * i, -1.25 * level - 0.37), (0.45 + 1.6 * i, -1.25 * level - 0.88))
        axes.text(6.4, -1.25 * level - 0.62, said, va="center", fontsize=10)
    canvas(axes, 9.6, -4.3, 0.6, left=-1.9)
    return Picture(
        figure,
        "From top to bottom: the text “The cat sat.” is put into small letters and cut into the tokens the, cat, sat "
        "and a full stop; the vocabulary gives them the ids 4, 17, 52 and 5; and for each id a row of d numbers is "
        "taken from a matrix.",
    )


def merge_rows(rows: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> Picture:
    """Words cut into symbols, one line for each state of the merging; what is new in a line is orange.

    rows: (label, words), each word a sequence of symbols; the words are the same in all rows
    """
    figure, (axes,) = new_axes(8.2, 0.62 * len(rows) + 0.2)
    before = {symbol for word in rows[0][1] for symbol in word}
    widest = 0.0
    for level, (label, words) in enumerate(rows):
        x, y = 0.0, -0.95 * level
        axes.text(-0.3, y, label, ha="right", va="center", fontsize=10)
        for word in words:
            for symbol in word:
                width = 0.42 * len(symbol.replace("</w>", "·")) + 0.12
                shown = symbol.replace("</w>", "·")
                colour = BLUE if symbol in before else ORANGE
                box(axes, x + width / 2, y, shown, colour, width=width - 0.1, height=0.66, fontsize=11)
                x += width
            x += 0.55
        before |= {symbol for word in words for symbol in word}
        widest = max(widest, x)
    canvas(axes, widest, -0.95 * len(rows) + 0.45, 0.5, left=-4.6)
    said = "; ".join(f"{label}: {', '.join(' '.join(word) for word in words)}" for label, words in rows)
    return Picture(figure, f"Words cut into symbols, line by line. {said}.")


def window_of_words(words: Sequence[str], centre: int, near: int) -> Picture:
    """A sentence, one word of it as the centre, and its neighbours. centre: from 0; near: positions to either side"""
    figure, (axes,) = new_axes(8.0, 1.7)
    places = [1.75 * i for i in range(len(words))]
    context = [i for i in range(len(words)) if i != centre and abs(i - centre) <= near]
    for i, (x, word) in enumerate(zip(places, words)):
        colour = ORANGE if i == centre else GREEN if i in context else GREY
        box(axes, x, 0, word, colour, width=1.55)
        role = "centre" if i == centre else "context" if i in context else ""
        axes.text(x, -0.62, role, ha="center", va="center", fontsize=9)
    for i in context:
        bend = -0.35 if i < centre else 0.35
        arrow(axes, (places[centre], 0.4), (places[i], 0.4), connectionstyle=f"arc3,rad={-bend}")
    canvas(axes, places[-1] + 0.9, -0.85, 1.5, left=-0.9)
    pairs = ", ".join(f"({words[centre]}, {words[i]})" for i in context)
    return Picture(
        figure, f"With the centre “{words[centre]}” and a window of {near} the pairs are {pairs}; other words are grey."
    )


def lookup() -> Picture:
    """A one-hot vector times a matrix is one row of it."""
    figure, (axes,) = new_axes(7.6, 2.4)
    hot, size, width = 2, 5, 3
    numbers = [[0.1, -0.4, 0.7], [0.9, 0.2, -0.3], [-0.6, 0.5, 0.8], [0.3, 0.3, -0.1], [-0.2, -0.8, 0.4]]
    for j in range(size):
        box(axes, 0.72 * j, -2 * 0.62, str(int(j == hot)), ORANGE if j == hot else GREY, width=0.62, height=0.5)
    axes.text(4.0, -2 * 0.62, "@", ha="center", va="center", fontsize=14)
    for i in range(size):
        for j in range(width):
            colour = ORANGE if i == hot else BLUE
            box(axes, 4.9 + 0.98 * j, -0.62 * i, f"{numbers[i][j]:.1f}", colour, width=0.88, height=0.5, fontsize=10)
    axes.text(7.75, -2 * 0.62, "=", ha="center", va="center", fontsize=14)
    for j in range(width):
        box(axes, 8.6 + 0.98 * j, -2 * 0.62, f"{numbers[hot][j]:.1f}", ORANGE, width=0.88, height=0.5, fontsize=10)
    for x, said in ((1.44, "one-hot, (V,)"), (5.88, "W, (V, d)"), (9.58, "row 2 of W, (d,)")):
        axes.text(x, 0.62, said, ha="center", va="center", fontsize=10)
    canvas(axes, 11.2, -2.95, 0.95, left=-0.5)
    return Picture(
        figure,
        "A one-hot vector of five numbers with its one at place 2, times a matrix W of five rows and three columns, "
        "is row 2 of W.",
    )
