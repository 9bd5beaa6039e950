"""One example in good and in bad company: what batch norm and layer norm make of it."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from helpers.plots.figure import Picture
from helpers.plots.normalization import company
from helpers.widgets.explorer import Explorer

FEATURES = 8


def examples(count: int, seed: int) -> Tensor:
    """Draw rows (count, FEATURES) whose features differ in mean and in scale."""
    generator = torch.Generator().manual_seed(seed)
    scales, means = torch.linspace(0.5, 2.0, FEATURES), torch.linspace(-1.0, 1.0, FEATURES)
    return means + scales * torch.randn(count, FEATURES, generator=generator)


def company_explorer(
    layer_norm: Callable[..., Tensor], batch_norm: Callable[..., tuple[Tensor, Tensor, Tensor]], draws: int = 40
) -> Explorer:
    """The same example in many batches; a slider for their size, and one for how large the other examples are.

    layer_norm: takes x (B, H), gamma, beta and eps
    batch_norm: takes x, gamma, beta, running_mean, running_var, momentum, eps and training
    """
    ones, zeros = torch.ones(FEATURES), torch.zeros(FEATURES)
    own, others = examples(1, seed=1), examples(draws * 63, seed=2).reshape(draws, 63, FEATURES)

    def draw(size: int, scale: float) -> Picture:
        by_batch, by_layer = [], []
        for company_of_one in others:
            x = torch.cat([own, scale * company_of_one[: size - 1]])
            by_batch.append(batch_norm(x, ones, zeros, zeros, ones, 0.1, 1e-5, True)[0][0])
            by_layer.append(layer_norm(x, ones, zeros, 1e-5)[0])
        return company(torch.stack(by_batch).numpy(), torch.stack(by_layer).numpy(), size)

    return Explorer(
        draw,
        {
            "size": {"description": "batch size", "value": 4, "min": 2, "max": 64},
            "scale": {"description": "scale of the others", "value": 1.0, "min": 0.2, "max": 3.0, "step": 0.2},
        },
    )
