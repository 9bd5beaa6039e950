"""A verdict in words, by tables."""

from __future__ import annotations

import pytest

from helpers.checking.report import headline, html, text
from helpers.checking.verdict import CaseVerdict, State, Verdict

RIGHT, WRONG = CaseVerdict("one"), CaseVerdict("two", "y is 1, expected 2")


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict("f", State.PASSED, cases=(RIGHT,)), "f: passed"),
        (Verdict("f", State.PASSED, cases=(RIGHT, RIGHT)), "f: passed, all 2 cases"),
        (Verdict("f", State.PASSED, 1, 1, (RIGHT,)), "f: passed (1 point)"),
        (Verdict("f", State.PASSED, 2.5, 2.5, (RIGHT, RIGHT)), "f: passed, all 2 cases (2.5 points)"),
        (Verdict("f", State.NOT_PASSED, 0, 2, (WRONG,)), "f: not passed"),
        (Verdict("f", State.NOT_PASSED, 0, 2, (RIGHT, WRONG)), "f: not passed, 1 of 2 cases"),
        (Verdict("f", State.ERROR, 0, 2, (WRONG, WRONG)), "f: raised an error, 0 of 2 cases"),
        (Verdict("f", State.NOT_PASSED, 0, 2, (RIGHT, RIGHT), reason="It uses torch."), "f: not passed"),
        (Verdict("f", State.NOT_ATTEMPTED, reason="Not yet."), "f: not attempted"),
        (Verdict("f", State.NOT_CHECKED, reason="No key."), "f: could not be checked"),
    ],
)
def test_the_headline_says_how_it_stands(verdict, said):
    assert headline(verdict) == said


def test_what_follows_is_what_passed_the_first_problem_the_hint_and_remarks():
    verdict = Verdict(
        "f",
        State.NOT_PASSED,
        0,
        2,
        (RIGHT, CaseVerdict("three"), WRONG, WRONG),
        hint="Look at it.",
        remarks=("By the way.",),
    )
    assert text(verdict).splitlines()[1:] == [
        "  ✓ one; three",
        "  ✗ two: y is 1, expected 2",
        "  → Look at it.",
        "  • By the way.",
    ]


def test_a_passed_verdict_says_no_more_than_its_remarks():
    verdict = Verdict("f", State.PASSED, 1, 1, (RIGHT,), hint="no", reason="no", remarks=("It is float32.",))
    assert text(verdict).splitlines() == ["f: passed (1 point)", "  • It is float32."]


def test_a_reason_stands_in_place_of_the_cases():
    verdict = Verdict("f", State.NOT_PASSED, 0, 1, (RIGHT, WRONG), reason="It uses torch.")
    assert "y is 1" not in text(verdict) and "It uses torch." in text(verdict)


def test_the_card_escapes_and_sets_code():
    card = html(Verdict("f<b>", State.NOT_PASSED, reason="Keep `x < y` & go on."))
    assert ">f&lt;b&gt;</code>" in card and ">x &lt; y</code> &amp; go on." in card
