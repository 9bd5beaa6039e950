"""Vocabularies, batches and masks."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.errors import UnrolledError
from helpers.text import Batches, Vocabulary, one_hot, padded, real_steps, streams


def test_the_specials_have_the_courses_numbers():
    words = Vocabulary.of([["the", "cat"], ["the", "dog"]])
    assert [words.ids[token] for token in ("<pad>", "<bos>", "<eos>", "<unk>")] == [0, 1, 2, 3]
    assert words.tokens[4:] == ("the", "cat", "dog")  # frequent first, then sorted
    assert len(words) == 7


def test_encoding_and_decoding_are_inverse_and_unknown_tokens_become_unk():
    words = Vocabulary.of([["a", "b"]])
    ids = words.encode(["b", "a", "zebra"])
    assert ids.dtype == np.int64
    assert words.decode(ids) == ["b", "a", "<unk>"]


def test_without_specials_an_unknown_token_gets_one_sentence():
    letters = Vocabulary("abc", specials=False)
    assert letters.encode("cab").tolist() == [2, 0, 1]
    with pytest.raises(UnrolledError, match="The token 'z' is not in the vocabulary, and it has no <unk>"):
        letters.encode("z")


def test_rare_tokens_can_be_left_out():
    assert Vocabulary.of(["aab"], least=2, specials=False).tokens == ("a",)


def test_a_token_given_twice_is_refused():
    with pytest.raises(UnrolledError, match="'a' is given twice"):
        Vocabulary("aba", specials=False)


def test_a_special_among_the_tokens_is_not_taken_twice():
    assert Vocabulary(["<unk>", "a"]).tokens == ("<pad>", "<bos>", "<eos>", "<unk>", "a")


def test_padding_fills_up_on_the_right_and_the_mask_says_what_is_real():
    ids, real = padded([[5, 6, 7], [8], []], pad=9)
    assert ids.tolist() == [[5, 6, 7], [8, 9, 9], [9, 9, 9]]
    assert real.tolist() == [[True, True, True], [True, False, False], [False, False, False]]
    assert ids.dtype == np.int64 and real.dtype == bool
    assert (real_steps(np.array([3, 1, 0]), 3) == real).all()


def test_no_sequences_make_an_empty_batch():
    ids, real = padded([])
    assert ids.shape == real.shape == (0, 0)


def test_batches_hold_everything_once_and_come_in_another_order_each_time():
    every = Batches(10, 4, np.random.default_rng(0))
    first, second = [np.concatenate(list(every)) for _ in range(2)]
    assert len(every) == 3 and [len(batch) for batch in every] == [4, 4, 2]
    assert sorted(first) == sorted(second) == list(range(10))
    assert first.tolist() != second.tolist()


def test_streams_continue_row_after_row():
    rows = streams(np.arange(11), rows=3)
    assert rows.tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    with pytest.raises(UnrolledError, match="2 tokens cannot be cut into 3 rows"):
        streams(np.arange(2), rows=3)


def test_one_hot_takes_any_shape():
    assert one_hot(np.array([[2, 0]]), 3).tolist() == [[[0, 0, 1], [1, 0, 0]]]
