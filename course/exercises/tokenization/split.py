"""A text cut into words and punctuation."""

import itertools
import re

from nltk import wordpunct_tokenize

from course.exercise import Case, Exercise, Misconception
from course.exercises.ready_made import TOKENIZERS
from course.exercises.tokenization import split_mistakes as mistakes

WORDS = ["rain", "Kandy", "wind", "UOM", "tea", "Saman", "light", "Sunday", "go", "I", "train", "NASA", "river"]
ABROAD = ["größe", "école", "Ωmega", "данные", "水田", "señor", "Łódź", "Åse", "naïve", "ශබද", "čas"]
SPACES = [" ", "  ", "\n", "\t", "\u00a0", "\r\n", "\n\n", " \t "]
MARKS = [".", ",", "!", "?", "...", "--", "«", "»", "(", ")", '"', "'", "—", "…", "%", "@", "🙂", "#", "$"]


def filled(template, words=WORDS):
    """The template's empty places filled with words, each another one."""
    return lambda rng: {"text": template.format(*rng.choice(words, template.count("{}"), replace=False))}


def mixture(pieces, count):
    """So many pieces, drawn at random, one after the other."""
    return lambda rng: {"text": "".join(rng.choice(pieces, count))}


def nltks(text):
    """Oracle: NLTK's wordpunct_tokenize."""
    return wordpunct_tokenize(text)


def kind_of(character):
    if character.isspace():
        return "space"
    return "word" if character.isalnum() or character == "_" else "mark"


def by_groups(text):
    groups = itertools.groupby(text, kind_of)
    return ["".join(group) for kind, group in groups if kind != "space"]


def character_by_character(text):
    found, before = [], "space"
    for character in text:
        kind = kind_of(character)
        if kind != "space":
            if kind == before:
                found[-1] += character
            else:
                found.append(character)
        before = kind
    return found


def spaces_around_words(text):
    return re.sub(r"(\w+)", r" \1 ", text).split()


def each_part_on_its_own(text):
    found = []
    for part in text.split():
        found.extend(piece for piece in re.split(r"(\W+)", part) if piece)
    return found


def cut_at_borders(text):
    return tuple(piece for piece in re.split(r"\s+|\b", text) if piece)


def first_piece_and_the_rest(text):
    match = re.match(r"\s*(\w+|[^\w\s]+)", text)
    return [match.group(1), *first_piece_and_the_rest(text[match.end() :])] if match else []


split_words = Exercise(
    "split_words",
    points=1,
    returns="the list",
    by_hand=TOKENIZERS,
    cases=[
        Case("a sentence", filled("The {} saw {}, then {}.")),
        Case("another sentence", filled("The {} saw {}, then {}.")),
        Case("an apostrophe and a hyphen", filled("{}'s aunt doesn't like half-{} {}.")),
        Case("runs of punctuation", filled('Wait... "{}"?! ({}) -- {}? !')),
        Case("digits and underscores", filled("{}_{} costs 3.14, B2B, x1 and _{}_ 1,000 __!")),
        Case("white space of every kind, also at both ends", filled("\t{}\n\n  {} \u00a0{},\r\n")),
        Case("letters from elsewhere", filled("{} — «{}»… {}! {}", ABROAD)),
        Case("emoji", filled("{} 🙂🙂! {}🙂 🙂{}")),
        Case("an empty text", filled("")),
        Case("nothing but white space", mixture(SPACES, 5)),
        Case("nothing but punctuation, with white space between", mixture(["?", "!", "...", " ", "; "], 12)),
        Case("whatever comes", mixture([*WORDS, *ABROAD, *SPACES, *MARKS, "_", "7", "42"], 40)),
    ],
    hidden=[
        Case("a single word", filled("{}")),
        Case("words alone", filled("{} {}  {} {}")),
        Case("a long text", mixture([*WORDS, *ABROAD, *SPACES * 2, *MARKS, "_", "7", "42"], 300)),
    ],
    oracle=nltks,
    misconceptions=[
        Misconception(
            "white_space_only",
            [mistakes.split_at_white_space, mistakes.split_at_spaces, mistakes.not_white_space],
            hint="The text is cut at white space alone, so that a comma sticks to the word before it. "
            "Punctuation should come out as strings of its own.",
        ),
        Misconception(
            "punctuation_dropped",
            [
                mistakes.words_alone,
                mistakes.words_at_borders,
                mistakes.punctuation_to_spaces,
                mistakes.punctuation_removed,
                mistakes.punctuation_stripped,
                mistakes.cut_at_punctuation,
                mistakes.cut_at_punctuation_without_empty_ones,
                mistakes.letters_kept,
                mistakes.cut_at_each_mark,
            ],
            hint="The punctuation is gone. It carries meaning too: a question is no statement. Keep it, as strings "
            "of its own.",
        ),
        Misconception(
            "lower_cased",
            [mistakes.lower_cased, mistakes.lower_cased_afterwards, mistakes.casefolded],
            hint="The text has become lower case. Nobody asked for that: “us” and “US” are two words.",
        ),
        Misconception(
            "lower_cased_and_punctuation_dropped",
            [mistakes.lower_cased_words_alone, mistakes.lower_cased_and_removed, mistakes.lower_cased_and_stripped],
            hint="Two things are lost that should stay: capital letters, and the punctuation.",
        ),
        Misconception(
            "lower_cased_at_white_space",
            [mistakes.lower_cased_at_white_space],
            hint="Two things are amiss: the text has become lower case, and it is cut at white space alone.",
        ),
        Misconception(
            "marks_one_by_one",
            [
                mistakes.marks_one_by_one,
                mistakes.anything_else_one_by_one,
                mistakes.marks_one_by_one_with_spaces,
                mistakes.listed_marks_set_apart,
            ],
            hint="Every mark of punctuation stands alone: `...` comes out as three strings. A run of marks is one string.",
        ),
        Misconception(
            "marks_joined_over_white_space",
            [mistakes.borders_stripped, mistakes.borders_without_spaces],
            hint="Where white space stands between marks, as in `? !`, they are two runs and not one.",
        ),
        Misconception(
            "ascii_only",
            [
                mistakes.ascii_letters,
                mistakes.ascii_flag,
                mistakes.ascii_letters_and_digits,
                mistakes.ascii_letters_alone,
            ],
            hint="Letters such as é or я are taken for punctuation. `\\w` knows the letters of all scripts, `a-z` does not.",
        ),
        Misconception(
            "digits_for_punctuation",
            [mistakes.letters_alone_are_words, mistakes.by_isalpha],
            hint="Digits are taken for punctuation. For `\\w`, letters, digits and the underscore make words.",
        ),
        Misconception(
            "underscore_for_punctuation",
            [mistakes.by_isalnum, mistakes.underscore_with_the_marks, mistakes.underscore_from_a_list],
            hint="The underscore is taken for punctuation. Look up what `\\w` stands for: it is more than letters and digits.",
        ),
        Misconception(
            "digits_apart",
            [mistakes.digits_apart],
            hint="Letters and digits are cut apart, as in `B2B`. For `\\w` both belong to one word.",
        ),
        Misconception(
            "apostrophe_kept",
            [mistakes.apostrophe_in_words, mistakes.apostrophe_between_letters],
            hint="Words such as `doesn't` stay whole. By this exercise's rule the apostrophe is punctuation like any other.",
        ),
        Misconception(
            "apostrophe_and_hyphen_kept",
            [mistakes.apostrophe_and_hyphen_in_words, mistakes.apostrophe_and_hyphen_between_letters],
            hint="Words such as `half-done` and `doesn't` stay whole. By this exercise's rule hyphen and apostrophe "
            "are punctuation.",
        ),
        Misconception(
            "inner_punctuation_kept",
            [mistakes.last_marks_cut_off, mistakes.marks_cut_off_at_both_ends],
            hint="Punctuation is cut off at the ends of what stands between white space, and inside, as in `3.14`, "
            "it is not.",
        ),
        Misconception(
            "white_space_kept",
            [
                mistakes.anything_else,
                mistakes.not_a_word,
                mistakes.cut_and_kept,
                mistakes.cut_and_kept_without_empty_ones,
                mistakes.at_borders,
                mistakes.at_borders_without_empty_ones,
                mistakes.white_space_in_runs,
                mistakes.blanks_alone_separate,
            ],
            hint="Some of the strings hold white space. It only separates, and no string should have any.",
        ),
        Misconception(
            "empty_strings",
            [
                mistakes.empty_strings,
                mistakes.empty_strings_at_borders,
                mistakes.stripped_to_nothing,
                mistakes.stars_for_plus,
            ],
            hint="There are empty strings in the list: `re.split` leaves them where two cuts meet, and `*` in a pattern "
            "finds them everywhere.",
        ),
        Misconception(
            "groups",
            [mistakes.groups],
            hint="Each entry is a tuple: `re.findall` returns the groups in brackets, one for each pair of them. "
            "What would it return without brackets?",
        ),
        Misconception(
            "matches",
            [mistakes.matches],
            hint="The entries are matches and no strings: `.group()` of a match is the text that it found.",
        ),
        Misconception(
            "an_iterator",
            [mistakes.generator, mistakes.an_iterator],
            hint="An iterator comes back, and a list is asked for: `list(…)` makes one.",
        ),
        Misconception(
            "characters",
            [mistakes.characters, mistakes.characters_but_white_space, mistakes.letters_one_by_one],
            hint="The text falls into single characters. A run of them belongs together: what does `+` do in a pattern?",
        ),
        Misconception(
            "marks_from_a_list",
            [
                mistakes.four_marks,
                mistakes.five_marks,
                mistakes.six_marks,
                mistakes.marks_of_a_sentence,
                mistakes.marks_of_ascii,
                mistakes.marks_of_ascii_one_by_one,
            ],
            hint="Punctuation that your pattern does not list is lost. There are thousands of marks: say what they are "
            "not.",
        ),
        Misconception(
            "marks_take_letters_along",
            [mistakes.marks_take_letters_along],
            hint="A run of marks takes along what stands behind it, letters too. It ends where a word begins.",
        ),
        Misconception(
            "each_once",
            [mistakes.each_once],
            hint="What comes twice in the text is there only once. Every place in the text counts.",
        ),
        Misconception(
            "words_then_marks",
            [mistakes.words_then_marks],
            hint="All words come first and then all punctuation. Keep the order of the text.",
        ),
        Misconception(
            "one_string",
            [mistakes.one_string],
            hint="A single string comes back. Asked for is a list of strings.",
        ),
    ],
    variants=[
        by_groups,
        character_by_character,
        spaces_around_words,
        each_part_on_its_own,
        cut_at_borders,
        first_piece_and_the_rest,
    ],
)
