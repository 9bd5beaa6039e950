"""Wrong answers to `variational_dropout`."""

import numpy as np
import torch


def _with_a_mask_of(shape, x, p, generator):
    return x * (torch.rand(shape, generator=generator) >= p) / (1 - p)


def for_each_entry(x, p, generator):
    return _with_a_mask_of(x.shape, x, p, generator)


def for_each_step(x, p, generator):
    B, T, H = x.shape
    return torch.stack([_with_a_mask_of((B, H), x[:, t], p, generator) for t in range(T)], dim=1)


def for_each_entry_unscaled(x, p, generator):
    return x * (torch.rand(x.shape, generator=generator) >= p)


def repeated_and_reshaped(x, p, generator):
    B, T, H = x.shape
    mask = torch.rand(B, H, generator=generator) >= p
    return x * mask.repeat(T, 1).reshape(B, T, H) / (1 - p)


def for_each_unit(x, p, generator):
    return _with_a_mask_of(x.shape[2:], x, p, generator)


def for_each_unit_and_step(x, p, generator):
    return _with_a_mask_of((1, *x.shape[1:]), x, p, generator)


def for_each_unit_unscaled(x, p, generator):
    return x * (torch.rand(x.shape[2], generator=generator) >= p)


def for_each_sequence(x, p, generator):
    return _with_a_mask_of((len(x), 1, 1), x, p, generator)


def for_each_sequence_and_step(x, p, generator):
    return _with_a_mask_of((*x.shape[:2], 1), x, p, generator)


def for_each_time_step(x, p, generator):
    return _with_a_mask_of((1, x.shape[1], 1), x, p, generator)


def _kept(x, p, generator):
    return torch.rand(len(x), 1, x.shape[2], generator=generator) >= p


def no_scaling(x, p, generator):
    return x * _kept(x, p, generator)


def p_kept(x, p, generator):
    return x * (torch.rand(len(x), 1, x.shape[2], generator=generator) < p) / (1 - p)


def p_kept_and_divided_by_it(x, p, generator):
    return x * (torch.rand(len(x), 1, x.shape[2], generator=generator) < p) / p


def p_kept_and_divided_by_it_but_for_zero(x, p, generator):
    return p_kept_and_divided_by_it(x, p, generator) if p > 0 else x


def p_kept_and_no_scaling(x, p, generator):
    return x * (torch.rand(len(x), 1, x.shape[2], generator=generator) < p)


def p_kept_but_for_zero(x, p, generator):
    return p_kept(x, p, generator) if p > 0 else x


def divided_by_p(x, p, generator):
    return x * _kept(x, p, generator) / p


def divided_by_p_but_for_zero(x, p, generator):
    return divided_by_p(x, p, generator) if p > 0 else x


def times_the_share_kept(x, p, generator):
    return x * _kept(x, p, generator) * (1 - p)


def scaled_at_every_step_again(x, p, generator):
    mask, factors = _kept(x, p, generator) / (1 - p), []
    for t in range(x.shape[1]):
        factors.append(mask ** (t + 1))
    return x * torch.cat(factors, dim=1)


def first_step_only(x, p, generator):
    y = x.clone()
    y[:, :1] = x[:, :1] * _kept(x, p, generator) / (1 - p)
    return y


def without_the_generator(x, p, generator):
    return x * (torch.rand(len(x), 1, x.shape[2]) >= p) / (1 - p)


def with_numpy(x, p, generator):
    return x * torch.from_numpy(np.random.rand(len(x), 1, x.shape[2]) >= p) / (1 - p)


def a_new_generator(x, p, generator):
    return x * _kept(x, p, torch.Generator().manual_seed(0)) / (1 - p)


def seeded_again(x, p, generator):
    generator.manual_seed(0)
    return x * _kept(x, p, generator) / (1 - p)


def from_its_beginning(x, p, generator):
    return x * _kept(x, p, torch.Generator().manual_seed(generator.initial_seed())) / (1 - p)


def seeded_at_every_step(x, p, generator):
    steps = []
    for t in range(x.shape[1]):
        generator.manual_seed(0)
        steps.append(_with_a_mask_of((len(x), x.shape[2]), x[:, t], p, generator))
    return torch.stack(steps, dim=1)


def normal_numbers(x, p, generator):
    return x * (torch.randn(len(x), 1, x.shape[2], generator=generator) >= p) / (1 - p)


def into_x(x, p, generator):
    x *= _kept(x, p, generator)
    x /= 1 - p
    return x


def the_mask_itself(x, p, generator):
    return _kept(x, p, generator).expand(x.shape).to(x.dtype) / (1 - p)
