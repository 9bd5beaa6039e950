"""What the cases of `beam_search` are drawn from: tables in which mistakes show."""

import numpy as np

from course.exercises.seq2seq import beam_score_mistakes as score
from course.exercises.seq2seq import beam_search_mistakes as search
from course.exercises.seq2seq.decoders import by_definition, gap, random_table, recipe, state_of

TRIES = 10_000
GAP = 1e-4  # between log-probabilities that are ranked, where ties are not the point
PRUNING = [
    search.never_finished,
    search.noted_and_extended,
    search.finished_dropped,
    search.unfinished_dropped,
    search.stops_at_any,
    search.stops_at_beam_many,
    search.shrinks,
    search.finished_take_places,
    search.every_eos_finishes,
    search.eos_above_the_last_kept_finishes,
    search.beam_of_each,
]
RANKING = [score.ties_in_the_ranking_by_arrival, score.ties_in_the_ranking_to_the_largest]
ENDING = [score.ties_in_the_end_by_arrival, score.ties_in_the_end_to_the_largest, score.ties_in_the_end_to_the_shorter]


def decoder(
    N, V, beam, max_len, alpha, bos=1, eos=2, form="int", fits=lambda found: True, apart=(), table=random_table
):
    """Draw a table until what is found `fits`, and differs from what each of the mistakes `apart` finds.

    fits: takes the right result, a list of (tokens, score)
    """

    def draw(rng):
        for _ in range(TRIES):
            log_probs, after = table(rng, N, V)
            step = recipe(log_probs, after)
            given = {"step": step, "state": state_of(form), "bos": bos, "eos": eos}
            given |= {"beam": beam, "max_len": max_len, "alpha": alpha}
            live = given | {"step": step.build()}
            compared = []
            found = by_definition(**live, compared=compared)
            if gap(compared) < GAP or (table not in TIED and _ties(compared)):
                continue
            if fits(found) and not any(_alike(found, wrong(*live.values())) for wrong in apart):
                return given
        raise RuntimeError(f"none of {TRIES} tables fits")

    return draw


def _ties(compared):
    return any(len(set(numbers)) < len(numbers) for numbers in compared)


def _alike(found, other):
    """Whether two results are the same, as far as a check can see."""
    if [tokens for tokens, _ in found] != [tokens for tokens, _ in other]:
        return False
    return all(abs(a - b) < 1e-2 * abs(a) for (_, a), (_, b) in zip(found, other))


def same_everywhere(rng, N, V):
    """A table of one distribution, so that two tokens are as probable in the other order, whatever way one adds."""
    log_probs, after = random_table(rng, 1, V, spread=0.7)
    return log_probs.repeat(N, axis=0), after.repeat(N, axis=0)


def in_pairs(rng, N, V):
    """The same, and several tokens are equally probable."""
    weights = rng.uniform(1.0, 3.0, V)
    some = rng.permutation(V)
    weights[some[1]] = weights[some[2]] = weights[some[0]]
    log_probs = np.log(weights / weights.sum())[None]
    return log_probs.repeat(N, axis=0), np.zeros((N, V), dtype=np.int64)


TIED = (same_everywhere, in_pairs)


def steep(rng, N, V):
    return random_table(rng, N, V, spread=500.0)


def without_beam(beam):
    def draw(rng):
        log_probs, after = random_table(rng, 3, 2)
        given = {"step": recipe(log_probs, after), "state": 0, "bos": 0, "eos": 1, "beam": beam}
        return given | {"max_len": 2, "alpha": 0.5}

    return draw


def various(eos):
    """Some are finished, early and late, and some are not."""

    def fits(found):
        ended = {len(tokens) for tokens, _ in found if tokens[-1] == eos}
        return len(ended) > 1 and any(tokens[-1] != eos for tokens, _ in found)

    return fits


def written(token):
    return lambda found: any(token in tokens[:-1] for tokens, _ in found)


def over_before(max_len):
    return lambda found: 3 <= max(len(tokens) for tokens, _ in found) < max_len


def improbable(found):
    return sum(score * len(tokens) < -800 for tokens, score in found) >= 2
