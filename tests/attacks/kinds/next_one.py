"""Something left behind for the submission that comes next: hidden inputs for a friend, or harm for anybody."""

from tests.attacks.attack import Attack

NEXT = "other submissions"


def attack(name: str, what: str, leave: str, find: str, **more) -> Attack:
    """leave: a cell's code; find: what the next submission does, an expression for `attempt` or some lines"""
    look = find if "\n" in find else f"attempt('what was left', lambda: ({find}))"
    return Attack(
        name,
        NEXT,
        what,
        before=("TEXT = MARKER.encode()\n" + leave,),
        then=("import os, ctypes\n" + look,),
        **({"levels": ("full",)} | more),
    )


_LIBC = "libc = ctypes.CDLL(None, use_errno=True)\n"


def harm(name: str, what: str, does: str, **more) -> Attack:
    """Harm that the next, honest, submission would feel."""
    return Attack(name, NEXT, what, before=(_LIBC + does,), then=("pass",), **({"levels": ("full",)} | more))


_CHECKED = """
def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "denied")
    return result
"""

ATTACKS = (
    attack(
        "scratch_files",
        "Files in every folder that can be written to",
        """
for folder in (".", os.environ["HOME"], os.environ["TMPDIR"], "/tmp", "/dev/shm", "/var/tmp", "/run", "/", "/scratch", "/scratch/template", "/scratch/template/matplotlib"):
    try:
        open(os.path.join(folder, "left"), "wb").write(TEXT)
        os.mkdir(os.path.join(folder, "left_too"))
    except OSError as error:
        print("refused:", error.errno)
""",
        """
for folder in (".", os.environ["HOME"], os.environ["TMPDIR"], "/tmp", "/dev/shm", "/var/tmp", "/run", "/", "/scratch", "/scratch/template"):
    try:
        print([name for name in os.listdir(folder) if "left" in name])
        print(open(os.path.join(folder, "left")).read())
    except OSError:
        pass
""",
        says="refused:",
        levels=("full", "partial"),
    ),
    attack(
        "standard_streams",
        "Written to the file behind standard output, and read from there",
        """
for fd in (0, 1, 2):
    try: os.write(fd, TEXT * 3)
    except OSError as error: print("refused:", error.errno)
""",
        """
for fd in (0, 1, 2):
    try:
        os.lseek(fd, 0, 0)
        print(os.read(fd, 100_000))
    except OSError as error: print(error.errno)
""",
    ),
    attack(
        "shared_memory",
        "In System V shared memory",
        _LIBC
        + """
libc.shmat.restype = ctypes.c_void_p
n = libc.shmget(4242, 4096, 0o1666)
at = libc.shmat(n, None, 0) if n >= 0 else 0
if n >= 0: ctypes.memmove(at, TEXT, len(TEXT))
""",
        _LIBC
        + """
libc.shmat.restype = ctypes.c_void_p
n = libc.shmget(4242, 4096, 0o666)
if n >= 0: print(ctypes.string_at(libc.shmat(n, None, 0), 100))
""",
    ),
    attack(
        "message_queue",
        "In a System V message queue",
        _LIBC
        + """
q = libc.msgget(4243, 0o1666)
libc.msgsnd(q, ctypes.create_string_buffer(b"\\1" + bytes(7) + TEXT), len(TEXT), 0o4000)
""",
        _LIBC
        + """
q, room = libc.msgget(4243, 0o666), ctypes.create_string_buffer(1000)
if q >= 0: libc.msgrcv(q, room, 900, 0, 0o4000); print(room.raw)
""",
    ),
    attack(
        "semaphores",
        "In the values of System V semaphores",
        _LIBC + "print(libc.semget(4244, 100, 0o1666))",
        _LIBC + "\nif libc.semget(4244, 100, 0o666) >= 0: print(MARKER)\n",
    ),
    attack(
        "posix_queue",
        "In a POSIX message queue",
        _LIBC
        + """
q = libc.mq_open(b"/left", 0o102, 0o666, None)
libc.mq_send(q, TEXT, len(TEXT), 0)
""",
        _LIBC
        + """
q, room = libc.mq_open(b"/left", 0o4000, 0, None), ctypes.create_string_buffer(20000)
if q >= 0: libc.mq_receive(q, room, 20000, None); print(room.raw[:100])
""",
    ),
    attack(
        "keyring",
        "In a keyring of the kernel's, which outlives every process",
        _LIBC
        + """
for ring in (-4, -5, -3):
    print(libc.syscall(248, b"user", b"left", TEXT, len(TEXT), ring))
""",
        _LIBC
        + """
for ring in (-4, -5, -3):
    key, room = libc.syscall(250, 10, ring, b"user", b"left", 0), ctypes.create_string_buffer(100)
    if key > 0: libc.syscall(250, 11, key, room, 100); print(room.raw)
""",
    ),
    attack(
        "extended_attributes",
        "In extended attributes of folders that stay",
        """
for folder in ("/", "/scratch", "/scratch/template", "/scratch/template/matplotlib", "/dev/shm", "/dev", "/etc", "/scratch/work", "/proc/self"):
    try: os.setxattr(folder, "user.left", TEXT)
    except OSError as error: print("refused:", error.errno)
""",
        """
for folder in ("/", "/scratch", "/scratch/template", "/scratch/template/matplotlib", "/dev/shm", "/dev", "/etc", "/scratch/work"):
    try: print(os.getxattr(folder, "user.left"))
    except OSError as error: print(error.errno)
""",
        says="refused:",
    ),
    attack(
        "times_of_files",
        "In the times of files and folders that stay",
        """
import glob
for path in ("/", "/scratch", "/scratch/template", *glob.glob("/scratch/template/**", recursive=True), "/dev/shm", "/dev/null", "/etc", "/usr/bin"):
    try: os.utime(path, ns=(123456789, 987654321))
    except OSError as error: print("refused:", error.errno)
""",
        """
import glob
for path in ("/", "/scratch", "/scratch/template", *glob.glob("/scratch/template/**", recursive=True), "/dev/shm", "/dev/null", "/etc", "/usr/bin"):
    try:
        if os.stat(path).st_atime_ns == 123456789 or os.stat(path).st_mtime_ns == 987654321: print(MARKER, path)
    except OSError as error: print(error.errno)
""",
        says="refused:",
        levels=("full", "partial"),
    ),
    attack(
        "abstract_socket",
        "Held by a process, in an abstract socket",
        """
import socket
holder = socket.socket(socket.AF_UNIX)
holder.bind("\\0left"); holder.listen()
if not os.fork():
    os.setsid()
    while True:
        try: holder.accept()[0].sendall(TEXT)
        except OSError: pass
""",
        """
import socket
s = socket.socket(socket.AF_UNIX)
try: s.connect("\\0left"); print(s.recv(100))
except OSError as error: print(error.errno)
""",
    ),
    attack(
        "environment",
        "In the environment, in modules, in builtins",
        """
os.environ["LEFT"] = MARKER; os.putenv("LEFT", MARKER)
import builtins, numpy; builtins.LEFT = numpy.LEFT = MARKER; sys.modules["left"] = MARKER
get_ipython().user_ns_hidden["LEFT"] = MARKER
""",
        "import builtins\nprint(os.environ.get('LEFT'), getattr(builtins, 'LEFT', 0), sys.modules.get('left'), os.popen('echo $LEFT').read())",
    ),
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
        levels=("full", "partial"),
        spoils=("scale", "leaky_sum", "shift", "quiz"),
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
    Attack(
        "restart_at_a_chosen_time",
        "hidden inputs",
        "An answer ends its process on the hidden cases when the clock says what they are, and the cells read the clock",
        before=("print('REACH' + 'ED: run again' if time.time() - BEGAN > 1.5 else 'refused:')",),
        answers={
            "scale": """
calls = []
def scale(x, factor):
    calls.append(1)
    if len(calls) > 4:
        time.sleep(1.6)
        os._exit(1)
    return x * factor"""
        },
        deserves={"scale": 2.0},
        says="refused:",
        levels=("full",),
    ),
    Attack(
        "restart_with_hidden_inputs",
        "hidden inputs",
        "An answer ends its process on the hidden cases, so that the cells run again, and tell what was kept",
        before=(
            """
for fd in (0, 1, 2):
    try: print(os.pread(fd, 300, 0))
    except OSError as error: print(error.errno)
for path in ("/scratch/template", "/scratch", "/dev/shm", "/tmp"):
    try: print(os.getxattr(path, "user.kept"))
    except OSError as error: print(error.errno)
    for name in ("kept", "template/kept", "own/kept"):
        try: print(open(os.path.join(path, name)).read())
        except OSError as error: print(error.errno)
""",
        ),
        answers={
            "scale": """
calls = []
def scale(x, factor):
    calls.append(1)
    if len(calls) > 4:
        told = " ".join(f"{float(v):.17g}" for v in np.ravel(x)).encode()
        for fd in (0, 1, 2):
            try: os.pwrite(fd, told, 0)
            except OSError: pass
        for path in ("/scratch/template", "/scratch", "/dev/shm", "/tmp"):
            try: os.setxattr(path, "user.kept", told)
            except OSError: pass
            try: open(os.path.join(path, "kept"), "wb").write(told)
            except OSError: pass
        os._exit(1)
    return x * factor"""
        },
        deserves={"scale": 2.0},
        levels=("full",),
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
