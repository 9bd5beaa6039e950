"""The exercises of lecture 05: a second oracle each, what their cases cover, and odd answers, right and wrong."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from course.exercise import PUBLIC_SEED, exercises
from course.keys import exercise_key, public_cases
from course.outcomes import look, outcome, verdict_on
from helpers.checking.how import Close

KNOWN = exercises()
NORMS = ("layer_norm", "batch_norm", "layer_norm_backward", "masked_batch_stats", "layer_norm_rnn_step")
DROPS = ("dropout", "variational_dropout")


def drawn(name: str, seed: str = PUBLIC_SEED, hidden: bool = False) -> list[dict]:
    """The inputs of every public case, and of the hidden ones too."""
    exercise = KNOWN[name]
    return [case.inputs(name, seed) for case in [*exercise.cases, *(exercise.hidden if hidden else ())]]


def public(name: str):
    return exercise_key(KNOWN[name], public_cases(KNOWN[name]), PUBLIC_SEED)


def normalized(row: np.ndarray, eps: float) -> np.ndarray:
    mean = sum(row) / len(row)
    return (row - mean) / math.sqrt(sum((row - mean) ** 2) / len(row) + eps)


def numpy(given: dict) -> dict:
    return {name: value.numpy() if isinstance(value, torch.Tensor) else value for name, value in given.items()}


# --- second oracles -------------------------------------------------------------------------------------------------


def by_loops_layer_norm(x, gamma, beta, eps):
    return np.apply_along_axis(lambda row: gamma * normalized(row, eps) + beta, -1, x)


def by_loops_batch_norm(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    if not training:
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, running_mean, running_var
    y = np.stack([g * normalized(column, eps) + b for column, g, b in zip(x.T, gamma, beta)], axis=1)
    mean, var = x.sum(axis=0) / len(x), ((x - x.mean(axis=0)) ** 2).sum(axis=0) / (len(x) - 1)
    mixed = [old + momentum * (new - old) for old, new in ((running_mean, mean), (running_var, var))]
    return y, *mixed


def by_loops_masked_batch_stats(x, real):
    tokens = np.array([x[b, t] for b, t in np.argwhere(real)])
    mean = tokens.mean(axis=0)
    return mean, (tokens**2).mean(axis=0) - mean**2


def by_loops_layer_norm_rnn_step(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    sums = np.einsum("bd,dh->bh", x_t, W_x) + np.einsum("bi,ij->bj", h_prev, W_h)
    return np.tanh(np.array([gamma * normalized(row, eps) + beta for row in sums]))


SECOND = {
    "layer_norm": by_loops_layer_norm,
    "batch_norm": by_loops_batch_norm,
    "masked_batch_stats": by_loops_masked_batch_stats,
    "layer_norm_rnn_step": by_loops_layer_norm_rnn_step,
}


@pytest.mark.parametrize("name", SECOND)
def test_each_oracle_agrees_with_the_formula_by_loops(name):
    for given in drawn(name, hidden=True):
        expected, second = KNOWN[name].oracle(**given), SECOND[name](**numpy(given))
        pairs = zip(expected, second) if isinstance(expected, tuple) else [(expected, second)]
        for one, other in pairs:
            np.testing.assert_allclose(one.numpy(), other, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("case", KNOWN["layer_norm_backward"].cases, ids=lambda case: case.title)
def test_the_oracle_of_layer_norm_backward_agrees_with_central_finite_differences(case):
    d_y, x, gamma, eps = numpy(case.inputs("layer_norm_backward", PUBLIC_SEED)).values()
    inputs = [x, gamma, np.full_like(gamma, 0.3)]

    def loss(x, gamma, beta):
        return (d_y * by_loops_layer_norm(x, gamma, beta, eps)).sum()

    found = KNOWN["layer_norm_backward"].oracle(*(torch.from_numpy(one) for one in (d_y, x, gamma)), eps)
    for number, gradient in enumerate(found):
        assert gradient.shape == inputs[number].shape
        for index in np.ndindex(*gradient.shape):
            moved = [[one.copy() for one in inputs] for _ in range(2)]
            moved[0][number][index] += 1e-5
            moved[1][number][index] -= 1e-5
            difference = (loss(*moved[0]) - loss(*moved[1])) / 2e-5
            assert gradient[index].item() == pytest.approx(difference, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("name", DROPS)
def test_what_the_oracle_keeps_is_x_divided_by_what_is_left_and_the_rest_is_zero(name):
    for given in drawn(name, hidden=True):
        y = KNOWN[name].oracle(*live(given))
        scale = 1 - given["p"] if given.get("training", True) else 1.0
        kept = y != 0
        torch.testing.assert_close(y[kept], given["x"][kept] / scale)
        if not given.get("training", True) or given["p"] == 0:
            assert kept.all()


def live(given: dict) -> list:
    return [value.build() if hasattr(value, "build") else value for value in given.values()]


# --- what the cases cover -------------------------------------------------------------------------------------------


def test_epsilon_counts_wherever_it_is_used():
    for name in ("layer_norm", "batch_norm", "layer_norm_backward", "layer_norm_rnn_step"):
        assert all(given["eps"] >= 1e-3 for given in drawn(name, hidden=True)), name
        assert max(given["eps"] for given in drawn(name)) >= 0.3


def test_layer_norm_is_asked_for_one_two_three_and_four_axes_and_for_one_feature():
    shapes = [tuple(given["x"].shape) for given in drawn("layer_norm", hidden=True)]
    assert {len(shape) for shape in shapes} == {1, 2, 3, 4}
    assert any(shape[-1] == 1 for shape in shapes) and any(len(set(shape)) == 1 < shape[0] for shape in shapes)
    public_shapes = [tuple(given["x"].shape) for given in drawn("layer_norm")]
    assert len(set(public_shapes)) < len(public_shapes) and {1, 2, 3} <= {len(shape) for shape in public_shapes}
    assert any(
        (given["x"].var(-1, correction=0) == 0).any() and given["x"].shape[-1] > 1 for given in drawn("layer_norm")
    )


def test_batch_norm_trains_on_two_examples_or_more_and_is_used_on_one():
    given = drawn("batch_norm", hidden=True)
    assert all(len(one["x"]) >= 2 for one in given if one["training"])
    assert any(len(one["x"]) == 2 for one in given if one["training"])
    assert any(len(one["x"]) == 1 for one in given if not one["training"])
    assert any(one["x"].shape[0] == one["x"].shape[1] > 1 for one in given if one["training"])
    assert all(abs(one["momentum"] - 0.5) > 0.09 for one in given), "at 0.5 both ways round are the same"


def test_gradients_are_asked_for_with_one_and_with_several_axes_before_the_features():
    shapes = [tuple(given["x"].shape) for given in drawn("layer_norm_backward")]
    assert {len(shape) for shape in shapes} == {2, 3, 4} and len(set(shapes)) < len(shapes)
    assert any(len(set(shape)) == 1 and len(shape) == 3 for shape in shapes)
    assert all((given["gamma"].abs() - 1).abs().min() > 0.2 for given in drawn("layer_norm_backward"))


def test_padding_stands_anywhere_is_large_and_finite_and_a_row_may_be_nothing_else():
    given = drawn("masked_batch_stats")
    rows = [row.tolist() for one in given for row in one["real"]]
    assert any(not any(row) for row in rows) and any(not row[0] and row[-1] for row in rows)
    assert any(row[0] and not row[1] and row[-1] for row in rows), "in the middle"
    assert any(one["real"].sum() == 1 < one["real"].numel() for one in given)
    assert any(one["real"].all() and one["real"].numel() > 1 for one in given)
    assert any((one["x"][one["real"]] == 0).any() for one in given), "a real token may hold a 0"
    padding = torch.cat([one["x"][~one["real"]].flatten() for one in given])
    assert padding.isfinite().all() and padding.abs().min() > 15


@pytest.mark.parametrize("name", DROPS)
def test_shares_are_judged_on_thousands_of_draws_far_from_a_half_and_seeds_come_in_pairs(name):
    exercise = KNOWN[name]
    pairs = list(zip(exercise.cases, drawn(name)))
    observed = [given for case, given in pairs if case.how == Close(view="dropped_out")]
    plain = [given for case, given in pairs if case.how == Close()]
    for given in observed:
        draws = given["x"].numel() if name == "dropout" else given["x"][:, 0].numel()
        assert draws >= 1300 and (given["x"] != 0).all()
        assert abs(given["p"] - 0.5) >= 0.19 and given["p"] > 0
    assert {given["p"] < 0.5 for given in observed} == {True, False}
    assert any(given["p"] == 0 for given in plain)
    seeds = [(given["x"].tolist(), given["p"], given["generator"].settings["seed"]) for given in observed]
    twins = [(a, b) for a in seeds for b in seeds if a[:2] == b[:2] and a[2] != b[2]]
    assert twins, "two cases that differ in the seed alone"


@pytest.mark.parametrize("name", DROPS)
def test_a_hidden_case_has_a_share_that_is_no_tenth_and_enough_draws_to_tell(name):
    draws = lambda x: x.numel() if name == "dropout" else x[:, 0].numel()  # noqa: E731
    hidden = [(given["p"], draws(given["x"])) for given in drawn(name, hidden=True)[len(KNOWN[name].cases) :]]
    assert any(p == 0.05 and 5 * math.sqrt(p * (1 - p) / count) < 0.022 for p, count in hidden)


def test_dropout_is_asked_for_one_to_four_axes_and_along_time_for_three_steps_and_more():
    assert {given["x"].dim() for given in drawn("dropout")} == {1, 2, 3, 4}
    shapes = [tuple(given["x"].shape) for given in drawn("variational_dropout")]
    assert sum(shape[1] >= 3 for shape in shapes) >= 5
    assert any(shape[0] == 1 for shape in shapes) and any(shape[2] == 1 < shape[1] for shape in shapes)


# --- odd right answers ----------------------------------------------------------------------------------------------


def float32_draw(x, p, training, generator):
    return x * (torch.rand(x.shape, generator=generator, dtype=torch.float32) > p) / (1 - p) if training and p else x


def torch_bernoulli(x, p, training, generator):
    return x * torch.bernoulli(torch.full_like(x, 1 - p), generator=generator) / (1 - p) if training else x.clone()


def uniform_in_place(x, p, training, generator):
    with torch.no_grad():
        mask = torch.empty(x.numel()).uniform_(generator=generator).reshape(x.shape).ge(p)
    return torch.masked_fill(x / (1 - p), ~mask, 0.0) if training else x


def choices(x, p, training, generator):
    if not training or p == 0:
        return x
    weights = torch.tensor([p, 1 - p])
    return x * torch.multinomial(weights, x.numel(), replacement=True, generator=generator).view(x.shape) / (1 - p)


def negative_zeros(x, p, training, generator):
    return -(-x * (torch.rand(x.shape, generator=generator) >= p)) / (1 - p) if training else x


def with_a_running_pair_in_a_list(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    if training:
        y = (x - x.mean(0)) / (x.std(0, correction=0) ** 2 + eps) ** 0.5
        new = [running_mean.lerp(x.mean(0), momentum), running_var.lerp(x.var(0), momentum)]
        return [y * gamma + beta, *new]
    return [(x - running_mean) / (running_var + eps) ** 0.5 * gamma + beta, running_mean.clone(), running_var]


def without_gradients(d_y, x, gamma, eps):
    with torch.no_grad():
        return KNOWN["layer_norm_backward"].variants[0](d_y, x, gamma, eps)


def nan_safe(x, real):
    chosen = x.masked_fill(~real[..., None], float("nan")).flatten(0, 1)
    mean = chosen.nanmean(0)
    return mean, (chosen - mean).square().nanmean(0)


def expanded_mask(x, p, generator):
    mask = torch.rand(x.shape[0], x.shape[2], generator=generator).gt(p)[:, None].expand_as(x)
    return torch.zeros_like(x).masked_scatter(mask, x[mask]) / (1 - p)


RIGHT = {
    "dropout": [float32_draw, torch_bernoulli, uniform_in_place, choices, negative_zeros],
    "batch_norm": [with_a_running_pair_in_a_list],
    "layer_norm_backward": [without_gradients],
    "masked_batch_stats": [nan_safe],
    "variational_dropout": [expanded_mask],
}


@pytest.mark.parametrize(("name", "answer"), [(name, one) for name, found in RIGHT.items() for one in found])
def test_an_odd_right_answer_passes(name, answer):
    verdict = verdict_on(public(name), answer)
    assert verdict.passed, [case.problem for case in verdict.cases if case.problem]


# --- odd wrong answers ----------------------------------------------------------------------------------------------


def one_mask_expanded_to_all_rows(x, p, training, generator):
    if not training:
        return x
    mask = torch.rand(x.shape[-1:], generator=generator).expand(x.shape) >= p
    return x * mask / (1 - p)


def scaled_by_the_share_that_happened(x, p, training, generator):
    kept = torch.rand(x.shape, generator=generator) >= p
    return x * kept / kept.double().mean() if training else x


def keeps_its_mask(x, p, generator, masks={}):  # noqa: B006
    shape = (len(x), 1, x.shape[2])
    mask = masks.setdefault(shape, torch.rand(shape, generator=generator) >= p)
    return x * mask / (1 - p)


def biased_by_hand_in_evaluation(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    y, mean, var = KNOWN["batch_norm"].variants[0](x, gamma, beta, running_mean, running_var, momentum, eps, training)
    return y, mean, var if training else var * (1 + momentum)


def takes_zeros_for_padding(x, real):
    zeroed = x * real[..., None]
    mean = zeroed.sum((0, 1)) / zeroed.ne(0).sum((0, 1))
    return mean, ((zeroed - mean) ** 2 * zeroed.ne(0)).sum((0, 1)) / zeroed.ne(0).sum((0, 1))


def ten_times(d_y, x, gamma, eps):
    d_x, d_gamma, d_beta = KNOWN["layer_norm_backward"].variants[0](d_y, x, gamma, eps)
    return 10 * d_x, d_gamma, d_beta


WRONG = {
    "dropout": [one_mask_expanded_to_all_rows, scaled_by_the_share_that_happened],
    "variational_dropout": [keeps_its_mask],
    "batch_norm": [biased_by_hand_in_evaluation],
    "layer_norm_backward": [ten_times],
    "masked_batch_stats": [takes_zeros_for_padding],
}


@pytest.mark.parametrize(("name", "answer"), [(name, one) for name, found in WRONG.items() for one in found])
def test_an_odd_wrong_answer_does_not_pass(name, answer):
    assert outcome(public(name), answer)[0] == "failed"


def test_evaluation_alone_earns_its_own_part():
    def evaluation_only(x, gamma, beta, running_mean, running_var, momentum, eps, training):
        return gamma * (x - running_mean) / torch.sqrt(running_var + eps) + beta, running_mean, running_var

    verdict = verdict_on(public("batch_norm"), evaluation_only)
    assert not verdict.passed and verdict.points == 1 and verdict.parts == ("evaluation",)


# --- by hand --------------------------------------------------------------------------------------------------------

F, nn = torch.nn.functional, torch.nn

READY_MADE = {
    "layer_norm": [
        lambda x, g, b, e: F.layer_norm(x, x.shape[-1:], g, b, e),
        lambda x, g, b, e: torch.layer_norm(x, x.shape[-1:], g, b, e),
        lambda x, g, b, e: torch.native_layer_norm(x, x.shape[-1:], g, b, e)[0],
        lambda x, g, b, e: nn.LayerNorm(x.shape[-1], eps=e, elementwise_affine=False)(x) * g + b,
        lambda x, g, b, e: F.rms_norm(x - x.mean(-1, keepdim=True), x.shape[-1:], g, e) + b,
        lambda x, g, b, e: F.group_norm(x.reshape(-1, x.shape[-1]), 1, g, b, e).reshape(x.shape),
        lambda x, g, b, e: F.instance_norm(x.reshape(1, -1, x.shape[-1]), eps=e).reshape(x.shape) * g + b,
        lambda x, g, b, e: torch.ops.aten.native_layer_norm(x, x.shape[-1:], g, b, e)[0],
        lambda x, g, b, e: torch._refs.native_layer_norm(x, x.shape[-1:], g, b, e)[0],
    ],
    "batch_norm": [
        lambda x, g, b, m, v, mo, e, t: (F.batch_norm(x, m.clone(), v.clone(), g, b, t, mo, e), m, v),
        lambda x, g, b, m, v, mo, e, t: (torch.batch_norm(x, g, b, m.clone(), v.clone(), t, mo, e, False), m, v),
        lambda x, g, b, m, v, mo, e, t: torch.native_batch_norm(x, g, b, m.clone(), v.clone(), t, mo, e),
        lambda x, g, b, m, v, mo, e, t: (nn.BatchNorm1d(x.shape[1])(x), m, v),
        lambda x, g, b, m, v, mo, e, t: (F.layer_norm(x.T, (len(x),)).T, m, v),
    ],
    "layer_norm_backward": [
        lambda d, x, g, e: torch.autograd.grad((g * x.requires_grad_()).sum(), x),
        lambda d, x, g, e: (g * x.clone().requires_grad_()).backward(d),
        lambda d, x, g, e: torch.autograd.backward(g * x.clone().requires_grad_(), d),
        lambda d, x, g, e: torch.func.vjp(lambda one: g * one, x)[1](d),
        lambda d, x, g, e: torch.func.jacrev(lambda one: g * one)(x),
        lambda d, x, g, e: torch.autograd.functional.vjp(lambda one: g * one, x, d),
        lambda d, x, g, e: torch.autograd.graph._engine_run_backward,
    ],
    "dropout": [
        lambda x, p, t, g: F.dropout(x, p, t),
        lambda x, p, t, g: torch.dropout(x, p, t),
        lambda x, p, t, g: torch.dropout_(x.clone(), p, t),
        lambda x, p, t, g: torch.native_dropout(x, p, t)[0],
        lambda x, p, t, g: nn.Dropout(p)(x),
        lambda x, p, t, g: torch.feature_dropout(x, p, t),
        lambda x, p, t, g: torch._refs.nn.functional.dropout(x, p, t),
    ],
    "variational_dropout": [
        lambda x, p, g: x * F.dropout(torch.ones(len(x), 1, x.shape[2]), p),
        lambda x, p, g: torch.feature_dropout(x.transpose(1, 2), p, True).transpose(1, 2),
        lambda x, p, g: nn.Dropout1d(p)(x.transpose(1, 2)).transpose(1, 2),
    ],
    "layer_norm_rnn_step": [
        lambda x, h, W, U, g, b, e: torch.tanh(F.layer_norm(x @ W + h @ U, g.shape, g, b, e)),
    ],
}


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name, found in READY_MADE.items() for number in range(len(found))]
)
def test_what_torch_has_ready_made_is_seen(name, number):
    assert look(public(name), READY_MADE[name][number]).by_hand


@pytest.mark.parametrize("name", READY_MADE)
def test_no_right_way_of_ours_counts_as_ready_made(name):
    for answer in KNOWN[name].variants:
        assert look(public(name), answer).by_hand == ()
