"""The key: stable bytes, nothing but data, and one sentence for each way it can be bad."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import load_file, save

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
    with pytest.raises(KeyProblem, match="no exercise 'sclae' in 99_test. Its exercises are: scale"):
        made.exercise("sclae")


def test_a_committed_key_is_kept_when_only_the_last_bits_differ(made, tmp_path):
    path = tmp_path / "key.safetensors"
    data = dumps(made)
    path.write_bytes(data)

    def moved(factor):
        arrays = {name: array * factor for name, array in load_file(path).items()}
        return save(arrays, metadata=metadata(data))

    assert moved(1 + 1e-13) != data
    assert still_right(moved(1 + 1e-13), data)
    assert not still_right(moved(1 + 1e-6), data)
    assert not still_right(b"", data)


def test_a_committed_key_with_another_sentence_is_stale(made):
    exercise = made.exercise("scale")
    other = replace(exercise, misconceptions=(replace(exercise.misconceptions[0], hint="Otherwise."),))
    assert not still_right(dumps(AnswerKey("99_test", {"scale": other})), dumps(made))
