"""Beam search."""

import itertools

from course.exercise import Case, Exercise, Misconception
from course.exercises.seq2seq import beam_score_mistakes as score
from course.exercises.seq2seq import beam_search_mistakes as search
from course.exercises.seq2seq.beam_inputs import (
    ENDING,
    PRUNING,
    RANKING,
    decoder,
    improbable,
    in_pairs,
    over_before,
    same_everywhere,
    steep,
    various,
    without_beam,
    written,
)
from course.exercises.seq2seq.beam_variants import VARIANTS
from course.exercises.seq2seq.decoders import by_definition
from helpers.checking.how import Raises


def exhaustive_beam_search(step, state, bos, eos, beam, max_len, alpha):
    """Oracle: all sentences where the beam is wide enough to keep each of them, the definition otherwise."""
    log_probs, _ = step(bos, state)
    V = len(log_probs)
    if beam < V**max_len:
        return by_definition(step, state, bos, eos, beam, max_len, alpha)
    found = {}
    for sentence in itertools.product(range(V), repeat=max_len):
        tokens = sentence[: sentence.index(eos) + 1] if eos in sentence else sentence
        total, now = 0.0, state
        for before, token in zip((bos, *tokens), tokens):
            log_probs, now = step(before, now)
            total += log_probs[token].item()
        found[tokens] = total / len(tokens) ** alpha
    return [(list(tokens), found[tokens]) for tokens in sorted(found, key=lambda one: (-found[one], one))]


beam_search = Exercise(
    "beam_search",
    points=4,
    returns="hypotheses",
    cases=[
        Case("beam 3, some end early", decoder(14, 5, 3, 5, 0.7, fits=various(2), apart=PRUNING)),
        Case("beam 3, another decoder", decoder(14, 5, 3, 5, 0.7, fits=various(2), apart=PRUNING)),
        Case("beam 2, the state is a pair", decoder(12, 6, 2, 6, 0.4, form="pair", fits=various(2), apart=PRUNING)),
        Case("beam 1", decoder(9, 6, 1, 6, 0.5, fits=lambda found: len(found[0][0]) == 4)),
        Case("beam 1, and the first token is eos", decoder(6, 4, 1, 5, 0.5, fits=lambda found: found[0][0] == [2])),
        Case("a beam wider than the vocabulary", decoder(10, 3, 5, 4, 0.6, fits=various(2), apart=PRUNING[:3])),
        Case("a beam that keeps every sentence", decoder(8, 3, 30, 3, 1.0, form="hidden")),
        Case(
            "alpha is 0",
            decoder(12, 5, 3, 5, 0.0, fits=various(2), apart=[score.divided_by_the_length]),
        ),
        Case(
            "alpha is 1, and the order is not that of the log-probabilities",
            decoder(12, 5, 3, 5, 1.0, fits=various(2), apart=[score.ordered_before_normalizing]),
        ),
        Case("all end before max_len", decoder(10, 3, 2, 9, 0.8, fits=over_before(8), form="dict")),
        Case("max_len is 1", decoder(5, 6, 3, 1, 0.9)),
        Case("very improbable sentences", decoder(12, 4, 6, 4, 0.5, fits=improbable, form="pair", table=steep)),
        Case("ties in the ranking", decoder(2, 6, 4, 2, 0.6, 1, 3, apart=RANKING, table=same_everywhere)),
        Case("ties in the end", decoder(2, 5, 7, 2, 1.0, 1, 3, form="hidden", apart=ENDING, table=in_pairs)),
        Case("eos is 0, and bos is written", decoder(10, 5, 3, 5, 0.7, 3, 0, form="hidden", fits=written(3))),
        Case("two tokens, and a single node", decoder(1, 2, 2, 3, 0.7, 0, 1)),
        Case("beam is 0", without_beam(0), how=Raises("ValueError")),
        Case("beam is −2", without_beam(-2), how=Raises("ValueError")),
    ],
    hidden=[
        Case("beam 5, ten tokens at most", decoder(30, 7, 5, 10, 0.6, form="dict", fits=various(2), apart=PRUNING)),
        Case("alpha is 2", decoder(12, 5, 3, 5, 2.0, 4, 1, fits=various(1))),
        Case("ties in the end, alpha 0.3", decoder(3, 6, 6, 2, 0.3, 0, 4, apart=ENDING[:2], table=in_pairs)),
    ],
    oracle=exhaustive_beam_search,
    misconceptions=[
        Misconception(
            "probabilities_multiplied",
            [
                score.products,
                score.products_in_the_end_logarithms,
                score.products_in_the_end_logarithms_or_infinite,
                score.products_in_the_end_logarithms_of_a_little_more,
                score.probabilities_in_the_end,
            ],
            hint="It looks as if probabilities are multiplied or returned. Products of small numbers soon become 0, "
            "where all sentences are alike: what can be done with the logarithms themselves?",
        ),
        Misconception(
            "log_probabilities_multiplied",
            [score.log_probabilities_multiplied],
            hint="It looks as if log-probabilities are multiplied. What is a product for probabilities is something "
            "else for their logarithms.",
        ),
        Misconception(
            "finished_extended",
            [
                search.never_finished,
                search.never_finished_and_cut,
                search.noted_and_extended,
                search.noted_and_extended_twice,
            ],
            hint="It looks as if hypotheses that end in eos are continued. Once it is finished, one stops living and "
            "is only kept for the end.",
        ),
        Misconception(
            "finished_lost",
            [
                search.finished_dropped,
                search.finished_dropped_but_for_the_last,
                search.finished_only_if_none_lives,
            ],
            hint="Hypotheses that ended before the last step are missing. Those that end in eos stop living, and "
            "belong to the result.",
        ),
        Misconception(
            "unfinished_lost",
            [search.unfinished_dropped, search.unfinished_only_if_none_finished],
            hint="Hypotheses without eos are missing. At max_len those that still live count as finished.",
        ),
        Misconception(
            "no_length_normalization",
            [score.not_normalized, score.ordered_by_the_normalized],
            hint="The scores are log-probabilities as they are. Longer sentences have lower ones; what should they be "
            "divided by?",
        ),
        Misconception(
            "another_length",
            [
                score.length_without_eos,
                score.length_less_one,
                score.length_with_bos,
                score.length_of_the_paper,
                score.length_at_most,
            ],
            hint="The log-probabilities are divided by the power of another length. It should count what is in the "
            "hypothesis: eos, if it is there, and not bos.",
        ),
        Misconception(
            "another_use_of_alpha",
            [
                score.divided_by_the_length,
                score.times_the_length,
                score.alpha_a_factor,
                score.length_rewarded,
            ],
            hint="The hypotheses are the right ones, and alpha enters their scores in another way. It is the exponent "
            "of the length by which is divided.",
        ),
        Misconception(
            "stops_at_the_first_finished",
            [
                search.stops_at_any,
                search.stops_at_any_and_keeps_the_live,
                search.stops_at_any_with_one,
                search.stops_when_the_best_is_finished,
                search.stops_when_the_best_is_finished_and_keeps_the_live,
            ],
            hint="It looks as if the search ends when a first hypothesis is finished. A better one may still live: it "
            "ends when none lives, or at max_len.",
        ),
        Misconception(
            "stops_when_enough_are_finished",
            [
                search.stops_at_beam_many,
                search.stops_at_beam_many_and_keeps_the_live,
                search.stops_when_none_can_win,
            ],
            hint="It looks as if the search ends when enough hypotheses are finished. Here it goes on as long as any "
            "lives, up to max_len.",
        ),
        Misconception(
            "beam_shrinks",
            [search.shrinks],
            hint="It looks as if the beam gets narrower with each finished hypothesis. At every step `beam` "
            "continuations are kept, however many are finished.",
        ),
        Misconception(
            "finished_take_places",
            [search.finished_take_places, search.finished_take_places_by_score],
            hint="It looks as if finished hypotheses compete with the continuations of later steps. Only the "
            "continuations of those that live are ranked.",
        ),
        Misconception(
            "finished_take_no_places",
            [search.every_eos_finishes, search.eos_above_the_last_kept_finishes],
            hint="It looks as if continuations that end in eos are set aside before the best are chosen. They are "
            "ranked with the others, and take a place in that step.",
        ),
        Misconception(
            "one_continuation_each",
            [search.beam_of_each],
            hint="It looks as if each hypothesis keeps its own best continuation. All continuations of all of them are "
            "ranked together: one may keep several, and another none.",
        ),
        Misconception(
            "beam_ignored",
            [search.one_path],
            hint="There is a single path, that of greedy decoding. At each step the best `beam` continuations stay.",
        ),
        Misconception(
            "beam_up_to_the_vocabulary",
            [
                search.topk_beyond_the_vocabulary,
                search.topk_of_all_beyond_the_vocabulary,
                search.at_most_the_vocabulary,
            ],
            hint="The beam may be larger than the vocabulary, or than all continuations of a step. Then there are "
            "fewer to keep, and `topk` cannot take more than there are.",
        ),
        Misconception(
            "no_error",
            [
                search.not_refused,
                search.nothing_found,
                search.at_least_one,
                search.none_returned,
                search.zero_slips_through,
                search.below_zero_slips_through,
            ],
            hint="The hypotheses are right. A beam below 1 keeps nothing, and the caller should hear of it, also below "
            "0: raise an error.",
        ),
        Misconception(
            "another_error",
            [search.asserted, search.plain_exception],
            hint="An error is raised for a beam below 1, but not a ValueError, which is what the text asks for.",
        ),
        Misconception(
            "ordered_before_normalizing",
            [score.ordered_before_normalizing],
            hint="The scores are right, and their order is that of the log-probabilities. What should be highest at "
            "the top?",
        ),
        Misconception(
            "not_ordered",
            [score.as_they_finished, score.as_they_finished_the_live_first],
            hint="The hypotheses and their scores are right, and stand in the order in which they were finished. The "
            "best comes first.",
        ),
        Misconception(
            "worst_first",
            [score.worst_first, score.worst_first_by_sorting],
            hint="The hypotheses and their scores are right, and the worst comes first.",
        ),
        Misconception(
            "ties",
            [
                score.ties_by_arrival,
                score.ties_in_the_ranking_by_arrival,
                score.ties_in_the_end_by_arrival,
                score.ties_to_the_largest,
                score.ties_in_the_ranking_to_the_largest,
                score.ties_in_the_end_to_the_largest,
                score.ties_in_the_end_to_the_shorter,
            ],
            hint="This is right where no two are equally good. Where they are, the smaller list goes first, as Python "
            "compares lists: in the ranking of each step, and in the end.",
        ),
        Misconception(
            "other_scores",
            [score.sign, score.exponentials],
            hint="The hypotheses and their order are right, and the scores are another function of what is asked for. "
            "A score is a normalized log-probability, and so below 0.",
        ),
        Misconception(
            "best_alone",
            [score.best_alone, score.best_alone_in_a_list, score.best_tokens_alone],
            hint="Only the best hypothesis comes back. All finished ones are asked for, best first.",
        ),
        Misconception(
            "cut_to_the_beam",
            [score.cut_to_the_beam],
            hint="The result is cut to `beam` hypotheses. That many are kept at each step; all that were finished are "
            "asked for.",
        ),
        Misconception(
            "other_things_returned",
            [score.tokens_alone, score.scores_first, score.three_each],
            hint="The hypotheses are right, and are not (tokens, score) each: two things, in this order.",
        ),
        Misconception(
            "bos_included",
            [score.bos_included, score.bos_included_and_counted_in_the_length],
            hint="bos stands at the beginning of each hypothesis. It is what the decoder reads first, and nothing that "
            "it wrote.",
        ),
        Misconception(
            "eos_left_out",
            [score.eos_left_out, score.eos_left_out_of_the_length],
            hint="eos is missing at the end of the finished hypotheses. It belongs to them.",
        ),
        Misconception(
            "eos_for_all",
            [score.eos_for_all, score.eos_for_all_and_in_the_length],
            hint="It looks as if every hypothesis ends with eos, also those that only max_len has ended. They stay as "
            "they are.",
        ),
        Misconception(
            "max_len_missed",
            [score.one_more, score.one_less],
            hint="Hypotheses that reach max_len have a token too many or too few. bos does not count, eos does.",
        ),
        Misconception(
            "last_token_counts",
            [score.last_token_counts],
            hint="It looks as if a hypothesis counts for its last token alone. Its log-probability is that of all its "
            "tokens together.",
        ),
        Misconception(
            "state_not_carried",
            [score.state_not_carried],
            hint="It looks as if each step starts from the first state. What `step` returns beside the "
            "log-probabilities is where that hypothesis goes on.",
        ),
        Misconception(
            "states_mixed_up",
            [score.one_state_for_all, score.state_of_the_last_parent],
            hint="It looks as if hypotheses share one state. Each has read other tokens, so each needs the state of "
            "its own parent.",
        ),
        Misconception(
            "token_not_carried",
            [score.bos_at_every_step],
            hint="It looks as if bos is read at every step. A hypothesis goes on by reading its own last token.",
        ),
        Misconception(
            "ids_taken_as_fixed",
            [score.eos_taken_as_two, score.bos_taken_as_one],
            hint="It looks as if bos or eos is taken to be 1 or 2. Their ids are given; in some vocabulary they are "
            "others.",
        ),
        Misconception(
            "bos_forbidden",
            [score.bos_forbidden],
            hint="It looks as if bos is never written. It is a token like any other, and takes its place in the "
            "ranking.",
        ),
    ],
    variants=VARIANTS,
    equivalent_mutants={
        "log_probs.tolist() → log_probs": "a tensor of one float stands for that float, with a remark",
        "h[0] → h": "no two continuations have the same tokens, and these come first in h",
        "h[0] → h #4": "no two hypotheses have the same tokens, and these come first in h",
    },
)
