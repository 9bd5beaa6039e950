"""Passages cut out of the text of lecture 01's grammar at any place, and its sentences as rows of unequal length.

The text has 22 kinds of characters. Whoever guesses by how often each occurs has
a perplexity of 14.67 per character, and whoever knows the rules and where in the text
he is 1.243. A reader of a passage must first find out where he is, so that no model
gets quite as low. A sentence has 19 to 45 characters.
"""

from __future__ import annotations

import numpy as np

from helpers.data.grammar import PETS
from helpers.text import Vocabulary, padded

VOCABULARY = Vocabulary(PETS.alphabet, specials=False)


def passages(count: int, T: int, rng: np.random.Generator) -> np.ndarray:
    """Draw a text and cut passages of T characters out of it, which may overlap: (count, T), int64."""
    shortest = 19  # characters of a sentence
    text = VOCABULARY.encode(PETS.text(count * T // shortest + T // shortest + 2, rng))
    starts = rng.integers(0, len(text) - T + 1, count)
    return text[starts[:, None] + np.arange(T)]


def sentences(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw sentences one by one.

    returns: ids (count, T), int64, padded with 0, T the longest one's length; real (count, T), False for padding
    """
    return padded([VOCABULARY.encode(PETS.sentence(rng)) for _ in range(count)])
