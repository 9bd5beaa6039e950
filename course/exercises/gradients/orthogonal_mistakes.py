"""Matrices that are not orthogonal, not random, or not of that size: wrong answers to `orthogonal_init`."""

import numpy as np


def rows_normalized(n, gain, rng):
    A = rng.standard_normal((n, n))
    return gain * A / np.linalg.norm(A, axis=1, keepdims=True)


def rows_normalized_uniform(n, gain, rng):
    A = rng.uniform(-1, 1, (n, n))
    return gain * A / np.linalg.norm(A, axis=1, keepdims=True)


def columns_normalized(n, gain, rng):
    A = rng.standard_normal((n, n))
    return gain * A / np.linalg.norm(A, axis=0)


def columns_normalized_uniform(n, gain, rng):
    A = rng.uniform(-1, 1, (n, n))
    return gain * A / np.linalg.norm(A, axis=0)


def gain_squared(n, gain, rng):
    return gain**2 * np.linalg.qr(rng.standard_normal((n, n)))[0]


def root_of_the_gain(n, gain, rng):
    return np.sqrt(gain) * np.linalg.qr(rng.standard_normal((n, n)))[0]


def gain_left_out(n, gain, rng):
    return np.linalg.qr(rng.standard_normal((n, n)))[0]


def gain_before(n, gain, rng):
    Q, _ = np.linalg.qr(gain * rng.standard_normal((n, n)))
    return Q


def divided_by_the_gain(n, gain, rng):
    return np.linalg.qr(rng.standard_normal((n, n)))[0] / gain


def identity(n, gain, rng):
    return gain * np.eye(n)


def own_seed(n, gain, rng):
    return gain * np.linalg.qr(np.random.default_rng(0).standard_normal((n, n)))[0]


def own_seed_from_n(n, gain, rng):
    return gain * np.linalg.qr(np.random.default_rng(n).standard_normal((n, n)))[0]


def fixed_rotation(n, gain, rng):
    return gain * np.linalg.qr(np.arange(1.0, n * n + 1).reshape(n, n) ** 2)[0]


def exchange(n, gain, rng):
    return gain * np.eye(n)[::-1]


def permutation(n, gain, rng):
    return gain * np.eye(n)[rng.permutation(n)]


def permutation_with_signs(n, gain, rng):
    return gain * np.eye(n)[rng.permutation(n)] * rng.choice([-1.0, 1.0], n)


def signs(n, gain, rng):
    return gain * np.diag(rng.choice([-1.0, 1.0], n))


def other_factor_of_qr(n, gain, rng):
    return gain * np.linalg.qr(rng.standard_normal((n, n)))[1]


def singular_values(n, gain, rng):
    return gain * np.diag(np.linalg.svd(rng.standard_normal((n, n)))[1])


def random_numbers(n, gain, rng):
    return gain * rng.standard_normal((n, n))


def random_numbers_scaled_by_n(n, gain, rng):
    return gain * rng.standard_normal((n, n)) / np.sqrt(n)


def uniform_numbers(n, gain, rng):
    return gain * rng.uniform(-1, 1, (n, n)) / np.sqrt(n)


def scaled_by_its_norm(n, gain, rng):
    A = rng.standard_normal((n, n))
    return gain * A / np.linalg.norm(A, 2)


def scaled_by_its_size(n, gain, rng):
    A = rng.standard_normal((n, n))
    return gain * A / np.linalg.norm(A)


def scaled_by_its_radius(n, gain, rng):
    A = rng.standard_normal((n, n))
    return gain * A / np.abs(np.linalg.eigvals(A)).max()


def both_factors(n, gain, rng):
    return np.linalg.qr(gain * rng.standard_normal((n, n)))


def both_factors_times_gain(n, gain, rng):
    return gain * np.linalg.qr(rng.standard_normal((n, n)))
