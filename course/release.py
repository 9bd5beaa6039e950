"""From source/ to release/: what a student gets, by nbgrader's own generate_assignment."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions as NbgraderClearSolutions

from course.answers import answers
from course.exercise import CourseProblem, exercises
from course.keys import private_key
from course.lecture import BEGIN, names, read
from course.nbgrader_api import open_api, why_it_failed
from course.notebook import stub
from course.paths import Paths
from helpers.checking.key import dumps


class ClearSolutions(NbgraderClearSolutions):
    """nbgrader's, except that at a cell's top level a solution leaves no `raise` behind."""

    def _replace_solution_region(self, cell, language):
        before = cell.source
        replaced = super()._replace_solution_region(cell, language)
        if any(line.startswith(BEGIN) for line in before.splitlines()):
            cell.source = stub(before)
        return replaced


def preprocessors() -> list[type]:
    """nbgrader's steps of generate_assignment, with our ClearSolutions in place of its own."""
    steps = GenerateAssignment.preprocessors.default()
    return [ClearSolutions if step is NbgraderClearSolutions else step for step in steps]


def release(paths: Paths, lectures: Sequence[str] = ()) -> list[str]:
    """Generate release/, register the lectures in the gradebook, write the private keys.

    lectures: folders of source/; all by default. Returns the names released.
    Raises CourseProblem when one cannot be released; the others are.
    """
    wanted = list(lectures) or _folders(paths.source)
    for name in wanted:
        if not (paths.source / name).is_dir():
            raise CourseProblem(f"There is no {name} in {paths.relative(paths.source)}/; run `course build` first.")
    write_private_keys(paths, [name for name in wanted if name in names(paths.lectures)])
    generate(paths.root, wanted)
    return wanted


def generate(root: Path, lectures: Sequence[str]) -> None:
    """Run nbgrader's generate_assignment in the course folder `root`."""
    api = open_api(root)
    problems = []
    for name in lectures:
        result = api.generate_assignment(name, force=True, create=True)
        if not result["success"]:
            problems.append(f"{name} could not be released: {why_it_failed(result)}")
    if problems:
        raise CourseProblem("\n".join(problems))


def _folders(room: Path) -> list[str]:
    return sorted(path.name for path in room.iterdir() if path.is_dir())


def write_private_keys(paths: Paths, lectures: Sequence[str]) -> None:
    """Write keys/<lecture>.safetensors, from a secret seed that is drawn once and kept in keys/."""
    seed_path = paths.keys / "seed"
    if not seed_path.is_file():
        paths.keys.mkdir(exist_ok=True)
        seed_path.touch(mode=0o600)
        seed_path.write_text(secrets.token_hex(32))
    known = exercises()
    for name in lectures:
        lecture = read(name, known, paths.lectures)
        solutions = {exercise: answer.solution for exercise, answer in answers(lecture).items()}
        key = private_key(lecture, seed_path.read_text().strip(), solutions)
        path = paths.keys / f"{name}.safetensors"
        path.touch(mode=0o600)
        path.write_bytes(dumps(key))


def refresh(paths: Paths, write: bool) -> list[str]:
    """Compare release/ with what source/ gives, without touching the gradebook.

    write: bring release/ up to date. Returns what differed, as sentences.
    """
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "course"
        copy_course(paths, made)
        generate(made, _folders(paths.source))
        differences = _differences(paths.release, made / "release")
        if write and differences:
            for path in paths.release.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            shutil.copytree(made / "release", paths.release, dirs_exist_ok=True)
        return differences


def copy_course(paths: Paths, into: Path) -> None:
    """Make a course folder with the same settings and source/, from which the rest can be made."""
    into.mkdir(parents=True, exist_ok=True)
    shutil.copy(paths.root / "nbgrader_config.py", into)
    shutil.copytree(paths.source, into / "source", dirs_exist_ok=True)


def _differences(committed: Path, made: Path) -> list[str]:
    files = {p.relative_to(root) for root in (committed, made) for p in root.rglob("*") if p.is_file()}
    found = []
    for file in sorted(files):
        old, new = committed / file, made / file
        if not new.is_file():
            found.append(f"release/{file.as_posix()} has no source any more")
        elif not old.is_file() or old.read_bytes() != new.read_bytes():
            found.append(f"release/{file.as_posix()} is not what source/ gives")
    return found
