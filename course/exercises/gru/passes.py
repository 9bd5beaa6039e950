"""Right parts of a GRU for other answers to call, so that each of these shows its mistake and nothing else."""

import torch


def sums(x_t, h_prev, W, U, b_x, b_h):
    """What comes from the input and what comes from the state, each for r, z and n: six of (B, H)."""
    return *(x_t @ W + b_x).chunk(3, dim=1), *(h_prev @ U + b_h).chunk(3, dim=1)


def gates(x_t, h_prev, W, U, b_x, b_h):
    """The reset gate and the update gate, each (B, H)."""
    x_r, x_z, _, h_r, h_z, _ = sums(x_t, h_prev, W, U, b_x, b_h)
    return torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)


def from_state(r, h_prev, U, b_h, reset_after):
    """What the state adds to the candidate's sum, reset by r; (B, H)."""
    H = h_prev.shape[1]
    U_n, b_n = U[:, 2 * H :], b_h[2 * H :]
    return r * (h_prev @ U_n + b_n) if reset_after else (r * h_prev) @ U_n + b_n


def candidate(r, x_t, h_prev, W, U, b_x, b_h, reset_after):
    """The candidate n, (B, H)."""
    H = h_prev.shape[1]
    return torch.tanh(x_t @ W[:, 2 * H :] + b_x[2 * H :] + from_state(r, h_prev, U, b_h, reset_after))


def step(x_t, h_prev, W, U, b_x, b_h, reset_after=True):
    """The state after one step, (B, H)."""
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    n = candidate(r, x_t, h_prev, W, U, b_x, b_h, reset_after)
    return (1 - z) * n + z * h_prev


def each_state(steps, h_0, W, U, b_x, b_h):
    """Read the inputs of one step after another, (B, D) each, from the state h_0 (B, H); yield each new state."""
    h_t = h_0
    for x_t in steps:
        h_t = step(x_t, h_t, W, U, b_x, b_h)
        yield h_t


def states_of(x, h_0, W, U, b_x, b_h):
    """Read sequences (B, T, D); return the states h_1 … h_T, (B, T, H)."""
    return torch.stack(list(each_state(x.unbind(1), h_0, W, U, b_x, b_h)), dim=1)
