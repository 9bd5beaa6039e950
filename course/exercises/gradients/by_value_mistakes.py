"""What may go wrong with a limit for each entry: wrong answers to `clip_by_value`."""

import numpy as np


def above_only(grads, limit):
    return [np.minimum(grad, limit) for grad in grads]


def below_only(grads, limit):
    return [np.maximum(grad, -limit) for grad in grads]


def above_only_by_where(grads, limit):
    return [np.where(grad > limit, limit, grad) for grad in grads]


def above_only_by_mask(grads, limit):
    copies = [grad.copy() for grad in grads]
    for grad in copies:
        grad[grad > limit] = limit
    return copies


def negatives_become_zero(grads, limit):
    return [np.clip(grad, 0, limit) for grad in grads]


def negatives_become_zero_by_relu(grads, limit):
    return [np.maximum(0, np.minimum(grad, limit)) for grad in grads]


def scales_each_by_its_largest(grads, limit):
    return [grad * min(1.0, limit / max(np.abs(grad).max(), 1e-12)) for grad in grads]


def scales_all_by_the_largest(grads, limit):
    largest = max(np.abs(grad).max() for grad in grads)
    return [grad * min(1.0, limit / max(largest, 1e-12)) for grad in grads]


def scales_each_by_its_norm(grads, limit):
    return [grad * min(1.0, limit / max(np.linalg.norm(grad), 1e-12)) for grad in grads]


def scales_all_by_the_norm(grads, limit):
    norm = np.sqrt(sum((grad**2).sum() for grad in grads))
    return [grad * min(1.0, limit / max(norm, 1e-12)) for grad in grads]


def scales_always(grads, limit):
    largest = max(np.abs(grad).max() for grad in grads)
    return [grad * (limit / max(largest, 1e-12)) for grad in grads]


def scales_always_each(grads, limit):
    return [grad * (limit / max(np.abs(grad).max(), 1e-12)) for grad in grads]


def times_the_limit(grads, limit):
    return [grad * limit for grad in grads]


def divided_by_the_limit(grads, limit):
    return [grad / limit for grad in grads]


def zeroed_beyond(grads, limit):
    return [grad * (np.abs(grad) <= limit) for grad in grads]


def zeroed_beyond_by_where(grads, limit):
    return [np.where((grad > -limit) & (grad < limit), grad, 0.0) for grad in grads]


def sign_lost(grads, limit):
    return [np.minimum(np.abs(grad), limit) for grad in grads]


def sign_lost_beyond(grads, limit):
    return [np.where(np.abs(grad) > limit, limit, grad) for grad in grads]


def sign_lost_within(grads, limit):
    return [np.where(np.abs(grad) > limit, limit * np.sign(grad), np.abs(grad)) for grad in grads]


def sign_alone(grads, limit):
    return [np.sign(grad) for grad in grads]


def sign_times_limit(grads, limit):
    return [limit * np.sign(grad) for grad in grads]


def bounds_swapped(grads, limit):
    return [np.clip(grad, limit, -limit) for grad in grads]


def larger_of_smaller_swapped(grads, limit):
    return [np.maximum(np.minimum(grad, -limit), limit) for grad in grads]


def squashed(grads, limit):
    return [limit * np.tanh(grad / limit) for grad in grads]


def squashed_to_one(grads, limit):
    return [np.tanh(grad) for grad in grads]


def in_place(grads, limit):
    for grad in grads:
        np.clip(grad, -limit, limit, out=grad)
    return grads


def in_place_by_mask(grads, limit):
    for grad in grads:
        grad[grad > limit] = limit
        grad[grad < -limit] = -limit
    return grads


def in_the_list(grads, limit):
    for i in range(len(grads)):
        grads[i] = np.clip(grads[i], -limit, limit)
    return grads


def generator(grads, limit):
    return (np.clip(grad, -limit, limit) for grad in grads)


def joined(grads, limit):
    return np.concatenate([np.clip(grad, -limit, limit).ravel() for grad in grads])


def only_the_first(grads, limit):
    return np.clip(grads[0], -limit, limit)


def only_the_last(grads, limit):
    clipped = None
    for grad in grads:
        clipped = np.clip(grad, -limit, limit)
    return clipped


def dictionary(grads, limit):
    return {i: np.clip(grad, -limit, limit) for i, grad in enumerate(grads)}


def nothing_clipped(grads, limit):
    for grad in grads:
        np.clip(grad, -limit, limit)
    return grads


def clipped_to_its_own_range(grads, limit):
    return [np.clip(grad, grad.min(), grad.max()) for grad in grads]


def limit_of_one(grads, limit):
    return [np.clip(grad, -1, 1) for grad in grads]


def clipped_as_one_array(grads, limit):
    return np.clip(grads, -limit, limit)


def clipped_as_one_array_in_a_list(grads, limit):
    return list(np.clip(grads, -limit, limit))


def first_in_a_list(grads, limit):
    return [np.clip(grad, -limit, limit) for grad in grads][:1]


def last_in_a_list(grads, limit):
    return [np.clip(grad, -limit, limit) for grad in grads][-1:]
