"""Other right ways to write `bleu`."""

import math
from collections import Counter

import numpy as np


def with_numpy(candidates, references, max_n):
    matches, totals = np.zeros(max_n), np.zeros(max_n)
    c = r = 0
    for candidate, known in zip(candidates, references):
        c += len(candidate)
        sizes = np.sort([len(one) for one in known])
        r += int(sizes[np.abs(sizes - len(candidate)).argmin()])
        for n in range(max_n):
            counts = Counter(zip(*(candidate[i:] for i in range(n + 1))))
            best = Counter()
            for one in known:
                for gram, count in Counter(zip(*(one[i:] for i in range(n + 1)))).items():
                    best[gram] = max(best[gram], count)
            matches[n] += sum(min(count, best[gram]) for gram, count in counts.items())
            totals[n] += sum(counts.values())
    if matches.min() == 0:
        return 0.0
    penalty = 1.0 if c > r else np.exp(1 - r / c)
    return penalty * np.exp(np.mean(np.log(matches / totals)))


def power_of_a_product(candidates, references, max_n):
    def grams(tokens, n):
        return [tuple(tokens[i : i + n]) for i in range(len(tokens)) if i + n <= len(tokens)]

    product = 1.0
    for n in range(1, max_n + 1):
        match = total = 0
        for candidate, known in zip(candidates, references):
            own, lists = grams(candidate, n), [grams(one, n) for one in known]
            total += len(own)
            match += sum(min(own.count(gram), max(one.count(gram) for one in lists)) for gram in set(own))
        product *= match / total if total > 0 else 0
    if product == 0:
        return 0.0
    length = sum(len(one) for one in candidates)
    wanted = 0
    for candidate, known in zip(candidates, references):
        wanted += min((len(one) for one in known), key=lambda size: (abs(size - len(candidate)), size))
    return math.exp(min(0, 1 - wanted / length)) * product ** (1 / max_n)


def by_crossing_out(candidates, references, max_n):
    """Each n-gram of the candidate crosses out one of the best supplied reference."""
    logs = []
    for n in range(1, max_n + 1):
        match, total = 0, 0
        for candidate, known in zip(candidates, references):
            left = {}
            for one in known:
                supply = {}
                for i in range(len(one) - n + 1):
                    key = tuple(one[i : i + n])
                    supply[key] = supply.get(key, 0) + 1
                left = {key: max(left.get(key, 0), supply.get(key, 0)) for key in left.keys() | supply.keys()}
            for i in range(len(candidate) - n + 1):
                key, total = tuple(candidate[i : i + n]), total + 1
                if left.get(key, 0) > 0:
                    left[key] -= 1
                    match += 1
        logs.append(-math.inf if match == 0 else math.log(match) - math.log(total))
    if -math.inf in logs:
        return 0.0
    c, r = sum(map(len, candidates)), 0
    for candidate, known in zip(candidates, references):
        r += min(map(len, known), key=lambda size: abs(size - len(candidate) + 0.25))
    return math.exp(sum(logs) / max_n) * (1 if c >= r else math.exp(1 - r / c))


VARIANTS = [with_numpy, power_of_a_product, by_crossing_out]
