"""The exercises of lecture 07: a second oracle each, and what their cases cover."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import numpy as np
import pytest
import torch

from course.exercise import PUBLIC_SEED, exercises
from course.exercises.seq2seq.bleu_inputs import bleu_by_counting
from course.exercises.seq2seq.decoders import by_definition, gap
from helpers.checking.how import Raises
from helpers.checking.recipes import Recipe

KNOWN = exercises()
NAMES = ("shift_right", "masked_cross_entropy", "mix_inputs", "greedy_decode", "beam_search", "bleu")


def drawn(name: str, seed: str = PUBLIC_SEED, hidden: bool = False) -> list[dict]:
    """The inputs of every public case without an error, and of the hidden ones too."""
    exercise = KNOWN[name]
    every = [*exercise.cases, *(exercise.hidden if hidden else ())]
    return [case.inputs(name, seed) for case in every if not isinstance(case.how, Raises)]


def live(given: dict) -> list:
    return [value.build() if isinstance(value, Recipe) else value for value in given.values()]


# --- second oracles -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [PUBLIC_SEED, "another"])
def test_what_is_shifted_starts_with_bos_and_goes_on_with_the_target(seed):
    for given in drawn("shift_right", seed, hidden=True):
        target, bos = given["target"].numpy(), given["bos"]
        expected = np.concatenate([np.full((len(target), 1), bos), target], axis=1)[:, :-1]
        assert (KNOWN["shift_right"].oracle(**given).numpy() == expected).all()


def test_the_loss_of_the_oracle_is_the_mean_of_the_definition_summed_with_care():
    for given in drawn("masked_cross_entropy", hidden=True):
        losses = []
        for row, words in zip(given["logits"].tolist(), given["target"].tolist()):
            for logits, word in zip(row, words):
                if word != given["pad"]:
                    most = max(logits)
                    losses.append(math.log(math.fsum(math.exp(z - most) for z in logits)) + most - logits[word])
        expected = math.fsum(losses) / len(losses)
        assert KNOWN["masked_cross_entropy"].oracle(**given).item() == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_the_oracle_of_mix_inputs_takes_each_token_from_where_it_may():
    for given in drawn("mix_inputs", hidden=True):
        mixed = KNOWN["mix_inputs"].oracle(*live(given))
        gold, written = given["gold"], torch.roll(given["predicted"], 1, dims=1)
        assert (mixed[:, 0] == gold[:, 0]).all()
        assert ((mixed == gold) | (mixed == written))[:, 1:].all()
        share = (mixed == gold)[:, 1:].double().mean().item()
        if mixed[:, 1:].numel() > 1000:
            assert share == pytest.approx(given["p"], abs=0.05)


def test_greedy_decoding_is_beam_search_with_a_beam_of_one():
    for given in drawn("greedy_decode", hidden=True):
        greedy = KNOWN["greedy_decode"].oracle(*live(given))
        one = by_definition(*live(given)[:4], beam=1, max_len=given["max_len"], alpha=0.6)
        assert [tokens for tokens, _ in one] == [greedy]


def every_sentence(step, state, bos, eos, max_len):
    """All sentences with their log-probabilities, by recursion."""
    if max_len == 0:
        return {(): 0.0}
    log_probs, after = step(bos, state)
    found = {}
    for token, one in enumerate(log_probs.tolist()):
        rest = {(): 0.0} if token == eos else every_sentence(step, after, token, eos, max_len - 1)
        found |= {(token, *tail): one + total for tail, total in rest.items()}
    return found


def test_a_beam_that_is_wide_enough_finds_every_sentence_and_all_their_probabilities_add_up_to_one():
    every = [(given, len(live(given)[0](given["bos"], given["state"])[0])) for given in drawn("beam_search")]
    wide = [given for given, V in every if given["beam"] >= V ** given["max_len"]]
    assert wide
    for given in wide:
        expected = every_sentence(*live(given)[:4], given["max_len"])
        for found in (KNOWN["beam_search"].oracle(*live(given)), by_definition(*live(given))):
            assert {tuple(tokens) for tokens, _ in found} == set(expected)
            assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
            totals = {tuple(tokens): score * len(tokens) ** given["alpha"] for tokens, score in found}
            assert all(totals[tokens] == pytest.approx(total) for tokens, total in expected.items())
            assert math.fsum(map(math.exp, totals.values())) == pytest.approx(1)


def test_what_a_beam_finds_are_sentences_of_the_decoder_with_their_own_scores():
    for given in drawn("beam_search", hidden=True):
        found = KNOWN["beam_search"].oracle(*live(given))
        for tokens, score in found:
            total, now = 0.0, given["state"]
            for before, token in zip([given["bos"], *tokens], tokens):
                log_probs, now = live(given)[0](before, now)
                total += log_probs[token].item()
            assert score == pytest.approx(total / len(tokens) ** given["alpha"])
            assert given["eos"] not in tokens[:-1] and len(tokens) <= given["max_len"]
            assert tokens[-1] == given["eos"] or len(tokens) == given["max_len"]


def test_bleu_by_counting_is_that_of_nltk_where_it_is_that_of_the_paper():
    from nltk.translate.bleu_score import corpus_bleu

    compared = 0
    for given in drawn("bleu", hidden=True) + drawn("bleu", "another", hidden=True):
        counted = bleu_by_counting(**given)
        if counted and min(map(len, given["candidates"])) >= given["max_n"]:
            weights = [1 / given["max_n"]] * given["max_n"]
            assert counted == pytest.approx(corpus_bleu(given["references"], given["candidates"], weights), rel=1e-9)
            compared += 1
    assert compared >= 20


def test_bleu_by_counting_gives_the_numbers_of_the_paper():
    """Papineni and others, 2002, section 2: two of seven, and seventeen of eighteen."""
    first = "the cat is on the mat".split()
    second = "there is a cat on the mat".split()
    assert bleu_by_counting([["the"] * 7], [[first, second]], 1) == pytest.approx(2 / 7)
    candidate = "it is a guide to action which ensures that the military always obeys the commands of the party"
    references = [
        "it is a guide to action that ensures that the military will forever heed party commands",
        "it is the guiding principle which guarantees the military forces always being under the command of the party",
        "it is the practical guide for the army always to heed the directions of the party",
    ]
    found = bleu_by_counting([candidate.split()], [[one.split() for one in references]], 1)
    assert found == pytest.approx(17 / 18)


# --- what the cases cover -------------------------------------------------------------------------------------------


def test_bos_is_not_always_one_and_is_sometimes_a_token_of_the_target():
    given = drawn("shift_right")
    assert {one["bos"] for one in given} >= {0, 1} and len({one["bos"] for one in given}) > 3
    assert any((one["target"] == one["bos"]).any() for one in given)
    shapes = [tuple(one["target"].shape) for one in given]
    assert (1, 1) in shapes and len(set(shapes)) < len(shapes) and any(B == T > 1 for B, T in shapes)
    assert any(T == 1 < B for B, T in shapes) and any(B == 1 < T for B, T in shapes)


def test_the_loss_is_asked_for_with_padding_of_any_id_and_at_any_place():
    given = drawn("masked_cross_entropy")
    assert len({one["pad"] for one in given}) >= 4
    real = [one["target"] != one["pad"] for one in given]
    assert all(mask.any() for mask in real)
    assert any((~mask).all(dim=1).any() for mask in real), "a row of padding"
    assert any((~mask[:, :-1] & mask[:, 1:]).any() for mask in real), "padding before a real token"
    assert any(mask.all() for mask in real) and any(mask.sum() == 1 and mask.numel() > 1 for mask in real)
    assert any((mask & (one["target"] == 0)).any() for one, mask in zip(given, real)), "0 is a real token"
    eos = [one for one, mask in zip(given, real) if (mask & (one["target"] == 2)).any()]
    assert len(eos) >= 4 and any(B == T == V for B, T, V in (tuple(one["logits"].shape) for one in given))
    largest = [one["logits"][one["target"] != one["pad"]].abs().max() for one in given]
    assert max(largest) > 5000 and sum(700 < one < 1100 for one in largest) >= 1


def test_gold_and_predicted_can_be_told_apart_wherever_they_are_looked_at():
    for given, case in zip(drawn("mix_inputs"), KNOWN["mix_inputs"].cases):
        if getattr(case.how, "view", ""):
            gold, before, now = given["gold"][:, 1:], given["predicted"][:, :-1], given["predicted"][:, 1:]
            assert (gold != before).all() and (gold != now).all() and (before != now).all()
            assert gold.numel() >= 1900 and abs(given["p"] - 0.5) > 0.05
    assert {0.0, 1.0} <= {given["p"] for given in drawn("mix_inputs")}


def lengths_and_ends(name: str) -> list[tuple[dict, list]]:
    return [(given, KNOWN[name].oracle(*live(given))) for given in drawn(name)]


def test_greedy_cases_end_in_every_way():
    found = lengths_and_ends("greedy_decode")
    ended = [tokens[-1] == given["eos"] for given, tokens in found]
    full = [len(tokens) == given["max_len"] for given, tokens in found]
    assert {(True, True), (True, False), (False, True)} == set(zip(ended, full))
    assert any(tokens == [given["eos"]] for given, tokens in found)
    assert any(given["bos"] in tokens for given, tokens in found) and any(given["max_len"] == 1 for given, _ in found)
    assert any(0 in tokens[:-1] and given["eos"] != 0 for given, tokens in found)
    assert {given["eos"] for given, _ in found} >= {0, 1, 2, 3} and len({given["bos"] for given, _ in found}) > 2


def test_states_come_in_several_forms():
    for name in ("greedy_decode", "beam_search"):
        assert {type(given["state"]) for given in drawn(name)} == {int, torch.Tensor, tuple, dict}


def test_beam_cases_end_in_every_way():
    found = lengths_and_ends("beam_search")
    assert any(all(tokens[-1] == given["eos"] for tokens, _ in hypotheses) for given, hypotheses in found)
    assert any(
        len({len(tokens) for tokens, _ in hypotheses}) > 2
        and any(tokens[-1] != given["eos"] for tokens, _ in hypotheses)
        for given, hypotheses in found
    )
    vocabularies = [len(live(given)[0](given["bos"], given["state"])[0]) for given, _ in found]
    assert any(given["beam"] > V for (given, _), V in zip(found, vocabularies))
    assert {given["alpha"] for given, _ in found} >= {0.0, 1.0} and any(given["beam"] == 1 for given, _ in found)
    assert any(len(hypotheses) > given["beam"] for given, hypotheses in found)
    totals = [score * len(tokens) ** given["alpha"] for given, hypotheses in found for tokens, score in hypotheses]
    assert min(totals) < -800, "products of probabilities become 0"
    assert sum(isinstance(case.how, Raises) for case in KNOWN["beam_search"].cases) == 2


def in_single_precision(step):
    def rounded(token, state):
        log_probs, after = step(token, state)
        return torch.log_softmax(log_probs.float(), dim=0).double(), after

    return rounded


@pytest.mark.parametrize("seed", [PUBLIC_SEED, "one", "another"])
def test_no_two_hypotheses_are_nearly_but_not_quite_equally_good(seed):
    """Or the precision, or the order in which somebody adds, would decide."""
    tied = 0
    for given in drawn("beam_search", seed, hidden=True):
        compared = []
        expected = by_definition(*live(given), compared=compared)
        assert gap(compared) >= 1e-4
        tied += any(len(set(numbers)) < len(numbers) for numbers in compared)
        rough = by_definition(in_single_precision(live(given)[0]), *live(given)[1:])
        assert [tokens for tokens, _ in rough] == [tokens for tokens, _ in expected]
    assert tied == 3


def test_every_table_is_one_of_distributions():
    for name in ("greedy_decode", "beam_search"):
        for given in drawn(name, hidden=True):
            np.testing.assert_allclose(np.exp(given["step"].settings["log_probs"]).sum(axis=1), 1, atol=1e-5)


def test_bleu_cases_have_what_the_definition_speaks_of():
    given = drawn("bleu")
    scores = [bleu_by_counting(**one) for one in given]
    assert {one["max_n"] for one in given} >= {1, 2, 3, 4, 5} and 1.0 in scores and scores.count(0.0) >= 4
    assert any([] in one["candidates"] and score for one, score in zip(given, scores))
    assert any([] in references for one in given for references in one["references"])
    assert any(min(map(len, one["candidates"])) < one["max_n"] and score for one, score in zip(given, scores))
    assert any(isinstance(token, int) for one in given for tokens in one["candidates"] for token in tokens)
    assert any(not any(one["candidates"]) for one in given)
    ties = 0
    for one in given:
        for candidate, references in zip(one["candidates"], one["references"]):
            away = [len(reference) - len(candidate) for reference in references]
            nearest = min(map(abs, away))
            ties += nearest > 0 and {nearest, -nearest} <= set(away)
    assert ties >= 2


@pytest.mark.parametrize("name", NAMES)
def test_cases_can_be_drawn_from_any_seed_and_differ_from_seed_to_seed(name):
    for one, other in itertools.pairwise(drawn(name, seed, hidden=True) for seed in ("a", "b", "c")):
        same = Counter(repr(a) == repr(b) for a, b in zip(one, other))
        assert same[False] > same[True]
