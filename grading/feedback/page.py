"""Feedback pages and the formgrader's view of a submission: no student's script in them, no network needed.

nbconvert makes both. `configure` has nbgrader make feedback with our exporter, and the formgrader's
view with our filters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any

import nbgrader
from jinja2 import Environment, pass_context
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode, from_dict
from traitlets import Bool, Dict, List
from traitlets.config import Config

from grading.feedback.listings import listing
from grading.feedback.markdown import clean_html, markdown2html
from grading.feedback.view import harmless, settings
from helpers.checking.report import MARK
from helpers.checking.verdict import State

TEMPLATES = Path(__file__).with_name("templates")
NBGRADER_TEMPLATES = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"

UNANSWERED = "No response."  # nbgrader's own comment; the table says "not attempted" already
_KINDS = ("text/html", "image/png", "text/plain")
_WRITTEN_AS_THEY_ARE = ("student", "first_name", "last_name", "notebook_path")  # by nbgrader's formgrader template
_POINTS = re.compile(r" \([\d.]+(?: of [\d.]+)? points?\)$")  # they stand beside it
_CARD = re.compile(r'<div [^>]*\brole="group"[^>]*\baria-label="([^"]*)"')


def configure(c: Config) -> None:
    """Set in nbgrader's configuration how feedback and the formgrader's view are made."""
    c.GenerateFeedback.exporter_class = FeedbackExporter
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(NBGRADER_TEMPLATES)]
    c.HTMLExporter.filters = FILTERS
    c.HTMLExporter.preprocessors = [Harmless]
    c.HTMLExporter.sanitize_html = True


@pass_context
def highlight_code(context: Mapping[str, Any], source: str, language: str = "", metadata: Any = None) -> str:
    """nbconvert's filter of this name, for the language that `harmless` has left in the notebook."""
    return listing(source, language or context["nb"].metadata.get("language_info", {}).get("name", ""))


FILTERS = {"markdown2html": markdown2html, "clean_html": clean_html, "highlight_code": highlight_code}


class Harmless(Preprocessor):
    """Makes a notebook harmless to show, whatever its student wrote into it."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        for name in _WRITTEN_AS_THEY_ARE:
            if isinstance(resources.get(name), str):
                resources[name] = escape(resources[name])
        return harmless(nb), resources


class FeedbackExporter(HTMLExporter):
    """A feedback page in one file: no script, nothing from a network, all that is written in it escaped."""

    filters = Dict(FILTERS).tag(config=True)
    preprocessors = List([Harmless]).tag(config=True)

    def __init__(self, config: Config | None = None, **more: Any) -> None:
        # nbgrader's configuration sets both of these for HTMLExporter, for its own templates.
        ours = {"template_name": "feedback", "extra_template_basedirs": [str(TEMPLATES)]}
        super().__init__(config=config, **(more | ours))

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        yield from super().default_filters()
        yield "row", row
        yield "filter_data_type", lambda data: [kind for kind in _KINDS if kind in data][:1]
        yield "breakable", lambda name: Markup(str(Markup.escape(name)).replace("_", "_<wbr>"))
        yield "number", lambda number: f"{round(float(number or 0), 2):g}"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **more: Any) -> tuple[str, Any]:
        # nbconvert reads the notebook's metadata before any preprocessor does. What HTMLExporter would add
        # (it parses the whole page again, to give pictures a text) takes longer than the page and is not needed.
        nb = from_dict({**nb, "metadata": settings(nb)})
        return super(HTMLExporter, self).from_notebook_node(nb, resources, **more)

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.autoescape = True
        return environment

    def _init_resources(self, resources: Any) -> Any:
        resources = super()._init_resources(resources)
        resources["headings_deeper"] = 1  # the page has a heading of its own above the lecture's
        return resources


@dataclass(frozen=True)
class Row:
    """What a page says of one cell that has points or a comment.

    name: its grade_id
    mark, words: how it stands; empty where a person marks
    points, most: None where there are none
    """

    name: str
    mark: str = ""
    words: str = ""
    points: float | None = None
    most: float | None = None
    comment: bool = False


def row(cell: NotebookNode) -> Row | None:
    """The table's row on a cell, or None if there is nothing to say of it."""
    about = cell.metadata.get("nbgrader", {})
    comment = bool(about.get("comment")) and about["comment"] != UNANSWERED
    if not about.get("grade") and not about.get("task"):
        return Row(about["grade_id"], comment=True) if comment else None
    points, most = float(about.get("score") or 0), float(about.get("points") or 0)
    mark, words = "", ""
    if cell.cell_type == "code" and not about.get("solution"):
        mark, words = standing(cell) or _by_points(points, most)
    return Row(about["grade_id"], mark, words, points, most, comment)


def standing(cell: NotebookNode) -> tuple[str, str] | None:
    """The mark and the words on the card of a check; None if its cell shows no card."""
    for output in cell.get("outputs", []):
        card = _CARD.match(output.get("data", {}).get("text/html", ""))
        name, _, words = unescape(card[1]).partition(": ") if card else ("", "", "")
        states = [state for state in State if words.startswith(state.value)]
        if name == cell.metadata["nbgrader"]["grade_id"] and states:
            return MARK[states[0]], _POINTS.sub("", words)
    return None


def _by_points(points: float, most: float) -> tuple[str, str]:
    """How an ordinary test cell stands, which has no card."""
    if points >= most:
        return MARK[State.PASSED], State.PASSED.value
    return MARK[State.NOT_PASSED], "passed in part" if points > 0 else State.NOT_PASSED.value
