"""Other right answers to `load_embeddings`."""

import math

import numpy as np
import torch


def collected_then_placed(lines, vocab, dim):
    vectors = {}
    for i, one in enumerate(lines):
        fields = one.split()
        if len(fields) != dim + 1:
            raise ValueError(f"Line {i + 1}: {len(fields)} fields")
        try:
            values = list(map(float, fields[1:]))
        except ValueError as error:
            raise ValueError(f"Line {i + 1} has a field that is no number") from error
        if any(math.isnan(value) or math.isinf(value) for value in values):
            raise ValueError(f"Line {i + 1} has a number that is not finite")
        vectors.setdefault(fields[0], values)
    rows, found = [None] * len(vocab), [None] * len(vocab)
    for word, i in vocab.items():
        rows[i] = vectors.get(word, [0.0] * dim)
        found[i] = word in vectors
    return torch.tensor(rows), torch.tensor(found)


def by_numpy(lines, vocab, dim):
    matrix, found = np.zeros((len(vocab), dim)), np.zeros(len(vocab), dtype=bool)
    number = 0
    for one in lines:
        number += 1
        try:
            word, rest = one.strip().split(" ", 1)
            vector = np.array(rest.split(" "), dtype=float)
            assert vector.shape == (dim,) and np.isfinite(vector).all()
        except (ValueError, AssertionError):
            raise ValueError("malformed line no. " + str(number)) from None
        i = vocab.get(word, -1)
        if i >= 0 and not found[i]:
            matrix[i] = vector
            found[i] = True
    return torch.from_numpy(matrix), torch.from_numpy(found)


def with_an_error_of_its_own(lines, vocab, dim):
    class MalformedLine(ValueError):
        pass

    matrix, seen, iterator, number = torch.zeros(len(vocab), dim), set(), iter(lines), 1
    while (one := next(iterator, None)) is not None:
        word, *fields = one.replace("\n", "").split(" ")
        try:
            vector = torch.tensor([float(field) for field in fields])
        except ValueError:
            raise MalformedLine(number) from None
        if len(fields) != dim or not torch.isfinite(vector).all():
            raise MalformedLine(number)
        if word not in seen and word in vocab:
            matrix[vocab[word]] = vector
        seen.add(word)
        number += 1
    return [matrix, torch.tensor([word in seen for word in sorted(vocab, key=vocab.get)])]


def by_recursion(lines, vocab, dim):
    matrix, found = torch.zeros(len(vocab), dim), torch.zeros(len(vocab), dtype=torch.bool)

    def read(rest, number):
        for one in rest:
            parts = one.rstrip().split(" ")
            try:
                values = [float(part) for part in parts[1:]]
            except ValueError:
                values = []
            if len(parts) != 1 + dim or len(values) != dim or not all(abs(value) < math.inf for value in values):
                raise ValueError(f"see line {number}.")
            read(rest, number + 1)  # later lines first, so that the first of a word's lines is written last
            if parts[0] in vocab:
                matrix[vocab[parts[0]]], found[vocab[parts[0]]] = torch.tensor(values), True

    read(iter(lines), 1)
    return matrix, found
