"""Clipping gradients entry by entry."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.gradients import by_value_mistakes as wrong


def inputs(*shapes, limit, spread=3.0):
    """Draw arrays with entries beyond the limit on both sides, and others well within it.

    spread: how far beyond the limit the largest lie, as a factor
    """

    def draw(rng):
        sizes = [
            limit * np.where(rng.random(shape) < 0.5, rng.uniform(0.1, 0.7, shape), rng.uniform(1.5, spread, shape))
            for shape in shapes
        ]
        grads = [size * rng.choice([-1.0, 1.0], size.shape) for size in sizes]
        grads[0].flat[:3] = limit * np.array([2.0, -1.75, -0.25])[: grads[0].size]
        return {"grads": grads, "limit": limit}

    return draw


def within(*shapes, limit):
    return lambda rng: {"grads": [rng.uniform(-0.8, 0.8, shape) * limit for shape in shapes], "limit": limit}


def negative_only(rng):
    """Draw entries of which only negative ones lie beyond the limit."""
    sizes = [rng.uniform(0.1, 0.7, shape) for shape in ((2, 3), (4,))]
    for size in sizes:
        size.flat[1] = -2.5
    return {"grads": [0.75 * size for size in sizes], "limit": 0.75}


def all_zeros(rng):
    return {"grads": [np.zeros(3), np.zeros((2, 2))], "limit": 0.5}


def torch_clip(grads, limit):
    """Oracle: torch's clip_grad_value_."""
    parameters = [torch.zeros(grad.shape, dtype=torch.float64, requires_grad=True) for grad in grads]
    for parameter, grad in zip(parameters, grads):
        parameter.grad = torch.from_numpy(grad.copy())
    torch.nn.utils.clip_grad_value_(parameters, limit)
    return [parameter.grad.numpy() for parameter in parameters]


def smaller_of_larger(grads, limit):
    return [np.minimum(np.maximum(grad, -limit), limit) for grad in grads]


def by_where(grads, limit):
    return [np.where(np.abs(grad) > limit, limit * np.sign(grad), grad) for grad in grads]


def copies_changed(grads, limit):
    clipped = []
    for grad in grads:
        grad = grad.copy()
        grad[grad > limit] = limit
        grad[grad < -limit] = -limit
        clipped.append(grad)
    return tuple(clipped)


def number_by_number(grads, limit):
    return [np.array([max(-limit, min(limit, g)) for g in grad.flat]).reshape(grad.shape) for grad in grads]


def half_the_difference_of_sizes(grads, limit):
    return [(np.abs(grad + limit) - np.abs(grad - limit)) / 2 for grad in grads]


clip_by_value = Exercise(
    "clip_by_value",
    points=1,
    returns="clipped",
    by_hand=["torch", "scipy"],
    cases=[
        Case("a matrix and a vector", inputs((3, 4), (4,), limit=0.5)),
        Case("others of the same shapes", inputs((3, 4), (4,), limit=0.25)),
        Case("three arrays, and a limit above one", inputs((5,), (2, 3), (3, 2, 2), limit=4.0)),
        Case("a single array", inputs((4, 4), limit=1.0, spread=20.0)),
        Case("nothing beyond the limit", within((2, 3), (3,), limit=2.0)),
        Case("beyond the limit on one side only", negative_only),
        Case("all zeros", all_zeros),
        Case("two arrays of one shape", inputs((2, 2), (2, 2), limit=1.5)),
    ],
    hidden=[
        Case("a single number", inputs((1,), limit=0.5)),
        Case("many entries", inputs((12, 9), (9,), (1, 9), limit=1.0)),
    ],
    oracle=torch_clip,
    misconceptions=[
        Misconception(
            "one_side_only",
            [wrong.above_only, wrong.below_only, wrong.above_only_by_where, wrong.above_only_by_mask],
            hint="Only one side is clipped. Gradients can be large and negative too: no entry may lie beyond `limit` "
            "or beyond −`limit`.",
        ),
        Misconception(
            "negatives_become_zero",
            [wrong.negatives_become_zero, wrong.negatives_become_zero_by_relu],
            hint="Negative entries have become zero. The range to clip to is symmetric: from −`limit` to `limit`.",
        ),
        Misconception(
            "scales",
            [
                wrong.scales_each_by_its_largest,
                wrong.scales_all_by_the_largest,
                wrong.scales_each_by_its_norm,
                wrong.scales_all_by_the_norm,
                wrong.scales_always,
                wrong.scales_always_each,
                wrong.times_the_limit,
                wrong.divided_by_the_limit,
            ],
            hint="Whole arrays are multiplied by a factor. Clipping by value looks at each entry by itself and leaves "
            "alone those that lie within the limit.",
        ),
        Misconception(
            "zeroed_beyond",
            [wrong.zeroed_beyond, wrong.zeroed_beyond_by_where],
            hint="Entries beyond the limit have become zero. They should become the limit itself, with their sign.",
        ),
        Misconception(
            "sign_lost",
            [wrong.sign_lost, wrong.sign_lost_beyond, wrong.sign_lost_within],
            hint="The sign gets lost somewhere. What is large and negative becomes −`limit`, and what is small keeps "
            "its own sign.",
        ),
        Misconception(
            "sign_alone",
            [wrong.sign_alone, wrong.sign_times_limit],
            hint="Every entry gets one size, also those that were small. Within the limit nothing should change.",
        ),
        Misconception(
            "bounds_swapped",
            [wrong.bounds_swapped, wrong.larger_of_smaller_swapped],
            hint="It looks as if the lower and the upper bound changed places.",
        ),
        Misconception(
            "squashed",
            [wrong.squashed, wrong.squashed_to_one],
            hint="A smooth function such as tanh changes the small entries too. Clipping leaves everything within the "
            "limit as it is.",
        ),
        Misconception(
            "in_place",
            [wrong.in_place, wrong.in_place_by_mask, wrong.in_the_list],
            hint="The arrays or the list that came in are changed. They belong to the caller: make new arrays.",
        ),
        Misconception(
            "no_list",
            [
                wrong.generator,
                wrong.joined,
                wrong.only_the_first,
                wrong.only_the_last,
                wrong.dictionary,
                wrong.first_in_a_list,
                wrong.last_in_a_list,
            ],
            hint="A list is asked for, with one array for each that came in, in the same order and of the same shapes.",
        ),
        Misconception(
            "list_as_an_array",
            [wrong.clipped_as_one_array, wrong.clipped_as_one_array_in_a_list],
            hint="`grads` is a list of arrays of different shapes, so NumPy cannot take it as one array. Clip them one "
            "after the other.",
        ),
        Misconception(
            "nothing_clipped",
            [wrong.nothing_clipped, wrong.clipped_to_its_own_range],
            hint="Everything comes back as it was. np.clip returns a new array: is it kept?",
        ),
        Misconception(
            "limit_of_one",
            [wrong.limit_of_one],
            hint="`limit` plays no part: entries are clipped at another number.",
        ),
    ],
    variants=[smaller_of_larger, by_where, copies_changed, number_by_number, half_the_difference_of_sizes],
    equivalent_mutants={
        "np.clip(grad, -limit, limit) → np.clip(-limit, grad, limit)": "the larger of two numbers has no order",
    },
)
