"""What is easily counted or chosen wrongly: wrong answers to `train_bpe`."""

from collections import Counter

from course.exercises.tokenization.bpe_passes import beginning, best, merge, pair_totals, pairs_from_the_left


def trained(word_counts, num_merges, count, choose):
    """Merge so many times what `choose` takes of the totals that `count` makes; end early where there are none."""
    words = {word: beginning(word) for word in word_counts}
    merges = []
    for _ in range(num_merges):
        totals = count(words, word_counts)
        if not totals:
            break
        merges.append(choose(totals))
        words = {word: merge(symbols, merges[-1]) for word, symbols in words.items()}
    return merges


def all_neighbours(words, word_counts):
    """For each pair in how many places it stands, overlapping ones too."""
    totals = Counter()
    for word, symbols in words.items():
        for pair in zip(symbols, symbols[1:]):
            totals[pair] += word_counts[word]
    return totals


def word_types(word_counts, num_merges):
    return trained(dict.fromkeys(word_counts, 1), num_merges, pair_totals, best)


def words_that_have_it(word_counts, num_merges):
    def count(words, word_counts):
        return Counter(pair for symbols in words.values() for pair in set(zip(symbols, symbols[1:])))

    return trained(word_counts, num_merges, count, best)


def once_in_a_word(word_counts, num_merges):
    def count(words, word_counts):
        totals = Counter()
        for word, symbols in words.items():
            for pair in set(zip(symbols, symbols[1:])):
                totals[pair] += word_counts[word]
        return totals

    return trained(word_counts, num_merges, count, best)


def overlapping(word_counts, num_merges):
    return trained(word_counts, num_merges, all_neighbours, best)


def overlapping_with_a_set_of_ties(word_counts, num_merges):
    def choose(totals):
        return sorted((-count, pair) for pair, count in totals.items())[0][1]

    return trained(word_counts, num_merges, all_neighbours, choose)


def never_twice_in_a_row(word_counts, num_merges):
    def count(words, word_counts):
        totals = Counter()
        for word, symbols in words.items():
            before = None
            for pair in zip(symbols, symbols[1:]):
                totals[pair] += word_counts[word] * (pair != before)
                before = pair
        return totals

    return trained(word_counts, num_merges, count, best)


def overlapping_and_ties_by_arrival(word_counts, num_merges):
    return trained(word_counts, num_merges, all_neighbours, lambda totals: max(totals, key=totals.get))


def one_long_text(word_counts, num_merges):
    symbols = []
    for word, count in word_counts.items():
        symbols += beginning(word) * count
    merges = []
    for _ in range(num_merges):
        totals = pairs_from_the_left(symbols)
        if not totals:
            break
        merges.append(best(totals))
        symbols = merge(symbols, merges[-1])
    return merges


def one_long_text_of_word_types(word_counts, num_merges):
    return one_long_text(dict.fromkeys(word_counts, 1), num_merges)


def border_pairs(word_counts, num_merges):
    def count(words, word_counts):
        totals, last = pair_totals(words, word_counts), None
        for word, symbols in words.items():
            if last is not None:
                totals[last, symbols[0]] += word_counts[word]
            last = symbols[-1]
        return totals

    return trained(word_counts, num_merges, count, best)


def ties_by_arrival(word_counts, num_merges):
    return trained(word_counts, num_merges, pair_totals, lambda totals: max(totals, key=totals.get))


def ties_by_most_common(word_counts, num_merges):
    return trained(word_counts, num_merges, pair_totals, lambda totals: totals.most_common(1)[0][0])


def ties_by_sorted_counts(word_counts, num_merges):
    return trained(word_counts, num_merges, pair_totals, lambda totals: sorted(totals, key=lambda p: -totals[p])[0])


def ties_by_last_arrival(word_counts, num_merges):
    return trained(word_counts, num_merges, pair_totals, lambda totals: sorted(totals, key=totals.get)[-1])


def largest_of_the_ties(word_counts, num_merges):
    return trained(word_counts, num_merges, pair_totals, lambda totals: max(totals, key=lambda p: (totals[p], p)))


def ties_by_joined_text(word_counts, num_merges):
    def choose(totals):
        return min(totals, key=lambda pair: (-totals[pair], "".join(pair), pair))

    return trained(word_counts, num_merges, pair_totals, choose)


def rarest_first(word_counts, num_merges):
    return trained(word_counts, num_merges, pair_totals, lambda totals: min(totals, key=lambda p: (totals[p], p)))


def stops_below_two(word_counts, num_merges):
    def count(words, word_counts):
        totals = pair_totals(words, word_counts)
        return totals if totals and max(totals.values()) >= 2 else {}

    return trained(word_counts, num_merges, count, best)


def stops_at_zero(word_counts, num_merges):
    def count(words, word_counts):
        totals = pair_totals(words, word_counts)
        return totals if totals and max(totals.values()) > 0 else {}

    return trained(word_counts, num_merges, count, best)


def without_words_of_count_zero(word_counts, num_merges):
    return trained({word: count for word, count in word_counts.items() if count}, num_merges, pair_totals, best)


def fails_at_the_end(word_counts, num_merges):
    words = {word: beginning(word) for word in word_counts}
    merges = []
    for _ in range(num_merges):
        totals = pair_totals(words, word_counts)
        merges.append(min(totals, key=lambda pair: (-totals[pair], pair)))
        words = {word: merge(symbols, merges[-1]) for word, symbols in words.items()}
    return merges


def filled_up_at_the_end(word_counts, num_merges):
    merges = trained(word_counts, num_merges, pair_totals, best)
    return merges + [None] * (num_merges - len(merges))


def last_pair_again(word_counts, num_merges):
    merges = trained(word_counts, num_merges, pair_totals, best)
    return merges + merges[-1:] * (num_merges - len(merges))


def fails_at_the_end_of_a_list(word_counts, num_merges):
    words = {word: beginning(word) for word in word_counts}
    merges = []
    for _ in range(num_merges):
        totals = pair_totals(words, word_counts)
        merges.append(sorted(totals, key=lambda pair: (-totals[pair], pair))[0])
        words = {word: merge(symbols, merges[-1]) for word, symbols in words.items()}
    return merges


def fails_at_the_end_of_max(word_counts, num_merges):
    words = {word: beginning(word) for word in word_counts}
    merges = []
    for _ in range(num_merges):
        totals = pair_totals(words, word_counts)
        most = max(totals.values())
        merges.append(min(pair for pair in totals if totals[pair] == most))
        words = {word: merge(symbols, merges[-1]) for word, symbols in words.items()}
    return merges


def every_other_pair(word_counts, num_merges):
    def count(words, word_counts):
        totals = Counter()
        for word, symbols in words.items():
            for pair in zip(symbols[::2], symbols[1::2]):
                totals[pair] += word_counts[word]
        return totals

    return trained(word_counts, num_merges, count, best)


def counted_inside_of_symbols(word_counts, num_merges):
    def count(words, word_counts):
        totals = Counter()
        for word, symbols in words.items():
            for pair in set(zip(symbols, symbols[1:])):
                totals[pair] += word_counts[word] * " ".join(symbols).count(" ".join(pair))
        return totals

    return trained(word_counts, num_merges, count, best)


def counted_inside_of_all_symbols(word_counts, num_merges):
    def count(words, word_counts):
        pairs = {pair for symbols in words.values() for pair in zip(symbols, symbols[1:])}
        texts = [(" ".join(symbols), word_counts[word]) for word, symbols in words.items()]
        return {pair: sum(text.count(" ".join(pair)) * times for text, times in texts) for pair in pairs}

    return trained(word_counts, num_merges, count, best)


def overlapping_and_largest_of_the_ties(word_counts, num_merges):
    return trained(word_counts, num_merges, all_neighbours, lambda totals: max(totals, key=lambda p: (totals[p], p)))


def overlapping_and_no_end(word_counts, num_merges):
    words = {word: list(word) for word in word_counts}
    merges = []
    for _ in range(num_merges):
        totals = all_neighbours(words, word_counts)
        if not totals:
            break
        merges.append(best(totals))
        words = {word: merge(symbols, merges[-1]) for word, symbols in words.items()}
    return merges
