"""One submission, from the trusted side: its cells are run, its answers observed, and scored here.

In three steps, so that no hidden input can find a way into what is fed back:
1. The cells run in order, and what they show comes back. At each check the
   answer is observed on the public cases. Where a later cell might change it,
   that is done in a fork of the student's process, which then waits.
2. From here on nothing that the submission shows is taken any more.
3. The answers are observed on the hidden cases. What comes back is compared with
   the key, and only titles and verdicts leave this module.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from grading.examination import Examination, Paper
from grading.job import CHECK, CODE, CellResult, ExerciseResult, Graded, Job
from grading.order import settled
from grading.outputs import safe_outputs
from grading.process import Ended, Lost, Process
from grading.sandbox import Sandbox
from grading.score import Score, not_observed
from grading.suspicion import odd_tools
from grading.wire import Message
from helpers.checking.probes import defines
from helpers.checking.values import plain

MAX_RESTARTS = 5
_HUNG_SECONDS = 5  # for a cell that had to be stopped once, when it is run again


class _NotInPlace(Exception):
    """An answer that was observed in the student's own process ended it."""


class Session:
    """Grades one job in a sandbox.

    public, private: the lecture's keys; None where no cell is a check
    """

    def __init__(self, sandbox: Sandbox, job: Job, public: Paper | None, private: Paper | None) -> None:
        self.sandbox = sandbox
        self.job = job
        self.public = public
        self.private = private
        self.process: Process | None = None
        self.results = [CellResult() for _ in job.cells]
        self.examinations: dict[int, Examination] = {}
        self._first: dict[int, Examination] = {}  # the ones before, once hidden inputs have gone in
        self.problems: list[str] = []
        self.seconds: dict[str, float] = {}
        self._deadly: set[int] = set()  # cells that end the process: not run again
        self._hung: set[int] = set()  # cells that had to be stopped
        self._settled = settled(job.cells)  # checks that need no copy of the process
        self._room = int(job.limits.outputs_mb * 2**20)
        self._started = self._until = 0.0

    def run(self) -> Graded:
        """Return what came of the job. Raises Lost if the sandbox does not serve."""
        self._started = time.monotonic()
        self._until = self._started + self.job.limits.submission_seconds
        try:
            self._begin()
            try:
                self._run_cells()
                self._observe_hidden()
            except _NotInPlace:  # an answer took its process with it: once more, each in a copy
                self._settled = frozenset()
                self._begin_again()
                self._run_cells()
                self._observe_hidden()
        finally:
            with self._timed("clean up"):
                self._end()
        with self._timed("score"):
            return self._graded()

    @property
    def hidden_inputs_are_in(self) -> bool:
        """Whether the submission may have seen hidden inputs."""
        return bool(self._first)

    def _begin(self) -> None:
        with self._timed("start"):
            self.process = Process(self.sandbox, self.job)

    def _end(self) -> None:
        for examination in self.examinations.values():
            examination.close()
        if self.process is not None:
            self.process.end()

    def _observe_hidden(self) -> None:
        """Step 3. The process of the cells is still there; nothing but observations is read from it."""
        first, self._first = self._first, dict(self.examinations)
        for index, examination in self.examinations.items():
            if index in first:  # hidden inputs have been seen: what was shown stays as it was
                examination.keep_public(first[index])
        with self._timed("hidden cases"):
            for examination in self.examinations.values():
                try:
                    examination.observe_hidden(self.process)
                except Ended as why:
                    raise _NotInPlace from why

    # Step 1

    def _run_cells(self) -> None:
        """Run all cells. After one that ends Python all before it run again, and then those after it."""
        index = 0  # the next cell
        done = len(self.job.cells) if self._first else 0  # how many cells have had their turn
        while index < len(self.job.cells):
            if index in self._deadly:
                index += 1
                continue
            if time.monotonic() > self._until:
                self._give_up(index, f"the submission's {self.job.limits.submission_seconds:g} seconds were used up")
                return
            try:
                self._step(index, again=index < done)
                index += 1
            except Ended as why:
                self._deadly.add(index)
                self._note(index, f"This cell ended Python: {why}. The cells after it ran without it.")
                if len(self._deadly) > MAX_RESTARTS:
                    self._give_up(max(index + 1, done), "too many cells before it ended Python")
                    return
                done, index = max(done, index + 1), 0
                self._begin_again()
            done = max(done, index)

    def _begin_again(self) -> None:
        """Start anew, with half as much time again as it took so far: what was right before shall not be lost."""
        now = time.monotonic()
        last = self._started + 2.5 * self.job.limits.submission_seconds
        self._until = min(max(self._until, now + 1.5 * (now - self._started)), last)
        self._end()
        if not self.sandbox.alive:
            raise Lost("the sandbox had to be closed")
        self.examinations.clear()
        self._begin()

    def _step(self, index: int, again: bool) -> None:
        """Let one cell have its turn. Raises Ended if the process does not survive it.

        again: it has been run before; then nothing of it is noted
        """
        cell = self.job.cells[index]
        if cell.kind == CHECK:
            with self._timed("checks"):
                in_place = index in self._settled
                examination = self.examinations[index] = Examination(cell.name, self.public, self.private, in_place)
                try:
                    examination.observe_public(self.process)
                except Ended as why:
                    if in_place:
                        raise _NotInPlace from why
                    raise
            return
        limit = self.job.limits.cell_seconds
        seconds = min(_HUNG_SECONDS if index in self._hung else limit, max(self._until - time.monotonic(), 0.1), limit)
        with self._timed("cells"):
            reply, stopped = self.process.run(cell.source, seconds)
        if stopped:
            self._hung.add(index)
        if not again:
            with self._timed("outputs"):
                self.results[index] = CellResult(self._outputs(reply))
            if stopped:
                self._note(index, f"This cell was stopped after {seconds:g} seconds.")

    def _outputs(self, reply: Message) -> tuple[Mapping[str, Any], ...]:
        """What a cell showed, made safe. Images come as arrays, and go on as text."""
        if reply.content.get("large"):
            return self._said("What this cell showed was too large to keep.")
        raw = reply.content.get("outputs")
        unused = set(range(min(len(reply.arrays), self.job.limits.images)))  # each image is there once
        for output in raw if isinstance(raw, list) else ():
            data = output.get("data") if isinstance(output, dict) else None
            if isinstance(data, dict) and "image/png" in data:
                number = data["image/png"] if type(data["image/png"]) is int else -1
                known = number in unused
                unused.discard(number)
                data["image/png"] = base64.b64encode(reply.arrays[number].tobytes()).decode() if known else ""
        outputs = safe_outputs(raw, self.job.limits)
        self._room -= len(json.dumps(outputs))
        return outputs if self._room >= 0 else self._said("Not kept: this notebook shows more than is kept of one.")

    def _said(self, sentence: str) -> tuple[Mapping[str, Any], ...]:
        text = {"output_type": "stream", "name": "stdout", "text": f"[{sentence}]\n"}
        return safe_outputs([text], self.job.limits)

    def _note(self, index: int, sentence: str) -> None:
        """Say below a cell what befell it, and keep it for a person."""
        if self._first:
            return  # hidden inputs have been seen
        self.results[index] = CellResult((*self.results[index].outputs, *self._said(sentence)), sentence)
        self.problems.append(f"{self._name(index)}: {sentence}")

    def _name(self, index: int) -> str:
        """What a person would call a cell."""
        cell = self.job.cells[index]
        for name in self.public.key.exercises if self.public else ():
            if defines(name, cell.source):
                return f"the cell of {name}"
        return f"the check of {cell.name}" if cell.kind == CHECK else f"code cell {index + 1}"

    def _give_up(self, start: int, why: str) -> None:
        for index in range(start, len(self.job.cells)) if not self._first else ():
            if self.job.cells[index].kind != CHECK:
                self.results[index] = CellResult(self._said(f"This cell was not run: {why}."), "not run")
        if start < len(self.job.cells) and not self._first:
            self.problems.append(f"From {self._name(start)} on nothing was run: {why}.")

    # The result

    def _graded(self) -> Graded:
        exercises, attention = [], []
        for index, cell in enumerate(self.job.cells):
            if cell.kind != CHECK:
                continue
            found = self._score(index, cell.name)
            self.results[index] = CellResult((_report(found),), self.results[index].note)
            exercises.append(_exercise_result(found))
            if found.by_hand:
                used = ", ".join(plain(name, 60) for name in found.by_hand)
                attention.append(f"{cell.name} uses {used}, which the exercise asks to write by hand.")
        attention += self._odd_tools(exercises)
        problems = [*self.problems, *(one.problem for one in self.examinations.values() if one.problem)]
        return Graded(
            tuple(self.results),
            tuple(exercises),
            tuple(dict.fromkeys(problems)),
            tuple(attention),
            self.sandbox.level.value,
            self.seconds,
        )

    def _odd_tools(self, exercises: list[ExerciseResult]) -> list[str]:
        """A sentence for a person where code could hide that it calls what it should write."""
        asked = [one.name for one in exercises if one.points and self.public.key.exercise(one.name).by_hand]
        tools = odd_tools([cell.source for cell in self.job.cells if cell.kind == CODE]) if asked else []
        if not tools:
            return []
        return [
            f"The notebook uses {', '.join(tools)}. Such code can hide that it calls what is to be written by hand; "
            f"look at {', '.join(asked)}."
        ]

    def _score(self, index: int, name: str) -> Score:
        if index in self.examinations and index not in self._deadly:
            return self.examinations[index].score()
        why = "It could not be looked at, because the notebook did not run so far."
        return not_observed(self.public.key.exercise(name), self.results[index].note or why)

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] = self.seconds.get(step, 0.0) + time.perf_counter() - started


def _report(found: Score) -> dict[str, Any]:
    """A check's output: nbgrader reads the points, people the card."""
    return {
        "output_type": "execute_result",
        "execution_count": None,
        "metadata": {},
        "data": {"text/plain": f"{found.points:g}", "text/html": found.html},
    }


def _exercise_result(found: Score) -> ExerciseResult:
    verdict = found.verdict
    failed = [case for case in verdict.cases if not case.passed]
    reason = verdict.reason or (f"{failed[0].title}: {failed[0].problem}" if failed else "")
    return ExerciseResult(
        verdict.name,
        found.points,
        found.max_points,
        verdict.state.value,
        verdict.misconception,
        tuple(plain(name, 60) for name in found.by_hand),
        plain(reason),
    )
