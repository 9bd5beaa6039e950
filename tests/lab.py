"""A course folder of a learner's own, and `course lab` running on it, for the tests that need them."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from course.paths import Paths
from course.release import copy_course

PATIENCE = 120  # seconds that a slow, shared machine may take for one step


@dataclass(frozen=True)
class Lab:
    """A JupyterLab that answers. address: such as http://127.0.0.1:8888"""

    address: str
    token: str

    def url(self, path: str, query: str = "") -> str:
        """Return the address of `path`, with the token. query: such as "reset" """
        return f"{self.address}/{path}?{query + '&' if query else ''}token={self.token}"


def course_in(folder: Path, paths: Paths) -> Paths:
    """Make a course folder with source/ and release/ as they are committed."""
    copy_course(paths, folder)
    shutil.copytree(paths.release, folder / "release")
    return Paths(folder)


@contextmanager
def running_lab(
    course: Paths, *options: str, opens: str = "lab/tree/00_start_here/00_start_here.ipynb"
) -> Iterator[Lab]:
    """Run `course lab` on a free port, without anybody's own Jupyter settings, until the block ends.

    options: more of them, such as "--instructor"; opens: the page that it says it opens
    """
    log = course.root / "lab.log"
    with log.open("w") as out:
        lab = subprocess.Popen(
            [sys.executable, "-m", "course.cli", "lab", "--no-browser", "--port", str(_free_port()), *options],
            cwd=course.root,
            env=os.environ | _jupyter_folders(course.root / "jupyter"),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _once_it_answers(lab, log, opens)
    finally:
        lab.terminate()
        try:
            lab.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            lab.kill()
            lab.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _jupyter_folders(folder: Path) -> dict[str, str]:
    names = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    return {name: str(folder / sub) for name, sub in (names | {"IPYTHONDIR": "ipython"}).items()}


def _once_it_answers(lab: subprocess.Popen, log: Path, opens: str) -> Lab:
    """Wait for the address that JupyterLab prints: another port than asked for, if that was taken since."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        said = log.read_text()
        if found := re.search(rf"(http://127\.0\.0\.1:\d+)/{re.escape(opens)}\?token=(\w+)", said):
            return Lab(found[1], found[2])
        assert lab.poll() is None, said
        time.sleep(0.25)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()}")
