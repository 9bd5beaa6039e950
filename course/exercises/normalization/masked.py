"""The statistics of a batch of sequences, without their padding."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.normalization import masked_mistakes as wrong
from course.exercises.normalization.inputs import features, tensor


def _drawn(rng, real, H):
    """Numbers for real tokens, and larger ones, all finite, for padding."""
    shape = (*real.shape, H)
    padding = tensor(rng.uniform(20.0, 60.0, shape) * rng.choice([-1.0, 1.0], H))
    return {"x": torch.where(real[:, :, None], features(rng, *shape), padding), "real": real}


def lengths(*steps, T, H):
    """Rows of so many steps each, in any order, with their padding at the end."""

    def draw(rng):
        return _drawn(rng, torch.arange(T) < torch.from_numpy(rng.permutation(steps))[:, None], H)

    return draw


def padding_anywhere(rng):
    """Padding in front, in the middle, behind, and a row of nothing else."""
    real = torch.tensor([[0, 0, 1, 1], [1, 0, 0, 1], [1, 1, 1, 0], [0, 0, 0, 0], [1, 1, 1, 1]], dtype=torch.bool)
    return _drawn(rng, real[torch.from_numpy(rng.permutation(5))], 3)


def some_real_zeros(rng):
    """Real tokens of which some entries are exactly 0, as after a ReLU."""
    inputs = lengths(3, 4, T=4, H=3)(rng)
    inputs["x"][0, :2, 0] = 0.0
    inputs["x"][1, 1, 1:] = 0.0
    return inputs


def padding_in_front(rng):
    real = torch.arange(6) >= torch.tensor([[4], [1], [3]])
    return _drawn(rng, real[torch.from_numpy(rng.permutation(3))], 2)


def one_real_token(rng):
    real = torch.zeros(2, 3, dtype=torch.bool)
    real[1, 1] = True
    return _drawn(rng, real, 4)


def torch_masked_batch_stats(x, real):
    """Oracle: the two passes of the definition, with torch.where in place of a selection."""
    keep = real.unsqueeze(-1)
    count = real.sum().to(x.dtype)
    mean = torch.where(keep, x, 0.0).sum(dim=(0, 1)) / count
    return mean, torch.where(keep, (x - mean).square(), 0.0).sum(dim=(0, 1)) / count


def with_a_product(x, real):
    keep = real.to(x.dtype)
    count = keep.sum()
    mean = torch.einsum("bt,bth->h", keep, x) / count
    return mean, torch.einsum("bt,bth->h", keep, (x - mean) ** 2) / count


def with_masked_select(x, real):
    tokens = torch.masked_select(x, real[:, :, None]).reshape(-1, x.shape[-1])
    var, mean = torch.var_mean(tokens, dim=0, unbiased=False)
    return [mean, var]


def token_by_token(x, real):
    total, squares, count = torch.zeros(x.shape[-1]), torch.zeros(x.shape[-1]), 0
    for b in range(x.shape[0]):
        for t in range(x.shape[1]):
            if real[b, t]:
                total, count = total + x[b, t], count + 1
    mean = total / count
    for row, keep in zip(x, real):
        for token, is_real in zip(row, keep):
            squares = squares + (token - mean) ** 2 if is_real else squares
    return mean, squares / count


def flattened_first(x, real):
    tokens = x.flatten(0, 1)[torch.nonzero(real.flatten())[:, 0]]
    centred = tokens - tokens.mean(dim=0)
    return tokens.mean(dim=0), centred.pow(2).mean(dim=0)


masked_batch_stats = Exercise(
    "masked_batch_stats",
    points=2,
    returns="(mean, var)",
    cases=[
        Case("three sequences of unequal length", lengths(2, 5, 3, T=5, H=4)),
        Case("three other sequences of those lengths", lengths(2, 5, 3, T=5, H=4)),
        Case("no padding at all", lengths(3, 3, T=3, H=2)),
        Case("padding in front", padding_in_front),
        Case("padding anywhere, and a row of nothing else", padding_anywhere),
        Case("as many sequences as steps and features", lengths(1, 2, 4, 4, T=4, H=4)),
        Case("real tokens with zeros in them", some_real_zeros),
        Case("a single real token", one_real_token),
        Case("one feature", lengths(2, 4, T=6, H=1)),
        Case("everything of size one", lengths(1, T=1, H=1)),
    ],
    hidden=[
        Case("one sequence", lengths(4, T=7, H=3)),
        Case("many sequences", lengths(*range(1, 17), T=16, H=3)),
        Case("two rows of padding only", lengths(0, 3, 0, 5, T=5, H=3)),
    ],
    oracle=torch_masked_batch_stats,
    misconceptions=[
        Misconception(
            "padding_counted",
            [
                wrong.everything,
                wrong.everything_unbiased,
                wrong.padding_as_zeros,
                wrong.padding_as_zeros_unbiased,
                wrong.padding_in_the_sum,
                wrong.real_squares_and_mean_of_all,
            ],
            hint="The padding still counts, in the sum or in the number that it is divided by. Zeros in its place are "
            "numbers too.",
        ),
        Misconception(
            "padding_in_the_variance",
            [
                wrong.zeros_in_the_variance,
                wrong.padding_in_the_variance,
                wrong.padding_in_the_sum_of_squares,
                wrong.all_places_in_the_count,
                wrong.all_places_in_the_count_some_of_zeros,
            ],
            hint="The mean is right. In the variance the padding still counts: in the sum of squares, or in the number "
            "that it is divided by.",
        ),
        Misconception(
            "mean_of_means",
            [
                wrong.mean_of_means,
                wrong.mean_of_means_unbiased,
                wrong.mean_of_means_and_all_distances,
                wrong.mean_of_rows_and_of_their_distances,
                wrong.mean_of_rows_and_of_their_distances_some_of_zeros,
                wrong.variance_of_means,
                wrong.right_mean_and_mean_of_variances,
                wrong.mean_of_all_rows,
                wrong.mean_of_all_rows_some_of_zeros,
                wrong.mean_of_steps,
            ],
            hint="It looks as if each sequence or each step is averaged by itself, and then the averages. Every real "
            "token should have the same weight, in a long sequence and in a short one.",
        ),
        Misconception(
            "unbiased",
            [wrong.unbiased, wrong.unbiased_by_hand, wrong.unbiased_but_for_one],
            hint="The variance is a little too large: it looks as if the sum of squares is divided by one less than "
            "the number of tokens. With a single token it should be 0.",
        ),
        Misconception(
            "another_count",
            [wrong.features_in_the_count, wrong.sequences_for_the_count, wrong.steps_for_the_count],
            hint="The sum of the real tokens is right, and what it is divided by is not: that should count one for "
            "each True in `real`.",
        ),
        Misconception(
            "zeros_taken_for_padding",
            [wrong.zeros_taken_for_padding],
            hint="It looks as if what is 0 counts as padding. A real token may hold a 0: `real` says which ones are "
            "real, and the numbers themselves do not.",
        ),
        Misconception(
            "mask_turned_round",
            [wrong.turned_round],
            hint="These are the statistics of the padding: True in `real` means that a token takes part.",
        ),
        Misconception(
            "one_for_all_features",
            [wrong.one_for_all_features, wrong.one_for_each_token],
            hint="A mean and a variance are asked for each feature: the tokens are averaged, not the features.",
        ),
        Misconception(
            "sequences_or_steps_apart",
            [wrong.one_for_each_step, wrong.one_for_each_row],
            hint="There is a mean for each step or for each sequence. One for each feature is asked for, over all real "
            "tokens together.",
        ),
        Misconception(
            "padding_at_the_end_only",
            [wrong.padding_at_the_end_only],
            hint="This is right where the padding stands at the end. It may stand anywhere: let `real` itself choose.",
        ),
        Misconception(
            "deviation",
            [wrong.deviation, wrong.deviation_unbiased],
            hint="It looks as if a root is taken: the variance is asked for, and not the standard deviation.",
        ),
        Misconception(
            "mean_not_subtracted",
            [wrong.mean_of_squares],
            hint="The variance is the mean of the squared distances from the mean, and not of the squares themselves.",
        ),
        Misconception(
            "not_averaged",
            [wrong.sum_of_squares],
            hint="It looks as if the squared distances are added up and not averaged.",
        ),
        Misconception(
            "variance_first",
            [wrong.variance_first],
            hint="Both are there, in the other order: first the mean, then the variance.",
        ),
        Misconception(
            "axes_kept",
            [wrong.axes_kept],
            hint="The numbers are right, and the shape has an axis too many: (H,) is asked for.",
        ),
        Misconception(
            "in_place",
            [wrong.padding_made_zero_in_x],
            hint="`x[…] = …` writes into the caller's own tensor. Work on a copy, or choose the real tokens instead.",
        ),
    ],
    variants=[with_a_product, with_masked_select, token_by_token, flattened_first],
    equivalent_mutants={"tokens - mean → mean - tokens": "the distance is squared"},
)
