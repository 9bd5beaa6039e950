"""What a direction may read, turn round or start from wrongly: wrong answers to `birnn_forward`."""

import numpy as np

from course.exercises.rnn.bidirectional_passes import TIME, both_of, flipped, joined_states, side_by_side
from course.exercises.rnn.passes import states_of

BATCH, FEATURES = 0, 2
NONE, ALL = (), None  # what np.flip calls no axis and all of them


def backward_flipped(read, turned, x, h_0_forward, h_0_backward, forward, backward):
    """Flip what the backward direction reads along the axes `read`, and its states along `turned`."""
    return side_by_side(states_of(x, h_0_forward, *forward), flipped(read, turned, x, h_0_backward, *backward))


def not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(TIME, NONE, x, h_0_forward, h_0_backward, forward, backward)


def read_forward_twice(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(NONE, NONE, x, h_0_forward, h_0_backward, forward, backward)


def turned_without_reading_backward(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(NONE, TIME, x, h_0_forward, h_0_backward, forward, backward)


def batch_reversed(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(BATCH, BATCH, x, h_0_forward, h_0_backward, forward, backward)


def batch_reversed_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(BATCH, NONE, x, h_0_forward, h_0_backward, forward, backward)


def batch_reversed_time_turned(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(BATCH, TIME, x, h_0_forward, h_0_backward, forward, backward)


def batch_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(TIME, BATCH, x, h_0_forward, h_0_backward, forward, backward)


def features_reversed(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(FEATURES, FEATURES, x, h_0_forward, h_0_backward, forward, backward)


def features_reversed_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(FEATURES, NONE, x, h_0_forward, h_0_backward, forward, backward)


def units_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(TIME, FEATURES, x, h_0_forward, h_0_backward, forward, backward)


def flipped_along_all_axes(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(ALL, ALL, x, h_0_forward, h_0_backward, forward, backward)


def flipped_along_all_axes_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(ALL, NONE, x, h_0_forward, h_0_backward, forward, backward)


def flipped_along_all_axes_time_turned(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(ALL, TIME, x, h_0_forward, h_0_backward, forward, backward)


def turned_back_along_all_axes(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(TIME, ALL, x, h_0_forward, h_0_backward, forward, backward)


def time_and_features_reversed(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped((TIME, FEATURES), (TIME, FEATURES), x, h_0_forward, h_0_backward, forward, backward)


def both_read_backward(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(NONE, TIME, x[:, ::-1], h_0_forward, h_0_backward, forward, backward)


def both_read_backward_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(NONE, NONE, x[:, ::-1], h_0_forward, h_0_backward, forward, backward)


def both_read_backward_and_turned(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(NONE, NONE, x[:, ::-1], h_0_forward, h_0_backward, forward, backward)[:, ::-1]


def both_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return side_by_side(ahead[:, ::-1], back)


def whole_result_turned(x, h_0_forward, h_0_backward, forward, backward):
    return joined_states(x, h_0_forward, h_0_backward, forward, backward)[:, ::-1]


def forward_weights_twice(x, h_0_forward, h_0_backward, forward, backward):
    return joined_states(x, h_0_forward, h_0_backward, forward, forward)


def forward_weights_twice_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(TIME, NONE, x, h_0_forward, h_0_backward, forward, forward)


def backward_weights_twice(x, h_0_forward, h_0_backward, forward, backward):
    return joined_states(x, h_0_forward, h_0_backward, backward, backward)


def forward_start_twice(x, h_0_forward, h_0_backward, forward, backward):
    return joined_states(x, h_0_forward, h_0_forward, forward, backward)


def forward_start_twice_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    return backward_flipped(TIME, NONE, x, h_0_forward, h_0_forward, forward, backward)


def backward_start_twice(x, h_0_forward, h_0_backward, forward, backward):
    return joined_states(x, h_0_backward, h_0_backward, forward, backward)


def weights_exchanged(x, h_0_forward, h_0_backward, forward, backward):
    return joined_states(x, h_0_forward, h_0_backward, backward, forward)


def starts_exchanged(x, h_0_forward, h_0_backward, forward, backward):
    return joined_states(x, h_0_backward, h_0_forward, forward, backward)


def everything_exchanged(x, h_0_forward, h_0_backward, forward, backward):
    return joined_states(x, h_0_backward, h_0_forward, backward, forward)


def backward_from_zeros(x, h_0_forward, h_0_backward, forward, backward):
    return joined_states(x, h_0_forward, np.zeros_like(h_0_backward), forward, backward)


def both_from_zeros(x, h_0_forward, h_0_backward, forward, backward):
    return joined_states(x, np.zeros_like(h_0_forward), np.zeros_like(h_0_backward), forward, backward)


def backward_from_the_last_forward_state(x, h_0_forward, h_0_backward, forward, backward):
    ahead = states_of(x, h_0_forward, *forward)
    return side_by_side(ahead, flipped(TIME, TIME, x, ahead[:, -1], *backward))


def forward_states_read_backward(x, h_0_forward, h_0_backward, forward, backward):
    ahead = states_of(x, h_0_forward, *forward)
    return side_by_side(ahead, flipped(TIME, TIME, ahead, h_0_backward, *backward))


def one_step_late(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    return side_by_side(ahead, np.concatenate([back[:, 1:], h_0_backward[:, None]], axis=1))


def both_one_step_late(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    ahead = np.concatenate([h_0_forward[:, None], ahead[:, :-1]], axis=1)
    return side_by_side(ahead, np.concatenate([back[:, 1:], h_0_backward[:, None]], axis=1))


def ends_before_the_first_step(x, h_0_forward, h_0_backward, forward, backward):
    ahead, back = both_of(x, h_0_forward, h_0_backward, forward, backward)
    back[:, 0] = 0  # it is left as it was made
    return side_by_side(ahead, back)


def ends_before_the_first_step_list(x, h_0_forward, h_0_backward, forward, backward):
    ahead = states_of(x, h_0_forward, *forward)
    return side_by_side(ahead, states_of(x[:, :0:-1], h_0_backward, *backward)[:, ::-1])


def last_state_cut_off(x, h_0_forward, h_0_backward, forward, backward):
    ahead = states_of(x, h_0_forward, *forward)
    return side_by_side(ahead, states_of(x[:, ::-1], h_0_backward, *backward)[:, :-1])
