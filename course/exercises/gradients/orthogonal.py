"""A random orthogonal matrix to begin with."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.gradients import orthogonal_mistakes as wrong
from helpers.checking.how import Close
from helpers.checking.recipes import Recipe

VIEW = Close(view="orthogonal")


def matrix(n, gain):
    """Only the seed is drawn, so that two cases of one size and gain differ in nothing else."""
    return lambda rng: {"n": n, "gain": gain, "rng": Recipe("rng", {"seed": int(rng.integers(2**31))})}


def single_number(rng):
    """Draw the gain too: of this size and one gain there are only two matrices."""
    return matrix(1, round(rng.uniform(1.5, 4.0), 2))(rng)


def torch_orthogonal(n, gain, rng):
    """Oracle: torch.nn.init.orthogonal_."""
    generator = torch.Generator().manual_seed(int(rng.integers(2**31)))
    return torch.nn.init.orthogonal_(torch.empty(n, n, dtype=torch.float64), gain, generator).numpy()


def without_the_signs(n, gain, rng):
    Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    return Q * gain


def both_factors_of_the_svd(n, gain, rng):
    U, _, V = np.linalg.svd(rng.standard_normal((n, n)))
    return gain * U @ V


def eigenvectors_of_a_symmetric_matrix(n, gain, rng):
    A = rng.uniform(-1, 1, (n, n))
    return gain * np.linalg.eigh(A + A.T)[1]


def gram_schmidt(n, gain, rng):
    rows = []
    for _ in range(n):
        v = rng.standard_normal(n)
        for _ in range(2):  # once more, against rounding
            for row in rows:
                v = v - (v @ row) * row
        rows.append(v / np.sqrt(v @ v))
    return gain * np.array(rows)


def reflections(n, gain, rng):
    Q = np.eye(n)
    for _ in range(n):
        v = rng.standard_normal(n)
        Q = Q - 2 * np.outer(Q @ v, v) / (v @ v)
    return gain * Q


orthogonal_init = Exercise(
    "orthogonal_init",
    points=2,
    returns="Q",
    by_hand=["torch", "scipy"],
    cases=[
        Case("three by three, gain 1.5", matrix(3, 1.5), VIEW),
        Case("the same size and gain, another seed", matrix(3, 1.5), VIEW),
        Case("five by five, gain 0.5", matrix(5, 0.5), VIEW),
        Case("five by five, gain 0.5, another seed", matrix(5, 0.5), VIEW),
        Case("four by four, gain 2", matrix(4, 2.0), VIEW),
        Case("two by two, gain 0.75", matrix(2, 0.75), VIEW),
        Case("a single number", single_number, VIEW),
    ],
    hidden=[
        Case("twelve by twelve, gain 1.25", matrix(12, 1.25), VIEW),
        Case("twelve by twelve, gain 1.25, another seed", matrix(12, 1.25), VIEW),
    ],
    oracle=torch_orthogonal,
    misconceptions=[
        Misconception(
            "rows_normalized",
            [
                wrong.rows_normalized,
                wrong.rows_normalized_uniform,
                wrong.columns_normalized,
                wrong.columns_normalized_uniform,
            ],
            hint="Every row or column has the right length, but they do not stand at right angles to each other. "
            "Both are needed for lengths to be kept.",
        ),
        Misconception(
            "gain_squared",
            [wrong.gain_squared, wrong.root_of_the_gain],
            hint="The matrix is orthogonal, but `gain` comes in squared, or as its root. A vector should become "
            "`gain` times as long.",
        ),
        Misconception(
            "gain_left_out",
            [wrong.gain_left_out, wrong.gain_before, wrong.divided_by_the_gain],
            hint="The matrix is orthogonal, but it does not make vectors `gain` times as long. (A factor of the random "
            "matrix is lost in qr.)",
        ),
        Misconception(
            "no_randomness",
            [
                wrong.identity,
                wrong.own_seed,
                wrong.own_seed_from_n,
                wrong.fixed_rotation,
                wrong.exchange,
            ],
            hint="The matrix does not depend on `rng`. Draw from `rng` itself, so that its seed decides, and nothing "
            "else.",
        ),
        Misconception(
            "signed_permutation",
            [wrong.permutation, wrong.permutation_with_signs, wrong.signs],
            hint="Each row has only one entry that is not zero: every unit would hear one other. Start from a matrix "
            "of random numbers.",
        ),
        Misconception(
            "singular_values",
            [wrong.singular_values],
            hint="These are the singular values, in a diagonal matrix. A decomposition gives several matrices: which "
            "of them are orthogonal?",
        ),
        Misconception(
            "both_factors",
            [wrong.both_factors, wrong.both_factors_times_gain],
            hint="`np.linalg.qr` returns two matrices, Q and R. Give each a name, and go on with the orthogonal one.",
        ),
        Misconception(
            "random_numbers_alone",
            [
                wrong.random_numbers,
                wrong.other_factor_of_qr,
                wrong.random_numbers_scaled_by_n,
                wrong.uniform_numbers,
                wrong.scaled_by_its_norm,
                wrong.scaled_by_its_size,
                wrong.scaled_by_its_radius,
            ],
            hint="This matrix stretches some directions and shrinks others. Random numbers do, whatever their factor, "
            "and so does the triangular part of a decomposition.",
        ),
    ],
    variants=[
        without_the_signs,
        both_factors_of_the_svd,
        eigenvectors_of_a_symmetric_matrix,
        gram_schmidt,
        reflections,
    ],
    equivalent_mutants={
        "gain * Q * np.sign(np.diag(R)) → gain * Q / np.sign(np.diag(R))": "dividing by 1 or −1 is multiplying by it",
        "gain * Q * np.sign(np.diag(R)) → gain * Q": "orthogonal too; only some matrices become more frequent than others",
    },
)
