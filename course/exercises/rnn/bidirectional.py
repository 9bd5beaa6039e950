"""Reading from both ends."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.rnn import bidirectional_joining_mistakes as joining
from course.exercises.rnn import bidirectional_reading_mistakes as reading
from course.exercises.rnn.inputs import state, torch_rnn, weights


def both_inputs(B, T, D, H):
    def draw(rng):
        return {
            "x": rng.standard_normal((B, T, D)),
            "h_0_forward": state(rng, B, H),
            "h_0_backward": state(rng, B, H),
            "forward": weights(rng, D, H),
            "backward": weights(rng, D, H),
        }

    return draw


def torch_birnn_forward(x, h_0_forward, h_0_backward, forward, backward):
    """Oracle: torch.nn.RNN(bidirectional=True)."""
    h_0 = torch.stack([torch.from_numpy(h_0_forward), torch.from_numpy(h_0_backward)])
    with torch.no_grad():
        return torch_rnn(forward, backward)(torch.from_numpy(x), h_0)[0].numpy()


def one_array_for_both(x, h_0_forward, h_0_backward, forward, backward):
    B, T, _ = x.shape
    H = h_0_forward.shape[1]
    states = np.zeros((B, T, 2 * H))
    h = h_0_forward
    for t in range(T):
        h = np.tanh(x[:, t] @ forward[0] + h @ forward[1] + forward[2])
        states[:, t, :H] = h
    h = h_0_backward
    for t in range(T - 1, -1, -1):
        h = np.tanh(x[:, t] @ backward[0] + h @ backward[1] + backward[2])
        states[:, t, H:] = h
    return states


def flipped_twice(x, h_0_forward, h_0_backward, forward, backward):
    def read(x, h_t, weights):
        W_x, W_h, b = weights
        states = []
        for inputs in np.einsum("btd,dh->tbh", x, W_x):
            h_t = np.tanh(inputs + np.einsum("bi,ij->bj", h_t, W_h) + b)
            states.append(h_t)
        return np.array(states).transpose(1, 0, 2)

    back = read(np.flip(x, axis=1), h_0_backward, backward)
    return np.dstack([read(x, h_0_forward, forward), np.flip(back, axis=1)])


def both_in_one_loop(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = [h_0_forward], [h_0_backward]
    t, T = 0, x.shape[1]
    while t < T:
        ahead = ahead + [np.tanh(x[:, t] @ forward[0] + ahead[-1] @ forward[1] + forward[2])]
        back = [np.tanh(x[:, T - t - 1] @ backward[0] + back[0] @ backward[1] + backward[2])] + back
        t += 1
    return np.stack([np.hstack(pair) for pair in zip(ahead[1:], back[:-1])], axis=1)


def one_network_of_twice_the_size(x, h_0_forward, h_0_backward, forward, backward):
    H = h_0_forward.shape[1]
    nothing = np.zeros((H, H))
    W_h = np.block([[forward[1], nothing], [nothing, backward[1]]])
    inputs = np.concatenate([x @ forward[0] + forward[2], x[:, ::-1] @ backward[0] + backward[2]], axis=-1)
    h_t, states = np.hstack([h_0_forward, h_0_backward]), np.empty_like(inputs)
    for t in range(x.shape[1]):
        h_t = states[:, t] = np.tanh(inputs[:, t] + h_t @ W_h)
    states[..., H:] = states[:, ::-1, H:].copy()
    return states


def stacked_and_reshaped(x, h_0_forward, h_0_backward, forward, backward):
    from functools import reduce

    def grow(weights):
        W_x, W_h, b = weights
        return lambda states, x_t: [*states, np.tanh(x_t @ W_x + states[-1] @ W_h + b)]

    steps = [x[:, t] for t in range(x.shape[1])]
    ahead = reduce(grow(forward), steps, [h_0_forward])[1:]
    back = reduce(grow(backward), steps[::-1], [h_0_backward])[:0:-1]
    return np.stack([np.stack(ahead, axis=1), np.stack(back, axis=1)], axis=2).reshape(*x.shape[:2], -1)


birnn_forward = Exercise(
    "birnn_forward",
    points=2,
    returns="states",
    by_hand=["torch", "scipy"],
    cases=[
        Case("two sequences of four steps", both_inputs(B=2, T=4, D=3, H=5)),
        Case("two other sequences of four steps", both_inputs(B=2, T=4, D=3, H=5)),
        Case("as many sequences as steps", both_inputs(B=3, T=3, D=2, H=4)),
        Case("as many steps as features and as hidden units", both_inputs(B=2, T=3, D=3, H=3)),
        Case("a single step", both_inputs(B=3, T=1, D=4, H=2)),
        Case("one sequence of six steps", both_inputs(B=1, T=6, D=2, H=3)),
        Case("everything of size one", both_inputs(B=1, T=1, D=1, H=1)),
    ],
    hidden=[
        Case("batch, steps, features and hidden units of one number", both_inputs(B=3, T=3, D=3, H=3)),
        Case("one feature and one hidden unit", both_inputs(B=4, T=2, D=1, H=1)),
        Case("thirty steps", both_inputs(B=2, T=30, D=5, H=4)),
    ],
    oracle=torch_birnn_forward,
    misconceptions=[
        Misconception(
            "not_turned_back",
            [reading.not_turned_back],
            hint="The backward states stand in the order in which they were read: the first of them belongs to "
            "the last step. Turn them back before joining.",
        ),
        Misconception(
            "not_read_backward",
            [reading.read_forward_twice, reading.turned_without_reading_backward],
            hint="Both directions read from the first step to the last. The backward one should begin with x_T.",
        ),
        Misconception(
            "batch_axis_reversed",
            [
                reading.batch_reversed,
                reading.batch_reversed_not_turned_back,
                reading.batch_reversed_time_turned,
                reading.batch_turned_back,
            ],
            hint="A plain `[::-1]` turns the first axis round, and with it the order of the sequences in the "
            "batch. Only time should be turned, the second axis: in what is read, and in the states.",
        ),
        Misconception(
            "feature_axis_reversed",
            [reading.features_reversed, reading.features_reversed_not_turned_back, reading.units_turned_back],
            hint="The last axis is turned round: that reorders features or hidden units. Only time should be "
            "turned, the second axis.",
        ),
        Misconception(
            "several_axes_reversed",
            [
                reading.flipped_along_all_axes,
                reading.flipped_along_all_axes_not_turned_back,
                reading.flipped_along_all_axes_time_turned,
                reading.turned_back_along_all_axes,
                reading.time_and_features_reversed,
            ],
            hint="More than one axis is turned round: `np.flip` without `axis` turns all of them. "
            "Only time should be turned.",
        ),
        Misconception(
            "backward_first",
            [joining.backward_first, joining.backward_first_not_turned_back],
            hint="The backward states come first. The first H numbers of a step should be the forward state.",
        ),
        Misconception(
            "mixed_together",
            [joining.added, joining.added_not_turned_back, joining.averaged, joining.multiplied],
            hint="The two states of a step are mixed into H numbers. They should stand side by side, "
            "2H numbers, so that nothing of either is lost.",
        ),
        Misconception(
            "joined_along_another_axis",
            [
                joining.along_the_batch,
                joining.along_the_batch_not_turned_back,
                joining.along_time,
                joining.along_time_not_turned_back,
            ],
            hint="The two directions are joined along the batch or along time. Their hidden units should stand "
            "side by side at each step: which axis holds those?",
        ),
        Misconception(
            "new_axis",
            [
                joining.stacked_first,
                joining.stacked_first_not_turned_back,
                joining.stacked_third,
                joining.stacked_last,
            ],
            hint="`np.stack` makes a new axis. The states should become longer along the last axis that they "
            "have, from H to 2H.",
        ),
        Misconception(
            "reshaped",
            [joining.reshaped, joining.reshaped_from_along_time, joining.interleaved],
            hint="The shape is right, but numbers have got into wrong places: `reshape` only cuts them anew. "
            "At each step all H of the forward state come first, then all H of the backward one.",
        ),
        Misconception(
            "pair",
            [joining.pair, joining.pair_not_turned_back],
            hint="The two directions come back apart. One array (B, T, 2H) with both side by side is asked for.",
        ),
        Misconception(
            "one_direction_only",
            [joining.forward_alone, joining.backward_alone],
            hint="Only one of the two directions comes back. The result holds both, side by side.",
        ),
        Misconception(
            "last_states_only",
            [joining.last_states, joining.states_at_the_last_step],
            hint="There is one pair of states for each sequence. A pair for every step is asked for, (B, T, 2H).",
        ),
        Misconception(
            "same_weights",
            [
                reading.forward_weights_twice,
                reading.forward_weights_twice_not_turned_back,
                reading.backward_weights_twice,
            ],
            hint="Both directions use the same weights. They are two networks: `forward` belongs to one, "
            "`backward` to the other.",
        ),
        Misconception(
            "same_start",
            [reading.forward_start_twice, reading.forward_start_twice_not_turned_back, reading.backward_start_twice],
            hint="Both directions start from the same state. Each has its own: `h_0_forward` and `h_0_backward`.",
        ),
        Misconception(
            "zero_start",
            [reading.backward_from_zeros, reading.both_from_zeros],
            hint="It looks as if a direction starts from zeros. Where each one starts is given: "
            "`h_0_forward` and `h_0_backward`.",
        ),
        Misconception(
            "start_carried_over",
            [reading.backward_from_the_last_forward_state],
            hint="The backward direction goes on from the last forward state. The two directions know nothing "
            "of each other: it starts from `h_0_backward`.",
        ),
        Misconception(
            "starts_exchanged",
            [reading.starts_exchanged],
            hint="It looks as if the two initial states have changed places.",
        ),
        Misconception(
            "weights_exchanged",
            [reading.weights_exchanged],
            hint="It looks as if the two sets of weights have changed places.",
        ),
        Misconception(
            "directions_exchanged",
            [reading.everything_exchanged],
            hint="It looks as if the forward direction is run with what belongs to the backward one, and the "
            "other way round: look at the order of the arguments.",
        ),
        Misconception(
            "second_layer",
            [reading.forward_states_read_backward],
            hint="The backward direction reads the forward states. It should read `x`, just as the forward one does.",
        ),
        Misconception(
            "one_step_late",
            [reading.one_step_late, reading.both_one_step_late],
            hint="A state is missing the step that it stands at: the backward state at t has read x_t too, "
            "after x_T … x_{t+1}.",
        ),
        Misconception(
            "step_left_out",
            [reading.ends_before_the_first_step, reading.ends_before_the_first_step_list, reading.last_state_cut_off],
            hint="The backward direction leaves out a step. `:-1` is not `::-1`, and a loop that counts down "
            "has to reach index 0.",
        ),
        Misconception(
            "both_read_backward",
            [
                reading.both_read_backward_not_turned_back,
                reading.both_read_backward,
                reading.both_read_backward_and_turned,
            ],
            hint="Both directions read from the last step to the first. Is `x` still the same when the forward "
            "direction reads it?",
        ),
        Misconception(
            "forward_turned_too",
            [reading.both_turned_back, reading.whole_result_turned],
            hint="The forward states are turned round as well. They stand in the right order already: "
            "turn the backward ones only.",
        ),
    ],
    variants=[
        one_array_for_both,
        flipped_twice,
        both_in_one_loop,
        one_network_of_twice_the_size,
        stacked_and_reshaped,
    ],
)
