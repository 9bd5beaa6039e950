"""Plots, diagrams and widgets of lecture 04: each says in words what it shows, and follows its controls."""

from __future__ import annotations

import ipywidgets
import numpy as np
import pytest
import torch

from helpers.diagrams import gru as diagrams
from helpers.packing import weights_of
from helpers.plots import gru
from helpers.plots.figure import Picture, new_axes
from helpers.widgets.explorer import Explorer
from helpers.widgets.gru import forms_explorer, hold_explorer
from tests.pictures import assert_follows, assert_says

STATES = np.array([[0.1, -0.9], [0.4, 0.2], [0.8, -0.3]])
WEIGHTS = np.array([[0.1, 0.2, 0.7, 0.0], [0.5, 0.3, 0.1, 0.1]])
UP_AND_DOWN = np.array([0.0, 1.0, 2.0, 1.0, -0.5])

PICTURES = {
    "gru_cell": (diagrams.gru_cell(), "multiplied by the matrix U_n first and by r after that"),
    "forms in boxes": (diagrams.two_forms(), "On the right the reset gate multiplies the state first"),
    "held": (gru.held(np.array([0.0, 0.8, 0.4]), 2, 0.0), "0.80 at step 2, where the number was read"),
    "two_forms": (gru.two_forms(STATES, STATES + 0.25, True, 1.5), "Chosen: reset after the product"),
    "the other form": (gru.two_forms(STATES, STATES + 0.25, False, 1.5), "differ by at most 0.250 over 3 steps"),
    "memory_lines": (
        gru.memory_lines({"z = 0.5": np.array([0.25, 0.25, 0.5])}),
        "0.25 for h_0, 0.25 for n_1, 0.5 for n_2",
    ),
    "memory_map": (gru.memory_map(WEIGHTS, [2]), "0.400 for step 2"),
    "nests": (gru.nests({"GRU": [1, 2, 2]}, [1, 2, 3], 2), "GRU: 2 at depth 2, 2 at depth 3"),
    "counters": (gru.counters({"LSTM": UP_AND_DOWN}, 1), "1.00 at depth 1, 2.00 at depth 2, -0.50 when all is closed"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_in_words_what_it_shows(name):
    assert_says(*PICTURES[name])


def step(x_t, h_prev, W, U, b_x, b_h, reset_after):
    x_r, x_z, x_n = (x_t @ W + b_x).chunk(3, dim=1)
    h_r, h_z, h_n = (h_prev @ U + b_h).chunk(3, dim=1)
    r, z = torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)
    H = h_prev.shape[1]
    n = torch.tanh(x_n + (r * h_n if reset_after else (r * h_prev) @ U[:, 2 * H :] + b_h[2 * H :]))
    return (1 - z) * n + z * h_prev


WIDGETS = {
    "hold": (lambda: hold_explorer(step), "bias", 6.0),
    "form": (lambda: forms_explorer(step), "reset_after", False),
    "reset": (lambda: forms_explorer(step), "reset", 8.0),
}


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_follows_its_control_and_has_a_picture_without_one(name):
    assert_follows(*WIDGETS[name])


def numbers(said: str, pattern: str) -> float:
    return float(said.partition(pattern)[2].split()[0].rstrip(";,."))


def test_the_larger_the_bias_of_z_the_more_of_the_number_is_held():
    widget, left = hold_explorer(step), []
    for bias in (0.0, 3.0, 6.0, 10.0):
        widget._controls["bias"].value = bias
        assert numbers(widget.picture().alt, "The state is ") == pytest.approx(0.8, abs=0.01)
        left.append(numbers(widget.picture().alt, "later and "))
    assert left[0] < 0.01 < left[1] < left[2] < left[3] and left[3] > 0.79 and left[2] > 0.7


def test_the_two_forms_are_nearly_one_where_the_reset_gate_is_open_and_not_where_it_is_shut():
    widget, apart = forms_explorer(step), []
    for bias in (-8.0, 8.0):
        widget._controls["reset"].value = bias
        apart.append(numbers(widget.picture().alt, "differ by at most "))
    assert apart[0] > 0.1 and apart[1] < 0.01


def test_a_control_that_is_true_or_false_is_a_check_box():
    def draw(whole: bool, count: int) -> Picture:
        return Picture(new_axes()[0], f"{whole!r} {count!r}")

    widget = Explorer(draw, {"whole": {"value": True, "description": "whole"}, "count": {"value": 1, "max": 3}})
    kinds = {name: type(control) for name, control in widget._controls.items()}
    assert kinds == {"whole": ipywidgets.Checkbox, "count": ipywidgets.IntSlider}
    widget._controls["whole"].value = False
    assert widget.picture().alt == "False 1"


def test_asking_the_step_itself_finds_the_update_gates():
    torch.manual_seed(0)
    weights = [part.double() for part in weights_of(torch.nn.GRU(3, 4))]
    W, U, b_x, b_h = weights
    x, h, expected = torch.randn(6, 3).double(), torch.zeros(1, 4).double(), []
    for x_t in x[:, None]:
        expected.append(torch.sigmoid((x_t @ W + b_x + h @ U + b_h)[:, 4:8]))
        h = step(x_t, h, *weights, True)
    assert torch.allclose(gru.gates_by_asking(step, x, *weights), torch.cat(expected))
