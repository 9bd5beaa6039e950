"""Jobs over the workers of a Dask cluster.

Jobs and results travel as bytes, so that no folder is shared; keys only to
workers that lack them. Dask itself gives the job of a lost worker to another one.
"""

from __future__ import annotations

import gc
import importlib
import logging
import threading
import time
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress

from grading.crowd.parcel import Keys, Parcel, pack
from grading.crowd.pool import check_level, strictly
from grading.crowd.worker import (
    ENGINE,
    LACKING,
    NotGradable,
    NoWorkers,
    WorkerFault,
    answer,
    fingerprint,
    hello,
    keep,
    read,
    read_hello,
)
from grading.job import Graded, Job
from grading.sandbox import NoSandbox
from helpers.checking.values import plain
from helpers.errors import UnrolledError

_CONNECT_SECONDS = 10
_START_SECONDS = 300
_CLOSE_SECONDS = 3
_ALONE_SECONDS = 60  # how long a cluster may be without workers
_PATIENCE = 900  # seconds beyond a job's own limit, some of which it waits for a worker
_MOST_THREADS = 512
_LIGHTLY = 5  # tries to send a job without its keys

_one_at_a_time = threading.Lock()


def hello_there(engine: str, isolation: str) -> bytes:
    """On a worker: start the engine and say what there is."""
    with _one_at_a_time:
        said = hello(engine, isolation)
        importlib.import_module(engine).engine(isolation).close()  # jobs may ask for another one
        return said


def grade_there(parcel: Parcel, keys: Keys | None, engine: str, isolation: str) -> bytes:
    """On a worker: grade a job.

    keys: None if the worker should have kept them; if it has not, it returns LACKING and its own address
    """
    if keys is not None:
        keep(parcel.name, keys)
    with _one_at_a_time:  # a worker may have several threads, and the engine is one
        said = answer(parcel, engine, isolation)
    if said == LACKING:
        from distributed import get_worker

        said += get_worker().address.encode()
    return said


class DaskPool:
    """The workers of the Dask cluster whose scheduler listens at `address`.

    isolation, engine: as for `grading.crowd.pool.LocalPool`
    Raises NoWorkers if nobody answers there, or nobody who can grade.
    """

    def __init__(self, address: str, isolation: str = "", engine: str = ENGINE) -> None:
        self.isolation = self._wanted = isolation
        self._address = plain(address, 100)
        self._engine = engine
        self._suspects = threading.Lock()
        self._client = self._connect(address)
        self._threads = ThreadPoolExecutor(_MOST_THREADS, "grading")
        try:
            self.isolation = self._hello()
            self._wanted = strictly(self.isolation, isolation)
        except BaseException:
            self.close()
            raise

    @property
    def ahead(self) -> int:
        return min(3 * max(1, self._workers()), _MOST_THREADS)

    def submit(self, job: Job) -> Future[Graded]:
        return self._threads.submit(self._grade, job)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        with suppress(Exception):  # it may be gone
            self._client.close(timeout=_CLOSE_SECONDS)
        self._threads.shutdown()

    def _connect(self, address: str):
        try:
            from distributed import Client
        except ImportError:
            raise NoWorkers(
                "--scheduler needs Dask, which is not installed here: run `python -m pip install dask distributed`."
            ) from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters, we say
        try:
            return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except Exception as error:  # for a wrong address it raises what its parser happens to
            why = plain(type(error).__name__)
        gc.collect()  # a client that was half made closes itself then, and not in the midst of something else
        raise NoWorkers(
            f"No Dask scheduler answers at {self._address} ({why}). "
            "Start one with `dask scheduler`, and give its address, such as tcp://10.0.0.1:8786."
        )

    def _hello(self) -> str:
        try:
            self._client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
            said = self._client.submit(hello_there, self._engine, self._wanted, pure=False).result(_START_SECONDS)
            level, known = read_hello(said)
        except TimeoutError:
            raise NoWorkers(f"The cluster at {self._address} has no worker that answers: start some.") from None
        except NoSandbox as problem:
            raise NoWorkers(f"On the cluster at {self._address}: {problem}") from None
        except Exception as error:  # whatever the worker's Python raised
            why = plain(f"{type(error).__name__}: {error}")
            raise NoWorkers(
                f"The workers of {self._address} cannot grade ({why}): install Unrolled there as it is here."
            ) from None
        if known != fingerprint():
            raise NoWorkers(
                f"The workers of {self._address} have another version of Unrolled than this machine: "
                "install the same one there."
            )
        return level

    def _workers(self) -> int:
        with suppress(Exception):
            return len(self._client.nthreads())
        return 0

    def _grade(self, job: Job) -> Graded:
        try:
            return self._try(job)
        except (WorkerFault, NoSandbox):
            with self._suspects:  # one at a time, so that none pays for another
                try:
                    return self._try(job)
                except (WorkerFault, NoSandbox) as fault:
                    raise NotGradable(f"It could not be graded in 2 tries: {str(fault).rstrip('.')}.") from None

    def _try(self, job: Job) -> Graded:
        parcel, keys = pack(job)
        seconds = job.limits.submission_seconds + _PATIENCE
        for _ in range(_LIGHTLY):
            said = self._ask(parcel, None, seconds)
            if not said.startswith(LACKING):
                return check_level(read(said), self.isolation)
            with suppress(Exception):  # that worker may be gone again
                self._client.run(keep, parcel.name, keys, workers=[said.removeprefix(LACKING).decode()])
        return check_level(read(self._ask(parcel, keys, seconds)), self.isolation)

    def _ask(self, parcel: Parcel, keys: Keys | None, seconds: float) -> bytes:
        """Return a worker's answer. Raises WorkerFault, or NoWorkers if nobody is left to answer."""
        from distributed import KilledWorker

        begun = lonely = time.monotonic()
        try:
            future = self._client.submit(grade_there, parcel, keys, self._engine, self._wanted, pure=False)
            while True:
                with suppress(TimeoutError):
                    return future.result(_CONNECT_SECONDS)
                now = time.monotonic()
                lonely = now if self._workers() else lonely
                if now - lonely > _ALONE_SECONDS:
                    raise NoWorkers(f"The cluster at {self._address} has no workers left.")
                if now - begun > seconds:
                    future.cancel(force=True)
                    raise WorkerFault(f"no worker answered for {seconds:g} seconds")
        except (UnrolledError, WorkerFault):
            raise
        except KilledWorker:
            raise WorkerFault("it ended the workers that had it") from None
        except (Exception, CancelledError) as error:
            if self._client.status != "running" or isinstance(error, CancelledError):
                raise NoWorkers(f"The connection to the Dask scheduler at {self._address} was lost.") from None
            raise WorkerFault(plain(f"{type(error).__name__}: {error}")) from None
