"""What a loop over time may read, carry or compute wrongly: wrong answers to `rnn_forward`."""

import numpy as np

from course.exercises.rnn.passes import each_state, states_of


def read(steps, h_0, W_x, W_h, b):
    """Read the inputs of the steps in the order given; stack the states along a second axis."""
    return np.stack(list(each_state(steps, h_0, W_x, W_h, b)), axis=1)


def read_into_places(steps, x, h_0, W_x, W_h, b):
    """Read the inputs of the steps in the order given; write the states into an array (B, T, H), step by step."""
    states = np.zeros((x.shape[0], x.shape[1], h_0.shape[1]))
    for t, h_t in enumerate(each_state(steps, h_0, W_x, W_h, b)):
        states[:, t] = h_t
    return states


def made_by(step, steps, h_0):
    """Make each state from a step's inputs and the state before; stack the states along a second axis."""
    h_t, states = h_0, []
    for x_t in steps:
        h_t = step(x_t, h_t)
        states.append(h_t)
    return np.stack(states, axis=1)


def h_0_at_every_step(x, h_0, W_x, W_h, b):
    return np.stack([np.tanh(x[:, t] @ W_x + h_0 @ W_h + b) for t in range(x.shape[1])], axis=1)


def zero_start(x, h_0, W_x, W_h, b):
    return states_of(x, np.zeros_like(h_0), W_x, W_h, b)


def walks_the_batch(x, h_0, W_x, W_h, b):
    return read(x, h_0, W_x, W_h, b)


def walks_the_batch_and_stacks_first(x, h_0, W_x, W_h, b):
    return np.array(list(each_state(x, h_0, W_x, W_h, b)))


def walks_the_batch_state_first(x, h_0, W_x, W_h, b):
    return made_by(lambda x_t, h_t: np.tanh(h_t @ W_h + x_t @ W_x + b), x, h_0)


def walks_the_batch_preallocated(x, h_0, W_x, W_h, b):
    return read_into_places(x, x, h_0, W_x, W_h, b)


def first_index_for_time(x, h_0, W_x, W_h, b):
    return read((x[t] for t in range(x.shape[1])), h_0, W_x, W_h, b)


def first_index_for_time_stacked_first(x, h_0, W_x, W_h, b):
    return np.array(list(each_state((x[t] for t in range(x.shape[1])), h_0, W_x, W_h, b)))


def first_index_for_time_preallocated(x, h_0, W_x, W_h, b):
    return read_into_places((x[t] for t in range(x.shape[1])), x, h_0, W_x, W_h, b)


def first_index_for_time_state_first(x, h_0, W_x, W_h, b):
    return made_by(lambda x_t, h_t: np.tanh(h_t @ W_h + x_t @ W_x + b), (x[t] for t in range(x.shape[1])), h_0)


def takes_the_first_axis_for_time(x, h_0, W_x, W_h, b):
    states = np.zeros((x.shape[0], x.shape[1], h_0.shape[1]))
    for t, h_t in enumerate(each_state(x, h_0, W_x, W_h, b)):
        states[t] = h_t
    return states


def last_index_for_time(x, h_0, W_x, W_h, b):
    return read((x[:, :, t] for t in range(x.shape[1])), h_0, W_x, W_h, b)


def input_reshaped(x, h_0, W_x, W_h, b):
    return read(x.reshape(x.shape[1], x.shape[0], x.shape[2]), h_0, W_x, W_h, b)


def rounds_by_the_batch(x, h_0, W_x, W_h, b):
    return read((x[:, t] for t in range(len(x))), h_0, W_x, W_h, b)


def rounds_by_the_batch_preallocated(x, h_0, W_x, W_h, b):
    return read_into_places((x[:, t] for t in range(len(x))), x, h_0, W_x, W_h, b)


def rounds_by_the_features(x, h_0, W_x, W_h, b):
    return read((x[:, t] for t in range(x.shape[2])), h_0, W_x, W_h, b)


def last_step_first(x, h_0, W_x, W_h, b):
    return states_of(x[:, ::-1], h_0, W_x, W_h, b)


def last_step_first_each_in_its_place(x, h_0, W_x, W_h, b):
    return states_of(x[:, ::-1], h_0, W_x, W_h, b)[:, ::-1]


def first_input_at_every_step(x, h_0, W_x, W_h, b):
    return read([x[:, 0]] * x.shape[1], h_0, W_x, W_h, b)


def last_input_at_every_step(x, h_0, W_x, W_h, b):
    return read([x[:, -1]] * x.shape[1], h_0, W_x, W_h, b)


def mean_input_at_every_step(x, h_0, W_x, W_h, b):
    return read([x.mean(axis=1)] * x.shape[1], h_0, W_x, W_h, b)


def indices_from_one(x, h_0, W_x, W_h, b):
    return read((x[:, t] for t in range(1, x.shape[1] + 1)), h_0, W_x, W_h, b)


def input_of_the_step_before(x, h_0, W_x, W_h, b):
    return read((x[:, t - 1] for t in range(x.shape[1])), h_0, W_x, W_h, b)


def first_step_left_out(x, h_0, W_x, W_h, b):
    return states_of(x[:, 1:], h_0, W_x, W_h, b)


def h_0_in_place_of_the_first_state(x, h_0, W_x, W_h, b):
    return np.stack([h_0, *each_state(x.swapaxes(0, 1)[1:], h_0, W_x, W_h, b)], axis=1)


def last_step_left_out(x, h_0, W_x, W_h, b):
    return states_of(x[:, :-1], h_0, W_x, W_h, b)


def last_step_left_zero(x, h_0, W_x, W_h, b):
    return read_into_places(x.swapaxes(0, 1)[:-1], x, h_0, W_x, W_h, b)


def one_step_for_all(x, h_0, W_x, W_h, b):
    return np.tanh(x @ W_x + h_0 @ W_h + b)


def one_step_for_all_state_first(x, h_0, W_x, W_h, b):
    return np.tanh(h_0 @ W_h + x @ W_x + b)


def whole_sequence_at_every_step(x, h_0, W_x, W_h, b):
    return read([x] * x.shape[1], h_0, W_x, W_h, b)


def step_with_a_time_axis(x, h_0, W_x, W_h, b):
    return read((x[:, t : t + 1] for t in range(x.shape[1])), h_0, W_x, W_h, b)


def step_with_a_time_axis_joined(x, h_0, W_x, W_h, b):
    steps = (x[:, t : t + 1] for t in range(x.shape[1]))
    return np.concatenate(list(each_state(steps, h_0, W_x, W_h, b)), axis=1)


def no_tanh(x, h_0, W_x, W_h, b):
    return made_by(lambda x_t, h_t: x_t @ W_x + h_t @ W_h + b, x.swapaxes(0, 1), h_0)


def tanh_at_the_end_only(x, h_0, W_x, W_h, b):
    return np.tanh(no_tanh(x, h_0, W_x, W_h, b))


def no_bias(x, h_0, W_x, W_h, b):
    return states_of(x, h_0, W_x, W_h, 0)


def bias_outside(x, h_0, W_x, W_h, b):
    return made_by(lambda x_t, h_t: np.tanh(x_t @ W_x + h_t @ W_h) + b, x.swapaxes(0, 1), h_0)


def neither_tanh_nor_bias(x, h_0, W_x, W_h, b):
    return made_by(lambda x_t, h_t: x_t @ W_x + h_t @ W_h, x.swapaxes(0, 1), h_0)


def W_h_transposed(x, h_0, W_x, W_h, b):
    return states_of(x, h_0, W_x, W_h.T, b)


def state_ignored(x, h_0, W_x, W_h, b):
    return np.tanh(x @ W_x + b)


def input_ignored(x, h_0, W_x, W_h, b):
    return states_of(np.zeros_like(x), h_0, W_x, W_h, b)


def weights_exchanged(x, h_0, W_x, W_h, b):
    return states_of(x, h_0, W_h, W_x, b)


def state_and_input_exchanged(x, h_0, W_x, W_h, b):
    return made_by(lambda x_t, h_t: np.tanh(h_t @ W_x + x_t @ W_h + b), x.swapaxes(0, 1), h_0)


def added_to_the_state_before(x, h_0, W_x, W_h, b):
    return made_by(lambda x_t, h_t: h_t + np.tanh(x_t @ W_x + h_t @ W_h + b), x.swapaxes(0, 1), h_0)


def bias_named_like_the_loop(x, h_0, W_x, W_h, b):
    return np.concatenate([states_of(x[b : b + 1], h_0[b : b + 1], W_x, W_h, b) for b in range(len(x))])


def state_kept_from_one_sequence_to_the_next(x, h_0, W_x, W_h, b):
    as_one = x.reshape(1, -1, x.shape[2])
    return states_of(as_one, h_0[:1], W_x, W_h, b).reshape(x.shape[0], x.shape[1], -1)


def h_0_of_the_first_sequence(x, h_0, W_x, W_h, b):
    return states_of(x, h_0[:1], W_x, W_h, b)
