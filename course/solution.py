"""The lecture's own solution of an exercise, for a learner who has tried it first.

What counts as a try is read from the learner's saved notebook; nothing of it is run.
`c.Solutions.show = False` in nbgrader_config.py switches this off for a class. That is no
lock: whoever has course/ or source/ can read the solutions there.
"""

from __future__ import annotations

import ast
import difflib
import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from traitlets import Bool, TraitError
from traitlets.config import Configurable
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from course.attempt import PLACEHOLDER_KEPT, UNTOUCHED, idle, what_is_missing
from course.notebook import solved, stub
from course.paths import Paths
from helpers.checking.how import Choice
from helpers.checking.key import load
from helpers.checking.probes import defines
from helpers.checking.values import plain
from helpers.errors import UnrolledError

_WIDTH = 96
_SAVE = "run its check, save the notebook (Ctrl+S: only the saved file is read here), then ask again"


class NoSolution(UnrolledError):
    """A solution is not shown; the message says why, and what to do."""


class Solutions(Configurable):
    """What nbgrader_config.py can set for this command."""

    show = Bool(True, help="Whether `course solution NAME` shows learners who have tried a solution.").tag(config=True)


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook's file. kind: "code" or "markdown"; grade_id: nbgrader's, if it has one."""

    kind: str
    grade_id: str
    source: str
    graded: bool = False


@dataclass(frozen=True)
class Entry:
    """An exercise in its lecture. section: the heading above it; question: of a quiz, in Markdown."""

    name: str
    lecture: str
    section: str
    source: str
    question: str = ""


def solution(paths: Paths, name: str) -> str:
    """Return the lecture's solution of the exercise `name` as Python that can be pasted into a cell.

    What is said beside it stands in comments. Raises NoSolution if solutions are switched off, if
    there is no such exercise, or if the learner's notebook in work/ shows no try of it yet.
    """
    if not _switched_on(paths.root):
        raise NoSolution("Your instructor has switched solutions off for this course.")
    entry = _find(paths, name)
    _ask_for_a_try(paths, entry)
    return _as_python(paths, entry)


def _switched_on(root: Path) -> bool:
    """What the course folder's nbgrader_config.py says, read as nbgrader reads it."""
    try:
        config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
        return Solutions(config=config).show
    except ConfigFileNotFound:
        return True
    except TraitError as error:
        raise NoSolution("In nbgrader_config.py, c.Solutions.show must be True or False.") from error
    except Exception as error:  # it is a program: it may raise whatever it likes
        raise NoSolution(f"nbgrader_config.py cannot be read: {type(error).__name__}: {plain(str(error))}") from error


# Where the solution is


def _find(paths: Paths, name: str) -> Entry:
    entries: dict[str, Entry] = {}
    unread: list[str] = []
    for folder in sorted(path for path in paths.source.glob("*") if path.is_dir()):
        try:
            cells = read(folder / f"{folder.name}.ipynb")
        except NoSolution:
            unread.append(paths.relative(folder / f"{folder.name}.ipynb"))
            continue
        if any(cell.kind == "markdown" and cell.graded and cell.grade_id == name for cell in cells):
            raise NoSolution(f"{name} is an open question, marked by a person: it has no solution here.")
        entries = {entry.name: entry for entry in _entries(folder.name, cells)} | entries
    if name in entries:
        return entries[name]
    if not entries:
        raise NoSolution("There are no lectures in source/: run `course build` first.")
    unreadable = f" ({' and '.join(unread)} cannot be read; run `course build`.)" if unread else ""
    raise NoSolution(f"There is no exercise {plain(name, 60)!r}; {_instead(name, entries)}{unreadable}")


def _entries(lecture: str, cells: Sequence[Cell]) -> Iterator[Entry]:
    section = ""
    questions = {cell.grade_id: cell.source for cell in cells if cell.kind == "markdown"}
    for cell in cells:
        if cell.kind == "markdown":
            section = _last_heading(cell.source) or section
        elif cell.grade_id.endswith("-code"):
            name = cell.grade_id.removesuffix("-code")
            yield Entry(name, lecture, section, cell.source, questions.get(f"{name}-question", ""))


def _last_heading(markdown: str) -> str:
    """The last heading of a Markdown cell, as plain text."""
    text = re.sub(r"^(```|~~~).*?^\1", "", markdown, flags=re.M | re.S)
    headings = re.findall(r"^#{1,6} +(.+?) *#*$", text, flags=re.M)
    return headings[-1].replace("`", "") if headings else ""


def _instead(name: str, entries: Mapping[str, Entry]) -> str:
    """What may have been meant: close names, or all of them."""
    by_lower = {known.lower(): known for known in entries}
    close = difflib.get_close_matches(name.lower(), by_lower, n=3)
    if close:
        return f"did you mean {' or '.join(by_lower[one] for one in close)}?"
    lectures: dict[str, list[str]] = {}
    for entry in entries.values():
        lectures.setdefault(entry.lecture, []).append(entry.name)
    return "there are " + "; ".join(f"{', '.join(lectures[one])} in {one}" for one in sorted(lectures)) + "."


# Whether the learner has tried


def _ask_for_a_try(paths: Paths, entry: Entry) -> None:
    """Raise NoSolution unless the learner's notebook, as saved, holds a try of the exercise."""
    name, folder = entry.name, paths.work / entry.lecture
    own = [path for path in folder.glob("*.ipynb") if path.is_file() and not path.name.startswith(".")]
    own.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)  # copies: the one changed last
    do = "choose the codes that you think true" if entry.question else "write an answer of your own"
    if not own:
        where = paths.relative(folder)
        raise NoSolution(f"There is no notebook of yours in {where}/: start with `course lab`, {do}, {_SAVE}.")
    unread: list[str] = []
    for path in own:
        try:
            cells = _cells_of(name, read(path))
        except NoSolution:
            unread.append(paths.relative(path))
            continue
        if not cells:
            continue
        asked = _stub(paths, entry)
        problems = {what_is_missing(cell.source, asked, name) for cell in cells}
        if "" in problems:
            return
        problem = UNTOUCHED
        if PLACEHOLDER_KEPT in problems:
            problem, do = PLACEHOLDER_KEPT, "take that line out"
        which = ", the one changed last," if len(own) > 1 else ""
        when = datetime.fromtimestamp(path.stat().st_mtime)
        saved = f"{paths.relative(path)}{which} as saved at {when:%H:%M on %Y-%m-%d}"
        also = f" ({' and '.join(unread)} cannot be read.)" if unread else ""
        raise NoSolution(f"In {saved}, {name} {problem}: {do}, {_SAVE}.{also}")
    if len(unread) == len(own):
        file = " and ".join(unread)
        raise NoSolution(f"{file} cannot be read: rename it, run `course lab` for a fresh copy, {do}, {_SAVE}.")
    released = paths.relative(paths.release / entry.lecture)
    raise NoSolution(
        f"No notebook of yours in {paths.relative(folder)}/ has a cell that defines {name}: "
        f"copy it from the lecture in {released}/, {do}, {_SAVE}."
    )


def _cells_of(name: str, cells: Sequence[Cell]) -> list[Cell]:
    """The cells that may hold the answer: the exercise's own (or copies of it), and others that define the name."""
    code = [cell for cell in cells if cell.kind == "code"]
    return [cell for cell in code if cell.grade_id == f"{name}-code" or defines(name, cell.source)]


def _stub(paths: Paths, entry: Entry) -> str:
    """The exercise's cell as it was handed out."""
    try:
        cells = read(paths.release / entry.lecture / f"{entry.lecture}.ipynb")
    except NoSolution:
        cells = []
    released = [cell.source for cell in cells if cell.grade_id == f"{entry.name}-code"]
    return released[0] if released else stub(entry.source)


# What is shown


def _as_python(paths: Paths, entry: Entry) -> str:
    """The solution, with where it stands, and for a quiz the question and the reasons, as comments."""
    where = f', section "{entry.section}"' if entry.section else ""
    said = [f"{entry.name}, as lecture {entry.lecture} solves it{where}"]
    options = _options(paths, entry) if entry.question else {}
    if options:
        said += ["", *entry.question.splitlines(), ""]
        said += [f"`{code}` is {'true' if right else 'not true'}: {why}" for code, (right, why) in options.items()]
    else:
        said += ["Other ways are right too, if the check passes."]
    return "\n".join([*map(_comment, said), "", _solved(entry)]) + "\n"


def _options(paths: Paths, entry: Entry) -> Mapping[str, tuple[bool, str]]:
    """For each option of a quiz whether it is true, and the reason."""
    key = load(paths.source_files(entry.lecture)[1]).exercise(entry.name)
    hows = [case.how for case in key.cases if isinstance(case.how, Choice)]
    return hows[0].options if hows else {}


def _comment(line: str) -> str:
    return textwrap.fill(line, _WIDTH, initial_indent="# ", subsequent_indent="#   ").rstrip() or "#"


def _solved(entry: Entry) -> str:
    """The exercise's cell with its solution; a value that the solution replaces is left out."""
    source = solved(entry.source)
    lines: list[str | None] = list(source.splitlines())
    for statement in ast.parse(source).body[:-1]:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == entry.name and idle(statement):
            lines[statement.lineno - 1 : statement.end_lineno] = [None] * (statement.end_lineno - statement.lineno + 1)
    return "\n".join(line for line in lines if line is not None)


# Reading


def read(path: Path) -> list[Cell]:
    """Return the cells of a notebook's file. Raises NoSolution if it is no notebook."""
    try:
        return [_cell(cell) for cell in json.loads(path.read_bytes())["cells"]]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NoSolution(f"{path} cannot be read as a notebook.") from error


def _cell(data: Mapping) -> Cell:
    source, own = data["source"], data.get("metadata", {}).get("nbgrader", {})
    text = source if isinstance(source, str) else "".join(source)
    return Cell(data["cell_type"], str(own.get("grade_id", "")), text, bool(own.get("grade")))
