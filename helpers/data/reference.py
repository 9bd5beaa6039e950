"""Real English that every machine has: the sentences of Python's reference for `help()`.

The text comes with Python (`pydoc_data.topics`), so that its sizes depend a little on the version.
With Python 3.11 there are 1,697 sentences to train on, of 191,493 characters, and
259 held-out ones of 26,345. Of the words of the held-out sentences 6.5 % do not
occur in the others.
"""

from __future__ import annotations

import re
from functools import cache
from pydoc_data.topics import topics

_EMPHASIS = re.compile(r"\*+([^*\s]+)\*+")
_BROKEN = re.compile(r"(?<=\w)-\n\s*(?=\w)")  # a hyphen at the end of a line
_ITEM = re.compile(r"^(?:\d+\.|[*-]) ")
_END_OF_SENTENCE = re.compile(r"(?<=[.!?:]) (?=[A-Z\"])")
_EVERY = 8  # one topic in so many is held out


@cache
def _by_topic() -> dict[str, list[str]]:
    """The sentences of each topic; one that stands in several places counts where it first stands."""
    seen: set[str] = set()
    found: dict[str, list[str]] = {}
    for topic in sorted(topics):
        found[topic] = []
        for paragraph in re.split(r"\n\s*\n", topics[topic]):
            text = " ".join(_BROKEN.sub("-", paragraph).split())
            text = _ITEM.sub("", _EMPHASIS.sub(r"\1", text))
            for sentence in _END_OF_SENTENCE.split(text):
                if _is_prose(sentence) and sentence not in seen:
                    seen.add(sentence)
                    found[topic].append(sentence)
    return found


def _is_prose(sentence: str) -> bool:
    letters = sum(character.isalpha() or character == " " for character in sentence)
    begins = sentence[:1].isupper() or sentence[:1] == '"'
    return begins and sentence.endswith(".") and len(sentence.split()) >= 4 and letters >= 0.85 * len(sentence)


def sentences() -> tuple[list[str], list[str]]:
    """Return (sentences to train on, held-out sentences), as they stand in the text but for line ends.

    Whole topics are held out, one in eight, and no sentence is in both lists.
    """
    train: list[str] = []
    held_out: list[str] = []
    for number, own in enumerate(_by_topic().values()):
        (held_out if number % _EVERY == 2 else train).extend(own)
    return train, held_out
