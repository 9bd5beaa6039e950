"""What a lecture brings to each of its submissions: answer keys, files, and what its source notebook says."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory

from grading.intake.released import SKIP, Released
from helpers.checking.key import FILE_NAME, parse
from helpers.errors import UnrolledError


class MaterialProblem(UnrolledError):
    """A lecture lacks what its submissions are graded with."""


@dataclass(frozen=True)
class Materials:
    """A lecture's side of a job.

    notebooks: as released, by name
    files: what lies beside the source notebook, by relative POSIX path
    private: the file of the private key
    exercises: those of the public key
    version: what tells these files and keys from others
    """

    lecture: str
    notebooks: Mapping[str, Released]
    files: Mapping[str, bytes] = field(default_factory=dict)
    private: Path = Path()
    exercises: Collection[str] = frozenset()
    version: str = ""

    def keys(self) -> tuple[bytes, bytes]:
        """Return the public and the private key as files. Raises MaterialProblem if the private one cannot be read."""
        try:
            return self.files.get(FILE_NAME, b""), _read(self.private, _version(self.private))
        except OSError as error:
            raise MaterialProblem(
                f"There is no private answer key keys/{self.private.name} that can be read ({error.strerror}): "
                f"run `course release {self.lecture}`."
            ) from None


def read_materials(coursedir: CourseDirectory, lecture: str, notebooks: Mapping[str, Released]) -> Materials:
    """Read what lies in source/ and keys/ for a lecture.

    notebooks: as the gradebook has them
    Raises MaterialProblem or KeyProblem if something is there and cannot be read.
    """
    source = Path(coursedir.format_path(coursedir.source_directory, ".", lecture))
    try:
        listed = _listed(source, [*coursedir.ignore, "*.ipynb"])
        files = _files(source, listed)
        told = {name: _told(released, source / f"{name}.ipynb") for name, released in notebooks.items()}
    except (OSError, ValueError, RecursionError) as error:
        raise MaterialProblem(f"source/{lecture} cannot be read: {error}.") from None
    public = files.get(FILE_NAME, b"")
    exercises = _exercises(public, f"source/{lecture}/{FILE_NAME}") if public else frozenset()
    private = Path(coursedir.root) / "keys" / f"{lecture}.safetensors"
    version = repr((listed, _version(private) if private.is_file() else None))
    return Materials(lecture, told, files, private, exercises, version)


Version = tuple[int, int, int]


def _version(path: Path) -> Version:
    """What tells a file from what was there before."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


@functools.lru_cache(maxsize=4)
def _read(path: Path, version: Version) -> bytes:
    return path.read_bytes()


def _listed(folder: Path, ignore: Collection[str]) -> tuple[tuple[str, Version], ...]:
    """The files below a folder, by relative path, without those whose names match `ignore`."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not any(fnmatchcase(name, pattern) for pattern in ignore)]
        for name in names:
            path = Path(place, name)
            if path.is_file() and not any(fnmatchcase(name, pattern) for pattern in ignore):
                found.append((path.relative_to(folder).as_posix(), _version(path)))
    return tuple(sorted(found))


@functools.lru_cache(maxsize=2)
def _files(folder: Path, listed: tuple[tuple[str, Version], ...]) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name, _ in listed}


@functools.lru_cache(maxsize=4)
def _exercises(key: bytes, name: str) -> frozenset[str]:
    return frozenset(parse(key, name).exercises)


def _told(released: Released, path: Path) -> Released:
    """What the gradebook knows of a notebook, and what only the instructor's notebook knows: order, ids, demos."""
    if not path.is_file():
        return released
    notebook = _notebook(path, _version(path))
    order = {name: number for number, name in enumerate(notebook["order"])}
    cells = [replace(cell, skipped=cell.name in notebook["skipped"]) for cell in released.cells]
    return replace(
        released,
        cells=tuple(sorted(cells, key=lambda cell: order.get(cell.name, len(order)))),
        metadata=notebook["metadata"] | dict(released.metadata),
        ids=notebook["ids"],
        demos=notebook["demos"],
    )


@functools.lru_cache(maxsize=8)
def _notebook(path: Path, version: Version) -> dict[str, Any]:
    content = json.loads(path.read_text(encoding="utf-8-sig"))
    order, skipped, ids, demos = [], set(), {}, set()
    for cell in content.get("cells", []):
        metadata = cell.get("metadata", {})
        name = metadata.get("nbgrader", {}).get("grade_id")
        skip = SKIP in metadata.get("tags", [])
        if name:
            order.append(name)
            skipped |= {name} if skip else set()
            ids |= {cell["id"]: name} if "id" in cell else {}
        elif skip and cell["cell_type"] == "code":
            demos.add("".join(cell["source"]).strip())
    told = content.get("metadata", {})
    metadata = {"title": told["title"]} if isinstance(told.get("title"), str) else {}
    if isinstance(language := told.get("language_info", {}).get("name"), str):
        metadata["language_info"] = {"name": language}
    return {"order": order, "skipped": skipped, "ids": ids, "demos": frozenset(demos), "metadata": metadata}
