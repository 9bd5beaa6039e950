"""The parts of a right answer to `load_embeddings`, for wrong ones to call."""

import math

import torch


def empty(vocab, dim):
    """A matrix of zeros, and nothing found."""
    return torch.zeros(len(vocab), dim, dtype=torch.float64), torch.zeros(len(vocab), dtype=torch.bool)


def parsed(line, dim):
    """(word, numbers) of a good line, or (word, None)."""
    word, *fields = line.rstrip("\n").split(" ")
    try:
        values = [float(field) for field in fields]
    except ValueError:
        return word, None
    good = word and len(values) == dim and all(map(math.isfinite, values))
    return word, values if good else None


def entries(numbered, dim):
    """(word, vector) of each of (number, line) in turn. Raises ValueError at a malformed one."""
    for number, line in numbered:
        word, values = parsed(line, dim)
        if values is None:
            raise ValueError(f"line {number} is malformed")
        yield word, torch.tensor(values, dtype=torch.float64)


def placed(pairs, vocab, dim):
    """(matrix, found) of words and vectors, of which the first counts."""
    matrix, found = empty(vocab, dim)
    for word, vector in pairs:
        if word in vocab and not found[vocab[word]]:
            matrix[vocab[word]], found[vocab[word]] = vector, True
    return matrix, found


def right(lines, vocab, dim):
    """The right answer."""
    return placed(entries(enumerate(lines, 1), dim), vocab, dim)
