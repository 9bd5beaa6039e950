"""Exercises of lecture 00: your name, and the softmax."""

import math

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from helpers.checking.how import Property

student_name = Exercise(
    "student_name",
    points=0,
    probe="value",
    returns="student_name",
    cases=[Case("your name", how=Property("non_empty_text"))],
    misconceptions=[
        Misconception("blank", ["   ", "\t"], hint="Spaces alone are no name: write yours between the quotes."),
    ],
    variants=["Ada Lovelace", "සමන්", "x"],
)


def logits(*shape, scale=1.0, shift=0.0):
    """Draw logits of that shape, spread by `scale` around `shift`."""
    return lambda rng: {"z": coarse(shift + scale * rng.standard_normal(shape))}


def coarse(z):
    """Round to 64ths, which float32 holds exactly up to the hundred thousands."""
    return np.round(64 * z) / 64


def large_logits(rng):
    """Logits whose exponentials overflow, and whose differences are moderate."""
    return {"z": coarse(np.array([[1000.0], [-1000.0], [750.0]]) + rng.uniform(-2, 2, (3, 4)))}


def far_apart_logits(rng):
    """Rows in which one logit is far above or below the others; the last overflows long doubles too."""
    rows = [[0, 1000, -1500, 0], [2000, 0, 0, 1], [-3000, 0, 1, 0], [20000, 19999, 0, 19998]]
    return {"z": coarse(np.array(rows, dtype=float) + rng.uniform(-0.5, 0.5, (4, 4)))}


def torch_softmax(z):
    """Oracle: torch.softmax."""
    return torch.softmax(torch.from_numpy(z), dim=-1).numpy()


def without_maximum(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


def without_maximum_in_logarithms(z):
    return np.exp(z - np.log(np.exp(z).sum(axis=-1, keepdims=True)))


def clipped_logits(z):
    e = np.exp(np.clip(z, -500, 500))
    return e / e.sum(axis=-1, keepdims=True)


def capped_logits(z):
    e = np.exp(np.minimum(z, 700))
    return e / e.sum(axis=-1, keepdims=True)


def nan_made_zero(z):
    e = np.exp(z)
    return np.nan_to_num(e / e.sum(axis=-1, keepdims=True))


def with_math_exp(z):
    rows = z.reshape(-1, z.shape[-1])
    out = np.empty(rows.shape)
    for i, row in enumerate(rows):
        weights = [math.exp(value) for value in row]
        out[i] = [weight / sum(weights) for weight in weights]
    return out.reshape(z.shape)


def mean_subtracted(z):
    e = np.exp(z - z.mean(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def minimum_subtracted(z):
    e = np.exp(z - z.min(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def first_subtracted(z):
    e = np.exp(z - z[..., :1])
    return e / e.sum(axis=-1, keepdims=True)


def last_subtracted(z):
    e = np.exp(z - z[..., -1:])
    return e / e.sum(axis=-1, keepdims=True)


def maximum_above_only(z):
    return np.exp(z - z.max(axis=-1, keepdims=True)) / np.exp(z).sum(axis=-1, keepdims=True)


def maximum_below_only(z):
    return np.exp(z) / np.exp(z - z.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True)


def first_axis(z):
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


def first_axis_unshifted(z):
    e = np.exp(z)
    return e / e.sum(axis=0, keepdims=True)


def second_axis(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def second_axis_unshifted(z):
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)


def last_but_one_axis(z):
    e = np.exp(z - z.max(axis=-2, keepdims=True))
    return e / e.sum(axis=-2, keepdims=True)


def first_axis_sum_only(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


def axis_of_the_sum_lost(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


def axis_of_the_maximum_lost(z):
    e = np.exp(z - z.max(axis=-1))
    return e / e.sum(axis=-1, keepdims=True)


def sum_over_everything(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def sum_over_everything_shifted_by_row(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum()


def sum_over_everything_unshifted(z):
    e = np.exp(z)
    return e / e.sum()


def one_maximum_for_all(z):
    e = np.exp(z - z.max())
    return e / e.sum(axis=-1, keepdims=True)


def column_maximum(z):
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def not_normalized(z):
    return np.exp(z - z.max(axis=-1, keepdims=True))


def exponential_alone(z):
    return np.exp(z)


def exponential_below_one_maximum(z):
    return np.exp(z - z.max())


def logarithm(z):
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def no_exponential(z):
    return z / z.sum(axis=-1, keepdims=True)


def no_exponential_shifted(z):
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted / shifted.sum(axis=-1, keepdims=True)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def through_logarithms(z):
    highest = z.max(axis=-1, keepdims=True)
    log_total = highest + np.log(np.exp(z - highest).sum(axis=-1, keepdims=True))
    return np.exp(z - log_total)


def row_by_row(z):
    rows = z.reshape(-1, z.shape[-1])
    out = np.empty(rows.shape)
    for i, row in enumerate(rows):
        weights = [np.exp(value - max(row)) for value in row]
        out[i] = [weight / sum(weights) for weight in weights]
    return out.reshape(z.shape)


def with_logaddexp(z):
    return np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True))


softmax = Exercise(
    "softmax",
    points=2,
    returns="p",
    by_hand=["torch", "scipy"],
    cases=[
        Case("one row of five logits", logits(5)),
        Case("three rows of four", logits(3, 4)),
        Case("three other rows of four", logits(3, 4, scale=2.0)),
        Case("a batch of two by three rows", logits(2, 3, 5)),
        Case("a single logit", logits(1)),
        Case("logits near a thousand", large_logits),
        Case("logits far apart in one row", far_apart_logits),
    ],
    hidden=[
        Case("four axes", logits(2, 1, 3, 4)),
        Case("a column of one", logits(4, 1, scale=3.0)),
        Case("far below zero", logits(2, 6, shift=-900.0)),
    ],
    oracle=torch_softmax,
    misconceptions=[
        Misconception(
            "no_maximum",
            [
                without_maximum,
                without_maximum_in_logarithms,
                clipped_logits,
                capped_logits,
                nan_made_zero,
                with_math_exp,
            ],
            hint="The exponential of a large logit overflows. What may you subtract from every logit "
            "of a row without changing the result?",
        ),
        Misconception(
            "wrong_constant",
            [mean_subtracted, minimum_subtracted, first_subtracted, last_subtracted],
            hint="Something is subtracted from every logit, and an exponent can still be large: which "
            "choice makes sure that no exponent is above 0?",
        ),
        Misconception(
            "shifted_on_one_side",
            [maximum_above_only, maximum_below_only],
            hint="It looks as if the numerator and the sum below it use different exponents. What you "
            "subtract cancels only if it is subtracted in both.",
        ),
        Misconception(
            "wrong_axis",
            [
                first_axis,
                first_axis_unshifted,
                first_axis_sum_only,
                second_axis,
                second_axis_unshifted,
                last_but_one_axis,
            ],
            hint="It looks as if the sum runs along another axis. The options lie along the last one: look at `axis`.",
        ),
        Misconception(
            "sum_over_everything",
            [sum_over_everything, sum_over_everything_shifted_by_row, sum_over_everything_unshifted],
            hint="It looks as if the whole array adds up to one. Each row is a distribution of its own: "
            "sum along the last axis, and keep that axis so that the division lines up.",
        ),
        Misconception(
            "axis_lost",
            [axis_of_the_sum_lost, axis_of_the_maximum_lost],
            hint="The sum or the maximum of each row has lost the last axis, so it does not line up with "
            "the rows any more. What does `keepdims` do?",
        ),
        Misconception(
            "maximum_not_of_the_row",
            [one_maximum_for_all, column_maximum],
            hint="The maximum that is subtracted is not that of the row. A row far below it becomes all "
            "zeros: each row needs a maximum of its own.",
        ),
        Misconception(
            "not_normalized",
            [not_normalized, exponential_alone, exponential_below_one_maximum],
            hint="The exponentials are there, but the rows do not add up to one yet.",
        ),
        Misconception(
            "logarithm",
            [logarithm],
            hint="These are the logarithms of the probabilities: one step back from there.",
        ),
        Misconception(
            "no_exponential",
            [no_exponential, no_exponential_shifted],
            hint="The logits themselves are divided by their sum, so that a negative logit gives a negative "
            "probability. What makes every score positive first?",
        ),
        Misconception(
            "sigmoid",
            [sigmoid],
            hint="Each logit is squashed by itself. In a softmax the options compete: raising one lowers the others.",
        ),
    ],
    variants=[through_logarithms, row_by_row, with_logaddexp],
)
