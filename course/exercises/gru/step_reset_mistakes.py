"""What may go wrong where the reset gate acts, and with the candidate: wrong answers to `gru_step`."""

import torch

from course.exercises.gru.passes import candidate, from_state, gates, step, sums


def mixed(n, z, h_prev):
    """The new state from a candidate."""
    return (1 - z) * n + z * h_prev


def forms_exchanged(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return step(x_t, h_prev, W, U, b_x, b_h, not reset_after)


def always_after(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return step(x_t, h_prev, W, U, b_x, b_h, True)


def always_before(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return step(x_t, h_prev, W, U, b_x, b_h, False)


def bias_outside(x_t, h_prev, W, U, b_x, b_h, reset_after):
    x_r, x_z, x_n, h_r, h_z, _ = sums(x_t, h_prev, W, U, b_x, b_h)
    r, z = torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)
    U_n, b_n = U.chunk(3, dim=1)[2], b_h.chunk(3)[2]
    product = r * (h_prev @ U_n) if reset_after else (r * h_prev) @ U_n
    return mixed(torch.tanh(x_n + product + b_n), z, h_prev)


def bias_reset_in_both_forms(x_t, h_prev, W, U, b_x, b_h, reset_after):
    _, _, x_n, *_ = sums(x_t, h_prev, W, U, b_x, b_h)
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    U_n, b_n = U.chunk(3, dim=1)[2], b_h.chunk(3)[2]
    product = r * (h_prev @ U_n) if reset_after else (r * h_prev) @ U_n
    return mixed(torch.tanh(x_n + product + r * b_n), z, h_prev)


def bias_reset_in_the_papers_form_only(x_t, h_prev, W, U, b_x, b_h, reset_after):
    other = bias_outside if reset_after else bias_reset_in_both_forms
    return other(x_t, h_prev, W, U, b_x, b_h, reset_after)


def reset_on_x_in_place_of_h(x_t, h_prev, W, U, b_x, b_h, reset_after):
    _, _, x_n, _, _, h_n = sums(x_t, h_prev, W, U, b_x, b_h)
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return mixed(torch.tanh(r * x_n + h_n), z, h_prev)


def reset_on_x_without_its_bias(x_t, h_prev, W, U, b_x, b_h, reset_after):
    _, _, _, _, _, h_n = sums(x_t, h_prev, W, U, b_x, b_h)
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return mixed(torch.tanh(r * (x_t @ W.chunk(3, dim=1)[2]) + b_x.chunk(3)[2] + h_n), z, h_prev)


def reset_on_x_too(x_t, h_prev, W, U, b_x, b_h, reset_after):
    _, _, x_n, *_ = sums(x_t, h_prev, W, U, b_x, b_h)
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return mixed(torch.tanh(r * x_n + from_state(r, h_prev, U, b_h, reset_after)), z, h_prev)


def reset_on_the_whole_sum(x_t, h_prev, W, U, b_x, b_h, reset_after):
    _, _, x_n, _, _, h_n = sums(x_t, h_prev, W, U, b_x, b_h)
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    if reset_after:
        return mixed(torch.tanh(r * (x_n + h_n)), z, h_prev)
    return step(x_t, h_prev, W, U, b_x, b_h, False)


def reset_on_x_or_h(x_t, h_prev, W, U, b_x, b_h, reset_after):
    other = reset_on_x_in_place_of_h if reset_after else step
    return other(x_t, h_prev, W, U, b_x, b_h, reset_after)


def reset_outside_the_tanh(x_t, h_prev, W, U, b_x, b_h, reset_after):
    _, _, x_n, _, _, h_n = sums(x_t, h_prev, W, U, b_x, b_h)
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return mixed(r * torch.tanh(x_n + h_n), z, h_prev)


def no_reset(x_t, h_prev, W, U, b_x, b_h, reset_after):
    _, _, x_n, _, _, h_n = sums(x_t, h_prev, W, U, b_x, b_h)
    _, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return mixed(torch.tanh(x_n + h_n), z, h_prev)


def reset_turned_round(x_t, h_prev, W, U, b_x, b_h, reset_after):
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return mixed(candidate(1 - r, x_t, h_prev, W, U, b_x, b_h, reset_after), z, h_prev)


def reset_state_mixed_in(x_t, h_prev, W, U, b_x, b_h, reset_after):
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    n = candidate(r, x_t, h_prev, W, U, b_x, b_h, reset_after)
    return mixed(n, z, r * h_prev)


def reset_state_mixed_in_before_only(x_t, h_prev, W, U, b_x, b_h, reset_after):
    other = step if reset_after else reset_state_mixed_in
    return other(x_t, h_prev, W, U, b_x, b_h, reset_after)


def reset_written_into_h_prev(x_t, h_prev, W, U, b_x, b_h, reset_after):
    x_r, x_z, x_n, h_r, h_z, _ = sums(x_t, h_prev, W, U, b_x, b_h)
    r, z = torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)
    U_n, b_n = U.chunk(3, dim=1)[2], b_h.chunk(3)[2]
    if reset_after:
        total = r * (h_prev @ U_n + b_n)
    else:
        h_prev *= r
        total = h_prev @ U_n + b_n
    return (1 - z) * torch.tanh(x_n + total) + z * h_prev


def mixed_into_h_prev(x_t, h_prev, W, U, b_x, b_h, reset_after):
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    n = candidate(r, x_t, h_prev, W, U, b_x, b_h, reset_after)
    h_prev *= z
    h_prev += (1 - z) * n
    return h_prev


def sigmoid_candidate(x_t, h_prev, W, U, b_x, b_h, reset_after):
    _, _, x_n, *_ = sums(x_t, h_prev, W, U, b_x, b_h)
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return mixed(torch.sigmoid(x_n + from_state(r, h_prev, U, b_h, reset_after)), z, h_prev)


def candidate_unsquashed(x_t, h_prev, W, U, b_x, b_h, reset_after):
    _, _, x_n, *_ = sums(x_t, h_prev, W, U, b_x, b_h)
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return mixed(x_n + from_state(r, h_prev, U, b_h, reset_after), z, h_prev)


def state_squashed_again(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return torch.tanh(step(x_t, h_prev, W, U, b_x, b_h, reset_after))


def squashed_only_at_the_end(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return torch.tanh(candidate_unsquashed(x_t, h_prev, W, U, b_x, b_h, reset_after))


def candidate_without_the_state(x_t, h_prev, W, U, b_x, b_h, reset_after):
    _, _, x_n, *_ = sums(x_t, h_prev, W, U, b_x, b_h)
    _, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return mixed(torch.tanh(x_n), z, h_prev)


def candidate_without_the_input(x_t, h_prev, W, U, b_x, b_h, reset_after):
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return mixed(torch.tanh(from_state(r, h_prev, U, b_h, reset_after)), z, h_prev)
