"""The warm process inside the sandbox: it has imported everything, and forks for each submission.

`python -m grading.inside.template FD SCRATCH walls|none PROCESSOR READABLE...`, started by
`grading.sandbox`. It runs no student code itself, knows no key, and has no
second thread: a fork would copy a thread's locks and not the thread.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import shutil
import signal
import socket
import stat
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path

from grading.inside import namespaces, syscalls
from grading.sandbox import OWN
from grading.wire import Channel, Closed, Malformed, Message

_PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 4, 36
_MADV_COLLAPSE = 25  # Linux 6.1


def main(fd: int, scratch: str, walls: bool, places: list[str]) -> None:
    """Warm up, say so, and serve requests until the grader is gone."""
    control = Channel(socket.socket(fileno=fd))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL if os.getpid() == 1 else signal.SIG_IGN)
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1)  # what a submission leaves behind becomes ours, to be ended
    for place in ("template", OWN):
        Path(scratch, place).mkdir(exist_ok=True)
    own_namespaces = os.getpid() == 1 and namespaces.work(scratch)
    own_proc = own_namespaces and namespaces.have_proc(scratch)
    gc.disable()  # what is made from here on is there to stay

    from grading.inside import student

    student.make_places(os.path.join(scratch, OWN))
    student.warm_up()
    gc.enable()
    gc.collect()
    gc.freeze()  # what lives now is not touched by later collections, so that forks share its memory
    use_large_pages(libc)
    control.send(_inside(walls, own_namespaces))
    libc.prctl(_PR_SET_DUMPABLE, 0)  # nobody of the same user may read or trace this process
    own = {"own_namespaces": own_namespaces, "own_proc": own_proc}
    server = _Server(control, scratch, walls, places, own)
    while True:
        try:
            server.answer(control.receive(with_fds=True))
        except (Closed, Malformed):
            server.end_everything()
            os._exit(0)


def use_large_pages(libc: ctypes.CDLL) -> None:
    """Put this process's memory into pages of 2 MB where the kernel can: a fork then takes half the time."""
    size = 2 * 2**20
    with suppress(OSError), open("/proc/self/maps") as lines:
        for line in lines.read().splitlines():
            span, rights, _, _, _, *name = line.split(maxsplit=5)
            if rights.startswith("rw") and name in ([], ["[heap]"]):
                start, end = (int(number, 16) for number in span.split("-"))
                start, end = -(-start // size) * size, end // size * size
                if end > start:
                    libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _MADV_COLLAPSE)


def _inside(walls: bool, own_namespaces: bool) -> dict:
    import landlockpy

    return {
        "walls": walls,
        "outer": os.getpid() == 1,
        "landlock": landlockpy.abi_version(),
        "own_namespaces": own_namespaces,
        "syscalls": syscalls.known(),
        "unprivileged": os.geteuid() != 0,
        "python": sys.version.split()[0],
    }


class _Server:
    """Requests of the grader: begin, signal, usage, end."""

    def __init__(self, control: Channel, scratch: str, walls: bool, places: list[str], own: dict[str, bool]) -> None:
        self.control = control
        self.scratch = scratch
        self.walls = walls
        self.places = places
        self.own = own  # which namespaces each submission has for itself

    def answer(self, request: Message) -> None:
        do = request.content["do"]
        if do == "begin":
            answer = self.begin(request)
        elif do == "signal":
            pid = int(request.content["pid"])
            if request.content["inner"] and self.own["own_namespaces"]:
                pid = namespaces.outer_pid(pid)
            if pid > 1 and (os.getpid() == 1 or pid in _descendants()):  # the submission may have made it up
                with suppress(ProcessLookupError, PermissionError, OverflowError):
                    os.kill(pid, int(request.content["signal"]))
            answer = {}
        elif do == "usage":
            answer = usage()
        else:
            answer = {"clean": self.end_everything() and self.sweep()}
        _reap()
        self.control.send(answer)

    def begin(self, request: Message) -> dict:
        """Fork a student process on the socket that came along. Any older one must have been ended."""
        threads = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1
        if threads != 1:
            return {"refused": f"the template has {threads} threads"}
        own = os.path.join(self.scratch, OWN)
        os.makedirs(own, exist_ok=True)
        pid = namespaces.fork() if self.own["own_namespaces"] else os.fork()
        if pid == 0:
            try:
                from grading.inside import student

                ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 1)
                settings = request.content | self.own
                student.live(request.fds[0], own, settings, self.places if self.walls else None)
            finally:
                os._exit(1)
        for fd in request.fds:
            os.close(fd)
        return {"pid": pid}

    def end_everything(self) -> bool:
        """Kill all that a submission left running. Returns whether nothing is left."""
        until, pause = time.monotonic() + 8, 0.0002
        while time.monotonic() < until:
            if os.getpid() == 1:
                with suppress(ProcessLookupError):
                    os.kill(-1, signal.SIGKILL)
            else:
                for pid in _descendants():
                    with suppress(ProcessLookupError, PermissionError):
                        os.kill(pid, signal.SIGKILL)
            if not _reap():
                return True
            time.sleep(pause)
            pause = min(2 * pause, 0.01)
        return False

    def sweep(self) -> bool:
        """Empty the scratch folder. Returns whether that could be done."""
        try:
            if not self.own["own_namespaces"]:  # else they went with the last process
                shutil.rmtree(os.path.join(self.scratch, OWN), onerror=_force)
        except (OSError, RecursionError):
            return False
        return True


def _force(function, path: str, _) -> None:
    """Remove what its owner made read-only."""
    with suppress(OSError):
        os.chmod(os.path.dirname(path), stat.S_IRWXU)
        os.chmod(path, stat.S_IRWXU, follow_symlinks=False) if not os.path.islink(path) else None
    function(path)


def _reap() -> bool:
    """Bury children that have ended. Returns whether any still lives."""
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return False
        if pid == 0:
            return True


def _descendants() -> list[int]:
    """All processes below this one, by number."""
    found, waiting = [], [os.getpid()]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            with suppress(OSError):
                children = [int(pid) for pid in task.read_text().split()]
                found += children
                waiting += children
    return found


def usage() -> dict:
    """How much memory the submission's processes have, in kB, without what they share with the template; how many."""
    me, count = os.getpid(), 0
    numbers = [int(name) for name in os.listdir("/proc") if name.isdecimal()] if me == 1 else _descendants()
    total = -_memory(me)
    for pid in numbers:
        if pid != me:
            count += 1
            total += _memory(pid)
    return {"memory_kb": max(total, 0), "processes": count}


def _memory(pid: int) -> int:
    """The memory of a process in kB, what it shares with others in part. One that hides it has all of it counted."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as lines:
            return sum(int(line.split()[1]) for line in lines if line.startswith(("Pss_Anon:", "Pss_Shmem:")))
    except (OSError, ValueError, IndexError):
        pass
    with suppress(OSError, ValueError, IndexError), open(f"/proc/{pid}/statm") as sizes:
        return int(sizes.read().split()[1]) * resource.getpagesize() // 1024
    return 0


if __name__ == "__main__":
    try:
        if (processor := int(sys.argv[4])) >= 0:
            os.sched_setaffinity(0, {processor})
        main(int(sys.argv[1]), sys.argv[2], sys.argv[3] == "walls", sys.argv[5:])
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)  # the notebook's shell has taken sys.stderr
        os._exit(1)
