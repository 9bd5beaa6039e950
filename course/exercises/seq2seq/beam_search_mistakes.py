"""Wrong answers to `beam_search`: what is kept, what ends, and when."""

import math

import torch


def refused(beam):
    if beam < 1:
        raise ValueError("beam must be at least 1")


def continued(step, live, bos):
    """All one-token continuations of (tokens, total, state), ranked."""
    grown = []
    for tokens, total, state in live:
        log_probs, after = step(tokens[-1] if tokens else bos, state)
        grown += [(tokens + [k], total + one, after) for k, one in enumerate(log_probs.tolist())]
    return sorted(grown, key=lambda one: (-one[1], one[0]))


def parted(kept, eos):
    """Those that end in eos, and the others."""
    return [one for one in kept if one[0][-1] == eos], [one for one in kept if one[0][-1] != eos]


def searched(step, state, bos, eos, beam, max_len):
    """The right hypotheses, as (tokens, total, state)."""
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        ended, live = parted(continued(step, live, bos)[:beam], eos)
        finished += ended
    return finished + live


def scored(hypotheses, alpha):
    pairs = [(tokens, total / len(tokens) ** alpha) for tokens, total, _ in hypotheses]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def never_finished(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live = [([], 0.0, state)]
    for _ in range(max_len):
        live = continued(step, live, bos)[:beam]
    return scored(live, alpha)


def never_finished_and_cut(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live = [([], 0.0, state)]
    for _ in range(max_len):
        live = continued(step, live, bos)[:beam]
    cut = [(t[: t.index(eos) + 1] if eos in t else t, total, state) for t, total, state in live]
    return scored(cut, alpha)


def noted_and_extended(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        live = continued(step, live, bos)[:beam]
        finished += parted(live, eos)[0]
    return scored(finished + parted(live, eos)[1], alpha)


def noted_and_extended_twice(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        live = continued(step, live, bos)[:beam]
        finished += parted(live, eos)[0]
    return scored(finished + live, alpha)


def finished_dropped(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live = [([], 0.0, state)]
    for _ in range(max_len):
        _, live = parted(continued(step, live, bos)[:beam], eos)
    return scored(live, alpha)


def finished_dropped_but_for_the_last(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, kept = [([], 0.0, state)], []
    for _ in range(max_len):
        if not live:
            break
        kept = continued(step, live, bos)[:beam]
        _, live = parted(kept, eos)
    return scored(kept, alpha)


def finished_only_if_none_lives(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        ended, live = parted(continued(step, live, bos)[:beam], eos)
        finished += ended
    return scored(live or finished, alpha)


def unfinished_dropped(step, state, bos, eos, beam, max_len, alpha):
    hypotheses = searched(step, state, bos, eos, beam, max_len)
    return scored(parted(hypotheses, eos)[0], alpha)


def unfinished_only_if_none_finished(step, state, bos, eos, beam, max_len, alpha):
    hypotheses = searched(step, state, bos, eos, beam, max_len)
    return scored(parted(hypotheses, eos)[0] or hypotheses, alpha)


def _until(enough, step, state, bos, eos, beam, max_len, keep_live=False):
    """Search until `enough` of the finished ones, and of those that are kept."""
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for length in range(1, max_len + 1):
        kept = continued(step, live, bos)[:beam]
        ended, live = parted(kept, eos)
        finished += ended
        if kept and enough(finished, kept):
            return finished + (live if keep_live or length == max_len else [])
    return finished + live


def stops_at_any(step, state, bos, eos, beam, max_len, alpha):
    return scored(_until(lambda finished, _: finished, step, state, bos, eos, beam, max_len), alpha)


def stops_at_any_and_keeps_the_live(step, state, bos, eos, beam, max_len, alpha):
    return scored(_until(lambda finished, _: finished, step, state, bos, eos, beam, max_len, True), alpha)


def stops_at_any_with_one(step, state, bos, eos, beam, max_len, alpha):
    hypotheses = _until(lambda finished, _: finished, step, state, bos, eos, beam, max_len)
    return scored(parted(hypotheses, eos)[0][:1] or hypotheses, alpha)


def stops_when_the_best_is_finished(step, state, bos, eos, beam, max_len, alpha):
    def enough(_, kept):
        return kept[0][0][-1] == eos

    return scored(_until(enough, step, state, bos, eos, beam, max_len), alpha)


def stops_when_the_best_is_finished_and_keeps_the_live(step, state, bos, eos, beam, max_len, alpha):
    def enough(_, kept):
        return kept[0][0][-1] == eos

    return scored(_until(enough, step, state, bos, eos, beam, max_len, True), alpha)


def stops_at_beam_many(step, state, bos, eos, beam, max_len, alpha):
    def enough(finished, _):
        return len(finished) >= beam

    return scored(_until(enough, step, state, bos, eos, beam, max_len), alpha)


def stops_at_beam_many_and_keeps_the_live(step, state, bos, eos, beam, max_len, alpha):
    def enough(finished, _):
        return len(finished) >= beam

    return scored(_until(enough, step, state, bos, eos, beam, max_len, True), alpha)


def stops_when_none_can_win(step, state, bos, eos, beam, max_len, alpha):
    def enough(finished, kept):
        best = max((total / len(tokens) ** alpha for tokens, total, _ in finished), default=-math.inf)
        return best > max(
            (total / len(tokens) ** alpha for tokens, total, _ in parted(kept, eos)[1]), default=-math.inf
        )

    return scored(_until(enough, step, state, bos, eos, beam, max_len), alpha)


def shrinks(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        ended, live = parted(continued(step, live, bos)[: max(beam - len(finished), 0)], eos)
        finished += ended
    return scored(finished + live, alpha)


def finished_take_places(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        pool = sorted(finished + continued(step, live, bos), key=lambda one: (-one[1], one[0]))
        finished, live = parted(pool[:beam], eos)
    return scored(finished + live, alpha)


def finished_take_places_by_score(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        pool = finished + continued(step, live, bos)
        pool.sort(key=lambda one: (-one[1] / len(one[0]) ** alpha, one[0]))
        finished, live = parted(pool[:beam], eos)
    return scored(finished + live, alpha)


def every_eos_finishes(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        ended, going = parted(continued(step, live, bos), eos)
        finished, live = finished + ended, going[:beam]
    return scored(finished + live, alpha)


def eos_above_the_last_kept_finishes(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        going = []
        for one in continued(step, live, bos):
            if len(going) < beam:
                (finished if one[0][-1] == eos else going).append(one)
        live = going
    return scored(finished + live, alpha)


def beam_of_each(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = continued(step, [([], 0.0, state)], bos)[:beam], []
    for _ in range(max_len - 1):
        ended, live = parted(live, eos)
        finished += ended
        live = [continued(step, [one], bos)[0] for one in live]
    return scored(finished + live, alpha)


def one_path(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, eos, min(beam, 1), max_len), alpha)


def topk_beyond_the_vocabulary(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        grown = []
        for tokens, total, before in live:
            log_probs, after = step(tokens[-1] if tokens else bos, before)
            log_probs.topk(beam)
            grown += [(tokens + [k], total + one, after) for k, one in enumerate(log_probs.tolist())]
        ended, live = parted(sorted(grown, key=lambda one: (-one[1], one[0]))[:beam], eos)
        finished += ended
    return scored(finished + live, alpha)


def topk_of_all_beyond_the_vocabulary(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        grown = continued(step, live, bos)
        if grown:
            torch.tensor([total for _, total, _ in grown]).topk(beam)
        ended, live = parted(grown[:beam], eos)
        finished += ended
    return scored(finished + live, alpha)


def at_most_the_vocabulary(step, state, bos, eos, beam, max_len, alpha):
    refused(beam)
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        grown = continued(step, live, bos)
        ended, live = parted(grown[: min(beam, len({tokens[-1] for tokens, _, _ in grown}))], eos)
        finished += ended
    return scored(finished + live, alpha)


def not_refused(step, state, bos, eos, beam, max_len, alpha):
    live, finished = [([], 0.0, state)], []
    for _ in range(max_len):
        ended, live = parted(continued(step, live, bos)[:beam], eos)
        finished += ended
    return scored(finished + live, alpha)


def nothing_found(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, eos, beam, max_len), alpha) if beam > 0 else []


def at_least_one(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, eos, max(beam, 1), max_len), alpha)


def none_returned(step, state, bos, eos, beam, max_len, alpha):
    return scored(searched(step, state, bos, eos, beam, max_len), alpha) if beam > 0 else None


def zero_slips_through(step, state, bos, eos, beam, max_len, alpha):
    if beam < 0:
        raise ValueError("beam")
    return scored(searched(step, state, bos, eos, beam, max_len), alpha) if beam else []


def below_zero_slips_through(step, state, bos, eos, beam, max_len, alpha):
    if beam == 0:
        raise ValueError("beam")
    return not_refused(step, state, bos, eos, beam, max_len, alpha)


def asserted(step, state, bos, eos, beam, max_len, alpha):
    assert beam >= 1
    return scored(searched(step, state, bos, eos, beam, max_len), alpha)


def plain_exception(step, state, bos, eos, beam, max_len, alpha):
    if beam < 1:
        raise Exception("beam")
    return scored(searched(step, state, bos, eos, beam, max_len), alpha)
