"""TeX formulas as MathML, made when a page is made: no script and no network is needed to read them.

latex2mathml translates; `grading.feedback.mathml` builds what comes out of it anew.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from xml.etree.ElementTree import tostring

from latex2mathml.converter import convert_to_element

from grading.feedback.mathml import THIN, built

LONGEST = 4_000  # characters of TeX
_SHARED = 400

_DEFINES = re.compile(r"\\(?:def|newcommand|newenvironment|DeclareMathOperator)(?![a-zA-Z])")  # may grow without end
_ENVIRONMENTS = {
    **dict.fromkeys(["align", "aligned", "alignat", "alignedat", "flalign", "eqnarray"], "align*"),
    **dict.fromkeys(["gather", "gathered", "multline"], "displaylines"),
    **dict.fromkeys(["dcases"], "cases"),
    **dict.fromkeys(["equation", "math", "displaymath"], ""),
}


class NoFormula(ValueError):
    """TeX that cannot be shown as a formula."""


def formula(tex: str, display: bool) -> str:
    """Return HTML of a formula, or its TeX as code where it cannot be set. display: on a line of its own"""
    try:
        made = _shared(tex, display) if len(tex) <= _SHARED else _mathml(tex, display)
    except NoFormula:
        mark = "$$" if display else "$"
        return f'<code style="white-space:pre-wrap">{escape(mark + tex + mark)}</code>'
    if display:
        return f'<span style="display:block;overflow:auto;padding:.4em 0">{made}</span>'
    return made


@lru_cache(maxsize=1024)  # the students of a class share a lecture's formulas
def _shared(tex: str, display: bool) -> str:
    return _mathml(tex, display)


def _mathml(tex: str, display: bool) -> str:
    if len(tex) > LONGEST or _DEFINES.search(tex):
        raise NoFormula(tex)
    try:
        found = convert_to_element(_prepared(tex), display="block" if display else "inline")
        made = built(found)
    except Exception as problem:  # latex2mathml raises many kinds, none of which matters
        raise NoFormula(tex) from problem
    return tostring(made, encoding="unicode", short_empty_elements=False)


def _prepared(tex: str) -> str:
    """TeX in the words that latex2mathml knows."""

    def environment(match: re.Match) -> str:
        end, name, columns = match.groups()
        known = _ENVIRONMENTS.get(name.rstrip("*"))
        if known is None:
            return match[0]
        rest = "" if name.startswith("align") and "at" in name else columns
        return f"\\{end}{{{known}}}{rest}" if known else rest

    tex = re.sub(r"\\(begin|end)\s*\{(\w+\*?)\}(\{\d+\}|)", environment, tex)
    tex = re.sub(r"\\(?:label\s*\{[^{}]*\}|nonumber|notag)", "", tex)
    tex = re.sub(r"\\(?:eq)?ref\s*\{([^{}]*)\}", r"\\text{(\1)}", tex)
    tex = re.sub(r"\\tag\*\s*\{([^{}]*)\}", r"\\qquad\\text{\1}", tex)
    tex = re.sub(r"\\tag\s*\{([^{}]*)\}", r"\\qquad\\text{(\1)}", tex)
    tex = re.sub(r"\\mathrm\s*\{([a-zA-Z])\}", r"\\mathrm{{\1}}", tex)  # else it comes out slanted
    return re.sub(r"\\operatorname(\*?)\s*\{([^{}]*)\}", _operator, tex)


def _operator(match: re.Match) -> str:
    name = re.sub(r"\\[,;:! ]|~", " ", match[2])
    name = re.sub(r"\\[a-zA-Z]+|[^a-zA-Z ]", "", name)
    return f"\\operatorname{'withlimits' if match[1] else ''}{{{THIN.join(name.split())}}}"
