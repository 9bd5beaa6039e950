"""What is easily merged in another order or left out: wrong answers to `bpe_encode`."""

import unicodedata

from course.exercises.tokenization.bpe_passes import (
    END,
    beginning,
    merge,
    merge_first,
    merge_from_the_right,
    merge_in_the_text,
)


def encoded(symbols, merges, choose=min, join=None):
    """Merge what `choose` takes of the places in `merges`, until no pair of the word is there."""
    rank = {pair: place for place, pair in enumerate(merges)}
    while True:
        present = [rank[pair] for pair in zip(symbols, symbols[1:]) if pair in rank]
        if not present:
            return list(symbols)
        symbols = (join or merge)(symbols, merges[choose(present)])


def right(word, merges):
    """The right answer."""
    return encoded(beginning(word), merges)


def longest_first_piece(word, merges):
    pieces = {"".join(pair) for pair in merges}
    text, symbols = word + END, []
    while text:
        single = 4 if text == END else 1
        size = next((n for n in range(len(text), single, -1) if text[:n] in pieces), single)
        symbols.append(text[:size])
        text = text[size:]
    return symbols


def longest_first_piece_with_pairs_of_the_end(word, merges):
    pieces = {"".join(pair) for pair in merges} | set(word) | {END}
    text, symbols, start = word + END, [], 0
    while start < len(text):
        stop = len(text)
        while text[start:stop] not in pieces:
            stop -= 1
        if stop <= len(word) or stop == len(text):
            symbols.append(text[start:stop])
        start = stop
    return symbols


def one_pass(word, merges):
    symbols = beginning(word)
    for pair in merges:
        symbols = merge(symbols, pair)
    return symbols


def pass_after_pass(word, merges):
    symbols, before = beginning(word), None
    while symbols != before:
        before = symbols
        for pair in merges:
            symbols = merge(symbols, pair)
    return symbols


def latest_first(word, merges):
    return encoded(beginning(word), merges, choose=max)


def leftmost_first(word, merges):
    return encoded(beginning(word), merges, choose=lambda present: present[0], join=merge_first)


def leftmost_first_everywhere(word, merges):
    return encoded(beginning(word), merges, choose=lambda present: present[0])


def from_the_right(word, merges):
    return encoded(beginning(word), merges, join=merge_from_the_right)


def one_place_at_a_time(word, merges):
    return encoded(beginning(word), merges, join=merge_first)


def one_merge_only(word, merges):
    symbols = beginning(word)
    for pair in merges:
        if merge(symbols, pair) != symbols:
            return merge(symbols, pair)
    return symbols


def first_place_in_one_pass(word, merges):
    symbols = beginning(word)
    for pair in merges:
        symbols = merge_first(symbols, pair)
    return symbols


def most_frequent_first(word, merges):
    symbols = beginning(word)
    while True:
        present = [pair for pair in zip(symbols, symbols[1:]) if pair in merges]
        if not present:
            return symbols
        symbols = merge(symbols, max(present, key=present.count))


def smallest_first(word, merges):
    symbols = beginning(word)
    while True:
        present = [pair for pair in zip(symbols, symbols[1:]) if pair in merges]
        if not present:
            return symbols
        symbols = merge(symbols, min(present))


def inside_of_symbols(word, merges):
    return encoded(beginning(word), merges, join=merge_in_the_text)


def inside_of_symbols_in_one_pass(word, merges):
    text = " ".join(beginning(word))
    for pair in merges:
        text = text.replace(" ".join(pair), "".join(pair))
    return text.split()


def end_never_there(word, merges):
    return encoded(list(word), merges)


def end_taken_off(word, merges):
    symbols = [symbol.removesuffix(END) for symbol in right(word, merges)]
    return [symbol for symbol in symbols if symbol]


def end_added_afterwards(word, merges):
    return [*encoded(list(word), merges), END]


def end_stuck_to_the_last_letter(word, merges):
    return encoded([*word[:-1], word[-1:] + END], merges)


def end_in_pieces(word, merges):
    return encoded(list(word + END), merges)


def nothing_for_the_empty_word(word, merges):
    return right(word, merges) if word else []


def unknown_replaced(word, merges):
    known = {END}.union(*(set(symbol) for pair in merges for symbol in pair))
    return encoded([one if one in known else "<unk>" for one in beginning(word)], merges)


def unknown_dropped(word, merges):
    known = {END}.union(*(set(symbol) for pair in merges for symbol in pair))
    return encoded([one for one in beginning(word) if one in known], merges)


def normalized(word, merges):
    return right(unicodedata.normalize("NFC", word), merges)


def one_string(word, merges):
    return "".join(right(word, merges))


def one_string_with_spaces(word, merges):
    return " ".join(right(word, merges))


def pairs_used(word, merges):
    symbols, used = beginning(word), []
    for pair in merges:
        if merge(symbols, pair) != symbols:
            symbols = merge(symbols, pair)
            used.append(pair)
    return used


def ids(word, merges):
    symbols = right(word, merges)
    return [sorted(set(symbols)).index(symbol) for symbol in symbols]


def longest_pair_first(word, merges):
    symbols = beginning(word)
    while True:
        present = [pair for pair in zip(symbols, symbols[1:]) if pair in merges]
        if not present:
            return symbols
        symbols = merge(symbols, max(present, key=lambda pair: len("".join(pair))))


def shortest_first_in_one_pass(word, merges):
    return one_pass(word, sorted(merges, key=lambda pair: len("".join(pair))))


def earliest_joined_text(word, merges):
    symbols, pieces = beginning(word), ["".join(pair) for pair in merges]
    while True:
        present = [pair for pair in zip(symbols, symbols[1:]) if "".join(pair) in pieces]
        if not present:
            return symbols
        symbols = merge(symbols, min(present, key=lambda pair: pieces.index("".join(pair))))


def end_taken_off_where_it_is_alone(word, merges):
    symbols = right(word, merges)
    return symbols[:-1] if symbols[-1] == END else symbols
