"""What the cases of this lecture are drawn from."""

from __future__ import annotations

import torch

SPECIALS = ["<pad>", "<bos>", "<eos>", "<unk>"]
WORDS = [
    *("rain", "wind", "tea", "train", "river", "light", "go", "a", "the", "moon", "salt", "ash", "tree", "bread"),
    *("Kandy", "Saman", "UOM", "Tea", "Zoo", "I", "10", "9", "42", "_", "…", "!", "école", "Åse", "zoo", "данные"),
]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def words(rng, count, among=WORDS):
    """Draw so many different words."""
    return [str(word) for word in rng.choice(among, count, replace=False)]


def vocabulary(rng, known):
    """Draw a vocabulary of the specials and these words: ids in any order, entries in another."""
    ids = dict(zip(SPECIALS, range(4))) | {word: int(4 + i) for word, i in zip(known, rng.permutation(len(known)))}
    return {word: ids[word] for word in rng.permutation([*ids]).tolist()}


def letters(rng, old):
    """Draw a table for `str.translate`: other letters for these, in the same order of the alphabet."""
    new = sorted(rng.choice(list(LETTERS), len(old), replace=False))
    return str.maketrans(old, "".join(new))


def jumble(rng, alphabet, most):
    """Draw a string of 1 to `most` letters of an alphabet."""
    return "".join(rng.choice(list(alphabet), rng.integers(1, most + 1)))


def normal(rng, *shape):
    """Draw a tensor, none of its entries near 0, so that one that is left out shows."""
    return torch.from_numpy(rng.uniform(0.3, 2.0, shape) * rng.choice([-1.0, 1.0], shape))
