"""What is easily joined or returned wrongly: wrong answers to `train_bpe`."""

from course.exercises.tokenization.bpe_passes import (
    END,
    beginning,
    best,
    merge,
    merge_first,
    merge_from_the_right,
    merge_in_the_text,
    pair_totals,
)


def trained(word_counts, num_merges, start, join):
    """The right way but for where words start from and how pairs are joined; pairs, words and totals of the chosen."""
    words = {word: start(word) for word in word_counts}
    merges, chosen = [], []
    for _ in range(num_merges):
        totals = pair_totals(words, word_counts)
        if not totals:
            break
        merges.append(best(totals))
        chosen.append(totals[merges[-1]])
        words = {word: join(symbols, merges[-1]) for word, symbols in words.items()}
    return merges, words, chosen


def right(word_counts, num_merges):
    """The right answer."""
    return trained(word_counts, num_merges, beginning, merge)[0]


def counted_only_once(word_counts, num_merges):
    words = {word: beginning(word) for word in word_counts}
    totals = pair_totals(words, word_counts)
    merges = []
    while totals and len(merges) < num_merges:
        merges.append(best(totals))
        del totals[merges[-1]]
        words = {word: merge(symbols, merges[-1]) for word, symbols in words.items()}
    return merges


def counted_only_once_without_merging(word_counts, num_merges):
    totals = pair_totals({word: beginning(word) for word in word_counts}, word_counts)
    return sorted(totals, key=lambda pair: (-totals[pair], pair))[:num_merges]


def nothing_merged(word_counts, num_merges):
    return trained(word_counts, num_merges, beginning, lambda symbols, pair: symbols)[0]


def first_place_only(word_counts, num_merges):
    return trained(word_counts, num_merges, beginning, merge_first)[0]


def from_the_right(word_counts, num_merges):
    return trained(word_counts, num_merges, beginning, merge_from_the_right)[0]


def inside_of_symbols(word_counts, num_merges):
    return trained(word_counts, num_merges, beginning, merge_in_the_text)[0]


def only_in_one_word(word_counts, num_merges):
    words = {word: beginning(word) for word in word_counts}
    merges = []
    for _ in range(num_merges):
        totals = pair_totals(words, word_counts)
        if not totals:
            break
        merges.append(best(totals))
        for word, symbols in words.items():
            if merge(symbols, merges[-1]) != symbols:
                words[word] = merge(symbols, merges[-1])
                break
    return merges


def no_end_of_word(word_counts, num_merges):
    return trained(word_counts, num_merges, list, merge)[0]


def end_stuck_to_the_last_letter(word_counts, num_merges):
    def start(word):
        return [*word[:-1], word[-1:] + END]

    return trained(word_counts, num_merges, start, merge)[0]


def end_in_pieces(word_counts, num_merges):
    return trained(word_counts, num_merges, lambda word: list(word + END), merge)[0]


def end_at_the_front(word_counts, num_merges):
    return trained(word_counts, num_merges, lambda word: [END, *word], merge)[0]


def joined_pairs(word_counts, num_merges):
    return ["".join(pair) for pair in right(word_counts, num_merges)]


def pairs_with_a_space(word_counts, num_merges):
    return [" ".join(pair) for pair in right(word_counts, num_merges)]


def pairs_with_totals(word_counts, num_merges):
    merges, _, chosen = trained(word_counts, num_merges, beginning, merge)
    return list(zip(merges, chosen))


def a_dictionary(word_counts, num_merges):
    merges, _, chosen = trained(word_counts, num_merges, beginning, merge)
    return dict(zip(merges, chosen))


def a_dictionary_of_ranks(word_counts, num_merges):
    return {pair: place for place, pair in enumerate(right(word_counts, num_merges))}


def words_too(word_counts, num_merges):
    return trained(word_counts, num_merges, beginning, merge)[:2]


def words_alone(word_counts, num_merges):
    return trained(word_counts, num_merges, beginning, merge)[1]


def order_within_pairs_lost(word_counts, num_merges):
    words = {word: beginning(word) for word in word_counts}
    merges = []
    for _ in range(num_merges):
        totals = {}
        for pair, total in pair_totals(words, word_counts).items():
            key = tuple(sorted(pair))
            totals[key] = totals.get(key, 0) + total
        if not totals:
            break
        merges.append(best(totals))
        a, b = merges[-1]
        words = {word: merge(merge(symbols, (a, b)), (b, a)) for word, symbols in words.items()}
    return merges


def merges_sorted(word_counts, num_merges):
    return sorted(right(word_counts, num_merges))


def one_too_few(word_counts, num_merges):
    return right(word_counts, max(0, num_merges - 1))


def one_too_many(word_counts, num_merges):
    return right(word_counts, num_merges + 1)


def end_never_merged(word_counts, num_merges):
    words = {word: beginning(word) for word in word_counts}
    merges = []
    for _ in range(num_merges):
        totals = {pair: total for pair, total in pair_totals(words, word_counts).items() if END not in pair}
        if not totals:
            break
        merges.append(best(totals))
        words = {word: merge(symbols, merges[-1]) for word, symbols in words.items()}
    return merges
