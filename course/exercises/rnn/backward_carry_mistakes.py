"""What may go wrong on the way back from step to step: wrong answers to `rnn_backward`."""

import numpy as np


def each_step_alone(d_states, x, h_0, states, W_x, W_h):
    d_a = d_states * (1 - states**2)
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_a[:, 0] @ W_h.T, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def each_step_alone_and_no_d_h_0(d_states, x, h_0, states, W_x, W_h):
    d_a = d_states * (1 - states**2)
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, np.zeros_like(h_0), d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def neighbours_only(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = (d_states[:, t] * (1 - states[:, t] ** 2)) @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def last_loss_only(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), d_states[:, -1]
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = d_h * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def last_loss_twice(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), d_states[:, -1]
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def carried_adds_up(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_h = d_h + d_states[:, t]
        d_a[:, t] = d_h * (1 - states[:, t] ** 2)
        d_h = d_h + d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def carried_adds_up_by_itself(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_h + d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def carried_without_W_h(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t]
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def carried_as_it_is(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_h = d_h + d_states[:, t]
        d_a[:, t] = d_h * (1 - states[:, t] ** 2)
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def W_h_as_on_the_way_there(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def both_weights_as_on_the_way_there(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def W_x_as_on_the_way_there(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def forward_in_time(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in range(x.shape[1]):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def forward_in_time_d_h_0_of_the_first(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in range(x.shape[1]):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_a[:, 0] @ W_h.T, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def first_step_left_out(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in range(x.shape[1] - 1, 0, -1):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def last_step_left_out(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in range(x.shape[1] - 2, -1, -1):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def as_many_steps_as_examples(d_states, x, h_0, states, W_x, W_h):
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[0])):
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def as_many_steps_as_examples_state_before_first(d_states, x, h_0, states, W_x, W_h):
    d_W_h, d_a, d_h = np.zeros_like(W_h), np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[0])):
        before = states[:, t - 1] if t > 0 else h_0
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_W_h += before.T @ d_a[:, t]
        d_h = d_a[:, t] @ W_h.T
    return d_a @ W_x.T, d_h, np.einsum("btd,bth->dh", x, d_a), d_W_h, d_a.sum(axis=(0, 1))


def one_step_too_many(d_states, x, h_0, states, W_x, W_h):
    return d_states[:, x.shape[1]]  # range(T, 0, -1) gets no further
