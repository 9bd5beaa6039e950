"""Prove an exercise: seven proofs that its key tells right from wrong.

1. the solution agrees with the oracle on every public and hidden case
2. the released stub is "not attempted"
3. each misconception fails, is far off in some case, and gets its own hint
4. each variant passes, and so does a float32 answer
5. zeros, a constant, NaN, an input returned, a remembered result: all fail
6. no verdict hangs on a tolerance, on 1e-9 of jitter or on processor features
7. each small automatic mistake in the solution fails a public case
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from course import processors, trivial
from course.answers import Answer
from course.exercise import PUBLIC_SEED, Exercise
from course.keys import exercise_key, hidden_cases, public_cases
from course.limits import TimeOut, time_limit
from course.mutants import mutants
from course.outcomes import has_floats, ideal, in_float32, look, named_answers, outcome, verdict_on
from helpers.checking.compare import compare
from helpers.checking.key import ExerciseKey
from helpers.checking.probes import Missing, Observation, Returned, Sighting
from helpers.checking.report import text
from helpers.checking.values import Array, freeze
from helpers.checking.verdict import State, judge
from helpers.checking.views import viewed

PROOF_SEED = "proof"
FAR = 1000.0  # tolerances between a misconception and what is expected
SURE = 0.01  # tolerances within which two results count as the same
CLEAR = 10.0  # tolerances beyond which they count as different
MUTANT_SECONDS = 2.0
TITLES = {
    1: "solution agrees with the oracle",
    2: "stub is not attempted",
    3: "misconceptions fail and get their hints",
    4: "variants pass",
    5: "trivial answers fail",
    6: "no verdict hangs by a hair",
    7: "mutants fail",
}


@dataclass
class Proof:
    """The account of one exercise: for each proof what was looked at, and what is wrong."""

    exercise: str
    looked_at: dict[int, str] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.problems

    def account(self) -> list[str]:
        """What is wrong, a sentence each."""
        return [f"{self.exercise}, proof {number} ({TITLES[number]}): {text}" for number, text in self.problems]

    def refuse(self, proof: int, problem: str) -> None:
        self.problems.append((proof, problem))


def prove(exercise: Exercise, answer: Answer, elsewhere: processors.Replay | None = None) -> Proof:
    """Carry out all proofs of one exercise.

    answer: the lecture's own
    elsewhere: verdicts of the same answers under other processor features
    """
    proof = Proof(exercise.name)
    if isinstance(answer.solution, Missing):
        proof.refuse(1, "the lecture's cell does not define it")
        return proof
    public = exercise_key(exercise, public_cases(exercise), PUBLIC_SEED)
    hidden = exercise_key(exercise, hidden_cases(exercise), PROOF_SEED)
    whole = joined(public, hidden)
    _solution(proof, answer, public, whole)
    _stub(proof, answer, whole)
    _misconceptions(proof, exercise, public, whole)
    _variants(proof, exercise, answer, whole)
    _trivial(proof, public, look(public, answer.solution))
    _hair(proof, exercise, answer, whole, elsewhere)
    _mutants(proof, exercise, answer, public)
    return proof


def joined(first: ExerciseKey, second: ExerciseKey) -> ExerciseKey:
    """One key with the cases of both."""
    misconceptions = tuple(
        replace(a, observations=tuple(x + y for x, y in zip(a.observations, b.observations)))
        for a, b in zip(first.misconceptions, second.misconceptions)
    )
    return replace(first, cases=first.cases + second.cases, misconceptions=misconceptions)


def _name(answer: Any) -> str:
    return getattr(answer, "__name__", repr(answer))


def _distances(key: ExerciseKey, sighting: Sighting) -> list[float]:
    """How far each case is from what is expected, in tolerances; infinite where it fails otherwise."""
    far = []
    for case, seen in zip(key.cases, viewed(key.cases, sighting.observations)):
        distance = compare(case.how, case.expected, seen.outcome).distance
        failed_otherwise = seen.inputs or seen.random_state or seen.again is not None or seen.repeats or seen.unmoved
        far.append(math.inf if failed_otherwise else distance)
    return far


def _solution(proof: Proof, answer: Answer, public: ExerciseKey, whole: ExerciseKey) -> None:
    sighting = look(whole, answer.solution)
    verdict = judge(whole, sighting)
    hidden = len(whole.cases) - len(public.cases)
    worst = max(_distances(whole, sighting), default=0.0)
    proof.looked_at[1] = (
        f"{len(public.cases)} public and {hidden} hidden cases, largest distance {worst:.1e} tolerances"
    )
    if not verdict.passed:
        proof.refuse(1, text(verdict))
    elif worst > SURE:
        proof.refuse(6, f"the solution passes by tolerance: {worst:.2g} tolerances from the oracle")


def _stub(proof: Proof, answer: Answer, whole: ExerciseKey) -> None:
    proof.looked_at[2] = "as released"
    if whole.probe == "value" and isinstance(answer.stub, Missing):
        proof.refuse(2, "the released cell does not define it: assign a first value before the solution")
        return
    key = replace(whole, untouched=untouched(whole, answer))
    state = verdict_on(key, answer.stub).state
    if state is not State.NOT_ATTEMPTED:
        proof.refuse(2, f"the released stub is {state.value!r}; let it raise NotImplementedError only")


def untouched(key: ExerciseKey, answer: Answer) -> Any:
    """What the released cell sets a value to; None for functions."""
    return freeze(answer.stub) if key.probe == "value" else None


def _implementations(exercise: Exercise, key: ExerciseKey) -> Iterator[tuple[str, str, Sighting]]:
    """Each implementation of each misconception: whose it is, in words, and what the key saw of it."""
    for misconception, made in zip(exercise.misconceptions, key.misconceptions):
        for implementation, seen in zip(misconception.implementations, made.observations):
            yield misconception.name, f"{misconception.name} ({_name(implementation)})", Sighting(seen)


def _misconceptions(proof: Proof, exercise: Exercise, public: ExerciseKey, whole: ExerciseKey) -> None:
    count = 0
    for _, who, seen in _implementations(exercise, public):
        count += 1
        if max(_distances(public, seen)) < FAR:
            proof.refuse(3, f"{who} lies within {FAR:g} tolerances of what is expected in every public case")
    for key, cases in ((public, "the public cases"), (whole, "all cases")):
        for name, who, seen in _implementations(exercise, key):
            verdict = judge(key, seen)
            if verdict.passed:
                proof.refuse(3, f"{who} passes {cases}")
            elif verdict.misconception != name:
                got = verdict.misconception or "no hint"
                proof.refuse(3, f"{who} gets {got} in place of its own hint on {cases}")
    proof.looked_at[3] = f"{len(exercise.misconceptions)} misconceptions in {count} implementations"


def _variants(proof: Proof, exercise: Exercise, answer: Answer, whole: ExerciseKey) -> None:
    proof.looked_at[4] = f"{len(exercise.variants)} variants"
    for variant in exercise.variants:
        verdict = verdict_on(whole, variant)
        if not verdict.passed:
            proof.refuse(4, f"the variant {_name(variant)} does not pass: {text(verdict)}")
    if has_floats(whole):
        proof.looked_at[4] += ", and the solution in float32"
        verdict = verdict_on(whole, in_float32(answer.solution))
        if not verdict.passed:
            proof.refuse(4, f"the solution in float32 does not pass: {text(verdict)}")


def _trivial(proof: Proof, public: ExerciseKey, right: Sighting) -> None:
    answers = trivial.answers(public.cases, [getattr(seen.outcome, "value", None) for seen in right.observations])
    proof.looked_at[5] = f"{len(answers)} trivial answers" if answers else "nothing: it returns no numbers"
    for title, results in answers.items():
        seen = Sighting(tuple(Observation(Returned(result)) for result in results))
        if judge(public, seen).passed:
            proof.refuse(5, f"{title} passes")


def _hair(
    proof: Proof, exercise: Exercise, answer: Answer, whole: ExerciseKey, elsewhere: processors.Replay | None
) -> None:
    looked = []
    for _, who, seen in _implementations(exercise, whole):
        for case, distance in zip(whole.cases, _distances(whole, seen)):
            if SURE < distance < CLEAR:
                tells = f"lies {distance:.2g} tolerances off in {case.title!r}: neither same nor different"
                proof.refuse(6, f"{who} {tells}")
    if exercise.probe == "call":
        if exercise.ties:
            looked.append(f"not jittered: {exercise.ties}")
        else:
            looked.append("jitter of 1e-9")
            _same_verdicts(proof, exercise, answer, jittered(whole), "jittered by 1e-9")
    if elsewhere is not None:
        looked.append("other processor features")
        for name, (state, hint) in elsewhere.verdicts.get(exercise.name, {}).items():
            if (state, hint) != ideal(name):
                proof.refuse(6, f"{name} is {state} ({hint or 'no hint'}) with other processor features")
    proof.looked_at[6] = ", ".join(looked) or "nothing that could vary"


def jittered(key: ExerciseKey) -> ExerciseKey:
    """The same key with every float input moved by about 1e-9 of itself; equal arrays are moved alike."""

    rng = np.random.default_rng(0)
    noise: dict[bytes, np.ndarray] = {}

    def move(value: Any) -> Any:
        if isinstance(value, Array) and value.kind == "float":
            known = value.data.tobytes()
            if known not in noise:
                noise[known] = rng.standard_normal(value.shape)
            return replace(value, data=value.data * (1 + 1e-9 * noise[known].reshape(value.shape)))
        if isinstance(value, (list, tuple)):
            return type(value)(move(item) for item in value)
        if isinstance(value, dict):
            return {name: move(item) for name, item in value.items()}
        return value

    moved = [replace(case, inputs={n: move(v) for n, v in case.inputs.items()}) for case in key.cases]
    return replace(key, cases=tuple(moved))


def _same_verdicts(proof: Proof, exercise: Exercise, answer: Answer, key: ExerciseKey, how: str) -> None:
    for name, one in named_answers(exercise, answer.solution).items():
        got = outcome(key, one)
        if got != ideal(name):
            proof.refuse(6, f"{name} is {got[0]} ({got[1] or 'no hint'}) {how}")


def _mutants(proof: Proof, exercise: Exercise, answer: Answer, public: ExerciseKey) -> None:
    if exercise.probe != "call":
        proof.looked_at[7] = "none: it is no function"
        return
    survivors: list[str] = []
    made = mutants(answer.source)
    for mutant in made:
        if _survives(public, answer.namespace, mutant.source):
            survivors.append(mutant.name)
    listed = exercise.equivalent_mutants
    for name in survivors:
        if name not in listed:
            proof.refuse(7, f"the mutant {name!r} passes: add a case, or list it in equivalent_mutants with the reason")
    for name in listed:
        if name not in survivors:
            proof.refuse(7, f"equivalent_mutants lists {name!r}, and no surviving mutant has that name")
    proof.looked_at[7] = f"{len(made)} mutants, {len(survivors)} of them equivalent"


def _survives(public: ExerciseKey, namespace: Mapping[str, Any], source: str) -> bool:
    own = dict(namespace)
    try:
        with time_limit(MUTANT_SECONDS), warnings.catch_warnings(action="ignore"):
            exec(compile(source, "<mutant>", "exec"), own)
            return verdict_on(public, own.get(public.name)).passed
    except (TimeOut, Exception):
        return False
