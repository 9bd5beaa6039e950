"""What has been submitted, and what tells it from what was there before."""

from __future__ import annotations

import glob
import hashlib
import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from helpers.checking.values import plain
from helpers.errors import UnrolledError

_WHOLE = 64 * 2**20  # bytes; of a larger file size and date must do
_MOST_FILES = 10_000


class UnknownName(UnrolledError):
    """There is no lecture or student of that name."""


@dataclass(frozen=True)
class Submission:
    """What one student handed in for one lecture: a folder."""

    lecture: str
    student: str
    folder: Path


def find(
    coursedir: CourseDirectory, registered: Sequence[str], lectures: Sequence[str] = (), students: Sequence[str] = ()
) -> list[Submission]:
    """Find submissions, in the order of their lectures and students.

    registered: the lectures in the gradebook
    lectures, students: which to find; all by default. Raises UnknownName for one that is not there.
    """
    for name in lectures:
        if name not in registered:
            known = ", ".join(plain(one, 60) for one in registered) or "none yet"
            raise UnknownName(
                f"There is no lecture {plain(name, 60)!r} in the gradebook (there is: {known}); "
                "`course release` registers what lies in source/."
            )
    wanted = set(lectures) or set(registered)
    found = [one for one in submitted(coursedir) if one.lecture in wanted]
    for name in students:
        if name not in {one.student for one in found}:
            whose = " and ".join(plain(one, 60) for one in lectures) or "any lecture"
            raise UnknownName(f"{plain(name, 60)!r} has submitted nothing for {whose}.")
    return [one for one in found if not students or one.student in students]


def submitted(coursedir: CourseDirectory) -> list[Submission]:
    """Every folder that lies where submissions do, of whatever lecture, in order."""
    step = coursedir.submitted_directory
    places = Path(glob.escape(coursedir.root)) / coursedir.directory_structure.format(
        nbgrader_step=glob.escape(step), student_id="*", assignment_id="*"
    )
    pattern = coursedir.format_path(step, "(?P<student>[^/]+)", "(?P<lecture>[^/]+)", escape=True)
    found = []
    for folder in glob.glob(str(places)):
        match = re.fullmatch(pattern, folder)
        if match and os.path.isdir(folder):
            found.append(Submission(match["lecture"], match["student"], Path(folder)))
    return sorted(found, key=lambda one: (one.lecture, one.student))


def fingerprint(folder: Path) -> str:
    """What tells these files from any others: names and contents. Links are not followed, nor pipes read."""
    digest = Digest()
    if os.path.islink(folder):
        digest.add(state_of(str(folder)))
        return digest.text
    count = 0
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted([*names, *folders]):
            path = os.path.join(place, name)
            digest.add(os.path.relpath(path, folder), state_of(path))
            count += 1
            if count > _MOST_FILES:  # intake refuses so many
                return digest.text
    return digest.text


def state_of(path: str) -> str:
    """What tells a file, or whatever is there, from any other."""
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            return f"link to {os.readlink(path)}"
        if not stat.S_ISREG(status.st_mode):
            return f"kind {stat.S_IFMT(status.st_mode)}"
        if status.st_size > _WHOLE:
            return f"{status.st_size} bytes at {status.st_mtime_ns}"
        with open(path, "rb", opener=_plainly) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"error {error.errno}"


def _plainly(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


class Digest:
    """A fingerprint of texts in order."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()

    def add(self, *texts: str) -> None:
        for text in texts:
            data = text.encode(errors="surrogateescape")
            self._sha256.update(len(data).to_bytes(8, "little") + data)

    @property
    def text(self) -> str:
        return self._sha256.hexdigest()
