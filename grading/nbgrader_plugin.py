"""How grading enters nbgrader: through one setting, `c.Autograde.exporter_class`.

nbgrader makes an `Autograde` wherever something is graded: for its command line,
behind the formgrader's button, and for `record`. It asks for an exporter, which
makes that Autograde the one below. Ours differs in the order. A submission is
taken in, repaired and graded before anything is touched; then the gradebook is
written; autograded/ comes last, and as a whole. So a submission that cannot be
graded leaves everything as it was, and one that was cut short is graded again.

`prepare` and `record` are the two halves of that for whoever has jobs graded elsewhere.
"""

from __future__ import annotations

import glob
import json
import os
import re
import shutil
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import NotebookNode
from nbformat.v4.nbjson import BytesEncoder
from nbformat.v4.rwbase import split_lines, strip_transient
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde as NbgraderAutograde
from nbgrader.converters.base import NbGraderException
from traitlets.config import Configurable
from traitlets.utils.importstring import import_item

from grading import engine
from grading.books.database import OutdatedGradebook
from grading.books.gradebook import OpenGradebook
from grading.intake import preparation
from grading.intake.preparation import Prepared, handed_in
from grading.job import Graded
from grading.limits import BadLimit
from grading.observe import AssignLatePenalties, Observe, PluginProblem, SaveAutoGrades, Turn
from helpers.checking.values import plain
from helpers.errors import UnrolledError

__all__ = ["AssignLatePenalties", "Exporter", "Observe", "SaveAutoGrades", "prepare", "record"]


class NotGraded(NbGraderException):
    """Submissions could not be graded. problems: a sentence for each"""

    def __init__(self, problems: Sequence[str]) -> None:
        more = f" ({len(problems)} submissions could not be graded; the log names each.)" if len(problems) > 1 else ""
        super().__init__(problems[0] + more)
        self.problems = tuple(problems)


class RecordProblem(UnrolledError):
    """A result could not be written."""


class Exporter(NotebookExporter):
    """Makes nbgrader's Autograde ours, and writes its notebooks."""

    def __init__(self, config: Any = None, parent: Any = None, **kw: Any) -> None:
        super().__init__(config=config, parent=parent, **kw)
        if type(parent) is NbgraderAutograde:
            parent.__class__ = Autograde

    def preprocess(self, notebook: NotebookNode, resources: Mapping[str, Any]) -> tuple[NotebookNode, Any]:
        """Take a notebook through the steps that are registered now."""
        for step in self._preprocessors:
            notebook, resources = step(notebook, resources)
        return notebook, resources

    @staticmethod
    def written(notebook: NotebookNode) -> bytes:
        """Return a notebook, which is no notebook any more then, as the bytes of its file.

        Raises ValidationError if a step has spoilt it.
        """
        nbformat.validate(notebook, relax_add_props=True)
        # As nbformat.v4.writes has it, which copies all of a notebook first.
        whole = strip_transient(split_lines(notebook))
        return (json.dumps(whole, cls=BytesEncoder, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


class Autograde(NbgraderAutograde):
    """nbgrader's Autograde, which grades first and writes then. Made by `Exporter`.

    recorded: a submission that `record` has the results of; every other one is graded here
    """

    recorded: tuple[Prepared, Sequence[Graded]] | None = None

    def convert_notebooks(self) -> None:
        problems = []
        try:
            self._check_settings()
            for folder in sorted(self.assignments):
                problems += self._tried(*self._names(folder))
        except (PluginProblem, BadLimit, OutdatedGradebook) as problem:  # no submission could be graded
            self.log.error("%s", problem)
            raise NotGraded([str(problem)]) from None
        if problems:
            raise NotGraded(problems)

    def _check_settings(self) -> None:
        """See that settings are right, and that nothing but Observe would run a submission."""
        named = [*self.sanitize_preprocessors, *self.autograde_preprocessors]
        steps = [import_item(step) if isinstance(step, str) else step for step in named]
        executes = any(isinstance(step, type) and issubclass(step, ExecutePreprocessor) for step in steps)
        if Observe not in steps or executes:
            raise PluginProblem(
                'c.Autograde.autograde_preprocessors in nbgrader_config.py must have "grading.nbgrader_plugin.Observe", '
                "and none of nbgrader's own steps that execute notebooks."
            )
        settings = Observe(parent=self)
        _ = settings.limits
        if settings.config.Execute.get("enabled") is False:
            self.log.warning("--no-execute is not followed: marks come from what is run, not from saved outputs.")

    def _tried(self, lecture: str, student: str) -> list[str]:
        """Grade one submission; return why that was not possible, if it was not."""
        try:
            self.grade(lecture, student)
            return []
        except (PluginProblem, BadLimit, OutdatedGradebook):
            raise
        except UnrolledError as problem:
            said = str(problem)
        except OSError as problem:
            said = f"{problem.strerror or type(problem).__name__} ({problem.filename or 'no file'})."
        except Exception as problem:
            self.log.error(traceback.format_exc())
            said = plain(f"{type(problem).__name__}: {problem}")
        self.log.error("%s could not be graded: %s", _called(lecture, student), said)
        return [said]

    def _names(self, folder: str) -> tuple[str, str]:
        pattern = self._format_source("(?P<lecture>.*)", "(?P<student>.*)", escape=True)
        match = re.match(pattern, folder)
        if match is None:
            raise NbGraderException(f"{folder} is no folder of a submission.")
        return match["lecture"], match["student"]

    def grade(self, lecture: str, student: str) -> None:
        """Grade one submission and write its marks. Raises an UnrolledError if it cannot be graded."""
        if not self.init_destination(lecture, student):
            return
        turn = self._turn(lecture, student)
        names = [sheet.name for sheet in turn.prepared.sheets]
        folder = self._format_source(lecture, student)
        self.notebooks = [os.path.join(folder, f"{name}.ipynb") for name in names]
        self.run_pre_convert_hook()
        self._begin(turn.prepared)
        turn.prepared.used.set()
        made = {f"{name}.ipynb": self._graded(path, turn) for name, path in zip(names, self.notebooks)}
        _publish(Path(self._format_dest(lecture, student)), {**turn.prepared.files, **made}, self._whole)
        self.set_permissions(lecture, student)
        self.run_post_convert_hook()

    @property
    def _whole(self) -> bool:
        """Whether all notebooks of a lecture are graded, and not one of them alone."""
        return self.coursedir.notebook_id == "*"

    def init_destination(self, lecture: str, student: str) -> bool:
        """Whether a submission is to be graded, as nbgrader has it; but nothing older is removed yet."""
        if student in self.coursedir.student_id_exclude.split(","):
            return False
        dest = Path(self._format_dest(lecture, student))
        names = [os.path.basename(path) for path in self.assignments.get(self._format_source(lecture, student), [])]
        there = dest.exists() if self._whole else all((dest / name).exists() for name in names)
        if self.force or not there:
            return True
        now, before = handed_in(Path(self._format_source(lecture, student))), handed_in(dest)
        if now and before and now > before:
            return True
        self.log.info("Skipping existing assignment: %s", dest)
        return False

    def _turn(self, lecture: str, student: str) -> Turn:
        """Take a submission in and grade it, or find its result among those that were recorded."""
        settings = Observe(parent=self)
        before, known = self.recorded or (None, ())
        known = dict(zip(before.digests, known)) if before else {}
        prepared = preparation.prepare(self.coursedir, lecture, student, settings.limits, _own(self, lecture), before)
        called = _called(lecture, student)
        for sentence in (*prepared.refused, *prepared.mended):
            self.log.warning("%s: %s", called, sentence)
        results = []
        for job, digest in zip(prepared.jobs, prepared.digests):
            graded = known.get(digest) or engine.grade(job, settings.isolation)
            results.append((job, graded))
            for sentence in (*graded.problems, *graded.attention):
                self.log.warning("%s: %s", called, sentence)
            self.log.info("%s was graded with isolation: %s", called, graded.isolation)
        return Turn(prepared, results)

    def _begin(self, prepared: Prepared) -> None:
        OpenGradebook(self.coursedir.db_url).begin(
            prepared.lecture, prepared.student, prepared.timestamp, self.create_student, prepared.missing
        )

    def _graded(self, path: str, turn: Turn) -> bytes:
        """Take a notebook through nbgrader's steps, and return its file."""
        name = os.path.splitext(os.path.basename(path))[0]
        notebook = next(sheet.notebook for sheet in turn.prepared.sheets if sheet.name == name)
        resources = self.exporter._init_resources(self.init_single_notebook_resources(path))
        resources["grading"] = turn
        for self._sanitizing in (True, False):
            self.log.info("%s %s", "Sanitizing" if self._sanitizing else "Autograding", path)
            self._init_preprocessors()
            try:
                notebook, resources = self.exporter.preprocess(notebook, resources)
            finally:
                self._sanitizing = True
        return self.exporter.written(notebook)


def prepare(api: NbGraderAPI, lecture: str, student: str) -> Prepared:
    """Take a submission in, repair it, and return its jobs. Nothing is written.

    api: nbgrader's API or its CourseDirectory
    Raises an UnrolledError with one sentence if the submission cannot be graded.
    """
    coursedir = getattr(api, "coursedir", api)
    limits = Observe(parent=api).limits
    return preparation.prepare(coursedir, lecture, student, limits, _own(api, lecture))


def record(api: NbGraderAPI, prepared: Prepared, graded: Sequence[Graded]) -> None:
    """Have nbgrader write the marks of a submission that was graded elsewhere.

    prepared: by `prepare`; graded: what came of its jobs, in their order
    What has changed since then is graded now.
    Raises RecordProblem if the marks could not be written.
    """
    lecture, student = prepared.lecture, prepared.student
    names = {"assignment_id": glob.escape(lecture), "student_id": glob.escape(student)}
    kept = {name: getattr(api.coursedir, name) for name in names}
    try:
        for name, value in names.items():
            setattr(api.coursedir, name, value)
        converter = NbgraderAutograde(coursedir=api.coursedir, parent=api, force=True)
        if not issubclass(converter.exporter_class, Exporter):
            raise PluginProblem(
                'nbgrader_config.py lacks c.Autograde.exporter_class = "grading.nbgrader_plugin.Exporter": '
                "without it nbgrader would run submissions itself, and unprotected."
            )
        converter.recorded = prepared, graded
        converter.start()
    except NotGraded as problem:
        raise RecordProblem(problem.problems[0]) from problem
    except NbGraderException as problem:
        raise RecordProblem(f"nbgrader could not grade {_called(lecture, student)}: {problem}.") from problem
    finally:
        for name, value in kept.items():
            setattr(api.coursedir, name, value)


def _called(lecture: str, student: str) -> str:
    """A submission's name in the log."""
    return f"{plain(lecture, 60)} of {plain(student, 60)}"


def _own(configured: Configurable, lecture: str) -> Sequence[str]:
    """The files of a lecture of which nbgrader lets students bring their own."""
    known = configured.config.Autograde.get("exclude_overwriting", {})
    return tuple(known.get(lecture, ())) if isinstance(known, Mapping) else ()


def _publish(dest: Path, files: Mapping[str, bytes], whole: bool) -> None:
    """Write a graded submission.

    whole: it takes the place of all that was there, at once; else each file of a file of that name
    """
    stage = dest.with_name(f".{dest.name}.new")
    target = stage if whole else dest
    shutil.rmtree(stage, ignore_errors=True)
    try:
        for name, data in files.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f".{path.name}.new") if not whole else path
            fresh.write_bytes(data)
            os.replace(fresh, path)
        if whole:
            shutil.rmtree(dest) if dest.exists() else None
            os.rename(stage, dest)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
