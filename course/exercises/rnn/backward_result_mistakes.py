"""What may go wrong with single gradients, when the way back is right: wrong answers to `rnn_backward`."""

import numpy as np

from course.exercises.rnn.passes import d_a_of, d_h_of, gradients_from, gradients_of


def d_x_from_last_to_first(d_states, x, h_0, states, W_x, W_h):
    d_x, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x[:, ::-1], *others


def d_x_of_one_step(d_states, x, h_0, states, W_x, W_h):
    d_x, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x[:, 0], *others


def h_t_for_the_state_before(d_states, x, h_0, states, W_x, W_h):
    *others, _, d_b = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return *others, np.einsum("bti,btj->ij", states, d_a_of(d_states, states, W_h)), d_b


def last_state_before_the_first_step(d_states, x, h_0, states, W_x, W_h):
    return gradients_of(d_states, x, states[:, -1], states, W_x, W_h)


def h_0_before_every_step(d_states, x, h_0, states, W_x, W_h):
    *others, _, d_b = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return *others, h_0.T @ d_a_of(d_states, states, W_h).sum(axis=1), d_b


def zeros_before_the_first_step(d_states, x, h_0, states, W_x, W_h):
    return gradients_of(d_states, x, np.zeros_like(h_0), states, W_x, W_h)


def h_1_before_the_first_step(d_states, x, h_0, states, W_x, W_h):
    return gradients_of(d_states, x, states[:, 0], states, W_x, W_h)


def d_h_0_zeros(d_states, x, h_0, states, W_x, W_h):
    d_x, _, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, np.zeros_like(h_0), *others


def d_h_0_none(d_states, x, h_0, states, W_x, W_h):
    d_x, _, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, None, *others


def d_h_0_not_returned(d_states, x, h_0, states, W_x, W_h):
    d_x, _, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, *others


def d_h_0_before_tanh(d_states, x, h_0, states, W_x, W_h):
    d_x, _, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_h_of(d_states, 1 - states**2, W_h)[:, 0], *others


def d_h_0_without_W_h(d_states, x, h_0, states, W_x, W_h):
    d_x, _, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_a_of(d_states, states, W_h)[:, 0], *others


def d_h_0_from_its_own_loss(d_states, x, h_0, states, W_x, W_h):
    d_x, _, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_states[:, 0], *others


def d_h_0_one_step_too_far(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_h_0 @ W_h.T, *others


def d_h_0_summed_over_the_batch(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_h_0.sum(axis=0), *others


def d_W_h_transposed(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, d_W_x, d_W_h, d_b = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_h_0, d_W_x, d_W_h.T, d_b


def both_d_W_transposed(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, d_W_x, d_W_h, d_b = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_h_0, d_W_x.T, d_W_h.T, d_b


def d_W_x_transposed(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, d_W_x, d_W_h, d_b = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_h_0, d_W_x.T, d_W_h, d_b


def d_h_0_last(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, *others, d_h_0


def weights_first_h_0_last(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return *others, d_x, d_h_0


def weights_first_d_x_last(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return *others, d_h_0, d_x


def h_0_first(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_h_0, d_x, *others


def into_d_states(d_states, x, h_0, states, W_x, W_h):
    d_a = np.zeros_like(states)
    for t in reversed(range(x.shape[1])):
        d_a[:, t] = d_states[:, t] * (1 - states[:, t] ** 2)
        if t > 0:
            d_states[:, t - 1] += d_a[:, t] @ W_h.T
    return gradients_from(d_a, d_a[:, 0] @ W_h.T, x, h_0, states, W_x)


def all_overwritten(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, *_ = gradients_of(d_states, x, h_0, states, W_x, W_h)
    d_a = d_a_of(d_states, states, W_h)[:, 0]
    return d_x, d_h_0, x[:, 0].T @ d_a, h_0.T @ d_a, d_a.sum(axis=0)


def d_W_x_and_d_W_h_overwritten(d_states, x, h_0, states, W_x, W_h):
    *others, _ = all_overwritten(d_states, x, h_0, states, W_x, W_h)
    return *others, d_a_of(d_states, states, W_h).sum(axis=(0, 1))


def d_W_x_overwritten(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, _, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_h_0, x[:, 0].T @ d_a_of(d_states, states, W_h)[:, 0], *others


def d_W_h_overwritten(d_states, x, h_0, states, W_x, W_h):
    *others, _, d_b = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return *others, h_0.T @ d_a_of(d_states, states, W_h)[:, 0], d_b


def d_b_overwritten(d_states, x, h_0, states, W_x, W_h):
    *others, _ = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return *others, d_a_of(d_states, states, W_h)[:, 0].sum(axis=0)


def mean_over_the_batch(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, *sums = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_h_0, *(one / len(x) for one in sums)


def mean_over_time(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, *sums = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_h_0, *(one / x.shape[1] for one in sums)


def mean_over_both(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, *sums = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_h_0, *(one / (x.shape[0] * x.shape[1]) for one in sums)


def weights_mean_over_the_batch(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, d_W_x, d_W_h, d_b = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_h_0, d_W_x / len(x), d_W_h / len(x), d_b


def everything_mean_over_the_batch(d_states, x, h_0, states, W_x, W_h):
    return gradients_of(d_states / len(x), x, h_0, states, W_x, W_h)


def d_b_mean_over_the_batch(d_states, x, h_0, states, W_x, W_h):
    *others, d_b = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return *others, d_b / len(x)


def d_b_for_each_example(d_states, x, h_0, states, W_x, W_h):
    *others, _ = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return *others, d_a_of(d_states, states, W_h).sum(axis=1)


def d_b_for_each_step(d_states, x, h_0, states, W_x, W_h):
    *others, _ = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return *others, d_a_of(d_states, states, W_h).sum(axis=0)


def d_b_over_the_units_too(d_states, x, h_0, states, W_x, W_h):
    *others, d_b = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return *others, np.full_like(d_b, d_b.sum())


def d_b_over_the_units(d_states, x, h_0, states, W_x, W_h):
    *others, _ = gradients_of(d_states, x, h_0, states, W_x, W_h)
    d_b = np.zeros(len(W_h))
    d_b += d_a_of(d_states, states, W_h).sum(axis=(1, 2))
    return *others, d_b


def d_b_not_over_the_batch(d_states, x, h_0, states, W_x, W_h):
    d_b = np.zeros(len(W_h))
    d_b += d_states[:, -1]  # gets no further
    return d_b
