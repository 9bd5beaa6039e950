"""The README's example of an exercise is a real one: it can be read, built and proven as it stands."""

from __future__ import annotations

import re

import pytest

from course.answers import answers
from course.lecture import read
from course.prove import TITLES, prove
from tests.conftest import ROOT

FRONT = "---\ntitle: An example\nminutes: 5\nweight: 1\n---\n\n```{code-cell}\nimport numpy as np\n\nfrom helpers import check\n```\n\n"


@pytest.fixture
def blocks() -> dict[str, str]:
    """The README's lecture text, exercise module and quiz question."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (lecture,) = re.findall(r"^````markdown\n(.*?)^````$", text, re.M | re.S)
    (module,) = re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S)
    (quiz,) = re.findall(r"^```markdown\n(.*?)^```$", text, re.M | re.S)
    return {"lecture": lecture, "module": module, "quiz": quiz}


def test_the_readmes_exercise_is_proven_as_it_stands(blocks, tmp_path):
    namespace: dict = {}
    exec(compile(blocks["module"], "README.md", "exec"), namespace)
    exercise = namespace["reverse_time"]
    (tmp_path / "99_example.md").write_text(FRONT + blocks["lecture"] + "\n" + blocks["quiz"], encoding="utf-8")
    lecture = read("99_example", {exercise.name: exercise}, tmp_path)
    assert list(lecture.exercises) == ["reverse_time", "quiz_order"]
    proof = prove(exercise, answers(lecture)["reverse_time"])
    assert proof.account() == []
    assert set(proof.looked_at) == set(TITLES)


def test_the_readmes_exercise_is_short(blocks):
    lines = [line for line in blocks["module"].splitlines() if line.strip()]
    assert len(lines) <= 35


def test_a_readers_commands_exist():
    from typer.main import get_command

    from course.cli import app

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`course (\w+)|^course (\w+)", text, re.M))
    words = {one or other for one, other in named} - {"folder"}
    assert words and words <= set(get_command(app).commands)
