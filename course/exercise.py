"""What an author writes about an exercise: its cases, its oracle, what goes wrong.

The solution itself stands in the lecture; this is the instructor's side of it.
Nothing here reaches a student but titles, hints and numbers.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from helpers.checking.how import Close, How
from helpers.errors import UnrolledError

PUBLIC_SEED = "public"


class CourseProblem(UnrolledError):
    """A lecture or an exercise is not written as the course needs it."""


@dataclass(frozen=True)
class Case:
    """One set of inputs.

    title: in words, as the student reads it, such as "a batch of two"
    draw: takes a NumPy Generator, returns the inputs by name, in the order of the
        parameters; arrays, tensors, plain data and recipes
    how: how the result is compared
    part: of the exercise, that this case belongs to; see Exercise.parts
    """

    title: str
    draw: Callable[[np.random.Generator], Mapping[str, Any]] = lambda rng: {}
    how: How = Close()
    part: str = ""

    def inputs(self, exercise: str, seed: str) -> dict[str, Any]:
        """Draw the inputs; the same names and seed always give the same ones."""
        digest = hashlib.sha256(f"{seed}/{exercise}/{self.title}".encode()).digest()
        return dict(self.draw(np.random.default_rng(list(digest))))


@dataclass(frozen=True)
class Misconception:
    """One way to misunderstand an exercise.

    implementations: answers that have it (functions, or values for a value probe)
    hint: what helps, in a sentence or two that do not give the answer away
    """

    name: str
    implementations: Sequence[Any]
    hint: str


@dataclass(frozen=True)
class Exercise:
    """The instructor's side of one exercise.

    name: of the function or value; also the check's
    cases: the public ones. Each has a hidden twin: the same draw from a secret seed
    hidden: further cases that are only ever drawn from the secret seed
    oracle: an independent reference that takes the same inputs
    variants: other right ways to write it
    returns: what the result is called, such as "h_t", or its parts, such as "(chunks, h_T)"
    by_hand: what an answer may not call, as dotted names
    equivalent_mutants: mutants that compute the same, each with the reason
    ties: why jittered inputs may change a verdict, where a tie is the point
    parts: points for each part of the exercise, for an answer that is not wholly right; a part
        is right when all cases that name it are, the public ones and their hidden twins
    """

    name: str
    points: float
    cases: Sequence[Case]
    oracle: Callable[..., Any] | None = None
    misconceptions: Sequence[Misconception] = ()
    variants: Sequence[Any] = ()
    hidden: Sequence[Case] = ()
    probe: str = "call"
    returns: str = ""
    by_hand: Sequence[str] = ()
    equivalent_mutants: Mapping[str, str] = field(default_factory=dict)
    ties: str = ""
    parts: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for title in (titles := [case.title for case in (*self.cases, *self.hidden)]):
            if titles.count(title) > 1:
                raise CourseProblem(f"{self.name}: two cases are called {title!r}; give each its own title.")
        if not self.cases:
            raise CourseProblem(f"{self.name} has no cases; give it at least one.")
        if self.probe == "call" and self.oracle is None:
            raise CourseProblem(f"{self.name} has no oracle; give it an independent reference.")
        named = {case.part for case in self.cases if case.part}
        if named != set(self.parts) or {case.part for case in self.hidden} - named - {""}:
            raise CourseProblem(f"{self.name}: give each of its parts points, and at least one public case.")
        if self.parts and (min(self.parts.values()) <= 0 or sum(self.parts.values()) >= self.points):
            raise CourseProblem(f"{self.name}: its parts together must have fewer points than the whole of it.")
        if self.points < 0:
            raise CourseProblem(f"{self.name} has {self.points} points; they must not be negative.")


def _imported(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except UnrolledError:
        raise
    except Exception as error:
        raise CourseProblem(f"{name} cannot be imported: {type(error).__name__}: {error}.") from error


def exercises(package: str = "course.exercises") -> dict[str, Exercise]:
    """Return every exercise defined in the modules of `package`, by name.

    Raises CourseProblem when two have one name, or a module cannot be imported.
    """
    return {name: exercise for name, (exercise, _) in _with_homes(package).items()}


def homes(package: str = "course.exercises") -> dict[str, str]:
    """Return for each exercise defined in `package`, by name, the module or package in there that has it."""
    return {name: home.removeprefix(f"{package}.").split(".")[0] for name, (_, home) in _with_homes(package).items()}


def _with_homes(package: str) -> dict[str, tuple[Exercise, str]]:
    """Each exercise and the module that defines it, by name."""
    found: dict[str, tuple[Exercise, str]] = {}
    for info in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        module = _imported(info.name)
        for value in vars(module).values():
            if not isinstance(value, Exercise):
                continue
            known, home = found.setdefault(value.name, (value, module.__name__))
            if known is not value:
                raise CourseProblem(
                    f"The exercise {value.name!r} is defined twice, in {home} and in {module.__name__}; rename one."
                )
    return found
