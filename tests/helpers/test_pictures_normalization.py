"""The pictures of lecture 05 say in words what they show, and its widget follows its sliders."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch

from helpers.diagrams import normalization as diagrams
from helpers.plots import normalization as plots
from helpers.widgets.normalization import company_explorer
from tests.pictures import assert_follows, assert_says

HELD = np.array([[0.9, 0.9, 0.9], [0.9, 0.0, 0.0]])

PICTURES = {
    "company": (
        plots.company(np.array([[1.0, 0.0], [-1.0, 0.0]]), np.array([[0.5, 0.2], [0.5, 0.2]]), 2),
        "in 2 batches of 2. What batch norm makes of it moves with a standard deviation of 0.500 on average, "
        "what layer norm makes of it with one of 0.000",
    ),
    "spread_by_size": (
        plots.spread_by_size([2, 8], {"batch norm": [0.7, 0.35]}, "spread"),
        "batch norm: 0.7 at 2, 0.35 at 8",
    ),
    "running_values": (
        plots.running_values(np.array([1.0, 3.0, 2.0, 2.0]), {"running": np.array([0.1, 0.5, 1.0, 1.0])}, 2.0),
        "of all data 2.00. of each batch: spread 0.000; running: 0.10 after the first step, spread 0.000 later",
    ),
    "sequences_left": (
        plots.sequences_left(np.array([4.0, 2.0, 1.0]), np.array([0.5, 0.7, np.nan]), end=4, batch=4),
        "step 1: 4.0 left, error 0.50; step 2: 2.0 left, error 0.70; step 2: 2.0 left, error 0.70. From step 4 on",
    ),
    "latches": (plots.latches({"no dropout": HELD}), "no dropout: 100% hold it after the first step, 50% after step 3"),
    "held_out_curves": (
        plots.held_out_curves({"plain": ([5, 10], [1.5, 1.1], [1.6, 2.0])}, 1.24),
        "plain: held out at best 1.60 and 2.00 at the end, training 1.10. The floor is 1.240",
    ),
    "who_shares": (diagrams.who_shares(2, 3), "Two tables of 2 examples with 3 features"),
    "who_shares_over_time": (
        diagrams.who_shares_over_time((8, 7, 2)),
        "at step 7 only 2 sequences are left",
    ),
    "normalized_cell": (diagrams.normalized_cell(), "meet in a sum, a_t. It passes layer norm"),
    "where_dropout_acts": (diagrams.where_dropout_acts(3), "Two recurrent layers over 3 steps"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_in_words_what_it_shows(name):
    assert_says(*PICTURES[name])


def layer_norm(x, gamma, beta, eps):
    return torch.nn.functional.layer_norm(x, x.shape[-1:], gamma, beta, eps)


def batch_norm(x, gamma, beta, running_mean, running_var, momentum, eps, training):
    running = running_mean.clone(), running_var.clone()
    return torch.nn.functional.batch_norm(x, *running, gamma, beta, training, momentum, eps), *running


@pytest.mark.parametrize(("slider", "value"), [("size", 32), ("scale", 2.6)])
def test_the_widget_follows_its_sliders_and_has_a_picture_without_them(slider, value):
    assert_follows(lambda: company_explorer(layer_norm, batch_norm, draws=5), slider, value)


def test_the_larger_the_batch_the_less_batch_norm_moves_and_layer_norm_never_does():
    widget, batch, layer = company_explorer(layer_norm, batch_norm, draws=20), [], []
    for size in (2, 8, 64):
        widget._controls["size"].value = size
        moved = re.findall(r"(?:deviation|one) of (\d\.\d+)", widget.picture().alt)
        batch.append(float(moved[0]))
        layer.append(float(moved[1]))
    assert batch == sorted(batch, reverse=True) and batch[0] > 0.5 > 0.3 > batch[-1] and layer == [0.0] * 3
