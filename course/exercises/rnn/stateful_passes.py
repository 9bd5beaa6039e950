"""Right passes over a sequence in pieces, for wrong answers to `run_stateful` to call."""

import numpy as np

from course.exercises.rnn.passes import states_of


def pieces_at(x, starts, length):
    """Cut sequences (B, T, D) along time: from each start on, `length` steps if there are so many."""
    return [x[:, start : start + length] for start in starts]


def pieces_of(x, chunk):
    """Cut sequences (B, T, D) as the exercise asks for."""
    return pieces_at(x, range(0, x.shape[1], chunk), chunk)


def chunks_of(pieces, h, W_x, W_h, b):
    """Read pieces one after the other, from the state h (B, H) on; return their states and the last state."""
    chunks = []
    for piece in pieces:
        chunks.append(states_of(piece, h, W_x, W_h, b))
        h = chunks[-1][:, -1]
    return chunks, h


def in_chunks(x, h_0, W_x, W_h, b, chunk):
    """The right answer."""
    return chunks_of(pieces_of(x, chunk), h_0, W_x, W_h, b)


def states_in_place(x, h, W_x, W_h, b):
    """As `states_of`, in an array made beforehand: it may be empty, and a wrong h gives other errors."""
    states = np.zeros((*x.shape[:2], len(b)))
    for t in range(x.shape[1]):
        h = states[:, t] = np.tanh(x[:, t] @ W_x + h @ W_h + b)
    return states


def chunks_in_place(pieces, h, W_x, W_h, b):
    """As `chunks_of`, with `states_in_place`."""
    chunks = []
    for piece in pieces:
        chunks.append(states_in_place(piece, h, W_x, W_h, b))
        h = chunks[-1][:, -1]
    return chunks, h
