"""Text from a small grammar whose entropy can be computed, so that a model's loss has a known floor.

`PETS`, the grammar of lecture 01, makes sentences such as "the small dogs sleep
in the garden. ": 28.9 characters and 6.29 nats on average, which is
0.2176 nats a character, or a perplexity of 1.243. Either the noun or the verb
has an s, so that a model must remember the noun's while it reads the verb.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np

_SYMBOL = re.compile(r"\{(\w+)\}")


class Grammar:
    """A probabilistic grammar without recursion, in which every sentence has one derivation.

    rules: for each symbol its expansions, as (probability, text); "{NAME}" in a text
        stands for the symbol NAME. Sentences are derived from the symbol S, each on its own.
    """

    def __init__(self, rules: Mapping[str, Sequence[tuple[float, str]]]) -> None:
        for symbol, expansions in rules.items():
            total = sum(probability for probability, _ in expansions)
            if not math.isclose(total, 1.0):
                raise ValueError(f"the probabilities of {symbol} sum to {total}; they must sum to 1")
        self.rules = rules

    def sentence(self, rng: np.random.Generator, symbol: str = "S") -> str:
        """Draw one sentence."""
        probabilities, texts = zip(*self.rules[symbol])
        chosen = texts[rng.choice(len(texts), p=probabilities)]
        return _SYMBOL.sub(lambda match: self.sentence(rng, match[1]), chosen)

    def text(self, sentences: int, rng: np.random.Generator) -> str:
        """Draw that many sentences and join them."""
        return "".join(self.sentence(rng) for _ in range(sentences))

    def sentences(self, symbol: str = "S") -> dict[str, float]:
        """Return every sentence with its probability."""
        found: dict[str, float] = {}
        for probability, text in self.rules[symbol]:
            for said, share in self._expansions(text):
                found[said] = found.get(said, 0.0) + probability * share
        return found

    def _expansions(self, text: str) -> Iterator[tuple[str, float]]:
        match = _SYMBOL.search(text)
        if match is None:
            yield text, 1.0
            return
        for said, share in self.sentences(match[1]).items():
            for rest, other in self._expansions(text[match.end() :]):
                yield text[: match.start()] + said + rest, share * other

    def entropy_of_sentence(self, symbol: str = "S") -> float:
        """Return the entropy in nats of one sentence: that of each choice, and of the choices that follow."""
        return sum(
            probability * (-math.log(probability) + sum(map(self.entropy_of_sentence, _SYMBOL.findall(text))))
            for probability, text in self.rules[symbol]
        )

    def length_of_sentence(self, symbol: str = "S") -> float:
        """Return the mean number of characters of a sentence."""
        return sum(
            probability * (len(_SYMBOL.sub("", text)) + sum(map(self.length_of_sentence, _SYMBOL.findall(text))))
            for probability, text in self.rules[symbol]
        )

    @cached_property
    def entropy(self) -> float:
        """The entropy in nats per character of an endless text: no model can have a lower mean loss."""
        return self.entropy_of_sentence() / self.length_of_sentence()

    @cached_property
    def alphabet(self) -> str:
        """The characters that occur, sorted."""
        texts = (text for expansions in self.rules.values() for _, text in expansions)
        return "".join(sorted(set("".join(_SYMBOL.sub("", text) for text in texts))))


PETS = Grammar(
    {
        "S": [
            (0.5, "the {WHICH}{ANIMAL} {DOES}s {WHERE}. "),
            (0.5, "the {WHICH}{ANIMAL}s {DOES} {WHERE}. "),
        ],
        "WHICH": [(0.5, ""), (0.2, "small "), (0.2, "old "), (0.1, "funny ")],
        "ANIMAL": [(0.3, "cat"), (0.3, "dog"), (0.2, "bird"), (0.1, "mouse hunter"), (0.1, "pony rider")],
        "DOES": [(0.3, "sleep"), (0.3, "eat"), (0.2, "sing"), (0.2, "wait")],
        "WHERE": [(0.3, "here"), (0.3, "in the garden"), (0.2, "under a tree"), (0.1, "today"), (0.1, "alone")],
    }
)
