"""A whole run: what is new or changed is prepared, graded by a pool, and recorded, one submission after another.

Preparing and recording are nbgrader's and happen in this process alone; grading
is the pool's. A bounded number of jobs is under way, so that a thousand
submissions take no more memory than ten. Nothing here prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import asdict, dataclass, replace
from threading import Event
from typing import Protocol

from nbgrader.coursedir import CourseDirectory

from grading.books.marks import Marks, autograded
from grading.crowd.pool import Pool, weakest
from grading.crowd.records import FAILED, GRADED, WITH_PROBLEMS, Fingerprints, Outcome, Records
from grading.crowd.submissions import Submission, fingerprint
from grading.crowd.worker import NoWorkers
from grading.crowd.worker import fingerprint as engine_fingerprint
from grading.job import Graded, Job
from helpers.checking.values import plain
from helpers.errors import UnrolledError

_GLANCE_SECONDS = 0.5  # how soon a wish to stop is seen


class Prepared(Protocol):
    """A submission that is fit to be graded: a job for each of its notebooks.

    mended, refused: what was put right or left out, one sentence each
    """

    @property
    def jobs(self) -> Sequence[Job]: ...

    @property
    def mended(self) -> Sequence[str]: ...

    @property
    def refused(self) -> Sequence[str]: ...


class Desk(Protocol):
    """nbgrader's side. Both raise an UnrolledError, or any other, where a submission cannot be taken further."""

    def prepare(self, lecture: str, student: str) -> Prepared: ...

    def record(self, prepared: Prepared, graded: Sequence[Graded]) -> None:
        """Enter the marks. graded: what came of the jobs, in their order"""


@dataclass(frozen=True)
class Todo:
    """A submission that is to be graded, and what its marks will have come from."""

    submission: Submission
    marks_of: Fingerprints


@dataclass(frozen=True)
class Plan:
    """What a run has to do. unchanged: what came of those that need no grading."""

    todo: tuple[Todo, ...]
    unchanged: tuple[Outcome, ...]


def plan(
    found: Sequence[Submission],
    coursedir: CourseDirectory,
    records: Records,
    marks: dict[str, Marks],
    bases: dict[str, str],
    limits: str,
    again: bool = False,
) -> Plan:
    """Sort out which submissions are new or changed.

    marks, bases: of each lecture, from `grading.books.marks`; limits: what tells these limits from any other
    again: all are graded
    """
    todo, unchanged = [], []
    for one in found:
        now = Fingerprints(fingerprint(one.folder), bases[one.lecture], limits)
        known = None if again else records.read(one)
        mark = marks[one.lecture].by_student.get(one.student)
        if known and known[1] == now and mark and mark.graded and autograded(coursedir, one):
            unchanged.append(known[0])
        else:
            todo.append(Todo(one, now))
    return Plan(tuple(todo), tuple(unchanged))


def carry_out(
    todo: Sequence[Todo],
    pool: Pool,
    desk: Desk,
    records: Records,
    tell: Callable[[Outcome], None] = lambda outcome: None,
    stop: Event | None = None,
) -> list[Outcome]:
    """Grade submissions, each to exactly one end state, and return what came of them, in the order they ended.

    tell: hears of each at once
    stop: when it is set, no further one is begun or recorded; those that were not reached are not returned
    """
    return list(_Run(pool, desk, records, stop or Event()).outcomes(todo, tell))


@dataclass(frozen=True)
class _Flight:
    """A submission that the pool has."""

    item: Todo
    prepared: Prepared
    futures: tuple[Future[Graded], ...]


class _Run:
    def __init__(self, pool: Pool, desk: Desk, records: Records, stop: Event) -> None:
        self.pool, self.desk, self.records, self.stop = pool, desk, records, stop
        self.flights: list[_Flight] = []
        self.gone = ""  # why nothing can be graded any more

    def outcomes(self, todo: Sequence[Todo], tell: Callable[[Outcome], None]) -> Iterator[Outcome]:
        waiting = iter(todo)
        while not self.stop.is_set():
            ended = self._begin(waiting)
            if ended is None:
                if not self.flights:
                    return
                ended = self._finish_one()
            if ended is not None:
                tell(ended)
                yield ended

    def _begin(self, waiting: Iterator[Todo]) -> Outcome | None:
        """Send off submissions until the pool is busy; return one that came to its end on the way there."""
        while sum(len(flight.futures) for flight in self.flights) < self.pool.ahead and not self.stop.is_set():
            item = next(waiting, None)
            if item is None:
                return None
            one = item.submission
            if self.gone:
                return _failed(one, self.gone)
            try:
                prepared = self.desk.prepare(one.lecture, one.student)
                futures = tuple(self.pool.submit(job) for job in prepared.jobs)
            except Exception as problem:
                return _failed(one, in_words(problem))
            self.flights.append(_Flight(item, prepared, futures))
        return None

    def _finish_one(self) -> Outcome | None:
        """Record a submission that is graded; wait a little if there is none."""
        for flight in self.flights:
            if all(future.done() for future in flight.futures):
                self.flights.remove(flight)
                return self._finish(flight)
        flying = [future for flight in self.flights for future in flight.futures if not future.done()]
        wait(flying, timeout=_GLANCE_SECONDS, return_when=FIRST_COMPLETED)
        return None

    def _finish(self, flight: _Flight) -> Outcome | None:
        one = flight.item.submission
        try:
            graded = [future.result() for future in flight.futures]
            self.records.forget(one)
            self.desk.record(flight.prepared, graded)
        except NoWorkers as problem:
            self.gone = str(problem)
            return _failed(one, self.gone)
        except Exception as problem:
            return _failed(one, in_words(problem))
        outcome = _outcome(one, flight.prepared, graded)
        try:
            self.records.write(outcome, flight.item.marks_of, engine_fingerprint())
        except OSError as problem:
            said = f"It is in the gradebook, and will be graded again next time: {in_words(problem)}"
            return replace(outcome, state=WITH_PROBLEMS, problems=(*outcome.problems, said))
        return outcome


def in_words(problem: Exception) -> str:
    """A line for whatever stopped a submission."""
    if isinstance(problem, UnrolledError):
        return plain(str(problem), 600)
    if isinstance(problem, OSError) and problem.strerror:
        what = f" ({problem.filename})" if problem.filename else ""
        return plain(f"{problem.strerror}{what}.", 600)
    return plain(f"{type(problem).__name__}: {problem}", 600)


def _outcome(one: Submission, prepared: Prepared, graded: Sequence[Graded]) -> Outcome:
    problems = [*prepared.mended, *prepared.refused, *(problem for part in graded for problem in part.problems)]
    exercises = [exercise for part in graded for exercise in part.exercises]
    seconds: Counter[str] = Counter()
    for part in graded:
        seconds.update(part.seconds)
    return Outcome(
        one.lecture,
        one.student,
        WITH_PROBLEMS if problems else GRADED,
        problems=tuple(problems),
        attention=tuple(sentence for part in graded for sentence in part.attention),
        points=sum(exercise.points for exercise in exercises),
        max_points=sum(exercise.max_points for exercise in exercises),
        exercises=tuple(asdict(exercise) for exercise in exercises),
        isolation=weakest([part.isolation for part in graded]),
        seconds=dict(seconds),
    )


def _failed(one: Submission, reason: str) -> Outcome:
    return Outcome(one.lecture, one.student, FAILED, reason=reason)
