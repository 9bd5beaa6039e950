"""Harm for whoever comes next, and for the processes that serve all submissions."""

from tests.attacks.attack import FULL, WALLED, Attack
from tests.attacks.kinds.next_one import LIBC, NEXT


def harm(name: str, what: str, does: str, **more) -> Attack:
    """Harm that the next, honest, submission would feel."""
    return Attack(name, NEXT, what, before=(LIBC + does,), then=("pass",), **({"levels": (FULL,)} | more))


ATTACKS = (
    harm(
        "folders_locked",
        "Folders that stay are made unreadable",
        """
import glob
for path in ("/scratch/template/matplotlib", *glob.glob("/scratch/template/*/**", recursive=True), "/scratch/template", "/scratch", "/dev/shm", "/dev", "/etc", "/usr", "/"):
    try: os.chmod(path, 0)
    except OSError as error: print("refused:", error.errno)
""",
        says="refused:",
        spoils=("scale", "leaky_sum", "shift", "quiz"),
        levels=WALLED,
    ),
    harm(
        "own_folders_locked",
        "Its own folders are made unreadable, and deep",
        """
path = "a"
for _ in range(60):
    os.mkdir(path); path += "/a"
os.makedirs("locked/inside"); os.chmod("locked/inside", 0); os.chmod("locked", 0)
here = "."
for _ in range(2000):
    os.mkdir("d"); os.chdir("d")
os.chdir("/scratch/work") if os.path.isdir("/scratch/work") else None
for place in (".", os.environ["HOME"], os.environ["TMPDIR"]):
    try: os.chmod(place, 0)
    except OSError: pass
""",
    ),
    harm(
        "odd_file_names",
        "Files with odd names, sockets, pipes and links",
        """
import socket
for name in (b"\\xff\\xfe", b"a\\nb", b"-rf", b" ", b"'\\"`$(x)", b"x" * 255):
    open(name, "w").write("x")
os.mkfifo("pipe"); os.symlink("/", "root"); os.symlink(COURSE, "course"); os.symlink("loop", "loop")
socket.socket(socket.AF_UNIX).bind("socket")
os.makedirs("gone/deeper"); os.chdir("gone/deeper"); os.rmdir("."[1:] or "../deeper")
""",
        levels=WALLED,
    ),
    harm(
        "templates_limits",
        "The resource limits of the process that forks for all",
        """
class Limit(ctypes.Structure): _fields_ = [("soft", ctypes.c_ulong), ("hard", ctypes.c_ulong)]
OTHERS = {1, os.getppid(), GRADER} - {0, os.getpid()}
print("refused: itself")
for pid in OTHERS:
    for resource, value in ((0, 3), (1, 0), (2, 300_000_000), (3, 100_000), (7, 4), (8, 0), (12, 0)):
        print("refused:" if libc.prlimit(pid, resource, ctypes.byref(Limit(value, value)), None) else "done", ctypes.get_errno())
""",
        says="refused:",
        absent=("done 0", "done 1"),
    ),
    harm(
        "templates_data_limit",
        "The template's limit of data: the next submission would have no memory",
        """
class Limit(ctypes.Structure): _fields_ = [("soft", ctypes.c_ulong), ("hard", ctypes.c_ulong)]
data = Limit(1_000_000_000, 1_000_000_000)
print("refused: itself")
for pid in {1, os.getppid()} - {0, os.getpid()}:
    print("refused:" if libc.prlimit(pid, 2, ctypes.byref(data), None) else "done", ctypes.get_errno())
""",
        says="refused:",
        absent=("done 0", "done 1"),
    ),
    harm(
        "templates_priority",
        "The priority, processors and scheduler of the process that forks for all",
        """
OTHERS = {1, os.getppid(), GRADER} - {0, os.getpid()}
print("refused: itself")
for pid in OTHERS:
    for what, do in (("nice", lambda: os.setpriority(os.PRIO_PROCESS, pid, 19)), ("processors", lambda: os.sched_setaffinity(pid, {0})),
                     ("idle", lambda: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))),
                     ("input and output", lambda: libc.syscall(251, 1, pid, 3 << 13) and 1 / 0)):
        attempt(what, do)
""",
        says="refused:",
    ),
)
