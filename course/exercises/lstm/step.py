"""One step of an LSTM."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.lstm import step_mistakes as wrong
from course.exercises.lstm.inputs import cell_state, hidden_state, tensor, weights
from course.exercises.ready_made import RECURRENT
from helpers.packing import put_weights


def step_inputs(B, D, H):
    def draw(rng):
        W, U, b = weights(rng, D, H)
        x_t = tensor(rng.standard_normal((B, D)))
        return {
            "x_t": x_t,
            "h_prev": hidden_state(rng, B, H),
            "c_prev": cell_state(rng, B, H),
            "W": W,
            "U": U,
            "b": b,
        }

    return draw


def from_zero_states(B, D, H):
    def draw(rng):
        zeros = tensor(torch.zeros(B, H))
        return step_inputs(B, D, H)(rng) | {"h_prev": zeros, "c_prev": zeros.clone()}

    return draw


def with_extreme_sums(B, D):
    """Eight units: of each, one of the four sums is so large or so small that its exponential is infinite or 0."""

    def draw(rng):
        given = step_inputs(B, D, 8)(rng)
        unit = torch.arange(8)
        given["b"].view(4, 8)[unit % 4, unit] = tensor([800.0] * 4 + [-800.0] * 4)
        given["c_prev"] *= 2
        return given

    return draw


def torch_lstm_step(x_t, h_prev, c_prev, W, U, b):
    """Oracle: torch.nn.LSTMCell, whose weights are transposed and whose bias comes in two."""
    cell = torch.nn.LSTMCell(len(W), len(U), dtype=torch.float64)
    put_weights(cell, W, U, b)
    with torch.no_grad():
        return cell(x_t, (h_prev, c_prev))


def one_stacked_product(x_t, h_prev, c_prev, W, U, b):
    total = torch.cat([x_t, h_prev], dim=1) @ torch.cat([W, U]) + b
    i, f, g, o = total.view(len(x_t), 4, -1).unbind(dim=1)
    c = torch.sigmoid(f) * c_prev + torch.sigmoid(i) * torch.tanh(g)
    return [torch.sigmoid(o) * c.tanh(), c]


def gate_by_gate(x_t, h_prev, c_prev, W, U, b):
    H = h_prev.shape[1]

    def total(k):
        quarter = slice(k * H, (k + 1) * H)
        return x_t @ W[:, quarter] + h_prev @ U[:, quarter] + b[quarter]

    i, f, o = (1 / (1 + torch.exp(-total(k))) for k in (0, 1, 3))
    g = torch.tanh(total(2))
    c = f * c_prev + i * g
    return o * torch.tanh(c), c


def with_einsum(x_t, h_prev, c_prev, W, U, b):
    total = torch.einsum("bd,dk->bk", x_t, W) + torch.einsum("bh,hk->bk", h_prev, U) + b
    i, f, g, o = torch.split(total, h_prev.shape[1], dim=1)
    c = torch.addcmul(f.sigmoid() * c_prev, i.sigmoid(), g.tanh())
    return o.sigmoid() * c.tanh(), c


def with_loops(x_t, h_prev, c_prev, W, U, b):
    B, H = h_prev.shape
    h, c = torch.zeros(B, H), torch.zeros(B, H)
    for n in range(B):
        for k in range(H):
            i, f, g, o = (
                sum(x_t[n, d] * W[d, j] for d in range(len(W))) + sum(h_prev[n, m] * U[m, j] for m in range(H)) + b[j]
                for j in (k, H + k, 2 * H + k, 3 * H + k)
            )
            c[n, k] = torch.sigmoid(f) * c_prev[n, k] + torch.sigmoid(i) * torch.tanh(g)
            h[n, k] = torch.sigmoid(o) * torch.tanh(c[n, k])
    return h, c


lstm_step = Exercise(
    "lstm_step",
    points=3,
    returns="(h, c)",
    by_hand=RECURRENT,
    cases=[
        Case("one example, from zero states", from_zero_states(B=1, D=3, H=2)),
        Case("a batch of two", step_inputs(B=2, D=3, H=4)),
        Case("another batch of two", step_inputs(B=2, D=3, H=4)),
        Case("four examples, more inputs than hidden units", step_inputs(B=4, D=6, H=5)),
        Case("batch, inputs and hidden units of one size", step_inputs(B=3, D=3, H=3)),
        Case("everything of size one", step_inputs(B=1, D=1, H=1)),
        Case("sums of 800 and of −800", with_extreme_sums(B=2, D=3)),
    ],
    hidden=[
        Case("one input feature", step_inputs(B=3, D=1, H=5)),
        Case("one hidden unit", step_inputs(B=4, D=2, H=1)),
        Case("batch, inputs and hidden units are four", step_inputs(B=4, D=4, H=4)),
    ],
    oracle=torch_lstm_step,
    misconceptions=[
        Misconception(
            "forget_and_input_swapped",
            [wrong.forget_first],
            hint="It looks as if the forget and the input gate have changed places: f decides what stays of "
            "`c_prev`, i how much of the candidate comes in. Which quarter comes first?",
        ),
        Misconception(
            "other_gate_order",
            [
                wrong.candidate_last,
                wrong.candidate_first,
                wrong.candidate_second,
                wrong.output_second,
                wrong.output_first,
                wrong.output_and_forget_first,
                wrong.forget_and_output_first,
                wrong.forget_first_candidate_last,
                wrong.forget_and_candidate_first,
                wrong.candidate_and_forget_first,
                wrong.input_output_candidate,
                wrong.candidate_input_output,
            ],
            hint="Everything is there, but the four quarters are taken in another order. Papers and libraries "
            "differ in it; this course has the order that stands under the formulas.",
        ),
        Misconception(
            "columns_taken_by_fours",
            [wrong.columns_taken_by_fours],
            hint="It looks as if every fourth column belongs to one gate. The gates stand side by side as four "
            "whole blocks: the first H columns are the first gate's.",
        ),
        Misconception(
            "batch_cut_in_four",
            [wrong.batch_cut_in_four, wrong.batch_reshaped_in_four],
            hint="It looks as if the examples are divided among the gates. The gates lie along the second axis, "
            "(B, 4H); `chunk` cuts along the first one unless you tell it which.",
        ),
        Misconception(
            "sigmoid_on_the_candidate",
            [wrong.sigmoid_on_the_candidate],
            hint="It looks as if the candidate goes through a sigmoid as the gates do. It is not a gate but what "
            "may be written, and has to be able to be negative.",
        ),
        Misconception(
            "candidate_not_squashed",
            [wrong.candidate_not_squashed],
            hint="It looks as if the candidate enters the cell state as a plain sum. Like the state of a plain "
            "RNN, it should lie between −1 and 1.",
        ),
        Misconception(
            "tanh_on_the_gates",
            [wrong.tanh_everywhere],
            hint="It looks as if i, f and o go through tanh. A gate is a share between 0 and 1: which function "
            "gives that?",
        ),
        Misconception(
            "gates_not_squashed",
            [wrong.nothing_squashed, wrong.gates_not_squashed],
            hint="It looks as if i, f and o are plain sums. A gate is a share between 0 and 1, so its sum has to "
            "be squashed first.",
        ),
        Misconception(
            "squashed_twice",
            [wrong.squashed_twice, wrong.gates_squashed_twice],
            hint="It looks as if the gates are squashed twice: once where the sum is made, and again where they "
            "are used.",
        ),
        Misconception(
            "no_tanh_on_c",
            [wrong.no_tanh_on_c],
            hint="`c` is right and `h` is not: it looks as if the output gate lets through the cell state itself. "
            "On its way out the cell state is squashed first.",
        ),
        Misconception(
            "c_not_squashed_by_tanh_alone",
            [wrong.sigmoid_on_c, wrong.tanh_around_the_product],
            hint="`c` is right and `h` is not. On its way out the cell state goes through tanh, and what comes "
            "out of that is multiplied by the output gate: in this order.",
        ),
        Misconception(
            "c_squashed",
            [wrong.c_squashed_on_the_belt, wrong.c_squashed_twice],
            hint="It looks as if the cell state that goes on to the next step is squashed. tanh belongs on the "
            "way to `h`; on the belt nothing but the forget gate and the sum touches the cell state.",
        ),
        Misconception(
            "h_and_c_swapped",
            [wrong.h_and_c_swapped],
            hint="Both results are right, and they stand in the wrong order: look at the last line of the docstring.",
        ),
        Misconception(
            "states_mixed_up",
            [wrong.h_prev_on_the_belt, wrong.states_exchanged, wrong.c_prev_in_the_gates],
            hint="It looks as if `h_prev` and `c_prev` are mixed up: one of them is multiplied by `U`, the other "
            "one by the forget gate.",
        ),
        Misconception(
            "candidate_not_gated",
            [wrong.candidate_not_gated],
            hint="It looks as if all of the candidate is written at every step. Which gate says how much comes in?",
        ),
        Misconception(
            "candidate_not_used",
            [wrong.input_gate_alone],
            hint="It looks as if the input gate itself is written into the cell state. It only says how much "
            "comes in: of what?",
        ),
        Misconception(
            "nothing_forgotten",
            [wrong.nothing_forgotten],
            hint="It looks as if all of `c_prev` is kept. (So was the first LSTM, in 1997.) Which gate says how "
            "much of it stays?",
        ),
        Misconception(
            "coupled_gates",
            [wrong.coupled_gates, wrong.forget_turned_round],
            hint="It looks as if 1 − f stands somewhere. Here the forget gate says how much is kept, and the input "
            "gate is one of its own.",
        ),
        Misconception(
            "no_output_gate",
            [wrong.no_output_gate],
            hint="It looks as if the whole cell state is shown: `h` has to pass one more gate.",
        ),
        Misconception(
            "old_cell_state_shown",
            [wrong.h_from_the_old_cell_state],
            hint="`c` is right, and `h` is made from the cell state before it. Compute `c` first, then `h` from it.",
        ),
        Misconception(
            "not_added",
            [wrong.multiplied_on_the_belt, wrong.cell_state_replaced],
            hint="The new cell state is a sum of two parts: what is kept of the old one, and what is written.",
        ),
        Misconception(
            "overflow",
            [wrong.overflowing_sigmoid, wrong.overflowing_tanh],
            hint="For large sums, exp becomes infinite, and infinite by infinite is no number. Write the sigmoid and "
            "tanh so that this cannot happen, or take torch's.",
        ),
        Misconception(
            "joined_in_another_order",
            [wrong.state_joined_first],
            hint="It looks as if `x_t` and `h_prev` are joined in one order, and `W` and `U` in the other. What "
            "stands first on the left meets what stands on top on the right.",
        ),
        Misconception("no_bias", [wrong.no_bias], hint="It looks as if the bias `b` is left out of the sums."),
        Misconception(
            "input_ignored",
            [wrong.input_ignored],
            hint="The gates do not depend on `x_t`: the network would never read anything.",
        ),
        Misconception(
            "hidden_state_ignored",
            [wrong.hidden_state_ignored],
            hint="The gates do not depend on `h_prev`: what is `U` for?",
        ),
        Misconception(
            "not_two_results",
            [wrong.h_alone, wrong.c_alone, wrong.output_gate_too, wrong.h_twice],
            hint="Two tensors are asked for, in a tuple: the hidden state and the cell state after the step.",
        ),
    ],
    variants=[one_stacked_product, gate_by_gate, with_einsum, with_loops],
)
