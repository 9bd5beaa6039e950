"""The spectral radius of a matrix."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.gradients import radius_mistakes as wrong


def any_matrix(n):
    """Draw a matrix with two complex eigenvalues that are larger than all others (n ≥ 3 leaves room for others)."""

    def draw(rng):
        size, angle = rng.uniform(1.2, 1.8), rng.uniform(0.8, 1.3)
        blocks = np.diag(rng.uniform(0.2, 0.9, n) * rng.choice([-1.0, 1.0], n))
        blocks[-2:, -2:] = size * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        basis = np.eye(n) + 0.4 * rng.uniform(-1, 1, (n, n)) / n
        return {"W": basis @ blocks @ np.linalg.inv(basis)}

    return draw


def of_eigenvalues(*eigenvalues):
    """Draw a matrix with these real eigenvalues, far from symmetric."""

    def draw(rng):
        upper = np.diag(np.array(eigenvalues)) + np.triu(rng.uniform(0.5, 1.0, (len(eigenvalues),) * 2), 1)
        turn = np.linalg.qr(rng.standard_normal(upper.shape))[0]
        return {"W": turn @ upper @ turn.T}

    return draw


def scaled_rotation(rng):
    """Draw a rotation in the plane by nearly a quarter turn, times a factor: hardly anything of it is real."""
    angle, factor = rng.uniform(1.3, 1.5), rng.uniform(0.6, 0.9)
    return {"W": factor * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])}


def only_forward(rng):
    """Draw a matrix that leads from each unit to later ones only: all its eigenvalues are 0."""
    return {"W": np.triu(rng.uniform(0.5, 2.0, (4, 4)), 1)}


def symmetric(rng):
    half = rng.standard_normal((4, 4))
    return {"W": half + half.T}


def torch_radius(W):
    """Oracle: torch.linalg.eigvals."""
    return float(torch.linalg.eigvals(torch.from_numpy(W)).abs().max())


def from_real_and_imaginary_parts(W):
    values, _ = np.linalg.eig(W)
    return np.sqrt(values.real**2 + values.imag**2).max()


def roots_of_the_characteristic_polynomial(W):
    return float(max(abs(root) for root in np.roots(np.poly(W)))) if np.abs(np.poly(W)[1:]).max() > 0 else 0.0


def by_squaring(W):
    """Gelfand's formula: the k-th root of the norm of the k-th power, for k = 2^50."""
    power, logarithm = W, 0.0
    for doublings in range(50):
        size = np.linalg.norm(power)
        if size == 0:
            return 0.0
        logarithm += np.log(size) / 2**doublings
        power = (power / size) @ (power / size)
    return float(np.exp(logarithm))


def sorted_sizes(W):
    return sorted(abs(value) for value in np.linalg.eigvals(W).tolist())[-1]


spectral_radius = Exercise(
    "spectral_radius",
    points=1,
    returns="the radius",
    by_hand=["torch", "scipy"],
    cases=[
        Case("a matrix with complex eigenvalues", any_matrix(4)),
        Case("another one", any_matrix(4)),
        Case("a rotation, times a factor", scaled_rotation),
        Case("the largest eigenvalue is negative", of_eigenvalues(0.8, -1.5, 0.3)),
        Case("the largest eigenvalue is positive", of_eigenvalues(0.4, -0.7, 1.2, 0.1)),
        Case("all eigenvalues are zero", only_forward),
        Case("a symmetric matrix", symmetric),
        Case("a single negative number", lambda rng: {"W": -rng.uniform(0.5, 1.5, (1, 1))}),
    ],
    hidden=[
        Case("two by two", of_eigenvalues(-0.9, 0.5)),
        Case("eight by eight", any_matrix(8)),
    ],
    oracle=torch_radius,
    misconceptions=[
        Misconception(
            "largest_singular_value",
            [wrong.largest_singular_value, wrong.singular_values, wrong.root_of_the_square],
            hint="This is the largest singular value: how much W stretches a vector at most. The spectral radius "
            "looks at the eigenvalues.",
        ),
        Misconception(
            "real_part_only",
            [wrong.real_part_only, wrong.real_part_by_cast, wrong.real_eigenvalues_only],
            hint="It looks as if the imaginary parts are dropped. A complex number a + bi has the size √(a² + b²), "
            "and np.abs knows that.",
        ),
        Misconception(
            "signed",
            [
                wrong.largest_real_part,
                wrong.largest_eigenvalue,
                wrong.largest_eigenvalue_real,
                wrong.size_of_the_largest,
                wrong.size_of_the_largest_real_part,
            ],
            hint="The largest eigenvalue is picked before its size is taken. A negative one, or a complex one, may "
            "be larger in size: take all sizes first.",
        ),
        Misconception(
            "size_not_taken",
            [wrong.size_not_taken, wrong.size_not_taken_real],
            hint="The right eigenvalue is picked, and then returned as it is, or without its imaginary part. What is "
            "asked for is its size: np.abs.",
        ),
        Misconception(
            "another_size",
            [wrong.parts_added, wrong.larger_part, wrong.real_part_of_squares],
            hint="The size of a complex number a + bi is √(a² + b²). Something else is made of its two parts; np.abs "
            "has it right.",
        ),
        Misconception(
            "eig_gives_two",
            [wrong.size_of_both, wrong.size_of_both_by_abs, wrong.largest_of_both],
            hint="`np.linalg.eig` gives two things, the eigenvalues and the eigenvectors. `np.linalg.eigvals` gives the "
            "eigenvalues alone.",
        ),
        Misconception(
            "another_norm",
            [
                wrong.frobenius,
                wrong.largest_entry,
                wrong.column_sums,
                wrong.row_sums,
                wrong.trace,
                wrong.size_of_the_trace,
                wrong.determinant,
            ],
            hint="This is another number that a matrix has: a norm, an entry, a trace or a determinant. The spectral "
            "radius is the size of its largest eigenvalue.",
        ),
        Misconception(
            "taken_for_symmetric",
            [wrong.taken_for_symmetric, wrong.taken_for_symmetric_signed, wrong.made_symmetric],
            hint="The eigenvalues of another matrix are taken: a function for symmetric matrices looks at one half "
            "of W only. W need not be symmetric.",
        ),
        Misconception(
            "first_eigenvalue",
            [wrong.first_eigenvalue, wrong.last_eigenvalue],
            hint="One eigenvalue is taken by its place. Singular values come sorted; eigenvalues come in any order.",
        ),
        Misconception(
            "smallest",
            [wrong.smallest, wrong.mean_size, wrong.added, wrong.norm_of_all],
            hint="All eigenvalues are there, and something else than the largest of their sizes is returned.",
        ),
        Misconception(
            "imaginary_part_only",
            [wrong.imaginary_part_only],
            hint="It looks as if the real parts are dropped. A complex number has a size: np.abs.",
        ),
        Misconception(
            "squared",
            [wrong.squared, wrong.radius_of_the_square],
            hint="This is the square of what is asked for: a root is missing, or W is multiplied by itself.",
        ),
        Misconception(
            "all_of_them",
            [wrong.all_sizes, wrong.all_eigenvalues],
            hint="These are all eigenvalues, or the sizes of all. One number is asked for: the largest size.",
        ),
    ],
    variants=[from_real_and_imaginary_parts, roots_of_the_characteristic_polynomial, by_squaring, sorted_sizes],
    equivalent_mutants={
        "float(np.abs(np.linalg.eigvals(W)).max()) → np.abs(np.linalg.eigvals(W)).max()": "a NumPy float is a float",
    },
)
