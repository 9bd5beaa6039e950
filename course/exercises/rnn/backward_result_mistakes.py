"""What may go wrong with single gradients, when the way back is right: wrong answers to `rnn_backward`."""

import numpy as np


def d_x_from_last_to_first(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a[:, ::-1] @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def h_t_for_the_state_before(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", states, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def last_state_before_the_first_step(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.roll(states, 1, axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def h_0_before_every_step(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.repeat(h_0[:, None], x.shape[1], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def zeros_before_the_first_step(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([np.zeros_like(states[:, :1]), states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def h_1_before_the_first_step(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([states[:, :1], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def d_h_0_zeros(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, np.zeros_like(h_0), d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def d_h_0_none(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, None, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def d_h_0_not_returned(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def d_h_0_before_tanh(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_h_1 = d_h + d_states[:, t]
        d_a[:, t] = d_h_1 * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h_1, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def d_h_0_without_W_h(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_a[:, 0], d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def d_h_0_from_its_own_loss(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_states[:, 0], d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def d_h_0_one_step_too_far(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h @ W_h.T, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def d_h_0_summed_over_the_batch(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h.sum(axis=0), d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def d_W_h_transposed(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h.T, d_a.sum(axis=(0, 1))


def both_d_W_transposed(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x.T, d_W_h.T, d_a.sum(axis=(0, 1))


def d_W_x_transposed(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x.T, d_W_h, d_a.sum(axis=(0, 1))


def d_h_0_last(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_W_x, d_W_h, d_a.sum(axis=(0, 1)), d_h


def weights_first_h_0_last(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_W_x, d_W_h, d_a.sum(axis=(0, 1)), d_a @ W_x.T, d_h


def weights_first_d_x_last(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_W_x, d_W_h, d_a.sum(axis=(0, 1)), d_h, d_a @ W_x.T


def h_0_first(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_h, d_a @ W_x.T, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def into_d_states(d_states, x, h_0, states, W_x, W_h):
    d_a = np.zeros_like(states)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = d_states[:, t] * (1 - states[:, t] ** 2)
        if t > 0:
            d_states[:, t - 1] += d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_a[:, 0] @ W_h.T, d_W_x, d_W_h, d_a.sum(axis=(0, 1))
