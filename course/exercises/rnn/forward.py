"""A whole sequence through a recurrent network."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.rnn import forward_loop_mistakes as loop
from course.exercises.rnn import forward_result_mistakes as result
from course.exercises.rnn.inputs import state, torch_rnn, weights


def sequence_inputs(B, T, D, H):
    def draw(rng):
        W_x, W_h, b = weights(rng, D, H)
        return {"x": rng.standard_normal((B, T, D)), "h_0": state(rng, B, H), "W_x": W_x, "W_h": W_h, "b": b}

    return draw


def from_zero_state(B, T, D, H):
    return lambda rng: sequence_inputs(B, T, D, H)(rng) | {"h_0": np.zeros((B, H))}


def torch_rnn_forward(x, h_0, W_x, W_h, b):
    """Oracle: torch.nn.RNN."""
    with torch.no_grad():
        return torch_rnn((W_x, W_h, b))(torch.from_numpy(x), torch.from_numpy(h_0)[None])[0].numpy()


def preallocated(x, h_0, W_x, W_h, b):
    B, T, _ = x.shape
    states = np.zeros((B, T, h_0.shape[1]))
    for t in range(T):
        h_prev = h_0 if t == 0 else states[:, t - 1]
        states[:, t] = np.tanh(x[:, t] @ W_x + h_prev @ W_h + b)
    return states


def room_for_h_0(x, h_0, W_x, W_h, b):
    states = np.concatenate([h_0[:, None], np.empty((len(x), x.shape[1], len(b)))], axis=1)
    for t, inputs in enumerate(np.einsum("btd,dh->tbh", x, W_x)):
        states[:, t + 1] = np.tanh(inputs + np.einsum("bi,ij->bj", states[:, t], W_h) + b)
    return states[:, 1:]


def one_sequence_after_another(x, h_0, W_x, W_h, b):
    all_states = []
    for sequence, h_t in zip(x, h_0):
        own_states = []
        for x_t in sequence:
            h_t = np.tanh(W_x.T @ x_t + W_h.T @ h_t + b)
            own_states.append(h_t)
        all_states.append(own_states)
    return np.array(all_states)


def accumulated(x, h_0, W_x, W_h, b):
    from itertools import accumulate

    inputs = np.moveaxis(x @ W_x + b, 1, 0)
    states = accumulate(inputs, lambda h_prev, a: np.tanh(a + h_prev @ W_h), initial=h_0)
    return np.stack(list(states)[1:], axis=1)


def side_by_side_and_reshaped(x, h_0, W_x, W_h, b):
    t, h_t, states = 0, h_0, np.empty((len(h_0), 0))
    while t < x.shape[1]:
        h_t = np.tanh(np.hstack([x[:, t], h_t]) @ np.vstack([W_x, W_h]) + b)
        states = np.append(states, h_t, axis=1)
        t += 1
    return states.reshape(*x.shape[:2], -1)


rnn_forward = Exercise(
    "rnn_forward",
    points=2,
    returns="states",
    by_hand=["torch", "scipy"],
    cases=[
        Case("two sequences of four steps", sequence_inputs(B=2, T=4, D=3, H=5)),
        Case("two other sequences of four steps", sequence_inputs(B=2, T=4, D=3, H=5)),
        Case("as many sequences as steps", sequence_inputs(B=3, T=3, D=2, H=4)),
        Case("more sequences than steps, as many features as hidden units", sequence_inputs(B=4, T=2, D=3, H=3)),
        Case("a single step", sequence_inputs(B=3, T=1, D=4, H=2)),
        Case("one sequence, from a zero state", from_zero_state(B=1, T=7, D=2, H=3)),
        Case("everything of size one", sequence_inputs(B=1, T=1, D=1, H=1)),
    ],
    hidden=[
        Case("batch, steps, features and hidden units of one number", sequence_inputs(B=3, T=3, D=3, H=3)),
        Case("one feature and one hidden unit", sequence_inputs(B=2, T=5, D=1, H=1)),
        Case("forty steps", sequence_inputs(B=3, T=40, D=4, H=6)),
    ],
    oracle=torch_rnn_forward,
    misconceptions=[
        Misconception(
            "h_0_at_every_step",
            [loop.h_0_at_every_step],
            hint="It looks as if every step starts from `h_0`, so that nothing is remembered. "
            "From the second step on, the state before is the one just computed.",
        ),
        Misconception(
            "batch_axis_walked",
            [
                loop.first_index_for_time,
                loop.first_index_for_time_stacked_first,
                loop.first_index_for_time_preallocated,
                loop.walks_the_batch,
                loop.walks_the_batch_and_stacks_first,
                loop.walks_the_batch_state_first,
                loop.first_index_for_time_state_first,
                loop.walks_the_batch_preallocated,
                loop.takes_the_first_axis_for_time,
            ],
            hint="The loop walks along the batch: the first axis of `x` counts the sequences, and `x[0]` is "
            "all of the first one. Time is the second axis.",
        ),
        Misconception(
            "feature_axis_walked",
            [loop.last_index_for_time],
            hint="The last axis of `x` holds the features, not the steps. Time is the second axis.",
        ),
        Misconception(
            "rounds_by_another_axis",
            [loop.rounds_by_the_batch, loop.rounds_by_the_batch_preallocated, loop.rounds_by_the_features],
            hint="The loop does not take T rounds. `x` is (B, T, D), and `len(x)` is B: which entry of "
            "`x.shape` counts the steps?",
        ),
        Misconception(
            "states_before_each_step",
            [result.states_before],
            hint="These are the states before each step, h_0 … h_{T−1}. Keep the state that a step makes, "
            "not the one that it starts from.",
        ),
        Misconception(
            "h_0_included",
            [result.h_0_included, result.h_0_included_time_first],
            hint="There is one state too many: `h_0` is no result of a step. The states asked for are h_1 … h_T.",
        ),
        Misconception(
            "last_state_only",
            [result.last_state, result.last_state_with_a_time_axis, result.last_state_in_a_list],
            hint="This is the state after the last step alone. All states are asked for: keep each one "
            "as it is made, without losing those before.",
        ),
        Misconception(
            "first_state_only",
            [result.return_inside_the_loop, result.first_state_alone],
            hint="This is the state after the first step alone. Does the `return` stand inside the loop?",
        ),
        Misconception(
            "one_array_overwritten",
            [result.one_array_overwritten],
            hint="Every step shows the last state. If each round writes into the same array, the list holds "
            "that one array T times: make a new array at each step.",
        ),
        Misconception(
            "time_first",
            [result.time_first],
            hint="The states are right, and the axes are (T, B, H). The batch comes first: along which axis "
            "should the states be stacked?",
        ),
        Misconception(
            "states_in_rows_of_the_batch",
            [result.states_in_rows_of_the_batch],
            hint="The array for the states is (B, T, H), and each state is written into a place along its first "
            "axis, which counts the sequences. Time is the second axis.",
        ),
        Misconception(
            "time_last",
            [result.time_last, result.all_axes_turned_round],
            hint="The axes are in another order than (B, T, H): time should be the second one. "
            "Along which axis should the states be stacked?",
        ),
        Misconception(
            "reshaped",
            [result.reshaped, result.reshaped_from_time_last, loop.input_reshaped],
            hint="The shape is right, but numbers have got into wrong places. `reshape` keeps the order of the "
            "numbers and only cuts them anew; it does not exchange two axes.",
        ),
        Misconception(
            "joined_along_an_old_axis",
            [result.side_by_side, result.one_below_the_other],
            hint="The states are joined along an axis that they already have. Time needs an axis of its own: "
            "look at the difference between `np.concatenate` and `np.stack`.",
        ),
        Misconception(
            "list",
            [result.plain_list],
            hint="The states are right, but they are still a list. Make it one array with the axes (B, T, H).",
        ),
        Misconception(
            "last_state_too",
            [result.states_and_last_state, result.list_and_last_state],
            hint="Two things come back, the states and the last of them. The states alone, as one array, are asked for.",
        ),
        Misconception(
            "last_step_first",
            [loop.last_step_first, loop.last_step_first_each_in_its_place],
            hint="The sequence is read from its end. The first step to read is t = 1, at index 0.",
        ),
        Misconception(
            "last_state_in_front",
            [result.last_state_in_front],
            hint="The states are right, but in reverse order: h_1 should come first.",
        ),
        Misconception(
            "zero_start",
            [loop.zero_start],
            hint="It looks as if reading starts from zeros. The state before the first step is given: `h_0`.",
        ),
        Misconception(
            "same_input_at_every_step",
            [loop.first_input_at_every_step, loop.last_input_at_every_step, loop.mean_input_at_every_step],
            hint="Every step reads the same input. Step t should read its own: the index on the time axis "
            "moves with the loop.",
        ),
        Misconception(
            "index_off_by_one",
            [loop.indices_from_one, loop.input_of_the_step_before],
            hint="The index on the time axis is off by one: step 1 stands at index 0, step T at index T − 1.",
        ),
        Misconception(
            "first_step_left_out",
            [loop.h_0_in_place_of_the_first_state, loop.first_step_left_out],
            hint="The first step of `x` is never read. The first state asked for is h_1, which has read it.",
        ),
        Misconception(
            "last_step_left_out",
            [loop.last_step_left_out, loop.last_step_left_zero],
            hint="The last step of `x` is never read: the loop ends one round too early.",
        ),
        Misconception(
            "all_steps_at_once",
            [loop.one_step_for_all, loop.one_step_for_all_state_first, loop.whole_sequence_at_every_step],
            hint="The whole of `x` goes into a single step. A step reads one time step of every sequence, (B, D).",
        ),
        Misconception(
            "step_with_a_time_axis",
            [loop.step_with_a_time_axis, loop.step_with_a_time_axis_joined],
            hint="What goes into a step still has a time axis, of size one, and so does not line up with the "
            "state. A step reads (B, D): a plain index removes the axis, a slice keeps it.",
        ),
        Misconception(
            "changed_places",
            [loop.weights_exchanged, loop.state_and_input_exchanged],
            hint="Two things have changed places: the input belongs to `W_x`, the state to `W_h`. "
            "Look at the order in which `rnn_step` takes its arguments.",
        ),
        Misconception(
            "no_tanh",
            [loop.no_tanh, loop.tanh_at_the_end_only],
            hint="The state goes on to the next step unsquashed: tanh belongs to every step.",
        ),
        Misconception(
            "no_bias",
            [loop.no_bias],
            hint="It looks as if the bias `b` is left out of the step.",
        ),
        Misconception(
            "state_ignored",
            [loop.state_ignored],
            hint="No step depends on the state before it, so nothing is remembered. What does `W_h` work on?",
        ),
        Misconception(
            "another_step",
            [loop.bias_outside, loop.neither_tanh_nor_bias, loop.W_h_transposed, loop.input_ignored],
            hint="The loop is right, and the step in it is not. If `rnn_step` does not pass yet, mend that first; "
            "if it does, call it here.",
        ),
        Misconception(
            "added_to_the_state_before",
            [loop.added_to_the_state_before],
            hint="It looks as if each new state is added to the one before. It takes its place.",
        ),
        Misconception(
            "bias_named_like_the_loop",
            [loop.bias_named_like_the_loop],
            hint="It looks as if a loop variable is called `b`, so that the bias is lost: what is added is the "
            "number of the sequence. Give that variable another name.",
        ),
        Misconception(
            "sequences_not_apart",
            [loop.state_kept_from_one_sequence_to_the_next, loop.h_0_of_the_first_sequence],
            hint="The sequences of a batch are independent of each other: each one starts from its own row of `h_0`.",
        ),
    ],
    variants=[
        preallocated,
        room_for_h_0,
        one_sequence_after_another,
        accumulated,
        side_by_side_and_reshaped,
    ],
)
