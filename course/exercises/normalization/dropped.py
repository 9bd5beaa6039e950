"""Dropout."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.normalization import dropped_mistakes as wrong
from course.exercises.normalization.inputs import tensor
from course.exercises.ready_made import DROPOUTS
from helpers.checking.how import Close
from helpers.checking.recipes import Recipe

OBSERVED = Close(view="dropped_out")


def without_zeros(rng, *shape):
    """Numbers of both signs, none near 0, so that a zero is one that was dropped."""
    return tensor(rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape))


def seeded(rng):
    return Recipe("generator", {"seed": int(rng.integers(2**31))})


def used(drawn):
    """A generator of the one seed that several cases share, after some numbers were drawn from it."""
    return lambda rng: Recipe("generator", {"seed": 11, "drawn": drawn})


def numbers(*shape, p, training=True, generator=seeded):
    """x is the same in all cases of this shape, so that only the generator tells them apart."""

    def draw(rng):
        x = without_zeros(np.random.default_rng(len(shape)), *shape)
        return {"x": x, "p": p, "training": training, "generator": generator(rng)}

    return draw


def some_numbers(*shape, p, training):
    return lambda rng: {"x": without_zeros(rng, *shape), "p": p, "training": training, "generator": seeded(rng)}


def torch_dropout(x, p, training, generator):
    """Oracle: torch.nn.functional.dropout, which takes no generator, seeded from this one."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
        return torch.nn.functional.dropout(x, p, training)


def with_bernoulli(x, p, training, generator):
    if not training:
        return x.clone()
    return torch.bernoulli(torch.full(x.shape, 1 - p), generator=generator) * x / (1 - p)


def with_where(x, p, training, generator):
    if training and p > 0:
        dropped = torch.rand(x.shape, generator=generator, dtype=torch.float32) < p
        return torch.where(dropped, 0.0, x / (1 - p))
    return x


def filled_in_place(x, p, training, generator):
    mask = torch.empty_like(x).bernoulli_(1 - p if training else 1.0, generator=generator)
    return x * mask.div_(1 - p) if training else x * mask


def entry_by_entry(x, p, training, generator):
    y = x.clone().flatten()
    if training:
        for i, one in enumerate(torch.rand(len(y), generator=generator).tolist()):
            y[i] = y[i] / (1 - p) if one > p or p == 0 else 0.0
    return y.reshape(x.shape)


dropout = Exercise(
    "dropout",
    points=2,
    returns="y",
    by_hand=DROPOUTS,
    cases=[
        Case("evaluation", some_numbers(3, 4, p=0.3, training=False)),
        Case("training, 3000 numbers in 50 rows", numbers(50, 60, p=0.2, generator=used(0)), OBSERVED),
        Case("the same numbers, another seed", numbers(50, 60, p=0.2), OBSERVED),
        Case("the same seed, further on", numbers(50, 60, p=0.2, generator=used(7)), OBSERVED),
        Case("most are dropped, in a single row", numbers(2500, p=0.8), OBSERVED),
        Case("20 sequences of 10 steps", numbers(20, 10, 15, p=0.1), OBSERVED),
        Case("four axes", numbers(6, 7, 8, 9, p=0.7), OBSERVED),
        Case("training with p = 0", some_numbers(2, 5, p=0.0, training=True)),
        Case("evaluation with p = 0", some_numbers(4, p=0.0, training=False)),
        Case("evaluation, a single number", some_numbers(1, 1, p=0.6, training=False)),
    ],
    hidden=[
        Case("one in twenty is dropped", numbers(45, 60, p=0.05), OBSERVED),
        Case("the same numbers once more, one seed more", numbers(50, 60, p=0.2), OBSERVED),
        Case("evaluation, three axes", some_numbers(2, 3, 4, p=0.8, training=False)),
        Case("training with p = 0, three axes", some_numbers(2, 1, 3, p=0.0, training=True)),
    ],
    oracle=torch_dropout,
    misconceptions=[
        Misconception(
            "in_place",
            [wrong.into_x, wrong.into_x_unscaled, wrong.zeros_into_x],
            hint="`x[…] = …` and `x /= …` write into the caller's own tensor. Multiply, and return what comes out.",
        ),
        Misconception(
            "no_scaling",
            [wrong.no_scaling],
            hint="The right share is dropped, and what is kept is as it was. Then sums over many entries get smaller in "
            "training than in evaluation.",
        ),
        Misconception(
            "scales_in_evaluation",
            [
                wrong.classic,
                wrong.scaled_in_both,
                wrong.scaled_up_in_both,
                wrong.scaled_up_in_evaluation,
                wrong.classic_with_the_share_kept,
            ],
            hint="In evaluation your result is not x. Here all the scaling is done in training, so that nothing is "
            "left to do afterwards.",
        ),
        Misconception(
            "p_is_the_share_kept",
            [
                wrong.p_kept,
                wrong.p_kept_but_for_zero,
                wrong.p_kept_and_divided_by_it,
                wrong.p_kept_and_divided_by_it_but_for_zero,
                wrong.p_kept_and_no_scaling,
                wrong.p_kept_and_no_scaling_but_for_zero,
            ],
            hint="It looks as if the share p is kept. Here p is the share that is dropped.",
        ),
        Misconception(
            "drops_in_evaluation",
            [wrong.training_ignored, wrong.training_ignored_and_no_scaling],
            hint="It looks as if entries are dropped in evaluation too. There x comes back as it is.",
        ),
        Misconception(
            "training_turned_round",
            [wrong.training_turned_round],
            hint="It looks as if training and evaluation have changed places: nothing is dropped when `training` is "
            "True.",
        ),
        Misconception(
            "another_factor",
            [
                wrong.divided_by_p,
                wrong.divided_by_p_but_for_zero,
                wrong.times_the_share_kept,
                wrong.times_p,
                wrong.times_p_but_for_zero,
                wrong.divided_by_one_plus_p,
            ],
            hint="The right share is dropped, and what is kept is scaled by another factor. If only one entry in ten "
            "survives, it has to stand in for ten.",
        ),
        Misconception(
            "nothing_dropped",
            [wrong.dropped_ones_as_they_are, wrong.all_scaled_none_dropped],
            hint="No entry is 0. A dropped entry is 0, and the others are scaled.",
        ),
        Misconception(
            "one_mask_for_many",
            [
                wrong.one_for_all_rows,
                wrong.one_for_the_batch,
                wrong.whole_rows,
                wrong.whole_rows_and_alone,
                wrong.whole_examples,
                wrong.one_for_all_steps,
                wrong.all_or_nothing,
            ],
            hint="Many entries share one draw: whole rows, or the same places in every row, are dropped together. Draw "
            "as many numbers as x has.",
        ),
        Misconception(
            "generator_not_used",
            [
                wrong.without_the_generator,
                wrong.without_the_generator_but_for_zero,
                wrong.with_numpy,
                wrong.with_numpy_but_for_zero,
                wrong.a_new_generator,
                wrong.seeded_again,
                wrong.from_its_beginning,
            ],
            hint="The mask does not depend on where the `generator` that is given stands. Draw from it as it is; "
            "torch's drawing functions have an argument for that.",
        ),
        Misconception(
            "normal_numbers",
            [wrong.normal_numbers, wrong.normal_numbers_above_p],
            hint="The share of zeros is neither p nor 1 − p. It looks as if the numbers compared with p are not drawn "
            "evenly from 0 to 1.",
        ),
        Misconception(
            "mask_returned",
            [wrong.the_mask_itself],
            hint="What comes back is the scaled mask, and x is not in it.",
        ),
    ],
    variants=[with_bernoulli, with_where, filled_in_place, entry_by_entry],
    equivalent_mutants={
        "torch.rand(x.shape, generator=generator) >= p → torch.rand(x.shape, generator=generator) > p": "a number that "
        "is drawn hardly ever equals p",
    },
)
