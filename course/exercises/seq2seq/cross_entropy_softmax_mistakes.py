"""Wrong answers to `masked_cross_entropy`: from the logits to the probability of the right token."""

import math

import torch


def _right(of_all, target):
    return of_all.gather(-1, target.unsqueeze(-1)).squeeze(-1)


def maximum_subtracted_in_place(logits, target, pad):
    logits -= logits.max(dim=-1, keepdim=True).values
    log_probs = logits - logits.exp().sum(dim=-1, keepdim=True).log()
    return -_right(log_probs, target)[target != pad].mean()


def unstable(logits, target, pad):
    probs = logits.exp() / logits.exp().sum(dim=-1, keepdim=True)
    return -_right(probs, target).log()[target != pad].mean()


def unstable_log_of_softmax(logits, target, pad):
    probs = logits.exp() / logits.exp().sum(dim=-1, keepdim=True)
    real = (target != pad).to(logits.dtype)
    return -(_right(probs, target).log() * real).sum() / real.sum()


def unstable_in_logarithms(logits, target, pad):
    log_probs = logits - logits.exp().sum(dim=-1, keepdim=True).log()
    return -_right(log_probs, target)[target != pad].mean()


def log_of_softmax(logits, target, pad):
    return -_right(torch.softmax(logits, dim=-1), target).log()[target != pad].mean()


def log_of_softmax_by_hand(logits, target, pad):
    weights = (logits - logits.max(dim=-1, keepdim=True).values).exp()
    nll = -_right(weights / weights.sum(dim=-1, keepdim=True), target).log()
    real = (target != pad).to(logits.dtype)
    return (nll * real).sum() / real.sum()


def clamped(logits, target, pad):
    probs = torch.softmax(logits, dim=-1).clamp(min=1e-12)
    return -_right(probs, target).log()[target != pad].mean()


def tiny_added(logits, target, pad):
    return -(_right(torch.softmax(logits, dim=-1), target) + 1e-12).log()[target != pad].mean()


def tinier_added(logits, target, pad):
    return -(_right(torch.softmax(logits, dim=-1), target) + 1e-15).log()[target != pad].mean()


def nan_made_a_number(logits, target, pad):
    log_probs = torch.nan_to_num(torch.softmax(logits, dim=-1).log(), neginf=-100.0)
    return -_right(log_probs, target)[target != pad].mean()


def clamped_logits(logits, target, pad):
    logits = logits.clamp(-50.0, 50.0)
    return -_right(torch.log_softmax(logits, dim=-1), target)[target != pad].mean()


def one_maximum_for_all(logits, target, pad):
    shifted = logits - logits.max()
    log_probs = shifted - shifted.exp().sum(dim=-1, keepdim=True).log()
    return -_right(log_probs, target)[target != pad].mean()


def over_steps(logits, target, pad):
    return -_right(torch.log_softmax(logits, dim=1), target)[target != pad].mean()


def over_sentences(logits, target, pad):
    return -_right(torch.log_softmax(logits, dim=0), target)[target != pad].mean()


def over_everything(logits, target, pad):
    return -_right(logits - logits.flatten().logsumexp(0), target)[target != pad].mean()


def logits_for_log_probabilities(logits, target, pad):
    return -_right(logits, target)[target != pad].mean()


def logs_of_logits(logits, target, pad):
    return -_right(logits.abs(), target)[target != pad].log().mean()


def probabilities(logits, target, pad):
    return _right(torch.softmax(logits, dim=-1), target)[target != pad].mean()


def one_minus_probabilities(logits, target, pad):
    return (1 - _right(torch.softmax(logits, dim=-1), target))[target != pad].mean()


def log_of_the_mean(logits, target, pad):
    return -_right(torch.softmax(logits, dim=-1), target)[target != pad].mean().log()


def without_the_padding_token(logits, target, pad):
    tokens = torch.arange(logits.shape[-1])
    log_probs = torch.log_softmax(logits.masked_fill(tokens == pad, -torch.inf), dim=-1)
    return -_right(log_probs, target)[target != pad].mean()


def sign(logits, target, pad):
    return _right(torch.log_softmax(logits, dim=-1), target)[target != pad].mean()


def base_two(logits, target, pad):
    return -_right(torch.log_softmax(logits, dim=-1), target)[target != pad].mean() / math.log(2)


def perplexity(logits, target, pad):
    return (-_right(torch.log_softmax(logits, dim=-1), target)[target != pad].mean()).exp()


def every_token(logits, target, pad):
    return -torch.log_softmax(logits, dim=-1)[target != pad].mean()


def entropy(logits, target, pad):
    log_probs = torch.log_softmax(logits, dim=-1)[target != pad]
    return -(log_probs.exp() * log_probs).sum(dim=-1).mean()


def best_token(logits, target, pad):
    return -torch.log_softmax(logits, dim=-1).max(dim=-1).values[target != pad].mean()
