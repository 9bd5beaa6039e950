"""The data of lecture 06: what the docstrings say of sizes, shares and baselines is true."""

from __future__ import annotations

import re
import sys

import numpy as np
import pytest

from helpers.data import kinds, morphemes, reference


def stated(module, pattern: str) -> float:
    return float(re.search(pattern, " ".join(module.__doc__.split()))[1].replace(",", ""))


def test_the_toy_language_has_as_many_words_as_its_docstring_says():
    assert len(set(morphemes.STEMS)) == stated(morphemes, r"There are (\d+) stems")
    suffixes = [suffix for kind in morphemes.SUFFIXES for suffix in kind]
    assert len(set(suffixes)) == stated(morphemes, r"and (\d+) suffixes")
    forms = len(morphemes.STEMS) * np.prod([1 + len(kind) for kind in morphemes.SUFFIXES])
    assert forms == stated(morphemes, r"makes ([\d,]+) words")
    assert {len(stem) for stem in morphemes.STEMS} == {4, 5} and {len(suffix) for suffix in suffixes} == {2, 3}


def test_words_are_as_long_as_the_docstring_says_and_their_stems_follow_zipf():
    drawn = morphemes.words(6000, np.random.default_rng(0))
    assert np.mean([len(word) for word in drawn]) == pytest.approx(
        stated(morphemes, r"has ([\d.]+) morphemes"), abs=0.05
    )
    letters = np.mean([len("".join(word)) for word in drawn])
    assert letters == pytest.approx(stated(morphemes, r"and ([\d.]+) letters"), abs=0.1)
    often = [sum(word[0] == stem for word in drawn) for stem in morphemes.STEMS]
    assert often[0] / often[1] == pytest.approx(2, abs=0.25) and min(often) > 0


def test_suffixes_stand_in_their_order_and_no_meaning_comes_twice():
    slot = {suffix: place for place, kind in enumerate(morphemes.SUFFIXES) for suffix in kind}
    for stem, *suffixes in morphemes.words(500, np.random.default_rng(1)):
        slots = [slot[suffix] for suffix in suffixes]
        assert stem in morphemes.STEMS and slots == sorted(set(slots))


def test_a_morpheme_counts_as_found_only_with_both_ends_right():
    true = [("tovu", "lar", "da"), ("bomi",)]
    assert morphemes.spans(true[0]) == {(0, 4), (4, 7), (7, 9)}
    assert morphemes.found(true, true) == 1
    assert morphemes.found([tuple("tovularda"), tuple("bomi")], true) == 0
    assert morphemes.found([("tovu", "larda"), ("bomi",)], true) == 0.5
    assert morphemes.found([("to", "vu", "lar", "da"), ("bo", "mi")], true) == 0.5


def test_a_random_cut_has_the_pieces_that_were_asked_for_and_all_places_alike():
    rng, ends = np.random.default_rng(0), []
    for _ in range(3000):
        cut = morphemes.random_cut("abcdef", 3, rng)
        assert len(cut) == 3 and "".join(cut) == "abcdef" and all(cut)
        ends += [len(cut[0]), len(cut[0] + cut[1])]
    assert np.bincount(ends, minlength=6)[1:] / len(ends) == pytest.approx(np.full(5, 0.2), abs=0.02)
    assert morphemes.random_cut("abc", 1, rng) == ("abc",) and morphemes.random_cut("abc", 3, rng) == tuple("abc")


def test_sentences_have_the_words_of_a_kind_in_its_places():
    drawn = kinds.sentences(800, np.random.default_rng(0))
    shapes = {" ".join(kinds.KIND_OF.get(word, word) for word in sentence) for sentence in drawn}
    assert shapes == {pattern.replace("{", "").replace("}", "") for pattern in kinds.PATTERNS}


def test_the_docstring_states_chance_and_length_of_the_kinds():
    assert len(kinds.KIND_OF) == 64 and {len(words) for words in kinds.KINDS.values()} == {8}
    assert stated(kinds, r"cases, ([\d.]+) %") == pytest.approx(100 * 7 / 63, abs=0.05)
    mean = np.mean([len(pattern.split()) for pattern in kinds.PATTERNS])
    assert mean == pytest.approx(stated(kinds, r"A sentence has ([\d.]+) words"), abs=0.05)


def test_the_first_word_of_a_kind_is_eight_times_as_frequent_as_the_last():
    said = [word for sentence in kinds.sentences(6000, np.random.default_rng(0)) for word in sentence]
    first, last = (np.sum([said.count(words[place]) for words in kinds.KINDS.values()]) for place in (0, -1))
    assert first / last == pytest.approx(8, rel=0.1)


def test_the_reference_text_is_english_prose_each_sentence_once_and_nothing_held_out_is_trained_on():
    train, held_out = reference.sentences()
    assert 1300 < len(train) < 2500 and 100 < len(held_out) < 500
    everything = train + held_out
    assert len(set(everything)) == len(everything)
    assert all(sentence.endswith(".") and len(sentence.split()) >= 4 for sentence in everything)
    assert not any("\n" in sentence or "  " in sentence for sentence in everything)
    assert sum("the" in sentence.lower().split() for sentence in everything) > 0.4 * len(everything)


def test_the_reference_text_is_the_same_each_time_and_may_be_changed_by_whoever_gets_it():
    train, _ = reference.sentences()
    kept = list(train)
    train.clear()
    assert reference.sentences()[0] == kept


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the text is Python's own; the docstring is about 3.11")
def test_the_docstring_states_the_sizes_of_the_reference_text():
    train, held_out = reference.sentences()
    assert len(train) == stated(reference, r"there are ([\d,]+) sentences")
    assert len(held_out) == stated(reference, r"([\d,]+) held-out ones")
    for part, pattern in ((train, r"train on, of ([\d,]+) characters"), (held_out, r"held-out ones of ([\d,]+)\.")):
        assert sum(map(len, part)) == pytest.approx(stated(reference, pattern), rel=0.01)
    known = set(re.findall("[a-z]+", " ".join(train).lower()))
    words = re.findall("[a-z]+", " ".join(held_out).lower())
    new = np.mean([word not in known for word in words])
    assert 100 * new == pytest.approx(stated(reference, r"sentences ([\d.]+) % do not"), abs=0.3)


def test_a_word_that_was_broken_at_the_end_of_a_line_is_whole_again():
    everything = " ".join(sum(reference.sentences(), []))
    assert "left-hand" in everything and "left- hand" not in everything
