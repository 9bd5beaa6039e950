"""Right passes for wrong answers to call, so that each of these shows its mistake and nothing else."""

import numpy as np


def states_of(x, h_0, W_x, W_h, b):
    """Read sequences (B, T, D) from the states h_0 (B, H); return h_1 … h_T, (B, T, H)."""
    h_t, states = h_0, []
    for t in range(x.shape[1]):
        h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def each_state(steps, h_0, W_x, W_h, b):
    """Read the inputs of one step after another, (B, D) each, from the state h_0 (B, H); yield each new state."""
    h_t = h_0
    for x_t in steps:
        h_t = np.tanh(x_t @ W_x + h_t @ W_h + b)
        yield h_t


def d_h_of(d_states, prime, W_h):
    """Go back through time; return the whole gradient at each state, (B, T, H).

    d_states: the loss's own gradient at each state; prime: the derivative of tanh that each step goes back through
    """
    d_h = d_states.copy()
    for t in range(d_states.shape[1] - 1, 0, -1):
        d_h[:, t - 1] += (d_h[:, t] * prime[:, t]) @ W_h.T
    return d_h


def d_a_of(d_states, states, W_h):
    """Go back through time; return the gradient at what each step's tanh is taken of, (B, T, H)."""
    return d_h_of(d_states, 1 - states**2, W_h) * (1 - states**2)


def gradients_from(d_a, d_h_0, x, h_0, states, W_x):
    """Complete d_a (B, T, H) and d_h_0 (B, H): (d_x, d_h_0, d_W_x, d_W_h, d_b)."""
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    d_W_x, d_W_h = np.einsum("btd,bth->dh", x, d_a), np.einsum("bti,btj->ij", before, d_a)
    return d_a @ W_x.T, d_h_0, d_W_x, d_W_h, d_a.sum(axis=(0, 1))


def gradients_of(d_states, x, h_0, states, W_x, W_h):
    """Go back through time; return (d_x, d_h_0, d_W_x, d_W_h, d_b)."""
    d_a = d_a_of(d_states, states, W_h)
    return gradients_from(d_a, d_a[:, 0] @ W_h.T, x, h_0, states, W_x)
