"""Weights for the other convention of the update gate."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.gru import flip_mistakes as mistakes
from course.exercises.gru.inputs import weights
from course.exercises.ready_made import RECURRENT
from helpers.checking.how import Close

SAME_STATES = Close(view="gru_states")


def sizes(D, H):
    return lambda rng: weights(rng, D, H)


def negated_column_by_column(W, U, b_x, b_h):
    """Oracle: 1 − σ(a) = σ(−a), so that every column of z changes its sign."""
    H = U.shape[0]
    made = []
    for one in (W, U, b_x, b_h):
        new = one.clone()
        for column in range(H, 2 * H):
            new[..., column] = -one[..., column]
        made.append(new)
    return tuple(made)


def with_a_sign_for_each_column(W, U, b_x, b_h):
    H = len(b_x) // 3
    sign = torch.tensor([1.0] * H + [-1.0] * H + [1.0] * H, dtype=W.dtype)
    return [W * sign, U * sign, b_x * sign, b_h * sign]


def bias_moved_to_b_h(W, U, b_x, b_h):
    H = U.shape[0]
    sign = torch.ones(3 * H, dtype=W.dtype)
    sign[H : 2 * H] = -1
    new_b_x, new_b_h = b_x * sign, b_h * sign
    new_b_h[H : 2 * H] += new_b_x[H : 2 * H]
    new_b_x[H : 2 * H] = 0
    return W * sign, U * sign, new_b_x, new_b_h


def with_a_diagonal_matrix(W, U, b_x, b_h):
    H = U.shape[0]
    turn = torch.block_diag(torch.eye(H), -torch.eye(H), torch.eye(H)).to(W.dtype)
    return W @ turn, U @ turn, b_x @ turn, b_h @ turn


def in_thirds(W, U, b_x, b_h):
    def turned(one):
        r, z, n = one.tensor_split(3, dim=-1)
        return torch.cat((r, -z, n), dim=-1)

    return tuple(map(turned, (W, U, b_x, b_h)))


def on_copies(W, U, b_x, b_h):
    H = U.shape[1] // 3
    W, U, b_x, b_h = W.clone(), U.clone(), b_x.clone(), b_h.clone()
    W[:, H:-H] *= -1
    U[:, H:-H] *= -1
    b_x[H:-H] *= -1
    b_h[H:-H] *= -1
    return W, U, b_x, b_h


flip_update_gate = Exercise(
    "flip_update_gate",
    points=2,
    returns="(W, U, b_x, b_h)",
    by_hand=RECURRENT,
    cases=[
        Case("three inputs, four hidden units", sizes(3, 4), SAME_STATES),
        Case("other weights of these sizes", sizes(3, 4), SAME_STATES),
        Case("more inputs than hidden units", sizes(5, 2), SAME_STATES),
        Case("as many inputs as hidden units", sizes(3, 3), SAME_STATES),
        Case("one input, two hidden units", sizes(1, 2), SAME_STATES),
        Case("one input, one hidden unit", sizes(1, 1), SAME_STATES),
    ],
    hidden=[
        Case("one hidden unit, four inputs", sizes(4, 1), SAME_STATES),
        Case("six of each", sizes(6, 6), SAME_STATES),
    ],
    oracle=negated_column_by_column,
    misconceptions=[
        Misconception(
            "all_gates_negated",
            [
                mistakes.all_negated,
                mistakes.both_gates_negated,
                mistakes.update_gate_and_candidate_negated,
                mistakes.all_biases_negated,
            ],
            hint="More than the update gate was changed. r and n mean the same in both conventions: "
            "their columns stay as they are.",
        ),
        Misconception(
            "biases_forgotten",
            [
                mistakes.biases_forgotten,
                mistakes.bias_of_the_state_forgotten,
                mistakes.bias_of_the_input_forgotten,
            ],
            hint="The matrices are right, and a bias is not: all that is in the sum of z has to change, "
            "and two of its terms are biases.",
        ),
        Misconception(
            "matrices_forgotten",
            [
                mistakes.matrices_forgotten,
                mistakes.matrix_of_the_state_forgotten,
                mistakes.matrix_of_the_input_forgotten,
                mistakes.matrix_of_the_input_alone,
            ],
            hint="A part of the sum of z is still as it was: it has four terms, from `W`, `U`, `b_x` and `b_h`.",
        ),
        Misconception(
            "rows_for_columns",
            [mistakes.rows_negated, mistakes.rows_of_W_negated, mistakes.rows_cut_into_thirds],
            hint="It looks as if rows of a matrix are taken for the thirds. r, z and n stand side by side in its "
            "columns, along the last axis; a slice or `chunk` on its own goes along the first.",
        ),
        Misconception(
            "another_third",
            [mistakes.reset_gate_negated, mistakes.candidate_negated],
            hint="The change is made in the wrong third. From left to right the columns stand for r, z and n.",
        ),
        Misconception(
            "unchanged",
            [mistakes.unchanged, mistakes.copied],
            hint="These are the weights as they came. In the other convention they give other states.",
        ),
        Misconception(
            "one_minus_the_weights",
            [mistakes.one_minus, mistakes.one_minus_the_biases],
            hint="It is the gate that should become 1 − z, after the sigmoid. "
            "What must its sum become for that? Look at σ(−a).",
        ),
        Misconception(
            "thirds_exchanged",
            [
                mistakes.thirds_in_another_order,
                mistakes.update_gate_and_candidate_exchanged,
                mistakes.thirds_turned_round,
            ],
            hint="Columns have changed places. The order stays r, z, n; what changes are the numbers in one third.",
        ),
        Misconception(
            "zeroed",
            [mistakes.zeroed],
            hint="The weights of z are all 0, so that z is always a half. What should it be where it was near 1?",
        ),
        Misconception(
            "in_place",
            [mistakes.in_place],
            hint="The new weights are right, but the given tensors were changed on the way. "
            "Whoever called still needs them: work on copies.",
        ),
        Misconception(
            "update_gate_alone",
            [mistakes.update_gate_alone],
            hint="These are the columns of z alone. Whole tensors are asked for, with the columns of r and n beside them.",
        ),
        Misconception(
            "one_tensor",
            [mistakes.one_tensor_of_all],
            hint="One tensor comes back. Asked for are four, (W, U, b_x, b_h), each of the shape that it came in.",
        ),
    ],
    equivalent_mutants={
        f"{one} * sign → {one} / sign": "the signs are 1 and −1, and dividing by −1 is multiplying by it"
        for one in ("W", "U", "b_x", "b_h")
    },
    variants=[with_a_sign_for_each_column, bias_moved_to_b_h, with_a_diagonal_matrix, in_thirds, on_copies],
)
