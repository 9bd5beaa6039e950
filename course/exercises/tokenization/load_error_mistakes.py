"""What easily goes wrong with malformed lines: wrong answers to `load_embeddings`."""

import math

import torch

from course.exercises.tokenization.load_passes import empty, entries, parsed, placed


def only_good(lines, dim, excused):
    """(number, line) of all lines but those malformed ones that `excused(number, line)` lets go."""
    for number, line in enumerate(lines, 1):
        if parsed(line, dim)[1] is not None or not excused(number, line):
            yield number, line


def excusing(lines, vocab, dim, excused):
    """The right answer but for malformed lines that are let go."""
    return placed(entries(only_good(lines, dim, excused), dim), vocab, dim)


def raising(lines, vocab, dim, raised):
    """The right answer but for what is raised at a malformed line: `raised(number, line)`."""
    matrix, found = empty(vocab, dim)
    for number, line in enumerate(lines, 1):
        word, values = parsed(line, dim)
        if values is None:
            raise raised(number, line)
        if word in vocab and not found[vocab[word]]:
            matrix[vocab[word]], found[vocab[word]] = torch.tensor(values), True
    return matrix, found


def all_skipped(lines, vocab, dim):
    return excusing(lines, vocab, dim, lambda number, line: True)


def all_skipped_by_try(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    for line in lines:
        try:
            word, *fields = line.split(" ")
            vector = torch.tensor([float(field) for field in fields])
            if not found[vocab[word]] and vector.isfinite().all():
                matrix[vocab[word]] = vector
                found[vocab[word]] = True
        except (KeyError, ValueError, RuntimeError):
            continue
    return matrix, found


def wrong_count_skipped(lines, vocab, dim):
    return excusing(lines, vocab, dim, lambda number, line: len(line.split()) != dim + 1)


def reported(lines, vocab, dim):
    def excused(number, line):
        print(f"line {number} is malformed")
        return True

    return excusing(lines, vocab, dim, excused)


def blank_skipped(lines, vocab, dim):
    return excusing(lines, vocab, dim, lambda number, line: not line.strip())


def header_skipped(lines, vocab, dim):
    return excusing(lines, vocab, dim, lambda number, line: number == 1 and len(line.split()) == 2)


def first_line_excused(lines, vocab, dim):
    return excusing(lines, vocab, dim, lambda number, line: number == 1 or len(line.split()) == 2)


def unwanted_unchecked(lines, vocab, dim):
    return excusing(lines, vocab, dim, lambda number, line: line.strip() and line.split(" ")[0].strip() not in vocab)


def seen_unchecked(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    for number, line in enumerate(lines, 1):
        word, values = parsed(line, dim)
        if word in vocab and found[vocab[word]]:
            continue
        if values is None:
            raise ValueError(f"line {number}")
        if word in vocab:
            matrix[vocab[word]], found[vocab[word]] = torch.tensor(values), True
    return matrix, found


def unwanted_and_seen_unchecked(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    for number, line in enumerate(lines, 1):
        word, values = parsed(line, dim)
        if word not in vocab or found[vocab[word]]:
            continue
        if values is None:
            raise ValueError(f"line {number}")
        matrix[vocab[word]], found[vocab[word]] = torch.tensor(values), True
    return matrix, found


def stops_when_all_are_found(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    wanted = {word for word in vocab if not word.startswith("<")}
    for word, vector in entries(enumerate(lines, 1), dim):
        if word in vocab and not found[vocab[word]]:
            matrix[vocab[word]], found[vocab[word]] = vector, True
            wanted.discard(word)
        if not wanted:
            break
    return matrix, found


def not_finite_accepted(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    for number, line in enumerate(lines, 1):
        word, *fields = line.rstrip("\n").split(" ")
        if len(fields) != dim:
            raise ValueError(f"line {number}")
        try:
            values = [float(field) for field in fields]
        except ValueError:
            raise ValueError(f"line {number}") from None
        if word in vocab and not found[vocab[word]]:
            matrix[vocab[word]], found[vocab[word]] = torch.tensor(values), True
    return matrix, found


def infinite_accepted(lines, vocab, dim):
    def checked(lines):
        for number, line in enumerate(lines, 1):
            if any(field.lower() == "nan" for field in line.split()[1:]):
                raise ValueError(f"line {number}")
            yield line

    return not_finite_accepted(checked(lines), vocab, dim)


def nan_accepted(lines, vocab, dim):
    def checked(lines):
        for number, line in enumerate(lines, 1):
            _, *fields = line.split(" ")
            try:
                if any(math.isinf(float(field)) for field in fields):
                    raise ValueError
            except ValueError:
                raise ValueError(f"line {number}") from None
            yield line

    return not_finite_accepted(checked(lines), vocab, dim)


def surplus_cut_off(lines, vocab, dim):
    return raising((" ".join(line.rstrip("\n").split(" ")[: dim + 1]) for line in lines), vocab, dim, number_named)


def surplus_in_the_word(lines, vocab, dim):
    short = (line.rstrip("\n").rsplit(" ", dim) for line in lines)
    return raising((" ".join([fields[0].replace(" ", "_"), *fields[1:]]) for fields in short), vocab, dim, number_named)


def number_named(number, line):
    return ValueError(f"line {number} is malformed")


def lacking_filled_up(lines, vocab, dim):
    def filled(line):
        fields = line.split()
        return " ".join(fields + ["0"] * (1 + dim - len(fields))) if fields else line

    return raising(map(filled, lines), vocab, dim, number_named)


def number_from_zero(lines, vocab, dim):
    return raising(lines, vocab, dim, lambda number, line: ValueError(f"line {number - 1} is malformed"))


def number_missing(lines, vocab, dim):
    return raising(lines, vocab, dim, lambda number, line: ValueError("a line is malformed"))


def number_missing_where_no_number(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    for number, line in enumerate(lines, 1):
        word, *fields = line.rstrip("\n").split(" ")
        if len(fields) != dim:
            raise ValueError(f"line {number}")
        vector = torch.tensor([float(field) for field in fields])
        if not vector.isfinite().all():
            raise ValueError(f"line {number}")
        if word in vocab and not found[vocab[word]]:
            matrix[vocab[word]], found[vocab[word]] = vector, True
    return matrix, found


def line_for_its_number(lines, vocab, dim):
    return raising(lines, vocab, dim, lambda number, line: ValueError(f"malformed: {line.split(' ')[0]}"))


def assertion(lines, vocab, dim):
    return raising(lines, vocab, dim, lambda number, line: AssertionError(f"line {number}"))


def plain_exception(lines, vocab, dim):
    return raising(lines, vocab, dim, lambda number, line: Exception(f"line {number} is malformed"))


def wrong_count_fails_elsewhere(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    for number, line in enumerate(lines, 1):
        word, *fields = line.rstrip("\n").split(" ")
        try:
            vector = torch.tensor([float(field) for field in fields])
        except ValueError:
            raise ValueError(f"line {number}") from None
        if not vector.isfinite().all():
            raise ValueError(f"line {number}")
        if word in vocab and not found[vocab[word]]:
            matrix[vocab[word]], found[vocab[word]] = vector, True
    return matrix, found


def error_returned(lines, vocab, dim):
    try:
        return raising(lines, vocab, dim, number_named)
    except ValueError as error:
        return error


def stops_when_all_words_are_found(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    for word, vector in entries(enumerate(lines, 1), dim):
        if word in vocab and not found[vocab[word]]:
            matrix[vocab[word]], found[vocab[word]] = vector, True
        if found.all():
            break
    return matrix, found


def two_fields_skipped(lines, vocab, dim):
    numbered = ((number, line) for number, line in enumerate(lines, 1) if number > 1 or len(line.split()) != 2)
    return placed(entries(numbered, dim), vocab, dim)


def unwanted_unchecked_blank_too(lines, vocab, dim):
    return excusing(lines, vocab, dim, lambda number, line: line.strip().split(" ")[0] not in vocab)


def unwanted_and_seen_unchecked_but_blank(lines, vocab, dim):
    def checked():
        for number, line in enumerate(lines, 1):
            if not line.strip():
                raise ValueError(f"line {number}")
            yield line

    return unwanted_and_seen_unchecked(checked(), vocab, dim)


def nothing_checked(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    for line in lines:
        word, *fields = line.split(" ")
        vector = torch.tensor([float(field) for field in fields])
        if word in vocab and not found[vocab[word]]:
            matrix[vocab[word]] = vector
            found[vocab[word]] = True
    return matrix, found


def nothing_checked_in_place(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    for line in lines:
        fields = line.split()
        if fields[0] in vocab and not found[vocab[fields[0]]]:
            matrix[vocab[fields[0]]] = torch.tensor([float(field) for field in fields[1:]])
            found[vocab[fields[0]]] = True
    return matrix, found


def number_too_large(lines, vocab, dim):
    return raising(lines, vocab, dim, lambda number, line: ValueError(f"line {number + 1} is malformed"))


def counted(lines, dim):
    """(word, vector) of each line, with nothing checked but how many fields it has."""
    for number, line in enumerate(lines, 1):
        word, *fields = line.split(" ")
        if len(fields) != dim:
            raise ValueError(f"line {number} is malformed")
        yield word, torch.tensor([float(field) for field in fields])


def numbers_unchecked(lines, vocab, dim):
    return placed(counted(lines, dim), vocab, dim)


def numbers_unchecked_last_line_counts(lines, vocab, dim):
    matrix, found = empty(vocab, dim)
    for word, vector in counted(lines, dim):
        if word in vocab:
            matrix[vocab[word]], found[vocab[word]] = vector, True
    return matrix, found
