"""A notebook's shell without a kernel: runs cells, and keeps what they show in a list."""

from __future__ import annotations

import base64
import codecs
import io
import subprocess
import sys
from types import TracebackType
from typing import Any

import numpy as np
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any as AnyTrait
from traitlets import Type
from traitlets.config import Config

MAX_STREAM = 2**20  # characters of one cell that are kept here; the grader keeps fewer
MAX_OUTPUTS = 500
ENDS = 20  # frames of a traceback that are kept at both ends
MAX_IMAGES = 40 * 2**20  # bytes


class Recorder:
    """What one cell shows, in order, as a notebook stores it; images as bytes apart."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.images: list[np.ndarray] = []
        self._left = MAX_STREAM
        self._image_bytes = 0

    def write(self, name: str, text: str) -> None:
        """Something was printed to a stream."""
        last = self.outputs[-1] if self.outputs else {}
        cut = text[: max(self._left, 0)]
        self._left -= len(text)
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"].append(cut)
        elif cut and len(self.outputs) < MAX_OUTPUTS:
            self.outputs.append({"output_type": "stream", "name": name, "text": [cut]})

    def show(self, kind: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Something was displayed, or was a cell's result."""
        output = {
            "output_type": kind,
            "data": {str(mime): self._content(mime, it) for mime, it in data.items()},
            **more,
        }
        if len(self.outputs) < MAX_OUTPUTS:
            self.outputs.append(output)
        return output

    def _content(self, mime: str, content: Any) -> Any:
        """Text as it is, a PNG by its number in `images`, of all else only that it was there."""
        if mime == "text/plain" and isinstance(content, str):
            cut = content[: max(self._left, 0)]
            self._left -= len(cut)
            return cut
        if mime != "image/png":
            return ""
        image = base64.b64decode(content) if isinstance(content, str) else bytes(content)
        self._image_bytes += len(image)
        if self._image_bytes > MAX_IMAGES:
            return ""
        self.images.append(np.frombuffer(image, np.uint8))
        return len(self.images) - 1

    def taken(self) -> tuple[list[dict[str, Any]], list[np.ndarray]]:
        """Return the outputs and images so far, and begin anew."""
        for output in self.outputs:
            if output["output_type"] == "stream":
                output["text"] = "".join(output["text"])
            output.pop("display_id", None)
        outputs, images = self.outputs, self.images
        self.clear()
        return outputs, images


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a notebook."""

    encoding = "utf-8"

    def __init__(self, name: str, recorder: Recorder) -> None:
        self.name = name
        self._recorder = recorder

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._recorder.write(self.name, text)
        return len(text)

    def fileno(self) -> int:
        return 2 if self.name == "stderr" else 1  # what is written there is shown too: see grading.inside.student


class _Publisher(DisplayPublisher):
    recorder = AnyTrait()

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **kwargs) -> None:
        name = (transient or {}).get("display_id")
        shown = [output for output in self.recorder.outputs if name and output.get("display_id") == name]
        if update and shown:
            new = self.recorder.show("display_data", data)
            if self.recorder.outputs[-1] is new:
                self.recorder.outputs.pop()
            for output in shown:
                output["data"] = new["data"]
        else:
            self.recorder.show("display_data", data, display_id=name)

    def clear_output(self, wait: bool = False) -> None:
        self.recorder.clear()


class _Hook(DisplayHook):
    recorder = AnyTrait()

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict, md_dict=None) -> None:
        self.recorder.show("execute_result", format_dict)

    def finish_displayhook(self) -> None:
        pass


class Shell(InteractiveShell):
    """IPython's shell, whose output goes to a Recorder; there is no kernel and no history file."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    @staticmethod
    def open() -> Shell:
        """Return this process's shell, which `get_ipython` gives from now on."""
        settings = Config()
        settings.HistoryManager.enabled = False
        settings.InteractiveShell.autoindent = False
        shell = Shell.instance(config=settings)
        shell.extension_manager.load_extension("storemagic")
        shell.recorder = shell.displayhook.recorder = shell.display_pub.recorder = Recorder()
        sys.stdout, sys.stderr = Stream("stdout", shell.recorder), Stream("stderr", shell.recorder)
        return shell

    def _showtraceback(self, etype, evalue, stb) -> None:
        try:
            message = str(evalue)
        except Exception:
            message = ""
        if len(self.recorder.outputs) < MAX_OUTPUTS + 20:
            self.recorder.outputs.append(
                {
                    "output_type": "error",
                    "ename": etype.__name__[:200],
                    "evalue": message[:10_000],
                    "traceback": [line[:20_000] for line in stb[:100]],
                }
            )

    def _get_exc_info(self, exc_tuple=None):
        kind, error, trace = super()._get_exc_info(exc_tuple)
        _shorten(trace)
        return kind, error, trace

    def system_piped(self, cmd: str) -> None:
        """!command: by pipes, where IPython would want a terminal."""
        command = self.var_expand(cmd, depth=1)
        with subprocess.Popen(
            command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process:
            decoder = codecs.getincrementaldecoder("utf-8")("replace")
            while part := process.stdout.read1():
                self.recorder.write("stdout", decoder.decode(part))
            self.recorder.write("stdout", decoder.decode(b"", final=True))
        self.user_ns["_exit_code"] = process.returncode

    system = system_piped

    def ask_exit(self) -> None:
        """exit() ends no notebook here."""

    def enable_gui(self, gui=None) -> None:
        """There are no windows."""


def _shorten(trace: TracebackType | None) -> None:
    """Take the middle out of a very long traceback: IPython needs some milliseconds for each frame."""
    frames = []
    while trace is not None:
        frames.append(trace)
        trace = trace.tb_next
    if len(frames) > 2 * ENDS:
        frames[ENDS - 1].tb_next = frames[-ENDS]
