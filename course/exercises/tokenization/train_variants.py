"""Other right answers to `train_bpe`."""

from course.exercises.tokenization.bpe_passes import merge


def best_of_the_sorted(word_counts, num_merges):
    words = [(list(word) + ["</w>"], count) for word, count in word_counts.items()]
    merges = []
    while len(merges) < num_merges:
        totals = {}
        for symbols, count in words:
            last = None
            for i in range(len(symbols) - 1):
                pair = (symbols[i], symbols[i + 1])
                if pair == last:
                    last = None
                else:
                    totals[pair] = totals.get(pair, 0) + count
                    last = pair
        if len(totals) == 0:
            break
        pair = sorted(totals, key=lambda one: (-totals[one], one[0], one[1]))[0]
        merges.append(pair)
        for symbols, _ in words:
            i = 0
            while i < len(symbols) - 1:
                if (symbols[i], symbols[i + 1]) == pair:
                    symbols[i : i + 2] = [symbols[i] + symbols[i + 1]]
                i += 1
    return merges


def totals_by_length(word_counts, num_merges):
    words = {word: (*word, "</w>") for word in word_counts}
    merges = []
    for _ in range(num_merges):
        pairs = {pair for symbols in words.values() for pair in zip(symbols, symbols[1:])}
        if not pairs:
            break
        saved = {
            pair: sum(count * (len(words[word]) - len(merge(words[word], pair))) for word, count in word_counts.items())
            for pair in pairs
        }
        top = max(saved.values())
        merges.append(min(pair for pair in pairs if saved[pair] == top))
        words = {word: merge(symbols, merges[-1]) for word, symbols in words.items()}
    return merges


def first_merge_and_the_rest(word_counts, num_merges, words=None):
    words = {word: [*word, "</w>"] for word in word_counts} if words is None else words
    totals = {}
    for word, symbols in words.items():
        left = list(symbols)
        while len(left) > 1:
            pair = (left.pop(0), left[0])
            totals[pair] = totals.get(pair, 0) + word_counts[word]
            if len(left) > 1 and (left[0], left[1]) == pair:
                left.pop(0)
    if num_merges == 0 or not totals:
        return []
    chosen = max(sorted(totals), key=totals.get)
    after = {word: merge(symbols, chosen) for word, symbols in words.items()}
    return [chosen] + first_merge_and_the_rest(word_counts, num_merges - 1, after)


def with_lists_for_pairs(word_counts, num_merges):
    return [list(pair) for pair in totals_by_length(word_counts, num_merges)]
