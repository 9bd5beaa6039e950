"""What a student's process shows: text and pictures, cleaned and cut, and never an exception."""

from __future__ import annotations

import base64
import io
import json
import random
import struct
import zlib

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.filters import ansi2html
from PIL import Image

from grading.limits import Limits
from grading.outputs import MOST_OUTPUTS, clean_text, safe_outputs
from grading.pictures import BadPicture, jpeg, png
from tests.grading.hostile import outputs

LIMITS = Limits()


def stream(text: str, name: str = "stdout") -> dict:
    return {"output_type": "stream", "name": name, "text": text}


def shown(data: dict, kind: str = "display_data") -> dict:
    return {"output_type": kind, "data": data}


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def picture(width=4, height=3, depth=8, colour=2, interlaced=0, pixels=None, before=(), after=()) -> bytes:
    """A PNG put together by hand, so that each part of it can lie."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 1)
    raw = bytes(height * (1 + (width * depth * channels + 7) // 8)) if pixels is None else pixels
    parts = [chunk(b"IHDR", header), *before, chunk(b"IDAT", zlib.compress(raw)), *after, chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def text64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def valid(made) -> None:
    cell = nbformat.v4.new_code_cell("", outputs=[nbformat.from_dict(dict(one)) for one in made])
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))
    json.dumps(made, allow_nan=False).encode("utf-8")


# Text


@pytest.mark.parametrize(
    "text, clean",
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("a\r\nb\r\n", "a\nb\n"),
        (" 10 %|#   |\r 50 %|##  |\r100 %|####|\n", "100 %|####|\n"),
        ("working…\rdone", "doneing…"),
        ("loss 0.5\r", "loss 0.5"),
        ("loss 0.5\r\b\b\x1b[K", "loss 0.5"),
        ("\x1b[31m1/2\x1b[0m\r\x1b[32m2/2\x1b[0m\r\x1b[0m", "\x1b[32m2/2\x1b[0m"),
        (
            "\x1b[31mred\x1b[0m \x1b[1;38;5;200mx\x1b[38;2;1;2;3my",
            "\x1b[31mred\x1b[0m \x1b[1;38;5;200mx\x1b[38;2;1;2;3my",
        ),
        ("\x1b[2J\x1b[1;1H\x1b[?25lx\x1b[K", "x"),
        ("\x1b]0;title\x07a\x1b]8;;http://far.invalid\x1b\\b\x1b]52;c;eA==", "ab"),
        ("\x1b[38m\x1b[48;5ma\x1b[999m\x1b(B\x1bc\x1b", "a"),
        ("a\x00b\x07c\x08d\x7fe\x9b31mf", "abcde31mf"),
        ("abc\u202edef\u2066g", "abc<U+202E>def<U+2066>g"),
        ("half \ud800 a character", "half \ufffd a character"),
        ("日本語 🙂 é", "日本語 🙂 é"),
    ],
)
def test_text_is_left_as_a_terminal_would_leave_it(text, clean):
    assert clean_text(text, 1000) == clean
    assert clean_text(clean, 1000) == clean


def test_a_long_text_loses_its_middle_and_says_so():
    for count in (200, 100_000):
        text = clean_text("".join(f"line {number}\n" for number in range(count)), 500)
        assert len(text) <= 500
        assert text.startswith("line 0\n") and text.endswith(f"line {count - 1}\n")
        assert "cut here" in text


def test_a_cut_leaves_no_half_of_a_colour():
    text = clean_text("\x1b[38;5;200mcoloured\x1b[0m " * 1000, 700)
    assert len(text) <= 710
    assert clean_text(text, 10_000) == text
    ansi2html(text)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters() | st.sampled_from("\x1b[]0;3m8\r\n\x07\u202e\ud800"), max_size=80), st.integers(0, 60))
def test_any_text_is_clean_the_second_time_and_takes_colours(text, most):
    clean = clean_text(text, most)
    assert len(clean) <= max(most, 0) + 10
    assert clean_text(clean, 1000) == clean
    ansi2html(clean)  # nbconvert's own fails on colours that are cut off
    clean.encode("utf-8")


# Outputs


def test_ordinary_outputs_pass():
    image = text64(picture())
    raw = [
        stream("loss 1\n"),
        stream("loss 2\n"),
        stream("careful\n", "stderr"),
        shown({"text/plain": "<Figure>", "image/png": image}),
        {**shown({"text/plain": "42"}, "execute_result"), "execution_count": 3},
        {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["\x1b[31mValueError\x1b[0m: no"]},
    ]
    made = safe_outputs(raw, LIMITS)
    valid(made)
    assert made == (
        stream("loss 1\nloss 2\n"),
        stream("careful\n", "stderr"),
        {"output_type": "display_data", "data": {"image/png": image, "text/plain": "<Figure>"}, "metadata": {}},
        {"output_type": "execute_result", "data": {"text/plain": "42"}, "metadata": {}, "execution_count": 3},
        raw[-1],
    )


def test_richer_kinds_are_dropped_and_named_where_nothing_is_left():
    rich = {"text/html": "<b>x</b>", "application/javascript": "x", "image/svg+xml": "<svg/>"}
    assert safe_outputs([shown({**rich, "text/plain": "frame"})], LIMITS)[0]["data"] == {"text/plain": "frame"}
    said = safe_outputs([shown(rich)], LIMITS)[0]["data"]["text/plain"]
    assert said == "<text/html and application/javascript and image/svg+xml is not shown>"
    assert safe_outputs([shown({"<script>": "x"})], LIMITS)[0]["data"] == {"text/plain": ""}


def test_text_is_cut_over_the_whole_cell_and_errors_stay():
    raw = [stream("a" * 3000), stream("b" * 3000, "stderr"), stream("c" * 3000), stream("d", "stderr")]
    raw.append({"output_type": "error", "ename": "E", "evalue": "why", "traceback": ["the line"]})
    made = safe_outputs(raw, Limits(text_kb=4))
    valid(made)
    assert sum(len(one.get("text", "")) for one in made) < 4200
    assert "what follows is not shown: a cell may show 4 KB" in made[-2]["text"]
    assert made[-1]["traceback"] == ["the line"]


def test_many_outputs_are_cut():
    made = safe_outputs([shown({"text/plain": "x"})] * 5000, LIMITS)
    assert len(made) == MOST_OUTPUTS + 1
    assert "outputs" in made[-1]["text"]
    raw = [{"output_type": "error", "ename": "E", "evalue": "", "traceback": ["y" * 50_000] * 50}] * 100
    assert sum(len(one["traceback"][0]) for one in safe_outputs(raw, LIMITS)) < 25_000


def test_pictures_are_counted():
    made = safe_outputs([shown({"image/png": text64(picture())})] * 5, Limits(images=2))
    valid(made)
    assert ["image/png" in one["data"] for one in made] == [True, True, False, False, False]
    assert made[2]["data"]["text/plain"] == "<a picture is not shown: a cell may show 2>"


def test_pictures_of_a_cell_are_no_larger_together_than_one_may_be():
    large = picture(3000, 4000, colour=6)  # 48 MB each, from 50 KB
    made = safe_outputs([shown({"image/png": text64(large)})] * 20, LIMITS)
    assert sum("image/png" in one["data"] for one in made) == 3


def test_pictures_of_a_cell_may_have_so_many_bytes_together():
    noise = random.Random(1).randbytes(1000 * (1 + 3 * 1000))
    noisy = picture(1000, 1000, pixels=noise)  # 3 MB that cannot be packed
    made = safe_outputs([shown({"image/png": text64(noisy)})] * 4, LIMITS)
    assert sum("image/png" in one["data"] for one in made) == 2


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "text",
        {"output_type": "stream"},
        [None, 1, "x", [], {}, {"output_type": []}, {"output_type": "clear_output"}],
        [stream(None), stream(5), stream(["a", 5, "b"]), {"output_type": "stream", "name": [], "text": "x"}],
        [shown(None), shown([]), shown({1: 2}), shown({"text/plain": {"a": 1}}), shown({"image/png": 7})],
        [{**shown({"text/plain": "x"}, "execute_result"), "execution_count": True, "metadata": {"a": float("nan")}}],
        [{"output_type": "error", "ename": 1, "evalue": [], "traceback": {"a": 1}}, {"output_type": "error"}],
        [{"output_type": "error", "ename": "\x1b[38m" * 99, "evalue": "\ud800", "traceback": [1, None, "\x1b[48mx"]}],
        outputs(),
    ],
)
def test_odd_outputs_become_lines_of_text(raw):
    made = safe_outputs(raw, LIMITS)
    valid(made)
    assert {kind for one in made for kind in one.get("data", {})} <= {"text/plain", "image/png"}
    assert safe_outputs(list(made), Limits(text_kb=1000)) == made


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
KINDS = st.sampled_from(["stream", "display_data", "execute_result", "error", "x"])
BUNDLES = st.dictionaries(st.sampled_from(["text/plain", "text/html", "image/png", "x"]), ANYTHING, max_size=4)
OUTPUTS = st.fixed_dictionaries(
    {"output_type": KINDS},
    optional={
        "name": st.sampled_from(["stdout", "stderr"]) | ANYTHING,
        "text": st.text(max_size=30) | ANYTHING,
        "data": BUNDLES | ANYTHING,
        "traceback": st.lists(st.text(max_size=30), max_size=3) | ANYTHING,
        "ename": st.text(max_size=9) | ANYTHING,
        "evalue": st.text(max_size=9) | ANYTHING,
        "execution_count": ANYTHING,
        "metadata": ANYTHING,
    },
)


@settings(max_examples=150, deadline=None)
@given(st.lists(OUTPUTS | ANYTHING, max_size=5))
def test_whatever_comes_in_what_comes_out_is_valid(raw):
    made = safe_outputs(raw, LIMITS)
    valid(made)
    assert safe_outputs(list(made), Limits(text_kb=1000)) == made


# Pictures


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
@pytest.mark.parametrize("size", [(1, 1), (3, 2), (33, 17)])
def test_a_picture_keeps_its_pixels(mode, size):
    buffer = io.BytesIO()
    original = Image.new(mode, size)
    original.save(buffer, "PNG")
    checked = Image.open(io.BytesIO(png(buffer.getvalue())))
    assert checked.tobytes() == original.tobytes()
    assert png(png(buffer.getvalue())) == png(buffer.getvalue())


def test_interlaced_pictures_pass():
    rows = sum(down * (1 + across * 3) for across, down in [(1, 1), (1, 1), (2, 1), (1, 2), (3, 1), (2, 3), (5, 2)])
    assert png(picture(5, 5, interlaced=1, pixels=bytes(rows)))


def test_only_pixels_stay():
    extra = [
        chunk(b"tEXt", b"Comment\0secret"),
        chunk(b"iCCP", b"x"),
        chunk(b"pHYs", bytes(9)),
        chunk(b"pHYs", bytes(9)),
    ]
    made = png(picture(before=extra, after=[chunk(b"zTXt", b"y"), chunk(b"eXIf", b"z")]) + b"more behind it")
    assert b"secret" not in made and b"more" not in made
    assert made == picture(before=[chunk(b"pHYs", bytes(9))])


RIGHT = picture()


@pytest.mark.parametrize(
    "data, why",
    [
        (b"", "no PNG"),
        (b"GIF89a" + RIGHT, "no PNG"),
        (RIGHT[:-1], "cut off"),
        (RIGHT[:40], "cut off"),
        (RIGHT[:30] + b"\xff" + RIGHT[31:], "checksum"),
        (RIGHT[:8] + RIGHT[33:], "header is missing"),
        (RIGHT[:33] + RIGHT[8:], "two headers"),
        (picture(0, 3), "no size"),
        (picture(4097, 1), "4096 pixels a side"),
        (picture(4001, 4000, pixels=b""), "16 megapixels"),
        (picture(depth=3), "header is broken"),
        (picture(colour=5), "header is broken"),
        (picture(interlaced=2), "header is broken"),
        (picture(colour=3), "palette is missing"),
        (picture(colour=3, before=[chunk(b"PLTE", b"ab")]), "palette is broken"),
        (picture(before=[chunk(b"tRNS", bytes(300))]), "transparency"),
        (picture(pixels=bytes(10)), "cut off"),
        (picture(pixels=bytes(10_000_000)), "more than its header"),
        (picture(pixels=b"").replace(zlib.compress(b""), b"no zlib!"), "checksum"),
        (picture(4000, 4000, depth=16, colour=6, pixels=b""), "80 MB"),
        (bytes(5_000_000), "larger than 4 MB"),
    ],
)
def test_a_picture_that_is_not_what_it_says_is_refused(data, why):
    with pytest.raises(BadPicture, match=why):
        png(data)
    said = safe_outputs([shown({"image/png": text64(data)})], LIMITS)[0]["data"]["text/plain"]
    assert said.startswith("<a picture is not shown: ")


def test_pixels_that_unpack_for_ever_are_left_at_once():
    packed = zlib.compressobj(9)
    bomb = b"".join(packed.compress(bytes(10_000_000)) for _ in range(10)) + packed.flush()  # 100 MB
    data = picture(1000, 1000).partition(b"IDAT")[0][:-4]
    with pytest.raises(BadPicture, match="more than its header"):
        png(data + chunk(b"IDAT", bomb) + chunk(b"IEND", b""))


def test_what_stands_behind_the_pixels_goes():
    data = picture().partition(b"IDAT")[0][:-4]
    packed = zlib.compress(bytes(3 * 13))
    whole = data + chunk(b"IDAT", packed[:7]) + chunk(b"IDAT", packed[7:]) + chunk(b"IEND", b"")
    Image.open(io.BytesIO(png(whole))).load()
    longer = data + chunk(b"IDAT", packed) + chunk(b"IDAT", bytes(100_000)) + chunk(b"IEND", b"")
    assert png(longer) == png(whole)


def test_jpeg_pictures_are_measured():
    buffer = io.BytesIO()
    Image.new("RGB", (30, 20)).save(buffer, "JPEG")
    data = buffer.getvalue()
    assert jpeg(data) == data
    place = data.index(b"\xff\xc0")
    huge = data[: place + 5] + struct.pack(">HH", 60_000, 60_000) + data[place + 9 :]
    for bad in (b"", data[:20], data[:-2], huge, b"\xff\xd8\xff\xd9", b"\xff\xd8" + b"\xff\xe0\0\0" * 9 + b"\xff\xd9"):
        with pytest.raises(BadPicture):
            jpeg(bad)
