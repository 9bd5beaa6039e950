"""Jobs over processes of this machine.

A pool takes jobs and returns futures (`concurrent.futures`). Each worker is one
process with a warm engine and has one job at a time, so that when one dies it
is known which job it had, and no other job suffers.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import wait
from queue import SimpleQueue
from typing import Protocol

from grading.crowd.parcel import pack
from grading.crowd.worker import (
    ENGINE,
    GRADE,
    HELLO,
    KEEP,
    LACKING,
    NotGradable,
    NoWorkers,
    WorkerFault,
    read,
    read_hello,
    serve,
)
from grading.job import Graded, Job
from grading.sandbox import NoSandbox

TRIES = 3
_PROCESSES = multiprocessing.get_context("spawn")  # a fork would inherit sockets and the gradebook
_PATIENCE = 300  # seconds beyond a job's own limit, before its worker is given up
_START_SECONDS = 300
_STARTS = 5
_LEAVE_SECONDS = 5
_STRENGTH = ("none", "partial", "full")


class Pool(Protocol):
    """What grades jobs. isolation: the level that every job gets at least; ahead: how many jobs keep it busy."""

    isolation: str

    @property
    def ahead(self) -> int: ...

    def submit(self, job: Job) -> Future[Graded]:
        """Grade a job. The future raises NotGradable for this one, or NoWorkers if there is no going on."""

    def close(self) -> None:
        """End all that runs; jobs that are not done are given up."""


def cpus() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def insistently(act: Callable[[], Graded], mend: Callable[[], None]) -> Graded:
    """Try to grade a job, and mend the worker after each try that fails. Raises NotGradable after the last."""
    for _ in range(TRIES):
        try:
            return act()
        except (WorkerFault, NoSandbox) as fault:
            why = str(fault).rstrip(".")
            mend()
    raise NotGradable(f"It could not be graded in {TRIES} tries: {why}.")


def weakest(levels: Sequence[str]) -> str:
    """The weakest of some levels of isolation; empty if there are none."""
    return min(levels, key=_STRENGTH.index, default="")


def strictly(level: str, wanted: str) -> str:
    """What to ask of an engine in a run that has this level, so that none silently does with less."""
    return level if level == _STRENGTH[-1] else wanted


def check_level(graded: Graded, least: str) -> Graded:
    """Return the result. Raises WorkerFault if it was reached behind weaker walls than the run's."""
    if weakest([graded.isolation, least]) != least:
        raise WorkerFault(f"isolation was {graded.isolation!r} where the run has {least!r}")
    return graded


class LocalPool:
    """Worker processes on this machine.

    workers: how many; by default one for each processor
    isolation: the least that is accepted, as `grading.engine.grade` takes it
    engine: the module that grades
    Starts them all, and waits for one to see that it can grade. Raises NoWorkers if not.
    """

    def __init__(self, workers: int | None = None, isolation: str = "", engine: str = ENGINE) -> None:
        self.workers = workers or cpus()
        self.isolation = self._wanted = isolation
        self._engine = engine
        self._running = self._closing = False
        self._all = [_Worker() for _ in range(self.workers)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._threads = ThreadPoolExecutor(self.workers, "grading")
        try:
            first, *_ = [self._threads.submit(self._begin, worker) for worker in self._all]
            self.isolation = first.result()
            self._wanted = strictly(self.isolation, isolation)
            self._running = True
        except BaseException:
            self.close()
            raise

    @property
    def ahead(self) -> int:
        return 3 * self.workers

    def submit(self, job: Job) -> Future[Graded]:
        return self._threads.submit(self._grade, job)

    def processes(self) -> list[int]:
        """The process ids of the workers that run."""
        return [process.pid for process in [worker.process for worker in self._all] if process is not None]

    def close(self) -> None:
        self._closing = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.terminate()
        for worker in self._all:
            worker.stop()  # at which the threads that wait for an answer go on
        self._threads.shutdown()
        for worker in self._all:
            worker.end()

    def _grade(self, job: Job) -> Graded:
        parcel, keys = pack(job)
        seconds = job.limits.submission_seconds + _PATIENCE
        worker = self._idle.get()

        def act() -> Graded:
            if not worker.ready():
                self._start(worker)
            asked = GRADE, parcel.name.encode(), parcel.job
            said = worker.ask(seconds, *asked)
            if said == LACKING:
                said = worker.ask(seconds, KEEP, parcel.name.encode(), *keys, *asked)
            return check_level(read(said), self.isolation)

        try:
            return insistently(act, mend=worker.end)
        finally:
            self._idle.put(worker)

    def _begin(self, worker: _Worker) -> str:
        """Start a worker for the first time; from then on it takes jobs, and is started again where need be."""
        try:
            return self._start(worker)
        finally:
            self._idle.put(worker)

    def _start(self, worker: _Worker) -> str:
        """Start a worker and its engine, before it has a job that could be to blame; return its level."""
        why = "the run is over"
        for _ in range(_STARTS):
            try:
                if self._closing:
                    break
                worker.start(self._engine, self._wanted)
                if self._closing:  # it was not there yet to be ended
                    worker.terminate()
                level, _version = read_hello(worker.ask(_START_SECONDS, HELLO))
                return level
            except (WorkerFault, NoSandbox, NotGradable) as problem:
                worker.end()
                if not self._running and not isinstance(problem, WorkerFault):  # nor would it the next time
                    raise NoWorkers(str(problem)) from None
                why = str(problem).rstrip(".")
        raise NoWorkers(f"No grading worker starts: {why}.")


class _Worker:
    """One process, and our end of the pipe to it. One thread at a time asks."""

    def __init__(self) -> None:
        self.process = None
        self._pipe = None

    def start(self, engine: str, isolation: str) -> None:
        self._pipe, theirs = _PROCESSES.Pipe()
        process = _PROCESSES.Process(target=serve, args=(theirs, engine, isolation), name="grading worker")
        process.start()
        self.process = process
        theirs.close()

    def ask(self, seconds: float, *messages: bytes) -> bytes:
        """Send messages and return the answer to them. Raises WorkerFault if none comes."""
        try:
            for message in messages:
                self._pipe.send_bytes(message)
            if not wait([self._pipe, self.process.sentinel], seconds):
                raise WorkerFault(f"its worker did not answer for {seconds:g} seconds")
            return self._pipe.recv_bytes()
        except (EOFError, OSError):
            self.process.join(1)
            raise WorkerFault(f"its worker {_how(self.process.exitcode)}") from None

    def ready(self) -> bool:
        """Whether the process is there. One that ended while it had no job is cleared away."""
        if self.process is not None and not self.process.is_alive():
            self.end()
        return self.process is not None

    def terminate(self) -> None:
        """Ask the process to end."""
        process = self.process
        if process is not None:
            process.terminate()

    def stop(self) -> None:
        """End the process, whatever it does; `end` must follow."""
        process = self.process
        if process is not None:
            process.terminate()
            if not wait([process.sentinel], _LEAVE_SECONDS):
                process.kill()

    def end(self) -> None:
        """End the process and forget it; the next job gets a new one."""
        if self.process is not None:
            self.stop()
            self.process.join()
            self._pipe.close()
            self.process = None


def _how(exitcode: int | None) -> str:
    """How a process ended, in words."""
    if exitcode is not None and exitcode < 0:
        with suppress(ValueError):
            return f"was killed ({signal.Signals(-exitcode).name})"
    return f"ended with code {exitcode}"
