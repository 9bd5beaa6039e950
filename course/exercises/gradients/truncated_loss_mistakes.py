"""What may go wrong with the loss and on the way back within a piece: wrong answers to `truncated_bptt_gradient`."""

import numpy as np
import torch

from course.exercises.gradients.truncated_passes import back_through, own_gradients, states_of


def right_with(change, x, targets, W_x, W_h, b, k):
    """The gradient when the loss's own gradient at each state is changed."""
    path = states_of(x, W_x, W_h, b)
    return back_through(path, change(own_gradients(path, targets)), W_h, lambda t: t % k == 0)


def mean_for_each_piece(x, targets, W_x, W_h, b, k):
    T = x.shape[1]
    sizes = np.array([min(k, T - t // k * k) for t in range(T)])
    return right_with(lambda d: d * (T / sizes)[:, None], x, targets, W_x, W_h, b, k)


def mean_for_each_piece_and_over_pieces(x, targets, W_x, W_h, b, k):
    T = x.shape[1]
    sizes = np.array([min(k, T - t // k * k) for t in range(T)])
    pieces = -(-T // k)
    return right_with(lambda d: d * (T / sizes)[:, None] / pieces, x, targets, W_x, W_h, b, k)


def mean_over_k_steps(x, targets, W_x, W_h, b, k):
    return right_with(lambda d: d * d.shape[1] / k, x, targets, W_x, W_h, b, k)


def sum_for_mean(x, targets, W_x, W_h, b, k):
    return right_with(lambda d: d * d.size, x, targets, W_x, W_h, b, k)


def mean_over_the_batch(x, targets, W_x, W_h, b, k):
    return right_with(lambda d: d * d[0].size, x, targets, W_x, W_h, b, k)


def mean_over_batch_and_steps(x, targets, W_x, W_h, b, k):
    return right_with(lambda d: d * d.shape[2], x, targets, W_x, W_h, b, k)


def mean_over_steps(x, targets, W_x, W_h, b, k):
    return right_with(lambda d: d * d[:, 0].size, x, targets, W_x, W_h, b, k)


def mean_over_batch_and_units(x, targets, W_x, W_h, b, k):
    return right_with(lambda d: d * d.shape[1], x, targets, W_x, W_h, b, k)


def divided_by_the_pieces(x, targets, W_x, W_h, b, k):
    return right_with(lambda d: d / -(-d.shape[1] // k), x, targets, W_x, W_h, b, k)


def half_of_the_square(x, targets, W_x, W_h, b, k):
    return right_with(lambda d: d / 2, x, targets, W_x, W_h, b, k)


def half_in_the_sum(x, targets, W_x, W_h, b, k):
    return right_with(lambda d: d * d.size / 2, x, targets, W_x, W_h, b, k)


def targets_minus_states(x, targets, W_x, W_h, b, k):
    return right_with(lambda d: -d, x, targets, W_x, W_h, b, k)


def last_loss_only(x, targets, W_x, W_h, b, k):
    last = np.arange(x.shape[1]) == x.shape[1] - 1
    return right_with(lambda d: d * last[:, None], x, targets, W_x, W_h, b, k)


def last_loss_of_each_piece(x, targets, W_x, W_h, b, k):
    T = x.shape[1]
    ends = np.array([t % k == k - 1 or t == T - 1 for t in range(T)])
    return right_with(lambda d: d * ends[:, None], x, targets, W_x, W_h, b, k)


def transposed(x, targets, W_x, W_h, b, k):
    return right_with(lambda d: d, x, targets, W_x, W_h, b, k).T


def _back(x, targets, W_x, W_h, b, k, prime, prime_of_the_way, weights, factor):
    """The way back with parts exchanged; factor: what the gradient at the sum is multiplied by, from (path, t)"""
    path = states_of(x, W_x, W_h, b)
    d_states, d_W_h, d_h = own_gradients(path, targets), np.zeros_like(W_h), np.zeros_like(path[:, 0])
    for t in range(x.shape[1] - 1, -1, -1):
        d_h = d_h + d_states[:, t]
        d_W_h += factor(path, t).T @ (d_h * prime(path[:, t + 1]))
        d_h = (d_h * prime_of_the_way(path[:, t + 1])) @ weights * (t % k > 0)
    return d_W_h


def _slope(h):
    return 1 - h**2


def _slope_again(h):
    return 1 - np.tanh(h) ** 2


def _one(h):
    return np.ones_like(h)


def _before(path, t):
    return path[:, t]


def _after(path, t):
    return path[:, t + 1]


def no_tanh_prime(x, targets, W_x, W_h, b, k):
    return _back(x, targets, W_x, W_h, b, k, _one, _one, W_h.T, _before)


def no_tanh_prime_on_the_way(x, targets, W_x, W_h, b, k):
    return _back(x, targets, W_x, W_h, b, k, _slope, _one, W_h.T, _before)


def tanh_of_the_state(x, targets, W_x, W_h, b, k):
    return _back(x, targets, W_x, W_h, b, k, _slope_again, _slope_again, W_h.T, _before)


def W_h_as_on_the_way_there(x, targets, W_x, W_h, b, k):
    return _back(x, targets, W_x, W_h, b, k, _slope, _slope, W_h, _before)


def h_t_for_the_state_before(x, targets, W_x, W_h, b, k):
    return _back(x, targets, W_x, W_h, b, k, _slope, _slope, W_h.T, _after)


def bias_left_out(x, targets, W_x, W_h, b, k):
    return right_with(lambda d: d, x, targets, W_x, W_h, np.zeros_like(b), k)


def a_tensor(x, targets, W_x, W_h, b, k):
    return torch.from_numpy(right_with(lambda d: d, x, targets, W_x, W_h, b, k))


def a_tensor_by_hand(x, targets, W_x, W_h, b, k):
    return torch.tensor(right_with(lambda d: d, x, targets, W_x, W_h, b, k), requires_grad=True)


def gradient_of_W_x(x, targets, W_x, W_h, b, k):
    path = states_of(x, W_x, W_h, b)
    d_states, d_W_x, d_h = own_gradients(path, targets), np.zeros_like(W_x), np.zeros_like(path[:, 0])
    for t in range(x.shape[1] - 1, -1, -1):
        d_a = (d_h + d_states[:, t]) * (1 - path[:, t + 1] ** 2)
        d_W_x += x[:, t].T @ d_a
        d_h = np.zeros_like(d_a) if t % k == 0 else d_a @ W_h.T
    return d_W_x


def several_gradients(x, targets, W_x, W_h, b, k):
    return gradient_of_W_x(x, targets, W_x, W_h, b, k), right_with(lambda d: d, x, targets, W_x, W_h, b, k)
