"""Right passes for wrong answers to call, so that each of these shows its mistake and nothing else."""

import numpy as np
import torch


def states_of(x, W_x, W_h, b):
    """All states, the initial zeros included, (B, T + 1, H)."""
    path = [np.zeros((len(x), len(W_h)))]
    for t in range(x.shape[1]):
        path.append(np.tanh(x[:, t] @ W_x + path[-1] @ W_h + b))
    return np.stack(path, axis=1)


def own_gradients(path, targets):
    """The loss's own gradient at each state, (B, T, H)."""
    return 2 * (path[:, 1:] - targets) / targets.size


def back_through(path, d_states, W_h, is_cut):
    """The gradient of W_h. is_cut: says of a step from 0 whether what enters it is cut off from its past."""
    d_W_h, d_h = np.zeros_like(W_h), np.zeros_like(path[:, 0])
    for t in range(d_states.shape[1] - 1, -1, -1):
        d_a = (d_h + d_states[:, t]) * (1 - path[:, t + 1] ** 2)
        d_W_h += path[:, t].T @ d_a
        d_h = np.zeros_like(d_a) if is_cut(t) else d_a @ W_h.T
    return d_W_h


def gradient_with_cuts(is_cut, x, targets, W_x, W_h, b):
    """The gradient of the right loss with other cuts."""
    path = states_of(x, W_x, W_h, b)
    return back_through(path, own_gradients(path, targets), W_h, is_cut)


def torch_with_cuts(enter, x, targets, W_x, W_h, b):
    """The same by autograd. enter: what becomes of the state (B, H) that enters step t"""
    x, targets, W_x, W_h, b = (torch.tensor(one) for one in (x, targets, W_x, W_h, b))
    W_h.requires_grad_()
    h, states = torch.zeros(len(x), len(W_h), dtype=x.dtype), []
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ W_x + enter(t, h) @ W_h + b)
        states.append(h)
    ((torch.stack(states, dim=1) - targets) ** 2).mean().backward()
    return W_h.grad.numpy()
