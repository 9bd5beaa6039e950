"""`check` as a notebook calls it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest
from IPython.core.interactiveshell import InteractiveShell

from helpers import check, passed
from helpers.checking.check import STOCK_GRADING, CheckFailed, examine
from helpers.checking.verdict import State

RIGHT = {"scale": lambda x, factor: x * factor}
WRONG = {"scale": lambda x, factor: x}


def test_in_a_students_own_session_nothing_is_raised(in_lecture, capsys):
    check("scale", WRONG)
    assert "The factor is left out." in capsys.readouterr().out


@pytest.mark.parametrize("mode", ["autograde", "validate"])
def test_where_nbgrader_runs_a_failed_check_raises_the_verdict_alone(in_lecture, monkeypatch, mode):
    monkeypatch.setenv("NBGRADER_EXECUTION", mode)
    monkeypatch.setenv(STOCK_GRADING, "yes")
    check("scale", RIGHT)
    with pytest.raises(CheckFailed) as caught:
        check("scale", WRONG)
    shown = caught.value._render_traceback_()
    assert shown[0] == "scale: not passed, 0 of 3 cases"
    assert not any("Traceback" in line or "helpers" in line for line in shown)
    with pytest.raises(CheckFailed, match="There is no `scale` yet"):
        check("scale", {})


def test_where_nbgrader_grades_without_the_engine_no_check_passes(in_lecture, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(CheckFailed, match="without the course's grading engine"):
        check("scale", RIGHT)
    monkeypatch.setenv(STOCK_GRADING, "perhaps")
    with pytest.raises(CheckFailed, match="without the course's grading engine"):
        check("scale", RIGHT)


def test_an_answer_that_hides_that_it_is_graded_fails_all_the_same(in_lecture, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    monkeypatch.setenv(STOCK_GRADING, "yes")

    def hides(x, factor):
        os.environ["NBGRADER_EXECUTION"] = ""
        return x

    with pytest.raises(CheckFailed):
        check("scale", {"scale": hides})


def test_what_cannot_be_shown_is_shown_escaped(in_lecture, capsys):
    def fails(x, factor):
        raise ValueError("half a character \ud800, \x1b[31mred\x1b[0m, \a\nand a line")

    check("scale", {"scale": fails})
    said = capsys.readouterr().out
    assert said.encode() and "\x1b" not in said and "\a" not in said
    assert "half a character \\ud800, red, \\x07 and a line" in said


def test_a_check_inside_an_answer_ends(in_lecture):
    def scale(x, factor):
        check("scale", {"scale": scale})
        return x * factor

    assert examine("scale", {"scale": scale}).passed
    assert "stands inside" in report_of_inner_check(scale)


def report_of_inner_check(scale) -> str:
    said = []

    def asks(x, factor):
        said.append(examine("scale", {"scale": asks}).reason)
        return x * factor

    examine("scale", {"scale": asks})
    return said[0]


@pytest.mark.parametrize("huge", [10**5000, -(10**5000), 10**400], ids=["large", "negative", "no float"])
def test_enormous_numbers_get_a_sentence(in_lecture, huge):
    assert not examine("scale", {"scale": huge}).passed
    assert not examine("scale", {"scale": lambda x, factor: huge}).passed
    assert examine(huge).state is State.NOT_CHECKED


def test_a_deleted_folder_is_no_traceback(in_lecture):
    script = textwrap.dedent("""
        import os, shutil
        os.makedirs("gone"); os.chdir("gone"); os.rmdir("../gone")
        from helpers import check
        check("scale")
    """)
    done = subprocess.run([sys.executable, "-c", script], cwd=in_lecture, capture_output=True, text=True)
    assert "could not be checked" in done.stdout, done.stderr
    assert "Traceback" not in done.stderr


def test_the_answer_is_found_in_the_notebook(in_lecture, capsys):
    shell = InteractiveShell.instance()
    try:
        shell.run_cell("from helpers import check\ndef scale(x, factor): return x * factor")
        shell.run_cell('check("scale")')
        assert "scale: passed" in capsys.readouterr().out
        shell.run_cell("del scale")
        shell.run_cell("def scale(x, factor) return x", store_history=True)
        capsys.readouterr()
        shell.run_cell('check("scale")')
        assert "The cell of `scale` is not valid Python yet" in capsys.readouterr().out
    finally:
        InteractiveShell.clear_instance()


@pytest.mark.parametrize("name", [3, None, "", "sclae", "../scale"])
def test_a_wrong_name_is_one_sentence(in_lecture, name):
    verdict = examine(name, RIGHT)
    assert verdict.state is State.NOT_CHECKED and not verdict.passed
    assert verdict.reason.count("\n") == 0


def test_a_missing_key_is_one_sentence(in_lecture, capsys):
    (in_lecture / "key.safetensors").unlink()
    check("scale", RIGHT)
    assert "key.safetensors is not in" in capsys.readouterr().out


def test_the_key_is_found_after_the_notebook_changed_its_folder(in_lecture):
    script = textwrap.dedent("""
        from helpers import check
        import os
        os.chdir("/")
        def scale(x, factor): return x * factor
        check("scale")
    """)
    environment = {k: v for k, v in os.environ.items() if k != "NBGRADER_EXECUTION"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=in_lecture, env=environment, capture_output=True, text=True
    )
    assert "scale: passed" in done.stdout, done.stderr


def test_passed_tells_which_exercise_a_cell_waits_for(in_lecture, capsys):
    assert passed("scale", namespace=RIGHT)
    assert not passed("scale", namespace=WRONG)
    assert "waits for the exercise scale" in capsys.readouterr().out


def test_stop_goes_through_and_shows_the_students_line_alone(in_lecture):
    def scale(x, factor):
        for _ in range(3):
            raise KeyboardInterrupt  # as pressing Stop does

    with pytest.raises(KeyboardInterrupt) as stopped:
        check("scale", {"scale": scale})
    assert stopped.value._render_traceback_() == [
        f"Stopped while `scale` ran, in line {scale.__code__.co_firstlineno + 2} of scale: "
        "raise KeyboardInterrupt # as pressing Stop does"
    ]
    assert examine("scale", RIGHT).passed  # and the next check works


def test_two_names_get_one_sentence(in_lecture):
    verdict = examine("scale", "scale")
    assert verdict.state is State.NOT_CHECKED and "one exercise" in verdict.reason


def test_a_profiler_does_not_disturb_a_check(in_lecture):
    import cProfile

    profile = cProfile.Profile()
    profile.enable()
    try:
        assert examine("scale", RIGHT).passed
    finally:
        profile.disable()


def test_a_cell_that_waits_for_what_does_not_exist_says_so(in_lecture, capsys):
    assert not passed("scales", namespace=RIGHT)
    assert "There is no exercise 'scales'" in capsys.readouterr().out


def test_a_masked_array_is_not_the_numbers_under_its_mask(in_lecture):
    import numpy as np

    masked = {"scale": lambda x, factor: np.ma.array(x * factor, mask=np.ones_like(x))}
    assert "an array with masked entries" in examine("scale", masked).cases[0].problem
    assert examine("scale", {"scale": lambda x, factor: np.ma.array(x * factor)}).passed


def test_asking_whether_an_input_is_a_tensor_is_no_use_of_torch(in_lecture):
    asks, uses = {}, {}
    exec("import torch\ndef scale(x, factor): return (x.numpy() if torch.is_tensor(x) else x) * factor", asks)
    exec("import torch\ndef scale(x, factor): return torch.from_numpy(x).numpy() * factor", uses)
    assert examine("scale", asks).passed
    assert "uses `torch`" in examine("scale", uses).reason
