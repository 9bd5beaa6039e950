"""Batch norm: each feature by the mean and the variance of a batch, and by running ones afterwards."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.normalization import batch_mistakes as wrong
from course.exercises.normalization.inputs import affine, features, tensor
from course.exercises.ready_made import NORMS


def a_batch(B, H, training, momentum=0.1, eps=1e-3, scale=1.0):
    """Draw a batch; scale: of its numbers around each feature's mean"""

    def draw(rng):
        gamma, beta = affine(rng, H)
        x = features(rng, B, H)
        return {
            "x": x.mean(0) + scale * (x - x.mean(0)),
            "gamma": gamma,
            "beta": beta,
            "running_mean": tensor(rng.uniform(0.5, 2.0, H) * rng.choice([-1.0, 1.0], H)),
            "running_var": tensor(rng.uniform(3.0, 5.0, H)),
            "momentum": momentum,
            "eps": eps,
            "training": training,
        }

    return draw


def torch_batch_norm(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    """Oracle: torch.nn.functional.batch_norm, which writes into copies of the running values."""
    running = running_mean.clone(), running_var.clone()
    y = torch.nn.functional.batch_norm(x, *running, gamma, beta, training, momentum, eps)
    return y, *running


def one_feature_at_a_time(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    columns, means, variances = [], [], []
    for j in range(x.shape[1]):
        column, mean, var = x[:, j], running_mean[j], running_var[j]
        old_mean, old_var, n = mean, var, len(column)
        if training:
            mean = column.sum() / n
            var = ((column - mean) ** 2).sum() / n
            old_mean = old_mean + momentum * (mean - old_mean)
            old_var = old_var + momentum * (var * n / (n - 1) - old_var)
        columns.append(gamma[j] * (column - mean) / (var + eps) ** 0.5 + beta[j])
        means.append(old_mean)
        variances.append(old_var)
    return torch.stack(columns, dim=1), torch.stack(means), torch.stack(variances)


def with_lerp(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    if not training:
        return (x - running_mean) * (gamma * torch.rsqrt(running_var + eps)) + beta, running_mean, running_var
    var, mean = torch.var_mean(x, dim=0, correction=0)
    unbiased = var * len(x) / (len(x) - 1)
    y = (x - mean) * (gamma * torch.rsqrt(var + eps)) + beta
    return [y, torch.lerp(running_mean, mean, momentum), torch.lerp(running_var, unbiased, momentum)]


def copies_written_into(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    running_mean, running_var = running_mean.clone(), running_var.clone()
    mean, root = running_mean, torch.sqrt(running_var + eps)
    if training:
        mean = x.mean(dim=0)
        root = torch.sqrt(((x - mean) ** 2).mean(dim=0) + eps)
        running_mean *= 1 - momentum
        running_mean += momentum * mean
        running_var *= 1 - momentum
        running_var += momentum * torch.var(x, dim=0)
    return gamma * ((x - mean) / root) + beta, running_mean, running_var


def with_the_axis_kept(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    mean, var = running_mean[None], running_var[None]
    if training:
        mean = torch.einsum("bh->h", x)[None] / x.shape[0]
        var = (x * x).mean(0, keepdim=True) - mean * mean
        bessel = x.shape[0] / (x.shape[0] - 1)
        running_mean = running_mean * (1 - momentum) + mean[0] * momentum
        running_var = running_var * (1 - momentum) + bessel * var[0] * momentum
    return (x - mean) / torch.sqrt(var + eps) * gamma[None] + beta[None], running_mean, running_var


batch_norm = Exercise(
    "batch_norm",
    points=3,
    parts={"evaluation": 1},
    returns="(y, running_mean, running_var)",
    by_hand=NORMS,
    cases=[
        Case("training, four examples", a_batch(4, 3, True)),
        Case("training, four other examples, another momentum and a large ε", a_batch(4, 3, True, 0.3, 0.5)),
        Case("evaluation, four examples", a_batch(4, 3, False, eps=0.1), part="evaluation"),
        Case("evaluation, a single example", a_batch(1, 5, False, 0.2, eps=0.5), part="evaluation"),
        Case("training, two examples", a_batch(2, 4, True, 0.25, 0.2)),
        Case("training, as many examples as features", a_batch(3, 3, True, 0.9, 0.1)),
        Case("training, numbers close together, so that ε counts", a_batch(5, 2, True, 0.2, 0.3, scale=0.15)),
        Case("training, one feature", a_batch(6, 1, True, 0.4, 0.05)),
        Case("evaluation, everything of size one", a_batch(1, 1, False, 0.3, eps=0.3), part="evaluation"),
    ],
    hidden=[
        Case("training, a momentum of 1", a_batch(3, 4, True, 1.0, 0.1)),
        Case("evaluation, as many examples as features", a_batch(4, 4, False, 0.3, 0.2), part="evaluation"),
        Case("training, a large batch", a_batch(32, 5, True, 0.2, 0.1)),
    ],
    oracle=torch_batch_norm,
    misconceptions=[
        Misconception(
            "in_place",
            [wrong.written_into, wrong.written_into_biased],
            hint="`running_mean` and `running_var` belong to the caller, and the function has written into them. "
            "Return new tensors instead.",
        ),
        Misconception(
            "batch_statistics_in_evaluation",
            [
                wrong.always_the_batch,
                wrong.training_ignored,
                wrong.training_ignored_biased,
                wrong.training_ignored_unbiased,
                wrong.always_the_batch_biased,
            ],
            hint="In evaluation, too, your result depends on who else is in the batch. There it is normalized by what "
            "was collected in training, and a single example is enough.",
        ),
        Misconception(
            "training_turned_round",
            [wrong.training_turned_round],
            hint="It looks as if training and evaluation have changed places: in training the batch counts, in "
            "evaluation what has been collected.",
        ),
        Misconception(
            "running_statistics_in_training",
            [
                wrong.normalized_by_the_new_running_ones,
                wrong.normalized_by_the_new_running_ones_biased,
                wrong.normalized_by_the_old_running_ones,
            ],
            hint="In training, x is normalized by the statistics of its own batch. The running ones are only "
            "brought up to date.",
        ),
        Misconception(
            "biased_running_variance",
            [wrong.biased_running_variance, wrong.correction_turned_round],
            hint="y is right, and the running variance a little too small. What is stored is an estimate for data not "
            "in this batch, and divides by another number.",
        ),
        Misconception(
            "momentum_turned_round",
            [
                wrong.momentum_turned_round,
                wrong.momentum_turned_round_biased,
                wrong.unbiased_and_momentum_turned_round,
            ],
            hint="It looks as if `momentum` is the share of the old value. Here it is the weight of the new batch, as "
            "in torch.",
        ),
        Misconception(
            "normalizes_with_the_unbiased_one",
            [wrong.normalized_by_the_unbiased_one],
            hint="The running variance is right, and y is a little too small: it looks as if x is divided by "
            "the root of the same variance that is stored.",
        ),
        Misconception(
            "the_two_exchanged",
            [wrong.the_two_exchanged],
            hint="Both variances are there, at each other's place: one divides by B and normalizes, the other one by "
            "B − 1 and is stored.",
        ),
        Misconception(
            "updated_in_evaluation",
            [
                wrong.updated_in_evaluation_too,
                wrong.updated_before_evaluation_too,
                wrong.statistics_of_the_batch_returned_in_evaluation,
            ],
            hint="In evaluation nothing is learned: the running values come back as they were given.",
        ),
        Misconception(
            "not_updated",
            [wrong.never_updated, wrong.only_the_mean_updated],
            hint="After training a running value is still the old one. A share of the batch's own goes into the mean "
            "and into the variance.",
        ),
        Misconception(
            "replaced_by_the_batch",
            [wrong.replaced_by_the_batch, wrong.replaced_by_the_batch_biased],
            hint="What you return are the batch's own statistics. The running ones mix them with the old values, so "
            "that all batches so far have a say.",
        ),
        Misconception(
            "added_to_the_old",
            [wrong.added_to_the_old],
            hint="It looks as if the old running value keeps its full weight, so that it grows with every batch. The "
            "two weights should sum to 1.",
        ),
        Misconception(
            "deviation_stored",
            [wrong.deviation_stored],
            hint="It looks as if the standard deviation is stored. A running variance mixes variances.",
        ),
        Misconception(
            "over_the_features",
            [wrong.over_the_features, wrong.over_the_features_axis_lost],
            hint="That is a mean over the features of each example, as in layer norm. Batch norm looks at one feature "
            "and asks all examples.",
        ),
        Misconception(
            "over_everything",
            [wrong.over_everything],
            hint="It looks as if there is one mean and one variance for the whole batch. Each feature has its own.",
        ),
        Misconception(
            "axis_kept",
            [wrong.axis_kept],
            hint="The numbers are right, but the running values have got an axis too many: they have the shape (H,).",
        ),
        Misconception(
            "eps_outside_the_root",
            [wrong.eps_beside_the_root],
            hint="`eps` acts at another place than in the formula: it is added to the variance, before the root "
            "is taken.",
        ),
        Misconception(
            "unbiased_and_eps_outside",
            [wrong.by_the_deviation_plus_eps],
            hint="Two things differ from the formula for y: torch's `std` divides by B − 1 unless it is told otherwise, "
            "and `eps` is added after the root instead of before it.",
        ),
        Misconception(
            "divides_by_the_variance",
            [wrong.by_the_variance],
            hint="You divide by the variance, which is in squared units. What is missing around it?",
        ),
        Misconception(
            "gamma_left_out",
            [wrong.no_gamma],
            hint="`gamma` does nothing here. It scales each feature after it has been normalized.",
        ),
        Misconception(
            "beta_left_out",
            [wrong.no_beta],
            hint="`beta` does nothing here. It is added to each feature at the very end.",
        ),
        Misconception(
            "gamma_and_beta_left_out",
            [wrong.neither, wrong.neither_in_evaluation],
            hint="There are results in which neither `gamma` nor `beta` counts. Both are used in training and in "
            "evaluation.",
        ),
        Misconception(
            "y_alone",
            [wrong.y_alone],
            hint="y alone came back. Three results are asked for: y, the running mean and the running variance.",
        ),
        Misconception(
            "variance_before_the_mean",
            [wrong.variance_before_the_mean],
            hint="The running values came back in another order: first the mean, then the variance.",
        ),
    ],
    variants=[one_feature_at_a_time, with_lerp, copies_written_into, with_the_axis_kept],
    equivalent_mutants={"x - mean → mean - x": "the distance is squared"},
)
