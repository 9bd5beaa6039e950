"""The exercises of lecture 03: odd answers, right ones and wrong ones, and answers that leave the work to torch."""

from __future__ import annotations

import pytest

from course.exercise import PUBLIC_SEED, exercises
from course.keys import exercise_key, public_cases
from course.outcomes import verdict_on

KNOWN = exercises("course.exercises.lstm")


def key_of(name: str):
    return exercise_key(KNOWN[name], public_cases(KNOWN[name]), PUBLIC_SEED)


def defined(source: str):
    """The last function that a cell defines, as in a notebook."""
    namespace = {"__name__": "__main__"}
    exec("import math\nimport numpy as np\nimport torch\n" + source, namespace)
    return namespace["answer"]


SUM = "x_t @ W + h_prev @ U + b"
RIGHT = {
    ("lstm_step", "a list, and linear layers"): """
def answer(x_t, h_prev, c_prev, W, U, b, tanh=torch.tanh):
    total = torch.nn.functional.linear(x_t, W.T, b) + torch.nn.functional.linear(h_prev, U.T)
    i, f, g, o = torch.split(total, total.shape[1] // 4, dim=-1)
    c = torch.sigmoid(f).mul(c_prev).add(torch.sigmoid(i) * tanh(g))
    return [torch.sigmoid(o) * tanh(c), c]""",
    ("lstm_step", "without gradients, and a print"): f"""
def answer(x_t, h_prev, c_prev, W, U, b):
    with torch.no_grad():
        i, f, g, o = ({SUM}).chunk(4, 1)
        print(i.shape)
        c = f.sigmoid() * c_prev + i.sigmoid() * g.tanh()
        return o.sigmoid() * c.tanh(), c""",
    ("lstm_forward", "through NumPy on the way"): """
def answer(x, h_0, c_0, W, U, b):
    h, c, out = h_0.numpy(), c_0.numpy(), []
    for x_t in x.numpy().swapaxes(0, 1):
        i, f, g, o = np.split(x_t @ W.numpy() + h @ U.numpy() + b.numpy(), 4, axis=1)
        i, f, o = (1 / (1 + np.exp(-z)) for z in (i, f, o))
        c = f * c + i * np.tanh(g)
        h = o * np.tanh(c)
        out.append(h)
    return torch.from_numpy(np.stack(out, axis=1)), (torch.from_numpy(h), torch.from_numpy(c))""",
    ("count_lstm_parameters", "a NumPy integer"): """
def answer(D, H, layers, bidirectional, two_biases):
    widths = np.array([D] + [H * (1 + bidirectional)] * (layers - 1))
    return (4 * H * (widths + H + 1 + two_biases) * (1 + bidirectional)).sum()""",
    ("direct_path_gains", "recorded from the end"): """
def answer(f):
    gains = [torch.ones_like(f[:, 0])]
    while len(gains) < f.shape[1]:
        gains.insert(0, gains[0] * f[:, -len(gains)])
    return torch.stack(gains, dim=1)""",
    ("set_forget_bias", "filled by index"): """
def answer(b, value):
    H = b.numel() // 4
    return b.index_fill(0, torch.arange(H, 2 * H), value)""",
}


@pytest.mark.parametrize(("name", "what"), RIGHT, ids=[f"{name}: {what}" for name, what in RIGHT])
def test_an_odd_right_answer_passes(name, what):
    verdict = verdict_on(key_of(name), defined(RIGHT[name, what]))
    assert verdict.passed, verdict


WRONG = {
    ("lstm_step", "gates of the next step's state"): f"""
def answer(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = ({SUM}).chunk(4, 1)
    c = f.sigmoid() * c_prev + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c.tanh().atanh() * (1 + 1e-3)""",
    ("lstm_step", "hard sigmoids"): f"""
def answer(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = ({SUM}).chunk(4, 1)
    i, f, o = (torch.clamp(0.2 * z + 0.5, 0, 1) for z in (i, f, o))
    c = f * c_prev + i * g.tanh()
    return o * c.tanh(), c""",
    ("lstm_step", "exponentials that overflow"): f"""
def answer(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = ({SUM}).chunk(4, 1)
    i, f, o = (torch.exp(z) / (1 + torch.exp(z)) for z in (i, f, o))
    c = f * c_prev + i * g.tanh()
    return o * c.tanh(), c""",
    ("lstm_step", "a cell state kept between −2 and 2"): f"""
def answer(x_t, h_prev, c_prev, W, U, b):
    i, f, g, o = ({SUM}).chunk(4, 1)
    c = (f.sigmoid() * c_prev + i.sigmoid() * g.tanh()).clamp(-2, 2)
    return o.sigmoid() * c.tanh(), c""",
    ("lstm_forward", "a memory between calls"): """
memory = {}
def answer(x, h_0, c_0, W, U, b):
    h, c, out = memory.get(h_0.shape, h_0), c_0, []
    for x_t in x.unbind(1):
        i, f, g, o = (x_t @ W + h @ U + b).chunk(4, 1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        out.append(h)
    memory[h_0.shape] = h
    return torch.stack(out, 1), (h, c)""",
    ("count_lstm_parameters", "a float"): """
def answer(D, H, layers, bidirectional, two_biases):
    d = 1 + bidirectional
    return 4.0 * H * d * (D + H + 1 + two_biases + (layers - 1) * (d * H + H + 1 + two_biases))""",
    ("direct_path_gains", "gates kept away from 0 by a hundredth"): """
def answer(f):
    logs = torch.log(f.clamp(min=0.01))
    shifted = torch.cat([logs[:, 1:], torch.zeros_like(logs[:, :1])], 1)
    return shifted.flip(1).cumsum(1).flip(1).exp()""",
    ("set_forget_bias", "the whole bias turned into a list"): """
def answer(b, value):
    numbers, H = b.tolist(), len(b) // 4
    numbers[H : 2 * H] = [value] * H
    return numbers""",
    ("cell_jacobian_terms", "halves of the sum"): """
def answer(x_t, c_prev, o_prev, W, U, b):
    i, f, g, o = (x_t @ W + (o_prev * c_prev.tanh()) @ U + b).chunk(4)
    one = torch.diag(f.sigmoid())
    return one / 2, one / 2, one / 2, one / 2""",
}


@pytest.mark.parametrize(("name", "what"), WRONG, ids=[f"{name}: {what}" for name, what in WRONG])
def test_an_odd_wrong_answer_fails(name, what):
    assert not verdict_on(key_of(name), defined(WRONG[name, what])).passed


PUT = """
    with torch.no_grad():
        for own, given in zip(cell.parameters(), (W.T, U.T, b, 0 * b)):
            own.copy_(given)"""
ALL = "x_t, (h_prev, c_prev), W.T.contiguous(), U.T.contiguous(), b, 0 * b"
READY_MADE = {
    "the cell": f"cell = torch.nn.LSTMCell(len(W), len(U)){PUT}\n        return cell(x_t, (h_prev, c_prev))",
    "the cell, by a computed name": f"cell = getattr(torch.nn, 'LSTM' + 'Cell')(len(W), len(U)){PUT}\n"
    "        return cell(x_t, (h_prev, c_prev))",
    "the layer": f"cell = torch.nn.LSTM(len(W), len(U), batch_first=True){PUT}\n"
    "        h, (_, c) = cell(x_t[:, None], (h_prev[None], c_prev[None]))\n        return h[:, 0], c[0]",
    "its module": f"from torch.nn.modules.rnn import LSTMCell as Cell\n    cell = Cell(len(W), len(U)){PUT}\n"
    "        return cell(x_t, (h_prev, c_prev))",
    "the function": f"return torch.lstm_cell({ALL})",
    "the function behind it": f"return torch._VF.lstm_cell({ALL})",
    "the functions' own home": f"return torch._C._VariableFunctions.lstm_cell({ALL})",
    "the routine for processors": "i = (h_prev, c_prev)\n"
    "    ws = W.T.contiguous(), U.T.contiguous(), b, 0 * b\n"
    "    ws = [one.float() for one in ws]\n    x, h, c = (one.float()[None] for one in (x_t, *i))\n"
    "    _, h, c, _ = torch.mkldnn_rnn_layer(x, *ws, h[0], c[0], False, [], 2, len(U), 1, True, False, True, False)\n"
    "    return h, c",
    "the operator": f"return torch.ops.aten.lstm_cell({ALL.replace('(h_prev, c_prev)', '[h_prev, c_prev]')})",
}


@pytest.mark.parametrize("body", READY_MADE.values(), ids=READY_MADE.keys())
def test_torchs_own_lstm_is_seen_under_whatever_name(body):
    verdict = verdict_on(key_of("lstm_step"), defined(f"def answer(x_t, h_prev, c_prev, W, U, b):\n    {body}"))
    assert all(case.passed for case in verdict.cases), "it computes the right thing"
    assert not verdict.passed and "writing that by hand is the exercise" in verdict.reason


AUTOGRAD = {
    "jacobian": "torch.autograd.functional.jacobian({way}, c_prev)",
    "jacrev": "torch.func.jacrev({way})(c_prev)",
    "jacfwd": "torch.func.jacfwd({way})(c_prev)",
    "vjp": "torch.stack([torch.func.vjp({way}, c_prev)[1](row)[0] for row in torch.eye(len(c_prev))])",
    "grad": "torch.stack([torch.autograd.grad({way}(leaf)[k], leaf)[0] for k in range(len(c_prev))])",
    "backward": "torch.stack([slope({way}, k, c_prev) for k in range(len(c_prev))])",
    "the engine": "torch.stack([torch.autograd.graph._engine_run_backward("
    "({way}(leaf)[k],), (torch.ones(()).double(),), False, False, (leaf,), True, accumulate_grad=False)[0] "
    "for k in range(len(c_prev))])",
}


@pytest.mark.parametrize("found", AUTOGRAD.values(), ids=AUTOGRAD.keys())
def test_torchs_own_gradients_are_seen_under_whatever_name(found):
    source = f"""
def slope(way, k, c):
    leaf = c.clone().requires_grad_()
    way(leaf)[k].backward()
    return leaf.grad

def answer(x_t, c_prev, o_prev, W, U, b):
    def way_of(number):
        def way(c):
            cs = [c if k == number else c_prev for k in range(4)]
            sums = [(x_t @ W + (o_prev * one.tanh()) @ U + b).chunk(4)[k] for one, k in zip(cs[1:], (1, 0, 2))]
            return sums[0].sigmoid() * cs[0] + sums[1].sigmoid() * sums[2].tanh()
        return way
    leaf = c_prev.clone().requires_grad_()
    terms = []
    for way in map(way_of, range(4)):
        terms.append({found.format(way="way")})
    return tuple(terms)"""
    verdict = verdict_on(key_of("cell_jacobian_terms"), defined(source))
    assert all(case.passed for case in verdict.cases), "it computes the right thing"
    assert not verdict.passed and "writing that by hand is the exercise" in verdict.reason


def test_counting_by_building_torchs_module_does_not_pass():
    source = """
def answer(D, H, layers, bidirectional, two_biases):
    built = torch.nn.LSTM(D, H, layers, bidirectional=bidirectional)
    return sum(p.numel() for n, p in built.named_parameters() if two_biases or "bias_hh" not in n)"""
    verdict = verdict_on(key_of("count_lstm_parameters"), defined(source))
    assert all(case.passed for case in verdict.cases)
    assert not verdict.passed and "torch.nn.LSTM" in verdict.reason
