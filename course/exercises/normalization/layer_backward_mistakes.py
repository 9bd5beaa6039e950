"""Wrong answers to `layer_norm_backward`."""

import torch


def _parts(x, eps, correction=0):
    """The row's deviation (…, 1) and the normalized x (…, H)."""
    root = torch.sqrt(x.var(-1, correction=correction, keepdim=True) + eps)
    return root, (x - x.mean(-1, keepdim=True)) / root


def _back(d, x_hat, root):
    """From the gradient at x_hat to that at x."""
    return (d - d.mean(-1, keepdim=True) - x_hat * (d * x_hat).mean(-1, keepdim=True)) / root


def _summed(d):
    return d.reshape(-1, d.shape[-1]).sum(0)


def _shares(d_y, x_hat):
    return _summed(d_y * x_hat), _summed(d_y)


def statistics_held_constant(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return d_y * gamma / root, *_shares(d_y, x_hat)


def statistics_held_constant_no_gamma(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return d_y / root, *_shares(d_y, x_hat)


def variance_held_constant(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d = d_y * gamma
    return (d - d.mean(-1, keepdim=True)) / root, *_shares(d_y, x_hat)


def mean_held_constant(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d = d_y * gamma
    return (d - x_hat * (d * x_hat).mean(-1, keepdim=True)) / root, *_shares(d_y, x_hat)


def no_gamma(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y, x_hat, root), *_shares(d_y, x_hat)


def gamma_afterwards(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return gamma * _back(d_y, x_hat, root), *_shares(d_y, x_hat)


def gamma_divided(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y / gamma, x_hat, root), *_shares(d_y, x_hat)


def no_gamma_on_the_mean(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d = d_y * gamma
    d_x = (d - d_y.mean(-1, keepdim=True) - x_hat * (d_y * x_hat).mean(-1, keepdim=True)) / root
    return d_x, *_shares(d_y, x_hat)


def summed_over_the_first(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, root), (d_y * x_hat).sum(0), d_y.sum(0)


def summed_over_the_second(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, root), (d_y * x_hat).sum(1), d_y.sum(1)


def summed_over_the_one_before_the_last(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, root), (d_y * x_hat).sum(-2), d_y.sum(-2)


def summed_over_the_first_two(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    leading = (0, 1) if x.dim() > 2 else 0
    return _back(d_y * gamma, x_hat, root), (d_y * x_hat).sum(leading), d_y.sum(leading)


def summed_over_the_features(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, root), (d_y * x_hat).sum(-1), d_y.sum(-1)


def summed_over_everything(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, root), (d_y * x_hat).sum(), d_y.sum()


def not_summed(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, root), d_y * x_hat, d_y


def averaged(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d_gamma, d_beta = ((one.reshape(-1, x.shape[-1])).mean(0) for one in (d_y * x_hat, d_y))
    return _back(d_y * gamma, x_hat, root), d_gamma, d_beta


def d_gamma_with_x(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, root), *_shares(d_y, x)


def d_gamma_with_the_centred_x(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, root), *_shares(d_y, x_hat * root)


def d_gamma_with_gamma(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, root), *_shares(d_y * gamma, x_hat)


def d_gamma_alone_with_gamma(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, root), _summed(d_y * gamma * x_hat), _summed(d_y)


def sums_for_means(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d = d_y * gamma
    d_x = (d - d.sum(-1, keepdim=True) - x_hat * (d * x_hat).sum(-1, keepdim=True)) / root
    return d_x, *_shares(d_y, x_hat)


def first_mean_as_a_sum(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d = d_y * gamma
    d_x = (d - d.sum(-1, keepdim=True) - x_hat * (d * x_hat).mean(-1, keepdim=True)) / root
    return d_x, *_shares(d_y, x_hat)


def second_mean_as_a_sum(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d = d_y * gamma
    d_x = (d - d.mean(-1, keepdim=True) - x_hat * (d * x_hat).sum(-1, keepdim=True)) / root
    return d_x, *_shares(d_y, x_hat)


def added(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d = d_y * gamma
    d_x = (d + d.mean(-1, keepdim=True) + x_hat * (d * x_hat).mean(-1, keepdim=True)) / root
    return d_x, *_shares(d_y, x_hat)


def variance_term_added(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d = d_y * gamma
    d_x = (d - d.mean(-1, keepdim=True) + x_hat * (d * x_hat).mean(-1, keepdim=True)) / root
    return d_x, *_shares(d_y, x_hat)


def mean_term_without_x_hat(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d = d_y * gamma
    d_x = (d - d.mean(-1, keepdim=True) - (d * x_hat).mean(-1, keepdim=True)) / root
    return d_x, *_shares(d_y, x_hat)


def _means_over(dim, d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d = d_y * gamma
    d_x = (d - d.mean(dim, keepdim=True) - x_hat * (d * x_hat).mean(dim, keepdim=True)) / root
    return d_x, *_shares(d_y, x_hat)


def centred_for_x_hat(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d, centred = d_y * gamma, x_hat * root
    return _back(d, centred, root), *_shares(d_y, x_hat)


def first_term_alone_divided(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d = d_y * gamma
    d_x = d / root - d.mean(-1, keepdim=True) - x_hat * (d * x_hat).mean(-1, keepdim=True)
    return d_x, *_shares(d_y, x_hat)


def last_term_not_divided(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d = d_y * gamma
    d_x = (d - d.mean(-1, keepdim=True)) / root - x_hat * (d * x_hat).mean(-1, keepdim=True)
    return d_x, *_shares(d_y, x_hat)


def axis_lost(d_y, x, gamma, eps):
    root = torch.sqrt(x.var(-1, correction=0) + eps)
    x_hat = (x - x.mean(-1)) / root
    d = d_y * gamma
    return (d - d.mean(-1) - x_hat * (d * x_hat).mean(-1)) / root, *_shares(d_y, x_hat)


def axis_of_the_means_lost(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d = d_y * gamma
    return (d - d.mean(-1) - x_hat * (d * x_hat).mean(-1)) / root, *_shares(d_y, x_hat)


def means_over_the_batch(d_y, x, gamma, eps):
    return _means_over(0, d_y, x, gamma, eps)


def means_over_all_but_the_last(d_y, x, gamma, eps):
    return _means_over(tuple(range(x.dim() - 1)), d_y, x, gamma, eps)


def means_over_everything(d_y, x, gamma, eps):
    return _means_over(tuple(range(x.dim())), d_y, x, gamma, eps)


def by_the_variance(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, root**2), *_shares(d_y, x_hat)


def not_divided(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, 1.0), *_shares(d_y, x_hat)


def times_the_root(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, 1 / root), *_shares(d_y, x_hat)


def unbiased(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps, correction=1)
    return _back(d_y * gamma, x_hat, root), *_shares(d_y, x_hat)


def unbiased_throughout(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps, correction=1)
    d, H = d_y * gamma, x.shape[-1]
    along = (d * x_hat).sum(-1, keepdim=True) / (H - 1)
    return (d - d.mean(-1, keepdim=True) - x_hat * along) / root, *_shares(d_y, x_hat)


def no_eps(d_y, x, gamma, eps):
    root, x_hat = _parts(x, 0.0)
    return _back(d_y * gamma, x_hat, root), *_shares(d_y, x_hat)


def eps_beside_the_root(d_y, x, gamma, eps):
    root = x.std(-1, correction=0, keepdim=True) + eps
    x_hat = (x - x.mean(-1, keepdim=True)) / root
    return _back(d_y * gamma, x_hat, root), *_shares(d_y, x_hat)


def gamma_before_x(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d_gamma, d_beta = _shares(d_y, x_hat)
    return d_gamma, d_beta, _back(d_y * gamma, x_hat, root)


def beta_before_gamma(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    d_gamma, d_beta = _shares(d_y, x_hat)
    return _back(d_y * gamma, x_hat, root), d_beta, d_gamma


def d_x_alone(d_y, x, gamma, eps):
    root, x_hat = _parts(x, eps)
    return _back(d_y * gamma, x_hat, root)
