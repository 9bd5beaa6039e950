"""Dropout with one mask for all steps of a sequence."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.normalization import dropped_states_mistakes as wrong
from course.exercises.normalization.dropped import OBSERVED, seeded, used, without_zeros
from course.exercises.ready_made import DROPOUTS


def states(B, T, H, p, generator=seeded):
    """x is the same in all cases of this shape, so that only the generator tells them apart."""

    def draw(rng):
        return {"x": without_zeros(np.random.default_rng(T), B, T, H), "p": p, "generator": generator(rng)}

    return draw


def nothing_to_drop(B, T, H):
    return lambda rng: {"x": without_zeros(rng, B, T, H), "p": 0.0, "generator": seeded(rng)}


def torch_variational_dropout(x, p, generator):
    """Oracle: torch.nn.functional.dropout on ones, seeded from this generator, and repeated over time."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
        mask = torch.nn.functional.dropout(torch.ones(len(x), x.shape[2], dtype=x.dtype), p)
    return torch.einsum("bth,bh->bth", x, mask)


def with_bernoulli(x, p, generator):
    B, T, H = x.shape
    mask = torch.bernoulli(torch.full((B, 1, H), 1 - p), generator=generator) / (1 - p)
    return x * mask.repeat(1, T, 1)


def step_by_step(x, p, generator):
    mask = (torch.rand(len(x), x.shape[2], generator=generator, dtype=torch.float32) >= p).to(x.dtype).div(1 - p)
    return torch.stack([mask * x[:, t] for t in range(x.shape[1])], dim=1)


def drawn_in_place(x, p, generator):
    mask = torch.empty_like(x[:, 0]).bernoulli_(1 - p, generator=generator)
    return torch.where(mask.unsqueeze(1) > 0, x / (1 - p), 0.0)


def sequence_by_sequence(x, p, generator):
    return torch.stack([one * (torch.rand(one.shape[1], generator=generator) >= p) / (1 - p) for one in x])


variational_dropout = Exercise(
    "variational_dropout",
    points=2,
    returns="y",
    by_hand=DROPOUTS,
    cases=[
        Case("40 sequences of three steps", states(40, 3, 50, p=0.2, generator=used(0)), OBSERVED),
        Case("the same sequences, another seed", states(40, 3, 50, p=0.2), OBSERVED),
        Case("the same seed, further on", states(40, 3, 50, p=0.2, generator=used(7)), OBSERVED),
        Case("most units are dropped", states(30, 4, 45, p=0.8), OBSERVED),
        Case("a single sequence", states(1, 3, 1500, p=0.3), OBSERVED),
        Case("a single unit", states(1500, 3, 1, p=0.7), OBSERVED),
        Case("a single step", states(40, 1, 40, p=0.1), OBSERVED),
        Case("p = 0", nothing_to_drop(2, 3, 4)),
        Case("p = 0, everything of size one", nothing_to_drop(1, 1, 1)),
    ],
    hidden=[
        Case("as many sequences as units", states(60, 5, 60, p=0.05), OBSERVED),
        Case("the same sequences once more, one seed more", states(40, 3, 50, p=0.2), OBSERVED),
        Case("p = 0, four steps", nothing_to_drop(3, 4, 2)),
    ],
    oracle=torch_variational_dropout,
    misconceptions=[
        Misconception(
            "in_place",
            [wrong.into_x],
            hint="`x *= …` writes into the caller's own tensor. Multiply, and return what comes out.",
        ),
        Misconception(
            "mask_per_step",
            [wrong.for_each_entry, wrong.for_each_step, wrong.for_each_entry_unscaled],
            hint="Each step has a mask of its own. A unit that is dropped is to stay dropped from the first step to the "
            "last.",
        ),
        Misconception(
            "masks_in_another_order",
            [wrong.repeated_and_reshaped],
            hint="It looks as if there is a mask for each sequence, laid out in another order: `repeat` and `reshape` "
            "have put masks of other sequences side by side. An axis of size 1 needs neither.",
        ),
        Misconception(
            "one_for_the_batch",
            [wrong.for_each_unit, wrong.for_each_unit_and_step, wrong.for_each_unit_unscaled],
            hint="All sequences of the batch share one mask. Each is to have its own.",
        ),
        Misconception(
            "one_for_all_units",
            [wrong.for_each_sequence, wrong.for_each_sequence_and_step, wrong.for_each_time_step],
            hint="All units are dropped together. Each unit of each sequence has a draw of its own.",
        ),
        Misconception(
            "no_scaling",
            [wrong.no_scaling],
            hint="The mask is right, and what is kept is as it was. It is to be scaled, as in `dropout`.",
        ),
        Misconception(
            "p_is_the_share_kept",
            [
                wrong.p_kept,
                wrong.p_kept_but_for_zero,
                wrong.p_kept_and_divided_by_it,
                wrong.p_kept_and_divided_by_it_but_for_zero,
                wrong.p_kept_and_no_scaling,
            ],
            hint="It looks as if the share p is kept. Here p is the share that is dropped.",
        ),
        Misconception(
            "another_factor",
            [
                wrong.divided_by_p,
                wrong.divided_by_p_but_for_zero,
                wrong.times_the_share_kept,
                wrong.scaled_at_every_step_again,
            ],
            hint="The mask is right, and what is kept is scaled by another factor, or not by the same at every step.",
        ),
        Misconception(
            "first_step_only",
            [wrong.first_step_only],
            hint="Only the first step is masked. The mask is for all of them.",
        ),
        Misconception(
            "generator_not_used",
            [
                wrong.without_the_generator,
                wrong.with_numpy,
                wrong.a_new_generator,
                wrong.seeded_again,
                wrong.seeded_at_every_step,
                wrong.from_its_beginning,
            ],
            hint="The mask does not depend on where the `generator` that is given stands. Draw from it as it is; "
            "torch's drawing functions have an argument for that.",
        ),
        Misconception(
            "normal_numbers",
            [wrong.normal_numbers],
            hint="The share of zeros is neither p nor 1 − p. It looks as if the numbers compared with p are not drawn "
            "evenly from 0 to 1.",
        ),
        Misconception(
            "mask_returned",
            [wrong.the_mask_itself],
            hint="What comes back is the scaled mask, and x is not in it.",
        ),
    ],
    variants=[with_bernoulli, step_by_step, drawn_in_place, sequence_by_sequence],
    equivalent_mutants={
        "torch.rand(len(x), 1, x.shape[2], generator=generator) >= p → torch.rand(len(x), 1, x.shape[2], "
        "generator=generator) > p": "a number that is drawn hardly ever equals p",
    },
)
