"""Words of an invented agglutinative language, with their morphemes: a stem, and suffixes in a fixed order.

As in Turkish or Finnish, a word is built like a train: a stem, then at most one
suffix for each of four meanings, always in the same order. There are 60 stems of
4 or 5 letters and 13 suffixes of 2 or 3 letters, which makes 14,400 words. A word
has 2.7 morphemes and 9.0 letters on average. Stems are drawn by
Zipf's law, so that a few are frequent and most are rare.
"""

from __future__ import annotations

import numpy as np

STEMS = (
    *("kemal", "tovu", "sirag", "bomi", "danek", "pulo", "girso", "laret", "muvi", "zekan"),
    *("horu", "vitak", "nesol", "fubar", "yolik", "ragu", "tembi", "kosun", "duva", "pirel"),
    *("sabo", "melik", "zoran", "hegu", "bulat", "vorem", "niko", "gavul", "luper", "fasi"),
    *("yarun", "towek", "rimo", "kutal", "pesog", "mavi", "dorik", "seluf", "hanob", "jire"),
    *("vugan", "zelor", "lomi", "bakes", "tirun", "gopal", "nuvek", "fero", "yumas", "ruhil"),
    *("kisob", "pavu", "mogen", "sutir", "jelak", "wodu", "helan", "vabos", "turig", "nafe"),
)
SUFFIXES = (
    ("lar",),  # many
    ("im", "ed", "osu"),  # mine, yours, hers
    ("da", "ga", "nin", "tan"),  # in, to, of, from
    ("mu", "ky", "che", "wi", "zhe"),  # a question, also, only, almost, as they say
)
_USED = (0.4, 0.4, 0.55, 0.35)  # how often a word has a suffix of each kind


def words(count: int, rng: np.random.Generator) -> list[tuple[str, ...]]:
    """Draw words, each as its morphemes: ("tovu", "lar", "da")."""
    weights = 1 / np.arange(1, len(STEMS) + 1)
    stems = rng.choice(len(STEMS), count, p=weights / weights.sum())
    return [(STEMS[stem], *_suffixes(rng)) for stem in stems]


def _suffixes(rng: np.random.Generator) -> list[str]:
    return [str(rng.choice(kind)) for kind, used in zip(SUFFIXES, _USED) if rng.random() < used]


def boundaries(pieces: tuple[str, ...] | list[str]) -> set[int]:
    """Where the pieces of a word meet, counted in letters from its start: ("tovu", "lar", "da") → {4, 7}."""
    ends = np.cumsum([len(piece) for piece in pieces])
    return {int(end) for end in ends[:-1]}


def spans(pieces: tuple[str, ...] | list[str]) -> set[tuple[int, int]]:
    """Where each piece begins and ends: ("tovu", "lar", "da") → {(0, 4), (4, 7), (7, 9)}."""
    edges = [0, *np.cumsum([len(piece) for piece in pieces]).tolist()]
    return set(zip(edges, edges[1:]))


def found(cut: list[tuple[str, ...]], true: list[tuple[str, ...]]) -> float:
    """The share of all morphemes that are exactly one piece of the cut. cut, true: the pieces of each word"""
    hit = sum(len(spans(ours) & spans(theirs)) for ours, theirs in zip(cut, true))
    return hit / sum(map(len, true))


def random_cut(word: str, pieces: int, rng: np.random.Generator) -> tuple[str, ...]:
    """Cut a word into so many pieces, at random places."""
    places = sorted(rng.choice(np.arange(1, len(word)), pieces - 1, replace=False).tolist())
    return tuple(word[start:end] for start, end in zip([0, *places], [*places, len(word)]))
