"""The pictures of lecture 03: each says in words what it shows, and the widget follows its gates."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from helpers.diagrams import lstm as diagrams
from helpers.packing import weights_of
from helpers.plots import lstm
from helpers.widgets.lstm import gate_explorer
from tests.pictures import assert_follows, assert_says

FORGET = np.array([[0.5, 1.0], [1.0, 0.5], [0.25, 0.75]])
CELLS = np.array([[1.5, -2.0], [0.5, 0.1], [0.0, 1.0]])

PICTURES = {
    "pulse": (
        lstm.pulse(np.array([0.0, 0.8, 0.4]), np.array([0.0, 0.3, 0.2]), 2, {"i": 0.8, "f": 0.5}),
        "i = 0.80, f = 0.50 and a pulse at step 2: the cell state is 0.80 at the pulse, 0.40 one step later",
    ),
    "gate_heatmaps": (
        lstm.gate_heatmaps({"forget gate f": FORGET, "cell state c": CELLS}, ["a", "b", "c"], ["x", "y", "z"]),
        "forget gate f, mean: 0.75, 0.75, 0.50; cell state c, mean size: 1.75, 0.30, 0.50",
    ),
    "gates_and_gains": (
        lstm.gates_and_gains({"input gate i": FORGET[:, 0]}, np.array([0.25, 0.25, 1.0]), [2], "one unit"),
        "input gate i: from 0.25 to 1.00, mean 0.58. The gain to the end is 0.25 at step 1, 0.25 at step 2",
    ),
    "lstm_cell": (diagrams.lstm_cell(), "c_t = f_t c_{t-1} + i_t g_t and of h_t = o_t tanh(c_t)"),
    "four_ways": (diagrams.four_ways(), "way 2 goes through U_f and the forget gate"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_in_words_what_it_shows(name):
    assert_says(*PICTURES[name])


def test_the_drawing_of_the_cell_has_every_symbol_of_its_formulas():
    axes, beside = diagrams.lstm_cell().figure.axes
    drawn = {text.get_text() for text in axes.texts}
    assert {"$c_{t-1}$", "$c_t$", "$h_{t-1}$", "$h_t$", "$x_t$", "$f_t$", "$i_t$", "$g_t$", "$o_t$"} <= drawn
    assert [text.get_text() for text in axes.texts].count(r"$\sigma$") == 3
    assert [text.get_text() for text in axes.texts].count(r"$\tanh$") == 2
    assert [text.get_text() for text in axes.texts].count("×") == 3
    formulas = {text.get_text() for text in beside.texts}
    assert {"$f_t$", "$i_t$", "$g_t$", "$o_t$", "$c_t$", "$h_t$"} <= formulas


def step(x_t, h_prev, c_prev, W, U, b):
    """One step, by torch's own cell."""
    cell = torch.nn.LSTMCell(len(W), len(U), dtype=x_t.dtype)
    with torch.no_grad():
        for own, given in zip(cell.parameters(), (W.T, U.T, b, torch.zeros_like(b))):
            own.copy_(given)
        return cell(x_t, (h_prev, c_prev))


@pytest.mark.parametrize(("slider", "value"), [("i", 0.2), ("f", 1.0), ("o", 0.9)])
def test_the_widget_follows_each_of_its_gates_and_has_a_picture_without_one(slider, value):
    assert_follows(lambda: gate_explorer(step), slider, value)


def test_an_open_forget_gate_keeps_the_pulse_and_a_shut_one_loses_it_at_once():
    widget = gate_explorer(step)
    widget._controls["f"].value, widget._controls["i"].value = 1.0, 1.0
    assert "the cell state is 1.00 at the pulse, 1.00 one step later and 1.00 at step 25" in widget.picture().alt
    widget._controls["f"].value = 0.0
    assert "the cell state is 1.00 at the pulse, 0.00 one step later and 0.00" in widget.picture().alt
    widget._controls["o"].value = 0.0
    assert "the hidden state is 0.00, 0.00 and 0.00" in widget.picture().alt


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_gates_found_by_asking_are_those_of_the_formulas(dtype):
    torch.manual_seed(0)
    network = torch.nn.LSTM(3, 4, batch_first=True, dtype=dtype)
    W, U, b_x, b_h = weights_of(network)
    x = 2 * torch.randn(7, 3, dtype=dtype)
    found = lstm.gates_by_asking(step, x, W, U, b_x + b_h)
    states = network(x[None])[0][0].detach()
    before = torch.cat([torch.zeros(1, 4, dtype=dtype), states[:-1]])
    sums = (x @ W + before @ U + b_x + b_h).reshape(7, 4, 4)
    for place, name in ((0, "input gate i"), (1, "forget gate f"), (3, "output gate o")):
        np.testing.assert_allclose(found[name], torch.sigmoid(sums[:, place]).numpy(), atol=1e-5)
    np.testing.assert_allclose(found["hidden state h"], states.numpy(), atol=1e-5)
    shown = torch.sigmoid(sums[:, 3]) * torch.tanh(torch.from_numpy(found["cell state c"]))
    np.testing.assert_allclose(shown.numpy(), states.numpy(), atol=1e-5)
