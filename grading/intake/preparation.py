"""From a submitted folder to jobs: what intake let in, repaired, with the lecture's keys and files."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from threading import Event

from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from grading.books.gradebook import OpenGradebook
from grading.intake.folder import read_file, read_folder
from grading.intake.materials import Materials, read_materials
from grading.intake.notebook import read_notebook
from grading.intake.repair import NotGradable, job_cells, repair
from grading.job import CHECK, Job
from grading.limits import Limits
from helpers.checking.key import FILE_NAME
from helpers.checking.values import plain

TIMESTAMP = "timestamp.txt"
_NBGRADERS = (TIMESTAMP, "submission_secret.txt")  # files that the exchange puts into a submission
_LONGEST_TIMESTAMP = 200


@dataclass(frozen=True)
class Sheet:
    """One notebook of a submission, repaired.

    job: what is run of it
    positions: where each of the job's cells stands in the notebook
    """

    name: str
    notebook: NotebookNode
    job: Job
    positions: tuple[int, ...]


@dataclass(frozen=True)
class Prepared:
    """A submission that can be graded.

    sheets: its notebooks; most lectures have one
    materials: of its lecture
    files: what will lie beside them when they are graded
    timestamp: when it was handed in, in UTC, if that is known
    missing: notebooks of the lecture that it lacks
    mended, refused: what was put right, and what was left out; one sentence each
    origin: all that this was made of
    used: set when nbgrader's steps have had the notebooks, which then are no more what they were
    """

    lecture: str
    student: str
    sheets: tuple[Sheet, ...]
    materials: Materials
    files: Mapping[str, bytes]
    timestamp: datetime | None = None
    missing: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    origin: tuple = ()
    used: Event = field(default_factory=Event, compare=False)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """A job for each notebook."""
        return tuple(sheet.job for sheet in self.sheets)

    @functools.cached_property
    def digests(self) -> tuple[str, ...]:
        """What tells each job from any other, without reading the lecture's own files again."""
        ours = self.materials.files
        theirs = hashlib.sha256(self.materials.version.encode())
        for path, data in sorted(self.files.items()):
            if data is not ours.get(path):
                theirs.update(repr((path, len(data))).encode() + data)
        return tuple(
            hashlib.sha256(theirs.digest() + repr((job.lecture, job.cells, job.limits)).encode()).hexdigest()
            for job in self.jobs
        )


def prepare(
    coursedir: CourseDirectory,
    lecture: str,
    student: str,
    limits: Limits,
    students_own: Collection[str] = (),
    before: Prepared | None = None,
) -> Prepared:
    """Take a submission in, and make jobs of it. Nothing is written.

    students_own: files of the lecture that students may bring in a version of their own
    before: what an earlier call returned for this submission; returned again if nothing has changed since
    Raises an UnrolledError if it cannot be graded: IntakeProblem, GradebookProblem,
    MaterialProblem, KeyProblem or NotGradable.
    """
    materials = read_materials(coursedir, lecture, OpenGradebook(coursedir.db_url).lecture(lecture))
    wanted = [name for name in materials.notebooks if fnmatchcase(name, coursedir.notebook_id)]
    path = Path(coursedir.format_path(coursedir.submitted_directory, student, lecture))
    folder = read_folder(path, wanted, limits, coursedir.ignore)
    origin = (folder, materials, limits, tuple(students_own))
    if before is not None and before.origin == origin and not before.used.is_set():
        return before
    refused = list(folder.refused)
    timestamp = _timestamp(folder.files.get(TIMESTAMP, b""), refused)
    files = _beside(folder.files, materials, students_own)
    mended: list[str] = []
    sheets = [_sheet(name, data, materials, files, limits, mended) for name, data in folder.notebooks.items()]
    missing = tuple(name for name in wanted if name not in folder.notebooks)
    return Prepared(
        lecture, student, tuple(sheets), materials, files, timestamp, missing, tuple(mended), tuple(refused), origin
    )


def _sheet(
    name: str,
    data: bytes,
    materials: Materials,
    files: Mapping[str, bytes],
    limits: Limits,
    mended: list[str],
) -> Sheet:
    released = materials.notebooks[name]
    if released.language.lower() not in ("python", "ipython"):
        raise NotGradable(f"{name}.ipynb is a notebook in {plain(released.language, 40)}; only Python can be graded.")
    read, of_reading = read_notebook(data, f"{name}.ipynb")
    notebook, of_repair = repair(read, released)
    mended += [*of_reading, *of_repair]
    job, positions = make_job(notebook, name, materials, files, limits)
    return Sheet(name, notebook, job, positions)


def make_job(
    notebook: NotebookNode, name: str, materials: Materials, files: Mapping[str, bytes], limits: Limits
) -> tuple[Job, tuple[int, ...]]:
    """Return the job of a repaired notebook, and where each of its cells stands there.

    name: of the notebook; files: beside it
    Raises NotGradable or MaterialProblem.
    """
    made = job_cells(notebook, materials.notebooks[name], materials.exercises)
    checks = any(cell.kind == CHECK for cell in made.cells)
    public, private = materials.keys() if checks else (b"", b"")
    theirs = {path: data for path, data in files.items() if path not in _NBGRADERS}
    return Job(materials.lecture, made.cells, public, private, theirs, limits), made.positions


def handed_in(folder: Path) -> datetime | None:
    """When a submission was handed in, in UTC, by the exchange's file in its folder; None if that is not known."""
    return _timestamp(read_file(folder / TIMESTAMP, _LONGEST_TIMESTAMP), [])


def _timestamp(data: bytes, refused: list[str]) -> datetime | None:
    text = data[: _LONGEST_TIMESTAMP + 1].decode(errors="replace").strip()
    if not text:
        return None
    try:
        if len(text) > _LONGEST_TIMESTAMP:
            raise ValueError("too long")
        return parse_utc(text)
    except (ValueError, TypeError, OverflowError, AttributeError):
        refused.append(f"{TIMESTAMP} holds no time ({plain(text, 40)!r}); when it was handed in is not known.")
        return None


def _beside(theirs: Mapping[str, bytes], materials: Materials, students_own: Collection[str]) -> dict[str, bytes]:
    """The files of a submission, under those of the lecture. The answer key is always the lecture's."""
    own = {path for path in students_own if path in theirs and path != FILE_NAME}
    ours = {path: data for path, data in materials.files.items() if path not in own}
    folders = {path[:end] for path in ours for end in range(len(path)) if path[end] == "/"}
    kept = {
        path: data
        for path, data in theirs.items()
        if path not in folders and not any(path[:end] in ours for end in range(len(path)) if path[end] == "/")
    }
    return kept | ours
