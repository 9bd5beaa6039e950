"""What an attack is, and everything that must still be so after it."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy

import grading.engine
from grading.engine import Engine
from grading.job import Graded
from tests.attacks import lecture

FULL, PARTIAL, NONE = "full", "partial", "none"
EVERYWHERE = (FULL, PARTIAL, NONE)
WALLED = (FULL, PARTIAL)
MARKER = "unrolled-attack-left-this"  # what one submission tries to leave for another
LARGEST_RESULT = 4_000_000  # bytes of a whole result, with limits as small as those of `lecture`

LARGEST_GROWTH = 600  # MB of the grader's own memory, for one submission

# The first cell of every attack. `attempt` says REACHED where something gives way.
PRELUDE = """
import os, sys, time, ctypes
COURSE, GRADER, MARKER, BEGAN = {course!r}, {grader}, {marker!r}, {began}

def attempt(what, do):
    try:
        found = do()
    except BaseException as error:
        print("refused:", what, type(error).__name__)
    else:
        print("REACH" + "ED:", what, repr(found)[:2000])
"""


@dataclass(frozen=True)
class Attack:
    """One way to cheat or to do damage.

    guarantee: what it is an attack on, one of GUARANTEES
    answers: cells in place of the honest ones, by exercise; they deserve nothing unless `deserves` says so
    before, after: further cells, at the notebook's beginning and end
    files: what lies beside the notebook
    then: cells of another student's submission that comes next, and looks for what was left
    deserves: points that the work in it is worth, by exercise
    spoils: exercises beside it that it may spoil for its own author
    flagged: exercises that a person must be asked to look at
    absent: what must not be shown anywhere
    says: what a cell must have printed, so that the attack is seen to have been tried
    levels: where it holds; elsewhere it is not run, because it would do what it tries
    bare: whether it comes without PRELUDE, whose imports would themselves be looked at
    open: why it still succeeds; empty where it does not
    """

    name: str
    guarantee: str
    what: str
    answers: Mapping[str, str] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    files: Mapping[str, bytes] | None = None
    then: tuple[str, ...] = ()
    deserves: Mapping[str, float] = field(default_factory=dict)
    spoils: tuple[str, ...] = ()
    flagged: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    says: str = ""
    levels: tuple[str, ...] = WALLED
    bare: bool = False
    open: str = ""
    limits: Mapping[str, float] = field(default_factory=dict)


class World:
    """An instructor's machine: a course folder with secrets, an engine, and what both look like from outside."""

    def __init__(self, folder: Path, isolation: str) -> None:
        self.folder = folder
        self.isolation = isolation
        self.secrets = _furnish(folder)
        self.engine = Engine(isolation)
        self.level = self.engine.level()

    def grade(self, attack: Attack) -> tuple[Graded, Graded | None]:
        """Grade the attack's submission, and the one that comes next."""
        self.engine.level()  # starts a sandbox where the one before was ended
        facts = {"course": str(self.folder), "grader": os.getpid(), "marker": MARKER, "began": time.time()}
        prelude = PRELUDE.format(**facts)
        limits = replace(lecture.LIMITS, **attack.limits)
        answers = lecture.HONEST | attack.answers
        first_cells = attack.before if attack.bare else (prelude, *attack.before)
        job = lecture.job(answers, first_cells, attack.after, attack.files, limits)
        first = self.engine.grade(job)
        if not attack.then:
            return first, None
        other = lecture.job(lecture.HONEST, (prelude, *attack.then), limits=limits)
        return first, self.engine.grade(other)

    def honest(self) -> Graded:
        return self.engine.grade(lecture.job())

    def close(self) -> None:
        self.engine.close()


def objections(world: World, attack: Attack) -> list[str]:
    """Carry the attack out; return what it achieved, a sentence each."""
    before = _look(world.folder)
    memory = _memory(anew=True)
    graded, other = world.grade(attack)
    grown = _memory() - memory
    said = _points(attack, graded) + _disclosed(world, graded) + _tried(attack, graded)
    said += [f"{text!r} is shown" for text in attack.absent if text in _shown(graded)]
    if other is not None:
        said += [f"the next submission: {one}" for one in _disclosed(world, other) + _spoiled(other, lecture.HONEST)]
        if MARKER in _shown(other):
            said.append("something was left for the next submission")
    if grown > LARGEST_GROWTH:
        said.append(f"the grader needed {grown} MB more memory")
    said += [f"{what} changed" for what in _changed(before, _look(world.folder))]
    said += [f"the process {what} still runs" for what in _left_running(world)]
    said += [f"after it, an honest submission: {one}" for one in _spoiled(world.honest(), lecture.RIGHT)]
    return said


def _points(attack: Attack, graded: Graded) -> list[str]:
    said = []
    if tuple(result.name for result in graded.exercises) != tuple(lecture.HONEST):
        said.append(f"the exercises are {[result.name for result in graded.exercises]}")
    for result in graded.exercises:
        worth = 0.0 if result.name in attack.answers or result.name == "mirror" else lecture.POINTS[result.name]
        worth = attack.deserves.get(result.name, worth)
        if not 0 <= result.points <= worth:
            said.append(f"{result.name} got {result.points:g} points, and deserves {worth:g}")
        elif result.points < worth and result.name not in attack.spoils and result.name not in attack.deserves:
            said.append(f"the honest {result.name} lost {worth - result.points:g} points: {result.reason}")
        if result.max_points != lecture.POINTS[result.name]:
            said.append(f"{result.name} has {result.max_points:g} points at most")
    for name in attack.flagged:
        if not any(name in sentence for sentence in graded.attention):
            said.append(f"nobody is asked to look at {name}")
    return said


def _spoiled(graded: Graded, answers: Mapping[str, str]) -> list[str]:
    """What an honest submission has lost."""
    said = [*graded.problems]
    for result in graded.exercises:
        right = answers[result.name] == lecture.RIGHT[result.name]
        if result.points != (lecture.POINTS[result.name] if right else 0.0):
            said.append(f"{result.name} got {result.points:g} points: {result.reason}")
    return said


def _shown(graded: Graded) -> str:
    """All that anybody will see of it."""
    return json.dumps(
        [
            [[cell.outputs, cell.note] for cell in graded.cells],
            [[one.reason, one.by_hand, one.misconception, one.state] for one in graded.exercises],
            graded.problems,
            graded.attention,
        ],
        ensure_ascii=False,
    )


def _disclosed(world: World, graded: Graded) -> list[str]:
    shown = _shown(graded)
    said = [f"shown: {shown[max(0, at - 200) : at + 100]}" for at in [shown.find("REACHED")] if at >= 0]
    said += [f"the hidden number {text} is shown" for text in sorted(lecture.canaries()) if text in shown][:3]
    said += [f"{what} is shown" for what, text in world.secrets.items() if text in shown]
    rich = _rich(graded).lower()
    said += [f"{text} stands in HTML" for text in ("<script", "<img", "<svg", "<iframe", "javascript:") if text in rich]
    if len(graded.dumps()) > LARGEST_RESULT:
        said.append(f"the result has {len(graded.dumps())} bytes")
    return said


def _tried(attack: Attack, graded: Graded) -> list[str]:
    shown = _shown(graded)
    return [] if attack.says in shown else [f"it was not tried: {attack.says!r} was not printed in {shown[:600]}"]


def _rich(graded: Graded) -> str:
    """What a page takes as HTML, and all kinds of output but text and PNG pictures."""
    said = []
    for cell in graded.cells:
        for output in cell.outputs:
            data = output.get("data", {})
            said += [f"<script: {kind}" for kind in data if kind not in ("text/plain", "text/html", "image/png")]
            said.append(data.get("text/html", ""))
    return json.dumps(said)


SECRETS = {
    "the grader's environment": ("environment", "canary-environment-90817"),
    "the private key's folder": ("keys/99_attacked.safetensors", "canary-private-key-41412"),
    "the gradebook": ("gradebook.db", "canary-gradebook-66120"),
    "another submission": ("submitted/ana/99_attacked/99_attacked.ipynb", "canary-of-ana-13377"),
    "the solution": ("source/99_attacked/99_attacked.ipynb", "canary-solution-20202"),
}


def _furnish(folder: Path) -> dict[str, str]:
    """Put secrets where an instructor has them; return what to look for, by what it is."""
    for place, text in SECRETS.values():
        if place == "environment":
            os.environ["UNROLLED_CANARY"] = text
            continue
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text)
    return {what: text for what, (_, text) in SECRETS.items()}


def _look(folder: Path) -> dict[str, tuple]:
    """What is outside of the scratch folder, as far as an attack here could want to change it."""
    root = Path(lecture.__file__).resolve().parents[2]
    places = [*folder.rglob("*"), folder, root, root / "helpers", root / "grading", Path(grading.engine.__file__)]
    places += [Path(numpy.__file__), Path(numpy.__file__).parent, Path(numpy.__file__).parent.parent]
    found = {}
    for place in places:
        state = place.stat()
        content = hashlib.sha256(place.read_bytes()).hexdigest() if place.is_file() and folder in place.parents else ""
        times = state.st_mtime_ns if folder in place.parents or place == folder else 0
        found[str(place)] = (state.st_mode, state.st_uid, times, content)
    found["the grader's limits"] = _own_limits()
    return found


def _own_limits() -> tuple:
    import resource

    names = [name for name in dir(resource) if name.startswith("RLIMIT_")]
    limits = tuple(resource.getrlimit(getattr(resource, name)) for name in names)
    return (*limits, os.getpriority(os.PRIO_PROCESS, 0), tuple(os.sched_getaffinity(0)), os.sched_getscheduler(0))


def _memory(anew: bool = False) -> int:
    """The most memory in MB that this process had; with `anew`, from now on."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def _changed(before: dict, after: dict) -> list[str]:
    return [what for what in sorted({*before, *after}) if before.get(what) != after.get(what)]


def _left_running(world: World) -> list[str]:
    """Processes below this one that are neither the sandbox nor its template, and any with the marker."""
    said = []
    for pid in _below(os.getpid()):
        name = _command(pid)
        if name and "grading.inside.template" not in name and _state(pid) != "Z":
            said.append(f"{pid} {name}")
    sandbox = world.engine._sandbox
    templates = [pid for pid in _below(sandbox.process.pid) if _state(pid) != "Z"] if sandbox else []
    if len(templates) > 1:
        said += [f"{pid} below the template" for pid in templates[1:]]
    for pid in [int(name) for name in os.listdir("/proc") if name.isdecimal()]:
        if MARKER in _command(pid) and pid != os.getpid():
            said.append(f"{pid} {_command(pid)[:100]}")
    return said


def _below(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *_below(child)]
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"
