"""The walls around student code, and how strong they are on this machine.

The outer wall is bubblewrap: own process, network and IPC namespaces, a
read-only system in which nothing of the course but `helpers` and `grading` can
be seen, and no environment of the grader's. The inner one is Landlock, which
each student process puts around itself (`grading.inside.student`). Which of them stand
is found out by trying, once, and is never silent: see `Level`.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from enum import Enum
from pathlib import Path
from typing import IO

from grading.wire import Channel, Closed, Malformed, Message, TooLate
from helpers.checking.values import plain
from helpers.errors import UnrolledError

SCRATCH = "/scratch"
OWN = "own"  # of a submission, in the scratch folder: all that it may write to
UNPRIVILEGED = 61_000  # of a grader that runs as root: this user and the next ones, one for each sandbox
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store")
_SETTINGS = (
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/alternatives",
    "/etc/localtime",
    "/etc/fonts",
    "/etc/mime.types",
)
_START_SECONDS = 120
_SCRATCH_BYTES = 512 * 2**20  # where a submission has no file system of its own, in `grading.inside.namespaces`


class Level(Enum):
    """How strong the isolation is."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class NoSandbox(UnrolledError):
    """Student code cannot be run as safely as was asked for."""


class Sandbox:
    """A running sandbox with a warm template process inside.

    wanted: "full" or "partial" is the least that is accepted, and "none" switches all walls off;
        empty accepts "full" and "partial"
    Raises NoSandbox if there is no such isolation here, or if it does not start.
    """

    def __init__(self, wanted: str = "") -> None:
        self.process: subprocess.Popen | None = None
        self.control: Channel | None = None
        self._folder = ""
        self._processor: IO | None = None
        if wanted not in ("", *(level.value for level in Level)):
            raise NoSandbox(f"There is no isolation {wanted!r}; there are full, partial and none.")
        if not hasattr(os, "fork"):
            raise NoSandbox("Grading needs Linux (on Windows: WSL), because each submission runs in a fork.")
        why = self._start_walled(wanted)
        if wanted != Level.NONE.value:
            self._accept(wanted, why)

    def _accept(self, wanted: str, why: str) -> None:
        """Close again and refuse, if the walls are weaker than they must be."""
        if self.level is Level.FULL or (self.level is Level.PARTIAL and wanted != Level.FULL.value):
            return
        level, _ = self.level, self.close()
        lacking = why or "the kernel has no Landlock that scopes signals"
        raise NoSandbox(
            f"Isolation here is only {level.value!r}: {lacking}. "
            "Install bubblewrap on Linux 6.12 or newer, or say --isolation "
            f"{level.value} to grade all the same."
        )

    def _start_walled(self, wanted: str) -> str:
        """Start with the outer wall if it can be had; return why it cannot."""
        if wanted == Level.NONE.value:
            self._start([], walls=False)
            return ""
        why = "bubblewrap is not installed" if not shutil.which("bwrap") else "no outer wall was asked for"
        if shutil.which("bwrap") and wanted != Level.PARTIAL.value:
            try:
                self._start(self._bubblewrap(), walls=True)
                return ""
            except NoSandbox as problem:
                why = str(problem)
        try:
            self._start([], walls=True)
        except NoSandbox as problem:
            raise NoSandbox(f"There is no isolation here: {why}; and without an outer wall, {problem}.") from None
        return why

    @property
    def level(self) -> Level:
        """What stands. Found out from inside, where student code would be."""
        inside = self.inside
        outer = inside["outer"] and inside["own_namespaces"]
        if inside["walls"] and outer and inside["landlock"] >= 6 and inside["unprivileged"]:
            return Level.FULL
        return Level.PARTIAL if inside["walls"] and inside["landlock"] >= 1 and inside["unprivileged"] else Level.NONE

    @property
    def own_user(self) -> bool:
        """Whether its processes are counted apart from all others of the machine."""
        return bool(self.inside["outer"] or (self.inside["walls"] and os.getuid() == 0))

    def _bubblewrap(self) -> list[str]:
        """The outer wall as a command."""
        wall = ["bwrap", "--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
        wall += ["--as-pid-1", "--clearenv"]
        if os.getuid() != 0:
            wall += ["--unshare-user"]
        for place in dict.fromkeys(
            str(up) for one in [*_SETTINGS, *_python(), *_ours()] for up in reversed(Path(one).parents)
        ):
            wall += ["--perms", "0755", "--dir", place] if place != "/" else []
        for place in _SYSTEM:
            if os.path.islink(place):
                wall += ["--symlink", os.readlink(place), place]
            elif os.path.isdir(place):
                wall += ["--ro-bind", place, place]
        for place in _SETTINGS:
            wall += ["--ro-bind-try", place, place]
        for name, value in environment(SCRATCH).items():
            wall += ["--setenv", name, value]
        for place in _python():
            wall += ["--ro-bind", place, place]
        for place in _hidden():
            wall += ["--tmpfs", place]
        for place in _ours():
            wall += ["--ro-bind", place, place]
        wall += ["--perms", "0777", "--size", str(_SCRATCH_BYTES), "--tmpfs", SCRATCH]
        wall += ["--dev", "/dev", "--proc", "/proc"]
        if not any(_within(place, "/tmp") for place in [*_python(), *_ours()]):
            wall += ["--symlink", f"{SCRATCH}/{OWN}/tmp", "/tmp"]
        if os.getuid() == 0:
            me = str(UNPRIVILEGED + os.getpid() % 4_000)
            wall += ["setpriv", "--reuid", me, "--regid", me, "--clear-groups", "--no-new-privs"]
            wall += ["--inh-caps=-all", "--bounding-set=-all"]
        return wall

    def _start(self, wall: list[str], walls: bool) -> None:
        ours, theirs = Channel.pair()
        os.set_inheritable(theirs.fileno(), True)
        if wall:
            scratch = SCRATCH
        else:
            scratch = self._folder = tempfile.mkdtemp(prefix="unrolled-")
            if dropped := _dropped(wall, walls):
                os.chown(scratch, dropped["user"], dropped["group"])
        command = [*wall, sys.executable, "-s", "-P", "-m", "grading.inside.template", str(theirs.fileno()), scratch]
        command += ["walls" if walls else "none", str(self._take_processor()), *readable()]
        with tempfile.TemporaryFile() as said:
            try:
                self.process = subprocess.Popen(
                    command,
                    env=environment(scratch),
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    cwd="/",
                    start_new_session=True,
                    **_dropped(wall, walls),
                )
            except OSError as error:
                ours.close()
                theirs.close()
                self.close()
                raise NoSandbox(f"the sandbox does not start ({error.strerror})") from None
            theirs.close()
            self.control = ours
            try:
                self.inside = ours.receive(time.monotonic() + _START_SECONDS).content
            except (Closed, TooLate, Malformed):
                self.close()
                said.seek(0)
                last = (said.read().decode(errors="replace").strip().splitlines() or ["it gave no reason"])[-1]
                raise NoSandbox(f"the sandbox does not start ({plain(last, 200)})") from None

    def _take_processor(self) -> int:
        """A processor that no other sandbox of this machine has, so that none slows another; -1 if all are taken."""
        for number in sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else ():
            place = os.path.join(tempfile.gettempdir(), f"unrolled-processor-{os.getuid()}-{number}")
            try:
                lock = open(place, "a")  # noqa: SIM115
            except OSError:  # somebody else's file of that name
                continue
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.close()
                continue
            self._processor = lock  # held as long as the sandbox lives
            return number
        return -1

    def ask(self, content: dict, fds: tuple[int, ...] = (), seconds: float = 20) -> Message:
        """Send the template a request and return its answer. Raises Closed, TooLate or Malformed."""
        self.control.send(content, fds=fds, seconds=seconds)
        return self.control.receive(time.monotonic() + seconds)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def close(self) -> None:
        """End everything in the sandbox."""
        if self.control is not None:
            self.control.close()  # at which the template ends, and with it all that runs inside
            self.control = None
        if self.process is not None:
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
            self.process = None
        if self._processor is not None:
            self._processor.close()
            self._processor = None
        if self._folder:
            # Not shutil.rmtree, which a folder that is deep enough ends.
            subprocess.run(["rm", "-rf", "--", self._folder], stderr=subprocess.DEVNULL)
            self._folder = ""


def environment(scratch: str) -> dict[str, str]:
    """The environment inside: nothing of the grader's."""
    return {
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "HOME": f"{scratch}/{OWN}/home",
        "TMPDIR": f"{scratch}/{OWN}/tmp",
        "USER": "student",
        "LOGNAME": "student",
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": f"{scratch}/template/matplotlib",
        "IPYTHONDIR": f"{scratch}/{OWN}/home/.ipython",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # see template.use_large_pages
        "MALLOC_ARENA_MAX": "2",  # each takes 64 MB of the address space that a submission may use
        "TORCHDYNAMO_DISABLE": "1",  # torch.compile would call a C++ compiler for a minute, for the same numbers
        "PIP_RETRIES": "0",  # there is no network
    }


def readable() -> list[str]:
    """What student code may read besides its scratch folder, in the sandbox and out of it."""
    places = [*_SYSTEM, *_SETTINGS, *_python(), *_ours(), "/proc", "/dev/null", "/dev/zero", "/dev/full"]
    return [place for place in [*places, "/dev/urandom", "/dev/random"] if os.path.exists(place)]


def _python() -> list[str]:
    """Python, its libraries, and the environment that this process runs in."""
    places = [sys.base_prefix, sys.prefix, os.path.realpath(sys.prefix), os.path.realpath(sys.base_prefix)]
    libraries = [str(_package(name).parent) for name in ("torch", "numpy", "IPython", "matplotlib")]
    return [place for place in dict.fromkeys([*places, *libraries]) if not _within(place, "/usr")]


def _ours() -> list[str]:
    """The two rooms of this project that student code runs with."""
    return [str(_package(name)) for name in ("helpers", "grading")]


def _hidden() -> list[str]:
    """What would be seen because it lies in one of Python's folders: the course, with its solutions."""
    course = importlib.util.find_spec("course")
    places = [Path(place) for place in (course.submodule_search_locations if course else ())]
    root = _package("helpers").parent
    if (root / "nbgrader_config.py").exists():
        places += [root / name for name in ("source", "keys", "submitted", "autograded", "feedback", "runs")]
    return [str(place) for place in places if place.is_dir() and any(_within(str(place), one) for one in _python())]


def _package(name: str) -> Path:
    return Path(importlib.util.find_spec(name).origin).resolve().parent


def _within(place: str, folder: str) -> bool:
    return Path(place).is_relative_to(folder)


def _dropped(wall: list[str], walls: bool) -> dict:
    """Without an outer wall, a grader that is root starts the template as another user."""
    if wall or not walls or os.getuid() != 0:
        return {}
    me = UNPRIVILEGED + os.getpid() % 4_000
    return {"user": me, "group": me, "extra_groups": []}
