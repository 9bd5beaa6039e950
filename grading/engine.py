"""Jobs to results: one warm sandbox, used again for each submission."""

from __future__ import annotations

import atexit
import functools
import threading

from grading.examination import Paper
from grading.job import CHECK, Graded, Job
from grading.process import Lost
from grading.sandbox import Sandbox
from grading.score import keys_agree
from grading.session import Session
from helpers.checking.key import KeyProblem, parse
from helpers.errors import UnrolledError

_TRIES = 2


class EngineProblem(UnrolledError):
    """A job could not be graded, through no fault of the submission or because it breaks its sandbox."""


class Engine:
    """Grades jobs, one after another; may be called from several threads.

    isolation: "full" or "partial" is the least that is accepted, "none" switches the walls off;
        empty accepts "full" and "partial"
    """

    def __init__(self, isolation: str = "") -> None:
        self.isolation = isolation
        self._sandbox: Sandbox | None = None
        self._lock = threading.RLock()

    def level(self) -> str:
        """Return "full", "partial" or "none". Raises NoSandbox if that is less than was asked for."""
        with self._lock:
            return self._ready().level.value

    def grade(self, job: Job) -> Graded:
        """Grade one job. Raises KeyProblem, NoSandbox or EngineProblem, each with one sentence."""
        public, private = _keys(job)
        with self._lock:
            for _attempt in range(_TRIES):
                session = Session(self._ready(), job, public, private)
                try:
                    return session.run()
                except Lost as problem:
                    self.close()
                    why = problem
                    if session.hidden_inputs_are_in:  # what a second run showed could tell of them
                        break
        raise EngineProblem(f"The sandbox broke down: {why}. Look at this submission by hand, or grade it again.")

    def _ready(self) -> Sandbox:
        if self._sandbox is not None and not self._sandbox.alive:
            self.close()
        if self._sandbox is None:
            self._sandbox = Sandbox(self.isolation)
        return self._sandbox

    def close(self) -> None:
        """End the sandbox; a later job starts another."""
        with self._lock:
            if self._sandbox is not None:
                self._sandbox.close()
                self._sandbox = None


def _keys(job: Job) -> tuple[Paper | None, Paper | None]:
    """The keys of a job. Raises KeyProblem if they do not fit each other or the notebook."""
    names = [cell.name for cell in job.cells if cell.kind == CHECK]
    if not names:
        return None, None
    public, private = (
        _parsed(job.public, f"source/{job.lecture}/key.safetensors"),
        _parsed(job.private, f"keys/{job.lecture}.safetensors"),
    )
    if not keys_agree(public.key.exercises, private.key.exercises):
        raise KeyProblem(
            f"The two answer keys of {job.lecture} are of different builds: run `course release {job.lecture}` again."
        )
    for name in names:
        public.key.exercise(name)
    return public, private


@functools.lru_cache(maxsize=8)
def _parsed(data: bytes, name: str) -> Paper:
    return Paper(parse(data, name))


_engines: dict[str, Engine] = {}
_starting = threading.Lock()


def engine(isolation: str = "") -> Engine:
    """Return this process's engine for that isolation; it stays warm."""
    with _starting:
        if isolation not in _engines:
            _engines[isolation] = Engine(isolation)
            atexit.register(_engines[isolation].close)
        return _engines[isolation]


def grade(job: Job, isolation: str = "") -> Graded:
    """Grade one job in this process's warm engine. What pools run."""
    return engine(isolation).grade(job)
