"""What a reader of sequences may hand back in place of all states in order: wrong answers to `rnn_forward`."""

import numpy as np

from course.exercises.rnn.passes import each_state, states_of


def listed(x, h_0, W_x, W_h, b):
    """The right states as a list, (B, H) each."""
    return list(each_state(x.swapaxes(0, 1), h_0, W_x, W_h, b))


def last_state(x, h_0, W_x, W_h, b):
    return listed(x, h_0, W_x, W_h, b)[-1]


def last_state_with_a_time_axis(x, h_0, W_x, W_h, b):
    return listed(x, h_0, W_x, W_h, b)[-1][:, None]


def last_state_in_a_list(x, h_0, W_x, W_h, b):
    return np.array(listed(x, h_0, W_x, W_h, b)[-1:])


def return_inside_the_loop(x, h_0, W_x, W_h, b):
    return states_of(x[:, :1], h_0, W_x, W_h, b)


def first_state_alone(x, h_0, W_x, W_h, b):
    return listed(x, h_0, W_x, W_h, b)[0]


def one_array_overwritten(x, h_0, W_x, W_h, b):
    h_t, states = h_0.copy(), []
    for t in range(x.shape[1]):
        h_t[:] = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
        states.append(h_t)
    return np.stack(states, axis=1)


def states_before(x, h_0, W_x, W_h, b):
    return np.stack([h_0, *listed(x, h_0, W_x, W_h, b)[:-1]], axis=1)


def h_0_included(x, h_0, W_x, W_h, b):
    return np.stack([h_0, *listed(x, h_0, W_x, W_h, b)], axis=1)


def h_0_included_time_first(x, h_0, W_x, W_h, b):
    return np.array([h_0, *listed(x, h_0, W_x, W_h, b)])


def time_first(x, h_0, W_x, W_h, b):
    return np.array(listed(x, h_0, W_x, W_h, b))


def states_in_rows_of_the_batch(x, h_0, W_x, W_h, b):
    states = np.zeros((x.shape[0], x.shape[1], h_0.shape[1]))
    for t, h_t in enumerate(listed(x, h_0, W_x, W_h, b)):
        states[t] = h_t
    return states


def time_last(x, h_0, W_x, W_h, b):
    return np.stack(listed(x, h_0, W_x, W_h, b), axis=-1)


def all_axes_turned_round(x, h_0, W_x, W_h, b):
    return np.array(listed(x, h_0, W_x, W_h, b)).T


def reshaped(x, h_0, W_x, W_h, b):
    return np.array(listed(x, h_0, W_x, W_h, b)).reshape(x.shape[0], x.shape[1], -1)


def reshaped_from_time_last(x, h_0, W_x, W_h, b):
    return np.dstack(listed(x, h_0, W_x, W_h, b)).reshape(x.shape[0], x.shape[1], -1)


def side_by_side(x, h_0, W_x, W_h, b):
    return np.concatenate(listed(x, h_0, W_x, W_h, b), axis=1)


def one_below_the_other(x, h_0, W_x, W_h, b):
    return np.concatenate(listed(x, h_0, W_x, W_h, b))


def plain_list(x, h_0, W_x, W_h, b):
    return listed(x, h_0, W_x, W_h, b)


def states_and_last_state(x, h_0, W_x, W_h, b):
    states = states_of(x, h_0, W_x, W_h, b)
    return states, states[:, -1]


def list_and_last_state(x, h_0, W_x, W_h, b):
    states = listed(x, h_0, W_x, W_h, b)
    return states, states[-1]


def last_state_in_front(x, h_0, W_x, W_h, b):
    return states_of(x, h_0, W_x, W_h, b)[:, ::-1]
