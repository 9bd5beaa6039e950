"""The encoder–decoder: padding changes nothing, writing step by step is the whole pass, and its decoder can be exchanged."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from helpers.seq2seq import Buckets, Decoder, Encoder, EncoderDecoder, Pairs, encoder_decoder, falling, words_of, writer
from helpers.text import BOS, EOS, PAD, Vocabulary

WORDS = Vocabulary("a b c d".split())
TEXTS = [("a b", "c"), ("b", "d d a"), ("a b c d", "b")]


@pytest.fixture
def pairs():
    return Pairs.of([(read.split(), written.split()) for read, written in TEXTS], WORDS, WORDS)


@pytest.fixture
def model():
    torch.manual_seed(0)
    return encoder_decoder(len(WORDS), len(WORDS), 5, 7)


def test_targets_end_with_eos_and_sources_do_not(pairs):
    assert pairs.source.tolist() == [[4, 5, PAD, PAD], [5, PAD, PAD, PAD], [4, 5, 6, 7]]
    assert pairs.target.tolist() == [[6, EOS, PAD, PAD], [7, 7, 4, EOS], [5, EOS, PAD, PAD]]
    assert len(pairs) == 3


def test_a_batch_has_no_column_of_padding_alone(pairs):
    source, target = pairs.batch(np.array([0, 1]))
    assert source.shape == (2, 2) and target.shape == (2, 4)
    assert source.tolist() == [[4, 5], [5, PAD]]


def test_what_is_handed_on_is_the_state_after_the_last_real_token(model, pairs):
    read = model.encoder(pairs.source)
    for row, (text, _) in enumerate(TEXTS):
        alone = model.encoder(torch.from_numpy(WORDS.encode(text.split()))[None])
        assert torch.allclose(read.last[row], alone.states[0, -1])
    assert read.real.sum(dim=1).tolist() == [2, 1, 4]


def test_more_padding_changes_no_logit(model, pairs):
    inputs = torch.tensor([[BOS, 6], [BOS, 7], [BOS, 5]])
    wider = torch.cat([pairs.source, torch.zeros(3, 5, dtype=torch.int64)], dim=1)
    assert torch.allclose(model(pairs.source, inputs), model(wider, inputs), atol=1e-6)


def test_the_decoder_depends_on_the_source_and_on_what_it_read_before_and_not_on_what_comes_after(model, pairs):
    logits = model(pairs.source, torch.tensor([[BOS, 6, 5]] * 3))
    later = model(pairs.source, torch.tensor([[BOS, 6, 4]] * 3))
    assert torch.equal(logits[:, :2], later[:, :2]) and not torch.allclose(logits[:, 2], later[:, 2])
    assert not torch.allclose(logits[0], logits[1])


def test_writing_step_by_step_gives_what_the_whole_pass_gives(model, pairs):
    inputs = [BOS, 7, 7, 4]
    for source in pairs.source:
        step, state = writer(model, source)
        whole = model(source[None], torch.tensor([inputs])).log_softmax(dim=-1)[0]
        for token, expected in zip(inputs, whole):
            log_probs, state = step(token, state)
            assert log_probs.shape == (len(WORDS),) and torch.allclose(log_probs, expected, atol=1e-6)


def test_a_state_can_be_gone_on_from_twice(model, pairs):
    step, first = writer(model, pairs.source[0])
    one, _ = step(BOS, first)
    step(4, step(BOS, first)[1])
    again, _ = step(BOS, first)
    assert torch.equal(one, again)


class LooksBack(Decoder):
    """A decoder that is handed all states of the encoder: each output adds their mean."""

    def start(self, read):
        return read.last[None], read

    def forward(self, inputs, state):
        hidden, read = state
        states, hidden = self.gru(self.embedding(inputs), hidden)
        mean = (read.states * read.real[..., None]).sum(dim=1) / read.real.sum(dim=1, keepdim=True)
        return self.out(states + mean[:, None]), (hidden, read)


def test_another_decoder_fits_where_the_first_one_was(pairs):
    torch.manual_seed(0)
    model = EncoderDecoder(Encoder(len(WORDS), 5, 7), LooksBack(len(WORDS), 5, 7))
    inputs = torch.tensor([[BOS, 6]])
    step, state = writer(model, pairs.source[1])
    whole = model(pairs.source[1:2], inputs).log_softmax(dim=-1)[0]
    for token, expected in zip(inputs[0].tolist(), whole):
        log_probs, state = step(token, state)
        assert torch.allclose(log_probs, expected, atol=1e-6)


def test_buckets_give_every_row_once_and_rows_of_similar_length_together():
    lengths = np.random.default_rng(0).integers(1, 30, size=1000)
    buckets = Buckets(lengths, 32, np.random.default_rng(1))
    first, second = list(buckets), list(buckets)
    assert len(first) == len(buckets) == 32
    assert sorted(np.concatenate(first).tolist()) == list(range(1000))
    assert not np.array_equal(np.concatenate(first), np.concatenate(second))
    spread = np.mean([np.ptp(lengths[rows]) for rows in first])
    assert spread < 6 < np.ptp(lengths)
    order = [lengths[rows].mean() for rows in first]
    assert order != sorted(order)


def test_pairs_bucket_by_the_source(pairs):
    assert sorted(len(rows) for rows in pairs.buckets(2, np.random.default_rng(0))) == [1, 2]


def test_the_learning_rate_falls_to_zero():
    model = nn.Linear(2, 1)
    optimizer, rates = falling(model, 0.1, 4), []
    for _ in range(4):
        rates.append(optimizer.param_groups[0]["lr"])
        model(torch.ones(2)).backward()
        optimizer.step()
    assert rates == pytest.approx([0.1, 0.1 * (1 + 0.5**0.5) / 2, 0.05, 0.1 * (1 - 0.5**0.5) / 2])
    assert optimizer.param_groups[0]["lr"] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    "ids, words", [([4, 5, EOS, 6], "a b"), ([4], "a"), ([EOS], ""), ([], ""), (torch.tensor([7, EOS]), "d")]
)
def test_words_end_before_eos(ids, words):
    assert words_of(ids, WORDS) == words.split()


def test_a_short_training_lowers_the_loss(model, pairs):
    torch.manual_seed(0)
    targets = pairs.target
    inputs = torch.cat([torch.full((3, 1), BOS), targets[:, :-1]], dim=1)
    optimizer, losses = falling(model, 0.05, 60), []
    for _ in range(60):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(
            model(pairs.source, inputs).flatten(0, 1), targets.flatten(), ignore_index=PAD
        )
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.1 < 1.0 < losses[0]
