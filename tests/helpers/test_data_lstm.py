"""The data of lecture 03: their stated baselines, answers and sizes are true."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import numpy as np
import pytest

from helpers.data import copying, reviews, students


def test_the_answers_to_the_copying_problem_are_the_symbols_shown_in_their_order():
    steps, answers = copying.copying_problem(50, 20, np.random.default_rng(0))
    assert steps.shape == answers.shape == (50, 40)
    assert (answers[:, -10:] == steps[:, :10]).all() and steps[:, :10].max() < copying.SYMBOLS
    assert (answers[:, :-10] == copying.BLANK).all()
    assert (steps[:, 10:30] == copying.BLANK).all() and (steps[:, 31:] == copying.BLANK).all()
    assert (steps[:, 30] == copying.GO).all(), "the first answer is asked for with the go-signal"
    assert steps.max() < copying.INPUTS and answers.max() < copying.ANSWERS


def test_the_baseline_of_copying_is_that_of_knowing_when_and_guessing_what():
    steps, answers = copying.copying_problem(200, 20, np.random.default_rng(0))
    p = np.zeros((*answers.shape, copying.ANSWERS))
    p[:, :-10, copying.BLANK] = 1
    p[:, -10:, : copying.SYMBOLS] = 1 / copying.SYMBOLS
    loss = -np.log(np.take_along_axis(p, answers[..., None], axis=2)).mean()
    assert loss == pytest.approx(copying.baseline(20)) == pytest.approx(10 * math.log(8) / 40)
    assert "0.520 nats" in " ".join(copying.__doc__.split()) and f"{copying.baseline(20):.3f}" == "0.520"


def test_every_kind_of_symbol_is_shown_equally_often():
    steps, _ = copying.copying_problem(2000, 5, np.random.default_rng(0))
    counts = np.bincount(steps[:, :10].ravel(), minlength=8)
    assert np.abs(counts - 2500).max() < 5 * math.sqrt(2500)


def test_the_story_of_the_text_is_answered_as_the_text_says():
    answers = dict(enumerate(students.answers_to(students.EXAMPLE)))
    words = students.EXAMPLE
    assert answers[words.index("UOM")] == answers[words.index("his")] == "UOM"
    assert answers[words.index("sister")] == students.NOT_SAID
    assert {answers[place] for place in range(words.index("UOC"), len(words))} == {"UOC"}


def test_a_storys_answer_is_the_university_named_last_unless_somebody_new_has_come():
    for words, answers in students.student_stories(300, np.random.default_rng(0)):
        assert len(words) == len(answers) and words[0] in students.NEW_PERSON
        for place, answer in enumerate(answers):
            new = max(k for k, word in enumerate(words[: place + 1]) if word in students.NEW_PERSON)
            named = [word for word in words[new : place + 1] if word in students.UNIVERSITIES]
            assert answer == (named[-1] if named else students.NOT_SAID)


def test_stories_tell_of_two_to_four_persons_and_the_pronoun_is_that_of_the_last():
    kind = {name: who for who in students.NAMES for name in (*students.NAMES[who], *students.RELATIVES[who])}
    counts = set()
    for words, _ in students.student_stories(300, np.random.default_rng(1)):
        persons = [word for word in words if word in students.NEW_PERSON]
        counts.add(len(persons))
        last = None
        for word in words:
            last = kind.get(word, last)
            if word in students.NAMES:
                assert word == last
    assert counts == {2, 3, 4}


def test_the_present_word_alone_tells_about_half_of_the_answers():
    seen = defaultdict(Counter)
    for words, answers in students.student_stories(3000, np.random.default_rng(0)):
        for word, answer in zip(words, answers):
            seen[word][answer] += 1
    share = sum(max(counts.values()) for counts in seen.values()) / sum(sum(c.values()) for c in seen.values())
    assert 0.45 < share < 0.62 and "right at\nabout half of the words" in students.__doc__


def test_a_review_likes_the_film_if_its_adjective_says_so_unless_it_is_negated():
    for words, liked, negated in reviews.reviews(500, np.random.default_rng(0)):
        text = " ".join(words)
        parts = [part for part in text.split(" . ") if any(film in part for film in reviews.FILMS)]
        (film,) = parts
        good = any(f" {word}" in film for word in reviews.GOOD_FILM)
        assert good != any(film.rstrip(" .").endswith(word) for word in reviews.BAD_FILM)
        assert liked == (good != ("not" in film.split()))
        assert negated == ("not" in words) and words.count("not") <= 1
        if "not" in words:
            after = words[words.index("not") :]
            gap = after.index("at") if after[after.index("at") + 1] == "all" else None
            assert gap is None or gap >= 5, "several words lie between the negation and the adjective"


def test_no_weighing_of_counts_beats_the_stated_share():
    seen = defaultdict(Counter)
    shares = Counter()
    for words, liked, negated in reviews.reviews(20000, np.random.default_rng(0)):
        good = any(word in reviews.GOOD_FILM for word in words)
        good_other = any(word in reviews.GOOD_OTHER for word in words)
        seen[good, good_other, "not" in words][liked] += 1  # all that a count of words can tell
        shares[negated] += 1
    best = sum(max(counts.values()) for counts in seen.values()) / 20000
    assert best == pytest.approx(reviews.SHARE_BY_COUNTING, abs=0.015)
    assert shares[True] / 20000 == pytest.approx(0.5, abs=0.015)
    for (_, _, negated), counts in seen.items():
        assert negated or len(counts) == 1, "without a negation the words decide"
        assert not negated or abs(counts[True] / sum(counts.values()) - 0.5) < 0.05
