"""What a reader of sequences may hand back in place of all states in order: wrong answers to `rnn_forward`."""

import numpy as np


def last_state(x, h_0, W_x, W_h, b):
    h_t = h_0
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
    return h_t


def last_state_with_a_time_axis(x, h_0, W_x, W_h, b):
    h_t = h_0
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
    return h_t[:, None]


def last_state_in_a_list(x, h_0, W_x, W_h, b):
    h_t = h_0
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states = [h_t]
    return np.array(states)


def return_inside_the_loop(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
        return np.stack(states, axis=1)


def first_state_alone(x, h_0, W_x, W_h, b):
    for t in range(x.shape[1]):
        return np.tanh(x[:, t] @ W_x + h_0 @ W_h + b)


def one_array_overwritten(x, h_0, W_x, W_h, b):
    h_t, states = h_0.copy(), []
    for t in range(x.shape[1]):
        h_t[:] = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def states_before(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        states.append(h_t)
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
    return np.stack(states, axis=1)


def h_0_included(x, h_0, W_x, W_h, b):
    states = [h_0]
    for t in range(x.shape[1]):
        states.append(np.tanh(x[:, t] @ W_x + states[-1] @ W_h + b))
    return np.stack(states, axis=1)


def h_0_included_time_first(x, h_0, W_x, W_h, b):
    states = [h_0]
    for t in range(x.shape[1]):
        states.append(np.tanh(x[:, t] @ W_x + states[-1] @ W_h + b))
    return np.array(states)


def time_first(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.array(states)


def states_in_rows_of_the_batch(x, h_0, W_x, W_h, b):
    h_t, states = h_0, np.zeros((x.shape[0], x.shape[1], h_0.shape[1]))
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states[t] = h_t
    return states


def time_last(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=-1)


def all_axes_turned_round(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.array(states).T


def reshaped(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.array(states).reshape(x.shape[0], x.shape[1], -1)


def reshaped_from_time_last(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.dstack(states).reshape(x.shape[0], x.shape[1], -1)


def side_by_side(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.concatenate(states, axis=1)


def one_below_the_other(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.concatenate(states)


def plain_list(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return states


def states_and_last_state(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1), h_t


def list_and_last_state(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return states, h_t


def last_state_in_front(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.insert(0, h_t)
    return np.stack(states, axis=1)
