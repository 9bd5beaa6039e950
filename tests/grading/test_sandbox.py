"""The walls: found out by trying, never silent, and the same for a grader that is root and for one that is not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grading import sandbox as module
from grading.engine import Engine
from grading.sandbox import Level, NoSandbox, Sandbox, environment, readable
from tests.conftest import ROOT
from tests.grading.honest import POINTS, Work, texts


class Untried(Sandbox):
    """A sandbox of which only the outside is made: `found` says what would have been seen from inside."""

    found: dict = {}
    refusals: dict[bool, str] = {}  # for a start with (True) and without an outer wall, why it fails
    started: list[tuple[bool, bool]] = []

    def _start(self, wall, walls):
        self.started.append((bool(wall), walls))
        if bool(wall) in self.refusals:
            raise NoSandbox(self.refusals[bool(wall)])
        self.inside = {"walls": walls, "outer": bool(wall), "own_namespaces": bool(wall)} | self.found


@pytest.fixture
def machine(monkeypatch):
    """Say what a machine has: bwrap, what is seen inside, and why starts fail."""

    def is_like(bwrap: bool = True, refusals: dict | None = None, **inside) -> type[Untried]:
        monkeypatch.setattr(module.shutil, "which", lambda name: f"/usr/bin/{name}" if bwrap else None)
        monkeypatch.setattr(Untried, "found", {"landlock": 7, "unprivileged": True} | inside)
        monkeypatch.setattr(Untried, "refusals", refusals or {})
        monkeypatch.setattr(Untried, "started", [])
        return Untried

    return is_like


@pytest.mark.parametrize(
    "inside, level",
    [
        ({}, Level.FULL),
        ({"landlock": 6}, Level.FULL),
        ({"landlock": 5}, Level.PARTIAL),
        ({"landlock": 0}, None),
        ({"own_namespaces": False}, Level.PARTIAL),
        ({"outer": False}, Level.PARTIAL),
        ({"unprivileged": False}, None),
    ],
)
def test_the_level_is_what_is_seen_from_inside(machine, inside, level):
    made = machine(**inside)
    if level is None:
        with pytest.raises(NoSandbox, match="Isolation here is only 'none'"):
            made("")
    else:
        assert made("").level is level


def test_without_bubblewrap_it_is_partial_or_refused(machine):
    made = machine(bwrap=False)
    assert made("").level is Level.PARTIAL and made("partial").level is Level.PARTIAL
    with pytest.raises(NoSandbox) as refusal:
        made("full")
    assert str(refusal.value) == (
        "Isolation here is only 'partial': bubblewrap is not installed. Install bubblewrap on Linux 6.12 or newer, "
        "or say --isolation partial to grade all the same."
    )


def test_where_bubblewrap_does_not_start_it_says_why(machine):
    made = machine(refusals={True: "the sandbox does not start (No permissions to create new namespace)"})
    assert made("").level is Level.PARTIAL
    with pytest.raises(NoSandbox, match="No permissions to create new namespace"):
        made("full")


def test_where_nothing_starts_it_says_both_reasons(machine):
    made = machine(refusals={True: "no namespaces", False: "no Python"})
    with pytest.raises(NoSandbox, match="There is no isolation here: no namespaces; and without .* no Python"):
        made("")


def test_none_is_only_given_to_those_who_ask_for_it(machine):
    made = machine(landlock=0)
    assert made("none").level is Level.NONE and made.started == [(False, False)]
    with pytest.raises(NoSandbox, match="say --isolation none to grade all the same"):
        made("partial")


def test_who_accepts_partial_does_not_get_the_outer_wall(machine):
    made = machine()
    assert made("partial").level is Level.PARTIAL and made.started == [(False, True)]


def test_an_unknown_level_is_refused():
    with pytest.raises(NoSandbox, match="There is no isolation 'strict'; there are full, partial and none"):
        Sandbox("strict")


def test_a_start_that_fails_leaves_nothing_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(module.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(module.sys, "executable", "/nowhere/python")
    with pytest.raises(NoSandbox, match="does not start"):
        Sandbox("none")
    assert not [place for place in tmp_path.iterdir() if place.is_dir()]


def test_a_template_that_fails_tells_its_last_words(monkeypatch, tmp_path):
    monkeypatch.setattr(module.tempfile, "tempdir", str(tmp_path / "none"))
    (tmp_path / "none").mkdir()
    monkeypatch.setattr(module, "environment", lambda scratch: {"PYTHONPATH": str(tmp_path)})
    (tmp_path / "grading" / "inside").mkdir(parents=True)
    (tmp_path / "grading" / "__init__.py").write_text("")
    (tmp_path / "grading" / "inside" / "template.py").write_text("raise SystemExit('warming up failed')")
    with pytest.raises(NoSandbox, match=r"does not start \(warming up failed\)"):
        Sandbox("none")
    assert not [place for place in (tmp_path / "none").iterdir() if place.is_dir()]


def test_the_environment_inside_does_not_depend_on_the_graders(monkeypatch):
    before = environment("/scratch")
    monkeypatch.setattr(os, "environ", {"COURSE_SEED": "secret", "PATH": "/secret", "PYTHONPATH": "/secret"})
    assert environment("/scratch") == before


def test_what_may_be_read_holds_neither_the_course_nor_any_keys():
    for place in readable():
        assert not ROOT.is_relative_to(place) or place in ("/proc",), place
        for name in ("course", "source", "keys", "submitted", "autograded"):
            assert not (ROOT / name).is_relative_to(place), place


def test_full_is_full_here(engine):
    assert engine.level() == "full"
    assert engine._sandbox.inside["unprivileged"] and engine._sandbox.inside["outer"]


LOOK = """
import importlib, json, os, socket
from pathlib import Path

def fails(step):
    try:
        step()
    except (OSError, ValueError, ImportError) as error:
        return type(error).__name__
    return ""

root = ROOT
print(json.dumps({
    "user": os.geteuid(),
    "course": not fails(lambda: importlib.import_module("course.cli")),
    "seen": [name for name in ("course/cli.py", "source", "keys", "submitted", ".git", "gradebook.db") if os.path.exists(os.path.join(root, name))],
    "network": fails(lambda: socket.create_connection(("127.0.0.1", 1), 1)),
    "name": fails(lambda: socket.getaddrinfo("example.org", 80)),
    "written": [place for place in ("/", "/etc", "/usr", root, root + "/helpers", os.path.dirname(os.__file__)) if not fails(lambda: Path(place, "x").touch())],
    "read": [place for place in ("/root", "/home", "/etc/passwd", "/etc/shadow", "/var", "/proc/1/environ") if not fails(lambda: os.listdir(place) if os.path.isdir(place) else open(place).read())],
    "environment": sorted(os.environ),
}))
"""


def test_inside_there_is_no_network_no_course_no_root_and_nothing_to_write_to(grade):
    job = Work("", [LOOK.replace("ROOT", repr(str(ROOT)), 1)]).job()
    graded = grade(job)
    seen = json.loads(next(line for line in texts(graded, job).splitlines() if line.startswith("{")))
    assert seen["user"] != 0 and set(seen["environment"]) <= {*environment("/scratch"), "PWD"}
    assert not seen["course"] and seen["seen"] == [] and seen["written"] == []
    assert seen["network"] and seen["name"]
    assert set(seen["read"]) <= {"/etc/passwd"}


@pytest.fixture(scope="module")
def unwalled():
    """An engine without any walls, and the folder that its submissions write to."""
    engine = Engine("none")
    yield engine
    folder, process = Path(engine._sandbox._folder), engine._sandbox.process
    engine.close()
    assert process.returncode is not None and not folder.exists()


def test_without_walls_marks_are_the_same_and_it_is_said(unwalled):
    graded = unwalled.grade(Work("", ["import os\nos._exit(0)", "!echo hello"]).job())
    assert graded.isolation == "none" == unwalled.level()
    assert {one.name: one.points for one in graded.exercises} == POINTS


def test_without_walls_too_a_submission_leaves_nothing_behind(unwalled):
    left = "import subprocess\nopen('left', 'w')\nsubprocess.Popen(['sleep', '4321'], start_new_session=True)"
    unwalled.grade(Work("", [left]).job())
    assert not list(Path(unwalled._sandbox._folder).rglob("left"))
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert place.read_bytes() != b"sleep\x004321\x00"
        except OSError:  # it has ended
            continue


OTHER = 61_999  # a user that is not root
AS_OTHER = """
from grading.engine import Engine
from grading.job import Graded
from tests.grading.honest import Work
engine = Engine("full")
graded = engine.grade(Work("", ["!id -u"]).job())
print(graded.isolation, [one.points for one in graded.exercises], graded.cells[1].outputs[0]["text"].strip())
engine.close()
"""


@pytest.mark.skipif(os.getuid() != 0 or not shutil.which("setpriv"), reason="asks for the rights to be another user")
def test_a_grader_that_is_not_root_gets_the_same(engine):
    """Where Python lies in root's home, bubblewrap makes it reachable for another user."""
    wall = ["bwrap", "--dev-bind", "/", "/", "--perms", "0755", "--tmpfs", "/root", "--chdir", str(ROOT)]
    for place in {Path(one).resolve() for one in (sys.base_prefix, sys.prefix)}:
        below = str(Path(*place.parts[:3]))
        wall += ["--ro-bind", below, below] if place.is_relative_to("/root") else []
    user = ["setpriv", "--reuid", str(OTHER), "--regid", str(OTHER), "--clear-groups", "env", "HOME=/tmp"]
    done = subprocess.run([*wall, *user, sys.executable, "-c", AS_OTHER], capture_output=True, text=True, timeout=120)
    assert done.stdout.split("\n")[0] == f"full [2.0, 3.0, 1.0] {OTHER}", done.stderr
