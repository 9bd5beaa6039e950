"""What lecture 07 claims in numbers is what its cells compute: one seed here, three in benchmarks/lectures.py."""

from __future__ import annotations

import re

import pytest

from benchmarks.lectures import results, said

LECTURE = "07_seq2seq"
LENGTHS = ("3–4", "5–6", "7–8", "9–10", "11–12")


def by_length(measure: str) -> tuple[list[float], list[float]]:
    """What the translator reaches at each length, and what a dictionary does."""
    found = results(LECTURE)
    reached, word_by_word = zip(*(found[f"translation, {length} words: {measure}"] for length in LENGTHS))
    return list(reached), list(word_by_word)


def test_more_than_95_of_100_new_dates_are_written_exactly_right():
    right, copied = results(LECTURE)["dates: % exactly right"]
    assert right > 95 and copied < 12


def test_nearly_all_tokens_of_new_dates_are_right_beside_a_half_for_constant_ones():
    right, commonest = results(LECTURE)["dates: % of the tokens right, reading right ones"]
    assert right > 99 and 50 < commonest < 57


def test_short_sentences_are_translated_and_long_ones_are_not():
    right, word_by_word = by_length("% exactly right")
    assert right[0] > 95 and right[1] > 85 and right[-1] < 25
    assert all(left > further for left, further in zip(right, right[1:]))
    assert right[0] > 2 * word_by_word[0]


def test_bleu_falls_with_length_for_the_translator_and_hardly_for_the_dictionary():
    bleu, word_by_word = by_length("BLEU-2")
    assert bleu[0] > 0.93 and bleu[-1] < 0.75
    assert all(left > further for left, further in zip(bleu, bleu[1:]))
    assert bleu[0] - bleu[-1] > 2 * (max(word_by_word) - min(word_by_word))


@pytest.mark.parametrize("way", ["half and half", "curriculum"])
def test_scheduled_sampling_narrows_the_gap_between_training_and_writing(way):
    gap, forced = results(LECTURE)[f"short sentences, {way}: gap in points"]
    assert gap < forced - 0.5
    wrong, forced = results(LECTURE)[f"short sentences, {way}: % wrong after a wrong token"]
    assert wrong < forced - 1


def test_scheduled_sampling_is_no_great_gain_in_exact_match():
    half, forced = results(LECTURE)["short sentences, half and half: % exactly right"]
    curriculum, _ = results(LECTURE)["short sentences, curriculum: % exactly right"]
    assert forced > 10 and half > forced - 2 and half < forced + 15 and -10 < curriculum - forced < 8


def test_a_beam_finds_more_probable_sentences_and_hardly_better_ones():
    found = results(LECTURE)
    beam, greedy = found["translation, beam 4: −ln P of what it finds"]
    assert beam < greedy - 0.01
    for name in ("beam 4", "beam 4, alpha 0.7"):
        right, greedily = found[f"translation, {name}: % exactly right"]
        assert -1 < right - greedily < 8
        bleu, greedily = found[f"translation, {name}: BLEU-2"]
        assert 0.5 < greedily < 1 and abs(bleu - greedily) < 0.05


def test_drawing_gets_worse_as_it_gets_warmer():
    shares = [float(share) for share in re.findall(r"temperature [\d.]+: exact match ([\d.]+)%", said(LECTURE))]
    assert len(shares) == 3 and shares[0] > shares[1] + 2 and shares[1] > shares[2] + 2


def test_on_the_ring_the_variational_network_is_less_exact_than_the_autoregressive_one():
    found = results(LECTURE)
    autoregressive, real = found["ring, autoregressive: % of the points near it"]
    variational, _ = found["ring, VAE: % of the points near it"]
    assert real > 99 and autoregressive > 94 and 75 < variational < 92


def test_bleu_gives_the_opposite_more_than_a_right_translation_in_other_words():
    rows = re.findall(r"^(.+?) +BLEU-2 ([\d.]+) +BLEU-4 ([\d.]+)$", said(LECTURE), re.MULTILINE)
    scores = {name.strip(): (float(two), float(four)) for name, two, four in rows}
    assert scores["the same"] == (1, 1)
    for order in (0, 1):
        opposite = scores["one word less, the opposite"][order]
        assert opposite > scores["other words, same meaning"][order] + 0.1
        assert opposite > scores["said in another way"][order] + 0.1
        assert scores["pieces in another order"][order] > opposite


def test_nltk_gives_next_to_nothing_to_a_right_answer_of_two_tokens():
    text = said(LECTURE)
    assert float(re.search(r"exactly right, but two tokens, BLEU-4: +nltk (\S+)", text)[1]) < 1e-50
    assert re.search(r"the same with yours: 0.0 in BLEU-4, 1.0 in BLEU-2", text)
