"""What a reader of sequences may hand back in place of all states in order: wrong answers to `gru_forward`."""

import torch

from course.exercises.gru.passes import each_state, states_of, step


def listed(x, h_0, W, U, b_x, b_h):
    """The right states as a list, (B, H) each."""
    return list(each_state(x.unbind(1), h_0, W, U, b_x, b_h))


def reshaped(x, h_0, W, U, b_x, b_h):
    return torch.stack(listed(x, h_0, W, U, b_x, b_h)).reshape(x.shape[0], x.shape[1], -1)


def reshaped_from_time_last(x, h_0, W, U, b_x, b_h):
    return torch.stack(listed(x, h_0, W, U, b_x, b_h), dim=-1).reshape(x.shape[0], x.shape[1], -1)


def joined_and_reshaped(x, h_0, W, U, b_x, b_h):
    return torch.cat(listed(x, h_0, W, U, b_x, b_h)).view(x.shape[0], x.shape[1], -1)


def time_first(x, h_0, W, U, b_x, b_h):
    return torch.stack(listed(x, h_0, W, U, b_x, b_h))


def time_last(x, h_0, W, U, b_x, b_h):
    return torch.stack(listed(x, h_0, W, U, b_x, b_h), dim=-1)


def side_by_side(x, h_0, W, U, b_x, b_h):
    return torch.cat(listed(x, h_0, W, U, b_x, b_h), dim=1)


def one_below_the_other(x, h_0, W, U, b_x, b_h):
    return torch.cat(listed(x, h_0, W, U, b_x, b_h))


def plain_list(x, h_0, W, U, b_x, b_h):
    return listed(x, h_0, W, U, b_x, b_h)


def states_and_last_state(x, h_0, W, U, b_x, b_h):
    states = states_of(x, h_0, W, U, b_x, b_h)
    return states, states[:, -1]


def states_and_last_state_as_torch_gives_it(x, h_0, W, U, b_x, b_h):
    states = states_of(x, h_0, W, U, b_x, b_h)
    return states, states[:, -1][None]


def last_state(x, h_0, W, U, b_x, b_h):
    return listed(x, h_0, W, U, b_x, b_h)[-1]


def last_state_with_a_time_axis(x, h_0, W, U, b_x, b_h):
    return listed(x, h_0, W, U, b_x, b_h)[-1][:, None]


def first_state_in_a_stack(x, h_0, W, U, b_x, b_h):
    return states_of(x[:, :1], h_0, W, U, b_x, b_h)


def first_state(x, h_0, W, U, b_x, b_h):
    return listed(x, h_0, W, U, b_x, b_h)[0]


def states_before(x, h_0, W, U, b_x, b_h):
    return torch.stack([h_0, *listed(x, h_0, W, U, b_x, b_h)[:-1]], dim=1)


def h_0_included(x, h_0, W, U, b_x, b_h):
    return torch.stack([h_0, *listed(x, h_0, W, U, b_x, b_h)], dim=1)


def h_0_included_time_first(x, h_0, W, U, b_x, b_h):
    return torch.stack([h_0, *listed(x, h_0, W, U, b_x, b_h)])


def one_tensor_overwritten(x, h_0, W, U, b_x, b_h):
    h_t, states = h_0.clone(), []
    for x_t in x.unbind(1):
        h_t[:] = step(x_t, h_t, W, U, b_x, b_h)
        states.append(h_t)
    return torch.stack(states, dim=1)


def h_0_overwritten(x, h_0, W, U, b_x, b_h):
    states = torch.empty(*x.shape[:2], len(U))
    for t in range(x.shape[1]):
        h_0[:] = step(x[:, t], h_0, W, U, b_x, b_h)
        states[:, t] = h_0
    return states


def last_state_in_front(x, h_0, W, U, b_x, b_h):
    return states_of(x, h_0, W, U, b_x, b_h).flip(1)
