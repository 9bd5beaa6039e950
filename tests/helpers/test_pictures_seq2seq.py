"""Plots, diagrams and the widget of lecture 07: each says in words what it shows, and follows its controls."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from helpers.diagrams import seq2seq as diagrams
from helpers.plots import seq2seq as plots
from helpers.text import BOS, EOS
from helpers.widgets import seq2seq as widgets
from tests.pictures import assert_follows, assert_says

TREE = plots.Tree(
    {(): 0.0, ("a",): math.log(0.6), ("b",): math.log(0.4), ("a", "<eos>"): math.log(0.3)},
    frozenset({(), ("a",)}),
    {("a", "<eos>"): -1.204},
    ("a", "<eos>"),
)
PICTURES = {
    "encoder_decoder": (diagrams.encoder_decoder(["a", "cat"], ["un", "chat"]), "writes un chat <eos>"),
    "feeding": (
        diagrams.feeding(["le", "chat", "<eos>"], ["la", "fille", "<eos>"]),
        "it writes la where le is right, and at the next step it reads le all the same",
    ),
    "generative": (diagrams.generative(), "a generator turns noise z into a made-up x"),
    "beam_tree": (plots.beam_tree(TREE, "small"), "1 beginnings were kept and continued, 1 dropped"),
    "best": (plots.beam_tree(TREE), "Best: a <eos>"),
    "by_length": (plots.by_length({"BLEU-2": [1.0, 0.25]}, ["3", "4"], "share"), "BLEU-2: 1.000 at 3, 0.250 at 4"),
    "level": (plots.by_length({"one": [1.0]}, ["3"], "share", {"none": 0.125}), "none: 0.125"),
    "clouds": (plots.clouds({"all": np.array([[1.0, 0.0], [0.0, 1.5]])}), "all: 0.250 on average from the circle"),
    "slips": (plots.slips({"taught": [0.5, 0.25]}, "share of wrong tokens"), "taught: 0.500, 0.250"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_in_words_what_it_shows(name):
    assert_says(*PICTURES[name])


def search(step, state, bos, eos, beam, max_len, alpha):
    """A beam search over all beginnings at once, ranked by plain loops."""
    known, live, done = {(): (0.0, state)}, [()], []
    for _ in range(max_len):
        grown = {}
        for tokens in live:
            following, after = step(tokens[-1] if tokens else bos, known[tokens][1])
            for token, value in enumerate(following.tolist()):
                grown[(*tokens, token)] = (known[tokens][0] + value, after)
        best = sorted(grown, key=lambda tokens: (-grown[tokens][0], tokens))[:beam]
        known = {tokens: grown[tokens] for tokens in best}
        done += [(list(tokens), known[tokens][0]) for tokens in best if tokens[-1] == eos]
        live = [tokens for tokens in best if tokens[-1] != eos]
    done += [(list(tokens), known[tokens][0]) for tokens in live]
    return sorted(((tokens, value / len(tokens) ** alpha) for tokens, value in done), key=lambda one: (-one[1], one[0]))


WIDGETS = {"beam": ("beam", 4), "alpha": ("alpha", 1.0)}


@pytest.mark.parametrize("name", WIDGETS)
def test_the_beam_explorer_follows_its_sliders(name):
    assert_follows(lambda: widgets.beam_explorer(search), *WIDGETS[name])


@pytest.mark.parametrize(
    "beam, alpha, best",
    [
        (1, 0.0, "she is no longer here"),
        (2, 0.0, "she is gone"),
        (3, 0.0, "gone"),
        (3, 0.3, "she is gone"),
        (3, 0.7, "she is no longer here"),
    ],
)
def test_the_tree_shows_what_the_lecture_says_of_widths_and_lengths(beam, alpha, best):
    assert widgets.searched(search, beam, alpha).best == (*best.split(), "<eos>")


def test_the_probabilities_that_the_lecture_names_are_those_of_the_table():
    scores = {" ".join(tokens): score for tokens, score in widgets.searched(search, 3, 0.0).finished.items()}
    named = {"she is no longer here": 0.064, "she is gone": 0.095, "gone": 0.144}
    assert all(math.exp(scores[f"{said} <eos>"]) == pytest.approx(value, abs=5e-4) for said, value in named.items())


def test_the_table_gives_probabilities_whatever_was_read():
    state, read = None, [BOS, 4, 4, EOS, 5]
    for token in read:
        log_probs, state = widgets.table_step(token, state)
        assert torch.isfinite(log_probs).all() and log_probs.exp().sum() == pytest.approx(1)
    assert len(state) == len(read) - 1


def test_a_node_of_the_tree_lies_right_of_its_parent_and_no_two_share_a_place():
    tree = widgets.searched(search, 4, 0.0)
    places = plots._places(tree)
    assert set(places) == set(tree.log_probs) and len(set(places.values())) == len(places)
    assert all(places[node][0] == places[node[:-1]][0] + 1 for node in places if node)
