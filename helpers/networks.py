"""Small ready-made networks that the lectures train and compare; torch finds their gradients."""

from __future__ import annotations

import torch
from torch import Tensor, nn


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


class Recurrent(nn.Module):
    """torch.nn.RNN and a read-out.

    bidirectional: read from both ends, with half of the hidden units for each
    many_to_one: x (B, T, D) → (B, C), from the last state; otherwise → (B, T, C)
    """

    def __init__(self, D: int, hidden: int, C: int, bidirectional: bool = False, many_to_one: bool = False) -> None:
        super().__init__()
        if bidirectional and many_to_one:
            raise ValueError("the last state has read backwards only one step; use one of bidirectional, many_to_one")
        units = hidden // 2 if bidirectional else hidden
        self.rnn = nn.RNN(D, units, batch_first=True, bidirectional=bidirectional)
        self.out = nn.Linear(hidden, C)
        self.many_to_one = many_to_one

    def forward(self, x: Tensor) -> Tensor:
        states, _ = self.rnn(x)  # (B, T, hidden)
        return self.out(states[:, -1] if self.many_to_one else states)


def count_weights(model: nn.Module) -> int:
    """Return how many numbers training adjusts."""
    return sum(parameter.numel() for parameter in model.parameters())
