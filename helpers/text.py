"""From text to arrays: vocabularies, batches of unequal sentences, and masks.

Everything returned is a NumPy array; `torch.from_numpy` makes a tensor of it
without copying.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from helpers.errors import UnrolledError

PAD, BOS, EOS, UNK = 0, 1, 2, 3
SPECIALS = ("<pad>", "<bos>", "<eos>", "<unk>")


class Vocabulary:
    """Tokens and their numbers.

    tokens: in the order of their numbers, each once
    specials: put <pad>, <bos>, <eos> and <unk> in front, with the numbers 0 to 3
    """

    def __init__(self, tokens: Iterable[str], specials: bool = True) -> None:
        own = [token for token in tokens if not (specials and token in SPECIALS)]
        self.tokens = tuple([*SPECIALS, *own] if specials else own)
        self.ids = {token: number for number, token in enumerate(self.tokens)}
        self._unknown = self.ids.get("<unk>")
        if len(self.ids) < len(self.tokens):
            twice = next(token for token, count in Counter(self.tokens).items() if count > 1)
            raise UnrolledError(f"The token {twice!r} is given twice; a vocabulary holds each token once.")

    @classmethod
    def of(cls, texts: Iterable[Iterable[str]], least: int = 1, specials: bool = True) -> Vocabulary:
        """Collect the tokens that occur at least `least` times: frequent ones first, equally frequent ones sorted.

        texts: sequences of tokens; a string counts as a sequence of characters
        """
        counts = Counter(token for text in texts for token in text)
        kept = [token for token, count in counts.items() if count >= least]
        return cls(sorted(kept, key=lambda token: (-counts[token], token)), specials)

    def __len__(self) -> int:
        return len(self.tokens)

    def encode(self, text: Iterable[str]) -> np.ndarray:
        """Return the numbers of the tokens, (T,), int64; unknown ones become <unk>.

        Raises UnrolledError for an unknown token if there is no <unk>.
        """
        found = []
        for token in text:
            number = self.ids.get(token, self._unknown)
            if number is None:
                raise UnrolledError(f"The token {token!r} is not in the vocabulary, and it has no <unk>.")
            found.append(number)
        return np.array(found, dtype=np.int64)

    def decode(self, ids: Iterable[int]) -> list[str]:
        """Return the tokens of these numbers."""
        return [self.tokens[int(number)] for number in ids]


def one_hot(ids: np.ndarray, size: int) -> np.ndarray:
    """Return vectors of zeros with a one at each id: (…) ints below `size` → (…, size), float64."""
    return np.eye(size)[ids]


def padded(sequences: Sequence[Sequence[int]], pad: int = PAD) -> tuple[np.ndarray, np.ndarray]:
    """Lay sequences of unequal length one below the other.

    sequences: B lists or arrays of ints; T is the longest one's length
    returns: ids (B, T), int64, filled up with `pad`; real (B, T), True where a token is no padding
    """
    lengths = np.array([len(sequence) for sequence in sequences], dtype=np.int64)
    real = real_steps(lengths, int(lengths.max(initial=0)))
    ids = np.full(real.shape, pad, dtype=np.int64)
    for row, sequence in zip(ids, sequences):
        row[: len(sequence)] = sequence
    return ids, real


def real_steps(lengths: np.ndarray, T: int) -> np.ndarray:
    """Return which steps are no padding, (B, T), True for the first lengths[i] of row i."""
    return np.arange(T) < np.asarray(lengths)[:, None]


class Batches:
    """The numbers 0 … count − 1 in a random order, `size` at a time; another order each time it is gone through.

    The last batch may be smaller.
    """

    def __init__(self, count: int, size: int, rng: np.random.Generator) -> None:
        self.count, self.size, self._rng = count, size, rng

    def __len__(self) -> int:
        return -(-self.count // self.size)

    def __iter__(self) -> Iterator[np.ndarray]:
        order = self._rng.permutation(self.count)
        for start in range(0, self.count, self.size):
            yield order[start : start + self.size]


def streams(ids: np.ndarray, rows: int) -> np.ndarray:
    """Cut one long text into `rows` pieces that are each read from start to end.

    ids: (N,); returns: (rows, N // rows), row i going on where row i − 1 ends; a rest is left out
    """
    length = len(ids) // rows
    if length == 0:
        raise UnrolledError(f"A text of {len(ids)} tokens cannot be cut into {rows} rows; take fewer rows.")
    return np.asarray(ids)[: rows * length].reshape(rows, length)
