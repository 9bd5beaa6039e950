"""Gates, cell states and what is left of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from helpers.plots.figure import BLUE, GREEN, GREY, ORANGE, PINK, Picture, new_axes

GATES = ("input gate i", "forget gate f", "output gate o")
_CERTAIN, _FULL = 100.0, 50.0  # a sum that opens a gate wholly; a cell state that tanh takes to 1


def gates_by_asking(
    lstm_step: Callable[..., tuple[Tensor, Tensor]], x: Tensor, W: Tensor, U: Tensor, b: Tensor
) -> dict[str, np.ndarray]:
    """Read a sequence from zero states and find the gates at every step by asking the step itself.

    What comes through of a cell state that is put in, and how much of a candidate of 1 arrives: that tells each gate.

    lstm_step: takes x_t (1, D), h_prev, c_prev (1, H), W, U and b, and returns (h, c); x: (T, D)
    returns: for each of GATES, and "cell state c" and "hidden state h", an array (T, H)
    """
    H = len(U)
    zeros, ones = torch.zeros(1, H, dtype=x.dtype), torch.ones(1, H, dtype=x.dtype)
    quarter = torch.arange(4 * H) // H
    candidate_one, nothing_lost = b + _CERTAIN * (quarter == 2), b + _CERTAIN * (quarter == 1)
    found: dict[str, list[Tensor]] = {name: [] for name in (*GATES, "cell state c", "hidden state h")}
    h, c = zeros, zeros
    with torch.no_grad():
        for x_t in x[:, None]:
            found["forget gate f"].append(lstm_step(x_t, h, ones, W, U, b)[1] - lstm_step(x_t, h, zeros, W, U, b)[1])
            found["input gate i"].append(lstm_step(x_t, h, zeros, W, U, candidate_one)[1])
            found["output gate o"].append(lstm_step(x_t, h, _FULL * ones, W, U, nothing_lost)[0])
            h, c = lstm_step(x_t, h, c, W, U, b)
            found["cell state c"].append(c)
            found["hidden state h"].append(h)
    return {name: torch.cat(rows).double().numpy() for name, rows in found.items()}


def pulse(c: np.ndarray, h: np.ndarray, at: int, gates: Mapping[str, float]) -> Picture:
    """Cell and hidden state of one unit around a pulse.

    c, h: (T,); at: the step of the pulse, from 1; gates: name → its constant value
    """
    figure, (axes,) = new_axes(6.8, 2.8)
    t = np.arange(1, len(c) + 1)
    axes.axvline(at, color=GREY, linestyle=":", linewidth=1.2)
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.plot(t, c, color="black", marker="o", markersize=4, label="cell state $c_t$")
    axes.plot(t, h, color=BLUE, marker="s", markersize=4, linestyle="--", label="hidden state $h_t$")
    said = ", ".join(f"{name} = {value:.2f}" for name, value in gates.items())
    axes.set(xlabel="time step t", ylabel="state", ylim=(-0.1, 1.1), xticks=t[::2], title=said)
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return Picture(
        figure,
        f"With {said} and a pulse at step {at}: the cell state is {c[at - 1]:.2f} at the pulse, {c[at]:.2f} one step "
        f"later and {c[-1]:.2f} at step {len(c)}; the hidden state is {h[at - 1]:.2f}, {h[at]:.2f} and {h[-1]:.2f}.",
    )


def gate_heatmaps(panels: Mapping[str, np.ndarray], steps: Sequence[str], answers: Sequence[str] = ()) -> Picture:
    """Gates and cell states over time, one below the other: a column per step, a row per unit.

    panels: title → values (T, H); those of a gate lie between 0 and 1; steps: T labels; answers: T labels above
    """
    T, H = next(iter(panels.values())).shape
    figure, all_axes = new_axes(0.52 * T + 1.6, (0.17 * H + 0.35) * len(panels) + 0.9, rows=len(panels), sharex=True)
    said = []
    for axes, (title, values) in zip(all_axes, panels.items()):
        gate = values.min() >= 0 and values.max() <= 1
        size = 1 if gate else float(np.abs(values).max())
        colours = {"cmap": "Greys", "vmin": 0, "vmax": 1} if gate else {"cmap": "PuOr", "vmin": -size, "vmax": size}
        image = axes.imshow(values.T, aspect="auto", **colours)
        axes.set(yticks=[0, H - 1], yticklabels=[1, H], ylabel="unit")
        axes.set_title(title, fontsize=10, loc="left", pad=3 if axes is not all_axes[0] or not answers else 18)
        axes.spines[:].set_visible(False)
        figure.colorbar(image, ax=axes, pad=0.01)
        means = values.mean(axis=1) if gate else np.abs(values).mean(axis=1)
        said.append(f"{title}, mean{'' if gate else ' size'}: {', '.join(f'{v:.2f}' for v in means)}")
    for t, answer in enumerate(answers):
        all_axes[0].text(t, -0.9, answer, ha="center", va="bottom", fontsize=8, color=BLUE)
    all_axes[-1].set_xticks(range(T))
    all_axes[-1].set_xticklabels(steps, rotation=40, ha="right", rotation_mode="anchor")
    return Picture(figure, f"Heat maps of {H} units over the steps {' '.join(steps)}. {'; '.join(said)}.")


def gates_and_gains(gates: Mapping[str, np.ndarray], gains: np.ndarray, marked: Sequence[int], title: str) -> Picture:
    """Gates of one unit over time, and below what the direct path leaves of each cell state at the end.

    gates: name → (T,); gains: (T,); marked: steps, from 1, drawn as vertical lines
    """
    figure, (above, below) = new_axes(7.2, 4.0, rows=2, sharex=True, height_ratios=[1.3, 1.0])
    t = np.arange(1, len(gains) + 1)
    for (name, values), colour, style in zip(gates.items(), [GREEN, ORANGE, BLUE, PINK], ["-", "--", "-.", ":"]):
        above.plot(t, values, color=colour, linestyle=style, linewidth=1.5, label=name)
    below.plot(t, gains, color="black", linewidth=1.5, label=r"$\prod_{k>t} f_k$")
    for axes in (above, below):
        for step in marked:
            axes.axvline(step, color=GREY, linestyle=":", linewidth=1.4)
        axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    above.set(ylabel="gate", ylim=(-0.05, 1.05), title=title)
    below.set(xlabel="time step t", ylabel="gain to the end", ylim=(-0.05, 1.05))
    said = "; ".join(f"{name}: from {v.min():.2f} to {v.max():.2f}, mean {v.mean():.2f}" for name, v in gates.items())
    at = ", ".join(f"{gains[step - 1]:.2f} at step {step}" for step in marked)
    return Picture(figure, f"Over {len(t)} steps: {said}. The gain to the end is {gains[0]:.2g} at step 1, {at}.")
