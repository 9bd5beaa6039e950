"""What the cases of this lecture are drawn from, and torch's network with given weights."""

from __future__ import annotations

import numpy as np
import torch


def weights(rng, D, H):
    """Draw (W_x, W_h, b), scaled so that tanh stays away from ±1 and no bias is near 0."""
    return (
        rng.standard_normal((D, H)) / np.sqrt(D + H),
        rng.standard_normal((H, H)) / np.sqrt(H + D),
        rng.uniform(0.2, 0.8, H) * rng.choice([-1.0, 1.0], H),
    )


def state(rng, B, H):
    """Draw a state (B, H), as tanh gives it."""
    return rng.uniform(-0.9, 0.9, (B, H))


def torch_rnn(forward, backward=None):
    """Return torch.nn.RNN, batch first, with weights (W_x, W_h, b) for each direction.

    torch stores its weights transposed, and its bias comes in two.
    """
    W_x, W_h, _ = forward
    network = torch.nn.RNN(
        W_x.shape[0], W_h.shape[0], batch_first=True, bidirectional=backward is not None, dtype=torch.float64
    )
    with torch.no_grad():
        for suffix, (W_x, W_h, b) in {"": forward, "_reverse": backward}.items() if backward else {"": forward}.items():
            getattr(network, f"weight_ih_l0{suffix}").copy_(torch.from_numpy(W_x.T.copy()))
            getattr(network, f"weight_hh_l0{suffix}").copy_(torch.from_numpy(W_h.T.copy()))
            getattr(network, f"bias_ih_l0{suffix}").copy_(torch.from_numpy(b))
            getattr(network, f"bias_hh_l0{suffix}").zero_()
    return network
