"""Building and releasing: quick when nothing changed, refusing what is stale, leaking nothing."""

from __future__ import annotations

import ast
import inspect
import json
import shutil
import subprocess
import sys
from dataclasses import replace

import nbformat
import pytest

from course.build import Cache, build, lecture_entry
from course.exercise import CourseProblem, exercises
from course.keys import public_cases, still_right
from course.lecture import BEGIN, END, names, read
from course.release import copy_course, refresh, release
from helpers.checking.key import load
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the course folder, built."""
    from course.paths import Paths

    copied = tmp_path_factory.mktemp("course")
    copy_course(Paths(ROOT), copied)
    return Paths(copied)


def quiet(line: str) -> None:
    pass


def test_what_is_committed_is_up_to_date(paths):
    assert {one.state for one in build(paths, check=True, say=quiet)} == {"unchanged"}
    assert refresh(paths, write=False) == []


def test_a_build_that_changes_nothing_looks_at_nothing(course):
    assert [one.state for one in build(course, ["00_start_here"], say=quiet)] == ["unchanged"]
    said: list[str] = []
    before = {path: path.stat().st_mtime_ns for path in course.source.rglob("*")}
    assert [one.state for one in build(course, ["00_start_here"], say=said.append)] == ["unchanged"]
    assert said == []
    assert before == {path: path.stat().st_mtime_ns for path in course.source.rglob("*")}


def test_a_change_to_one_lectures_exercises_leaves_the_others_alone(course, monkeypatch, tmp_path):
    package = tmp_path / "course"
    shutil.copytree(ROOT / "course", package, ignore=shutil.ignore_patterns("__pycache__", "jupyter", "lectures"))
    monkeypatch.setattr(type(course), "course", property(lambda self: package))
    cache = Cache(tmp_path / "build.json")
    lectures = {"00_start_here": "start", "01_rnn_basics": "rnn"}
    for name, home in lectures.items():
        cache.note(name, lecture_entry(course, name, [home]))

    def known():
        kept = Cache.open(cache.path)
        return [name for name in lectures if kept.holds(name, lecture_entry(course, name, kept.homes(name)))]

    assert known() == list(lectures)
    (package / "exercises" / "rnn" / "another.py").write_text("")
    assert known() == ["00_start_here"]
    (package / "exercises" / "ready_made.py").write_text("")
    assert known() == []
    cache.note("00_start_here", lecture_entry(course, "00_start_here", ["start"]))
    assert known() == ["00_start_here"]
    (package / "keys.py").write_text("")
    assert known() == []


def test_a_changed_notebook_is_stale_and_is_written_again(course):
    path = course.source_files("00_start_here")[0]
    committed = path.read_bytes()
    path.write_bytes(committed.replace(b"Start here", b"Begin here"))
    (one,) = build(course, ["00_start_here"], check=True, say=quiet)
    assert one.state == "stale" and "source/00_start_here/00_start_here.ipynb is not what" in one.problems[0]
    assert path.read_bytes() != committed
    (one,) = build(course, ["00_start_here"], say=quiet)
    assert one.state == "written" and path.read_bytes() == committed


def test_a_damaged_key_is_written_again(course):
    path = course.source_files("00_start_here")[1]
    committed = path.read_bytes()
    path.write_bytes(committed[:100])
    (one,) = build(course, ["00_start_here"], say=quiet)
    assert one.state == "written" and still_right(path.read_bytes(), committed)


def test_an_unproven_exercise_is_refused_and_nothing_is_written(course, monkeypatch):
    import course.exercises.start as module

    weak = replace(module.softmax, cases=module.softmax.cases[:1])
    monkeypatch.setattr(module, "softmax", weak)
    path = course.source_files("00_start_here")[1]
    before = path.read_bytes()
    path.write_bytes(b"")
    (one,) = build(course, ["00_start_here"], say=quiet)
    assert one.state == "refused" and path.read_bytes() == b""
    assert any("softmax, proof 7 (mutants fail)" in problem for problem in one.problems)
    path.write_bytes(before)


def test_a_broken_lecture_does_not_stop_the_others(course, tmp_path):
    lectures = tmp_path / "lectures"
    shutil.copytree(course.lectures, lectures)
    (lectures / "01_rnn_basics.md").write_text("---\ntitle: x\n---\n\n# x\n")
    copied = replace(course, root=tmp_path, lectures=lectures)
    built = {one.lecture: one for one in build(copied, say=quiet)}
    assert built["01_rnn_basics"].state == "refused"
    assert "front matter has no minutes" in built["01_rnn_basics"].problems[0]
    assert built["00_start_here"].state == "written"


def test_a_broken_cache_is_no_cache(tmp_path):
    (tmp_path / "build.json").write_text("{")
    assert Cache.open(tmp_path / "build.json").known == {}


def test_release_registers_and_keeps_its_secret_seed(course):
    release(course, ["00_start_here"])
    seed = (course.keys / "seed").read_text()
    first = (course.keys / "00_start_here.safetensors").read_bytes()
    release(course)
    assert (course.keys / "seed").read_text() == seed
    assert (course.keys / "00_start_here.safetensors").read_bytes() == first
    from course.nbgrader_api import open_api

    with open_api(course.root).gradebook as gradebook:
        assert {assignment.name: assignment.max_score for assignment in gradebook.assignments} == {
            name: sum(e.points for e in read(name, exercises()).exercises.values()) for name in names()
        }


def test_private_keys_hold_other_numbers_than_the_public_one(course):
    release(course, ["00_start_here"])
    public = load(course.source_files("00_start_here")[1]).exercise("softmax")
    private = load(course.keys / "00_start_here.safetensors").exercise("softmax")
    exercise = exercises()["softmax"]
    assert len(private.cases) == 2 * len(public_cases(exercise)) - len(public.cases) + len(exercise.hidden)
    shown = {case.inputs["z"].data.tobytes() for case in public.cases}
    assert not shown & {case.inputs["z"].data.tobytes() for case in private.cases}


def test_release_works_where_the_environment_is_not_activated(tmp_path, paths):
    copy_course(paths, tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "course.cli", "release"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "gradebook.db").is_file()


def test_an_unknown_lecture_cannot_be_released(course):
    with pytest.raises(CourseProblem, match="There is no 99_none in source/"):
        release(course, ["99_none"])


def _given_to_students() -> str:
    """Every text a student gets: released notebooks and keys' sentences."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "release").rglob("*.ipynb"))]
    for path in sorted((ROOT / "release").rglob("*.safetensors")):
        data = path.read_bytes()
        header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
        texts.append(header["__metadata__"]["key"])
    return "\n".join(texts)


def _statements(function) -> set[str]:
    """The lines of a function's body that are long enough to be its own."""
    common = ("def ", "#", '"""', "raise NotImplementedError")
    lines = (line.strip() for line in inspect.getsource(function).splitlines()[1:])
    return {line for line in lines if len(line) > 18 and not line.startswith(common)}


def test_nothing_of_an_instructors_code_stands_in_what_a_student_gets():
    given = _given_to_students()
    code = "\n".join(
        cell.source
        for path in (ROOT / "release").rglob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
    )
    assert "NotImplementedError" in code and '"format"' in given  # the right texts were looked at
    known = exercises()
    looked_at = 0
    shown = "\n".join(cell.source for name in names() for cell in read(name, known).cells if cell.role == "demo")
    for name in names():
        for cell in read(name, known).cells:
            if cell.role == "exercise":
                solution = cell.source.partition(BEGIN)[2].partition(END)[0]
                for line in map(str.strip, solution.splitlines()):
                    if len(line) < 12:  # such as "return x", which says nothing
                        continue
                    looked_at += 1
                    assert line not in code, f"{name}: a line of {cell.name}'s solution is released: {line}"
    assert BEGIN not in given and END not in given
    for exercise in known.values():
        own = [*exercise.variants, exercise.oracle]
        own += [one for misconception in exercise.misconceptions for one in misconception.implementations]
        for function in filter(callable, own):
            defined = f"def {function.__name__}("
            assert defined in shown or function.__name__ in known or defined not in given
            for line in _statements(function):
                looked_at += 1
                assert line in shown or line not in given, f"{function.__name__} of {exercise.name} is released: {line}"
    assert looked_at > 40


def test_helpers_hold_no_answer_to_an_exercise():
    named = set(exercises())
    for path in (ROOT / "helpers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert node.name not in named, f"{path} defines {node.name}"
