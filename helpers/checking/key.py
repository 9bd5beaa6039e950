"""The answer key: what each case of each exercise gives in, and what it expects.

A key is one file of data beside the notebook: a safetensors file that holds the
arrays, and everything else as one JSON string in its metadata (one, so that the
file's bytes are stable). It holds numbers and sentences, and no code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from helpers.checking.compare import Choice, Close, How, Property, Raises
from helpers.checking.probes import Observation, Raised, Returned
from helpers.checking.values import Opaque, pack, unpack
from helpers.errors import UnrolledError

FORMAT = 1
FILE_NAME = "key.safetensors"
_HOWS = {"close": Close, "raises": Raises, "property": Property}


class KeyProblem(UnrolledError):
    """The answer key is missing, damaged, of another version or lacks an exercise."""


@dataclass(frozen=True)
class CaseKey:
    """One case. inputs: frozen, by name; expected: the frozen result, if `how` needs one."""

    title: str
    inputs: Mapping[str, Any]
    how: How
    expected: Any = None


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
    """

    name: str
    points: float
    probe: str
    returns: str
    by_hand: tuple[str, ...]
    cases: tuple[CaseKey, ...]
    misconceptions: tuple[MisconceptionKey, ...] = ()
    untouched: Any = None


@dataclass(frozen=True)
class AnswerKey:
    """The exercises of one lecture, by name."""

    lecture: str
    exercises: Mapping[str, ExerciseKey]

    def exercise(self, name: str) -> ExerciseKey:
        """Return one exercise. Raises KeyProblem if the lecture has none of that name."""
        if name not in self.exercises:
            known = ", ".join(self.exercises) or "none"
            raise KeyProblem(f"There is no exercise {name!r} in {self.lecture}. Its exercises are: {known}.")
        return self.exercises[name]


def dumps(key: AnswerKey) -> bytes:
    """Return the key as the bytes of its file; the same key gives the same bytes."""
    arrays: list[np.ndarray] = []
    content = {
        "format": FORMAT,
        "lecture": key.lecture,
        "exercises": [_pack_exercise(exercise, arrays) for exercise in key.exercises.values()],
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    tensors = {f"{i:05d}": np.ascontiguousarray(array) for i, array in enumerate(arrays)}
    return save(tensors, metadata={"key": text})


def load(path: Path) -> AnswerKey:
    """Read a key. Raises KeyProblem with one sentence if that cannot be done."""
    if not path.is_file():
        raise KeyProblem(
            f"The answer key {path.name} is not in {path.parent}. "
            "Copy it there from the lecture's release folder; it lies beside the notebook."
        )
    try:
        with safe_open(path, framework="np") as file:
            content = json.loads(file.metadata()["key"])
            arrays = [file.get_tensor(name) for name in sorted(file.keys())]
        version = content["format"]
    except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error
    if version != FORMAT:
        raise KeyProblem(
            f"The answer key {path} has format {version}, and this installation reads {FORMAT}: "
            "the notebook and the installed course are of different versions. Update the older one."
        )
    try:
        exercises = [_unpack_exercise(data, arrays) for data in content["exercises"]]
        return AnswerKey(content["lecture"], {exercise.name: exercise for exercise in exercises})
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> KeyProblem:
    return KeyProblem(
        f"The answer key {path} is damaged and cannot be read. Copy it again from the lecture's release folder."
    )


def _pack_exercise(exercise: ExerciseKey, arrays: list) -> dict:
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
                "expected": pack(case.expected, arrays),
            }
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
    }


def _unpack_exercise(data: dict, arrays: list) -> ExerciseKey:
    return ExerciseKey(
        name=data["name"],
        points=data["points"],
        probe=data["probe"],
        returns=data["returns"],
        by_hand=tuple(data["by_hand"]),
        untouched=unpack(data["untouched"], arrays),
        cases=tuple(
            CaseKey(
                case["title"],
                {name: unpack(value, arrays) for name, value in case["inputs"]},
                _unpack_how(case["how"]),
                unpack(case["expected"], arrays),
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
    return {"how": name, **vars(how)}


def _unpack_how(data: dict) -> How:
    settings = {name: value for name, value in data.items() if name != "how"}
    if data["how"] == "choice":
        return Choice({code: (right, why) for code, right, why in settings["options"]})
    return _HOWS[data["how"]](**settings)


def _pack_observation(seen: Observation, arrays: list) -> dict:
    """A misconception's observation; of changed inputs only the names count."""
    packed: dict[str, Any] = {"outcome": _pack_outcome(seen.outcome, arrays)}
    if seen.again is not None:
        packed["again"] = _pack_outcome(seen.again, arrays)
    if seen.inputs:
        packed["changed"] = list(seen.inputs)
    if seen.random_state:
        packed["random_state"] = list(seen.random_state)
    return packed


def _unpack_observation(data: dict, arrays: list) -> Observation:
    again = _unpack_outcome(data["again"], arrays) if "again" in data else None
    changed = {name: Opaque("changed") for name in data.get("changed", ())}
    moved = tuple(data.get("random_state", ()))
    return Observation(_unpack_outcome(data["outcome"], arrays), again, changed or None, moved)


def _pack_outcome(outcome: Returned | Raised, arrays: list) -> dict:
    if isinstance(outcome, Raised):
        return {"raised": list(outcome.kinds), "message": outcome.message}
    return {"value": pack(outcome.value, arrays)}


def _unpack_outcome(data: dict, arrays: list) -> Returned | Raised:
    if "raised" in data:
        return Raised(tuple(data["raised"]), data["message"])
    return Returned(unpack(data["value"], arrays))
