"""Reading a lecture: what is wrong with a text is said in one sentence."""

from __future__ import annotations

import pytest

from course import lecture
from course.exercise import Case, CourseProblem, Exercise, exercises
from course.keys import exercise_key
from course.lecture import each_exercise_once, read
from helpers.checking.report import counted

HEAD = "---\ntitle: Test\nminutes: 5\nweight: 1\n---\n\n# Test\n"
SCALE = """
```{code-cell}
:tags: [exercise]

def scale(x, factor):
    ### BEGIN SOLUTION
    return x * factor
    ### END SOLUTION
```
"""
CHECK = """
```{code-cell}
:tags: [check]

check("scale")
```
"""
QUIZ = """
+++ {"tags": ["quiz"], "name": "quiz_one"}

**Which?**

- [x] `a`: This.
  > Because.
- [ ] `b`: That.
  > It is not.

+++
"""


@pytest.fixture
def write(tmp_path, scaling):
    def written(text: str, name: str = "50_test", known=None):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
        return read(name, {"scale": scaling} if known is None else known, tmp_path)

    return written


def test_a_lecture_is_read(write):
    got = write(HEAD + SCALE + CHECK + QUIZ)
    assert (got.name, got.title, got.minutes, got.weight) == ("50_test", "Test", 5, 1)
    assert [cell.role for cell in got.cells] == ["text", "exercise", "check", "quiz"]
    assert list(got.exercises) == ["scale", "quiz_one"]


TAGGED = "\n```{{code-cell}}\n:tags: [{}]\n\nx = 1\n```\n"

BAD = {
    "an unknown tag": (HEAD + TAGGED.format("exersise"), "50_test.md, cell 2 .*: the tag 'exersise' is not known"),
    "two tags": (HEAD + TAGGED.format("demo, check"), "one tag at most, not demo and check"),
    "a code tag on text": (
        HEAD + '\n+++ {"tags": ["check"]}\n\ntext\n',
        "the tag 'check' is not known for a markdown cell",
    ),
    "the same exercise twice": (HEAD + SCALE + CHECK + SCALE, "the exercise scale stands twice"),
    "the same check twice": (HEAD + SCALE + CHECK + CHECK, "scale is checked twice"),
    "a check without an exercise": (HEAD + CHECK, "there is no exercise scale before this check"),
    "a check before its exercise": (HEAD + CHECK + SCALE, "there is no exercise scale before this check"),
    "an exercise without a check": (HEAD + SCALE, "the exercise scale has no check"),
    "an unknown exercise": (HEAD + SCALE.replace("scale", "scal"), r"none of its names \(scal\)"),
    "no solution": (HEAD + SCALE.replace("### BEGIN", "### "), "needs one '### BEGIN SOLUTION'"),
    "a solution in another cell": (
        HEAD + "\n```{code-cell}\n### BEGIN SOLUTION\n### END SOLUTION\n```\n",
        "outside of an exercise",
    ),
    "a solution that is no Python": (
        HEAD + SCALE.replace("return x", "return x )") + CHECK,
        "line 3 is no valid Python",
    ),
    "a check that does more": (HEAD + SCALE + CHECK.replace("check(", "print(); check("), "one call and nothing else"),
    "a magic in a code cell": (HEAD + "\n```{code-cell}\n%matplotlib inline\n```\n", "no valid Python"),
    "no title": (HEAD.replace("title: Test\n", ""), "front matter has no title"),
    "broken front matter": ("---\ntitle: [\n---\n\n# Test\n", "50_test.md"),
    "two open questions of one name": (
        HEAD + 2 * '\n+++ {"tags": ["answer"], "name": "r1", "points": 1}\n\nWhy?\n',
        "r1 is checked twice",
    ),
    "nothing at all": ("", "front matter has no title"),
    "an answer without points": (
        HEAD + '\n+++ {"tags": ["answer"], "name": "r1"}\n\nWhy?\n',
        "needs a name and points",
    ),
    "a quiz without a name": (HEAD + QUIZ.replace(', "name": "quiz_one"', ""), "a quiz cell needs a name"),
    "a quiz without a right option": (HEAD + QUIZ.replace("[x]", "[ ]"), r"one of them marked \[x\]"),
    "a quiz with one option": (HEAD + QUIZ.split("- [ ]")[0], "needs two options"),
    "an option without a reason": (
        HEAD + QUIZ.replace("  > It is not.\n", ""),
        "option b of the quiz quiz_one has no reason",
    ),
    "two options of one code": (HEAD + QUIZ.replace("`b`", "`a`"), "two options with one code"),
    "a line that is no option": (HEAD + QUIZ.replace("- [ ] `b`", "- [y] `b`"), "no option and no reason"),
}


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD.keys())
def test_a_bad_lecture_gets_one_sentence(write, text, said):
    with pytest.raises(CourseProblem, match=said) as caught:
        write(text)
    assert "\n" not in str(caught.value)


def test_an_unknown_lecture_lists_the_known_ones(paths):
    with pytest.raises(CourseProblem, match="no lecture '99_none'; there are: 00_start_here"):
        read("99_none", exercises())


def test_an_exercise_in_two_lectures_or_in_none_is_refused(write, tmp_path, scaling):
    write(HEAD + SCALE + CHECK, "50_one")
    known = {"scale": scaling}
    each_exercise_once(known, tmp_path)
    other = Exercise("other", 1, [Case("one")], oracle=scaling.oracle)
    with pytest.raises(CourseProblem, match="other of course/exercises stands in no lecture"):
        each_exercise_once(known | {"other": other}, tmp_path)
    write(HEAD + SCALE + CHECK, "51_two")
    with pytest.raises(CourseProblem, match="scale is checked in 50_one and in 51_two"):
        each_exercise_once(known, tmp_path)


def test_an_exercise_defined_twice_is_refused(tmp_path, monkeypatch):
    package = tmp_path / "twice"
    package.mkdir()
    (package / "__init__.py").touch()
    source = "from course.exercise import Case, Exercise\ne = Exercise('same', 1, [Case('one')], oracle=abs)\n"
    for name in ("first", "second"):
        (package / f"{name}.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(CourseProblem, match="'same' is defined twice, in twice.first and in twice.second"):
        exercises("twice")


def test_an_exercise_module_that_fails_is_named(tmp_path, monkeypatch):
    package = tmp_path / "failing"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "broken.py").write_text("import nothing_of_that_name")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(CourseProblem, match="failing.broken cannot be imported: ModuleNotFoundError"):
        exercises("failing")


@pytest.mark.parametrize(
    ("draw", "oracle", "said"),
    [
        (lambda rng: {"x": 1 / 0}, abs, "drawing its inputs raised ZeroDivisionError"),
        (lambda rng: {"x": abs}, abs, "the input x is a builtin_function_or_method, no data"),
        (lambda rng: {"x": "a"}, abs, "the oracle raised TypeError"),
        (lambda rng: {"x": 1}, lambda x: abs, "the oracle gives a builtin_function_or_method, no data"),
    ],
)
def test_a_case_that_cannot_be_made_is_named(draw, oracle, said):
    bad = Exercise("bad", 1, [Case("one", draw)], oracle=oracle)
    with pytest.raises(CourseProblem, match=f"bad, case 'one': {said}"):
        exercise_key(bad, bad.cases, "seed")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"cases": []}, "has no cases"),
        ({"cases": [Case("one"), Case("one")]}, "two cases are called 'one'"),
        ({"oracle": None}, "has no oracle"),
        ({"points": -1}, "must not be negative"),
    ],
)
def test_a_bad_exercise_gets_one_sentence(settings, said):
    with pytest.raises(CourseProblem, match=said):
        Exercise("bad", **({"points": 1, "cases": [Case("one")], "oracle": abs} | settings))


def test_the_text_before_an_exercise_says_its_points(paths):
    known = exercises()
    for name in lecture.names():
        cells = read(name, known).cells
        for before, cell in zip(cells, cells[1:]):
            if cell.role == "exercise" and known[cell.name].points:
                points = known[cell.name].points
                assert f"· {counted(points, 'point')}**" in before.source, f"{name}: {cell.name}"
