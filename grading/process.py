"""A submission's process, held from the trusted side: begun, spoken to, stopped, ended."""

from __future__ import annotations

import signal
import time
import zlib
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np

from grading.job import Job
from grading.sandbox import Sandbox
from grading.wire import Channel, Closed, Malformed, Message, TooLate, packed

_BEGIN_SECONDS = 20
_QUIET_SECONDS = 0.1  # so long a cell runs before anybody looks at its memory


class Lost(Exception):
    """The sandbox itself is gone or does not serve; the submission may be tried again in a new one."""


class Ended(Exception):
    """A process of the submission ended or had to be ended. Its text says why, as a clause."""


class Process:
    """One student process in a sandbox. Begins at once; raises Lost if it cannot."""

    def __init__(self, sandbox: Sandbox, job: Job) -> None:
        self.sandbox = sandbox
        self.limits = job.limits
        ours, theirs = Channel.pair()
        request = {
            "do": "begin",
            "seed": zlib.crc32(repr(job.cells).encode("utf-8", "replace")),
            "limits": asdict(job.limits),
            "own_user": sandbox.own_user,
        }
        names = sorted(job.files)
        blobs = [np.frombuffer(job.files[name], np.uint8) for name in names]
        try:
            self.pid = int(sandbox.ask(request, fds=(theirs.fileno(),)).content["pid"])
            theirs.close()
            ours.send({"files": names}, blobs, seconds=_BEGIN_SECONDS)
            ready = ours.receive(time.monotonic() + _BEGIN_SECONDS).content
        except (Closed, TooLate, Malformed, KeyError) as problem:
            raise Lost(f"the student's process did not begin ({type(problem).__name__})") from None
        finally:
            theirs.close()
        if "ready" not in ready:  # no line of the student's has been run
            raise Lost(f"the student's process could not be confined ({ready.get('refused')})")
        self.channel: Channel | None = ours

    def send(self, channel: Channel | None, content: dict, fds: Sequence[int] = ()) -> None:
        """Send a request to one of the submission's processes. Raises Ended."""
        try:
            message = packed(content)
        except Malformed:
            raise Ended("it is too large") from None
        self.send_packed(channel, message, fds)

    def send_packed(self, channel: Channel | None, message: bytes, fds: Sequence[int] = ()) -> None:
        """The same for a request that is written already."""
        if channel is None:
            raise Ended("its process was gone")
        try:
            channel.send_packed(message, fds, seconds=self.limits.grace_seconds)
        except (Closed, TooLate):
            raise Ended("its process was gone") from None

    def wait(self, channel: Channel, seconds: float) -> Message:
        """Wait for an answer, with an eye on memory. Raises TooLate or Ended."""
        started = time.monotonic()

        def look() -> None:
            if time.monotonic() - started > _QUIET_SECONDS:
                self._watch()

        try:
            return channel.receive(started + seconds, look)
        except Closed:
            raise Ended("its process stopped") from None
        except Malformed:
            raise Ended("what it sent could not be read") from None

    def run(self, source: str, seconds: float) -> tuple[Message, bool]:
        """Run a cell, and interrupt it when its time is up. Returns the answer and whether it was interrupted.

        Raises Ended if the process does not survive.
        """
        self.send(self.channel, {"do": "run", "source": source})
        try:
            return self.wait(self.channel, seconds), False
        except TooLate:
            pass
        for _ in range(2):
            self.interrupt()
            try:
                return self.wait(self.channel, self.limits.grace_seconds), True
            except TooLate:
                continue
        raise Ended(f"it ran for more than {seconds:g} seconds and could not be interrupted")

    def fork(self, seconds: float) -> tuple[Channel, int]:
        """Have the process leave a copy of itself behind. Returns the way to it and its number. Raises Ended."""
        ours, theirs = Channel.pair()
        try:
            self.send(self.channel, {"do": "fork"}, fds=(theirs.fileno(),))
        finally:
            theirs.close()
        try:
            return ours, int(self.wait(self.channel, seconds).content["pid"])
        except (TooLate, KeyError, TypeError, ValueError, OverflowError):
            ours.close()
            raise Ended("it could not be looked at") from None

    def interrupt(self) -> None:
        """Interrupt the student's process, as Stop does it."""
        self._signal(self.pid, signal.SIGINT, inner=False)

    def signal(self, pid: int, number: int) -> None:
        """Signal a copy of the process, by the number that it gave: whatever that is, only the submission's are hit."""
        self._signal(pid, number, inner=True)

    def _signal(self, pid: int, number: int, inner: bool) -> None:
        try:
            self.sandbox.ask({"do": "signal", "pid": pid, "signal": int(number), "inner": inner})
        except (Closed, TooLate, Malformed):
            raise Lost("the sandbox is gone") from None

    def end(self) -> None:
        """End all processes of the submission and remove its files; if that fails, end the sandbox."""
        if self.channel is not None:
            self.channel.close()
            self.channel = None
        try:
            clean = self.sandbox.alive and self.sandbox.ask({"do": "end"}).content.get("clean")
        except (Closed, TooLate, Malformed):
            clean = False
        if not clean:
            self.sandbox.close()

    def _watch(self) -> None:
        try:
            used = self.sandbox.ask({"do": "usage"}).content
        except (Closed, TooLate, Malformed):
            raise Lost("the sandbox is gone") from None
        if used["memory_kb"] > self.limits.memory_mb * 1024:
            raise Ended(f"it used more than {self.limits.memory_mb:g} MB of memory")
