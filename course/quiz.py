"""Quiz questions as Markdown that a colleague can write.

    **What does adding 100 to every logit do to the softmax?**

    - [ ] `a`: It makes the largest probability larger.
      > Only differences between logits count, and they stay the same.
    - [x] `b`: Nothing.
      > The factor e^100 stands above and below the fraction bar, and cancels.

A question becomes an exercise whose answer is the set of chosen codes. It
carries no points: the reasons are what it is for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from course.exercise import Case, CourseProblem, Exercise, Misconception
from helpers.checking.how import Choice

_OPTION = re.compile(r"^- \[(?P<mark>[ x])\] `(?P<code>\w+)`: (?P<text>.+)$")
_REASON = re.compile(r"^\s+> ?(?P<why>.+)$")


@dataclass(frozen=True)
class Option:
    """One option. right: whether it belongs to the answer; why: its feedback."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True)
class Question:
    """A question in Markdown and its options by code."""

    name: str
    prompt: str
    options: Mapping[str, Option]

    @property
    def answer(self) -> set[str]:
        return {code for code, option in self.options.items() if option.right}

    def markdown(self) -> str:
        """What the student sees: the question and its options, without marks or reasons."""
        lines = [f"- `{code}`: {option.text}" for code, option in self.options.items()]
        return "\n".join([self.prompt, "", *lines])

    def code(self) -> str:
        """The answer cell, as a solution cell."""
        codes = ", ".join(f'"{code}"' for code in sorted(self.answer))
        first = next(iter(self.options))
        return (
            f'{self.name} = set()  # the codes of all that is true, such as {{"{first}"}}\n'
            f"### BEGIN SOLUTION\n{self.name} = {{{codes}}}\n### END SOLUTION"
        )

    def exercise(self) -> Exercise:
        """The exercise that checks the answer; each wrong option is its own misconception."""
        options = {code: (option.right, option.why) for code, option in self.options.items()}
        return Exercise(
            self.name,
            points=0,
            probe="value",
            returns="your choice",
            cases=[Case("your choice", how=Choice(options))],
            misconceptions=[
                Misconception(code, [{code}], hint="") for code, option in self.options.items() if not option.right
            ],
        )


def parse(name: str, source: str, where: str) -> Question:
    """Read one question. Raises CourseProblem, naming `where`, if it is incomplete."""
    if not name.isidentifier():
        raise CourseProblem(
            f'{where}: a quiz cell needs a name, as in +++ {{"tags": ["quiz"], "name": "quiz_memory"}}.'
        )
    prompt: list[str] = []
    found: list[dict] = []
    for line in source.splitlines():
        option, reason = _OPTION.match(line), _REASON.match(line)
        if option:
            found.append({**option.groupdict(), "why": []})
        elif reason and found:
            found[-1]["why"].append(reason["why"])
        elif not found:
            prompt.append(line)
        elif line.strip():
            raise CourseProblem(
                f"{where}: the quiz {name} has a line that is no option and no reason: {line.strip()!r}."
            )
    options = {o["code"]: Option(o["text"], o["mark"] == "x", " ".join(o["why"])) for o in found}
    if len(options) < len(found):
        raise CourseProblem(f"{where}: the quiz {name} has two options with one code.")
    if len(options) < 2 or not any(option.right for option in options.values()):
        raise CourseProblem(f"{where}: the quiz {name} needs two options or more, one of them marked [x].")
    for code, option in options.items():
        if not option.why:
            raise CourseProblem(
                f"{where}: option {code} of the quiz {name} has no reason; add a line '  > ...' under it."
            )
    return Question(name, "\n".join(prompt).strip(), options)
