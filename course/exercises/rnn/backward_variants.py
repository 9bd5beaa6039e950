"""Other right ways to write `rnn_backward`."""

import numpy as np


def one_product_over_all_steps(d_states, x, h_0, states, W_x, W_h):
    d_a, d_next = [], 0
    for d_h_t, h_t in zip(d_states.swapaxes(0, 1)[::-1], states.swapaxes(0, 1)[::-1]):
        d_a.insert(0, (d_h_t + d_next) * (1 - h_t * h_t))
        d_next = d_a[0] @ W_h.T
    d_a, before = np.stack(d_a, axis=1), np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return [np.einsum("bth,dh->btd", d_a, W_x), d_next, d_W_x, d_W_h, np.einsum("bth->h", d_a)]


def rows_of_all_steps(d_states, x, h_0, states, W_x, W_h):
    B, T, H = states.shape
    d_a = d_states.copy()
    for t in range(T - 1, -1, -1):
        d_a[:, t] *= 1 - states[:, t] ** 2
        if t:
            d_a[:, t - 1] += d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states], axis=1)[:, :T]
    rows = d_a.reshape(B * T, H)
    d_W_x, d_W_h = x.reshape(B * T, -1).T @ rows, before.reshape(B * T, H).T @ rows
    return (rows @ W_x.T).reshape(x.shape), d_a[:, 0] @ W_h.T, d_W_x, d_W_h, rows.sum(0)


def example_by_example(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, d_W_x, d_W_h = (np.zeros(one.shape) for one in (x, h_0, W_x, W_h))
    d_b = np.zeros(W_h.shape[1])
    for i in range(len(x)):
        d_h = np.zeros(len(W_h))
        for t in reversed(range(x.shape[1])):
            d_a = (d_states[i, t] + d_h) * (1 - states[i, t]) * (1 + states[i, t])
            d_x[i, t] = W_x @ d_a
            d_W_x += np.outer(x[i, t], d_a)
            d_W_h += np.outer(states[i, t - 1] if t else h_0[i], d_a)
            d_b += d_a
            d_h = W_h @ d_a
        d_h_0[i] = d_h
    return d_x, d_h_0, d_W_x, d_W_h, d_b


def recursively(d_states, x, h_0, states, W_x, W_h):
    def back(t, d_later):
        if t < 0:
            return [], d_later, np.zeros_like(W_x), np.zeros_like(W_h), np.zeros(W_h.shape[0])
        d_a = (d_states[:, t] + d_later) / np.cosh(np.arctanh(states[:, t])) ** 2
        before = h_0 if t == 0 else states[:, t - 1]
        d_x, d_h_0, d_W_x, d_W_h, d_b = back(t - 1, np.dot(d_a, W_h.T))
        d_x.append(np.dot(d_a, W_x.T))
        return d_x, d_h_0, d_W_x + np.dot(x[:, t].T, d_a), d_W_h + np.dot(before.T, d_a), d_b + d_a.sum(axis=0)

    d_x, *others = back(x.shape[1] - 1, np.zeros_like(h_0))
    return np.stack(d_x, axis=1), *others
