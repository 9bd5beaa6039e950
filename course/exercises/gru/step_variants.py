"""Other right ways to write `gru_step`."""

import torch


def all_products_at_once(x_t, h_prev, W, U, b_x, b_h, reset_after):
    H = h_prev.shape[1]
    from_x, from_h = torch.addmm(b_x, x_t, W), torch.addmm(b_h, h_prev, U)
    gates = (from_x[:, : 2 * H] + from_h[:, : 2 * H]).sigmoid()
    r, z = gates[:, :H], gates[:, H:]
    if not reset_after:
        from_h = (r * h_prev) @ U + b_h
        r = 1
    n = (from_x[:, 2 * H :] + r * from_h[:, 2 * H :]).tanh()
    return n + z * (h_prev - n)


def in_thirds_with_einsum(x_t, h_prev, W, U, b_x, b_h, reset_after):
    D, H = W.shape[0], U.shape[0]
    from_x = torch.einsum("bd,dgh->gbh", x_t, W.reshape(D, 3, H)) + b_x.reshape(3, 1, H)
    blocks, bias = U.reshape(H, 3, H), b_h.reshape(3, 1, H)
    from_h = torch.einsum("bi,igh->gbh", h_prev, blocks) + bias
    r, z = 1 / (1 + torch.exp(-(from_x + from_h)[:2]))
    total = r * from_h[2] if reset_after else torch.einsum("bi,ih->bh", r * h_prev, blocks[:, 2]) + bias[2]
    return torch.lerp(torch.tanh(from_x[2] + total), h_prev, z)


def unit_by_unit(x_t, h_prev, W, U, b_x, b_h, reset_after):
    H = h_prev.shape[1]

    def sums(column, h):
        return x_t @ W[:, column] + b_x[column], h @ U[:, column] + b_h[column]

    r = torch.stack([torch.sigmoid(sum(sums(j, h_prev))) for j in range(H)], dim=1)
    columns = []
    for j in range(H):
        z = torch.sigmoid(sum(sums(H + j, h_prev)))
        from_x, from_h = sums(2 * H + j, h_prev if reset_after else r * h_prev)
        n = torch.tanh(from_x + (r[:, j] * from_h if reset_after else from_h))
        columns.append((1 - z) * n + z * h_prev[:, j])
    return torch.stack(columns, dim=1)


def on_rows(x_t, h_prev, W, U, b_x, b_h, reset_after):
    W_ir, W_iz, W_in = W.T.chunk(3)
    W_hr, W_hz, W_hn = U.T.chunk(3)
    b_ir, b_iz, b_in = b_x.tensor_split(3)
    b_hr, b_hz, b_hn = b_h.tensor_split(3)
    linear = torch.nn.functional.linear
    r = torch.sigmoid(linear(x_t, W_ir, b_ir) + linear(h_prev, W_hr, b_hr))
    z = torch.sigmoid(linear(x_t, W_iz, b_iz) + linear(h_prev, W_hz, b_hz))
    after = r * linear(h_prev, W_hn, b_hn)
    before = linear(r * h_prev, W_hn, b_hn)
    n = torch.tanh(linear(x_t, W_in, b_in) + (after if reset_after else before))
    return n - n * z + h_prev * z
