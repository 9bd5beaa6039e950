"""The training loop: its history, its progress, and what stops it."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from helpers.errors import UnrolledError
from helpers.text import Batches
from helpers.training import Adam, fit, train

X = torch.linspace(-1, 1, 20)[:, None]
Y = 3 * X + 1


def squared_error(model, rows):
    return ((model(X[rows]) - Y[rows]) ** 2).mean()


def line():
    torch.manual_seed(0)
    return torch.nn.Linear(1, 1)


def test_a_model_is_trained_in_place_and_the_history_keeps_losses_and_measures():
    model = line()
    measured = []

    def measure():
        measured.append(1)
        return {"held-out": len(measured) / 10}

    history = fit(model, squared_error, Batches(20, 8, np.random.default_rng(0)), epochs=60, lr=0.1, measure=measure)
    assert len(history.losses) == 180 and history.steps_per_epoch == [3] * 60
    assert model.weight.item() == pytest.approx(3, abs=0.05) and model.bias.item() == pytest.approx(1, abs=0.05)
    assert history.losses[-1] < 1e-2 < history.losses[0]
    assert [round(10 * epoch["held-out"]) for epoch in history.epochs] == list(range(1, 61))
    assert not history.stopped and not model.training
    assert repr(history).startswith("History of 180 steps: loss ") and "held-out 6" in repr(history)


def test_it_shows_its_progress_outside_of_notebooks_too(capsys):
    train(lambda batch: 0.5, [1, 2, 3], epochs=2, title="counting")
    shown = capsys.readouterr()
    assert "counting: 100%" in shown.out and "6/6" in shown.out and "loss=0.5" in shown.out
    assert shown.err == ""


def test_the_numpy_optimizer_is_torchs_adam():
    rng = np.random.default_rng(0)
    ours = {"W": rng.standard_normal((2, 3)), "b": rng.standard_normal(3)}
    theirs = {name: torch.tensor(array, requires_grad=True) for name, array in ours.items()}
    adam, reference = Adam(ours, lr=0.01), torch.optim.Adam(theirs.values(), lr=0.01)
    for _ in range(5):
        gradients = {name: rng.standard_normal(array.shape) for name, array in ours.items()}
        adam.step(gradients)
        for name, tensor in theirs.items():
            tensor.grad = torch.from_numpy(gradients[name])
        reference.step()
    for name, array in ours.items():
        np.testing.assert_allclose(array, theirs[name].detach().numpy(), rtol=1e-12)


def test_stop_keeps_the_model_and_what_was_seen(capsys):
    learned = []

    def step(batch):
        if batch == 3:
            raise KeyboardInterrupt
        learned.append(batch)
        return 1.0 / batch

    history = train(step, [1, 2, 3, 4], epochs=5)
    assert history.stopped and history.losses == [1.0, 0.5] and learned == [1, 2]
    assert "Stopped after 2 steps. The model keeps what it has learned." in capsys.readouterr().out
    assert history.plot().alt.startswith("The training loss goes from 1.000 to 0.500 in 2 steps")


def test_stop_in_torch_training_leaves_the_model_ready_to_use():
    model = line()
    before = model.weight.item()

    def stopping():
        yield np.arange(20)
        raise KeyboardInterrupt

    history = fit(model, squared_error, stopping(), lr=0.1)
    assert history.stopped and len(history.losses) == 1
    assert model.weight.item() != before and not model.training


@pytest.mark.parametrize("loss", [math.nan, math.inf])
def test_a_loss_that_is_not_finite_stops_with_one_sentence(loss):
    with pytest.raises(UnrolledError, match=f"The loss is {loss} at step 2: .*lower learning rate"):
        train(lambda batch: batch, [1.0, loss, 1.0])


def test_a_generator_that_is_used_up_is_told_and_not_passed_over():
    with pytest.raises(UnrolledError, match="no batch to go through in epoch 2"):
        train(lambda batch: 1.0, (n for n in range(3)), epochs=2)


def test_gradients_are_clipped_to_the_given_norm():
    model = line()
    seen = []

    class Watching(torch.optim.SGD):
        def step(self, closure=None):
            seen.append(math.hypot(model.weight.grad.item(), model.bias.grad.item()))
            return super().step(closure)

    optimizer = Watching(model.parameters(), lr=0.0)
    fit(model, squared_error, [np.arange(20)], clip=0.5, optimizer=optimizer)
    fit(model, squared_error, [np.arange(20)], optimizer=optimizer)
    assert seen[0] == pytest.approx(0.5, rel=1e-4) and seen[1] > 1


def test_the_plot_says_where_the_floor_is():
    history = train(lambda batch: batch, [3.0, 2.0], measure=lambda: {"held-out": 2.5})
    alt = history.plot(floors={"entropy": 1.5}).alt
    assert "held-out from 2.500 to 2.500" in alt and "entropy: 1.500" in alt


def test_torchs_threads_are_as_many_after_training_as_before():
    before = torch.get_num_threads()
    seen = []

    def loss(model, rows):
        seen.append(torch.get_num_threads())
        return squared_error(model, rows)

    fit(line(), loss, [np.arange(20)])
    assert seen == [1] and torch.get_num_threads() == before
