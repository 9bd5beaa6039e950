"""What may go wrong with the cuts: wrong answers to `truncated_bptt_gradient`."""

import numpy as np

from course.exercises.gradients.truncated_passes import (
    back_through,
    gradient_with_cuts,
    own_gradients,
    states_of,
    torch_with_cuts,
)


def never_cut(x, targets, W_x, W_h, b, k):
    return gradient_with_cuts(lambda t: False, x, targets, W_x, W_h, b)


def never_cut_in_torch(x, targets, W_x, W_h, b, k):
    return torch_with_cuts(lambda t, h: h, x, targets, W_x, W_h, b)


def detached_and_thrown_away(x, targets, W_x, W_h, b, k):
    def enter(t, h):
        if t % k == 0:
            h.detach()
        return h

    return torch_with_cuts(enter, x, targets, W_x, W_h, b)


def state_reset(x, targets, W_x, W_h, b, k):
    d_W_h = np.zeros_like(W_h)
    for start in range(0, x.shape[1], k):
        path = states_of(x[:, start : start + k], W_x, W_h, b)
        d_states = 2 * (path[:, 1:] - targets[:, start : start + k]) / targets.size
        d_W_h += back_through(path, d_states, W_h, lambda t: False)
    return d_W_h


def state_reset_in_torch(x, targets, W_x, W_h, b, k):
    return torch_with_cuts(lambda t, h: h * 0 if t % k == 0 else h, x, targets, W_x, W_h, b)


def cut_at_every_step(x, targets, W_x, W_h, b, k):
    return gradient_with_cuts(lambda t: True, x, targets, W_x, W_h, b)


def cut_at_every_step_in_torch(x, targets, W_x, W_h, b, k):
    return torch_with_cuts(lambda t, h: h.detach(), x, targets, W_x, W_h, b)


def counted_from_the_end(x, targets, W_x, W_h, b, k):
    T = x.shape[1]
    return gradient_with_cuts(lambda t: (T - t) % k == 0, x, targets, W_x, W_h, b)


def counted_from_the_end_in_torch(x, targets, W_x, W_h, b, k):
    T = x.shape[1]
    return torch_with_cuts(lambda t, h: h.detach() if (T - t) % k == 0 else h, x, targets, W_x, W_h, b)


def cut_one_step_late(x, targets, W_x, W_h, b, k):
    return gradient_with_cuts(lambda t: t > 1 and (t - 1) % k == 0, x, targets, W_x, W_h, b)


def cut_one_step_early(x, targets, W_x, W_h, b, k):
    return gradient_with_cuts(lambda t: (t + 1) % k == 0, x, targets, W_x, W_h, b)


def cut_one_step_late_in_torch(x, targets, W_x, W_h, b, k):
    return torch_with_cuts(lambda t, h: h.detach() if t % k == 1 else h, x, targets, W_x, W_h, b)


def cut_where_the_last_piece_ends_only(x, targets, W_x, W_h, b, k):
    return gradient_with_cuts(lambda t: t == k, x, targets, W_x, W_h, b)


def _windowed(reach, x, targets, W_x, W_h, b):
    path = states_of(x, W_x, W_h, b)
    d_states, d_W_h = own_gradients(path, targets), np.zeros_like(W_h)
    for t in range(x.shape[1]):
        alone = np.zeros_like(d_states)
        alone[:, t] = d_states[:, t]
        d_W_h += back_through(path, alone, W_h, lambda s, t=t: s <= t - reach + 1)
    return d_W_h


def window_of_k_steps(x, targets, W_x, W_h, b, k):
    return _windowed(k, x, targets, W_x, W_h, b)


def window_of_k_steps_and_one(x, targets, W_x, W_h, b, k):
    return _windowed(k + 1, x, targets, W_x, W_h, b)


def k_pieces(x, targets, W_x, W_h, b, k):
    length = -(-x.shape[1] // k)
    return gradient_with_cuts(lambda t: t % length == 0, x, targets, W_x, W_h, b)


def _of_steps(counts, x, targets, W_x, W_h, b, k):
    """The gradient of the losses at those steps of which `counts` says so."""
    path = states_of(x, W_x, W_h, b)
    kept = np.array([counts(t) for t in range(x.shape[1])])
    return back_through(path, own_gradients(path, targets) * kept[:, None], W_h, lambda t: t % k == 0)


def last_piece_only(x, targets, W_x, W_h, b, k):
    start = (x.shape[1] - 1) // k * k
    return _of_steps(lambda t: t >= start, x, targets, W_x, W_h, b, k)


def first_piece_only(x, targets, W_x, W_h, b, k):
    return _of_steps(lambda t: t < k, x, targets, W_x, W_h, b, k)


def last_short_piece_dropped(x, targets, W_x, W_h, b, k):
    return _of_steps(lambda t: t < x.shape[1] // k * k, x, targets, W_x, W_h, b, k)


def each_piece_overwrites(x, targets, W_x, W_h, b, k):
    path, d_W_h = states_of(x, W_x, W_h, b), np.zeros_like(W_h)
    for start in range(0, x.shape[1], k):
        piece = path[:, start : start + k + 1]
        d_states = 2 * (piece[:, 1:] - targets[:, start : start + k]) / targets[:, start : start + k].size
        d_W_h = back_through(piece, d_states, W_h, lambda t: False)
    return d_W_h


def carried_state_left_out(x, targets, W_x, W_h, b, k):
    path = states_of(x, W_x, W_h, b)
    d_states, d_W_h = own_gradients(path, targets), np.zeros_like(W_h)
    for start in range(0, x.shape[1], k):
        piece = path[:, start : start + k + 1].copy()
        piece[:, 0] = 0.0
        d_W_h += back_through(piece, d_states[:, start : start + k], W_h, lambda t: False)
    return d_W_h


def first_cut_left_out(x, targets, W_x, W_h, b, k):
    return gradient_with_cuts(lambda t: t > k and t % k == 0, x, targets, W_x, W_h, b)


def pieces_one_step_longer(x, targets, W_x, W_h, b, k):
    return gradient_with_cuts(lambda t: t % (k + 1) == 0, x, targets, W_x, W_h, b)


def pieces_one_step_shorter(x, targets, W_x, W_h, b, k):
    return gradient_with_cuts(lambda t: t % max(k - 1, 1) == 0, x, targets, W_x, W_h, b)
