"""Other numbers that a matrix has: wrong answers to `spectral_radius`."""

import numpy as np


def largest_singular_value(W):
    return float(np.linalg.norm(W, 2))


def singular_values(W):
    return float(np.linalg.svd(W)[1][0])


def root_of_the_square(W):
    return float(np.sqrt(np.linalg.eigvalsh(W.T @ W)[-1]))


def real_part_only(W):
    return float(np.abs(np.linalg.eigvals(W).real).max())


def real_part_by_cast(W):
    return float(np.abs(np.linalg.eigvals(W).astype(float)).max())


def real_eigenvalues_only(W):
    sizes = [abs(value.real) for value in np.linalg.eigvals(W) if np.isreal(value)]
    return float(max(sizes, default=0.0))


def largest_real_part(W):
    return float(np.linalg.eigvals(W).real.max())


def largest_eigenvalue(W):
    return np.linalg.eigvals(W).max()


def largest_eigenvalue_real(W):
    return float(np.linalg.eigvals(W).max().real)


def size_of_the_largest(W):
    return float(np.abs(np.linalg.eigvals(W).max()))


def size_of_the_largest_real_part(W):
    return float(np.abs(np.linalg.eigvals(W).real.max()))


def frobenius(W):
    return float(np.linalg.norm(W))


def largest_entry(W):
    return float(np.abs(W).max())


def column_sums(W):
    return float(np.abs(W).sum(axis=0).max())


def row_sums(W):
    return float(np.abs(W).sum(axis=1).max())


def trace(W):
    return float(np.trace(W))


def size_of_the_trace(W):
    return float(abs(np.trace(W)))


def determinant(W):
    return float(abs(np.linalg.det(W)))


def taken_for_symmetric(W):
    return float(np.abs(np.linalg.eigvalsh(W)).max())


def taken_for_symmetric_signed(W):
    return float(np.linalg.eigvalsh(W).max())


def made_symmetric(W):
    return float(np.abs(np.linalg.eigvals((W + W.T) / 2)).max())


def first_eigenvalue(W):
    return float(np.abs(np.linalg.eigvals(W)[0]))


def last_eigenvalue(W):
    return float(np.abs(np.linalg.eigvals(W)[-1]))


def smallest(W):
    return float(np.abs(np.linalg.eigvals(W)).min())


def mean_size(W):
    return float(np.abs(np.linalg.eigvals(W)).mean())


def added(W):
    return float(np.abs(np.linalg.eigvals(W)).sum())


def imaginary_part_only(W):
    return float(np.abs(np.linalg.eigvals(W).imag).max())


def squared(W):
    return float((np.abs(np.linalg.eigvals(W)) ** 2).max())


def radius_of_the_square(W):
    return float(np.abs(np.linalg.eigvals(W @ W)).max())


def all_sizes(W):
    return np.abs(np.linalg.eigvals(W))


def all_eigenvalues(W):
    return np.linalg.eigvals(W)


def norm_of_all(W):
    return float(np.linalg.norm(np.linalg.eigvals(W)))


def size_not_taken(W):
    return max(np.linalg.eigvals(W), key=abs)


def size_not_taken_real(W):
    return float(max(np.linalg.eigvals(W), key=abs).real)


def parts_added(W):
    values = np.linalg.eigvals(W)
    return float((np.abs(values.real) + np.abs(values.imag)).max())


def larger_part(W):
    values = np.linalg.eigvals(W)
    return float(max(np.abs(values.real).max(), np.abs(values.imag).max()))


def real_part_of_squares(W):
    return float(np.sqrt(np.abs((np.linalg.eigvals(W) ** 2).real).max()))


def size_of_both(W):
    return float(np.abs(np.linalg.eig(W)).max())


def size_of_both_by_abs(W):
    return float(abs(np.linalg.eig(W)).max())


def largest_of_both(W):
    return float(max(np.linalg.eig(W)))
