"""A verdict in words: plain text for terminals and screen readers, HTML for notebooks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from helpers.checking.verdict import State, Verdict

MARK = {
    State.PASSED: "✓",
    State.NOT_PASSED: "✗",
    State.NOT_ATTEMPTED: "○",
    State.ERROR: "!",
    State.NOT_CHECKED: "?",
}
COLOUR = {
    State.PASSED: "#1b7837",
    State.NOT_PASSED: "#b35806",
    State.NOT_ATTEMPTED: "#6b6b6b",
    State.ERROR: "#8b1a4a",
    State.NOT_CHECKED: "#6b6b6b",
}


def headline(verdict: Verdict) -> str:
    """One line: the name, how it stands, and the points."""
    text = standing(verdict)
    if verdict.max_points and verdict.state is State.PASSED:
        text += f" ({counted(verdict.points, 'point')})"
    elif verdict.points > 0:
        text += f" ({verdict.points:g} of {counted(verdict.max_points, 'point')})"
    return f"{verdict.name}: {text}"


def standing(verdict: Verdict) -> str:
    """How an exercise stands: its state, and how many of its cases are right."""
    total = len(verdict.cases)
    right = sum(case.passed for case in verdict.cases)
    if verdict.state is State.PASSED:
        return "passed" if total == 1 else f"passed, all {total} cases"
    if total <= 1 or verdict.reason:
        return verdict.state.value
    return f"{verdict.state.value}, {right} of {total} cases"


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
    said += [("•", remark) for remark in verdict.remarks]
    return said


def text(verdict: Verdict) -> str:
    """The verdict in plain text, some four lines."""
    return showable("\n".join([headline(verdict), *text_lines(lines(verdict))]))


def text_lines(said: Sequence[tuple[str, str]]) -> list[str]:
    """Marks and sentences as indented lines."""
    return [f"  {mark} {sentence}" if mark else f"  {sentence}" for mark, sentence in said]


def html(verdict: Verdict) -> str:
    """The verdict as a small card; everything in it is escaped."""
    name, _, rest = headline(verdict).partition(": ")
    head = f"<div>{html_mark(verdict.state)} {html_code(name)} <b>{escape(rest)}</b></div>"
    return card(headline(verdict), COLOUR[verdict.state], head + html_lines(lines(verdict)))


def html_lines(said: Sequence[tuple[str, str]]) -> str:
    """Marks and sentences as HTML, escaped."""
    return "".join(
        f'<div style="display:flex;gap:.6em;margin-top:.25em">'
        f'<span aria-hidden="true" style="flex:0 0 1em">{mark}</span>'
        f'<span style="overflow-wrap:anywhere;white-space:pre-wrap">{_prose(sentence)}</span></div>'
        for mark, sentence in said
    )


def card(label: str, colour: str, inside: str) -> str:
    """The frame of a card. label: what a screen reader calls it; inside: HTML, escaped already."""
    return showable(
        f'<div role="group" aria-label="{escape(label)}" '
        f'style="border-left:4px solid {colour};padding:.45em .9em;margin:.2em 0;max-width:52em;'
        "line-height:1.45;color:var(--jp-ui-font-color1,#222);"
        'background:var(--jp-layout-color2,#f4f4f4);font-family:var(--jp-ui-font-family,sans-serif)">'
        f"{inside}</div>"
    )


def html_mark(state: State) -> str:
    """A state's mark, for the eye only: the word stands beside it."""
    return f'<span aria-hidden="true" style="font-weight:bold">{MARK[state]}</span>'


def html_code(text: str) -> str:
    """Code on a card, escaped; without a box of its own, which would look like blanks there."""
    return f'<code style="padding:0;background:none">{escape(text)}</code>'


def showable(said: str) -> str:
    """Without halves of characters, which no screen and no file takes."""
    return said.encode("utf-8", "backslashreplace").decode("utf-8")


def _prose(sentence: str) -> str:
    """Escape, and set what stands between backticks as code."""
    parts = re.split(r"`([^`]+)`", sentence)
    return "".join(html_code(part) if number % 2 else escape(part) for number, part in enumerate(parts))


def counted(number: float, noun: str) -> str:
    """A number and its noun, such as "1 point" or "2.5 points"."""
    return f"{number:g} {noun}" + ("" if number == 1 else "s")
