"""Decoders for cases: tables of log-probabilities, and states of several forms."""

from __future__ import annotations

import numpy as np
import torch

from helpers.checking.recipes import Recipe


def state_of(form):
    """The state at node 0, as an int, a hidden state (1, 3), a pair (h, c) or a dict."""
    forms = {
        "int": 0,
        "hidden": torch.zeros(1, 3),
        "pair": (torch.zeros(2, 4), torch.zeros(2, 4)),
        "dict": {"node": 0},
    }
    return forms[form]


def random_table(rng, N, V, spread=1.5):
    """Draw (log_probs (N, V), after (N, V)): each row of the first a distribution, the second any nodes."""
    logits = rng.standard_normal((N, V)) * spread
    logits -= logits.max(axis=1, keepdims=True)
    log_probs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return log_probs, rng.integers(0, N, (N, V))


def halved(bits):
    """Log-probabilities of 1/2 to the power of `bits`: equal ones are equal exactly."""
    return -np.log(2.0) * np.array(bits, dtype=np.float64)


def recipe(log_probs, after):
    return Recipe("step", {"log_probs": np.asarray(log_probs), "after": np.asarray(after)})


def walk(log_probs, after, bos, eos, max_len):
    """The most probable token at each step, from node 0, until eos."""
    node, token, tokens = 0, bos, []
    while len(tokens) < max_len and token != eos or not tokens:
        node = after[node, token]
        token = int(np.argmax(log_probs[node]))
        tokens.append(token)
    return tokens


def by_definition(step, state, bos, eos, beam, max_len, alpha, compared=None):
    """Beam search straight from its definition: each continuation is read from its beginning, and places are counted.

    compared: a list that gets, for each ranking, the numbers that it compares
    """
    if beam < 1:
        raise ValueError("beam must be at least 1")

    def read(tokens):
        """The log-probability of `tokens`, and the log-probabilities of what follows."""
        total, now = 0.0, state
        log_probs, now = step(bos, now)
        for token in tokens:
            total = total + float(log_probs[token])
            log_probs, now = step(token, now)
        return total, log_probs

    live, finished = {(): 0.0}, {}
    while live:
        grown = {}
        for tokens in live:
            total, log_probs = read(tokens)
            grown |= {(*tokens, k): total + float(one) for k, one in enumerate(log_probs)}
        if compared is not None:
            compared.append(list(grown.values()))
        better = {one: sum(_before(a, one, grown) for a in grown) for one in grown}
        kept = {tokens: total for tokens, total in grown.items() if better[tokens] < beam}
        over = {tokens for tokens in kept if tokens[-1] == eos or len(tokens) == max_len}
        finished |= {tokens: kept[tokens] / len(tokens) ** alpha for tokens in over}
        live = {tokens: kept[tokens] for tokens in kept if tokens not in over}
    if compared is not None:
        compared.append(list(finished.values()))
    places = {one: sum(_before(a, one, finished) for a in finished) for one in finished}
    return [(list(tokens), finished[tokens]) for tokens in sorted(finished, key=places.get)]


def _before(a, b, scores):
    """Whether a stands before b: it has a higher score, or the same one and is the smaller list."""
    return scores[a] > scores[b] or (scores[a] == scores[b] and a < b)


def gap(compared):
    """The smallest distance between two numbers of one ranking that are not equal."""
    distinct = [sorted(set(numbers)) for numbers in compared]
    return min((float(np.diff(numbers).min()) for numbers in distinct if len(numbers) > 1), default=np.inf)
