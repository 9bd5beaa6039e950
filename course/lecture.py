"""A lecture as its author writes it: a MyST Markdown notebook with tagged cells.

The tags are `exercise`, `check`, `demo` on code cells and `answer`, `quiz` on
Markdown cells; the README says how each is written.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jupytext

from course import quiz
from course.exercise import CourseProblem, Exercise

FOLDER = Path(__file__).parent / "lectures"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
CODE_TAGS = {"exercise", "check", "demo"}
MARKDOWN_TAGS = {"answer", "quiz"}


@dataclass(frozen=True)
class Cell:
    """One cell. role: a tag, or "text" or "code"; name: of its exercise, if it has one."""

    role: str
    source: str
    name: str = ""
    points: float = 0.0
    where: str = ""
    question: quiz.Question | None = None


@dataclass(frozen=True)
class Lecture:
    """name: such as "01_rnn_basics"; exercises: those it checks, in order, quiz included."""

    name: str
    title: str
    minutes: int
    weight: float
    cells: tuple[Cell, ...]
    exercises: Mapping[str, Exercise]


def names(folder: Path = FOLDER) -> list[str]:
    """The names of all lectures, in order."""
    return sorted(path.stem for path in folder.glob("*.md"))


def read(name: str, known: Mapping[str, Exercise], folder: Path = FOLDER) -> Lecture:
    """Read a lecture and see that its cells fit together.

    known: all exercises by name
    Raises CourseProblem with one sentence that names the file, the cell and the mend.
    """
    path = folder / f"{name}.md"
    if not path.is_file():
        raise CourseProblem(f"There is no lecture {name!r}; there are: {', '.join(names(folder)) or 'none'}.")
    try:
        notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="md:myst")
    except Exception as error:  # jupytext passes on whatever its YAML and Markdown readers raise
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CourseProblem(f"{path.name} cannot be read as a MyST notebook: {first}") from error
    for field in ("title", "minutes", "weight"):
        if field not in notebook.metadata:
            raise CourseProblem(f"{path.name}: its front matter has no {field}; add a line '{field}: ...'.")
    cells = tuple(
        _cell(cell, f"{path.name}, cell {number} ({cell.source.splitlines()[0]!r:.50})", known)
        for number, cell in enumerate(notebook.cells, 1)
        if cell.source.strip()
    )
    meta = notebook.metadata
    return Lecture(name, meta.title, meta.minutes, meta.weight, cells, _match(path.name, cells, known))


def _cell(cell, where: str, known: Mapping[str, Exercise]) -> Cell:
    tags = list(cell.metadata.get("tags", []))
    allowed = CODE_TAGS if cell.cell_type == "code" else MARKDOWN_TAGS
    for tag in tags:
        if tag not in allowed:
            raise CourseProblem(
                f"{where}: the tag {tag!r} is not known for a {cell.cell_type} cell; "
                f"known are: {', '.join(sorted(allowed))}."
            )
    if len(tags) > 1:
        raise CourseProblem(f"{where}: a cell has one tag at most, not {' and '.join(tags)}.")
    role = tags[0] if tags else {"code": "code", "markdown": "text"}.get(cell.cell_type, cell.cell_type)
    source, name = cell.source, cell.metadata.get("name", "")
    if role != "exercise" and (BEGIN in source or END in source):
        raise CourseProblem(f"{where}: a solution stands outside of an exercise; tag its cell 'exercise'.")
    match role:
        case "exercise":
            return Cell(role, source, _defined(source, where, known), where=where)
        case "check":
            return Cell(role, source, _checked(source, where), where=where)
        case "quiz":
            return Cell(role, source, name, where=where, question=quiz.parse(name, source, where))
        case "answer":
            points = cell.metadata.get("points")
            if not name or not isinstance(points, (int, float)):
                raise CourseProblem(
                    f"{where}: an answer cell needs a name and points, as in "
                    '+++ {"tags": ["answer"], "name": "reflection_1", "points": 5}.'
                )
            return Cell(role, source, name, float(points), where)
        case "code":
            _parse(source, where)  # magics belong in a demo
            return Cell(role, source, where=where)
        case "demo" | "text":
            return Cell(role, source, where=where)
    raise CourseProblem(f"{where}: a {role} cell has no place in a lecture.")


def _parse(source: str, where: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise CourseProblem(f"{where}: line {error.lineno} is no valid Python: {error.msg}.") from error


def _defined(source: str, where: str, known: Mapping[str, Exercise]) -> str:
    """The exercise that an exercise cell defines."""
    if source.count(BEGIN) != 1 or source.count(END) != 1 or source.find(BEGIN) > source.find(END):
        raise CourseProblem(f"{where}: an exercise needs one '{BEGIN}' and, after it, one '{END}'.")
    defined: list[str] = []
    for node in _parse(source, where).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            defined.append(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            defined += [target.id for target in targets if isinstance(target, ast.Name)]
    exercises = list(dict.fromkeys(name for name in defined if name in known))
    if len(exercises) != 1:
        what = " and ".join(exercises) or f"none of its names ({', '.join(defined) or 'it defines none'})"
        raise CourseProblem(
            f"{where}: an exercise cell defines one exercise of course/exercises, and this one: {what}."
        )
    return exercises[0]


def _checked(source: str, where: str) -> str:
    """The exercise that a check cell names."""
    match _parse(source, where).body:
        case [ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str(name))], []))]:
            return name
    raise CourseProblem(f'{where}: a check cell holds one call and nothing else, check("name").')


def _match(file: str, cells: tuple[Cell, ...], known: Mapping[str, Exercise]) -> dict[str, Exercise]:
    """See that exercises and checks go in pairs, and return the exercises in order."""
    found: dict[str, Exercise] = {}
    written: set[str] = set()
    graded: set[str] = set()
    for cell in cells:
        if cell.role == "exercise":
            if cell.name in written:
                raise CourseProblem(f"{cell.where}: the exercise {cell.name} stands twice in this lecture; remove one.")
            written.add(cell.name)
        elif cell.role in ("check", "quiz", "answer"):
            if cell.name in graded:
                raise CourseProblem(
                    f"{cell.where}: {cell.name} is checked twice in this lecture; remove or rename one."
                )
            graded.add(cell.name)
            if cell.role == "check" and cell.name not in written:
                raise CourseProblem(
                    f"{cell.where}: there is no exercise {cell.name} before this check; "
                    "add its cell, tagged 'exercise', or mend the name."
                )
            if cell.role != "answer":
                found[cell.name] = cell.question.exercise() if cell.question else known[cell.name]
    for name in written - set(found):
        raise CourseProblem(
            f"{file}: the exercise {name} has no check; add a cell tagged 'check' with check(\"{name}\")."
        )
    return found


def each_exercise_once(known: Mapping[str, Exercise], folder: Path = FOLDER) -> None:
    """See that every exercise stands in exactly one lecture. Raises CourseProblem.

    A lecture that cannot be read is passed over: building it says why.
    """
    homes: dict[str, list[str]] = {name: [] for name in known}
    complete = True
    for name in names(folder):
        try:
            for exercise in read(name, known, folder).exercises:
                homes.setdefault(exercise, []).append(name)
        except CourseProblem:
            complete = False
    for exercise, places in homes.items():
        if len(places) > 1:
            raise CourseProblem(f"The exercise {exercise} is checked in {' and in '.join(places)}; remove one.")
        if not places and complete:
            raise CourseProblem(
                f"The exercise {exercise} of course/exercises stands in no lecture: "
                "give it an exercise cell and a check cell, or remove it."
            )
