"""The one call that stands under each exercise of a notebook."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from helpers.checking import report
from helpers.checking.key import FILE_NAME, KeyProblem, load
from helpers.checking.probes import find, observe
from helpers.checking.surroundings import working_folder
from helpers.checking.values import describe, freeze, plain
from helpers.checking.verdict import State, Verdict, judge
from helpers.errors import UnrolledError


def _nbgrader_runs() -> bool:
    return os.environ.get("NBGRADER_EXECUTION") in ("autograde", "validate")


# As it was at first: what runs in the notebook later may change either.
_NBGRADER_STARTED = _nbgrader_runs()
_STARTED_IN = working_folder() or "/"

# The exercise that is being examined, so that an answer that calls check does not do so for ever.
_busy: ContextVar[str] = ContextVar("busy", default="")


class CheckFailed(UnrolledError):
    """What `check` raises where nbgrader runs the notebook. Shows as the verdict alone."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(report.text(verdict))
        self.verdict = verdict

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


def check(name: str, namespace: Mapping[str, Any] | None = None) -> None:
    """Check your answer to the exercise `name` and show what is right and what is not.

    name: the exercise, such as "softmax"
    namespace: where to look for the answer; the notebook by default

    In your own session nothing is raised, so that "Run All" reaches the end.
    When nbgrader grades or validates, a check that does not pass raises CheckFailed.
    """
    graded = _NBGRADER_STARTED or _nbgrader_runs()  # asked before the answer runs
    verdict = examine(name, namespace)
    if graded and not verdict.passed:
        raise CheckFailed(verdict)
    _show(verdict)


def passed(name: str, namespace: Mapping[str, Any] | None = None) -> bool:
    """Whether the exercise `name` passes; if not, say that the cell waits for it."""
    done = examine(name, namespace).passed
    if not done:
        print(f"This cell waits for the exercise {name}. Come back when its check passes.")
    return done


def examine(name: str, namespace: Mapping[str, Any] | None = None) -> Verdict:
    """Return the verdict on the exercise `name` without showing it."""
    if not isinstance(name, str):
        said = describe(freeze(name))
        return _cannot("check", f'check takes the name of an exercise in quotes, such as check("softmax"), not {said}.')
    if _busy.get():
        return _cannot(plain(name, 60), f"check stands inside of `{_busy.get()}`: call it from a cell of its own.")
    try:
        lecture = load(_key_path())
        key = lecture.exercise(name)
    except KeyProblem as problem:
        return _cannot(plain(name, 60), str(problem))
    answer = find(name, _notebook() if namespace is None else namespace, list(lecture.exercises))
    entered = _busy.set(name)
    try:
        return judge(key, observe(key.probe, answer, [case.inputs for case in key.cases], key.by_hand))
    finally:
        _busy.reset(entered)


def _cannot(name: str, reason: str) -> Verdict:
    return Verdict(name, State.NOT_CHECKED, reason=reason)


def _key_path() -> Path:
    """The key beside the notebook: where the kernel works now, or where it started."""
    here = Path(working_folder() or _STARTED_IN, FILE_NAME)
    return here if os.path.exists(here) else Path(_STARTED_IN, FILE_NAME)


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def _notebook() -> Mapping[str, Any]:
    shell = _shell()
    return shell.user_ns if shell is not None else vars(sys.modules["__main__"])


class _Card:
    """A verdict as IPython displays it."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/plain": report.text(self.verdict), "text/html": report.html(self.verdict)}


def _show(verdict: Verdict) -> None:
    if _shell() is None:
        print(report.text(verdict))
        return
    from IPython.display import display

    display(_Card(verdict))
