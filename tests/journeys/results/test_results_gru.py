"""What lecture 04 claims in numbers is what its cells compute: one seed here, three in benchmarks/lectures.py."""

from __future__ import annotations

import re

import pytest

from benchmarks.lectures import results, said

LECTURE = "04_gru"


def brackets(test: str) -> tuple[dict[str, float], float]:
    """For each network the share of steps right, and the share of always saying "open", in percent."""
    found = results(LECTURE)
    of = {name: found[f"brackets {test}, {name}: % right, the middle of three runs"] for name in ("RNN", "GRU", "LSTM")}
    return {name: right for name, (right, _) in of.items()}, of["GRU"][1]


def test_a_network_by_hand_and_torchs_learn_the_same_from_the_same_weights():
    by_hand, in_torch = results(LECTURE)["adding, T = 20, by hand: squared error in training"]
    assert by_hand == pytest.approx(in_torch, rel=1e-3) and by_hand < 0.02
    assert float(re.search(r"between the two losses: ([\d.e-]+)", said(LECTURE))[1]) < 1e-9


def test_a_gru_adds_two_numbers_out_of_a_hundred_far_below_the_baseline():
    error, always_one = results(LECTURE)["adding, T = 100, GRU: mean squared error"]
    assert error < 0.01 < 0.16 < always_one < 0.17


def test_the_marked_steps_weigh_several_times_as_much_as_others_in_what_it_remembers():
    marked, other = results(LECTURE)["weight of a marked step in the last state"]
    assert marked > 3 * other > 0


@pytest.mark.parametrize("test", ["as trained", "10 times as long"])
def test_all_three_networks_count_as_deep_as_they_were_trained(test):
    right, always_open = brackets(test)
    assert min(right.values()) > 98 and 92 < always_open < 95


def test_twice_as_deep_only_the_lstm_is_better_than_a_constant_answer():
    right, always_open = brackets("twice as deep")
    assert right["RNN"] < 0.99 * always_open
    assert right["GRU"] < always_open + 0.3
    assert right["GRU"] < right["LSTM"] and always_open < right["LSTM"]


def test_of_32_brackets_the_rnn_counts_fewest_and_the_lstm_most():
    found = results(LECTURE)
    gru, rnn = found["32 brackets, GRU: closings until “closed”"]
    lstm, _ = found["32 brackets, LSTM: closings until “closed”"]
    assert 7 <= rnn <= 11 and rnn < gru < lstm < 32


def test_the_networks_have_equal_budgets():
    weights = {name: int(n) for name, n in re.findall(r"as trained +(\w+) +(\d+) weights", said(LECTURE))}
    assert set(weights) == {"RNN", "GRU", "LSTM"} and all(200 < n <= 300 for n in weights.values())


def test_a_gru_has_three_times_the_parameters_of_an_rnn_and_three_quarters_of_an_lstms():
    assert re.search(r"GRU / RNN = 3\.00,  GRU / LSTM = 0\.75", said(LECTURE))


def test_only_the_lstms_counter_rises_on_beyond_the_trained_depth():
    shown = re.findall(r"(\w+): \$\w\$: \S+ at first, ([\d.-]+) at depth 8, ([\d.-]+) at depth 24", said(LECTURE))
    rise = {name: float(deep) / float(trained) for name, trained, deep in shown}
    size = {name: float(deep) for name, _, deep in shown}
    assert rise["LSTM"] > 2 and size["LSTM"] > 5
    assert size["RNN"] <= 1 and size["GRU"] <= 1
