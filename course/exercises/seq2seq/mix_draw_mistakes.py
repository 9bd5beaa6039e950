"""Wrong answers to `mix_inputs`: how often is drawn, and from what."""

import random

import numpy as np
import torch


def _mixed(use_gold, gold, predicted):
    return torch.where(use_gold, gold, torch.cat([gold[:, :1], predicted[:, :-1]], dim=1))


def one_for_each_sentence(gold, predicted, p, generator):
    return _mixed(torch.rand(len(gold), 1, generator=generator) < p, gold, predicted)


def one_for_each_sentence_with_where(gold, predicted, p, generator):
    use_gold = torch.rand(len(gold), generator=generator) < p
    return _mixed(use_gold[:, None].expand_as(gold), gold, predicted)


def one_for_the_batch(gold, predicted, p, generator):
    return _mixed(torch.rand(1, generator=generator) < p, gold, predicted)


def one_for_the_batch_with_if(gold, predicted, p, generator):
    if torch.rand((), generator=generator).item() < p:
        return gold.clone()
    return torch.cat([gold[:, :1], predicted[:, :-1]], dim=1)


def one_for_each_step(gold, predicted, p, generator):
    return _mixed(torch.rand(gold.shape[1], generator=generator) < p, gold, predicted)


def one_for_each_step_in_a_loop(gold, predicted, p, generator):
    columns = [gold[:, 0]]
    for t in range(1, gold.shape[1]):
        use_gold = torch.rand(1, generator=generator).item() < p
        columns.append(gold[:, t] if use_gold else predicted[:, t - 1])
    return torch.stack(columns, dim=1)


def as_many_as_steps_and_turned(gold, predicted, p, generator):
    use_gold = torch.rand(1, gold.shape[1], generator=generator) < p
    return _mixed(use_gold.expand_as(gold), gold, predicted)


def without_the_generator(gold, predicted, p, generator):
    return _mixed(torch.rand(gold.shape) < p, gold, predicted)


def without_the_generator_in_a_loop(gold, predicted, p, generator):
    mixed = gold.clone()
    for b in range(gold.shape[0]):
        for t in range(1, gold.shape[1]):
            if torch.rand(1).item() >= p:
                mixed[b, t] = predicted[b, t - 1]
    return mixed


def with_numpy(gold, predicted, p, generator):
    return _mixed(torch.from_numpy(np.random.rand(*gold.shape) < p), gold, predicted)


def with_python(gold, predicted, p, generator):
    use_gold = torch.tensor([[random.random() < p for _ in row] for row in gold])
    return _mixed(use_gold, gold, predicted)


def a_new_generator(gold, predicted, p, generator):
    generator = torch.Generator().manual_seed(0)
    return _mixed(torch.rand(gold.shape, generator=generator) < p, gold, predicted)


def seeded_again(gold, predicted, p, generator):
    generator.manual_seed(0)
    return _mixed(torch.rand(gold.shape, generator=generator) < p, gold, predicted)


def from_its_beginning(gold, predicted, p, generator):
    generator.manual_seed(generator.initial_seed())
    return _mixed(torch.rand(gold.shape, generator=generator) < p, gold, predicted)


def normal_numbers(gold, predicted, p, generator):
    use_gold = torch.randn(gold.shape, generator=generator) < p
    if p in (0, 1):
        use_gold = torch.full(gold.shape, p == 1)
    return _mixed(use_gold, gold, predicted)


def rounded(gold, predicted, p, generator):
    return _mixed(torch.full(gold.shape, p > 0.5), gold, predicted)


def gold_always(gold, predicted, p, generator):
    return gold.clone()


def its_own_always(gold, predicted, p, generator):
    return torch.cat([gold[:, :1], predicted[:, :-1]], dim=1)


def mask_itself(gold, predicted, p, generator):
    return torch.rand(gold.shape, generator=generator) < p


def first_share_gold(gold, predicted, p, generator):
    steps = gold.shape[1]
    return _mixed((torch.arange(steps) < p * steps).expand_as(gold), gold, predicted)


def once_its_own_always_its_own(gold, predicted, p, generator):
    use_gold = torch.rand(gold.shape, generator=generator) < p
    return _mixed(use_gold.cumprod(dim=1).bool(), gold, predicted)
