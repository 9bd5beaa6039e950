"""What is changed too much, too little or elsewhere: wrong answers to `flip_update_gate`."""

import torch


def times(factors, W, U, b_x, b_h):
    """All four with their three thirds multiplied by one factor each."""

    def scaled(one):
        return torch.cat([factor * third for factor, third in zip(factors, one.chunk(3, dim=-1))], dim=-1)

    return scaled(W), scaled(U), scaled(b_x), scaled(b_h)


def right(W, U, b_x, b_h):
    return times((1, -1, 1), W, U, b_x, b_h)


def all_negated(W, U, b_x, b_h):
    return -W, -U, -b_x, -b_h


def both_gates_negated(W, U, b_x, b_h):
    return times((-1, -1, 1), W, U, b_x, b_h)


def update_gate_and_candidate_negated(W, U, b_x, b_h):
    return times((1, -1, -1), W, U, b_x, b_h)


def reset_gate_negated(W, U, b_x, b_h):
    return times((-1, 1, 1), W, U, b_x, b_h)


def candidate_negated(W, U, b_x, b_h):
    return times((1, 1, -1), W, U, b_x, b_h)


def all_biases_negated(W, U, b_x, b_h):
    new_W, new_U, _, _ = right(W, U, b_x, b_h)
    return new_W, new_U, -b_x, -b_h


def biases_forgotten(W, U, b_x, b_h):
    new_W, new_U, _, _ = right(W, U, b_x, b_h)
    return new_W, new_U, b_x, b_h


def bias_of_the_state_forgotten(W, U, b_x, b_h):
    new_W, new_U, new_b_x, _ = right(W, U, b_x, b_h)
    return new_W, new_U, new_b_x, b_h


def bias_of_the_input_forgotten(W, U, b_x, b_h):
    new_W, new_U, _, new_b_h = right(W, U, b_x, b_h)
    return new_W, new_U, b_x, new_b_h


def matrices_forgotten(W, U, b_x, b_h):
    _, _, new_b_x, new_b_h = right(W, U, b_x, b_h)
    return W, U, new_b_x, new_b_h


def matrix_of_the_state_forgotten(W, U, b_x, b_h):
    new_W, _, new_b_x, new_b_h = right(W, U, b_x, b_h)
    return new_W, U, new_b_x, new_b_h


def matrix_of_the_input_forgotten(W, U, b_x, b_h):
    _, new_U, new_b_x, new_b_h = right(W, U, b_x, b_h)
    return W, new_U, new_b_x, new_b_h


def matrix_of_the_input_alone(W, U, b_x, b_h):
    return right(W, U, b_x, b_h)[0], U, b_x, b_h


def rows_negated(W, U, b_x, b_h):
    H, made = len(U), []
    for one in (W, U, b_x, b_h):
        new = one.clone()
        new[H : 2 * H] *= -1
        made.append(new)
    return tuple(made)


def rows_of_W_negated(W, U, b_x, b_h):
    _, new_U, new_b_x, new_b_h = right(W, U, b_x, b_h)
    return rows_negated(W, U, b_x, b_h)[0], new_U, new_b_x, new_b_h


def rows_cut_into_thirds(W, U, b_x, b_h):
    def turned(one):
        r, z, n = one.chunk(3)
        return torch.cat([r, -z, n])

    return turned(W), turned(U), turned(b_x), turned(b_h)


def unchanged(W, U, b_x, b_h):
    return W, U, b_x, b_h


def copied(W, U, b_x, b_h):
    return W.clone(), U.clone(), b_x.clone(), b_h.clone()


def one_minus(W, U, b_x, b_h):
    def taken_from_one(one):
        r, z, n = one.chunk(3, dim=-1)
        return torch.cat([r, 1 - z, n], dim=-1)

    return taken_from_one(W), taken_from_one(U), taken_from_one(b_x), taken_from_one(b_h)


def one_minus_the_biases(W, U, b_x, b_h):
    new_W, new_U, _, _ = right(W, U, b_x, b_h)
    _, _, new_b_x, new_b_h = one_minus(W, U, b_x, b_h)
    return new_W, new_U, new_b_x, new_b_h


def thirds_in_another_order(W, U, b_x, b_h):
    def exchanged(one):
        r, z, n = one.chunk(3, dim=-1)
        return torch.cat([z, r, n], dim=-1)

    return exchanged(W), exchanged(U), exchanged(b_x), exchanged(b_h)


def update_gate_and_candidate_exchanged(W, U, b_x, b_h):
    def exchanged(one):
        r, z, n = one.chunk(3, dim=-1)
        return torch.cat([r, n, z], dim=-1)

    return exchanged(W), exchanged(U), exchanged(b_x), exchanged(b_h)


def thirds_turned_round(W, U, b_x, b_h):
    def turned(one):
        r, z, n = one.chunk(3, dim=-1)
        return torch.cat([r, z.flip(-1), n], dim=-1)

    return turned(W), turned(U), turned(b_x), turned(b_h)


def zeroed(W, U, b_x, b_h):
    return times((1, 0, 1), W, U, b_x, b_h)


def in_place(W, U, b_x, b_h):
    H = len(U)
    for one in (W, U, b_x, b_h):
        one[..., H : 2 * H] *= -1
    return W, U, b_x, b_h


def one_tensor_of_all(W, U, b_x, b_h):
    new_W, new_U, new_b_x, new_b_h = right(W, U, b_x, b_h)
    return torch.cat([new_W, new_U, new_b_x[None], new_b_h[None]])


def update_gate_alone(W, U, b_x, b_h):
    H = len(U)
    return tuple(-one[..., H : 2 * H] for one in (W, U, b_x, b_h))
