"""Correct work gets full marks, always, whatever honest students do around it."""

from __future__ import annotations

import re
from dataclasses import replace

import nbclient
import nbformat
import pytest

from course.exercise import Exercise, exercises
from course.keys import exercise_key, hidden_cases
from course.lecture import Lecture, read
from course.notebook import solved
from course.paths import Paths
from course.written import NotWritable, as_answer
from grading.job import CHECK, CODE, Cell, Graded, Job
from helpers.checking.key import AnswerKey, dumps
from tests.conftest import ROOT
from tests.grading.honest import ANSWERS, FOLDER, POINTS, Work, errors, texts, written

WRITTEN = {place.stem: written(place.stem) for place in sorted(FOLDER.glob("*.md"))}

# What a text file cannot hold, or would hold at great length.
ODD = [
    Work(
        "Windows line ends",
        ["if True:\r\n    print('yes')\r\n"],
        {"scale": ANSWERS["scale"].replace("\n", "\r\n")},
        shows=["yes"],
    ),
    Work("old Mac line ends", answers={"scale": ANSWERS["scale"].replace("\n", "\r")}),
    Work("tabs", answers={"scale": "def scale(x, factor):\n\tif True:\n\t\treturn x * factor"}),
    Work("a form feed", answers={"scale": ANSWERS["scale"] + "\n\f\n"}),
    Work("a hard space in a comment", answers={"scale": ANSWERS["scale"] + "  #\u00a0so"}),
    Work("a blank cell", ["  \n\t\n", ""]),
    Work("characters that turn the text", ["print('\u202eesrever')"]),
    Work("a hundred cells", [*(f"v{n} = {n}" for n in range(100)), "v99"], shows=["99"]),
    Work("a very long cell", [f"x = '{'a' * 2_000_000}'\nprint(len(x))"], shows=["2000000"]),
]
MIN_WORKS = 340


def test_there_are_as_many_works_as_were_written():
    names = [work.name for works in WRITTEN.values() for work in works]
    assert len(set(names)) == len(names) >= MIN_WORKS


def _check(work: Work, graded: Graded, job: Job) -> None:
    said = texts(graded, job)
    lost = {one.name: (one.points, one.reason) for one in graded.exercises if one.points < POINTS[one.name]}
    assert not lost and len(graded.exercises) == len(POINTS), said
    assert [text for text in work.shows if text not in said] == [], said[-2000:]
    assert len(graded.problems) == work.notes, graded.problems
    if work.error != "any":
        assert set(errors(graded)) == ({work.error} if work.error else set()), said[-2000:]


@pytest.mark.parametrize(
    "work", [pytest.param(work, id=f"{name}: {work.name}") for name, works in WRITTEN.items() for work in works]
)
def test_full_marks_for(work, grade):
    job = work.job()
    _check(work, grade(job), job)


@pytest.mark.parametrize("work", [pytest.param(work, id=work.name) for work in ODD])
def test_full_marks_with(work, grade):
    job = work.job()
    _check(work, grade(job), job)


def test_after_all_of_that_honest_work_is_still_right(grade):
    work = Work("nothing odd", ["print('plain')"], shows=["plain"])
    _check(work, grade(work.job()), work.job())


# The course's own exercises


@pytest.fixture(scope="module")
def lecture() -> Lecture:
    return read("01_rnn_basics", exercises())


@pytest.fixture(scope="module")
def hidden(lecture) -> bytes:
    """The lecture's private key, without its misconceptions, which take long to observe and are not needed here."""
    plain: list[Exercise] = [replace(exercise, misconceptions=()) for exercise in lecture.exercises.values()]
    return dumps(AnswerKey(lecture.name, {one.name: exercise_key(one, hidden_cases(one), "seed") for one in plain}))


def _job(lecture: Lecture, hidden: bytes, answers: dict[str, str]) -> Job:
    """The lecture's solution, with some other answers."""
    notebook, key = Paths(ROOT).source_files(lecture.name)
    cells = []
    for cell in nbformat.read(notebook, 4).cells:
        own = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or "skip-execution" in cell.metadata.get("tags", []):
            continue
        name = own.get("grade_id", "")
        source = answers.get(name.removesuffix("-code"), solved(cell.source)) if own.get("solution") else cell.source
        cells.append(Cell(CHECK, "", name) if own.get("grade") else Cell(CODE, source))
    return Job(lecture.name, tuple(cells), key.read_bytes(), hidden)


def _written(exercise: Exercise) -> list[str]:
    """The exercise's variants as answer cells."""
    found = []
    for variant in exercise.variants:
        try:
            found.append(as_answer(variant, exercise.name))
        except NotWritable:
            continue
    return found


def test_the_lectures_own_solution_and_every_variant_gets_full_marks(lecture, hidden, grade):
    ways = {name: _written(exercise) for name, exercise in lecture.exercises.items() if exercise.probe == "call"}
    assert all(ways.values())
    for number in range(-1, max(map(len, ways.values()))):
        answers = {name: found[number % len(found)] for name, found in ways.items() if number >= 0}
        graded = grade(_job(lecture, hidden, answers))
        lost = [(one.name, one.reason) for one in graded.exercises if one.points < one.max_points]
        assert not lost and len(graded.exercises) == len(lecture.exercises), (number, lost)
        assert not graded.problems and not graded.attention and not errors(graded)


# What is shown is what a kernel shows

SHOWN = [
    "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')",
    "x = [1, 2]\nx",
    "x;",
    "display(3, 'four')\n5",
    "1 / 0",
    "def f():\n    raise KeyError('größer')\nf()",
    "print(_, __name__, len(In))",
    "from IPython.display import clear_output\nprint('old')\nclear_output()\nprint('new')",
    "handle = display('old', display_id=True)\nprint('between')\nhandle.update('new')",
    "%%capture caught\nprint('kept')",
    "print(caught.stdout)",
    "%%bash\necho shell",
    "words = !echo a; echo b\nwords",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "import asyncio\nawait asyncio.sleep(0, 'slept')",
    "sys.exit(3)",
    "%nosuchmagic",
    "%precision 2\n1 / 3",
]


def _shown(outputs: list) -> list[str]:
    """Outputs as they are compared: each stream as one text, of data the text, of errors the name and its words."""
    streams = {"stdout": "", "stderr": ""}
    said = []
    for output in outputs:
        kind = output["output_type"]
        if kind == "stream":
            streams[output["name"]] += output["text"].replace("\r\n", "\n")
        elif kind == "error":
            said.append(f"{output['ename']}: {output['evalue']}")
        else:
            data = output["data"]
            said.append(re.sub(r" at 0x\w+", "", f"{kind} {data['text/plain']} {'image/png' in data}"))
    return [*streams.values(), *said]


def test_cells_show_what_they_show_in_a_kernel(grade, tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in SHOWN])
    nbclient.NotebookClient(notebook, allow_errors=True, resources={"metadata": {"path": str(tmp_path)}}).execute()
    graded = grade(Job("shown", tuple(Cell(CODE, source) for source in SHOWN)))
    for source, cell, result in zip(SHOWN, notebook.cells, graded.cells, strict=True):
        assert _shown(result.outputs) == _shown(cell.outputs), source
