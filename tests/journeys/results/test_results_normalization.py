"""What lecture 05 claims in numbers is what its cells compute: one seed here, three in benchmarks/lectures.py."""

from __future__ import annotations

import re

import pytest

from benchmarks.lectures import results, said

LECTURE = "05_normalization"


def test_in_batches_of_two_batch_norm_learns_hardly_more_than_counting_and_the_others_do_well():
    found = results(LECTURE)
    by_batch, counting = found["batch norm, batches of 2: held-out perplexity"]
    assert 14 < counting < 15.5 and 10 < by_batch < counting + 1
    for kind in ("none", "layer norm"):
        assert 1.3 < found[f"{kind}, batches of 2: held-out perplexity"][0] < 1.8


def test_in_batches_of_sixty_four_all_three_are_nearly_alike():
    found = results(LECTURE)
    reached = [found[f"{kind}, batches of 64: held-out perplexity"][0] for kind in ("none", "batch norm", "layer norm")]
    assert 1.243 < min(reached) and max(reached) < 1.45 and max(reached) - min(reached) < 0.06


def test_from_weights_three_times_as_large_both_norms_recover_and_without_one_the_network_stays_behind():
    for kind in ("batch norm", "layer norm"):
        reached, without = results(LECTURE)[f"{kind}, first weights × 3: held-out perplexity"]
        assert 1.243 < reached < 1.5 and without > 1.1 * reached


def test_layer_norm_depends_on_no_company_but_for_rounding_and_batch_norm_nearly_as_much_as_it_can():
    by_batch, by_layer = results(LECTURE)["batch norm, other company: largest difference of a probability"]
    alone = float(re.search(r"layer norm, alone and with 63 others: ([\de.-]+)", said(LECTURE))[1])
    assert by_layer < 1e-5 and alone < 1e-5 and 0.5 < by_batch <= 1


def test_too_little_text_is_learned_by_heart_and_dropout_of_both_kinds_helps():
    found = results(LECTURE)
    at_the_end, at_best = found["little text, no dropout: held-out perplexity at the end"]
    assert at_the_end > 1.15 * at_best
    training = float(
        re.search(r"no dropout: held out at best [\d.]+ and [\d.]+ at the end, training ([\d.]+)", said(LECTURE))[1]
    )
    assert training < 1.243, "below the grammar's entropy: learned by heart"
    for kind in ("dropout", "variational"):
        with_dropout, without = found[f"little text, {kind}: held-out perplexity"]
        assert 1.243 < with_dropout < 0.92 * without


def test_batch_norm_of_two_examples_knows_only_which_is_larger():
    assert re.findall(r"\] → (\[.*\])", said(LECTURE)) == ["[-1.  1.]"] * 3


def test_without_a_norm_the_slope_falls_below_a_tenth_and_with_layer_norm_it_stays():
    pattern = r"as they are: ([\d.]+) at [\d.]+, ([\d.]+) at 10; layer norm first: ([\d.]+) at [\d.]+, ([\d.]+) at 10"
    first, last, normed_first, normed_last = map(float, re.search(pattern, said(LECTURE)).groups())
    assert first > 0.9 and last < 0.1
    assert normed_first == pytest.approx(0.6, abs=0.03) and normed_last == pytest.approx(normed_first, abs=0.01)


def test_a_batchs_mean_is_off_by_a_quarter_while_all_are_there_and_by_far_more_at_the_end():
    pattern = r"step 15: ([\d.]+) of 16 left, error ([\d.]+); step 40: ([\d.]+) left, error ([\d.]+)"
    left, error, left_late, error_late = map(float, re.search(pattern, said(LECTURE)).groups())
    assert left == 16 and error == pytest.approx(0.25, abs=0.05)
    assert 0.5 < left_late < 1 and error_late > 2.5 * error


def test_with_layer_norm_the_gradient_does_not_depend_on_the_size_of_the_weights_and_falls_all_the_same():
    found = re.findall(r"(plain|layer norm) +weights × ([\d.]+): 39 steps back ([\d.e+-]+) of the last", said(LECTURE))
    share = {(way, float(factor)): float(value) for way, factor, value in found}
    normed = [share["layer norm", factor] for factor in (4, 1, 0.5)]
    assert max(normed) < 1.05 * min(normed) and max(normed) < 0.01
    assert share["plain", 4] > 100 and share["plain", 0.5] < 1e-10


def test_the_slope_by_trying_has_another_sign_than_with_mean_and_variance_held_constant():
    by_trying, held = re.search(r"by trying: +([+-][\d.]+)\n.*0\.5 / s: ([+-][\d.]+)", said(LECTURE)).groups()
    assert float(by_trying) < 0 < float(held)


def test_masks_for_each_step_wipe_a_memory_out_and_one_mask_does_not():
    panels = re.findall(r"p = 0.1, ([\w ]+): \d+% hold it after the first step, (\d+)% after step 30", said(LECTURE))
    kept = {title: int(share) for title, share in panels}
    assert kept["a mask for each step"] <= 8 and kept["one mask"] == pytest.approx(90, abs=5)
