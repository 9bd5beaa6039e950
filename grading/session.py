"""One submission, from the trusted side: its cells are run, its answers observed, and scored here.

In three steps, so that no hidden input can find a way into what is fed back:
1. The cells run in order, and what they show comes back. At each check the
   student's process leaves a fork of itself behind, which is observed on the
   public cases at once and then waits.
2. The student's process is ended. Nothing it says is read from here on.
3. The waiting forks are observed on the hidden cases. What comes back of these
   is compared with the key, and only titles and verdicts leave this module.
"""

from __future__ import annotations

import base64
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grading.job import CHECK, CellResult, ExerciseResult, Graded, Job
from grading.outputs import safe_outputs
from grading.sandbox import Sandbox
from grading.score import Score, Seen, not_observed, score, values
from grading.sightings import pack_cases, unpack_sighting
from grading.wire import Channel, Closed, Malformed, Message, TooLate
from helpers.checking.key import AnswerKey, ExerciseKey
from helpers.checking.probes import defines
from helpers.checking.values import plain

MAX_RESTARTS = 5
_KNOWN_TO_HANG_SECONDS = 5  # for a cell that had to be stopped once, when it is run again
_TICK_FREE_SECONDS = 0.1


class Lost(Exception):
    """The sandbox itself is gone or dirty; the submission may be tried again in a new one."""


class _Ended(Exception):
    """A process of the submission ended or had to be ended. Its text says why, as a clause."""


@dataclass
class _Check:
    """An exercise that is being looked at."""

    public: ExerciseKey
    hidden: ExerciseKey
    shown: Seen = field(default_factory=Seen)
    secret: Seen = field(default_factory=Seen)
    channel: Channel | None = None
    pid: int = 0


class Session:
    """Grades one job in a sandbox.

    public, private: the lecture's keys; None where no cell is a check
    """

    def __init__(self, sandbox: Sandbox, job: Job, public: AnswerKey | None, private: AnswerKey | None) -> None:
        self.sandbox = sandbox
        self.job = job
        self.limits = job.limits
        self.public = public
        self.private = private
        self.results = [CellResult() for _ in job.cells]
        self.checks: dict[int, _Check] = {}
        self.problems: list[str] = []
        self.seconds: dict[str, float] = {}
        self.channel: Channel | None = None
        self.pid = 0
        self._lost: set[int] = set()  # cells that end the process: not run again
        self._slow: set[int] = set()  # cells that had to be stopped
        self._until = 0.0

    def run(self) -> Graded:
        """Return what came of the job. Raises Lost if the sandbox does not serve."""
        self._until = time.monotonic() + self.limits.submission_seconds
        try:
            with self._timed("start"):
                self._begin()
            self._run_cells()
            self._end_student()
            with self._timed("hidden cases"):
                for check in self.checks.values():
                    self._observe_hidden(check)
        finally:
            with self._timed("clean up"):
                self._end()
        with self._timed("score"):
            return self._graded()

    # The student's process

    def _begin(self) -> None:
        ours, theirs = Channel.pair()
        request = {
            "do": "begin",
            "seed": int(self.job.digest[:8], 16),
            "limits": {name: getattr(self.limits, name) for name in self.limits.__dataclass_fields__},
            "outer": self.sandbox.inside["outer"],
            "own_user": self.sandbox.own_user,
        }
        try:
            self.pid = self.sandbox.ask(request, fds=(theirs.fileno(),)).content["pid"]
        except (Closed, TooLate, Malformed, KeyError) as problem:
            raise Lost(f"the sandbox did not begin ({type(problem).__name__})") from None
        finally:
            theirs.close()
        self.channel = ours
        names = sorted(self.job.files)
        blobs = [np.frombuffer(self.job.files[name], np.uint8) for name in names]
        try:
            ours.send({"files": names}, blobs, seconds=20)
            ready = ours.receive(time.monotonic() + 20).content
        except (Closed, TooLate, Malformed) as problem:
            raise Lost(f"the student's process did not begin ({type(problem).__name__})") from None
        if "ready" not in ready:
            raise Lost(f"the student's process could not be confined ({ready.get('refused')})")

    def _end(self) -> None:
        for channel in [self.channel, *(check.channel for check in self.checks.values())]:
            if channel is not None:
                channel.close()
        self.channel = None
        try:
            if not self.sandbox.ask({"do": "end"}).content.get("clean"):
                self.sandbox.close()
        except (Closed, TooLate, Malformed):
            self.sandbox.close()

    def _end_student(self) -> None:
        """Step 2: the process that speaks for the cells is gone before a hidden input goes in."""
        if self.channel is not None:
            self.channel.close()
            self.channel = None
            self._signal(self.pid, signal.SIGKILL)

    def _signal(self, pid: int, number: int) -> None:
        try:
            self.sandbox.ask({"do": "signal", "pid": pid, "signal": int(number)})
        except (Closed, TooLate, Malformed):
            raise Lost("the sandbox is gone") from None

    # Step 1

    def _run_cells(self) -> None:
        index, restarts = 0, 0
        while index < len(self.job.cells):
            if time.monotonic() > self._until:
                self._give_up(index, f"the submission's {self.limits.submission_seconds:g} seconds were used up")
                return
            try:
                self._step(index)
                index += 1
            except _Ended as why:
                restarts += 1
                self._note(index, f"This cell ended Python: {why}. The cells after it ran without it.")
                self._lost.add(index)
                if restarts > MAX_RESTARTS:
                    self._give_up(index + 1, "too many cells before it ended Python")
                    return
                index = self._again(index)

    def _again(self, dead: int) -> int:
        """Start anew, and run what ran before the cell `dead`. Returns where to go on."""
        self._end()
        if not self.sandbox.alive or self.sandbox.control is None:
            raise Lost("the sandbox had to be closed")
        self.checks.clear()
        self._begin()
        for index in range(dead):
            if index not in self._lost:
                try:
                    self._step(index, again=True)
                except _Ended:
                    self._lost.add(index)
                    return self._again_or_stop(dead)
        return dead + 1

    def _again_or_stop(self, dead: int) -> int:
        if len(self._lost) > MAX_RESTARTS or time.monotonic() > self._until:
            return dead + 1
        return self._again(dead)

    def _step(self, index: int, again: bool = False) -> None:
        cell = self.job.cells[index]
        if cell.kind == CHECK:
            with self._timed("checks"):
                self._check(index)
            return
        with self._timed("cells"):
            reply, stopped = self._run(index, cell.source)
        if not again:
            with self._timed("outputs"):
                self.results[index] = CellResult(self._outputs(reply))
            if stopped:
                self._note(index, f"This cell was stopped after {self.limits.cell_seconds:g} seconds.")

    def _run(self, index: int, source: str) -> tuple[Message, bool]:
        """Run a cell; interrupt it when its time is up. Raises _Ended if the process does not survive."""
        seconds = self.limits.cell_seconds
        if index in self._slow:
            seconds = min(seconds, _KNOWN_TO_HANG_SECONDS)
        self._send(self.channel, {"do": "run", "source": source})
        try:
            return self._wait(self.channel, min(time.monotonic() + seconds, self._until)), False
        except TooLate:
            self._slow.add(index)
        for _ in range(2):
            self._signal(self.pid, signal.SIGINT)
            try:
                return self._wait(self.channel, time.monotonic() + self.limits.grace_seconds), True
            except TooLate:
                continue
        raise _Ended(f"it ran for more than {seconds:g} seconds and could not be interrupted")

    def _send(self, channel: Channel, content: dict, arrays=(), fds=()) -> None:
        try:
            channel.send(content, arrays, fds, seconds=self.limits.grace_seconds)
        except (Closed, TooLate):
            raise _Ended("its process was gone") from None
        except Malformed:
            raise _Ended("it is too large") from None

    def _wait(self, channel: Channel, until: float) -> Message:
        """Wait for an answer, with an eye on memory. Raises TooLate or _Ended."""
        started = time.monotonic()

        def look() -> None:
            if time.monotonic() - started > _TICK_FREE_SECONDS:
                self._watch()

        try:
            return channel.receive(until, look)
        except Closed:
            raise _Ended("the process stopped") from None
        except Malformed:
            raise _Ended("what it sent could not be read") from None

    def _watch(self) -> None:
        try:
            used = self.sandbox.ask({"do": "usage"}).content
        except (Closed, TooLate, Malformed):
            raise Lost("the sandbox is gone") from None
        if used["memory_kb"] > self.limits.memory_mb * 1024:
            raise _Ended(f"it used more than {self.limits.memory_mb:g} MB of memory")

    def _outputs(self, reply: Message) -> tuple[Mapping[str, Any], ...]:
        """What a cell showed, made safe. Images come as arrays."""
        raw = reply.content.get("outputs")
        for output in raw if isinstance(raw, list) else ():
            data = output.get("data") if isinstance(output, dict) else None
            if isinstance(data, dict) and type(data.get("image/png")) is int:
                number = data["image/png"]
                image = reply.arrays[number].tobytes() if 0 <= number < len(reply.arrays) else b""
                data["image/png"] = base64.b64encode(image).decode()
        if reply.content.get("large"):
            raw = [{"output_type": "stream", "name": "stdout", "text": "What this cell showed was too large to keep."}]
        return safe_outputs(raw, self.limits)

    def _note(self, index: int, sentence: str) -> None:
        old = self.results[index]
        said = {"output_type": "stream", "name": "stdout", "text": f"[{sentence}]\n"}
        self.results[index] = CellResult((*old.outputs, *safe_outputs([said], self.limits)), sentence)
        self.problems.append(f"{self._name(index)}: {sentence}")

    def _name(self, index: int) -> str:
        """What a person would call a cell."""
        for name in self.public.exercises if self.public else ():
            if defines(name, self.job.cells[index].source):
                return f"the cell of {name}"
        return f"code cell {index + 1}"

    def _give_up(self, start: int, why: str) -> None:
        for index in range(start, len(self.job.cells)):
            if self.job.cells[index].kind != CHECK:
                self.results[index] = CellResult(note=f"This cell was not run: {why}.")
        self.problems.append(f"The cells from {self._name(start)} on were not run: {why}.")

    # Checks

    def _check(self, index: int) -> None:
        """Observe an answer on the public cases, in a fork that waits for the hidden ones."""
        name = self.job.cells[index].name
        check = _Check(self.public.exercise(name), self.private.exercise(name))
        self.checks[index] = check
        request, arrays = self._question(check.public)
        if check.public.probe == "value":  # nothing is put in, so there is nothing to hide
            self._send(self.channel, request | {"do": "look"}, arrays)
            try:
                reply = self._wait(self.channel, time.monotonic() + self.limits.check_seconds)
            except TooLate:
                raise _Ended(f"{name} could not be read") from None
            check.shown = self._seen(reply, 1)
            if check.shown.sighting is not None:
                check.secret = Seen(values(check.shown.sighting, len(check.hidden.cases)))
                check.shown = Seen(values(check.shown.sighting, len(check.public.cases)))
            return
        ours, theirs = Channel.pair()
        try:
            self._send(self.channel, {"do": "fork"}, fds=(theirs.fileno(),))
        finally:
            theirs.close()
        check.channel = ours
        try:
            check.pid = int(self._wait(self.channel, time.monotonic() + self.limits.check_seconds).content["pid"])
        except (TooLate, KeyError, TypeError, ValueError):
            raise _Ended(f"{name} could not be looked at") from None
        check.shown = self._ask(check, request, arrays, len(check.public.cases))

    def _observe_hidden(self, check: _Check) -> None:
        if check.channel is None or check.shown.sighting is None:
            if check.public.probe != "value":
                check.secret = Seen(stopped=check.shown.stopped or "it could not be looked at.")
            return
        request, arrays = self._question(check.hidden)
        check.secret = self._ask(check, request, arrays, len(check.hidden.cases))
        check.channel.close()

    def _question(self, key: ExerciseKey) -> tuple[dict[str, Any], list]:
        cases = key.cases[:1] if key.probe == "value" else key.cases
        packed, arrays = pack_cases([case.inputs for case in cases])
        others = list(self.public.exercises)
        return {
            "name": key.name,
            "probe": key.probe,
            "others": others,
            "by_hand": list(key.by_hand),
            "cases": packed,
        }, arrays

    def _ask(self, check: _Check, request: dict, arrays: list, count: int) -> Seen:
        """Have a fork observe the answer. Whatever befalls it, the student's process goes on."""
        seconds = self.limits.check_seconds
        try:
            self._send(check.channel, request, arrays)
            try:
                reply = self._wait(check.channel, time.monotonic() + seconds)
            except TooLate:
                self._signal(check.pid, signal.SIGINT)
                reply = self._wait(check.channel, time.monotonic() + self.limits.grace_seconds)
        except TooLate:
            return self._cut_off(check, f"It did not end within {seconds:g} seconds, and could not be interrupted.")
        except _Ended as why:
            return self._cut_off(check, f"It ended Python: {why}.")
        return self._seen(reply, count)

    def _cut_off(self, check: _Check, sentence: str) -> Seen:
        self.problems.append(f"{check.public.name}: {sentence}")
        check.channel.close()
        check.channel = None
        self._signal(check.pid, signal.SIGKILL) if check.pid > 1 else None
        return Seen(stopped=sentence)

    def _seen(self, reply: Message, count: int) -> Seen:
        content = reply.content
        if "stopped" in content:
            return Seen(stopped=_where(content["stopped"], self.limits.check_seconds))
        if "failed" in content or "large" in content:
            return Seen(stopped="What it returned or raised could not be looked at.")
        try:
            return Seen(unpack_sighting(content, reply.arrays, count))
        except Malformed:
            return Seen(stopped="What was seen of it could not be read.")

    # The result

    def _graded(self) -> Graded:
        exercises, attention = [], []
        for index, cell in enumerate(self.job.cells):
            if cell.kind != CHECK:
                continue
            result = self._score(index)
            self.results[index] = CellResult((_report(result),), self.results[index].note)
            exercises.append(_exercise_result(result))
            if result.by_hand:
                attention.append(
                    f"{result.verdict.name} uses {', '.join(plain(name, 60) for name in result.by_hand)}, "
                    "which the exercise asks to write by hand."
                )
        return Graded(
            tuple(self.results),
            tuple(exercises),
            tuple(dict.fromkeys(self.problems)),
            tuple(attention),
            self.sandbox.level.value,
            self.seconds,
        )

    def _score(self, index: int) -> Score:
        check = self.checks.get(index)
        if check is None:
            key = self.public.exercise(self.job.cells[index].name)
            return not_observed(key, "It could not be looked at, because the notebook did not run so far.")
        return score(check.public, check.hidden, check.shown, check.secret)

    def _timed(self, step: str) -> _Timed:
        return _Timed(self.seconds, step)


class _Timed:
    """Adds the time inside the block to a step's."""

    def __init__(self, seconds: dict[str, float], step: str, clock: Callable[[], float] = time.perf_counter) -> None:
        self.seconds, self.step, self.clock = seconds, step, clock

    def __enter__(self) -> None:
        self.started = self.clock()

    def __exit__(self, *_) -> None:
        self.seconds[self.step] = self.seconds.get(self.step, 0.0) + self.clock() - self.started


def _where(stopped: Any, seconds: float) -> str:
    """A sentence for an answer that had to be interrupted; where it was comes from the student's side."""
    said = f"It did not end within {seconds:g} seconds"
    try:
        function, line, source = stopped
        if function and type(line) is int and line > 0:
            return f"{said}; it was at line {line} of {plain(str(function), 60)}: {plain(str(source), 120)}"
    except (TypeError, ValueError):
        pass
    return said + "."


def _report(result: Score) -> dict[str, Any]:
    return {
        "output_type": "execute_result",
        "execution_count": None,
        "metadata": {},
        "data": {"text/plain": f"{result.points:g}", "text/html": result.html},
    }


def _exercise_result(result: Score) -> ExerciseResult:
    verdict = result.verdict
    failed = [case for case in verdict.cases if not case.passed]
    reason = verdict.reason or (f"{failed[0].title}: {failed[0].problem}" if failed else "")
    return ExerciseResult(
        verdict.name,
        result.points,
        result.max_points,
        verdict.state.value,
        verdict.misconception,
        tuple(plain(name, 60) for name in result.by_hand),
        plain(reason),
    )
