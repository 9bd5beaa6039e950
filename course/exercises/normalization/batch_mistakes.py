"""Wrong answers to `batch_norm`."""

import torch


def _normal(x, mean, var, gamma, beta, eps):
    return gamma * (x - mean) / torch.sqrt(var + eps) + beta


def _mixed(old, new, momentum):
    return (1 - momentum) * old + momentum * new


def always_the_batch(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    mean, var = x.mean(0), x.var(0, correction=0)
    if training:
        running_mean = _mixed(running_mean, mean, momentum)
        running_var = _mixed(running_var, x.var(0), momentum)
    return _normal(x, mean, var, gamma, beta, eps), running_mean, running_var


def training_ignored(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    mean, var = x.mean(0), x.var(0, correction=0)
    made = _mixed(running_mean, mean, momentum), _mixed(running_var, x.var(0), momentum)
    return _normal(x, mean, var, gamma, beta, eps), *made


def training_ignored_biased(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    mean, var = x.mean(0), x.var(0, correction=0)
    made = _mixed(running_mean, mean, momentum), _mixed(running_var, var, momentum)
    return _normal(x, mean, var, gamma, beta, eps), *made


def training_ignored_unbiased(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    mean, var = x.mean(0), x.var(0)
    made = _mixed(running_mean, mean, momentum), _mixed(running_var, var, momentum)
    return _normal(x, mean, var, gamma, beta, eps), *made


def always_the_batch_biased(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    mean, var = x.mean(0), x.var(0, correction=0)
    if training:
        running_mean, running_var = _mixed(running_mean, mean, momentum), _mixed(running_var, var, momentum)
    return _normal(x, mean, var, gamma, beta, eps), running_mean, running_var


def training_turned_round(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _plain(x, gamma, beta, running_mean, running_var, momentum, eps, not training)


def _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training, correction=1):
    if not training:
        return _normal(x, running_mean, running_var, gamma, beta, eps), running_mean, running_var
    mean, var = x.mean(0), x.var(0, correction=0)
    made = _mixed(running_mean, mean, momentum), _mixed(running_var, x.var(0, correction=correction), momentum)
    return _normal(x, mean, var, gamma, beta, eps), *made


def normalized_by_the_new_running_ones(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    if training:
        running_mean = _mixed(running_mean, x.mean(0), momentum)
        running_var = _mixed(running_var, x.var(0), momentum)
    return _normal(x, running_mean, running_var, gamma, beta, eps), running_mean, running_var


def normalized_by_the_new_running_ones_biased(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    if training:
        running_mean = _mixed(running_mean, x.mean(0), momentum)
        running_var = _mixed(running_var, x.var(0, correction=0), momentum)
    return _normal(x, running_mean, running_var, gamma, beta, eps), running_mean, running_var


def normalized_by_the_old_running_ones(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    _, new_mean, new_var = _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    return _normal(x, running_mean, running_var, gamma, beta, eps), new_mean, new_var


def biased_running_variance(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training, correction=0)


def correction_turned_round(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    y, new_mean, new_var = _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    if training:
        new_var = _mixed(running_var, x.var(0, correction=0) * (len(x) - 1) / len(x), momentum)
    return y, new_mean, new_var


def momentum_turned_round(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _plain(x, gamma, beta, running_mean, running_var, 1 - momentum, eps, training)


def momentum_turned_round_biased(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _plain(x, gamma, beta, running_mean, running_var, 1 - momentum, eps, training, correction=0)


def _unbiased(x, gamma, beta, running_mean, running_var, momentum, eps, training, correction=1):
    if not training:
        return _normal(x, running_mean, running_var, gamma, beta, eps), running_mean, running_var
    mean, var = x.mean(0), x.var(0)
    made = _mixed(running_mean, mean, momentum), _mixed(running_var, x.var(0, correction=correction), momentum)
    return _normal(x, mean, var, gamma, beta, eps), *made


def normalized_by_the_unbiased_one(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _unbiased(x, gamma, beta, running_mean, running_var, momentum, eps, training)


def the_two_exchanged(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _unbiased(x, gamma, beta, running_mean, running_var, momentum, eps, training, correction=0)


def unbiased_and_momentum_turned_round(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _unbiased(x, gamma, beta, running_mean, running_var, 1 - momentum, eps, training)


def written_into(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    y, new_mean, new_var = _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    running_mean.copy_(new_mean)
    running_var.copy_(new_var)
    return y, running_mean, running_var


def written_into_biased(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    y, new_mean, new_var = biased_running_variance(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    running_mean[:], running_var[:] = new_mean, new_var
    return y, running_mean, running_var


def updated_in_evaluation_too(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    made = _mixed(running_mean, x.mean(0), momentum), _mixed(running_var, x.var(0), momentum)
    if training:
        return _normal(x, x.mean(0), x.var(0, correction=0), gamma, beta, eps), *made
    return _normal(x, running_mean, running_var, gamma, beta, eps), *made


def updated_before_evaluation_too(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    made = _mixed(running_mean, x.mean(0), momentum), _mixed(running_var, x.var(0), momentum)
    if training:
        return _normal(x, x.mean(0), x.var(0, correction=0), gamma, beta, eps), *made
    return _normal(x, *made, gamma, beta, eps), *made


def never_updated(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    y, _, _ = _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    return y, running_mean, running_var


def only_the_mean_updated(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    y, new_mean, _ = _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    return y, new_mean, running_var


def replaced_by_the_batch(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _plain(x, gamma, beta, running_mean, running_var, 1.0, eps, training)


def replaced_by_the_batch_biased(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _plain(x, gamma, beta, running_mean, running_var, 1.0, eps, training, correction=0)


def added_to_the_old(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    y, _, _ = _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    if training:
        return y, running_mean + momentum * x.mean(0), running_var + momentum * x.var(0)
    return y, running_mean, running_var


def deviation_stored(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    y, new_mean, new_var = _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    return y, new_mean, _mixed(running_var, x.std(0), momentum) if training else new_var


def _along(dim, x, gamma, beta, running_mean, running_var, momentum, eps, training):
    if not training:
        return _normal(x, running_mean, running_var, gamma, beta, eps), running_mean, running_var
    mean, var = x.mean(dim, keepdim=True), x.var(dim, correction=0, keepdim=True)
    made = _mixed(running_mean, mean, momentum), _mixed(running_var, x.var(dim, keepdim=True), momentum)
    return _normal(x, mean, var, gamma, beta, eps), *made


def over_the_features(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _along(1, x, gamma, beta, running_mean, running_var, momentum, eps, training)


def over_the_features_axis_lost(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    if not training:
        return _normal(x, running_mean, running_var, gamma, beta, eps), running_mean, running_var
    mean, var = x.mean(1), x.var(1, correction=0)
    made = _mixed(running_mean, mean, momentum), _mixed(running_var, x.var(1), momentum)
    return _normal(x, mean, var, gamma, beta, eps), *made


def over_everything(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    if not training:
        return _normal(x, running_mean, running_var, gamma, beta, eps), running_mean, running_var
    made = _mixed(running_mean, x.mean(), momentum), _mixed(running_var, x.var(), momentum)
    return _normal(x, x.mean(), x.var(correction=0), gamma, beta, eps), *made


def axis_kept(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _along(0, x, gamma, beta, running_mean, running_var, momentum, eps, training)


def eps_beside_the_root(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    mean, var = (x.mean(0), x.var(0, correction=0)) if training else (running_mean, running_var)
    _, *made = _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    return gamma * (x - mean) / (torch.sqrt(var) + eps) + beta, *made


def by_the_deviation_plus_eps(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    mean, std = (x.mean(0), x.std(0)) if training else (running_mean, torch.sqrt(running_var))
    _, *made = _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    return gamma * (x - mean) / (std + eps) + beta, *made


def by_the_variance(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    mean, var = (x.mean(0), x.var(0, correction=0)) if training else (running_mean, running_var)
    _, *made = _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    return gamma * (x - mean) / (var + eps) + beta, *made


def no_gamma(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _plain(x, 1.0, beta, running_mean, running_var, momentum, eps, training)


def no_beta(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _plain(x, gamma, 0.0, running_mean, running_var, momentum, eps, training)


def neither(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _plain(x, 1.0, 0.0, running_mean, running_var, momentum, eps, training)


def neither_in_evaluation(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    own = (gamma, beta) if training else (1.0, 0.0)
    return _plain(x, *own, running_mean, running_var, momentum, eps, training)


def y_alone(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    return _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training)[0]


def variance_before_the_mean(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    y, new_mean, new_var = _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    return y, new_var, new_mean


def statistics_of_the_batch_returned_in_evaluation(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    y, new_mean, new_var = _plain(x, gamma, beta, running_mean, running_var, momentum, eps, training)
    return (y, new_mean, new_var) if training else (y, x.mean(0), x.var(0))
