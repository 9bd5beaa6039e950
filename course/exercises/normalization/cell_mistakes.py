"""Wrong answers to `layer_norm_rnn_step`."""

import torch


def _norm(a, gamma, beta, eps, correction=0, dim=-1):
    var = a.var(dim, correction=correction, keepdim=True)
    return gamma * (a - a.mean(dim, keepdim=True)) / torch.sqrt(var + eps) + beta


def h_before_the_product(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(x_t @ W_x + _norm(h_prev, gamma, beta, eps) @ W_h)


def h_after_the_product(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(x_t @ W_x + _norm(h_prev @ W_h, gamma, beta, eps))


def h_after_the_product_beta_later(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(x_t @ W_x + _norm(h_prev @ W_h, gamma, 0.0, eps) + beta)


def h_before_the_product_and_the_sum(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x + _norm(h_prev, gamma, beta, eps) @ W_h, gamma, beta, eps))


def after_tanh(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return _norm(torch.tanh(x_t @ W_x + h_prev @ W_h), gamma, beta, eps)


def before_and_after_tanh(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return _norm(torch.tanh(_norm(x_t @ W_x + h_prev @ W_h, gamma, beta, eps)), gamma, beta, eps)


def each_with_all(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x, gamma, beta, eps) + _norm(h_prev @ W_h, gamma, beta, eps))


def each_and_beta_once(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x, gamma, 0.0, eps) + _norm(h_prev @ W_h, gamma, beta, eps))


def each_squashed(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x, gamma, beta, eps)) + torch.tanh(_norm(h_prev @ W_h, gamma, beta, eps))


def each_and_the_sum(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    both = _norm(x_t @ W_x, gamma, beta, eps) + _norm(h_prev @ W_h, gamma, beta, eps)
    return torch.tanh(_norm(both, gamma, beta, eps))


def the_input_alone(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x, gamma, beta, eps) + h_prev @ W_h)


def the_input_alone_beta_later(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x, gamma, 0.0, eps) + h_prev @ W_h + beta)


def no_tanh(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return _norm(x_t @ W_x + h_prev @ W_h, gamma, beta, eps)


def sigmoid(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.sigmoid(_norm(x_t @ W_x + h_prev @ W_h, gamma, beta, eps))


def relu(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.relu(_norm(x_t @ W_x + h_prev @ W_h, gamma, beta, eps))


def over_the_batch(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x + h_prev @ W_h, gamma, beta, eps, dim=0))


def unbiased(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x + h_prev @ W_h, gamma, beta, eps, correction=1))


def eps_beside_the_root(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    a = x_t @ W_x + h_prev @ W_h
    root = a.std(-1, correction=0, keepdim=True) + eps
    return torch.tanh(gamma * (a - a.mean(-1, keepdim=True)) / root + beta)


def no_gamma(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x + h_prev @ W_h, 1.0, beta, eps))


def no_beta(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x + h_prev @ W_h, gamma, 0.0, eps))


def neither(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x + h_prev @ W_h, 1.0, 0.0, eps))


def beta_inside_too(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x + h_prev @ W_h + beta, gamma, beta, eps))


def beta_inside(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x + h_prev @ W_h + beta, gamma, 0.0, eps))


def beta_after_tanh(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x + h_prev @ W_h, gamma, 0.0, eps)) + beta


def gamma_and_beta_after_tanh(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return gamma * torch.tanh(_norm(x_t @ W_x + h_prev @ W_h, 1.0, 0.0, eps)) + beta


def not_normalized(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(x_t @ W_x + h_prev @ W_h + beta)


def scaled_and_not_normalized(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(gamma * (x_t @ W_x + h_prev @ W_h) + beta)


def transposed_recurrence(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x + h_prev @ W_h.T, gamma, beta, eps))


def input_ignored(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(h_prev @ W_h, gamma, beta, eps))


def state_ignored(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    return torch.tanh(_norm(x_t @ W_x, gamma, beta, eps))
