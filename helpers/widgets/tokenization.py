"""Type a text, merge, and see it fall into pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache

from helpers.plots.figure import Picture
from helpers.plots.tokenization import pieces
from helpers.widgets.explorer import Explorer

_LONGEST = 400  # characters of the text that are used
_TYPED = "unhappy unlucky unfair happy lucky fair happiness luck fairness happily unhappily"

Pair = tuple[str, str]


def merges_explorer(
    train_bpe: Callable[[dict[str, int], int], list[Pair]],
    bpe_encode: Callable[[str, list[Pair]], list[str]],
    typed: str = _TYPED,
    most: int = 40,
) -> Explorer:
    """A text that can be typed, and a slider for the number of merges learned from it.

    train_bpe: takes word → count and a number of merges; bpe_encode: takes a word and the merges
    The text is cut at white space; what lies beyond 400 characters is left out.
    """

    @cache
    def learned(text: str) -> list[Pair]:
        return [tuple(pair) for pair in train_bpe(dict(Counter(text.split())), most)]

    def draw(text: str, merges: int) -> Picture:
        text = text[:_LONGEST]
        words, done = text.split(), learned(text)[:merges]
        return pieces([bpe_encode(word, done) for word in words], done, sum(len(word) + 1 for word in words))

    return Explorer(
        draw,
        {
            "text": {
                "description": "text (press Enter)",
                "value": typed,
                "continuous_update": False,
                "layout": {"width": "60em"},
            },
            "merges": {"description": "merges", "value": 8, "min": 0, "max": most},
        },
    )
