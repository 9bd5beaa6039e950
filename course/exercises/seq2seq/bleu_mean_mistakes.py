"""Wrong answers to `bleu`: from counts to one number."""

import math

from course.exercises.seq2seq.bleu_mistakes import brevity, closest, geometric, lengths, precisions


def _scaled(penalty, candidates, references, max_n):
    return penalty * geometric(precisions(candidates, references, max_n))


def brevity_turned_round(candidates, references, max_n):
    written, wanted = lengths(candidates, references)
    return _scaled(brevity(wanted, written) if written else 0.0, candidates, references, max_n)


def long_ones_punished(candidates, references, max_n):
    written, wanted = lengths(candidates, references)
    penalty = math.exp(1 - written / wanted) if written > wanted else 1.0
    return _scaled(penalty, candidates, references, max_n)


def condition_turned_round(candidates, references, max_n):
    written, wanted = lengths(candidates, references)
    penalty = math.exp(1 - wanted / written) if written > wanted else 1.0
    return min(_scaled(penalty, candidates, references, max_n), 1.0)


def fraction_turned_round(candidates, references, max_n):
    written, wanted = lengths(candidates, references)
    penalty = math.exp(1 - written / wanted) if written < wanted else 1.0
    return _scaled(penalty, candidates, references, max_n)


def no_brevity(candidates, references, max_n):
    return _scaled(1.0, candidates, references, max_n)


def long_ones_rewarded(candidates, references, max_n):
    written, wanted = lengths(candidates, references)
    return _scaled(math.exp(1 - wanted / written) if written else 0.0, candidates, references, max_n)


def brevity_a_fraction(candidates, references, max_n):
    written, wanted = lengths(candidates, references)
    return _scaled(min(1.0, written / wanted) if wanted else 1.0, candidates, references, max_n)


def brevity_without_one(candidates, references, max_n):
    written, wanted = lengths(candidates, references)
    penalty = 1.0 if written >= wanted else math.exp(-wanted / written) if written else 0.0
    return _scaled(penalty, candidates, references, max_n)


def brevity_in_tokens(candidates, references, max_n):
    written, wanted = lengths(candidates, references)
    return _scaled(math.exp(min(0, written - wanted)), candidates, references, max_n)


def _with_length(wanted, candidates, references, max_n):
    return _scaled(brevity(*lengths(candidates, references, wanted)), candidates, references, max_n)


def shortest_reference(candidates, references, max_n):
    return _with_length(lambda c, rs: min(map(len, rs)), candidates, references, max_n)


def longest_reference(candidates, references, max_n):
    return _with_length(lambda c, rs: max(map(len, rs)), candidates, references, max_n)


def first_length(candidates, references, max_n):
    return _with_length(lambda c, rs: len(rs[0]), candidates, references, max_n)


def last_length(candidates, references, max_n):
    return _with_length(lambda c, rs: len(rs[-1]), candidates, references, max_n)


def mean_length(candidates, references, max_n):
    return _with_length(lambda c, rs: sum(map(len, rs)) / len(rs), candidates, references, max_n)


def all_lengths(candidates, references, max_n):
    return _with_length(lambda c, rs: sum(map(len, rs)), candidates, references, max_n)


def ties_to_the_longer(candidates, references, max_n):
    def wanted(c, rs):
        return min((abs(len(one) - len(c)), -len(one)) for one in rs)[1] * -1

    return _with_length(wanted, candidates, references, max_n)


def ties_to_the_first(candidates, references, max_n):
    def wanted(c, rs):
        return len(min(rs, key=lambda one: abs(len(one) - len(c))))

    return _with_length(wanted, candidates, references, max_n)


def closest_to_the_corpus(candidates, references, max_n):
    written = sum(map(len, candidates))
    each = [sum(len(rs[k]) for rs in references if k < len(rs)) for k in range(max(map(len, references)))]
    wanted = min(each, key=lambda one: (abs(one - written), one))
    return _scaled(brevity(written, wanted), candidates, references, max_n)


def shorter_ones_only(candidates, references, max_n):
    def wanted(c, rs):
        longer = [len(one) for one in rs if len(one) >= len(c)]
        return min(longer) if longer else max(map(len, rs))

    return _with_length(wanted, candidates, references, max_n)


def _combined(combine, candidates, references, max_n):
    shares = [match / total if total else 0.0 for match, total in precisions(candidates, references, max_n)]
    return brevity(*lengths(candidates, references)) * combine(shares)


def arithmetic_mean(candidates, references, max_n):
    return _combined(lambda shares: sum(shares) / max_n, candidates, references, max_n)


def product_without_a_root(candidates, references, max_n):
    return _combined(math.prod, candidates, references, max_n)


def root_of_the_brevity_too(candidates, references, max_n):
    shares = [match / total if total else 0.0 for match, total in precisions(candidates, references, max_n)]
    return (brevity(*lengths(candidates, references)) * math.prod(shares)) ** (1 / max_n)


def always_the_fourth_root(candidates, references, max_n):
    return _combined(lambda shares: math.prod(shares) ** 0.25, candidates, references, max_n)


def largest_order_alone(candidates, references, max_n):
    return _combined(lambda shares: shares[-1], candidates, references, max_n)


def always_four_orders(candidates, references, max_n):
    return _combined(lambda shares: math.prod(shares) ** 0.25, candidates, references, 4)


def all_orders_together(candidates, references, max_n):
    shares = precisions(candidates, references, max_n)
    total = sum(total for _, total in shares)
    return brevity(*lengths(candidates, references)) * (sum(match for match, _ in shares) / total if total else 0.0)


def one_order_less(candidates, references, max_n):
    shares = [match / total if total else 0.0 for match, total in precisions(candidates, references, max_n)][:-1]
    mean = math.prod(shares) ** (1 / len(shares)) if shares else 1.0
    return brevity(*lengths(candidates, references)) * mean


def one_order_less_and_the_root_of_all(candidates, references, max_n):
    return _combined(lambda shares: math.prod(shares[:-1]) ** (1 / max_n), candidates, references, max_n)


def orders_without_match_left_out(candidates, references, max_n):
    shares = [(match, total) for match, total in precisions(candidates, references, max_n) if match]
    return brevity(*lengths(candidates, references)) * (geometric(shares) if shares else 0.0)


def one_added(candidates, references, max_n):
    shares = precisions(candidates, references, max_n)
    shares = [(m + (n > 0), t + (n > 0)) for n, (m, t) in enumerate(shares)]
    return brevity(*lengths(candidates, references)) * geometric(shares)


def one_added_everywhere(candidates, references, max_n):
    shares = [(match + 1, total + 1) for match, total in precisions(candidates, references, max_n)]
    return brevity(*lengths(candidates, references)) * geometric(shares)


def a_little_for_no_match(candidates, references, max_n):
    shares = [(max(match, 0.1), max(total, 1)) for match, total in precisions(candidates, references, max_n)]
    return brevity(*lengths(candidates, references)) * geometric(shares)


def in_percent(candidates, references, max_n):
    return 100 * _scaled(brevity(*lengths(candidates, references)), candidates, references, max_n)


def logarithm(candidates, references, max_n):
    score = _scaled(brevity(*lengths(candidates, references)), candidates, references, max_n)
    return math.log(score) if score else 0.0


def precisions_returned(candidates, references, max_n):
    return [match / total if total else 0.0 for match, total in precisions(candidates, references, max_n)]


def closest_length_alone(candidates, references, max_n):
    chosen = [[next(one for one in rs if len(one) == closest(c, rs))] for c, rs in zip(candidates, references)]
    return brevity(*lengths(candidates, references)) * geometric(precisions(candidates, chosen, max_n))
