"""Which step is read for a sequence, mistaken: wrong answers to `read_out`."""

import numpy as np


def last_column(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[:, -1] @ W_y + b_y
    raise ValueError("kind")


def last_column_and_no_error(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[:, -1] @ W_y + b_y


def last_column_for_any_other_kind(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    return states[:, -1] @ W_y + b_y


def one_too_late(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), lengths] @ W_y + b_y
    raise ValueError("kind")


def one_too_late_in_a_loop(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return np.stack([states[i][lengths[i]] @ W_y + b_y for i in range(len(states))])
    raise ValueError("kind")


def one_too_late_at_most_the_last(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), np.minimum(lengths, states.shape[1] - 1)] @ W_y + b_y
    raise ValueError("kind")


def one_too_late_around_the_end(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), lengths % states.shape[1]] @ W_y + b_y
    raise ValueError("kind")


def one_too_early(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), lengths - 2] @ W_y + b_y
    raise ValueError("kind")


def one_too_early_at_least_the_first(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), np.maximum(lengths - 2, 0)] @ W_y + b_y
    raise ValueError("kind")


def mean_of_all_steps(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states.mean(axis=1) @ W_y + b_y
    raise ValueError("kind")


def mean_of_real_steps(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        real = (np.arange(states.shape[1]) < lengths[:, None])[..., None]
        return (states * real).sum(axis=1) / lengths[:, None] @ W_y + b_y
    raise ValueError("kind")


def sum_over_length(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states.sum(axis=1) / lengths[:, None] @ W_y + b_y
    raise ValueError("kind")


def sum_of_all_steps(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states.sum(axis=1) @ W_y + b_y
    raise ValueError("kind")


def sum_of_real_steps(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        real = (np.arange(states.shape[1]) < lengths[:, None])[..., None]
        return (states * real).sum(axis=1) @ W_y + b_y
    raise ValueError("kind")


def largest_of_all_steps(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states.max(axis=1) @ W_y + b_y
    raise ValueError("kind")


def largest_of_real_steps(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        real = (np.arange(states.shape[1]) < lengths[:, None])[..., None]
        return np.where(real, states, -np.inf).max(axis=1) @ W_y + b_y
    raise ValueError("kind")


def first_state(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[:, 0] @ W_y + b_y
    raise ValueError("kind")


def length_of_the_first(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[:, lengths[0] - 1] @ W_y + b_y
    raise ValueError("kind")


def length_of_the_last(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[:, lengths[-1] - 1] @ W_y + b_y
    raise ValueError("kind")


def longest(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[:, lengths.max() - 1] @ W_y + b_y
    raise ValueError("kind")


def shortest(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[:, lengths.min() - 1] @ W_y + b_y
    raise ValueError("kind")


def every_row_at_every_length(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[:, lengths - 1] @ W_y + b_y
    raise ValueError("kind")


def every_row_at_every_length_added(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[:, lengths - 1].sum(axis=1) @ W_y + b_y
    raise ValueError("kind")


def every_length_of_the_first(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[0, lengths - 1] @ W_y + b_y
    raise ValueError("kind")


def lengths_for_the_batch(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[lengths - 1] @ W_y + b_y
    raise ValueError("kind")


def time_axis_kept(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return (states[np.arange(len(lengths)), lengths - 1] @ W_y + b_y)[:, None]
    raise ValueError("kind")
