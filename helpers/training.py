"""A small training loop: it shows its progress, can be stopped at any time, and keeps a history to plot."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from tqdm import tqdm

from helpers.errors import UnrolledError
from helpers.plots.curves import training_curve
from helpers.plots.figure import Picture

Step = Callable[[Any], float]


@dataclass
class History:
    """What happened in training.

    losses: one per step; epochs: for each whole epoch the measures taken after it, by name
    steps_per_epoch: of each whole epoch
    stopped: whether it was interrupted; seconds: how long it took
    """

    losses: list[float] = field(default_factory=list)
    epochs: list[dict[str, float]] = field(default_factory=list)
    steps_per_epoch: list[int] = field(default_factory=list)
    stopped: bool = False
    seconds: float = 0.0

    def __repr__(self) -> str:
        if not self.losses:
            return "History of no steps"
        measured = "".join(f", {name} {value:.4g}" for name, value in (self.epochs or [{}])[-1].items())
        return f"History of {len(self.losses)} steps: loss {self.losses[0]:.4g} → {self.losses[-1]:.4g}{measured}"

    def plot(self, ylabel: str = "loss (nats)", floors: Mapping[str, float] | None = None, title: str = "") -> Picture:
        """Draw the losses and the measures of each epoch, with values to compare them with.

        floors: name → a value of the loss, drawn as a line across
        """
        ends = np.cumsum(self.steps_per_epoch)
        names = self.epochs[0] if self.epochs else {}
        measures = {name: (ends, [epoch[name] for epoch in self.epochs]) for name in names}
        return training_curve(self.losses, ylabel, floors, measures, title)


def train(
    step: Step,
    batches: Iterable[Any],
    epochs: int = 1,
    measure: Callable[[], Mapping[str, float]] | None = None,
    title: str = "training",
) -> History:
    """Call `step` on every batch, and show how far it is.

    step: changes the model a little and returns the batch's loss
    batches: gone through once in each epoch
    measure: called after each epoch; what it returns is kept and shown
    Stop (the button, or Ctrl+C) ends the training wherever it is; the model keeps what it has
    learned, and the history what was seen.
    Raises UnrolledError when a loss is not finite, which no later step could mend, and when
    there is nothing to go through.
    """
    history = History()
    started = time.perf_counter()
    total = len(batches) * epochs if hasattr(batches, "__len__") else None
    bar = tqdm(total=total, desc=title, unit="step", file=sys.stdout, ncols=96, mininterval=0.2)
    try:
        for epoch in range(1, epochs + 1):
            before = len(history.losses)
            for batch in batches:
                history.losses.append(_finite(float(step(batch)), len(history.losses) + 1))
                bar.update()
            if len(history.losses) == before:
                raise UnrolledError(
                    f"There is no batch to go through in epoch {epoch}: "
                    "give a list or a Batches, and no generator, which can be gone through only once."
                )
            history.steps_per_epoch.append(len(history.losses) - before)
            history.epochs.append(dict(measure()) if measure is not None else {})
            shown = history.epochs[-1] or {"loss": history.losses[-1]}
            bar.set_postfix({name: f"{value:.4g}" for name, value in shown.items()})
    except KeyboardInterrupt:
        history.stopped = True
    finally:
        bar.close()
        history.seconds = time.perf_counter() - started
    if history.stopped:
        print(f"Stopped after {len(history.losses)} steps. The model keeps what it has learned.")
    return history


def _finite(loss: float, number: int) -> float:
    if not math.isfinite(loss):
        raise UnrolledError(
            f"The loss is {loss} at step {number}: begin with a new model, and take a lower learning rate "
            "or clip the gradients."
        )
    return loss


def fit(
    model: torch.nn.Module,
    loss: Callable[..., torch.Tensor],
    batches: Iterable[Any],
    epochs: int = 1,
    lr: float = 1e-3,
    clip: float | None = None,
    measure: Callable[[], Mapping[str, float]] | None = None,
    optimizer: torch.optim.Optimizer | None = None,
    title: str = "training",
    threads: int = 1,
) -> History:
    """Train a torch model in place with Adam (or another optimizer).

    loss: takes the model and what one batch holds, and returns a 0-d tensor
    batches: of tuples of tensors (or NumPy arrays), which are moved to where the model is
    lr: the learning rate; clip: the largest norm that a step's gradient may have
    threads: that torch may use on the processor; with small models more than one gain nothing,
        and on a busy machine they wait for each other most of the time
    Otherwise like `train`.
    """
    optimizer = optimizer or torch.optim.Adam(model.parameters(), lr=lr)
    device = next(model.parameters()).device

    def step(batch: Any) -> float:
        parts = batch if isinstance(batch, (tuple, list)) else (batch,)
        model.train()
        optimizer.zero_grad()
        value = loss(model, *(torch.as_tensor(part).to(device) for part in parts))
        value.backward()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
        return value.item()

    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        return train(step, batches, epochs, measure, title)
    finally:
        torch.set_num_threads(before)
        model.eval()


class Adam:
    """Adam (Kingma and Ba, 2015) for NumPy arrays, which it changes in place. It is torch's own.

    parameters: float arrays by name; lr: the learning rate
    """

    def __init__(self, parameters: Mapping[str, np.ndarray], lr: float = 1e-3) -> None:
        self._shared = {name: torch.from_numpy(array) for name, array in parameters.items()}
        self._optimizer = torch.optim.Adam(self._shared.values(), lr=lr)

    def step(self, gradients: Mapping[str, np.ndarray]) -> None:
        """Take one step downhill. gradients: one for each parameter, of its shape."""
        for name, tensor in self._shared.items():
            tensor.grad = torch.from_numpy(np.ascontiguousarray(gradients[name], dtype=np.float64)).to(tensor.dtype)
        self._optimizer.step()
