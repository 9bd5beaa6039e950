"""Messages between the grader and the sandbox: JSON and arrays over a Unix socket, with limits.

A message is a dict that JSON can write, and a list of arrays. Nothing is
pickled. Whoever reads sets how large a message may be and until when it is
waited for, because what comes out of the sandbox may be anything.
"""

from __future__ import annotations

import json
import math
import select
import socket
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_TEXT = 4 * 2**20
MAX_BLOB = 80 * 2**20
MAX_ARRAYS = 20_000
MAX_FDS = 4
_HEAD = struct.Struct("<II")
_PLAIN = frozenset(
    f"{order}{kind}{size}"
    for order in "<|="
    for kind, size in [*((k, s) for k in "iu" for s in (1, 2, 4, 8)), ("b", 1)]
) | {"<f2", "<f4", "<f8", "<f16"}


class Closed(Exception):
    """The other side is gone."""


class TooLate(Exception):
    """No message came in time."""


class Malformed(Exception):
    """What came is no message, or is too large."""


@dataclass(frozen=True)
class Message:
    """content: the dict; arrays: what it refers to by number; fds: file descriptors that came with it."""

    content: dict[str, Any]
    arrays: tuple[np.ndarray, ...] = ()
    fds: tuple[int, ...] = ()


class Channel:
    """One end of a socket pair."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        end.setblocking(True)
        self._poll = select.poll()
        self._poll.register(end, select.POLLIN)

    @staticmethod
    def pair() -> tuple[Channel, Channel]:
        """Return the two ends of a new connection."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        return Channel(ours), Channel(theirs)

    def fileno(self) -> int:
        return self.end.fileno()

    def close(self) -> None:
        self.end.close()

    def send(
        self,
        content: dict[str, Any],
        arrays: Sequence[np.ndarray] = (),
        fds: Sequence[int] = (),
        seconds: float | None = None,
    ) -> None:
        """Send a message. Raises Closed, TooLate or, if it is larger than a reader takes, Malformed."""
        self.send_packed(packed(content, arrays), fds, seconds)

    def send_packed(self, message: bytes, fds: Sequence[int] = (), seconds: float | None = None) -> None:
        """Send what `packed` made. Raises Closed or TooLate."""
        self.end.settimeout(seconds)
        try:
            if fds:
                socket.send_fds(self.end, [message[: _HEAD.size]], list(fds))
                message = message[_HEAD.size :]
            self.end.sendall(message)
        except TimeoutError:
            raise TooLate from None
        except OSError:
            raise Closed from None

    def receive(
        self,
        until: float = math.inf,
        tick: Callable[[], None] | None = None,
        with_fds: bool = False,
        max_text: int = MAX_TEXT,
        max_blob: int = MAX_BLOB,
    ) -> Message:
        """Wait for a message.

        until: a time of time.monotonic()
        tick: called some times a second while nothing comes; what it raises ends the wait
        with_fds: take file descriptors that come along
        Raises Closed, TooLate or Malformed.
        """
        fds: list[int] = []
        head = self._read(_HEAD.size, until, tick, fds if with_fds else None)
        length, size = _HEAD.unpack(head)
        if length > max_text or size > max_blob:
            raise Malformed("a message is too large")
        text = self._read(length, until, tick)
        blob = self._read(size, until, tick)
        content, arrays = _parse(text, blob)
        return Message(content, arrays, tuple(fds))

    def _read(
        self, size: int, until: float, tick: Callable[[], None] | None, fds: list[int] | None = None
    ) -> bytearray:
        data = bytearray(size)
        space, done = memoryview(data), 0
        while done < size:
            self._wait(until, tick)
            try:
                if fds is not None and not done:
                    part, received, _, _ = socket.recv_fds(self.end, size, MAX_FDS)
                    fds += received
                    space[: len(part)] = part
                    count = len(part)
                else:
                    count = self.end.recv_into(space[done:])
            except OSError:
                raise Closed from None
            if not count:
                raise Closed
            done += count
        return data

    def _wait(self, until: float, tick: Callable[[], None] | None) -> None:
        while True:
            left = until - time.monotonic()
            if left <= 0:
                raise TooLate
            step = min(left, 0.2) if tick else left
            if self._poll.poll(None if step == math.inf else 1000 * step):
                return
            if tick:
                tick()


def packed(content: dict[str, Any], arrays: Sequence[np.ndarray] = ()) -> bytes:
    """Return a message as bytes. Raises Malformed if it is larger than a reader takes."""
    blobs = [np.ascontiguousarray(array) for array in arrays]
    shapes = [[blob.dtype.str, *array.shape] for blob, array in zip(blobs, arrays)]
    text = json.dumps({"content": content, "arrays": shapes}).encode("utf-8", "surrogatepass")
    size = sum(blob.nbytes for blob in blobs)
    if len(text) > MAX_TEXT or size > MAX_BLOB or len(blobs) > MAX_ARRAYS:
        raise Malformed("a message is too large")
    return b"".join([_HEAD.pack(len(text), size), text, *(blob.tobytes() for blob in blobs)])


def _parse(text: bytearray, blob: bytearray) -> tuple[dict[str, Any], tuple[np.ndarray, ...]]:
    try:
        head = json.loads(text.decode("utf-8", "surrogatepass"))
        content, shapes = head["content"], head["arrays"]
        if not isinstance(content, dict) or not isinstance(shapes, list) or len(shapes) > MAX_ARRAYS:
            raise ValueError("no message")
        arrays, start = [], 0
        for name, *shape in shapes:
            if name not in _PLAIN or len(shape) > 32 or not all(type(n) is int and 0 <= n < 2**40 for n in shape):
                raise ValueError("no plain array")
            kind = np.dtype(name)
            count = math.prod(shape)
            end = start + count * kind.itemsize
            if end > len(blob):
                raise ValueError("an array is cut off")
            # A bool is a byte that is 0 or 1; any other byte would not be one.
            if kind.kind == "b":
                data = np.frombuffer(blob, np.uint8, count, start) != 0
            else:
                data = np.frombuffer(blob, kind, count, start).copy()
            arrays.append(data.reshape(shape))
            start = end
        if start != len(blob):
            raise ValueError("something is left over")
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError, MemoryError) as error:
        raise Malformed(f"what came is no message ({type(error).__name__})") from None
    return content, tuple(arrays)
