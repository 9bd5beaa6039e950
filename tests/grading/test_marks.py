"""Marks are read as nbgrader has them."""

from __future__ import annotations

import pytest
from nbgrader.api import Gradebook

from grading.books.gradebook import OpenGradebook
from grading.books.marks import Mark, marks, registered


@pytest.fixture
def url(tmp_path, monkeypatch) -> str:
    """A gradebook with two lectures: code for 3, an answer for 2, a task for 4."""
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: "none")
    url = f"sqlite:///{tmp_path}/gradebook.db"
    with Gradebook(url, "course") as book:
        for lecture in ("02_b", "01_a"):
            book.add_assignment(lecture)
            book.add_notebook("one", lecture)
            book.add_notebook("two", lecture)
            book.add_grade_cell("code", "one", lecture, max_score=3, cell_type="code")
            book.add_grade_cell("answer", "two", lecture, max_score=2, cell_type="markdown")
            book.add_solution_cell("answer", "two", lecture)
        for student in ("ana", "ben", "cem", "dan"):
            book.add_student(student)
            for lecture in ("01_a", "02_b") if student == "ana" else ("01_a",):
                book.add_submission(lecture, student)
        for lecture, student, code, answer, taken in [
            ("02_b", "ana", {"auto_score": 1}, {"auto_score": 0}, None),
            ("01_a", "ana", {"auto_score": 2.5}, {"manual_score": 1.5}, 0.25),
            ("01_a", "ben", {"auto_score": 1, "extra_credit": 1}, {"needs_manual_grade": True}, None),
            ("01_a", "cem", {"auto_score": 1}, {"auto_score": 0}, 2),
        ]:
            for cell, notebook, values in (("code", "one", code), ("answer", "two", answer)):
                grade = book.find_grade(cell, notebook, lecture, student)
                for name, value in ({"needs_manual_grade": False} | values).items():
                    setattr(grade, name, value)
                book.find_submission_notebook(notebook, lecture, student).late_submission_penalty = taken
        book.db.commit()
    return url


def test_marks_are_those_that_nbgrader_exports(url):
    found = marks(OpenGradebook(url), "01_a")
    assert found.max_points == 5
    assert found.by_student == {
        "ana": Mark(3.5, manual=False, graded=True),
        "ben": Mark(2.0, manual=True, graded=True),
        "cem": Mark(0.0, manual=False, graded=True),  # more was taken off than there was
        "dan": Mark(0.0, manual=True, graded=False),
    }
    with Gradebook(url, "course") as book:
        for student, mark in found.by_student.items():
            known = book.find_submission("01_a", student)
            assert mark.points == max(0.0, known.score - known.late_submission_penalty)
            assert mark.manual == known.needs_manual_grade


def test_lectures_do_not_mix(url):
    assert marks(OpenGradebook(url), "02_b").by_student == {"ana": Mark(1.0, False, True)}


def test_lectures_are_those_in_the_gradebook(url, tmp_path):
    assert registered(OpenGradebook(url)) == ["01_a", "02_b"]
    assert registered(OpenGradebook(f"sqlite:///{tmp_path}/none.db")) == []
    assert not (tmp_path / "none.db").exists()
