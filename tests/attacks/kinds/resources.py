"""Bombs: memory, processes, files, disk, output, time."""

from tests.attacks.attack import FULL, WALLED, Attack

RESOURCES = "resources"
ALL = ("scale", "leaky_sum", "shift", "quiz")


def bomb(name: str, what: str, does: str, **more) -> Attack:
    return Attack(name, RESOURCES, what, before=(does,), **({"levels": WALLED} | more))


_STAY = "time.sleep(100)"

ATTACKS = (
    bomb("memory", "One process takes all memory", "kept = []\nwhile True: kept.append(bytearray(50_000_000))"),
    bomb(
        "memory_of_many",
        "Many processes take memory, each a little",
        """
for _ in range(20):
    if os.fork() == 0:
        kept = bytearray(100_000_000)
        for at in range(0, len(kept), 4096): kept[at] = 1
        time.sleep(100)
print("started")
time.sleep(1.5)
print("REACH" + "ED: it was let")
""",
    ),
    bomb(
        "memory_hidden",
        "Many processes take memory and cannot be looked at",
        """
libc = ctypes.CDLL(None)
for _ in range(8):
    if os.fork() == 0:
        libc.prctl(4, 0, 0, 0, 0)
        kept = bytearray(100_000_000)
        for at in range(0, len(kept), 4096): kept[at] = 1
        time.sleep(100)
time.sleep(1.5)
print("REACH" + "ED: it was let")
""",
    ),
    bomb(
        "memory_shared",
        "Memory that several processes share, so that it is nobody's own",
        """
import mmap
for _ in range(6):
    shared = mmap.mmap(-1, 100_000_000)
    if os.fork() == 0:
        if os.fork() == 0: pass
        for at in range(0, len(shared), 4096): shared[at] = 1
        time.sleep(100)
    shared.close()
time.sleep(1.5)
print("REACH" + "ED: it was let")
""",
    ),
    bomb(
        "memory_in_files",
        "Files in memory that nobody maps",
        """
kept = []
try:
    for _ in range(40):
        fd = os.memfd_create("x"); kept.append(fd)
        os.write(fd, bytes(30_000_000))
except OSError as error: print("refused:", error.errno)
else:
    time.sleep(1)
    print("REACH" + "ED: it was let")
""",
    ),
    bomb(
        "memory_of_the_system",
        "System V memory that outlives its process",
        """
libc = ctypes.CDLL(None, use_errno=True); libc.shmat.restype = ctypes.c_void_p; libc.shmdt.argtypes = [ctypes.c_void_p]
got = 0
for key in range(9000, 9012):
    n = libc.shmget(key, 50_000_000, 0o1600)
    if n < 0: break
    at = libc.shmat(n, None, 0)
    ctypes.memset(at, 1, 50_000_000); libc.shmdt(at); got += 1
print("refused:" if got < 9 else "REACH" + "ED", got)
""",
    ),
    bomb(
        "fork_bomb",
        "A fork bomb",
        """
import signal
def grow():
    while True:
        try: os.fork()
        except OSError: time.sleep(0.001)
grow()
""",
    ),
    bomb(
        "thread_bomb",
        "Threads without an end",
        """
import threading
try:
    while True: threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
except RuntimeError as error: print("refused:", error)
""",
    ),
    bomb(
        "open_files",
        "All file descriptors",
        """
kept = []
try:
    while True: kept.append(os.open(os.devnull, os.O_RDONLY))
except OSError as error: print("refused:", error.errno, len(kept))
""",
        says="refused:",
        spoils=ALL,
    ),
    bomb(
        "disk",
        "Files until the disk is full",
        """
try:
    for n in range(10_000): open(f"file{n}", "wb").write(bytes(1_000_000))
except OSError as error: print("refused:", error.errno, n)
""",
        says="refused:",
        levels=(FULL,),
    ),
    bomb(
        "one_large_file",
        "One file of terabytes",
        """
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
attempt("seek", lambda: os.pwrite(os.open("big", os.O_WRONLY | os.O_CREAT), b"x", 10**12))
attempt("truncate", lambda: os.truncate("big", 10**12)); attempt("allocate", lambda: os.posix_fallocate(os.open("big", os.O_RDWR), 0, 10**11))
""",
        says="refused:",
    ),
    bomb(
        "many_files",
        "Empty files without an end",
        """
try:
    for n in range(10**9): os.close(os.open(f"f{n}", os.O_CREAT | os.O_WRONLY))
except OSError as error: print("refused:", error.errno)
""",
    ),
    bomb(
        "standard_output_of_the_process",
        "The file behind standard output is filled",
        """
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
written = 0
try:
    while written < 3e8: written += os.write(1, bytes(1_000_000))
except OSError as error: print("refused:", error.errno)
""",
    ),
    bomb("printed", "Output without an end", "while True: print('x' * 10_000)"),
    bomb(
        "printed_often",
        "Many outputs",
        "from IPython.display import display\nfor _ in range(5_000): display('x'); print('y')",
    ),
    bomb(
        "printed_in_every_cell",
        "Each cell shows as much as it may",
        "print('x' * 10**6)",
        after=("print('x' * 10**7)",) * 120,
    ),
    bomb(
        "pictures_in_every_cell",
        "Each cell shows pictures as large as they may be",
        "from IPython.display import Image, display\nimport zlib, struct\n"
        "def chunk(kind, body): return struct.pack('>I', len(body)) + kind + body + struct.pack('>I', zlib.crc32(kind + body))\n"
        "noise = np.random.default_rng(0).integers(0, 256, (700, 1501), np.uint8); noise[:, 0] = 0\n"
        "png = b'\\x89PNG\\r\\n\\x1a\\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 1500, 700, 8, 0, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(noise.tobytes(), 1)) + chunk(b'IEND', b'')",
        after=("display(*[Image(png)] * 3)",) * 8,
    ),
    bomb(
        "errors_without_end",
        "Errors with long texts and deep tracebacks",
        """
def f(n):
    if n: raise ValueError("x" * 10**6) from None
    f(n + 1)
class E(Exception):
    def __str__(self): return "y" * 10**7
raise ExceptionGroup("g" * 10**6, [E()] * 1000)
""",
    ),
    bomb(
        "endless_text",
        "Objects whose text never ends",
        """
class Long:
    def __repr__(self): return "z" * 300_000_000
    def _repr_html_(self): return "<script>" * 10**6
    def _repr_png_(self): return bytes(100_000_000)
Long()
""",
        limits={"memory_mb": 1500},
    ),
    bomb(
        "slow_everything",
        "Every answer takes nearly all of its time, public and hidden",
        "",
        answers={"scale": "def scale(x, factor):\n    time.sleep(0.4)\n    return x * factor"},
        deserves={"scale": 2.0},
    ),
    bomb(
        "open_pipes",
        "Pipes and sockets full of data",
        """
import socket, fcntl
kept = []
try:
    while True:
        a, b = socket.socketpair(); a.setblocking(False); kept.append((a, b))
        try: a.send(bytes(10**7))
        except BlockingIOError: pass
except OSError as error: print("refused:", error.errno)
""",
        spoils=ALL,
    ),
)
