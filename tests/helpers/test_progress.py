"""`progress` as a notebook calls it."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from IPython.core.interactiveshell import InteractiveShell

from course.exercise import PUBLIC_SEED, Case, Exercise
from course.keys import exercise_key
from helpers import check, progress
from helpers.checking.how import Choice, Property
from helpers.checking.key import AnswerKey, dumps
from helpers.checking.progress import Progress, headline, html, text
from helpers.checking.verdict import CaseVerdict, State, Verdict

RIGHT = {"name": "Ada", "scale": lambda x, factor: x * factor, "rescale": lambda x, factor: factor * x, "quiz": {"b"}}


def scale(x, factor):
    raise NotImplementedError()


def rescale(x, factor):
    raise NotImplementedError()


def fails(x, factor):
    raise ValueError("no")


def stopped(x, factor):
    raise KeyboardInterrupt  # as the Stop button raises it in the student's own line


def exits(x, factor):
    raise SystemExit


@pytest.fixture
def lecture(scaling, in_lecture):
    """A lecture of a value without points, two functions and a quiz, in this order."""
    choice = Choice({"a": (False, "No."), "b": (True, "Yes.")})
    exercises = [
        Exercise("name", 0, [Case("your name", how=Property("non_empty_text"))], probe="value"),
        scaling,
        replace(scaling, name="rescale", points=3.5),
        Exercise("quiz", 0, [Case("your choice", how=choice)], probe="value"),
    ]
    keys = {one.name: exercise_key(one, one.cases, PUBLIC_SEED) for one in exercises}
    keys["name"] = replace(keys["name"], untouched="")
    keys["quiz"] = replace(keys["quiz"], untouched=set())
    (in_lecture / "key.safetensors").write_bytes(dumps(AnswerKey("99_test", keys)))
    return in_lecture


def said(capsys, answers) -> list[str]:
    progress(answers)
    return [re.sub(" +", " ", line).strip() for line in capsys.readouterr().out.splitlines()]


def test_a_finished_lecture_has_all_points_and_nothing_comes_next(lecture, capsys):
    assert said(capsys, RIGHT) == [
        "99_test: 5.5 of 5.5 points, 2 of 2 exercises",
        "✓ scale passed, all 3 cases 2 of 2 points",
        "✓ rescale passed, all 3 cases 3.5 of 3.5 points",
        "without points:",
        "✓ name passed",
        "✓ quiz passed",
        "→ Everything passes.",
    ]


@pytest.mark.parametrize(
    ("answer", "row"),
    [
        (lambda x, factor: x, "✗ rescale not passed, 0 of 3 cases 0 of 3.5 points"),
        (rescale, "○ rescale not attempted 0 of 3.5 points"),
        (fails, "! rescale raised an error, 0 of 3 cases 0 of 3.5 points"),
        (exits, "! rescale raised an error, 0 of 3 cases 0 of 3.5 points"),
        (3, "✗ rescale not passed 0 of 3.5 points"),
    ],
)
def test_every_state_has_its_row_and_the_total_leaves_it_out(lecture, capsys, answer, row):
    lines = said(capsys, RIGHT | {"rescale": answer})
    assert lines[0] == "99_test: 2 of 5.5 points, 1 of 2 exercises"
    assert lines[2] == row
    assert lines[-1].startswith("→ Next: `rescale`.")


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        ({"quiz": set()}, "quiz"),
        ({"quiz": set(), "scale": scale}, "scale"),
        ({"name": "", "scale": scale}, "name"),
    ],
)
def test_next_is_the_first_in_the_notebooks_order_that_does_not_pass(lecture, capsys, changed, first):
    assert said(capsys, RIGHT | changed)[-1].startswith(f"→ Next: `{first}`. Write your answer")


def test_after_a_restart_it_says_that_cells_have_not_been_run(lecture, capsys):
    lines = said(capsys, {"name": "Ada"})
    assert lines[0] == "99_test: 0 of 5.5 points, 0 of 2 exercises"
    assert (
        "• 3 of these are not defined in this session: run the cells that you have written, then look again." in lines
    )
    assert not any("in this session" in line for line in said(capsys, RIGHT | {"scale": scale}))


def test_stop_goes_through_and_shows_what_was_found_so_far(lecture, capsys):
    with pytest.raises(KeyboardInterrupt):
        progress(RIGHT | {"rescale": stopped})
    lines = [re.sub(" +", " ", line).strip() for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "99_test: 2 of 5.5 points, 1 of 2 exercises so far",
        "✓ scale passed, all 3 cases 2 of 2 points",
        "? rescale could not be checked ? of 3.5 points",
        "without points:",
        "✓ name passed",
        "? quiz could not be checked",
        "• Stopped while `rescale` ran: it and the exercises after it were not checked.",
        "→ Next: `rescale`. Look in its cell for a loop that never ends.",
    ]
    assert said(capsys, RIGHT)[-1] == "→ Everything passes."  # nothing is left behind by the stop


def test_an_answer_that_asks_for_progress_ends(lecture, capsys):
    calls = []

    def asks(x, factor):
        calls.append(1)
        progress(answers)
        check("scale", answers)
        return x * factor

    answers = RIGHT | {"scale": asks}
    assert said(capsys, answers)[1] == "✓ scale passed, all 3 cases 2 of 2 points"
    assert len(calls) == 6  # three cases, each twice


def test_what_goes_wrong_with_one_exercise_does_not_hide_the_others(lecture, capsys, monkeypatch):
    module = sys.modules["helpers.checking.progress"]  # the package's attribute of that name is the function
    works = module.verdict_on

    def breaks(key, name, answers):
        if name == "scale":
            raise ZeroDivisionError
        return works(key, name, answers)

    monkeypatch.setattr(module, "verdict_on", breaks)
    lines = said(capsys, RIGHT)
    assert lines[0] == "99_test: 3.5 of 5.5 points, 1 of 2 exercises so far"
    assert "? `scale`: checking it raised ZeroDivisionError." in lines


@pytest.mark.parametrize("broken", ["missing", "damaged", "a folder"])
def test_without_a_key_it_says_the_sentence_that_check_says(lecture, capsys, broken):
    key = lecture / "key.safetensors"
    key.unlink()
    if broken == "damaged":
        key.write_bytes(b"no key")
    elif broken == "a folder":
        key.mkdir()
    check("scale", RIGHT)
    of_check = capsys.readouterr().out.splitlines()
    progress(RIGHT)
    assert capsys.readouterr().out.splitlines() == ["progress: could not be checked", *of_check[1:]]


@pytest.mark.parametrize("mode", ["autograde", "validate"])
def test_where_nbgrader_runs_it_raises_nothing(lecture, capsys, monkeypatch, mode):
    monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    assert said(capsys, {})[0] == "99_test: 0 of 5.5 points, 0 of 2 exercises"
    (lecture / "key.safetensors").unlink()
    assert said(capsys, {})[0] == "progress: could not be checked"


def test_the_answers_are_found_in_the_notebook(lecture, capsys):
    shell = InteractiveShell.instance()
    try:
        shell.run_cell("from helpers import progress\ndef scale(x, factor): return x * factor")
        shell.run_cell("progress()")
        assert "99_test: 2 of 5.5 points, 1 of 2 exercises" in capsys.readouterr().out
    finally:
        InteractiveShell.clear_instance()


PASSED, FAILED = CaseVerdict("one"), CaseVerdict("two", "no")


@pytest.mark.parametrize(
    ("verdicts", "line"),
    [
        ((), "99_test: 0 of 0 exercises, without points"),
        ((Verdict("quiz", State.PASSED, cases=(PASSED,)),), "99_test: 1 of 1 exercise, without points"),
        ((Verdict("f", State.PASSED, 1, 1, (PASSED,)),), "99_test: 1 of 1 point, 1 of 1 exercise"),
        (
            (Verdict("f", State.PASSED, 0.1, 0.1), Verdict("g", State.PASSED, 0.2, 0.2)),
            "99_test: 0.3 of 0.3 points, 2 of 2 exercises",
        ),
    ],
)
def test_the_headline_counts(verdicts, line):
    assert headline(Progress("99_test", verdicts)) == line
    assert text(Progress("99_test", verdicts)).splitlines()[0] == line


def test_the_card_is_a_table_that_a_screen_reader_can_read():
    found = Progress(
        "99_test",
        (
            Verdict("f", State.PASSED, 2, 2, (PASSED,)),
            Verdict("quiz", State.NOT_ATTEMPTED),
            Verdict("g<b>", State.NOT_PASSED, 0, 2, (PASSED, FAILED)),
        ),
    )
    card = ElementTree.fromstring(html(found))
    table = card.find("table")
    assert table.find("caption").text == "99_test: 2 of 4 points, 1 of 2 exercises"
    heads = [cell.text for cell in table.findall("thead/tr/th[@scope='col']")]
    assert heads == ["Exercise", "State", "Points"]
    rows = [["".join(cell.itertext()) for cell in row] for row in table.findall("tbody/tr")]
    assert rows == [
        ["f", "✓ passed", "2 of 2 points"],
        ["g<b>", "✗ not passed, 1 of 2 cases", "0 of 2 points"],
        ["Without points"],
        ["quiz", "○ not attempted", ""],
    ]
    assert len(table.findall("tbody/tr/th[@scope='row']")) == 3
    assert len(table.findall("tbody/tr/th[@scope='rowgroup']")) == 1
    assert "var(--jp-ui-font-color1" in card.attrib["style"]
    assert "Next: quiz. Write your answer" in "".join(card.itertext())


def test_names_that_cannot_be_shown_are_shown_escaped():
    found = Progress("99\n\x1b[31mtest", (Verdict("f\n\ud800", State.NOT_CHECKED, max_points=1),), stopped="f\n\ud800")
    assert "\x1b" not in text(found) and text(found).encode() and html(found).encode()
    assert text(found).splitlines()[0] == "99 test: 0 of 1 point, 0 of 1 exercise so far"
