"""Whose code is it: the student's, or a library's?"""

from __future__ import annotations

import sys
import sysconfig
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
