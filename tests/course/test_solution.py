"""`course solution`: what counts as a try, what is refused, and what is shown."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from typer.testing import CliRunner

from course.attempt import PLACEHOLDER_KEPT, UNTOUCHED, what_is_missing
from course.cli import app
from course.paths import Paths
from course.solution import NoSolution, solution
from helpers.checking.check import examine

LECTURE = "00_start_here"
TRIED = "def softmax(z):\n    return z / z.sum()"

STUB = '''def f(x):
    """What f is.

    x: (T,)
    """
    # YOUR CODE HERE
    raise NotImplementedError()
'''
WITH_LINES = "def f(x):\n    T = len(x)\n    # YOUR CODE HERE\n    raise NotImplementedError()\n    return T"
QUIZ = 'f = set()  # the codes of all that is true, such as {"a"}'
CLASS = "class f:\n    def step(self):\n        # YOUR CODE HERE\n        raise NotImplementedError()"


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        (STUB, STUB),
        (STUB, ""),
        (STUB, "# softmax goes here\n\n"),
        (STUB, STUB.replace("    ", "\t") + "\n\n  # a comment"),
        (STUB, STUB.replace("What f is.", "Another docstring.")),
        (STUB, 'def f(x):\n    """Alone."""'),
        (STUB, "def f(x):\n    pass"),
        (STUB, "def f(x):\n    ..."),
        (STUB, "def f(x):\n    return None"),
        (STUB, "def f(x):\n    return"),
        (STUB, "def f(x, y=2):\n    raise NotImplementedError"),
        (STUB, 'def f(x):\n    raise NotImplementedError("later")'),
        (STUB, "import numpy as np\n\ndef f(x):\n    import torch\n    pass"),
        (STUB, STUB + "\nf([1, 2])\nprint(f([1]))"),
        (STUB, "%%time\n" + STUB + "f?"),
        (STUB, "f = None"),
        (STUB, "f = lambda x: None"),
        (STUB, "def f(x)\n    # no Python yet"),
        (STUB, "def f(x):\n    raise NotImplementedError("),
        (STUB, STUB.replace('"""', "", 1)),
        (WITH_LINES, WITH_LINES),
        (WITH_LINES, "def f(x):\n    T = len( x )\n    pass\n    return T"),
        (WITH_LINES, WITH_LINES.replace("x):", "x)")),
        (CLASS, CLASS),
        (CLASS, "class f:\n    def step(self): pass\n    def reset(self):\n        return None"),
        (QUIZ, QUIZ),
        (QUIZ, "f = set( )"),
        (QUIZ, "f = {}"),
        (QUIZ, 'f = {""}'),
        (QUIZ, "f = None"),
        (QUIZ, "f = ..."),
        (QUIZ, QUIZ + "\nother = {3}\nprint(f)"),
        ('f = ""', "f = '  '"),
    ],
)
def test_a_cell_that_does_nothing_is_untouched(asked, cell):
    assert what_is_missing(cell, asked, "f") == UNTOUCHED


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        (STUB, "def f(x):\n    return x"),
        (STUB, "def f(x):\n    return 0"),
        (STUB, "def f(x):\n    y = x + 1"),
        (STUB, "def f(x):\n    for one in x:\n        pass"),
        (STUB, "def f(x):\n    x.append(1)"),
        (STUB, "def f(x):\n    return x\n    raise NotImplementedError()"),
        (STUB, "def f(x):\n    if x:\n        return x\n    raise NotImplementedError()"),
        (STUB, "def f(x):\n    yield x\n    raise NotImplementedError()"),
        (STUB, 'def f(x):\n    raise ValueError("no")'),
        (STUB, "def f(x):\n    return x +"),
        (STUB, "def f(x): return (x"),
        (STUB, "def g(x):\n    return x\n\nf = g"),
        (STUB, "f = lambda x: x"),
        (STUB, "%%time\ndef f(x):\n    return x"),
        (STUB, STUB + "\ndef f(x):\n    return x"),
        (WITH_LINES, "def f(x):\n    T = len(x)\n    T = T + 1\n    return T"),
        (CLASS, "class f:\n    def step(self):\n        self.t = 1"),
        (QUIZ, 'f = {"a"}'),
        (QUIZ, QUIZ + '\nf = {"a"}'),
        (QUIZ, QUIZ + '\nf.add("a")'),
        (QUIZ, QUIZ + '\nf |= {"a"}'),
        (QUIZ, 'f = {"a"'),
        ('f = ""', 'f = "Ada"'),
    ],
)
def test_a_cell_that_does_something_is_a_try(asked, cell):
    assert what_is_missing(cell, asked, "f") == ""


def test_lines_above_a_placeholder_that_is_still_reached_are_not_yet_a_try():
    """The check says "not attempted" then, too."""
    cell = "def f(x):\n    y = x + 1\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    assert what_is_missing(cell, STUB, "f") == PLACEHOLDER_KEPT


@pytest.fixture
def course(tmp_path, paths, monkeypatch):
    """A course folder with lecture 00, and the learner's untouched copy of it in work/."""
    shutil.copy(paths.root / "nbgrader_config.py", tmp_path)
    for room in ("source", "release"):
        shutil.copytree(getattr(paths, room) / LECTURE, tmp_path / room / LECTURE)
    shutil.copytree(paths.release / LECTURE, tmp_path / "work" / LECTURE)
    monkeypatch.chdir(tmp_path)
    return Paths(tmp_path)


def own(course, file=f"{LECTURE}.ipynb"):
    return course.work / LECTURE / file


def edit(path, **cells):
    """Write the sources of an exercise's cells into a notebook's file."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "").removesuffix("-code")
        if cell["cell_type"] == "code" and name in cells and not cell["metadata"]["nbgrader"]["grade"]:
            cell["source"] = cells[name].splitlines(keepends=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def changed_at(path, seconds):
    os.utime(path, (seconds, seconds))


def refusal(course, name="softmax") -> str:
    with pytest.raises(NoSolution) as caught:
        solution(course, name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", ["softmax", "quiz_shift", "student_name"])
def test_an_untouched_notebook_gets_one_sentence_and_no_solution(course, name):
    done = CliRunner().invoke(app, ["solution", name])
    assert done.exit_code == 1 and done.stdout == ""
    said = " ".join(done.stderr.split())
    assert f"{LECTURE}.ipynb as saved at" in said and f"{name} is still untouched" in said
    assert "save the notebook (Ctrl+S: only the saved file is read here)" in said


def test_after_a_try_the_solution_comes_as_python_that_passes_its_check(course, monkeypatch):
    edit(own(course), softmax=TRIED, quiz_shift='quiz_shift = {"a"}', student_name='student_name = "Bo"')
    monkeypatch.chdir(course.release / LECTURE)  # where the key is
    for name in ("softmax", "quiz_shift", "student_name"):
        done = subprocess.run(
            [sys.executable, "-m", "course.cli", "solution", name], cwd=course.root, capture_output=True
        )
        assert done.returncode == 0 and done.stderr == b"", done.stderr
        namespace = {"np": np}
        exec(compile(done.stdout.decode("utf-8"), name, "exec"), namespace)
        assert examine(name, namespace).passed
        assert b"SOLUTION" not in done.stdout and b"\x1b" not in done.stdout


def test_it_says_where_the_solution_stands(course):
    edit(own(course), softmax=TRIED)
    first, second, _, code = solution(course, "softmax").split("\n", 3)
    assert first == '# softmax, as lecture 00_start_here solves it, section "Exercise: softmax"'
    assert second.startswith("# Other ways are right too")
    assert code.startswith('def softmax(z):\n    """Probabilities') and code.endswith("keepdims=True)\n")


def test_a_quizs_solution_is_its_codes_with_the_reason_of_every_option(course):
    edit(own(course), quiz_ratio='quiz_ratio = {"a"}')
    shown = solution(course, "quiz_ratio")
    lines = shown.splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["", 'quiz_ratio = {"b", "c"}']
    assert "# **2. Two logits are 3 and 1. Which statements are true?**" in lines
    for start in ("`a` is not true: The ratio of", "`b` is true: The sum cancels", "`c` is true: The difference is"):
        assert any(line.startswith(f"# {start}") for line in lines), start


@pytest.mark.parametrize("gone", ["work", "work/00_start_here", "work/00_start_here/00_start_here.ipynb"])
def test_without_a_notebook_of_ones_own_it_says_how_to_start(course, gone):
    path = course.root / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert refusal(course).startswith("There is no notebook of yours in work/00_start_here/: start with `course lab`")


@pytest.mark.parametrize(
    "content", [b"", b"no notebook", b"[]", b"{}", b'{"cells": [3]}', b'{"cells": 3}', b"\xff\xfe", b"[" * 100_000]
)
def test_a_broken_notebook_is_one_sentence(course, content):
    own(course).write_bytes(content)
    assert refusal(course).startswith("work/00_start_here/00_start_here.ipynb cannot be read: rename it")


def test_a_renamed_copy_counts(course):
    edit(own(course), softmax=TRIED)
    own(course).rename(own(course, "my softmax.ipynb"))
    assert "weights / weights.sum" in solution(course, "softmax")


def test_of_several_copies_the_one_changed_last_counts(course):
    shutil.copy(own(course), own(course, "copy.ipynb"))
    edit(own(course), softmax=TRIED)
    changed_at(own(course), 2_000)
    changed_at(own(course, "copy.ipynb"), 1_000)
    assert "weights / weights.sum" in solution(course, "softmax")
    changed_at(own(course, "copy.ipynb"), 3_000)
    assert "work/00_start_here/copy.ipynb, the one changed last, as saved" in refusal(course)


def test_a_later_file_that_is_broken_or_about_something_else_is_passed_over(course):
    for later, content in enumerate([b"half a fi", b'{"cells": []}']):
        own(course, f"{later}.ipynb").write_bytes(content)
        changed_at(own(course, f"{later}.ipynb"), 5_000 + later)
    own(course, "folder.ipynb").mkdir()
    changed_at(own(course), 1_000)
    assert "(work/00_start_here/0.ipynb cannot be read.)" in refusal(course)
    edit(own(course), softmax=TRIED)
    changed_at(own(course), 1_000)
    assert "weights / weights.sum" in solution(course, "softmax")


def test_an_answer_in_a_cell_of_ones_own_counts(course):
    notebook = json.loads(own(course).read_text(encoding="utf-8"))
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "source": TRIED, "outputs": []})
    own(course).write_text(json.dumps(notebook), encoding="utf-8")
    assert "weights / weights.sum" in solution(course, "softmax")


def test_a_notebook_without_the_exercises_cell_is_told_where_to_get_it(course):
    notebook = json.loads(own(course).read_text(encoding="utf-8"))
    notebook["cells"] = [cell for cell in notebook["cells"] if "def softmax" not in "".join(cell["source"])]
    own(course).write_text(json.dumps(notebook), encoding="utf-8")
    assert "has a cell that defines softmax: copy it from the lecture in release/00_start_here/" in refusal(course)


def test_without_release_the_stub_comes_from_the_source(course):
    shutil.rmtree(course.release)
    assert "is still untouched" in refusal(course)
    edit(own(course), softmax=TRIED)
    assert "weights / weights.sum" in solution(course, "softmax")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("softmx", "There is no exercise 'softmx'; did you mean softmax?"),
        ("SOFTMAX", "There is no exercise 'SOFTMAX'; did you mean softmax?"),
        (
            "zzz",
            "There is no exercise 'zzz'; there are student_name, softmax, quiz_shift, quiz_ratio, quiz_floor "
            "in 00_start_here.",
        ),
        ("", "There is no exercise ''; there are student_name,"),
        ("../x\x1b[31m\n", "There is no exercise '../x'; there are"),
    ],
)
def test_an_unknown_name_gets_what_may_have_been_meant(course, name, said):
    assert refusal(course, name).startswith(said)


def test_an_unreadable_lecture_is_named_only_where_it_may_matter(course):
    (course.source / "01_broken").mkdir()
    edit(own(course), softmax=TRIED)
    assert "weights / weights.sum" in solution(course, "softmax")
    assert "(source/01_broken/01_broken.ipynb cannot be read; run `course build`.)" in refusal(course, "rnn_step")
    shutil.rmtree(course.source)
    assert "There are no lectures in source/" in refusal(course)


def test_an_open_question_has_no_solution(course):
    path = course.source / LECTURE / f"{LECTURE}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    graded = {"grade": True, "solution": True, "grade_id": "reflection_1", "points": 5}
    notebook["cells"].append({"cell_type": "markdown", "metadata": {"nbgrader": graded}, "source": "*Your answer.*"})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert refusal(course, "reflection_1") == (
        "reflection_1 is an open question, marked by a person: it has no solution here."
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("c.Solutions.show = False", "Your instructor has switched solutions off for this course."),
        ("c.Solutions.show = 'no'", "In nbgrader_config.py, c.Solutions.show must be True or False."),
        ("1 / 0", "nbgrader_config.py cannot be read: ZeroDivisionError: division by zero"),
    ],
)
def test_an_instructor_can_switch_it_off(course, line, said):
    edit(own(course), softmax=TRIED)
    assert "weights / weights.sum" in solution(course, "softmax")
    config = course.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["solution", "softmax"])
    assert done.exit_code == 1 and done.stdout == ""
    assert said in " ".join(done.stderr.split())


def test_the_switch_stands_in_the_courses_settings_and_is_on(paths):
    assert "\nc.Solutions.show = True\n" in (paths.root / "nbgrader_config.py").read_text(encoding="utf-8")


def test_the_learners_notebook_is_left_as_it_is(course):
    edit(own(course), softmax=TRIED)
    before = own(course).read_bytes()
    solution(course, "softmax")
    assert own(course).read_bytes() == before
