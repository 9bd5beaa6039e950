"""A notebook as it may be shown: all that a page does not need goes, the rest is cleaned and cut.

Whatever an autograded notebook holds, what comes out is a valid notebook whose Markdown, code and
outputs are of a size that a page takes. Escaping and sanitizing are left to the page's filters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode, from_dict

from grading.feedback.markdown import clean_html
from grading.limits import Limits
from grading.outputs import clean_text, safe_outputs

MOST_CELLS = 2_000  # beyond those that are graded
MOST_SOURCE = 100_000  # characters of one cell
MOST_CODE = 1_000_000  # characters of all code
MOST_REPORT = 100_000  # characters of one report's HTML
MOST_TEXT = 300_000  # characters of all Markdown
MOST_PICTURES = 60_000_000  # characters of all pictures, as base64
_LIMITS = Limits(text_kb=2_000, images=100)  # larger than what outputs were cut to when they were made

_NAME = re.compile(r"[\w+#.-]{1,40}", re.ASCII)
_GRADE_ID = re.compile(r"[\w-]{1,200}", re.ASCII)
_FLAGS = ("grade", "solution", "task", "locked")
_PICTURES = ("image/png", "image/jpeg")
_TOO_MUCH = "this notebook holds too much to show all of it here. Open the notebook itself."


@dataclass
class _Room:
    """What is left for all cells together."""

    code: int = MOST_CODE
    text: int = MOST_TEXT
    pictures: int = MOST_PICTURES


def harmless(nb: Mapping) -> NotebookNode:
    """Return a notebook with nothing in it but what a page shows.

    HTML stays as the report of a graded cell, sanitized. Widgets, kinds of output other than text
    and pictures, and metadata other than nbgrader's and tags go. What is too long is cut or
    replaced by a sentence.
    """
    minor = nb.get("nbformat_minor")
    minor = minor if type(minor) is int and 0 <= minor <= 5 else 5
    room = _Room()
    cells: list[dict[str, Any]] = []
    for cell in nb["cells"] if isinstance(nb.get("cells"), list) else []:
        if isinstance(cell, Mapping) and (len(cells) < MOST_CELLS or _about(cell).get("grade")):
            named = {"id": f"cell-{len(cells)}"} if minor == 5 else {}
            cells.append(named | _cell(cell, room))
    return from_dict({"nbformat": 4, "nbformat_minor": minor, "metadata": settings(nb), "cells": cells})


def settings(nb: Mapping) -> dict[str, Any]:
    """Return what of a notebook's own metadata is of use: its language."""
    language = _mapping(_mapping(nb.get("metadata")).get("language_info"))
    name = language.get("name")
    return {"language_info": {"name": name if _fits(_NAME, name) else "python"}}


def _cell(cell: Mapping, room: _Room) -> dict[str, Any]:
    kind = cell.get("cell_type")
    made: dict[str, Any] = {"cell_type": kind if kind in ("code", "markdown") else "raw"}
    tags = _mapping(cell.get("metadata")).get("tags")
    made["metadata"] = {"tags": [tag for tag in tags if _fits(_NAME, tag)][:20]} if isinstance(tags, list) else {}
    about = _about(cell)
    if about:
        made["metadata"]["nbgrader"] = about
    made["source"] = _source(cell.get("source"))
    if kind == "code":
        room.code -= len(made["source"])
        if room.code < 0 and len(made["source"]) > 500:
            made["source"] = f"# Not shown: {_TOO_MUCH}"
        count = cell.get("execution_count")
        made["execution_count"] = count if type(count) is int and count >= 0 else None
        outputs = cell.get("outputs")
        outputs = outputs if isinstance(outputs, list) else []
        safe = _reported(outputs) if about.get("grade") else safe_outputs(outputs, _LIMITS)
        made["outputs"] = [_fitting(output, room) for output in safe]
    elif kind == "markdown":
        room.text -= len(made["source"])
        if room.text < 0:
            made["source"] = f"*Not shown: {_TOO_MUCH}*"
        if attachments := _attachments(cell.get("attachments"), room):
            made["attachments"] = attachments
    return made


def _source(source: Any) -> str:
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    source = source if isinstance(source, str) else ""
    source = source.replace("\r\n", "\n").replace("\r", "\n").replace("\x1b", "")
    return clean_text(source, MOST_SOURCE)


def _about(cell: Mapping) -> dict[str, Any]:
    """nbgrader's metadata of a cell, if it is some; a comment and a score are put in when a page is made."""
    about = _mapping(_mapping(cell.get("metadata")).get("nbgrader"))
    if not _fits(_GRADE_ID, about.get("grade_id")):
        return {}
    points = {"points": about["points"]} if type(about.get("points")) in (int, float) else {}
    return {"grade_id": about["grade_id"], **{flag: about.get(flag) is True for flag in _FLAGS}, **points}


def _reported(outputs: list) -> Iterator[dict[str, Any]]:
    """A graded cell's outputs: the engine's reports are HTML, with text beside it."""
    for output in outputs:
        html = _mapping(_mapping(output).get("data")).get("text/html")
        html = "".join(line for line in html if isinstance(line, str)) if isinstance(html, list) else html
        if isinstance(html, str) and len(html) <= MOST_REPORT:
            yield {"output_type": "display_data", "data": {"text/html": clean_html(html)}, "metadata": {}}
        else:
            yield from safe_outputs([output], _LIMITS)


def _fitting(output: dict[str, Any], room: _Room) -> dict[str, Any]:
    room.pictures -= len(output.get("data", {}).get("image/png", ""))
    if room.pictures >= 0 or "image/png" not in output.get("data", {}):
        return output
    return {"output_type": "stream", "name": "stdout", "text": f"<a picture is not shown: {_TOO_MUCH}>\n"}


def _attachments(attachments: Any, room: _Room) -> dict[str, dict[str, str]]:
    """Pictures attached to a text; whether they are what they say is checked where they are shown."""
    kept: dict[str, dict[str, str]] = {}
    for name, kinds in _mapping(attachments).items():
        for kind in _PICTURES:
            text = _mapping(kinds).get(kind)
            if isinstance(name, str) and isinstance(text, str) and len(text) <= room.pictures:
                room.pictures -= len(text)
                kept.setdefault(name, {})[kind] = text
    return kept


def _mapping(something: Any) -> Mapping:
    return something if isinstance(something, Mapping) else {}


def _fits(pattern: re.Pattern, text: Any) -> bool:
    return isinstance(text, str) and pattern.fullmatch(text) is not None
