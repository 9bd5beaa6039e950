"""Stop work that takes too long."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TimeOut(KeyboardInterrupt):
    """Raised inside `time_limit`. A KeyboardInterrupt, because probes let these through."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeOut in the block after so many seconds, and every so often until it ends.

    Where the system has no alarm signal (Windows), or outside the main thread, there is no limit.
    """
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_):
        raise TimeOut

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, seconds / 4)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
