"""The parts of a right answer to `numericalize`, for wrong ones to call."""

import torch


def known(sentence, vocab):
    """The ids of a sentence's tokens."""
    return [vocab.get(token, vocab["<unk>"]) for token in sentence]


def framed(sentence, vocab, max_len):
    """A row without its padding."""
    return [vocab["<bos>"], *known(sentence[: max_len - 2], vocab), vocab["<eos>"]]


def as_tensors(rows, max_len):
    """Rows of ids as (ids, lengths), zeros at the end."""
    ids = torch.zeros(len(rows), max_len, dtype=torch.int64)
    for b, row in enumerate(rows):
        ids[b, : len(row)] = torch.tensor(row, dtype=torch.int64)
    return ids, torch.tensor([len(row) for row in rows])


def right(sentences, vocab, max_len):
    """The right answer."""
    return as_tensors([framed(one, vocab, max_len) for one in sentences], max_len)
