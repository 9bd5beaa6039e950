"""Weights go to torch's modules and back, and a function by hand then does what the module does."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from helpers import networks, packing
from helpers.data.adding import BASELINE, adding_problem
from helpers.errors import UnrolledError


@pytest.mark.parametrize("kind", [nn.RNN, nn.LSTM, nn.GRU, nn.RNNCell, nn.LSTMCell, nn.GRUCell])
def test_weights_come_back_as_they_were_put(kind):
    one, other = kind(3, 5), kind(3, 5)
    W, U, b_x, b_h = packing.weights_of(one)
    gates = {"RNN": 1, "LSTM": 4, "GRU": 3}[kind.__name__.removesuffix("Cell")]
    assert W.shape == (3, gates * 5) and U.shape == (5, gates * 5) and b_x.shape == b_h.shape == (gates * 5,)
    packing.put_weights(other, W, U, b_x, b_h)
    for a, b in zip(one.parameters(), other.parameters()):
        assert torch.equal(a, b)
    packing.put_weights(other, W, U, b_x)
    assert not list(other.parameters())[3].any()


def test_what_does_not_fit_is_said():
    with pytest.raises(UnrolledError, match="one layer, one direction and biases"):
        packing.weights_of(nn.LSTM(3, 5, num_layers=2))
    W, U, b_x, b_h = packing.weights_of(nn.GRU(3, 5))
    with pytest.raises(UnrolledError, match=r"W has the shape \(3, 15\), and this LSTM takes \(3, 20\)"):
        packing.put_weights(nn.LSTM(3, 5), W, U, b_x, b_h)


def rnn(x, h_0, W, U, b_x, b_h):
    h, states = h_0, []
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ W + b_x + h @ U + b_h)
        states.append(h)
    return torch.stack(states, dim=1)


@pytest.mark.parametrize("many_to_one", [True, False])
def test_a_network_by_hand_computes_and_learns_what_torchs_does(many_to_one):
    torch.manual_seed(0)
    theirs = networks.Recurrent(2, 4, 3, many_to_one=many_to_one).double()
    ours = networks.ReadOut(networks.ByHand(rnn, theirs.reader), 4, 3, many_to_one).double()
    ours.out.load_state_dict(theirs.out.state_dict())
    x = torch.randn(5, 6, 2).double()
    for model in (theirs, ours):
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for _ in range(3):
            optimizer.zero_grad()
            (model(x) ** 2).mean().backward()
            optimizer.step()
    assert theirs(x).shape == ((5, 3) if many_to_one else (5, 6, 3))
    assert torch.allclose(theirs(x), ours(x))
    assert networks.count_weights(theirs) == networks.count_weights(ours)


@pytest.mark.parametrize("T", [2, 9, 100])
def test_the_adding_problem_marks_one_number_in_each_half_and_has_the_stated_baseline(T):
    x, y = adding_problem(20_000, T, np.random.default_rng(0))
    assert x.shape == (20_000, T, 2) and x.dtype == y.dtype == np.float32
    numbers, marks = x[..., 0], x[..., 1]
    assert (marks[:, : T // 2].sum(axis=1) == 1).all() and (marks[:, T // 2 :].sum(axis=1) == 1).all()
    assert np.allclose(y, (numbers * marks).sum(axis=1))
    assert ((y - 1) ** 2).mean() == pytest.approx(BASELINE, rel=0.03)
    assert marks.mean(axis=0).min() > 0, "every step is marked in some sequence"


@pytest.mark.parametrize("kind", [nn.RNN, nn.LSTM, nn.GRU])
def test_networks_are_compared_at_as_many_weights_as_the_budget_allows(kind):
    def build(units):
        return networks.Recurrent(3, units, 2, kind=kind)

    found = networks.widest(build, 1000)
    units = found.out.in_features
    assert networks.count_weights(found) <= 1000 < networks.count_weights(build(units + 1))
