"""What one submission gives the engine, and what comes back: frozen data, written as bytes.

Bytes in, bytes out: a job may run in another process or on another machine, and
neither side unpickles anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from grading.limits import Limits

CODE, CHECK, TEST = "code", "check", "test"


@dataclass(frozen=True)
class Cell:
    """One code cell that is to be run or observed.

    kind: "code", an ordinary cell; "check", an exercise that is observed; "test", an
        instructor's own graded code, run like an ordinary cell
    source: the code; empty for a check, of which nothing is run
    name: the grade_id of a check (its exercise) or of a test
    """

    kind: str
    source: str = ""
    name: str = ""


@dataclass(frozen=True)
class Job:
    """One submitted notebook, fit to be graded.

    cells: in the notebook's order, without those that are skipped
    public, private: the lecture's answer keys as files; empty where no cell is a check
    files: what lies beside the notebook, by relative POSIX path
    """

    lecture: str
    cells: tuple[Cell, ...]
    public: bytes = b""
    private: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    def dumps(self) -> bytes:
        """Return the job as bytes; the same job gives the same bytes."""
        content = {
            "lecture": self.lecture,
            "cells": [asdict(cell) for cell in self.cells],
            "limits": asdict(self.limits),
            "files": sorted(self.files),
        }
        return _join(content, [self.public, self.private, *(self.files[name] for name in sorted(self.files))])

    @staticmethod
    def loads(data: bytes) -> Job:
        """The reverse of `dumps`."""
        content, (public, private, *blobs) = _split(data)
        return Job(
            content["lecture"],
            tuple(Cell(**cell) for cell in content["cells"]),
            public,
            private,
            dict(zip(content["files"], blobs)),
            Limits(**content["limits"]),
        )


@dataclass(frozen=True)
class CellResult:
    """What came of one of a job's cells.

    outputs: notebook outputs (nbformat 4), safe to be shown
    note: what befell it, one sentence; empty where it ran to its end
    """

    outputs: tuple[Mapping[str, Any], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ExerciseResult:
    """What came of one check.

    points: from 0 to max_points, what nbgrader gets
    state: as `helpers.checking.verdict.State` words it
    misconception: the name of the one that it looks like, or empty
    by_hand: what it called although the exercise asks to write it
    reason: for a person, one line
    """

    name: str
    points: float
    max_points: float
    state: str
    misconception: str = ""
    by_hand: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Graded:
    """What came of a job.

    cells: one result for each of the job's cells, in order
    problems: what went wrong on the way, one sentence each; the marks stand all the same
    attention: what a person should look at, one sentence each
    isolation: how strong the walls were: "full", "partial" or "none"
    seconds: where the time went, by step
    """

    cells: tuple[CellResult, ...]
    exercises: tuple[ExerciseResult, ...]
    problems: tuple[str, ...] = ()
    attention: tuple[str, ...] = ()
    isolation: str = "none"
    seconds: Mapping[str, float] = field(default_factory=dict)

    def dumps(self) -> bytes:
        """Return the result as bytes."""
        return _join(asdict(self), [])

    @staticmethod
    def loads(data: bytes) -> Graded:
        """The reverse of `dumps`."""
        content, _ = _split(data)
        return Graded(
            tuple(CellResult(tuple(cell["outputs"]), cell["note"]) for cell in content["cells"]),
            tuple(ExerciseResult(**item | {"by_hand": tuple(item["by_hand"])}) for item in content["exercises"]),
            tuple(content["problems"]),
            tuple(content["attention"]),
            content["isolation"],
            content["seconds"],
        )


def _join(content: Mapping[str, Any], blobs: Sequence[bytes]) -> bytes:
    head = json.dumps({"content": content, "sizes": [len(blob) for blob in blobs]}, allow_nan=False).encode()
    return b"".join([len(head).to_bytes(8, "little"), head, *blobs])


def _split(data: bytes) -> tuple[dict, list[bytes]]:
    size = int.from_bytes(data[:8], "little")
    head = json.loads(data[8 : 8 + size])
    blobs, start = [], 8 + size
    for length in head["sizes"]:
        blobs.append(data[start : start + length])
        start += length
    return head["content"], blobs
