"""What may go wrong inside each step of a sequence: wrong answers to `rnn_forward`."""

import numpy as np


def no_tanh(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = x[:, t] @ W_x + h_t @ W_h + b
        states.append(h_t)
    return np.stack(states, axis=1)


def tanh_at_the_end_only(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = x[:, t] @ W_x + h_t @ W_h + b
        states.append(h_t)
    return np.tanh(np.stack(states, axis=1))


def no_bias(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h)
        states.append(h_t)
    return np.stack(states, axis=1)


def bias_outside(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h) + b
        states.append(h_t)
    return np.stack(states, axis=1)


def neither_tanh_nor_bias(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = x[:, t] @ W_x + h_t @ W_h
        states.append(h_t)
    return np.stack(states, axis=1)


def W_h_transposed(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h.T + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def state_ignored(x, h_0, W_x, W_h, b):
    return np.tanh(x @ W_x + b)


def input_ignored(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for _ in range(x.shape[1]):
        h_t = np.tanh(h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def weights_exchanged(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_h + h_t @ W_x + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def state_and_input_exchanged(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(h_t @ W_x + x[:, t] @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def added_to_the_state_before(x, h_0, W_x, W_h, b):
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = h_t + np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def bias_named_like_the_loop(x, h_0, W_x, W_h, b):
    B, T, _ = x.shape
    states = np.zeros((B, T, h_0.shape[1]))
    for b in range(B):
        h_t = h_0[b]
        for t in range(T):
            h_t = np.tanh(x[b, t] @ W_x + h_t @ W_h + b)
            states[b, t] = h_t
    return states


def state_kept_from_one_sequence_to_the_next(x, h_0, W_x, W_h, b):
    B, T, _ = x.shape
    h_t, states = h_0[0], np.zeros((B, T, h_0.shape[1]))
    for i in range(B):
        for t in range(T):
            h_t = np.tanh(x[i, t] @ W_x + h_t @ W_h + b)
            states[i, t] = h_t
    return states


def h_0_of_the_first_sequence(x, h_0, W_x, W_h, b):
    B, T, _ = x.shape
    states = np.zeros((B, T, h_0.shape[1]))
    for i in range(B):
        h_t = h_0[0]
        for t in range(T):
            h_t = np.tanh(x[i, t] @ W_x + h_t @ W_h + b)
            states[i, t] = h_t
    return states
