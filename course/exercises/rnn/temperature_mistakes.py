"""What a temperature does to logits, mistaken: wrong answers to `next_token_distribution`."""

import numpy as np


def multiplied(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) * temperature)
    return e / e.sum(axis=-1, keepdims=True)


def multiplied_and_no_error(logits, temperature):
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) * temperature)
    return e / e.sum(axis=-1, keepdims=True)


def probabilities_to_the_power_of_it(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return p**temperature


def probabilities_to_the_power_of_its_inverse(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return p ** (1 / temperature)


def divided_after(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) / temperature


def divided_after_and_no_error(logits, temperature):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) / temperature


def divided_after_unshifted(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits)
    return e / e.sum(axis=-1, keepdims=True) / temperature


def multiplied_after(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) * temperature


def ignored(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def ignored_and_no_error(logits, temperature):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def ignored_unshifted(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp(logits)
    return e / e.sum(axis=-1, keepdims=True)


def squared(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature**2)
    return e / e.sum(axis=-1, keepdims=True)


def its_root(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / np.sqrt(temperature))
    return e / e.sum(axis=-1, keepdims=True)


def numerator_only(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.exp(shifted / temperature) / np.exp(shifted).sum(axis=-1, keepdims=True)


def numerator_only_unshifted(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    return np.exp(logits / temperature) / np.exp(logits).sum(axis=-1, keepdims=True)


def denominator_only(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.exp(shifted) / np.exp(shifted / temperature).sum(axis=-1, keepdims=True)


def at_least_a_hundredth(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / max(temperature, 0.01))
    return e / e.sum(axis=-1, keepdims=True)


def at_least_a_hundredth_and_no_error(logits, temperature):
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / max(temperature, 0.01))
    return e / e.sum(axis=-1, keepdims=True)


def at_least_a_twentieth(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / max(temperature, 0.05))
    return e / e.sum(axis=-1, keepdims=True)


def at_least_a_tenth(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / max(temperature, 0.1))
    return e / e.sum(axis=-1, keepdims=True)


def at_least_a_tenth_and_no_error(logits, temperature):
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / max(temperature, 0.1))
    return e / e.sum(axis=-1, keepdims=True)


def from_a_tenth_to_one(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / np.clip(temperature, 0.1, 1.0))
    return e / e.sum(axis=-1, keepdims=True)


def at_least_one(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / max(temperature, 1.0))
    return e / e.sum(axis=-1, keepdims=True)


def greedy_when_cold(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    if temperature < 0.01:
        return np.eye(logits.shape[-1])[logits.argmax(axis=-1)]
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def greedy_when_cold_and_no_error(logits, temperature):
    if temperature < 0.01:
        return np.eye(logits.shape[-1])[logits.argmax(axis=-1)]
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def no_error(logits, temperature):
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def no_error_times_the_inverse(logits, temperature):
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) * (1 / temperature))
    return e / e.sum(axis=-1, keepdims=True)


def zero_slips_through(logits, temperature):
    if temperature < 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def below_zero_slips_through(logits, temperature):
    if temperature == 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def its_size(logits, temperature):
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / abs(temperature))
    return e / e.sum(axis=-1, keepdims=True)


def its_size_but_zero(logits, temperature):
    if temperature == 0:
        raise ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / abs(temperature))
    return e / e.sum(axis=-1, keepdims=True)


def made_tiny(logits, temperature):
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / max(temperature, 1e-8))
    return e / e.sum(axis=-1, keepdims=True)


def greedy_at_zero(logits, temperature):
    if temperature < 0:
        raise ValueError("temperature")
    if temperature == 0:
        return np.eye(logits.shape[-1])[logits.argmax(axis=-1)]
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def greedy_at_zero_and_below(logits, temperature):
    if temperature <= 0:
        return np.eye(logits.shape[-1])[logits.argmax(axis=-1)]
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def greedy_at_zero_and_no_error(logits, temperature):
    if temperature == 0:
        return np.eye(logits.shape[-1])[logits.argmax(axis=-1)]
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def error_class_returned(logits, temperature):
    if temperature <= 0:
        return ValueError
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def none_returned(logits, temperature):
    if temperature <= 0:
        return None
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def error_returned(logits, temperature):
    if temperature <= 0:
        return ValueError("temperature")
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def error_named(logits, temperature):
    if temperature <= 0:
        return "ValueError"
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def asserted(logits, temperature):
    assert temperature > 0
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def plain_exception(logits, temperature):
    if temperature <= 0:
        raise Exception
    e = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)
