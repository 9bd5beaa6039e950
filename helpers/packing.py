"""Weights in the course's layout and in torch's.

The course writes y = x @ W + b with row vectors, and keeps all gates of a cell
side by side in the columns: W (D, gates·H), U (H, gates·H), two biases
(gates·H,). torch.nn.RNN, LSTM and GRU keep the transposed matrices, the gates
one below the other in the same order (RNN one, LSTM i, f, g, o; GRU r, z, n).
"""

from __future__ import annotations

from torch import Tensor, nn, no_grad

from helpers.errors import UnrolledError

Module = nn.RNNBase | nn.RNNCellBase


def weights_of(module: Module) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return copies of (W, U, b_x, b_h) of a torch.nn.RNN, LSTM or GRU, or of one of their cells.

    Raises UnrolledError unless it has one layer, one direction and biases.
    """
    W, U, b_x, b_h = (parameter.detach().clone() for parameter in _parameters(module))
    return W.T.contiguous(), U.T.contiguous(), b_x, b_h


def put_weights(module: Module, W: Tensor, U: Tensor, b_x: Tensor, b_h: Tensor | None = None) -> None:
    """Copy weights in the course's layout into a torch.nn.RNN, LSTM or GRU, or into one of their cells.

    W: (D, gates·H); U: (H, gates·H); b_x, b_h: (gates·H,); b_h None is zeros
    Raises UnrolledError unless the module has one layer, one direction and biases, and these sizes.
    """
    theirs = _parameters(module)
    ours = W.T, U.T, b_x, b_x.new_zeros(b_x.shape) if b_h is None else b_h
    for name, target, source in zip(("W", "U", "b_x", "b_h"), theirs, ours):
        if target.shape != source.shape:
            wanted = tuple(target.T.shape) if target.dim() == 2 else tuple(target.shape)
            got = tuple(source.T.shape) if source.dim() == 2 else tuple(source.shape)
            raise UnrolledError(f"{name} has the shape {got}, and this {type(module).__name__} takes {wanted}.")
    with no_grad():
        for target, source in zip(theirs, ours):
            target.copy_(source)


def _parameters(module: Module) -> list[nn.Parameter]:
    """The module's weight_ih, weight_hh, bias_ih and bias_hh."""
    found = list(module.parameters())
    if len(found) != 4:
        raise UnrolledError(f"This {type(module).__name__} must have one layer, one direction and biases.")
    return found
