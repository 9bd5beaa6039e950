"""Wrong answers to `masked_batch_stats`."""

import torch


def everything(x, real):
    return x.mean((0, 1)), x.var((0, 1), correction=0)


def everything_unbiased(x, real):
    return x.mean((0, 1)), x.var((0, 1))


def padding_as_zeros(x, real):
    zeroed = x * real[:, :, None]
    return zeroed.mean((0, 1)), zeroed.var((0, 1), correction=0)


def padding_as_zeros_unbiased(x, real):
    zeroed = x * real[:, :, None]
    return zeroed.mean((0, 1)), zeroed.var((0, 1))


def zeros_in_the_variance(x, real):
    zeroed, count = x * real[:, :, None], real.sum()
    mean = zeroed.sum((0, 1)) / count
    return mean, ((zeroed - mean) ** 2).sum((0, 1)) / count


def padding_in_the_variance(x, real):
    mean = x[real].mean(0)
    return mean, ((x - mean) ** 2).mean((0, 1))


def padding_in_the_sum_of_squares(x, real):
    mean = x[real].mean(0)
    return mean, ((x - mean) ** 2).sum((0, 1)) / real.sum()


def all_places_in_the_count(x, real):
    mean = x[real].mean(0)
    return mean, ((x - mean) ** 2 * real[:, :, None]).mean((0, 1))


def all_places_in_the_count_some_of_zeros(x, real):
    zeroed = x * real[:, :, None]
    mean = zeroed.sum((0, 1)) / real.sum()
    return mean, ((zeroed - mean) ** 2).mean((0, 1))


def _divided_by(count, x, real):
    mean = x[real].sum(0) / count
    return mean, ((x[real] - mean) ** 2).sum(0) / count


def features_in_the_count(x, real):
    return _divided_by(real[:, :, None].expand_as(x).sum(), x, real)


def sequences_for_the_count(x, real):
    return _divided_by(len(x), x, real)


def steps_for_the_count(x, real):
    return _divided_by(x.shape[1], x, real)


def zeros_taken_for_padding(x, real):
    zeroed = x * real[:, :, None]
    keep = zeroed != 0
    mean = zeroed.sum((0, 1)) / keep.sum((0, 1))
    return mean, ((zeroed - mean) ** 2 * keep).sum((0, 1)) / keep.sum((0, 1))


def real_squares_and_mean_of_all(x, real):
    mean = x.mean((0, 1))
    return mean, ((x[real] - mean) ** 2).mean(0)


def padding_in_the_sum(x, real):
    mean = x.sum((0, 1)) / real.sum()
    return mean, ((x - mean) ** 2).sum((0, 1)) / real.sum()


def _of_rows(x, real, correction=0):
    means, variances = [], []
    for row, keep in zip(x, real):
        if keep.any():
            means.append(row[keep].mean(0))
            variances.append(row[keep].var(0, correction=correction))
    return torch.stack(means), torch.stack(variances)


def mean_of_means(x, real):
    means, variances = _of_rows(x, real)
    return means.mean(0), variances.mean(0)


def mean_of_means_unbiased(x, real):
    means, variances = _of_rows(x, real, correction=1)
    return means.mean(0), variances.mean(0)


def mean_of_means_and_all_distances(x, real):
    mean = _of_rows(x, real)[0].mean(0)
    return mean, ((x[real] - mean) ** 2).mean(0)


def mean_of_rows_and_of_their_distances(x, real):
    keep = real[:, :, None]
    count = keep.sum(1)
    mean = ((x * keep).sum(1) / count).mean(0)
    return mean, (((x - mean) ** 2 * keep).sum(1) / count).mean(0)


def mean_of_rows_and_of_their_distances_some_of_zeros(x, real):
    keep = real[:, :, None]
    count = keep.sum(1).clamp(min=1)
    mean = ((x * keep).sum(1) / count).mean(0)
    return mean, (((x - mean) ** 2 * keep).sum(1) / count).mean(0)


def variance_of_means(x, real):
    means, _ = _of_rows(x, real)
    return means.mean(0), means.var(0, correction=0)


def right_mean_and_mean_of_variances(x, real):
    return x[real].mean(0), _of_rows(x, real)[1].mean(0)


def mean_of_all_rows(x, real):
    count = real.sum(1)[:, None]
    means = (x * real[:, :, None]).sum(1) / count
    squares = ((x - means[:, None]) ** 2 * real[:, :, None]).sum(1) / count
    return means.mean(0), squares.mean(0)


def mean_of_all_rows_some_of_zeros(x, real):
    count = real.sum(1).clamp(min=1)[:, None]
    means = (x * real[:, :, None]).sum(1) / count
    squares = ((x - means[:, None]) ** 2 * real[:, :, None]).sum(1) / count
    return means.mean(0), squares.mean(0)


def mean_of_steps(x, real):
    return mean_of_means(x.transpose(0, 1), real.T)


def unbiased(x, real):
    return x[real].mean(0), x[real].var(0)


def unbiased_by_hand(x, real):
    keep, count = real[:, :, None], real.sum()
    mean = (x * keep).sum((0, 1)) / count
    return mean, ((x - mean) ** 2 * keep).sum((0, 1)) / (count - 1)


def unbiased_but_for_one(x, real):
    tokens = x[real]
    return tokens.mean(0), tokens.var(0) if len(tokens) > 1 else torch.zeros(x.shape[-1], dtype=x.dtype)


def turned_round(x, real):
    return x[~real].mean(0), x[~real].var(0, correction=0)


def one_for_all_features(x, real):
    return x[real].mean(), x[real].var(correction=0)


def one_for_each_token(x, real):
    return x[real].mean(-1), x[real].var(-1, correction=0)


def one_for_each_step(x, real):
    keep = real[:, :, None]
    count = keep.sum(0).clamp(min=1)
    mean = (x * keep).sum(0) / count
    return mean, ((x - mean) ** 2 * keep).sum(0) / count


def one_for_each_row(x, real):
    keep = real[:, :, None]
    count = keep.sum(1).clamp(min=1)
    mean = (x * keep).sum(1) / count
    return mean, ((x - mean[:, None]) ** 2 * keep).sum(1) / count


def padding_at_the_end_only(x, real):
    tokens = torch.cat([row[:length] for row, length in zip(x, real.sum(1).tolist())])
    return tokens.mean(0), tokens.var(0, correction=0)


def deviation(x, real):
    return x[real].mean(0), x[real].std(0, correction=0)


def deviation_unbiased(x, real):
    return x[real].mean(0), x[real].std(0)


def mean_of_squares(x, real):
    return x[real].mean(0), (x[real] ** 2).mean(0)


def sum_of_squares(x, real):
    tokens = x[real]
    return tokens.mean(0), ((tokens - tokens.mean(0)) ** 2).sum(0)


def variance_first(x, real):
    return x[real].var(0, correction=0), x[real].mean(0)


def axes_kept(x, real):
    return x[real].mean(0, keepdim=True), x[real].var(0, correction=0, keepdim=True)


def padding_made_zero_in_x(x, real):
    x[~real] = 0.0
    count = real.sum()
    mean = x.sum((0, 1)) / count
    return mean, (x**2).sum((0, 1)) / count - mean**2
