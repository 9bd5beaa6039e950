"""The exercises of lecture 02: a second oracle for each, and what their cases cover."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from course.exercise import PUBLIC_SEED, exercises
from helpers.checking.how import Close

KNOWN = exercises()


def drawn(name: str) -> list[dict]:
    """The inputs of every public case, recipes built."""
    every = [case.inputs(name, PUBLIC_SEED) for case in KNOWN[name].cases]
    return [{key: value.build() if hasattr(value, "build") else value for key, value in one.items()} for one in every]


def numbered(name: str) -> list:
    return [pytest.param(given, id=case.title) for case, given in zip(KNOWN[name].cases, drawn(name))]


def differences(function, at: np.ndarray, little: float = 1e-5) -> np.ndarray:
    """Central finite differences: the change of each result for a change of each entry, (results, entries)."""
    columns = []
    for index in np.ndindex(*at.shape):
        up, down = at.copy(), at.copy()
        up[index] += little
        down[index] -= little
        columns.append((function(up) - function(down)).ravel() / (2 * little))
    return np.stack(columns, axis=1)


@pytest.mark.parametrize("given", numbered("rnn_jacobian"))
def test_the_oracle_of_rnn_jacobian_agrees_with_finite_differences_around_any_state_before(given):
    h_t, W_h = given["h_t"], given["W_h"]
    before = np.random.default_rng(0).uniform(-0.5, 0.5, len(h_t))
    reads = np.arctanh(h_t) - before @ W_h
    tried = differences(lambda h: np.tanh(reads + h @ W_h), before)
    np.testing.assert_allclose(KNOWN["rnn_jacobian"].oracle(h_t, W_h), tried, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("given", numbered("gradient_norms"))
def test_the_oracle_of_gradient_norms_agrees_with_finite_differences_from_each_state_to_the_last(given):
    states, W_h = given["states"], given["W_h"]
    reads = [np.arctanh(after) - before @ W_h for before, after in itertools.pairwise(states)]
    norms = KNOWN["gradient_norms"].oracle(states, W_h)
    assert norms.shape == (len(states),) and norms[-1] == pytest.approx(1)
    for t in range(len(states)):

        def last(h, t=t):
            for read in reads[t:]:
                h = np.tanh(read + h @ W_h)
            return h

        jacobian = differences(last, states[t])
        stretched = max(np.linalg.svd(jacobian, compute_uv=False))
        assert norms[t] == pytest.approx(stretched, rel=1e-4, abs=1e-9)


def test_gradients_are_measured_where_they_vanish_and_where_they_grow_and_stay_within_reach_of_float32():
    every = [KNOWN["gradient_norms"].oracle(**given) for given in drawn("gradient_norms")]
    assert any(norms[0] < 0.1 for norms in every) and any(norms[0] > 5 for norms in every)
    assert all(norms.min() > 1e-6 for norms in every)
    shapes = [given["states"].shape for given in drawn("gradient_norms")]
    assert any(T == H > 1 for T, H in shapes) and any(T == 1 < H for T, H in shapes) and (1, 1) in shapes
    assert len(set(shapes)) < len(shapes)
    assert all(
        case.how == Close(scale="entry") for case in KNOWN["gradient_norms"].cases + KNOWN["gradient_norms"].hidden
    )


@pytest.mark.parametrize("given", numbered("spectral_radius"))
def test_the_oracle_of_spectral_radius_is_what_high_powers_grow_by(given):
    W, radius = given["W"], KNOWN["spectral_radius"].oracle(**given)
    power, logarithm = W / max(np.linalg.norm(W), 1e-300), np.log(max(np.linalg.norm(W), 1e-300))
    for doublings in range(1, 41):
        power = power @ power
        size = np.linalg.norm(power)
        if size == 0:
            assert radius == pytest.approx(0, abs=1e-12)
            return
        power, logarithm = power / size, logarithm + np.log(size) / 2**doublings
    assert radius == pytest.approx(np.exp(logarithm), rel=1e-9)


def test_matrices_tell_eigenvalues_from_singular_values_and_come_with_complex_negative_and_no_eigenvalues():
    matrices = [given["W"] for given in drawn("spectral_radius")]
    values = [np.linalg.eigvals(W) for W in matrices]
    largest = [one[np.abs(one).argmax()] for one in values]
    assert any(abs(one.imag) > 0.1 for one in largest) and any(one.imag == 0 and one.real < 0 for one in largest)
    assert any(not np.abs(one).any() for one in values) and any(np.array_equal(W, W.T) and len(W) > 1 for W in matrices)
    radii = [np.abs(one).max() for one in values]
    assert any(radius < 1 < np.linalg.norm(W, 2) for radius, W in zip(radii, matrices)), "where both disagree"


@pytest.mark.parametrize("given", numbered("clip_by_global_norm"))
def test_the_oracle_of_clip_by_global_norm_keeps_the_direction_and_gives_the_norm_of_one_long_vector(given):
    grads, max_norm = given["grads"], given["max_norm"]
    clipped, norm = KNOWN["clip_by_global_norm"].oracle(grads, max_norm)
    before, after = (np.concatenate([one.ravel() for one in arrays]) for arrays in (grads, clipped))
    assert norm == pytest.approx(np.sqrt((before**2).sum()), abs=1e-12)
    assert np.linalg.norm(after) == pytest.approx(min(norm, max_norm), rel=1e-9)
    np.testing.assert_allclose(after * norm, before * np.linalg.norm(after), rtol=1e-9)


def test_gradients_come_too_large_together_only_and_small_and_zero_and_far_from_torchs_millionth():
    norms = [(KNOWN["clip_by_global_norm"].oracle(**given)[1], given) for given in drawn("clip_by_global_norm")]
    too_large = [(norm, given) for norm, given in norms if norm > given["max_norm"]]
    assert all(norm > 11 for norm, _ in too_large), "so that 1e-6 beside it is the same for every tolerance"
    assert any(0 < norm < given["max_norm"] for norm, given in norms) and any(norm == 0 for norm, _ in norms)
    assert any(all(np.linalg.norm(one) < given["max_norm"] for one in given["grads"]) for _, given in too_large)
    assert any(any(not one.any() for one in given["grads"]) for _, given in too_large)
    shapes = [[one.shape for one in given["grads"]] for _, given in norms]
    assert any(len(one) == 1 for one in shapes) and any(len(one) >= 3 for one in shapes)


@pytest.mark.parametrize("given", numbered("clip_by_value"))
def test_the_oracle_of_clip_by_value_brings_each_entry_by_itself_within_the_limit(given):
    for grad, clipped in zip(given["grads"], KNOWN["clip_by_value"].oracle(**given)):
        for before, after in zip(grad.flat, clipped.flat):
            assert after == (before if abs(before) <= given["limit"] else np.copysign(given["limit"], before))


def test_entries_lie_beyond_the_limit_on_both_sides_and_within_it():
    entries = [
        np.concatenate([one.ravel() for one in given["grads"]]) / given["limit"] for given in drawn("clip_by_value")
    ]
    beyond = [one for one in entries if np.abs(one).max() > 1]
    both = [one for one in beyond if one.min() < -1 and one.max() > 1]
    assert len(both) >= 4 and all((np.abs(one) < 1).any() for one in beyond)
    assert any(one.max() < 1 for one in beyond), "who asks only whether anything is too large clips nothing there"
    assert any(one.any() and np.abs(one).max() < 1 for one in entries) and any(not one.any() for one in entries)


@pytest.mark.parametrize("given", numbered("orthogonal_init"))
def test_the_oracle_of_orthogonal_init_makes_every_vector_gain_times_as_long(given):
    Q = KNOWN["orthogonal_init"].oracle(**given)
    vectors = np.random.default_rng(0).standard_normal((20, given["n"]))
    stretched = np.linalg.norm(vectors @ Q, axis=1) / np.linalg.norm(vectors, axis=1)
    assert stretched == pytest.approx(given["gain"], rel=1e-9)


def test_sizes_and_gains_come_with_two_seeds_and_gains_unlike_their_squares():
    cases = [case.inputs("orthogonal_init", PUBLIC_SEED) for case in KNOWN["orthogonal_init"].cases]
    settings = [(one["n"], one["gain"]) for one in cases]
    assert any(settings.count(one) == 2 for one in settings)
    assert all(gain not in (0, 1) for _, gain in settings) and {1, 2} <= {n for n, _ in settings}
    assert len({one["rng"].settings["seed"] for one in cases}) == len(cases)


def pieces_by_trying(x, targets, W_x, W_h, b, k):
    """Finite differences of the losses of all pieces, each started from the state that was carried to it."""
    entering, h = [], np.zeros_like(targets[:, 0])
    for t in range(x.shape[1]):
        entering.append(h)
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)

    def loss(weights):
        total = 0.0
        for start in range(0, x.shape[1], k):
            h = entering[start]
            for t in range(start, min(start + k, x.shape[1])):
                h = np.tanh(x[:, t] @ W_x + h @ weights + b)
                total += ((h - targets[:, t]) ** 2).sum()
        return np.array(total / targets.size)

    return differences(loss, W_h).reshape(W_h.shape)


@pytest.mark.parametrize("given", numbered("truncated_bptt_gradient"))
def test_the_oracle_of_truncated_bptt_agrees_with_finite_differences_of_pieces_whose_first_state_is_held(given):
    expected = pieces_by_trying(**given)
    np.testing.assert_allclose(
        KNOWN["truncated_bptt_gradient"].oracle(**given),
        expected,
        rtol=1e-5,
        atol=1e-7 * max(1, np.abs(expected).max()),
    )


def test_pieces_come_short_and_whole_and_longer_than_the_sequence_and_one_step_long():
    sizes = [(*one["targets"].shape, one["x"].shape[2], one["k"]) for one in drawn("truncated_bptt_gradient")]
    assert any(k == 1 < T for _, T, _, _, k in sizes) and any(k == T > 1 for _, T, _, _, k in sizes)
    assert any(k > T for _, T, _, _, k in sizes) and any(T % k and k < T for _, T, _, _, k in sizes)
    assert any(1 < k < T and T % k == 0 for _, T, _, _, k in sizes)
    assert any(B == T == H == D for B, T, H, D, _ in sizes) and any(len({B, T, H, D}) == 4 for B, T, H, D, _ in sizes)
    whole = [case.part for case, (_, T, _, _, k) in zip(KNOWN["truncated_bptt_gradient"].cases, sizes) if k >= T]
    assert whole and set(whole) == {"without a cut"}


def test_the_oracle_of_adam_step_called_again_and_again_is_torchs_adam():
    rng = np.random.default_rng(0)
    ours, m, v = rng.standard_normal((3, 2)), np.zeros((3, 2)), np.zeros((3, 2))
    theirs = torch.nn.Parameter(torch.from_numpy(ours.copy()))
    optimizer = torch.optim.Adam([theirs], lr=0.1, betas=(0.8, 0.9), eps=1e-3)
    for t in range(1, 8):
        grad = rng.standard_normal((3, 2))
        theirs.grad = torch.from_numpy(grad.copy())
        optimizer.step()
        ours, m, v = KNOWN["adam_step"].oracle(ours, grad, m, v, t, 0.1, 0.8, 0.9, 1e-3)
        np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-12)


@pytest.mark.parametrize("given", numbered("adam_step"))
def test_the_oracle_of_adam_step_is_the_formula_of_the_paper(given):
    param, grad, m, v, t, lr, beta1, beta2, eps = given.values()
    new, new_m, new_v = KNOWN["adam_step"].oracle(
        **{k: x.copy() if hasattr(x, "copy") else x for k, x in given.items()}
    )
    for i in np.ndindex(*param.shape):
        one = beta1 * m[i] + (1 - beta1) * grad[i]
        two = beta2 * v[i] + (1 - beta2) * grad[i] * grad[i]
        step = (one / (1 - beta1**t)) / ((two / (1 - beta2**t)) ** 0.5 + eps)
        assert (new_m[i], new_v[i]) == pytest.approx((one, two), rel=1e-12)
        assert new[i] == pytest.approx(param[i] - lr * step, rel=1e-9)


def test_steps_of_adam_begin_at_the_first_and_eps_is_large_enough_to_show_where_it_stands():
    given = drawn("adam_step")
    assert {one["t"] for one in given} >= {1, 2, 5} and all(1e-3 <= one["eps"] < 1 for one in given)
    assert all(not one["m"].any() and not one["v"].any() for one in given if one["t"] == 1)
    assert any((one["grad"] == 0).any() and one["t"] == 1 for one in given), "where leaving eps out divides by zero"
    assert any(one["beta1"] > one["beta2"] for one in given) and any(one["beta1"] < one["beta2"] for one in given)
