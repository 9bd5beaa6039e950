"""What lecture 03 claims in numbers is what its cells compute: one seed here, three in benchmarks/lectures.py."""

from __future__ import annotations

import re

import pytest

from benchmarks.lectures import results, said
from helpers.data import adding, copying, reviews

LECTURE = "03_lstm"


def spoken(pattern: str) -> list[float]:
    """The numbers that a pattern finds in what the lecture says."""
    match = re.search(pattern, said(LECTURE))
    assert match, pattern
    return [float(number.replace(",", "")) for number in match.groups()]


def test_the_lstm_by_hand_learns_exactly_as_torchs_does():
    (apart,) = spoken(r"never further apart than ([\d.e-]+)")
    assert apart < 1e-6
    ours, ends, theirs, end = spoken(r"yours: ([\d.]+) at 10, ([\d.]+) at 400; torch.nn.LSTM: ([\d.]+) at 10, ([\d.]+)")
    assert ours == pytest.approx(theirs, rel=1e-3) and ends == pytest.approx(end, rel=1e-3)


def test_both_say_how_many_tokens_they_read_in_a_second_and_in_which_ratio():
    for kind in ("float64", "float32"):
        ours, theirs, ratio = spoken(
            rf"{kind}: yours (\d+) thousand tokens per second, torch.nn.LSTM (\d+) thousand, ratio ([\d.]+)"
        )
        assert ours > 0 and ratio == pytest.approx(theirs / ours, rel=0.1, abs=0.06)


def test_the_lstm_adds_over_a_hundred_steps_and_the_plain_rnn_does_not():
    found = results(LECTURE)
    lstm, baseline = found["adding, T = 100, LSTM: mean squared error"]
    plain, _ = found["adding, T = 100, plain RNN: mean squared error"]
    assert baseline == pytest.approx(adding.BASELINE, abs=1e-4)
    assert lstm < 0.01 and plain > 0.6 * baseline


def test_a_forget_gate_of_a_half_leaves_a_millionth_after_twenty_steps():
    half, hundred = spoken(r"bias 0: gate 0.500, left after 20 steps ([\d.e-]+), after 100 steps ([\d.e-]+)")
    assert half == pytest.approx(2**-20, rel=0.05) and hundred == pytest.approx(2**-100, rel=0.05)
    (open_wide,) = spoken(r"bias 3: gate 0.953, left after 20 steps ([\d.e-]+)")
    assert open_wide == pytest.approx(0.38, abs=0.01)


def test_one_unit_of_the_trained_lstm_keeps_and_writes_as_in_the_textbook():
    shut, opened, mean = spoken(r"input gate i: from ([\d.]+) to ([\d.]+), mean (\d\.\d+)")
    assert shut < 0.1 and opened > 0.4 and mean < 0.2
    (kept,) = spoken(r"forget gate f: from [\d.]+ to [\d.]+, mean (\d\.\d+)")
    assert kept > 0.97


def test_the_four_terms_together_stretch_more_than_the_direct_one():
    names = r"direct ([\d.]+), forget gate ([\d.]+), input gate ([\d.]+), candidate ([\d.]+), all four ([\d.]+)"
    before = spoken(rf"before training, mean spectral norm: {names}")
    after = spoken(rf"after training, mean spectral norm: {names}")
    assert 0.9 < after[0] <= 1.0 < after[4]
    assert sum(after[1:4]) > 1.5 * sum(before[1:4]), "training has made the other three larger"


def test_with_small_recurrent_weights_the_gradient_vanishes_and_with_large_ones_it_explodes():
    (small,) = spoken(r"U × 0.5: 40 steps back the gradient is ([\d.e+-]+)")
    (large,) = spoken(r"U × 8: 40 steps back the gradient is ([\d.e+-]+)")
    assert small < 0.01 and large > 10


def test_open_forget_gates_learn_to_copy_far_below_the_baseline_and_sooner():
    found = results(LECTURE)
    open_gates, baseline = found["copying, T = 20, forget bias 3: nats per step"]
    own, _ = found["copying, T = 20, torch's own bias: nats per step"]
    assert baseline == pytest.approx(copying.baseline(20), abs=1e-3)
    assert open_gates < 0.42 and open_gates < own - 0.03 and own < 1.05 * baseline
    share, guessing = found["copying, T = 20, forget bias 3: % of the symbols right"]
    assert guessing in (12, 13) and share > 2 * guessing


def test_stories_are_answered_where_the_present_word_alone_does_not_suffice():
    share, alone = results(LECTURE)["stories: % of the answers right"]
    assert share > 99 and alone < 62


def test_the_trained_gates_tell_a_part_of_the_textbooks_story_as_the_text_says():
    f, i, o = {}, {}, {}
    for kind in ("after the university", "a new person", "before the university", "a university"):
        f[kind], i[kind], o[kind] = spoken(rf"{kind} +forget gate ([\d.]+) +input gate ([\d.]+) +output gate ([\d.]+)")
    assert f["after the university"] > f["a new person"] + 0.15, "a new person closes the forget gate"
    assert min(f.values()) in (f["a university"], f["before the university"])
    assert i["after the university"] > 0.55, "the input gate is not shut where nothing new comes"
    assert min(o.values()) > 0.7, "the output gate hardly works"


def test_counting_words_knows_nothing_of_what_is_negated_and_the_lstm_does():
    found = results(LECTURE)
    lstm, bag = found["reviews, LSTM: % right"]
    assert bag == pytest.approx(100 * reviews.SHARE_BY_COUNTING, abs=4) and lstm > 97
    negated, guessed = found["reviews with a negation, LSTM: % right"]
    assert negated > 96 and 42 < guessed < 58
    (plain,) = spoken(r"reviews, bag of words: .*without a negation ([\d.]+)%")
    assert plain > 97
