"""The parts of right answers about pairs of symbols, for wrong ones to call."""

from collections import Counter

END = "</w>"


def beginning(word):
    """The symbols that a word starts from."""
    return [*word, END]


def merge(symbols, pair):
    """Join every occurrence of a pair, from the left."""
    joined = []
    for symbol in symbols:
        if joined and (joined[-1], symbol) == pair:
            joined[-1] += symbol
        else:
            joined.append(symbol)
    return joined


def merge_from_the_right(symbols, pair):
    """Join every occurrence of a pair, from the right: another result for (a, a) in "aaa" alone."""
    joined = []
    for symbol in reversed(symbols):
        if joined and (symbol, joined[0]) == pair:
            joined[0] = symbol + joined[0]
        else:
            joined.insert(0, symbol)
    return joined


def merge_first(symbols, pair):
    """Join the first occurrence of a pair, and no other."""
    pairs = list(zip(symbols, symbols[1:]))
    i = pairs.index(pair) if pair in pairs else len(symbols)
    return [*symbols[:i], *("".join(pair) for _ in symbols[i : i + 1]), *symbols[i + 2 :]]


def merge_in_the_text(symbols, pair):
    """Join a pair in a text of symbols with spaces between: other symbols that end and begin alike are joined too."""
    return " ".join(symbols).replace(" ".join(pair), "".join(pair)).split(" ")


def pairs_from_the_left(symbols):
    """How often each pair can be merged from the left."""
    counts, counted = Counter(), None
    for pair in zip(symbols, symbols[1:]):
        counted = None if pair == counted else pair
        counts[pair] += counted is not None
    return counts


def pair_totals(words, word_counts):
    """For each pair in the words its total, in the order of arrival."""
    totals = Counter()
    for word, symbols in words.items():
        for pair, times in pairs_from_the_left(symbols).items():
            totals[pair] += times * word_counts[word]
    return totals


def best(totals):
    """The pair of the highest total, the smallest of equal ones."""
    return min(totals, key=lambda pair: (-totals[pair], pair))
