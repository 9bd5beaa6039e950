"""The key: stable bytes, nothing but data, and one sentence for each way it can be bad."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import save

from course.exercise import PUBLIC_SEED, exercises
from course.keys import exercise_key, still_right
from course.outcomes import look
from helpers.checking import key as keys
from helpers.checking.key import AnswerKey, KeyProblem, dumps, load
from helpers.checking.verdict import judge


@pytest.fixture
def made(scaling):
    return AnswerKey("99_test", {"scale": exercise_key(scaling, scaling.cases, PUBLIC_SEED)})


def metadata(data: bytes) -> dict:
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    return header["__metadata__"]


def test_the_same_key_gives_the_same_bytes(made):
    assert dumps(made) == dumps(made)
    assert list(metadata(dumps(made))) == ["key"]


def test_a_key_read_again_judges_the_same(made, scaling, tmp_path):
    path = tmp_path / "key.safetensors"
    path.write_bytes(dumps(made))
    again = load(path).exercise("scale")
    for answer in (scaling.oracle, scaling.misconceptions[0].implementations[0], lambda x, factor: -x):
        old, new = (judge(key, look(key, answer)) for key in (made.exercise("scale"), again))
        assert old == new
    assert dumps(load(path)) == dumps(made)


def test_every_exercise_of_the_course_survives_writing_and_reading(tmp_path):
    known = exercises()
    made = AnswerKey("all", {name: exercise_key(e, e.cases, PUBLIC_SEED) for name, e in known.items()})
    path = tmp_path / "key.safetensors"
    path.write_bytes(dumps(made))
    assert dumps(load(path)) == dumps(made)


def test_a_key_holds_no_code_of_a_misconception(made):
    text = metadata(dumps(made))["key"]
    assert "scale_forgotten" not in text and "x * 1.0" not in text
    assert "The factor is left out." in text


def test_a_missing_key_is_one_sentence(tmp_path):
    with pytest.raises(KeyProblem, match="is not in .* Copy it there"):
        load(tmp_path / "key.safetensors")


def _with(content: dict, tmp_path):
    path = tmp_path / "key.safetensors"
    path.write_bytes(save({"00000": np.zeros(1)}, metadata={"key": json.dumps(content)}))
    return path


@pytest.mark.parametrize("damage", [b"", b"not a key", b"\xff" * 64, b"\x02\0\0\0\0\0\0\0{}"])
def test_a_damaged_key_is_one_sentence(damage, tmp_path):
    path = tmp_path / "key.safetensors"
    path.write_bytes(damage)
    with pytest.raises(KeyProblem, match="is damaged"):
        load(path)


def test_a_flipped_bit_is_damaged(made, tmp_path):
    path = tmp_path / "key.safetensors"
    data = bytearray(dumps(made))
    for position in range(9, len(data), len(data) // 60):
        flipped = bytearray(data)
        flipped[position] ^= 1
        path.write_bytes(flipped)
        try:
            read_anyway = load(path)
        except KeyProblem as problem:
            assert "is damaged" in str(problem) or "has format" in str(problem)
        else:
            assert dumps(read_anyway) == bytes(data)  # a digit beyond what a float holds: the same number


def test_what_stands_in_the_keys_place_is_said(tmp_path):
    path = tmp_path / "key.safetensors"
    path.mkdir()
    with pytest.raises(KeyProblem, match="is no file"):
        load(path)


@pytest.mark.parametrize(
    "change",
    [
        {"probe": "magic"},
        {"points": "two"},
        {"points": -1},
        {"by_hand": [3]},
        {"cases": []},
        {"misconceptions": [{"name": "m", "hint": "h", "observations": [[]]}]},
    ],
    ids=repr,
)
def test_an_exercise_that_makes_no_sense_is_damaged(change, tmp_path):
    case = {"title": "t", "inputs": [["x", 1]], "how": {"how": "close"}, "expected": 2}
    exercise = {"name": "e", "points": 1, "probe": "call", "returns": "", "by_hand": [], "untouched": None}
    exercise |= {"cases": [case], "misconceptions": []}
    path = tmp_path / "key.safetensors"

    def write(content):
        arrays = {"00000": np.zeros(1)}
        content = {"format": keys.FORMAT, "lecture": "l", "exercises": [content]}
        content["sha256"] = keys._digest(content, list(arrays.values()))
        path.write_bytes(save(arrays, metadata={"key": keys._text(content)}))

    write(exercise)
    assert load(path).exercise("e").points == 1
    write(exercise | change)
    with pytest.raises(KeyProblem, match="is damaged"):
        load(path)


def test_json_nested_without_end_is_damaged(tmp_path):
    path = tmp_path / "key.safetensors"
    path.write_bytes(save({"00000": np.zeros(1)}, metadata={"key": "[" * 100_000}))
    with pytest.raises(KeyProblem, match="is damaged"):
        load(path)


def test_a_truncated_key_is_damaged(made, tmp_path):
    path = tmp_path / "key.safetensors"
    data = dumps(made)
    for length in range(0, len(data), len(data) // 40):
        path.write_bytes(data[:length])
        with pytest.raises(KeyProblem, match="is damaged"):
            load(path)


def test_metadata_that_says_something_else_is_damaged(tmp_path):
    for content in ({}, {"format": keys.FORMAT}, {"format": keys.FORMAT, "lecture": "x", "exercises": [{}]}, []):
        with pytest.raises(KeyProblem, match="is damaged"):
            load(_with(content, tmp_path))


def test_a_key_of_another_version_says_so(tmp_path):
    with pytest.raises(KeyProblem, match=f"format 99, and this installation reads {keys.FORMAT}"):
        load(_with({"format": 99, "lecture": "x", "exercises": []}, tmp_path))


def test_an_unknown_exercise_lists_the_known_ones(made):
    with pytest.raises(KeyProblem, match="no exercise 'sclae' in 99_test. its exercises are: scale"):
        made.exercise("sclae")


def test_a_committed_key_is_kept_when_only_the_last_bits_differ(made):
    data = dumps(made)

    def moved(factor):
        """The key as a processor with other last bits would make it."""
        exercise = made.exercise("scale")
        cases = [
            replace(case, expected=replace(case.expected, data=case.expected.data * factor)) for case in exercise.cases
        ]
        return dumps(AnswerKey("99_test", {"scale": replace(exercise, cases=tuple(cases))}))

    assert moved(1 + 1e-13) != data
    assert still_right(moved(1 + 1e-13), data)
    assert not still_right(moved(1 + 1e-6), data)
    assert not still_right(b"", data)


def test_a_committed_key_with_another_sentence_is_stale(made):
    exercise = made.exercise("scale")
    other = replace(exercise, misconceptions=(replace(exercise.misconceptions[0], hint="Otherwise."),))
    assert not still_right(dumps(AnswerKey("99_test", {"scale": other})), dumps(made))


def test_what_rounding_left_of_zeros_makes_no_key_stale(made):
    def left(noise):
        exercise = made.exercise("scale")
        cases = [replace(c, expected=replace(c.expected, data=c.expected.data * 0 + noise)) for c in exercise.cases]
        return dumps(AnswerKey("99_test", {"scale": replace(exercise, cases=tuple(cases))}))

    assert still_right(left(0.0), left(5e-17)) and still_right(left(-3e-17), left(5e-17))
    assert not still_right(left(0.0), left(1e-6))
