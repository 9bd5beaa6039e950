"""Whose code is it: the student's, or a library's?"""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

_OURS = str(Path(__file__).resolve().parent.parent)
_LIBRARIES = tuple({sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")})


def is_students(filename: str) -> bool:
    """Whether a file (as in a code object's co_filename) is no library's and none of ours."""
    if filename.startswith((_OURS, "<frozen", *_LIBRARIES)):
        return False
    inside = Path(filename).parts
    return (
        "site-packages" not in inside and "dist-packages" not in inside and not filename.startswith(sys.prefix + "/lib")
    )


def own_frames(error: BaseException) -> Iterator[tuple[str, int, str]]:
    """Where in the student's code an error came through, outermost first: (function, line, file)."""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if is_students(code.co_filename):
            yield code.co_name, trace.tb_lineno, code.co_filename
        trace = trace.tb_next
