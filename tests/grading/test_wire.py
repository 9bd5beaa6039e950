"""Messages: what is sent arrives, and whatever else comes is refused without harm."""

from __future__ import annotations

import json
import math
import os
import struct
import threading
import time

import numpy as np
import pytest

from grading import wire
from grading.wire import Channel, Closed, Malformed, TooLate


@pytest.fixture
def ends():
    ours, theirs = Channel.pair()
    yield ours, theirs
    ours.close()
    theirs.close()


def soon() -> float:
    return time.monotonic() + 5


def raw(end: Channel, head: object, blob: bytes = b"", length: int | None = None, size: int | None = None) -> None:
    """Write bytes as a hostile sender may."""
    text = head if isinstance(head, bytes) else json.dumps(head).encode()
    lengths = struct.pack("<II", len(text) if length is None else length, len(blob) if size is None else size)
    end.end.sendall(lengths + text + blob)


ARRAYS = [
    np.arange(6.0).reshape(2, 3),
    np.array([], np.int8),
    np.array(3.5, np.float32),
    np.array([True, False]),
    np.arange(4, dtype=np.uint64)[::2],
    np.asfortranarray(np.arange(6).reshape(2, 3)),
    np.array([1.5], np.float16),
    np.zeros((0, 4)),
    np.array([math.nan, math.inf, -0.0]),
]


def test_a_message_arrives_as_it_was_sent(ends):
    ours, theirs = ends
    content = {"text": "größer 🎉 \ud800", "list": [1, 2.5, None, True], "inf": math.inf}
    theirs.send(content, ARRAYS)
    message = ours.receive(soon())
    assert message.content == content
    for sent, came in zip(ARRAYS, message.arrays, strict=True):
        assert (came.dtype, came.shape, came.tobytes()) == (sent.dtype, sent.shape, sent.tobytes())
        assert came.flags.writeable or came.dtype == bool


def test_messages_keep_their_order_and_nothing_is_left_between_them(ends):
    ours, theirs = ends
    for number in range(5):
        theirs.send({"n": number}, [np.full(number, number)])
    for number in range(5):
        message = ours.receive(soon())
        assert (message.content["n"], message.arrays[0].tolist()) == (number, [number] * number)


def test_a_large_message_arrives_in_pieces(ends):
    ours, theirs = ends
    sender = threading.Thread(target=theirs.send, args=({"a": 1}, [np.arange(2_000_000)]))
    sender.start()
    assert ours.receive(soon()).arrays[0][-1] == 1_999_999
    sender.join()


def test_file_descriptors_come_along_where_they_are_asked_for(ends):
    ours, theirs = ends
    read, write = os.pipe()
    theirs.send({"do": "x"}, fds=[write])
    os.close(write)
    message = ours.receive(soon(), with_fds=True)
    os.write(message.fds[0], b"through")
    assert os.read(read, 10) == b"through" and message.content == {"do": "x"}
    os.close(read)
    os.close(message.fds[0])


def test_file_descriptors_that_nobody_asked_for_do_not_stay_open(ends):
    ours, theirs = ends
    read, write = os.pipe()
    theirs.send({"do": "x"}, fds=[write])
    os.close(write)
    assert ours.receive(soon()).fds == ()
    assert os.read(read, 1) == b""  # the last writer is gone
    os.close(read)


def test_nothing_comes_is_too_late(ends):
    with pytest.raises(TooLate):
        ends[0].receive(time.monotonic() + 0.01)
    with pytest.raises(TooLate):
        ends[0].receive(time.monotonic() - 1)


def test_half_a_message_is_too_late(ends):
    ours, theirs = ends
    theirs.end.sendall(struct.pack("<II", 100, 0) + b"{")
    with pytest.raises(TooLate):
        ours.receive(time.monotonic() + 0.05)


@pytest.mark.parametrize("sent", [b"", b"\x01\x02", struct.pack("<II", 10, 0) + b"abc"])
def test_a_sender_that_goes_away_is_closed(ends, sent):
    ours, theirs = ends
    theirs.end.sendall(sent)
    theirs.close()
    with pytest.raises(Closed):
        ours.receive(soon())


def test_nobody_who_reads_is_closed_or_too_late(ends):
    ours, theirs = ends
    with pytest.raises(TooLate):
        theirs.send({}, [np.zeros(2_000_000)], seconds=0.05)
    ours.close()
    with pytest.raises(Closed):
        theirs.send({}, [np.zeros(2_000_000)], seconds=1)


def test_while_nothing_comes_the_waiting_side_is_asked(ends):
    asked = []

    def tick():
        asked.append(1)
        if len(asked) == 2:
            raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        ends[0].receive(soon(), tick)


@pytest.mark.parametrize(
    "length, size", [(wire.MAX_TEXT + 1, 0), (2, wire.MAX_BLOB + 1), (2**32 - 1, 2**32 - 1), (2**31, 0)]
)
def test_what_says_that_it_is_too_large_is_not_read(ends, length, size):
    ours, theirs = ends
    raw(theirs, b"{}", length=length, size=size)
    with pytest.raises(Malformed, match="too large"):
        ours.receive(soon())


def test_a_reader_may_take_less(ends):
    ours, theirs = ends
    theirs.send({"text": "x" * 100})
    with pytest.raises(Malformed):
        ours.receive(soon(), max_text=50)


def test_what_is_too_large_for_a_reader_is_not_sent(ends):
    with pytest.raises(Malformed):
        ends[0].send({"text": "x" * (wire.MAX_TEXT + 1)})
    with pytest.raises(Malformed):
        ends[0].send({}, [np.zeros(1)] * (wire.MAX_ARRAYS + 1))
    with pytest.raises(Malformed):
        ends[0].send({}, [np.broadcast_to(np.zeros(1), (wire.MAX_BLOB // 8 + 1,))])


F8 = [["<f8", 1]]
MALFORMED = {
    "no JSON": (b"{", b""),
    "no UTF-8": (b"\xff\xfe", b""),
    "a list": ([], b""),
    "a number": (3, b""),
    "no content": ({"arrays": []}, b""),
    "no arrays": ({"content": {}}, b""),
    "content is a list": ({"content": [], "arrays": []}, b""),
    "arrays is a dict": ({"content": {}, "arrays": {}}, b""),
    "arrays is text": ({"content": {}, "arrays": "<f8"}, b""),
    "an array that is none": ({"content": {}, "arrays": [3]}, b""),
    "an array without a kind": ({"content": {}, "arrays": [[]]}, b""),
    "objects": ({"content": {}, "arrays": [["|O", 1]]}, b"12345678"),
    "texts": ({"content": {}, "arrays": [["<U2", 1]]}, b"12345678"),
    "records": ({"content": {}, "arrays": [["i4,f4", 1]]}, b"12345678"),
    "complex": ({"content": {}, "arrays": [["<c16", 1]]}, b"1" * 16),
    "big-endian": ({"content": {}, "arrays": [[">f8", 1]]}, b"12345678"),
    "a kind that is a list": ({"content": {}, "arrays": [[["<f8"], 1]]}, b"12345678"),
    "a kind that is null": ({"content": {}, "arrays": [[None, 1]]}, b""),
    "a negative size": ({"content": {}, "arrays": [["<f8", -1]]}, b""),
    "two negative sizes": ({"content": {}, "arrays": [["<f8", -1, -1]]}, b"12345678"),
    "a size that is a float": ({"content": {}, "arrays": [["<f8", 1.0]]}, b"12345678"),
    "a size that is a bool": ({"content": {}, "arrays": [["<f8", True]]}, b"12345678"),
    "a size that is text": ({"content": {}, "arrays": [["<f8", "1"]]}, b"12345678"),
    "a huge size": ({"content": {}, "arrays": [["<f8", 2**70]]}, b""),
    "huge sizes": ({"content": {}, "arrays": [["<f8", *[2**39] * 32]]}, b""),
    "a huge empty array": ({"content": {}, "arrays": [["<f8", 0, *[2**39] * 31]]}, b""),
    "too many dimensions": ({"content": {}, "arrays": [["<f8", *[1] * 40]]}, b"12345678"),
    "too many arrays": ({"content": {}, "arrays": [["|b1", 0]] * (wire.MAX_ARRAYS + 1)}, b""),
    "an array that is cut off": ({"content": {}, "arrays": F8}, b"1234567"),
    "one array of two": ({"content": {}, "arrays": F8 * 2}, b"12345678"),
    "something left over": ({"content": {}, "arrays": F8}, b"123456789"),
    "bytes and no array": ({"content": {}, "arrays": []}, b"1"),
    "very deep": (b'{"content": {}, "arrays": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", b""),
    "very deep content": (b'{"arrays": [], "content": {"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}}", b""),
    "a very long number": (b'{"arrays": [], "content": {"a": ' + b"1" * 10_000 + b"}}", b""),
}


@pytest.mark.parametrize("head, blob", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_message_is_refused(ends, head, blob):
    ours, theirs = ends
    sender = threading.Thread(target=raw, args=(theirs, head, blob))
    sender.start()
    with pytest.raises(Malformed) as problem:
        ours.receive(soon())
    sender.join()
    assert len(str(problem.value)) < 100


def test_a_bool_is_0_or_1_whatever_byte_was_sent(ends):
    ours, theirs = ends
    raw(theirs, {"content": {}, "arrays": [["|b1", 3]]}, b"\x00\x01\xff")
    (came,) = ours.receive(soon()).arrays
    assert came.view(np.uint8).tolist() == [0, 1, 1]


def test_every_kind_that_is_let_in_is_plain():
    kinds = [np.dtype(name) for name in wire._PLAIN if name != "<f16" or np.dtype("g").itemsize == 16]
    assert {kind.kind for kind in kinds} == set("iufb") and not any(kind.hasobject for kind in kinds)
