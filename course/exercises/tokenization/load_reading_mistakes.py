"""What easily goes wrong with the lines as a whole: wrong answers to `load_embeddings`."""

import itertools

from course.exercises.tokenization.load_passes import entries, placed


def first_line_eaten(lines, vocab, dim):
    lines = iter(lines)
    next(lines, None)
    return placed(entries(enumerate(lines, 2), dim), vocab, dim)


def first_line_skipped(lines, vocab, dim):
    numbered = ((number, line) for number, line in enumerate(lines) if number > 0)
    return placed(entries(numbered, dim), vocab, dim)


def first_line_cut_off(lines, vocab, dim):
    return placed(entries(enumerate(itertools.islice(lines, 1, None), 1), dim), vocab, dim)


def first_line_peeked_at(lines, vocab, dim):
    next(iter(lines), None)
    return placed(entries(enumerate(lines, 1), dim), vocab, dim)


def dim_from_the_first_line(lines, vocab, dim):
    first = next(iter(lines), "")
    width = len(first.split()) - 1 if first else dim
    if width != dim:
        raise ValueError(f"line 1 has {width} numbers")
    return placed(entries(enumerate(lines, 1), dim), vocab, dim)


def read_twice(lines, vocab, dim):
    for _ in entries(enumerate(lines, 1), dim):
        pass
    return placed(entries(enumerate(lines, 1), dim), vocab, dim)


def read_twice_counting(lines, vocab, dim):
    words = [line.split(" ")[0] for line in lines]
    return placed(zip(words, (vector for _, vector in entries(enumerate(lines, 1), dim))), vocab, dim)


def counted_by_len(lines, vocab, dim):
    numbered = [(i + 1, lines[i]) for i in range(len(lines))]
    return placed(entries(numbered, dim), vocab, dim)


def indexed(lines, vocab, dim):
    numbered, i = [], 0
    try:
        while True:
            numbered.append((i + 1, lines[i]))
            i += 1
    except IndexError:
        return placed(entries(numbered, dim), vocab, dim)


def sliced(lines, vocab, dim):
    return placed(entries(enumerate(lines[:], 1), dim), vocab, dim)


def readlines(lines, vocab, dim):
    return placed(entries(enumerate(lines.readlines(), 1), dim), vocab, dim)


def read_and_split(lines, vocab, dim):
    return placed(entries(enumerate(lines.read().splitlines(), 1), dim), vocab, dim)
