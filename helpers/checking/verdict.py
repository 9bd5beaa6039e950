"""Compare all that was seen of an answer with its key: a pure function.

Needs the key and numpy; neither torch nor the answer itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from helpers.checking.compare import Comparison, compare, error_sentence
from helpers.checking.how import Close, Raises, words
from helpers.checking.key import CaseKey, ExerciseKey, MisconceptionKey
from helpers.checking.probes import Missing, Observation, Outcome, Raised, Returned, Sighting
from helpers.checking.values import same
from helpers.checking.views import viewed


class State(Enum):
    """How an exercise stands. The value is the phrase that a reader sees."""

    PASSED = "passed"
    NOT_PASSED = "not passed"
    NOT_ATTEMPTED = "not attempted"
    ERROR = "raised an error"
    NOT_CHECKED = "could not be checked"  # no answer's fault: a missing key, an unknown name


@dataclass(frozen=True)
class CaseVerdict:
    """One case. problem: the first thing that was wrong, empty if it passed."""

    title: str
    problem: str = ""
    raised: bool = False

    @property
    def passed(self) -> bool:
        return not self.problem


@dataclass(frozen=True)
class Verdict:
    """What is to be said about one exercise.

    cases: empty where nothing could be judged; then `reason` says why
    misconception, hint: the misunderstanding that the observations match, if any
    remarks: what cost nothing but is worth knowing
    parts: of the exercise, those that are right, where not all of it is
    """

    name: str
    state: State
    points: float = 0.0
    max_points: float = 0.0
    cases: tuple[CaseVerdict, ...] = ()
    reason: str = ""
    misconception: str = ""
    hint: str = ""
    remarks: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return self.state is State.PASSED


def judge(key: ExerciseKey, sighting: Sighting) -> Verdict:
    """Return the verdict on one exercise.

    key: of the exercise
    sighting: what `probes.observe` saw, an observation for each of the key's cases
    """
    if sighting.missing is not None:
        return _judge_missing(key, sighting.missing)
    if len(sighting.observations) != len(key.cases):
        raise ValueError(f"{key.name}: {len(sighting.observations)} observations for {len(key.cases)} cases")
    sighting = replace(sighting, observations=viewed(key.cases, sighting.observations))
    if _untouched(key, sighting):
        return _verdict(key, State.NOT_ATTEMPTED, reason="The cell still holds its placeholder.")
    judged = [_judge_case(key, case, seen) for case, seen in zip(key.cases, sighting.observations)]
    cases = tuple(verdict for verdict, _ in judged)
    remarks = tuple(dict.fromkeys(remark for _, own in judged for remark in own))
    if sighting.by_hand:
        used = " and ".join(f"`{name}`" for name in sighting.by_hand)
        reason = f"{key.name} uses {used}; writing that by hand is the exercise."
        return _verdict(key, State.NOT_PASSED, cases=cases, reason=reason)
    failed = [case for case in cases if not case.passed]
    if not failed:
        return _verdict(key, State.PASSED, points=key.points, cases=cases, remarks=remarks)
    state = State.ERROR if failed[0].raised else State.NOT_PASSED
    match = match_misconception(key, sighting)
    parts = _right_parts(key, cases)
    if sighting.printed and match is None:
        remarks += ("What it prints is not shown here: call it in a cell of your own to see.",)
    return _verdict(
        key,
        state,
        points=sum(key.parts[part] for part in parts),
        cases=cases,
        misconception=match.name if match else "",
        hint=match.hint if match else "",
        remarks=remarks,
        parts=parts,
    )


def match_misconception(key: ExerciseKey, sighting: Sighting) -> MisconceptionKey | None:
    """Return the first misconception that gives in all cases just what was seen."""
    observations = viewed(key.cases, sighting.observations)
    for misconception in key.misconceptions:
        for implementation in misconception.observations:
            if all(_matches(case, theirs, seen) for case, theirs, seen in zip(key.cases, implementation, observations)):
                return misconception
    return None


def _verdict(key: ExerciseKey, state: State, **rest) -> Verdict:
    return Verdict(key.name, state, max_points=key.points, **rest)


def _right_parts(key: ExerciseKey, cases: tuple[CaseVerdict, ...]) -> tuple[str, ...]:
    """The parts of an exercise all of whose cases are right."""
    failed = {case.part for case, verdict in zip(key.cases, cases) if not verdict.passed}
    return tuple(part for part in key.parts if part not in failed)


def _judge_missing(key: ExerciseKey, missing: Missing) -> Verdict:
    name = key.name
    if missing.reason == "undefined":
        reason = f"There is no `{name}` yet: run the cell that defines it, and keep its name."
        return _verdict(key, State.NOT_ATTEMPTED, reason=reason)
    if missing.reason == "broken":
        reason = (
            f"There is no `{name}`, although a cell defines it: if an error stands under that cell, "
            "mend it, then run the cell again."
        )
        return _verdict(key, State.ERROR, reason=reason)
    if missing.reason == "invalid":
        reason = f"The cell of `{name}` is not valid Python yet: mend the error shown under it, then run it again."
        return _verdict(key, State.ERROR, reason=reason)
    if missing.reason == "renamed":
        reason = (
            f"There is no `{name}`, but there is `{missing.detail}`: if you renamed it, give it back its name; "
            f"otherwise run the cell that defines `{name}`."
        )
    else:
        reason = (
            f"`{name}` is {missing.detail}, and a function is asked for: something gave its name away. "
            "Run the cell that defines it again."
        )
    return _verdict(key, State.NOT_PASSED, reason=reason)


def _untouched(key: ExerciseKey, sighting: Sighting) -> bool:
    outcomes = [seen.outcome for seen in sighting.observations]
    if key.probe == "value":
        return all(isinstance(o, Returned) and same(o.value, key.untouched) for o in outcomes)
    return all(_is_placeholder(o) and o.function in ("", key.name) for o in outcomes)


def _is_placeholder(outcome: Outcome) -> bool:
    return isinstance(outcome, Raised) and outcome.kinds[0] == "NotImplementedError"


def _judge_case(key: ExerciseKey, case: CaseKey, seen: Observation) -> tuple[CaseVerdict, tuple[str, ...]]:
    result = compare(case.how, case.expected, seen.outcome, key.returns)
    raised = isinstance(seen.outcome, Raised) and not isinstance(case.how, Raises)
    problem = result.difference
    if raised:
        problem = _explain(key.name, seen.outcome)
    elif not problem:
        problem = _side_effects(key, case, seen)
    return CaseVerdict(case.title, problem, raised), result.remarks


def _explain(name: str, raised: Raised) -> str:
    """A sentence for an error that no case asks for."""
    if _is_placeholder(raised):
        if raised.function not in ("", name):
            return f"it calls {raised.function}, which is not written yet"
        return "it still raises NotImplementedError here"
    return f"raised {error_sentence(raised)}"


def _side_effects(key: ExerciseKey, case: CaseKey, seen: Observation) -> str:
    """What a right result does not excuse."""
    if seen.inputs:
        names = " and ".join(f"`{name}`" for name in seen.inputs)
        return f"the result is right, but {names} came back changed: work on a copy"
    if seen.random_state:
        return f"it uses or sets {seen.random_state[0]}'s global random state: leave that alone"
    if seen.again is not None:
        second = compare(case.how, case.expected, seen.again, key.returns)
        if isinstance(case.how, Close) and case.how.view:
            return "another result when called again with the same seed: draw from nothing but what is given"
        if not second.equal:
            return (
                "right at first, but not when called again after other calls "
                f"({second.difference}): it remembers something from call to call"
            )
    if seen.repeats:
        return f"the same result as in the case “{seen.repeats}”, although the random numbers are others"
    if seen.unmoved:
        return f"the result is right, but `{seen.unmoved}` has not moved on: draw from it, not from a copy or another"
    return ""


def _matches(case: CaseKey, theirs: Observation, seen: Observation) -> bool:
    """Whether an answer did what a misconception does; side effects of its own do not matter."""
    return (
        _outcomes_match(case, theirs.outcome, seen.outcome)
        and set(theirs.inputs or ()) <= set(seen.inputs or ())
        and set(theirs.random_state) <= set(seen.random_state)
        and (theirs.again is None or seen.again is not None)
        and (not theirs.repeats or bool(seen.repeats))
        and (not theirs.unmoved or bool(seen.unmoved))
    )


def _outcomes_match(case: CaseKey, theirs: Outcome, seen: Outcome) -> bool:
    if isinstance(theirs, Raised) or isinstance(seen, Raised):
        both = isinstance(theirs, Raised) and isinstance(seen, Raised)
        if both and isinstance(case.how, Raises):
            # Where an error is asked for, its words are the answer's own.
            right = [case.how.accepts(raised) for raised in (theirs, seen)]
            return all(right) or (not any(right) and theirs.kinds[0] == seen.kinds[0] and _name_alike(theirs, seen))
        # The message too: many mistakes raise a ValueError, and a false hint is worse than none.
        return both and (theirs.kinds[0], theirs.message) == (seen.kinds[0], seen.message)
    return like(case, theirs.value, seen).equal


def _name_alike(theirs: Raised, seen: Raised) -> bool:
    """Whether an error's message names all the numbers that another's names, and none if that names none."""
    ours, others = ({word for word in words(raised) if word.isdigit()} for raised in (seen, theirs))
    return others <= ours if others else not ours


def like(case: CaseKey, value: object, outcome: Outcome) -> Comparison:
    """Compare an outcome with another value than the expected one, as the case compares."""
    how = case.how if isinstance(case.how, Close) else Close()
    return compare(how, value, outcome)
