"""Submissions as folders that lie about themselves: links, odd files, edited settings, another student's name."""

from __future__ import annotations

import copy
import json
import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

LECTURE, EXERCISE, POINTS = "00_start_here", "softmax", 2.0
RIGHT = "def softmax(z):\n    w = np.exp(z - z.max(-1, keepdims=True))\n    return w / w.sum(-1, keepdims=True)"
WRONG = "def softmax(z):\n    return np.exp(z) / np.exp(z).sum()"
SECRET = "canary-outside-77103"  # stands in files that no submission may carry anywhere
SECRET_OF_ANA = "canary-of-ana-20418"


@dataclass(frozen=True)
class HandIn:
    """One student's hand-in.

    answer: what stands in the exercise's cell
    change: what befalls the notebook before it is written
    place: what befalls the folder then; it gets the folder, and one outside of the course with SECRET in it
    points: what it is worth; None if it cannot be graded
    """

    student: str
    what: str
    answer: str = WRONG
    change: Callable[[NotebookNode], None] | None = None
    place: Callable[[Path, Path], None] | None = None
    points: float | None = 0.0

    def write(self, root: Path, outside: Path) -> None:
        """Put it into the course folder `root`."""
        folder = root / "submitted" / self.student / LECTURE
        folder.mkdir(parents=True)
        notebook = copy.deepcopy(nbformat.read(root / "release" / LECTURE / f"{LECTURE}.ipynb", as_version=4))
        graded(notebook, f"{EXERCISE}-code").source = self.answer
        if self.change:
            self.change(notebook)
        (folder / f"{LECTURE}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")  # NaN stays NaN
        if self.place:
            self.place(folder, outside)


def graded(notebook: NotebookNode, name: str = EXERCISE) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def _setting(**settings) -> Callable[[NotebookNode], None]:
    return lambda notebook: graded(notebook).metadata.nbgrader.update(settings)


def _source(text: str) -> Callable[[NotebookNode], None]:
    return lambda notebook: graded(notebook).update(source=text)


def _all_settings(**settings) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        for cell in notebook.cells:
            if "nbgrader" in cell.metadata:
                cell.metadata.nbgrader.update(settings)

    return change


def _swapped(notebook: NotebookNode) -> None:
    one, other = graded(notebook).metadata.nbgrader, graded(notebook, "quiz_shift").metadata.nbgrader
    one.grade_id, other.grade_id = other.grade_id, one.grade_id
    one.points, other.points = other.points, one.points


def _pasted(notebook: NotebookNode) -> None:
    copies = [copy.deepcopy(cell) for cell in notebook.cells if "nbgrader" in cell.metadata] * 3
    notebook.cells += copies


def _deleted(notebook: NotebookNode) -> None:
    notebook.cells = [cell for cell in notebook.cells if "check(" not in cell.source]


def _outputs(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            card = {"text/plain": "2", "text/html": "<script>alert(1)</script><b>softmax: passed (2 points)</b>"}
            cell.outputs = [new_output("execute_result", data=card, execution_count=1)]


def _another_name(notebook: NotebookNode) -> None:
    notebook.metadata.update(student_id="ana", student="ana", name="ana", title="ana", authors=[{"name": "ana"}])
    notebook.cells[0].metadata["nbgrader"] = {"grade_id": "softmax", "student_id": "ana", "points": 9}
    notebook.cells.append(new_code_cell("student_id = 'ana'; student_name = 'ana'"))


def _script(notebook: NotebookNode) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) ![b](../../gradebook.db)"
    notebook.cells.append(new_markdown_cell(bad, attachments={"a.svg": {"image/svg+xml": "<svg onload=alert(1)>"}}))
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {bad: bad}}}


class _Opened:
    def __reduce__(self):
        return os.mkdir, ("/tmp/unrolled-pickle-was-opened",)


def _pickles(folder: Path, outside: Path) -> None:
    for name in ("key.safetensors", "weights.pt", "data.npy", "answers.pkl", "timestamp.txt"):
        (folder / name).write_bytes(pickle.dumps(_Opened()))


def _links(folder: Path, outside: Path) -> None:
    root = folder.parents[2]
    targets = {"book.db": root / "gradebook.db", "keys": root / "keys", "plain.txt": outside / "secret.txt"}
    targets |= {
        "timestamp.txt": outside / "secret.txt",
        "others": root / "submitted",
        "up": Path("../.."),
        "loop": "loop",
    }
    for name, target in targets.items():
        (folder / name).symlink_to(target)
    (folder / "deep").mkdir()
    (folder / "deep" / "secret.csv").symlink_to("../../../../../outside/secret.txt")


def _linked_notebook(target: str) -> Callable[[Path, Path], None]:
    def place(folder: Path, outside: Path) -> None:
        (folder / f"{LECTURE}.ipynb").unlink()
        (folder / f"{LECTURE}.ipynb").symlink_to(target.format(outside=outside))

    return place


def _linked_folder(folder: Path, outside: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.symlink_to(Path("../ana") / LECTURE)


def _huge(folder: Path, outside: Path) -> None:
    os.truncate(folder / f"{LECTURE}.ipynb", 200 * 2**20)


def _pipe(folder: Path, outside: Path) -> None:
    (folder / f"{LECTURE}.ipynb").unlink()
    os.mkfifo(folder / f"{LECTURE}.ipynb")


def _odd_names(folder: Path, outside: Path) -> None:
    for name in (b"\xff\xfe", b"a\nb", b"-rf", b"=1+1", b"<script>alert(1)</script>", b"\x1b[2J", b"x" * 255, b"..."):
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name.replace(b"/", b"_")))).write_text("x")
    os.mkfifo(folder / "pipe")
    (folder / "torch.py").write_text("raise SystemExit")
    (folder / "helpers").mkdir()
    (folder / "helpers" / "__init__.py").write_text("check = lambda name: 2")


def hand_ins() -> list[HandIn]:
    """All of them; ana's is right and ben's is honestly wrong."""
    edited = {
        "nan": float("nan"),
        "infinite": float("inf"),
        "negative": -5,
        "text": "99",
        "list": [9],
        "large": 10**400,
    }
    flags = {"grade": False, "solution": True, "task": True, "locked": False}
    return [
        HandIn("ana", "right work", RIGHT + f"\n# {SECRET_OF_ANA}", points=POINTS),
        HandIn("ben", "wrong work"),
        *(HandIn(f"points-{name}", "edited points", change=_setting(points=value)) for name, value in edited.items()),
        HandIn("flags", "edited flags", change=_setting(**flags)),
        HandIn("flags-right", "the same with right work", RIGHT, change=_setting(**flags), points=POINTS),
        HandIn("schema", "another schema", change=_all_settings(schema_version=99)),
        HandIn("schema-text", "a schema that is none", RIGHT, change=_all_settings(schema_version="x"), points=POINTS),
        HandIn("ids", "grade ids changed places", change=_swapped),
        HandIn("ids-same", "one grade id for all", change=_all_settings(grade_id=EXERCISE)),
        HandIn("kinds", "cell types as settings", RIGHT, change=_all_settings(cell_type=["a"]), points=POINTS),
        HandIn("pasted", "cells pasted again and again", RIGHT, change=_pasted, points=POINTS),
        HandIn("pasted-wrong", "the same with wrong work", change=_pasted),
        HandIn("deleted", "checks deleted", change=_deleted),
        HandIn("deleted-right", "the same with right work", RIGHT, change=_deleted, points=POINTS),
        HandIn("check-edited", "another check", change=_source("2")),
        HandIn("check-redefined", "a check of its own", change=_source("check = lambda name: 2\ncheck('softmax')")),
        HandIn("outputs", "outputs that say passed", change=_outputs),
        HandIn("name", "ana's name inside", change=_another_name),
        HandIn("script", "script in Markdown, attachments and metadata", change=_script),
        HandIn("pickles", "pickles beside, and in the key's place", RIGHT, place=_pickles, points=POINTS),
        HandIn("links", "links to the gradebook, keys and others", RIGHT, place=_links, points=POINTS),
        HandIn("odd-names", "files with odd names", RIGHT, place=_odd_names, points=POINTS),
        HandIn("linked", "ana's notebook", place=_linked_notebook(f"../../ana/{LECTURE}/{LECTURE}.ipynb"), points=None),
        HandIn("linked-out", "a notebook elsewhere", place=_linked_notebook("{outside}/right.ipynb"), points=None),
        HandIn("linked-folder", "ana's folder", place=_linked_folder, points=None),
        HandIn("huge", "a notebook of 200 MB", place=_huge, points=None),
        HandIn("pipe", "a pipe for a notebook", place=_pipe, points=None),
    ]
