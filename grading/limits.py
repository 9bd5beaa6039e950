"""Time, memory and sizes that one submission gets."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from helpers.errors import UnrolledError


class BadLimit(UnrolledError):
    """A limit in the settings is no positive number."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    cell_seconds: each cell; then it is interrupted, as Stop does it
    check_seconds: each check of an answer, and again as much for the hidden cases
    submission_seconds: all of it; what has not run by then is not run
    grace_seconds: how long an interrupted cell may take to end before it is cut off
    memory_mb: all processes of the submission together
    processes: at one time, threads included
    scratch_mb: files that it writes
    text_kb, images: what is kept of one cell's outputs
    outputs_mb: what is kept of all cells' outputs
    notebook_mb, files_mb: what is accepted at intake, the notebook and all other files
    """

    cell_seconds: float = 60.0
    check_seconds: float = 30.0
    submission_seconds: float = 600.0
    grace_seconds: float = 3.0
    memory_mb: float = 2048.0
    processes: int = 192
    scratch_mb: float = 256.0
    text_kb: float = 200.0
    images: int = 20
    outputs_mb: float = 16.0
    notebook_mb: float = 20.0
    files_mb: float = 50.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            right = isinstance(value, (int, float)) and not isinstance(value, bool)
            if not right or not math.isfinite(value) or value <= 0:
                raise BadLimit(f"The limit {field.name} is {value!r}; it must be a number above 0.")
