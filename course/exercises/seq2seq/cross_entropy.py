"""The loss over the real tokens of a batch."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.ready_made import CROSS_ENTROPIES
from course.exercises.seq2seq import cross_entropy_mean_mistakes as mean
from course.exercises.seq2seq import cross_entropy_softmax_mistakes as softmax
from course.exercises.seq2seq.inputs import floats, ids, sentences


def _logits(rng, B, T, V):
    """Logits in quarters, so that float32 holds them exactly, of unlike spread from row to row."""
    spread = rng.uniform(1.0, 9.0, (B, T, 1))
    return floats(np.round(rng.standard_normal((B, T, V)) * spread) / 4)


def batch(*lengths, T, V, pad=0, eos=2):
    """Sentences of so many words each, eos and padding after them."""

    def draw(rng):
        target = sentences(rng, *lengths, T=T, V=V, eos=eos, pad=pad)
        return {"logits": _logits(rng, *target.shape, V), "target": target, "pad": pad}

    return draw


def padding_anywhere(rng):
    """Padding in front, in the middle, behind, and a row of nothing else; token 0 is real."""
    real = torch.tensor([[0, 0, 1, 1], [1, 0, 0, 1], [1, 1, 1, 0], [0, 0, 0, 0], [1, 1, 0, 1]], dtype=torch.bool)
    words = ids(rng.integers(0, 5, (5, 4)))
    words[1:3, 0] = 0
    target = torch.where(real[torch.from_numpy(rng.permutation(5))], words, 5)
    return {"logits": _logits(rng, 5, 4, 6), "target": target, "pad": 5}


def far_from_zero(shift):
    def draw(rng):
        given = batch(3, 1, 4, T=5, V=6)(rng)
        B, T, V = given["logits"].shape
        return given | {"logits": given["logits"] + shift * floats(rng.choice([-1.0, 1.0], (B, T, 1)))}

    return draw


def huge(rng):
    """Logits in thousands: the right tokens are by far the best or by far not."""
    target = sentences(rng, 1, 3, 2, T=4, V=5, eos=2, pad=0)
    return {"logits": floats(rng.integers(-9, 10, (*target.shape, 5)) * 1000.0), "target": target, "pad": 0}


def huge_padding(rng):
    """Ordinary logits where tokens are real, and huge ones where they are not."""
    given = batch(2, 0, 4, T=6, V=7)(rng)
    padding = (given["target"] == 0).unsqueeze(-1)
    return given | {"logits": torch.where(padding, given["logits"] * 20000.0, given["logits"])}


def one_real_token(rng):
    target = torch.full((2, 3), 4)
    target[1, 1] = int(rng.integers(4))
    return {"logits": _logits(rng, 2, 3, 5), "target": target, "pad": 4}


def torch_masked_cross_entropy(logits, target, pad):
    """Oracle: torch.nn.functional.cross_entropy, which ignores an index."""
    return torch.nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=pad)


def with_a_mask(logits, target, pad):
    log_probs = torch.log_softmax(logits, dim=-1)
    nll = -log_probs.gather(2, target[:, :, None])[:, :, 0]
    real = (target != pad).to(nll.dtype)
    return (nll * real).sum() / real.sum()


def with_one_hot(logits, target, pad):
    real = target.ne(pad)
    rows, words = logits[real], target[real]
    one_hot = torch.nn.functional.one_hot(words, logits.shape[-1]).to(logits.dtype)
    shifted = rows - rows.max(dim=-1, keepdim=True).values
    log_probs = shifted - shifted.exp().sum(dim=-1, keepdim=True).log()
    return -torch.einsum("nv,nv->", one_hot, log_probs) / len(words)


def token_by_token(logits, target, pad):
    total, count = 0.0, 0
    for b in range(target.shape[0]):
        for t in range(target.shape[1]):
            if target[b, t] != pad:
                total = total + torch.logsumexp(logits[b, t], dim=0) - logits[b, t, target[b, t]]
                count += 1
    return total / count


def weighted_sentences(logits, target, pad):
    sums, counts = [], []
    for rows, words in zip(logits, target):
        real = words != pad
        right = rows[torch.arange(len(words)), words]
        sums.append((rows.logsumexp(-1) - right).masked_fill(~real, 0.0).sum())
        counts.append(real.sum())
    return torch.stack(sums).sum() / torch.stack(counts).sum()


def flattened(logits, target, pad):
    logits, target = logits.reshape(-1, logits.shape[-1]), target.reshape(-1)
    keep = torch.nonzero(target != pad).squeeze(1)
    gaps = logits[keep] - logits[keep, target[keep]].unsqueeze(1)
    return torch.logsumexp(gaps, dim=1).mean()


masked_cross_entropy = Exercise(
    "masked_cross_entropy",
    points=2,
    returns="loss",
    by_hand=CROSS_ENTROPIES,
    cases=[
        Case("three sentences of unequal length", batch(2, 5, 3, T=6, V=8)),
        Case("three other sentences of those lengths", batch(2, 5, 3, T=6, V=8)),
        Case("no padding at all", batch(3, 3, T=4, V=5)),
        Case("padding anywhere, its id 5, and a row of nothing else", padding_anywhere),
        Case("a row of nothing but padding", batch(4, -1, 1, T=5, V=6)),
        Case("as many sentences as steps and tokens to choose from", batch(1, 2, 4, 3, T=4, V=4, pad=3)),
        Case("padding is 1, and eos 0", batch(4, 1, 2, T=7, V=9, pad=1, eos=0)),
        Case("logits near ±800", far_from_zero(800.0)),
        Case("logits in thousands", huge),
        Case("huge logits where there is padding", huge_padding),
        Case("a single real token", one_real_token),
        Case("one sentence of one token", batch(1, T=1, V=3, pad=0, eos=2)),
    ],
    hidden=[
        Case("many sentences", batch(*range(12), T=12, V=10)),
        Case("logits near ±1000 and two sentences", far_from_zero(1000.0)),
        Case("one sentence", batch(4, T=7, V=3, pad=2, eos=0)),
    ],
    oracle=torch_masked_cross_entropy,
    misconceptions=[
        Misconception(
            "in_place",
            [mean.padding_overwritten, softmax.maximum_subtracted_in_place],
            hint="The caller's logits or targets came back changed. `-=` and `x[…] = …` write into what was given.",
        ),
        Misconception(
            "padding_counted",
            [
                mean.over_everything,
                mean.zeros_averaged,
                mean.zeros_divided_by_all,
                mean.logits_made_zero,
            ],
            hint="The padding still counts, in the sum or in the number that it is divided by. A zero in its place is "
            "a number too.",
        ),
        Misconception(
            "sum",
            [mean.added_up],
            hint="The losses of the real tokens are added up, and not averaged: a larger batch would have a larger "
            "loss.",
        ),
        Misconception(
            "mean_of_means",
            [
                mean.mean_of_sentences,
                mean.mean_of_sentences_that_have_any,
                mean.mean_of_sentences_loop,
                mean.mean_of_sentences_at_least_one,
                mean.mean_of_steps,
                mean.mean_of_steps_that_have_any,
            ],
            hint="It looks as if each sentence or each step is averaged by itself, and then the averages. Every real "
            "token should have the same weight, in a long sentence and in a short one.",
        ),
        Misconception(
            "another_count",
            [mean.divided_by_sentences, mean.divided_by_steps, mean.divided_by_the_vocabulary],
            hint="The sum over the real tokens is right, and what it is divided by is not: that should count the real "
            "tokens of the whole batch.",
        ),
        Misconception(
            "eos_masked",
            [mean.without_eos, mean.without_eos_by_a_product, mean.without_special_tokens],
            hint="It looks as if eos, id 2, is left out. When to stop is something that the decoder has to learn as "
            "well: only `pad` is no real token.",
        ),
        Misconception(
            "pad_taken_as_zero",
            [mean.zero_for_pad, mean.positive_ids],
            hint="It looks as if padding is always 0. In some vocabulary it has another id: take the one that is "
            "given.",
        ),
        Misconception(
            "mask_turned_round",
            [mean.padding_only],
            hint="This is the mean over the padding. Which tokens should take part, those that are `pad` or those that "
            "are not?",
        ),
        Misconception(
            "padding_at_the_end_only",
            [mean.up_to_the_first_padding, mean.as_many_as_are_real],
            hint="This is right where the padding stands at the end. It may stand anywhere: let each token's own id "
            "decide.",
        ),
        Misconception(
            "shifted_again",
            [mean.shifted_again, mean.shifted_the_other_way],
            hint="It looks as if logits and targets are moved against each other. The logits at t are for the target "
            "at t already.",
        ),
        Misconception(
            "first_step_left_out",
            [mean.first_step_left_out],
            hint="It looks as if the first step of each sentence is left out. The target begins with the first word, "
            "not with bos: all its steps count.",
        ),
        Misconception(
            "overflow",
            [
                softmax.unstable,
                softmax.unstable_log_of_softmax,
                softmax.unstable_in_logarithms,
                softmax.log_of_softmax,
                softmax.log_of_softmax_by_hand,
            ],
            hint="The loss is not finite for large logits: an exponential overflows, or a probability becomes 0 and "
            "then meets a logarithm. Stay in logarithms all the way.",
        ),
        Misconception(
            "clipped",
            [
                softmax.clamped,
                softmax.tiny_added,
                softmax.tinier_added,
                softmax.nan_made_a_number,
                softmax.clamped_logits,
            ],
            hint="Very improbable tokens cost too little: something small is added, or something is clipped. A log "
            "softmax from the logits themselves needs no such help.",
        ),
        Misconception(
            "maximum_not_of_the_row",
            [softmax.one_maximum_for_all],
            hint="What is subtracted before the exponential is not the largest logit of the row, and a row far below "
            "it becomes all zeros. Each row needs its own.",
        ),
        Misconception(
            "wrong_axis",
            [softmax.over_steps, softmax.over_sentences, softmax.over_everything],
            hint="The probabilities that come from your logits do not add up to one over the vocabulary. Along which "
            "axis do its entries lie?",
        ),
        Misconception(
            "no_softmax",
            [softmax.logits_for_log_probabilities, softmax.logs_of_logits],
            hint="It looks as if the logits are taken for log-probabilities, or for probabilities. They are neither: "
            "they can be any numbers.",
        ),
        Misconception(
            "no_logarithm",
            [softmax.probabilities, softmax.one_minus_probabilities],
            hint="These are the probabilities of the right tokens, averaged. The cross-entropy averages minus their "
            "logarithms.",
        ),
        Misconception(
            "log_of_the_mean",
            [softmax.log_of_the_mean],
            hint="It looks as if probabilities are averaged, and the logarithm is taken of their mean. It is the "
            "logarithms that are averaged.",
        ),
        Misconception(
            "padding_cannot_be_chosen",
            [softmax.without_the_padding_token],
            hint="It looks as if the logit of the padding token is left out of the softmax. The model gives it a "
            "probability like any other token; only targets are masked.",
        ),
        Misconception(
            "sign",
            [softmax.sign],
            hint="The number is right but for its sign. A loss falls when the right tokens become more probable.",
        ),
        Misconception(
            "base_two",
            [softmax.base_two],
            hint="This is the loss in bits. In nats the logarithm is the natural one.",
        ),
        Misconception(
            "exponential",
            [softmax.perplexity],
            hint="This is the perplexity, the exponential of what is asked for.",
        ),
        Misconception(
            "every_token",
            [softmax.every_token, softmax.entropy, softmax.best_token],
            hint="The loss asks for one probability at each step, that of the target. It looks as if all tokens, or "
            "the best one, are taken there.",
        ),
        Misconception(
            "not_averaged",
            [mean.one_for_each_token, mean.one_for_each_place, mean.one_for_each_sentence],
            hint="There are several losses. One number is asked for, a tensor without axes.",
        ),
        Misconception(
            "axis_kept",
            [mean.axis_kept],
            hint="The number is right, and it stands in a list or in a tensor with an axis. A tensor without axes is "
            "asked for.",
        ),
    ],
    variants=[with_a_mask, with_one_hot, token_by_token, weighted_sentences, flattened],
)
