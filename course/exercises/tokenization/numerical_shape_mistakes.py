"""What easily goes wrong around the rows: wrong answers to `numericalize`."""

import torch

from course.exercises.tokenization.numerical_passes import as_tensors, framed, known, right


def length_with_padding(sentences, vocab, max_len):
    ids, lengths = right(sentences, vocab, max_len)
    return ids, torch.full_like(lengths, max_len)


def length_of_the_longest(sentences, vocab, max_len):
    ids, lengths = right(sentences, vocab, max_len)
    return ids, torch.full_like(lengths, lengths.max())


def length_without_markers(sentences, vocab, max_len):
    return right(sentences, vocab, max_len)[0], torch.tensor([len(one) for one in sentences])


def length_cut_without_markers(sentences, vocab, max_len):
    ids, lengths = right(sentences, vocab, max_len)
    return ids, lengths - 2


def length_of_tokens(sentences, vocab, max_len):
    return right(sentences, vocab, max_len)[0], torch.tensor([min(len(one), max_len) for one in sentences])


def length_with_one_marker(sentences, vocab, max_len):
    ids, lengths = right(sentences, vocab, max_len)
    return ids, lengths - 1


def length_before_the_cut(sentences, vocab, max_len):
    return right(sentences, vocab, max_len)[0], torch.tensor([len(one) + 2 for one in sentences])


def markers_outside_of_max_len(sentences, vocab, max_len):
    return right(sentences, vocab, max_len + 2)


def as_wide_as_the_longest(sentences, vocab, max_len):
    ids, lengths = right(sentences, vocab, max_len)
    return ids[:, : int(lengths.max())], lengths


def time_first(sentences, vocab, max_len):
    ids, lengths = right(sentences, vocab, max_len)
    return ids.T, lengths


def floats(sentences, vocab, max_len):
    ids = torch.zeros(len(sentences), max_len)
    lengths = torch.zeros(len(sentences))
    for b, sentence in enumerate(sentences):
        row = framed(sentence, vocab, max_len)
        ids[b, : len(row)] = torch.tensor(row, dtype=ids.dtype)
        lengths[b] = len(row)
    return ids, lengths


def float_lengths(sentences, vocab, max_len):
    ids, lengths = right(sentences, vocab, max_len)
    return ids, lengths.double()


def lists(sentences, vocab, max_len):
    ids, lengths = right(sentences, vocab, max_len)
    return ids.tolist(), lengths.tolist()


def list_of_rows(sentences, vocab, max_len):
    ids, lengths = right(sentences, vocab, max_len)
    return list(ids), lengths


def list_for_lengths(sentences, vocab, max_len):
    ids, lengths = right(sentences, vocab, max_len)
    return ids, lengths.tolist()


def numpy_arrays(sentences, vocab, max_len):
    ids, lengths = right(sentences, vocab, max_len)
    return ids.numpy(), lengths.numpy()


def ids_alone(sentences, vocab, max_len):
    return as_tensors([[1, *known(one[: max_len - 2], vocab), 2] for one in sentences], max_len)[0]


def lengths_first(sentences, vocab, max_len):
    return right(sentences, vocab, max_len)[::-1]
