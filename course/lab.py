"""The learner's own copies of the lectures, and JupyterLab on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from course.paths import Paths
from helpers.checking.key import FILE_NAME
from helpers.errors import UnrolledError

_JUPYTER = Path(__file__).parent / "jupyter"


def copy_lectures(paths: Paths) -> list[str]:
    """Copy what is not yet in work/ from release/, never over a file that is there.

    Returns what there is to say, a line each.
    """
    if not any(paths.release.glob("*/*.ipynb")):
        raise UnrolledError("There are no lectures in release/: run `course build` and `course release` first.")
    said = []
    for source in sorted(path for path in paths.release.rglob("*") if path.is_file()):
        target = paths.work / source.relative_to(paths.release)
        if not os.path.lexists(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
            said.append(f"new: {paths.relative(target)}")
        elif target.name == FILE_NAME and target.read_bytes() != source.read_bytes():
            said.append(
                f"{paths.relative(target)} differs from the course's answer key: "
                "rename or delete it and start again to get the course's."
            )
    return said or [f"Your copies in {paths.relative(paths.work)}/ are all there, and were left as they are."]


def open_lab(paths: Paths, instructor: bool, port: int, browser: bool) -> int:
    """Run JupyterLab until it is closed; return its exit code. (On POSIX it takes this process's place.)

    It asks nothing of the network: no news, no look for updates, no extension listing.
    """
    folder = paths.root if instructor else paths.work
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", f"--port={port}"]
    command += ["--LabApp.extension_manager=readonly", "--LabApp.news_url="]
    if not instructor:
        first = min(folder.glob("*/*.ipynb"))
        command += [f"--LabApp.default_url=/lab/tree/{first.relative_to(folder).as_posix()}"]
    if not browser:
        command += ["--no-browser"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command += ["--allow-root"]
    if os.name == "posix":  # so that Ctrl+C and signals reach JupyterLab itself
        os.chdir(folder)
        os.execve(sys.executable, command, lab_environment(instructor))
    return subprocess.run(command, cwd=folder, env=lab_environment(instructor)).returncode


def lab_environment(instructor: bool) -> dict[str, str]:
    """The environment for JupyterLab: our settings first, and this Python's programs on the path.

    Learners get nbgrader's Validate and none of what instructors have.
    """
    scripts = str(Path(sys.executable).parent)
    ours = [_JUPYTER / "everybody"] if instructor else [_JUPYTER / "learners", _JUPYTER / "everybody"]
    config = [*map(str, ours), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    path = [scripts, *filter(None, [os.environ.get("PATH")])]
    return os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(config), "PATH": os.pathsep.join(path)}
