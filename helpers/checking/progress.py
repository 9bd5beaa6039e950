"""How far a notebook has come: all exercises of its lecture at one glance, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from helpers.checking.check import Card, answer_key, cannot, notebook, show, show_verdict, verdict_on
from helpers.checking.key import AnswerKey
from helpers.checking.report import (
    COLOUR,
    MARK,
    card,
    counted,
    html_code,
    html_lines,
    html_mark,
    showable,
    standing,
    text_lines,
)
from helpers.checking.values import plain, type_name
from helpers.checking.verdict import State, Verdict
from helpers.errors import UnrolledError

_LEFT = "text-align:left;padding:.15em 1.2em .15em 0;vertical-align:baseline;border:0;font-weight:normal"


@dataclass(frozen=True)
class Progress:
    """How a lecture's exercises stand.

    lecture: its name
    verdicts: one for each exercise, in the notebook's order
    not_run: how many of them nothing defines in this session
    stopped: the exercise at which the student pressed Stop, if so
    """

    lecture: str
    verdicts: tuple[Verdict, ...]
    not_run: int = 0
    stopped: str = ""


def progress(namespace: Mapping[str, Any] | None = None) -> None:
    """Show which exercises of this lecture pass, which are left, and what comes next.

    namespace: where to look for the answers; the notebook by default

    Every answer runs on its cases, as its check would run it. Nothing is raised, also not
    where nbgrader runs the notebook, with one exception: Stop goes through, after what was
    found so far is shown.
    """
    try:
        lecture = answer_key("progress")
    except UnrolledError as problem:
        show_verdict(cannot("progress", str(problem)))
        return
    answers = notebook() if namespace is None else namespace
    seen: list[Verdict] = []
    try:
        for name in lecture.exercises:
            seen.append(_look(lecture, name, answers))
    except KeyboardInterrupt:
        show(_as_card(_summary(lecture, seen, answers)))
        raise
    show(_as_card(_summary(lecture, seen, answers)))


def _look(lecture: AnswerKey, name: str, answers: Mapping[str, Any]) -> Verdict:
    """One verdict; what goes wrong with one exercise does not hide the others."""
    try:
        return verdict_on(lecture, name, answers)
    except Exception as error:
        return cannot(name, f"checking it raised {type_name(type(error))}")


def _summary(lecture: AnswerKey, seen: Sequence[Verdict], answers: Mapping[str, Any]) -> Progress:
    """Put together what was seen; exercises that were not come after it, as not checked."""
    names = list(lecture.exercises)
    verdicts = [*seen, *(cannot(name, "") for name in names[len(seen) :])]
    not_run = [one for one in seen if one.state is State.NOT_ATTEMPTED and one.name not in answers]
    return Progress(
        lecture.lecture,
        tuple(replace(one, max_points=lecture.exercises[one.name].points) for one in verdicts),
        len(not_run),
        names[len(seen)] if len(seen) < len(names) else "",
    )


def headline(found: Progress) -> str:
    """One line: the lecture, its points, and how many exercises pass."""
    graded, others = _groups(found)
    if graded:
        points = f"{sum(one.points for one in graded):g} of {counted(sum(one.max_points for one in graded), 'point')}"
        said = f"{points}, {_passed(graded)} of {counted(len(graded), 'exercise')}"
    else:
        said = f"{_passed(others)} of {counted(len(others), 'exercise')}, without points"
    so_far = " so far" if any(map(_unknown, found.verdicts)) else ""
    return f"{plain(found.lecture, 60)}: {said}{so_far}"


def lines(found: Progress) -> list[tuple[str, str]]:
    """What follows the exercises, as (mark, sentence): why something was not checked, and what comes next."""
    said = [("?", f"`{plain(one.name, 60)}`: {one.reason}.") for one in found.verdicts if _unknown(one) and one.reason]
    if found.stopped:
        name = plain(found.stopped, 60)
        said.append(("•", f"Stopped while `{name}` ran: it and the exercises after it were not checked."))
    if found.not_run:
        them = "One of these is" if found.not_run == 1 else f"{found.not_run} of these are"
        said.append(("•", f"{them} not defined in this session: run the cells that you have written, then look again."))
    return [*said, ("→", _next(found))]


def text(found: Progress) -> str:
    """The progress in plain text, a line for each exercise."""
    names = max((len(plain(one.name, 60)) for one in found.verdicts), default=0)
    states = max((len(standing(one)) for one in found.verdicts), default=0)
    rows = [
        f"  {MARK[one.state]} {plain(one.name, 60):{names}}  {standing(one):{states}}  {_points(one)}".rstrip()
        for group in _groups(found)
        for one in group
    ]
    graded, others = _groups(found)
    if graded and others:
        rows.insert(len(graded), "  without points:")
    return showable("\n".join([headline(found), *rows, *text_lines(lines(found))]))


def html(found: Progress) -> str:
    """The progress as a card with a table; everything in it is escaped."""
    graded, others = _groups(found)
    heads = "".join(
        f'<th scope="col" style="{_LEFT};border-bottom:1px solid">{title}</th>'
        for title in ("Exercise", "State", "Points")
    )
    apart = (
        f'<tr style="background:none"><th scope="rowgroup" colspan="3" style="{_LEFT}"><i>Without points</i></th></tr>'
    )
    bodies = [
        f"<tbody>{apart if group is others and graded else ''}{''.join(map(_row, group))}</tbody>"
        for group in (graded, others)
        if group
    ]
    table = (
        '<table style="border-collapse:collapse;margin:0;font-size:inherit;color:inherit">'
        '<caption style="caption-side:top;text-align:left;color:inherit;font-weight:bold;padding:0">'
        f"{escape(headline(found))}</caption>"
        f'<thead><tr style="background:none">{heads}</tr></thead>{"".join(bodies)}</table>'
    )
    done = all(one.passed for one in found.verdicts)
    colour = COLOUR[State.PASSED if done else State.NOT_ATTEMPTED]
    return card(f"progress in {plain(found.lecture, 60)}", colour, table + html_lines(lines(found)))


def _row(verdict: Verdict) -> str:
    return (
        f'<tr style="background:none"><th scope="row" style="{_LEFT}">{html_code(plain(verdict.name, 60))}</th>'
        f'<td style="{_LEFT}">{html_mark(verdict.state)} {escape(standing(verdict))}</td>'
        f'<td style="{_LEFT}">{_points(verdict)}</td></tr>'
    )


def _as_card(found: Progress) -> Card:
    return Card(text(found), html(found))


def _groups(found: Progress) -> tuple[list[Verdict], list[Verdict]]:
    """Exercises with points, and those without."""
    graded = [one for one in found.verdicts if one.max_points]
    return graded, [one for one in found.verdicts if not one.max_points]


def _passed(verdicts: Sequence[Verdict]) -> int:
    return sum(one.passed for one in verdicts)


def _points(verdict: Verdict) -> str:
    if not verdict.max_points:
        return ""
    got = "?" if _unknown(verdict) else f"{verdict.points:g}"
    return f"{got} of {counted(verdict.max_points, 'point')}"


def _unknown(verdict: Verdict) -> bool:
    return verdict.state is State.NOT_CHECKED


def _next(found: Progress) -> str:
    """What to do now: the first exercise, in the notebook's order, that does not pass."""
    first = next((one for one in found.verdicts if not one.passed), None)
    if first is None:
        return "Everything passes."
    name = plain(first.name, 60)
    if first.state is State.NOT_ATTEMPTED:
        return f"Next: `{name}`. Write your answer in its cell and run it, then its check."
    if first.name == found.stopped:
        return f"Next: `{name}`. Look in its cell for a loop that never ends."
    if _unknown(first):
        return f"Next: `{name}`. Restart the kernel and run its check."
    return f"Next: `{name}`. Run its check: it says what is not right yet."
