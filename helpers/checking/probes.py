"""Run an answer on cases beside the student's code, and note what is seen.

A probe judges nothing. It returns raw results, or the error that was raised,
and the inputs as they are afterwards; `verdict` compares them with the key.
Every case is run twice, the second time in reverse order and after all others,
because an answer that remembers earlier calls gives itself away like that.
"""

from __future__ import annotations

import difflib
import inspect
import io
import linecache
import random
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from helpers.checking import by_hand as hand
from helpers.checking.values import describe, freeze, same, thaw

_OURS = str(Path(__file__).resolve().parent.parent)


@dataclass(frozen=True)
class Returned:
    """What a call gave back, frozen."""

    value: Any


@dataclass(frozen=True)
class Raised:
    """What a call raised.

    kinds: the names of the exception's class and of its base classes, nearest first
    message: its text, cut to 300 characters
    function, line, source: where in the student's code, as far as it is known
    """

    kinds: tuple[str, ...]
    message: str = ""
    function: str = ""
    line: int = 0
    source: str = ""


Outcome = Returned | Raised


@dataclass(frozen=True)
class Observation:
    """What was seen of one case.

    outcome: of the first call
    again: of the second call, where it differed from the first
    inputs: those inputs that were different after the first call, by name
    random_state: which global random state the call moved ("Python", "NumPy", "torch")
    """

    outcome: Outcome
    again: Outcome | None = None
    inputs: Mapping[str, Any] | None = None
    random_state: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missing:
    """There was nothing to observe.

    reason: "undefined", "broken" (its cell ran but did not define it), "renamed"
        or "kind" (an object of the wrong kind)
    detail: the name that was found in its place, or the object in words
    """

    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Sighting:
    """All that was seen of one answer: an observation for each case, in order."""

    observations: tuple[Observation, ...] = ()
    by_hand: tuple[str, ...] = ()
    missing: Missing | None = None
    printed: bool = False


def find(name: str, namespace: Mapping[str, Any]) -> Any:
    """Return the object called `name`, or a `Missing` that says what is there instead."""
    if name in namespace:
        return namespace[name]
    ran = [source for source in namespace.get("In", []) if isinstance(source, str)]
    if any(f"def {name}(" in source or f"{name} =" in source for source in ran):
        return Missing("broken")
    own = [key for key, value in namespace.items() if _is_own(key, value, namespace)]
    near = difflib.get_close_matches(name, own, n=1, cutoff=0.75)
    return Missing("renamed", near[0]) if near else Missing("undefined")


def _is_own(key: str, value: Any, namespace: Mapping[str, Any]) -> bool:
    return not key.startswith("_") and getattr(value, "__globals__", None) is namespace


def observe(
    probe: str,
    answer: Any,
    cases: Sequence[Mapping[str, Any]],
    by_hand: Sequence[str] = (),
) -> Sighting:
    """Run the probe of that name on every case.

    probe: a key of `PROBES`
    answer: the student's object, or a `Missing`
    cases: the frozen inputs of each case, by name, in the order of the parameters
    by_hand: what the answer is asked to write itself, as dotted names
    """
    if isinstance(answer, Missing):
        return Sighting(missing=answer)
    return PROBES[probe](answer, cases, by_hand)


def probe_value(answer: Any, cases: Sequence[Mapping], by_hand: Sequence[str]) -> Sighting:
    """Take the object itself as the result of every case."""
    seen = Observation(Returned(freeze(answer)))
    return Sighting(tuple(seen for _ in cases))


def probe_call(answer: Any, cases: Sequence[Mapping], by_hand: Sequence[str]) -> Sighting:
    """Call the object with each case's inputs by position."""
    if not callable(answer):
        return Sighting(missing=Missing("kind", describe(freeze(answer))))
    used = set(hand.mentioned(answer, by_hand))
    voice = _Voice()
    live: list[Any] = []
    first: list[Observation] = []
    with _quiet(voice), _float64():
        for inputs in cases:
            seen, result = _call(answer, inputs, by_hand, used)
            first.append(seen)
            live.append(result)
        # An array that a later call wrote into shows here: its earlier result has changed.
        late = [freeze(result) for result in live]
        again = [_call(answer, inputs, by_hand, used)[0].outcome for inputs in reversed(cases)]
    observations = []
    for seen, kept, second in zip(first, late, reversed(again)):
        if isinstance(seen.outcome, Returned) and not same(kept, seen.outcome.value):
            second = Returned(kept)
        differs = not _alike(seen.outcome, second)
        observations.append(Observation(seen.outcome, second if differs else None, seen.inputs, seen.random_state))
    return Sighting(tuple(observations), tuple(sorted(used)), printed=voice.used)


PROBES: dict[str, Callable[[Any, Sequence[Mapping], Sequence[str]], Sighting]] = {
    "call": probe_call,
    "value": probe_value,
}


def _call(
    answer: Callable, inputs: Mapping[str, Any], by_hand: Sequence[str], used: set[str]
) -> tuple[Observation, Any]:
    live = {name: thaw(value) for name, value in inputs.items()}
    before = {name: freeze(value) for name, value in live.items()}
    random_before = _random_state()
    result = None
    try:
        with hand.watch_torch(by_hand, used):
            result = answer(*live.values())
        outcome: Outcome = Returned(freeze(result))
    except KeyboardInterrupt:  # the student pressed stop: theirs to see
        raise
    except BaseException as error:  # SystemExit too: an answer may call exit()
        outcome = _raised(error, answer, tuple(live))
    moved = tuple(name for name, state in _random_state().items() if state != random_before[name])
    after = {name: freeze(value) for name, value in live.items()}
    changed = {name: after[name] for name in live if not same(before[name], after[name])}
    return Observation(outcome, None, changed or None, moved), result


def _alike(a: Outcome, b: Outcome) -> bool:
    if isinstance(a, Returned) and isinstance(b, Returned):
        return same(a.value, b.value)
    return isinstance(a, Raised) and isinstance(b, Raised) and a.kinds == b.kinds


def _raised(error: BaseException, answer: Callable, names: tuple[str, ...]) -> Raised:
    kinds = tuple(kind.__name__ for kind in type(error).__mro__ if kind is not object)
    try:
        message = re.sub(r"\b0x[0-9a-fA-F]+", "0x…", str(error)[:300])  # the same in every process
    except Exception:
        message = ""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if _is_students(code.co_filename):
            frames.append((code.co_name, trace.tb_lineno, code.co_filename))
        trace = trace.tb_next
    if not frames:
        if isinstance(error, TypeError) and not _accepts(answer, len(names)):
            message = f"it must take {len(names)} arguments: {', '.join(names)}"
        return Raised(kinds, message)
    function, line, filename = frames[-1]
    return Raised(kinds, message, function, line, linecache.getline(filename, line).strip())


def _is_students(filename: str) -> bool:
    if filename.startswith(_OURS) or filename.startswith("<frozen"):
        return False
    library = ("site-packages", "dist-packages")
    return not any(part in filename for part in library) and not filename.startswith(sys.base_prefix)


def _accepts(answer: Callable, count: int) -> bool:
    try:
        inspect.signature(answer).bind(*range(count))
    except (TypeError, ValueError):
        return False
    return True


def _random_state() -> dict[str, Any]:
    """What tells whether global random state was moved. (For torch: whether it was
    seeded anew, since building a module may draw from it.)"""
    numpy_state = np.random.get_state(legacy=False)["state"]
    torch = sys.modules.get("torch")
    return {
        "Python": hash(random.getstate()),
        "NumPy": (numpy_state["pos"], numpy_state["key"].tobytes()),
        "torch": torch.initial_seed() if torch is not None else None,
    }


class _Voice(io.TextIOBase):
    """Takes what an answer prints, and remembers only that it did."""

    used = False

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.used = self.used or bool(text.strip())
        return len(text)


@contextmanager
def _quiet(voice: _Voice) -> Iterator[None]:
    with redirect_stdout(voice), redirect_stderr(voice), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with np.errstate(all="warn"):
            yield


@contextmanager
def _float64() -> Iterator[None]:
    """torch.zeros and its like give float64 inside, so that they fit the inputs."""
    torch = sys.modules.get("torch")
    if torch is None:
        yield
        return
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)
