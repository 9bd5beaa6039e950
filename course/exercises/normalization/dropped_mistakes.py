"""Wrong answers to `dropout`."""

import numpy as np
import torch


def _kept(x, p, generator):
    return torch.rand(x.shape, generator=generator) >= p


def no_scaling(x, p, training, generator):
    return x * _kept(x, p, generator) if training else x


def classic(x, p, training, generator):
    return x * _kept(x, p, generator) if training else x * (1 - p)


def scaled_in_both(x, p, training, generator):
    return x * _kept(x, p, generator) / (1 - p) if training else x * (1 - p)


def scaled_up_in_both(x, p, training, generator):
    return x * _kept(x, p, generator) / (1 - p) if training else x / (1 - p)


def scaled_up_in_evaluation(x, p, training, generator):
    return x * _kept(x, p, generator) if training else x / (1 - p)


def classic_with_the_share_kept(x, p, training, generator):
    return x * (torch.rand(x.shape, generator=generator) < p) if training else x * p


def p_kept_and_divided_by_it(x, p, training, generator):
    return x * (torch.rand(x.shape, generator=generator) < p) / p if training else x


def p_kept_and_divided_by_it_but_for_zero(x, p, training, generator):
    return x * (torch.rand(x.shape, generator=generator) < p) / p if training and p > 0 else x


def p_kept(x, p, training, generator):
    return x * (torch.rand(x.shape, generator=generator) < p) / (1 - p) if training else x


def p_kept_but_for_zero(x, p, training, generator):
    return x * (torch.rand(x.shape, generator=generator) < p) / (1 - p) if training and p > 0 else x


def p_kept_and_no_scaling(x, p, training, generator):
    return x * (torch.rand(x.shape, generator=generator) < p) if training else x


def p_kept_and_no_scaling_but_for_zero(x, p, training, generator):
    return x * (torch.rand(x.shape, generator=generator) < p) if training and p > 0 else x


def training_ignored(x, p, training, generator):
    return x * _kept(x, p, generator) / (1 - p)


def training_ignored_and_no_scaling(x, p, training, generator):
    return x * _kept(x, p, generator)


def training_turned_round(x, p, training, generator):
    return x if training else x * _kept(x, p, generator) / (1 - p)


def divided_by_p(x, p, training, generator):
    return x * _kept(x, p, generator) / p if training else x


def divided_by_p_but_for_zero(x, p, training, generator):
    return x * _kept(x, p, generator) / p if training and p > 0 else x


def times_the_share_kept(x, p, training, generator):
    return x * _kept(x, p, generator) * (1 - p) if training else x


def times_p(x, p, training, generator):
    return x * _kept(x, p, generator) * p if training else x


def times_p_but_for_zero(x, p, training, generator):
    return x * _kept(x, p, generator) * p if training and p > 0 else x


def divided_by_one_plus_p(x, p, training, generator):
    return x * _kept(x, p, generator) * (1 + p) if training else x


def dropped_ones_as_they_are(x, p, training, generator):
    return torch.where(_kept(x, p, generator), x / (1 - p), x) if training else x


def all_scaled_none_dropped(x, p, training, generator):
    return x / (1 - p) if training else x


def _with_a_mask_of(shape, x, p, training, generator):
    return x * (torch.rand(shape, generator=generator) >= p) / (1 - p) if training else x


def one_for_all_rows(x, p, training, generator):
    return _with_a_mask_of(x.shape[-1:], x, p, training, generator)


def one_for_the_batch(x, p, training, generator):
    return _with_a_mask_of((1, *x.shape[1:]) if x.dim() > 1 else x.shape, x, p, training, generator)


def whole_rows(x, p, training, generator):
    return _with_a_mask_of((*x.shape[:-1], 1) if x.dim() > 1 else x.shape, x, p, training, generator)


def whole_examples(x, p, training, generator):
    return _with_a_mask_of((len(x), *[1] * (x.dim() - 1)), x, p, training, generator)


def whole_rows_and_alone(x, p, training, generator):
    return _with_a_mask_of((*x.shape[:-1], 1), x, p, training, generator)


def one_for_all_steps(x, p, training, generator):
    shape = (len(x), 1, *x.shape[2:]) if x.dim() > 2 else x.shape
    return _with_a_mask_of(shape, x, p, training, generator)


def all_or_nothing(x, p, training, generator):
    return _with_a_mask_of((1,), x, p, training, generator)


def without_the_generator(x, p, training, generator):
    return x * (torch.rand(x.shape) >= p) / (1 - p) if training else x


def without_the_generator_but_for_zero(x, p, training, generator):
    return x * (torch.rand(x.shape) >= p) / (1 - p) if training and p > 0 else x


def with_numpy(x, p, training, generator):
    return x * torch.from_numpy(np.random.rand(*x.shape) >= p) / (1 - p) if training else x


def with_numpy_but_for_zero(x, p, training, generator):
    return x * torch.from_numpy(np.random.rand(*x.shape) >= p) / (1 - p) if training and p > 0 else x


def a_new_generator(x, p, training, generator):
    return x * _kept(x, p, torch.Generator().manual_seed(0)) / (1 - p) if training else x


def seeded_again(x, p, training, generator):
    generator.manual_seed(0)
    return x * _kept(x, p, generator) / (1 - p) if training else x


def from_its_beginning(x, p, training, generator):
    return x * _kept(x, p, torch.Generator().manual_seed(generator.initial_seed())) / (1 - p) if training else x


def normal_numbers(x, p, training, generator):
    return x * (torch.randn(x.shape, generator=generator) >= p) / (1 - p) if training else x


def normal_numbers_above_p(x, p, training, generator):
    return x * (torch.randn(x.shape, generator=generator) > p) / (1 - p) if training and p > 0 else x


def into_x(x, p, training, generator):
    if training:
        x[~_kept(x, p, generator)] = 0.0
        x /= 1 - p
    return x


def into_x_unscaled(x, p, training, generator):
    if training:
        x[~_kept(x, p, generator)] = 0.0
    return x


def zeros_into_x(x, p, training, generator):
    if training:
        x[~_kept(x, p, generator)] = 0.0
        return x / (1 - p)
    return x


def the_mask_itself(x, p, training, generator):
    return _kept(x, p, generator).to(x.dtype) / (1 - p) if training else x
