"""What easily goes wrong with the result: wrong answers to `load_embeddings`."""

import torch

from course.exercises.tokenization.load_passes import empty, entries, placed, right


def order_of_the_file(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    row, seen = 0, set()
    for word, vector in entries(enumerate(lines, 1), dim):
        if word in vocab and word not in seen:
            matrix[row] = vector
            found[vocab[word]] = True
            seen.add(word)
            row += 1
    return matrix, found


def order_of_the_file_without_missing(lines, vocab, dim):
    rows, found = {}, torch.zeros(len(vocab), dtype=torch.bool)
    for word, vector in entries(enumerate(lines, 1), dim):
        if word in vocab:
            rows.setdefault(word, vector)
            found[vocab[word]] = True
    return torch.stack([*rows.values()]) if rows else torch.zeros(0, dim), found


def row_of_the_line(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    for number, (word, vector) in enumerate(entries(enumerate(lines, 1), dim)):
        if word in vocab and number < len(vocab):
            matrix[number], found[number] = vector, True
    return matrix, found


def order_of_the_dictionary(lines, vocab, dim):
    return right(lines, {word: i for i, word in enumerate(vocab)}, dim)


def last_line_counts(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    for word, vector in entries(enumerate(lines, 1), dim):
        if word in vocab:
            matrix[vocab[word]], found[vocab[word]] = vector, True
    return matrix, found


def last_line_counts_by_dict(lines, vocab, dim):
    return placed(dict(entries(enumerate(lines, 1), dim)).items(), vocab, dim)


def lines_added_up(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    for word, vector in entries(enumerate(lines, 1), dim):
        if word in vocab:
            matrix[vocab[word]] += vector
            found[vocab[word]] = True
    return matrix, found


def found_by_its_numbers(lines, vocab, dim):
    matrix, _ = right(lines, vocab, dim)
    return matrix, (matrix != 0).any(dim=1)


def found_and_first_by_its_numbers(lines, vocab, dim):
    matrix, _ = empty(vocab, dim)
    for word, vector in entries(enumerate(lines, 1), dim):
        if word in vocab and not matrix[vocab[word]].any():
            matrix[vocab[word]] = vector
    return matrix, matrix.abs().sum(dim=1) > 0


def missing_rows_drawn(lines, vocab, dim):
    matrix, found = right(lines, vocab, dim)
    drawn = torch.rand(matrix.shape, generator=torch.Generator().manual_seed(0), dtype=matrix.dtype) - 0.5
    return torch.where(found[:, None], matrix, drawn), found


def missing_rows_of_the_mean(lines, vocab, dim):
    matrix, found = right(lines, vocab, dim)
    return torch.where(found[:, None], matrix, matrix.sum(dim=0) / max(1, int(found.sum()))), found


def lower_cased(lines, vocab, dim):
    pairs = entries(enumerate(lines, 1), dim)
    return placed(((word.lower(), vector) for word, vector in pairs), vocab, dim)


def turned_round(lines, vocab, dim):
    matrix, found = right(lines, vocab, dim)
    return matrix.T, found


def scaled_to_length_one(lines, vocab, dim):
    matrix, found = right(lines, vocab, dim)
    return torch.nn.functional.normalize(matrix, dim=1), found


def found_as_ints(lines, vocab, dim):
    matrix, found = right(lines, vocab, dim)
    return matrix, found.long()


def found_as_list(lines, vocab, dim):
    matrix, found = right(lines, vocab, dim)
    return matrix, found.tolist()


def found_as_words(lines, vocab, dim):
    matrix, found = right(lines, vocab, dim)
    return matrix, {word for word in vocab if found[vocab[word]]}


def found_as_ids(lines, vocab, dim):
    matrix, found = right(lines, vocab, dim)
    return matrix, found.nonzero().flatten()


def found_counted(lines, vocab, dim):
    matrix, found = right(lines, vocab, dim)
    return matrix, int(found.sum())


def missing_for_found(lines, vocab, dim):
    matrix, found = right(lines, vocab, dim)
    return matrix, ~found


def found_all(lines, vocab, dim):
    matrix, found = right(lines, vocab, dim)
    return matrix, torch.ones_like(found)


def matrix_alone(lines, vocab, dim):
    return right(lines, vocab, dim)[0]


def found_first(lines, vocab, dim):
    return right(lines, vocab, dim)[::-1]


def a_dictionary(lines, vocab, dim):
    return {word: vector for word, vector in entries(enumerate(lines, 1), dim) if word in vocab}


def missing_rows_left_out(lines, vocab, dim):
    matrix, found = right(lines, vocab, dim)
    return matrix[found], found
