"""Wrong answers to `lstm_forward`: what the loop carries, reads, keeps or hands back."""

import torch

from course.exercises.lstm.passes import each_pair, gates_of, pair_from, step_of


def read(steps, h_0, c_0, W, U, b):
    """Read the inputs of the steps in the order given; return the states stacked along time, and the last pair."""
    h, c, states = h_0, c_0, []
    for x_t in steps:
        h, c = step_of(x_t, h, c, W, U, b)
        states.append(h)
    return torch.stack(states, dim=1), (h, c)


def made_by(step, x, h_0, c_0):
    """Carry the pair with `step`, from x_t, h and c to (h, c)."""
    h, c, states = h_0, c_0, []
    for x_t in x.unbind(1):
        h, c = step(x_t, h, c)
        states.append(h)
    return torch.stack(states, dim=1), (h, c)


def cell_state_not_carried(x, h_0, c_0, W, U, b):
    h, states = h_0, []
    for x_t in x.unbind(1):
        h, c = step_of(x_t, h, c_0, W, U, b)
        states.append(h)
    return torch.stack(states, dim=1), (h, c)


def cell_state_zero_at_every_step(x, h_0, c_0, W, U, b):
    return made_by(lambda x_t, h, c: step_of(x_t, h, torch.zeros_like(c), W, U, b), x, h_0, c_0)


def cell_state_replaced_by_h(x, h_0, c_0, W, U, b):
    h, states = h_0, []
    for t in range(x.shape[1]):
        h, c = step_of(x[:, t], h, c_0 if t == 0 else h, W, U, b)
        states.append(h)
    return torch.stack(states, dim=1), (h, c)


def hidden_state_not_carried(x, h_0, c_0, W, U, b):
    return made_by(lambda x_t, h, c: step_of(x_t, h_0, c, W, U, b), x, h_0, c_0)


def initial_pair_at_every_step(x, h_0, c_0, W, U, b):
    pairs = [step_of(x_t, h_0, c_0, W, U, b) for x_t in x.unbind(1)]
    return torch.stack([h for h, _ in pairs], dim=1), pairs[-1]


def zero_start(x, h_0, c_0, W, U, b):
    return read(x.unbind(1), torch.zeros_like(h_0), torch.zeros_like(c_0), W, U, b)


def zero_start_of_the_cell_state(x, h_0, c_0, W, U, b):
    return read(x.unbind(1), h_0, torch.zeros_like(c_0), W, U, b)


def zero_start_of_the_hidden_state(x, h_0, c_0, W, U, b):
    return read(x.unbind(1), torch.zeros_like(h_0), c_0, W, U, b)


def pair_exchanged_at_every_step(x, h_0, c_0, W, U, b):
    return made_by(lambda x_t, h, c: step_of(x_t, c, h, W, U, b), x, h_0, c_0)


def pair_exchanged_coming_out(x, h_0, c_0, W, U, b):
    c, h, states = c_0, h_0, []
    for x_t in x.unbind(1):
        c, h = step_of(x_t, h, c, W, U, b)
        states.append(h)
    return torch.stack(states, dim=1), (h, c)


def initial_pair_exchanged(x, h_0, c_0, W, U, b):
    return read(x.unbind(1), c_0, h_0, W, U, b)


def new_cell_state_used_too_early(x, h_0, c_0, W, U, b):
    def step(x_t, h, c):
        c = step_of(x_t, h, c, W, U, b)[1]
        return step_of(x_t, h, c, W, U, b)[0], c

    return made_by(step, x, h_0, c_0)


def new_hidden_state_used_too_early(x, h_0, c_0, W, U, b):
    def step(x_t, h, c):
        h = step_of(x_t, h, c, W, U, b)[0]
        return h, step_of(x_t, h, c, W, U, b)[1]

    return made_by(step, x, h_0, c_0)


def returns_cell_states(x, h_0, c_0, W, U, b):
    pairs = list(each_pair(x, h_0, c_0, W, U, b))
    return torch.stack([c for _, c in pairs], dim=1), pairs[-1]


def pair_of_the_first_step(x, h_0, c_0, W, U, b):
    pairs = list(each_pair(x, h_0, c_0, W, U, b))
    return torch.stack([h for h, _ in pairs], dim=1), pairs[0]


def return_inside_the_loop(x, h_0, c_0, W, U, b):
    h, c = next(each_pair(x, h_0, c_0, W, U, b))
    return torch.stack([h], dim=1), (h, c)


def initial_pair_returned(x, h_0, c_0, W, U, b):
    return read(x.unbind(1), h_0, c_0, W, U, b)[0], (h_0.clone(), c_0.clone())


def final_pair_swapped(x, h_0, c_0, W, U, b):
    states, (h, c) = read(x.unbind(1), h_0, c_0, W, U, b)
    return states, (c, h)


def last_sequence_for_last_step(x, h_0, c_0, W, U, b):
    pairs = list(each_pair(x, h_0, c_0, W, U, b))
    states, cells = (torch.stack(each, dim=1) for each in zip(*pairs))
    return states, (states[-1], cells[-1])


def pair_not_nested(x, h_0, c_0, W, U, b):
    states, (h, c) = read(x.unbind(1), h_0, c_0, W, U, b)
    return states, h, c


def states_alone(x, h_0, c_0, W, U, b):
    return read(x.unbind(1), h_0, c_0, W, U, b)[0]


def states_and_h(x, h_0, c_0, W, U, b):
    states, (h, _) = read(x.unbind(1), h_0, c_0, W, U, b)
    return states, h


def states_and_c(x, h_0, c_0, W, U, b):
    states, (_, c) = read(x.unbind(1), h_0, c_0, W, U, b)
    return states, c


def states_and_cell_states(x, h_0, c_0, W, U, b):
    return tuple(torch.stack(each, dim=1) for each in zip(*each_pair(x, h_0, c_0, W, U, b)))


def torchs_extra_axis(x, h_0, c_0, W, U, b):
    states, (h, c) = read(x.unbind(1), h_0, c_0, W, U, b)
    return states, (h[None], c[None])


def last_state_only(x, h_0, c_0, W, U, b):
    h, c = read(x.unbind(1), h_0, c_0, W, U, b)[1]
    return h, (h, c)


def last_state_with_a_time_axis(x, h_0, c_0, W, U, b):
    h, c = read(x.unbind(1), h_0, c_0, W, U, b)[1]
    return h[:, None], (h, c)


def time_first(x, h_0, c_0, W, U, b):
    states, pair = read(x.unbind(1), h_0, c_0, W, U, b)
    return states.transpose(0, 1), pair


def time_last(x, h_0, c_0, W, U, b):
    states, pair = read(x.unbind(1), h_0, c_0, W, U, b)
    return states.transpose(1, 2), pair


def reshaped(x, h_0, c_0, W, U, b):
    states, pair = read(x.unbind(1), h_0, c_0, W, U, b)
    return states.transpose(0, 1).reshape(states.shape), pair


def side_by_side(x, h_0, c_0, W, U, b):
    states, pair = read(x.unbind(1), h_0, c_0, W, U, b)
    return states.flatten(start_dim=1), pair


def one_below_the_other(x, h_0, c_0, W, U, b):
    states, pair = read(x.unbind(1), h_0, c_0, W, U, b)
    return states.transpose(0, 1).flatten(end_dim=1), pair


def list_of_states(x, h_0, c_0, W, U, b):
    states, pair = read(x.unbind(1), h_0, c_0, W, U, b)
    return list(states.unbind(1)), pair


def states_before_each_step(x, h_0, c_0, W, U, b):
    states, pair = read(x.unbind(1), h_0, c_0, W, U, b)
    return torch.cat([h_0[:, None], states[:, :-1]], dim=1), pair


def h_0_included(x, h_0, c_0, W, U, b):
    states, pair = read(x.unbind(1), h_0, c_0, W, U, b)
    return torch.cat([h_0[:, None], states], dim=1), pair


def last_state_in_front(x, h_0, c_0, W, U, b):
    states, pair = read(x.unbind(1), h_0, c_0, W, U, b)
    return states.flip(1), pair


def read_backwards(x, h_0, c_0, W, U, b):
    return read(x.flip(1).unbind(1), h_0, c_0, W, U, b)


def walks_the_batch(x, h_0, c_0, W, U, b):
    return read(x, h_0, c_0, W, U, b)


def walks_the_batch_and_stacks_first(x, h_0, c_0, W, U, b):
    states, pair = read(x, h_0, c_0, W, U, b)
    return states.transpose(0, 1), pair


def first_index_for_time(x, h_0, c_0, W, U, b):
    return read((x[t] for t in range(x.shape[1])), h_0, c_0, W, U, b)


def rounds_by_the_batch(x, h_0, c_0, W, U, b):
    return read((x[:, t] for t in range(len(x))), h_0, c_0, W, U, b)


def first_input_at_every_step(x, h_0, c_0, W, U, b):
    return read([x[:, 0]] * x.shape[1], h_0, c_0, W, U, b)


def first_step_left_out(x, h_0, c_0, W, U, b):
    return read((x[:, t] for t in range(1, x.shape[1])), h_0, c_0, W, U, b)


def last_step_left_out(x, h_0, c_0, W, U, b):
    return read((x[:, t] for t in range(x.shape[1] - 1)), h_0, c_0, W, U, b)


def whole_sequence_at_once(x, h_0, c_0, W, U, b):
    h, c = step_of(x, h_0, c_0, W, U, b)
    return h, (h, c)


def forget_gate_first(x, h_0, c_0, W, U, b):
    def step(x_t, h, c):
        f, i, g, o = (x_t @ W + h @ U + b).chunk(4, dim=1)
        return pair_from(torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o), c)

    return made_by(step, x, h_0, c_0)


def candidate_last(x, h_0, c_0, W, U, b):
    def step(x_t, h, c):
        i, f, o, g = (x_t @ W + h @ U + b).chunk(4, dim=1)
        return pair_from(torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o), c)

    return made_by(step, x, h_0, c_0)


def no_tanh_on_c(x, h_0, c_0, W, U, b):
    def step(x_t, h, c):
        i, f, g, o = gates_of(x_t, h, W, U, b)
        return o * (f * c + i * g), f * c + i * g

    return made_by(step, x, h_0, c_0)


def no_bias(x, h_0, c_0, W, U, b):
    return read(x.unbind(1), h_0, c_0, W, U, 0)


def candidate_not_gated(x, h_0, c_0, W, U, b):
    def step(x_t, h, c):
        i, f, g, o = gates_of(x_t, h, W, U, b)
        return pair_from(1, f, g, o, c)

    return made_by(step, x, h_0, c_0)


def gates_from_the_input_alone(x, h_0, c_0, W, U, b):
    return made_by(lambda x_t, h, c: step_of(x_t, 0 * h, c, W, U, b), x, h_0, c_0)
