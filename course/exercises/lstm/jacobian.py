"""How the next cell state depends on the one before: four terms."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.lstm import jacobian_mistakes as wrong
from course.exercises.lstm.inputs import cell_state, tensor, weights
from course.exercises.ready_made import AUTOGRAD, RECURRENT


def cell_inputs(D, H):
    def draw(rng):
        W, U, b = weights(rng, D, H)
        return {
            "x_t": tensor(rng.standard_normal(D)),
            "c_prev": cell_state(rng, H),
            "o_prev": tensor(rng.uniform(0.2, 0.8, H)),
            "W": W,
            "U": U,
            "b": b,
        }

    return draw


def autograd_cell_jacobian_terms(x_t, c_prev, o_prev, W, U, b):
    """Oracle: for each term the autograd Jacobian of c_t, with the three other ways from c_prev to it cut off."""

    def only(open_way):
        def c_t(c):
            def total(way, quarter):
                h = o_prev * torch.tanh(c if way == open_way else c.detach())
                return (x_t @ W + h @ U + b).reshape(4, -1)[quarter]

            kept = c if open_way == "direct" else c.detach()
            written = torch.sigmoid(total("input", 0)) * torch.tanh(total("candidate", 2))
            return torch.sigmoid(total("forget", 1)) * kept + written

        return torch.autograd.functional.jacobian(c_t, c_prev)

    return tuple(only(way) for way in ("direct", "forget", "input", "candidate"))


def entry_by_entry(x_t, c_prev, o_prev, W, U, b):
    H = len(c_prev)
    h = o_prev * torch.tanh(c_prev)
    direct, forget, write, candidate = (torch.zeros(H, H) for _ in range(4))
    for to in range(H):
        i, f, o = (torch.sigmoid(x_t @ W[:, q * H + to] + h @ U[:, q * H + to] + b[q * H + to]) for q in (0, 1, 3))
        g = torch.tanh(x_t @ W[:, 2 * H + to] + h @ U[:, 2 * H + to] + b[2 * H + to])
        direct[to, to] = f
        for at in range(H):
            d_h = o_prev[at] / torch.cosh(c_prev[at]) ** 2
            forget[to, at] = c_prev[to] * f * (1 - f) * U[at, H + to] * d_h
            write[to, at] = g * i * (1 - i) * U[at, to] * d_h
            candidate[to, at] = i * (1 - g) * (1 + g) * U[at, 2 * H + to] * d_h
    return direct, forget, write, candidate


def products_of_diagonal_matrices(x_t, c_prev, o_prev, W, U, b):
    h_prev = o_prev * c_prev.tanh()
    i, f, g, _ = torch.tensor_split(x_t @ W + h_prev @ U + b, 4)
    i, f, g = i.sigmoid(), f.sigmoid(), g.tanh()
    way_in = torch.diag(o_prev - h_prev * c_prev.tanh())
    U_i, U_f, U_g, _ = torch.tensor_split(U, 4, dim=1)
    forget = torch.diag(c_prev * f * (1 - f)) @ U_f.T @ way_in
    write = torch.diag(g * i * (1 - i)) @ U_i.T @ way_in
    return [f.diag(), forget, write, torch.diag(i - i * g * g) @ U_g.T @ way_in]


def with_einsum(x_t, c_prev, o_prev, W, U, b):
    H = len(c_prev)
    bent = torch.tanh(c_prev)
    a = torch.einsum("d,dk->k", x_t, W) + torch.einsum("h,hk->k", o_prev * bent, U) + b
    gate, g = torch.sigmoid(a), torch.tanh(a[2 * H : 3 * H])
    i, f = gate[:H], gate[H : 2 * H]
    left = torch.stack([g * i * (1 - i), c_prev * f * (1 - f), i * (1 - g * g)])
    blocks = U[:, : 3 * H].reshape(H, 3, H)
    terms = torch.einsum("ki,jki,j->kij", left, blocks, o_prev * (1 - bent * bent))
    return torch.eye(H) * f, terms[1], terms[0], terms[2]


cell_jacobian_terms = Exercise(
    "cell_jacobian_terms",
    points=4,
    parts={"one unit": 1},
    returns="(direct, forget, input, candidate)",
    by_hand=[*AUTOGRAD, *RECURRENT],
    cases=[
        Case("one input and one unit", cell_inputs(D=1, H=1), part="one unit"),
        Case("three inputs and one unit", cell_inputs(D=3, H=1), part="one unit"),
        Case("three inputs and five units", cell_inputs(D=3, H=5)),
        Case("three other inputs and five units", cell_inputs(D=3, H=5)),
        Case("as many inputs as units", cell_inputs(D=3, H=3)),
        Case("more inputs than units", cell_inputs(D=5, H=2)),
    ],
    hidden=[
        Case("one input, four units", cell_inputs(D=1, H=4)),
        Case("eight units", cell_inputs(D=4, H=8)),
        Case("two inputs and one unit", cell_inputs(D=2, H=1), part="one unit"),
    ],
    oracle=autograd_cell_jacobian_terms,
    misconceptions=[
        Misconception(
            "direct_path_only",
            [wrong.direct_path_only],
            hint="Only the direct path is there. `c_prev` also acts through `h_prev`, which every gate reads.",
        ),
        Misconception(
            "o_prev_left_out",
            [wrong.o_prev_left_out, wrong.o_prev_left_out_of_h_prev_too, wrong.o_prev_left_out_of_h_prev],
            hint="It looks as if the old output gate is left out somewhere. It is a factor of `h_prev`, and so of "
            "the slope of `h_prev` too.",
        ),
        Misconception(
            "this_steps_output_gate",
            [wrong.this_steps_output_gate],
            hint="It looks as if this step's output gate stands in the slope of `h_prev`. That state was shown by "
            "the gate of the step before, `o_prev`.",
        ),
        Misconception(
            "way_of_the_output_gate",
            [wrong.way_of_the_output_gate_too],
            hint="There is a term too many: the output gate o_t acts on h_t, and c_t does not depend on it.",
        ),
        Misconception(
            "tanh_prime_left_out",
            [wrong.tanh_prime_left_out],
            hint="Between `c_prev` and `h_prev` stands a tanh, and its slope is missing in the last three terms.",
        ),
        Misconception(
            "stops_at_h_prev",
            [wrong.stops_at_h_prev],
            hint="These are the slopes with respect to `h_prev`. One link of the chain is missing: from `c_prev` "
            "to `h_prev`.",
        ),
        Misconception(
            "tanh_prime_of_another_thing",
            [
                wrong.tanh_prime_of_h_prev,
                wrong.tanh_prime_of_h_prev_without_o,
                wrong.tanh_prime_without_tanh,
                wrong.tanh_prime_not_squared,
                wrong.tanh_for_its_slope,
            ],
            hint="The slope of tanh at `c_prev` is not right: one minus the square of what? `h_prev` has been "
            "multiplied by the output gate, and `c_prev` has not been squashed yet.",
        ),
        Misconception(
            "forget_scaled_by_the_candidate",
            [wrong.forget_scaled_by_the_candidate, wrong.forget_and_input_scalings_exchanged],
            hint="If the forget gate changes a little, the cell state changes by that times what the gate is "
            "multiplied by. In the formula of the cell state, what stands beside f?",
        ),
        Misconception(
            "forget_scaled_by_h_prev",
            [wrong.forget_scaled_by_h_prev],
            hint="What the forget gate is multiplied by on the belt is not the hidden state.",
        ),
        Misconception(
            "factor_beside_the_gate_missing",
            [wrong.forget_not_scaled, wrong.input_not_scaled, wrong.candidate_not_scaled, wrong.nothing_scaled],
            hint="A term lacks its factor. The forget gate, the input gate and the candidate each stand in a "
            "product, and changing one factor counts as much as the other factor is large.",
        ),
        Misconception(
            "slopes_of_the_gates_missing",
            [
                wrong.no_slopes_of_the_gates,
                wrong.no_slopes_at_all,
                wrong.no_slope_of_the_candidate,
            ],
            hint="A gate is a squashed sum. From the sum to the gate the chain has one more link, the slope of the "
            "sigmoid or, for the candidate, of tanh.",
        ),
        Misconception(
            "slope_of_the_other_function",
            [wrong.sigmoids_slope_for_the_candidate, wrong.tanhs_slope_for_the_gates],
            hint="The gates go through a sigmoid, the candidate through tanh, and the two have different slopes.",
        ),
        Misconception(
            "squashed_again_for_the_slope",
            [wrong.squashed_again_for_the_slope],
            hint="It looks as if the slopes are taken of gates that are squashed once more. Written with the "
            "finished gate, the slope needs no further sigmoid or tanh.",
        ),
        Misconception(
            "transposed",
            [wrong.all_transposed, wrong.U_as_it_is],
            hint="Some terms are transposed. Row k is for the new cell state's entry k, column j for the old "
            "one's entry j; in `U` the row is what it comes from.",
        ),
        Misconception(
            "scaled_on_the_wrong_side",
            [
                wrong.scaled_on_the_wrong_side,
                wrong.rows_scaled_by_both,
                wrong.columns_scaled_by_both,
                wrong.transposed_columns_scaled_by_both,
                wrong.forget_scaled_by_the_columns_c_prev,
            ],
            hint="What belongs to the new cell state's entry k scales row k; what belongs to the old one's entry j "
            "scales column j. It looks as if a factor stands on the other side.",
        ),
        Misconception(
            "another_order",
            [wrong.input_term_second, wrong.candidate_before_input],
            hint="The terms are right, and in another order: direct, forget, input, candidate.",
        ),
        Misconception(
            "another_block",
            [wrong.blocks_of_U_exchanged, wrong.forget_and_input_swapped, wrong.forget_and_input_gates_exchanged],
            hint="It looks as if the forget and the input gate take each other's block of the weights. The order "
            "is that of `lstm_step`, though the terms are asked for in another one.",
        ),
        Misconception(
            "W_for_U",
            [wrong.W_for_U],
            hint="`c_prev` reaches the gates through `h_prev`. Which of the two matrices does `h_prev` meet?",
        ),
        Misconception(
            "another_direct_term",
            [
                wrong.direct_as_a_vector,
                wrong.direct_in_every_row,
                wrong.direct_is_the_identity,
                wrong.direct_with_c_prev,
            ],
            hint="The direct term is an (H, H) matrix too: each entry of the cell state is kept by its own forget "
            "gate, and no entry moves to another place.",
        ),
        Misconception(
            "summed",
            [wrong.summed, wrong.the_sum_too],
            hint="The four terms are asked for one by one, in a tuple of four, without their sum.",
        ),
        Misconception(
            "diagonals_alone",
            [wrong.diagonals_alone],
            hint="Only diagonals are left. Through `U`, every entry of `h_prev` reaches every gate.",
        ),
        Misconception(
            "other_gates",
            [wrong.h_prev_left_out_of_the_gates, wrong.c_prev_for_h_prev],
            hint="The gates themselves are not right. They read `x_t` and `h_prev`, and `h_prev` has first to be "
            "made from `o_prev` and `c_prev`.",
        ),
    ],
    variants=[entry_by_entry, products_of_diagonal_matrices, with_einsum],
)
