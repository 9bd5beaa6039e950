"""Layer norm: each row by its own mean and variance."""

import math

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.normalization import layer_mistakes as wrong
from course.exercises.normalization.inputs import affine, features
from course.exercises.ready_made import NORMS


def rows(*shape, eps=1e-3, scale=1.0):
    """Draw x of that shape; scale: of its numbers around each row's mean"""

    def draw(rng):
        gamma, beta = affine(rng, shape[-1])
        x = features(rng, *shape)
        mean = x.mean(-1, keepdim=True)
        return {"x": mean + scale * (x - mean), "gamma": gamma, "beta": beta, "eps": eps}

    return draw


def a_row_of_zeros(rng):
    """Draw rows, one of which holds nothing but zeros: its variance is 0."""
    inputs = rows(3, 4, eps=0.01)(rng)
    inputs["x"][1] = 0.0
    return inputs


def torch_layer_norm(x, gamma, beta, eps):
    """Oracle: torch.nn.functional.layer_norm."""
    return torch.nn.functional.layer_norm(x, x.shape[-1:], gamma, beta, eps)


def mean_of_squares_less_square_of_mean(x, gamma, beta, eps):
    mean = x.mean(-1, keepdim=True)
    var = (x**2).mean(-1, keepdim=True) - mean**2
    return (x - mean) * (var + eps) ** -0.5 * gamma + beta


def with_var_mean(x, gamma, beta, eps):
    var, mean = torch.var_mean(x, dim=-1, unbiased=False, keepdim=True)
    return torch.addcmul(beta, (x - mean) * torch.rsqrt(var + eps), gamma)


def with_a_product(x, gamma, beta, eps):
    H = x.shape[-1]
    centred = x - x @ torch.full((H, H), 1 / H, dtype=x.dtype)
    std = torch.einsum("...h,...h->...", centred, centred).div(H).add(eps).sqrt()
    return centred / std.unsqueeze(-1) * gamma + beta


def row_by_row(x, gamma, beta, eps):
    made = []
    for row in x.reshape(-1, x.shape[-1]).tolist():
        mean = sum(row) / len(row)
        root = math.sqrt(sum((one - mean) ** 2 for one in row) / len(row) + eps)
        made.append([g * (one - mean) / root + b for one, g, b in zip(row, gamma.tolist(), beta.tolist())])
    return torch.tensor(made, dtype=x.dtype).reshape(x.shape)


def turned_round(x, gamma, beta, eps):
    columns = x.movedim(-1, 0)
    centred = columns - columns.mean(0)
    y = centred / (centred.pow(2).mean(0) + eps).sqrt()
    return y.movedim(0, -1) * gamma + beta


layer_norm = Exercise(
    "layer_norm",
    points=2,
    returns="y",
    by_hand=NORMS,
    cases=[
        Case("three rows of five", rows(3, 5)),
        Case("three other rows of five, and a large ε", rows(3, 5, eps=0.5)),
        Case("two sequences of four steps", rows(2, 4, 3, eps=0.1)),
        Case("as many rows as features", rows(4, 4, eps=0.02)),
        Case("a single row, without a batch", rows(6, eps=0.05)),
        Case("numbers close together, so that ε counts", rows(2, 6, eps=0.2, scale=0.1)),
        Case("a row of zeros", a_row_of_zeros),
        Case("two features", rows(4, 2, eps=0.3)),
        Case("one feature", rows(3, 1, eps=0.1)),
    ],
    hidden=[
        Case("four axes", rows(2, 3, 2, 5, eps=0.1)),
        Case("steps, sequences and features of one number", rows(3, 3, 3, eps=0.25)),
        Case("many features", rows(5, 64, eps=0.1)),
        Case("everything of size one", rows(1, 1, eps=0.1)),
    ],
    oracle=torch_layer_norm,
    misconceptions=[
        Misconception(
            "unbiased_variance",
            [wrong.unbiased, wrong.unbiased_by_hand],
            hint="The variance is a little too large: it looks as if you divide by H − 1, as torch's `var` does unless "
            "it is told otherwise. Here the sum of squares is divided by H.",
        ),
        Misconception(
            "eps_outside_the_root",
            [wrong.eps_beside_the_root, wrong.eps_beside_the_quotient],
            hint="`eps` acts at another place than in the formula. Look at what it is added to, and whether that "
            "happens before or after the root is taken.",
        ),
        Misconception(
            "unbiased_and_eps_outside",
            [wrong.unbiased_and_eps_outside],
            hint="Two things differ from the formula: torch's `std` divides by H − 1 unless it is told otherwise, and "
            "`eps` is added after the root instead of before it.",
        ),
        Misconception(
            "eps_left_out",
            [wrong.no_eps, wrong.no_eps_unbiased],
            hint="`eps` does nothing here. In a row that holds one number throughout the variance is 0, and you "
            "divide 0 by 0.",
        ),
        Misconception(
            "eps_squared",
            [wrong.eps_squared],
            hint="It looks as if `eps` were squared. It is added to the variance just as it is given.",
        ),
        Misconception(
            "wrong_axis",
            [
                wrong.first_axis,
                wrong.second_axis,
                wrong.axis_before_the_last,
                wrong.all_axes_but_the_first,
                wrong.all_axes_but_the_last,
                wrong.first_axis_unbiased,
                wrong.mean_over_the_first_axis,
                wrong.variance_over_the_first_axis,
            ],
            hint="The mean or the variance is taken along another axis. Each row of features is normalized by itself, "
            "and the features are always the last axis, however many there are.",
        ),
        Misconception(
            "over_everything",
            [wrong.over_everything, wrong.over_everything_unbiased, wrong.variance_over_everything],
            hint="It looks as if there is one mean or one variance for the whole tensor. Each row of features has "
            "its own.",
        ),
        Misconception(
            "axis_lost",
            [wrong.axis_lost, wrong.axis_lost_unbiased, wrong.axis_of_the_variance_lost],
            hint="A mean over the last axis drops that axis, and torch then lines up what is left with the wrong one. "
            "Look up what `keepdim` does.",
        ),
        Misconception(
            "divides_by_the_variance",
            [wrong.by_the_variance, wrong.by_the_unbiased_variance, wrong.by_the_variance_squared],
            hint="You divide by the variance, which is in squared units. A row that is doubled should give the same "
            "result: what does its variance do?",
        ),
        Misconception(
            "multiplied",
            [wrong.times_the_root],
            hint="It looks as if you multiply by the root. Large numbers should become smaller.",
        ),
        Misconception(
            "not_divided",
            [wrong.not_divided],
            hint="The mean is gone, and the spread is as before: the rows are not divided by anything.",
        ),
        Misconception(
            "mean_kept",
            [wrong.mean_kept, wrong.root_of_mean_square],
            hint="The mean is not subtracted from x: before gamma and beta each row should have the mean 0.",
        ),
        Misconception(
            "mean_kept_in_the_variance",
            [wrong.mean_kept_in_the_variance],
            hint="The variance is the mean of the squared distances from the mean. It looks as if yours is the mean of "
            "the squares of x itself.",
        ),
        Misconception(
            "sum_for_mean",
            [wrong.sum_of_squares, wrong.length_of_the_row],
            hint="It looks as if the squares are added up and not averaged: then the result gets smaller the more "
            "features there are.",
        ),
        Misconception(
            "gamma_left_out",
            [wrong.no_gamma],
            hint="`gamma` does nothing here. It scales each feature after the row has been normalized.",
        ),
        Misconception(
            "beta_left_out",
            [wrong.no_beta],
            hint="`beta` does nothing here. It is added to each feature at the very end.",
        ),
        Misconception(
            "gamma_and_beta_left_out",
            [wrong.neither, wrong.neither_unbiased],
            hint="The rows are normalized, but neither `gamma` nor `beta` is used.",
        ),
        Misconception(
            "gamma_and_beta_exchanged",
            [wrong.exchanged],
            hint="`gamma` and `beta` have changed places: one of them multiplies, the other one is added.",
        ),
        Misconception(
            "beta_before_gamma",
            [wrong.beta_before_gamma],
            hint="It looks as if `beta` is added before `gamma` multiplies, so that it is multiplied too.",
        ),
        Misconception(
            "matrix_product",
            [wrong.matrix_product],
            hint="`@` adds up over the features, and they are gone. `gamma` holds one factor for each feature.",
        ),
        Misconception(
            "in_place",
            [wrong.into_x, wrong.into_x_and_on, wrong.centred_in_place],
            hint="`x -= …` and its like write into the caller's own tensor. Give the result of each step a name of "
            "its own.",
        ),
    ],
    variants=[mean_of_squares_less_square_of_mean, with_var_mean, with_a_product, row_by_row, turned_round],
    equivalent_mutants={"x - mean → mean - x": "the distance is squared"},
)
