"""What was submitted, what is known of it, and what has changed since."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory

from grading.crowd.records import WITH_PROBLEMS, Fingerprints, Outcome, Records, RunsProblem, basis
from grading.crowd.submissions import Submission, UnknownName, find, fingerprint, submitted
from grading.intake.materials import Materials
from grading.intake.repair import Released, ReleasedCell
from tests.conftest import ROOT

ODD = [
    "ana",
    "..ana",
    "a b",
    "a/b".replace("/", "∕"),
    "a%2Fb",
    "[ana]",
    "*",
    "ünï",
    "x" * 200,
    "x" * 199 + "y",
    "CON.json",
]


def handed_in(root: Path, student: str, lecture: str = "01_a", name: str = "01_a.ipynb", content: str = "{}") -> Path:
    folder = root / "submitted" / student / lecture
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content)
    return folder


@pytest.fixture
def coursedir(tmp_path):
    root = tmp_path / "course [of] *"
    root.mkdir()
    return CourseDirectory(root=str(root))


def names(found) -> list[tuple[str, str]]:
    return [(one.lecture, one.student) for one in found]


def test_submissions_are_found_by_lecture_and_student(coursedir):
    root = Path(coursedir.root)
    for student in ("ben", "ana"):
        for lecture in ("02_b", "01_a", "no_lecture"):
            handed_in(root, student, lecture)
    known = ["01_a", "02_b", "03_c"]
    assert names(find(coursedir, known)) == [("01_a", "ana"), ("01_a", "ben"), ("02_b", "ana"), ("02_b", "ben")]
    assert names(find(coursedir, known, ["02_b"], ["ben"])) == [("02_b", "ben")]
    assert find(coursedir, known, ["03_c"]) == []
    assert len(submitted(coursedir)) == 6


@pytest.mark.parametrize("student", [name for name in ODD if not name.startswith(".")])
def test_students_may_have_odd_names(coursedir, student):
    folder = handed_in(Path(coursedir.root), student)
    assert find(coursedir, ["01_a"], [], [student]) == [Submission("01_a", student, folder)]


def test_files_where_folders_should_be_are_no_submissions(coursedir):
    root = Path(coursedir.root)
    handed_in(root, "ana")
    (root / "submitted" / "notes.txt").write_text("")
    (root / "submitted" / "ana" / "02_b").write_text("")
    assert names(find(coursedir, ["01_a", "02_b"])) == [("01_a", "ana")]


def test_another_order_of_folders_is_nbgraders_setting(coursedir):
    coursedir.directory_structure = os.path.join("{nbgrader_step}", "{assignment_id}", "{student_id}")
    folder = Path(coursedir.root) / "submitted" / "01_a" / "ana"
    folder.mkdir(parents=True)
    assert find(coursedir, ["01_a"]) == [Submission("01_a", "ana", folder)]


def test_names_that_are_unknown_get_a_sentence(coursedir):
    handed_in(Path(coursedir.root), "ana")
    with pytest.raises(UnknownName, match=r"no lecture '01_b' in the gradebook \(there is: 01_a\)"):
        find(coursedir, ["01_a"], ["01_b"])
    with pytest.raises(UnknownName, match="'ben' has submitted nothing for 01_a"):
        find(coursedir, ["01_a"], ["01_a"], ["ben"])


def test_a_fingerprint_tells_any_change_of_a_submission(coursedir):
    root = Path(coursedir.root)
    folder = handed_in(root, "ana")
    seen = [fingerprint(folder)]
    assert fingerprint(folder) == seen[0]
    changes = [
        lambda: (folder / "01_a.ipynb").write_text("[]"),
        lambda: (folder / "data.csv").write_text("1"),
        lambda: (folder / "data.csv").rename(folder / "data2.csv"),
        lambda: (folder / "empty").mkdir(),
        lambda: (folder / "link").symlink_to("/etc/passwd"),
        lambda: os.replace(folder / "link", folder / "link2"),
        lambda: os.mkfifo(folder / "pipe"),
    ]
    for change in changes:
        change()
        seen.append(fingerprint(folder))
    assert len(set(seen)) == len(seen)


def test_a_fingerprint_does_not_follow_links(coursedir, tmp_path):
    folder = handed_in(Path(coursedir.root), "ana")
    (tmp_path / "elsewhere").mkdir()
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    before = fingerprint(folder)
    (tmp_path / "elsewhere" / "new").write_text("")
    assert fingerprint(folder) == before
    whole = folder.parent / "02_b"
    whole.symlink_to("/")
    assert fingerprint(whole) != before  # at once, without a walk through the system


def test_a_file_of_any_size_has_a_fingerprint_at_once(coursedir):
    folder = handed_in(Path(coursedir.root), "ana")
    with (folder / "huge").open("wb") as file:
        os.truncate(file.fileno(), 2**42)
    before = fingerprint(folder)
    os.utime(folder / "huge", (0, 0))
    assert fingerprint(folder) != before


def materials(tmp_path: Path, **changes) -> Materials:
    (tmp_path / "keys").mkdir(exist_ok=True)
    cells = tuple(ReleasedCell(name, "code", f"check('{name}')", locked=True, grade=True, points=1) for name in "ab")
    released = Released(cells, demos=frozenset("xyz"), ids={"1": "a"})
    made = Materials("01_a", {"01_a": released}, {"key.safetensors": b"1"}, tmp_path / "keys" / "01_a.safetensors")
    return replace(made, **changes)


def test_the_basis_tells_a_mended_key_and_other_points(tmp_path):
    one = materials(tmp_path)
    seen = [basis(one)]
    (tmp_path / "keys" / "01_a.safetensors").write_bytes(b"secret")
    seen.append(basis(one))
    seen.append(basis(replace(one, files={"key.safetensors": b"2"})))
    cells = one.notebooks["01_a"].cells
    more = replace(one.notebooks["01_a"], cells=(cells[0], replace(cells[1], points=2)))
    seen.append(basis(replace(one, notebooks={"01_a": more})))
    assert len(set(seen)) == len(seen) == 4


def test_the_basis_is_the_same_in_every_process(tmp_path):
    script = (
        "import sys; from pathlib import Path; from tests.grading.test_records import *;"
        "print(basis(materials(Path(sys.argv[1]))))"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


OUTCOME = Outcome(
    "01_a",
    "ana",
    WITH_PROBLEMS,
    problems=("A cell was put back.",),
    points=1.5,
    max_points=3.0,
    exercises=({"name": "one", "points": 1.5},),
    isolation="full",
    seconds={"cells": 0.25},
)
MARKS_OF = Fingerprints("a", "b", "c")


def same(a: Outcome, b: Outcome) -> bool:
    return json.loads(json.dumps(vars(a))) == json.loads(json.dumps(vars(b)))


def test_a_record_comes_back_as_it_was_written(tmp_path):
    records, one = Records(tmp_path / "runs"), Submission("01_a", "ana", tmp_path)
    assert records.read(one) is None
    records.write(OUTCOME, MARKS_OF, "engine")
    outcome, marks_of = records.read(one)
    assert same(outcome, OUTCOME) and marks_of == MARKS_OF
    records.forget(one)
    records.forget(one)
    assert records.read(one) is None


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"format": 1}', '{"format": 99, "state": "graded"}', "null"])
def test_a_damaged_record_is_none(tmp_path, damage):
    records, one = Records(tmp_path / "runs"), Submission("01_a", "ana", tmp_path)
    records.write(OUTCOME, MARKS_OF, "engine")
    records.path("01_a", "ana").write_text(damage)
    assert records.read(one) is None


def test_every_name_has_a_record_of_its_own_inside_the_folder(tmp_path):
    records = Records(tmp_path / "runs")
    odd = [*ODD, "\udcff", "a\nb", "~"]
    places = {records.path(lecture, student).resolve() for lecture in odd for student in odd}
    assert len(places) == len(odd) ** 2
    assert all(place.parent.parent == records.folder.resolve() for place in places)
    for name in odd:
        records.write(replace(OUTCOME, lecture=name, student=name), MARKS_OF, "engine")
        assert records.read(Submission(name, name, tmp_path))[0].student == name


def test_one_run_at_a_time(tmp_path):
    with Records(tmp_path).claimed():
        with pytest.raises(RunsProblem, match="Another `course grade` is at work"), Records(tmp_path).claimed():
            pass
    with Records(tmp_path).claimed():
        pass


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(RunsProblem, match="cannot be written"), Records(tmp_path / "runs").claimed():
        pass
