"""Set an LSTM's gates, and see what becomes of a pulse."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from helpers.plots.figure import Picture
from helpers.plots.lstm import pulse
from helpers.widgets.explorer import Explorer

AT = 3  # the step of the pulse
_STRONG = 6.0  # so that the candidate is 1 at the pulse


def gate_explorer(lstm_step: Callable[..., tuple[Tensor, Tensor]], steps: int = 25) -> Explorer:
    """One unit that reads a pulse; sliders for its gates, which stay as they are set.

    lstm_step: takes x_t (1, 1), h_prev, c_prev (1, 1), W (1, 4), U (1, 4) and b (4,), and returns (h, c)
    """

    def draw(i: float, f: float, o: float) -> Picture:
        W, U = torch.tensor([[0.0, 0.0, _STRONG, 0.0]]), torch.zeros(1, 4)
        wanted = torch.tensor([i, f, 0.5, o], dtype=torch.float64).clamp(1e-12, 1 - 1e-12)
        b = torch.log(wanted / (1 - wanted)).float()  # the sums whose sigmoids are the gates
        h, c, cells, states = torch.zeros(1, 1), torch.zeros(1, 1), [], []
        for t in range(1, steps + 1):
            h, c = lstm_step(torch.tensor([[1.0 if t == AT else 0.0]]), h, c, W, U, b)
            cells.append(c)
            states.append(h)
        gates = {"i": i, "f": f, "o": o}
        return pulse(torch.cat(cells)[:, 0].numpy(), torch.cat(states)[:, 0].numpy(), AT, gates)

    def gate(name: str, value: float) -> dict:
        return {"description": name, "value": value, "min": 0.0, "max": 1.0, "step": 0.05}

    return Explorer(
        draw, {"i": gate("input gate i", 0.8), "f": gate("forget gate f", 0.9), "o": gate("output gate o", 0.5)}
    )
