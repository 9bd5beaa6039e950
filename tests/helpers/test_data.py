"""The data: their stated entropies, baselines and sizes are true."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from helpers.data import grammar, lamp, names, prices
from helpers.data.grammar import PETS, Grammar


def test_the_entropy_of_the_grammar_is_that_of_all_its_sentences():
    every = PETS.sentences()
    assert sum(every.values()) == pytest.approx(1)
    entropy = -sum(p * math.log(p) for p in every.values())
    length = sum(p * len(sentence) for sentence, p in every.items())
    assert PETS.entropy_of_sentence() == pytest.approx(entropy)
    assert PETS.length_of_sentence() == pytest.approx(length)
    assert PETS.entropy == pytest.approx(entropy / length)


def test_no_sentence_of_the_grammar_has_two_derivations_or_is_the_beginning_of_another():
    derivations = 2 * 4 * 5 * 4 * 5  # number, which, animal, does, where
    every = sorted(PETS.sentences())
    assert len(every) == derivations
    assert not any(b.startswith(a) for a, b in zip(every, every[1:]))


def test_the_docstring_states_the_grammars_figures():
    said = grammar.__doc__.replace("\n", " ")
    assert f"{PETS.length_of_sentence():.1f} characters" in said
    assert f"{PETS.entropy_of_sentence():.2f} nats on average" in said
    assert f"{PETS.entropy:.4f} nats a character" in said
    assert f"perplexity of {math.exp(PETS.entropy):.3f}" in said


def test_drawn_text_follows_the_grammar():
    text = PETS.text(4000, np.random.default_rng(0))
    sentences = [sentence + ". " for sentence in text.split(". ")[:-1]]
    every = PETS.sentences()
    assert set(sentences) <= set(every)
    surprise = np.array([-math.log(every[sentence]) for sentence in sentences])
    assert surprise.mean() == pytest.approx(PETS.entropy_of_sentence(), abs=4 * surprise.std() / math.sqrt(4000))
    assert set(text) == set(PETS.alphabet)


def test_probabilities_that_do_not_sum_to_one_are_refused():
    with pytest.raises(ValueError, match="probabilities of S sum to 0.9"):
        Grammar({"S": [(0.5, "a"), (0.4, "b")]})


def test_what_stands_before_and_at_a_name_says_nothing_of_its_kind():
    rng = np.random.default_rng(0)
    kinds = {}
    for words, tags in names.name_sentences(6000, rng):
        for place, tag in enumerate(tags):
            if tag != "other":
                kinds.setdefault((words[place - 1] if place else "", words[place]), []).append(tag == "person")
    for pair, seen in kinds.items():
        if len(seen) >= 50:
            assert abs(np.mean(seen) - 0.5) < 4.5 * 0.5 / math.sqrt(len(seen)), pair


def test_what_follows_a_name_always_decides():
    decided = {}
    for words, tags in names.name_sentences(3000, np.random.default_rng(1)):
        assert len(words) == len(tags)
        text = " ".join(words)
        for part in re.split(r" while ", text):
            name = next(word for word in part.split() if word in names.NAMES)
            after = part.split(name, 1)[1]
            decided.setdefault(after, set()).add(tags[words.index(name)] if text.count(name) == 1 else None)
    assert all(len(kinds - {None}) == 1 for kinds in decided.values() if kinds != {None})


def test_the_prices_are_the_ones_that_the_docstring_describes():
    days, closing = prices.daily_prices()
    assert closing.shape == days.shape == (1047,)
    assert (str(days[0]), str(days[-1])) == ("2004-08-19", "2008-10-14")
    assert np.isfinite(closing).all() and (closing > 0).all()
    assert np.diff(np.log(closing)).std() == pytest.approx(0.024, abs=0.0005)


def test_only_the_last_turn_of_the_switch_decides():
    steps, lit = lamp.lamp_sequences(500, 30, np.random.default_rng(0))
    for row, answer in zip(steps, lit):
        turns = [step for step in row if step != lamp.NOTHING]
        assert answer == (bool(turns) and turns[-1] == lamp.ON)


def test_the_share_of_lit_lamps_is_the_stated_one():
    _, lit = lamp.lamp_sequences(20000, 20, np.random.default_rng(0))
    assert lit.mean() == pytest.approx((1 - 0.9**20) / 2, abs=0.015)
