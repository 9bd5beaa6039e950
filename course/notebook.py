"""From a lecture to the notebook in source/: cells, nbgrader's metadata, the stub.

Everything is deterministic: the same lecture gives the same bytes.
"""

from __future__ import annotations

import hashlib

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.lecture import BEGIN, END, Cell, Lecture

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"  # nbgrader's own


def build(lecture: Lecture) -> nbformat.NotebookNode:
    """Return the instructor's notebook: solutions in, outputs out."""
    cells = [made for cell in lecture.cells for made in _cells(cell, lecture)]
    seen: set[str] = set()
    for cell in cells:
        cell["id"] = _cell_id(cell, seen)
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}, "title": lecture.title}
    return new_notebook(cells=cells, metadata=metadata)


def dumps(notebook: nbformat.NotebookNode) -> str:
    """Return the notebook as the text of its file, ending in a newline."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def stub(source: str) -> str:
    """Return an exercise cell's source as a student gets it.

    The solution is replaced by nbgrader's placeholder; at the top level of a cell
    by nothing, because an error there would stop "Run All" at an untouched value.
    """
    kept: list[str] = []
    inside = False
    for line in source.splitlines():
        if BEGIN in line:
            inside = True
            indent = line[: len(line) - len(line.lstrip())]
            kept += [indent + part for part in STUB.splitlines() if indent]
        elif END in line:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


def solved(source: str) -> str:
    """Return an exercise cell's source with its solution, and without the marks around it."""
    return "\n".join(line for line in source.splitlines() if BEGIN not in line and END not in line).rstrip()


def _cells(cell: Cell, lecture: Lecture) -> list[nbformat.NotebookNode]:
    match cell.role:
        case "text":
            return [new_markdown_cell(cell.source)]
        case "code":
            return [new_code_cell(cell.source)]
        case "demo":
            return [new_code_cell(cell.source, metadata={"tags": ["demo", "skip-execution"]})]
        case "exercise":
            return [_solution(cell.name, cell.source)]
        case "check":
            return [_check(cell.name, lecture)]
        case "quiz":
            question = cell.question
            return [
                _locked(question.name, question.markdown()),
                _solution(question.name, question.code()),
                _check(question.name, lecture),
            ]
        case "answer":
            graded = _nbgrader(f"{cell.name}", solution=True, grade=True, points=cell.points)
            return [_locked(cell.name, cell.source), new_markdown_cell("*Your answer.*", metadata=graded)]
    raise ValueError(cell.role)


def _solution(name: str, source: str) -> nbformat.NotebookNode:
    return new_code_cell(source, metadata=_nbgrader(f"{name}-code", solution=True))


def _check(name: str, lecture: Lecture) -> nbformat.NotebookNode:
    points = lecture.exercises[name].points
    return new_code_cell(f'check("{name}")', metadata=_nbgrader(name, grade=True, locked=True, points=points))


def _locked(name: str, source: str) -> nbformat.NotebookNode:
    return new_markdown_cell(source, metadata=_nbgrader(f"{name}-question", locked=True))


def _nbgrader(grade_id: str, grade=False, locked=False, solution=False, points=None) -> dict:
    settings = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return {"nbgrader": settings | ({} if points is None else {"points": points})}


def _cell_id(cell: nbformat.NotebookNode, seen: set[str]) -> str:
    """A readable id for graded cells, else one made from the text; each once."""
    base = cell.metadata.get("nbgrader", {}).get("grade_id", "").replace(".", "-")
    base = base or hashlib.sha256(cell.source.encode()).hexdigest()[:12]
    number, candidate = 2, base
    while candidate in seen:
        candidate, number = f"{base}-{number}", number + 1
    seen.add(candidate)
    return candidate
