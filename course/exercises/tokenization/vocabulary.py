"""A number for every token that is frequent enough."""

from collections import Counter, defaultdict

import numpy as np

from course.exercise import Case, Exercise, Misconception
from course.exercises.tokenization import vocabulary_mistakes as mistakes
from course.exercises.tokenization.inputs import SPECIALS, words


def counted(rng, counts):
    """So many of each token, in a drawn order."""
    tokens = [token for token, count in counts.items() for _ in range(count)]
    return [tokens[i] for i in rng.permutation(len(tokens))]


def tokens_of(counts, min_freq, specials=SPECIALS):
    """Drawn words that occur as often as `counts` says."""

    def draw(rng):
        tokens = counted(rng, dict(zip(words(rng, len(counts)), counts)))
        return {"tokens": tokens, "min_freq": min_freq, "specials": list(specials)}

    return draw


def with_specials_among_them(counts, special_counts, min_freq):
    def draw(rng):
        own = dict(zip(words(rng, len(counts)), counts)) | special_counts
        return {"tokens": counted(rng, own), "min_freq": min_freq, "specials": list(SPECIALS)}

    return draw


def given_tokens(counts, min_freq, specials=SPECIALS):
    """These very words, in a drawn order."""
    return lambda rng: {"tokens": counted(rng, counts), "min_freq": min_freq, "specials": list(specials)}


def specials_of_their_own(rng):
    specials = words(rng, 3, ["[SEP]", "[CLS]", "[MASK]", "<s>", "</s>", "~"])
    tokens = counted(rng, dict(zip(words(rng, 5), [4, 3, 3, 2, 1])))
    return {"tokens": tokens, "min_freq": 2, "specials": specials}


def counts_by_numpy(tokens, min_freq, specials):
    """Oracle: numpy's unique counts the tokens and sorts them; a stable sort puts the frequent ones first."""
    others = np.array([token for token in tokens if token not in set(specials)], dtype=object)
    names, counts = np.unique(others, return_counts=True) if len(others) else (others, np.zeros(0, dtype=int))
    order = np.argsort(-counts, kind="stable")
    kept = [names[i] for i in order if counts[i] >= min_freq]
    return dict(zip([*specials, *kept], range(len(specials) + len(kept))))


def one_after_the_other(tokens, min_freq, specials):
    counts = {}
    for token in tokens:
        counts[token] = counts.get(token, 0) + 1
    vocab = {}
    for special in specials:
        vocab[special] = len(vocab)
    for token in sorted(sorted(counts), key=counts.get, reverse=True):
        if counts[token] >= min_freq and token not in vocab:
            vocab[token] = len(vocab)
    return vocab


def by_level(tokens, min_freq, specials):
    vocab = {special: i for i, special in enumerate(specials)}
    levels = defaultdict(list)
    for token in set(tokens) - set(specials):
        levels[tokens.count(token)].append(token)
    for count in sorted(levels, reverse=True):
        if count >= min_freq:
            for token in sorted(levels[count]):
                vocab.setdefault(token, len(vocab))
    return vocab


def most_common_of_the_sorted(tokens, min_freq, specials):
    common = Counter(sorted(tokens)).most_common()
    kept = [token for token, count in common if count >= min_freq and token not in specials]
    return {token: i for i, token in enumerate(list(specials) + kept)}


def each_picked_in_turn(tokens, min_freq, specials):
    counts, vocab = Counter(tokens), dict(zip(specials, range(len(specials))))
    left = [token for token in counts if token not in specials and counts[token] >= min_freq]
    while left:
        best = left[0]
        for token in left:
            if counts[token] > counts[best] or (counts[token] == counts[best] and token < best):
                best = token
        left.remove(best)
        vocab[best] = len(vocab)
    return vocab


build_vocab = Exercise(
    "build_vocab",
    points=2,
    returns="the vocabulary",
    cases=[
        Case("words of unlike counts", tokens_of([5, 3, 1, 2, 4], min_freq=1)),
        Case("other words of unlike counts", tokens_of([5, 3, 1, 2, 4], min_freq=1)),
        Case("words of equal counts", tokens_of([2, 2, 2, 2, 2, 2, 2], min_freq=1)),
        Case("rare words left out", tokens_of([1, 6, 3, 2, 2, 3, 1, 1, 4], min_freq=3)),
        Case(
            "special tokens among the others, one of them frequent, one rare",
            with_specials_among_them([4, 3, 3, 2, 2, 1], {"<unk>": 5, "<eos>": 3, "<pad>": 1}, min_freq=2),
        ),
        Case(
            "capitals, digits and accents among equal counts",
            given_tokens({word: 2 for word in ["Zoo", "apple", "éclair", "10", "9", "_", "zoo", "Apple", "z"]}, 2),
        ),
        Case("special tokens in an order of their own", specials_of_their_own),
        Case("no special tokens", tokens_of([3, 1, 3, 2, 1], min_freq=1, specials=[])),
        Case(
            "tokens that only look like special ones",
            given_tokens({"<b>": 3, "[1]": 2, "tea": 2, "<unk>": 2, "<eos>": 4}, 2, ["<pad>", "<unk>"]),
        ),
        Case("no tokens", tokens_of([], min_freq=1)),
        Case("nothing frequent enough", tokens_of([2, 4, 3, 3], min_freq=5)),
        Case("a single token", tokens_of([1], min_freq=1)),
    ],
    hidden=[
        Case("many words", tokens_of([1 + 60 // (i + 1) for i in range(28)], min_freq=4)),
        Case("every word once", tokens_of([1] * 20, min_freq=1)),
        Case("all special tokens among the others", with_specials_among_them([2, 2, 1], dict.fromkeys(SPECIALS, 2), 1)),
    ],
    oracle=counts_by_numpy,
    misconceptions=[
        Misconception(
            "ties_by_arrival",
            [mistakes.by_count_alone, mistakes.most_common, mistakes.in_place_of_a_sort],
            hint="Among tokens of equal counts, the one that was read first comes first. Then another order of the "
            "same texts gives another vocabulary: what should decide instead?",
        ),
        Misconception(
            "ties_by_last_arrival",
            [mistakes.by_count_turned_round],
            hint="Among tokens of equal counts, the one that was read last comes first. Their strings should decide.",
        ),
        Misconception(
            "ties_turned_round",
            [mistakes.both_turned_round, mistakes.sorted_and_turned_round],
            hint="Among tokens of equal counts, z comes before a: `reverse=True` turns both parts of a key round. "
            "How can you turn one number alone?",
        ),
        Misconception(
            "ties_without_case",
            [mistakes.ties_in_lower_case],
            hint="Among tokens of equal counts, capitals are ordered as small letters are. Python's own order of "
            "strings, without a key, is asked for.",
        ),
        Misconception(
            "ties_by_length",
            [mistakes.shortest_first],
            hint="Among tokens of equal counts, their length decides. Let Python's order of strings do it.",
        ),
        Misconception(
            "min_freq_exclusive",
            [mistakes.more_than_min_freq, mistakes.min_freq_removed],
            hint="A token that occurs just `min_freq` times is left out. It occurs “at least so often”.",
        ),
        Misconception(
            "min_freq_ignored",
            [mistakes.min_freq_ignored],
            hint="Rare tokens have ids too. Where does `min_freq` come in?",
        ),
        Misconception(
            "min_freq_for_a_size",
            [mistakes.that_many],
            hint="It looks as if `min_freq` says how many tokens to keep. It says how often a token must occur.",
        ),
        Misconception(
            "min_freq_asked_of_specials",
            [mistakes.rare_specials_left_out, mistakes.specials_that_occur],
            hint="Special tokens are missing where they are rare in the text. They have a place however rare they are.",
        ),
        Misconception(
            "specials_counted_twice",
            [
                mistakes.joined_and_numbered,
                mistakes.written_over,
                mistakes.numbers_skipped,
                mistakes.most_common_and_numbered,
                mistakes.numbered_and_then_left_out,
            ],
            hint="A special token that occurs in the text is numbered twice: it gets another id, or an id is lost. "
            "It has one place, in front.",
        ),
        Misconception(
            "ties_by_arrival_and_specials_counted_twice",
            [mistakes.most_common_written_over, mistakes.most_common_numbers_skipped],
            hint="Two things: special tokens that occur in the text are numbered twice; and among equal counts the token "
            "that was read first comes first.",
        ),
        Misconception(
            "specials_by_count",
            [mistakes.specials_ranked],
            hint="Special tokens that occur in the text are ordered by their counts. They come first, in the order given.",
        ),
        Misconception(
            "specials_last",
            [mistakes.specials_last],
            hint="The special tokens come last. They come first, so that `<pad>` is 0 whatever the text.",
        ),
        Misconception(
            "specials_left_out",
            [mistakes.specials_left_out, mistakes.specials_left_out_and_counted],
            hint="The special tokens have no ids. They come first, before all others.",
        ),
        Misconception(
            "specials_sorted",
            [mistakes.specials_sorted, mistakes.specials_as_a_set, mistakes.specials_by_a_large_count],
            hint="The special tokens are in another order than they were given in. Their order is the caller's choice.",
        ),
        Misconception(
            "numbers_start_again",
            [mistakes.numbers_start_again],
            hint="The first word has the same id as the first special token: two things with one number. "
            "Go on counting after the special ones.",
        ),
        Misconception(
            "from_one",
            [mistakes.from_one],
            hint="The ids start at 1. They are the rows of a matrix later on, and those start at 0.",
        ),
        Misconception(
            "rare_first",
            [mistakes.rare_first, mistakes.rare_first_by_arrival],
            hint="The rarest tokens come first. Falling counts are asked for: the most frequent first.",
        ),
        Misconception(
            "alphabetical",
            [mistakes.alphabetical],
            hint="The tokens are in the order of the alphabet, whatever their counts. Counts come first; strings "
            "decide only among equal ones.",
        ),
        Misconception(
            "by_arrival",
            [mistakes.by_arrival],
            hint="The tokens are in the order in which they were read. The most frequent come first.",
        ),
        Misconception(
            "lower_cased",
            [mistakes.lower_cased],
            hint="Tokens have become lower case, and so some fell together. Take them as they are.",
        ),
        Misconception(
            "counts_for_ids",
            [mistakes.counts_for_ids],
            hint="The values are how often a token occurs. They should be ids: 0, 1, 2 and so on, each given once.",
        ),
        Misconception(
            "turned_round",
            [mistakes.id_to_token],
            hint="The dictionary leads from ids to tokens. The other direction is asked for.",
        ),
        Misconception(
            "a_list",
            [mistakes.as_a_list],
            hint="A list comes back. Asked for is a dictionary, token → id.",
        ),
        Misconception(
            "in_place",
            [mistakes.specials_grow, mistakes.tokens_sorted_in_place],
            hint="A list that was given comes back changed: `+=`, `.extend` and `.sort` work on the caller's own list.",
        ),
    ],
    variants=[one_after_the_other, by_level, most_common_of_the_sorted, each_picked_in_turn],
)
