"""Wrong answers to `beam_search`: scores, their order, and what stands in a hypothesis."""

import math

from course.exercises.seq2seq.beam_search_mistakes import continued, parted, refused, scored, searched


def _products(step, state, bos, eos, beam, max_len, factor=None):
    """Hypotheses with the product of their tokens' probabilities. factor: from a log-probability to what is multiplied"""
    refused(beam)
    factor = factor or math.exp
    live, finished = [([], 1.0, state)], []
    for _ in range(max_len):
        grown = []
        for tokens, product, before in live:
            log_probs, after = step(tokens[-1] if tokens else bos, before)
            grown += [(tokens + [k], product * factor(one), after) for k, one in enumerate(log_probs.tolist())]
        ended, live = parted(sorted(grown, key=lambda one: (-one[1], one[0]))[:beam], eos)
        finished += ended
    return finished + live


def products(step, state, bos, eos, beam, max_len, alpha):
    return scored(_products(step, state, bos, eos, beam, max_len), alpha)


def products_in_the_end_logarithms(step, state, bos, eos, beam, max_len, alpha):
    found = _products(step, state, bos, eos, beam, max_len)
    return scored([(tokens, math.log(product), state) for tokens, product, state in found], alpha)


def products_in_the_end_logarithms_or_infinite(step, state, bos, eos, beam, max_len, alpha):
    found = _products(step, state, bos, eos, beam, max_len)
    return scored([(t, math.log(product) if product > 0 else -math.inf, s) for t, product, s in found], alpha)


def products_in_the_end_logarithms_of_a_little_more(step, state, bos, eos, beam, max_len, alpha):
    found = _products(step, state, bos, eos, beam, max_len)
    return scored([(tokens, math.log(max(product, 1e-300)), state) for tokens, product, state in found], alpha)


def probabilities_in_the_end(step, state, bos, eos, beam, max_len, alpha):
    found = searched(step, state, bos, eos, beam, max_len)
    return scored([(tokens, math.exp(total), state) for tokens, total, state in found], alpha)


def log_probabilities_multiplied(step, state, bos, eos, beam, max_len, alpha):
    return scored(_products(step, state, bos, eos, beam, max_len, factor=float), alpha)


def last_token_counts(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        fresh = [(tokens, 0.0, before) for tokens, _, before in live]
        ended, live = parted(continued(step, fresh, bos)[:beam], eos)
        finished += ended
    return scored(finished + live, alpha)


def not_normalized(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, eos, beam, max_len), 0)


def _with_length(length, hypotheses, alpha):
    pairs = [(tokens, total / length(tokens) ** alpha) for tokens, total, _ in hypotheses]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def length_without_eos(step, state, bos, eos, beam, max_len, alpha):
    found = searched(step, state, bos, eos, beam, max_len)
    return _with_length(lambda tokens: max(len(tokens) - (tokens[-1] == eos), 1), found, alpha)


def length_less_one(step, state, bos, eos, beam, max_len, alpha):
    found = searched(step, state, bos, eos, beam, max_len)
    return _with_length(lambda tokens: max(len(tokens) - 1, 1), found, alpha)


def length_with_bos(step, state, bos, eos, beam, max_len, alpha):
    return _with_length(lambda tokens: len(tokens) + 1, searched(step, state, bos, eos, beam, max_len), alpha)


def length_of_the_paper(step, state, bos, eos, beam, max_len, alpha):
    return _with_length(lambda tokens: (5 + len(tokens)) / 6, searched(step, state, bos, eos, beam, max_len), alpha)


def length_at_most(step, state, bos, eos, beam, max_len, alpha):
    return _with_length(lambda tokens: max_len, searched(step, state, bos, eos, beam, max_len), alpha)


def divided_by_the_length(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, eos, beam, max_len), 1)


def times_the_length(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, eos, beam, max_len), -alpha)


def alpha_a_factor(step, state, bos, eos, beam, max_len, alpha):
    found = searched(step, state, bos, eos, beam, max_len)
    pairs = [(tokens, total / (alpha * len(tokens)) if alpha else total) for tokens, total, _ in found]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def length_rewarded(step, state, bos, eos, beam, max_len, alpha):
    found = searched(step, state, bos, eos, beam, max_len)
    pairs = [(tokens, total + alpha * len(tokens)) for tokens, total, _ in found]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def ordered_before_normalizing(step, state, bos, eos, beam, max_len, alpha):
    found = sorted(searched(step, state, bos, eos, beam, max_len), key=lambda one: (-one[1], one[0]))
    return [(tokens, total / len(tokens) ** alpha) for tokens, total, _ in found]


def ordered_by_the_normalized(step, state, bos, eos, beam, max_len, alpha):
    found = searched(step, state, bos, eos, beam, max_len)
    found.sort(key=lambda one: (-one[1] / len(one[0]) ** alpha, one[0]))
    return [(tokens, total) for tokens, total, _ in found]


def as_they_finished(step, state, bos, eos, beam, max_len, alpha):
    return [
        (tokens, total / len(tokens) ** alpha) for tokens, total, _ in searched(step, state, bos, eos, beam, max_len)
    ]


def as_they_finished_the_live_first(step, state, bos, eos, beam, max_len, alpha):
    ended, live = parted(searched(step, state, bos, eos, beam, max_len), eos)
    return [(tokens, total / len(tokens) ** alpha) for tokens, total, _ in live + ended]


def worst_first(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, eos, beam, max_len), alpha)[::-1]


def worst_first_by_sorting(step, state, bos, eos, beam, max_len, alpha):
    return sorted(scored(searched(step, state, bos, eos, beam, max_len), alpha), key=lambda pair: (pair[1], pair[0]))


def _ranked(ranking, step, state, bos, eos, beam, max_len):
    """A search whose continuations are put in order by `ranking`, the best parent's first."""
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        grown = []
        for tokens, total, before in live:
            log_probs, after = step(tokens[-1] if tokens else bos, before)
            grown += [(tokens + [k], total + one, after) for k, one in enumerate(log_probs.tolist())]
        ended, live = parted(ranking(grown)[:beam], eos)
        finished += ended
    return finished + live


def _by_arrival(hypotheses):
    return sorted(hypotheses, key=lambda one: one[1], reverse=True)


def _largest_first(hypotheses):
    return sorted(hypotheses, key=lambda one: (one[1], one[0]), reverse=True)


def _pairs(hypotheses, alpha):
    return [(tokens, total / len(tokens) ** alpha) for tokens, total, _ in hypotheses]


def ties_by_arrival(step, state, bos, eos, beam, max_len, alpha):
    return _by_arrival(_pairs(_ranked(_by_arrival, step, state, bos, eos, beam, max_len), alpha))


def ties_in_the_ranking_by_arrival(step, state, bos, eos, beam, max_len, alpha):
    return scored(_ranked(_by_arrival, step, state, bos, eos, beam, max_len), alpha)


def ties_in_the_end_by_arrival(step, state, bos, eos, beam, max_len, alpha):
    return _by_arrival(_pairs(searched(step, state, bos, eos, beam, max_len), alpha))


def ties_to_the_largest(step, state, bos, eos, beam, max_len, alpha):
    return _largest_first(_pairs(_ranked(_largest_first, step, state, bos, eos, beam, max_len), alpha))


def ties_in_the_ranking_to_the_largest(step, state, bos, eos, beam, max_len, alpha):
    return scored(_ranked(_largest_first, step, state, bos, eos, beam, max_len), alpha)


def ties_in_the_end_to_the_largest(step, state, bos, eos, beam, max_len, alpha):
    return _largest_first(_pairs(searched(step, state, bos, eos, beam, max_len), alpha))


def ties_in_the_end_to_the_shorter(step, state, bos, eos, beam, max_len, alpha):
    found = _pairs(searched(step, state, bos, eos, beam, max_len), alpha)
    return sorted(found, key=lambda pair: (-pair[1], len(pair[0]), pair[0]))


def sign(step, state, bos, eos, beam, max_len, alpha):
    found = scored(searched(step, state, bos, eos, beam, max_len), alpha)
    return [(tokens, -score) for tokens, score in found]


def exponentials(step, state, bos, eos, beam, max_len, alpha):
    found = scored(searched(step, state, bos, eos, beam, max_len), alpha)
    return [(tokens, math.exp(score)) for tokens, score in found]


def best_alone(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, eos, beam, max_len), alpha)[0]


def best_alone_in_a_list(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, eos, beam, max_len), alpha)[:1]


def best_tokens_alone(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, eos, beam, max_len), alpha)[0][0]


def cut_to_the_beam(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, eos, beam, max_len), alpha)[:beam]


def tokens_alone(step, state, bos, eos, beam, max_len, alpha):
    return [tokens for tokens, _ in scored(searched(step, state, bos, eos, beam, max_len), alpha)]


def scores_first(step, state, bos, eos, beam, max_len, alpha):
    return [(score, tokens) for tokens, score in scored(searched(step, state, bos, eos, beam, max_len), alpha)]


def three_each(step, state, bos, eos, beam, max_len, alpha):
    found = searched(step, state, bos, eos, beam, max_len)
    rows = [(tokens, total / len(tokens) ** alpha, after) for tokens, total, after in found]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def bos_included(step, state, bos, eos, beam, max_len, alpha):
    found = scored(searched(step, state, bos, eos, beam, max_len), alpha)
    return [([bos, *tokens], score) for tokens, score in found]


def bos_included_and_counted_in_the_length(step, state, bos, eos, beam, max_len, alpha):
    found = searched(step, state, bos, eos, beam, max_len)
    return scored([([bos, *tokens], total, after) for tokens, total, after in found], alpha)


def eos_left_out(step, state, bos, eos, beam, max_len, alpha):
    found = scored(searched(step, state, bos, eos, beam, max_len), alpha)
    return [([token for token in tokens if token != eos], score) for tokens, score in found]


def eos_left_out_of_the_length(step, state, bos, eos, beam, max_len, alpha):
    found = length_without_eos(step, state, bos, eos, beam, max_len, alpha)
    return [([token for token in tokens if token != eos], score) for tokens, score in found]


def eos_for_all(step, state, bos, eos, beam, max_len, alpha):
    found = scored(searched(step, state, bos, eos, beam, max_len), alpha)
    return [(tokens if tokens[-1] == eos else [*tokens, eos], score) for tokens, score in found]


def eos_for_all_and_in_the_length(step, state, bos, eos, beam, max_len, alpha):
    found = searched(step, state, bos, eos, beam, max_len)
    return scored([(t if t[-1] == eos else [*t, eos], total, after) for t, total, after in found], alpha)


def one_more(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, eos, beam, max_len + 1), alpha)


def one_less(step, state, bos, eos, beam, max_len, alpha):
    if beam >= 1 and max_len == 1:
        return []
    return scored(searched(step, state, bos, eos, beam, max_len - 1), alpha)


def state_not_carried(step, state, bos, eos, beam, max_len, alpha):
    def forgetful(token, _):
        return step(token, state)

    return scored(searched(forgetful, state, bos, eos, beam, max_len), alpha)


def one_state_for_all(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        grown = []
        for tokens, total, _ in live:
            log_probs, state = step(tokens[-1] if tokens else bos, state)
            grown += [(tokens + [k], total + one, None) for k, one in enumerate(log_probs.tolist())]
        ended, live = parted(sorted(grown, key=lambda one: (-one[1], one[0]))[:beam], eos)
        finished += ended
    return scored(finished + live, alpha)


def state_of_the_last_parent(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished, now = [([], 0.0)], [], state
    for _ in range(max_len):
        grown, after = [], now
        for tokens, total in live:
            log_probs, after = step(tokens[-1] if tokens else bos, now)
            grown += [(tokens + [k], total + one) for k, one in enumerate(log_probs.tolist())]
        now = after
        kept = sorted(grown, key=lambda one: (-one[1], one[0]))[:beam]
        finished += [one for one in kept if one[0][-1] == eos]
        live = [one for one in kept if one[0][-1] != eos]
    return scored([(tokens, total, None) for tokens, total in finished + live], alpha)


def bos_at_every_step(step, state, bos, eos, beam, max_len, alpha):
    def stubborn(_, before):
        return step(bos, before)

    return scored(searched(stubborn, state, bos, eos, beam, max_len), alpha)


def eos_taken_as_two(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, 2, beam, max_len), alpha)


def bos_taken_as_one(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, 1, eos, beam, max_len), alpha)


def bos_forbidden(step, state, bos, eos, beam, max_len, alpha):
    def without(token, before):
        log_probs, after = step(token, before)
        log_probs[bos] = -math.inf
        return log_probs, after

    found = scored(searched(without, state, bos, eos, beam, max_len), alpha)
    return [(tokens, score) for tokens, score in found if score > -math.inf]
