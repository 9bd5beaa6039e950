"""A whole sequence through an LSTM."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.lstm import forward_mistakes as wrong
from course.exercises.lstm.inputs import cell_state, hidden_state, tensor, weights
from course.exercises.ready_made import RECURRENT
from helpers.packing import put_weights


def sequence_inputs(B, T, D, H):
    def draw(rng):
        W, U, b = weights(rng, D, H)
        x = tensor(rng.standard_normal((B, T, D)))
        return {"x": x, "h_0": hidden_state(rng, B, H), "c_0": cell_state(rng, B, H), "W": W, "U": U, "b": b}

    return draw


def from_zero_states(B, T, D, H):
    def draw(rng):
        zeros = tensor(torch.zeros(B, H))
        return sequence_inputs(B, T, D, H)(rng) | {"h_0": zeros, "c_0": zeros.clone()}

    return draw


def torch_lstm_forward(x, h_0, c_0, W, U, b):
    """Oracle: torch.nn.LSTM, whose states have an axis for layers in front."""
    network = torch.nn.LSTM(len(W), len(U), batch_first=True, dtype=torch.float64)
    put_weights(network, W, U, b)
    with torch.no_grad():
        states, (h_T, c_T) = network(x, (h_0[None], c_0[None]))
    return states, (h_T[0], c_T[0])


def preallocated(x, h_0, c_0, W, U, b):
    B, T, _ = x.shape
    H = h_0.shape[1]
    states, h, c = torch.zeros(B, T, H), h_0, c_0
    for t in range(T):
        total = x[:, t] @ W + h @ U + b
        i, f, o = (torch.sigmoid(total[:, k * H : (k + 1) * H]) for k in (0, 1, 3))
        c = f * c + i * torch.tanh(total[:, 2 * H : 3 * H])
        h = o * torch.tanh(c)
        states[:, t] = h
    return states, (states[:, T - 1], c)


def inputs_of_all_steps_first(x, h_0, c_0, W, U, b):
    states, h, c = [], h_0, c_0
    for inputs in (x @ W + b).transpose(0, 1):
        i, f, g, o = torch.split(inputs + h @ U, h_0.shape[1], dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        states += [h]
    return [torch.stack(states).transpose(0, 1), [h, c]]


def one_sequence_after_another(x, h_0, c_0, W, U, b):
    states, h_T, c_T = [], [], []
    for sequence, h, c in zip(x, h_0, c_0):
        own = []
        for x_t in sequence:
            i, f, g, o = (W.T @ x_t + U.T @ h + b).view(4, -1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            own.append(h)
        states.append(torch.stack(own))
        h_T.append(h)
        c_T.append(c)
    return torch.stack(states), (torch.stack(h_T), torch.stack(c_T))


def recursively(x, h_0, c_0, W, U, b):
    if x.shape[1] == 0:
        return x.new_zeros(len(x), 0, h_0.shape[1]), (h_0, c_0)
    before, (h, c) = recursively(x[:, :-1], h_0, c_0, W, U, b)
    i, f, g, o = torch.tensor_split(torch.einsum("bd,dk->bk", x[:, -1], W) + h @ U + b, 4, dim=-1)
    c = c * torch.special.expit(f) + torch.tanh(g) * torch.special.expit(i)
    h = torch.special.expit(o) * torch.tanh(c)
    return torch.cat([before, h.unsqueeze(1)], dim=1), (h, c)


lstm_forward = Exercise(
    "lstm_forward",
    points=2,
    returns="(states, (h_T, c_T))",
    by_hand=RECURRENT,
    cases=[
        Case("two sequences of four steps", sequence_inputs(B=2, T=4, D=3, H=5)),
        Case("two other sequences of four steps", sequence_inputs(B=2, T=4, D=3, H=5)),
        Case("as many sequences as steps", sequence_inputs(B=3, T=3, D=2, H=4)),
        Case("more sequences than steps, as many features as hidden units", sequence_inputs(B=4, T=2, D=3, H=3)),
        Case("a single step", sequence_inputs(B=3, T=1, D=4, H=2)),
        Case("one sequence, from zero states", from_zero_states(B=1, T=7, D=2, H=3)),
        Case("everything of size one", sequence_inputs(B=1, T=1, D=1, H=1)),
    ],
    hidden=[
        Case("batch, steps, features and hidden units of one number", sequence_inputs(B=3, T=3, D=3, H=3)),
        Case("one feature and one hidden unit", sequence_inputs(B=2, T=5, D=1, H=1)),
        Case("thirty steps", sequence_inputs(B=3, T=30, D=4, H=6)),
    ],
    oracle=torch_lstm_forward,
    misconceptions=[
        Misconception(
            "cell_state_not_carried",
            [
                wrong.cell_state_not_carried,
                wrong.cell_state_zero_at_every_step,
                wrong.cell_state_replaced_by_h,
            ],
            hint="The hidden state is carried from step to step, and the cell state is not. A step gives back "
            "both, and the next one needs both.",
        ),
        Misconception(
            "hidden_state_not_carried",
            [wrong.hidden_state_not_carried],
            hint="The cell state is carried from step to step, and the hidden state is not: every step gets `h_0`.",
        ),
        Misconception(
            "initial_pair_at_every_step",
            [wrong.initial_pair_at_every_step],
            hint="Every step starts from `h_0` and `c_0`, so that nothing is remembered. From the second step on, "
            "the pair before is the one just computed.",
        ),
        Misconception(
            "returns_cell_states",
            [wrong.returns_cell_states],
            hint="What is kept of each step is its cell state. That stays inside; the states asked for are the "
            "hidden ones, h_1 … h_T.",
        ),
        Misconception(
            "final_pair_of_the_first_step",
            [wrong.pair_of_the_first_step],
            hint="The states are right, and the pair beside them is the one after the first step. The last one is "
            "asked for.",
        ),
        Misconception(
            "first_step_only",
            [wrong.return_inside_the_loop],
            hint="Only one step comes back. Does the `return` stand inside the loop?",
        ),
        Misconception(
            "initial_pair_returned",
            [wrong.initial_pair_returned],
            hint="The states are right, and the pair beside them is `(h_0, c_0)`, which went in. The pair after "
            "the last step is asked for.",
        ),
        Misconception(
            "final_pair_swapped",
            [wrong.final_pair_swapped],
            hint="The states are right, and in the pair beside them the hidden and the cell state have changed places.",
        ),
        Misconception(
            "last_sequence_for_last_step",
            [wrong.last_sequence_for_last_step],
            hint="The states are right, and the pair beside them belongs to the last sequence in place of the last "
            "step: the first axis counts the sequences.",
        ),
        Misconception(
            "another_form",
            [
                wrong.pair_not_nested,
                wrong.states_alone,
                wrong.states_and_h,
                wrong.states_and_c,
                wrong.states_and_cell_states,
            ],
            hint="The form of the result is another one: two things are asked for, all hidden states in one tensor "
            "and a pair, `states, (h, c)`, with its own parentheses.",
        ),
        Misconception(
            "torchs_extra_axis",
            [wrong.torchs_extra_axis],
            hint="The pair has an axis for layers in front, as torch has it. In this course h_T and c_T are (B, H).",
        ),
        Misconception(
            "last_state_only",
            [wrong.last_state_only, wrong.last_state_with_a_time_axis],
            hint="In place of all states there is the last one alone. Keep each one as it is made.",
        ),
        Misconception(
            "time_first",
            [wrong.time_first, wrong.time_last],
            hint="The states are right, and their axes are not (B, T, H). Along which `dim` should they be stacked?",
        ),
        Misconception(
            "reshaped",
            [wrong.reshaped],
            hint="The shape is right, and the numbers have been mixed: `reshape` does not exchange axes. Stack the "
            "states along the axis where time belongs.",
        ),
        Misconception(
            "joined_without_a_time_axis",
            [wrong.side_by_side, wrong.one_below_the_other],
            hint="`torch.cat` joins along an axis that is there already. Time needs an axis of its own: `torch.stack`.",
        ),
        Misconception(
            "list_of_states",
            [wrong.list_of_states],
            hint="The states are right, and they come as a list. Make one tensor, with time as its second axis.",
        ),
        Misconception(
            "states_before_each_step",
            [wrong.states_before_each_step],
            hint="These are the states before each step, h_0 … h_{T−1}. Keep the state that a step makes.",
        ),
        Misconception(
            "h_0_included",
            [wrong.h_0_included],
            hint="There is one state too many: `h_0` is no result of a step.",
        ),
        Misconception(
            "last_state_in_front",
            [wrong.last_state_in_front],
            hint="The states are right, but in reverse order: h_1 should come first.",
        ),
        Misconception(
            "read_backwards",
            [wrong.read_backwards],
            hint="It looks as if the sequence is read from its end. The first step of `x` comes first.",
        ),
        Misconception(
            "zero_start",
            [wrong.zero_start, wrong.zero_start_of_the_cell_state, wrong.zero_start_of_the_hidden_state],
            hint="It looks as if reading starts from zeros. Both first states are given: `h_0` and `c_0`.",
        ),
        Misconception(
            "pair_exchanged",
            [wrong.pair_exchanged_at_every_step, wrong.pair_exchanged_coming_out, wrong.initial_pair_exchanged],
            hint="The hidden and the cell state change places somewhere. Look at the order in which `lstm_step` "
            "takes them, and in which it gives them back.",
        ),
        Misconception(
            "new_state_used_too_early",
            [wrong.new_cell_state_used_too_early, wrong.new_hidden_state_used_too_early],
            hint="It looks as if one of the two states is replaced before the other one is computed. A step needs both "
            "as they were before it: take both results of one call at once.",
        ),
        Misconception(
            "batch_axis_walked",
            [wrong.walks_the_batch, wrong.walks_the_batch_and_stacks_first, wrong.first_index_for_time],
            hint="The loop walks along the batch: the first axis of `x` counts the sequences. Time is the second axis.",
        ),
        Misconception(
            "rounds_by_the_batch",
            [wrong.rounds_by_the_batch],
            hint="The loop does not take T rounds. `x` is (B, T, D), and `len(x)` is B.",
        ),
        Misconception(
            "same_input_at_every_step",
            [wrong.first_input_at_every_step],
            hint="Every step reads the first input. The index on the time axis has to move with the loop.",
        ),
        Misconception(
            "a_step_left_out",
            [wrong.first_step_left_out, wrong.last_step_left_out],
            hint="One step of `x` is never read: look at where the loop begins and ends.",
        ),
        Misconception(
            "all_steps_at_once",
            [wrong.whole_sequence_at_once],
            hint="The whole of `x` goes into a single step. A step reads one time step of every sequence, (B, D).",
        ),
        Misconception(
            "another_step",
            [
                wrong.forget_gate_first,
                wrong.candidate_last,
                wrong.no_tanh_on_c,
                wrong.no_bias,
                wrong.candidate_not_gated,
                wrong.gates_from_the_input_alone,
            ],
            hint="The loop is right, and the step in it is not. If `lstm_step` does not pass yet, mend that first; "
            "if it does, call it here.",
        ),
    ],
    variants=[preallocated, inputs_of_all_steps_first, one_sequence_after_another, recursively],
)
