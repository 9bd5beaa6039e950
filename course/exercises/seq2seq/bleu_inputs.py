"""Corpora for the cases of `bleu`."""

from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction

WORDS = "the a cat dog house red small sees likes finds on under not never old The".split()


def sentence(rng, length, words=WORDS):
    """Words with repetitions, so that clipping counts."""
    some = rng.choice(len(words), min(len(words), max(2, length)), replace=False)
    return [words[int(k)] for k in rng.choice(some, length)]


def spoiled(rng, tokens, times, length, words=WORDS):
    """The tokens with a few of them replaced, cut or prolonged to a length, a word now and then twice."""
    made = list(tokens)
    for _ in range(times if made else 0):
        made[int(rng.integers(len(made)))] = words[int(rng.integers(len(words)))]
    while len(made) < length:
        made.insert(int(rng.integers(len(made) + 1)), made[int(rng.integers(len(made)))] if made else words[0])
    return made[:length]


def corpus(*pairs, max_n, spoil=1, words=WORDS, fits=lambda candidates, references: True):
    """Candidates and references of given lengths: each pair is (length, [lengths of its references])."""

    def draw(rng):
        for _ in range(10_000):
            candidates, references = [], []
            for length, lengths in pairs:
                whole = sentence(rng, max(lengths), words)
                references.append([spoiled(rng, whole, spoil * (k > 0), one, words) for k, one in enumerate(lengths)])
                candidates.append(spoiled(rng, whole, spoil, length, words))
            if fits(candidates, references):
                return {"candidates": candidates, "references": references, "max_n": max_n}
        raise RuntimeError("no corpus fits")

    return draw


def bleu_by_counting(candidates, references, max_n):
    """BLEU by fractions, and n-grams looked for one by one."""
    written = wanted = 0
    matches, totals = defaultdict(int), defaultdict(int)
    for candidate, known in zip(candidates, references):
        written += len(candidate)
        wanted += sorted((len(one) for one in known), key=lambda length: (abs(length - len(candidate)), length))[0]
        for n in range(1, max_n + 1):
            own = [tuple(candidate[i : i + n]) for i in range(max(0, len(candidate) - n + 1))]
            totals[n] += len(own)
            for gram in set(own):
                there = max(
                    sum(tuple(one[i : i + n]) == gram for i in range(max(0, len(one) - n + 1))) for one in known
                )
                matches[n] += min(own.count(gram), there)
    if not all(matches[n] for n in range(1, max_n + 1)):
        return 0.0
    product = math.prod(Fraction(matches[n], totals[n]) for n in range(1, max_n + 1))
    penalty = 1.0 if written >= wanted else math.exp(1 - wanted / written)
    return penalty * float(product) ** (1 / max_n)


def apart(*mistakes):
    """Whether the mistakes show in a corpus, all of them, and clearly; nothing is 0."""

    def fits_for(max_n):
        def fits(candidates, references):
            right = bleu_by_counting(candidates, references, max_n)
            others = [mistake(candidates, references, max_n) for mistake in mistakes]
            return right > 0.05 and all(abs(other - right) > 0.01 for other in others)

        return fits

    return fits_for


def some(*pairs, max_n, spoil=1, words=WORDS, mistakes=()):
    return corpus(*pairs, max_n=max_n, spoil=spoil, words=words, fits=apart(*mistakes)(max_n))


def no_match_of_the_largest_order(rng):
    """Words and pairs in common, and no three in a row."""
    words = [WORDS[int(k)] for k in rng.permutation(len(WORDS))]
    candidates = [[words[0], words[1], words[2], words[3], words[9]], [words[4], words[5], words[6]]]
    references = [[[words[0], words[1], words[7], words[2], words[3]]], [[words[5], words[6], words[8], words[4]]]]
    return {"candidates": candidates, "references": references, "max_n": 3}


def nothing_in_common(rng):
    words = [WORDS[int(k)] for k in rng.permutation(len(WORDS))]
    return {"candidates": [words[:3], words[3:8]], "references": [[words[8:12]], [words[12:], words[9:]]], "max_n": 2}


def nothing_written(rng):
    return {"candidates": [[], []], "references": [[["a", "cat"]], [["the", "dog"], ["a", "dog"]]], "max_n": 2}


def nothing_in_a_reference(rng):
    words = [WORDS[int(k)] for k in rng.permutation(len(WORDS))]
    candidates = [words[:4], words[4:7], words[7:9]]
    references = [[words[:4]], [[]], [words[7:9] + words[:1]]]
    return {"candidates": candidates, "references": references, "max_n": 2}


def too_short_for_the_order(rng):
    words = [WORDS[int(k)] for k in rng.permutation(len(WORDS))]
    return {"candidates": [words[:2], words[2:4]], "references": [[words[:2]], [words[2:5]]], "max_n": 3}
