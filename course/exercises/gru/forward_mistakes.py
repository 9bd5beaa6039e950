"""What a loop over time may read or carry wrongly: wrong answers to `gru_forward`."""

import torch

from course.exercises.gru.passes import each_state, states_of, step


def papers_form(x, h_0, W, U, b_x, b_h):
    h_t, states = h_0, []
    for x_t in x.unbind(1):
        h_t = step(x_t, h_t, W, U, b_x, b_h, False)
        states.append(h_t)
    return torch.stack(states, dim=1)


def h_0_at_every_step(x, h_0, W, U, b_x, b_h):
    return torch.stack([step(x_t, h_0, W, U, b_x, b_h) for x_t in x.unbind(1)], dim=1)


def zero_start(x, h_0, W, U, b_x, b_h):
    return states_of(x, torch.zeros_like(h_0), W, U, b_x, b_h)


def walks_the_batch(x, h_0, W, U, b_x, b_h):
    return torch.stack(list(each_state(x, h_0, W, U, b_x, b_h)), dim=1)


def walks_the_batch_and_stacks_first(x, h_0, W, U, b_x, b_h):
    return torch.stack(list(each_state(x, h_0, W, U, b_x, b_h)))


def first_index_for_time(x, h_0, W, U, b_x, b_h):
    return torch.stack(list(each_state((x[t] for t in range(x.shape[1])), h_0, W, U, b_x, b_h)), dim=1)


def first_index_for_time_stacked_first(x, h_0, W, U, b_x, b_h):
    return torch.stack(list(each_state((x[t] for t in range(x.shape[1])), h_0, W, U, b_x, b_h)))


def last_index_for_time(x, h_0, W, U, b_x, b_h):
    return torch.stack(list(each_state((x[:, :, t] for t in range(x.shape[1])), h_0, W, U, b_x, b_h)), dim=1)


def rounds_by_the_batch(x, h_0, W, U, b_x, b_h):
    return torch.stack(list(each_state((x[:, t] for t in range(len(x))), h_0, W, U, b_x, b_h)), dim=1)


def rounds_by_the_features(x, h_0, W, U, b_x, b_h):
    return torch.stack(list(each_state((x[:, t] for t in range(x.shape[2])), h_0, W, U, b_x, b_h)), dim=1)


def indices_from_one(x, h_0, W, U, b_x, b_h):
    return torch.stack(list(each_state((x[:, t] for t in range(1, x.shape[1] + 1)), h_0, W, U, b_x, b_h)), dim=1)


def input_of_the_step_before(x, h_0, W, U, b_x, b_h):
    return states_of(x.roll(1, dims=1), h_0, W, U, b_x, b_h)


def first_step_left_out(x, h_0, W, U, b_x, b_h):
    return torch.stack([h_0, *each_state(x.unbind(1)[1:], h_0, W, U, b_x, b_h)], dim=1)


def first_input_at_every_step(x, h_0, W, U, b_x, b_h):
    return states_of(x[:, :1].expand_as(x), h_0, W, U, b_x, b_h)


def last_input_at_every_step(x, h_0, W, U, b_x, b_h):
    return states_of(x[:, -1:].expand_as(x), h_0, W, U, b_x, b_h)


def last_step_first(x, h_0, W, U, b_x, b_h):
    return states_of(x.flip(1), h_0, W, U, b_x, b_h)


def last_step_first_each_in_its_place(x, h_0, W, U, b_x, b_h):
    return states_of(x.flip(1), h_0, W, U, b_x, b_h).flip(1)


def whole_sequence_at_every_step(x, h_0, W, U, b_x, b_h):
    return torch.stack(list(each_state([x] * x.shape[1], h_0, W, U, b_x, b_h)), dim=1)


def step_with_a_time_axis(x, h_0, W, U, b_x, b_h):
    return torch.cat(list(each_state((x[:, t : t + 1] for t in range(x.shape[1])), h_0, W, U, b_x, b_h)), dim=1)


def step_with_a_time_axis_stacked(x, h_0, W, U, b_x, b_h):
    return torch.stack(list(each_state((x[:, t : t + 1] for t in range(x.shape[1])), h_0, W, U, b_x, b_h)), dim=1)


def biases_exchanged(x, h_0, W, U, b_x, b_h):
    return states_of(x, h_0, W, U, b_h, b_x)


def z_turned_round(x, h_0, W, U, b_x, b_h):
    H = h_0.shape[1]
    sign = torch.ones_like(b_x)
    sign[H : 2 * H] = -1
    return states_of(x, h_0, W * sign, U * sign, b_x * sign, b_h * sign)


def state_kept_from_one_sequence_to_the_next(x, h_0, W, U, b_x, b_h):
    return states_of(x.reshape(1, -1, x.shape[2]), h_0[:1], W, U, b_x, b_h).reshape(*x.shape[:2], -1)


def h_0_of_the_first_sequence(x, h_0, W, U, b_x, b_h):
    return states_of(x, h_0[:1].expand_as(h_0), W, U, b_x, b_h)


def input_reshaped(x, h_0, W, U, b_x, b_h):
    return torch.stack(list(each_state(x.reshape(x.shape[1], x.shape[0], -1), h_0, W, U, b_x, b_h)), dim=1)


def input_and_states_reshaped(x, h_0, W, U, b_x, b_h):
    states = torch.stack(list(each_state(x.reshape(x.shape[1], x.shape[0], -1), h_0, W, U, b_x, b_h)))
    return states.reshape(x.shape[0], x.shape[1], -1)
