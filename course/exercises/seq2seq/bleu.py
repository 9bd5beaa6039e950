"""Corpus BLEU."""

import warnings

from course.exercise import Case, Exercise, Misconception
from course.exercises.ready_made import BLEUS
from course.exercises.seq2seq import bleu_mean_mistakes as mean
from course.exercises.seq2seq import bleu_mistakes as wrong
from course.exercises.seq2seq.bleu_inputs import (
    WORDS,
    bleu_by_counting,
    no_match_of_the_largest_order,
    nothing_in_a_reference,
    nothing_in_common,
    nothing_written,
    some,
    too_short_for_the_order,
)
from course.exercises.seq2seq.bleu_variants import VARIANTS


def nltk_bleu(candidates, references, max_n):
    """Oracle: nltk's corpus_bleu, where every candidate has n-grams of each order and every order a match."""
    from nltk.translate.bleu_score import corpus_bleu

    counted = bleu_by_counting(candidates, references, max_n)
    if counted == 0 or min(map(len, candidates)) < max_n:
        return counted
    with warnings.catch_warnings(action="ignore"):
        return float(corpus_bleu(references, candidates, weights=[1 / max_n] * max_n))


SENTENCES = [(7, [8]), (5, [6]), (9, [9]), (6, [5])]
TWO_EACH = [(6, [8, 5]), (7, [6, 9]), (5, [5, 8])]

bleu = Exercise(
    "bleu",
    points=3,
    returns="bleu",
    by_hand=BLEUS,
    cases=[
        Case("BLEU-2 of four sentences", some(*SENTENCES, max_n=2, mistakes=[wrong.mean_of_sentences])),
        Case("BLEU-2 of four other sentences", some(*SENTENCES, max_n=2, spoil=2, mistakes=[wrong.counts_not_clipped])),
        Case(
            "BLEU-4, all shorter than their references",
            some((7, [9]), (8, [11]), (6, [7]), max_n=4, mistakes=[mean.fraction_turned_round]),
        ),
        Case(
            "BLEU-2, all longer than their references",
            some((9, [7]), (11, [8]), (6, [5]), max_n=2, mistakes=[wrong.counts_not_clipped]),
        ),
        Case(
            "BLEU-2, two references each",
            some(*TWO_EACH, max_n=2, mistakes=[wrong.clipped_by_all_references, wrong.first_reference_alone], spoil=2),
        ),
        Case(
            "BLEU-1, three references, some equally close in length",
            some(
                *[(5, [7, 3, 9]), (6, [8, 4, 4]), (3, [4, 2, 6])],
                max_n=1,
                words=WORDS[:7],
                mistakes=[
                    wrong.clipped_by_all_references,
                    wrong.clipped_by_the_best_reference,
                    mean.ties_to_the_longer,
                ],
            ),
        ),
        Case(
            "BLEU-3, the longer reference is closer",
            some((6, [7, 3]), (5, [6, 2]), max_n=3, mistakes=[mean.no_brevity, mean.shortest_reference]),
        ),
        Case(
            "BLEU-3, some candidates shorter than three",
            some((2, [3]), (8, [8]), (1, [1]), (5, [6]), max_n=3, mistakes=[wrong.short_ones_counted]),
        ),
        Case("BLEU-2, an empty candidate", some((0, [3]), (6, [6]), (5, [4]), max_n=2, mistakes=[mean.no_brevity])),
        Case("BLEU-2, an empty reference", nothing_in_a_reference),
        Case(
            "tokens are ints",
            some((6, [7]), (4, [4, 5]), (5, [6]), max_n=2, words=list(range(9)), mistakes=[wrong.mean_of_sentences]),
        ),
        Case(
            "words that are parts of other words",
            some(
                *[(7, [8]), (6, [6]), (8, [7])],
                max_n=2,
                words="an ano other ther a another no nother".split(),
                mistakes=[wrong.tokens_joined],
                spoil=2,
            ),
        ),
        Case("BLEU-5", some((12, [12]), (9, [11]), (14, [13]), max_n=5)),
        Case("equal sentences", some((4, [4]), (6, [6]), (5, [5]), max_n=4, spoil=0)),
        Case(
            "one sentence, BLEU-1, some words with a capital",
            some(
                *[(6, [7])],
                max_n=1,
                words=["The", "the", "dog", "Dog", "sees"],
                mistakes=[wrong.counts_not_clipped, wrong.lower_case],
            ),
        ),
        Case("one token", some((1, [2]), max_n=1, spoil=0)),
        Case("no three words in common", no_match_of_the_largest_order),
        Case("nothing in common", nothing_in_common),
        Case("BLEU-3, all shorter than three", too_short_for_the_order),
        Case("nothing but empty candidates", nothing_written),
    ],
    hidden=[
        Case("BLEU-4 of many sentences", some(*[(n, [n + 1, n + 3]) for n in range(4, 14)], max_n=4)),
        Case("BLEU-6, three references", some((12, [12, 10, 9]), (9, [11, 8, 9]), (14, [13, 15, 16]), max_n=6)),
    ],
    oracle=nltk_bleu,
    misconceptions=[
        Misconception(
            "mean_of_sentences",
            [
                wrong.mean_of_sentences,
                wrong.mean_of_sentences_with_one_brevity,
                wrong.mean_of_sentences_that_are_not_empty,
                wrong.mean_of_brevities,
                wrong.mean_of_precisions_of_sentences,
            ],
            hint="It looks as if sentences get scores of their own, which are averaged. BLEU adds up matches, totals "
            "and lengths over the whole corpus first.",
        ),
        Misconception(
            "counts_not_clipped",
            [wrong.counts_not_clipped],
            hint="It looks as if an n-gram counts as often as it is written. “the the the” would match any reference "
            "with a single “the” three times.",
        ),
        Misconception(
            "clipped_by_something_else",
            [
                wrong.clipped_by_all_references,
                wrong.clipped_by_the_best_reference,
                wrong.clipped_by_the_first_reference,
                wrong.first_reference_alone,
                mean.closest_length_alone,
            ],
            hint="With a single reference all is well. With several, each n-gram may count as often as it stands in "
            "that reference which has it most.",
        ),
        Misconception(
            "kinds_counted",
            [wrong.kinds_of_all, wrong.kinds_of_kinds],
            hint="It looks as if an n-gram counts only once. If it stands twice in the candidate and twice in a "
            "reference, it matches twice.",
        ),
        Misconception(
            "order_ignored",
            [wrong.order_ignored],
            hint="It looks as if the order within an n-gram does not matter. “the dog” and “dog the” are two n-grams.",
        ),
        Misconception(
            "other_totals",
            [wrong.one_place_too_many, wrong.last_gram_left_out, wrong.recall],
            hint="The number of n-grams is off. A sentence of five tokens has four pairs, and a precision divides by "
            "those of the candidate.",
        ),
        Misconception(
            "short_candidates_counted",
            [wrong.short_ones_counted, wrong.short_ones_counted_negative],
            hint="A candidate shorter than n changes what the matches of order n are divided by. It has no such "
            "n-gram, and should add nothing.",
        ),
        Misconception(
            "sentences_left_out",
            [wrong.empty_ones_left_out, wrong.empty_references_left_out, wrong.short_ones_left_out],
            hint="Some sentences do not count: empty ones, or those shorter than max_n. Their lengths, and the n-grams "
            "that they do have, belong to the corpus.",
        ),
        Misconception(
            "sentences_joined",
            [wrong.joined, wrong.joined_first_references],
            hint="It looks as if all sentences are joined into one. A word may then match in another sentence: count "
            "sentence by sentence, and add the counts up.",
        ),
        Misconception(
            "tokens_changed",
            [wrong.lower_case, wrong.letters],
            hint="It looks as if words are lower-cased, or taken apart into letters. Tokens are compared as they are "
            "given.",
        ),
        Misconception(
            "tokens_joined",
            [wrong.tokens_joined],
            hint="It looks as if the words of an n-gram are joined to one text. Unlike words can give the same text: "
            "keep them apart, in a tuple.",
        ),
        Misconception(
            "brevity_turned_round",
            [
                mean.brevity_turned_round,
                mean.long_ones_punished,
                mean.condition_turned_round,
                mean.fraction_turned_round,
            ],
            hint="The brevity penalty is turned round somewhere: it should lower the score of a corpus that is too "
            "short, and leave one that is too long alone.",
        ),
        Misconception(
            "no_brevity",
            [mean.no_brevity],
            hint="There seems to be no brevity penalty. A single sure word would then be a perfect translation.",
        ),
        Misconception(
            "another_brevity",
            [
                mean.long_ones_rewarded,
                mean.brevity_a_fraction,
                mean.brevity_without_one,
                mean.brevity_in_tokens,
            ],
            hint="The precisions seem right, and the brevity penalty is another. It is never above 1, and is 1 where "
            "candidates are as long as their references.",
        ),
        Misconception(
            "another_reference_length",
            [
                mean.shortest_reference,
                mean.longest_reference,
                mean.first_length,
                mean.last_length,
                mean.mean_length,
                mean.all_lengths,
                mean.closest_to_the_corpus,
                mean.shorter_ones_only,
            ],
            hint="With several references the brevity penalty compares with another length. For each candidate it is "
            "that of the reference closest to it in length.",
        ),
        Misconception(
            "ties_of_lengths",
            [mean.ties_to_the_longer, mean.ties_to_the_first],
            hint="Where two references are equally close in length, one longer and one shorter, it should be the "
            "shorter.",
        ),
        Misconception(
            "another_mean",
            [
                mean.arithmetic_mean,
                mean.product_without_a_root,
                mean.root_of_the_brevity_too,
                mean.all_orders_together,
            ],
            hint="The precisions of the orders are put together in another way. BLEU takes their geometric mean, and "
            "multiplies it by the brevity penalty.",
        ),
        Misconception(
            "other_orders",
            [
                mean.always_the_fourth_root,
                mean.largest_order_alone,
                mean.always_four_orders,
                mean.one_order_less,
                mean.one_order_less_and_the_root_of_all,
            ],
            hint="It looks as if other orders than 1 to max_n take part, or not all with the weight 1 / max_n.",
        ),
        Misconception(
            "smoothed",
            [
                mean.orders_without_match_left_out,
                mean.one_added,
                mean.one_added_everywhere,
                mean.a_little_for_no_match,
            ],
            hint="It looks as if an order without a match is left out or helped along. Here the score is 0 then.",
        ),
        Misconception(
            "no_match_fails",
            [wrong.no_match_fails, wrong.no_total_fails, wrong.empty_candidate_fails],
            hint="This is right until an order has no match, or no n-gram at all: what is the logarithm of 0, and what "
            "is 0 / 0? The score is 0.0 then.",
        ),
        Misconception(
            "another_scale",
            [mean.in_percent, mean.logarithm],
            hint="The number is in percent, or it is a logarithm. A number from 0 to 1 is asked for.",
        ),
        Misconception(
            "precisions_returned",
            [mean.precisions_returned],
            hint="These are the precisions, an order each. One number is asked for.",
        ),
    ],
    variants=VARIANTS,
    equivalent_mutants={
        "len(r) - len(c) → len(c) - len(r)": "its absolute value is taken",
        "max(len(c) - n + 1, 0) → max(0, len(c) - n + 1)": "the larger of two, in either order",
        "min(0.0, 1 - wanted / written) → min(1 - wanted / written, 0.0)": "the smaller of two, in either order",
    },
)
