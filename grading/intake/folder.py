"""What of a submitted folder is let in: plain files of reasonable size, and notebooks that can be read.

A student chooses every name and every byte in it. So folders are opened one
inside the other, links are never followed, what is no plain file is never
opened, and everything is read once, here: nothing later goes back to the folder.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path

from grading.limits import Limits
from helpers.checking.values import plain
from helpers.errors import UnrolledError

MOST_FILES = 500
MOST_FOLDERS_DEEP = 8
LONGEST_NAME = 100  # characters
LONGEST_PATH = 250
MOST_SENTENCES = 20
_MOST_ENTRIES = 5_000  # that are looked at
_ODD = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # kinds of characters that are not seen, or that are none


class IntakeProblem(UnrolledError):
    """A submission cannot be graded as it lies there."""


@dataclass(frozen=True)
class Folder:
    """What was let in.

    notebooks: name, without ".ipynb" → its bytes
    files: everything else, by relative POSIX path
    refused: what was left out, and what was taken for something else, one sentence each
    """

    notebooks: Mapping[str, bytes]
    files: Mapping[str, bytes] = field(default_factory=dict)
    refused: tuple[str, ...] = ()


def read_folder(path: Path, expected: Collection[str], limits: Limits, ignore: Sequence[str] = ()) -> Folder:
    """Read a submission.

    path: its folder; itself and the one that it lies in may be no links
    expected: the names of the lecture's notebooks, without ".ipynb"
    ignore: patterns of names that are left out without a word
    Raises IntakeProblem if there is no notebook in it that can be graded.
    """
    folder = _open_folder(path)
    try:
        return _Reader(path, expected, limits, ignore).read(folder)
    finally:
        os.close(folder)


class _Refused(Exception):
    """A file is not let in. Its text says why."""


class _Reader:
    def __init__(self, path: Path, expected: Collection[str], limits: Limits, ignore: Sequence[str]) -> None:
        self.where = f"{plain(path.parent.name, 60)}/{plain(path.name, 60)}"
        self.expected = expected
        self.limits = limits
        self.ignore = ignore
        self.files: dict[str, bytes] = {}
        self.said: list[str] = []
        self.left = int(limits.files_mb * 2**20)
        self.seen = 0

    def read(self, folder: int) -> Folder:
        notebooks = self._notebooks(folder)
        for name in sorted(self._entries(folder)):
            if not name.endswith(".ipynb"):
                self._take(folder, name, name, 0)
        if len(self.said) > MOST_SENTENCES:
            more = len(self.said) - MOST_SENTENCES
            self.said[MOST_SENTENCES:] = [f"{more} more files were left out for such reasons."]
        return Folder(notebooks, self.files, tuple(self.said))

    def _notebooks(self, folder: int) -> dict[str, bytes]:
        there = sorted(name for name in self._entries(folder) if name.endswith(".ipynb"))
        wanted = {f"{name}.ipynb": name for name in sorted(self.expected)}
        found = {wanted[name]: name for name in there if name in wanted}
        missing = [name for name in wanted.values() if name not in found]
        others = [name for name in there if name not in wanted]
        if len(missing) == 1 and len(others) == 1:
            (name,), (file,) = missing, others
            found[name], missing, others = file, [], []
            self.said.append(f"{plain(file, 60)} was taken for {name}.ipynb, which is not there.")
        if not found:
            what = " or ".join(wanted) or "notebook of the lecture"
            raise IntakeProblem(f"There is no {what} in {self.where}" + _instead(others))
        self.said += [f"There is no {name}.ipynb: it gets no points." for name in missing]
        self.said += [f"{plain(name, 60)} is none of the lecture's notebooks, and was left out." for name in others]
        most = int(self.limits.notebook_mb * 2**20)
        notebooks = {}
        for name, file in found.items():
            try:
                notebooks[name] = _read_file(folder, file, most)
            except _Refused as why:
                raise IntakeProblem(f"{plain(file, 60)} of {self.where} is not accepted: {why}.") from None
        return notebooks

    def _entries(self, folder: int) -> Iterator[str]:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in islice(entries, _MOST_ENTRIES)]
        for name in names:
            if not name.startswith(".") and not any(fnmatchcase(name, pattern) for pattern in self.ignore):
                yield name

    def _take(self, folder: int, name: str, path: str, depth: int) -> None:
        """Take a file or folder in, or say why not."""
        try:
            self.seen += 1
            if len(self.files) >= MOST_FILES or self.seen > _MOST_ENTRIES:
                raise _Refused(f"there may be {MOST_FILES} files")
            _check_name(name, path)
            if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
                self._take_folder(folder, name, path, depth + 1)
            else:
                hint = f" (of the {self.limits.files_mb:g} MB for all files of a submission)"
                self.files[path] = data = _read_file(folder, name, self.left, hint)
                self.left -= len(data)
        except (_Refused, OSError) as why:
            reason = str(why) if isinstance(why, _Refused) else f"it cannot be read ({why.strerror})"
            self.said.append(f"{plain(path, 60)} was left out: {reason}.")

    def _take_folder(self, parent: int, name: str, path: str, depth: int) -> None:
        if depth > MOST_FOLDERS_DEEP:
            raise _Refused(f"folders may lie {MOST_FOLDERS_DEEP} deep")
        folder = _enter(name, parent)
        try:
            for inner in sorted(self._entries(folder)):
                if not inner.endswith(".ipynb"):
                    self._take(folder, inner, f"{path}/{inner}", depth)
        finally:
            os.close(folder)


def _instead(others: Sequence[str]) -> str:
    if not others:
        return "."
    names = ", ".join(plain(name, 60) for name in others[:5])
    return f", but there is {names}{' and more' if len(others) > 5 else ''}: give the right one that name."


def _open_folder(path: Path) -> int:
    """Open a submission's folder, the last two steps without following links."""
    where = f"{plain(path.parent.name, 60)}/{plain(path.name, 60)}"
    try:
        student = _enter(path.parent.name, path.parent.parent)
        try:
            return _enter(path.name, student)
        finally:
            os.close(student)
    except FileNotFoundError:
        raise IntakeProblem(f"Nothing has been submitted at {where}.") from None
    except NotADirectoryError:
        raise IntakeProblem(f"{where} is a link or no folder: put the submitted folder itself there.") from None
    except OSError as error:
        raise IntakeProblem(f"{where} cannot be read ({error.strerror}).") from None


def _enter(name: str, parent: int | Path) -> int:
    """Open a folder inside another, given as a file descriptor or a path, if it is no link."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    if isinstance(parent, int):
        return os.open(name, flags | os.O_NOFOLLOW, dir_fd=parent)
    outer = os.open(parent, flags)
    try:
        return _enter(name, outer)
    finally:
        os.close(outer)


def _read_file(folder: int, name: str, most: int, hint: str = "") -> bytes:
    """Read a plain file of at most `most` bytes. Raises _Refused for anything else, without opening it."""
    try:
        before = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if not stat.S_ISREG(before.st_mode):
            raise _Refused(f"it is {_kind(before.st_mode)}, no plain file")
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY, dir_fd=folder)
    except OSError as error:
        raise _Refused(f"it cannot be read ({error.strerror})") from None
    with open(file, "rb", buffering=0) as stream:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise _Refused("it is no plain file")
        if status.st_size > most:
            raise _Refused(f"it has {_megabytes(status.st_size)}, and {_megabytes(most)} are accepted{hint}")
        parts, left = [], most + 1
        while left > 0 and (part := stream.read(min(left, 2**20))):
            parts.append(part)
            left -= len(part)
    if left <= 0:
        raise _Refused("it grew while it was read")
    return b"".join(parts)


def _check_name(name: str, path: str) -> None:
    if len(name) > LONGEST_NAME or len(path) > LONGEST_PATH:
        raise _Refused("its name is too long")
    if "\\" in name or any(unicodedata.category(character) in _ODD for character in name):
        raise _Refused("its name has characters that cannot be seen, or a backslash")
    if os.path.isabs(name) or name in ("", ".", ".."):  # no folder lists such names
        raise _Refused("that is no name")


def _kind(mode: int) -> str:
    kinds = {stat.S_IFLNK: "a link", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFDIR: "a folder"}
    return kinds.get(stat.S_IFMT(mode), "a device")


def _megabytes(count: int) -> str:
    return f"{count / 2**20:.3g} MB"


def read_file(path: Path, most: int) -> bytes:
    """Return one file of a submission, or of what became of it; nothing if it is not there or is no plain file."""
    try:
        folder = _open_folder(path.parent)
        try:
            return _read_file(folder, path.name, most)
        finally:
            os.close(folder)
    except (IntakeProblem, _Refused):
        return b""
