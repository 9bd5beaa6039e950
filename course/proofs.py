"""Prove the exercises of whole lectures, or one exercise by its name."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context

from course import lecture, processors
from course.answers import Answer, answers
from course.exercise import PUBLIC_SEED, CourseProblem, Exercise, exercises
from course.keys import exercise_key, hidden_cases, public_cases, public_key
from course.lecture import Lecture
from course.paths import Paths
from course.prove import PROOF_SEED, Proof, joined, prove, untouched
from helpers.checking.key import AnswerKey, ExerciseKey


@dataclass(frozen=True)
class Answered:
    """A lecture together with its own answers, by exercise."""

    lecture: Lecture
    answers: Mapping[str, Answer]


def answered(paths: Paths, name: str, known: Mapping[str, Exercise]) -> Answered:
    """Read a lecture and run its cells. Raises CourseProblem."""
    read = lecture.read(name, known, paths.lectures)
    return Answered(read, answers(read))


def released_key(one: Answered) -> AnswerKey:
    """The key that lies beside the notebook, with what the released cells hold before anybody answers."""
    key = public_key(one.lecture)
    filled = {name: replace(made, untouched=untouched(made, one.answers[name])) for name, made in key.exercises.items()}
    return replace(key, exercises=filled)


def prove_lectures(
    paths: Paths,
    lectures: Sequence[Answered],
    only: Collection[str] = (),
    say: Callable[[str], None] = lambda line: None,
) -> dict[str, Proof]:
    """Prove all exercises of the lectures, or those named in `only`."""
    keys = {}
    for one in lectures:
        wanted = [e for e in one.lecture.exercises.values() if not only or e.name in only]
        keys[one.lecture.name] = AnswerKey(one.lecture.name, {e.name: _whole_key(e) for e in wanted})
    say("proving on a plainer processor")
    elsewhere = processors.replay(keys, paths.lectures)
    proofs: dict[str, Proof] = {}
    for one in lectures:
        for name in keys[one.lecture.name].exercises:
            say(f"proving {name}")
            proofs[name] = prove(one.lecture.exercises[name], one.answers[name], elsewhere)
    return proofs


def prove_apart(paths: Paths, names: Sequence[str], say: Callable[[str], None] = lambda line: None) -> dict[str, Proof]:
    """Prove all exercises of the lectures of those names, each lecture in a process of its own, side by side."""
    proofs: dict[str, Proof] = {}
    longest_first = sorted(names, key=lambda name: -(paths.lectures / f"{name}.md").stat().st_size)
    with ProcessPoolExecutor(min(len(names), os.cpu_count() or 1), get_context("spawn")) as pool:
        running = {pool.submit(_proofs_of, paths, name): name for name in longest_first}
        for number, done in enumerate(as_completed(running), 1):
            proofs |= done.result()
            say(f"proved {running[done]}, {number} of {len(running)}")
    return proofs


def _proofs_of(paths: Paths, name: str) -> dict[str, Proof]:
    return prove_lectures(paths, [answered(paths, name, exercises())])


def prove_by_name(paths: Paths, name: str) -> Proof:
    """Prove the exercise `name`. Raises CourseProblem if no lecture has it."""
    known = exercises()
    every: list[str] = []
    for lecture_name in lecture.names(paths.lectures):
        read = lecture.read(lecture_name, known, paths.lectures)
        every += read.exercises
        if name in read.exercises:
            return prove_lectures(paths, [Answered(read, answers(read))], only={name})[name]
    raise CourseProblem(f"There is no exercise {name!r}; there are: {', '.join(every)}.")


def _whole_key(exercise: Exercise) -> ExerciseKey:
    return joined(
        exercise_key(exercise, public_cases(exercise), PUBLIC_SEED),
        exercise_key(exercise, hidden_cases(exercise), PROOF_SEED),
    )
