"""Run an answer on cases beside the student's code, and note what is seen.

A probe judges nothing. It returns raw results, or the error that was raised,
and the inputs as they are afterwards; `verdict` compares them with the key.
Every case is run twice, the second time in reverse order and after all others,
because an answer that remembers earlier calls gives itself away like that.
"""

from __future__ import annotations

import ast
import difflib
import inspect
import linecache
import re
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.checking import by_hand as hand
from helpers.checking.origin import own_frames
from helpers.checking.recipes import Recipe, place
from helpers.checking.surroundings import Voice, own_random_state, undisturbed
from helpers.checking.values import describe, freeze, holds, plain, same, thaw, type_name


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
    inputs: those inputs that came back changed, by name
    random_state: which global random state the call moved ("Python", "NumPy", "torch")
    stood: those random generators among the inputs that did not move on, by name
    repeats: an earlier case with another seed and the same result (`views` finds it)
    unmoved: a generator that did not move on although the result hangs on it (`views` finds it)
    """

    outcome: Outcome
    again: Outcome | None = None
    inputs: Mapping[str, Any] | None = None
    random_state: tuple[str, ...] = ()
    stood: tuple[str, ...] = ()
    repeats: str = ""
    unmoved: str = ""


@dataclass(frozen=True)
class Missing:
    """There was nothing to observe.

    reason: "undefined", "broken" (a cell should have defined it), "invalid" (the last
        cell that defines it is no Python), "renamed" or "kind" (an object of the wrong kind)
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


def find(name: str, namespace: Mapping[str, Any], others: Sequence[str] = ()) -> Any:
    """Return the object called `name`, or a `Missing` that says what is there instead.

    others: names that belong to other exercises, and so are no renamed `name`
    """
    history = namespace.get("In")
    ran = [cell for cell in history if isinstance(cell, str)] if isinstance(history, list) else []
    cells = [cell for cell in ran if defines(name, cell)]
    if cells and not _is_python(cells[-1]):
        return Missing("invalid")
    if name in namespace:
        return namespace[name]
    if cells:
        return Missing("broken")
    own = [
        key
        for key, value in namespace.items()
        if isinstance(key, str) and isinstance(value, types.FunctionType) and value.__globals__ is namespace
    ]
    near = difflib.get_close_matches(name, [key for key in own if key not in others], n=1, cutoff=0.84)
    return Missing("renamed", near[0]) if near else Missing("undefined")


def defines(name: str, cell: str) -> bool:
    """Whether a cell's text defines `name`, as far as can be told without Python's help."""
    return any(name in match.groups() for match in _DEFINITION.finditer(cell))


_DEFINITION = re.compile(
    r"^[ \t]*(?:async\s+)?def\s+(\w+)\s*\(|^class\s+(\w+)\b|^(\w+)\s*(?::[^=\n]+)?=(?!=)", re.MULTILINE
)


def _is_python(cell: str) -> bool:
    """Whether a cell is valid Python; one that uses IPython's own syntax counts as valid."""
    if any(line.lstrip().startswith(("%", "!", "?")) or line.rstrip().endswith("?") for line in cell.splitlines()):
        return True
    try:
        ast.parse(cell)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


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
    voice = Voice()
    with undisturbed(voice), own_random_state() as moved:
        watch = hand.Watch(by_hand, used)
        first = [_Call(answer, inputs, watch, moved) for inputs in cases]
        # A later call may have written into an earlier one's result or inputs: look now, and again at the end.
        for one in first:
            one.look_again()
        again = [_Call(answer, inputs, watch, moved) for inputs in reversed(cases)]
        observations = tuple(one.observation(two) for one, two in zip(first, reversed(again)))
    return Sighting(observations, tuple(sorted(used)), printed=voice.used)


class _Call:
    """One call of an answer, with what is live about it."""

    def __init__(
        self,
        answer: Callable,
        inputs: Mapping[str, Any],
        watch: hand.Watch,
        moved: Callable[[], list[str]],
    ) -> None:
        self.live = {name: thaw(value) for name, value in inputs.items()}
        self.before = {
            name: value if holds(self.live[name], value) else freeze(self.live[name]) for name, value in inputs.items()
        }
        places = {name: place(value) for name, value in self.live.items() if isinstance(inputs[name], Recipe)}
        self.result: Any = None
        try:
            with watch:
                self.result = answer(*self.live.values())
            self.outcome: Outcome = Returned(freeze(self.result))
        except KeyboardInterrupt:  # the student pressed stop: theirs to see
            raise
        except BaseException as error:  # SystemExit too: an answer may call exit()
            self.outcome = _raised(error, answer, tuple(self.live))
        self.random_state = tuple(moved())
        self.stood = tuple(name for name, at in places.items() if at is not None and place(self.live[name]) == at)
        if type(self.result) is types.CoroutineType:
            self.result.close()  # or Python warns that nobody awaited it
        self.changed: dict[str, Any] = {}
        self.rewritten: Outcome | None = None

    def look_again(self) -> None:
        """Note inputs, and a result, that are no longer what they were."""
        for name, value in self.live.items():
            if not holds(value, self.before[name]):
                self.changed[name] = freeze(value)
        if isinstance(self.outcome, Returned) and not holds(self.result, self.outcome.value):
            self.rewritten = Returned(freeze(self.result))

    def observation(self, again: _Call) -> Observation:
        """What was seen in all, `again` being the second call with the same inputs."""
        self.look_again()
        again.look_again()
        second = self.rewritten or again.rewritten or again.outcome
        changed = self.changed | again.changed
        moved = tuple(dict.fromkeys(self.random_state + again.random_state))
        other = None if _alike(self.outcome, second) else second
        return Observation(self.outcome, other, changed or None, moved, self.stood)


PROBES: dict[str, Callable[[Any, Sequence[Mapping], Sequence[str]], Sighting]] = {
    "call": probe_call,
    "value": probe_value,
}


def _alike(a: Outcome, b: Outcome) -> bool:
    if isinstance(a, Returned) and isinstance(b, Returned):
        return same(a.value, b.value)
    return isinstance(a, Raised) and isinstance(b, Raised) and a.kinds == b.kinds


def _raised(error: BaseException, answer: Callable, names: tuple[str, ...]) -> Raised:
    kinds = tuple(type_name(kind) for kind in type(error).__mro__ if kind is not object)
    try:
        text = str(error)
    except KeyboardInterrupt:
        raise
    except BaseException:
        text = ""
    message = re.sub(r"\b0x[0-9a-fA-F]+", "0x…", plain(text))  # the same in every process
    frames = list(own_frames(error))
    if not frames:
        if isinstance(error, TypeError) and not _accepts(answer, len(names)):
            count = "one argument" if len(names) == 1 else f"{len(names)} arguments"
            message = f"it must take {count} by position: {', '.join(names)}"
        return Raised(kinds, message)
    _, line, filename = frames[-1]
    # A comprehension has no name that a student would know: its function has.
    named = [name for name, _, _ in frames if not name.startswith("<") or name == "<lambda>"]
    function = plain(named[-1], 60) if named else ""
    return Raised(kinds, message, function, line, plain(linecache.getline(filename, line), 120))


def _accepts(answer: Callable, count: int) -> bool:
    try:
        signature = inspect.signature(answer)
    except Exception:  # a builtin without one, or an object that hides it
        return True
    try:
        signature.bind(*range(count))
    except TypeError:
        return False
    return True
