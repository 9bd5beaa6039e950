"""A submitted notebook's bytes as a notebook: what can be read is kept, and made valid.

The notebook is built anew from what grading needs: the text and kind of each
cell, its id, its tags, nbgrader's settings, pictures pasted into text. Outputs
and all other metadata are left behind, whatever is in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

from grading.intake.folder import IntakeProblem
from grading.intake.repair import unused_id

MOST_CELLS = 2_000
MOST_PARTS = 500_000  # lists and dicts in a file, because each takes many times its length in memory
_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_TAG = re.compile(r"[^,\s][^,]{0,63}")
_STRING = re.compile(r'"(?:[^"\\]++|\\.?)*+(?:"|\Z)', re.S)  # to the end, if it has none
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_KEPT_SETTINGS = ("grade_id", "grade", "solution", "locked", "task", "points", "checksum")


def read_notebook(data: bytes, where: str) -> tuple[NotebookNode, list[str]]:
    """Return a valid notebook (nbformat 4.5) without outputs, and what was mended, one sentence each.

    where: what to call it
    Raises IntakeProblem if it is none.
    """
    said: list[str] = []
    try:
        content = _parse(data, where, said)
        cells = _cells(content, where, said)
    except (RecursionError, MemoryError):
        raise IntakeProblem(f"{where} cannot be read: it is nested too deeply, or too large.") from None
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode(), cells=cells), said


def _parse(data: bytes, where: str, said: list[str]) -> Any:
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        said.append(f"{text.count(chr(0xFFFD))} characters of {where} could not be read; a � stands for each.")
    if text.count("{") + text.count("[") > MOST_PARTS:
        bare = _STRING.sub("", text)
        if bare.count("{") + bare.count("[") > MOST_PARTS:
            raise IntakeProblem(f"{where} is not accepted: it holds more than {MOST_PARTS:,} lists and dicts.")
    if not text.strip():
        raise IntakeProblem(f"{where} cannot be read as a notebook: it is empty. Ask for the file again.")
    try:
        return _loads(text)
    except json.JSONDecodeError as error:
        raise IntakeProblem(
            f"{where} cannot be read as a notebook: it is no JSON (line {error.lineno}). "
            "It may be incomplete; ask for the file again."
        ) from None


def _loads(text: str) -> Any:
    """JSON, with NaN and control characters in texts if they are there: numbers are not kept anyway."""
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError:
        raise
    except ValueError:  # a whole number of thousands of digits
        return json.loads(text, strict=False, parse_int=lambda _: 0)


def _cells(content: Any, where: str, said: list[str]) -> list[NotebookNode]:
    found = _list(content, "cells")
    if found is None and (sheets := _list(content, "worksheets")):  # nbformat 3 and older
        found = [cell for sheet in sheets for cell in _list(sheet, "cells") or []]
    if found is None:
        raise IntakeProblem(f"{where} is no notebook: it has no cells.")
    if len(found) > MOST_CELLS:
        raise IntakeProblem(f"{where} is not accepted: it has {len(found):,} cells, and {MOST_CELLS:,} are accepted.")
    readable = [cell for cell in found if isinstance(cell, dict)]
    if len(readable) < len(found):
        said.append(f"{len(found) - len(readable)} cells of {where} could not be read and were left out.")
    used: set[str] = set()
    return [_cell(cell, number, used) for number, cell in enumerate(readable, 1)]


def _list(content: Any, name: str) -> list | None:
    value = content.get(name) if isinstance(content, dict) else None
    return value if isinstance(value, list) else None


def _cell(raw: Mapping[str, Any], number: int, used: set[str]) -> NotebookNode:
    kind, source = _kind(raw), _source(raw.get("source", raw.get("input")))
    if raw.get("cell_type") == "heading":  # nbformat 3
        level = raw.get("level")
        source = "#" * (level if type(level) is int and 1 <= level <= 6 else 1) + " " + source
    cell = NotebookNode(cell_type=kind, id=_cell_id(raw, number, used), metadata=_metadata(raw), source=source)
    if kind == "code":
        cell.update(outputs=[], execution_count=None)
    elif pictures := _attachments(raw.get("attachments")):
        cell.attachments = pictures
    return cell


def _kind(raw: Mapping[str, Any]) -> str:
    kind = raw.get("cell_type")
    if kind in ("code", "markdown", "raw"):
        return kind
    ran = {"outputs", "execution_count", "prompt_number", "input"} & set(raw)
    return "code" if ran and kind is None else "markdown"


def _source(value: Any) -> str:
    """Text as nbformat has it, a string or a list of its lines, in characters and line ends that can be written."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    if not isinstance(value, str):
        return ""
    try:
        value.encode()
    except UnicodeEncodeError:  # halves of characters
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _cell_id(raw: Mapping[str, Any], number: int, used: set[str]) -> str:
    theirs = raw.get("id")
    if isinstance(theirs, str) and _CELL_ID.fullmatch(theirs) and theirs not in used:
        used.add(theirs)
        return theirs
    return unused_id(f"cell-{number}", used)


def _metadata(raw: Mapping[str, Any]) -> NotebookNode:
    metadata = raw.get("metadata")
    made = NotebookNode()
    if not isinstance(metadata, dict):
        return made
    if isinstance(metadata.get("tags"), list):
        tags = [_source(tag) for tag in metadata["tags"] if isinstance(tag, str) and _TAG.fullmatch(tag)]
        made.tags = list(dict.fromkeys(tags))[:20]
    theirs = metadata.get("nbgrader")
    if isinstance(theirs, dict):
        made.nbgrader = NotebookNode({key: theirs[key] for key in _KEPT_SETTINGS if _simple(theirs.get(key))})
    return made


def _simple(value: Any) -> bool:
    return isinstance(value, (bool, int, float)) or (isinstance(value, str) and len(value) <= 128)


def _attachments(raw: Any) -> NotebookNode:
    """Pictures that were pasted into a text: name → kind → base64."""
    made = NotebookNode()
    for name, kinds in raw.items() if isinstance(raw, dict) else ():
        for kind in _PICTURES:
            picture = kinds.get(kind) if isinstance(kinds, dict) else None
            if isinstance(picture, list):
                picture = "".join(line for line in picture if isinstance(line, str))
            if isinstance(picture, str) and _BASE64.fullmatch(picture) and len(name) <= 200:
                made[_source(name)] = NotebookNode({kind: picture})
    return made
