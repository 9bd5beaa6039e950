"""Pictures from a student, let through only when they are what they say and unpack to no more than that."""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterator

LARGEST_SIDE = 4096
LARGEST_AREA = 16_000_000
LARGEST_FILE = 4_000_000
LARGEST_UNPACKED = 80_000_000  # 16 megapixels of up to 5 bytes

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_ANCILLARY = {b"gAMA": 4, b"sRGB": 1, b"pHYs": 9}
_DATA_URL = re.compile(r"data:image/(png|jpeg);base64,([A-Za-z0-9+/=\s]+)", re.I)


class BadPicture(ValueError):
    """A picture that is not shown; the message says why, to be read after "a picture is not shown: "."""


def decoded(text: object) -> bytes:
    """Return what base64 `text` holds, white space allowed. Raises BadPicture."""
    if not isinstance(text, str):
        raise BadPicture("it is no base64 text")
    if len(text) > LARGEST_FILE * 3 // 2:
        raise BadPicture(f"it is larger than {LARGEST_FILE // 1_000_000} MB")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise BadPicture("it is no base64 text") from None


def data_url(url: str) -> str:
    """Return a `data:` address of a PNG or JPEG picture, checked and written anew. Raises BadPicture."""
    if (match := _DATA_URL.fullmatch(url)) is None:
        raise BadPicture("only PNG and JPEG pictures that stand in the notebook itself are")
    return in_page(f"image/{match[1].lower()}", match[2])


def in_page(kind: str, text: object) -> str:
    """Return the `data:` address of a picture. kind: image/png or image/jpeg; text: base64. Raises BadPicture."""
    data = decoded(text)
    checked = png(data) if kind == "image/png" else jpeg(data)
    return f"data:{kind};base64,{base64.b64encode(checked).decode()}"


def png(data: bytes, room: int = LARGEST_UNPACKED) -> bytes:
    """Return the same picture with nothing in it but pixels.

    Checks signature, sizes, checksums and that the pixels unpack to just what the header promises.
    room: the bytes that they may unpack to. Raises BadPicture.
    """
    if len(data) > LARGEST_FILE:
        raise BadPicture(f"it is larger than {LARGEST_FILE // 1_000_000} MB")
    if not data.startswith(_SIGNATURE):
        raise BadPicture("it is no PNG file")
    kept: list[tuple[bytes, bytes]] = []
    pixels: list[bytes] = []
    header, ended, palette = b"", False, 0
    for kind, body in _chunks(data):
        if not header and kind != b"IHDR":
            raise BadPicture("its header is missing")
        if kind == b"IHDR":
            if header:
                raise BadPicture("it has two headers")
            header = body
            unpacked = _unpacked(header)
            if unpacked > room:
                raise BadPicture(f"it unpacks to more than {room // 1_000_000} MB")
        elif kind == b"IDAT":
            pixels.append(body)
            continue
        elif kind == b"PLTE":
            palette = len(body)
            if pixels or not 3 <= palette <= 768 or palette % 3:
                raise BadPicture("its palette is broken")
        elif kind == b"tRNS":
            if pixels or not body or len(body) > 256:
                raise BadPicture("its transparency is broken")
        elif kind == b"IEND":
            ended = True
            break
        elif pixels or _ANCILLARY.get(kind) != len(body):
            continue
        if kind not in (one for one, _ in kept):
            kept.append((kind, body))
    if not ended or not pixels:
        raise BadPicture("it is cut off")
    if header[9] == 3 and not palette:
        raise BadPicture("its palette is missing")
    kept += [(b"IDAT", _used(b"".join(pixels), unpacked)), (b"IEND", b"")]
    return _SIGNATURE + b"".join(_chunk(kind, body) for kind, body in kept)


def unpacked_size(data: bytes) -> int:
    """Return the bytes that a PNG which `png` has let through unpacks to."""
    return _unpacked(data[16:29])


def jpeg(data: bytes) -> bytes:
    """Return a JPEG picture unchanged, if its header can be read and its size is in bounds. Raises BadPicture."""
    if len(data) > LARGEST_FILE:
        raise BadPicture(f"it is larger than {LARGEST_FILE // 1_000_000} MB")
    if not data.startswith(b"\xff\xd8\xff") or not data.rstrip(b"\0").endswith(b"\xff\xd9"):
        raise BadPicture("it is no JPEG file, or cut off")
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            _check_size(width, height)
            return data
        if length < 2:
            break
        at += 2 + length
    raise BadPicture("its header is missing")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if at + 12 + size > len(data):
            raise BadPicture("it is cut off")
        named = data[at + 4 : at + 8 + size]
        if zlib.crc32(named) != int.from_bytes(data[at + 8 + size : at + 12 + size], "big"):
            raise BadPicture("its checksum is wrong")
        yield named[:4], named[4:]
        at += 12 + size


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise BadPicture("it has no size")
    if max(width, height) > LARGEST_SIDE or width * height > LARGEST_AREA:
        most = f"{LARGEST_SIDE} pixels a side and {LARGEST_AREA // 1_000_000} megapixels are the most"
        raise BadPicture(f"it has {width} by {height} pixels; {most}")


def _unpacked(header: bytes) -> int:
    """The bytes that a PNG with this header unpacks to."""
    if len(header) != 13:
        raise BadPicture("its header is broken")
    width, height, depth, colour, compression, filtering, interlaced = struct.unpack(">IIBBBBB", header)
    _check_size(width, height)
    if depth not in _DEPTHS.get(colour, ()) or compression or filtering or interlaced > 1:
        raise BadPicture("its header is broken")
    size = 0
    for left, top, step, line in _PASSES if interlaced else ((0, 0, 1, 1),):
        across, down = -(-(width - left) // step), -(-(height - top) // line)
        if across > 0 and down > 0:
            size += down * (1 + (across * depth * _CHANNELS[colour] + 7) // 8)
    return size


def _used(data: bytes, expected: int) -> bytes:
    """The packed pixels without what stands behind them. Unpacks piece by piece, and stops at the first byte too many."""
    unpack, size, read = zlib.decompressobj(), 0, 0
    try:
        while read < len(data) and not unpack.eof and size <= expected:
            rest = data[read : read + 65_536]
            read += len(rest)
            while rest and not unpack.eof and size <= expected:
                size += len(unpack.decompress(rest, 1_000_000))
                rest = unpack.unconsumed_tail
        while size <= expected and (more := unpack.decompress(b"", 1_000_000)):
            size += len(more)
    except zlib.error:
        raise BadPicture("its pixels are broken") from None
    if size > expected:
        raise BadPicture("it unpacks to more than its header says")
    if size < expected or not unpack.eof:
        raise BadPicture("its pixels are cut off")
    return data[: read - len(unpack.unused_data)]
