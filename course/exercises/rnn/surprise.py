"""Perplexity of a batch with padding."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.rnn import surprise_mistakes as wrong


def losses(lengths, T):
    """Draw losses for sequences of these lengths; the padding's are finite and arbitrary."""

    def draw(rng):
        real = np.arange(T) < rng.permutation(lengths)[:, None]
        return {"nll": with_padding(rng, real, 3.0, 9.0), "real": real}

    return draw


def with_padding(rng, real, low, high):
    """Losses of real tokens as a model has them, and of padding between low and high."""
    return np.where(real, rng.uniform(0.1, 2.5, real.shape), rng.uniform(low, high, real.shape))


def padding_anywhere(rng):
    """Draw padding in front, in the middle, behind, and a row of nothing else."""
    real = np.array([[0, 0, 1, 1], [1, 0, 0, 1], [1, 1, 1, 0], [0, 0, 0, 0], [1, 1, 1, 1]], dtype=bool)
    real = rng.permutation(real)
    return {"nll": with_padding(rng, real, 20.0, 60.0), "real": real}


def padding_at_zero_and_below(rng):
    """Draw padding whose values no loss would have, and a real token that was certain: loss 0."""
    real = np.array([[True, True, True], [False, True, False]])
    nll = with_padding(rng, real, -9.0, -3.0)
    nll[0, 0], nll[1, 0] = 0.0, 0.0
    return {"nll": nll, "real": real}


def one_real_token(rng):
    real = np.zeros((2, 3), dtype=bool)
    real[1, 1] = True
    return {"nll": with_padding(rng, real, 3.0, 9.0), "real": real}


def torch_perplexity(nll, real):
    """Oracle: torch's masked mean, in exp."""
    return float(torch.exp(torch.masked_select(torch.from_numpy(nll), torch.from_numpy(real)).mean()))


def weighted_average(nll, real):
    return np.exp(np.average(nll, weights=real))


def sum_over_count(nll, real):
    total = np.sum(nll * real) / np.sum(real)
    return np.e**total


def by_where(nll, real):
    total = np.where(real, nll, 0.0).sum(axis=1)
    return np.exp(total.sum() / np.count_nonzero(real))


def in_bits(nll, real):
    bits = nll[real] / np.log(2)
    return 2 ** bits.mean()


def geometric_mean(nll, real):
    probabilities = np.exp(-nll[real])
    return float(probabilities.prod() ** (-1 / len(probabilities)))


def token_by_token(nll, real):
    import math

    total, count = 0.0, 0
    for row, keep in zip(nll.tolist(), real.tolist()):
        for loss, is_real in zip(row, keep):
            if is_real:
                total += loss
                count += 1
    return math.exp(total / count)


def with_a_masked_array(nll, real):
    return np.exp(np.ma.masked_array(nll, mask=~real).mean())


perplexity = Exercise(
    "perplexity",
    points=1,
    returns="the perplexity",
    by_hand=["torch", "scipy"],
    cases=[
        Case("two sequences, one padded", losses([5, 3], T=5)),
        Case("two other sequences, one padded", losses([5, 2], T=5)),
        Case("no padding at all", losses([4, 4, 4], T=4)),
        Case("padding anywhere, and a row of nothing else", padding_anywhere),
        Case("padding with values of 0 and below", padding_at_zero_and_below),
        Case("a single real token", one_real_token),
        Case("one sequence of one token", losses([1], T=1)),
    ],
    hidden=[
        Case("sequences of one token", losses([1, 1, 1, 0], T=1)),
        Case("one long sequence", losses([37], T=40)),
        Case("lengths that differ much", losses([1, 1, 2, 12], T=12)),
    ],
    oracle=torch_perplexity,
    misconceptions=[
        Misconception(
            "padding_counted",
            [
                wrong.padding_counted,
                wrong.padding_counted_as_zero,
                wrong.padding_in_the_sum,
            ],
            hint="It looks as if padding takes part, in the sum or in the number that you divide by. Both should know "
            "of real tokens only.",
        ),
        Misconception(
            "exp_before_mean",
            [
                wrong.exp_before_mean,
                wrong.exp_before_mean_over_everything,
                wrong.exp_before_mean_with_zeros,
                wrong.exp_before_mean_of_sentences,
                wrong.exp_before_mean_of_all_sentences,
                wrong.exp_before_mean_of_sentences_with_padding,
                wrong.exp_before_mean_of_zeros_too,
                wrong.exp_before_sum_of_zeros_too,
                wrong.mean_of_the_probabilities,
            ],
            hint="It looks as if exp comes before the mean, so that a few surprising tokens decide everything. "
            "Average the losses first.",
        ),
        Misconception(
            "base_two",
            [
                wrong.base_two,
                wrong.base_two_over_everything,
                wrong.base_two_with_zeros,
                wrong.bits_in_exp,
                wrong.bits_the_other_way_round,
                wrong.base_ten,
            ],
            hint="The losses are in nats, which belong to e. It looks as if another base is used; it has to be the "
            "same one in the logarithm and in the power.",
        ),
        Misconception(
            "mean_of_sentence_means",
            [
                wrong.mean_of_sentence_means,
                wrong.mean_of_sentence_means_without_empty_ones,
                wrong.mean_of_sentence_means_empty_ones_zero,
                wrong.mean_of_step_means,
            ],
            hint="It looks as if each sequence is averaged by itself first, so that a token of a short one counts for "
            "more. Every real token should count the same.",
        ),
        Misconception(
            "more_than_one_number",
            [
                wrong.one_for_each_sentence,
                wrong.one_for_each_sentence_padding_counted,
                wrong.one_for_each_sentence_in_a_list,
                wrong.one_for_each_step,
                wrong.one_for_each_real_token,
                wrong.one_for_each_token,
            ],
            hint="These are perplexities of single sequences, steps or tokens. One number is asked for: the losses of "
            "all real tokens of the batch, averaged.",
        ),
        Misconception(
            "divided_by_an_axis",
            [wrong.divided_by_the_sentences, wrong.divided_by_the_steps],
            hint="It looks as if the sum is divided by the number of sequences or of steps. The mean is over tokens: "
            "count the real ones.",
        ),
        Misconception(
            "sum_for_mean",
            [wrong.sum_for_mean, wrong.sum_for_mean_over_everything],
            hint="It looks as if the losses are summed and not averaged, so that a longer text is always worse.",
        ),
        Misconception(
            "no_exp",
            [wrong.no_exp, wrong.no_exp_over_everything, wrong.no_exp_with_zeros, wrong.no_exp_sum],
            hint="This is a loss in nats. Perplexity says it as a number of equally likely choices: undo the logarithm.",
        ),
        Misconception(
            "mask_turned_round",
            [wrong.mask_turned_round, wrong.mask_turned_round_in_sums, wrong.mask_turned_round_for_numpy],
            hint="It looks as if the padding is averaged and the real tokens are left out. `real` is True where a "
            "token counts.",
        ),
        Misconception(
            "sign_turned_round",
            [wrong.sign_turned_round, wrong.sign_turned_round_over_everything],
            hint="`nll` is negative already: a *negative* log-likelihood. With another minus the result is a "
            "probability, below 1.",
        ),
        Misconception(
            "logarithm_again",
            [
                wrong.logarithm_again,
                wrong.logarithm_again_without_minus,
                wrong.logarithm_again_over_everything,
                wrong.logarithm_for_exp,
            ],
            hint="It looks as if a logarithm is taken of the losses. They are logarithms already, of probabilities.",
        ),
        Misconception(
            "mask_from_the_values",
            [wrong.zeros_left_out, wrong.positive_ones_only, wrong.zeros_left_out_after_masking],
            hint="It looks as if the values decide what is padding. Padding may hold any number, and a real token may "
            "have loss 0: ask `real`.",
        ),
        Misconception(
            "root_taken",
            [wrong.root_taken],
            hint="It looks as if a root is taken of the result. The mean has divided by the number of tokens already.",
        ),
    ],
    variants=[weighted_average, sum_over_count, by_where, in_bits, geometric_mean, token_by_token, with_a_masked_array],
    equivalent_mutants={
        "float(np.exp(nll[real].mean())) → np.exp(nll[real].mean())": "a NumPy float is a float",
    },
)
