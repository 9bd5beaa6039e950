"""The way of the gradient back through layer norm."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.normalization import layer_backward_mistakes as wrong
from course.exercises.normalization.inputs import affine, features, tensor
from course.exercises.ready_made import AUTOGRAD, NORMS


def gradients(*shape, eps=1e-2, scale=1.0):
    def draw(rng):
        gamma, _ = affine(rng, shape[-1])
        x = features(rng, *shape)
        mean = x.mean(-1, keepdim=True)
        d_y = tensor(rng.standard_normal(shape) + rng.uniform(0.3, 0.8, shape[-1]))
        return {"d_y": d_y, "x": mean + scale * (x - mean), "gamma": gamma, "eps": eps}

    return draw


def autograd_layer_norm_backward(d_y, x, gamma, eps):
    """Oracle: autograd through torch.nn.functional.layer_norm; beta does not matter for any gradient.

    A row of one number is always normalized to 0, so that two of the gradients are 0 but for rounding: then just 0.
    """
    inputs = [one.clone().requires_grad_() for one in (x, gamma, torch.zeros_like(gamma))]
    with torch.enable_grad():
        y = torch.nn.functional.layer_norm(inputs[0], x.shape[-1:], inputs[1], inputs[2], eps)
        found = torch.autograd.grad(y, inputs, d_y)
    return found if x.shape[-1] > 1 else (torch.zeros_like(x), torch.zeros_like(gamma), found[2])


def with_the_jacobian(d_y, x, gamma, eps):
    H = x.shape[-1]
    rows, d_rows, made = x.reshape(-1, H), d_y.reshape(-1, H), []
    d_gamma, d_beta = torch.zeros_like(gamma), torch.zeros_like(gamma)
    for row, d_row in zip(rows, d_rows):
        root = torch.sqrt(row.var(correction=0) + eps)
        x_hat = (row - row.mean()) / root
        jacobian = (torch.eye(H, dtype=x.dtype) - 1 / H - torch.outer(x_hat, x_hat) / H) / root
        made.append(jacobian @ (gamma * d_row))
        d_gamma, d_beta = d_gamma + d_row * x_hat, d_beta + d_row
    return torch.stack(made).reshape(x.shape), d_gamma, d_beta


def step_by_step(d_y, x, gamma, eps):
    H = x.shape[-1]
    centred = x - x.mean(-1, keepdim=True)
    var = (centred**2).mean(-1, keepdim=True)
    inverse = (var + eps) ** -0.5
    leading = tuple(range(x.dim() - 1))
    d_x_hat = d_y * gamma
    d_inverse = (d_x_hat * centred).sum(-1, keepdim=True)
    d_var = d_inverse * -0.5 * (var + eps) ** -1.5
    d_centred = d_x_hat * inverse + d_var * 2 * centred / H
    d_x = d_centred - d_centred.sum(-1, keepdim=True) / H
    return d_x, (d_y * centred * inverse).sum(dim=leading), d_y.sum(dim=leading)


def with_einsum(d_y, x, gamma, eps):
    var, mean = torch.var_mean(x, dim=-1, correction=0, keepdim=True)
    x_hat = (x - mean) * torch.rsqrt(var + eps)
    d_gamma, d_beta = torch.einsum("...h,...h->h", d_y, x_hat), torch.einsum("...h->h", d_y)
    d = gamma * d_y
    along = torch.einsum("...h,...h->...", d, x_hat)[..., None] / x.shape[-1]
    return [torch.rsqrt(var + eps) * (d - d.mean(-1, keepdim=True) - along * x_hat), d_gamma, d_beta]


layer_norm_backward = Exercise(
    "layer_norm_backward",
    points=3,
    returns="(d_x, d_gamma, d_beta)",
    by_hand=[*AUTOGRAD, *NORMS],
    cases=[
        Case("three rows of five", gradients(3, 5)),
        Case("three other rows of five, and a large ε", gradients(3, 5, eps=0.5)),
        Case("two sequences of three steps", gradients(2, 3, 4, eps=0.1)),
        Case("as many rows as features", gradients(4, 4, eps=0.05)),
        Case("as many sequences as steps and features", gradients(3, 3, 3, eps=0.2)),
        Case("four axes", gradients(2, 2, 3, 4, eps=0.1)),
        Case("a single row", gradients(1, 6, eps=0.1)),
        Case("numbers close together, so that ε counts", gradients(2, 4, eps=0.3, scale=0.2)),
        Case("one feature", gradients(4, 1, eps=0.1)),
    ],
    hidden=[
        Case("four other axes", gradients(2, 3, 2, 5, eps=0.1)),
        Case("many features", gradients(3, 40, eps=0.1)),
        Case("everything of size one", gradients(1, 1, eps=0.2)),
    ],
    oracle=autograd_layer_norm_backward,
    misconceptions=[
        Misconception(
            "statistics_held_constant",
            [wrong.statistics_held_constant, wrong.statistics_held_constant_no_gamma],
            hint="`d_gamma` and `d_beta` are right. In `d_x` the mean and the variance are taken for given numbers, but "
            "they are made of x too: each entry acts on all entries of its row.",
        ),
        Misconception(
            "variance_held_constant",
            [wrong.variance_held_constant],
            hint="The way through the mean is there. The variance depends on x too, and its way is missing.",
        ),
        Misconception(
            "mean_held_constant",
            [wrong.mean_held_constant],
            hint="The way through the variance is there. The mean depends on x too, and its way is missing.",
        ),
        Misconception(
            "gamma_left_out",
            [wrong.no_gamma],
            hint="`gamma` does nothing in `d_x`. On the way there x̂ was multiplied by it, so the gradient is too.",
        ),
        Misconception(
            "gamma_at_another_place",
            [wrong.gamma_afterwards, wrong.gamma_divided, wrong.no_gamma_on_the_mean],
            hint="`gamma` came last on the way there, so it comes first on the way back: everything else in `d_x` is "
            "made of what it leaves.",
        ),
        Misconception(
            "summed_over_one_axis_only",
            [
                wrong.summed_over_the_first,
                wrong.summed_over_the_second,
                wrong.summed_over_the_one_before_the_last,
                wrong.summed_over_the_first_two,
            ],
            hint="One gamma serves every row, of every example and at every step, so its gradient is summed over all "
            "axes but the last. With more than two axes yours misses one.",
        ),
        Misconception(
            "summed_otherwise",
            [wrong.summed_over_the_features, wrong.summed_over_everything, wrong.not_summed],
            hint="`d_gamma` and `d_beta` have the shape of gamma, (H,): add over all rows, and over nothing else.",
        ),
        Misconception(
            "averaged",
            [wrong.averaged],
            hint="It looks as if `d_gamma` and `d_beta` are means over the rows. A gradient is a sum; if the loss is a "
            "mean, `d_y` holds that division already.",
        ),
        Misconception(
            "d_gamma_of_another_factor",
            [wrong.d_gamma_with_x, wrong.d_gamma_with_the_centred_x],
            hint="`d_gamma` is made with something else than what gamma multiplies: x after it has been normalized.",
        ),
        Misconception(
            "gamma_in_its_own_gradient",
            [wrong.d_gamma_with_gamma, wrong.d_gamma_alone_with_gamma],
            hint="`d_gamma` or `d_beta` holds gamma itself. The slope of `gamma · x̂ + beta` in gamma does not.",
        ),
        Misconception(
            "sums_for_means",
            [wrong.sums_for_means, wrong.first_mean_as_a_sum, wrong.second_mean_as_a_sum],
            hint="In `d_x`, something that is subtracted is H times too large: what is taken over the row are two "
            "means, and not sums.",
        ),
        Misconception(
            "added",
            [wrong.added, wrong.variance_term_added],
            hint="A sign in `d_x` is turned round. What a row has in common goes away in normalizing, so it is taken "
            "away from the gradient as well.",
        ),
        Misconception(
            "x_hat_left_out",
            [wrong.mean_term_without_x_hat],
            hint="In the way through the variance a factor is missing: larger entries move the variance more.",
        ),
        Misconception(
            "centred_for_x_hat",
            [wrong.centred_for_x_hat],
            hint="In the way through the variance stands x̂, the row as it is after the division too. Yours has only "
            "lost its mean.",
        ),
        Misconception(
            "divided_in_part",
            [wrong.first_term_alone_divided, wrong.last_term_not_divided],
            hint="In `d_x` not every term is divided as it should be: the root stands below all three, and x̂ holds one "
            "more of its own.",
        ),
        Misconception(
            "axis_lost",
            [wrong.axis_lost, wrong.axis_of_the_means_lost],
            hint="A mean over the last axis drops that axis, and torch then lines up what is left with the wrong one. "
            "Look up what `keepdim` does.",
        ),
        Misconception(
            "means_over_another_axis",
            [wrong.means_over_the_batch, wrong.means_over_all_but_the_last, wrong.means_over_everything],
            hint="The means in `d_x` are taken along another axis. A row was normalized by itself, so its gradient "
            "depends on nothing but that row.",
        ),
        Misconception(
            "divided_by_something_else",
            [wrong.by_the_variance, wrong.not_divided, wrong.times_the_root],
            hint="`d_x` has another size in every row. On the way there the row was divided once, by the root of its "
            "variance plus `eps`; the same happens to its gradient.",
        ),
        Misconception(
            "unbiased_variance",
            [wrong.unbiased, wrong.unbiased_throughout],
            hint="The variance is a little too large: it looks as if you divide by H − 1, as torch's `var` does unless "
            "it is told otherwise.",
        ),
        Misconception(
            "eps_at_another_place",
            [wrong.no_eps, wrong.eps_beside_the_root],
            hint="`eps` is missing or stands outside of the root. It is added to the variance, just as on the way "
            "there.",
        ),
        Misconception(
            "results_in_another_order",
            [wrong.gamma_before_x, wrong.beta_before_gamma],
            hint="All three gradients are there, in another order than the text asks for. Compare with the line that "
            "begins with `returns`.",
        ),
        Misconception(
            "d_x_alone",
            [wrong.d_x_alone],
            hint="`d_x` alone came back. Three gradients are asked for.",
        ),
    ],
    variants=[with_the_jacobian, step_by_step, with_einsum],
    equivalent_mutants={"x - mean → mean - x": "the distance is squared"},
)
