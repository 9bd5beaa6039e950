"""Points and a report for one exercise, from what was seen: a pure function.

Full marks need every case, public and hidden; a part's points need all of its
cases, the hidden ones too, so that copying the public key earns nothing. The report says of the public
cases what the notebook says; of the hidden ones which failed, and nothing that
was put in, expected or returned there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from helpers.checking import report
from helpers.checking.key import ExerciseKey
from helpers.checking.probes import Raised, Returned, Sighting
from helpers.checking.verdict import CaseVerdict, State, Verdict, judge

PLACES = 4  # points are rounded to so many decimal places


@dataclass(frozen=True)
class Seen:
    """What the session saw of one answer to some cases.

    sighting: None if there is none; then `stopped` says why, as a sentence
    """

    sighting: Sighting | None = None
    stopped: str = ""


@dataclass(frozen=True)
class Score:
    """One exercise's points, from 0 to max_points, and the verdict that explains them."""

    points: float
    max_points: float
    verdict: Verdict
    by_hand: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return report.text(self.verdict)

    @property
    def html(self) -> str:
        return report.html(self.verdict)


def score(public: ExerciseKey, hidden: ExerciseKey, shown: Seen, secret: Seen) -> Score:
    """Score one exercise.

    public, hidden: its key for the notebook's cases and for the instructor's
    shown, secret: what was seen of the answer on each
    """
    of = float(public.points)
    verdict, parts = _verdict(public, shown), ()
    if verdict.passed or public.parts:
        there = _verdict(hidden, secret)
        parts = _right_parts(public, verdict, there)
        verdict = _with_hidden(public, verdict, there, secret) if verdict.passed else verdict
    points = of if verdict.passed else sum(public.parts[part] for part in parts)
    points = round(min(max(points, 0.0), of), PLACES)
    by_hand = tuple(dict.fromkeys(name for seen in (shown, secret) if seen.sighting for name in seen.sighting.by_hand))
    return Score(points, of, replace(verdict, points=points, parts=parts), by_hand)


def not_observed(public: ExerciseKey, reason: str) -> Score:
    """The score of an exercise that could not be looked at."""
    return Score(0.0, float(public.points), Verdict(public.name, State.ERROR, 0.0, public.points, reason=reason))


def _verdict(key: ExerciseKey, seen: Seen) -> Verdict:
    if seen.sighting is None:
        return Verdict(key.name, State.ERROR, 0.0, key.points, reason=seen.stopped)
    return judge(key, seen.sighting)


def _with_hidden(public: ExerciseKey, shown: Verdict, verdict: Verdict, secret: Seen) -> Verdict:
    """The verdict on an answer that is right in the notebook, once the one on the hidden cases is known."""
    if verdict.passed:
        # A value has no other cases: it is the same in all of them.
        return shown if public.probe == "value" else replace(shown, cases=shown.cases + verdict.cases)
    cases = shown.cases + tuple(
        CaseVerdict(case.title, "not right", case.raised) for case in verdict.cases if not case.passed
    )
    reason = "Right on the notebook's own cases, but not with other numbers."
    if secret.sighting is None:
        reason = f"Right on the notebook's own cases. With other numbers: {secret.stopped}"
    elif verdict.cases and not secret.sighting.by_hand:
        # Titles only: even the name of an error could be chosen to tell of the inputs.
        reason += f" It fails here: {'; '.join(case.title for case in verdict.cases if not case.passed)}."
    elif verdict.reason and secret.sighting.by_hand:
        reason = verdict.reason
    state = State.NOT_PASSED if verdict.state is State.NOT_ATTEMPTED else verdict.state
    return replace(
        shown, state=state, cases=cases, reason=reason, misconception=verdict.misconception, hint=verdict.hint
    )


def _right_parts(public: ExerciseKey, here: Verdict, there: Verdict) -> tuple[str, ...]:
    """The parts of an exercise that are right in their public and in their hidden cases."""
    right = [set(public.parts) if verdict.passed else set(verdict.parts) for verdict in (here, there)]
    return tuple(part for part in public.parts if all(part in one for one in right))


def values(sighting: Sighting, count: int) -> Sighting:
    """The sighting of a plain value for another number of cases: it is the same in each."""
    if sighting.missing is not None:
        return sighting
    first = sighting.observations[0]
    if not isinstance(first.outcome, (Returned, Raised)):
        raise TypeError("no observation")
    return replace(sighting, observations=(first,) * count)


def keys_agree(public: Mapping[str, ExerciseKey], private: Mapping[str, ExerciseKey]) -> bool:
    """Whether two keys are of the same exercises: names, points and probes."""
    return [(e.name, e.points, e.probe) for e in public.values()] == [
        (e.name, e.points, e.probe) for e in private.values()
    ]
