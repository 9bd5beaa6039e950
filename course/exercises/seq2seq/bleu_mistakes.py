"""Wrong answers to `bleu`: what is counted, and over what."""

import math
from collections import Counter


def grams(tokens, n):
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def most(references, n):
    """For each n-gram the largest count in any reference."""
    best = Counter()
    for reference in references:
        best |= grams(reference, n)
    return best


def clipped(candidate, references, n):
    return sum((grams(candidate, n) & most(references, n)).values())


def possible(candidate, n):
    return max(len(candidate) - n + 1, 0)


def closest(candidate, references):
    return min((abs(len(one) - len(candidate)), len(one)) for one in references)[1]


def brevity(written, wanted):
    if written == 0:
        return 0.0
    return min(1.0, math.exp(1 - wanted / written))


def precisions(candidates, references, max_n, match=None, total=None):
    """For each order the matches and what they are out of, of the whole corpus."""
    match, total = match or clipped, total or possible
    pairs = list(zip(candidates, references))
    return [(sum(match(c, rs, n) for c, rs in pairs), sum(total(c, n) for c, _ in pairs)) for n in range(1, max_n + 1)]


def geometric(shares):
    if any(match == 0 for match, _ in shares):
        return 0.0
    return math.exp(sum(math.log(match / total) for match, total in shares) / len(shares))


def lengths(candidates, references, wanted=None):
    wanted = wanted or closest
    written = sum(len(one) for one in candidates)
    return written, sum(wanted(c, rs) for c, rs in zip(candidates, references))


def _right(candidates, references, max_n):
    return brevity(*lengths(candidates, references)) * geometric(precisions(candidates, references, max_n))


def mean_of_sentences(candidates, references, max_n):
    return sum(_right([c], [rs], max_n) for c, rs in zip(candidates, references)) / len(candidates)


def mean_of_sentences_with_one_brevity(candidates, references, max_n):
    means = [geometric(precisions([c], [rs], max_n)) for c, rs in zip(candidates, references)]
    return brevity(*lengths(candidates, references)) * sum(means) / len(means)


def mean_of_sentences_that_are_not_empty(candidates, references, max_n):
    scores = [_right([c], [rs], max_n) for c, rs in zip(candidates, references) if c]
    return sum(scores) / len(scores) if scores else 0.0


def mean_of_brevities(candidates, references, max_n):
    each = [brevity(len(c), closest(c, rs)) for c, rs in zip(candidates, references)]
    return sum(each) / len(each) * geometric(precisions(candidates, references, max_n))


def mean_of_precisions_of_sentences(candidates, references, max_n):
    product = 1.0
    for n in range(1, max_n + 1):
        shares = [clipped(c, rs, n) / possible(c, n) for c, rs in zip(candidates, references) if possible(c, n)]
        product *= sum(shares) / len(shares) if shares else 0.0
    return brevity(*lengths(candidates, references)) * product ** (1 / max_n)


def _found(candidate, references, n):
    known = most(references, n)
    return sum(count for gram, count in grams(candidate, n).items() if gram in known)


def _by_all_references(candidate, references, n):
    together = sum((grams(one, n) for one in references), Counter())
    return sum((grams(candidate, n) & together).values())


def _by_each_reference(candidate, references, n):
    return max(sum((grams(candidate, n) & grams(one, n)).values()) for one in references)


def _by_the_first_reference(candidate, references, n):
    return sum((grams(candidate, n) & grams(references[0], n)).values())


def _kinds(candidate, references, n):
    return len(grams(candidate, n).keys() & most(references, n).keys())


def _unordered(candidate, references, n):
    def sorted_grams(tokens):
        return Counter(tuple(sorted(map(str, gram))) for gram in grams(tokens, n).elements())

    best = Counter()
    for reference in references:
        best |= sorted_grams(reference)
    return sum((sorted_grams(candidate) & best).values())


def _with(match, candidates, references, max_n, total=None):
    shares = precisions(candidates, references, max_n, match, total)
    return brevity(*lengths(candidates, references)) * geometric(shares)


def counts_not_clipped(candidates, references, max_n):
    return _with(_found, candidates, references, max_n)


def clipped_by_all_references(candidates, references, max_n):
    return _with(_by_all_references, candidates, references, max_n)


def clipped_by_the_best_reference(candidates, references, max_n):
    return _with(_by_each_reference, candidates, references, max_n)


def clipped_by_the_first_reference(candidates, references, max_n):
    return _with(_by_the_first_reference, candidates, references, max_n)


def first_reference_alone(candidates, references, max_n):
    return _right(candidates, [rs[:1] for rs in references], max_n)


def kinds_of_all(candidates, references, max_n):
    return _with(_kinds, candidates, references, max_n)


def kinds_of_kinds(candidates, references, max_n):
    return _with(_kinds, candidates, references, max_n, lambda c, n: len(grams(c, n)))


def order_ignored(candidates, references, max_n):
    return _with(_unordered, candidates, references, max_n)


def one_place_too_many(candidates, references, max_n):
    return _with(clipped, candidates, references, max_n, lambda c, n: len(c))


def short_ones_counted(candidates, references, max_n):
    return _with(clipped, candidates, references, max_n, lambda c, n: max(1, len(c) - n + 1))


def short_ones_counted_negative(candidates, references, max_n):
    shares = precisions(candidates, references, max_n, clipped, lambda c, n: len(c) - n + 1)
    if any(match == 0 or total <= 0 for match, total in shares):
        return 0.0
    return brevity(*lengths(candidates, references)) * geometric(shares)


def last_gram_left_out(candidates, references, max_n):
    def short(tokens, n):
        return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n))

    def match(candidate, references, n):
        best = Counter()
        for reference in references:
            best |= short(reference, n)
        return sum((short(candidate, n) & best).values())

    return _with(match, candidates, references, max_n, lambda c, n: max(len(c) - n, 0))


def recall(candidates, references, max_n):
    pairs = list(zip(candidates, references))
    shares = [
        (sum(clipped(c, rs, n) for c, rs in pairs), sum(possible(rs[0], n) for _, rs in pairs))
        for n in range(1, max_n + 1)
    ]
    return brevity(*lengths(candidates, references)) * geometric(shares)


def _chosen(keep, candidates, references, max_n):
    kept = [(c, rs) for c, rs in zip(candidates, references) if keep(c, rs)]
    return _right([c for c, _ in kept], [rs for _, rs in kept], max_n) if kept else 0.0


def empty_ones_left_out(candidates, references, max_n):
    return _chosen(lambda c, rs: c, candidates, references, max_n)


def empty_references_left_out(candidates, references, max_n):
    return _chosen(lambda c, rs: c and all(rs), candidates, references, max_n)


def short_ones_left_out(candidates, references, max_n):
    return _chosen(lambda c, rs: len(c) >= max_n, candidates, references, max_n)


def joined(candidates, references, max_n):
    written = [token for candidate in candidates for token in candidate]
    most_references = max(map(len, references))
    known = [[token for rs in references for token in rs[min(k, len(rs) - 1)]] for k in range(most_references)]
    return _right([written], [known], max_n)


def joined_first_references(candidates, references, max_n):
    written = [token for candidate in candidates for token in candidate]
    return _right([written], [[[token for rs in references for token in rs[0]]]], max_n)


def _changed(change, candidates, references, max_n):
    known = [[list(map(change, one)) for one in rs] for rs in references]
    return _right([list(map(change, one)) for one in candidates], known, max_n)


def lower_case(candidates, references, max_n):
    return _changed(lambda token: str(token).lower(), candidates, references, max_n)


def tokens_joined(candidates, references, max_n):
    """Each n-gram as one text without a space, so that ("an", "other") and ("ano", "ther") are the same."""

    def texts(tokens, n):
        return Counter("".join(map(str, tokens[i : i + n])) for i in range(len(tokens) - n + 1))

    matches, totals = [0] * max_n, [0] * max_n
    for candidate, known in zip(candidates, references):
        for n in range(1, max_n + 1):
            own, there = texts(candidate, n), Counter()
            for one in known:
                there |= texts(one, n)
            matches[n - 1] += sum((own & there).values())
            totals[n - 1] += sum(own.values())
    if min(matches) == 0:
        return 0.0
    written, wanted = lengths(candidates, references)
    mean = sum(math.log(match / total) for match, total in zip(matches, totals)) / max_n
    return math.exp(mean + min(0.0, 1 - wanted / written))


def letters(candidates, references, max_n):
    known = [[" ".join(map(str, one)) for one in rs] for rs in references]
    return _right([" ".join(map(str, one)) for one in candidates], known, max_n)


def empty_candidate_fails(candidates, references, max_n):
    """The precisions first, the brevity after: no candidate is ever too short to be divided by."""
    written, wanted = lengths(candidates, references)
    penalty = 1.0 if written > wanted else math.exp(1 - wanted / written)
    return penalty * geometric(precisions(candidates, references, max_n))


def no_match_fails(candidates, references, max_n):
    shares = precisions(candidates, references, max_n)
    mean = math.exp(sum(math.log(match / total) for match, total in shares) / max_n)
    return brevity(*lengths(candidates, references)) * mean


def no_total_fails(candidates, references, max_n):
    shares = [match / total for match, total in precisions(candidates, references, max_n)]
    mean = math.exp(sum(map(math.log, shares)) / max_n) if min(shares) > 0 else 0.0
    return brevity(*lengths(candidates, references)) * mean
