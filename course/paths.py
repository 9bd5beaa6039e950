"""Where things lie in a course folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from helpers.checking.key import FILE_NAME
from helpers.errors import UnrolledError

_PACKAGE = Path(__file__).resolve().parent


class NoCourseFolder(UnrolledError):
    """The command was started where there is no course."""


@dataclass(frozen=True)
class Paths:
    """A course folder.

    root: holds source/, release/ and nbgrader_config.py
    lectures: the folder of the lectures' texts
    """

    root: Path
    lectures: Path = _PACKAGE / "lectures"

    @property
    def course(self) -> Path:
        return _PACKAGE

    @property
    def helpers(self) -> Path:
        return _PACKAGE.parent / "helpers"

    @property
    def source(self) -> Path:
        return self.root / "source"

    @property
    def release(self) -> Path:
        return self.root / "release"

    @property
    def work(self) -> Path:
        return self.root / "work"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    def source_files(self, lecture: str) -> list[Path]:
        """The lecture's notebook and its public key."""
        return [self.source / lecture / f"{lecture}.ipynb", self.source / lecture / FILE_NAME]

    def relative(self, path: Path) -> str:
        """The path as seen from the course folder, with forward slashes."""
        return Path(os.path.relpath(path, self.root)).as_posix()


def course_folder(start: Path | None = None) -> Paths:
    """The course folder at or above `start` (by default the current folder).

    Raises NoCourseFolder if there is none and the package is not installed from one.
    """
    start = (start or Path.cwd()).resolve()
    for folder in [start, *start.parents, _PACKAGE.parent]:
        if (folder / "nbgrader_config.py").is_file() and any(
            (folder / room).is_dir() for room in ("source", "release")
        ):
            return Paths(folder)
    raise NoCourseFolder(
        f"There is no course in {start} or above it. Go to the folder that holds nbgrader_config.py and source/."
    )
