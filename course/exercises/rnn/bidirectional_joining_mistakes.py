"""How the two directions may be joined wrongly: wrong answers to `birnn_forward`."""

import numpy as np

from course.exercises.rnn.bidirectional_passes import both_of, joined_states, side_by_side


def added(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return ahead + back


def added_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return ahead + back[:, ::-1]


def averaged(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return (ahead + back) / 2


def multiplied(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return ahead * back


def along_the_batch(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return np.concatenate([ahead, back])


def along_the_batch_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return np.concatenate([ahead, back[:, ::-1]])


def along_time(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return np.concatenate([ahead, back], axis=1)


def along_time_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return np.concatenate([ahead, back[:, ::-1]], axis=1)


def stacked_first(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return np.stack([ahead, back])


def stacked_first_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return np.stack([ahead, back[:, ::-1]])


def stacked_third(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return np.stack([ahead, back], axis=2)


def stacked_last(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return np.stack([ahead, back], axis=-1)


def backward_first(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return side_by_side(back, ahead)


def backward_first_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return side_by_side(back[:, ::-1], ahead)


def interleaved(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return np.stack([ahead, back], axis=-1).reshape(*x.shape[:2], -1)


def reshaped(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return np.stack([ahead, back]).reshape(*x.shape[:2], -1)


def reshaped_from_along_time(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return np.concatenate([ahead, back], axis=1).reshape(*x.shape[:2], -1)


def pair(x, h_0_forward, h_0_backward, forward, backward):
    return both_of(x, h_0_forward, h_0_backward, forward, backward)


def pair_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return ahead, back[:, ::-1]


def forward_alone(x, h_0_forward, h_0_backward, forward, backward):
    return both_of(x, h_0_forward, h_0_backward, forward, backward)[0]


def backward_alone(x, h_0_forward, h_0_backward, forward, backward):
    return both_of(x, h_0_forward, h_0_backward, forward, backward)[1]


def last_states(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return np.concatenate([ahead[:, -1], back[:, 0]], axis=1)


def states_at_the_last_step(x, h_0_forward, h_0_backward, forward, backward):
    return joined_states(x, h_0_forward, h_0_backward, forward, backward)[:, -1]
