"""How a result is judged: close to a value, an error of a kind, a property, a choice of options."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from helpers.checking.probes import Raised
from helpers.checking.values import describe
from helpers.checking.views import VIEWS

FLOAT_TOLERANCE = 1e-5


@dataclass(frozen=True)
class Close:
    """Floats differ by at most `tolerance` times a scale; everything else is equal.

    tolerance: relative; 0 asks for equal floats
    scale: "array", the largest expected magnitude in the same array (1 where all
        are zero but for noise), or "entry", each expected entry's own magnitude
    view: of `views.VIEWS`, whose facts of the result are compared in its place; empty for none
    """

    tolerance: float = FLOAT_TOLERANCE
    scale: str = "array"
    view: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.tolerance, (int, float)) or not 0 <= self.tolerance < 1:
            raise ValueError(f"a tolerance of {self.tolerance!r} is no number from 0 to 1")
        if self.scale not in ("array", "entry"):
            raise ValueError(f"the scale {self.scale!r} is neither 'array' nor 'entry'")
        if self.view and self.view not in VIEWS:
            raise ValueError(f"no view is named {self.view!r}; there are: {', '.join(sorted(VIEWS))}")


@dataclass(frozen=True)
class Raises:
    """An error of the class `error` (its name), or of a class derived from it.

    naming: a word or number that its message must have; empty for none
    """

    error: str = "ValueError"
    naming: str = ""

    def accepts(self, raised: Raised) -> bool:
        return self.error in raised.kinds and (not self.naming or self.naming in words(raised))


def words(raised: Raised) -> set[str]:
    """The words and numbers of an error's message."""
    return set(re.findall(r"\d+|[^\W\d]+", raised.message))


@dataclass(frozen=True)
class Property:
    """`PROPERTIES[name](value)` finds nothing to object to."""

    name: str

    def __post_init__(self) -> None:
        if self.name not in PROPERTIES:
            known = ", ".join(sorted(PROPERTIES))
            raise ValueError(f"no property is named {self.name!r}; there are: {known}")


@dataclass(frozen=True)
class Choice:
    """A set of option codes. options: code → (is it right?, the reason why)."""

    options: Mapping[str, tuple[bool, str]]


How = Close | Raises | Property | Choice


def _non_empty_text(value: Any) -> str:
    if not isinstance(value, str):
        return f"is {describe(value)}; write it between quotes"
    return "" if value.strip() else "holds no letters yet"


PROPERTIES: dict[str, Callable[[Any], str]] = {"non_empty_text": _non_empty_text}
