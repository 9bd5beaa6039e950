"""Mutants: each is one mistake, has a name of its own, and stays inside the solution."""

from __future__ import annotations

import ast

from course.mutants import mutants

CELL = '''def f(x, y, n=3):
    """Text 1 + 1."""
    ### BEGIN SOLUTION
    total = x @ y + np.tanh(x[:, 1:])
    if n > 2:
        total -= 1
    return -total.sum(axis=0), y.T
    ### END SOLUTION
'''


def test_mutants_cover_operators_constants_indices_and_terms():
    names = {mutant.name for mutant in mutants(CELL)}
    for expected in [
        "x @ y + np.tanh(x[:, 1:]) → x @ y - np.tanh(x[:, 1:])",  # an operator
        "x @ y + np.tanh(x[:, 1:]) → x @ y",  # a dropped term
        "x @ y → y @ x",  # swapped
        "np.tanh(x[:, 1:]) → x[:, 1:]",  # a dropped call
        "1: → :",  # an index
        "1 → 2",  # a constant
        "n > 2 → n >= 2",
        "total -= 1 → pass",
        "-total.sum(axis=0) → total.sum(axis=0)",
        "total.sum(axis=0) → total.sum()",
        "y.T → y",
        "(-total.sum(axis=0), y.T) → (y.T, -total.sum(axis=0))",
    ]:
        assert expected in names, expected


def test_each_mutant_is_valid_python_different_from_all_others_and_from_the_original():
    made = mutants(CELL)
    sources = {mutant.source for mutant in made}
    assert len(sources) == len(made) == len({mutant.name for mutant in made})
    assert ast.unparse(ast.parse(CELL)) not in sources
    for source in sources:
        ast.parse(source)


def test_only_the_solution_is_changed():
    for mutant in mutants(CELL):
        assert "Text 1 + 1." in mutant.source and "def f(x, y, n=3):" in mutant.source
