"""Wrong answers to `lstm_step`: a gate, a squashing or a factor in the wrong place."""

import torch

from course.exercises.lstm.passes import gates_of, pair_from, step_of


def sums_of(x_t, h_prev, W, U, b):
    """The four sums before any squashing, in torch's order."""
    return (x_t @ W + h_prev @ U + b).chunk(4, dim=-1)


def from_sums(a_i, a_f, a_g, a_o, c_prev):
    """(h, c) from the sums of the gates, however they were found."""
    return pair_from(torch.sigmoid(a_i), torch.sigmoid(a_f), torch.tanh(a_g), torch.sigmoid(a_o), c_prev)


def forget_first(x_t, h_prev, c_prev, W, U, b):
    f, i, g, o = sums_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def forget_first_candidate_last(x_t, h_prev, c_prev, W, U, b):
    f, i, o, g = sums_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def candidate_last(x_t, h_prev, c_prev, W, U, b):
    i, f, o, g = sums_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def candidate_first(x_t, h_prev, c_prev, W, U, b):
    g, i, f, o = sums_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def candidate_second(x_t, h_prev, c_prev, W, U, b):
    i, g, f, o = sums_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def output_second(x_t, h_prev, c_prev, W, U, b):
    i, o, f, g = sums_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def output_first(x_t, h_prev, c_prev, W, U, b):
    o, i, f, g = sums_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def output_and_forget_first(x_t, h_prev, c_prev, W, U, b):
    o, f, i, g = sums_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def forget_and_output_first(x_t, h_prev, c_prev, W, U, b):
    f, o, i, g = sums_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def forget_and_candidate_first(x_t, h_prev, c_prev, W, U, b):
    f, g, i, o = sums_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def candidate_and_forget_first(x_t, h_prev, c_prev, W, U, b):
    g, f, i, o = sums_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def input_output_candidate(x_t, h_prev, c_prev, W, U, b):
    i, o, g, f = sums_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def candidate_input_output(x_t, h_prev, c_prev, W, U, b):
    g, i, o, f = sums_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def columns_taken_by_fours(x_t, h_prev, c_prev, W, U, b):
    total = x_t @ W + h_prev @ U + b
    return from_sums(total[:, 0::4], total[:, 1::4], total[:, 2::4], total[:, 3::4], c_prev)


def batch_cut_in_four(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = (x_t @ W + h_prev @ U + b).chunk(4)
    return from_sums(i, f, g, o, c_prev)


def batch_reshaped_in_four(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = (x_t @ W + h_prev @ U + b).reshape(4, *h_prev.shape)
    return from_sums(i, f, g, o, c_prev)


def sigmoid_on_the_candidate(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = torch.sigmoid(x_t @ W + h_prev @ U + b).chunk(4, dim=1)
    return pair_from(i, f, g, o, c_prev)


def candidate_not_squashed(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = sums_of(x_t, h_prev, W, U, b)
    return pair_from(torch.sigmoid(i), torch.sigmoid(f), g, torch.sigmoid(o), c_prev)


def tanh_everywhere(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = torch.tanh(x_t @ W + h_prev @ U + b).chunk(4, dim=1)
    return pair_from(i, f, g, o, c_prev)


def nothing_squashed(x_t, h_prev, c_prev, W, U, b):
    return pair_from(*sums_of(x_t, h_prev, W, U, b), c_prev)


def gates_not_squashed(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = sums_of(x_t, h_prev, W, U, b)
    return pair_from(i, f, torch.tanh(g), o, c_prev)


def squashed_twice(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    return from_sums(i, f, g, o, c_prev)


def gates_squashed_twice(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    return pair_from(torch.sigmoid(i), torch.sigmoid(f), g, torch.sigmoid(o), c_prev)


def no_tanh_on_c(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    c = f * c_prev + i * g
    return o * c, c


def sigmoid_on_c(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    c = f * c_prev + i * g
    return o * torch.sigmoid(c), c


def c_squashed_on_the_belt(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    c = torch.tanh(f * c_prev + i * g)
    return o * c, c


def c_squashed_twice(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    c = torch.tanh(f * c_prev + i * g)
    return o * torch.tanh(c), c


def tanh_around_the_product(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    c = f * c_prev + i * g
    return torch.tanh(o * c), c


def h_and_c_swapped(x_t, h_prev, c_prev, W, U, b):
    h, c = step_of(x_t, h_prev, c_prev, W, U, b)
    return c, h


def h_prev_on_the_belt(x_t, h_prev, c_prev, W, U, b):
    return pair_from(*gates_of(x_t, h_prev, W, U, b), h_prev)


def states_exchanged(x_t, h_prev, c_prev, W, U, b):
    return step_of(x_t, c_prev, h_prev, W, U, b)


def c_prev_in_the_gates(x_t, h_prev, c_prev, W, U, b):
    return pair_from(*gates_of(x_t, c_prev, W, U, b), c_prev)


def candidate_not_gated(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    c = f * c_prev + g
    return o * torch.tanh(c), c


def input_gate_alone(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    c = f * c_prev + i
    return o * torch.tanh(c), c


def nothing_forgotten(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    c = c_prev + i * g
    return o * torch.tanh(c), c


def coupled_gates(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    return pair_from(1 - f, f, g, o, c_prev)


def forget_turned_round(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    return pair_from(i, 1 - f, g, o, c_prev)


def no_output_gate(x_t, h_prev, c_prev, W, U, b):
    _, c = step_of(x_t, h_prev, c_prev, W, U, b)
    return torch.tanh(c), c


def h_from_the_old_cell_state(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    return o * torch.tanh(c_prev), f * c_prev + i * g


def multiplied_on_the_belt(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    c = f * c_prev * (i * g)
    return o * torch.tanh(c), c


def cell_state_replaced(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = gates_of(x_t, h_prev, W, U, b)
    return o * torch.tanh(i * g), i * g


def no_bias(x_t, h_prev, c_prev, W, U, b):
    return step_of(x_t, h_prev, c_prev, W, U, 0)


def input_ignored(x_t, h_prev, c_prev, W, U, b):
    return step_of(0 * x_t, h_prev, c_prev, W, U, b)


def hidden_state_ignored(x_t, h_prev, c_prev, W, U, b):
    return step_of(x_t, 0 * h_prev, c_prev, W, U, b)


def h_alone(x_t, h_prev, c_prev, W, U, b):
    return step_of(x_t, h_prev, c_prev, W, U, b)[0]


def c_alone(x_t, h_prev, c_prev, W, U, b):
    return step_of(x_t, h_prev, c_prev, W, U, b)[1]


def output_gate_too(x_t, h_prev, c_prev, W, U, b):
    return *step_of(x_t, h_prev, c_prev, W, U, b), gates_of(x_t, h_prev, W, U, b)[3]


def h_twice(x_t, h_prev, c_prev, W, U, b):
    h, c = step_of(x_t, h_prev, c_prev, W, U, b)
    return h, (h, c)


def overflowing_sigmoid(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = sums_of(x_t, h_prev, W, U, b)
    i, f, o = (torch.exp(total) / (1 + torch.exp(total)) for total in (i, f, o))
    return pair_from(i, f, torch.tanh(g), o, c_prev)


def overflowing_tanh(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = sums_of(x_t, h_prev, W, U, b)
    g = (torch.exp(g) - torch.exp(-g)) / (torch.exp(g) + torch.exp(-g))
    return pair_from(torch.sigmoid(i), torch.sigmoid(f), g, torch.sigmoid(o), c_prev)


def state_joined_first(x_t, h_prev, c_prev, W, U, b):
    sums = torch.cat([h_prev, x_t], dim=1) @ torch.cat([W, U]) + b
    return from_sums(*sums.chunk(4, dim=1), c_prev)
