"""What answers deserve: judged on public and hidden cases, with no kernel and no nbgrader in between."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from nbformat import NotebookNode

from course.answers import execute
from course.exercise import CourseProblem, Exercise
from course.keys import exercise_key, hidden_cases
from course.outcomes import verdict_on
from helpers.checking.key import AnswerKey, ExerciseKey
from helpers.checking.probes import find

SEED = "deserved"  # of the hidden cases: the same ones at every run


@dataclass(frozen=True)
class Judge:
    """Judges the answers to one lecture.

    cells: the notebook's code in order, as (exercise, source); the exercise is empty where none is answered
    keys: the public and the hidden key of each exercise
    """

    lecture: str
    cells: Sequence[tuple[str, str]]
    keys: Mapping[str, tuple[ExerciseKey, ExerciseKey]]
    _known: dict[tuple, float] = field(default_factory=dict)

    def passed(self, answers: Mapping[str, str]) -> list[str]:
        """The exercises that get full marks, in order; see `points`."""
        return [name for name, points in self._shares(answers).items() if points == 1]

    def points(self, answers: Mapping[str, str]) -> float:
        """What answers deserve, when the notebook's cells are run and these answers stand in it.

        answers: exercise → source of its answer cell; others stay as they were released
        All cells run before any exercise is judged, so that an answer may call any other.
        """
        return sum(share * self.keys[name][0].points for name, share in self._shares(answers).items())

    def _shares(self, answers: Mapping[str, str]) -> dict[str, float]:
        """What of each exercise's points they deserve, from 0 to 1."""
        whole = {name: answers.get(name, source) for name, source in self.cells if name}
        namespace: dict[str, Any] = {"__name__": "__main__"}
        for name, source in self.cells:
            with suppress(CourseProblem):  # a cell that fails defines nothing, in a kernel too
                execute(whole.get(name, source), namespace, f"{self.lecture}, {name or 'a cell'}")
        return {name: self._share(name, whole, namespace) for name in self.keys}

    def _share(self, name: str, whole: Mapping[str, str], namespace: Mapping[str, Any]) -> float:
        """What of one exercise is right. What was judged before, with all that it calls, is not judged again."""
        what = (name, *((each, whole[each]) for each in sorted(reach(name, whole))))
        if what not in self._known:
            answer = find(name, namespace)
            public, hidden = self.keys[name]
            verdicts = [verdict_on(key, answer) for key in (public, hidden)]
            parts = set.intersection(*(set(public.parts) if one.passed else set(one.parts) for one in verdicts))
            share = sum(public.parts[part] for part in parts) / (public.points or 1)
            self._known[what] = 1.0 if all(one.passed for one in verdicts) else share
        return self._known[what]


def judge_for(lecture: str, released: NotebookNode, exercises: Mapping[str, Exercise], public: AnswerKey) -> Judge:
    """Return the judge of a released notebook.

    exercises: those of the lecture; only what the public key holds is judged
    """
    cells = []
    for cell in released.cells:
        settings = cell.metadata.get("nbgrader", {})
        if settings.get("solution") and cell.cell_type == "code":
            cells.append((exercise_of(cell), cell.source))
        elif cell.cell_type == "code" and not settings and "skip-execution" not in cell.metadata.get("tags", ()):
            cells.append(("", cell.source))
    keys = {}
    for name, key in public.exercises.items():
        bare = replace(exercises[name], misconceptions=())  # a verdict passes without them, and making them takes time
        keys[name] = replace(key, misconceptions=()), exercise_key(bare, hidden_cases(bare), SEED)
    return Judge(lecture, cells, keys)


def exercise_of(cell: NotebookNode) -> str:
    """The exercise that an answer cell belongs to."""
    return cell.metadata.nbgrader.grade_id.removesuffix("-code")


def reach(name: str, answers: Mapping[str, str]) -> set[str]:
    """The exercise itself and all whose names its answer uses, directly or through others."""
    found, waiting = set(), {name}
    while waiting:
        one = waiting.pop()
        found.add(one)
        with suppress(SyntaxError):
            used = {node.id for node in ast.walk(ast.parse(answers[one])) if isinstance(node, ast.Name)}
            waiting |= (used & set(answers)) - found
    return found
