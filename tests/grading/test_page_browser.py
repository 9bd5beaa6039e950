"""Feedback and the formgrader's view in a browser: what a hostile notebook tries does not happen."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import nbgrader
import pytest
from playwright.sync_api import sync_playwright

from helpers.checking.verdict import State
from tests.conftest import ROOT
from tests.grading.hostile import MARKUP, RUN, notebook
from tests.grading.test_markdown import picture
from tests.grading.test_page import POLICY, check, page, view
from tests.journeys.browser import chromium

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
STATIC = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "static"
HOME = "http://course.invalid/"


@pytest.fixture(scope="module")
def browser():
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


class Visit:
    """One page in a browser of its own, and all that it asked for."""

    def __init__(self, browser, html: str, width: int = 1200) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.page.route("**/*", lambda route: self._answer(route, html))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(HOME, wait_until="load")
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = !one.open; })")
        self.page.mouse.move(300, 300)
        self.page.wait_for_timeout(300)

    def _answer(self, route, html: str) -> None:
        url = route.request.url
        static = STATIC / url.removeprefix(f"{HOME}b/formgrader/static/")
        if url == HOME:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif url.startswith(f"{HOME}b/formgrader/static/") and static.is_file():
            route.fulfill(path=static)
        else:
            self.asked.append(url)
            route.abort()

    def ran(self) -> bool:
        return self.page.evaluate("'ran' in document.documentElement.dataset")


def friendly() -> nbformat.NotebookNode:
    """Lecture 01 as released, with a report and a plot."""
    nb = nbformat.read(ROOT / "release" / "01_rnn_basics" / "01_rnn_basics.ipynb", as_version=4)
    plot = nbformat.v4.new_output("display_data", data={"image/png": picture(size=(2000, 300))})
    nb.cells += [
        check("rnn_step", State.NOT_PASSED, hint="Mind `b`."),
        nbformat.v4.new_code_cell("plot", outputs=[plot]),
    ]
    return nb


def test_what_is_tried_works_where_nothing_stops_it(browser):
    staying = [one for one in MARKUP if "refresh" not in one]
    visit = Visit(browser, "<!doctype html>" + "\n".join(staying))
    assert visit.ran() and visit.asked


def test_a_hostile_notebook_runs_and_loads_nothing_in_feedback(browser):
    html = page(notebook())
    for shown in (html, html.replace(POLICY, "")):  # the policy is a second wall; the first holds alone
        visit = Visit(browser, shown)
        assert not visit.ran()
        assert visit.asked == [] and visit.said == []
        assert visit.page.locator("#exercise-why").is_visible()


def test_a_hostile_notebook_runs_and_loads_nothing_in_the_formgrader(browser):
    hostile = f"<script>{RUN}</script>"
    visit = Visit(browser, view(notebook(), student=hostile, first_name=hostile, last_name=hostile))
    assert not visit.ran()
    assert all(re.match(rf"{HOME}b/formgrader/api/", url) for url in visit.asked), visit.asked
    assert not [said for said in visit.said if "ERR_FAILED" not in said]
    assert visit.page.locator("input.score").count() == 2


@pytest.mark.parametrize("width", [1200, 390])
def test_a_lecture_is_shown_whole_without_a_network(browser, width):
    visit = Visit(browser, page(friendly()), width)
    assert visit.asked == [] and visit.said == []  # nor does the policy stop anything that the page needs
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = "[...document.querySelectorAll('math')].map(one => one.getBoundingClientRect().height)"
    heights = visit.page.evaluate(sizes)
    assert len(heights) > 100 and min(heights) > 5
    assert visit.page.evaluate("[...document.images].every(one => one.naturalWidth > 0)")
    assert not [text for text in visit.page.locator(".text").all_inner_texts() if "$" in text or "\\" in text]
