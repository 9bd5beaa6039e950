"""What of a cell's outputs may be shown: text and PNG pictures, cleaned and cut, as notebook outputs.

What comes in was written by a student's process. Nothing here raises, whatever it is:
what is odd becomes a line of plain text.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any

from grading.limits import Limits
from grading.pictures import LARGEST_UNPACKED, BadPicture, decoded, png, unpacked_size

MOST_OUTPUTS = 200
MOST_ERRORS = 5
ERROR_CHARACTERS = 20_000  # kept beyond the limit of a cell's text: an error is what a student needs most
PICTURE_BYTES = 8_000_000  # of one cell, together
UNPACKED_BYTES = 160_000_000
_COLOURED = 2_000  # colour changes in one text

_COLOUR = r"(?:[34]8;5;\d{1,3}|[34]8;2;\d{1,3};\d{1,3};\d{1,3}|(?!38|48)(?:10[0-7]|\d{1,2})|)"
_SGR = re.compile(rf"\x1b\[{_COLOUR}(?:;{_COLOUR}){{0,7}}m")
_ESCAPE = re.compile(
    r"\x1b(?:"
    r"\[[0-?]*[ -/]*[@-~]?"  # CSI: colours, moving the cursor, clearing
    r"|[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x9c|\x1b\\)?"  # OSC and other strings: titles, links, clipboard
    r"|[ -/]*[0-~]?)"
)
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LONE_HALF = re.compile("[\ud800-\udfff]")
_MIME = re.compile(r"[\w.+-]{1,40}/[\w.+-]{1,60}", re.ASCII)
_CUT = "\n<… cut here: too long to be shown whole …>\n"


def clean_text(text: str, most: int) -> str:
    """Return `text` as a terminal would leave it, in at most `most` characters.

    A carriage return writes over its line, so of a progress bar its last state is left. Colours
    (ANSI SGR) stay; other escapes and control characters go, but for line ends and tabs. Characters
    that turn the direction of what follows are spelled out, and halves of characters replaced. What
    is too long loses its middle, and a line says so.
    """
    if len(text) > 4 * most + 10_000:  # before anything else, so that the rest is cheap
        text = text[: 2 * most] + _CUT + text[-2 * most :]
    text = _cleaned(text)
    return text if len(text) <= most else _cut(text, most)


def safe_outputs(raw: Any, limits: Limits) -> tuple[dict[str, Any], ...]:
    """Return what of one cell's outputs may be shown, as valid notebook outputs (nbformat 4).

    raw: what the student's process reports, decoded from JSON: a list of dicts as nbformat has them,
        a PNG picture as base64 text
    limits: text_kb is kept of the cell's text and `images` of its pictures
    Never raises. What it has made, it lets pass unchanged under limits that are larger.
    """
    if not isinstance(raw, (list, tuple)):
        raw = [raw] if raw else []
    maker = _Maker(limits)
    for output in _merged(raw):
        try:
            maker.add(output)
        except Exception:
            maker.say("<an output that cannot be read is not shown>")
    return tuple(maker.made)


class _Maker:
    """Outputs of one cell, and what is left of its limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.made: list[dict[str, Any]] = []
        self.characters = int(limits.text_kb * 1000)
        self.images = int(limits.images)
        self.errors = MOST_ERRORS
        self.error_characters = ERROR_CHARACTERS
        self.picture_bytes = PICTURE_BYTES
        self.unpacked_bytes = UNPACKED_BYTES
        self.full = False

    def add(self, output: Any) -> None:
        kind = output.get("output_type") if isinstance(output, Mapping) else None
        if kind == "error":
            self._add_error(output)
        elif self.full:
            return
        elif len(self.made) >= MOST_OUTPUTS or self.characters <= 0:
            self.full = True
            limit = f"{self.limits.text_kb:g} KB" if self.characters <= 0 else f"{MOST_OUTPUTS} outputs"
            self._stream("stdout", f"<what follows is not shown: a cell may show {limit}>\n")
        elif kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            self._stream(name, self._text(_joined(output.get("text"))))
        elif kind in ("display_data", "execute_result"):
            self._add_data(kind, output.get("data"), output.get("execution_count"))
        else:
            self.say("<an output of an unknown kind is not shown>")

    def say(self, sentence: str) -> None:
        """Show a sentence of ours."""
        self._stream("stdout", sentence + "\n")

    def _stream(self, name: str, text: str) -> None:
        last = self.made[-1] if self.made else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            gap = "" if last["text"].endswith("\n") else "\n"
            last["text"] += gap + text
        elif text:
            self.made.append({"output_type": "stream", "name": name, "text": text})

    def _text(self, text: str) -> str:
        cleaned = clean_text(text, self.characters)
        self.characters -= len(cleaned)
        return cleaned

    def _add_data(self, kind: str, data: Any, count: Any) -> None:
        data = data if isinstance(data, Mapping) else {}
        shown: dict[str, str] = {}
        remarks = []
        if "image/png" in data:
            try:
                shown["image/png"] = self._picture(data["image/png"])
            except BadPicture as why:
                remarks.append(f"<a picture is not shown: {why}>")
        if plain := _joined(data.get("text/plain")):
            remarks.insert(0, plain)
        elif not shown and not remarks and (kinds := _kinds(data)):
            remarks.append(f"<{kinds} is not shown>")
        if remarks or not shown:
            shown["text/plain"] = self._text("\n".join(remarks))
        made: dict[str, Any] = {"output_type": kind, "data": shown, "metadata": {}}
        if kind == "execute_result":
            made["execution_count"] = count if type(count) is int and 0 <= count < 1_000_000 else None
        self.made.append(made)

    def _picture(self, text: Any) -> str:
        if self.images <= 0:
            raise BadPicture(f"a cell may show {self.limits.images:g}")
        text = _joined(text)
        data = png(decoded(text), min(self.unpacked_bytes, LARGEST_UNPACKED))
        if len(data) > self.picture_bytes:
            raise BadPicture(f"those of a cell may have {PICTURE_BYTES // 1_000_000} MB")
        self.images -= 1
        self.picture_bytes -= len(data)
        self.unpacked_bytes -= unpacked_size(data)
        return base64.b64encode(data).decode()

    def _add_error(self, output: Mapping[str, Any]) -> None:
        if self.errors <= 0:
            return
        self.errors -= 1
        name = " ".join(clean_text(_joined(output.get("ename")), 200).split()) or "Error"
        value = self._error_text(output.get("evalue"), 2_000)
        lines = output.get("traceback")
        lines = [line for line in lines if isinstance(line, str)] if isinstance(lines, (list, tuple)) else []
        said = self._error_text("\n".join(lines)) or f"{name}: {value}"
        self.made.append({"output_type": "error", "ename": name, "evalue": value, "traceback": [said]})

    def _error_text(self, text: Any, most: int = ERROR_CHARACTERS) -> str:
        cleaned = clean_text(_joined(text), min(most, self.error_characters))
        self.error_characters -= len(cleaned)
        return cleaned


def _merged(raw: list | tuple) -> Iterator[Any]:
    """Outputs in order, with neighbouring pieces of one stream as one."""
    pieces: list[str] = []
    name = None
    for output in raw:
        stream = isinstance(output, Mapping) and output.get("output_type") == "stream"
        this = ("stderr" if output.get("name") == "stderr" else "stdout") if stream else None
        if pieces and this != name:
            yield {"output_type": "stream", "name": name, "text": "".join(pieces)}
            pieces = []
        name = this
        if stream:
            pieces.append(_joined(output.get("text")))
        else:
            yield output
    if pieces:
        yield {"output_type": "stream", "name": name, "text": "".join(pieces)}


def _joined(text: Any) -> str:
    """Text as nbformat has it: a string, or a list of its lines."""
    if isinstance(text, (list, tuple)):
        return "".join(line for line in text if isinstance(line, str))
    return text if isinstance(text, str) else ""


def _kinds(data: Mapping) -> str:
    """The kinds that an output has, by name, where they are names."""
    kinds = [kind for kind in data if isinstance(kind, str) and _MIME.fullmatch(kind) and kind != "text/plain"]
    return " and ".join(kinds[:3])


def _cleaned(text: str) -> str:
    text = text.replace("\r\n", "\n")
    if "\x1b" in text:
        kept = 0

        def colours_only(match: re.Match) -> str:
            nonlocal kept
            kept += 1
            return match[0] if kept <= _COLOURED and _SGR.fullmatch(match[0]) else ""

        text = _ESCAPE.sub(colours_only, text)
    text = _UNSEEN.sub("", text)
    if "\r" in text:
        text = "\n".join(map(_overwritten, text.split("\n")))
    text = _TURNING.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)
    return _LONE_HALF.sub("\ufffd", text)


def _overwritten(line: str) -> str:
    """What is seen of a line in which carriage returns went back to its start."""
    if "\r" not in line:
        return line
    parts = [part for part in line.split("\r") if _SGR.sub("", part)]
    if not parts or "\x1b" in line:
        return parts[-1] if parts else ""
    seen = parts[-1]
    for part in reversed(parts[:-1]):
        if len(part) > len(seen):
            seen += part[len(seen) :]
    return seen


def _cut(text: str, most: int) -> str:
    """The beginning and the end of a long text, with a line between them, in at most `most` characters."""
    left = most - len(_CUT)
    if left < 20:
        return text[: max(most, 0)] if "\x1b" not in text else ""
    head, tail = text[: left * 3 // 4 - 4], text[-(left // 4) :]
    head = re.sub(r"\x1b[^m]*$", "", head)
    tail = re.sub(r"^\[?[\d;]*m", "", tail) if "\x1b" in text else tail
    return head + ("\x1b[0m" if "\x1b" in head else "") + _CUT + tail
