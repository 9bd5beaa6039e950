"""Little stories about who studies where, and at every word the question where the person studies that it is about.

A story is about one person after the other: a student, then a relative of the
last one, and so on, two to four in all. Of each it says at which of four
universities the person studies, and then, perhaps, a few other things. The
answer at a word is the university of the person that the story is about at this
word, and NOT_SAID from the word that brings a new person ("sister") to the
word before the university. So what was true of one person is of no use any more as soon
as the next one comes. Every word of the story decides its answer together
with those before it: whoever reads from the beginning can be right everywhere.
Whoever sees the present word alone cannot: the best such answer is right at
about half of the words.

UOM and UOC are the universities of Moratuwa and Colombo.
"""

from __future__ import annotations

import numpy as np

UNIVERSITIES = ("UOM", "UOC", "UOP", "UOJ")
NOT_SAID = "not said"
ANSWERS = (NOT_SAID, *UNIVERSITIES)

NAMES = {"he": ("Saman", "Nimal", "Ravi", "Kamal"), "she": ("Nadia", "Kumari", "Meena", "Dilini")}
RELATIVES = {"he": ("brother", "cousin", "son"), "she": ("sister", "aunt", "daughter")}
OWN = {"he": "his", "she": "her"}
DOES = {
    "studies": ("law", "medicine", "history", "physics"),
    "likes": ("tea", "cricket", "music"),
    "lives": ("alone", "nearby"),
}
NEW_PERSON = {*NAMES["he"], *NAMES["she"], *RELATIVES["he"], *RELATIVES["she"]}
EXAMPLE = "Saman studies at UOM . his sister studies at UOC . she studies law .".split()


def student_story(rng: np.random.Generator) -> list[str]:
    """Return the words of one story."""
    who = ("he", "she")[rng.integers(2)]
    words = [str(rng.choice(NAMES[who]))]
    for person in range(rng.integers(2, 5)):
        if person:
            relative = ("he", "she")[rng.integers(2)]
            words += [OWN[who], str(rng.choice(RELATIVES[relative]))]
            who = relative
        words += ["studies", "at", str(rng.choice(UNIVERSITIES)), "."]
        for _ in range(rng.integers(0, 3)):
            verb = str(rng.choice(list(DOES)))
            words += [who, verb, str(rng.choice(DOES[verb])), "."]
    return words


def answers_to(words: list[str]) -> list[str]:
    """Return the answer at each word of a story."""
    known, found = NOT_SAID, []
    for word in words:
        if word in NEW_PERSON:
            known = NOT_SAID
        elif word in UNIVERSITIES:
            known = word
        found.append(known)
    return found


def student_stories(count: int, rng: np.random.Generator) -> list[tuple[list[str], list[str]]]:
    """Return `count` stories, each as (words, answers)."""
    stories = [student_story(rng) for _ in range(count)]
    return [(words, answers_to(words)) for words in stories]
