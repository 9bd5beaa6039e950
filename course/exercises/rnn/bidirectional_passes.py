"""Right passes in both directions, for wrong answers to `birnn_forward` to call."""

import numpy as np

from course.exercises.rnn.passes import states_of

TIME = 1


def side_by_side(ahead, back):
    """Join the states of both directions, (B, T, H) each, along the last axis."""
    return np.concatenate([ahead, back], axis=2)


def flipped(read, turned, x, h_0, W_x, W_h, b):
    """Read x (B, T, D) flipped along the axes `read`; return the states (B, T, H) flipped along `turned`.

    read, turned: an axis or several; () flips none, None flips all
    """
    return np.flip(states_of(np.flip(x, read), h_0, W_x, W_h, b), turned)


def both_of(x, h_0_forward, h_0_backward, forward, backward):
    """The right states of each direction, (B, T, H), in the order of time."""
    return states_of(x, h_0_forward, *forward), flipped(TIME, TIME, x, h_0_backward, *backward)


def joined_states(x, h_0_forward, h_0_backward, forward, backward):
    """The right answer."""
    return side_by_side(*both_of(x, h_0_forward, h_0_backward, forward, backward))
