"""The exercises of lecture 04: a second oracle, what their cases cover, and odd answers, right and wrong."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from course.exercise import PUBLIC_SEED, exercises
from course.exercises.ready_made import RECURRENT
from course.keys import exercise_key, hidden_cases, public_cases
from course.outcomes import look, outcome, verdict_on
from course.written import as_answer
from helpers.checking.probes import observe
from helpers.checking.values import freeze
from helpers.packing import put_weights

KNOWN = exercises()
NAMES = ["gru_step", "gru_forward", "flip_update_gate", "candidate_weights", "count_gru_parameters"]


def key(name: str):
    return exercise_key(KNOWN[name], public_cases(KNOWN[name]), PUBLIC_SEED)


def drawn(name: str) -> list[dict]:
    """The inputs of every public case."""
    return [case.inputs(name, PUBLIC_SEED) for case in KNOWN[name].cases]


def sigmoid(a: float) -> float:
    return 1 / (1 + math.exp(-a)) if a >= 0 else math.exp(a) / (1 + math.exp(a))


def one_step(x, h, W, U, b_x, b_h, reset_after: bool) -> list[float]:
    """One step for one example, with Python's numbers alone."""
    D, H = len(x), len(h)

    def from_x(column):
        return b_x[column] + sum(x[d] * W[d][column] for d in range(D))

    def product(column, state):
        return sum(state[k] * U[k][column] for k in range(H))

    r = [sigmoid(from_x(j) + product(j, h) + b_h[j]) for j in range(H)]
    new = []
    for j in range(H):
        z = sigmoid(from_x(H + j) + product(H + j, h) + b_h[H + j])
        if reset_after:
            seen = r[j] * (product(2 * H + j, h) + b_h[2 * H + j])
        else:
            seen = product(2 * H + j, [r[k] * h[k] for k in range(H)]) + b_h[2 * H + j]
        new.append((1 - z) * math.tanh(from_x(2 * H + j) + seen) + z * h[j])
    return new


def plain(weights: dict) -> list[list]:
    return [weights[name].tolist() for name in ("W", "U", "b_x", "b_h")]


@pytest.mark.parametrize("case", [*KNOWN["gru_step"].cases, *KNOWN["gru_step"].hidden], ids=lambda case: case.title)
def test_the_oracle_of_gru_step_agrees_with_the_formula_number_by_number(case):
    given = case.inputs("gru_step", PUBLIC_SEED)
    expected = KNOWN["gru_step"].oracle(**given)
    for x, h, row in zip(given["x_t"].tolist(), given["h_prev"].tolist(), expected.tolist()):
        assert one_step(x, h, *plain(given), given["reset_after"]) == pytest.approx(row, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("case", KNOWN["gru_forward"].cases, ids=lambda case: case.title)
def test_the_oracle_of_gru_forward_agrees_with_steps_one_after_another(case):
    given = case.inputs("gru_forward", PUBLIC_SEED)
    expected = KNOWN["gru_forward"].oracle(**given)
    for sequence, h, rows in zip(given["x"].tolist(), given["h_0"].tolist(), expected.tolist()):
        for x, row in zip(sequence, rows):
            h = one_step(x, h, *plain(given), True)
            assert h == pytest.approx(row, rel=1e-9)


@pytest.mark.parametrize("reset_after", [True, False])
def test_flipped_weights_give_the_same_states_where_z_is_the_share_of_the_new(reset_after):
    for given in drawn("flip_update_gate"):
        D, H = len(given["W"]), len(given["U"])
        flipped = [one.tolist() for one in KNOWN["flip_update_gate"].oracle(**given)]
        x, h = np.linspace(-1, 1.5, D).tolist(), np.linspace(0.8, -0.6, H).tolist()
        expected = one_step(x, h, *plain(given), reset_after)
        in_torchs_way = one_step(x, h, *flipped, reset_after)
        # (1 − z)·n + z·h and z·n + (1 − z)·h add up to n + h, whatever z is; n does not depend on z.
        shut = [one.copy() for one in flipped[2:]]
        shut[0][H : 2 * H] = [-800.0] * H
        n = one_step(x, h, *flipped[:2], *shut, reset_after)
        other_way = [a + b - c for a, b, c in zip(n, h, in_torchs_way)]
        assert other_way == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_the_weights_are_those_of_a_real_units_last_state():
    for given in drawn("candidate_weights"):
        z = given["z"]
        weights = KNOWN["candidate_weights"].oracle(z)
        assert weights.shape == (len(z) + 1,) and weights.min() >= 0
        assert float(weights.sum()) == pytest.approx(1)
        values = np.random.default_rng(0).uniform(-1, 1, len(z) + 1)
        h = values[0]
        for n, gate in zip(values[1:], z.tolist()):
            h = (1 - gate) * n + gate * h
        assert float((weights.numpy() * values).sum()) == pytest.approx(h)


def test_the_count_is_that_of_a_grus_state_dict():
    for given in drawn("count_gru_parameters"):
        module = torch.nn.GRU(given["D"], given["H"], given["layers"], bidirectional=given["bidirectional"])
        assert KNOWN["count_gru_parameters"].oracle(**given) == sum(v.numel() for v in module.state_dict().values())


def test_steps_are_asked_for_in_both_forms_at_unlike_equal_and_single_sizes():
    for reset_after in (True, False):
        given = [one for one in drawn("gru_step") if one["reset_after"] is reset_after]
        sizes = [(len(one["x_t"]), *one["W"].shape) for one in given]
        assert any(len({B, D, columns // 3}) == 3 for B, D, columns in sizes)
        assert any(B == D == columns // 3 > 1 for B, D, columns in sizes) and (1, 1, 3) in sizes
        assert len(set(sizes)) < len(sizes), "two calls of one shape"
        assert any(not one["h_prev"].any() for one in given)
        ends = [one for one in given if one["b_x"].abs().max() > 100]
        assert ends and all((one["h_prev"].abs() > 0.1).all() for one in ends)
        for one in given:
            assert one["b_x"].abs().min() > 0.1 and one["b_h"].abs().min() > 0.1
    assert any(
        D == 3 * (columns // 3) and D > 3 for _, D, columns in [(0, *one["W"].shape) for one in drawn("gru_step")]
    )


def test_saturated_gates_come_in_every_combination():
    for one in drawn("gru_step"):
        if one["b_x"].abs().max() > 100:
            H = len(one["U"])
            pairs = set(zip(one["b_x"][:H].sign().tolist(), one["b_x"][H : 2 * H].sign().tolist()))
            assert len(pairs) == 4


def test_sequences_are_asked_for_in_unlike_and_in_equal_sizes():
    sizes = [(*one["x"].shape, one["h_0"].shape[1]) for one in drawn("gru_forward")]
    assert any(len(set(size)) == 4 for size in sizes) and (1, 1, 1, 1) in sizes
    assert any(B == T > 1 for B, T, _, _ in sizes) and any(D == H > 1 for _, _, D, H in sizes)
    assert any(T == 1 < B for B, T, _, _ in sizes) and len(set(sizes)) < len(sizes)


def test_gates_at_both_ends_come_first_last_and_between():
    given = [one["z"].tolist() for one in drawn("candidate_weights")]
    for end in (0.0, 1.0):
        assert any(end in z[1:-1] for z in given)
    assert any(z[0] == 0 for z in given) and any(z[-1] == 0 for z in given)
    assert any(set(z) == {1.0} for z in given) and any(set(z) == {0.0} for z in given)
    assert any(len(z) == 1 for z in given) and any(len(z) >= 100 for z in given)


def test_counts_are_asked_for_with_every_combination_of_layers_and_directions():
    given = drawn("count_gru_parameters")
    assert {(one["layers"] > 1, one["bidirectional"]) for one in given} == {
        (a, b) for a in (True, False) for b in (True, False)
    }
    assert any(one["D"] == one["H"] > 1 for one in given) and any(one["D"] == one["H"] == 1 for one in given)


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_needs_torch_alone_and_does_the_same_in_a_cell_of_its_own(name):
    exercise, made = KNOWN[name], key(name)
    wanted = [(one, ("passed", "")) for one in exercise.variants]
    wanted += [(one, ("failed", each.name)) for each in exercise.misconceptions for one in each.implementations]
    for implementation, right in wanted:
        namespace = {"torch": torch, "__name__": "__main__"}
        exec(as_answer(implementation, name).removeprefix("import torch\n"), namespace)
        assert outcome(made, namespace[name]) == right, implementation.__name__


READY_MADE = {
    "the module": "def f(x, h): return torch.nn.GRU(3, 4, batch_first=True)(x[:, None], h[None])[0]",
    "the cell": "def f(x, h): return torch.nn.GRUCell(3, 4)(x, h)",
    "the cell by another name": "from torch.nn import GRUCell as C\ndef f(x, h): return C(3, 4)(x, h)",
    "the cell's own module": "from torch.nn.modules.rnn import GRUCell\ndef f(x, h): return GRUCell(3, 4)(x, h)",
    "a cell made before": "cell = torch.nn.GRUCell(3, 4)\ndef f(x, h): return cell(x, h)",
    "the plain cell": "def f(x, h): return torch.nn.RNNCell(3, 4)(x, h)",
    "the LSTM's cell": "def f(x, h): return torch.nn.LSTMCell(3, 4)(x, (h, h))[0]",
    "the base class": "def f(x, h): return torch.nn.RNNBase('GRU', 3, 4)",
    "the cell's function": "def f(x, h): return torch.gru_cell(x, h, w, u, b, b)",
    "the plain cell's function": "def f(x, h): return torch.rnn_tanh_cell(x, h, w[:4], u[:4], b[:4], b[:4])",
    "the function of all steps": "def f(x, h): return torch.gru(x[None], h[None], [w, u, b, b], True, 1, 0.0, False, False, False)",
    "behind an underscore": "def f(x, h): return torch._VF.gru_cell(x, h, w, u, b, b)",
    "imported from there": "from torch import _VF\ndef f(x, h): return _VF.gru_cell(x, h, w, u, b, b)",
    "deeper down": "def f(x, h): return torch._C._VariableFunctions.gru_cell(x, h, w, u, b, b)",
    "an operator": "def f(x, h): return torch.ops.aten.gru_cell(x, h, w, u, b, b)",
    "an operator taken before": "op = torch.ops.aten.gru_cell\ndef f(x, h): return op(x, h, w, u, b, b)",
    "by its name as text": "def f(x, h): return getattr(torch, 'gru_' + 'cell')(x, h, w, u, b, b)",
    "the class by its name as text": "def f(x, h): return getattr(torch.nn, 'GRU' + 'Cell')(3, 4)(x, h)",
    "counted": "def f(x, h): return sum(p.numel() for p in torch.nn.GRU(3, 4).parameters())",
    "quantized": "def f(x, h): return torch.ao.nn.quantized.dynamic.GRUCell(3, 4)",
}
INPUTS = [{"x": freeze(torch.ones(2, 3, dtype=torch.float64)), "h": freeze(torch.ones(2, 4, dtype=torch.float64))}]


@pytest.mark.parametrize("source", READY_MADE.values(), ids=READY_MADE.keys())
def test_what_torch_has_ready_made_is_seen(source):
    wide = {"w": torch.ones(12, 3).double(), "u": torch.ones(12, 4).double(), "b": torch.ones(12).double()}
    namespace = {"__name__": "__main__", "torch": torch, **wide}
    exec(source, namespace)
    assert observe("call", namespace["f"], INPUTS, RECURRENT).by_hand


def test_the_parts_that_everybody_may_use_are_not_blamed():
    source = (
        "import torch.nn.functional as F\nfrom torch import Tensor, nn\n"
        "def f(x: Tensor, h): return torch.sigmoid(F.linear(x, torch.ones(4, 3))) + nn.Sigmoid()(h) + h.tanh() + nn.Linear(3, 4)(x)"
    )
    namespace = {"__name__": "__main__", "torch": torch}
    exec(source, namespace)
    assert observe("call", namespace["f"], INPUTS, RECURRENT).by_hand == ()


def test_counting_with_the_courses_own_networks_is_seen_too():
    source = "from helpers import networks\ndef f(D, H, n, both): return 3 * networks.count_weights(networks.Recurrent(D, H, 1))"
    namespace = {"__name__": "__main__"}
    exec(source, namespace)
    assert "helpers.networks" in look(key("count_gru_parameters"), namespace["f"]).by_hand


def test_torchs_own_cell_gives_the_right_numbers_and_still_does_not_pass():
    def cell(x_t, h_prev, W, U, b_x, b_h, reset_after):
        made = torch.nn.GRUCell(W.shape[0], U.shape[0])
        put_weights(made, W, U, b_x, b_h)
        return made(x_t, h_prev).detach()

    verdict = verdict_on(key("gru_step"), cell)
    assert not verdict.passed and "torch.nn.GRUCell" in verdict.reason


def test_an_answer_in_one_form_gets_that_forms_part_of_the_points():
    from course.exercises.gru.step_reset_mistakes import always_after, always_before

    for answer, part in (
        (always_after, "the reset after the product"),
        (always_before, "the reset before the product"),
    ):
        verdict = verdict_on(key("gru_step"), answer)
        assert verdict.parts == (part,) and verdict.points == 1


def biases_merged_where_they_may_be(x_t, h_prev, W, U, b_x, b_h, reset_after):
    H = h_prev.shape[1]
    both = b_x + b_h
    gates = torch.sigmoid(x_t @ W[:, : 2 * H] + h_prev @ U[:, : 2 * H] + both[: 2 * H])
    r, z = gates.tensor_split(2, dim=1)
    if reset_after:
        n = torch.tanh(x_t @ W[:, 2 * H :] + b_x[2 * H :] + r * (h_prev @ U[:, 2 * H :] + b_h[2 * H :]))
    else:
        n = torch.tanh(x_t @ W[:, 2 * H :] + (r * h_prev) @ U[:, 2 * H :] + both[2 * H :])
    return torch.where(z == 1, h_prev, n + z * (h_prev - n))


def with_numpy(x_t, h_prev, W, U, b_x, b_h, reset_after):
    x_t, h_prev, W, U, b_x, b_h = (one.numpy() for one in (x_t, h_prev, W, U, b_x, b_h))
    rows = [
        one_step(x, h, W.tolist(), U.tolist(), b_x.tolist(), b_h.tolist(), reset_after) for x, h in zip(x_t, h_prev)
    ]
    return torch.tensor(np.array(rows))


def all_biases_merged(x_t, h_prev, W, U, b_x, b_h, reset_after):
    return biases_merged_where_they_may_be(x_t, h_prev, W, U, b_x + b_h, torch.zeros_like(b_h), reset_after)


def reset_averaged_over_units(x_t, h_prev, W, U, b_x, b_h, reset_after):
    H = h_prev.shape[1]
    r, z = torch.sigmoid(x_t @ W + b_x + h_prev @ U + b_h)[:, : 2 * H].chunk(2, dim=1)
    r = r.mean(dim=1, keepdim=True)
    return (1 - z) * torch.tanh(x_t @ W[:, 2 * H :] + b_x[2 * H :] + r * (h_prev @ U[:, 2 * H :])) + z * h_prev


def minus_z_only_in_the_biases_moved(W, U, b_x, b_h):
    H = len(U)
    sign = torch.ones(3 * H)
    sign[H : 2 * H] = -1
    share = torch.zeros(3 * H)
    share[H : 2 * H] = 0.25
    return W * sign, U * sign, b_x * sign + share, b_h * sign - share


def sum_moved_out_of_balance(W, U, b_x, b_h):
    W, U, b_x, b_h = minus_z_only_in_the_biases_moved(W, U, b_x, b_h)
    return W, U, b_x, b_h + 0.01


def by_matrix_of_steps(z):
    weights = torch.eye(len(z) + 1)[0]
    for t, gate in enumerate(z):
        weights = gate * weights
        weights[t + 1] += 1 - gate
    return weights


def by_autograd(z):
    values = torch.zeros(len(z) + 1, requires_grad=True)
    h = values[0]
    for t, gate in enumerate(z):
        h = (1 - gate) * values[t + 1] + gate * h
    return torch.autograd.grad(h, values)[0]


def with_a_little_added_before_dividing(z):
    before = z.cumprod(0)
    return torch.cat([before[-1:], (1 - z) * (before[-1] + 1e-12) / (before + 1e-12)])


def as_one_product(D, H, layers, bidirectional):
    k = 2 ** int(bidirectional)
    return 3 * H * k * ((D + H + 2) + (layers - 1) * (k * H + H + 2))


def as_numpy_int(D, H, layers, bidirectional):
    return np.int64(as_one_product(D, H, layers, bidirectional))


def with_a_read_out(D, H, layers, bidirectional):
    return as_one_product(D, H, layers, bidirectional) + H + 1


ODD = [
    ("gru_step", biases_merged_where_they_may_be, True),
    ("gru_step", with_numpy, True),
    ("gru_step", all_biases_merged, False),
    ("gru_step", reset_averaged_over_units, False),
    ("flip_update_gate", minus_z_only_in_the_biases_moved, True),
    ("flip_update_gate", sum_moved_out_of_balance, False),
    ("candidate_weights", by_matrix_of_steps, True),
    ("candidate_weights", by_autograd, True),
    ("candidate_weights", with_a_little_added_before_dividing, False),
    ("count_gru_parameters", as_one_product, True),
    ("count_gru_parameters", as_numpy_int, True),
    ("count_gru_parameters", with_a_read_out, False),
]


@pytest.mark.parametrize(("name", "answer", "right"), ODD, ids=lambda value: getattr(value, "__name__", str(value)))
def test_odd_answers_pass_where_they_are_right_and_fail_where_they_are_not(name, answer, right):
    exercise = KNOWN[name]
    assert verdict_on(key(name), answer).passed is right
    hidden = exercise_key(exercise, hidden_cases(exercise), "another seed")
    assert verdict_on(hidden, answer).passed is right


def test_an_answer_whose_result_hangs_on_a_graph_passes_too():
    def answer(x, h_0, W, U, b_x, b_h):
        from course.exercises.gru.passes import states_of

        return states_of(x, h_0, W.clone().requires_grad_(), U, b_x, b_h)

    assert verdict_on(key("gru_forward"), answer).passed
