"""What may go wrong with products of gates: wrong answers to `candidate_weights`."""

import torch


def products_after(z):
    """The product of the gates after each of 0 … T steps; (T + 1,), the last is 1."""
    return torch.cat([z.flip(0).cumprod(0).flip(0), torch.ones(1, dtype=z.dtype)])


def right(z):
    return products_after(z) * torch.cat([torch.ones(1, dtype=z.dtype), 1 - z])


def other_convention(z):
    return right(1 - z)


def h_0_left_out(z):
    return right(z)[1:]


def h_0_weighs_nothing(z):
    return torch.cat([torch.zeros(1, dtype=z.dtype), right(z)[1:]])


def h_0_weighs_one(z):
    return torch.cat([torch.ones(1, dtype=z.dtype), right(z)[1:]])


def own_gate_included(z):
    kept = products_after(z)
    return torch.cat([kept[:1], (1 - z) * kept[:-1]])


def next_gate_left_out(z):
    kept = torch.cat([products_after(z)[2:], torch.ones(1, dtype=z.dtype)])
    return torch.cat([z.prod().reshape(1), (1 - z) * kept])


def share_of_the_next_step(z):
    return torch.cat([(1 - z), torch.ones(1, dtype=z.dtype)]) * products_after(z)


def h_0_through_one_gate_less(z):
    return torch.cat([products_after(z)[1:2], right(z)[1:]])


def from_the_front(z):
    return torch.cat([z.prod().reshape(1), (1 - z) * z.cumprod(0)])


def from_the_front_own_gate_left_out(z):
    before = torch.cat([torch.ones(1, dtype=z.dtype), z.cumprod(0)[:-1]])
    return torch.cat([z.prod().reshape(1), (1 - z) * before])


def products_alone(z):
    return products_after(z)


def products_with_the_own_gate(z):
    kept = products_after(z)
    return torch.cat([kept[:1], kept[:-1]])


def written_alone(z):
    return torch.cat([z.prod().reshape(1), 1 - z])


def h_0_last(z):
    return right(z).roll(-1)


def last_first(z):
    return right(z).flip(0)


def divided_by_the_first_products(z):
    before = z.cumprod(0)
    return torch.cat([before[-1:], (1 - z) * before[-1] / before])


def divided_gate_by_gate(z):
    kept, found = z.prod(), [z.prod()]
    for z_t in z:
        kept = kept / z_t
        found.append((1 - z_t) * kept)
    return torch.stack(found)


def sum_for_product(z):
    after = torch.cat([z.flip(0).cumsum(0).flip(0)[1:], torch.zeros(1, dtype=z.dtype)])
    return torch.cat([z.sum().reshape(1), (1 - z) * after])


def mean_for_product(z):
    after = [z[t + 1 :].mean() if t + 1 < len(z) else torch.ones((), dtype=z.dtype) for t in range(len(z))]
    return torch.cat([z.mean().reshape(1), (1 - z) * torch.stack(after)])


def shares_divided_by_their_sum(z):
    shares = torch.cat([torch.ones(1, dtype=z.dtype), 1 - z])
    return shares / shares.sum()


def last_gate_alone(z):
    weights = torch.zeros(len(z) + 1, dtype=z.dtype)
    weights[-1] = 1 - z[-1]
    weights[-2] = z[-1]
    return weights


def a_column(z):
    return right(z)[:, None]


def a_row(z):
    return right(z)[None]


def a_list(z):
    return right(z).tolist()


def writes_into_z(z):
    weights = right(z)
    for t in range(len(z) - 2, -1, -1):
        z[t] *= z[t + 1]
    return weights
