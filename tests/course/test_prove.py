"""Each proof refuses what it is there to refuse, and an honest exercise passes all seven."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from course import processors
from course.answers import Answer
from course.exercise import Case, Exercise, Misconception, exercises
from course.keys import exercise_key
from course.limits import TimeOut, time_limit
from course.outcomes import ideal
from course.proofs import answered, prove_apart, prove_by_name, prove_lectures
from course.prove import PROOF_SEED, jittered, prove
from helpers.checking.key import AnswerKey
from helpers.checking.probes import Missing, observe
from tests.conftest import scale, scale_forgotten

SOURCE = "def scale(x, factor):\n    ### BEGIN SOLUTION\n    return x * factor\n    ### END SOLUTION\n"

QUIZ = """---
title: A lecture
minutes: 1
weight: 1
---

+++ {"tags": ["quiz"], "name": "quiz_NAME"}

**What is right?**

- [x] `a`: This.
  > It is.
- [ ] `b`: That.
  > It is not.
"""


def stub(x, factor):
    raise NotImplementedError


stub.__code__ = stub.__code__.replace(co_name="scale")


def answer(solution=scale, source=SOURCE, stub=stub):
    return Answer(solution, stub, source, {"np": np})


def refused(exercise, given=None):
    """The numbers of the proofs that refuse the exercise, and all that was said."""
    problems = prove(exercise, given or answer()).problems
    return {number for number, _ in problems}, " ".join(text for _, text in problems)


def test_an_honest_exercise_passes_all_proofs(scaling):
    proof = prove(scaling, answer())
    assert proof.holds, proof.problems
    assert sorted(proof.looked_at) == [1, 2, 3, 4, 5, 6, 7]


def test_1_a_solution_that_disagrees_with_the_oracle(scaling):
    numbers, said = refused(replace(scaling, oracle=lambda x, factor: x * factor + 1))
    assert 1 in numbers and "0 of 6 cases" in said


def test_1_a_solution_that_is_wrong_in_hidden_cases_only(scaling):
    from course.exercise import PUBLIC_SEED

    public = [case.inputs("scale", PUBLIC_SEED)["factor"] for case in scaling.cases]
    numbers, _ = refused(scaling, answer(lambda x, factor: x * factor if factor in public else x))
    assert 1 in numbers


def test_1_a_lecture_that_does_not_define_it(scaling):
    assert refused(scaling, answer(Missing("undefined")))[0] == {1}


def test_2_a_stub_that_is_wrong_rather_than_not_attempted(scaling):
    numbers, said = refused(scaling, answer(stub=lambda x, factor: None))
    assert numbers == {2} and "'not passed'" in said


def test_3_a_misconception_that_passes_or_lies_near(scaling):
    right = Misconception("right", [lambda x, factor: factor * x], hint="?")
    numbers, said = refused(replace(scaling, misconceptions=[right]))
    assert 3 in numbers and "passes" in said
    near = Misconception("near", [lambda x, factor: x * factor * (1 + 5e-4)], hint="?")
    numbers, said = refused(replace(scaling, misconceptions=[near]))
    assert 3 in numbers and "lies within 1000 tolerances" in said


def test_3_a_misconception_that_gets_anothers_hint(scaling):
    twin = Misconception("twin", [lambda x, factor: 1 * x], hint="Another hint.")
    numbers, said = refused(replace(scaling, misconceptions=[*scaling.misconceptions, twin]))
    assert 3 in numbers and "gets not_scaled in place of its own hint" in said


def test_3_a_misconception_by_side_effect_counts(scaling):
    def in_place(x, factor):
        x *= factor
        return x

    edits = Misconception("in_place", [in_place], hint="Work on a copy.")
    assert refused(replace(scaling, misconceptions=[edits]))[0] == set()


def test_4_a_variant_that_fails(scaling):
    numbers, said = refused(replace(scaling, variants=[scale_forgotten]))
    assert numbers == {4} and "the variant scale_forgotten does not pass" in said


def test_4_cases_that_float32_cannot_meet(scaling):
    large = Case("near a million", lambda rng: {"x": 1e6 + rng.random(3), "factor": 1.0})
    shifted = replace(
        scaling,
        cases=[large],
        oracle=lambda x, factor: (x - 1e6) * factor,
        misconceptions=[],
        variants=[],
    )
    solution = lambda x, factor: (x - np.asarray(1e6, dtype=x.dtype)) * factor  # noqa: E731
    assert 4 in refused(shifted, answer(solution))[0]


def test_5_cases_that_trivial_answers_pass():
    zero = Exercise(
        "scale",
        1,
        [Case("zeros", lambda rng: {"x": np.zeros(3), "factor": 2.0})],
        oracle=lambda x, factor: x * factor,
    )
    numbers, said = refused(zero)
    assert 5 in numbers and "zeros passes" in said and "its input x returned passes" in said


def test_5_cases_of_which_no_two_share_their_shapes(scaling):
    lonely = replace(scaling, cases=[scaling.cases[0], scaling.cases[2]])
    numbers, said = refused(lonely)
    assert 5 in numbers and "remembered passes" in said


def test_6_a_solution_that_passes_by_tolerance(scaling):
    numbers, said = refused(scaling, answer(lambda x, factor: x * factor * (1 + 5e-7)))
    assert 6 in numbers and "passes by tolerance" in said


def test_6_a_misconception_near_the_tolerance_in_one_case(scaling):
    near = Misconception("near", [lambda x, factor: x if x.ndim == 2 else x * factor * (1 + 5e-5)], hint="?")
    numbers, said = refused(replace(scaling, misconceptions=[near]))
    assert 6 in numbers and "neither same nor different" in said


def test_6_a_tie_that_jitter_breaks():
    def largest(x):
        return int(np.argmax(x))

    def last_largest(x):
        return int(len(x) - 1 - np.argmax(x[::-1]))

    ties = Exercise(
        "scale",
        1,
        [
            Case("a tie", lambda rng: {"x": np.array([1.0, 3.0, 3.0])}),
            Case("another", lambda rng: {"x": np.array([0.0, 2.0, 2.0])}),
            Case("no tie", lambda rng: {"x": np.array([5.0, 2.0, 2.0])}),
        ],
        oracle=lambda x: largest(x),
        misconceptions=[Misconception("last", [last_largest], hint="The first counts.")],
    )
    source = "def scale(x):\n    ### BEGIN SOLUTION\n    return int(np.argmax(x))\n    ### END SOLUTION\n"
    numbers, said = refused(ties, answer(largest, source))
    assert 6 in numbers and "jittered by 1e-9" in said
    assert 6 not in refused(replace(ties, ties="the smallest index wins"), answer(largest, source))[0]


def test_6_another_verdict_on_another_processor(scaling):
    whole = {"scale": {"the solution": ("failed", ""), "not_scaled/0": ideal("not_scaled/0")}}
    proof = prove(scaling, answer(), processors.Replay(whole))
    assert [number for number, _ in proof.problems] == [6]
    assert "the solution is failed" in proof.problems[0][1]


def test_7_a_mutant_that_passes(scaling):
    powers = replace(
        scaling,
        cases=[Case(str(i), lambda rng: {"x": rng.random(3) + 1, "factor": 2.0}) for i in range(2)],
        oracle=lambda x, factor: x**factor,
        misconceptions=[],
        variants=[],
    )
    source = SOURCE.replace("x * factor", "x ** 2.0")
    given = answer(lambda x, factor: x**factor, source)
    assert refused(powers, given)[0] == set()
    blind = replace(
        powers, cases=[Case(str(i), lambda rng, i=i: {"x": np.full(3, 1.0 + i), "factor": 1.0}) for i in range(2)]
    )
    numbers, said = refused(blind, answer(lambda x, factor: x**factor, SOURCE.replace("*", "**")))
    assert 7 in numbers and "the mutant 'x ** factor → x' passes" in said
    listed = replace(blind, equivalent_mutants={"x ** factor → x": "", "x ** factor → x * factor": ""})
    assert 7 not in refused(listed, answer(lambda x, factor: x**factor, SOURCE.replace("*", "**")))[0]


def test_7_a_listed_mutant_that_does_not_survive(scaling):
    numbers, said = refused(replace(scaling, equivalent_mutants={"x * factor → x": "none"}))
    assert numbers == {7} and "no surviving mutant has that name" in said


def test_7_a_mutant_that_never_ends_is_stopped(scaling):
    source = (
        "def scale(x, factor):\n    ### BEGIN SOLUTION\n    n = 0\n    while n < 1:\n        n += 1\n"
        "    return x * factor\n    ### END SOLUTION\n"
    )
    proof = prove(scaling, answer(source=source))  # ends only because the mutants are stopped
    assert "mutants" in proof.looked_at[7]
    assert not [text for _, text in proof.problems if "→ pass" in text]  # the endless one counts as killed


def test_7_a_block_is_stopped_after_its_time_even_inside_an_answer():
    with pytest.raises(TimeOut), time_limit(0.05):
        observe("call", lambda x: [None for _ in iter(int, 1)], [{"x": 1.0}])


def test_lectures_proven_side_by_side_give_what_each_gives_alone(paths, tmp_path):
    for name in ("98_one", "99_other"):
        (tmp_path / f"{name}.md").write_text(QUIZ.replace("NAME", name[3:]), encoding="utf-8")
    paths = replace(paths, lectures=tmp_path)
    apart = prove_apart(paths, ["98_one", "99_other"])
    for name in ("98_one", "99_other"):
        alone = prove_lectures(paths, [answered(paths, name, {})])
        assert list(alone) == [f"quiz_{name[3:]}"] and apart[f"quiz_{name[3:]}"] == alone[f"quiz_{name[3:]}"]


def test_one_exercise_can_be_proven_by_name(paths):
    assert prove_by_name(paths, "quiz_shift").holds


def test_the_other_process_really_has_fewer_processor_features():
    import os
    import subprocess
    import sys

    script = (
        "import torch; from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__ as f;"
        "print([n for n in __cpu_dispatch__ if f[n]], torch.backends.cpu.get_cpu_capability())"
    )
    environment = os.environ | processors.plain_processor()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], env=environment, capture_output=True, text=True
    )
    assert done.stdout.split() == ["[]", "DEFAULT"], done.stderr


def test_a_replay_answers_with_what_the_key_expects(paths):
    known = exercises()
    key = AnswerKey("01_rnn_basics", {"rnn_step": exercise_key(known["rnn_step"], known["rnn_step"].cases, PROOF_SEED)})
    seen = processors.replay({"01_rnn_basics": key}).verdicts["rnn_step"]
    assert seen == {name: ideal(name) for name in seen}
    assert len(seen) > 5


def test_jitter_moves_equal_arrays_alike_so_that_cases_that_differ_in_a_seed_stay_twins(scaling):
    same = Case("as it is", lambda rng: {"x": np.arange(1.0, 4.0), "factor": 2.0})
    key = exercise_key(scaling, [same, replace(same, title="the same"), scaling.cases[0]], "a seed")
    first, second, other = (case.inputs["x"].data for case in jittered(key).cases)
    assert (first == second).all() and (first != np.arange(1.0, 4.0)).all()
    assert np.abs(other - key.cases[2].inputs["x"].data).max() < 1e-8
