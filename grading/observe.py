"""nbgrader's steps after a notebook is repaired: run it in the engine, read the points, see whether it was late."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader import preprocessors as nbgraders
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Any as AnyValue
from traitlets import Unicode, default

from grading import engine
from grading.books.gradebook import OpenGradebook
from grading.intake.preparation import Prepared, make_job
from grading.job import CHECK, TEST, Cell, CellResult, Graded, Job
from grading.limits import Limits
from helpers.errors import UnrolledError

DIGITS = 6  # of points


class PluginProblem(UnrolledError):
    """nbgrader_config.py does not say what it must."""


@dataclass(frozen=True)
class Turn:
    """A submission while nbgrader's steps go over its notebooks. results: of jobs that have been graded"""

    prepared: Prepared
    results: Sequence[tuple[Job, Graded]] = ()

    def result(self, job: Job) -> Graded | None:
        """What came of a job, if that is known."""
        return next((graded for known, graded in self.results if known == job), None)


class _Number(AnyValue):
    """A setting that should be a number; `Limits` says so where it is none."""

    def from_string(self, text: str) -> float | str:
        """Read it as the command line has it."""
        try:
            return float(text)
        except ValueError:
            return text


class Observe(NbGraderPreprocessor):
    """Grades a notebook in the engine, where nbgrader would execute it in a kernel.

    Every field of `Limits` is a setting: `c.Observe.cell_seconds = 60`. For a cell's
    time nbgrader's own setting, `c.Execute.timeout`, counts as well.
    """

    isolation = Unicode(
        "", help='"full" or "partial": the least that is accepted; "none": no sandbox; empty: full or partial.'
    ).tag(config=True)

    for _field in fields(Limits):
        vars()[_field.name] = _Number(_field.default, help=f"See grading.limits.Limits.{_field.name}").tag(config=True)
    del _field

    @default("cell_seconds")
    def _cell_seconds_default(self) -> float:
        timeout = self.config.Execute.get("timeout")
        usable = isinstance(timeout, (int, float)) and timeout > 0  # nbgrader: None and -1 are "no limit"
        return timeout if usable else Limits.cell_seconds

    @property
    def limits(self) -> Limits:
        """What a submission may use. Raises BadLimit if a setting is none."""
        return Limits(**{field.name: getattr(self, field.name) for field in fields(Limits)})

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        turn = resources.get("grading")
        if not isinstance(turn, Turn):
            raise PluginProblem(
                "Observe was started without an intake: set c.Autograde.exporter_class to "
                '"grading.nbgrader_plugin.Exporter" in nbgrader_config.py.'
            )
        prepared = turn.prepared
        name = resources["nbgrader"]["notebook"]
        job, positions = make_job(nb, name, prepared.materials, prepared.files, self.limits)
        graded = turn.result(job) or engine.result(job, self.isolation)
        if len(graded.cells) != len(job.cells):
            raise PluginProblem(f"The result for {name} is of another notebook: grade it again.")
        for number, (cell, result, position) in enumerate(zip(job.cells, graded.cells, positions), 1):
            nb.cells[position].execution_count = number
            nb.cells[position].outputs = _outputs(cell, result, number)
        return nb, resources


def _outputs(cell: Cell, result: CellResult, number: int) -> list[NotebookNode]:
    """A cell's outputs, so that what was not scored or did not run to its end has no points."""
    outputs = [nbformat.from_dict(dict(output)) for output in result.outputs]
    for output in outputs:
        if output.output_type == "execute_result":
            output.execution_count = number
    kinds = {output.output_type for output in outputs}
    if cell.kind == CHECK and "execute_result" not in kinds:
        outputs.append(_error("NotScored", result.note or f"The answer to {cell.name} was not scored."))
    elif cell.kind == TEST and result.note and "error" not in kinds:
        outputs.append(_error("NotFinished", result.note))
    elif result.note and not outputs:
        outputs.append(NotebookNode(output_type="stream", name="stdout", text=f"[{result.note}]\n"))
    return outputs


def _error(name: str, sentence: str) -> NotebookNode:
    return NotebookNode(output_type="error", ename=name, evalue=sentence, traceback=[f"{name}: {sentence}"])


class SaveAutoGrades(nbgraders.SaveAutoGrades):
    """nbgrader's, with the gradebook read and written once for a notebook."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        self.notebook_id = resources["nbgrader"]["notebook"]
        self.assignment_id = resources["nbgrader"]["assignment"]
        self.student_id = resources["nbgrader"]["student"]
        book = OpenGradebook(resources["nbgrader"]["db_url"])
        self.gradebook = book.marks(self.assignment_id, self.notebook_id, self.student_id)
        nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
        book.save(self.gradebook)
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        super()._add_score(readable(cell), resources)


def readable(cell: NotebookNode) -> NotebookNode:
    """A graded cell as nbgrader should read its points.

    nbgrader takes the first result of a cell for its points, and one that is NaN or negative
    for all of them; it stops at one that is more; and anything on stderr costs all points.
    Here the last result counts, in the bounds of the cell; only an error costs points.
    """
    if cell.cell_type != "code":
        return cell
    error = next((output for output in cell.outputs if output.output_type == "error"), None)
    results = [output for output in cell.outputs if output.output_type == "execute_result"]
    kept = [error] if error else _points(results[-1:], cell.metadata.nbgrader.get("points", 0))
    return NotebookNode({**cell, "outputs": kept})


def _points(results: Sequence[NotebookNode], most: float) -> list[NotebookNode]:
    """A result that is a number, within bounds; another one is, for nbgrader, as good as none: all points."""
    for result in results:
        text = result.get("data", {}).get("text/plain", "")
        try:
            points = float("".join(text) if isinstance(text, list) else text)
        except (ValueError, TypeError):
            return []
        points = 0.0 if math.isnan(points) else round(min(max(points, 0.0), most), DIGITS)
        return [NotebookNode(output_type="execute_result", data={"text/plain": repr(points)}, metadata={})]
    return []


class AssignLatePenalties(nbgraders.AssignLatePenalties):
    """nbgrader's, with the gradebook asked once for a notebook."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        names = resources["nbgrader"]
        book = OpenGradebook(names["db_url"])
        late = book.late(names["assignment"], names["notebook"], names["student"])
        penalty = None
        if late.seconds > 0:
            self.init_plugin()
            penalty = self.plugin_inst.late_submission_penalty(names["student"], late.score, late.seconds)
            if penalty is not None:
                penalty = self._check_late_penalty(late, penalty)
            self.log.warning("%s is %s seconds late, penalty: %s", names["student"], late.seconds, penalty)
        if penalty != late.penalty:
            book.set_penalty(late, penalty)
        return nb, resources
