"""Clipping gradients by their norm, all together."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.gradients import global_norm_mistakes as wrong
from course.exercises.gradients.inputs import gradients_of_norm


def inputs(*shapes, norm, max_norm):
    return lambda rng: {"grads": gradients_of_norm(rng, shapes, norm), "max_norm": max_norm}


def one_array_of_zeros(rng):
    """Draw two arrays of which one is zero, as for a weight that nothing depends on."""
    grads = gradients_of_norm(rng, [(3, 2), (4,)], 20.0)
    return {"grads": [grads[0], np.zeros((2, 2)), grads[1]], "max_norm": 3.0}


def all_zeros(rng):
    return {"grads": [np.zeros((2, 3)), np.zeros(3)], "max_norm": 1.0}


def torch_clip(grads, max_norm):
    """Oracle: torch's clip_grad_norm_, on gradients made so large that the 1e-6 it adds does not count."""
    huge = 2.0**30
    parameters = [torch.zeros(grad.shape, dtype=torch.float64, requires_grad=True) for grad in grads]
    for parameter, grad in zip(parameters, grads):
        parameter.grad = torch.from_numpy(grad * huge)
    norm = torch.nn.utils.clip_grad_norm_(parameters, max_norm * huge)
    return [parameter.grad.numpy() / huge for parameter in parameters], norm.item() / huge


def like_torch(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    factor = np.clip(max_norm / (norm + 1e-6), None, 1.0)
    return [grad * factor for grad in grads], norm


def all_in_one_vector(grads, max_norm):
    flat = np.concatenate([grad.ravel() for grad in grads])
    norm = np.linalg.norm(flat)
    if norm > max_norm:
        flat = flat / norm * max_norm
    clipped, start = [], 0
    for grad in grads:
        clipped.append(flat[start : start + grad.size].reshape(grad.shape))
        start += grad.size
    return tuple(clipped), float(norm)


def norm_of_norms(grads, max_norm):
    norm = float(np.linalg.norm([np.linalg.norm(grad) for grad in grads]))
    return [grad / max(1.0, norm / max_norm) for grad in grads], norm


def left_alone_when_small(grads, max_norm):
    import math

    norm = math.sqrt(sum(float(np.vdot(grad, grad)) for grad in grads))
    if norm <= max_norm:
        return [grad.copy() for grad in grads], norm
    return [grad * (max_norm / norm) for grad in grads], norm


def copies_changed(grads, max_norm):
    total, copies = 0.0, []
    for grad in grads:
        copies.append(grad.copy())
        for number in grad.flat:
            total += number * number
    norm = total**0.5
    if norm > max_norm:
        for grad in copies:
            grad *= max_norm / norm
    return [copies, norm]


clip_by_global_norm = Exercise(
    "clip_by_global_norm",
    points=2,
    returns="(clipped, norm)",
    by_hand=["torch", "scipy"],
    cases=[
        Case("a matrix and a vector, too large together", inputs((3, 4), (4,), norm=25.0, max_norm=5.0)),
        Case("others of the same shapes, too large too", inputs((3, 4), (4,), norm=37.654321, max_norm=2.0)),
        Case("small gradients", inputs((2, 3), (3,), (2, 2), norm=2.0, max_norm=5.0)),
        Case("each one small, too large together", inputs((2, 2), (3,), (2, 3), (4,), norm=15.0, max_norm=12.0)),
        Case("a single matrix", inputs((3, 3), norm=30.0, max_norm=1.0)),
        Case("one array is all zeros", one_array_of_zeros),
        Case("all zeros", all_zeros),
        Case("gradients smaller than one", inputs((2, 3), (5,), norm=0.5, max_norm=1.0)),
    ],
    hidden=[
        Case("a stack of matrices", inputs((2, 3, 2), (4, 1), norm=50.0, max_norm=0.5)),
        Case("a single number", inputs((1,), norm=13.0, max_norm=4.0)),
    ],
    oracle=torch_clip,
    misconceptions=[
        Misconception(
            "one_by_one",
            [
                wrong.one_by_one,
                wrong.one_by_one_with_a_list_of_norms,
                wrong.one_by_one_last_norm,
                wrong.one_by_one_sum_of_norms,
                wrong.one_by_one_largest_norm,
                wrong.one_by_one_by_the_loop,
            ],
            hint="Each array is clipped by its own norm, so that their sizes relative to each other change. "
            "One norm, of all arrays together, gives one factor for all.",
        ),
        Misconception(
            "scaled_up",
            [wrong.scaled_up, wrong.scaled_up_guarded, wrong.scaled_up_with_eps, wrong.scaled_up_from_unit_length],
            hint="Gradients that are small enough are made larger: every step would have one length. Clipping only "
            "ever makes them smaller.",
        ),
        Misconception(
            "value_clipping",
            [wrong.value_clipping, wrong.value_clipping_when_large],
            hint="Every entry is clipped by itself, which turns the direction of the step. Multiply all entries of all "
            "arrays by one factor.",
        ),
        Misconception(
            "in_place",
            [wrong.in_place, wrong.in_place_when_large, wrong.in_the_list, wrong.in_place_by_slices],
            hint="The arrays or the list that came in are changed. They belong to the caller: make new arrays.",
        ),
        Misconception(
            "norm_after_clipping",
            [wrong.norm_after_clipping, wrong.norm_computed_afterwards, wrong.factor_returned, wrong.max_norm_returned],
            hint="The arrays are right. The number beside them should be the norm before clipping, which is what tells "
            "you that gradients explode.",
        ),
        Misconception(
            "square_of_the_norm",
            [wrong.square_of_the_norm, wrong.square_of_the_norm_returned, wrong.no_root_in_the_factor],
            hint="A root is missing: the norm is the square root of the sum of all squares.",
        ),
        Misconception(
            "norms_added",
            [wrong.norms_added, wrong.norms_averaged, wrong.largest_norm, wrong.first_norm],
            hint="The norm of all arrays together is not the sum, the mean or the largest of their norms. Imagine all "
            "entries in one long vector.",
        ),
        Misconception(
            "another_norm",
            [
                wrong.sum_of_sizes,
                wrong.largest_entry,
                wrong.spectral_norms,
                wrong.root_of_the_mean,
                wrong.sum_without_squares,
            ],
            hint="This is not the length of the vector of all entries: square every entry, add all up, and take the "
            "root. No mean, no largest entry.",
        ),
        Misconception(
            "list_as_an_array",
            [wrong.norm_of_the_list, wrong.list_squared],
            hint="`grads` is a list of arrays of different shapes, so NumPy cannot take it as one array. Go through the "
            "list: one number for each array, and then their sum.",
        ),
        Misconception(
            "unit_length",
            [wrong.unit_length, wrong.unit_length_when_large],
            hint="The result has the norm 1, whatever `max_norm` is. Clipped gradients should have the norm `max_norm`.",
        ),
        Misconception(
            "factor_turned_round",
            [wrong.factor_turned_round, wrong.max_for_min, wrong.factor_turned_round_when_large],
            hint="It looks as if the factor is upside down, or max stands where min should: large gradients get larger "
            "or stay, and that is what clipping is there to prevent.",
        ),
        Misconception(
            "zeros_divided",
            [wrong.zeros_divided, wrong.zeros_divided_by_python, wrong.zeros_divided_first],
            hint="Gradients that are all zero have the norm 0, and something is divided by it. They should stay zeros.",
        ),
        Misconception(
            "norm_not_returned",
            [wrong.norm_not_returned, wrong.norm_first, wrong.norm_at_the_end_of_the_list],
            hint="Two results are asked for, in this order: the list of clipped arrays, and the norm before clipping.",
        ),
        Misconception(
            "flattened",
            [wrong.flattened, wrong.each_flattened],
            hint="The numbers are there, but not as a list of arrays that each have the shape they came with.",
        ),
        Misconception(
            "nothing_clipped",
            [wrong.nothing_clipped, wrong.zeroed_when_large],
            hint="Gradients that are too large come back as they were, or as nothing. They should keep their direction "
            "and have the norm `max_norm`.",
        ),
    ],
    variants=[like_torch, all_in_one_vector, norm_of_norms, left_alone_when_small, copies_changed],
    equivalent_mutants={
        "float(np.sqrt(sum(((grad ** 2).sum() for grad in grads)))) → np.sqrt(sum(((grad ** 2).sum() for grad in grads)))": (
            "a NumPy float is a float"
        ),
        "norm > max_norm → norm >= max_norm": "a norm of just max_norm gives the factor 1 either way",
    },
)
