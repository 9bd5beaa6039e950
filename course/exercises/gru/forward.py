"""A whole sequence through a gated recurrent unit, in torch's form."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.gru import forward_mistakes as loop
from course.exercises.gru import forward_result_mistakes as result
from course.exercises.gru.inputs import normal, state, weights
from course.exercises.ready_made import RECURRENT
from helpers.packing import put_weights


def sequence_inputs(B, T, D, H):
    def draw(rng):
        return {"x": normal(rng, B, T, D), "h_0": state(rng, B, H), **weights(rng, D, H)}

    return draw


def from_zero_state(B, T, D, H):
    return lambda rng: sequence_inputs(B, T, D, H)(rng) | {"h_0": torch.zeros(B, H, dtype=torch.float64)}


def torch_gru_forward(x, h_0, W, U, b_x, b_h):
    """Oracle: torch.nn.GRU."""
    network = torch.nn.GRU(W.shape[0], U.shape[0], batch_first=True, dtype=torch.float64)
    put_weights(network, W, U, b_x, b_h)
    with torch.no_grad():
        return network(x, h_0[None])[0]


def preallocated(x, h_0, W, U, b_x, b_h):
    (B, T, _), H = x.shape, h_0.shape[1]
    states = torch.zeros(B, T, H, dtype=x.dtype)
    from_x = x @ W + b_x
    for t in range(T):
        h_prev = h_0 if t == 0 else states[:, t - 1]
        from_h = h_prev @ U + b_h
        r, z = torch.sigmoid(from_x[:, t, : 2 * H] + from_h[:, : 2 * H]).split(H, dim=1)
        n = torch.tanh(from_x[:, t, 2 * H :] + r * from_h[:, 2 * H :])
        states[:, t] = (1 - z) * n + z * h_prev
    return states


def one_sequence_after_another(x, h_0, W, U, b_x, b_h):
    H = len(U)
    every = []
    for sequence, h_t in zip(x, h_0):
        own = []
        for x_t in sequence:
            from_x, from_h = (x_t @ W + b_x).reshape(3, H), (h_t @ U + b_h).reshape(3, H)
            r, z = torch.sigmoid(from_x[:2] + from_h[:2])
            h_t = (1 - z) * torch.tanh(from_x[2] + r * from_h[2]) + z * h_t
            own.append(h_t)
        every.append(torch.stack(own))
    return torch.stack(every)


def time_first_and_turned(x, h_0, W, U, b_x, b_h):
    from itertools import accumulate

    def one(h_prev, from_x):
        x_r, x_z, x_n = from_x.tensor_split(3, dim=1)
        h_r, h_z, h_n = torch.addmm(b_h, h_prev, U).tensor_split(3, dim=1)
        n = torch.tanh(x_n + torch.sigmoid(x_r + h_r) * h_n)
        return n + torch.sigmoid(x_z + h_z) * (h_prev - n)

    states = list(accumulate((x.transpose(0, 1) @ W + b_x).unbind(), one, initial=h_0))
    return torch.stack(states[1:]).transpose(0, 1)


def by_recursion(x, h_0, W, U, b_x, b_h):
    H = h_0.shape[1]
    from_x, from_h = x[:, :1] @ W + b_x, h_0[:, None] @ U + b_h
    r, z = ((from_x + from_h)[..., : 2 * H]).sigmoid().chunk(2, dim=-1)
    n = (from_x[..., 2 * H :] + r * from_h[..., 2 * H :]).tanh()
    first = (1 - z) * n + z * h_0[:, None]
    if x.shape[1] == 1:
        return first
    return torch.cat([first, by_recursion(x[:, 1:], first[:, 0], W, U, b_x, b_h)], dim=1)


gru_forward = Exercise(
    "gru_forward",
    points=2,
    returns="states",
    by_hand=RECURRENT,
    cases=[
        Case("two sequences of four steps", sequence_inputs(2, 4, 3, 5)),
        Case("two other sequences of four steps", sequence_inputs(2, 4, 3, 5)),
        Case("as many sequences as steps", sequence_inputs(3, 3, 2, 4)),
        Case("more sequences than steps, as many features as hidden units", sequence_inputs(4, 2, 3, 3)),
        Case("a single step", sequence_inputs(3, 1, 4, 2)),
        Case("one sequence, from a zero state", from_zero_state(1, 7, 2, 3)),
        Case("everything of size one", sequence_inputs(1, 1, 1, 1)),
    ],
    hidden=[
        Case("batch, steps, features and hidden units of one number", sequence_inputs(3, 3, 3, 3)),
        Case("one feature and one hidden unit", sequence_inputs(2, 5, 1, 1)),
        Case("forty steps", sequence_inputs(3, 40, 4, 6)),
    ],
    oracle=torch_gru_forward,
    misconceptions=[
        Misconception(
            "papers_form",
            [loop.papers_form],
            hint="These are the states of the paper's form. Asked for is torch's: the reset acts after the product.",
        ),
        Misconception(
            "h_0_at_every_step",
            [loop.h_0_at_every_step],
            hint="It looks as if every step starts from `h_0`, so that nothing is remembered. "
            "From the second step on, the state before is the one just computed.",
        ),
        Misconception(
            "reshape_for_transpose",
            [
                result.reshaped,
                result.reshaped_from_time_last,
                result.joined_and_reshaped,
                loop.input_reshaped,
                loop.input_and_states_reshaped,
            ],
            hint="The shape is right, but numbers have got into wrong places. `reshape` and `view` keep the order of "
            "the numbers and only cut them anew; they do not exchange two axes.",
        ),
        Misconception(
            "time_first",
            [result.time_first],
            hint="The states are right, and the axes are (T, B, H). The batch comes first: along which `dim` "
            "should the states be stacked?",
        ),
        Misconception(
            "time_last",
            [result.time_last],
            hint="The axes are (B, H, T): time should be the second one. Along which `dim` should the states be stacked?",
        ),
        Misconception(
            "joined_along_an_old_axis",
            [result.side_by_side, result.one_below_the_other],
            hint="The states are joined along an axis that they already have. Time needs an axis of its own: "
            "look at the difference between `torch.cat` and `torch.stack`.",
        ),
        Misconception(
            "batch_axis_walked",
            [
                loop.walks_the_batch,
                loop.walks_the_batch_and_stacks_first,
                loop.first_index_for_time,
                loop.first_index_for_time_stacked_first,
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
            [loop.rounds_by_the_batch, loop.rounds_by_the_features],
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
            "states_and_last_state",
            [result.states_and_last_state, result.states_and_last_state_as_torch_gives_it],
            hint="Two things come back, as from torch's module. The states alone are asked for.",
        ),
        Misconception(
            "last_state_only",
            [result.last_state, result.last_state_with_a_time_axis],
            hint="This is the state after the last step alone. All states are asked for: keep each one as it is made.",
        ),
        Misconception(
            "first_state_only",
            [result.first_state_in_a_stack, result.first_state],
            hint="This is the state after the first step alone. Does the `return` stand inside the loop?",
        ),
        Misconception(
            "list",
            [result.plain_list],
            hint="The states are right, but they are still a list. Make it one tensor with the axes (B, T, H).",
        ),
        Misconception(
            "h_0_overwritten",
            [result.h_0_overwritten],
            hint="The states are right, but each was written into `h_0` itself, which whoever called still needs.",
        ),
        Misconception(
            "one_tensor_overwritten",
            [result.one_tensor_overwritten],
            hint="Every step shows the last state. If each round writes into the same tensor, the list holds "
            "that one tensor T times: make a new one at each step.",
        ),
        Misconception(
            "last_step_first",
            [loop.last_step_first, loop.last_step_first_each_in_its_place, result.last_state_in_front],
            hint="Something is in reverse order: the first step to read is t = 1, at index 0, and its state comes first.",
        ),
        Misconception(
            "zero_start",
            [loop.zero_start],
            hint="It looks as if reading starts from zeros. The state before the first step is given: `h_0`.",
        ),
        Misconception(
            "same_input_at_every_step",
            [loop.first_input_at_every_step, loop.last_input_at_every_step],
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
            [loop.first_step_left_out],
            hint="The first step of `x` is never read. The first state asked for is h_1, which has read it.",
        ),
        Misconception(
            "whole_sequence_at_once",
            [loop.whole_sequence_at_every_step],
            hint="The whole of `x` goes into a single step. A step reads one time step of every sequence, (B, D).",
        ),
        Misconception(
            "step_with_a_time_axis",
            [loop.step_with_a_time_axis, loop.step_with_a_time_axis_stacked],
            hint="What goes into a step still has a time axis, of size one, and so does not line up with the "
            "state. A step reads (B, D): a plain index removes the axis, a slice keeps it.",
        ),
        Misconception(
            "biases_exchanged",
            [loop.biases_exchanged],
            hint="It looks as if `b_x` and `b_h` changed places on the way into the step. "
            "For the candidate it matters which is which.",
        ),
        Misconception(
            "z_turned_round",
            [loop.z_turned_round],
            hint="In the step, z and 1 − z have changed places. Does `gru_step` pass its check?",
        ),
        Misconception(
            "sequences_not_apart",
            [loop.state_kept_from_one_sequence_to_the_next, loop.h_0_of_the_first_sequence],
            hint="The sequences of a batch are independent of each other: each one starts from its own row of `h_0`.",
        ),
    ],
    variants=[preallocated, one_sequence_after_another, time_first_and_turned, by_recursion],
)
