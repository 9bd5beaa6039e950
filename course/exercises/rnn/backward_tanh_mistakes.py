"""What may go wrong with the derivative of tanh: wrong answers to `rnn_backward`."""

import numpy as np


def no_tanh_prime(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = d_h + d_states[:, t]
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def no_tanh_prime_on_the_way(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_h = d_h + d_states[:, t]
        d_a[:, t] = d_h * (1 - states[:, t] ** 2)
        d_h = d_h @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def tanh_prime_on_the_way_only(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = d_h + d_states[:, t]
        d_h = (d_a[:, t] * (1 - states[:, t] ** 2)) @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def tanh_prime_on_the_loss_only(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = d_h + d_states[:, t] * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def tanh_prime_on_the_carried_only(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = d_h * (1 - states[:, t] ** 2) + d_states[:, t]
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def tanh_prime_after_W_h(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_h = d_h + d_states[:, t]
        d_a[:, t] = d_h * (1 - states[:, t] ** 2)
        d_h = (d_h @ W_h.T) * (1 - states[:, t] ** 2)
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def tanh_prime_twice(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2) ** 2
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def tanh_prime_twice_on_the_way(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = (d_a[:, t] * (1 - states[:, t] ** 2)) @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def tanh_prime_not_squared(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t])
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def tanh_prime_squared_as_a_whole(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t]) ** 2
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def tanh_prime_without_one(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * states[:, t] ** 2
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def tanh_prime_of_the_state(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - np.tanh(states[:, t]) ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def sigmoid_prime(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * states[:, t] * (1 - states[:, t])
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def tanh_prime_of_the_state_before(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - (states[:, t - 1] if t > 0 else h_0) ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def d_x_without_tanh_prime(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    d_x = np.zeros_like(x)
    for t in reversed(range(x.shape[1])):
        d_h = d_h + d_states[:, t]
        d_a[:, t] = d_h * (1 - states[:, t] ** 2)
        d_x[:, t], d_h = d_h @ W_x.T, d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_x, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def d_b_without_tanh_prime(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    d_b = np.zeros(len(W_h))
    for t in reversed(range(x.shape[1])):
        d_b += (d_h + d_states[:, t]).sum(axis=0)
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_b


def weights_without_tanh_prime(d_states, x, h_0, states, W_x, W_h):
    d_all, d_a, d_h = np.zeros_like(states), np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_all[:, t] = d_h + d_states[:, t]
        d_a[:, t] = d_all[:, t] * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_all), np.einsum("bti,btj->ij", before, d_all)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_all.sum(axis=(0, 1))
