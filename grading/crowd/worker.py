"""What runs in a worker: jobs come in as bytes, and answers go out as bytes.

A local worker is a process that `serve` keeps going; a Dask worker calls
`answer` itself. Either way the process keeps the engine's sandbox warm from one
job to the next, and the answer keys that it was sent last.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from grading.crowd.parcel import Keys, Parcel, Shelf, unpack
from grading.job import Graded
from grading.sandbox import NoSandbox
from helpers.checking.values import plain
from helpers.errors import UnrolledError

ENGINE = "grading.engine"
_LEAVE_SECONDS = 5
HELLO, KEEP, GRADE = b"hello", b"keep", b"grade"  # what `serve` is asked for
LACKING = b"k"  # an answer: the keys of that name are not here
_GRADED, _REFUSED, _WALLS, _FAULT, _READY = b"+", b"-", b"w", b"?", b"r"

_shelf = Shelf()


class NotGradable(UnrolledError):
    """This submission cannot be graded; others can."""


class NoWorkers(UnrolledError):
    """No submission can be graded: there is nobody who could."""


class WorkerFault(Exception):
    """The worker, and perhaps not the submission, is at fault: another one may do better."""


def keep(name: str, keys: Keys) -> None:
    """Keep a lecture's keys for the jobs that come without."""
    _shelf.keep(name, keys)


def answer(parcel: Parcel, engine: str, isolation: str) -> bytes:
    """Grade a job, and say in bytes what came of it, whatever that is (see `read`); LACKING if its keys are not here.

    engine: the name of a module like `grading.engine`
    """
    keys = _shelf.get(parcel.name)
    if keys is None:
        return LACKING
    return _answering(lambda: _GRADED + importlib.import_module(engine).grade(unpack(parcel, keys), isolation).dumps())


def hello(engine: str, isolation: str) -> bytes:
    """Start the engine; the answer holds the isolation that there is, and what grades. See `read_hello`."""

    def start() -> bytes:
        level = importlib.import_module(engine).engine(isolation).level()
        gc.freeze()  # what is there now stays, and need not be looked through for garbage
        return _READY + json.dumps([level, fingerprint()]).encode()

    return _answering(start)


def _answering(act: Callable[[], bytes]) -> bytes:
    try:
        return act()
    except NoSandbox as problem:
        return _WALLS + str(problem).encode()
    except UnrolledError as problem:
        return _REFUSED + str(problem).encode()
    except Exception as error:
        return _FAULT + plain(f"{type(error).__name__}: {error}").encode()


def read(said: bytes) -> Graded:
    """The reverse of `answer`. Raises NotGradable, NoSandbox or WorkerFault."""
    return Graded.loads(_content(said, _GRADED))


def read_hello(said: bytes) -> tuple[str, str]:
    """The reverse of `hello`: the isolation and the fingerprint. Raises as `read` does."""
    level, known = json.loads(_content(said, _READY))
    return level, known


def _content(said: bytes, wanted: bytes) -> bytes:
    kind, content = said[:1], said[1:]
    if kind == wanted:
        return content
    errors = {_REFUSED: NotGradable, _WALLS: NoSandbox}
    raise errors.get(kind, WorkerFault)(content.decode(errors="replace"))


@cache
def fingerprint() -> str:
    """What tells this version of the code that grades from any other."""
    digest = hashlib.sha256()
    for package in ("grading", "helpers.checking"):
        folder = Path(find_spec(package).origin).parent
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def serve(pipe: Connection, engine: str, isolation: str) -> None:
    """Answer what comes through the pipe until it is closed.

    HELLO asks for `hello`; GRADE, a name and a job for `answer`; KEEP, a name and two keys for no answer.
    """
    os.setsid()  # Ctrl+C in the terminal is for the run, and not for the students' code
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    try:
        while True:
            match pipe.recv_bytes():
                case b"hello":
                    pipe.send_bytes(hello(engine, isolation))
                case b"keep":
                    name, *keys = (pipe.recv_bytes() for _ in range(3))
                    keep(name.decode(), tuple(keys))
                case b"grade":
                    name, job = (pipe.recv_bytes() for _ in range(2))
                    pipe.send_bytes(answer(Parcel(name.decode(), job), engine, isolation))
    except (EOFError, BrokenPipeError):
        return


def _leave(*_) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(0)  # in the main thread, so that the engine clears up


def _leave_with_parent() -> None:
    parent_process().join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_LEAVE_SECONDS)
    os._exit(1)
