"""What lecture 06 claims in numbers is what its cells compute: one seed here, three in benchmarks/lectures.py."""

from __future__ import annotations

import re

from benchmarks.lectures import results, said

LECTURE = "06_tokenization"


def number(pattern: str) -> float:
    return float(re.search(pattern, said(LECTURE))[1])


def test_75_merges_find_most_morphemes_and_random_cuts_few():
    found, at_random = results(LECTURE)["75 merges: % of the morphemes found"]
    assert found > 66 and 10 < at_random < 17


def test_with_too_many_merges_the_share_of_morphemes_falls():
    best, _ = results(LECTURE)["75 merges: % of the morphemes found"]
    found, at_random = results(LECTURE)["300 merges: % of the morphemes found"]
    assert best - 20 > found > 2 * at_random


def test_neighbours_are_of_the_same_kind_after_training_and_by_chance_before():
    trained, untrained = results(LECTURE)["skip-gram: % of neighbours of the same kind"]
    assert trained > 97 and 5 < untrained < 18


def test_one_word_of_context_cuts_perplexity_to_less_than_half_and_a_second_one_does_not_help():
    bigrams, unigrams = results(LECTURE)["bigrams: held-out perplexity per word"]
    trigrams, _ = results(LECTURE)["trigrams: held-out perplexity per word"]
    assert bigrams < trigrams < unigrams and bigrams < unigrams / 2


def test_two_thirds_of_held_out_trigrams_are_new():
    assert 60 < number(r"([\d.]+)% of its trigrams are new") < 72
    assert number(r"([\d.]+)% of its bigrams are new") < 40


def test_the_eight_rarest_words_stand_at_most_five_times_each():
    rarest = re.search(r"the rarest: (.*)", said(LECTURE))[1]
    counts = [int(count) for count in re.findall(r", (\d+)\)", rarest)]
    assert len(counts) == 8 and max(counts) <= 5


def test_who_wins_in_bits_per_character_hangs_on_the_unknown_words():
    characters, spelled_out = results(LECTURE)["characters, 5-grams: bits per character"]
    free = number(r"([\d.]+) bits per character if unknown words are free")
    assert free < characters - 0.2 < characters + 0.1 < spelled_out


def test_a_few_hundred_merges_halve_the_length_of_the_text():
    merged, characters = results(LECTURE)["BPE, 300 merges: tokens for each word"]
    fewer, _ = results(LECTURE)["BPE, 100 merges: tokens for each word"]
    assert 1 < merged < characters / 2 and merged < fewer < characters


def test_whole_words_leave_holes_and_pieces_do_not():
    words, pieces = results(LECTURE)["whole words: % of held-out tokens unknown"]
    assert 6 < words < 11 and pieces < 0.1


def test_text_of_sinhala_falls_to_pieces_where_marks_stand():
    assert re.search(r"හෙලෝ: 4 code points \(Lo Mc Lo Mc\), runs of \\w: හ \| ල", said(LECTURE))


def test_vectors_come_back_from_glove_format_as_they_were():
    assert number(r"rounded by at most ([\d.]+)") <= 0.00001


def test_an_analogy_is_seldom_right_and_still_better_than_the_nearest_word():
    right, nearest = results(LECTURE)["plural by analogy: % right"]
    assert nearest < 3 and 8 < right < 25
    hidden, itself = results(LECTURE)["plural by analogy, nothing left out: % right"]
    assert hidden < right / 2 and itself > 70


def test_opposites_are_among_the_nearest_words():
    assert re.search(r"left +right, ", said(LECTURE)) and re.search(r"before +after, ", said(LECTURE))
