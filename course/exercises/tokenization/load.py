"""Vectors of words, read from text in GloVe's format."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.tokenization import load_error_mistakes as errors
from course.exercises.tokenization import load_lines as made
from course.exercises.tokenization import load_reading_mistakes as reading
from course.exercises.tokenization import load_result_mistakes as result
from course.exercises.tokenization import load_variants as variants

DEFAULT = "while answers are checked, torch makes float64 tensors unless told otherwise"


def by_table(lines, vocab, dim):
    """Oracle: all lines as a table first; the last of each word's rows, read from the end, is its first."""
    table = [one.rstrip("\n").split(" ") for one in lines]
    rows = {row[0]: [float(field) for field in row[1:]] for row in reversed(table)}
    by_id = sorted(vocab, key=vocab.get)
    matrix = np.array([rows.get(word, [0.0] * dim) for word in by_id], dtype=np.float64)
    return torch.from_numpy(matrix), torch.tensor([word in rows for word in by_id])


load_embeddings = Exercise(
    "load_embeddings",
    points=3,
    returns="(matrix, found)",
    cases=[
        Case("a list of lines", made.file_of(known=4, others=3, lacking=2, dim=5)),
        Case("another list of lines", made.file_of(known=4, others=3, lacking=2, dim=5)),
        Case("an open file", made.file_of(known=5, others=2, lacking=1, dim=3, kind="file")),
        Case("a generator", made.file_of(known=3, others=4, lacking=3, dim=2, kind="generator")),
        Case("the first line's word and the last one's", made.wanted_first),
        Case("all words in the file, no special tokens", made.without_specials),
        Case("words that come twice and three times", made.with_words_twice("file")),
        Case("vectors of zeros, and one that comes again", made.with_zeros),
        Case("numbers written in other ways", made.ways_to_write_numbers),
        Case("capitals, accents, numbers and punctuation for words", made.capitals_and_numbers_for_words),
        Case("no lines", made.no_lines("generator")),
        Case("vectors of one number", made.file_of(known=3, others=1, lacking=1, dim=1)),
        Case("as many words as numbers", made.file_of(known=3, others=0, lacking=1, dim=8)),
        Case("line 1 is a header", made.with_a_bad_line(1, made.header, 3), made.named(1)),
        Case("line 7 has a number too few", made.with_a_bad_line(7, made.too_few, 3), made.named(7)),
        Case("line 8 has a number too many", made.with_a_bad_line(8, made.too_many, 4, "file"), made.named(8)),
        Case("line 12 has two words", made.with_a_bad_line(12, made.two_words, 3, "generator"), made.named(12)),
        Case("line 11 has a field that is no number", made.with_a_bad_line(11, made.no_number, 4), made.named(11)),
        Case("line 8 has a word for its only number", made.with_a_bad_line(8, made.no_number, 1), made.named(8)),
        Case("line 6 holds NaN", made.with_a_bad_line(6, made.not_a_number, 3), made.named(6)),
        Case("line 13 holds an infinite number", made.with_a_bad_line(13, made.infinite, 5, "file"), made.named(13)),
        Case("line 7 is blank", made.with_a_bad_line(7, made.blank, 4), made.named(7)),
        Case("line 14, the last, is blank", made.with_a_bad_line(14, made.blank, 3, "file"), made.named(14)),
        Case("line 8 is bad, its word not wanted", made.with_a_bad_line(8, made.unwanted_too_few, 3), made.named(8)),
        Case("line 9 is bad, all words found before", made.all_found_then_a_bad_line, made.named(9)),
        Case("line 12 is bad, its word had before", made.with_a_bad_line(12, made.again_too_many, 3), made.named(12)),
    ],
    hidden=[
        Case("a long file", made.file_of(known=18, others=8, lacking=4, dim=20, kind="file")),
        Case("line 11 is too large a number", made.with_a_bad_line(11, made.too_large, 3), made.named(11)),
        Case(
            "line 14 has no number, its word not wanted",
            made.with_a_bad_line(14, made.unwanted_no_number, 4),
            made.named(14),
        ),
        Case(
            "line 6 holds NaN, its word had before", made.with_a_bad_line(6, made.again_not_a_number, 3), made.named(6)
        ),
        Case("line 13 is a word alone", made.with_a_bad_line(13, made.word_alone, 4, "generator"), made.named(13)),
    ],
    oracle=by_table,
    misconceptions=[
        Misconception(
            "first_line_eaten",
            [reading.first_line_eaten, reading.first_line_skipped, reading.first_line_cut_off],
            hint="The first line is skipped as if it were a header. GloVe's files have none: the first line is a word's.",
        ),
        Misconception(
            "first_line_peeked_at",
            [reading.first_line_peeked_at, reading.dim_from_the_first_line],
            hint="Where lines can be gone through only once, the first one is lost: `next` takes it away for good.",
        ),
        Misconception(
            "read_twice",
            [reading.read_twice, reading.read_twice_counting],
            hint="The lines are gone through twice. A file or a generator has nothing left the second time.",
        ),
        Misconception(
            "takes_a_list",
            [reading.counted_by_len, reading.indexed, reading.sliced],
            hint="It needs `len` or an index of `lines`. A file or a generator has neither; a `for` loop is all it takes.",
        ),
        Misconception(
            "takes_a_file",
            [reading.readlines, reading.read_and_split],
            hint="It reads from a file. `lines` may be a list too; a `for` loop goes through both.",
        ),
        Misconception(
            "order_of_the_file",
            [result.order_of_the_file, result.order_of_the_file_without_missing, result.row_of_the_line],
            hint="The rows stand in the order of the file. A word's row is its id: `vocab[word]`.",
        ),
        Misconception(
            "order_of_the_dictionary",
            [result.order_of_the_dictionary],
            hint="The rows stand in the order in which the dictionary was filled. A word's row is its id: `vocab[word]`.",
        ),
        Misconception(
            "last_line_counts",
            [result.last_line_counts, result.last_line_counts_by_dict],
            hint="Of a word that comes twice the last line is taken. The first one counts.",
        ),
        Misconception(
            "lines_added_up",
            [result.lines_added_up],
            hint="The vectors of a word that comes twice are added up. The first one counts.",
        ),
        Misconception(
            "found_by_its_numbers",
            [result.found_by_its_numbers, result.found_and_first_by_its_numbers],
            hint="A row of zeros is taken for a word that was not found. A file may hold such a vector: note what you "
            "have read.",
        ),
        Misconception(
            "malformed_skipped",
            [errors.all_skipped, errors.all_skipped_by_try, errors.wrong_count_skipped, errors.reported],
            hint="Lines that are malformed are skipped, or only reported. Then nobody notices a broken file: raise a "
            "ValueError.",
        ),
        Misconception(
            "blank_skipped",
            [errors.blank_skipped],
            hint="Blank lines are skipped. They are no word with its numbers either: raise a ValueError.",
        ),
        Misconception(
            "header_skipped",
            [errors.header_skipped, errors.first_line_excused, errors.two_fields_skipped],
            hint="A header on the first line is skipped. GloVe's format has none, so it is an error like any other.",
        ),
        Misconception(
            "unwanted_unchecked",
            [errors.unwanted_unchecked, errors.unwanted_unchecked_blank_too],
            hint="Lines of words that are not in the vocabulary are not looked at. Any malformed line is an error.",
        ),
        Misconception(
            "seen_unchecked",
            [errors.seen_unchecked],
            hint="The second line of a word is not looked at. Any malformed line is an error.",
        ),
        Misconception(
            "unwanted_and_seen_unchecked",
            [errors.unwanted_and_seen_unchecked, errors.unwanted_and_seen_unchecked_but_blank],
            hint="Lines whose vectors are not needed are not looked at: words not wanted, words seen before. Any "
            "malformed line is an error.",
        ),
        Misconception(
            "stops_when_all_are_found",
            [errors.stops_when_all_are_found, errors.stops_when_all_words_are_found],
            hint="It stops reading when it has all it wants. What comes after is not looked at, and may be malformed.",
        ),
        Misconception(
            "not_finite_accepted",
            [errors.not_finite_accepted, errors.infinite_accepted, errors.nan_accepted],
            hint="`float` also reads `nan` and `inf`, and they pass. A vector with one of them spoils every sum: "
            "`math.isfinite` tells.",
        ),
        Misconception(
            "surplus_cut_off",
            [errors.surplus_cut_off, errors.surplus_in_the_word],
            hint="A line with more fields than it should have is accepted, with some of them cut off or taken for a "
            "part of the word.",
        ),
        Misconception(
            "lacking_filled_up",
            [errors.lacking_filled_up],
            hint="A line with too few numbers is filled up. It is malformed.",
        ),
        Misconception(
            "number_from_zero",
            [errors.number_from_zero],
            hint="The message's line number is one too small: people, and editors, count lines from 1.",
        ),
        Misconception(
            "number_too_large",
            [errors.number_too_large],
            hint="The message's line number is one too large. The first line is line 1.",
        ),
        Misconception(
            "numbers_unchecked",
            [errors.numbers_unchecked, errors.numbers_unchecked_last_line_counts],
            hint="Only the number of fields is checked. A field may be no number, and `float` reads `nan` and `inf` "
            "without complaint.",
        ),
        Misconception(
            "number_missing",
            [errors.number_missing, errors.number_missing_where_no_number, errors.line_for_its_number],
            hint="A ValueError is raised whose message does not say which line it is, perhaps only where `float` "
            "raises it. Catch that one, and raise your own.",
        ),
        Misconception(
            "another_error",
            [errors.assertion, errors.plain_exception, errors.wrong_count_fails_elsewhere],
            hint="An error is raised, but no ValueError. `raise ValueError(…)` with a message that names the line.",
        ),
        Misconception(
            "error_returned",
            [errors.error_returned],
            hint="The error is returned, not raised: then it looks like a result.",
        ),
        Misconception(
            "nothing_checked",
            [errors.nothing_checked, errors.nothing_checked_in_place],
            hint="Nothing looks whether a line is malformed: some pass, and others fail with an error that does not say "
            "where.",
        ),
        Misconception(
            "missing_rows_left_out",
            [result.missing_rows_left_out],
            hint="The rows of words without a line are left out, so that the others moved up. They are there, and zero.",
        ),
        Misconception(
            "missing_rows_drawn",
            [result.missing_rows_drawn, result.missing_rows_of_the_mean],
            hint="The rows of words without a line are not zero. Zeros are asked for; `found` tells which they are.",
        ),
        Misconception(
            "lower_cased",
            [result.lower_cased],
            hint="Words of the file become lower case. `Tea` and `tea` are two words, with two ids.",
        ),
        Misconception(
            "turned_round",
            [result.turned_round],
            hint="The vectors are columns. They are rows: (V, dim).",
        ),
        Misconception(
            "scaled_to_length_one",
            [result.scaled_to_length_one],
            hint="The vectors have been divided by their lengths. They should be as they stand in the file.",
        ),
        Misconception(
            "found_in_another_form",
            [
                result.found_as_ints,
                result.found_as_list,
                result.found_as_words,
                result.found_as_ids,
                result.found_counted,
            ],
            hint="The matrix is right; `found` is not a tensor of bools, one for each row.",
        ),
        Misconception(
            "missing_for_found",
            [result.missing_for_found],
            hint="`found` says which words are missing. It should be the other way round.",
        ),
        Misconception(
            "found_all",
            [result.found_all],
            hint="`found` is True everywhere. It should tell which words the lines had.",
        ),
        Misconception(
            "matrix_alone",
            [result.matrix_alone, result.found_first],
            hint="Two things should come back, in this order: the matrix, and `found`.",
        ),
        Misconception(
            "a_dictionary",
            [result.a_dictionary],
            hint="A dictionary of vectors comes back. A matrix is asked for, with row `vocab[word]` for each word.",
        ),
    ],
    equivalent_mutants={
        "torch.zeros(len(vocab), dim, dtype=torch.float64) → torch.zeros(len(vocab), dim)": DEFAULT,
        "torch.tensor([float(field) for field in fields], dtype=to... → torch.tensor([float(field) for field in fields])": DEFAULT,
        "line.rstrip('\\n') → line": "float reads a number with white space around it",
    },
    variants=[
        variants.collected_then_placed,
        variants.by_numpy,
        variants.with_an_error_of_its_own,
        variants.by_recursion,
    ],
)
