"""Views: of many right results each passes, and what is wrong with a result is said in a fact."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest
import torch

from course.exercise import Case, Exercise, Misconception
from course.keys import exercise_key
from course.outcomes import outcome, verdict_on
from course.prove import prove
from helpers.checking.how import Close
from helpers.checking.key import AnswerKey, dumps, parse
from helpers.checking.recipes import Recipe
from helpers.checking.values import freeze, pack, unpack
from helpers.checking.views import View, dropped_out, gru_states, mixed, orthogonal
from tests.course.test_prove import answer

RNG = np.random.default_rng(0)


def rotation(n, gain, rng):
    q, r = np.linalg.qr(rng.standard_normal((n, n)))
    return gain * q


def fixed(n, gain, rng):
    return rotation(n, gain, np.random.default_rng(7))


def squared(n, gain, rng):
    return rotation(n, gain**2, rng)


def unseeded(n, gain, rng):
    return rotation(n, gain, np.random.default_rng())


def permuted(n, gain, rng):
    return gain * np.eye(n)[rng.permutation(n)]


def matrix(n, gain, seed):
    return Case(
        f"{n}, seed {seed}",
        lambda rng: dict(n=n, gain=gain, rng=Recipe("rng", {"seed": seed})),
        Close(view="orthogonal"),
    )


EXERCISE = Exercise(
    "orthogonal",
    1,
    [matrix(4, 1.5, 1), matrix(4, 1.5, 2), matrix(3, 0.5, 1)],
    oracle=rotation,
    misconceptions=[
        Misconception("no_randomness", [fixed], hint="Draw."),
        Misconception("squared", [squared], hint="Once."),
    ],
    variants=[lambda n, gain, rng: -rotation(n, gain, rng)],
)
KEY = exercise_key(EXERCISE, EXERCISE.cases, "a seed")
UNMOVED = "the result is right, but `rng` has not moved on: draw from it, not from a copy or another"


def problems(given, key=KEY):
    return [case.problem for case in verdict_on(key, given).cases]


def test_any_right_matrix_passes_and_a_wrong_one_is_told_by_its_facts():
    assert problems(rotation) == problems(lambda n, gain, rng: rotation(n, gain, rng)[::-1]) == [""] * 3
    assert problems(squared)[0].startswith("QᵀQ[0, 0] is 5.06")
    assert "entries is 'one of them, moved, and its sign perhaps changed', expected 'a mixture" in problems(permuted)[0]
    assert (
        "is a NumPy array of shape (3, 4), expected a NumPy array of shape (4, 4)"
        in problems(lambda n, gain, rng: rotation(n, gain, rng)[1:])[0]
    )
    assert "is None" in problems(lambda *given: None)[0]


def test_another_seed_must_make_a_difference_and_the_same_seed_none():
    assert problems(fixed)[:2] == [
        UNMOVED,
        "the same result as in the case “4, seed 1”, although the random numbers are others",
    ]
    assert outcome(KEY, fixed) == ("failed", "no_randomness") and outcome(KEY, squared) == ("failed", "squared")
    assert "another result when called again with the same seed" in problems(unseeded)[0]
    both = lambda n, gain, rng: squared(n, gain, np.random.default_rng(7))  # noqa: E731
    assert outcome(KEY, both) == ("failed", "squared")


def test_a_generator_that_is_started_again_gives_itself_away():
    def further_on(drawn):
        recipe = Recipe("rng", {"seed": 1, "drawn": drawn})
        given = lambda rng: dict(n=4, gain=1.5, rng=recipe)  # noqa: E731
        return Case(f"{drawn} drawn", given, Close(view="orthogonal"))

    def from_its_beginning(n, gain, rng):
        return rotation(n, gain, np.random.default_rng(rng.bit_generator.seed_seq))

    key = exercise_key(replace(EXERCISE, misconceptions=[]), [further_on(0), further_on(5)], "a seed")
    assert problems(rotation, key) == ["", ""]
    told = "the same result as in the case “0 drawn”, although the random numbers are others"
    assert problems(from_its_beginning, key) == [UNMOVED, told]


def test_a_generator_must_move_on():
    def from_a_copy(n, gain, rng):
        return rotation(n, gain, copy.deepcopy(rng))

    key = exercise_key(replace(EXERCISE, misconceptions=[]), EXERCISE.cases, "a seed")
    assert problems(from_a_copy, key) == [UNMOVED, UNMOVED, ""]  # the third case has no twin with another seed
    copied = replace(EXERCISE, misconceptions=[Misconception("copied", [from_a_copy], hint="Not a copy.")])
    key = parse(dumps(AnswerKey("l", {"o": exercise_key(copied, EXERCISE.cases, "a seed")})), "k").exercises[
        "orthogonal"
    ]
    assert [outcome(key, one) for one in (from_a_copy, rotation)] == [("failed", "copied"), ("passed", "")]


def test_a_key_keeps_facts_and_not_what_was_drawn():
    key = parse(dumps(AnswerKey("l", {"orthogonal": KEY})), "k").exercise("orthogonal")
    assert isinstance(key.cases[0].expected, View) and set(key.cases[0].expected.facts) == set(
        KEY.cases[0].expected.facts
    )
    assert [outcome(key, one) for one in (rotation, fixed, squared)] == [
        outcome(KEY, one) for one in (rotation, fixed, squared)
    ]


def test_an_answer_cannot_send_a_view_of_its_own():
    with pytest.raises(TypeError):
        pack(View({"QᵀQ": 1}), [])
    with pytest.raises(ValueError):
        unpack({"view": {"dict": []}}, [])
    assert "expected a NumPy array" in problems(lambda n, gain, rng: View({"QᵀQ": gain**2 * np.eye(n)}))[0]


def test_an_exercise_with_a_view_is_proven_like_any_other():
    source = (
        "def orthogonal(n, gain, rng):\n    ### BEGIN SOLUTION\n    q, r = np.linalg.qr(rng.standard_normal((n, n)))\n"
        "    return gain * q\n    ### END SOLUTION\n"
    )
    given = replace(answer(rotation, source), stub=_stub)
    proof = prove(EXERCISE, given)
    assert proof.holds, proof.account()
    assert "7 trivial answers" in proof.looked_at[5]


def _stub(n, gain, rng):
    raise NotImplementedError


_stub.__code__ = _stub.__code__.replace(co_name="orthogonal")


def masked(keep, p, x):
    return torch.where(keep, x / (1 - p), torch.zeros(()))


X = torch.from_numpy(RNG.standard_normal((40, 5, 20)) + 10)


def facts(y, p=0.2, x=X):
    return dropped_out(freeze(y), {"x": freeze(x), "p": p})


def test_a_right_mask_has_the_share_the_factor_and_no_shared_axis():
    keep = torch.rand(X.shape, generator=torch.Generator().manual_seed(0)) >= 0.2
    found = facts(masked(keep, 0.2, X))
    assert found["the share of zeros"] == "about p" and found["what shares one draw along an axis"] == "nothing"
    assert (
        found["the smallest factor of what is kept"]
        == pytest.approx(1.25)
        == found["the largest factor of what is kept"]
    )
    assert facts(masked(keep, 0.2, X.float())).keys() == found.keys()


def test_a_wrong_mask_is_named():
    keep = torch.rand(X.shape, generator=torch.Generator().manual_seed(0)) >= 0.2
    assert facts(X * keep)["the largest factor of what is kept"] == pytest.approx(1)
    assert facts(masked(~keep, 0.2, X))["the share of zeros"] == "about 1 − p"
    assert facts(X)["the share of zeros"] == "none" and facts(0 * X)["the share of zeros"] == "all"
    half = torch.rand(X.shape, generator=torch.Generator().manual_seed(0)) >= 0.5
    assert facts(masked(half, 0.2, X))["the share of zeros"].startswith("0.5")
    for axis in range(3):
        one = keep.select(axis, 0).unsqueeze(axis).expand_as(X)
        assert facts(masked(one, 0.2, X))["what shares one draw along an axis"] == f"axis {axis}"
    assert "is a NumPy array of shape" in facts(X.numpy())
    assert "holds ints" in facts(torch.ones(X.shape, dtype=torch.int64))


def drawn(*shape, seed=0):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed)) >= 0.2


COPIES = {
    "pairs of rows": drawn(20, 5, 20).repeat_interleave(2, dim=0),
    "pairs of entries": drawn(40, 5, 10).repeat_interleave(2, dim=2),
    "the second half as the first": drawn(20, 5, 20).repeat(2, 1, 1),
    "mirrored": torch.cat([drawn(20, 5, 20), drawn(20, 5, 20).flip(0, 1, 2)]),
}


@pytest.mark.parametrize("name", COPIES)
def test_masks_that_copy_themselves_are_not_drawn_each_by_itself(name):
    assert facts(masked(COPIES[name], 0.2, X))["how entries are drawn"] == "many as copies of others"


def test_independent_masks_are_drawn_each_by_itself():
    for seed in range(30):
        for p in (0.05, 0.2, 0.7):
            keep = torch.rand(X.shape, generator=torch.Generator().manual_seed(seed)) >= p
            assert facts(masked(keep, p, X), p)["how entries are drawn"] == "each by itself"


def test_whether_draws_are_copies_is_judged_of_many_only():
    keep = torch.arange(400).reshape(20, 5, 4) % 3 == 0
    few = X[:20, :, :4]
    assert facts(masked(keep, 2 / 3, few), 2 / 3, few)["how entries are drawn"] == "each by itself"


def test_exactly_the_share_p_is_told_and_not_judged():
    keep = (torch.arange(X.numel()) % 5 > 0)[torch.randperm(X.numel(), generator=torch.Generator().manual_seed(0))]
    found = facts(masked(keep.reshape(X.shape), 0.2, X))
    assert "Exactly the share p" in found["note"] and found["the share of zeros"] == "about p"


GOLD, PREDICTED = (torch.arange(1200).reshape(40, 30) * 2 + odd for odd in (0, 1))


def sources(mix, p=0.7, gold=GOLD, predicted=PREDICTED):
    return mixed(freeze(mix), {"gold": freeze(gold), "predicted": freeze(predicted), "p": p})


def mix_of(golden, predicted=None):
    """Gold where `golden` (B, T − 1) says so, what was predicted one step before elsewhere."""
    later = torch.where(golden, GOLD[:, 1:], PREDICTED[:, :-1] if predicted is None else predicted)
    return torch.cat([GOLD[:, :1], later], dim=1)


def coin(p, *shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(0)) < p


def test_a_right_mixture_of_tokens_has_its_share_from_gold_and_the_rest_from_one_step_before():
    assert sources(mix_of(coin(0.7, 40, 29))) == {
        "what stands at t = 0": "gold",
        "what stands at t > 0 where gold does not": "predicted[:, t−1]",
        "the share of gold at t > 0": "about p",
        "what shares one draw along an axis": "nothing",
        "how entries are drawn": "each by itself",
    }
    everything = sources(GOLD, 1.0)
    assert everything["the share of gold at t > 0"] == "all" and "note" not in everything
    assert sources(mix_of(coin(0.0, 40, 29)), 0.0)["the share of gold at t > 0"] == "none"
    assert sources(GOLD[:, :1], 0.7, GOLD[:, :1], PREDICTED[:, :1]) == {"what stands at t = 0": "gold"}


def test_a_wrong_mixture_of_tokens_is_named():
    where = "what stands at t > 0 where gold does not"
    assert sources(mix_of(coin(0.7, 40, 29), PREDICTED[:, 1:]))[where] == "predicted[:, t]"
    assert sources(mix_of(coin(0.7, 40, 29), GOLD[:, :-1]))[where] == "other tokens"
    assert sources(mix_of(coin(0.3, 40, 29)))["the share of gold at t > 0"] == "about 1 − p"
    assert sources(PREDICTED)["what stands at t = 0"] == "not gold"
    for shape, axis in {(40, 1): "axis 1", (1, 29): "axis 0", (1, 1): "axis 0 and 1"}.items():
        found = sources(mix_of(coin(0.7, *shape).expand(40, 29)))
        assert found["what shares one draw along an axis"] == axis
    halves = coin(0.7, 20, 29).repeat(2, 1)
    assert sources(mix_of(halves))["how entries are drawn"] == "many as copies of others"
    assert "holds floats, expected ints" in sources(GOLD.double())
    assert "shape (40, 29)" in sources(GOLD[:, 1:])


def weights(D=3, H=2):
    torch.manual_seed(0)
    return tuple(torch.randn(shape, dtype=torch.float64) for shape in ((D, 3 * H), (H, 3 * H), (3 * H,), (3 * H,)))


def seen(value):
    return gru_states(freeze(value), dict(zip(("W", "U", "b_x", "b_h"), map(freeze, weights()))))


def test_gru_states_are_those_of_torch_where_its_convention_is_undone():
    W, U, b_x, b_h = (one.clone() for one in weights())
    turned = [one.clone() for one in (W, U, b_x, b_h)]
    for one in turned:
        one[..., 2:4] *= -1
    cell = torch.nn.GRUCell(3, 2, dtype=torch.float64)
    cell.load_state_dict({"weight_ih": W.T, "weight_hh": U.T, "bias_ih": b_x, "bias_hh": b_h})
    rng = np.random.default_rng(0)
    x, h = torch.from_numpy(rng.standard_normal((2, 3, 3))), torch.from_numpy(rng.uniform(-0.9, 0.9, (2, 2)))
    found = seen(tuple(turned))
    with torch.no_grad():
        for t in range(3):
            h = cell(x[:, t], h)
            assert np.allclose(found["a state with the reset after the product"].data[:, t], h)
    assert not np.allclose(*(one.data for one in found.values()))


def test_weights_in_other_shapes_are_named():
    W, U, b_x, b_h = weights()
    assert seen((W, U, b_x)) == "is a tuple of 3, expected a tuple of 4"
    assert seen((W, U.T, b_x, b_h)).startswith("has another U: it is a torch tensor of shape (6, 2)")


def test_a_matrix_of_nan_is_no_rotation():
    found = orthogonal(freeze(np.full((3, 3), np.nan)), {"n": 3})
    assert np.isnan(found["QᵀQ"].data).all()
    assert "is nan" in problems(lambda n, gain, rng: np.full((n, n), np.nan))[0]
