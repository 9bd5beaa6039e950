"""A demo class, graded: everybody gets the mark that their work deserves."""

from __future__ import annotations

import csv
import html
import re

import pytest
from rich.console import Console

from course.demo import MARKER, export, fresh_course, grade, hand_in, marks, write_feedback
from course.demo_class import demo_class
from course.exercise import CourseProblem, exercises
from course.lecture import names, read
from course.nbgrader_api import open_api
from course.paths import Paths
from helpers.checking.key import FILE_NAME, load
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The demo's course folder, its submissions, why some failed, and the marks."""
    root = tmp_path_factory.mktemp("class") / "demo"
    paths = Paths(ROOT)
    fresh_course(paths, root)
    submissions = [one for name in names() for one in demo_class(Paths(root), read(name, exercises()))]
    for one in submissions:
        hand_in(root, one)
    failed = grade(root, Console(quiet=True))
    for one in submissions:
        if one.points is not None:
            write_feedback(root, one)
    return root, submissions, failed, marks(root)


def feedback(root, one) -> str:
    return (root / "feedback" / one.student / one.lecture / f"{one.lecture}.html").read_text(encoding="utf-8")


def text_of(root, one) -> str:
    """The feedback as its reader has it, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", feedback(root, one))).split())


def test_everybody_gets_the_mark_that_they_deserve(graded):
    _, submissions, failed, got = graded
    for one in submissions:
        who = one.student, one.lecture
        if one.points is None:
            assert "it is no JSON" in failed[who] and who not in got
        else:
            assert who not in failed and got[who][0] == one.points, who


def test_a_part_that_is_right_earns_its_points(graded):
    """Partial credit arrives in the gradebook: rnn_backward is worth 4 points, a right step 1 of them."""
    root, _, _, _ = graded
    with open_api(root).gradebook as book:
        grades = [
            grade.auto_score
            for submission in book.assignment_submissions("01_rnn_basics")
            for notebook in submission.notebooks
            for grade in notebook.grades
            if grade.name == "rnn_backward"
        ]
    assert {0, 1, 4} == set(grades)


def test_each_lectures_class_has_24_students_and_all_that_goes_wrong(graded):
    _, submissions, _, _ = graded
    for name in names():
        students = [one.student for one in submissions if one.lecture == name]
        assert len(students) == len(set(students)) == 24
        assert {"solution", "variant-3", "mistaken-8", "untouched", "half-done", "endless-loop"} <= set(students)
        assert len({one.points for one in submissions if one.lecture == name}) >= 3  # full, none, not gradable


def test_feedback_shows_each_misconceptions_hint(graded):
    root, submissions, _, _ = graded
    known = exercises()
    seen = set()
    for one in submissions:
        for exercise, misconception in one.mistakes:
            (hint,) = (m.hint for m in known[exercise].misconceptions if m.name == misconception)
            assert " ".join(hint.replace("`", "").split()) in text_of(root, one), one.student
            seen.add((exercise, misconception))
    assert len(seen) >= 9 * len(names())


def test_feedback_shows_no_traceback_of_ours(graded):
    root, submissions, _, _ = graded
    for one in submissions:
        if one.points is not None:
            assert "helpers/checking" not in feedback(root, one), one.student


def test_feedback_on_an_endless_loop_says_where_it_was(graded):
    root, submissions, _, _ = graded
    for one in submissions:
        if one.student == "endless-loop":
            said = text_of(root, one)
            assert re.search(r"It did not end within 5 seconds; it was in line \d of \w+: (pass|while True:)", said)


def test_an_untouched_notebook_is_called_not_attempted(graded):
    root, submissions, _, _ = graded
    for one in submissions:
        if one.student == "untouched":
            asked = load(root / "release" / one.lecture / FILE_NAME).exercises.values()
            for exercise in (key.name for key in asked if key.probe == "call"):
                assert f"{exercise}: not attempted" in feedback(root, one)


def test_the_marks_can_be_exported(graded):
    root, submissions, _, _ = graded
    export(root)
    with (root / "marks.csv").open() as file:
        rows = {(row["student_id"], row["assignment"]): float(row["score"]) for row in csv.DictReader(file)}
    for one in submissions:
        assert rows.pop((one.student, one.lecture), 0) == (one.points or 0)
    assert not any(rows.values())  # nobody else has a mark


def test_a_folder_that_is_no_demo_is_never_cleared(tmp_path):
    precious = tmp_path / "thesis"
    precious.mkdir()
    (precious / "chapter").write_text("years of work")
    with pytest.raises(CourseProblem, match="is there already and is no earlier demo"):
        fresh_course(Paths(ROOT), precious)
    assert (precious / "chapter").read_text() == "years of work"
    assert not (precious / MARKER).exists()
