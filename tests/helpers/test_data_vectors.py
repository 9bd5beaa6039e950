"""The course's own word vectors: their file is whole, and neighbours are as its docstring says."""

from __future__ import annotations

import numpy as np
import pytest

from course import vectors as making
from helpers.data import vectors
from helpers.data.vectors import DIM, FILE, lines

SAID = " ".join(vectors.__doc__.split())
# What a reader of Python's manual would put together, far ones too.
TOGETHER = """
true false, left right, tuple list, str bytes, first second, two three, read write, try except, import module,
exception raised, class method, positive negative, argument parameter, keys values, global local, iterator generator,
function call, start stop, integer floating, upper lower, if else, str int, set frozenset, attribute object,
operator operand, string literal, raise exception, break continue, for while, add sub, name scope,
statement expression, type class, async await, index slice, old new, base derived, file line, step next
"""


@pytest.fixture(scope="module")
def table() -> tuple[list[str], np.ndarray]:
    rows = [line.rstrip("\n").split(" ") for line in lines()]
    matrix = np.array([[float(number) for number in row[1:]] for row in rows])
    return [row[0] for row in rows], matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def nearest(table, vector: np.ndarray, *without: str) -> list[str]:
    words, unit = table
    return [words[place] for place in np.argsort(-(unit @ vector)) if words[place] not in without]


def test_every_line_is_a_word_and_fifty_numbers_between_single_spaces(table):
    for line in lines():
        word, *numbers = line.split(" ")
        assert word.isascii() and len(numbers) == DIM and line.endswith("\n")
        assert np.isfinite([float(number) for number in numbers]).all()
    words = table[0]
    assert len(set(words)) == len(words) == making.WORDS and words[:2] == ["the", "a"]
    assert f"{len(words):,} lines" in SAID and FILE.stat().st_size < 500_000


def test_words_that_go_together_are_near_each_other_as_often_as_stated(table):
    words, unit = table
    ids = {word: number for number, word in enumerate(words)}
    near = 0
    pairs = [pair.split() for pair in TOGETHER.split(",")]
    for one, other in pairs:
        near += other in nearest(table, unit[ids[one]], one)[:10] or one in nearest(table, unit[ids[other]], other)[:10]
    assert f"of {len(pairs)} pairs" in SAID and f"{near} are among each other's 10 nearest" in SAID


def test_the_neighbours_and_analogies_are_the_stated_ones(table):
    words, unit = table
    at = dict(zip(words, unit))
    for word, neighbour in (("positive", "negative"), ("exception", "raised"), ("bytes", "str")):
        assert nearest(table, at[word], word)[0] == neighbour
    raw = dict(zip(words, unit))
    assert (
        nearest(table, raw["integers"] - raw["integer"] + raw["string"], "integers", "integer", "string")[0]
        == "strings"
    )
    assert nearest(table, raw["objects"] - raw["object"] + raw["class"], "objects", "object", "class")[0] != "classes"
    assert "arthur" in nearest(table, at["three"], "three")[:3]


def test_no_reader_may_use_up_the_lines():
    assert next(lines()) == next(lines())


def test_near_words_count_by_their_distance():
    near = making.counted([["a", "b", "x", "a"]], ["a", "b"])
    np.testing.assert_allclose(near, [[2 / 3, 1 + 1 / 2], [1 + 1 / 2, 0]])


def test_words_in_the_same_company_get_the_same_vector():
    texts = [["red", "car"], ["blue", "car"], ["red", "hat"], ["blue", "hat"], ["big", "dog"], ["big", "cat"]] * 3
    words = ["red", "blue", "big", "car", "hat", "dog", "cat"]
    found = making.vectors(making.counted(texts, words), 4)
    np.testing.assert_allclose(found[0], found[1], atol=1e-9)
    assert abs(found[0] @ found[2]) < 1e-9 < np.linalg.norm(found[0])


def test_passages_hold_words_only():
    texts = making.passages()
    assert sum(len(words) for words in texts) > 30_000
    assert all(word.replace("'", "").isalpha() and word == word.lower() for words in texts for word in words)
