"""Processes that kill, hide, refuse to stop, or stay."""

from tests.attacks.attack import WALLED, Attack

END, STAY = "the grader's processes", "nothing stays"


def cell(name: str, guarantee: str, what: str, does: str, **more) -> Attack:
    return Attack(name, guarantee, what, before=(does,), **more)


def answer(name: str, guarantee: str, what: str, body: str, **more) -> Attack:
    return Attack(name, guarantee, what, answers={"scale": body}, **more)


_DAEMON = """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import signal
        for number in range(1, 65):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        os.closerange(0, 1000)
        os.execv("/bin/sh", ["sh", "-c", "trap '' HUP INT TERM; while :; do sleep 1; done # " + MARKER])
    os._exit(0)
"""

ATTACKS = (
    cell("exits", END, "Every way to leave Python", "os._exit(0)"),
    cell(
        "exits_politely",
        END,
        "exit(), quit() and SystemExit",
        "import sys\ntry: exit()\nexcept BaseException: pass\nsys.exit(0)",
    ),
    cell("aborts", END, "The process is ended by a fault", "ctypes.string_at(0)"),
    cell("kills_itself", END, "The process ends itself by a signal", "os.kill(os.getpid(), 9)"),
    cell(
        "kills_the_grader",
        END,
        "The grader and the template are killed",
        """
import signal
for pid in (GRADER, 1, os.getppid()):
    for number in (9, 15, 2, 19, 11, 6):
        try: os.kill(pid, number); print("sent", pid, number)
        except OSError as error: print("refused:", error.errno)
""",
        says="",
        levels=WALLED,
    ),
    cell("kills_everybody", END, "kill(-1)", "import signal\nos.kill(-1, signal.SIGKILL)", levels=WALLED),
    cell(
        "kills_its_group",
        END,
        "The process group, and that of the template",
        """
for group in (os.getpgrp(), os.getpgid(os.getppid()) if os.getppid() else 0):
    try: os.killpg(group, 15)
    except OSError: pass
os.kill(0, 9)
""",
        levels=WALLED,
    ),
    answer(
        "kills_when_observed",
        END,
        "The observing fork kills what it can",
        """
def scale(x, factor):
    for pid in (GRADER, 1, os.getppid(), -1):
        try: os.kill(pid, 9)
        except OSError: pass
    os._exit(1)""",
        levels=WALLED,
        spoils=("leaky_sum", "shift", "quiz"),
    ),
    answer("exits_when_observed", END, "The observing fork ends", "def scale(x, factor):\n    os._exit(0)"),
    answer(
        "exits_when_observed_again",
        END,
        "The observing fork ends on the hidden cases",
        """
calls = []
def scale(x, factor):
    calls.append(1)
    if len(calls) > 4: os._exit(0)
    return x * factor""",
    ),
    cell(
        "ignores_interrupts",
        END,
        "SIGINT and SIGTERM are ignored, and time is slept away",
        """
import signal
for number in (2, 15, 1, 14): signal.signal(number, signal.SIG_IGN)
while True:
    try: time.sleep(100)
    except BaseException: pass
""",
    ),
    cell(
        "catches_interrupts",
        END,
        "KeyboardInterrupt is caught, again and again",
        """
while True:
    try:
        while True: pass
    except BaseException: pass
""",
    ),
    cell(
        "blocks_signals",
        END,
        "All signals are blocked",
        """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
time.sleep(100)
""",
    ),
    cell("stops_itself", END, "The process stops itself", "import signal\nos.kill(os.getpid(), signal.SIGSTOP)"),
    answer("never_returns", END, "An answer that never returns", "def scale(x, factor):\n    while True: pass"),
    answer(
        "never_returns_nor_stops",
        END,
        "An answer that never returns and cannot be interrupted",
        """
import signal
def scale(x, factor):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try: time.sleep(100)
        except BaseException: pass""",
    ),
    answer(
        "endless_recursion",
        END,
        "Recursion without an end",
        "sys.setrecursionlimit(10**9)\ndef scale(x, factor):\n    return scale(x, factor)",
    ),
    cell(
        "recursion_in_a_cell",
        END,
        "Recursion without an end, in a cell",
        "sys.setrecursionlimit(10**9)\ndef f(): return f()\nf()",
    ),
    answer(
        "endless_freeze",
        END,
        "A result that takes forever to be looked at",
        """
class Endless(list):
    def __iter__(self):
        while True: yield 1
class Slow(dict):
    def items(self): time.sleep(100)
def scale(x, factor):
    return Slow(a=1) if x.ndim == 1 else Endless([1])""",
    ),
    cell("daemon", STAY, "A daemon that detaches and ignores signals", _DAEMON),
    cell(
        "many_daemons",
        STAY,
        "Many daemons",
        "for _ in range(8):\n"
        + "\n".join("    " + line for line in _DAEMON.strip().splitlines()).replace("os._exit(0)", "os._exit(0)"),
    ),
    answer(
        "daemon_of_an_answer",
        STAY,
        "A daemon that an answer starts on hidden cases",
        "def scale(x, factor):\n"
        + "\n".join("    " + line for line in _DAEMON.strip().splitlines())
        + "\n    return x",
    ),
    cell(
        "daemon_by_shell",
        STAY,
        "nohup, setsid and at from a shell",
        "!nohup setsid sh -c 'while :; do sleep 1; done # '$MARKER >/dev/null 2>&1 &\n!(sleep 1000; echo {MARKER}) > /dev/null 2>&1 &",
    ),
    cell(
        "threads",
        STAY,
        "Threads that go on",
        """
import threading
def spin():
    while True: sum(range(1000))
for _ in range(4): threading.Thread(target=spin).start()
""",
        spoils=("scale", "leaky_sum", "shift", "quiz"),  # they take its own time
    ),
    cell(
        "at_exit",
        STAY,
        "atexit, weak references and __del__ that run at the end",
        """
import atexit, weakref
class Last:
    def __del__(self): os.system("sh -c 'while :; do sleep 1; done # " + MARKER + "' &")
last = Last(); atexit.register(lambda: os.execv("/bin/sleep", ["sleep", "1000"]))
weakref.finalize(last, lambda: time.sleep(1000)); sys.unraisablehook = sys.excepthook = lambda *a: time.sleep(1000)
import threading; threading._register_atexit(lambda: time.sleep(1000))
""",
    ),
    cell(
        "signal_handlers",
        STAY,
        "Handlers for all signals, and alarms",
        """
import signal
for number in range(1, 65):
    try: signal.signal(number, lambda *a: None)
    except (OSError, ValueError): pass
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
""",
    ),
    cell(
        "forks_in_a_cell",
        STAY,
        "A cell that forks, so that two processes run the rest",
        """
if os.fork() == 0:
    print("REACH" + "ED: the child's output")
""",
    ),
    cell(
        "patched_fork",
        END,
        "os.fork, os._exit, sockets and signals are patched",
        """
import signal, socket, select
os.fork = lambda: 0
os._exit = lambda code: None
signal.signal = lambda *a: None
""",
        spoils=("scale", "leaky_sum", "shift", "quiz"),
    ),
    cell("hangs_in_exit", END, "Ending takes forever", "os._exit = lambda *a: time.sleep(1000)\n"),
    cell(
        "dies_again_and_again",
        END,
        "Many cells that end Python, each restart costing more",
        "os._exit(1)",
    ),
)
