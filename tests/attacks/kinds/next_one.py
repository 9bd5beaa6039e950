"""Something left behind for the submission that comes next, a friend's."""

from tests.attacks.attack import FULL, WALLED, Attack

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
        **({"levels": WALLED} | more),
    )


LIBC = "libc = ctypes.CDLL(None, use_errno=True)\n"

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
        LIBC
        + """
libc.shmat.restype = ctypes.c_void_p
n = libc.shmget(4242, 4096, 0o1666)
at = libc.shmat(n, None, 0) if n >= 0 else 0
if n >= 0: ctypes.memmove(at, TEXT, len(TEXT))
""",
        LIBC
        + """
libc.shmat.restype = ctypes.c_void_p
n = libc.shmget(4242, 4096, 0o666)
if n >= 0: print(ctypes.string_at(libc.shmat(n, None, 0), 100))
""",
    ),
    attack(
        "message_queue",
        "In a System V message queue",
        LIBC
        + """
q = libc.msgget(4243, 0o1666)
libc.msgsnd(q, ctypes.create_string_buffer(b"\\1" + bytes(7) + TEXT), len(TEXT), 0o4000)
""",
        LIBC
        + """
q, room = libc.msgget(4243, 0o666), ctypes.create_string_buffer(1000)
if q >= 0: libc.msgrcv(q, room, 900, 0, 0o4000); print(room.raw)
""",
        levels=(FULL,),
    ),
    attack(
        "semaphores",
        "In the values of System V semaphores",
        LIBC + "print(libc.semget(4244, 100, 0o1666))",
        LIBC + "\nif libc.semget(4244, 100, 0o666) >= 0: print(MARKER)\n",
        levels=(FULL,),
    ),
    attack(
        "posix_queue",
        "In a POSIX message queue",
        LIBC
        + """
q = libc.mq_open(b"/left", 0o102, 0o666, None)
libc.mq_send(q, TEXT, len(TEXT), 0)
""",
        LIBC
        + """
q, room = libc.mq_open(b"/left", 0o4000, 0, None), ctypes.create_string_buffer(20000)
if q >= 0: libc.mq_receive(q, room, 20000, None); print(room.raw[:100])
""",
        levels=(FULL,),
    ),
    attack(
        "keyring",
        "In a keyring of the kernel's, which outlives every process",
        LIBC
        + """
for ring in (-4, -5, -3):
    print(libc.syscall(248, b"user", b"left", TEXT, len(TEXT), ring))
""",
        LIBC
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
        levels=(FULL,),
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
)
