"""An instructor in a real browser: the formgrader's button grades in the sandbox, and its view is safe to look at."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from course.demo import fresh_course, hand_in, marks
from course.demo_class import demo_class
from course.exercise import exercises
from course.lecture import read
from course.paths import Paths
from tests.conftest import ROOT
from tests.journeys.browser import FLAGS, chromium
from tests.lab import PATIENCE, running_lab

LECTURE = "01_rnn_basics"


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A course folder with the work of one student, who has written one exercise wrong; and their mark."""
    chromium()  # before anything is started
    root = tmp_path_factory.mktemp("formgrader") / "course"
    fresh_course(Paths(ROOT), root)
    one = next(one for one in demo_class(Paths(root), read(LECTURE, exercises())) if one.student.startswith("mistaken"))
    hand_in(root, one)
    return root, one


def photograph(page: Page, name: str, folder: Path) -> None:
    for place in filter(None, (folder, os.environ.get("UNROLLED_SCREENSHOTS"))):
        page.screenshot(path=Path(place) / f"{name}.png")


def test_the_button_grades_in_the_sandbox_and_the_view_shows_the_report(handed_in, tmp_path):
    root, one = handed_in
    hosts, errors = set(), []
    with (
        running_lab(Paths(root), "--instructor", opens="lab") as lab,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(), args=FLAGS) as browser,
    ):
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.set_default_timeout(1000 * PATIENCE)
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if "://" in request.url else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(lab.url("tree"))  # which gives the browser its cookie
        page.goto(f"{lab.address}/formgrader/manage_submissions/{LECTURE}")
        row = page.locator("tr", has_text=one.student)
        expect(row).to_contain_text("needs autograding", timeout=1000 * PATIENCE)
        row.locator("td.autograde a").click()
        said = page.locator(".modal-dialog").first
        expect(said).to_contain_text("graded with isolation:", timeout=1000 * PATIENCE)
        photograph(page, "formgrader-graded", tmp_path)
        assert marks(root)[one.student, LECTURE][0] == one.points

        page.goto(f"{lab.address}/formgrader/gradebook/{LECTURE}/{LECTURE}")
        page.locator("a[href*='/formgrader/submissions/']").first.click()
        page.wait_for_load_state("networkidle")  # it scrolls to the first place to comment on
        report = page.locator("[aria-label]").filter(has_text=re.compile(r"not passed, \d+ of \d+ cases")).first
        expect(report).to_be_visible(timeout=1000 * PATIENCE)
        report.scroll_into_view_if_needed()
        photograph(page, "formgrader-report", tmp_path)
        assert page.locator("math").count() > 20, "formulas are set"
    assert hosts == {lab.address.removeprefix("http://")}
    assert errors == []
