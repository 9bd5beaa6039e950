"""The data of lecture 05: passages and sentences of the grammar are what their module says."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from helpers.data import passages as module
from helpers.data.grammar import PETS
from helpers.data.passages import VOCABULARY, passages, sentences

SAID = " ".join(module.__doc__.split())


def letters() -> dict[str, float]:
    """The share of each character in an endless text."""
    found: Counter[str] = Counter()
    for sentence, p in PETS.sentences().items():
        for character in sentence:
            found[character] += p
    return {character: count / sum(found.values()) for character, count in found.items()}


def test_the_docstring_states_the_baseline_the_floor_and_the_sizes():
    shares, lengths = letters(), [len(sentence) for sentence in PETS.sentences()]
    assert set(shares) == set(VOCABULARY.tokens) and f"{len(VOCABULARY)} kinds of characters" in SAID
    counting = math.exp(-sum(p * math.log(p) for p in shares.values()))
    assert f"perplexity of {counting:.2f} per character" in SAID
    assert f"he is {math.exp(PETS.entropy):.3f}" in SAID
    assert f"has {min(lengths)} to {max(lengths)} characters" in SAID


def test_letters_in_drawn_passages_are_as_frequent_as_in_the_grammar():
    ids = passages(2000, 26, np.random.default_rng(0))
    assert ids.shape == (2000, 26) and ids.dtype == np.int64
    counts = np.bincount(ids.ravel(), minlength=len(VOCABULARY)) / ids.size
    for character, share in letters().items():
        assert counts[VOCABULARY.ids[character]] == pytest.approx(share, abs=0.01), character


def test_a_passage_is_a_piece_of_the_grammars_text_and_begins_anywhere():
    possible = {sentence.strip() for sentence in PETS.sentences()}
    begins = Counter()
    for row in passages(300, 60, np.random.default_rng(1)):
        text = "".join(VOCABULARY.decode(row))
        begins[text[0]] += 1
        whole = text.split(". ")[1:-1]
        assert whole == [] or {sentence + "." for sentence in whole} <= possible, text
    assert len(begins) > 10 and max(begins.values()) < 100


@pytest.mark.parametrize("T", [1, 19, 45, 400])
def test_passages_may_be_of_any_length(T):
    assert passages(3, T, np.random.default_rng(0)).shape == (3, T)


def test_sentences_are_whole_and_padded_at_the_end():
    ids, real = sentences(500, np.random.default_rng(0))
    possible = set(PETS.sentences())
    for row, keep in zip(ids, real):
        assert "".join(VOCABULARY.decode(row[keep])) in possible
        assert keep[: keep.sum()].all() and not row[~keep].any()
    assert len(set(real.sum(axis=1))) > 10 and real.all(axis=1).any()
