"""Wrong answers to `layer_norm`."""

import torch


def unbiased(x, gamma, beta, eps):
    mean, var = x.mean(-1, keepdim=True), x.var(-1, keepdim=True)
    return gamma * (x - mean) / torch.sqrt(var + eps) + beta


def unbiased_by_hand(x, gamma, beta, eps):
    centred = x - x.mean(-1, keepdim=True)
    var = (centred**2).sum(-1, keepdim=True) / (x.shape[-1] - 1)
    return gamma * centred / torch.sqrt(var + eps) + beta


def eps_beside_the_root(x, gamma, beta, eps):
    centred = x - x.mean(-1, keepdim=True)
    return gamma * centred / (torch.sqrt((centred**2).mean(-1, keepdim=True)) + eps) + beta


def eps_beside_the_quotient(x, gamma, beta, eps):
    centred = x - x.mean(-1, keepdim=True)
    return gamma * (centred / torch.sqrt((centred**2).mean(-1, keepdim=True)) + eps) + beta


def unbiased_and_eps_outside(x, gamma, beta, eps):
    return gamma * (x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True) + eps) + beta


def no_eps(x, gamma, beta, eps):
    centred = x - x.mean(-1, keepdim=True)
    return gamma * centred / torch.sqrt((centred**2).mean(-1, keepdim=True)) + beta


def no_eps_unbiased(x, gamma, beta, eps):
    return gamma * (x - x.mean(-1, keepdim=True)) / x.std(-1, keepdim=True) + beta


def eps_squared(x, gamma, beta, eps):
    centred = x - x.mean(-1, keepdim=True)
    return gamma * centred / torch.sqrt((centred**2).mean(-1, keepdim=True) + eps**2) + beta


def _over(axes, x, gamma, beta, eps):
    mean, var = x.mean(axes, keepdim=True), x.var(axes, correction=0, keepdim=True)
    return gamma * (x - mean) / torch.sqrt(var + eps) + beta


def first_axis(x, gamma, beta, eps):
    return _over(0, x, gamma, beta, eps)


def second_axis(x, gamma, beta, eps):
    return _over(1, x, gamma, beta, eps)


def axis_before_the_last(x, gamma, beta, eps):
    return _over(-2, x, gamma, beta, eps)


def all_axes_but_the_first(x, gamma, beta, eps):
    return _over(tuple(range(1, x.dim())) or (0,), x, gamma, beta, eps)


def all_axes_but_the_last(x, gamma, beta, eps):
    return _over(tuple(range(x.dim() - 1)) or (0,), x, gamma, beta, eps)


def first_axis_unbiased(x, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / torch.sqrt(x.var(0) + eps) + beta


def mean_over_the_first_axis(x, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / torch.sqrt(x.var(-1, correction=0, keepdim=True) + eps) + beta


def variance_over_the_first_axis(x, gamma, beta, eps):
    return gamma * (x - x.mean(-1, keepdim=True)) / torch.sqrt(x.var(0, correction=0) + eps) + beta


def over_everything(x, gamma, beta, eps):
    return gamma * (x - x.mean()) / torch.sqrt(x.var(correction=0) + eps) + beta


def over_everything_unbiased(x, gamma, beta, eps):
    return gamma * (x - x.mean()) / torch.sqrt(x.var() + eps) + beta


def variance_over_everything(x, gamma, beta, eps):
    return gamma * (x - x.mean(-1, keepdim=True)) / torch.sqrt(x.var(correction=0) + eps) + beta


def axis_lost(x, gamma, beta, eps):
    return gamma * (x - x.mean(-1)) / torch.sqrt(x.var(-1, correction=0) + eps) + beta


def axis_lost_unbiased(x, gamma, beta, eps):
    return gamma * (x - x.mean(dim=-1)) / torch.sqrt(x.var(dim=-1) + eps) + beta


def axis_of_the_variance_lost(x, gamma, beta, eps):
    return gamma * (x - x.mean(-1, keepdim=True)) / torch.sqrt(x.var(-1, correction=0) + eps) + beta


def by_the_variance(x, gamma, beta, eps):
    centred = x - x.mean(-1, keepdim=True)
    return gamma * centred / ((centred**2).mean(-1, keepdim=True) + eps) + beta


def by_the_unbiased_variance(x, gamma, beta, eps):
    return gamma * (x - x.mean(-1, keepdim=True)) / (x.var(-1, keepdim=True) + eps) + beta


def by_the_variance_squared(x, gamma, beta, eps):
    centred = x - x.mean(-1, keepdim=True)
    return gamma * centred / torch.sqrt((centred**2).mean(-1, keepdim=True) ** 2 + eps) + beta


def times_the_root(x, gamma, beta, eps):
    centred = x - x.mean(-1, keepdim=True)
    return gamma * centred * torch.sqrt((centred**2).mean(-1, keepdim=True) + eps) + beta


def not_divided(x, gamma, beta, eps):
    return gamma * (x - x.mean(-1, keepdim=True)) + beta


def mean_kept(x, gamma, beta, eps):
    return gamma * x / torch.sqrt(x.var(-1, correction=0, keepdim=True) + eps) + beta


def root_of_mean_square(x, gamma, beta, eps):
    return gamma * x / torch.sqrt((x**2).mean(-1, keepdim=True) + eps) + beta


def mean_kept_in_the_variance(x, gamma, beta, eps):
    mean = x.mean(-1, keepdim=True)
    return gamma * (x - mean) / torch.sqrt((x**2).mean(-1, keepdim=True) + eps) + beta


def sum_of_squares(x, gamma, beta, eps):
    centred = x - x.mean(-1, keepdim=True)
    return gamma * centred / torch.sqrt((centred**2).sum(-1, keepdim=True) + eps) + beta


def length_of_the_row(x, gamma, beta, eps):
    centred = x - x.mean(-1, keepdim=True)
    return gamma * centred / (centred.norm(dim=-1, keepdim=True) + eps) + beta


def _normalized(x, eps):
    return (x - x.mean(-1, keepdim=True)) / torch.sqrt(x.var(-1, correction=0, keepdim=True) + eps)


def no_gamma(x, gamma, beta, eps):
    return _normalized(x, eps) + beta


def no_beta(x, gamma, beta, eps):
    return gamma * _normalized(x, eps)


def neither(x, gamma, beta, eps):
    return _normalized(x, eps)


def neither_unbiased(x, gamma, beta, eps):
    return (x - x.mean(-1, keepdim=True)) / torch.sqrt(x.var(-1, keepdim=True) + eps)


def exchanged(x, gamma, beta, eps):
    return beta * _normalized(x, eps) + gamma


def beta_before_gamma(x, gamma, beta, eps):
    return gamma * (_normalized(x, eps) + beta)


def matrix_product(x, gamma, beta, eps):
    return _normalized(x, eps) @ gamma + beta


def into_x(x, gamma, beta, eps):
    x -= x.mean(-1, keepdim=True)
    x /= torch.sqrt((x**2).mean(-1, keepdim=True) + eps)
    return gamma * x + beta


def into_x_and_on(x, gamma, beta, eps):
    x -= x.mean(-1, keepdim=True)
    x /= torch.sqrt((x**2).mean(-1, keepdim=True) + eps)
    x *= gamma
    x += beta
    return x


def centred_in_place(x, gamma, beta, eps):
    var = x.var(-1, correction=0, keepdim=True)
    x -= x.mean(-1, keepdim=True)
    return gamma * x / torch.sqrt(var + eps) + beta
