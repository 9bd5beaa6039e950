"""The pictures and widgets of lecture 02: each says in words what it shows, and follows its controls."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.diagrams import gradients as diagrams
from helpers.plots import gradients
from helpers.widgets.gradients import powers_explorer, radius_explorer
from tests.pictures import assert_follows, assert_says

PICTURES = {
    "gradients_over_time": (
        gradients.gradients_over_time(
            {"left": {"tanh": np.array([1e-9, 1e-3, 1.0])}, "right": {"GRU": np.array([0.5, 0.7, 1.0])}},
            limits=(1e-6, 2),
        ),
        "tanh: 1e-09 at t = 1, 1 at t = 3; GRU: 0.5 at t = 1, 1 at t = 3",
    ),
    "norms_and_bound": (
        gradients.norms_and_bound(np.array([0.25, 0.5, 1.0]), 0.5, 1.5),
        "is 1 at t = 3 and 0.25 at t = 1; the bound there is 2.2",
    ),
    "powers": (
        gradients.powers(np.array([1.0, 3.0, 2.0, 0.1]), 0.8, 3.0),
        "largest at k = 1, with 3, and 0.1 at k = 3",
    ),
    "wall": (
        gradients.wall(np.linspace(0, 2, 5), np.array([1.0, 1, 0.5, 0, 0]), 1.0, -40.0, {"as it is": 9.0, "cut": 1.1}),
        "at w = 1 its slope is -40. as it is: the step ends at w = 9; cut: the step ends at w = 1.1",
    ),
    "clipped_arrows": (
        gradients.clipped_arrows(np.array([3.0, 1.0]), {"a": np.array([0.6, 0.2]), "b": np.array([1.0, 1.0])}, 1.0),
        "a is turned by 0 degrees; b is turned by 27 degrees",
    ),
    "valley": (
        gradients.valley((1.0, 30.0), {"SGD": np.array([[4.0, 1.0], [3.0, -0.5]]), "Adam": np.array([[4.0, 1.0]])}),
        "SGD is at (3.00, -0.50) after 1 steps; Adam is at (4.00, 1.00) after 0 steps",
    ),
    "errors_by_length": (
        gradients.errors_by_length({"clipped": {"tanh": [0.1, 0.2]}, "not": {"tanh": [0.3, 0.4]}}, (10, 30), 1 / 6),
        "baseline of 0.167. tanh clipped at T = 10: 0.100; tanh not at T = 10: 0.300; tanh clipped at T = 30: 0.200",
    ),
    "jacobian_chain": (diagrams.jacobian_chain(4), "multiplied by J_4, J_3, J_2, in this order"),
    "truncated_flow": (diagrams.truncated_flow(7, 3), "but not from the steps 3, 6, where the way back is cut"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_in_words_what_it_shows(name):
    assert_says(*PICTURES[name])


def radius(W):
    return float(np.abs(np.linalg.eigvals(W)).max())


def norms(states, W_h):
    found, product = [1.0], np.eye(len(W_h))
    for h_t in states[:0:-1]:
        product = product @ np.diag(1 - h_t**2) @ W_h.T
        found.insert(0, np.linalg.norm(product, 2))
    return np.array(found)


WIDGETS = {
    "radius": (lambda: radius_explorer(norms, radius), "radius", 1.5),
    "size": (lambda: radius_explorer(norms, radius), "size", 0.8),
    "a": (lambda: powers_explorer(radius), "a", 0.95),
    "c": (lambda: powers_explorer(radius), "c", 0.0),
}


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_follows_its_slider_and_has_a_picture_without_one(name):
    assert_follows(*WIDGETS[name])


def first_norm(widget, **values) -> float:
    """The norm at t = 1 that the widget's picture names for these settings."""
    for name, value in values.items():
        widget._controls[name].value = value
    return float(widget.picture().alt.split(" and ")[-1].split(" at t = 1")[0])


def test_without_inputs_the_border_is_a_spectral_radius_of_one_and_inputs_stop_the_explosion():
    widget = radius_explorer(norms, radius)
    assert first_norm(widget, radius=0.7, size=0.0) < 1e-4
    assert first_norm(widget, radius=1.5, size=0.0) > 1e4
    assert first_norm(widget, radius=1.5, size=1.0) < 1


def test_at_a_radius_below_one_the_gradient_vanishes_although_the_largest_singular_value_is_above():
    widget = radius_explorer(norms, radius)
    assert first_norm(widget, radius=0.9, size=0.1) < 0.05
    largest = float(widget.picture().alt.split("singular value of ")[1].split(",")[0])
    assert largest > 1.2
