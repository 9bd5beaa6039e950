"""Lines in GloVe's format, good and bad, for the cases of `load_embeddings`."""

from course.exercises.tokenization.inputs import vocabulary, words
from helpers.checking.how import Raises
from helpers.checking.recipes import Recipe


def numbers(rng, dim):
    """Draw a vector as it stands in a file: four digits after the point, none before it above 1."""
    return [f"{one:.4f}" for one in rng.uniform(0.2, 1.9, dim) * rng.choice([-1, 1], dim)]


def text_line(word, fields):
    return " ".join([word, *fields])


def as_lines(lines, kind):
    return list(lines) if kind == "list" else Recipe("lines", {"lines": list(lines), "kind": kind})


def file_of(known, others, lacking, dim, kind="list"):
    """Lines of so many words of the vocabulary and of others, mixed; so many words of the vocabulary have no line."""

    def draw(rng):
        drawn = words(rng, known + lacking + others)
        given = [drawn[i] for i in rng.permutation(known + lacking + others) if not known <= i < known + lacking]
        lines = [text_line(word, numbers(rng, dim)) for word in given]
        return {"lines": as_lines(lines, kind), "vocab": vocabulary(rng, drawn[: known + lacking]), "dim": dim}

    return draw


def wanted_first(rng):
    """The first line's word is in the vocabulary, and the last one's; nothing else is."""
    first, last, *others = words(rng, 6)
    lines = [text_line(word, numbers(rng, 3)) for word in (first, *others, last)]
    return {"lines": as_lines(lines, "generator"), "vocab": vocabulary(rng, [last, first]), "dim": 3}


def without_specials(rng):
    """A vocabulary of words alone, all of them in the file, in another order."""
    drawn = words(rng, 5)
    vocab = {word: int(i) for word, i in zip(drawn, rng.permutation(5))}
    lines = [text_line(drawn[i], numbers(rng, 2)) for i in rng.permutation(5)]
    return {"lines": lines, "vocab": vocab, "dim": 2}


def with_words_twice(kind):
    def draw(rng):
        a, b, c, d = words(rng, 4)
        order = [a, b, c, a, d, b, a]
        lines = [text_line(word, numbers(rng, 4)) for word in order]
        return {"lines": as_lines(lines, kind), "vocab": vocabulary(rng, [c, a, b]), "dim": 4}

    return draw


def with_zeros(rng):
    """A word whose vector is zeros, and which comes again with another."""
    a, b, c = words(rng, 3)
    lines = [
        text_line(a, ["0.0", "0", "-0.0"]),
        text_line(b, numbers(rng, 3)),
        text_line(a, numbers(rng, 3)),
        text_line(c, ["0", "0", "0"]),
    ]
    return {"lines": lines, "vocab": vocabulary(rng, [b, a, c]), "dim": 3}


def ways_to_write_numbers(rng):
    a, b, c = words(rng, 3)
    lines = [
        text_line(a, ["1", "-2", "+3", "4."]),
        text_line(b, ["1e-3", "-2.5E+1", ".5", "-.25"]),
        text_line(c, numbers(rng, 4)),
    ]
    return {"lines": lines, "vocab": vocabulary(rng, [c, a, b]), "dim": 4}


def capitals_and_numbers_for_words(rng):
    lines = [
        text_line(word, numbers(rng, 3)) for word in ("Tea", "tea", "1984", ",", "<unk>", "été", "e\u0301te\u0301")
    ]
    vocab = vocabulary(rng, ["tea", "1984", "TEA", ",", "été"])
    return {"lines": [lines[i] for i in rng.permutation(len(lines))], "vocab": vocab, "dim": 3}


def no_lines(kind):
    return lambda rng: {"lines": as_lines([], kind), "vocab": vocabulary(rng, words(rng, 3)), "dim": 4}


def with_a_bad_line(number, bad, dim, kind="list", count=14):
    """Good lines, and in place `number` (from 1) what `bad` makes of (good fields, a wanted, an unwanted, the first word)."""

    def draw(rng):
        drawn = words(rng, count + 1)
        lines = [text_line(word, numbers(rng, dim)) for word in drawn[:count]]
        vocab = vocabulary(rng, drawn[:2] + drawn[4:count:2])
        wanted = drawn[number - 1] if drawn[number - 1] in vocab else drawn[0]
        lines[number - 1] = bad(numbers(rng, dim), wanted, drawn[count], drawn[0])
        return {"lines": as_lines(lines, kind), "vocab": vocab, "dim": dim}

    return draw


def blank(fields, wanted, unwanted, first):
    return ""


def header(fields, wanted, unwanted, first):
    return "400 50"


def too_few(fields, wanted, unwanted, first):
    return text_line(wanted, fields[:-1])


def too_many(fields, wanted, unwanted, first):
    return text_line(wanted, [*fields, fields[0]])


def two_words(fields, wanted, unwanted, first):
    return text_line(wanted, ["road", *fields])


def no_number(fields, wanted, unwanted, first):
    return text_line(wanted, [*fields[:-1], "half"])


def not_a_number(fields, wanted, unwanted, first):
    return text_line(wanted, ["nan", *fields[1:]])


def infinite(fields, wanted, unwanted, first):
    return text_line(wanted, [*fields[:-1], "-inf"])


def too_large(fields, wanted, unwanted, first):
    return text_line(wanted, [*fields[:-1], "1e999"])


def unwanted_too_few(fields, wanted, unwanted, first):
    return text_line(unwanted, fields[1:])


def unwanted_no_number(fields, wanted, unwanted, first):
    return text_line(unwanted, ["x", *fields[1:]])


def again_too_many(fields, wanted, unwanted, first):
    return text_line(first, [*fields, "0.5"])


def again_not_a_number(fields, wanted, unwanted, first):
    return text_line(first, [*fields[:-1], "NaN"])


def word_alone(fields, wanted, unwanted, first):
    return wanted


def numbers_alone(fields, wanted, unwanted, first):
    return " ".join(fields)


def all_found_then_a_bad_line(rng):
    """A vocabulary of words alone, all of them in the first lines; line 9 of twelve is bad."""
    drawn = words(rng, 12)
    lines = [text_line(word, numbers(rng, 3)) for word in drawn]
    lines[8] = text_line(drawn[8], numbers(rng, 2))
    vocab = {word: int(i) for word, i in zip(drawn, rng.permutation(4))}
    return {"lines": as_lines(lines, "generator"), "vocab": vocab, "dim": 3}


def named(number):
    return Raises("ValueError", naming=str(number))
