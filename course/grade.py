"""`course grade`: what is shown of a run, and how it is told to stop."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event

from nbgrader.apps.api import NbGraderAPI
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from course.nbgrader_api import open_api
from course.paths import Paths
from grading import nbgrader_plugin
from grading.books.database import GradebookProblem
from grading.books.gradebook import OpenGradebook
from grading.books.marks import Marks, marks, registered
from grading.crowd.pool import LocalPool, Pool, cpus
from grading.crowd.records import FAILED, GRADED, WITH_PROBLEMS, Outcome, Records, basis
from grading.crowd.run import Plan, Prepared, carry_out, plan
from grading.crowd.submissions import Submission, UnknownName, find, submitted
from grading.crowd.summary import Need, needs, report, rows, write_report
from grading.intake.materials import read_materials
from grading.job import Graded
from grading.observe import Observe
from helpers.checking.values import plain
from helpers.errors import UnrolledError

ALL_GRADED, FAILURE, USAGE, PARTIAL, INTERRUPTED = 0, 1, 2, 3, 130
_MOST_SHOWN = 50
_MOST_NAMES = 6
_GO_ON = "Stopped. The same command goes on where it ended."
_WARNINGS = {
    "partial": "[yellow]isolation: partial.[/] Some walls are missing on this machine; the documentation lists which.",
    "none": "[bold red]isolation: none.[/] Students' code runs with your rights: it can read and change your files.",
}


@dataclass(frozen=True)
class Wish:
    """What the command line asks for. workers: None for one on each processor"""

    lectures: Sequence[str] = ()
    students: Sequence[str] = ()
    workers: int | None = None
    scheduler: str = ""
    isolation: str = ""
    again: bool = False


class Desk:
    """nbgrader's side, as `grading.crowd.run` wants it."""

    def __init__(self, api: NbGraderAPI) -> None:
        self.api = api

    def prepare(self, lecture: str, student: str) -> Prepared:
        return nbgrader_plugin.prepare(self.api, lecture, student)

    def record(self, prepared: Prepared, graded: Sequence[Graded]) -> None:
        nbgrader_plugin.record(self.api, prepared, graded)


def run(paths: Paths, wish: Wish, console: Console) -> int:
    """Grade what is new or changed, and show what came of it. Returns the exit code.

    Raises UnrolledError if grading cannot start.
    """
    started = datetime.now(UTC)
    api = open_api(paths.root)
    records = Records(paths.root / "runs")
    gradebook = OpenGradebook(api.coursedir.db_url)
    try:
        known = registered(gradebook)
        found = find(api.coursedir, known, wish.lectures, wish.students)
    except UnknownName as problem:
        _say_problem(str(problem))
        return USAGE
    if not wish.lectures:
        for lecture in sorted({one.lecture for one in submitted(api.coursedir)} - set(known)):
            console.print(
                f"{_shown_name(lecture)} is not in the gradebook, so what was submitted for it is left alone."
            )
    if not found:
        folder = api.coursedir.submitted_directory
        _say_problem(f"Nothing has been submitted: put what students hand in into {folder}/<student>/<lecture>/.")
        return FAILURE
    try:
        with records.claimed():
            todo = _plan(api, gradebook, records, found, wish)
            console.print(_intention(todo), highlight=False)
            outcomes, stopped = _grade(api, records, todo, wish, console) if todo.todo else ([], False)
            return _conclude(paths, gradebook, records, todo, outcomes, stopped, wish, started, console)
    except KeyboardInterrupt:  # at the start, or the second one
        console.print(_GO_ON)
        return INTERRUPTED


def _plan(
    api: NbGraderAPI, gradebook: OpenGradebook, records: Records, found: Sequence[Submission], wish: Wish
) -> Plan:
    lectures = sorted({one.lecture for one in found})
    return plan(
        found,
        api.coursedir,
        records,
        marks={name: marks(gradebook, name) for name in lectures},
        bases={name: _basis(api, gradebook, name) for name in lectures},
        limits=repr(Observe(parent=api).limits),
        again=wish.again,
    )


def _basis(api: NbGraderAPI, gradebook: OpenGradebook, lecture: str) -> str:
    try:
        return basis(read_materials(api.coursedir, lecture, gradebook.lecture(lecture)))
    except UnrolledError:  # each of its submissions will say so
        return ""


def _intention(todo: Plan) -> str:
    if not todo.todo:
        return f"Nothing is new or changed since {_count(len(todo.unchanged))} were graded; --again grades all."
    unchanged = f"; {_count(len(todo.unchanged))} unchanged since the last run" if todo.unchanged else ""
    return f"{_count(len(todo.todo))} to grade{unchanged}"


def _grade(api: NbGraderAPI, records: Records, todo: Plan, wish: Wish, console: Console) -> tuple[list[Outcome], bool]:
    """Carry out a plan. Returns what came of it, and whether it was stopped before its end."""
    wish = replace(wish, isolation=wish.isolation or Observe(parent=api).isolation)
    with _open_pool(wish, len(todo.todo), console) as pool, _stopping(console) as stop:
        gc.freeze()  # what is there now stays for the whole run, and need not be looked through for garbage
        console.print(_WARNINGS.get(pool.isolation, f"isolation: {escape(pool.isolation)}"))
        with _shown(len(todo.todo), console) as tell:
            outcomes = carry_out(todo.todo, pool, Desk(api), records, tell, stop)
        return outcomes, stop.is_set() and len(outcomes) < len(todo.todo)


@contextmanager
def _open_pool(wish: Wish, submissions: int, console: Console) -> Iterator[Pool]:
    with console.status("starting"):
        if wish.scheduler:
            from grading.crowd.cluster import DaskPool

            pool: Pool = DaskPool(wish.scheduler, wish.isolation)
        else:
            pool = LocalPool(min(wish.workers or cpus(), submissions), wish.isolation)
    try:
        yield pool
    finally:
        pool.close()


@contextmanager
def _stopping(console: Console) -> Iterator[Event]:
    """Let Ctrl+C end the run between two submissions; a second one ends it at once."""
    stop = Event()

    def ask(*_) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)
        console.print("stopping")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _shown(total: int, console: Console):
    """Show how far the run is: a bar in a terminal, else a line at each tenth. Yields what hears of outcomes."""
    begun, done = time.monotonic(), 0

    def rate() -> str:
        return f"{done / max(time.monotonic() - begun, 1e-3):.1f} a second"

    if not console.is_terminal:

        def tell(outcome: Outcome) -> None:
            nonlocal done
            done += 1
            if done * 10 // total > (done - 1) * 10 // total:
                console.print(f"{done} of {total}, {rate()}")

        yield tell
        return
    columns = BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn()
    with Progress(TextColumn("grading"), *columns, console=console) as progress:
        task = progress.add_task("", total=total, rate="")

        def tell(outcome: Outcome) -> None:
            nonlocal done
            done += 1
            progress.update(task, advance=1, rate=rate())

        yield tell


def _conclude(
    paths: Paths,
    gradebook: OpenGradebook,
    records: Records,
    todo: Plan,
    outcomes: list[Outcome],
    stopped: bool,
    wish: Wish,
    started: datetime,
    console: Console,
) -> int:
    """Show and write what came of a run; return the exit code."""
    every = [*outcomes, *todo.unchanged]
    standing = {name: _marks(gradebook, name) for name in sorted({one.lecture for one in every})}
    if every:
        console.print(table(every, standing))
    listed = needs(every, standing)
    if listed:
        console.print(needs_table(listed))
    settings = vars(wish) | {"lectures": list(wish.lectures), "students": list(wish.students)}
    content = report(outcomes, todo.unchanged, standing, settings, started, len(todo.todo) - len(outcomes))
    try:
        path = write_report(records.folder, content)
        console.print(f"report: {escape(paths.relative(path))}", soft_wrap=True)
    except OSError as problem:
        _say_problem(f"The report could not be written to {paths.relative(records.folder)}/: {problem.strerror}.")
    if stopped:
        console.print(_GO_ON)
        return INTERRUPTED
    return exit_code(every)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """0 if all were graded, 3 if some failed, 1 if all did."""
    failed = sum(one.state == FAILED for one in outcomes)
    if not failed:
        return ALL_GRADED
    return PARTIAL if failed < len(outcomes) else FAILURE


def _marks(gradebook: OpenGradebook, lecture: str) -> Marks:
    try:
        return marks(gradebook, lecture)
    except GradebookProblem as problem:  # what was graded is graded, and shall be reported
        _say_problem(str(problem))
        return Marks(0.0, {})


def table(outcomes: Sequence[Outcome], standing: Mapping[str, Marks]) -> Table:
    """How many of each lecture came to which end, and their points."""
    out = Table()
    out.add_column("lecture", overflow="fold")
    for column in (GRADED, "with problems", FAILED, "mean", "median", "of"):
        out.add_column(column, justify="right")
    for row in rows(outcomes, standing):
        counts = [str(row.counts[state]) for state in (GRADED, WITH_PROBLEMS, FAILED)]
        if row.counts[FAILED]:
            counts[-1] = f"[bold red]{counts[-1]}[/]"
        out.add_row(_shown_name(row.lecture), *counts, _number(row.mean), _number(row.median), f"{row.max_points:g}")
    return out


def needs_table(listed: Sequence[Need]) -> Table:
    """Who needs a person, and why. Those with the same reasons share a row."""
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for need in listed:
        groups.setdefault((need.lecture, need.reasons), []).append(need.student)
    out = Table(title="to be looked at by a person", title_justify="left")
    for column in ("lecture", "student", "reason"):
        out.add_column(column, overflow="fold")
    for (lecture, reasons), students in list(groups.items())[:_MOST_SHOWN]:
        names = ", ".join(_shown_name(name) for name in students[:_MOST_NAMES])
        if len(students) > _MOST_NAMES:
            names += f" and {len(students) - _MOST_NAMES} more"
        out.add_row(_shown_name(lecture), names, "\n".join(escape(plain(reason)) for reason in reasons))
    if len(groups) > _MOST_SHOWN:
        out.caption = f"and {len(groups) - _MOST_SHOWN} more, in the report"
    return out


def _shown_name(name: str) -> str:
    return escape(plain(name, 60))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _count(number: int) -> str:
    return f"{number} submission" + ("" if number == 1 else "s")


def _say_problem(sentence: str) -> None:
    Console(stderr=True, highlight=False).print(f"[bold red]✗[/] {escape(sentence)}", soft_wrap=True)
