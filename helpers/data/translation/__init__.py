"""English sentences with their French translations and the true alignment of their words.

"the tired old farmer does not eat an apple ." — "le vieux fermier fatigué ne mange pas de pomme ."

A grammar draws both at once. So every sentence has one translation, and it is known
which word stands for which: "not" for "ne" and "pas", "does" of a question for "est-ce que". No word
is without a partner; 1.07 links go with an English word.

In French, articles, adjectives and verbs agree; most adjectives stand after the noun, some before
it; pronouns as objects stand before the verb; "ne … pas" stands around it and turns the "un" of
an object to "de"; le, la, de, ne, je, me and que lose their vowel before a vowel; de and à join with le
and les. So the word at hand often does not suffice: "that" is qui or que by what follows, and a noun
much further back may decide a gender. Three quarters of the sentences change the order of words.
To have one answer only, whoever says "i" is a man, "we" and "they" are not all women, and "her"
is always a pronoun.

Size: 158 English and 255 French words (with . ? and ,). Sentences nest and chain; those of 3 to 20
English words are kept, 10.7 on average (10.9 in French, rarely more than 22):

    words            3–5   6–8   9–11   12–14   15–17   18–20
    share in %        14    24     20      17      14      11

The grammar's entropy is at most 26.9 nats a sentence, that of 480 billion equally likely ones.
Short ones come again, so of 20,000 drawn some 18,600 differ.

Baseline: every word replaced by the French one that it is aligned with most often (`dictionary`)
gets 2 % of the test sentences exactly right and a BLEU-2 of 0.48; of those of 3 to 5 words
17 %, of those of 13 and more none. Whoever knows French gets all.

Train, validation and test have no sentence in common, in neither language, whatever the generator's
seed: which part a sentence belongs to is a fixed property of it (80, 10 and 10 %).
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from helpers.data.translation.sentences import Writer
from helpers.errors import UnrolledError

SHORTEST, LONGEST = 3, 20
# What of 100 sentences belongs to which part: a sentence's number comes from its French words alone.
PARTS = {"all": range(100), "train": range(80), "validation": range(80, 90), "test": range(90, 100)}
TRIES = 20_000  # sentences drawn in vain before giving up


@dataclass(frozen=True)
class Pair:
    """A sentence in both languages.

    alignment: (i, j) for every English word i and French word j that correspond, counted from 0
    """

    english: tuple[str, ...]
    french: tuple[str, ...]
    alignment: frozenset[tuple[int, int]]


def pair(rng: np.random.Generator) -> Pair:
    """Draw one sentence of any length."""
    english, french = Writer(rng).sentence()
    links = ((i, j) for i, word in enumerate(english) for j, said in enumerate(french) if word.keys & said.keys)
    return Pair(tuple(word.text for word in english), tuple(word.text for word in french), frozenset(links))


def part_of(pair: Pair) -> str:
    """Return which part a pair belongs to, for ever: "train", "validation" or "test"."""
    number = zlib.crc32(" ".join(pair.french).encode()) % 100
    return next(part for part, numbers in PARTS.items() if part != "all" and number in numbers)


def _drawn(rng: np.random.Generator, part: str, shortest: int, longest: int) -> Iterator[Pair]:
    """Draw for ever; give up when no fitting sentence is found."""
    if part not in PARTS:
        raise UnrolledError(f"There is no part {part!r}; take one of {', '.join(PARTS)}.")
    since = 0
    while True:
        found = pair(rng)
        since += 1
        if shortest <= len(found.english) <= longest and part in ("all", part_of(found)):
            since = 0
            yield found
        elif since > TRIES:
            raise UnrolledError(f"No sentences of {shortest} to {longest} words were found; they have 3 and more.")


def pairs(
    count: int, rng: np.random.Generator, part: str = "all", shortest: int = SHORTEST, longest: int = LONGEST
) -> list[Pair]:
    """Return `count` pairs of a part, drawn independently (a short one may come twice).

    shortest, longest: how many English words a sentence may have, the full stop counted
    """
    drawn = _drawn(rng, part, shortest, longest)
    return [next(drawn) for _ in range(count)]


def split(
    train: int,
    validation: int,
    test: int,
    rng: np.random.Generator,
    shortest: int = SHORTEST,
    longest: int = LONGEST,
) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Return train, validation and test pairs: no sentence twice, no word that is not in train.

    Raises UnrolledError if there are not that many sentences of these lengths.
    """
    wanted = {"train": train, "validation": validation, "test": test}
    kept: dict[str, list[Pair]] = {part: [] for part in wanted}
    seen: set[tuple[str, ...]] = set()
    since = 0
    while True:
        if all(len(kept[part]) == count for part, count in wanted.items()):
            strangers = _strangers(kept)
            if not strangers:
                return kept["train"], kept["validation"], kept["test"]
            kept = {part: [pair for pair in pairs if pair not in strangers] for part, pairs in kept.items()}
        found = pair(rng)
        since += 1
        new = found.english not in seen and found.french not in seen
        if new and shortest <= len(found.english) <= longest and len(kept[part_of(found)]) < wanted[part_of(found)]:
            seen |= {found.english, found.french}
            kept[part_of(found)].append(found)
            since = 0
        elif since > TRIES:
            raise UnrolledError(
                f"There are too few different sentences of {shortest} to {longest} words for {train} of train, "
                f"{validation} of validation and {test} of test; ask for fewer or for longer ones."
            )


def _strangers(kept: dict[str, list[Pair]]) -> set[Pair]:
    """Return the pairs of validation and test that have a word which train has not."""
    known = {word for pair in kept["train"] for word in (*pair.english, *pair.french)}
    held_out = (*kept["validation"], *kept["test"])
    return {pair for pair in held_out if not known.issuperset((*pair.english, *pair.french))}


def dictionary(pairs: Iterable[Pair]) -> dict[str, str]:
    """Return for every English word the French one that it is aligned with most often (ties: the smaller word)."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for found in pairs:
        for i, j in found.alignment:
            counts[found.english[i]][found.french[j]] += 1
    return {word: min(beside, key=lambda said: (-beside[said], said)) for word, beside in counts.items()}
