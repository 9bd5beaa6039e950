"""A run in numbers, for a person and for a program: counts, points, and who needs a human."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grading.books.marks import Marks
from grading.crowd.records import FAILED, STATES, Outcome, write_whole

FORMAT = 1
MANUAL = "waits for marking by hand, in the formgrader"


@dataclass(frozen=True)
class Row:
    """One lecture. mean, median: of the points in the gradebook of those that were graded; None if there are none."""

    lecture: str
    counts: Mapping[str, int]
    mean: float | None
    median: float | None
    max_points: float


def rows(outcomes: Sequence[Outcome], marks: Mapping[str, Marks]) -> list[Row]:
    """Count a run, lecture by lecture."""
    out = []
    for lecture in sorted({one.lecture for one in outcomes}):
        ours = [one for one in outcomes if one.lecture == lecture]
        known = marks[lecture].by_student
        points = [known[one.student].points for one in ours if one.state != FAILED and one.student in known]
        counts = {state: sum(one.state == state for one in ours) for state in STATES}
        mean, median = (statistics.fmean(points), statistics.median(points)) if points else (None, None)
        out.append(Row(lecture, counts, mean, median, marks[lecture].max_points))
    return out


@dataclass(frozen=True)
class Need:
    """A submission that a person should look at. reasons: a sentence each"""

    lecture: str
    student: str
    reasons: tuple[str, ...]


def needs(outcomes: Sequence[Outcome], marks: Mapping[str, Marks]) -> list[Need]:
    """Those that a person should look at, in order: failed, flagged, with problems, or to be marked by hand."""
    out = []
    for one in sorted(outcomes, key=lambda one: (one.lecture, one.student)):
        reasons = [f"failed: {one.reason}"] if one.state == FAILED else [*one.attention, *one.problems]
        mark = marks[one.lecture].by_student.get(one.student)
        if one.state != FAILED and mark is not None and mark.manual:
            reasons.append(MANUAL)
        if reasons:
            out.append(Need(one.lecture, one.student, tuple(reasons)))
    return out


def report(
    outcomes: Sequence[Outcome],
    unchanged: Sequence[Outcome],
    marks: Mapping[str, Marks],
    settings: Mapping[str, Any],
    started: datetime,
    left: int = 0,
) -> dict[str, Any]:
    """A run as JSON-ready data.

    outcomes: of this run; unchanged: of earlier ones; left: how many were not reached
    Returns
        format      1
        started, ended   UTC, ISO 8601
        settings    what the command was told
        isolation   the levels that submissions were graded at
        left        how many submissions an interrupted run did not reach
        lectures    by name: counts by state, mean, median, max_points
        submissions one each: lecture, student, state, reason, problems, attention, manual,
                    mark (in the gradebook; null if none), points and max_points (by machine), exercises,
                    isolation, seconds by step, and now (false: graded in an earlier run, and unchanged)
    """
    every = [*outcomes, *unchanged]
    return {
        "format": FORMAT,
        "started": started.isoformat(timespec="seconds"),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "settings": dict(settings),
        "isolation": sorted({one.isolation for one in every if one.isolation}),
        "left": left,
        "lectures": {row.lecture: _row(row) for row in rows(every, marks)},
        "submissions": [
            asdict(one) | _mark(one, marks) | {"now": index < len(outcomes)} for index, one in enumerate(every)
        ],
    }


def _row(row: Row) -> dict[str, Any]:
    return {"counts": row.counts, "mean": row.mean, "median": row.median, "max_points": row.max_points}


def _mark(one: Outcome, marks: Mapping[str, Marks]) -> dict[str, Any]:
    mark = marks[one.lecture].by_student.get(one.student)
    return {"mark": mark.points if mark else None, "manual": bool(mark and mark.manual)}


def write_report(folder: Path, content: Mapping[str, Any]) -> Path:
    """Write a report as <folder>/<time>.json and return its path. Raises OSError if that cannot be done."""
    name = datetime.fromisoformat(content["started"]).strftime("%Y%m%dT%H%M%SZ")
    path, number = folder / f"{name}.json", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.json"
    write_whole(path, content)
    return path
