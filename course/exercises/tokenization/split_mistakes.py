"""What is easily cut wrongly: wrong answers to `split_words`."""

import re
import string


def split_at_white_space(text):
    return text.split()


def split_at_spaces(text):
    return text.split(" ")


def not_white_space(text):
    return re.findall(r"\S+", text)


def words_alone(text):
    return re.findall(r"\w+", text)


def words_at_borders(text):
    return re.findall(r"\b[a-zA-Z]+\b", text)


def punctuation_to_spaces(text):
    return re.sub(r"[^\w\s]", " ", text).split()


def punctuation_removed(text):
    return re.sub(r"[^\w\s]", "", text).split()


def punctuation_stripped(text):
    stripped = [word.strip(string.punctuation) for word in text.split()]
    return [word for word in stripped if word]


def cut_at_punctuation(text):
    return re.split(r"\W+", text)


def cut_at_punctuation_without_empty_ones(text):
    return [word for word in re.split(r"[\s" + re.escape(string.punctuation) + r"]+", text) if word]


def letters_kept(text):
    return "".join(one for one in text if one.isalnum() or one.isspace()).split()


def lower_cased(text):
    return re.findall(r"\w+|[^\w\s]+", text.lower())


def lower_cased_afterwards(text):
    return [piece.lower() for piece in re.findall(r"\w+|[^\w\s]+", text)]


def casefolded(text):
    return re.findall(r"\w+|[^\w\s]+", text.casefold())


def lower_cased_words_alone(text):
    return re.findall(r"\w+", text.lower())


def lower_cased_and_removed(text):
    return re.sub(r"[^\w\s]", "", text.lower()).split()


def lower_cased_and_stripped(text):
    return [word.strip(string.punctuation) for word in text.lower().split()]


def lower_cased_at_white_space(text):
    return text.lower().split()


def marks_one_by_one(text):
    return re.findall(r"\w+|[^\w\s]", text)


def anything_else_one_by_one(text):
    return [piece for piece in re.split(r"(\W)", text) if piece.strip()]


def marks_one_by_one_with_spaces(text):
    return re.findall(r"\w+|\W", text)


def borders_stripped(text):
    return [piece.strip() for piece in re.split(r"\b", text) if piece.strip()]


def borders_without_spaces(text):
    return [re.sub(r"\s", "", piece) for piece in re.findall(r"\w+|\W+", text) if piece.strip()]


def ascii_letters(text):
    return re.findall(r"[a-zA-Z0-9_]+|[^a-zA-Z0-9_\s]+", text)


def ascii_flag(text):
    return re.findall(r"\w+|[^\w\s]+", text, re.ASCII)


def ascii_letters_and_digits(text):
    return re.findall(r"[a-zA-Z0-9]+|[^a-zA-Z0-9\s]+", text)


def letters_alone_are_words(text):
    return re.findall(r"[^\W\d_]+|(?:[^\w\s]|[\d_])+", text)


def by_isalpha(text):
    found, before = [], ""
    for one in text:
        kind = "" if one.isspace() else "word" if one.isalpha() or one == "_" else "mark"
        if kind and kind == before:
            found[-1] += one
        elif kind:
            found.append(one)
        before = kind
    return found


def by_isalnum(text):
    found, before = [], ""
    for one in text:
        kind = "" if one.isspace() else "word" if one.isalnum() else "mark"
        if kind and kind == before:
            found[-1] += one
        elif kind:
            found.append(one)
        before = kind
    return found


def underscore_with_the_marks(text):
    return re.findall(r"[^\W_]+|_|[^\w\s]+", text)


def underscore_from_a_list(text):
    marks = re.escape(string.punctuation)
    return re.findall(rf"[^\s{marks}]+|[{marks}]+", text)


def digits_apart(text):
    return re.findall(r"[^\W\d]+|\d+|[^\w\s]+", text)


def apostrophe_in_words(text):
    return re.findall(r"[\w']+|[^\w\s']+", text)


def apostrophe_between_letters(text):
    return re.findall(r"\w+(?:'\w+)*|[^\w\s]+", text)


def apostrophe_and_hyphen_in_words(text):
    return re.findall(r"[\w'-]+|[^\w\s'-]+", text)


def apostrophe_and_hyphen_between_letters(text):
    return re.findall(r"\w+(?:['-]\w+)*|[^\w\s]+", text)


def last_marks_cut_off(text):
    found = []
    for part in text.split():
        word, marks = re.fullmatch(r"(.*?)(\W*)", part).groups()
        found += [piece for piece in (word, marks) if piece]
    return found


def marks_cut_off_at_both_ends(text):
    found = []
    for part in text.split():
        found += [piece for piece in re.fullmatch(r"(\W*)(.*?)(\W*)", part).groups() if piece]
    return found


def anything_else(text):
    return re.findall(r"\w+|\W+", text)


def not_a_word(text):
    return re.findall(r"\w+|[^\w]+|\s+", text.strip())


def cut_and_kept(text):
    return re.split(r"(\W+)", text)


def cut_and_kept_without_empty_ones(text):
    return [piece for piece in re.split(r"(\W+)", text) if piece and not piece.isspace()]


def at_borders(text):
    return re.split(r"\b", text)


def at_borders_without_empty_ones(text):
    return [piece for piece in re.split(r"\b", text) if piece and piece != " "]


def white_space_in_runs(text):
    return re.findall(r"\w+|[^\w\s]+|\s+", text)


def empty_strings(text):
    return re.split(r"\s+|\b", text)


def empty_strings_at_borders(text):
    return re.sub(r"([^\w\s]+)", r" \1 ", text).split(" ")


def stripped_to_nothing(text):
    return [piece.strip() for piece in re.findall(r"\w+|[^\w\s]+|\s+", text)]


def groups(text):
    return re.findall(r"(\w+)|([^\w\s]+)", text)


def matches(text):
    return list(re.finditer(r"\w+|[^\w\s]+", text))


def generator(text):
    return (match.group() for match in re.finditer(r"\w+|[^\w\s]+", text))


def an_iterator(text):
    return map(str, re.findall(r"\w+|[^\w\s]+", text))


def characters(text):
    return list(text)


def characters_but_white_space(text):
    return re.findall(r"\w|[^\w\s]", text)


def each_once(text):
    return list(dict.fromkeys(re.findall(r"\w+|[^\w\s]+", text)))


def words_then_marks(text):
    return re.findall(r"\w+", text) + re.findall(r"[^\w\s]+", text)


def one_string(text):
    return " ".join(re.findall(r"\w+|[^\w\s]+", text))


def cut_at_each_mark(text):
    return re.split(r"\W", text)


def listed_marks_set_apart(text):
    for mark in string.punctuation:
        text = text.replace(mark, f" {mark} ")
    return text.split()


def ascii_letters_alone(text):
    return re.findall(r"[A-Za-z]+|[^A-Za-z\s]+", text)


def blanks_alone_separate(text):
    return re.findall(r"\w+|[^\w ]+", text)


def stars_for_plus(text):
    return re.findall(r"\w*|[^\w\s]*", text)


def letters_one_by_one(text):
    return re.findall(r"\w|[^\w\s]+", text)


def four_marks(text):
    return re.findall(r"\w+|[.,!?]", text)


def five_marks(text):
    return re.findall(r"\w+|[.,!?;]", text)


def six_marks(text):
    return re.findall(r"\w+|[.,!?;:]+", text)


def marks_of_a_sentence(text):
    return re.findall(r"\w+|[.,!?;:\"'()]+", text)


def marks_of_ascii(text):
    return re.findall(rf"\w+|[{re.escape(string.punctuation)}]+", text)


def marks_of_ascii_one_by_one(text):
    return re.findall(rf"\w+|[{re.escape(string.punctuation)}]", text)


def marks_take_letters_along(text):
    return re.findall(r"\w+|\S+", text)
