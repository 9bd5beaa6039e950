"""Generated film reviews: was the author content with the film?

Every review judges two things, the film and something beside it (the seats,
the popcorn), in either order. Each judgement is an adjective, good or bad with
equal chances, chosen independently of the other one. In half of the reviews
neither is negated. In the other half exactly one of the two is, the film or the other with
equal chances: "i did not find the film , … , at all good"; and several
words stand between "not" and the adjective. What is asked is whether the film was
liked: its adjective, turned round if it is negated.

Whoever counts words knows the film's adjective (the other one has words of its
own), and whether there is a "not", but not where: always right without a
negation, right in half of the reviews with one, 75 % in all. No way to
weigh the counts does better.
"""

from __future__ import annotations

import numpy as np

GOOD_FILM = ("good", "moving", "funny", "clever", "exciting")
BAD_FILM = ("bad", "dull", "silly", "slow", "predictable")
GOOD_OTHER = ("comfortable", "fresh", "cheap", "clean")
BAD_OTHER = ("worn", "stale", "expensive", "dirty")
FILMS = ("the film", "the story", "the second part", "the ending")
OTHERS = ("the seats", "the popcorn", "the foyer", "the tickets", "the drinks")
BETWEEN = (
    "to tell the truth",
    "in spite of all that the papers had said",
    "which my sister had told me about",
    "after a long day at work",
    "as far as i am concerned",
    "although we had waited for weeks",
)
SHARE_BY_COUNTING = 0.75


def _judgement(thing: str, word: str, negated: bool, rng: np.random.Generator) -> str:
    between = " , ".join(rng.permutation(BETWEEN)[: rng.integers(1, 3)])
    if negated:
        return f"i did not find {thing} , {between} , at all {word} ."
    return f"i found {thing} , {between} , {('really', 'quite')[rng.integers(2)]} {word} ."


def review(rng: np.random.Generator) -> tuple[list[str], bool, bool]:
    """Return one review: its words, whether the film was liked, whether anything is negated."""
    good, good_other, negation, film_first = (bool(rng.integers(2)) for _ in range(4))
    of_the_film = negation and bool(rng.integers(2))
    word = str(rng.choice(GOOD_FILM if good else BAD_FILM))
    other_word = str(rng.choice(GOOD_OTHER if good_other else BAD_OTHER))
    film = _judgement(str(rng.choice(FILMS)), word, of_the_film, rng)
    other = _judgement(str(rng.choice(OTHERS)), other_word, negation and not of_the_film, rng)
    parts = (film, other) if film_first else (other, film)
    return " ".join(parts).split(), good != of_the_film, negation


def reviews(count: int, rng: np.random.Generator) -> list[tuple[list[str], bool, bool]]:
    """Return `count` reviews, each as (words, liked, negated)."""
    return [review(rng) for _ in range(count)]
