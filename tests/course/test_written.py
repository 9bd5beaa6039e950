"""Implementations written down as answer cells: complete, under the exercise's name, in nobody's way."""

from __future__ import annotations

import functools
import math
from itertools import accumulate
from math import exp as raised

import numpy as np
import pytest

from course.written import NotWritable, as_answer

SHIFT = 3
LIMIT = math.inf


def clip(x):
    """Has a name that numpy has too."""
    return np.clip(x, 0, 1)


def halves(x):
    return x if x < 1 else halves(x / 2)


def shifted(x):
    return x + SHIFT


def shifted_twice(x):
    """With a helper, which takes something too."""
    shift = 1
    return shifted(shifted(x)) + shift


def with_libraries(x):
    return math.sqrt(raised(x)) + list(accumulate([x, x]))[-1]


def to_the_limit(x):
    return min(x, LIMIT)


def power(n):
    def answer(x):
        return x**n

    return answer


def defined(source, name):
    namespace = {}
    exec(source, namespace)
    return namespace[name], namespace


def test_a_function_gets_the_exercises_name_and_attributes_keep_theirs():
    source = as_answer(clip, "softmax")
    assert source.startswith("import numpy as np\n\n\ndef softmax(x):") and "np.clip(x, 0, 1)" in source
    assert defined(source, "softmax")[0](7) == 1


def test_a_function_that_calls_itself_still_does():
    assert defined(as_answer(halves, "other"), "other")[0](12.0) == 0.75


def test_helpers_and_constants_go_along_inside_of_the_function():
    answer, namespace = defined(as_answer(shifted_twice, "twice"), "twice")
    assert answer(1) == 8 and answer.__doc__ == "With a helper, which takes something too."
    assert set(namespace) == {"__builtins__", "twice"}


def test_what_comes_from_libraries_is_imported():
    source = as_answer(with_libraries, "answer")
    assert source.splitlines()[:3] == [
        "from itertools import accumulate",
        "import math",
        "from math import exp as raised",
    ]
    assert defined(source, "answer")[0](2.0) == with_libraries(2.0)


def test_what_a_function_closes_over_goes_along():
    assert defined(as_answer(power(3), "cube"), "cube")[0](2) == 8


def test_a_value_is_assigned():
    assert defined(as_answer({"a", "b"}, "quiz"), "quiz")[0] == {"a", "b"}


@pytest.mark.parametrize("one", [lambda x: x, functools.partial(clip), np.exp, to_the_limit, functools.cache(clip)])
def test_what_cannot_be_written_as_one_function_is_refused(one):
    with pytest.raises(NotWritable):
        as_answer(one, "answer")
