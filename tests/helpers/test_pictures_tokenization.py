"""Plots, diagrams and the widget of lecture 06: each says in words what it shows, and follows its controls."""

from __future__ import annotations

import ipywidgets
import numpy as np
import pytest

from helpers.diagrams import tokenization as diagrams
from helpers.plots import tokenization
from helpers.widgets.explorer import Explorer
from helpers.widgets.tokenization import merges_explorer
from tests.pictures import assert_follows, assert_says

ROWS = [("characters", [["a", "b", "</w>"]]), ("merge (a, b)", [["ab", "</w>"]])]
POINTS = np.array([[0.0, 0.0], [0.01, 0.0], [4.0, 2.0], [4.0, -2.0]])

PICTURES = {
    "pipeline": (diagrams.pipeline(), "the vocabulary gives them the ids 4, 17, 52 and 5"),
    "merge_rows": (diagrams.merge_rows(ROWS), "characters: a b </w>; merge (a, b): ab </w>"),
    "window_of_words": (
        diagrams.window_of_words(["x", "y", "z", "x"], 0, 2),
        "the pairs are (x, y), (x, z); other words are grey",
    ),
    "lookup": (diagrams.lookup(), "is row 2 of W"),
    "zipf": (tokenization.zipf([9, 4, 1, 1], {"the": 1, "cat": 2}), "“cat” at rank 2 4 times. Of 4 different words 2"),
    "trade": (
        tokenization.trade(["letters", "words"], [30, 900], [5.0, 1.0], [0.0, 0.25], 1),
        "words: 900 entries, 1.00 tokens for each word, 25.0% unknown",
    ),
    "pieces": (
        tokenization.pieces([["ab", "</w>"], ["c", "</w>"]], [("a", "b")], 5),
        "1 merge; the last one joined “a” and “b”. 5 symbols at first, 4 now. The words: ab · | c ·",
    ),
    "no pieces": (tokenization.pieces([], [], 0), "0 symbols at first, 0 now"),
    "similarities": (
        tokenization.similarities(
            {"one-hot": np.eye(3), "trained": np.array([[1.0, 0], [1, 1], [-1, 0]])}, list("abc")
        ),
        "one-hot: between different words from 0.00 to 0.00; trained: between different words from -1.00 to 0.71",
    ),
    "word_map": (
        tokenization.word_map(POINTS, list("abcd"), ["x", "x", "y", "y"], 0.625),
        "62% of the variance: x around (0.0, 0.0), y around (4.0, 0.0)",
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_in_words_what_it_shows(name):
    assert_says(*PICTURES[name])


def test_names_of_words_do_not_lie_on_one_another():
    (axes,) = tokenization.word_map(POINTS, list("abcd"), list("xxyy"), 1.0).figure.axes
    assert [text.get_text() for text in axes.texts] == ["a", "c", "d"]


def test_what_a_merge_has_made_is_new_in_its_row_alone():
    (axes,) = diagrams.merge_rows([*ROWS, ("as before", ROWS[1][1])]).figure.axes
    colours = [patch.get_edgecolor()[:3] for patch in axes.patches]
    assert len(set(colours)) == 2 and [colours.count(colour) for colour in dict.fromkeys(colours)] == [6, 1]


def test_long_texts_are_laid_out_in_lines():
    long = tokenization.pieces([list("abcdefghij")] * 20, [], 200).figure
    short = tokenization.pieces([list("abc")], [], 3).figure
    assert long.get_figheight() > short.get_figheight()
    tiles = long.axes[0].patches
    assert len(tiles) == 200 and max(tile.get_x() for tile in tiles) < 70


def trained(word_counts: dict[str, int], num_merges: int) -> list[tuple[str, str]]:
    """Joins the first two letters of the longest word, then one more letter each time."""
    longest = max(word_counts, key=len, default="")
    return [(longest[:i], longest[i]) for i in range(1, len(longest))][:num_merges]


def encoded(word: str, merges: list[tuple[str, str]]) -> list[str]:
    begun = "".join(merges[-1]) if merges else ""
    return [begun, *word[len(begun) :], "</w>"] if begun and word.startswith(begun) else [*word, "</w>"]


WIDGETS = {"merges": ("merges", 2), "text": ("text", "some other words")}


@pytest.mark.parametrize("control", WIDGETS)
def test_the_widget_follows_its_controls_and_has_a_picture_without_them(control):
    assert_follows(lambda: merges_explorer(trained, encoded), *WIDGETS[control])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("typed", ["", "   ", "a", "<b>&amp;", "x" * 1000, "කෙසේද 🙂", "$x $y_$ \\alpha"])
def test_whatever_is_typed_the_widget_shows_a_picture(typed):
    widget = merges_explorer(trained, encoded)
    widget._controls["text"].value = typed
    assert "symbols at first" in widget.picture().alt and set(typed) <= set(widget.picture().alt + " ")
    assert widget.children[-1].value.startswith("<img")


def test_merges_are_learned_once_for_a_text_and_count_its_words():
    seen = []
    widget = merges_explorer(lambda counts, most: seen.append((counts, most)) or [], encoded, "b a b", most=5)
    widget._controls["merges"].value = 3
    widget._controls["merges"].value = 1
    assert seen == [({"b": 2, "a": 1}, 5)]


def test_a_control_whose_value_is_a_string_is_a_text_box():
    widget = Explorer(
        lambda text: diagrams.window_of_words([text], 0, 1), {"text": {"value": "a", "description": "word"}}
    )
    assert isinstance(widget._controls["text"], ipywidgets.Text)
    assert_says(widget.picture(), "centre “a”")
