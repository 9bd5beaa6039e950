"""JupyterLab as a learner sees it: a notebook in headless Chromium, its cells found by what they say."""

from __future__ import annotations

import itertools
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect, sync_playwright

from tests.lab import PATIENCE, Lab

_QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
FLAGS = [*_QUIET, "--no-sandbox", "--disable-gpu", "--disable-quic"]
_RUN = re.compile(r"\[\d+\]:")

# What a page should not have: prose or an output wider than its place, so that it is cut off or one has to scroll
# sideways (code is left out: its width is the machine's font's); and text with LaTeX commands in it, which is a
# formula that was not set.
_FAULTS = r"""() => {
    const wide = [...document.querySelectorAll(
        '.jp-MarkdownOutput, .jp-OutputArea-output, .jp-RenderedHTMLCommon > *'
    )].filter(one => one.clientWidth && one.scrollWidth > one.clientWidth + 1);
    const prose = [...document.querySelectorAll('.jp-MarkdownOutput :is(p, li, td, th, summary, h1, h2, h3)')];
    const raw = prose.filter(one => [...one.childNodes].some(
        node => node.nodeType === Node.TEXT_NODE && /\\[a-z]{2}/i.test(node.data)));
    return [...wide.map(one => 'too wide: ' + one.textContent.slice(0, 100)),
            ...raw.map(one => 'not set: ' + one.textContent.slice(0, 100))];
}"""
_ON_ITS_LAST_SCREEN = """panel => {
    const last = [...panel.querySelectorAll('.jp-Cell')].at(-1);
    return last.getBoundingClientRect().bottom <= panel.getBoundingClientRect().bottom;
}"""


def chromium() -> str:
    """Return where Chromium is. Skips the test if there is none, but fails it in continuous integration."""
    path = shutil.which("chromium")
    if path is None:
        missing = "the course in a browser needs Chromium (`apt-get install chromium` on Debian)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return path


class Notebook:
    """One notebook in JupyterLab. Whatever a page does behind a learner's back is noted and asked for later.

    pictures: a folder for screenshots; the folder $UNROLLED_SCREENSHOTS gets them too
    """

    def __init__(self, page: Page, pictures: Path) -> None:
        self.page = page
        self.hosts: set[str] = set()
        self.errors: list[str] = []
        self._pictures = [Path(folder) for folder in (pictures, os.environ.get("UNROLLED_SCREENSHOTS")) if folder]
        page.context.on("request", lambda request: self._note_host(request.url))
        page.on("websocket", lambda socket: self._note_host(socket.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note_host(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob"):
            self.hosts.add(parts.hostname or url)

    def open(self, lab: Lab, lecture: str) -> None:
        """Open the learner's copy of a lecture and wait for its kernel."""
        self.page.goto(lab.url(f"lab/tree/{lecture}/{lecture}.ipynb", "reset"))
        expect(self.page.locator(".jp-Notebook")).to_be_visible()
        self._wait_until_idle()

    def cell(self, code: str) -> Locator:
        """Return the code cell whose source now contains `code`, and bring it onto the screen."""
        found = self.page.locator(".jp-CodeCell").filter(has=self.page.locator(".cm-content", has_text=code))
        expect(found).to_have_count(1)
        found.scroll_into_view_if_needed()
        place = found.get_attribute("data-windowed-list-index")  # holds also when its source has changed
        return self.page.locator(f'.jp-CodeCell[data-windowed-list-index="{place}"]')

    def run_all(self) -> None:
        """Run → Run All Cells, and wait until the last cell has run."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        last = self.page.locator(".jp-CodeCell").last.locator(".jp-InputPrompt")
        error = self.page.locator(".jp-OutputArea-output", has_text="Traceback (most recent call last)")
        # A lecture trains its models meanwhile. After an error the cells below do not run at all.
        expect(last.filter(has_text=_RUN).or_(error).first).to_be_attached(timeout=5_000 * PATIENCE)
        assert error.count() == 0, "\n".join(error.all_text_contents())
        self._wait_until_idle()

    def run(self, cell: Locator) -> Locator:
        """Run a cell by its editor and wait until it has run; return its output."""
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.text_content()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(_RUN)
        self._wait_until_idle()
        return cell.locator(".jp-OutputArea-output")

    def retype(self, cell: Locator, line: str, code: str) -> None:
        """Put the cursor into the line that contains `line`, and type `code` over it, indentation kept."""
        cell.locator(".cm-line", has_text=line).click()
        for key in ("End", "Shift+Home"):  # in this editor Home goes to where the text of the line begins
            self.page.keyboard.press(key)
        self.page.keyboard.type(code)
        expect(cell.locator(".cm-line", has_text=code)).to_have_count(1)

    def photograph(self, name: str, of: Locator | None = None) -> None:
        """Save what is on the screen, as NAME.png, once its fonts are there. of: what to bring onto it first"""
        if of is not None:
            of.scroll_into_view_if_needed()
        self.page.mouse.move(700, 5)  # away from what lights up below it
        self.page.evaluate("() => document.fonts.ready.then(() => true)")
        picture = self.page.screenshot(animations="disabled")
        for folder in self._pictures:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.png").write_bytes(picture)

    def leaf_through(self, name: str) -> list[str]:
        """Save the whole notebook screen by screen, as NAME-01.png and so on; return the faults of what is seen."""
        panel = self.page.locator(".jp-WindowedPanel-outer")
        panel.evaluate("one => one.scrollTo(0, 0)")
        faults: set[str] = set()
        for number in itertools.count(1):
            if not faults:
                with suppress(TimeoutError):  # formulas are set a little after the text is there
                    self.page.wait_for_function(f"() => ({_FAULTS})().length === 0", timeout=250 * PATIENCE)
            faults |= set(self.page.evaluate(_FAULTS))
            self.photograph(f"{name}-{number:02}")
            if panel.evaluate(_ON_ITS_LAST_SCREEN):
                return sorted(faults)
            panel.evaluate("one => one.scrollBy(0, 0.9 * one.clientHeight)")

    def disturbances(self) -> list[str]:
        """Return what popped up, which formulas and scripts failed, and which other machines were asked."""
        kinds = {
            ".jp-Dialog": "dialog",
            ".Toastify__toast": "notification",
            "math merror, math [mathcolor=red]": "formula",
        }
        seen = [f"{kind}: {text}" for css, kind in kinds.items() for text in self.page.locator(css).all_text_contents()]
        seen += [f"script: {error}" for error in self.errors]
        return seen + [f"host: {host}" for host in sorted(self.hosts - {"127.0.0.1", "localhost"})]

    def _wait_until_idle(self) -> None:
        # The status bar: the toolbar's indicator says idle before there is a kernel, too.
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text("Python 3 (ipykernel) | Idle")


@contextmanager
def opened(lab: Lab, lecture: str, pictures: Path) -> Iterator[Notebook]:
    """A lecture in a browser of its own, which knows nobody and forgets all."""
    path = chromium()
    expect.set_options(timeout=1_000 * PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=1_000 * PATIENCE)
        try:
            page = browser.new_page(viewport={"width": 1400, "height": 1000})
            page.set_default_timeout(1_000 * PATIENCE)
            notebook = Notebook(page, pictures)
            notebook.open(lab, lecture)
            try:
                yield notebook
            except BaseException:
                notebook.photograph("failed")
                raise
        finally:
            browser.close()
