"""Wrong answers to `cell_jacobian_terms`: a factor, a quarter of U or an axis that is another one."""

import torch


def parts_of(x_t, c_prev, o_prev, W, U, b):
    """i, f, g and the three blocks of U, each (H, H) with [from, to], and tanh(c_prev)."""
    bent = torch.tanh(c_prev)
    i, f, g, _ = (x_t @ W + (o_prev * bent) @ U + b).chunk(4)
    U_i, U_f, U_g, _ = U.chunk(4, dim=1)
    return torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), U_i, U_f, U_g, bent


def term(left, U_gate, slope):
    """Entry [i, j]: left[i] · U_gate[j, i] · slope[j]."""
    return left[:, None] * U_gate.T * slope[None, :]


def terms_with(x_t, c_prev, o_prev, W, U, b, slope=None, forget=None, write=None, candidate=None, join=None):
    """All four terms, with other factors where they are given."""
    i, f, g, U_i, U_f, U_g, bent = parts_of(x_t, c_prev, o_prev, W, U, b)
    join, slope = join or term, o_prev * (1 - bent**2) if slope is None else slope
    forget = c_prev * f * (1 - f) if forget is None else forget
    write = g * i * (1 - i) if write is None else write
    candidate = i * (1 - g**2) if candidate is None else candidate
    return torch.diag(f), join(forget, U_f, slope), join(write, U_i, slope), join(candidate, U_g, slope)


def direct_path_only(x_t, c_prev, o_prev, W, U, b):
    direct, *_ = terms_with(x_t, c_prev, o_prev, W, U, b)
    return direct, *(torch.zeros_like(direct) for _ in range(3))


def o_prev_left_out(x_t, c_prev, o_prev, W, U, b):
    return terms_with(x_t, c_prev, o_prev, W, U, b, slope=1 - torch.tanh(c_prev) ** 2)


def o_prev_left_out_of_h_prev_too(x_t, c_prev, o_prev, W, U, b):
    return terms_with(x_t, c_prev, torch.ones_like(o_prev), W, U, b)


def o_prev_left_out_of_h_prev(x_t, c_prev, o_prev, W, U, b):
    slope = o_prev * (1 - torch.tanh(c_prev) ** 2)
    return terms_with(x_t, c_prev, torch.ones_like(o_prev), W, U, b, slope=slope)


def tanh_prime_left_out(x_t, c_prev, o_prev, W, U, b):
    return terms_with(x_t, c_prev, o_prev, W, U, b, slope=o_prev)


def stops_at_h_prev(x_t, c_prev, o_prev, W, U, b):
    return terms_with(x_t, c_prev, o_prev, W, U, b, slope=torch.ones_like(o_prev))


def tanh_prime_of_h_prev(x_t, c_prev, o_prev, W, U, b):
    h_prev = o_prev * torch.tanh(c_prev)
    return terms_with(x_t, c_prev, o_prev, W, U, b, slope=o_prev * (1 - h_prev**2))


def tanh_prime_of_h_prev_without_o(x_t, c_prev, o_prev, W, U, b):
    h_prev = o_prev * torch.tanh(c_prev)
    return terms_with(x_t, c_prev, o_prev, W, U, b, slope=1 - h_prev**2)


def tanh_prime_without_tanh(x_t, c_prev, o_prev, W, U, b):
    return terms_with(x_t, c_prev, o_prev, W, U, b, slope=o_prev * (1 - c_prev**2))


def tanh_prime_not_squared(x_t, c_prev, o_prev, W, U, b):
    return terms_with(x_t, c_prev, o_prev, W, U, b, slope=o_prev * (1 - torch.tanh(c_prev)))


def tanh_for_its_slope(x_t, c_prev, o_prev, W, U, b):
    return terms_with(x_t, c_prev, o_prev, W, U, b, slope=o_prev * torch.tanh(c_prev))


def forget_scaled_by_the_candidate(x_t, c_prev, o_prev, W, U, b):
    i, f, g, *_ = parts_of(x_t, c_prev, o_prev, W, U, b)
    return terms_with(x_t, c_prev, o_prev, W, U, b, forget=g * f * (1 - f))


def forget_and_input_scalings_exchanged(x_t, c_prev, o_prev, W, U, b):
    i, f, g, *_ = parts_of(x_t, c_prev, o_prev, W, U, b)
    return terms_with(x_t, c_prev, o_prev, W, U, b, forget=g * f * (1 - f), write=c_prev * i * (1 - i))


def forget_not_scaled(x_t, c_prev, o_prev, W, U, b):
    i, f, g, *_ = parts_of(x_t, c_prev, o_prev, W, U, b)
    return terms_with(x_t, c_prev, o_prev, W, U, b, forget=f * (1 - f))


def forget_scaled_by_h_prev(x_t, c_prev, o_prev, W, U, b):
    i, f, g, *_, bent = parts_of(x_t, c_prev, o_prev, W, U, b)
    return terms_with(x_t, c_prev, o_prev, W, U, b, forget=o_prev * bent * f * (1 - f))


def input_not_scaled(x_t, c_prev, o_prev, W, U, b):
    i, f, g, *_ = parts_of(x_t, c_prev, o_prev, W, U, b)
    return terms_with(x_t, c_prev, o_prev, W, U, b, write=i * (1 - i))


def candidate_not_scaled(x_t, c_prev, o_prev, W, U, b):
    i, f, g, *_ = parts_of(x_t, c_prev, o_prev, W, U, b)
    return terms_with(x_t, c_prev, o_prev, W, U, b, candidate=1 - g**2)


def nothing_scaled(x_t, c_prev, o_prev, W, U, b):
    i, f, g, *_ = parts_of(x_t, c_prev, o_prev, W, U, b)
    others = {"forget": f * (1 - f), "write": i * (1 - i), "candidate": 1 - g**2}
    return terms_with(x_t, c_prev, o_prev, W, U, b, **others)


def no_slopes_of_the_gates(x_t, c_prev, o_prev, W, U, b):
    i, f, g, *_ = parts_of(x_t, c_prev, o_prev, W, U, b)
    return terms_with(x_t, c_prev, o_prev, W, U, b, forget=c_prev * f, write=g * i, candidate=i * g)


def no_slopes_at_all(x_t, c_prev, o_prev, W, U, b):
    i, f, g, *_ = parts_of(x_t, c_prev, o_prev, W, U, b)
    return terms_with(x_t, c_prev, o_prev, W, U, b, forget=c_prev, write=g, candidate=i)


def no_slope_of_the_candidate(x_t, c_prev, o_prev, W, U, b):
    i, *_ = parts_of(x_t, c_prev, o_prev, W, U, b)
    return terms_with(x_t, c_prev, o_prev, W, U, b, candidate=i)


def sigmoids_slope_for_the_candidate(x_t, c_prev, o_prev, W, U, b):
    i, f, g, *_ = parts_of(x_t, c_prev, o_prev, W, U, b)
    return terms_with(x_t, c_prev, o_prev, W, U, b, candidate=i * g * (1 - g))


def tanhs_slope_for_the_gates(x_t, c_prev, o_prev, W, U, b):
    i, f, g, *_ = parts_of(x_t, c_prev, o_prev, W, U, b)
    return terms_with(x_t, c_prev, o_prev, W, U, b, forget=c_prev * (1 - f**2), write=g * (1 - i**2))


def squashed_again_for_the_slope(x_t, c_prev, o_prev, W, U, b):
    i, f, g, *_ = parts_of(x_t, c_prev, o_prev, W, U, b)
    ii, ff, gg = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g)
    others = {"forget": c_prev * ff * (1 - ff), "write": g * ii * (1 - ii), "candidate": i * (1 - gg**2)}
    return terms_with(x_t, c_prev, o_prev, W, U, b, **others)


def all_transposed(x_t, c_prev, o_prev, W, U, b):
    return tuple(one.T for one in terms_with(x_t, c_prev, o_prev, W, U, b))


def U_as_it_is(x_t, c_prev, o_prev, W, U, b):
    def join(left, U_gate, slope):
        return left[:, None] * U_gate * slope[None, :]

    return terms_with(x_t, c_prev, o_prev, W, U, b, join=join)


def scaled_on_the_wrong_side(x_t, c_prev, o_prev, W, U, b):
    def join(left, U_gate, slope):
        return left[None, :] * U_gate.T * slope[:, None]

    return terms_with(x_t, c_prev, o_prev, W, U, b, join=join)


def rows_scaled_by_both(x_t, c_prev, o_prev, W, U, b):
    def join(left, U_gate, slope):
        return (left * slope)[:, None] * U_gate.T

    return terms_with(x_t, c_prev, o_prev, W, U, b, join=join)


def columns_scaled_by_both(x_t, c_prev, o_prev, W, U, b):
    def join(left, U_gate, slope):
        return left * slope * U_gate.T

    return terms_with(x_t, c_prev, o_prev, W, U, b, join=join)


def transposed_columns_scaled_by_both(x_t, c_prev, o_prev, W, U, b):
    def join(left, U_gate, slope):
        return left * slope * U_gate

    return terms_with(x_t, c_prev, o_prev, W, U, b, join=join)


def input_term_second(x_t, c_prev, o_prev, W, U, b):
    direct, forget, write, candidate = terms_with(x_t, c_prev, o_prev, W, U, b)
    return direct, write, forget, candidate


def candidate_before_input(x_t, c_prev, o_prev, W, U, b):
    direct, forget, write, candidate = terms_with(x_t, c_prev, o_prev, W, U, b)
    return direct, forget, candidate, write


def blocks_of_U_exchanged(x_t, c_prev, o_prev, W, U, b):
    i, f, g, U_i, U_f, U_g, bent = parts_of(x_t, c_prev, o_prev, W, U, b)
    slope = o_prev * (1 - bent**2)
    forget, write, candidate = c_prev * f * (1 - f), g * i * (1 - i), i * (1 - g**2)
    return torch.diag(f), term(forget, U_i, slope), term(write, U_f, slope), term(candidate, U_g, slope)


def W_for_U(x_t, c_prev, o_prev, W, U, b):
    i, f, g, *_, bent = parts_of(x_t, c_prev, o_prev, W, U, b)
    W_i, W_f, W_g, _ = W.chunk(4, dim=1)
    slope = o_prev * (1 - bent**2)
    forget, write, candidate = c_prev * f * (1 - f), g * i * (1 - i), i * (1 - g**2)
    return torch.diag(f), term(forget, W_f, slope), term(write, W_i, slope), term(candidate, W_g, slope)


def direct_as_a_vector(x_t, c_prev, o_prev, W, U, b):
    direct, *others = terms_with(x_t, c_prev, o_prev, W, U, b)
    return direct.diag(), *others


def direct_in_every_row(x_t, c_prev, o_prev, W, U, b):
    direct, *others = terms_with(x_t, c_prev, o_prev, W, U, b)
    return direct.diag().expand_as(direct).clone(), *others


def direct_is_the_identity(x_t, c_prev, o_prev, W, U, b):
    direct, *others = terms_with(x_t, c_prev, o_prev, W, U, b)
    return torch.eye(len(direct), dtype=direct.dtype), *others


def direct_with_c_prev(x_t, c_prev, o_prev, W, U, b):
    direct, *others = terms_with(x_t, c_prev, o_prev, W, U, b)
    return direct * c_prev, *others


def summed(x_t, c_prev, o_prev, W, U, b):
    return sum(terms_with(x_t, c_prev, o_prev, W, U, b))


def the_sum_too(x_t, c_prev, o_prev, W, U, b):
    terms = terms_with(x_t, c_prev, o_prev, W, U, b)
    return *terms, sum(terms)


def diagonals_alone(x_t, c_prev, o_prev, W, U, b):
    return tuple(torch.diag(one.diag()) for one in terms_with(x_t, c_prev, o_prev, W, U, b))


def h_prev_left_out_of_the_gates(x_t, c_prev, o_prev, W, U, b):
    bent = torch.tanh(c_prev)
    i, f, g, _ = (x_t @ W + b).chunk(4)
    i, f, g, slope = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), o_prev * (1 - bent**2)
    U_i, U_f, U_g, _ = U.chunk(4, dim=1)
    forget, write, candidate = c_prev * f * (1 - f), g * i * (1 - i), i * (1 - g**2)
    return torch.diag(f), term(forget, U_f, slope), term(write, U_i, slope), term(candidate, U_g, slope)


def c_prev_for_h_prev(x_t, c_prev, o_prev, W, U, b):
    i, f, g, _ = (x_t @ W + c_prev @ U + b).chunk(4)
    i, f, g, slope = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), o_prev * (1 - torch.tanh(c_prev) ** 2)
    U_i, U_f, U_g, _ = U.chunk(4, dim=1)
    forget, write, candidate = c_prev * f * (1 - f), g * i * (1 - i), i * (1 - g**2)
    return torch.diag(f), term(forget, U_f, slope), term(write, U_i, slope), term(candidate, U_g, slope)


def forget_and_input_swapped(x_t, c_prev, o_prev, W, U, b):
    f, i, g, o = W.chunk(4, dim=1)
    W = torch.cat([i, f, g, o], dim=1)
    f, i, g, o = U.chunk(4, dim=1)
    U = torch.cat([i, f, g, o], dim=1)
    f, i, g, o = b.chunk(4)
    return terms_with(x_t, c_prev, o_prev, W, U, torch.cat([i, f, g, o]))


def forget_scaled_by_the_columns_c_prev(x_t, c_prev, o_prev, W, U, b):
    i, f, *_ = parts_of(x_t, c_prev, o_prev, W, U, b)
    direct, _, write, candidate = terms_with(x_t, c_prev, o_prev, W, U, b)
    forget = terms_with(x_t, c_prev, o_prev, W, U, b, forget=f * (1 - f))[1] * c_prev
    return direct, forget, write, candidate


def forget_and_input_gates_exchanged(x_t, c_prev, o_prev, W, U, b):
    f, i, g, U_i, U_f, U_g, bent = parts_of(x_t, c_prev, o_prev, W, U, b)
    slope = o_prev * (1 - bent**2)
    forget, write, candidate = c_prev * f * (1 - f), g * i * (1 - i), i * (1 - g**2)
    return torch.diag(f), term(forget, U_f, slope), term(write, U_i, slope), term(candidate, U_g, slope)


def output_gate(x_t, c_prev, o_prev, W, U, b):
    """This step's output gate, and its block of U."""
    total = x_t @ W + (o_prev * torch.tanh(c_prev)) @ U + b
    return torch.sigmoid(total.chunk(4)[3]), U.chunk(4, dim=1)[3]


def this_steps_output_gate(x_t, c_prev, o_prev, W, U, b):
    o, _ = output_gate(x_t, c_prev, o_prev, W, U, b)
    return terms_with(x_t, c_prev, o_prev, W, U, b, slope=o * (1 - torch.tanh(c_prev) ** 2))


def way_of_the_output_gate_too(x_t, c_prev, o_prev, W, U, b):
    o, U_o = output_gate(x_t, c_prev, o_prev, W, U, b)
    i, f, g, *_, bent = parts_of(x_t, c_prev, o_prev, W, U, b)
    shown = torch.tanh(f * c_prev + i * g) * o * (1 - o)
    return *terms_with(x_t, c_prev, o_prev, W, U, b), term(shown, U_o, o_prev * (1 - bent**2))
