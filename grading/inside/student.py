"""What runs in the fork of a submission: its cells, and probes of its answers.

From the first cell on this process belongs to the student's code. Whatever it
sends is read with that in mind (`grading.session`, `grading.sightings`), and
what it can reach is walled in before that cell: `confine`.
"""

from __future__ import annotations

import ctypes
import fcntl
import importlib
import linecache
import os
import pkgutil
import random
import resource
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from grading.inside import namespaces, syscalls
from grading.sightings import pack_sighting, unpack_cases
from grading.wire import Channel, Closed, Malformed, Message
from helpers.checking.origin import own_frames
from helpers.checking.probes import find, observe
from helpers.checking.values import freeze, plain

_shell: Any = None
_MOST_WRITTEN = 2**20  # bytes of one cell, each stream
_WARM = (
    "%matplotlib inline",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('$x_t$')\nplt.show()",
    "def fails():\n    return 1 / 0\nfails()",
    "print('a')\nhelp",
    "import warnings\nwarnings.warn('a')",
)


def warm_up() -> None:
    """Import what notebooks use, and run a few cells, so that no submission pays for the first time."""
    global _shell
    import ipywidgets  # noqa: F401
    import nltk  # noqa: F401
    import torch
    import tqdm.auto  # noqa: F401

    from grading.inside.shell import Shell

    for module in pkgutil.walk_packages(importlib.import_module("helpers").__path__, "helpers."):
        importlib.import_module(module.name)

    torch.set_num_threads(1)
    _shell = Shell.open()
    for cell in _WARM:
        _shell.run_cell(cell, store_history=True)
    net = torch.nn.Linear(1, 1)
    net(torch.ones(1, 1)).sum().backward()
    torch.optim.Adam(net.parameters()).step()  # the first one imports for a second
    os.environ.pop("TORCHINDUCTOR_CACHE_DIR", None)  # which that has set
    torch.nn.functional.softmax(torch.randn(2, 3) @ torch.randn(3, 3), dim=-1).sum()
    cases = [{"x": freeze(np.ones((2, 2))), "y": freeze(torch.ones(2, 2))}]
    for by_hand in (["scipy"], ["torch.nn.RNN"]):
        pack_sighting(observe("call", lambda x, y: torch.tanh(torch.as_tensor(x) @ y), cases, by_hand))
    _shell.reset(new_session=True)
    _shell.recorder.clear()
    sys.modules["matplotlib.pyplot"].draw_if_interactive.called = False  # of the figure above


def live(fd: int, folder: str, settings: dict[str, Any], readable: Sequence[str] | None) -> None:
    """Be a submission's process: confine, then run cells and fork for checks until the grader hangs up.

    folder: all that it may write to
    settings: of `begin`: seed, limits, own_user; own_namespaces, own_proc
    readable: what may be read; None for no walls
    """
    channel = Channel(socket.socket(fileno=fd))
    os.closerange(3, fd)
    os.closerange(fd + 1, 2**16)
    try:
        os.setsid()
        if settings["own_namespaces"]:
            outer, own = os.path.split(folder)
            size = settings["limits"]["scratch_mb"]
            namespaces.settle(outer, size, os.path.join(own, "tmp"), settings["own_proc"])
        make_places(folder)
        _own_streams(folder)
        _write(os.path.join(folder, "work"), channel.receive())
        confine(folder, settings, readable)
        os.chdir(os.path.join(folder, "work"))
        sys.path.insert(0, "")
        sys.modules["helpers.checking.check"]._STARTED_IN = os.getcwd()  # where a kernel would have started
        _seed(settings["seed"])
    except Exception as error:
        channel.send({"refused": f"{type(error).__name__}: {error}"})
    else:
        channel.send({"ready": True})
        _Process(channel).serve()
    os._exit(0)


def confine(folder: str, settings: dict[str, Any], readable: Sequence[str] | None) -> None:
    """Limit what this process and all its children can use and reach; there is no way back."""
    limits = settings["limits"]
    with suppress(OSError):
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")  # where memory runs out, this goes first
    with open("/proc/self/statm") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    memory = now + int(limits["memory_mb"] * 2**20)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    seconds = int(limits["submission_seconds"]) + 60
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    size = int(limits["scratch_mb"] * 2**20)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, 512))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = int(limits["processes"]) + (0 if settings["own_user"] else _running())
    resource.setrlimit(resource.RLIMIT_NPROC, (most, most))
    if readable is not None:
        _landlock(folder, settings, readable)
        if syscalls.known():
            syscalls.restrict(sockets=settings["own_namespaces"])


def _running() -> int:
    """How many threads this user has on the machine: where the sandbox has no user of its own, they count too."""
    count = 0
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            count += len(os.listdir(place / "task")) if place.stat().st_uid == os.getuid() else 0
    return count


def _landlock(folder: str, settings: dict[str, Any], readable: Sequence[str]) -> None:
    import landlockpy
    from landlockpy import AccessFS

    abi = landlockpy.abi_version()
    if not abi:
        ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
        return
    read = AccessFS.READ_FILE | AccessFS.READ_DIR | AccessFS.EXECUTE
    devices = AccessFS.READ_FILE | AccessFS.WRITE_FILE | AccessFS.TRUNCATE
    everything = landlockpy.fs_for_abi(abi)
    with landlockpy.Ruleset(
        handled_fs=everything,
        handled_net=landlockpy.net_for_abi(abi),
        scoped=landlockpy.scope_for_abi(abi),
        best_effort=False,
    ) as rules:
        for place in readable:
            if os.path.isdir(place):
                rules.allow_path(place, read)
            elif place.startswith("/dev/"):
                rules.allow_path(place, devices)
            else:
                rules.allow_path(place, AccessFS.READ_FILE)
        no = AccessFS.MAKE_CHAR | AccessFS.MAKE_BLOCK | AccessFS.IOCTL_DEV
        for place in (folder, "/dev/shm", "/tmp") if settings["own_namespaces"] else (folder,):
            rules.allow_path(place, everything & ~no)
        rules.restrict()


def _write(folder: str, files: Message) -> None:
    """Put the files that lie beside the notebook into the scratch folder."""
    for name, data in zip(files.content["files"], files.arrays):
        if name.startswith("/") or ".." in name.split("/"):
            raise ValueError("a file lies outside of the folder")
        path = os.path.join(folder, *name.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)


def make_places(folder: str) -> None:
    """Make the folders that a submission finds: its work, its home, one for temporary files."""
    for place in ("work", "tmp", "home/.ipython/profile_default"):
        os.makedirs(os.path.join(folder, place), exist_ok=True)


def _own_streams(folder: str) -> None:
    """Give this process files of its own for what is written past Python: by C, and by other programs."""
    for number in (1, 2):
        fd, name = tempfile.mkstemp(dir=os.path.join(folder, "tmp"))
        os.unlink(name)
        fcntl.fcntl(fd, fcntl.F_SETFL, os.O_APPEND)
        os.dup2(fd, number)
        os.close(fd)


def _written() -> Iterator[tuple[str, str]]:
    """What has been written past Python since this was asked last, by stream."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        with suppress(OSError):
            if size := os.fstat(number).st_size:
                data = os.pread(number, min(size, _MOST_WRITTEN), 0)
                os.ftruncate(number, 0)
                yield name, data.decode(errors="replace")


def _seed(seed: int) -> None:
    import torch

    random.seed(seed)
    np.random.seed(seed)
    torch.default_generator.manual_seed(seed)  # torch.manual_seed also looks for devices that are not here


class _Process:
    """The loop of a student's process."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.pid = os.getpid()
        self.answers: dict[str, Any] = {}

    def serve(self) -> None:
        while True:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            try:
                request = self.channel.receive(with_fds=True)
            except (Closed, Malformed):
                return
            do = request.content["do"]
            if do == "run":
                self._answer(*self._run(request.content["source"]))
            elif do == "look":
                self._answer(*_look(request, self.answers))
            elif do == "fork":
                self._answer(self._fork(request.fds[0]), [])

    def _answer(self, content: dict, arrays: Sequence[np.ndarray]) -> None:
        try:
            self.channel.send(content, arrays)
        except (Malformed, ValueError):
            self.channel.send({"large": True, "pid": self.pid})

    def _run(self, source: str) -> tuple[dict, list[np.ndarray]]:
        """Run one cell and return what it showed."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            _shell.run_cell(source, store_history=True)
        except KeyboardInterrupt:
            _shell.recorder.write("stderr", "KeyboardInterrupt\n")
        finally:
            if os.getpid() != self.pid:  # the cell forked, and this is the child
                os._exit(0)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        for name, text in _written():
            _shell.recorder.write(name, text)
        outputs, images = _shell.recorder.taken()
        return {"outputs": outputs}, images

    def _fork(self, fd: int) -> dict:
        """Leave a copy of this process behind, in which an answer is observed."""
        pid = os.fork()
        if pid == 0:
            try:
                self.channel.close()
                _be_observed(Channel(socket.socket(fileno=fd)))
            finally:
                os._exit(0)
        os.close(fd)
        return {"pid": pid}


def _be_observed(channel: Channel) -> None:
    """Observe the answer on cases, as often as asked. In a fork of its own, so nothing of it is kept."""
    import torch

    torch.set_num_threads(1)  # threads that the student's process had are not here
    answers: dict[str, Any] = {}
    while True:
        try:
            request = channel.receive()
        except (Closed, Malformed):
            return
        content, arrays = _look(request, answers)
        try:
            channel.send(content, arrays)
        except (Malformed, ValueError):
            channel.send({"large": True})


def _look(request: Message, answers: dict[str, Any]) -> tuple[dict, Sequence[np.ndarray]]:
    """Observe an answer, and return the sighting as a message.

    answers: those that were found before; an answer is looked up once
    """
    asked = request.content
    cases = unpack_cases(asked["cases"], request.arrays)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        name = asked["name"]
        if name not in answers:
            answers[name] = find(name, _shell.user_ns, asked["others"])
        return pack_sighting(observe(asked["probe"], answers[name], cases, asked["by_hand"]))
    except KeyboardInterrupt as stop:
        frames = [frame for frame in own_frames(stop) if frame[2] != __file__]
        function, line, file = frames[-1] if frames else ("", 0, "")
        return {"stopped": [function[:60], line, plain(linecache.getline(file, line), 120).strip()]}, []
    except Exception as error:  # an answer may return or raise the oddest objects
        return {"failed": type(error).__name__[:60]}, []
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
