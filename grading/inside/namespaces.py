"""Namespaces of a submission's own: what one leaves behind, no other can find.

Processes, System V memory and message queues, mounts and keyrings are the
submission's alone, and end with its first process. Linux only; the calls are
made by number because Python has no names for them before 3.12.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

_NEWNS, _NEWIPC, _NEWUSER, _NEWPID = 0x00020000, 0x08000000, 0x10000000, 0x20000000
_CLONE = {"x86_64": 56, "aarch64": 220}
_CAPSET = {"x86_64": 126, "aarch64": 91}
_NOSUID_NODEV, _READ_ONLY, _REMOUNT, _BIND, _RECURSIVE = 2 | 4, 1, 32, 4096, 16384
_PRIVATE_ALL = 1 << 18 | _RECURSIVE
_CAPABILITIES = 0x20080522  # the version of that call
_PR_SET_DUMPABLE = 4
_MOST_FILES = 20_000

_libc = ctypes.CDLL(None, use_errno=True)


def fork() -> int:
    """os.fork into namespaces of the child's own. Raises OSError where the kernel does not let this user."""
    machine = os.uname().machine
    if sys.platform != "linux" or machine not in _CLONE:
        raise OSError("there are no namespaces here")
    user, group = os.getuid(), os.getgid()
    python = ctypes.pythonapi
    python.PyOS_BeforeFork()
    flags = _NEWUSER | _NEWPID | _NEWIPC | _NEWNS | signal.SIGCHLD
    pid = _libc.syscall(_CLONE[machine], flags, 0, 0, 0, 0)
    error = ctypes.get_errno()
    if pid:
        python.PyOS_AfterFork_Parent()
        if pid < 0:
            raise OSError(error, os.strerror(error))
        return pid
    python.PyOS_AfterFork_Child()
    _libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)  # the template is not, and then these files would be root's
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    return 0


def settle(folder: str, size_mb: float, temporary: str = "tmp", own_proc: bool = True) -> None:
    """In the child: put a fresh file system of limited size over `folder`, /dev/shm and /tmp, and give up all rights.

    temporary: what /tmp shall be, within `folder`
    own_proc: whether to mount a /proc of its own

    All else becomes read-only, down to the times of its folders. Raises OSError if any of that cannot be done.
    """
    _mount(None, "/", None, _PRIVATE_ALL)
    _mount("tmpfs", folder, "tmpfs", _NOSUID_NODEV, f"size={int(size_mb * 2**20)},nr_inodes={_MOST_FILES},mode=0755")
    if own_proc:
        _mount("proc", "/proc", "proc", _NOSUID_NODEV)
    if os.path.isdir("/dev/shm"):
        memory = os.path.join(folder, "shm")
        os.mkdir(memory)
        _mount(memory, "/dev/shm", None, _BIND)
    if not os.path.islink("/tmp"):  # the course lies there: it stays to be seen, and the rest can be written to
        private = os.path.join(folder, temporary)
        os.makedirs(private)
        for name in os.listdir("/tmp"):
            os.mkdir(os.path.join(private, name))
            _mount(f"/tmp/{name}", os.path.join(private, name), None, _BIND | _RECURSIVE)
        _mount(private, "/tmp", None, _BIND | _RECURSIVE)
    for place in ("/", "/dev"):
        _mount(None, place, None, _BIND | _REMOUNT | _READ_ONLY | _NOSUID_NODEV)
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0)
    if _libc.syscall(_CAPSET[os.uname().machine], header, (ctypes.c_uint32 * 6)()):
        raise OSError(ctypes.get_errno(), "rights could not be given up")


def work(folder: str) -> bool:
    """Whether all this works here, found out by doing it once."""
    return _succeeds(lambda: settle(folder, 1, own_proc=False))


def have_proc(folder: str) -> bool:
    """Whether there can be a /proc of its own: not where parts of the outer one are covered, as bubblewrap does."""
    return _succeeds(lambda: settle(folder, 1))


def _succeeds(step: Callable[[], None]) -> bool:
    try:
        pid = fork()
    except OSError:
        return False
    if pid == 0:
        try:
            step()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def outer_pid(inner: int) -> int:
    """The number that a process of a submission has out here; 0 if there is none.

    inner: the one that it has in its own namespace
    """
    for place in Path("/proc").glob("[0-9]*/status"):
        try:
            (numbers,) = (line.split()[1:] for line in place.read_text().splitlines() if line.startswith("NSpid:"))
        except (OSError, ValueError):
            continue
        if len(numbers) > 1 and int(numbers[-1]) == inner:
            return int(numbers[-2])
    return 0


def _mount(what: str | None, where: str, kind: str | None, flags: int, options: str | None = None) -> None:
    texts = [text.encode() if text is not None else None for text in (what, where, kind, options)]
    if _libc.mount(texts[0], texts[1], texts[2], ctypes.c_ulong(flags), texts[3]):
        error = ctypes.get_errno()
        raise OSError(error, f"{where} could not be mounted ({os.strerror(error)})")
