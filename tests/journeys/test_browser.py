"""The course in a real JupyterLab, in a real browser, as a learner meets it."""

from __future__ import annotations

import os
import re
import shutil

import pytest
from playwright.sync_api import expect

from course.lecture import names
from tests.journeys.browser import chromium, opened
from tests.lab import course_in, running_lab


@pytest.fixture
def course(tmp_path, paths):
    chromium()  # before anything is started
    return course_in(tmp_path / "course", paths)


def test_a_learner_reads_a_hint_mends_the_answer_and_sees_the_echo_follow_the_slider(course, tmp_path):
    with running_lab(course) as lab, opened(lab, "01_rnn_basics", tmp_path / "screenshots") as notebook:
        notebook.photograph("01-opened")
        notebook.run_all()
        exercise, check = notebook.cell("def rnn_step("), notebook.cell('check("rnn_step")')
        expect(check.locator(".jp-OutputArea-output")).to_contain_text("not attempted")
        notebook.photograph("01-not-attempted", of=check)
        assert notebook.disturbances() == []

        notebook.retype(exercise, "raise NotImplementedError()", "return np.tanh(x_t @ W_x + h_prev @ W_h.T + b)")
        notebook.run(exercise)
        said = notebook.run(check)
        expect(said).to_contain_text(re.compile(r"not passed, \d of \d cases"))
        expect(said).to_contain_text("It looks as if W_h is transposed.")
        notebook.photograph("01-hint")

        notebook.retype(exercise, "return np.tanh", "return np.tanh(x_t @ W_x + h_prev @ W_h + b)")
        notebook.run(exercise)
        said = notebook.run(check)
        expect(said).to_contain_text(re.compile(r"passed, all \d cases \(2 points\)"))
        notebook.photograph("01-passed")

        echo = notebook.run(notebook.cell("echo_explorer("))
        handle, readout = echo.locator(".widget-slider .noUi-handle"), echo.locator(".widget-readout")
        picture = echo.locator(".widget-html img")
        expect(readout).to_have_text("0.90")
        expect(picture).to_have_attribute("alt", re.compile("W_h = 0.90"))
        before = picture.get_attribute("src")
        notebook.photograph("01-echo", of=picture)
        handle.focus()
        for _ in range(8):
            handle.press("ArrowLeft")
        expect(readout).to_have_text("0.50")
        expect(picture).to_have_attribute("alt", re.compile("W_h = 0.50"))
        assert picture.get_attribute("src") not in (None, before)
        notebook.photograph("01-echo-moved", of=picture)

        answer, check = notebook.cell("quiz_state = set()"), notebook.cell('check("quiz_state")')
        notebook.retype(answer, "quiz_state = set()", 'quiz_state = {"a"}')
        notebook.run(answer)
        said = notebook.run(check)
        expect(said).to_contain_text("not passed")
        expect(said).to_contain_text("That would be a feed-forward network: h_prev enters the sum too.")
        notebook.photograph("01-quiz-reason")
        notebook.retype(answer, "quiz_state", 'quiz_state = {"b"}')
        notebook.run(answer)
        expect(notebook.run(check)).to_contain_text("quiz_state passed")
        notebook.photograph("01-quiz-passed")

        assert notebook.leaf_through("01-page") == []
        assert notebook.disturbances() == []


# Running a lecture takes its time, so all of them only when somebody wants to look at the pictures.
@pytest.mark.parametrize("lecture", names() if os.environ.get("UNROLLED_SCREENSHOTS") else ["00_start_here"])
def test_a_solved_lecture_fits_on_the_page_with_its_formulas_set(course, tmp_path, lecture):
    shutil.copytree(course.source / lecture, course.work / lecture)
    with running_lab(course) as lab, opened(lab, lecture, tmp_path / "screenshots") as notebook:
        notebook.run_all()
        assert notebook.leaf_through(f"{lecture}-solved") == []
        assert notebook.disturbances() == []
