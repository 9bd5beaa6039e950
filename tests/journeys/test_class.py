"""A demo class through real nbgrader: everybody gets the mark that their work deserves."""

from __future__ import annotations

import csv
import re

import pytest

from course.demo import MARKER, demo_class, export, fresh_course, grade, hand_in, marks
from course.exercise import CourseProblem, exercises
from course.lecture import names, read
from course.paths import Paths
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The demo's course folder, its submissions, why some failed, and the marks."""
    root = tmp_path_factory.mktemp("class") / "demo"
    paths = Paths(ROOT)
    fresh_course(paths, root)
    submissions = [one for name in names() for one in demo_class(Paths(root), read(name, exercises()))]
    failed = {}
    for one in submissions:
        hand_in(root, one)
        failed[one.student, one.lecture] = grade(root, one)
    return root, submissions, failed, marks(root)


def feedback(root, one) -> str:
    return (root / "feedback" / one.student / one.lecture / f"{one.lecture}.html").read_text(encoding="utf-8")


def test_everybody_gets_the_mark_that_they_should(graded):
    _, submissions, failed, got = graded
    for one in submissions:
        if one.points is None:
            assert "does not appear to be JSON" in failed[one.student, one.lecture]
            assert got[one.student, one.lecture][0] == 0
        else:
            assert failed[one.student, one.lecture] == "", one.student
            assert got[one.student, one.lecture][0] == one.points, one.student
    assert len({one.points for one in submissions}) >= 3  # full marks, none, and not gradable


def test_the_class_has_everything_that_it_should(graded):
    _, submissions, _, _ = graded
    for name in names():
        students = {one.student for one in submissions if one.lecture == name}
        assert {"solution", "variant-1", "variant-2", "variant-3", "untouched", "raises", "broken-file"} <= students
    known = exercises()
    wrong = sum(len(e.misconceptions) for e in known.values() if e.probe == "call")
    assert len([one for one in submissions if one.student.startswith(("softmax-", "rnn-step-"))]) == wrong


def test_feedback_shows_each_misconceptions_hint(graded):
    root, submissions, _, _ = graded
    known = exercises()
    seen = 0
    for one in submissions:
        exercise, _, misconception = one.what.partition(": ")
        for wanted in known[exercise].misconceptions if exercise in known else ():
            if wanted.name == misconception:
                seen += 1
                page = re.sub(r"\s+", " ", feedback(root, one))
                assert wanted.hint.split("`")[0].strip()[:40] in page.replace("&#39;", "'"), one.student
    assert seen >= 10


def test_feedback_shows_no_traceback_of_ours(graded):
    root, submissions, _, _ = graded
    for one in submissions:
        if one.points is not None:
            assert "helpers/checking" not in feedback(root, one), one.student


def test_an_untouched_notebook_is_called_not_attempted(graded):
    root, submissions, _, _ = graded
    for one in submissions:
        if one.student == "untouched":
            assert "softmax: not attempted" in feedback(root, one) or "rnn_step: not attempted" in feedback(root, one)


def test_the_marks_can_be_exported(graded):
    root, submissions, _, _ = graded
    export(root)
    with (root / "marks.csv").open() as file:
        rows = {(row["student_id"], row["assignment"]): float(row["score"]) for row in csv.DictReader(file)}
    for one in submissions:
        assert rows.pop((one.student, one.lecture)) == (one.points or 0)
    assert set(rows.values()) == {0}  # nbgrader's zeros for whoever handed in nothing


def test_the_demo_class_is_the_same_each_time():
    lecture = read("00_start_here", exercises())
    assert demo_class(Paths(ROOT), lecture) == demo_class(Paths(ROOT), lecture)


def test_a_folder_that_is_no_demo_is_never_cleared(tmp_path):
    precious = tmp_path / "thesis"
    precious.mkdir()
    (precious / "chapter").write_text("years of work")
    with pytest.raises(CourseProblem, match="is there already and is no earlier demo"):
        fresh_course(Paths(ROOT), precious)
    assert (precious / "chapter").read_text() == "years of work"
    assert not (precious / MARKER).exists()
