"""Other right ways to write `beam_search`."""

import heapq

import numpy as np
import torch


def with_a_heap(step, state, bos, eos, beam, max_len, alpha):
    if beam <= 0:
        raise ValueError(f"a beam of {beam}")
    live, finished = [(0.0, (), state)], []
    while live:
        grown = []
        for minus, tokens, before in live:
            log_probs, after = step(tokens[-1] if tokens else bos, before)
            for k in range(len(log_probs)):
                grown.append((minus - log_probs[k].item(), (*tokens, k), after))
        live = []
        for one in heapq.nsmallest(beam, grown, key=lambda one: one[:2]):
            (finished if one[1][-1] == eos or len(one[1]) == max_len else live).append(one)
    pairs = [(minus * len(tokens) ** -alpha, list(tokens)) for minus, tokens, _ in finished]
    return [(tokens, -minus) for minus, tokens in sorted(pairs)]


def recursive(step, state, bos, eos, beam, max_len, alpha):
    if beam < 1:
        raise ValueError

    def finished_from(live, left):
        if not live or left == 0:
            return [(tokens, total) for tokens, total, _ in live]
        grown = []
        for tokens, total, before in live:
            log_probs, after = step(([bos] + tokens)[-1], before)
            grown.extend((tokens + [k], total + one, after) for k, one in enumerate(log_probs.tolist()))
        grown.sort(key=lambda one: one[0])
        grown.sort(key=lambda one: one[1], reverse=True)  # stable: ties stay in the order of the lists
        kept = grown[0:beam]
        ended = [(tokens, total) for tokens, total, _ in kept if tokens[-1] == eos]
        return ended + finished_from([one for one in kept if one[0][-1] != eos], left - 1)

    found = [(tokens, total / len(tokens) ** alpha) for tokens, total in finished_from([([], 0.0, state)], max_len)]
    found.sort()
    found.sort(key=lambda pair: pair[1], reverse=True)
    return found


def with_tensors(step, state, bos, eos, beam, max_len, alpha):
    if not beam >= 1:
        raise ValueError("beam")
    rows, totals, states, results = [[]], torch.zeros(1), [state], []
    for length in range(1, max_len + 1):
        steps = [step(row[-1] if row else bos, one) for row, one in zip(rows, states)]
        sums = totals[:, None] + torch.stack([log_probs for log_probs, _ in steps])  # (live, V)
        V = sums.shape[1]
        # Parents in the order of their lists, so that a stable sort leaves ties as they should be.
        order = torch.sort(sums.flatten(), descending=True, stable=True).indices[:beam].tolist()
        kept = [(rows[i // V] + [i % V], sums[i // V, i % V], steps[i // V][1]) for i in order]
        results += [(row, total.item()) for row, total, _ in kept if row[-1] == eos or length == max_len]
        kept = sorted((one for one in kept if one[0][-1] != eos), key=lambda one: one[0])
        if not kept:
            break
        rows, totals, states = [k[0] for k in kept], torch.stack([k[1] for k in kept]), [k[2] for k in kept]
    return sorted(((row, total / len(row) ** alpha) for row, total in results), key=lambda pair: (-pair[1], pair[0]))


def with_a_class(step, state, bos, eos, beam, max_len, alpha):
    class Hypothesis:
        def __init__(self, tokens, total, state):
            self.tokens, self.total, self.state = tokens, total, state

        def __lt__(self, other):
            return (-self.total, self.tokens) < (-other.total, other.tokens)

    if beam < 1:
        raise ValueError("too narrow")
    live, done = [Hypothesis([], 0.0, state)], []
    for _ in range(max_len):
        candidates = []
        for one in live:
            log_probs, after = step(one.tokens[-1] if one.tokens else bos, one.state)
            for token, log_prob in enumerate(np.asarray(log_probs)):
                candidates.append(Hypothesis([*one.tokens, token], one.total + float(log_prob), after))
        live = []
        for one in sorted(candidates)[:beam]:
            if one.tokens[-1] == eos:
                done.append(one)
            else:
                live.append(one)
        if len(live) == 0:
            break
    for one in done + live:
        one.total /= pow(len(one.tokens), alpha)
    return [(one.tokens, one.total) for one in sorted(done + live)]


def pruned_parent_by_parent(step, state, bos, eos, beam, max_len, alpha):
    if beam < 1:
        raise ValueError("beam")
    live, finished = [[(), 0.0, state]], {}
    for length in range(max_len):
        best = []
        for tokens, total, before in live:
            log_probs, after = step(tokens[-1] if length else bos, before)
            own = [[tokens + (k,), total + one, after] for k, one in enumerate(log_probs.tolist())]
            best = sorted(best + own, key=lambda one: (-one[1], one[0]))[:beam]
        live = []
        for one in best:
            if one[0][-1] == eos or length + 1 == max_len:
                finished[one[0]] = one[1] / (length + 1) ** alpha
            else:
                live.append(one)
    return tuple((list(tokens), score) for tokens, score in sorted(finished.items(), key=lambda p: (-p[1], p[0])))


VARIANTS = [with_a_heap, recursive, with_tensors, with_a_class, pruned_parent_by_parent]
