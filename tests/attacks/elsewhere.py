"""A grader in a process of its own: without root's rights, or where walls are missing.

`python -m tests.attacks.elsewhere LEVEL` reads the names of attacks, a line
each, carries them out, and writes what each achieved. `Elsewhere` starts it. Where
the tests run as root it runs as nobody in particular, which is the harder case:
student code then has the same user as its grader. What that user must read and
could not, as a Python in root's home, is bound to where it can.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import landlockpy

ROOT = Path(__file__).resolve().parents[2]
SOMEBODY = "12345"  # a user without rights
RIGHT_WORK = "right work"
_SCOPES_SIGNALS = 6  # the version of Landlock from which on it does


class CannotRun(Exception):
    """There can be no such grader on this machine. Its text says why."""


class Elsewhere:
    """A grader that runs as a plain user. Raises CannotRun if it does not start."""

    def __init__(self, level: str) -> None:
        wrapper = _wrapper(own_processes=level != "full")
        self.home = tempfile.mkdtemp(prefix="unrolled-elsewhere-")
        os.chmod(self.home, 0o777)
        self.said = open(Path(self.home, "said"), "w+")  # noqa: SIM115
        self.process = subprocess.Popen(
            [*wrapper, sys.executable, "-m", "tests.attacks.elsewhere", level],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.said,
            text=True,
            cwd=ROOT,
            env={**os.environ, "HOME": self.home, "TMPDIR": self.home, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        ready = self.process.stdout.readline()
        if not ready:
            self.process.wait()
            self.said.seek(0)
            last = (self.said.read().strip().splitlines() or ["it gave no reason"])[-1]
            self.close()
            raise CannotRun(f"no grader of isolation {level!r} starts as a plain user: {last}")
        self.facts = json.loads(ready)

    def ask(self, name: str) -> Any:
        """What an attack achieved, a sentence each; for RIGHT_WORK the points that it got."""
        self.process.stdin.write(name + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            self.said.seek(0)
            return [f"the grader ended: {self.said.read()[-2000:]}"]
        return json.loads(answer)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()
        self.said.close()
        shutil.rmtree(self.home, ignore_errors=True)


def _wrapper(own_processes: bool) -> list[str]:
    """A command's beginning that makes it run as a plain user; nothing where that is so already."""
    if os.getuid() != 0:
        if own_processes and landlockpy.abi_version() < _SCOPES_SIGNALS:
            raise CannotRun("an attack that signals everybody would reach your own processes: this kernel is too old")
        return []
    for tool in ("bwrap", "setpriv"):
        if not shutil.which(tool):
            raise CannotRun(f"{tool} is not installed, so root cannot start a grader as somebody else")
    wrap = ["bwrap", "--dev-bind", "/", "/", "--die-with-parent"]
    places = [Path(place).resolve() for place in (sys.base_prefix, sys.prefix, ROOT)]
    closed = {up for place in places for up in place.parents if not up.stat().st_mode & 1}
    for top in sorted(closed, key=lambda one: len(one.parts)):
        if not any(up in closed for up in top.parents):
            wrap += ["--perms", "0755", "--tmpfs", str(top)]
            for place in (one for one in places if top in one.parents):
                for up in reversed([one for one in place.parents if top in one.parents]):
                    wrap += ["--perms", "0755", "--dir", str(up)]
                wrap += ["--ro-bind", str(place), str(place)]
    if own_processes:  # where nothing else would hold back a signal to everybody
        wrap += ["--unshare-pid", "--proc", "/proc"]
    return [*wrap, "setpriv", "--reuid", SOMEBODY, "--regid", SOMEBODY, "--clear-groups"]


def _main(level: str) -> None:
    from tests.attacks.attack import World, objections
    from tests.attacks.kinds import ATTACKS

    attacks = {attack.name: attack for attack in ATTACKS}
    world = World(Path(tempfile.mkdtemp()), level)
    try:
        print(json.dumps({"level": world.level, "user": os.getuid()}), flush=True)
        for line in sys.stdin:
            name = line.strip()
            if name == RIGHT_WORK:
                answer: Any = {one.name: one.points for one in world.honest().exercises}
            else:
                answer = objections(world, attacks[name])
            print(json.dumps(answer), flush=True)
    finally:
        world.close()


if __name__ == "__main__":
    _main(sys.argv[1])
