"""A network that reads one sequence and writes another: an encoder, a decoder, and what trains and asks them.

The decoder can be exchanged: anything with `start` and `forward` as `Decoder` has them will do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from helpers.text import EOS, PAD, Vocabulary, padded

Step = Callable[[int, Any], tuple[Tensor, Any]]


class Read(NamedTuple):
    """What an encoder has made of a batch of sources.

    states: one per token, (B, S, H); last: the state after the last real token, (B, H)
    real: True where a source is no padding, (B, S)
    """

    states: Tensor
    last: Tensor
    real: Tensor


class Encoder(nn.Module):
    """A GRU that reads sources, padded at their ends: ids (B, S) → Read."""

    def __init__(self, vocabulary: int, width: int, hidden: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width, padding_idx=PAD)
        self.gru = nn.GRU(width, hidden, batch_first=True)

    def forward(self, source: Tensor) -> Read:
        real = source != PAD  # (B, S)
        states, _ = self.gru(self.embedding(source))  # (B, S, H)
        last = real.sum(dim=1).clamp(min=1) - 1  # (B,)
        return Read(states, states[torch.arange(len(source)), last], real)


class Decoder(nn.Module):
    """A GRU that writes, and knows of the source nothing but the encoder's last state."""

    def __init__(self, vocabulary: int, width: int, hidden: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width, padding_idx=PAD)
        self.gru = nn.GRU(width, hidden, batch_first=True)
        self.out = nn.Linear(hidden, vocabulary)

    def start(self, read: Read) -> Any:
        """Return the state before the first token."""
        return read.last[None]  # (1, B, H)  as torch wants it

    def forward(self, inputs: Tensor, state: Any) -> tuple[Tensor, Any]:
        """Read tokens (B, T), and return the logits of each one's successor, (B, T, V), and the state after them."""
        states, state = self.gru(self.embedding(inputs), state)
        return self.out(states), state


class EncoderDecoder(nn.Module):
    """Both together: sources (B, S) and what the decoder reads, (B, T) → logits (B, T, V)."""

    def __init__(self, encoder: nn.Module, decoder: nn.Module) -> None:
        super().__init__()
        self.encoder, self.decoder = encoder, decoder

    def forward(self, source: Tensor, inputs: Tensor) -> Tensor:
        logits, _ = self.decoder(inputs, self.decoder.start(self.encoder(source)))
        return logits


def encoder_decoder(source_size: int, target_size: int, width: int, hidden: int) -> EncoderDecoder:
    """A GRU encoder and a GRU decoder with one fixed vector between them.

    source_size, target_size: tokens of each vocabulary; width: of the embeddings; hidden: units of each GRU
    """
    return EncoderDecoder(Encoder(source_size, width, hidden), Decoder(target_size, width, hidden))


@dataclass(frozen=True)
class Pairs:
    """Pairs of sequences as ids, each target with <eos> at its end. source: (N, S); target: (N, T); both padded."""

    source: Tensor
    target: Tensor

    @classmethod
    def of(
        cls, pairs: Iterable[tuple[Sequence[str], Sequence[str]]], sources: Vocabulary, targets: Vocabulary
    ) -> Pairs:
        """Put (source tokens, target tokens) into numbers."""
        read, written = zip(*pairs)
        source, _ = padded([sources.encode(tokens) for tokens in read])
        target, _ = padded([np.append(targets.encode(tokens), EOS) for tokens in written])
        return cls(torch.from_numpy(source), torch.from_numpy(target))

    def __len__(self) -> int:
        return len(self.source)

    def buckets(self, size: int, rng: np.random.Generator) -> Buckets:
        """Return batches of `size` rows whose sources are of similar length, mixed anew each time."""
        return Buckets((self.source != PAD).sum(dim=1), size, rng)

    def batch(self, rows: Any) -> tuple[Tensor, Tensor]:
        """Return the sources and targets of these rows, without columns that hold nothing but padding."""
        return tuple(ids[:, (ids != PAD).any(dim=0)] for ids in (self.source[rows], self.target[rows]))


class Buckets:
    """Batches like helpers.text.Batches, but of sources of similar length, so that little padding is read.

    lengths: of all sources, (N,); size: of a batch; rng: mixes the rows, and the order of the batches
    """

    def __init__(self, lengths: Any, size: int, rng: np.random.Generator, pool: int = 16) -> None:
        self._lengths, self._size, self._rng, self._pool = np.asarray(lengths), size, rng, pool

    def __len__(self) -> int:
        return -(-len(self._lengths) // self._size)

    def __iter__(self) -> Iterator[np.ndarray]:
        rows, batches = self._rng.permutation(len(self._lengths)), []
        for pool in np.array_split(rows, range(self._size * self._pool, len(rows), self._size * self._pool)):
            pool = pool[np.argsort(self._lengths[pool], kind="stable")]
            batches += [pool[start : start + self._size] for start in range(0, len(pool), self._size)]
        yield from (batches[number] for number in self._rng.permutation(len(batches)))


def falling(model: nn.Module, lr: float, steps: int) -> torch.optim.Optimizer:
    """Adam whose learning rate falls from `lr` to zero over so many steps, along half a cosine."""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    optimizer.register_step_post_hook(lambda *_: schedule.step())
    return optimizer


def writer(model: EncoderDecoder, source: Tensor) -> tuple[Step, Any]:
    """Let the encoder read one source, and return the decoder as a function `step`, and its first state.

    source: ids (S,); step(token, state) → (log-probabilities of the next token (V,), the state after)
    """

    def step(token: int, state: Any) -> tuple[Tensor, Any]:
        with torch.inference_mode():
            logits, state = model.decoder(torch.tensor([[token]]), state)
            return logits[0, 0].log_softmax(dim=-1), state

    with torch.inference_mode():
        return step, model.decoder.start(model.encoder(source[None][:, : max(1, int((source != PAD).sum()))]))


def words_of(tokens: Iterable[int], vocabulary: Vocabulary) -> list[str]:
    """Return the words that the ids stand for, up to and without <eos>."""
    ids = [int(token) for token in tokens]
    return vocabulary.decode(ids[: ids.index(EOS)] if EOS in ids else ids)
