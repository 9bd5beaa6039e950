"""Honest work: one small lecture, its right answers, and what a student may do around them."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch

from course.exercise import PUBLIC_SEED, Case, Exercise, Misconception
from course.keys import exercise_key, hidden_cases, public_cases
from grading.job import Cell, Graded, Job
from grading.limits import Limits
from helpers.checking.how import Choice
from helpers.checking.key import AnswerKey, dumps

LECTURE = "99_small"
FOLDER = Path(__file__).parent / "honest_work"
LIMITS = Limits(cell_seconds=20, check_seconds=10, submission_seconds=60, grace_seconds=2, memory_mb=1024)
IMPORTS = "import numpy as np\nimport torch\n\nfrom helpers import *"
ANSWERS = {
    "scale": "def scale(x, factor):\n    return x * factor",
    "decay": (
        "def decay(xs, keep):\n"
        "    h = torch.zeros(xs.shape[1])\n"
        "    hs = []\n"
        "    for x in xs:\n"
        "        h = keep * h + x\n"
        "        hs.append(h)\n"
        "    return torch.stack(hs)"
    ),
    "quiz_gates": 'quiz_gates = {"a", "c"}',
}


def _decay(xs, keep):
    steps = len(xs)
    weights = torch.tensor([[keep ** (t - k) if k <= t else 0.0 for k in range(steps)] for t in range(steps)])
    return weights.to(xs.dtype) @ xs


def _numbers(*shape):
    return lambda rng: {"x": rng.standard_normal(shape), "factor": float(rng.uniform(2, 3))}


def _tensor(steps, size):
    return lambda rng: {
        "xs": torch.from_numpy(rng.standard_normal((steps, size))),
        "keep": float(rng.uniform(0.2, 0.8)),
    }


EXERCISES = (
    Exercise(
        "scale",
        points=2,
        returns="y",
        by_hand=["torch", "scipy"],
        cases=[Case("three numbers", _numbers(3)), Case("a table", _numbers(2, 4))],
        hidden=[Case("one number", _numbers(1))],
        oracle=np.multiply,
        misconceptions=[Misconception("not_scaled", [lambda x, factor: x * 1.0], hint="The factor is left out.")],
    ),
    Exercise(
        "decay",
        points=3,
        returns="hs",
        by_hand=["torch.nn.RNN", "torch.cumsum"],
        cases=[Case("four steps", _tensor(4, 3)), Case("one step", _tensor(1, 2))],
        hidden=[Case("six steps", _tensor(6, 2))],
        oracle=_decay,
        misconceptions=[Misconception("not_decayed", [lambda xs, keep: xs * 1.0], hint="Nothing is kept.")],
    ),
    Exercise(
        "quiz_gates",
        points=1,
        probe="value",
        returns="your choice",
        cases=[Case("your choice", how=Choice({"a": (True, "So it is."), "b": (False, "No."), "c": (True, "Yes.")}))],
    ),
)
POINTS = {exercise.name: float(exercise.points) for exercise in EXERCISES}


@functools.cache
def keys(seed: str = "secret") -> tuple[bytes, bytes]:
    """The public and the private key of the small lecture, as files."""
    public = {e.name: exercise_key(e, public_cases(e), PUBLIC_SEED) for e in EXERCISES}
    private = {e.name: exercise_key(e, hidden_cases(e), seed) for e in EXERCISES}
    return dumps(AnswerKey(LECTURE, public)), dumps(AnswerKey(LECTURE, private))


@dataclass(frozen=True)
class Work:
    """What one student handed in.

    name: what is odd about it, in words
    own: cells of the student's own, between the imports and the answers
    answers: those that differ from ANSWERS
    between: cells after each answer and before its check; after: cells behind all checks
    shows: texts that must stand in the outputs of the student's own cells
    notes: how many cells are stopped or end Python, and are said to
    error: the name of the error that is shown, if there is to be one; "any" for whatever is
    files: beside the notebook
    """

    name: str
    own: Sequence[str] = ()
    answers: dict[str, str] = field(default_factory=dict)
    between: Sequence[str] = ()
    after: Sequence[str] = ()
    shows: Sequence[str] = ()
    notes: int = 0
    error: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    limits: Limits = LIMITS

    def job(self) -> Job:
        """The job that grades it."""
        cells = [Cell("code", IMPORTS), *(Cell("code", one) for one in self.own)]
        for name, source in (ANSWERS | self.answers).items():
            cells += [Cell("code", source), *(Cell("code", one) for one in self.between), Cell("check", "", name)]
        cells += [Cell("code", one) for one in self.after]
        public, private = keys()
        return Job(LECTURE, tuple(cells), public, private, {"key.safetensors": public} | self.files, self.limits)


_BLOCK = re.compile(r"^```(?P<language>\w+) (?P<role>\S+)\n(?P<text>.*?)^```$", re.M | re.S)
_NOTE = re.compile(r"^- (?P<name>shows|error|stopped or ended|limits): (?P<value>.*)$", re.M)


def written(name: str) -> list[Work]:
    """The works that honest_work/NAME.md describes, each under a heading of its own.

    A block of code says in its first line where it stands: own, between, after, or the name of
    the exercise that it answers. A block of text is a file beside the notebook.
    """
    _, *parts = (FOLDER / f"{name}.md").read_text(encoding="utf-8").split("\n## ")
    return [_work(part) for part in parts]


def _work(part: str) -> Work:
    cells: dict[str, list[str]] = {"own": [], "between": [], "after": []}
    answers, files = {}, {}
    for block in _BLOCK.finditer(part):
        if block["language"] == "text":
            files[block["role"]] = block["text"].encode()
        elif block["role"] in cells:
            cells[block["role"]].append(block["text"].removesuffix("\n"))
        else:
            answers[block["role"]] = block["text"].removesuffix("\n")
    assert set(answers) <= set(ANSWERS), part
    notes: dict[str, list[str]] = {}
    for note in _NOTE.finditer(_BLOCK.sub("", part)):
        notes.setdefault(note["name"], []).append(note["value"])
    limits = dict(pair.split("=") for line in notes.get("limits", ()) for pair in line.split(", "))
    return Work(
        part.partition("\n")[0],
        **cells,
        answers=answers,
        files=files,
        shows=notes.get("shows", ()),
        error="".join(notes.get("error", ())),
        notes=int("".join(notes.get("stopped or ended", "0"))),
        limits=replace(LIMITS, **{name: float(value) for name, value in limits.items()}),
    )


def texts(graded: Graded, job: Job) -> str:
    """All that the cells of a job showed but for its checks, as text."""
    said = []
    for cell, result in zip(job.cells, graded.cells):
        for output in result.outputs if cell.kind != "check" else ():
            said += [output.get("text", ""), output.get("data", {}).get("text/plain", ""), *output.get("traceback", ())]
            said += ["<image>"] if "image/png" in output.get("data", {}) else []
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(said))


def errors(graded: Graded) -> list[str]:
    """The errors that cells showed, by name."""
    return [o["ename"] for result in graded.cells for o in result.outputs if o["output_type"] == "error"]
