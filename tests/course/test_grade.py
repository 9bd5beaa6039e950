"""What `course grade` shows, and its exit codes."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from rich.console import Console
from typer.testing import CliRunner

from course.cli import app
from course.grade import _shown, _stopping, exit_code, needs_table, table
from grading.books.marks import Mark, Marks
from grading.crowd.records import FAILED, GRADED, WITH_PROBLEMS, Outcome
from grading.crowd.summary import Need

LECTURE = "01_a"


def shown(thing, width: int = 100) -> str:
    console = Console(width=width, record=True, file=open("/dev/null", "w"))
    console.print(thing)
    return console.export_text()


def outcome(student: str, state: str = GRADED, **others) -> Outcome:
    return Outcome(LECTURE, student, state, **others)


@pytest.mark.parametrize(
    "states, code",
    [
        ([GRADED, WITH_PROBLEMS], 0),
        ([GRADED, FAILED], 3),
        ([FAILED, FAILED], 1),
        ([GRADED], 0),
    ],
)
def test_exit_codes_tell_success_from_partial_from_failure(states, code):
    assert exit_code([outcome(str(number), state) for number, state in enumerate(states)]) == code


def test_the_table_has_a_row_for_each_lecture():
    standing = {LECTURE: Marks(4.0, {"ana": Mark(1.5, False, True), "ben": Mark(3.0, False, True)})}
    text = shown(table([outcome("ana"), outcome("ben", WITH_PROBLEMS), outcome("cem", FAILED)], standing))
    row = next(line for line in text.splitlines() if LECTURE in line)
    assert [cell.strip() for cell in row.split("│")[1:-1]] == [LECTURE, "1", "1", "1", "2.2", "2.2", "4"]


def test_students_with_the_same_reasons_share_a_row():
    listed = [Need(LECTURE, f"s{number}", ("waits",)) for number in range(30)] + [Need(LECTURE, "x", ("other",))]
    text = shown(needs_table(listed))
    assert "s0, s1, s2, s3, s4, s5 and 24 more" in text
    assert text.count(LECTURE) == 2


def test_only_so_many_rows_are_shown():
    text = shown(needs_table([Need(LECTURE, f"s{number}", (f"reason {number}",)) for number in range(80)]))
    assert "and 30 more, in the report" in text


def test_names_and_reasons_cannot_command_the_terminal():
    text = shown(
        needs_table([Need("[red]x\x1b[2J", "\x07[bold]ana\udcff", ("a\x1b]0;title\x07 [link=x]b\n" * 3,))]), 200
    )
    assert "[red]x" in text and "[bold]ana" in text and "[link=x]b" in text
    assert not any(character in text for character in "\x1b\x07\udcff")


def test_without_a_terminal_there_are_few_lines(capsys):
    with _shown(1000, Console(force_terminal=False)) as tell:
        for _ in range(1000):
            tell(outcome("ana"))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 10 and lines[-1].startswith("1000 of 1000, ")


def test_ctrl_c_is_a_wish_at_first_and_an_order_then(capsys):
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what it runs behind itself without one
    with _stopping(Console()) as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """A course folder to which nobody has handed in anything."""
    (tmp_path / "source").mkdir()
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "options, code, sentence",
    [
        ([], 1, "Nothing has been submitted: put what students hand in into submitted/<student>/<lecture>/."),
        (["01_a"], 2, "There is no lecture '01_a' in the gradebook (there is: none yet)"),
        (["--student", "ana"], 2, "'ana' has submitted nothing for any lecture."),
    ],
)
def test_what_cannot_start_gets_a_sentence_and_a_code(empty, capsys, options, code, sentence):
    done = CliRunner().invoke(app, ["grade", *options])
    assert done.exit_code == code
    assert sentence in " ".join(done.output.split())
    assert not (empty / "gradebook.db").exists()


def test_submissions_for_what_is_no_lecture_are_named(empty):
    (empty / "submitted" / "ana" / "01_b").mkdir(parents=True)
    done = CliRunner().invoke(app, ["grade"])
    assert "01_b is not in the gradebook" in " ".join(done.output.split())
    assert done.exit_code == 1


@pytest.mark.parametrize("options", [["--workers", "0"], ["--isolation", "weak"], ["--nonsense"]])
def test_wrong_options_are_usage_errors(options):
    assert CliRunner().invoke(app, ["grade", *options]).exit_code == 2


def test_the_help_says_the_exit_codes():
    text = " ".join(CliRunner().invoke(app, ["grade", "--help"]).output.split())
    assert "0 all graded, 3 some failed, 1 none graded" in text


def test_other_commands_do_not_wait_for_nbgrader():
    script = "import sys, course.cli; print({'nbgrader', 'torch', 'distributed'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "set()"
