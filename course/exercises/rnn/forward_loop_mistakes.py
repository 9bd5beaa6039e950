"""What a loop over time may read or carry wrongly: wrong answers to `rnn_forward`."""

import numpy as np


def h_0_at_every_step(x, h_0, W_x, W_h, b):
    states = [np.tanh(x[:, t] @ W_x + h_0 @ W_h + b) for t in range(x.shape[1])]
    return np.stack(states, axis=1)


def zero_start(x, h_0, W_x, W_h, b):
    h_t, states = np.zeros_like(h_0), []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def walks_the_batch(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for x_t in x:
        h_t = np.tanh(x_t @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def walks_the_batch_and_stacks_first(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for x_t in x:
        h_t = np.tanh(x_t @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.array(states)


def walks_the_batch_state_first(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for x_t in x:
        h_t = np.tanh(h_t @ W_h + x_t @ W_x + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def first_index_for_time(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def first_index_for_time_stacked_first(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.array(states)


def first_index_for_time_preallocated(x, h_0, W_x, W_h, b):
    h_t, states = h_0, np.zeros((x.shape[0], x.shape[1], h_0.shape[1]))
    for t in range(x.shape[1]):
        h_t = np.tanh(x[t] @ W_x + h_t @ W_h + b)
        states[:, t] = h_t
    return states


def first_index_for_time_state_first(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(h_t @ W_h + x[t] @ W_x + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def walks_the_batch_preallocated(x, h_0, W_x, W_h, b):
    h_t, states = h_0, np.zeros((x.shape[0], x.shape[1], h_0.shape[1]))
    for t, x_t in enumerate(x):
        h_t = np.tanh(x_t @ W_x + h_t @ W_h + b)
        states[:, t] = h_t
    return states


def walks_both_along_the_batch(x, h_0, W_x, W_h, b):
    h_t, states = h_0, np.zeros((x.shape[0], x.shape[1], h_0.shape[1]))
    for t in range(len(x)):
        h_t = np.tanh(x[t] @ W_x + h_t @ W_h + b)
        states[t] = h_t
    return states


def takes_the_first_axis_for_time(x, h_0, W_x, W_h, b):
    T, B, _ = x.shape
    h_t, states = h_0, np.zeros((T, B, h_0.shape[1]))
    for t in range(T):
        h_t = np.tanh(x[t] @ W_x + h_t @ W_h + b)
        states[t] = h_t
    return states


def last_index_for_time(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, :, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def input_reshaped(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for x_t in x.reshape(x.shape[1], x.shape[0], x.shape[2]):
        h_t = np.tanh(x_t @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def rounds_by_the_batch(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(len(x)):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def rounds_by_the_batch_preallocated(x, h_0, W_x, W_h, b):
    h_t, states = h_0, np.zeros((x.shape[0], x.shape[1], h_0.shape[1]))
    for t in range(x.shape[0]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states[:, t] = h_t
    return states


def rounds_by_the_features(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[2]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def last_step_first(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in reversed(range(x.shape[1])):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def last_step_first_each_in_its_place(x, h_0, W_x, W_h, b):
    h_t, states = h_0, np.zeros((x.shape[0], x.shape[1], h_0.shape[1]))
    for t in reversed(range(x.shape[1])):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states[:, t] = h_t
    return states


def first_input_at_every_step(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for _ in range(x.shape[1]):
        h_t = np.tanh(x[:, 0] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def last_input_at_every_step(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for _ in range(x.shape[1]):
        h_t = np.tanh(x[:, -1] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def mean_input_at_every_step(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for _ in range(x.shape[1]):
        h_t = np.tanh(x.mean(axis=1) @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def indices_from_one(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(1, x.shape[1] + 1):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def input_of_the_step_before(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t - 1] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def first_step_left_out(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(1, x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def h_0_in_place_of_the_first_state(x, h_0, W_x, W_h, b):
    states = np.zeros((x.shape[0], x.shape[1], h_0.shape[1]))
    states[:, 0] = h_0
    for t in range(1, x.shape[1]):
        states[:, t] = np.tanh(x[:, t] @ W_x + states[:, t - 1] @ W_h + b)
    return states


def last_step_left_out(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1] - 1):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def last_step_left_zero(x, h_0, W_x, W_h, b):
    h_t, states = h_0, np.zeros((x.shape[0], x.shape[1], h_0.shape[1]))
    for t in range(x.shape[1] - 1):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states[:, t] = h_t
    return states


def one_step_for_all(x, h_0, W_x, W_h, b):
    return np.tanh(x @ W_x + h_0 @ W_h + b)


def one_step_for_all_state_first(x, h_0, W_x, W_h, b):
    return np.tanh(h_0 @ W_h + x @ W_x + b)


def whole_sequence_at_every_step(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for _ in range(x.shape[1]):
        h_t = np.tanh(x @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def step_with_a_time_axis(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t : t + 1] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def step_with_a_time_axis_joined(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t : t + 1] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.concatenate(states, axis=1)
