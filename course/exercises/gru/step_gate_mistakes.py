"""What may go wrong with the gates, the biases and the mixing: wrong answers to `gru_step`."""

import torch

from course.exercises.gru.passes import candidate, from_state, gates, step, sums


def in_order(x_t, h_prev, W, U, b_x, b_h, reset_after, order):
    """A step that takes the thirds in another order for r, z and n."""

    def ordered(weights):
        thirds = weights.chunk(3, dim=-1)
        return torch.cat([thirds[place] for place in order], dim=-1)

    return step(x_t, h_prev, ordered(W), ordered(U), ordered(b_x), ordered(b_h), reset_after)


def with_gates(r, z, x_t, h_prev, W, U, b_x, b_h, reset_after):
    """A step with other gates."""
    return (1 - z) * candidate(r, x_t, h_prev, W, U, b_x, b_h, reset_after) + z * h_prev


def z_turned_round(x_t, h_prev, W, U, b_x, b_h, reset_after):
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    n = candidate(r, x_t, h_prev, W, U, b_x, b_h, reset_after)
    return z * n + (1 - z) * h_prev


def update_first(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return in_order(x_t, h_prev, W, U, b_x, b_h, reset_after, (1, 0, 2))


def candidate_first(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return in_order(x_t, h_prev, W, U, b_x, b_h, reset_after, (1, 2, 0))


def candidate_between(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return in_order(x_t, h_prev, W, U, b_x, b_h, reset_after, (0, 2, 1))


def candidate_and_reset_exchanged(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return in_order(x_t, h_prev, W, U, b_x, b_h, reset_after, (2, 1, 0))


def update_candidate_reset(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return in_order(x_t, h_prev, W, U, b_x, b_h, reset_after, (2, 0, 1))


def every_third_column(x_t, h_prev, W, U, b_x, b_h, reset_after):
    def ordered(weights):
        return torch.cat([weights[..., place::3] for place in range(3)], dim=-1)

    return step(x_t, h_prev, ordered(W), ordered(U), ordered(b_x), ordered(b_h), reset_after)


def no_bias_of_the_state(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return step(x_t, h_prev, W, U, b_x, torch.zeros_like(b_h), reset_after)


def no_bias_of_the_input(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return step(x_t, h_prev, W, U, torch.zeros_like(b_x), b_h, reset_after)


def no_bias_at_all(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return step(x_t, h_prev, W, U, torch.zeros_like(b_x), torch.zeros_like(b_h), reset_after)


def no_state_bias_in_the_candidate(x_t, h_prev, W, U, b_x, b_h, reset_after):
    H = h_prev.shape[1]
    return step(x_t, h_prev, W, U, b_x, torch.cat([b_h[: 2 * H], torch.zeros_like(b_h[2 * H :])]), reset_after)


def no_state_bias_in_the_gates(x_t, h_prev, W, U, b_x, b_h, reset_after):
    H = h_prev.shape[1]
    return step(x_t, h_prev, W, U, b_x, torch.cat([torch.zeros_like(b_h[: 2 * H]), b_h[2 * H :]]), reset_after)


def candidate_alone(x_t, h_prev, W, U, b_x, b_h, reset_after):
    r, _ = gates(x_t, h_prev, W, U, b_x, b_h)
    return candidate(r, x_t, h_prev, W, U, b_x, b_h, reset_after)


def candidate_in_full(x_t, h_prev, W, U, b_x, b_h, reset_after):
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return candidate(r, x_t, h_prev, W, U, b_x, b_h, reset_after) + z * h_prev


def state_in_full(x_t, h_prev, W, U, b_x, b_h, reset_after):
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return (1 - z) * candidate(r, x_t, h_prev, W, U, b_x, b_h, reset_after) + h_prev


def state_in_full_other_convention(x_t, h_prev, W, U, b_x, b_h, reset_after):
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return z * candidate(r, x_t, h_prev, W, U, b_x, b_h, reset_after) + h_prev


def both_shares_equal(x_t, h_prev, W, U, b_x, b_h, reset_after):
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return z * candidate(r, x_t, h_prev, W, U, b_x, b_h, reset_after) + z * h_prev


def new_share_alone(x_t, h_prev, W, U, b_x, b_h, reset_after):
    r, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return (1 - z) * candidate(r, x_t, h_prev, W, U, b_x, b_h, reset_after)


def gates_unsquashed(x_t, h_prev, W, U, b_x, b_h, reset_after):
    x_r, x_z, _, h_r, h_z, _ = sums(x_t, h_prev, W, U, b_x, b_h)
    return with_gates(x_r + h_r, x_z + h_z, x_t, h_prev, W, U, b_x, b_h, reset_after)


def gates_by_tanh(x_t, h_prev, W, U, b_x, b_h, reset_after):
    x_r, x_z, _, h_r, h_z, _ = sums(x_t, h_prev, W, U, b_x, b_h)
    return with_gates(torch.tanh(x_r + h_r), torch.tanh(x_z + h_z), x_t, h_prev, W, U, b_x, b_h, reset_after)


def gates_by_softmax(x_t, h_prev, W, U, b_x, b_h, reset_after):
    x_r, x_z, _, h_r, h_z, _ = sums(x_t, h_prev, W, U, b_x, b_h)
    r, z = torch.softmax(x_r + h_r, dim=-1), torch.softmax(x_z + h_z, dim=-1)
    return with_gates(r, z, x_t, h_prev, W, U, b_x, b_h, reset_after)


def overflowing_sigmoid(x_t, h_prev, W, U, b_x, b_h, reset_after):
    x_r, x_z, _, h_r, h_z, _ = sums(x_t, h_prev, W, U, b_x, b_h)
    e_r, e_z = torch.exp(x_r + h_r), torch.exp(x_z + h_z)
    return with_gates(e_r / (1 + e_r), e_z / (1 + e_z), x_t, h_prev, W, U, b_x, b_h, reset_after)


def gates_without_the_state(x_t, h_prev, W, U, b_x, b_h, reset_after):
    x_r, x_z, *_ = sums(x_t, h_prev, W, U, b_x, b_h)
    return with_gates(torch.sigmoid(x_r), torch.sigmoid(x_z), x_t, h_prev, W, U, b_x, b_h, reset_after)


def gates_without_the_input(x_t, h_prev, W, U, b_x, b_h, reset_after):
    *_, h_r, h_z, _ = sums(x_t, h_prev, W, U, b_x, b_h)
    return with_gates(torch.sigmoid(h_r), torch.sigmoid(h_z), x_t, h_prev, W, U, b_x, b_h, reset_after)


def one_gate_for_both(x_t, h_prev, W, U, b_x, b_h, reset_after):
    r, _ = gates(x_t, h_prev, W, U, b_x, b_h)
    return with_gates(r, r, x_t, h_prev, W, U, b_x, b_h, reset_after)


def update_gate_for_both(x_t, h_prev, W, U, b_x, b_h, reset_after):
    _, z = gates(x_t, h_prev, W, U, b_x, b_h)
    return with_gates(z, z, x_t, h_prev, W, U, b_x, b_h, reset_after)


def blocks_transposed(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return step(x_t, h_prev, W, torch.cat([block.T for block in U.chunk(3, dim=1)], dim=1), b_x, b_h, reset_after)


def candidates_block_transposed(x_t, h_prev, W, U, b_x, b_h, reset_after):
    U_r, U_z, U_n = U.chunk(3, dim=1)
    return step(x_t, h_prev, W, torch.cat([U_r, U_z, U_n.T], dim=1), b_x, b_h, reset_after)


def with_input(from_x, h_prev, U, b_h, reset_after):
    """A step from what the input gives, (B, 3H) or whatever came of it."""
    x_r, x_z, x_n = from_x.chunk(3, dim=1)
    h_r, h_z, _ = (h_prev @ U + b_h).chunk(3, dim=1)
    r, z = torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)
    n = torch.tanh(x_n + from_state(r, h_prev, U, b_h, reset_after))
    return (1 - z) * n + z * h_prev


def input_elementwise(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return with_input(x_t * W + b_x, h_prev, U, b_h, reset_after)


def input_elementwise_in_thirds(x_t, h_prev, W, U, b_x, b_h, reset_after):
    W_r, W_z, W_n = W.chunk(3, dim=1)
    return with_input(torch.cat([x_t * W_r, x_t * W_z, x_t * W_n], dim=1) + b_x, h_prev, U, b_h, reset_after)


def input_weights_on_the_left(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return with_input(W @ x_t + b_x, h_prev, U, b_h, reset_after)


def input_weights_on_the_left_in_thirds(x_t, h_prev, W, U, b_x, b_h, reset_after):
    W_r, W_z, W_n = W.chunk(3, dim=1)
    return with_input(torch.cat([W_r @ x_t, W_z @ x_t, W_n @ x_t], dim=1) + b_x, h_prev, U, b_h, reset_after)


def input_weights_transposed(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return with_input(x_t @ W.T + b_x, h_prev, U, b_h, reset_after)


def two_results(x_t, h_prev, W, U, b_x, b_h, reset_after):
    h_t = step(x_t, h_prev, W, U, b_x, b_h, reset_after)
    return h_t, h_t


def with_the_candidate(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return step(x_t, h_prev, W, U, b_x, b_h, reset_after), candidate_alone(x_t, h_prev, W, U, b_x, b_h, reset_after)


def with_torchs_extra_axis(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return step(x_t, h_prev, W, U, b_x, b_h, reset_after)[None]
