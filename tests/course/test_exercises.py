"""What holds for every exercise of the course."""

from __future__ import annotations

import ast

import pytest

from course.exercise import PUBLIC_SEED, exercises
from course.keys import exercise_key, public_cases
from course.lecture import names, read
from course.outcomes import outcome
from course.written import as_answer

KNOWN = {name: one for name, one in exercises().items() if one.probe == "call"}
FREE = {"numpy", "torch", "math", "cmath", "functools", "itertools", "operator", "collections", "statistics", "copy"}
FREE |= {"re", "string", "unicodedata", "random", "heapq"}


def imported(source: str) -> set[str]:
    """The packages that a cell imports."""
    nodes = list(ast.walk(ast.parse(source)))
    found = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    found += [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in found}


@pytest.mark.parametrize("name", KNOWN)
def test_every_answer_does_the_same_in_a_cell_of_its_own_and_needs_nothing_of_ours(name):
    exercise = KNOWN[name]
    key = exercise_key(exercise, public_cases(exercise), PUBLIC_SEED)
    wanted = [(one, ("passed", "")) for one in exercise.variants]
    wanted += [(one, ("failed", each.name)) for each in exercise.misconceptions for one in each.implementations]
    for implementation, right in wanted:
        source = as_answer(implementation, name)
        assert imported(source) <= FREE, implementation.__name__
        namespace: dict = {}
        exec(source, namespace)
        assert outcome(key, namespace[name]) == right, implementation.__name__


@pytest.mark.parametrize("lecture", names())
def test_a_solution_uses_what_its_lecture_has_imported_and_no_library_that_it_should_not(lecture):
    numpy_only = lecture < "03"
    for cell in read(lecture, exercises()).cells:
        if cell.role == "exercise" and cell.name != "truncated_bptt_gradient":
            solution = cell.source.split("### BEGIN SOLUTION")[1]
            assert not (numpy_only and "torch" in solution), cell.name
            assert not (not numpy_only and "np." in solution), cell.name
