"""Unusual answers to the exercises of lecture 07, right and wrong, that stand in no exercise file."""

from __future__ import annotations

import functools
import math

import numpy as np
import pytest
import torch
from torch.nn import functional

from course.exercise import PUBLIC_SEED, exercises
from course.exercises.seq2seq.bleu_inputs import bleu_by_counting
from course.exercises.seq2seq.decoders import by_definition
from course.keys import exercise_key, public_cases
from course.outcomes import look, verdict_on
from helpers.checking.verdict import judge

KNOWN = exercises()


@functools.cache
def public(name: str):
    return exercise_key(KNOWN[name], public_cases(KNOWN[name]), PUBLIC_SEED)


def shifted_with_numpy(target, bos):
    return torch.from_numpy(np.insert(target.numpy(), 0, bos, axis=1)[:, :-1])


def shifted_in_int32(target, bos):
    return torch.nn.functional.pad(target, (1, -1), value=bos).to(torch.int32)


def loss_of_a_distribution(logits, target, pad):
    real = target != pad
    return -torch.distributions.Categorical(logits=logits[real]).log_prob(target[real]).mean()


def loss_with_nan(logits, target, pad):
    log_probs = logits.log_softmax(-1).gather(-1, target.unsqueeze(-1)).squeeze(-1)
    return torch.nanmean(torch.where(target == pad, torch.nan, -log_probs))


def loss_by_adding_two_at_a_time(logits, target, pad):
    every = functools.reduce(torch.logaddexp, logits.unbind(-1))
    nll = every - logits.gather(-1, target[..., None])[..., 0]
    return float(nll[target != pad].sum() / (target != pad).sum())


def mixed_by_multinomial(gold, predicted, p, generator):
    use_gold = torch.multinomial(torch.tensor([1 - p, p]), gold.numel(), True, generator=generator)
    return torch.where(use_gold.view(gold.shape) == 1, gold, torch.cat([gold[:, :1], predicted[:, :-1]], dim=1))


def mixed_by_numpy_seeded_from_the_generator(gold, predicted, p, generator):
    rng = np.random.default_rng(int(torch.randint(2**31, (1,), generator=generator)))
    use_gold = torch.from_numpy(rng.random(gold.shape) < p)
    return torch.where(use_gold, gold, torch.cat([gold[:, :1], predicted[:, :-1]], dim=1))


def greedy_with_tensors(step, state, bos, eos, max_len):
    token, tokens = torch.tensor(bos), []
    while len(tokens) < max_len and token != eos or not tokens:
        log_probs, state = step(token, state)
        token = log_probs.argmax()
        tokens.append(token)
    return tokens


def beam_that_adds_in_the_end(step, state, bos, eos, beam, max_len, alpha):
    if beam < 1:
        raise ValueError("beam")
    live, finished = [([], [], state)], []
    for _ in range(max_len):
        grown = []
        for tokens, parts, before in live:
            log_probs, after = step(tokens[-1] if tokens else bos, before)
            grown += [(tokens + [k], [one, *parts], after) for k, one in enumerate(log_probs.float().tolist())]
        grown = sorted(grown, key=lambda one: (-math.fsum(one[1]), one[0]))[:beam]
        finished += [one for one in grown if one[0][-1] == eos]
        live = [one for one in grown if one[0][-1] != eos]
    found = [
        (tuple(tokens), torch.tensor(math.fsum(parts) / len(tokens) ** alpha)) for tokens, parts, _ in finished + live
    ]
    return sorted(found, key=lambda pair: (-pair[1].item(), pair[0]))


def bleu_in_float32(candidates, references, max_n):
    return np.float32(bleu_by_counting(candidates, references, max_n))


RIGHT = [
    ("shift_right", shifted_with_numpy),
    ("shift_right", shifted_in_int32),
    ("masked_cross_entropy", loss_of_a_distribution),
    ("masked_cross_entropy", loss_with_nan),
    ("masked_cross_entropy", loss_by_adding_two_at_a_time),
    ("mix_inputs", mixed_by_multinomial),
    ("mix_inputs", mixed_by_numpy_seeded_from_the_generator),
    ("greedy_decode", greedy_with_tensors),
    ("beam_search", beam_that_adds_in_the_end),
    ("bleu", bleu_in_float32),
]


@pytest.mark.parametrize(("name", "answer"), RIGHT, ids=lambda one: getattr(one, "__name__", ""))
def test_an_unusual_right_answer_passes(name, answer):
    verdict = verdict_on(public(name), answer)
    assert verdict.passed, [(case.title, case.problem) for case in verdict.cases if case.problem]


def shifted_list(target, bos):
    return [[bos, *row[:-1]] for row in target.tolist()]


def loss_with_a_count_that_is_a_little_too_large(logits, target, pad):
    nll = -logits.log_softmax(-1).gather(-1, target.unsqueeze(-1)).squeeze(-1)[target != pad]
    return nll.sum() / (len(nll) + 1e-3)


def loss_whose_last_step_is_always_real(logits, target, pad):
    real = target != pad
    real[:, -1] = True
    return -logits.log_softmax(-1).gather(-1, target.unsqueeze(-1)).squeeze(-1)[real].mean()


def mixed_with_pairs_of_steps_alike(gold, predicted, p, generator):
    use_gold = (torch.rand(gold.shape, generator=generator) < p)[:, ::2].repeat_interleave(2, dim=1)[:, : gold.shape[1]]
    return torch.where(use_gold, gold, torch.cat([gold[:, :1], predicted[:, :-1]], dim=1))


def mixed_with_less_gold_at_each_step(gold, predicted, p, generator):
    falling = p ** torch.arange(gold.shape[1])
    use_gold = torch.rand(gold.shape, generator=generator) < falling
    return torch.where(use_gold, gold, torch.cat([gold[:, :1], predicted[:, :-1]], dim=1))


def greedy_that_reads_bos_twice(step, state, bos, eos, max_len):
    _, state = step(bos, state)
    return KNOWN["greedy_decode"].oracle(step, state, bos, eos, max_len)


def greedy_generator(step, state, bos, eos, max_len):
    yield from KNOWN["greedy_decode"].oracle(step, state, bos, eos, max_len)


def beam_one_too_wide(step, state, bos, eos, beam, max_len, alpha):
    return by_definition(step, state, bos, eos, beam + (beam > 0), max_len, alpha)


def beam_without_order(step, state, bos, eos, beam, max_len, alpha):
    return dict((tuple(tokens), score) for tokens, score in by_definition(step, state, bos, eos, beam, max_len, alpha))


def beam_of_topk_without_a_thought_for_ties(step, state, bos, eos, beam, max_len, alpha):
    if beam < 1:
        raise ValueError("beam")
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        grown = []
        for tokens, total, before in live:
            log_probs, after = step(tokens[-1] if tokens else bos, before)
            best = log_probs.topk(min(beam, len(log_probs)))
            pairs = zip(best.values.tolist(), best.indices.tolist())
            grown += [(tokens + [k], total + one, after) for one, k in pairs]
        grown = sorted(grown, key=lambda one: -one[1])[:beam]
        finished += [one for one in grown if one[0][-1] == eos]
        live = [one for one in grown if one[0][-1] != eos]
    found = [(tokens, total / len(tokens) ** alpha) for tokens, total, _ in finished + live]
    return sorted(found, key=lambda pair: -pair[1])


def bleu_of_characters(candidates, references, max_n):
    def joined(tokens):
        return " ".join(map(str, tokens))

    known = [[joined(one) for one in references_] for references_ in references]
    return bleu_by_counting([joined(candidate) for candidate in candidates], known, max_n)


def bleu_with_at_most_four_orders(candidates, references, max_n):
    return bleu_by_counting(candidates, references, min(max_n, 4))


def bleu_in_lower_case(candidates, references, max_n):
    def lower(tokens):
        return [str(token).lower() for token in tokens]

    known = [[lower(one) for one in references_] for references_ in references]
    return bleu_by_counting([lower(candidate) for candidate in candidates], known, max_n)


WRONG = [
    ("shift_right", shifted_list),
    ("masked_cross_entropy", loss_with_a_count_that_is_a_little_too_large),
    ("masked_cross_entropy", loss_whose_last_step_is_always_real),
    ("mix_inputs", mixed_with_pairs_of_steps_alike),
    ("mix_inputs", mixed_with_less_gold_at_each_step),
    ("greedy_decode", greedy_that_reads_bos_twice),
    ("greedy_decode", greedy_generator),
    ("beam_search", beam_one_too_wide),
    ("beam_search", beam_without_order),
    ("beam_search", beam_of_topk_without_a_thought_for_ties),
    ("bleu", bleu_of_characters),
    ("bleu", bleu_with_at_most_four_orders),
    ("bleu", bleu_in_lower_case),
]


@pytest.mark.parametrize(("name", "answer"), WRONG, ids=lambda one: getattr(one, "__name__", ""))
def test_an_unusual_wrong_answer_does_not_pass(name, answer):
    verdict = verdict_on(public(name), answer)
    assert not verdict.passed and any(case.problem for case in verdict.cases)


def ready_made_loss(logits, target, pad):
    return functional.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=pad)


def ready_made_loss_in_two_steps(logits, target, pad):
    return torch.nn.NLLLoss(ignore_index=pad)(logits.log_softmax(-1).transpose(1, 2), target)


def ready_made_bleu(candidates, references, max_n):
    from nltk.translate.bleu_score import corpus_bleu

    return corpus_bleu(references, candidates, [1 / max_n] * max_n)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("masked_cross_entropy", ready_made_loss),
        ("masked_cross_entropy", ready_made_loss_in_two_steps),
        ("bleu", ready_made_bleu),
    ],
)
def test_what_is_to_be_written_by_hand_may_not_be_called(name, answer):
    sighting = look(public(name), answer)
    assert sighting.by_hand and not judge(public(name), sighting).passed


def test_a_log_softmax_may_be_called_where_the_loss_is_written_by_hand():
    assert not look(public("masked_cross_entropy"), loss_with_nan).by_hand
