"""What may go wrong with one norm for all: wrong answers to `clip_by_global_norm`."""

import math

import numpy as np


def norm_of(grads):
    """The norm of all arrays together."""
    return float(np.sqrt(sum((grad**2).sum() for grad in grads)))


def clipped_by(norm, grads, max_norm):
    """The arrays with the factor that another norm would give."""
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad for grad in grads]


def each_clipped(grads, max_norm):
    return [clipped_by(norm_of([grad]), [grad], max_norm)[0] for grad in grads]


def one_by_one(grads, max_norm):
    return each_clipped(grads, max_norm), norm_of(grads)


def one_by_one_with_a_list_of_norms(grads, max_norm):
    return each_clipped(grads, max_norm), [norm_of([grad]) for grad in grads]


def one_by_one_last_norm(grads, max_norm):
    return each_clipped(grads, max_norm), norm_of(grads[-1:])


def one_by_one_sum_of_norms(grads, max_norm):
    return each_clipped(grads, max_norm), sum(norm_of([grad]) for grad in grads)


def one_by_one_largest_norm(grads, max_norm):
    return each_clipped(grads, max_norm), max(norm_of([grad]) for grad in grads)


def one_by_one_by_the_loop(grads, max_norm):
    clipped, norm = [], 0.0
    for grad in grads:
        norm = np.sqrt(norm**2 + (grad**2).sum())
        clipped.append(grad * min(1.0, max_norm / norm) if norm > 0 else grad)
    return clipped, norm


def scaled_up(grads, max_norm):
    norm = np.float64(norm_of(grads))
    return [grad * (max_norm / norm) for grad in grads], norm


def scaled_up_guarded(grads, max_norm):
    norm = norm_of(grads)
    return [grad * (max_norm / norm) if norm > 0 else grad for grad in grads], norm


def scaled_up_with_eps(grads, max_norm):
    norm = norm_of(grads)
    return [grad * (max_norm / (norm + 1e-6)) for grad in grads], norm


def scaled_up_from_unit_length(grads, max_norm):
    norm = np.float64(norm_of(grads))
    return [max_norm * (grad / norm) for grad in grads], norm


def value_clipping(grads, max_norm):
    return [np.clip(grad, -max_norm, max_norm) for grad in grads], norm_of(grads)


def value_clipping_when_large(grads, max_norm):
    norm = norm_of(grads)
    limit = max_norm / np.sqrt(sum(grad.size for grad in grads)) if norm > max_norm else np.inf
    return [np.clip(grad, -limit, limit) for grad in grads], norm


def in_place(grads, max_norm):
    norm = norm_of(grads)
    factor = min(1.0, max_norm / norm) if norm > 0 else 1.0
    for grad in grads:
        grad *= factor
    return grads, norm


def in_place_when_large(grads, max_norm):
    norm = norm_of(grads)
    if norm > max_norm:
        for grad in grads:
            np.multiply(grad, max_norm / norm, out=grad)
    return grads, norm


def in_the_list(grads, max_norm):
    norm = norm_of(grads)
    for i, grad in enumerate(grads):
        grads[i] = clipped_by(norm, [grad], max_norm)[0]
    return grads, norm


def in_place_by_slices(grads, max_norm):
    norm = norm_of(grads)
    for grad in grads:
        grad[...] = clipped_by(norm, [grad], max_norm)[0]
    return [grad.copy() for grad in grads], norm


def norm_after_clipping(grads, max_norm):
    norm = norm_of(grads)
    return clipped_by(norm, grads, max_norm), min(norm, max_norm)


def norm_computed_afterwards(grads, max_norm):
    clipped = clipped_by(norm_of(grads), grads, max_norm)
    return clipped, float(np.sqrt(sum((grad**2).sum() for grad in clipped)))


def factor_returned(grads, max_norm):
    norm = norm_of(grads)
    return clipped_by(norm, grads, max_norm), max_norm / norm if norm > max_norm else 1.0


def max_norm_returned(grads, max_norm):
    return clipped_by(norm_of(grads), grads, max_norm), max_norm


def square_of_the_norm(grads, max_norm):
    total = norm_of(grads) ** 2
    return clipped_by(total, grads, max_norm), total


def square_of_the_norm_returned(grads, max_norm):
    norm = norm_of(grads)
    return clipped_by(norm, grads, max_norm), norm**2


def no_root_in_the_factor(grads, max_norm):
    norm = norm_of(grads)
    return clipped_by(norm**2, grads, max_norm), norm


def norms_added(grads, max_norm):
    norm = sum(norm_of([grad]) for grad in grads)
    return clipped_by(norm, grads, max_norm), norm


def norms_averaged(grads, max_norm):
    norm = sum(norm_of([grad]) for grad in grads) / len(grads)
    return clipped_by(norm, grads, max_norm), norm


def largest_norm(grads, max_norm):
    norm = max(norm_of([grad]) for grad in grads)
    return clipped_by(norm, grads, max_norm), norm


def first_norm(grads, max_norm):
    norm = norm_of(grads[:1])
    return clipped_by(norm, grads, max_norm), norm


def sum_of_sizes(grads, max_norm):
    norm = float(sum(np.abs(grad).sum() for grad in grads))
    return clipped_by(norm, grads, max_norm), norm


def largest_entry(grads, max_norm):
    norm = float(max(np.abs(grad).max() for grad in grads))
    return clipped_by(norm, grads, max_norm), norm


def spectral_norms(grads, max_norm):
    norm = float(np.sqrt(sum(np.linalg.norm(grad, 2) ** 2 for grad in grads)))
    return clipped_by(norm, grads, max_norm), norm


def root_of_the_mean(grads, max_norm):
    norm = norm_of(grads) / math.sqrt(sum(grad.size for grad in grads))
    return clipped_by(norm, grads, max_norm), norm


def sum_without_squares(grads, max_norm):
    norm = math.sqrt(abs(sum(grad.sum() for grad in grads)))
    return clipped_by(norm, grads, max_norm), norm


def unit_length(grads, max_norm):
    norm = norm_of(grads)
    return [grad / norm if norm > 0 else grad for grad in grads], norm


def unit_length_when_large(grads, max_norm):
    norm = norm_of(grads)
    return [grad / norm if norm > max_norm else grad for grad in grads], norm


def factor_turned_round(grads, max_norm):
    norm = norm_of(grads)
    return [grad * min(1.0, norm / max_norm) for grad in grads], norm


def factor_turned_round_when_large(grads, max_norm):
    norm = norm_of(grads)
    return [grad * (norm / max_norm) if norm > max_norm else grad for grad in grads], norm


def max_for_min(grads, max_norm):
    norm = norm_of(grads)
    return [grad * max(1.0, max_norm / norm) if norm > 0 else grad for grad in grads], norm


def zeros_divided(grads, max_norm):
    norm = np.float64(norm_of(grads))
    return [grad / norm * np.minimum(norm, max_norm) for grad in grads], norm


def zeros_divided_by_python(grads, max_norm):
    norm = norm_of(grads)
    return [grad * min(1.0, max_norm / norm) for grad in grads], norm


def zeros_divided_first(grads, max_norm):
    norm = norm_of(grads)
    return [grad * min(max_norm, norm) * (1 / norm) for grad in grads], norm


def norm_not_returned(grads, max_norm):
    return clipped_by(norm_of(grads), grads, max_norm)


def norm_first(grads, max_norm):
    norm = norm_of(grads)
    return norm, clipped_by(norm, grads, max_norm)


def norm_at_the_end_of_the_list(grads, max_norm):
    norm = norm_of(grads)
    return [*clipped_by(norm, grads, max_norm), norm]


def flattened(grads, max_norm):
    norm = norm_of(grads)
    return np.concatenate([grad.ravel() for grad in clipped_by(norm, grads, max_norm)]), norm


def each_flattened(grads, max_norm):
    norm = norm_of(grads)
    return [grad.ravel() for grad in clipped_by(norm, grads, max_norm)], norm


def nothing_clipped(grads, max_norm):
    return [grad.copy() for grad in grads], norm_of(grads)


def zeroed_when_large(grads, max_norm):
    norm = norm_of(grads)
    return [grad * (norm <= max_norm) for grad in grads], norm


def norm_of_the_list(grads, max_norm):
    norm = np.linalg.norm(grads)
    return clipped_by(norm, grads, max_norm), norm


def list_squared(grads, max_norm):
    norm = np.sqrt(np.sum(grads**2))
    return clipped_by(norm, grads, max_norm), norm
