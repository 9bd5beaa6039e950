"""The one call that stands under each exercise of a notebook."""

from __future__ import annotations

import linecache
import os
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.checking import report
from helpers.checking.key import FILE_NAME, AnswerKey, load
from helpers.checking.origin import own_frames
from helpers.checking.probes import find, observe
from helpers.checking.surroundings import working_folder
from helpers.checking.values import describe, freeze, plain, type_name
from helpers.checking.verdict import State, Verdict, judge
from helpers.errors import UnrolledError


def _nbgrader_mode() -> str:
    """Why nbgrader runs this notebook: "autograde" or "validate"; empty where it does not."""
    mode = os.environ.get("NBGRADER_EXECUTION", "")
    if mode == "autograde" and os.environ.get(STOCK_GRADING) == "yes":
        return "validate"  # as an instructor has settled it, a check raises or not, as in validating
    return mode if mode in ("autograde", "validate") else ""


# An instructor who sets this environment variable to "yes" lets nbgrader grade in a kernel,
# where an answer can give itself marks.
STOCK_GRADING = "UNROLLED_STOCK_GRADING"
_WITHOUT_ENGINE = (
    "nbgrader executes this notebook without the course's grading engine, where points could not be trusted, "
    "so there are none. Start nbgrader or the formgrader in the course folder, where nbgrader_config.py is."
)

# As it was at first: what runs in the notebook later may change either.
_NBGRADER_STARTED = _nbgrader_mode()
_STARTED_IN = working_folder() or "/"

# The exercise that is being examined, so that an answer that calls check does not do so for ever.
_busy: ContextVar[str] = ContextVar("busy", default="")


class CalledByAnswer(UnrolledError):
    """An answer that is being examined asked for its own examination."""


class CheckFailed(UnrolledError):
    """What `check` raises where nbgrader runs the notebook. Shows as the verdict alone."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(report.text(verdict))
        self.verdict = verdict

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


class Stopped(KeyboardInterrupt):
    """Stop was pressed, or a grader's time ran out, while an answer was observed. Shows as one sentence."""

    def __init__(self, name: str, stop: KeyboardInterrupt) -> None:
        *_, (function, line, file) = [("", 0, ""), *own_frames(stop)]
        source = plain(linecache.getline(file, line), 120).strip()
        where = f", in line {line} of {plain(function, 60)}" + (f": {source}" if source else "") if line else ""
        super().__init__(f"Stopped while `{name}` ran{where}")

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def check(name: str, namespace: Mapping[str, Any] | None = None) -> None:
    """Check your answer to the exercise `name` and show what is right and what is not.

    name: the exercise, such as "softmax"
    namespace: where to look for the answer; the notebook by default

    In your own session nothing is raised, so that "Run All" reaches the end.
    When nbgrader validates, a check that does not pass raises CheckFailed; when it grades in a
    kernel of its own, without the course's engine, every check does.
    """
    graded = _NBGRADER_STARTED or _nbgrader_mode()  # asked before the answer runs
    if graded == "autograde":
        raise CheckFailed(cannot(plain(str(name), 60), _WITHOUT_ENGINE))
    verdict = examine(name, namespace)
    if graded and not verdict.passed:
        raise CheckFailed(verdict)
    show_verdict(verdict)


def passed(*names: str, namespace: Mapping[str, Any] | None = None) -> bool:
    """Whether these exercises pass; if not, say which one the cell waits for."""
    for name in names:
        verdict = examine(name, namespace)
        if verdict.state is State.NOT_CHECKED:
            print(f"{verdict.name} could not be checked: {verdict.reason}")
            return False
        if not verdict.passed:
            print(f"This cell waits for the exercise {name}. Come back when its check passes.")
            return False
    return True


def examine(name: str, namespace: Mapping[str, Any] | None = None) -> Verdict:
    """Return the verdict on the exercise `name` without showing it."""
    if not isinstance(name, str):
        said = describe(freeze(name))
        return cannot("check", f'check takes the name of an exercise in quotes, such as check("softmax"), not {said}.')
    if namespace is not None and not isinstance(namespace, Mapping):
        return cannot(plain(name, 60), "check takes the name of one exercise; write a check for each.")
    try:
        lecture = answer_key("check")
        lecture.exercise(name)
    except UnrolledError as problem:
        return cannot(plain(name, 60), str(problem))
    try:
        return verdict_on(lecture, name, notebook() if namespace is None else namespace)
    except Exception as error:  # an answer may return or raise the oddest objects
        return cannot(plain(name, 60), f"checking it raised {type_name(type(error))}")


def answer_key(call: str) -> AnswerKey:
    """Return the lecture's answer key for `call`, which is what the student wrote: "check" or "progress".

    Raises KeyProblem if the key cannot be read, and CalledByAnswer where an answer that is
    being examined calls `call`, which would never end.
    """
    if _busy.get():
        raise CalledByAnswer(f"{call} stands inside of `{_busy.get()}`: call it from a cell of its own.")
    return load(_key_path())


def verdict_on(lecture: AnswerKey, name: str, namespace: Mapping[str, Any]) -> Verdict:
    """Find the answer to one of the key's exercises in `namespace`, observe it and judge it."""
    key = lecture.exercise(name)
    answer = find(name, namespace, list(lecture.exercises))
    entered = _busy.set(name)
    try:
        return judge(key, observe(key.probe, answer, [case.inputs for case in key.cases], key.by_hand))
    except KeyboardInterrupt as stop:
        raise Stopped(name, stop) from None
    finally:
        _busy.reset(entered)


def cannot(name: str, reason: str) -> Verdict:
    """The verdict on what could not be checked, through no answer's fault."""
    return Verdict(name, State.NOT_CHECKED, reason=reason)


def _key_path() -> Path:
    """The key beside the notebook: where the kernel works now, or where it started."""
    here = Path(working_folder() or _STARTED_IN, FILE_NAME)
    return here if os.path.exists(here) else Path(_STARTED_IN, FILE_NAME)


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def notebook() -> Mapping[str, Any]:
    """What is defined in the notebook; outside of one, in the script that was started."""
    shell = _shell()
    return shell.user_ns if shell is not None else vars(sys.modules["__main__"])


@dataclass(frozen=True)
class Card:
    """What is said twice: as plain text, and as HTML where a notebook can show it."""

    text: str
    html: str

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/plain": self.text, "text/html": self.html}


def show(card: Card) -> None:
    """Display a card under the cell, or print its text where there is no notebook."""
    if _shell() is None:
        print(card.text)
        return
    from IPython.display import display

    display(card)


def show_verdict(verdict: Verdict) -> None:
    """Display one exercise's verdict."""
    show(Card(report.text(verdict), report.html(verdict)))
