"""Small ready-made networks that the lectures train and compare; torch finds their gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from helpers import packing


def _two_layers(inputs: int, hidden: int, outputs: int) -> nn.Module:
    return nn.Sequential(nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, outputs))


class MeanOverTime(nn.Module):
    """A feed-forward network that reads the mean of all steps: x (B, T, D) → (B, C)."""

    def __init__(self, D: int, hidden: int, C: int) -> None:
        super().__init__()
        self.layers = _two_layers(D, hidden, C)

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x.mean(dim=1))


class SideBySide(nn.Module):
    """A feed-forward network that reads the last `steps` steps side by side: x (B, T, D) → (B, C), T ≥ steps."""

    def __init__(self, D: int, hidden: int, C: int, steps: int) -> None:
        super().__init__()
        self.steps = steps
        self.layers = _two_layers(steps * D, hidden, C)

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x[:, -self.steps :].flatten(start_dim=1))


class Convolution(nn.Module):
    """Looks for patterns `width` steps long, anywhere, and keeps the strongest match: x (B, T, D) → (B, C), T ≥ width."""

    def __init__(self, D: int, hidden: int, C: int, width: int = 5) -> None:
        super().__init__()
        self.patterns = nn.Conv1d(D, hidden, width)
        self.out = nn.Linear(hidden, C)

    def forward(self, x: Tensor) -> Tensor:
        matches = torch.tanh(self.patterns(x.transpose(1, 2)))  # (B, hidden, T − width + 1)
        return self.out(matches.amax(dim=2))


class ReadOut(nn.Module):
    """A network that reads sequences, and a linear layer on its states.

    reader: x (B, T, D) → (states (B, T, width), anything else), as torch.nn.RNN, LSTM and GRU are with batch_first
    many_to_one: x (B, T, D) → (B, C), from the last state; otherwise → (B, T, C)
    """

    def __init__(self, reader: nn.Module, width: int, C: int, many_to_one: bool = False) -> None:
        super().__init__()
        self.reader = reader
        self.out = nn.Linear(width, C)
        self.many_to_one = many_to_one

    def forward(self, x: Tensor) -> Tensor:
        states, _ = self.reader(x)  # (B, T, width)
        return self.out(states[:, -1] if self.many_to_one else states)


class Recurrent(ReadOut):
    """One of torch's own recurrent networks, and a read-out.

    kind: torch.nn.RNN, torch.nn.LSTM or torch.nn.GRU; settings: further ones of it
    bidirectional: read from both ends, with half of the hidden units for each
    """

    def __init__(
        self,
        D: int,
        hidden: int,
        C: int,
        bidirectional: bool = False,
        many_to_one: bool = False,
        kind: type[nn.RNNBase] = nn.RNN,
        **settings: Any,
    ) -> None:
        if bidirectional and many_to_one:
            raise ValueError("the last state has read backwards only one step; use one of bidirectional, many_to_one")
        units = hidden // 2 if bidirectional else hidden
        reader = kind(D, units, batch_first=True, bidirectional=bidirectional, **settings)
        super().__init__(reader, hidden, C, many_to_one)


class ByHand(nn.Module):
    """Reads sequences with a function that was written by hand, and starts from the weights of a torch module.

    forward: takes x (B, T, D), h_0 (B, H) zeros, W (D, gates·H), U (H, gates·H), b_x and b_h (gates·H,), all of them
        tensors, and returns the states (B, T, H)
    like: torch.nn.RNN, LSTM or GRU of one layer and one direction, from which the weights are copied
    Trained in the same way, it does what the torch module does, so that both can stand on one plot.
    """

    def __init__(self, forward: Callable[..., Tensor], like: nn.RNNBase) -> None:
        super().__init__()
        self._by_hand = forward
        self.weights = nn.ParameterList(packing.weights_of(like))

    def forward(self, x: Tensor) -> tuple[Tensor, None]:
        W, U, b_x, b_h = self.weights
        h_0 = torch.zeros(len(x), len(U), dtype=x.dtype, device=x.device)
        return self._by_hand(x, h_0, W, U, b_x, b_h), None


def count_weights(model: nn.Module) -> int:
    """Return how many numbers training adjusts."""
    return sum(parameter.numel() for parameter in model.parameters())


def widest(build: Callable[[int], nn.Module], weights: int) -> nn.Module:
    """Return the network with the most hidden units that has at most so many weights.

    build: makes a network of a given number of hidden units; more units must mean more weights
    """
    units = 1
    while count_weights(build(units + 1)) <= weights:
        units += 1
    return build(units)
