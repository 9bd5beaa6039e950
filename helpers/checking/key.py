"""The answer key: what each case of each exercise gives in, and what it expects.

A key is one file of data beside the notebook: a safetensors file that holds the
arrays, and everything else as one JSON string in its metadata (one, so that the
file's bytes are stable). It holds numbers and sentences, and no code.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as parse_tensors
from safetensors.numpy import save

from helpers.checking.how import Choice, Close, How, Property, Raises
from helpers.checking.probes import PROBES, Observation, Raised, Returned
from helpers.checking.values import Arrays, Opaque, pack, plain, unpack
from helpers.checking.views import View
from helpers.errors import UnrolledError

FORMAT = 1
FILE_NAME = "key.safetensors"
_HOWS = {"close": Close, "raises": Raises, "property": Property}


class KeyProblem(UnrolledError):
    """The answer key is missing, damaged, of another version or lacks an exercise."""


@dataclass(frozen=True)
class CaseKey:
    """One case.

    inputs: frozen, by name
    expected: the frozen result, if `how` needs one
    part: of the exercise, which it belongs to; empty for none
    """

    title: str
    inputs: Mapping[str, Any]
    how: How
    expected: Any = None
    part: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.title, str) or any(isinstance(value, Opaque) for value in self.inputs.values()):
            raise ValueError("a case has a title, and inputs that are data")
        if isinstance(self.how, Close) and (self.expected is None or isinstance(self.expected, Opaque)):
            raise ValueError(f"the case {self.title!r} expects no value that could be compared")
        if isinstance(self.how, Close) and bool(self.how.view) != isinstance(self.expected, View):
            raise ValueError(f"the case {self.title!r} expects a view where it names one, and nowhere else")


@dataclass(frozen=True)
class MisconceptionKey:
    """A misunderstanding: its hint, and what each implementation of it gives in each case."""

    name: str
    hint: str
    observations: tuple[tuple[Observation, ...], ...]


@dataclass(frozen=True)
class ExerciseKey:
    """Everything that a verdict on one exercise needs.

    returns: what the result is called in sentences, such as "h_t"
    untouched: for a value, what the released cell sets it to
    parts: points for each part whose cases are all right, where not all of the exercise is
    """

    name: str
    points: float
    probe: str
    returns: str
    by_hand: tuple[str, ...]
    cases: tuple[CaseKey, ...]
    misconceptions: tuple[MisconceptionKey, ...] = ()
    untouched: Any = None
    parts: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        texts = [self.name, self.returns, *self.by_hand]
        if not all(isinstance(one, str) for one in texts) or self.probe not in PROBES or not self.cases:
            raise ValueError("an exercise has a name, a known probe and cases")
        if not isinstance(self.points, (int, float)) or not 0 <= self.points < math.inf:
            raise ValueError(f"{self.points!r} is no number of points")
        if not all(0 < points <= self.points for points in self.parts.values()):
            raise ValueError("a part's points are more than none and no more than the exercise's")
        for misconception in self.misconceptions:
            if any(len(seen) != len(self.cases) for seen in misconception.observations):
                raise ValueError(f"{misconception.name!r} has not an observation for each case")


@dataclass(frozen=True)
class AnswerKey:
    """The exercises of one lecture, by name."""

    lecture: str
    exercises: Mapping[str, ExerciseKey]

    def exercise(self, name: str) -> ExerciseKey:
        """Return one exercise. Raises KeyProblem if the lecture has none of that name."""
        if name not in self.exercises:
            known = ", ".join(self.exercises) or "none"
            raise KeyProblem(
                f"There is no exercise {plain(name, 60)!r} in {self.lecture}; its exercises are: {known}. "
                f"If this is the notebook of another lecture, copy that lecture's own {FILE_NAME} here."
            )
        return self.exercises[name]


def dumps(key: AnswerKey) -> bytes:
    """Return the key as the bytes of its file; the same key gives the same bytes."""
    arrays = Arrays()
    content = {
        "format": FORMAT,
        "lecture": key.lecture,
        "exercises": [_pack_exercise(exercise, arrays) for exercise in key.exercises.values()],
    }
    content["sha256"] = _digest(content, arrays)
    tensors = {f"{index:05d}": array for index, array in enumerate(arrays)}
    return save(tensors, metadata={"key": _text(content)})


def _text(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def load(path: Path) -> AnswerKey:
    """Read a key, or return it again if the file is still the same.

    Raises KeyProblem with one sentence if that cannot be done.
    """
    if not os.path.lexists(path):
        raise KeyProblem(
            f"The answer key {path.name} is not in {path.parent}. "
            "Copy it there from the lecture's release folder; it lies beside the notebook."
        )
    if not path.is_file():
        raise KeyProblem(f"{path} is no file: put the answer key from the lecture's release folder in its place.")
    if not os.access(path, os.R_OK):
        raise KeyProblem(f"The answer key {path} may not be read: give yourself the right to read that file.")
    file = path.stat()
    return _load(path, (file.st_ino, file.st_size, file.st_mtime_ns))


@functools.lru_cache(maxsize=4)
def _load(path: Path, version_of_file: tuple[int, ...]) -> AnswerKey:
    try:
        return parse(path.read_bytes(), str(path))
    except OSError as error:
        raise KeyProblem(f"The answer key {path} cannot be read: {error.strerror}.") from error


def parse(data: bytes, name: str) -> AnswerKey:
    """Return the key that the bytes of a file hold. Raises KeyProblem with one sentence if that cannot be done.

    name: what the file is called in that sentence
    """
    try:
        content, arrays = read(data)
        if content["format"] == FORMAT:
            exercises = [_unpack_exercise(data, arrays) for data in content["exercises"]]
            return AnswerKey(content["lecture"], {exercise.name: exercise for exercise in exercises})
        version = plain(str(content["format"]), 20)
    except _UNREADABLE as error:
        raise KeyProblem(
            f"The answer key {name} is damaged and cannot be read. Copy it again from the lecture's release folder."
        ) from error
    raise KeyProblem(
        f"The answer key {name} has format {version}, and this installation reads {FORMAT}: "
        "the notebook and the installed course are of different versions. Update the older one."
    )


def read(data: bytes) -> tuple[dict, list[np.ndarray]]:
    """Return a key file's JSON, without its digest, and its arrays.

    Raises one of several errors, ValueError among them, if `data` is not what `dumps` wrote.
    """
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    content = json.loads(header["__metadata__"]["key"])
    tensors = parse_tensors(data)
    arrays = [tensors[f"{index:05d}"] for index in range(len(tensors))]
    if content.pop("sha256", None) != _digest(content, arrays) and content["format"] == FORMAT:
        raise ValueError("this is not what was written")
    return content, arrays


# What reading a file that is not a key may raise.
_UNREADABLE = (
    SafetensorError,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    RecursionError,
)


def _digest(content: dict, arrays: Sequence[np.ndarray]) -> str:
    digest = hashlib.sha256(_text(content).encode())
    for array in arrays:
        digest.update(f"{array.dtype.str}{array.shape}".encode() + array.tobytes())
    return digest.hexdigest()


def _pack_exercise(exercise: ExerciseKey, arrays: Arrays) -> dict:
    return {
        "name": exercise.name,
        "points": exercise.points,
        "probe": exercise.probe,
        "returns": exercise.returns,
        "by_hand": list(exercise.by_hand),
        "untouched": pack(exercise.untouched, arrays),
        "cases": [
            {
                "title": case.title,
                "inputs": [[name, pack(value, arrays)] for name, value in case.inputs.items()],
                "how": _pack_how(case.how),
                "expected": _pack_value(case.expected, arrays),
            }
            | ({"part": case.part} if case.part else {})
            for case in exercise.cases
        ],
        "misconceptions": [
            {
                "name": misconception.name,
                "hint": misconception.hint,
                "observations": [
                    [_pack_observation(seen, arrays) for seen in implementation]
                    for implementation in misconception.observations
                ],
            }
            for misconception in exercise.misconceptions
        ],
    } | ({"parts": dict(exercise.parts)} if exercise.parts else {})


def _unpack_exercise(data: dict, arrays: list) -> ExerciseKey:
    return ExerciseKey(
        name=data["name"],
        points=data["points"],
        probe=data["probe"],
        returns=data["returns"],
        by_hand=tuple(data["by_hand"]),
        untouched=unpack(data["untouched"], arrays),
        parts=data.get("parts", {}),
        cases=tuple(
            CaseKey(
                case["title"],
                {name: unpack(value, arrays) for name, value in case["inputs"]},
                _unpack_how(case["how"]),
                _unpack_value(case["expected"], arrays),
                case.get("part", ""),
            )
            for case in data["cases"]
        ),
        misconceptions=tuple(
            MisconceptionKey(
                item["name"],
                item["hint"],
                tuple(
                    tuple(_unpack_observation(seen, arrays) for seen in implementation)
                    for implementation in item["observations"]
                ),
            )
            for item in data["misconceptions"]
        ),
    )


def _pack_how(how: How) -> dict:
    if isinstance(how, Choice):
        return {"how": "choice", "options": [[code, *rest] for code, rest in how.options.items()]}
    name = next(name for name, kind in _HOWS.items() if isinstance(how, kind))
    return {"how": name} | {setting: value for setting, value in vars(how).items() if value != ""}


def _unpack_how(data: dict) -> How:
    settings = {name: value for name, value in data.items() if name != "how"}
    if data["how"] == "choice":
        return Choice({code: (right, why) for code, right, why in settings["options"]})
    return _HOWS[data["how"]](**settings)


def _pack_observation(seen: Observation, arrays: Arrays) -> dict:
    """A misconception's observation; of changed inputs only the names count."""
    packed: dict[str, Any] = {"outcome": _pack_outcome(seen.outcome, arrays)}
    if seen.again is not None:
        packed["again"] = _pack_outcome(seen.again, arrays)
    if seen.inputs:
        packed["changed"] = list(seen.inputs)
    if seen.random_state:
        packed["random_state"] = list(seen.random_state)
    if seen.repeats:
        packed["repeats"] = seen.repeats
    if seen.unmoved:
        packed["unmoved"] = seen.unmoved
    return packed


def _unpack_observation(data: dict, arrays: list) -> Observation:
    again = _unpack_outcome(data["again"], arrays) if "again" in data else None
    changed = {name: Opaque("changed") for name in data.get("changed", ())}
    moved = tuple(data.get("random_state", ()))
    found = {name: data.get(name, "") for name in ("repeats", "unmoved")}
    return Observation(_unpack_outcome(data["outcome"], arrays), again, changed or None, moved, **found)


def _pack_outcome(outcome: Returned | Raised, arrays: Arrays) -> dict:
    if isinstance(outcome, Raised):
        return {"raised": list(outcome.kinds), "message": outcome.message}
    return {"value": _pack_value(outcome.value, arrays)}


def _unpack_outcome(data: dict, arrays: list) -> Returned | Raised:
    if "raised" in data:
        if not data["raised"] or not all(isinstance(kind, str) for kind in data["raised"]):
            raise ValueError("an error has a name")
        return Raised(tuple(data["raised"]), data["message"])
    return Returned(_unpack_value(data["value"], arrays))


def _pack_value(value: Any, arrays: Arrays) -> Any:
    """A result, or a view of it. (Only a key may hold a view: what an answer sends is always the result itself.)"""
    return {"view": pack(value.facts, arrays)} if isinstance(value, View) else pack(value, arrays)


def _unpack_value(data: Any, arrays: list) -> Any:
    if isinstance(data, dict) and list(data) == ["view"]:
        return View(unpack(data["view"], arrays))
    return unpack(data, arrays)
