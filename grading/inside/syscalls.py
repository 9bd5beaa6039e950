"""System calls that student code has no use for, denied by seccomp (Linux, x86-64 and 64-bit ARM).

Namespaces and Landlock do not reach everything: sockets to the host of a virtual
machine (vsock), keyrings that outlive a process, and parts of the kernel that
sandboxes have been escaped through. What is denied fails as if it did not exist.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import socket
import struct

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # where these lie in what a filter reads
_NEW_NAMESPACES = 0x7E020080  # CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID, NET and TIME
_X32 = 0x40000000  # the numbers of x86-64's second set of calls
_FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)

# The numbers of: AUDIT_ARCH, clone, clone3, socket; then all that are denied outright.
_MACHINES = {
    "x86_64": (0xC000003E, 56, 435, 41),
    "aarch64": (0xC00000B7, 220, 435, 198),
}
_DENIED = {
    # ptrace, process_vm_readv and _writev, kcmp, personality, mount, umount2, pivot_root, chroot, unshare, setns,
    # swapon, swapoff, reboot, init_module, finit_module, delete_module, kexec_load, kexec_file_load, acct, quotactl,
    # add_key, request_key, keyctl, bpf, perf_event_open, userfaultfd, open_by_handle_at, name_to_handle_at,
    # memfd_create, shmget: memory that no process has mapped is counted for nobody; sched_setaffinity: each sandbox
    # has a processor
    "x86_64": (
        *(101, 310, 311, 312, 135, 165, 166, 155, 161, 272, 308, 167, 168, 169, 175, 313, 176, 246, 320, 163, 179),
        *(248, 249, 250, 321, 298, 323, 304, 303, 319, 29, 203),
    ),
    "aarch64": (
        *(117, 270, 271, 272, 92, 40, 39, 41, 51, 97, 268, 224, 225, 142, 105, 273, 106, 104, 294, 89, 60),
        *(217, 218, 219, 280, 241, 282, 265, 264, 279, 194, 122),
    ),
}
# io_uring_setup, _enter, _register, open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, pidfd_getfd, mount_setattr,
# memfd_secret
_DENIED_EVERYWHERE = (425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442, 447)


def known() -> bool:
    """Whether this processor's system calls are known here."""
    return platform.system() == "Linux" and platform.machine() in _MACHINES


def restrict(sockets: bool) -> None:
    """Deny them to this process and all that it starts. Raises OSError if the kernel does not take the filter.

    sockets: whether sockets may be made; where there is no outer wall, one could lead out (pairs lead nowhere)
    """
    program = _program(platform.machine(), _FAMILIES if sockets else ())
    lines = (ctypes.c_char * len(program)).from_buffer_copy(program)
    described = struct.pack("@HP", len(program) // 8, ctypes.addressof(lines))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(_PR_SET_SECCOMP, _FILTER_MODE, described, 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter of system calls")


def _program(machine: str, families: tuple[int, ...]) -> bytes:
    """The filter, in the kernel's own small language (BPF)."""
    architecture, clone, clone3, new_socket = _MACHINES[machine]
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),  # another set of numbers than those below
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
        (_EQUAL, 0, 1, clone3),  # its flags cannot be read here; libraries then use clone
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
    ]
    for number in (*_DENIED[machine], *_DENIED_EVERYWHERE):
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    lines += [
        (_EQUAL, 0, 4, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_ANY_BIT, 0, 1, _NEW_NAMESPACES),
        (_RETURN, 0, 0, _ERRNO | errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    lines += [(_EQUAL, 1, 0, new_socket), (_RETURN, 0, 0, _ALLOW), (_LOAD, 0, 0, _FIRST_ARGUMENT)]
    lines += [(_EQUAL, len(families) - place, 0, family) for place, family in enumerate(families)]
    lines += [(_RETURN, 0, 0, _ERRNO | errno.EAFNOSUPPORT), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("@HBBI", *line) for line in lines)
