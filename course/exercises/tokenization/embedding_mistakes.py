"""What is easily added or left out wrongly: wrong answers to `embedding_backward`."""

import torch


def summed(ids, d_out, num_embeddings):
    """The gradient with the padding's row."""
    d_W = torch.zeros(num_embeddings, d_out.shape[-1], dtype=d_out.dtype)
    return d_W.index_add(0, ids.flatten(), d_out.flatten(0, 1))


def right(ids, d_out, num_embeddings, padding_idx):
    """The right answer."""
    return summed(ids, d_out, num_embeddings) * (torch.arange(num_embeddings) != padding_idx)[:, None]


def assigned(ids, d_out, num_embeddings, padding_idx):
    d_W = torch.zeros(num_embeddings, d_out.shape[-1], dtype=d_out.dtype)
    d_W[ids] = d_out
    d_W[padding_idx] = 0
    return d_W


def plus_equals(ids, d_out, num_embeddings, padding_idx):
    d_W = torch.zeros(num_embeddings, d_out.shape[-1], dtype=d_out.dtype)
    d_W[ids.flatten()] += d_out.reshape(-1, d_out.shape[-1])
    d_W[padding_idx] = 0
    return d_W


def assigned_in_a_loop(ids, d_out, num_embeddings, padding_idx):
    d_W = torch.zeros(num_embeddings, d_out.shape[-1], dtype=d_out.dtype)
    for row, gradients in zip(ids, d_out):
        for i, gradient in zip(row.tolist(), gradients):
            if i != padding_idx:
                d_W[i] = gradient
    return d_W


def sentence_by_sentence(ids, d_out, num_embeddings, padding_idx):
    d_W = torch.zeros(num_embeddings, d_out.shape[-1], dtype=d_out.dtype)
    for b in range(len(ids)):
        d_W[ids[b]] += d_out[b]
    d_W[padding_idx] = 0
    return d_W


def assigned_padding_too(ids, d_out, num_embeddings, padding_idx):
    d_W = torch.zeros(num_embeddings, d_out.shape[-1], dtype=d_out.dtype)
    d_W[ids] += d_out
    return d_W


def assigned_in_a_loop_padding_too(ids, d_out, num_embeddings, padding_idx):
    d_W = torch.zeros(num_embeddings, d_out.shape[-1], dtype=d_out.dtype)
    for b in range(ids.shape[0]):
        d_W[ids[b]] += d_out[b]
    return d_W


def padding_trained(ids, d_out, num_embeddings, padding_idx):
    return summed(ids, d_out, num_embeddings)


def padding_is_row_zero(ids, d_out, num_embeddings, padding_idx):
    d_W = summed(ids, d_out, num_embeddings)
    d_W[0] = 0
    return d_W


def padding_is_row_zero_by_mask(ids, d_out, num_embeddings, padding_idx):
    return summed(ids, d_out * (ids > 0)[..., None], num_embeddings)


def only_the_padding(ids, d_out, num_embeddings, padding_idx):
    return summed(ids, d_out * (ids == padding_idx)[..., None], num_embeddings)


def padding_left_out(ids, d_out, num_embeddings, padding_idx):
    d_W = summed(ids, d_out, num_embeddings)
    return d_W[torch.arange(num_embeddings) != padding_idx]


def rows_shifted(ids, d_out, num_embeddings, padding_idx):
    return right(ids, d_out, num_embeddings, padding_idx).roll(1, dims=0)


def mean_of_each_id(ids, d_out, num_embeddings, padding_idx):
    counts = ids.flatten().bincount(minlength=num_embeddings).clamp(min=1)
    return right(ids, d_out, num_embeddings, padding_idx) / counts[:, None]


def mean_over_the_batch(ids, d_out, num_embeddings, padding_idx):
    return right(ids, d_out, num_embeddings, padding_idx) / len(ids)


def mean_over_all_tokens(ids, d_out, num_embeddings, padding_idx):
    return right(ids, d_out, num_embeddings, padding_idx) / ids.numel()


def counts(ids, d_out, num_embeddings, padding_idx):
    return right(ids, torch.ones_like(d_out), num_embeddings, padding_idx)


def first_sentence_only(ids, d_out, num_embeddings, padding_idx):
    return right(ids[:1], d_out[:1], num_embeddings, padding_idx)


def last_sentence_only(ids, d_out, num_embeddings, padding_idx):
    for b in range(len(ids)):
        d_W = right(ids[b : b + 1], d_out[b : b + 1], num_embeddings, padding_idx)
    return d_W


def first_step_only(ids, d_out, num_embeddings, padding_idx):
    return right(ids[:, :1], d_out[:, :1], num_embeddings, padding_idx)


def as_many_rows_as_needed(ids, d_out, num_embeddings, padding_idx):
    return right(ids, d_out, int(ids.max()) + 1, padding_idx)


def as_many_rows_as_ids(ids, d_out, num_embeddings, padding_idx):
    found, places = ids.unique(return_inverse=True)
    return summed(places, d_out * (ids != padding_idx)[..., None], len(found))


def turned_round(ids, d_out, num_embeddings, padding_idx):
    return right(ids, d_out, num_embeddings, padding_idx).T


def forward_again(ids, d_out, num_embeddings, padding_idx):
    return d_out * (ids != padding_idx)[..., None]


def input_changed(ids, d_out, num_embeddings, padding_idx):
    d_out[ids == padding_idx] = 0
    return summed(ids, d_out, num_embeddings)


def step_by_step(ids, d_out, num_embeddings, padding_idx):
    d_W = torch.zeros(num_embeddings, d_out.shape[-1], dtype=d_out.dtype)
    for t in range(ids.shape[1]):
        d_W[ids[:, t]] += d_out[:, t]
    d_W[padding_idx] = 0
    return d_W


def first_column_only(ids, d_out, num_embeddings, padding_idx):
    d_W = torch.zeros(num_embeddings, d_out.shape[-1], dtype=d_out.dtype)
    d_W = d_W.scatter_add(0, ids.reshape(-1, 1), d_out.reshape(-1, d_out.shape[-1]))
    d_W[padding_idx] = 0
    return d_W
