"""Wrong answers to `masked_cross_entropy`: what is averaged, and how."""

import torch


def _nll(logits, target):
    return -torch.log_softmax(logits, dim=-1).gather(-1, target.unsqueeze(-1)).squeeze(-1)


def padding_overwritten(logits, target, pad):
    logits[target == pad] = 0.0
    return _nll(logits, target)[target != pad].mean()


def over_everything(logits, target, pad):
    return _nll(logits, target).mean()


def zeros_averaged(logits, target, pad):
    return (_nll(logits, target) * (target != pad)).mean()


def zeros_divided_by_all(logits, target, pad):
    return _nll(logits, target).masked_fill(target == pad, 0.0).sum() / target.numel()


def logits_made_zero(logits, target, pad):
    return _nll(logits * (target != pad).unsqueeze(-1), target).mean()


def added_up(logits, target, pad):
    return _nll(logits, target)[target != pad].sum()


def mean_of_sentences(logits, target, pad):
    real = target != pad
    return ((_nll(logits, target) * real).sum(dim=1) / real.sum(dim=1)).mean()


def mean_of_sentences_that_have_any(logits, target, pad):
    real = target != pad
    means = (_nll(logits, target) * real).sum(dim=1) / real.sum(dim=1)
    return means[real.any(dim=1)].mean()


def mean_of_sentences_loop(logits, target, pad):
    means = [_nll(x, y)[y != pad].mean() for x, y in zip(logits, target)]
    return torch.stack(means).mean()


def mean_of_sentences_at_least_one(logits, target, pad):
    real = target != pad
    return ((_nll(logits, target) * real).sum(dim=1) / real.sum(dim=1).clamp(min=1)).mean()


def mean_of_steps(logits, target, pad):
    real = target != pad
    return ((_nll(logits, target) * real).sum(dim=0) / real.sum(dim=0).clamp(min=1)).mean()


def mean_of_steps_that_have_any(logits, target, pad):
    real = target != pad
    means = (_nll(logits, target) * real).sum(dim=0) / real.sum(dim=0)
    return means[real.any(dim=0)].mean()


def divided_by_sentences(logits, target, pad):
    return _nll(logits, target)[target != pad].sum() / target.shape[0]


def divided_by_steps(logits, target, pad):
    return _nll(logits, target)[target != pad].sum() / target.shape[1]


def divided_by_the_vocabulary(logits, target, pad):
    real = (target != pad).unsqueeze(-1).expand_as(logits)
    return _nll(logits, target)[target != pad].sum() / real.sum()


def without_eos(logits, target, pad):
    return _nll(logits, target)[(target != pad) & (target != 2)].mean()


def without_eos_by_a_product(logits, target, pad):
    real = ((target != pad) & (target != 2)).to(logits.dtype)
    return (_nll(logits, target) * real).sum() / real.sum()


def without_special_tokens(logits, target, pad):
    return _nll(logits, target)[target > 2].mean()


def zero_for_pad(logits, target, pad):
    return _nll(logits, target)[target != 0].mean()


def positive_ids(logits, target, pad):
    real = (target > 0).to(logits.dtype)
    return (_nll(logits, target) * real).sum() / real.sum()


def padding_only(logits, target, pad):
    return _nll(logits, target)[target == pad].mean()


def up_to_the_first_padding(logits, target, pad):
    real = (target == pad).cumsum(dim=1) == 0
    return _nll(logits, target)[real].mean()


def as_many_as_are_real(logits, target, pad):
    lengths = (target != pad).sum(dim=1)
    real = torch.arange(target.shape[1]) < lengths.unsqueeze(1)
    return _nll(logits, target)[real].mean()


def shifted_again(logits, target, pad):
    logits, target = logits[:, :-1], target[:, 1:]
    return _nll(logits, target)[target != pad].mean()


def shifted_the_other_way(logits, target, pad):
    logits, target = logits[:, 1:], target[:, :-1]
    return _nll(logits, target)[target != pad].mean()


def first_step_left_out(logits, target, pad):
    logits, target = logits[:, 1:], target[:, 1:]
    return _nll(logits, target)[target != pad].mean()


def one_for_each_token(logits, target, pad):
    return _nll(logits, target)[target != pad]


def one_for_each_place(logits, target, pad):
    return _nll(logits, target) * (target != pad)


def one_for_each_sentence(logits, target, pad):
    return (_nll(logits, target) * (target != pad)).sum(dim=1) / (target != pad).sum(dim=1)


def axis_kept(logits, target, pad):
    return _nll(logits, target)[target != pad].mean(dim=0, keepdim=True)
