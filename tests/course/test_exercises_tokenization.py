"""The exercises of lecture 06: a second oracle for each, and what their cases cover."""

from __future__ import annotations

import math
import unicodedata

import pytest
import torch

from course.exercise import PUBLIC_SEED, exercises
from course.exercises.tokenization.inputs import SPECIALS
from helpers.checking.how import Raises
from helpers.checking.recipes import Recipe
from helpers.checking.values import freeze, thaw

KNOWN = exercises()


def every(name: str) -> list:
    """All cases of an exercise, with a title for pytest."""
    cases = [*KNOWN[name].cases, *KNOWN[name].hidden]
    return [pytest.param(case, id=case.title) for case in cases if not isinstance(case.how, Raises)]


def drawn(name: str) -> list[dict]:
    """The inputs of every public case."""
    return [case.inputs(name, PUBLIC_SEED) for case in KNOWN[name].cases]


def live(value):
    """What an answer gets for a drawn input."""
    return Recipe(value.name, freeze(value.settings)).build() if isinstance(value, Recipe) else thaw(freeze(value))


def kind(character: str) -> str:
    if character in " \t\n\r\u00a0":
        return "space"
    return "word" if unicodedata.category(character)[0] in "LN" or character == "_" else "mark"


def neighbours(symbols: list[str]) -> list[tuple[str, str]]:
    return [(symbols[i], symbols[i + 1]) for i in range(len(symbols) - 1)]


def join(symbols: list[str], pair: tuple[str, str]) -> tuple[list[str], int]:
    """The symbols with the pair joined from the left, and how often that was possible."""
    for i, here in enumerate(neighbours(symbols)):
        if here == pair:
            rest, more = join(symbols[i + 2 :], pair)
            return [*symbols[:i], pair[0] + pair[1], *rest], 1 + more
    return symbols, 0


@pytest.mark.parametrize("case", every("split_words"))
def test_pieces_of_a_text_are_whole_runs_of_one_kind_and_nothing_but_white_space_is_lost(case):
    text = case.inputs("split_words", PUBLIC_SEED)["text"]
    pieces, place, before = KNOWN["split_words"].oracle(text), 0, ""
    for piece in pieces:
        at = text.index(piece, place)
        assert {kind(one) for one in piece} in ({"word"}, {"mark"})
        assert all(kind(one) == "space" for one in text[place:at])
        assert at > place or before != kind(piece[0]), "the run before could have been longer"
        place, before = at + len(piece), kind(piece[0])
    assert all(kind(one) == "space" for one in text[place:])


@pytest.mark.parametrize("case", every("build_vocab"))
def test_a_vocabulary_has_who_belongs_there_and_each_is_before_the_next_by_the_rule(case):
    tokens, min_freq, specials = case.inputs("build_vocab", PUBLIC_SEED).values()
    vocab = KNOWN["build_vocab"].oracle(tokens, min_freq, specials)
    order = sorted(vocab, key=vocab.get)
    assert sorted(vocab.values()) == list(range(len(vocab))) and order[: len(specials)] == specials
    others = order[len(specials) :]
    assert set(others) == {token for token in tokens if tokens.count(token) >= min_freq} - set(specials)
    for a, b in zip(others, others[1:]):
        assert tokens.count(a) > tokens.count(b) or (tokens.count(a) == tokens.count(b) and a < b)


@pytest.mark.parametrize("case", every("numericalize"))
def test_rows_read_back_are_the_sentences(case):
    sentences, vocab, max_len = case.inputs("numericalize", PUBLIC_SEED).values()
    ids, lengths = KNOWN["numericalize"].oracle(sentences, vocab, max_len)
    assert ids.shape == (len(sentences), max_len) and ids.dtype == lengths.dtype == torch.int64
    token_of = {i: token for token, i in vocab.items()}
    for row, length, sentence in zip(ids.tolist(), lengths.tolist(), sentences):
        kept = [token if token in vocab else "<unk>" for token in sentence][: max_len - 2]
        assert [token_of[i] for i in row[:length]] == ["<bos>", *kept, "<eos>"]
        assert row[length:] == [0] * (max_len - length)


@pytest.mark.parametrize("case", every("train_bpe"))
def test_every_merge_is_the_best_of_all_pairs_present(case):
    word_counts, num_merges = case.inputs("train_bpe", PUBLIC_SEED).values()
    merges = KNOWN["train_bpe"].oracle(word_counts, num_merges)
    words = {word: [*word, "</w>"] for word in word_counts}
    for merge in merges:
        present = {pair for symbols in words.values() for pair in neighbours(symbols)}
        total = {pair: sum(n * join(words[word], pair)[1] for word, n in word_counts.items()) for pair in present}
        assert all(total[merge] > total[pair] or (total[merge] == total[pair] and merge <= pair) for pair in present)
        words = {word: join(symbols, merge)[0] for word, symbols in words.items()}
    assert len(merges) == num_merges or all(len(symbols) == 1 for symbols in words.values())


@pytest.mark.parametrize("case", every("bpe_encode"))
def test_a_word_is_merged_by_rank_until_nothing_is_left_to_merge(case):
    word, merges = case.inputs("bpe_encode", PUBLIC_SEED).values()
    assert len(set(merges)) == len(merges), "what a pair that stands twice would mean, nobody said"
    symbols = [*word, "</w>"]
    while present := [pair for pair in merges if pair in neighbours(symbols)]:
        symbols = join(symbols, present[0])[0]
    assert KNOWN["bpe_encode"].oracle(word, merges) == symbols
    assert "".join(symbols) == word + "</w>"


@pytest.mark.parametrize("case", every("skipgram_pairs"))
def test_pairs_are_all_near_positions_but_the_same_in_reading_order(case):
    ids, window = case.inputs("skipgram_pairs", PUBLIC_SEED).values()
    expected = []
    for i in range(len(ids)):
        for j in range(len(ids)):
            if i != j and i - window <= j <= i + window:
                expected.append([int(ids[i]), int(ids[j])])
    pairs = KNOWN["skipgram_pairs"].oracle(ids, window)
    assert pairs.tolist() == expected and pairs.shape[1] == 2 and pairs.dtype == torch.int64


@pytest.mark.parametrize("case", every("embedding_backward"))
def test_the_embeddings_gradient_is_how_the_loss_changes_with_each_entry(case):
    ids, d_out, V, padding_idx = case.inputs("embedding_backward", PUBLIC_SEED).values()
    d_W = KNOWN["embedding_backward"].oracle(ids, d_out, V, padding_idx)
    assert d_W.shape == (V, d_out.shape[2])
    for v in range(V):
        moved = torch.zeros(V, d_out.shape[2], dtype=torch.float64)
        moved[v] = 1.0  # the loss is linear in W, so a step of any size will do
        change = (d_out * moved[ids]).sum(dim=(0, 1)) * (v != padding_idx)
        assert torch.allclose(d_W[v], change, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("case", every("load_embeddings"))
def test_each_row_is_the_first_line_of_its_word(case):
    lines, vocab, dim = case.inputs("load_embeddings", PUBLIC_SEED).values()
    matrix, found = KNOWN["load_embeddings"].oracle(live(lines), vocab, dim)
    lines = [line.split() for line in live(lines)]
    assert matrix.shape == (len(vocab), dim) and found.shape == (len(vocab),)
    for word, row in vocab.items():
        own = [list(map(float, fields)) for first, *fields in lines if first == word]
        assert bool(found[row]) is bool(own)
        assert matrix[row].tolist() == (own[0] if own else [0.0] * dim)


def test_texts_hold_nothing_on_which_the_syllabus_is_silent():
    for case in (*KNOWN["split_words"].cases, *KNOWN["split_words"].hidden):
        for seed in (PUBLIC_SEED, "another"):
            text = case.inputs("split_words", seed)["text"]
            categories = {unicodedata.category(one) for one in text}
            assert not categories & {"Mn", "Mc", "Me", "Cf", "No", "Nl"}, text


def test_texts_are_asked_for_in_all_their_odd_forms():
    texts = [one["text"] for one in drawn("split_words")]
    assert "" in texts and any(text and not text.strip() for text in texts)
    for needed in ("\u00a0", "_", "'", "-", "...", "?!", "? !", "é", "🙂", "\t", "3.14", "B2B"):
        assert any(needed in text for text in texts), needed
    assert any(text != text.lower() for text in texts) and any(text != text.strip() for text in texts if text.strip())


def test_vocabularies_are_asked_for_with_ties_specials_and_counts_at_the_limit():
    given = drawn("build_vocab")
    assert any(one["tokens"].count("<unk>") >= one["min_freq"] > 1 for one in given)
    assert any(0 < one["tokens"].count("<pad>") < one["min_freq"] for one in given)
    assert any(one["specials"] == [] for one in given) and any(one["tokens"] == [] for one in given)
    assert any(one["specials"] not in (SPECIALS, [], sorted(one["specials"])) for one in given)
    at_the_limit = [
        one
        for one in given
        if one["min_freq"] > 1 and any(one["tokens"].count(t) == one["min_freq"] for t in one["tokens"])
    ]
    assert len(at_the_limit) >= 3
    ties = next(one["tokens"] for one in given if "Zoo" in one["tokens"] and "éclair" in one["tokens"])
    assert sorted(set(ties)) != sorted(set(ties), key=str.lower) != list(dict.fromkeys(ties))


def test_sentences_are_asked_for_empty_fitting_and_cut_in_vocabularies_of_any_order():
    given = drawn("numericalize")
    room = [[one["max_len"] - 2 - len(sentence) for sentence in one["sentences"]] for one in given]
    assert any({-1, 0, 1} <= set(left) for left in room) and any(one["max_len"] == 2 for one in given)
    assert any(not sentence for one in given for sentence in one["sentences"])
    assert any(len(one["sentences"]) == one["max_len"] for one in given) and any(
        len(one["sentences"]) == 1 for one in given
    )
    assert any(min(left) > 0 for left in room), "every row shorter than max_len"
    for one in given:
        assert [one["vocab"][special] for special in SPECIALS] == [0, 1, 2, 3]
        assert sorted(one["vocab"].values()) == list(range(len(one["vocab"])))
        assert not set(SPECIALS) & {token for sentence in one["sentences"] for token in sentence}
    assert any(list(one["vocab"].values()) != sorted(one["vocab"].values()) for one in given)
    unknown = [{token in one["vocab"] for sentence in one["sentences"] for token in sentence} for one in given]
    assert {True, False} in unknown and {True} in unknown and {False} in unknown


def test_words_to_train_on_include_runs_ties_zeros_and_nothing_at_all():
    given = drawn("train_bpe")
    counts = [one["word_counts"] for one in given]
    assert {} in counts and any("" in one for one in counts) and any(0 in one.values() for one in counts)
    assert any(one["num_merges"] == 0 for one in given)
    for run in (3, 4, 5):
        assert any(a * run in word for one in counts for word in one for a in set(word))
    assert any(len(KNOWN["train_bpe"].oracle(**one)) < one["num_merges"] for one in given if one["word_counts"])
    assert any(len(set(one.values())) == 1 < len(one) for one in counts)
    assert any("\u0301" in word for one in counts for word in one) and any(
        "🙂" in word for one in counts for word in one
    )
    assert not any(word.split() not in ([word], []) or "<" in word for one in counts for word in one)


def test_words_to_encode_ask_for_more_than_one_pass_and_more_than_long_pieces():
    from course.exercises.tokenization import encode_mistakes as mistakes

    given = drawn("bpe_encode")
    for mistake in (
        mistakes.one_pass,
        mistakes.pass_after_pass,
        mistakes.one_place_at_a_time,
        mistakes.longest_first_piece,
    ):
        told = [one for one in given if mistake(**one) != KNOWN["bpe_encode"].oracle(**one)]
        assert len(told) >= 2, mistake.__name__
    assert any(one["word"] == "" for one in given) and any(one["merges"] == [] for one in given)
    assert any("🙂" in one["word"] for one in given) and any("\u0301" in one["word"] for one in given)


def test_windows_are_asked_for_from_one_to_wider_than_the_text():
    given = [(one["ids"], one["window"]) for one in drawn("skipgram_pairs")]
    assert {window for _, window in given} >= {1, 2, 3}
    assert any(len(ids) == 1 for ids, _ in given) and any(window > 2 * len(ids) for ids, window in given)
    assert any((ids[:-1] == ids[1:]).any() for ids, _ in given), "neighbours with one id"
    assert any(sorted(ids.tolist()) != ids.tolist() for ids, _ in given)


def test_ids_to_embed_come_often_never_and_as_padding_of_any_row():
    given = drawn("embedding_backward")
    padding = {one["padding_idx"] for one in given}
    assert 0 in padding and any(one["padding_idx"] == one["num_embeddings"] - 1 for one in given)
    assert any(not (one["ids"] == one["padding_idx"]).any() for one in given)
    assert any((one["ids"] == one["padding_idx"]).all() for one in given)
    sizes = [(*one["d_out"].shape, one["num_embeddings"]) for one in given]
    assert any(len(set(size)) == 4 for size in sizes) and any(len(set(size)) == 1 for size in sizes)
    assert len(set(sizes)) < len(sizes), "two calls of one shape"


def test_lines_come_as_a_list_a_file_and_a_generator_good_and_bad():
    good = {"list": 0, "file": 0, "generator": 0}
    bad = dict(good)
    for case, one in zip(KNOWN["load_embeddings"].cases, drawn("load_embeddings")):
        way = one["lines"].settings["kind"] if isinstance(one["lines"], Recipe) else "list"
        (bad if isinstance(case.how, Raises) else good)[way] += 1
    assert all(good.values()) and all(bad.values())


def test_a_bad_lines_number_is_no_other_number_that_a_message_could_hold():
    for case in (*KNOWN["load_embeddings"].cases, *KNOWN["load_embeddings"].hidden):
        if not isinstance(case.how, Raises):
            continue
        for seed in (PUBLIC_SEED, "another", "a third"):
            lines, _, dim = case.inputs("load_embeddings", seed).values()
            lines = [line.rstrip("\n") for line in live(lines)]
            number = int(case.how.naming)
            good = [line for line in lines if len(line.split(" ")) == dim + 1 and is_finite(line.split(" ")[1:])]
            assert len(good) == len(lines) - 1 and lines[number - 1] not in good
            fields = lines[number - 1].split(" ")
            if number > 1:  # a header on line 1 has numbers of its own
                taken = {dim, dim + 1, len(fields), len(fields) - 1, number - 1, len(lines) + 1}
                assert number not in taken and not any(str(number) in field.split(".") for field in fields)


def is_finite(fields: list[str]) -> bool:
    try:
        return all(math.isfinite(float(field)) for field in fields)
    except ValueError:
        return False
