"""What may go wrong where steps and examples are added up: wrong answers to `rnn_backward`."""

import numpy as np


def all_overwritten(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    return d_a @ W_x.T, d_h, x[:, 0].T @ d_a[:, 0], h_0.T @ d_a[:, 0], d_a[:, 0].sum(axis=0)


def d_W_x_and_d_W_h_overwritten(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    return d_a @ W_x.T, d_h, x[:, 0].T @ d_a[:, 0], h_0.T @ d_a[:, 0], d_a.sum(axis=(0, 1))


def d_W_x_overwritten(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_h = np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, x[:, 0].T @ d_a[:, 0], d_W_h, d_a.sum(axis=(0, 1))


def d_W_h_overwritten(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    d_W_x = np.einsum("btd,bth->dh", x, d_a)
    return d_a @ W_x.T, d_h, d_W_x, h_0.T @ d_a[:, 0], d_a.sum(axis=(0, 1))


def d_b_overwritten(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a[:, 0].sum(axis=0)


def d_x_of_one_step(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a[:, 0] @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def mean_over_the_batch(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x / len(x), d_W_h / len(x), d_a.sum(axis=(0, 1)) / len(x)


def mean_over_time(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x / x.shape[1], d_W_h / x.shape[1], d_a.sum(axis=(0, 1)) / x.shape[1]


def weights_mean_over_the_batch(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x / len(x), d_W_h / len(x), d_a.sum(axis=(0, 1))


def everything_mean_over_the_batch(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t] / len(x)) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def d_b_mean_over_the_batch(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.mean(axis=0).sum(axis=0)


def d_b_for_each_example(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=1)


def d_b_for_each_step(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=0)


def d_b_over_the_units_too(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, np.full(len(W_h), d_a.sum())


def mean_over_both(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    B, T, _ = x.shape
    return d_a @ W_x.T, d_h, d_W_x / (B * T), d_W_h / (B * T), d_a.sum(axis=(0, 1)) / (B * T)


def d_b_over_the_units(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h, d_b = np.zeros_like(states), np.zeros_like(h_0), np.zeros(len(W_h))
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_b += d_a[:, t].sum(axis=1)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_b


def d_b_not_over_the_batch(d_states, x, h_0, states, W_x, W_h):
    d_b = np.zeros(len(W_h))
    d_b += d_states[:, -1]  # gets no further
    return d_b
