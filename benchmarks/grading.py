"""What grading costs: nbgrader alone, and the course's engine, on the same submissions.

    python benchmarks/grading.py [--lecture 01_rnn_basics] [--stock 6] [--engine 100] [--scale 1000]

All courses are made in a folder of their own. Times are of whole commands as an
instructor gives them, with the time of the same command on one submission for each
worker taken off, so that starting Python counts for neither side; a first run that nobody
times has filled the disk's cache. Marks are compared for
every submission that both have graded.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# This file has the name of a package of ours, and Python puts its folder first in the path.
sys.path = [place for place in sys.path if Path(place or ".").resolve() != Path(__file__).resolve().parent]

import nbformat
import psutil
from rich.console import Console
from rich.table import Table

from course.demo import fresh_course, marks
from course.demo_class import demo_class
from course.exercise import exercises
from course.lecture import read
from course.paths import Paths, course_folder

STOCK = {"UNROLLED_STOCK_GRADING": "yes"}
_LOOK_SECONDS = 2  # reading how much memory processes share takes milliseconds for each
_TIMES = 3  # a command on few submissions is run so often, and the median is taken
_FEW = 10


@dataclass(frozen=True)
class Run:
    """One way of grading, measured.

    seconds: for each submission, without starting
    cpu: seconds of processor time for each, by all processes below the command, likewise
    start: seconds for a command that grades as few as there are workers
    whole: seconds for the command that grades all
    memory_mb: the most that all its processes had at one time, shared pages counted once
    """

    name: str
    count: int
    seconds: float
    cpu: float
    start: float
    whole: float
    memory_mb: float
    marks: dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lecture", default="01_rnn_basics")
    parser.add_argument("--stock", type=int, default=6, help="submissions for nbgrader alone")
    parser.add_argument("--demos", type=int, default=2, help="submissions for nbgrader alone, demo cells run too")
    parser.add_argument("--engine", type=int, default=100, help="submissions for the engine")
    parser.add_argument("--scale", type=int, default=0, help="also grade 10 and so many, and compare")
    settings = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unrolled-benchmark-") as folder:
        report(Path(folder), settings)


def report(folder: Path, settings: argparse.Namespace) -> None:
    """Measure everything and print it."""
    console = Console(highlight=False)
    lecture = settings.lecture
    base = folder / "base"
    with console.status("making the course"):
        fresh_course(course_folder(), base)
        honest = _honest(base, lecture)
    made = _Courses(folder, base, lecture, honest)
    grade = ["course", "grade", lecture]
    stock = ["nbgrader", "autograde", lecture]
    with console.status("nbgrader alone") as status:
        alone = made.measure("nbgrader alone", stock, settings.stock, STOCK)
        status.update("nbgrader alone, with the demo cells")
        demos = made.measure("nbgrader alone, demos run", stock, settings.demos, STOCK, with_demos=True)
        runs = [alone, demos]
        for workers in (1, 2):
            status.update(f"engine, {workers} workers")
            command = [*grade, "--workers", str(workers)]
            runs.append(made.measure(f"engine, {workers} worker(s)", command, settings.engine, least=workers))
        status.update("engine, Dask")
        with _cluster() as address:
            runs.append(
                made.measure("engine, Dask, 2 workers", [*grade, "--scheduler", address], settings.engine, least=2)
            )
    console.print(_table(runs, alone, demos))
    for run in runs[2:]:
        _compare(console, alone, run)
    _shares(console, made.last_report)
    if settings.scale:
        with console.status(f"{settings.scale} submissions"):
            many = made.measure("many", [*grade, "--workers", "2"], settings.scale, least=2)
        few, tenth, ended = runs[3], settings.scale // 10, made.last_ended
        first, last = ended[tenth] - ended[0], ended[-1] - ended[-1 - tenth]
        console.print(
            f"{many.count} submissions: {many.seconds:.3f} s each ({alone.seconds / many.seconds:.1f} times), "
            f"{few.count}: {few.seconds:.3f} s each; the last {tenth} take {last / first:.2f} times what the first "
            f"{tenth} do; whole commands {many.whole:.1f} s and {few.whole:.1f} s; "
            f"memory {many.memory_mb:.0f} MB and {few.memory_mb:.0f} MB"
        )


def _honest(root: Path, lecture: str) -> list[bytes]:
    """Right answers in different ways."""
    whole = demo_class(Paths(root), read(lecture, exercises()))
    return [one.notebook for one in whole if one.student == "solution" or one.student.startswith("variant")]


@dataclass(frozen=True)
class _Once:
    """One command, in a course of its own."""

    seconds: float
    cpu: float
    memory_mb: float
    root: Path


def _cpu() -> float:
    """Seconds of processor time that all ended processes below this one have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Courses:
    """Course folders with as many submissions as are wanted, and commands run in them."""

    def __init__(self, folder: Path, base: Path, lecture: str, honest: Sequence[bytes]) -> None:
        self.folder, self.base, self.lecture, self.honest = folder, base, lecture, honest
        self.last_report: Path | None = None
        self.last_ended: list[float] = []  # when each submission of the last course was recorded

    def measure(
        self,
        name: str,
        command: Sequence[str],
        count: int,
        environment: dict[str, str] | None = None,
        with_demos: bool = False,
        least: int = 1,
    ) -> Run:
        """Grade `count` submissions, and `least` of them, at which all that has to start does; in courses of their own.

        Whatever the first run reads from the disk is read before the clock starts.
        """
        self._once(command, least, environment, with_demos)
        starts = [self._once(command, least, environment, with_demos) for _ in range(_TIMES)]
        runs = [self._once(command, count, environment, with_demos) for _ in range(_TIMES if count <= _FEW else 1)]
        root = runs[-1].root
        self.last_ended = sorted(path.stat().st_mtime for path in (root / "runs" / self.lecture).glob("*.json"))
        reports = sorted((root / "runs").glob("*.json")) if (root / "runs").is_dir() else []
        self.last_report = reports[-1] if reports else self.last_report
        (start, start_cpu), (seconds, cpu) = (
            (statistics.median(one.seconds for one in some), statistics.median(one.cpu for one in some))
            for some in (starts, runs)
        )
        more = count - least
        found = {student: points for (student, _), (points, _) in marks(root).items()}
        return Run(
            name, count, (seconds - start) / more, (cpu - start_cpu) / more, start, seconds, runs[-1].memory_mb, found
        )

    def _once(self, command, count, environment, with_demos) -> _Once:
        root = Path(tempfile.mkdtemp(dir=self.folder)) / "course"
        shutil.copytree(self.base, root)
        for number in range(count):
            place = root / "submitted" / f"s{number:04d}" / self.lecture
            place.mkdir(parents=True)
            notebook = self.honest[number % len(self.honest)]
            (place / f"{self.lecture}.ipynb").write_bytes(_with_demos(notebook) if with_demos else notebook)
        program = str(Path(sys.executable).with_name(command[0]))
        started, used = time.perf_counter(), _cpu()
        with (root / "log").open("w") as log:
            process = subprocess.Popen(
                [program, *command[1:]], cwd=root, env=os.environ | (environment or {}), stdout=log, stderr=log
            )
            watch = _Memory(process.pid)
            code = process.wait()
        seconds = time.perf_counter() - started
        if code:
            raise SystemExit(f"{' '.join(command)} ended with {code}:\n{(root / 'log').read_text()[-2000:]}")
        return _Once(seconds, _cpu() - used, watch.stop(), root)


class _Memory(threading.Thread):
    """Looks at the memory of a process and all below it."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.done = pid, 0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self.done.wait(_LOOK_SECONDS):
            total = 0
            try:
                parent = psutil.Process(self.pid)
                for process in [parent, *parent.children(recursive=True)]:
                    try:
                        total += process.memory_full_info().pss
                    except psutil.Error:
                        continue
            except psutil.Error:
                continue
            self.most = max(self.most, total)

    def stop(self) -> float:
        self.done.set()
        self.join()
        return self.most / 2**20


def _with_demos(notebook: bytes) -> bytes:
    """The same notebook, with nothing that tells nbgrader to pass over its demo cells."""
    node = nbformat.reads(notebook.decode(), as_version=4)
    for cell in node.cells:
        cell.metadata.pop("tags", None)
    return nbformat.writes(node).encode()


@contextmanager
def _cluster() -> Iterator[str]:
    """A Dask cluster of two processes on this machine; yields its address."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def _table(runs: Sequence[Run], alone: Run, demos: Run) -> Table:
    table = Table(title="seconds for each submission")
    for column in (
        "",
        "submissions",
        "seconds each",
        "of CPU",
        "nbgrader alone takes",
        "with demos",
        "start",
        "memory",
    ):
        table.add_column(column, justify="left" if not column else "right")
    for run in runs:
        table.add_row(
            run.name,
            str(run.count),
            f"{run.seconds:.3f}",
            f"{run.cpu:.3f}",
            f"{alone.seconds / run.seconds:.1f} ×",
            f"{demos.seconds / run.seconds:.1f} ×",
            f"{run.start:.1f} s",
            f"{run.memory_mb:.0f} MB",
        )
    return table


def _compare(console: Console, alone: Run, run: Run) -> None:
    both = set(alone.marks) & set(run.marks)
    other = [student for student in sorted(both) if alone.marks[student] != run.marks[student]]
    console.print(
        f"{run.name}: {len(both) - len(other)} of {len(both)} marks are nbgrader's" + (f", not {other}" * bool(other))
    )


def _shares(console: Console, path: Path | None) -> None:
    """Where the time of a run goes, by step."""
    if path is None:
        return
    totals: dict[str, float] = {}
    submissions = json.loads(path.read_text())["submissions"]
    for one in submissions:
        for step, seconds in one["seconds"].items():
            totals[step] = totals.get(step, 0.0) + seconds
    whole = sum(totals.values())
    table = Table(title="where the time of a submission goes (last run)")
    for column in ("step", "ms", "share"):
        table.add_column(column, justify="left" if column == "step" else "right")
    for step, seconds in sorted(totals.items(), key=lambda item: -item[1]):
        table.add_row(step, f"{1000 * seconds / len(submissions):.1f}", f"{100 * seconds / whole:.0f} %")
    console.print(table)


if __name__ == "__main__":
    main()
