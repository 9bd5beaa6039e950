"""A number that a lecture prints, and where."""

from __future__ import annotations

from dataclasses import dataclass

NUMBER = r"([\d.]+)"


@dataclass(frozen=True)
class Result:
    """A number that a lecture prints, and the one it is to be compared with.

    what, beside: in words; pattern, baseline: where they stand in the output, one group each
    """

    what: str
    pattern: str
    beside: str
    baseline: str
