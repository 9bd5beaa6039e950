"""Build source/ from the lectures: prove every exercise, then write notebook and key.

A build that changes nothing is quick: a cache beside the course remembers what
each lecture was built from and what came out, and a lecture with the same
fingerprints is left alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from course.paths import Paths

if TYPE_CHECKING:
    from course.proofs import Answered


@dataclass(frozen=True)
class Built:
    """What became of one lecture: "unchanged", "written", "stale" or "refused", and why."""

    lecture: str
    state: str
    problems: tuple[str, ...] = ()


@dataclass
class Cache:
    """Fingerprints of lectures that were built and proven."""

    path: Path
    known: dict[str, dict] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Cache:
        try:
            return cls(path, dict(json.loads(path.read_text())))
        except (OSError, ValueError, TypeError):
            return cls(path)

    def homes(self, lecture: str) -> list[str]:
        """Where the lecture's exercises came from when it was built last."""
        entry = self.known.get(lecture)
        return list(entry.get("exercises", [])) if isinstance(entry, dict) else []

    def holds(self, what: str, entry: dict) -> bool:
        return self.known.get(what) == entry

    def note(self, what: str, entry: dict) -> None:
        self.known[what] = entry
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.known, indent=1))


def fingerprint(files: Sequence[Path]) -> str:
    """A digest of the files' names and contents; a missing file counts as such."""
    digest = hashlib.sha256()
    for path in files:
        content = path.read_bytes() if path.is_file() else b"missing"
        digest.update(f"{path.name} {len(content)} ".encode() + content)
    return digest.hexdigest()


def lecture_entry(paths: Paths, name: str, exercises: Sequence[str]) -> dict:
    """What the cache says of a lecture: what it is made from, and what came out.

    exercises: modules and packages in course/exercises. What helpers/ has for demos alone is left out.
    """
    rooms = [paths.course, paths.course / "exercises", paths.helpers, paths.helpers / "checking"]
    code = [path for room in rooms for path in sorted(room.glob("*.py"))]
    for own in exercises:
        place = paths.course / "exercises" / own
        code += sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    made_from = fingerprint([paths.lectures / f"{name}.md", *code, paths.root / "requirements.txt"])
    return {"exercises": list(exercises), "made from": made_from, "gives": fingerprint(paths.source_files(name))}


def build(
    paths: Paths, names: Sequence[str] = (), check: bool = False, say: Callable[[str], None] = print
) -> list[Built]:
    """Build the lectures of those names, or all.

    check: write nothing; a lecture whose committed files are not up to date is "stale"
    say: takes a line on progress
    """
    cache = Cache.open(paths.cache / "build.json")
    wanted = list(names) or sorted(path.stem for path in paths.lectures.glob("*.md"))
    waiting = [name for name in wanted if not cache.holds(name, lecture_entry(paths, name, cache.homes(name)))]
    done = {name: Built(name, "unchanged") for name in wanted}
    if waiting:
        for built, homes in _build(paths, waiting, check, say):
            done[built.lecture] = built
            if built.state in ("unchanged", "written"):
                cache.note(built.lecture, lecture_entry(paths, built.lecture, homes))
    return list(done.values())


def _build(
    paths: Paths, names: Sequence[str], check: bool, say: Callable[[str], None]
) -> list[tuple[Built, list[str]]]:
    """What became of each lecture, and where its exercises come from."""
    # Imported here, because a build that changes nothing needs none of this.
    from course import lecture
    from course.exercise import CourseProblem, exercises, homes
    from course.proofs import answered, prove_apart, prove_lectures

    known, home = exercises(), homes()
    lecture.each_exercise_once(known, paths.lectures)
    built: list[tuple[Built, list[str]]] = []
    readable = []
    for name in names:
        say(f"reading {name}")
        try:
            readable.append(answered(paths, name, known))
        except CourseProblem as problem:
            built.append((Built(name, "refused", (str(problem),)), []))
    if len(readable) > 1:
        proofs = prove_apart(paths, [one.lecture.name for one in readable], say)
    else:
        proofs = prove_lectures(paths, readable, say=say)
    for one in readable:
        problems = [line for name in one.lecture.exercises for line in proofs[name].account()]
        made = Built(one.lecture.name, "refused", tuple(problems)) if problems else _write(paths, one, check)
        built.append((made, sorted({home[name] for name in one.lecture.exercises if name in home})))
    return built


def _write(paths: Paths, one: Answered, check: bool) -> Built:
    """Write the lecture's notebook and key where they differ from what is committed."""
    from course import notebook
    from course.keys import still_right
    from course.proofs import released_key
    from helpers.checking.key import dumps

    name = one.lecture.name
    notebook_path, key_path = paths.source_files(name)
    key = dumps(released_key(one))
    if key_path.is_file() and still_right(key_path.read_bytes(), key):
        key = key_path.read_bytes()
    wanted = {notebook_path: notebook.dumps(notebook.build(one.lecture)).encode(), key_path: key}
    stale = [path for path, content in wanted.items() if not path.is_file() or path.read_bytes() != content]
    if check and stale:
        return Built(name, "stale", tuple(f"{paths.relative(path)} is not what course/ gives" for path in stale))
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted[path])
    return Built(name, "written" if stale else "unchanged")


def release_entry(paths: Paths) -> dict:
    """What the cache says of release/: what it is made from, and what came out."""
    code = sorted([*paths.course.glob("*.py"), paths.root / "nbgrader_config.py", paths.root / "requirements.txt"])
    rooms = [sorted(path for path in room.rglob("*") if path.is_file()) for room in (paths.source, paths.release)]
    return {"made from": fingerprint([*code, *rooms[0]]), "gives": fingerprint(rooms[1])}
