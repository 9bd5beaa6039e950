"""How a state depends on the one before it: the Jacobian of one step."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.gradients import jacobian_mistakes as wrong
from course.exercises.gradients.inputs import recurrent_weights


def jacobian_inputs(H, largest=0.9):
    """Draw a state as tanh gives it, no entry of it near 0, and recurrent weights."""

    def draw(rng):
        h_t = rng.uniform(0.2, largest, H) * rng.choice([-1.0, 1.0], H)
        return {"h_t": h_t, "W_h": recurrent_weights(rng, H)}

    return draw


def at_rest(H):
    """Draw weights for a state of zeros, at which tanh has the slope 1."""
    return lambda rng: jacobian_inputs(H)(rng) | {"h_t": np.zeros(H)}


def one_unit_saturated(H):
    """Draw a state of which one unit is so near 1 that hardly any gradient gets through it."""

    def draw(rng):
        inputs = jacobian_inputs(H)(rng)
        inputs["h_t"][1] = 0.9995
        return inputs

    return draw


def autograd_jacobian(h_t, W_h):
    """Oracle: autograd, at a state before of zeros, with the input that leads from there to h_t."""
    reads, weights = torch.atanh(torch.from_numpy(h_t)), torch.from_numpy(W_h)
    h_prev = torch.zeros(len(h_t), dtype=torch.float64)
    return torch.autograd.functional.jacobian(lambda h: torch.tanh(reads + h @ weights), h_prev).numpy()


def product_with_a_diagonal(h_t, W_h):
    return np.diag(1 - h_t**2) @ W_h.T


def columns_scaled_then_turned(h_t, W_h):
    return (W_h * (1 - h_t * h_t)).T


def entry_by_entry(h_t, W_h):
    H = len(h_t)
    J = np.empty((H, H))
    for i in range(H):
        for j in range(H):
            J[i, j] = (1 - h_t[i]) * (1 + h_t[i]) * W_h[j, i]
    return J


def one_einsum(h_t, W_h):
    return np.einsum("i,ji->ij", 1 / np.cosh(np.arctanh(h_t)) ** 2, W_h)


def row_by_row(h_t, W_h):
    return np.stack([(1 - h**2) * weights for h, weights in zip(h_t, W_h.T)])


rnn_jacobian = Exercise(
    "rnn_jacobian",
    points=2,
    returns="J",
    by_hand=["torch", "scipy"],
    cases=[
        Case("three hidden units", jacobian_inputs(H=3)),
        Case("three others", jacobian_inputs(H=3)),
        Case("five hidden units", jacobian_inputs(H=5)),
        Case("a state of zeros, where tanh is steepest", at_rest(H=4)),
        Case("one unit saturated", one_unit_saturated(H=4)),
        Case("two hidden units", jacobian_inputs(H=2)),
        Case("a single hidden unit", jacobian_inputs(H=1)),
    ],
    hidden=[
        Case("twelve hidden units", jacobian_inputs(H=12)),
        Case("small states", jacobian_inputs(H=3, largest=0.3)),
    ],
    oracle=autograd_jacobian,
    misconceptions=[
        Misconception(
            "transposed",
            [wrong.transposed, wrong.transposed_product, wrong.transposed_loop],
            hint="This is the transpose: row j, column i. Row i of the result belongs to the state after the step, "
            "column j to the state before it.",
        ),
        Misconception(
            "W_h_not_transposed",
            [wrong.W_h_not_transposed, wrong.W_h_not_transposed_product, wrong.W_h_not_transposed_loop],
            hint="The slope of tanh is in the right place, and `W_h` is the wrong way round. States are rows here: "
            "which entry of `W_h` leads from unit j to unit i?",
        ),
        Misconception(
            "prime_on_the_wrong_side",
            [wrong.prime_on_the_wrong_side, wrong.prime_on_the_wrong_side_product, wrong.prime_on_the_wrong_side_loop],
            hint="Each entry is multiplied by the slope of the wrong unit's tanh. Which unit's tanh does the way from "
            "unit j to unit i go through: the one it leaves, or the one where it arrives?",
        ),
        Misconception(
            "tanh_of_the_state",
            [
                wrong.tanh_of_the_state,
                wrong.tanh_of_the_state_not_transposed,
                wrong.tanh_of_the_state_transposed,
                wrong.tanh_of_the_state_on_the_wrong_side,
                wrong.cosh_of_the_state,
            ],
            hint="It looks as if tanh is applied to the state once more. `h_t` is what came out of tanh already.",
        ),
        Misconception(
            "no_tanh_prime",
            [wrong.no_tanh_prime, wrong.no_tanh_prime_not_transposed, wrong.no_tanh_prime_a_copy],
            hint="The slope of tanh is missing: this would be the Jacobian of a step without tanh.",
        ),
        Misconception(
            "another_derivative",
            [
                wrong.not_squared,
                wrong.without_one_minus,
                wrong.squared_as_a_whole,
                wrong.one_plus,
                wrong.prime_twice,
                wrong.root_of_prime,
                wrong.not_squared_not_transposed,
                wrong.sizes_in_place_of_squares,
            ],
            hint="Something stands where the slope of tanh should, and it is not that. Written with the state, "
            "the slope is 1 for a state of 0, and near 0 for a state near 1 or −1.",
        ),
        Misconception(
            "sigmoid_prime",
            [wrong.sigmoid_prime, wrong.sigmoid_prime_not_transposed, wrong.sigmoid_prime_transposed],
            hint="That is the slope of a sigmoid, s · (1 − s). This network squashes with tanh.",
        ),
        Misconception(
            "state_as_a_factor",
            [wrong.state_as_a_factor, wrong.state_as_a_factor_not_transposed, wrong.state_as_a_factor_only],
            hint="The state itself appears as a factor. What changes with the state before is the sum inside tanh, "
            "and its slope along that sum is all that is needed of `h_t`.",
        ),
        Misconception(
            "a_vector",
            [wrong.a_vector, wrong.a_vector_transposed, wrong.a_vector_weights_first, wrong.a_vector_summed],
            hint="A sum is taken over one of the axes, as by `@` between a vector and a matrix. Every pair of units "
            "has an entry of its own here: (H, H).",
        ),
        Misconception(
            "diagonal_only",
            [wrong.diagonal_only, wrong.diagonal_alone],
            hint="Only the diagonal is left: `np.diag(v) * W` multiplies entry by entry. Each unit depends on every "
            "other, not just on itself.",
        ),
        Misconception(
            "slope_for_each_entry",
            [wrong.prime_of_the_weights, wrong.prime_of_the_product],
            hint="The slope of tanh is taken at something else than at this step's state. Only `h_t` says how steep "
            "tanh is here.",
        ),
    ],
    variants=[product_with_a_diagonal, columns_scaled_then_turned, entry_by_entry, one_einsum, row_by_row],
)
