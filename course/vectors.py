"""Makes the course's own file of word vectors: `python -m course.vectors`.

Word pairs within WINDOW words of each other in Python's reference text are counted, nearer ones more.
The counts become positive pointwise mutual information, and its best approximation
of rank DIM (singular value decomposition) gives each word its vector
(Levy and Goldberg, 2014; Levy, Goldberg and Dagan, 2015). No chance is involved.
The text differs between versions of Python, so the file is made once and kept.
"""

from __future__ import annotations

import re
from collections import Counter
from pydoc_data.topics import topics

import numpy as np

from helpers.data.vectors import DIM, FILE

WORDS = 1200
WINDOW = 4
SMOOTHING = 0.75  # of the contexts' frequencies; keeps rare words from seeming close to everything
WEIGHT = 0.5  # power of the singular values


def passages() -> list[list[str]]:
    """Return the words of each passage of the reference text; code and numbers leave no word."""
    found = []
    for name in sorted(topics):
        for passage in re.split(r"\n\s*\n", topics[name]):
            found.append(re.findall(r"(?<![\w.])[a-z]+(?:'t)?(?![\w.(]\w*)", passage.lower()))
    return [words for words in found if len(words) > 1]


def counted(texts: list[list[str]], words: list[str]) -> np.ndarray:
    """Return how often each word stands near each, (V, V); a pair that is d words apart counts 1/d."""
    ids = {word: number for number, word in enumerate(words)}
    near = np.zeros((len(words), len(words)))
    for text in texts:
        numbers = [ids.get(word, -1) for word in text]
        for place, one in enumerate(numbers):
            for distance, other in enumerate(numbers[place + 1 : place + 1 + WINDOW], 1):
                if one >= 0 and other >= 0:
                    near[one, other] += 1 / distance
                    near[other, one] += 1 / distance
    return near


def vectors(near: np.ndarray, dim: int) -> np.ndarray:
    """Return a vector for each word, (V, dim), from the counts."""
    context = near.sum(axis=0) ** SMOOTHING
    expected = near.sum(axis=1, keepdims=True) * (context / context.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.nan_to_num(np.maximum(np.log(near / expected), 0.0))
    u, s, _ = np.linalg.svd(information)
    u = u[:, :dim] * s[:dim] ** WEIGHT
    return u * np.sign(u[np.abs(u).argmax(axis=0), np.arange(dim)])


def main() -> None:
    texts = passages()
    counts = Counter(word for text in texts for word in text)
    words = sorted(counts, key=lambda word: (-counts[word], word))[:WORDS]
    found = vectors(counted(texts, words), DIM)
    rows = (f"{word} {' '.join(f'{number:.3f}' for number in row)}\n" for word, row in zip(words, found))
    FILE.write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
