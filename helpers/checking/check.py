"""The one call that stands under each exercise of a notebook."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.checking import report
from helpers.checking.key import FILE_NAME, KeyProblem, load
from helpers.checking.probes import find, observe
from helpers.checking.verdict import State, Verdict, judge
from helpers.errors import UnrolledError

_STARTED_IN = Path.cwd()


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
    verdict = examine(name, namespace)
    if os.environ.get("NBGRADER_EXECUTION") in ("autograde", "validate") and not verdict.passed:
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
        reason = f'check takes the name of an exercise in quotes, such as check("softmax"), not {name!r:.80}.'
        return Verdict("check", State.ERROR, reason=reason)
    try:
        key = load(_key_path()).exercise(name)
    except KeyProblem as problem:
        return Verdict(name, State.ERROR, reason=str(problem))
    answer = find(name, _notebook() if namespace is None else namespace)
    inputs = [case.inputs for case in key.cases]
    return judge(key, observe(key.probe, answer, inputs, key.by_hand))


def _key_path() -> Path:
    """The key beside the notebook: where the kernel works now, or where it started."""
    here = Path.cwd() / FILE_NAME
    started = _STARTED_IN / FILE_NAME
    return started if started.is_file() and not here.is_file() else here


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
