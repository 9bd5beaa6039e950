"""How strongly the last state depends on each earlier one."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.gradients import norms_mistakes as wrong
from course.exercises.gradients import norms_order_mistakes as order
from course.exercises.gradients.inputs import recurrent_weights, states_from
from helpers.checking.how import Close

ENTRY = Close(scale="entry")


def norms_inputs(T, H, radius=1.0, size=1.0):
    """Draw weights of a given spectral radius and what one sequence, of inputs of this size, leaves behind."""

    def draw(rng):
        W_h = recurrent_weights(rng, H, radius)
        return {"states": states_from(rng, T, W_h, size), "W_h": W_h}

    return draw


def autograd_norms(states, W_h):
    """Oracle: autograd from the last state to each earlier one, through the steps that lead to the given states."""
    weights, given = torch.from_numpy(W_h), torch.from_numpy(states)
    reads = torch.atanh(given[1:]) - given[:-1] @ weights
    chain = [given[0].clone().requires_grad_()]
    for read in reads:
        chain.append(torch.tanh(read + chain[-1] @ weights))
    norms = []
    for h_t in chain:
        rows = [torch.autograd.grad(entry, h_t, retain_graph=True)[0] for entry in chain[-1]]
        norms.append(torch.linalg.matrix_norm(torch.stack(rows), ord=2))
    return torch.stack(norms).detach().numpy()


def largest_singular_values(states, W_h):
    T, H = states.shape
    product, norms = np.eye(H), []
    for h_t in states[::-1]:
        norms.insert(0, np.linalg.svd(product, compute_uv=False)[0])
        product = product @ np.diag(1 - h_t**2) @ W_h.T
    return np.array(norms)


def row_vectors(states, W_h):
    """The transposed Jacobians from the right: the norm is the same."""
    T, H = states.shape
    norms, back = np.zeros(T), np.eye(H)
    norms[T - 1] = 1
    for t in range(T - 2, -1, -1):
        back = (W_h * (1 - states[t + 1] ** 2)) @ back
        norms[t] = np.sqrt(np.linalg.eigvalsh(back.T @ back)[-1])
    return norms


def every_product_anew(states, W_h):
    T, H = states.shape
    jacobians = (1 - states**2)[:, :, None] * W_h.T
    norms = []
    for t in range(T):
        product = np.eye(H)
        for k in range(t + 1, T):
            product = jacobians[k] @ product
        norms.append(np.linalg.norm(product, ord=2))
    return np.array(norms)


def recursively(states, W_h):
    def products(t):
        if t == len(states) - 1:
            return [np.eye(len(W_h))]
        later = products(t + 1)
        return [later[0] @ ((1 - states[t + 1] ** 2)[:, None] * W_h.T), *later]

    return np.linalg.norm(np.stack(products(0)), ord=2, axis=(1, 2))


def accumulated(states, W_h):
    from itertools import accumulate

    jacobians = np.einsum("ti,ji->tij", 1 - states[:0:-1] ** 2, W_h)
    products = accumulate(jacobians, np.matmul, initial=np.eye(len(W_h)))
    return np.array([np.linalg.norm(product, 2) for product in products])[::-1]


gradient_norms = Exercise(
    "gradient_norms",
    points=3,
    returns="norms",
    by_hand=["torch", "scipy"],
    cases=[
        Case("six steps, four hidden units", norms_inputs(T=6, H=4), ENTRY),
        Case("six other steps, four hidden units", norms_inputs(T=6, H=4), ENTRY),
        Case("two steps", norms_inputs(T=2, H=3), ENTRY),
        Case("as many steps as hidden units", norms_inputs(T=5, H=5, radius=1.3), ENTRY),
        Case("gradients that grow", norms_inputs(T=8, H=3, radius=1.8, size=0.02), ENTRY),
        Case("a single step", norms_inputs(T=1, H=3), ENTRY),
        Case("seven steps of a single hidden unit", norms_inputs(T=7, H=1, radius=0.9), ENTRY),
        Case("everything of size one", norms_inputs(T=1, H=1), ENTRY),
    ],
    hidden=[
        Case("twelve steps, two hidden units", norms_inputs(T=12, H=2, radius=0.8, size=0.5), ENTRY),
        Case("ten steps, six hidden units", norms_inputs(T=10, H=6, radius=0.7, size=0.5), ENTRY),
    ],
    oracle=autograd_norms,
    misconceptions=[
        Misconception(
            "wrong_order",
            [
                order.from_the_left,
                order.from_the_left_transposed,
                order.sorted_the_other_way,
            ],
            hint="The factors stand in the wrong order, or each of them is transposed. Of two steps, the earlier one "
            "changes the state first: on which side of the product does its Jacobian belong?",
        ),
        Misconception(
            "frobenius",
            [wrong.frobenius, wrong.frobenius_by_hand, wrong.frobenius_last_set_to_one],
            hint="This is the Frobenius norm, the root of the sum of squares, which `np.linalg.norm` takes of a "
            "matrix unless told otherwise. The spectral norm is the largest singular value.",
        ),
        Misconception(
            "off_by_one",
            [
                wrong.one_step_too_many,
                wrong.one_step_too_many_last_set_to_one,
                wrong.one_step_too_few,
                wrong.last_factor_left_out,
                wrong.h_0_too,
                wrong.last_one_left_out,
                wrong.zero_for_the_last,
                wrong.first_left_out,
            ],
            hint="The product has a factor too many or too few, or an entry is missing. From h_t to h_T lead T − t "
            "steps: none for the last state, whose norm is 1.",
        ),
        Misconception(
            "prime_of_the_state_before",
            [
                wrong.prime_of_the_state_before,
                wrong.prime_of_the_state_before_by_index,
                wrong.prime_of_the_state_before_in_the_wrong_order,
            ],
            hint="The Jacobian of the step from h_{t−1} to h_t is made with the state after the step. It looks as if "
            "the one before is used.",
        ),
        Misconception(
            "another_jacobian",
            [
                order.W_h_not_transposed,
                order.W_h_not_transposed_from_the_left,
                order.prime_on_the_wrong_side,
                order.prime_on_the_wrong_side_from_the_left,
            ],
            hint="The factors are not the Jacobians of the steps: the slopes of tanh stand on the wrong side, or `W_h` "
            "is turned round. Once your `rnn_jacobian` passes, use that.",
        ),
        Misconception(
            "no_tanh_prime",
            [wrong.no_tanh_prime, wrong.no_tanh_prime_by_powers, wrong.tanh_of_the_states],
            hint="The slope of tanh at each step is missing, or is not that of the given states. The product has a "
            "factor of 1 − h² for every step.",
        ),
        Misconception(
            "product_of_norms",
            [wrong.product_of_norms, wrong.product_of_norms_by_power],
            hint="This multiplies the norms of the steps. That is only a bound from above: multiply the matrices "
            "first, and take the norm of the product.",
        ),
        Misconception(
            "each_step_alone",
            [wrong.each_step_alone, wrong.each_step_alone_last_first],
            hint="These are the norms of single steps. From h_t to h_T the gradient passes all steps between, so "
            "their Jacobians have to be multiplied together.",
        ),
        Misconception(
            "spectral_radius",
            [wrong.spectral_radius, wrong.real_eigenvalue],
            hint="The largest eigenvalue is taken in place of the largest singular value. The norm of a matrix says "
            "how much it can stretch a vector.",
        ),
        Misconception(
            "another_norm",
            [
                wrong.column_sums,
                wrong.row_sums,
                wrong.largest_entry,
                wrong.smallest_singular_value,
                wrong.singular_values_added,
                wrong.squared,
            ],
            hint="The products are right, and what is taken of each is no spectral norm: that is the largest "
            "singular value, the 2-norm of a matrix.",
        ),
        Misconception(
            "one_vector",
            [wrong.one_vector, wrong.one_vector_of_length_one],
            hint="This follows one vector back. How much that one is stretched is at most the norm: multiply the "
            "matrices, and take the largest singular value of the product.",
        ),
        Misconception(
            "last_to_first",
            [order.last_to_first],
            hint="The numbers are right, and stand in the wrong order: the first entry belongs to h_1, the last, "
            "which is 1, to h_T.",
        ),
        Misconception(
            "from_the_first_state",
            [order.from_the_first_state, order.from_the_first_state_wrong_order],
            hint="This says how much each state depends on the first one. What is asked for is how much the last "
            "state depends on each.",
        ),
        Misconception(
            "entry_by_entry",
            [order.entry_by_entry],
            hint="`*` multiplies entry by entry. A chain of steps is a product of matrices, `@`.",
        ),
        Misconception(
            "one_number",
            [order.one_number],
            hint="One number for each state is asked for, T in all: take the norm after every factor, and keep it.",
        ),
    ],
    variants=[largest_singular_values, row_vectors, every_product_anew, recursively, accumulated],
)
