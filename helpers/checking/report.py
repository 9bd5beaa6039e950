"""A verdict in words: plain text for terminals and screen readers, HTML for notebooks."""

from __future__ import annotations

import re
from html import escape

from helpers.checking.verdict import State, Verdict

_MARK = {
    State.PASSED: "✓",
    State.NOT_PASSED: "✗",
    State.NOT_ATTEMPTED: "○",
    State.ERROR: "!",
    State.NOT_CHECKED: "?",
}
_COLOUR = {
    State.PASSED: "#1b7837",
    State.NOT_PASSED: "#b35806",
    State.NOT_ATTEMPTED: "#6b6b6b",
    State.ERROR: "#8b1a4a",
    State.NOT_CHECKED: "#6b6b6b",
}


def headline(verdict: Verdict) -> str:
    """One line: the name, how it stands, and the points."""
    total = len(verdict.cases)
    right = sum(case.passed for case in verdict.cases)
    if verdict.state is State.PASSED:
        text = "passed" if total == 1 else f"passed, all {total} cases"
    elif total <= 1 or verdict.reason:
        text = verdict.state.value
    else:
        text = f"{verdict.state.value}, {right} of {total} cases"
    if verdict.max_points and verdict.state is State.PASSED:
        text += f" ({_points(verdict.points)})"
    return f"{verdict.name}: {text}"


def lines(verdict: Verdict) -> list[tuple[str, str]]:
    """What follows the headline, as (mark, sentence): passed, first problem, hint, remarks."""
    said: list[tuple[str, str]] = []
    passed = [case.title for case in verdict.cases if case.passed]
    failed = [case for case in verdict.cases if not case.passed]
    if verdict.state is not State.PASSED:
        if passed and failed:
            said.append(("✓", "; ".join(passed)))
        if verdict.reason:
            said.append(("", verdict.reason))
        elif failed:
            said.append(("✗", f"{failed[0].title}: {failed[0].problem}"))
        if verdict.hint:
            said.append(("→", verdict.hint))
    said += [("·", remark) for remark in verdict.remarks]
    return said


def text(verdict: Verdict) -> str:
    """The verdict in plain text, some four lines."""
    body = [f"  {mark} {sentence}" if mark else f"  {sentence}" for mark, sentence in lines(verdict)]
    return _showable("\n".join([headline(verdict), *body]))


def html(verdict: Verdict) -> str:
    """The verdict as a small card; everything in it is escaped."""
    colour = _COLOUR[verdict.state]
    body = "".join(
        f'<div style="display:flex;gap:.6em;margin-top:.25em">'
        f'<span aria-hidden="true" style="flex:0 0 1em;color:{_mark_colour(mark)}">{mark}</span>'
        f'<span style="overflow-wrap:anywhere;white-space:pre-wrap">{_prose(sentence)}</span></div>'
        for mark, sentence in lines(verdict)
    )
    name, _, rest = headline(verdict).partition(": ")
    card = (
        f'<div role="group" aria-label="{escape(headline(verdict))}" '
        f'style="border-left:4px solid {colour};padding:.45em .9em;margin:.2em 0;max-width:52em;'
        "line-height:1.45;color:var(--jp-ui-font-color1,#222);"
        'background:var(--jp-layout-color2,#f4f4f4);font-family:var(--jp-ui-font-family,sans-serif)">'
        f'<div><span aria-hidden="true" style="color:{colour};font-weight:bold">{_MARK[verdict.state]}</span> '
        f"<code>{escape(name)}</code> <b>{escape(rest)}</b></div>{body}</div>"
    )
    return _showable(card)


def _showable(said: str) -> str:
    """Without halves of characters, which no screen and no file takes."""
    return said.encode("utf-8", "backslashreplace").decode("utf-8")


def _mark_colour(mark: str) -> str:
    state = {"✓": State.PASSED, "✗": State.NOT_PASSED}.get(mark, State.NOT_ATTEMPTED)
    return _COLOUR[state]


def _prose(sentence: str) -> str:
    """Escape, and set what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(sentence))


def _points(points: float) -> str:
    return f"{points:g} point" + ("" if points == 1 else "s")
