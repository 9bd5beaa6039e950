"""Wrong answers to `mix_inputs`: which tokens take part, and where."""

import torch


def _drawn(gold, generator):
    return torch.rand(gold.shape, generator=generator)


def _written(gold, predicted):
    """The model's own tokens one step later, after gold at t = 0."""
    return torch.cat([gold[:, :1], predicted[:, :-1]], dim=1)


def into_gold(gold, predicted, p, generator):
    own = _drawn(gold[:, 1:], generator) >= p
    gold[:, 1:][own] = predicted[:, :-1][own]
    return gold


def into_predicted(gold, predicted, p, generator):
    use_gold = _drawn(gold, generator) < p
    predicted[:, 1:] = predicted[:, :-1].clone()
    predicted[:, 0] = gold[:, 0]
    predicted[use_gold] = gold[use_gold]
    return predicted


def turned_round(gold, predicted, p, generator):
    return torch.where(_drawn(gold, generator) > p, gold, _written(gold, predicted))


def turned_round_but_for_the_first(gold, predicted, p, generator):
    mixed = gold.clone()
    own = _drawn(gold[:, 1:], generator) < p
    mixed[:, 1:][own] = predicted[:, :-1][own]
    return mixed


def branches_changed(gold, predicted, p, generator):
    return torch.where(_drawn(gold, generator) < p, _written(gold, predicted), gold)


def bernoulli_for_its_own(gold, predicted, p, generator):
    own = torch.bernoulli(torch.full(gold.shape, float(p)), generator=generator).bool()
    return torch.where(own, _written(gold, predicted), gold)


def not_shifted(gold, predicted, p, generator):
    use_gold = _drawn(gold, generator) < p
    use_gold[:, 0] = True
    return torch.where(use_gold, gold, predicted)


def not_shifted_and_no_first(gold, predicted, p, generator):
    return torch.where(_drawn(gold, generator) < p, gold, predicted)


def shifted_the_other_way(gold, predicted, p, generator):
    use_gold = _drawn(gold, generator) < p
    use_gold[:, 0] = True
    return torch.where(use_gold, gold, torch.roll(predicted, -1, dims=1))


def gold_shifted_too(gold, predicted, p, generator):
    return torch.where(_drawn(gold, generator) < p, _written(gold, gold), _written(gold, predicted))


def first_step_rolled(gold, predicted, p, generator):
    return torch.where(_drawn(gold, generator) < p, gold, torch.roll(predicted, 1, dims=1))


def first_step_zero(gold, predicted, p, generator):
    written = torch.nn.functional.pad(predicted, (1, 0))[:, :-1]
    return torch.where(_drawn(gold, generator) < p, gold, written)


def first_step_its_own(gold, predicted, p, generator):
    written = torch.cat([predicted[:, :1], predicted[:, :-1]], dim=1)
    return torch.where(_drawn(gold, generator) < p, gold, written)


def average(gold, predicted, p, generator):
    return p * gold + (1 - p) * _written(gold, predicted)


def average_rounded(gold, predicted, p, generator):
    return (p * gold + (1 - p) * _written(gold, predicted)).round().long()
