"""The exercises of lecture 02: whose hint a mistake gets, and odd answers, right and wrong."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from course.exercise import PUBLIC_SEED, exercises
from course.keys import exercise_key, public_cases
from course.outcomes import outcome, verdict_on
from course.written import as_answer

KNOWN = exercises()
CATCHES = {
    "rnn_jacobian": {"transposed", "tanh_of_the_state", "prime_on_the_wrong_side", "no_tanh_prime"},
    "gradient_norms": {"wrong_order", "frobenius", "off_by_one", "prime_of_the_state_before"},
    "spectral_radius": {"largest_singular_value", "real_part_only", "signed"},
    "clip_by_global_norm": {"one_by_one", "scaled_up", "value_clipping", "in_place"},
    "clip_by_value": {"one_side_only", "scales"},
    "orthogonal_init": {"rows_normalized", "gain_squared", "no_randomness"},
    "truncated_bptt_gradient": {"never_cut", "state_reset", "cut_at_every_step", "counted_from_the_end"},
    "adam_step": {"no_bias_correction", "eps_under_the_root", "t_from_zero", "t_one_too_many"},
}


def verdict(name: str, answer):
    """What an answer gets on the public cases."""
    return verdict_on(exercise_key(KNOWN[name], public_cases(KNOWN[name]), PUBLIC_SEED), answer)


def test_without_a_cut_earns_its_part_of_the_points():
    never = next(one for one in KNOWN["truncated_bptt_gradient"].misconceptions if one.name == "never_cut")
    for answer in never.implementations:
        seen = verdict("truncated_bptt_gradient", answer)
        assert seen.misconception == "never_cut" and seen.points == 1 and seen.parts == ("without a cut",)


@pytest.mark.parametrize("name", CATCHES)
def test_what_the_syllabus_says_is_caught_and_no_hint_is_given_twice(name):
    exercise = KNOWN[name]
    assert CATCHES[name] <= {one.name for one in exercise.misconceptions}
    hints = [one.hint for one in exercise.misconceptions]
    assert len(set(hints)) == len(hints) and all(20 <= len(hint) <= 260 for hint in hints)
    assert len(exercise.variants) >= 3 and len(exercise.cases) >= 6 and len(exercise.hidden) >= 2


@pytest.mark.parametrize("name", CATCHES)
def test_every_answer_does_the_same_in_a_cell_of_its_own(name):
    exercise = KNOWN[name]
    key = exercise_key(exercise, public_cases(exercise), PUBLIC_SEED)
    wanted = [(one, ("passed", "")) for one in exercise.variants]
    wanted += [(one, ("failed", each.name)) for each in exercise.misconceptions for one in each.implementations]
    for implementation, right in wanted:
        namespace = {"np": np}
        source = as_answer(implementation, name)
        if name != "truncated_bptt_gradient":
            assert "torch" not in source, f"{implementation.__name__} needs more than NumPy"
        exec(source, namespace)
        assert outcome(key, namespace[name]) == right, implementation.__name__


def jacobian_by_broadcasting_both(h_t, W_h):
    return np.multiply(np.square(h_t) * -1 + 1, W_h).swapaxes(0, 1).astype(np.float32)


def norms_by_the_eigenvalues_of_the_square(states, W_h):
    back, found = np.eye(len(W_h)), []
    for h_t in reversed(states):
        found += [np.linalg.eigvalsh(back @ back.T).max() ** 0.5]
        back = back @ (np.diag(1 - h_t**2) @ W_h.T)
    return np.flip(found)


def radius_of_the_transpose(W):
    return np.sqrt(max((z * z.conjugate()).real for z in np.linalg.eigvals(W.T)))


def clipped_in_a_tuple(grads, max_norm):
    norm = np.array(sum(np.einsum("i,i", one.ravel(), one.ravel()) for one in grads)) ** 0.5
    return tuple(one if norm <= max_norm else one / (norm / max_norm) for one in grads), norm


def clipped_by_median(grads, limit):
    low = [np.full_like(one, -limit) for one in grads]
    return [np.median([a, one, -a], axis=0) for a, one in zip(low, grads)]


def orthogonal_from_another_generator(n, gain, rng):
    inner = np.random.default_rng(rng.integers(2**62))
    return np.linalg.svd(inner.standard_normal((n, n)) * gain)[2] * gain


def truncated_with_one_graph_for_each_piece(x, targets, W_x, W_h, b, k):
    W = torch.tensor(W_h, requires_grad=True)
    h, total = torch.zeros(len(x), len(W_h), dtype=torch.float64), torch.zeros((), dtype=torch.float64)
    for t, (x_t, wanted) in enumerate(zip(torch.tensor(x).unbind(1), torch.tensor(targets).unbind(1))):
        h = torch.tanh(x_t @ torch.tensor(W_x) + (h if t % k else h.clone().detach()) @ W + torch.tensor(b))
        total = total + (h - wanted).pow(2).mean() / x.shape[1]
    return torch.autograd.grad(total, W)[0].detach().numpy()


def adam_in_a_list(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = np.average([m, grad], axis=0, weights=[beta1, 1 - beta1]), beta2 * v - (beta2 - 1) * grad**2
    hats = [one / -np.expm1(t * np.log(beta)) for one, beta in ((m, beta1), (v, beta2))]
    return [param + lr * -hats[0] / (hats[1] ** 0.5 + eps), m, v]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("rnn_jacobian", jacobian_by_broadcasting_both),
        ("gradient_norms", norms_by_the_eigenvalues_of_the_square),
        ("spectral_radius", radius_of_the_transpose),
        ("clip_by_global_norm", clipped_in_a_tuple),
        ("clip_by_value", clipped_by_median),
        ("orthogonal_init", orthogonal_from_another_generator),
        ("truncated_bptt_gradient", truncated_with_one_graph_for_each_piece),
        ("adam_step", adam_in_a_list),
    ],
)
def test_an_odd_right_answer_passes(name, answer):
    seen = verdict(name, answer)
    assert seen.passed, [case.problem for case in seen.cases if case.problem]


CALLS = itertools.count(1)


def norms_without_the_last(states, W_h):
    return KNOWN["gradient_norms"].oracle(np.vstack([states, states[-1:]]), W_h)[:-1]


def clipped_and_never_zero(grads, max_norm):
    clipped, norm = KNOWN["clip_by_global_norm"].oracle(grads, max_norm)
    return [one + 1e-3 for one in clipped], norm


def clipped_with_a_rounded_norm(grads, max_norm):
    clipped, norm = KNOWN["clip_by_global_norm"].oracle(grads, max_norm)
    return clipped, round(norm, 2)


def clipped_if_anything_is_too_large(grads, limit):
    return [np.clip(one, -limit, limit) if one.max() > limit else one for one in grads]


def orthogonal_with_a_generator_of_its_own(n, gain, rng):
    return gain * np.linalg.qr(np.random.default_rng().standard_normal((n, n)))[0]


def orthogonal_from_global_randomness(n, gain, rng):
    return gain * np.linalg.qr(np.random.randn(n, n))[0]


def orthogonal_on_average(n, gain, rng):
    return gain * rng.standard_normal((n, n)) / np.sqrt(n)


def adam_that_counts_by_itself(param, grad, m, v, t, lr, beta1, beta2, eps):
    return KNOWN["adam_step"].oracle(param.copy(), grad, m.copy(), v.copy(), next(CALLS), lr, beta1, beta2, eps)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("rnn_jacobian", lambda h_t, W_h: np.abs(KNOWN["rnn_jacobian"].oracle(h_t, W_h))),
        ("gradient_norms", norms_without_the_last),
        ("spectral_radius", lambda W: min(1.0, KNOWN["spectral_radius"].oracle(W))),
        ("clip_by_global_norm", clipped_and_never_zero),
        ("clip_by_global_norm", clipped_with_a_rounded_norm),
        ("clip_by_value", lambda grads, limit: [np.clip(one, -limit, 2 * limit) for one in grads]),
        ("clip_by_value", clipped_if_anything_is_too_large),
        ("orthogonal_init", orthogonal_on_average),
        ("truncated_bptt_gradient", lambda *given: 1.001 * KNOWN["truncated_bptt_gradient"].oracle(*given)),
        ("adam_step", adam_that_counts_by_itself),
    ],
)
def test_an_odd_wrong_answer_fails_and_gets_no_false_hint(name, answer):
    seen = verdict(name, answer)
    assert not seen.passed
    assert seen.misconception in ("", "random_numbers_alone")


def test_an_orthogonal_matrix_that_does_not_come_from_rng_fails():
    assert not verdict("orthogonal_init", orthogonal_with_a_generator_of_its_own).passed
    assert verdict("orthogonal_init", orthogonal_from_global_randomness).misconception == "no_randomness"


def one_of_qr(n, gain, rng):
    return gain * np.linalg.qr(rng.standard_normal((n, n)))


def norm_of_a_list(grads, max_norm):
    norm = np.sqrt(np.sum(np.array(grads) ** 2))
    return [one * min(1, max_norm / norm) for one in grads], norm


def mean_of_each_step(x, targets, W_x, W_h, b, k):
    return x.shape[1] * KNOWN["truncated_bptt_gradient"].oracle(x, targets, W_x, W_h, b, k)


def eps_after_the_division(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
    return param - lr * (m / (1 - beta1**t)) / np.sqrt(v / (1 - beta2**t)) + eps, m, v


@pytest.mark.parametrize(
    ("name", "answer", "misconception"),
    [
        ("spectral_radius", lambda W: max(np.linalg.eigvals(W), key=abs), "size_not_taken"),
        ("spectral_radius", lambda W: np.max(np.abs(np.linalg.eig(W))), "eig_gives_two"),
        ("clip_by_global_norm", norm_of_a_list, "list_as_an_array"),
        ("clip_by_value", lambda grads, limit: np.clip(np.array(grads), -limit, limit), "list_as_an_array"),
        ("orthogonal_init", one_of_qr, "both_factors"),
        ("truncated_bptt_gradient", mean_of_each_step, "not_the_mean"),
        ("adam_step", eps_after_the_division, "eps_elsewhere"),
        ("adam_step", lambda *given: adam_in_a_list(*given[:-1], 1e-8), "usual_values"),
    ],
)
def test_a_mistake_that_many_make_gets_its_hint(name, answer, misconception):
    assert verdict(name, answer).misconception == misconception


def test_no_hint_of_gradient_norms_calls_a_wrong_jacobian_right():
    def from_a_wrong_jacobian(states, W_h):
        product, norms = np.eye(len(W_h)), np.ones(len(states))
        for t in range(len(states) - 1, 0, -1):
            product = product @ ((1 - states[t] ** 2)[:, None] * W_h)
            norms[t - 1] = np.linalg.norm(product, 2)
        return norms

    hint = verdict("gradient_norms", from_a_wrong_jacobian).hint
    assert "Once your `rnn_jacobian` passes" in hint
