"""Comparing one result with what was expected, by tables."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from helpers.checking.compare import compare
from helpers.checking.how import Choice, Close, Property, Raises
from helpers.checking.probes import Raised, Returned
from helpers.checking.values import freeze

A = np.array([[1.0, -4.0], [0.5, 2.0]])


def close(expected, got, how=Close()):  # noqa: B008
    return compare(how, freeze(expected), Returned(freeze(got)), "y")


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (A, A + 3.9e-5),  # 1e-5 of the largest entry, 4
        (A, A.astype(np.float32)),
        (A, np.asfortranarray(A)),
        (np.array([1, 2]), np.array([1, 2], dtype=np.int16)),
        ([1, 2], (1, 2)),
        ((A, 1), [A, 1]),
        (2.0, 2),
        (2.0, np.float64(2.0)),
        (2.0, np.array([2.0])),
        (2.0, torch.tensor(2.0)),
        (3, np.array(3)),
        (3, np.int64(3)),
        (torch.tensor(2.0), 2.0),
        (np.array([np.inf, 1.0]), np.array([np.inf, 1.0])),
        ({"a": 1.0}, {"a": 1.0}),
        ({1, 2}, {2, 1}),
        ("x", "x"),
        (None, None),
        (np.zeros(3), np.zeros(3)),
        (np.zeros((0, 2)), np.zeros((0, 2))),
        (np.array([0.0, 5e-17]), np.zeros(2)),
        (np.array([0.0, 5e-17]), np.full(2, -3e-9)),
    ],
)
def test_these_are_equal(expected, got):
    assert close(expected, got).equal


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        (A, A + 4.2e-5, "y[0, 0] is"),
        (A, A.T, "y[0, 1] is 0.5, expected -4"),
        (A, A[0], "y has shape (2,), expected (2, 2)"),
        (A, A.tolist(), "y is a list of 2, expected a NumPy array"),
        (A, torch.from_numpy(A), "y is a torch tensor of shape (2, 2), expected a NumPy array"),
        (A, A.astype(int), "y holds ints, expected floats"),
        (A, A > 0, "y holds bools, expected floats"),
        (A, None, "is a `return` missing?"),
        (A, np.full_like(A, np.nan), "y[0, 0] is nan, expected 1"),
        (A, A + 0j, "complex numbers"),
        (A, (row for row in A), "y is a generator"),
        (np.array([np.inf]), np.array([-np.inf]), "y[0] is -inf"),
        (np.array([1.0]), np.array([np.inf]), "y[0] is inf"),
        (np.array([1, 2]), np.array([1, 3]), "y[1] is 3, expected 2"),
        ([1, 2], [1], "y has 1 entries, expected 2"),
        ([1, 2], np.array([1, 2]), "y is a NumPy array"),
        ((A, A), A, "y is a NumPy array of shape (2, 2), expected a tuple of 2"),
        ((A, A), (A, -A), "y[1][0, 0] is -1, expected 1"),
        (3, 3.0, "a float; expected an int"),
        (3, True, "y is the bool True"),
        (True, 1, "y is the number 1"),
        (3, 4, "y is 4, expected 3"),
        (2.0, "2", "y is the text '2'"),
        ({"a": 1}, {}, "no entry 'a'"),
        ({"a": 1}, {"a": 1, "b": 2}, "an entry 'b' too many"),
        ({1, 2}, {1, 3}, "{1, 3}, expected {1, 2}"),
        ("x", "y", "'y', expected 'x'"),
        (np.zeros(3), np.full(3, 2e-5), "y[0] is 2e-05, expected 0"),
    ],
)
def test_these_differ_and_the_difference_is_said(expected, got, said):
    result = close(expected, got)
    assert said in result.difference
    assert not result.equal


@pytest.mark.parametrize(
    ("label", "expected", "got", "said"),
    [
        ("(h, c)", (A, A), (A, -A), "c[0, 0] is -1, expected 1"),
        ("(h, c)", [A, A], [A[0], A], "h has shape (2,), expected (2, 2)"),
        ("( h ,c )", (A, A), (A, -A), "c[0, 0] is -1, expected 1"),
        ("(states, (h, c))", (A, (A, A)), (A, (A, -A)), "c[0, 0] is -1, expected 1"),
        ("(chunks, h)", ([A, A], A), ([A, -A], A), "chunks[1][0, 0] is -1, expected 1"),
        ("(h, c)", (A, A), A, "what should be (h, c) is a NumPy array of shape (2, 2), expected a tuple of 2"),
        ("(h, c)", (A, A), (A,), "what should be (h, c) has 1 entries, expected 2"),
        ("(h, c)", (A, A), None, "what should be (h, c) is None (is a `return` missing?), expected a tuple of 2"),
        ("(h, c)", (A, A), iter([A, A]), "what should be (h, c) is a list_iterator, expected a tuple of 2"),
        ("(states, (h, c))", (A, (A, A)), (A, A), "what should be (h, c) is a NumPy array of shape (2, 2)"),
        ("(h, c)", (A, A, A), (A, A, -A), "(h, c)[2][0, 0] is -1, expected 1"),
        ("h, c", (A, A), (A, -A), "h, c[1][0, 0] is -1, expected 1"),
        ("(h), (c)", (A, A), (A, -A), "(h), (c)[1][0, 0] is -1, expected 1"),
        ("pair", (A, A), (A, -A), "pair[1][0, 0] is -1, expected 1"),
    ],
)
def test_several_results_are_called_by_their_names(label, expected, got, said):
    result = compare(Close(), freeze(expected), Returned(freeze(got)), label)
    assert result.difference.startswith(said)


def test_a_remark_names_the_one_result_that_it_is_about():
    result = compare(Close(), freeze((A, A)), Returned(freeze((A, A.astype(np.float32)))), "(h, c)")
    assert result.equal and result.remarks == ("c is float32; the inputs are float64",)


def test_numbers_that_look_alike_get_more_digits():
    assert "is 1.0001, expected 1" in close(np.array([1.0]), np.array([1.0001])).difference


def test_what_is_no_data_equals_the_like_of_it_only():
    """A misconception may give such a thing; what is expected never is one."""
    given = freeze(ValueError())
    assert compare(Close(), given, Returned(freeze(ValueError("a text")))).equal
    assert not compare(Close(), given, Returned(freeze(KeyError()))).equal
    assert not compare(Close(), given, Returned(freeze(A))).equal


def test_entry_scale_compares_each_entry_by_itself():
    expected, got = np.array([1e6, 1e-3]), np.array([1e6, 1.001e-3])
    assert close(expected, got).equal
    assert not close(expected, got, Close(scale="entry")).equal


def test_tolerance_zero_asks_for_equal_floats():
    exactly = Close(tolerance=0)
    assert close(A, A.copy(), exactly).equal
    assert not close(A, A + 1e-12, exactly).equal


def test_the_distance_is_in_tolerances():
    assert close(np.array([2.0]), np.array([2.0 + 2e-3])).distance == pytest.approx(100)
    assert close(A, A).distance == 0
    assert close(A, A[0]).distance == math.inf


def test_the_short_way_through_right_numbers_gives_the_same_distance():
    rng = np.random.default_rng(0)
    for shape in [(), (3,), (2, 4), (0, 3)]:
        expected = rng.standard_normal(shape)
        got = expected + 1e-6 * rng.standard_normal(shape)
        largest = np.abs(expected).max(initial=0.0) or 1.0
        off = np.abs(got - expected).max(initial=0.0) / (Close().tolerance * largest)
        found = close(expected, got)
        assert found.equal and found.distance == pytest.approx(off)
    for value in (np.nan, np.inf, -np.inf):
        assert close(np.array([value, 1.0]), np.array([value, 1.0])).equal
        assert not close(np.array([value, 1.0]), np.array([1.0, 1.0])).equal
        assert not close(np.array([1.0, 1.0]), np.array([value, 1.0])).equal


def test_remarks_cost_nothing():
    low = close(A, A.astype(np.float32))
    assert low.equal and "float32" in low.remarks[0]
    one = close(2.0, np.array([2.0]))
    assert one.equal and "plain float" in one.remarks[0]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Raised(("ValueError", "Exception", "BaseException")), ""),
        (Raised(("MyError", "ValueError", "Exception", "BaseException")), ""),
        (Raised(("TypeError", "Exception", "BaseException"), "no"), "raised TypeError: no, expected a ValueError"),
        (Returned(3), "returned the number 3, expected a ValueError to be raised"),
        (Returned(freeze(ValueError())), "returned a ValueError, expected a ValueError to be raised"),
    ],
)
def test_an_expected_error(outcome, said):
    assert compare(Raises("ValueError"), None, outcome).difference == said


@pytest.mark.parametrize(("value", "right"), [("Ada", True), ("", False), (" \n", False), (3, False), (None, False)])
def test_a_non_empty_text(value, right):
    assert compare(Property("non_empty_text"), None, Returned(value)).equal is right


def test_an_unknown_property_is_refused():
    with pytest.raises(ValueError, match="non_empty_text"):
        Property("beautiful")


CHOICE = Choice({"a": (True, "why a"), "b": (False, "why b"), "c": (True, "why c")})


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"a", "c"}, ""),
        (["c", "a"], ""),
        ({"a"}, "at least one more"),
        ({"a", "b", "c"}, "b: why b"),
        (set(), "at least one more"),
        ({"a", "x"}, "'x' is not an option; there are: a, b, c"),
        ("ac", "write it as a set"),
        ({1}, "write it as a set"),
        (None, "write it as a set"),
    ],
)
def test_a_choice(value, said):
    result = compare(CHOICE, None, Returned(value))
    assert said in result.difference
    assert result.equal is (said == "")


def test_a_right_choice_shows_its_reasons():
    assert compare(CHOICE, None, Returned({"a", "c"})).remarks == ("a: why a", "c: why c")
