"""What is easily counted or ordered wrongly: wrong answers to `build_vocab`."""

from collections import Counter


def numbered(tokens):
    """Ids from 0 on."""
    return {token: i for i, token in enumerate(tokens)}


def frequent(tokens, min_freq, specials):
    """The right tokens after the specials, in order of arrival, and all counts."""
    counts = Counter(tokens)
    return [token for token in counts if counts[token] >= min_freq and token not in specials], counts


def right(tokens, min_freq, specials):
    """The right tokens after the specials, in the right order."""
    kept, counts = frequent(tokens, min_freq, specials)
    return sorted(kept, key=lambda token: (-counts[token], token))


def by_count_alone(tokens, min_freq, specials):
    kept, counts = frequent(tokens, min_freq, specials)
    return numbered([*specials, *sorted(kept, key=counts.get, reverse=True)])


def most_common(tokens, min_freq, specials):
    common = Counter(tokens).most_common()
    return numbered(specials + [token for token, count in common if count >= min_freq and token not in specials])


def in_place_of_a_sort(tokens, min_freq, specials):
    vocab = numbered(specials)
    counts = Counter(token for token in tokens if token not in specials)
    while counts:
        best = max(counts, key=counts.get)
        if counts.pop(best) >= min_freq:
            vocab[best] = len(vocab)
    return vocab


def by_count_turned_round(tokens, min_freq, specials):
    kept, counts = frequent(tokens, min_freq, specials)
    return numbered([*specials, *sorted(kept, key=counts.get)[::-1]])


def both_turned_round(tokens, min_freq, specials):
    kept, counts = frequent(tokens, min_freq, specials)
    return numbered([*specials, *sorted(kept, key=lambda token: (counts[token], token), reverse=True)])


def sorted_and_turned_round(tokens, min_freq, specials):
    kept, counts = frequent(tokens, min_freq, specials)
    pairs = sorted((counts[token], token) for token in kept)
    return numbered(specials + [token for _, token in pairs[::-1]])


def ties_in_lower_case(tokens, min_freq, specials):
    kept, counts = frequent(tokens, min_freq, specials)
    return numbered([*specials, *sorted(kept, key=lambda token: (-counts[token], token.lower(), token))])


def shortest_first(tokens, min_freq, specials):
    kept, counts = frequent(tokens, min_freq, specials)
    return numbered([*specials, *sorted(kept, key=lambda token: (-counts[token], len(token), token))])


def more_than_min_freq(tokens, min_freq, specials):
    return numbered([*specials, *right(tokens, min_freq + 1, specials)])


def min_freq_removed(tokens, min_freq, specials):
    counts = Counter(tokens)
    for token in list(counts):
        if token in specials or counts[token] <= min_freq:
            del counts[token]
    return numbered(specials + sorted(counts, key=lambda token: (-counts[token], token)))


def min_freq_ignored(tokens, min_freq, specials):
    return numbered([*specials, *right(tokens, 1, specials)])


def that_many(tokens, min_freq, specials):
    return numbered([*specials, *right(tokens, 1, specials)[:min_freq]])


def rare_specials_left_out(tokens, min_freq, specials):
    counts = Counter(tokens)
    return numbered([one for one in specials if counts[one] >= min_freq] + right(tokens, min_freq, specials))


def specials_that_occur(tokens, min_freq, specials):
    return numbered([one for one in specials if one in tokens] + right(tokens, min_freq, specials))


def joined_and_numbered(tokens, min_freq, specials):
    return numbered([*specials, *right(tokens, min_freq, [])])


def written_over(tokens, min_freq, specials):
    vocab = numbered(specials)
    for token in right(tokens, min_freq, []):
        vocab[token] = len(vocab)
    return vocab


def numbers_skipped(tokens, min_freq, specials):
    vocab = numbered(specials)
    for i, token in enumerate(right(tokens, min_freq, []), len(specials)):
        if token not in vocab:
            vocab[token] = i
    return vocab


def most_common_and_numbered(tokens, min_freq, specials):
    common = Counter(tokens).most_common()
    return numbered(specials + [token for token, count in common if count >= min_freq])


def specials_ranked(tokens, min_freq, specials):
    counts = Counter(tokens)
    return numbered(sorted(specials, key=lambda one: -counts[one]) + right(tokens, min_freq, specials))


def specials_last(tokens, min_freq, specials):
    return numbered([*right(tokens, min_freq, specials), *specials])


def specials_left_out(tokens, min_freq, specials):
    return numbered(right(tokens, min_freq, specials))


def specials_left_out_and_counted(tokens, min_freq, specials):
    return {token: i + len(specials) for i, token in enumerate(right(tokens, min_freq, specials))}


def specials_sorted(tokens, min_freq, specials):
    return numbered(sorted(specials) + right(tokens, min_freq, specials))


def specials_as_a_set(tokens, min_freq, specials):
    return numbered(sorted(set(specials), reverse=True) + right(tokens, min_freq, specials))


def numbers_start_again(tokens, min_freq, specials):
    return numbered(specials) | numbered(right(tokens, min_freq, specials))


def from_one(tokens, min_freq, specials):
    return {token: i for i, token in enumerate([*specials, *right(tokens, min_freq, specials)], 1)}


def rare_first(tokens, min_freq, specials):
    kept, counts = frequent(tokens, min_freq, specials)
    return numbered([*specials, *sorted(kept, key=lambda token: (counts[token], token))])


def rare_first_by_arrival(tokens, min_freq, specials):
    kept, counts = frequent(tokens, min_freq, specials)
    return numbered([*specials, *sorted(kept, key=counts.get)])


def alphabetical(tokens, min_freq, specials):
    return numbered([*specials, *sorted(right(tokens, min_freq, specials))])


def by_arrival(tokens, min_freq, specials):
    return numbered([*specials, *frequent(tokens, min_freq, specials)[0]])


def lower_cased(tokens, min_freq, specials):
    return numbered([*specials, *right([token.lower() for token in tokens], min_freq, specials)])


def counts_for_ids(tokens, min_freq, specials):
    counts = Counter(tokens)
    return {token: counts[token] for token in [*specials, *right(tokens, min_freq, specials)]}


def id_to_token(tokens, min_freq, specials):
    return dict(enumerate([*specials, *right(tokens, min_freq, specials)]))


def as_a_list(tokens, min_freq, specials):
    return [*specials, *right(tokens, min_freq, specials)]


def specials_grow(tokens, min_freq, specials):
    specials += right(tokens, min_freq, specials)
    return numbered(specials)


def tokens_sorted_in_place(tokens, min_freq, specials):
    tokens.sort()
    return most_common(tokens, min_freq, specials)


def specials_by_a_large_count(tokens, min_freq, specials):
    counts = Counter(tokens)
    for one in specials:
        counts[one] = 10**9
    kept = [token for token in counts if counts[token] >= min_freq]
    return numbered(sorted(kept, key=lambda token: (-counts[token], token)))


def numbered_and_then_left_out(tokens, min_freq, specials):
    counts = Counter(tokens)
    ordered = specials + sorted(counts, key=lambda token: (-counts[token], token))
    return {token: i for i, token in enumerate(ordered) if token in specials or counts[token] >= min_freq}


def most_common_written_over(tokens, min_freq, specials):
    vocab = numbered(specials)
    for token, count in Counter(tokens).most_common():
        if count >= min_freq:
            vocab[token] = len(vocab)
    return vocab


def most_common_numbers_skipped(tokens, min_freq, specials):
    vocab = numbered(specials)
    for i, (token, count) in enumerate(Counter(tokens).most_common(), len(specials)):
        if count >= min_freq and token not in vocab:
            vocab[token] = i
    return vocab
