"""Compare one result with what was expected: pure functions over frozen values.

How a result is compared is plain data too, so that it can stand in a key:

    Close     structure, shapes and kinds exactly; floats within a tolerance;
              of the result itself, or of what a view makes of it
    Raises    an error of a kind was raised
    Property  a named statement about the value holds
    Choice    a quiz: the set of chosen options
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.checking.how import PROPERTIES, Choice, Close, How, Property, Raises
from helpers.checking.probes import Outcome, Raised
from helpers.checking.values import Array, Opaque, describe, number
from helpers.checking.views import NOTE, View

NOISE = 1e-12  # an array whose largest magnitude is no more counts as zeros: it is what rounding left of them


@dataclass(frozen=True)
class Comparison:
    """How one result relates to what was expected.

    difference: one phrase, empty when the result is right
    remarks: what the student should know although it costs nothing
    distance: how far the result is, in tolerances; infinite for another structure
    """

    difference: str = ""
    remarks: tuple[str, ...] = ()
    distance: float = 0.0

    @property
    def equal(self) -> bool:
        return not self.difference


def compare(how: How, expected: Any, outcome: Outcome, label: str = "") -> Comparison:
    """Compare an outcome with what a case expects.

    expected: the expected value, frozen (not used by Raises, Property and Choice)
    label: what the result is called, such as "h_t"; several results "(h, c)"
    """
    label = label or "the result"
    if isinstance(how, Raises):
        return _compare_raises(how, outcome)
    if isinstance(outcome, Raised):
        return Comparison(error_sentence(outcome), distance=math.inf)
    if isinstance(how, Property):
        objection = PROPERTIES[how.name](outcome.value)
        return Comparison(f"{label} {objection}" if objection else "", distance=math.inf if objection else 0)
    if isinstance(how, Choice):
        return _compare_choice(how, outcome.value)
    if how.view:
        return _Close(how).compare_facts(expected, outcome.value, label)
    return _Close(how).compare(expected, outcome.value, label)


def error_sentence(raised: Raised) -> str:
    """Say what was raised and at which line of the student's."""
    text = raised.kinds[0] + (f": {raised.message}" if raised.message else "")
    if raised.line and raised.function:
        text += f" (line {raised.line} of {raised.function}"
        text += f": {raised.source})" if raised.source else ")"
    return text


def _compare_raises(how: Raises, outcome: Outcome) -> Comparison:
    if isinstance(outcome, Raised) and how.accepts(outcome):
        return Comparison()
    wanted = f"a {how.error}" + (f" whose message names {how.naming}" if how.naming else "")
    if isinstance(outcome, Raised):
        said = f"raised {error_sentence(outcome)}, expected {wanted}"
    else:
        said = f"returned {describe(outcome.value)}, expected {wanted} to be raised"
    return Comparison(said, distance=math.inf)


def _compare_choice(how: Choice, value: Any) -> Comparison:
    codes = ", ".join(how.options)
    form = f'a set of option codes, such as {{"{next(iter(how.options))}"}}'
    if not isinstance(value, (set, list, tuple)) or not all(isinstance(c, str) for c in value):
        return Comparison(f"the answer is {describe(value)}; write it as {form}", distance=math.inf)
    unknown = sorted(set(value) - set(how.options))
    if unknown:
        return Comparison(f"{unknown[0]!r} is not an option; there are: {codes}", distance=math.inf)
    chosen = [code for code in how.options if code in value]
    wrong = [code for code in chosen if not how.options[code][0]]
    if wrong:
        reasons = "; ".join(f"{code}: {how.options[code][1]}" for code in wrong)
        return Comparison(reasons, distance=math.inf)
    if len(chosen) < sum(right for right, _ in how.options.values()):
        return Comparison("what you chose is right, and at least one more option is", distance=math.inf)
    return Comparison(remarks=tuple(f"{code}: {how.options[code][1]}" for code in chosen))


class _Close:
    """Walks expected and actual value side by side."""

    def __init__(self, how: Close) -> None:
        self.how = how
        self.remarks: list[str] = []
        self.distance = 0.0

    def compare(self, expected: Any, got: Any, label: str) -> Comparison:
        difference = self.walk(expected, got, label)
        return Comparison(difference, tuple(dict.fromkeys(self.remarks)), self.distance)

    def compare_facts(self, expected: View, got: View, label: str) -> Comparison:
        if isinstance(expected.facts, str) or isinstance(got.facts, str):
            alike = expected.facts == got.facts
            return Comparison() if alike else Comparison(f"{_whole(label)} {got.facts}", distance=math.inf)
        found = [self.walk(fact, got.facts[name], name) for name, fact in expected.facts.items() if name != NOTE]
        remarks = (got.facts[NOTE],) if NOTE in got.facts else ()
        return Comparison(next(filter(None, found), ""), remarks, self.distance)

    def walk(self, expected: Any, got: Any, label: str) -> str:
        """Return the first difference as a phrase, or nothing."""
        if isinstance(got, Opaque) and got != expected:  # equal to what a misconception gives, perhaps
            return self.structure(f"{_whole(label)} is {got.description}, expected {describe(expected)}")
        if isinstance(expected, Array):
            return self.walk_array(expected, got, label)
        if isinstance(expected, (list, tuple)):
            return self.walk_sequence(expected, got, label)
        if isinstance(expected, dict):
            return self.walk_dict(expected, got, label)
        if isinstance(expected, (bool, int, float)):
            return self.walk_scalar(expected, got, label)
        if type(got) is type(expected) and got == expected:
            return ""
        if isinstance(expected, str) and isinstance(got, str):
            return self.structure(f"{label} is {got[:60]!r}, expected {expected[:60]!r}")
        if isinstance(expected, set) and isinstance(got, set):
            return self.structure(f"{label} is {_set(got)}, expected {_set(expected)}")
        return self.structure(_kind_difference(expected, got, label))

    def structure(self, difference: str) -> str:
        self.distance = math.inf
        return difference

    def walk_sequence(self, expected: list | tuple, got: Any, label: str) -> str:
        if not isinstance(got, (list, tuple)):
            return self.structure(_kind_difference(expected, got, _whole(label)))
        if len(got) != len(expected):
            return self.structure(f"{_whole(label)} has {len(got)} entries, expected {len(expected)}")
        names = _names(label)
        if len(names) != len(expected):
            names = [f"{label}[{i}]" for i in range(len(expected))]
        found = [self.walk(e, g, name) for e, g, name in zip(expected, got, names)]
        return next(filter(None, found), "")

    def walk_dict(self, expected: dict, got: Any, label: str) -> str:
        if not isinstance(got, dict):
            return self.structure(_kind_difference(expected, got, label))
        for key in expected:
            if key not in got:
                return self.structure(f"{label} has no entry {key!r}")
        for key in got:
            if key not in expected:
                return self.structure(f"{label} has an entry {key!r} too many")
        found = [self.walk(expected[key], got[key], f"{label}[{key!r}]") for key in expected]
        return next(filter(None, found), "")

    def walk_scalar(self, expected: bool | int | float, got: Any, label: str) -> str:
        if isinstance(got, Array) and got.data.size == 1:
            self.remarks.append(
                f"{label} is {describe(got)}; a plain {type(expected).__name__} is what the exercise says"
            )
            got = float(got.data.reshape(())) if got.kind == "float" else got.data.reshape(()).item()
        if isinstance(expected, bool) or isinstance(got, bool) or not isinstance(got, (int, float)):
            if type(got) is type(expected) and got == expected:
                return ""
            return self.structure(_kind_difference(expected, got, label))
        if isinstance(expected, int):
            if type(got) is int:
                return "" if got == expected else self.structure(f"{label} is {number(got)}, expected {expected}")
            return self.structure(f"{label} is {got!r}, a float; expected an int")
        return self.numbers(np.asarray(expected), np.asarray(_as_float(got)), label)

    def walk_array(self, expected: Array, got: Any, label: str) -> str:
        if type(got) in (int, float) and expected.shape == () and expected.kind == "float":
            return self.numbers(expected.data, np.asarray(_as_float(got)), label)
        if not isinstance(got, Array) or got.library != expected.library:
            return self.structure(_kind_difference(expected, got, label))
        if got.shape != expected.shape:
            return self.structure(f"{label} has shape {got.shape}, expected {expected.shape}")
        if got.kind != expected.kind:
            return self.structure(f"{label} holds {got.kind}s, expected {expected.kind}s")
        if expected.kind == "float":
            if got.data.dtype.itemsize < expected.data.dtype.itemsize:
                self.remarks.append(f"{label} is {got.dtype}; the inputs are {expected.dtype}")
            return self.numbers(expected.data, got.data, label)
        return self.exactly(expected.data, got.data, label)

    def exactly(self, expected: np.ndarray, got: np.ndarray, label: str) -> str:
        wrong = expected != got
        if not wrong.any():
            return ""
        at = tuple(np.argwhere(wrong)[0])
        return self.structure(f"{_at(label, at)} is {got[at]}, expected {expected[at]}")

    def numbers(self, expected: np.ndarray, got: np.ndarray, label: str) -> str:
        """Compare float arrays of one shape."""
        with np.errstate(all="ignore"):
            expected, got = expected.astype(np.float64), got.astype(np.float64)
        if self.how.scale == "array":  # the usual case first, as short as can be
            with np.errstate(all="ignore"):
                largest = np.abs(expected).max(initial=0.0)
                furthest = np.abs(got - expected).max(initial=0.0)
                off = furthest / (self.how.tolerance * (largest if largest > NOISE else 1.0))
            if off <= 1.0 and math.isfinite(largest):
                self.distance = max(self.distance, float(off))
                return ""
        finite = np.isfinite(expected)
        magnitude = np.abs(np.where(finite, expected, 0.0))
        if self.how.scale == "array":
            largest = magnitude.max(initial=0.0)
            magnitude = np.full_like(magnitude, largest if largest > NOISE else 1.0)
        with np.errstate(all="ignore"):
            error = np.abs(got - expected)
            unit = self.how.tolerance * magnitude
            off = np.where(error == 0, 0.0, error / unit)
        alike = (got == expected) | (np.isnan(got) & np.isnan(expected))
        off = np.where(finite & np.isfinite(got), off, np.where(alike, 0.0, np.inf))
        self.distance = max(self.distance, float(off.max(initial=0.0)))
        wrong = off > 1.0
        if not wrong.any():
            return ""
        at = tuple(np.argwhere(wrong)[0])
        ours, theirs = _digits(float(expected[at]), float(got[at]))
        return f"{_at(label, at)} is {theirs}, expected {ours}"


def _kind_difference(expected: Any, got: Any, label: str) -> str:
    hint = " (is a `return` missing?)" if got is None else ""
    return f"{label} is {describe(got)}{hint}, expected {describe(expected)}"


def _as_float(value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _names(label: str) -> list[str]:
    """The names in a label such as "(states, (h_T, c_T))", here two; none in any other label."""
    if not (label.startswith("(") and label.endswith(")")):
        return []
    names, depth = [""], 0
    for character in label[1:-1]:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return []
        if character == "," and depth == 0:
            names.append("")
        else:
            names[-1] += character
    return [name.strip() for name in names]


def _whole(label: str) -> str:
    """A label for all of the results that it names, whatever came in their place."""
    return f"what should be {label}" if _names(label) else label


def _set(members: set) -> str:
    return "{" + ", ".join(sorted(map(repr, members))[:12]) + "}"


def _at(label: str, index: tuple[int, ...]) -> str:
    return f"{label}[{', '.join(str(int(i)) for i in index)}]" if index else label


def _digits(a: float, b: float) -> tuple[str, str]:
    """Both numbers with just enough digits to tell them apart, at least four."""
    for digits in range(4, 18):
        first, second = f"{a:.{digits}g}", f"{b:.{digits}g}"
        if first != second:
            break
    return first, second
