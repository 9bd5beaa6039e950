"""Greedy decoding."""

import itertools

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.seq2seq import greedy_mistakes as wrong
from course.exercises.seq2seq.decoders import halved, random_table, recipe, state_of, walk

TRIES = 10_000


def decoder(N, V, bos, eos, max_len, fits, form="int", spread=1.5):
    """Draw a table until the sentence that it gives `fits`.

    fits: takes the tokens that are written until eos, or 3 after max_len
    """

    def draw(rng):
        for _ in range(TRIES):
            log_probs, after = random_table(rng, N, V, spread)
            tokens = walk(log_probs, after, bos, eos, max_len + 3)
            if fits(tokens) and len(set(tokens)) >= min(len(tokens), N, 2):
                step = recipe(log_probs, after)
                return {"step": step, "state": state_of(form), "bos": bos, "eos": eos, "max_len": max_len}
        raise RuntimeError(f"none of {TRIES} tables fits")

    return draw


def ends_with(eos, *lengths, among=()):
    return lambda tokens: tokens[-1] == eos and len(tokens) in lengths and set(among) <= set(tokens)


def ends_at_once(rng):
    log_probs, after = random_table(rng, 4, 5)
    after[:, 1], after[:, 2] = 1, 3
    best = log_probs.argmax(axis=1)
    log_probs[1, [best[1], 2]] = log_probs[1, [2, best[1]]]
    log_probs[3, [best[3], 0]] = log_probs[3, [0, best[3]]]
    return {"step": recipe(log_probs, after), "state": 0, "bos": 1, "eos": 2, "max_len": 6}


def ties(eos, max_len):
    """At each node two tokens are equally probable, now with eos among them and now without."""

    def draw(rng):
        rows = [[3, 3, 3, 3, 2, 2], [3, 2, 2, 2, 4, 4], [3, 1, 3, 3, 4, 4], [2, 3, 3, 3, 2, 3], [3, 2, 3, 2, 3, 3]]
        rows += [[4, 4, 4, 4, 2, 1]]
        table = np.zeros((6, 6), dtype=np.int64)
        for (node, token), to in {(0, 0): 1, (1, 1): 2, (2, 1): 3, (3, 0): 4, (4, 1): 0, (0, 4): 5, (5, 5): 1}.items():
            table[node, token] = to
        log_probs = halved(rows)
        return {"step": recipe(log_probs, table), "state": 0, "bos": 0, "eos": eos, "max_len": max_len}

    return draw


def by_replaying_greedy_decode(step, state, bos, eos, max_len):
    """Oracle: for each token the whole sentence is read once more from its beginning."""
    tokens = []
    for _ in range(max_len):
        now = state
        for token in [bos, *tokens]:
            log_probs, now = step(token, now)
        best = log_probs.max().item()
        tokens.append(next(k for k, one in enumerate(log_probs.tolist()) if one == best))
        if tokens[-1] == eos:
            break
    return tokens


def recursive(step, state, bos, eos, max_len):
    log_probs, state = step(bos, state)
    token = log_probs.argmax().item()
    if token == eos or max_len == 1:
        return [token]
    return [token, *recursive(step, state, token, eos, max_len - 1)]


def with_a_generator(step, state, bos, eos, max_len):
    def tokens():
        token, now = bos, state
        for _ in range(TRIES):
            log_probs, now = step(token, now)
            token = int(torch.max(log_probs, dim=0).indices)
            yield token
            if token == eos:
                return

    return list(itertools.islice(tokens(), max_len))


def cut_afterwards(step, state, bos, eos, max_len):
    tokens = [bos]
    for _ in range(max_len):
        log_probs, state = step(tokens[-1], state)
        tokens.append(int(np.argmax(log_probs.numpy())))
    tokens = tokens[1:]
    return tokens[: tokens.index(eos) + 1] if eos in tokens else tokens


def with_a_sort(step, state, bos, eos, max_len):
    tokens, token = [], bos
    while not tokens or (token != eos and len(tokens) != max_len):
        log_probs, state = step(token, state)
        values = log_probs.exp().tolist()
        token = sorted(range(len(values)), key=lambda k: (-values[k], k))[0]
        tokens = tokens + [token]
    return tuple(tokens)


greedy_decode = Exercise(
    "greedy_decode",
    points=2,
    returns="tokens",
    cases=[
        Case("a sentence of a few tokens", decoder(9, 6, 1, 2, 10, ends_with(2, 4, 5, 6))),
        Case("another sentence by such a decoder", decoder(9, 6, 1, 2, 10, ends_with(2, 3, 4, 5, 6))),
        Case("eos would come just after max_len", decoder(8, 5, 1, 2, 4, ends_with(2, 5))),
        Case("eos comes just at max_len", decoder(8, 5, 1, 2, 4, ends_with(2, 4))),
        Case("the first token is eos", ends_at_once),
        Case("max_len is 1", decoder(7, 6, 1, 2, 1, lambda tokens: len(tokens) > 2)),
        Case("tokens 0 and 1 are words too", decoder(9, 6, 5, 4, 9, ends_with(4, 5, 6, 7, 8, among=[0, 1]), "hidden")),
        Case("the state is a pair", decoder(10, 7, 1, 2, 12, ends_with(2, 4, 5, 6, 7), "pair")),
        Case("bos is written in the middle", decoder(9, 5, 3, 1, 12, ends_with(1, 4, 5, 6, 7, among=[3]), "dict")),
        Case("eos is 0", decoder(9, 4, 1, 0, 9, ends_with(0, 4, 5, 6), "hidden")),
        Case("ties, once with eos", ties(eos=3, max_len=9)),
        Case("ties, and eos is the smaller token", ties(eos=0, max_len=9)),
        Case("two tokens, and a single node", decoder(1, 2, 0, 1, 3, lambda tokens: tokens[0] == 0)),
    ],
    hidden=[
        Case("a long sentence", decoder(60, 9, 1, 2, 40, lambda tokens: len(tokens) > 12, "pair")),
        Case("all but one are improbable", decoder(9, 6, 1, 2, 10, ends_with(2, 4, 5, 6), "dict", spread=60.0)),
    ],
    oracle=by_replaying_greedy_decode,
    misconceptions=[
        Misconception(
            "bos_included",
            [wrong.bos_included, wrong.bos_included_and_counted, wrong.bos_included_at_the_end_cut],
            hint="bos stands at the beginning of the result. It is what the decoder reads first, and nothing that it "
            "wrote.",
        ),
        Misconception(
            "goes_on_after_eos",
            [wrong.goes_on, wrong.goes_on_with_eos, wrong.goes_on_with_zeros],
            hint="It looks as if writing goes on after eos, up to max_len. Once eos is written, the sentence is over.",
        ),
        Misconception(
            "eos_left_out",
            [wrong.eos_left_out, wrong.eos_left_out_afterwards],
            hint="eos is missing at the end. The token that ends the sentence belongs to the result.",
        ),
        Misconception(
            "eos_always",
            [wrong.eos_always, wrong.eos_for_the_last],
            hint="It looks as if every sentence ends with eos, also where the decoder did not get there. At max_len "
            "the sentence stays as it is.",
        ),
        Misconception(
            "state_not_carried",
            [wrong.state_not_carried, wrong.one_state_behind],
            hint="It looks as if each step starts from an older state. What `step` returns beside the "
            "log-probabilities is where the next step goes on.",
        ),
        Misconception(
            "token_not_carried",
            [wrong.token_not_carried, wrong.token_not_carried_and_state_neither],
            hint="It looks as if bos is read at every step. The decoder reads what it wrote just before.",
        ),
        Misconception(
            "max_len_missed",
            [wrong.one_more, wrong.one_less, wrong.eos_beyond_max_len, wrong.no_limit],
            hint="The number of tokens is off where no eos comes in time. At most max_len of them, eos included and "
            "bos not.",
        ),
        Misconception(
            "ties_to_the_largest",
            [wrong.ties_to_the_largest, wrong.ties_to_the_largest_by_sorting],
            hint="Of equally probable tokens it looks as if the largest is taken: the smallest is asked for.",
        ),
        Misconception(
            "least_probable",
            [wrong.least_probable, wrong.largest_negative],
            hint="It looks as if the least probable token is taken. Log-probabilities are negative, and the largest of "
            "them is the one nearest to 0.",
        ),
        Misconception(
            "ids_taken_as_fixed",
            [wrong.eos_taken_as_two, wrong.bos_taken_as_one, wrong.both_taken_as_fixed],
            hint="It looks as if bos or eos is taken to be 1 or 2. Their ids are given; in some vocabulary they are "
            "others.",
        ),
        Misconception(
            "stops_elsewhere",
            [wrong.stops_at_padding, wrong.stops_at_bos],
            hint="Writing stops at another token than eos. bos and padding are tokens like any other here.",
        ),
        Misconception(
            "tokens_forbidden",
            [wrong.bos_forbidden, wrong.zero_forbidden, wrong.bos_filtered],
            hint="It looks as if some token other than eos is never written. What is most probable is written, bos and "
            "0 too.",
        ),
        Misconception(
            "stops_at_a_repetition",
            [wrong.stops_at_a_repetition],
            hint="It looks as if writing stops when a token comes twice. Sentences repeat words; only eos ends one.",
        ),
        Misconception(
            "tensor_returned",
            [wrong.tensor_returned, wrong.tensors_joined],
            hint="The tokens are right, and they stand in a tensor. A list of ints is asked for.",
        ),
        Misconception(
            "score_too",
            [wrong.score_too, wrong.state_too],
            hint="There are two results. Only the list of tokens is asked for.",
        ),
        Misconception(
            "log_probabilities_returned",
            [wrong.log_probabilities_returned],
            hint="These are the largest log-probabilities. Which tokens have them is what is asked for.",
        ),
        Misconception(
            "last_token_only",
            [wrong.last_token_only, wrong.first_token_only],
            hint="There is a single token. The whole sentence is asked for: keep each token that is written.",
        ),
    ],
    variants=[recursive, with_a_generator, cut_afterwards, with_a_sort],
    equivalent_mutants={
        "int(log_probs.argmax()) → log_probs.argmax()": "a tensor of one int stands for that int, with a remark",
    },
)
