"""Plots, diagrams and widgets: each says in words what it shows, and follows its controls."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.diagrams import rnn as diagrams
from helpers.plots import curves, rnn
from helpers.plots.softmax import softmax_bars
from helpers.widgets.rnn import echo_explorer, temperature_explorer, unroll_explorer
from helpers.widgets.softmax import softmax_explorer
from tests.pictures import assert_follows, assert_says

STATES = np.array([[0.1, -0.9], [0.4, 0.2], [0.8, -0.3]])
DAYS = np.array(["2020-01-01", "2020-01-02", "2020-01-03"], dtype="datetime64[D]")

PICTURES = {
    "softmax_bars": (softmax_bars(np.array([2.0, 0.0]), np.array([0.88, 0.12]), ["a", "b"]), "a: logit 2.0"),
    "training_curve": (
        curves.training_curve([3.0, 1.0], floors={"entropy": 0.5}, measures={"held-out": ([2], [1.25])}),
        "held-out from 1.250 to 1.250; entropy: 0.500",
    ),
    "compared": (
        curves.compared(
            {"a": ([1, 2], [3.0, 0.5]), "b": ([1, 2], [3.0, 2.0])}, "step", "loss", {"baseline": 2.5}, log=True
        ),
        "a: 3 at 1, 0.5 at 2; b: 3 at 1, 2 at 2; baseline: 2.5",
    ),
    "paired_bars": (
        curves.paired_bars(["x", "y"], np.array([0.1, 0.2]), np.array([0.3, 0.4]), ("one", "two"), "share"),
        "x: 0.100 and 0.300",
    ),
    "echo": (rnn.echo(np.array([0.8, 0.4, 0.2]), 0.5), "0.80 at the pulse, 0.40 one step later, and 0.20 after 2"),
    "state_heatmaps": (rnn.state_heatmaps({"reading": STATES}, ["a", "b", "c"]), "0.90 at a, 0.40 at b, 0.80 at c"),
    "step_by_step": (rnn.step_by_step(["on", "off"], STATES, 1, ["lamp", "age"]), "read: on. The state is lamp 0.40"),
    "nothing read": (rnn.step_by_step(["on", "off"], STATES, 0, ["lamp", "age"]), "Nothing has been read yet"),
    "reach": (rnn.reach({"small": np.array([0.01, 0.1, 1.0])}), "small: 1 at the last step, 0.01 2 steps before"),
    "temperature_bars": (
        rnn.temperature_bars(["a", "b"], np.array([0.5, 0.5]), 2.0),
        "entropy is 0.69 nats",
    ),
    "loss_by_place": (
        rnn.loss_by_place({"stateless": np.array([2.0, 0.3])}, 0.2, "title"),
        "stateless: 2.00 nats at the first place, 0.30 at the last",
    ),
    "forecasts": (
        rnn.forecasts(DAYS, np.array([1.0, 2, 3]), {"ours": np.array([1.0, 1, 2]), "same": np.ones(3)}, "dollars"),
        "lie 0.33 dollars apart, and 'ours' lies 0.67 from what came",
    ),
    "unrolled_rnn": (diagrams.unrolled_rnn(2), "drawn 2 times"),
    "kinds_of_networks": (
        diagrams.kinds_of_networks(),
        "many to one reads at steps (1, 2, 3) and answers at steps (3,)",
    ),
    "gradient_flow": (diagrams.gradient_flow(2), "lead back"),
    "bidirectional_rnn": (diagrams.bidirectional_rnn(("under", "the")), "The words under, the from left to right"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_in_words_what_it_shows(name):
    assert_says(*PICTURES[name])


def step(x_t, h_prev, W_x, W_h, b):
    return np.tanh(x_t @ W_x + h_prev @ W_h + b)


def forward(x, h_0, W_x, W_h, b):
    states = [h_0]
    for t in range(x.shape[1]):
        states.append(step(x[:, t], states[-1], W_x, W_h, b))
    return np.stack(states[1:], axis=1)


def softmax(z, temperature=1.0):
    e = np.exp((z - z.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


LATCH = (np.array([[0.0], [6.0], [-6.0]]), np.array([[2.5]]), np.zeros(1))
WIDGETS = {
    "softmax": (lambda: softmax_explorer(softmax), "fish", 3.0),
    "echo": (lambda: echo_explorer(step), "W_h", -0.5),
    "steps": (lambda: unroll_explorer(forward, np.eye(3)[[0, 1, 2]], LATCH, ["·", "on", "off"], ["lamp"]), "t", 3),
    "start": (
        lambda: unroll_explorer(forward, np.eye(3)[[0, 1, 2]], LATCH, ["·", "on", "off"], ["lamp"]),
        "start",
        1.0,
    ),
    "temperature": (lambda: temperature_explorer(softmax, np.array([2.0, 1.0, 0.0]), list("abc")), "temperature", 0.2),
}


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_follows_its_slider_and_has_a_picture_without_one(name):
    assert_follows(*WIDGETS[name])


def test_the_lamp_unit_keeps_what_the_switch_did_last():
    make, slider, _ = WIDGETS["steps"]
    widget = make()
    lamp = []
    for t in range(4):
        widget._controls[slider].value = t
        lamp.append(float(widget.picture().alt.rpartition("lamp ")[2].rstrip(".")))
    assert lamp[0] == -1 and lamp[1] < -0.9 and lamp[2] > 0.9 and lamp[3] < -0.9


def test_smoothing_takes_the_mean_of_each_window_and_never_nothing():
    steps, means = curves.smoothed([1.0, 3.0, 5.0, 7.0, 100.0], window=2)
    assert steps.tolist() == [2, 4] and means.tolist() == [2.0, 6.0]
    assert [one.tolist() for one in curves.smoothed([1.0, 3.0], window=50)] == [[2], [2.0]]
