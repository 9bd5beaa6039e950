"""Right steps and passes for wrong answers to call, so that each of these shows its mistake and nothing else."""

import torch


def gates_of(x_t, h_prev, W, U, b):
    """The four gates (i, f, g, o) of one step, each (B, H)."""
    i, f, g, o = (x_t @ W + h_prev @ U + b).chunk(4, dim=-1)
    return torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)


def pair_from(i, f, g, o, c_prev):
    """(h, c) from finished gates."""
    c = f * c_prev + i * g
    return o * torch.tanh(c), c


def step_of(x_t, h_prev, c_prev, W, U, b):
    """One step: (h, c)."""
    return pair_from(*gates_of(x_t, h_prev, W, U, b), c_prev)


def each_pair(x, h_0, c_0, W, U, b):
    """Yield (h, c) after each step of x (B, T, D)."""
    h, c = h_0, c_0
    for x_t in x.unbind(1):
        h, c = step_of(x_t, h, c, W, U, b)
        yield h, c
