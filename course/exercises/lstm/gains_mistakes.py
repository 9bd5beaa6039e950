"""Wrong answers to `direct_path_gains`: the wrong factors, or the right ones at the wrong step."""

import torch


def later_ones(f):
    """The right gains."""
    later = torch.cumprod(f.flip(1), dim=1).flip(1)
    return torch.cat([later[:, 1:], torch.ones_like(f[:, :1])], dim=1)


def f_t_included(f):
    return f.flip(1).cumprod(1).flip(1)


def f_t_included_in_a_loop(f):
    gains = torch.ones_like(f)
    for t in range(f.shape[1] - 1):
        gains[:, t] = f[:, t:].prod(dim=1)
    return gains


def from_the_front(f):
    return f.cumprod(1)


def from_the_front_without_the_own(f):
    return torch.cat([torch.ones_like(f[:, :1]), f[:, :-1].cumprod(1)], dim=1)


def sum_of_the_later(f):
    later = f.flip(1).cumsum(1).flip(1)
    return torch.cat([later[:, 1:], torch.ones_like(f[:, :1])], dim=1)


def sum_with_the_own(f):
    return f.flip(1).cumsum(1).flip(1)


def mean_of_the_later(f):
    later = [f[:, t + 1 :].mean(dim=1) for t in range(f.shape[1] - 1)]
    return torch.stack([*later, torch.ones_like(f[:, 0])], dim=1)


def logarithms_left(f):
    return torch.log(later_ones(f))


def whole_product_divided_by_the_first(f):
    return f.prod(dim=1, keepdim=True) / f.cumprod(1)


def own_product_divided_by_f(f):
    return f.flip(1).cumprod(1).flip(1) / f


def logarithms_subtracted(f):
    logs = torch.log(f)
    return torch.exp(logs.sum(dim=1, keepdim=True) - logs.cumsum(1))


def next_gate_alone(f):
    return torch.cat([f[:, 1:], torch.ones_like(f[:, :1])], dim=1)


def shifted_the_wrong_way(f):
    later = f.flip(1).cumprod(1).flip(1)
    return torch.cat([torch.ones_like(f[:, :1]), later[:, :-1]], dim=1)


def rolled(f):
    return f.flip(1).cumprod(1).flip(1).roll(-1, 1)


def one_too_few(f):
    gains = later_ones(f)
    return torch.cat([gains[:, 1:], torch.ones_like(f[:, :1])], dim=1)


def last_step_zero(f):
    gains = later_ones(f)
    gains[:, -1] = 0.0
    return gains


def last_step_own_gate(f):
    gains = later_ones(f)
    gains[:, -1] = f[:, -1]
    return gains


def last_step_missing(f):
    return later_ones(f)[:, :-1]


def not_turned_back(f):
    return later_ones(f).flip(1)


def not_turned_back_with_the_own(f):
    return f.flip(1).cumprod(1)


def whole_product(f):
    return f.prod(dim=1, keepdim=True).expand_as(f).clone()


def whole_product_kept_as_one_step(f):
    return f.prod(dim=1)


def along_the_batch(f):
    later = torch.cumprod(f.flip(0), dim=0).flip(0)
    return torch.cat([later[1:], torch.ones_like(f[:1])], dim=0)


def along_the_units(f):
    later = torch.cumprod(f.flip(2), dim=2).flip(2)
    return torch.cat([later[:, :, 1:], torch.ones_like(f[:, :, :1])], dim=2)


def flipped_along_the_batch(f):
    later = torch.cumprod(f.flip(0), dim=1).flip(0)
    return torch.cat([later[:, 1:], torch.ones_like(f[:, :1])], dim=1)


def one_minus_f(f):
    return later_ones(1 - f)


def own_gate_in_place_of_the_next(f):
    gains = torch.ones_like(f)
    for t in range(f.shape[1] - 2, -1, -1):
        gains[:, t] = gains[:, t + 1] * f[:, t]
    return gains


def last_gate_left_out(f):
    return torch.cat([f[:, :-1].flip(1).cumprod(1).flip(1), torch.ones_like(f[:, :1])], dim=1)
