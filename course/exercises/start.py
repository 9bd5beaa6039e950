"""Exercises of lecture 00: your name, and the softmax."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from helpers.checking.compare import Property

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


def torch_softmax(z):
    """Oracle: torch.softmax."""
    return torch.softmax(torch.from_numpy(z), dim=-1).numpy()


def without_maximum(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


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


def not_normalized(z):
    return np.exp(z - z.max(axis=-1, keepdims=True))


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
            [without_maximum],
            hint="The exponential of a large logit overflows. What may you subtract from every logit "
            "of a row without changing the result?",
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
            "one_maximum_for_all",
            [one_maximum_for_all],
            hint="It looks as if one maximum is subtracted from the whole array. A row far below it "
            "becomes all zeros: each row needs a maximum of its own.",
        ),
        Misconception(
            "not_normalized",
            [not_normalized],
            hint="The exponentials are there, but the rows do not add up to one yet.",
        ),
    ],
    variants=[through_logarithms, row_by_row, with_logaddexp],
)
