"""Jobs and results cross as bytes, and come back as they were."""

from __future__ import annotations

import json
import math
import pickle
from dataclasses import fields, replace

import pytest

from grading.job import Cell, CellResult, ExerciseResult, Graded, Job
from grading.limits import BadLimit, Limits

JOB = Job(
    "03_lstm",
    (Cell("code", "x = 'größer 🎉'\r\n\ttab"), Cell("check", "", "lstm_step"), Cell("test", "assert x", "own")),
    b"\x00public\xff",
    b"",
    {"data/ä.csv": b"1,2\n", "b.png": bytes(range(256))},
    Limits(cell_seconds=2.5, images=3),
)
GRADED = Graded(
    (
        CellResult(({"output_type": "stream", "name": "stdout", "text": "ü\x1b[31m"},), "This cell was stopped."),
        CellResult(),
    ),
    (ExerciseResult("lstm_step", 1.5, 3.0, "not passed", "gates_swapped", ("torch.nn.LSTM",), "h is wrong"),),
    ("one",),
    ("two",),
    "full",
    {"cells": 0.25},
)


def test_a_job_comes_back_as_it_was():
    assert Job.loads(JOB.dumps()) == JOB
    assert Job.loads(Job("x", ()).dumps()) == Job("x", ())


def test_a_result_comes_back_as_it_was():
    assert Graded.loads(GRADED.dumps()) == GRADED
    assert Graded.loads(Graded((), ()).dumps()) == Graded((), ())


def test_the_same_job_gives_the_same_bytes():
    other = replace(JOB, files=dict(reversed(JOB.files.items())))
    assert other.dumps() == JOB.dumps()


@pytest.mark.parametrize(
    "changes",
    [
        {"lecture": "04_gru"},
        {"cells": JOB.cells[:2]},
        {"cells": (*JOB.cells[:2], Cell("test", "assert x ", "own"))},
        {"public": b"", "private": JOB.public},
        {"private": b"x"},
        {"files": {"data/ä.csv": b"1,3\n", "b.png": JOB.files["b.png"]}},
        {"files": {"data/ä.csv": b"1,2\n" + JOB.files["b.png"], "b.png": b""}},
        {"limits": Limits(cell_seconds=2.5)},
    ],
)
def test_whatever_differs_gives_other_bytes(changes):
    assert replace(JOB, **changes).dumps() != JOB.dumps()


def test_half_a_character_survives():
    job = replace(JOB, cells=(Cell("code", "'\ud83d'"),))
    assert Job.loads(job.dumps()) == job


def test_a_result_with_a_number_that_is_none_is_not_written():
    with pytest.raises(ValueError):
        replace(GRADED, seconds={"cells": math.nan}).dumps()


def test_neither_is_pickled():
    for data in (JOB.dumps(), GRADED.dumps()):
        size = int.from_bytes(data[:8], "little")
        assert json.loads(data[8 : 8 + size])["content"]
        with pytest.raises(Exception):  # noqa: B017 -- whatever pickle makes of it
            pickle.loads(data)


@pytest.mark.parametrize("name", [field.name for field in fields(Limits)])
@pytest.mark.parametrize("value", [0, -1, math.nan, math.inf, "60", None, True, [1]])
def test_a_limit_is_a_number_above_0(name, value):
    with pytest.raises(BadLimit, match=f"The limit {name} is .* it must be a number above 0"):
        Limits(**{name: value})


def test_limits_may_be_fractions():
    assert Limits(cell_seconds=0.5, memory_mb=512).cell_seconds == 0.5
