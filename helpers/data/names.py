"""Sentences with names that are a person's or a place's, which only a later word decides.

"florence, as you know, is a small town" against "florence, as you know, is a
kind aunt". Names, what stands before them and what they are are drawn
independently: whoever reads up to the name alone is right on half of the names
at best, and whoever reads on can be right on all.
"""

from __future__ import annotations

import numpy as np

TAGS = ("other", "person", "place")
NAMES = (
    "austin brooklyn charlotte chelsea florence georgia jackson jordan lincoln madison paris sydney victoria".split()
)
BEFORE = ("", "today", "i heard that", "it is true that", "of course")
BETWEEN = ("", "as you know", "i think")
PERSON = ("is a kind aunt", "is a good friend", "has two sons", "has a cold", "plays the piano")
PLACE = ("is a small town", "is a good harbour", "has two bridges", "has a station", "lies by the river")


def name_sentence(rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Return one sentence's words and a tag for each word."""
    words: list[str] = []
    tags: list[str] = []
    for part in range(rng.integers(1, 3)):
        kind = ("person", "place")[rng.integers(2)]
        after = PERSON if kind == "person" else PLACE
        before = ("while " if part else "") + str(rng.choice(BEFORE))
        rest = f"{rng.choice(BETWEEN)} {rng.choice(after)}"
        words += [*before.split(), str(rng.choice(NAMES)), *rest.split()]
        tags += [*["other"] * len(before.split()), kind, *["other"] * len(rest.split())]
    return words, tags


def name_sentences(count: int, rng: np.random.Generator) -> list[tuple[list[str], list[str]]]:
    """Return `count` sentences, each as (words, tags)."""
    return [name_sentence(rng) for _ in range(count)]
