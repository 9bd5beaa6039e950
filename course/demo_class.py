"""The demo class: what 24 students hand in for a lecture, and the mark that each of them deserves.

Made from the lecture's solution, the variants and misconceptions of its
exercises, and from what goes wrong in real classes. It is the same, byte for
byte, at every run: instructors see with it what the course does, and tests and
benchmarks use it because the marks are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from course.demo_desk import (
    Change,
    Desk,
    Submission,
    add_cell,
    copy_cells,
    delete_check,
    desk_for,
    edit_check,
    writable,
)
from course.deserved import reach
from course.exercise import Exercise
from course.lecture import Lecture
from course.paths import Paths
from course.quiz import Question

VARIANTS = 3
MISTAKEN = 8


def demo_class(paths: Paths, lecture: Lecture) -> list[Submission]:
    """Return the class's work on one lecture of a released course, in a fixed order.

    No notebook is run: what each deserves is judged from its answers alone (`course.deserved`).
    There are fewer than 24 submissions where a lecture has no function to write.
    """
    desk = desk_for(paths, lecture)
    solution = desk.hand_in("solution", "the lecture's own solution", desk.solutions)
    half = solution.notebook[: len(solution.notebook) // 2]
    wrong = {cell.name: f"{cell.name} = {_wrong_options(cell.question)}" for cell in lecture.cells if cell.question}
    return [
        solution,
        *(_of_functions(desk) if desk.written else ()),
        desk.hand_in("quiz-wrong", "every wrong option of the quiz chosen", desk.solutions | wrong),
        desk.hand_in("untouched", "handed in as received", {}),
        Submission("broken-file", lecture.name, "half of a file", half, None),
    ]


def _wrong_options(question: Question) -> str:
    """The set of all options that are not true, as Python writes it."""
    codes = [f'"{code}"' for code in question.options if code not in question.answer]
    return "{" + ", ".join(codes) + "}" if codes else "set()"


def _of_functions(desk: Desk) -> Iterator[Submission]:
    *groups, last = mistakes(desk.written)
    for number in range(VARIANTS):
        answers = desk.solutions | desk.variants(number)
        yield desk.hand_in(f"variant-{number + 1}", "another right way", answers)
    for number, group in enumerate(groups):
        # One half calls its own functions, as the solution does, so that a mistake spreads.
        right = desk.solutions | (desk.variants(number) if number % 2 else {})
        yield _mistaken(desk, f"mistaken-{number + 1}", right, group)
    yield _mistaken(
        desk,
        "check-edited",
        desk.solutions,
        last,
        ', its check replaced by print("passed")',
        partial(edit_check, name=last[0].exercise, source='print("passed")'),
    )
    yield from _broken_answers(desk)
    yield from _odd_notebooks(desk)


@dataclass(frozen=True)
class Mistake:
    """A wrong answer. misconception: its name, or empty if it is none of the exercise's."""

    exercise: str
    misconception: str
    source: str


def mistakes(written: Sequence[Exercise]) -> list[list[Mistake]]:
    """Groups of mistakes, one for each student who makes some.

    The groups grow from one exercise to all but one; a last group has one again. Exercises take
    turns, and so do the misconceptions of each: one comes again only when all have been there.
    An exercise without any comes in only where there is no other.
    """
    known = {exercise.name: _misconceptions(exercise) for exercise in written}
    made = dict.fromkeys(known, 0)  # mistakes so far
    names = list(known)
    groups = []
    for number, size in enumerate([1 + k * (len(names) - 1) // MISTAKEN for k in range(MISTAKEN)] + [1]):
        turn = number % len(names)
        order = sorted(
            names[turn:] + names[:turn], key=lambda name: (not known[name], made[name] >= len(known[name]), made[name])
        )
        group = []
        for name in sorted(order[:size], key=names.index):
            choice = known[name] or [Mistake(name, "", f"def {name}(*inputs):\n    pass")]
            group.append(choice[made[name] % len(choice)])
            made[name] += 1
        groups.append(group)
    return groups


def _misconceptions(exercise: Exercise) -> list[Mistake]:
    ways = {one.name: writable(exercise.name, one.implementations) for one in exercise.misconceptions}
    return [Mistake(exercise.name, name, found[0]) for name, found in ways.items() if found]


def _mistaken(
    desk: Desk,
    student: str,
    right: dict[str, str],
    group: Sequence[Mistake],
    said: str = "",
    change: Change | None = None,
) -> Submission:
    """Answers of which some are wrong; `what` also names those that fail because they call a wrong one."""
    answers = right | {one.exercise: one.source for one in group}
    fine = {*desk.judge.passed(answers), *(one.exercise for one in group)}
    spoilt = [exercise.name for exercise in desk.written if exercise.name not in fine]
    what = "; ".join(f"{one.exercise}: {one.misconception or 'returns nothing'}" for one in group) + said
    what += f" (and so {', '.join(spoilt)})" if spoilt else ""
    known = [(one.exercise, one.misconception) for one in group if one.misconception]
    return desk.hand_in(student, what, answers, mistakes=known, change=change)


def _broken_answers(desk: Desk) -> Iterator[Submission]:
    """Answers that are not there, or that do not run."""
    solved = desk.solutions
    names = [exercise.name for exercise in desk.written]

    middle = names[len(names) // 2]
    done = dict(list(solved.items())[: list(solved).index(middle)])
    yield desk.hand_in("half-done", f"nothing from {middle} on", done)

    name = names[0]
    fails = f"def {name}(*inputs):\n    return inputs[0] / undefined_name"
    yield desk.hand_in("raises", f"{name} raises an error", solved | {name: fails})

    name = names[1 % len(names)]
    typo = f"def {name}(*inputs)\n    return inputs[0]"
    yield desk.hand_in("syntax-error", f"{name} is no valid Python", solved | {name: typo})

    name = names[2 % len(names)]
    renamed = re.sub(rf"\b{name}\b", f"{name}_2", solved[name])
    yield desk.hand_in("renamed", f"{name} is called {name}_2", solved | {name: renamed})

    # Where fewest others call it, since each of them waits too. It deserves what an error deserves.
    name = min(reversed(names), key=lambda name: sum(name in reach(other, solved) for other in names))
    loops = f"def {name}(*inputs):\n    while True:\n        pass"
    fails = f"def {name}(*inputs):\n    raise TimeoutError"
    points = desk.points(solved | {name: fails})
    yield desk.hand_in("endless-loop", f"{name} never ends", solved | {name: loops}, points=points)


def _odd_notebooks(desk: Desk) -> Iterator[Submission]:
    """Right answers in notebooks that are not as they were released."""
    solved = desk.solutions
    names = [exercise.name for exercise in desk.written]

    name = names[3 % len(names)]
    yield desk.hand_in(
        "check-deleted",
        f"all right, the check of {name} deleted",
        solved,
        change=partial(delete_check, name=name),
    )
    name = names[4 % len(names)]
    yield desk.hand_in(
        "cell-copied",
        f"all right, {name} and its check copied and pasted",
        solved,
        change=partial(copy_cells, name=name),
    )
    name = names[5 % len(names)]
    talks = 'for step in range(20_000):\n    print("step", step, "and all is well")'
    yield desk.hand_in(
        "own-cell",
        "all right, with a cell of their own that prints 20,000 lines",
        solved,
        change=partial(add_cell, name=name, source=talks),
    )
