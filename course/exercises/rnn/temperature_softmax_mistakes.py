"""The softmax at a temperature, mistaken: wrong answers to `next_token_distribution`."""

import numpy as np


def unstable(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def unstable_and_no_error(logits, temperature):
    e = np.exp(logits / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def unstable_power(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits) ** (1 / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def unstable_probabilities(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    p = p ** (1 / temperature)
    return p / p.sum(axis=-1, keepdims=True)


def unstable_clipped(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(np.clip(logits / temperature, -500, 500))
    return e / e.sum(axis=-1, keepdims=True)


def unstable_clipped_at_700(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(np.clip(logits / temperature, -700, 700))
    return e / e.sum(axis=-1, keepdims=True)


def unstable_capped(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(np.minimum(logits / temperature, 700))
    return e / e.sum(axis=-1, keepdims=True)


def unstable_nan_made_zero(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits / temperature)
    return np.nan_to_num(e / e.sum(axis=-1, keepdims=True))


def unstable_in_logarithms(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    z = logits / temperature
    return np.exp(z - np.log(np.exp(z).sum(axis=-1, keepdims=True)))


def unscaled_maximum(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits / temperature - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def mean_subtracted(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.mean(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def minimum_subtracted(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.min(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def shifted_on_one_side(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / np.exp(logits / temperature).sum(axis=-1, keepdims=True)


def one_maximum_for_all(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max()) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def whole_array(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max()) / temperature)
    return e / e.sum()


def whole_array_shifted_by_row(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum()


def whole_array_unshifted(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits / temperature)
    return e / e.sum()


def first_axis(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=0)) / temperature)
    return e / e.sum(axis=0)


def first_axis_unshifted(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits / temperature)
    return e / e.sum(axis=0)


def second_axis(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=1, keepdims=True)) / temperature)
    return e / e.sum(axis=1, keepdims=True)


def first_axis_sum_only(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=0)


def axis_lost(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1)


def second_axis_lost(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits / temperature)
    return e / e.sum(axis=1)


def axis_of_the_maximum_lost(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def logarithms(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    z = (logits - logits.max(axis=-1, keepdims=True)) / temperature
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def logarithms_afterwards(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return np.log(e / e.sum(axis=-1, keepdims=True))


def not_normalized(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    return np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)


def not_normalized_unshifted(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    return np.exp(logits / temperature)


def scaled_logits(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    return logits / temperature


def most_likely_token(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    return logits.argmax(axis=-1)


def most_likely_token_one_hot(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    return np.eye(logits.shape[-1])[logits.argmax(axis=-1)]
