"""What came of each submission, in a small file for each, so that a run goes on where one was ended.

    runs/<lecture>/<student>.json

A file is taken away before a submission's marks are touched, and written when
they stand in the gradebook. So whatever ends a run, and whenever: what has a
file is done, and what has none is done again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from grading.crowd.submissions import Digest, Submission, state_of
from grading.intake.materials import Materials
from helpers.errors import UnrolledError

FORMAT = 1
GRADED, WITH_PROBLEMS, FAILED = "graded", "graded with problems", "failed"
STATES = (GRADED, WITH_PROBLEMS, FAILED)
_LONGEST = 120


class RunsProblem(UnrolledError):
    """The folder of records cannot be used."""


@dataclass(frozen=True)
class Outcome:
    """What came of one submission: exactly one state.

    state: "graded", "graded with problems" (each named), or "failed" (with the reason)
    attention: what a person should look at, one sentence each
    points, max_points: of what was graded by machine
    exercises: for each check its name, points, max_points, state, misconception and by_hand
    isolation: behind which walls it ran, or empty
    seconds: where the engine's time went, by step
    """

    lecture: str
    student: str
    state: str
    reason: str = ""
    problems: Sequence[str] = ()
    attention: Sequence[str] = ()
    points: float = 0.0
    max_points: float = 0.0
    exercises: Sequence[Mapping[str, Any]] = ()
    isolation: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Fingerprints:
    """What the marks came from: the submission's files, what the lecture is graded with, and the limits."""

    submission: str
    lecture: str
    limits: str


def basis(materials: Materials) -> str:
    """What tells all that a lecture is graded with from any other: registered cells, keys, files beside them.

    The same for all its submissions; a mended key changes it.
    """
    digest = Digest()
    for name, released in sorted(materials.notebooks.items()):
        digest.add(name, json.dumps(asdict(released), sort_keys=True, default=sorted))
    for name, data in sorted(materials.files.items()):
        digest.add(name, hashlib.sha256(data).hexdigest())
    digest.add(state_of(str(materials.private)))
    return digest.text


class Records:
    """The records in one folder, which is made when it is needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Keep other runs out of this course. Raises RunsProblem if one goes on, or if nothing can be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / ".lock").open("w")
        except OSError as problem:
            raise RunsProblem(f"{self.folder} cannot be written ({problem.strerror}): make room for it.") from None
        with lock:
            _lock(lock)  # the system opens it when this process ends, however it does
            yield

    def path(self, lecture: str, student: str) -> Path:
        return self.folder / _safe(lecture) / f"{_safe(student)}.json"

    def read(self, one: Submission) -> tuple[Outcome, Fingerprints] | None:
        """What is known of a submission; None if that is nothing, or cannot be read."""
        try:
            content = json.loads(self.path(one.lecture, one.student).read_text(encoding="utf-8"))
            if content.pop("format") != FORMAT:
                return None
            marks = Fingerprints(**content.pop("fingerprints"))
            content.pop("engine")
            return Outcome(**content), marks
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def forget(self, one: Submission) -> None:
        """Take the record away. Raises OSError if that cannot be done."""
        self.path(one.lecture, one.student).unlink(missing_ok=True)

    def write(self, outcome: Outcome, marks: Fingerprints, engine: str) -> None:
        """Write a record, whole or not at all. Raises OSError if that cannot be done.

        engine: which version of the code gave the marks
        """
        content = {"format": FORMAT, **asdict(outcome), "fingerprints": asdict(marks), "engine": engine}
        write_whole(self.path(outcome.lecture, outcome.student), content)


def _lock(file: IO) -> None:
    try:
        import fcntl
    except ImportError:  # Windows, where nothing is graded
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RunsProblem("Another `course grade` is at work on this course: wait for it, or end it.") from None
    except OSError:  # a file system without locks
        return


def write_whole(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON so that the file is never seen half written. Raises OSError if that cannot be done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_text(json.dumps(content, indent=1, allow_nan=False), encoding="utf-8")
        os.replace(new, path)
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise


def _safe(name: str) -> str:
    """A file name for any name, another one for each."""
    quoted = quote(name.encode(errors="surrogateescape"), safe="")
    if len(quoted) <= _LONGEST:
        return quoted
    return f"{quoted[:_LONGEST]}~{hashlib.sha256(quoted.encode()).hexdigest()[:16]}"
