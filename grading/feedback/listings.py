"""Code in colours, with bounds: some patterns of a highlighter take it time without end."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from nbconvert.filters import Highlight2HTML

LONGEST = 20_000  # characters; what is longer is shown in one colour
LONGEST_LINE = 1_000
LANGUAGES = {
    "ipython3": "ipython3",
    "ipython": "ipython3",
    "python": "ipython3",
    "python3": "ipython3",
    "py": "ipython3",
}
LANGUAGES |= {"bash": "bash", "sh": "bash", "r": "r", "julia": "julia", "json": "json"}
_SHARED = 4_000


def listing(code: str, language: str) -> str:
    """Return code as HTML, with classes for its colours if the language is one of LANGUAGES."""
    lines = [line.rstrip() for line in code.split("\n")]  # blanks at the ends of many lines are such a pattern
    code = "\n".join(lines)
    known = LANGUAGES.get(language.lower())
    if known is None or len(code) > LONGEST or max(map(len, lines)) > LONGEST_LINE:
        return f'<div class="highlight"><pre>{escape(code)}</pre></div>'
    return _shared(code, known) if len(code) <= _SHARED else Highlight2HTML(known)(code)


@lru_cache(maxsize=256)  # the students of a class share a lecture's cells
def _shared(code: str, language: str) -> str:
    return Highlight2HTML(language)(code)
