"""What lecture 01 claims in numbers is what its cells compute: one seed here, three in benchmarks/lectures.py."""

from __future__ import annotations

import re

import pytest

from benchmarks.lectures import results, said

LECTURE = "01_rnn_basics"


def test_only_the_recurrent_network_keeps_the_lamp_at_both_lengths():
    found = results(LECTURE)
    right = {what: share for what, (share, _) in found.items() if what.startswith("lamp")}
    off = max(baseline for what, (_, baseline) in found.items() if what.startswith("lamp"))
    assert off < 60
    for T in (20, 60):
        assert right[f"lamp, recurrent: % right at {T} steps"] > 99
    assert right["lamp, mean over time: % right at 20 steps"] < 90
    for model in ("mean over time", "side by side", "convolution"):
        assert right[f"lamp, {model}: % right at 60 steps"] < 95
        assert right[f"lamp, {model}: % right at 60 steps"] < right[f"lamp, {model}: % right at 20 steps"]


def test_the_recurrent_network_has_fewer_weights_than_the_two_before_it():
    weights = {name: int(n) for name, n in re.findall(r"^(\w[\w ]+?) +(\d+) weights   right", said(LECTURE), re.M)}
    assert weights["recurrent"] < weights["convolution"] < weights["side by side"]


def test_the_writer_comes_within_five_percent_of_the_grammar_and_far_below_the_baseline():
    found = results(LECTURE)
    perplexity, floor = found["writer: held-out perplexity per character"]
    one_back, _ = found["table, 1 characters back: perplexity"]
    six_back, _ = found["table, 6 characters back: perplexity"]
    assert floor < perplexity < 1.05 * floor
    assert one_back > 3 * perplexity and perplexity < six_back < 1.05 * floor


def test_a_cool_writer_is_right_and_repeats_itself_and_a_hot_one_is_wrong():
    written = re.findall(r"temperature ([\d.]+): +(\d+)% right, +(\d+) different", said(LECTURE))
    right = {float(temperature): int(share) for temperature, share, _ in written}
    different = {float(temperature): int(count) for temperature, _, count in written}
    assert right[0.3] >= 95 > right[1.5] and right[1.0] >= 80 and right[3.0] <= 5
    assert different[0.3] < different[1.0] < different[3.0]


def test_forgetting_at_each_border_costs_much_and_carrying_nothing():
    stateful, stateless = results(LECTURE)["stateful reading: perplexity"]
    floor = results(LECTURE)["writer: held-out perplexity per character"][1]
    assert stateful < 1.05 * floor and stateless > 1.5 * stateful


def test_names_need_both_directions():
    both, forward = results(LECTURE)["names, bidirectional: % right"]
    assert both > 98 and 43 < forward < 57


def test_for_the_price_the_baseline_wins_as_the_text_says():
    network, baseline = results(LECTURE)["next price: error in dollars, days not trained on"]
    assert baseline < network < 1.2 * baseline
    trained = re.search(r"training days: .*\n.*ratio ([\d.]+)", said(LECTURE))
    assert 0.9 < float(trained[1]) < 1


def test_the_gradient_of_the_text_is_the_one_found_by_trying():
    by_hand, by_trying = re.search(r"through time: ([\d.]+)\nd W_h by trying: +([\d.]+)", said(LECTURE)).groups()
    assert float(by_hand) == pytest.approx(float(by_trying), rel=1e-6)


def test_twenty_steps_back_a_rotation_by_a_half_leaves_a_millionth():
    sizes = re.search(r"rotation × 0.5: ([\d.e-]+) at the last step, ([\d.e-]+) 39 steps before", said(LECTURE))
    last, first = map(float, sizes.groups())
    assert (first / last) ** (20 / 39) == pytest.approx(1e-6, rel=0.5)
