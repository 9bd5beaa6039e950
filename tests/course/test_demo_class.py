"""The demo class: 24 submissions, the same at every run, whose marks are known without grading any."""

from __future__ import annotations

from dataclasses import replace

import nbformat
import pytest

from course.demo import table
from course.demo_class import MISTAKEN, demo_class, mistakes
from course.demo_desk import Submission, desk_for
from course.deserved import reach
from course.exercise import Misconception, exercises
from course.lecture import names, read
from course.notebook import build, stub
from course.outcomes import outcome
from course.paths import Paths
from course.proofs import answered, released_key
from helpers.checking.key import dumps, load
from tests.conftest import ROOT

LECTURE = """---
title: A lecture
minutes: 1
weight: 1
---

```{code-cell}
import numpy as np

from helpers import check
```

```{code-cell}
:tags: [exercise]

def scale(x, factor):
    ### BEGIN SOLUTION
    return np.multiply(x, factor)
    ### END SOLUTION
```

```{code-cell}
:tags: [check]

check("scale")
```

```{code-cell}
:tags: [exercise]

def scale_back(x, factor):
    ### BEGIN SOLUTION
    return scale(x, 1 / factor)
    ### END SOLUTION
```

```{code-cell}
:tags: [check]

check("scale_back")
```

+++ {"tags": ["quiz"], "name": "quiz_factor"}

**Which factors leave the numbers as they are?**

- [x] `a`: One.
  > So it is.
- [ ] `b`: None.
  > Then all become zero.
"""


def back_unscaled(x, factor):
    return x * factor


@pytest.fixture
def course(scaling, tmp_path):
    """A released course with one lecture, in which one answer calls another, and the lecture."""
    back = replace(
        scaling,
        name="scale_back",
        points=3,
        oracle=lambda x, factor: x / factor,
        misconceptions=[Misconception("not_back", [back_unscaled], hint="Scale the other way.")],
        variants=[],
    )
    paths = Paths(tmp_path, tmp_path / "lectures")
    paths.lectures.mkdir()
    (paths.lectures / "99_toy.md").write_text(LECTURE)
    one = answered(paths, "99_toy", {"scale": scaling, "scale_back": back})
    notebook = build(one.lecture)
    for room in (paths.source, paths.release):
        (room / "99_toy").mkdir(parents=True)
        nbformat.write(notebook, room / "99_toy" / "99_toy.ipynb")
        (room / "99_toy" / "key.safetensors").write_bytes(dumps(released_key(one)))
        for cell in notebook.cells:  # what follows is what students get
            cell.source = stub(cell.source)
    return paths, one.lecture


@pytest.fixture
def handed_in(course):
    """The toy lecture's submissions by student."""
    return {one.student: one for one in demo_class(*course)}


def cells(one: Submission) -> list[nbformat.NotebookNode]:
    return nbformat.reads(one.notebook.decode(), as_version=4).cells


def cell(one: Submission, grade_id: str) -> str:
    (found,) = (c for c in cells(one) if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)
    return found.source


@pytest.mark.parametrize("name", names())
def test_each_lecture_has_24_submissions_the_same_each_time(name):
    lecture = read(name, exercises())
    made = demo_class(Paths(ROOT), lecture)
    assert len({one.student for one in made}) == len(made) == 24
    assert made == demo_class(Paths(ROOT), lecture)
    for one in made:
        if one.student != "broken-file":
            nbformat.validate(nbformat.reads(one.notebook.decode(), as_version=4))


@pytest.mark.parametrize("name", names())
def test_no_misconception_occurs_twice(name):
    made = demo_class(Paths(ROOT), read(name, exercises()))
    found = [mistake for one in made for mistake in one.mistakes]
    assert len(found) == len(set(found)) >= MISTAKEN + 1


@pytest.mark.parametrize("name", names())
def test_a_misconception_as_a_student_writes_it_is_still_that_misconception(name):
    public = load(ROOT / "release" / name / "key.safetensors")
    desk = desk_for(Paths(ROOT), read(name, exercises()))
    for group in mistakes(desk.written):
        for mistake in group:
            namespace: dict = {}
            exec("import numpy as np\n" + mistake.source, namespace)
            got = outcome(public.exercise(mistake.exercise), namespace[mistake.exercise])
            assert got == ("failed", mistake.misconception), mistake


def test_marks_are_what_the_answers_deserve(handed_in):
    deserved = {student: one.points for student, one in handed_in.items()}
    assert deserved == {
        **dict.fromkeys(["solution", "variant-1", "variant-2", "variant-3", "quiz-wrong"], 5),
        **dict.fromkeys(["check-deleted", "cell-copied", "own-cell"], 5),
        **dict.fromkeys(["mistaken-1", "mistaken-3", "mistaken-5", "mistaken-7"], 0),  # scale_back calls a wrong scale
        **dict.fromkeys(["mistaken-2", "mistaken-4", "mistaken-6", "mistaken-8"], 2),
        "check-edited": 0,
        "half-done": 2,
        "raises": 0,
        "syntax-error": 2,
        "renamed": 0,
        "endless-loop": 2,
        "untouched": 0,
        "broken-file": None,
    }


def test_what_was_handed_in_is_said_in_words(handed_in):
    assert handed_in["mistaken-1"].what == "scale: not_scaled (and so scale_back)"
    assert handed_in["mistaken-2"].what == "scale_back: not_back"
    assert handed_in["mistaken-1"].mistakes == (("scale", "not_scaled"),)
    assert handed_in["endless-loop"].what == "scale_back never ends"  # not scale, for which both would wait


def test_notebooks_are_spoilt_as_they_are_in_a_real_class(handed_in):
    ids = [c.metadata.get("nbgrader", {}).get("grade_id") for c in cells(handed_in["solution"])]
    deleted = [c.metadata.get("nbgrader", {}).get("grade_id") for c in cells(handed_in["check-deleted"])]
    assert sorted(set(ids) - set(deleted), key=str) == ["scale_back"]
    copied = [c.metadata.get("nbgrader", {}).get("grade_id") for c in cells(handed_in["cell-copied"])]
    assert sorted(copied, key=str) == sorted([*ids, "scale", "scale-code"], key=str)
    assert cell(handed_in["check-edited"], "scale") == 'print("passed")'
    assert cell(handed_in["quiz-wrong"], "quiz_factor-code") == 'quiz_factor = {"b"}'
    assert "raise NotImplementedError" in cell(handed_in["half-done"], "scale_back-code")
    assert "while True" in cell(handed_in["endless-loop"], "scale_back-code")
    assert "def scale_2(" in cell(handed_in["renamed"], "scale-code")


def test_exercises_without_misconceptions_or_variants_do_too(course):
    paths, lecture = course
    bare = {name: replace(one, misconceptions=[], variants=[]) for name, one in lecture.exercises.items()}
    made = demo_class(paths, replace(lecture, exercises=bare))
    assert len(made) == 24
    assert not [one for one in made if one.mistakes]
    assert [one.points for one in made if one.student.startswith("variant")] == [5, 5, 5]
    assert next(one.what for one in made if one.student == "mistaken-2") == "scale_back: returns nothing"


def test_mistakes_are_spread_over_exercises(scaling):
    def with_misconceptions(name, count):
        wrong = [Misconception(f"m{number}", [back_unscaled], hint="") for number in range(count)]
        return replace(scaling, name=name, misconceptions=wrong)

    many = [with_misconceptions(f"e{number}", 5) for number in range(8)]
    groups = mistakes(many)
    assert [len(group) for group in groups] == [1, 1, 2, 3, 4, 5, 6, 7, 1]
    made = [(one.exercise, one.misconception) for group in groups for one in group]
    assert len(set(made)) == len(made) == 30
    assert all(len({one.exercise for one in group}) == len(group) for group in groups)

    few = [with_misconceptions("none", 0), with_misconceptions("two", 2), with_misconceptions("nine", 9)]
    made = [(one.exercise, one.misconception) for group in mistakes(few) for one in group]
    assert len(set(made)) == 9 and "none" not in dict(made)


def test_what_an_answer_reaches_is_read_from_its_names():
    answers = {
        "step": "def step(x):\n    return x",
        "forward": "def forward(x):\n    return [step(one) for one in x]",
        "backward": 'def backward(x):\n    """As forward."""\n    return x.step',
        "both": "def both(x):\n    return forward(x), backward(x)",
        "typo": "def typo(x)\n    return step(x)",
    }
    assert {name: reach(name, answers) for name in answers} == {
        "step": {"step"},
        "forward": {"forward", "step"},
        "backward": {"backward"},
        "both": {"both", "forward", "backward", "step"},
        "typo": {"typo"},
    }


def submission(points) -> Submission:
    return Submission("ana", "99_toy", "her work", b"", points)


@pytest.mark.parametrize(
    ("one", "got", "why", "said"),
    [
        (submission(5), 5, "", "5 of 5"),
        (submission(5), 4, "", "[red]4 of 5, deserves 5[/]"),
        (submission(5), 0, "no file", "[red]not graded (no file), deserves 5[/]"),
        (submission(None), 0, "no file", "[yellow]not graded (no file)[/]"),
        (submission(None), 0, "", "[red]0 of 5, deserves no mark[/]"),
    ],
)
def test_the_table_says_where_a_mark_is_not_the_deserved_one(one, got, why, said):
    key = ("ana", "99_toy")
    made = table([one], {key: (got, 5.0)}, {key: why})
    assert list(made.columns[3].cells) == [said]
