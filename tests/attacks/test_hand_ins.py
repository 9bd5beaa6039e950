"""A class of hostile hand-ins, through `course grade` and feedback, with an honest pass and an honest fail among them."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from rich.console import Console

from course.demo import grade
from course.nbgrader_api import open_api
from course.paths import Paths
from course.release import copy_course, release
from grading.sandbox import NoSandbox, Sandbox
from tests.attacks.hand_ins import EXERCISE, LECTURE, POINTS, RIGHT, SECRET, SECRET_OF_ANA, HandIn, graded, hand_ins
from tests.conftest import ROOT

HAND_INS = {one.student: one for one in hand_ins()}


@dataclass(frozen=True)
class Class:
    """The course folder, why some could not be graded, and what had been there before."""

    root: Path
    failed: dict[str, str]
    before: dict[str, str]


def _look(*folders: Path) -> dict[str, str]:
    """Every file's digest, by its path; of a link, where it points."""
    found = {}
    for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
        if path.is_symlink():
            found[str(path)] = str(path.readlink())
        elif path.is_file():
            found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest() if path.stat().st_size < 10**7 else "large"
    return found


def _untouched(root: Path) -> list[Path]:
    return [root.parent / "outside", *(root / name for name in ("keys", "source", "release", "submitted"))]


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory) -> Class:
    """Grade all, one after another, and write their feedback."""
    try:
        Sandbox().close()
    except NoSandbox as why:
        pytest.skip(f"nothing can be graded here: {why}")
    root = tmp_path_factory.mktemp("hostile") / "course"
    copy_course(Paths(ROOT), root)
    for folder in (root / "source").iterdir():
        shutil.rmtree(folder) if folder.name != LECTURE else None
    release(Paths(root), [LECTURE])
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(SECRET)
    notebook = nbformat.read(root / "release" / LECTURE / f"{LECTURE}.ipynb", as_version=4)
    graded(notebook, f"{EXERCISE}-code").source = RIGHT + f"\n# {SECRET}"
    nbformat.write(notebook, outside / "right.ipynb")
    for one in HAND_INS.values():
        one.write(root, outside)
    before = _look(*_untouched(root))
    failed = {student: why for (student, _), why in grade(root, Console(quiet=True)).items()}
    open_api(root).generate_feedback(LECTURE)
    return Class(root, failed, before)


def _points(root: Path, student: str) -> tuple[float, float] | None:
    """What the gradebook has, and of how many; None for a student that it does not know."""
    with open_api(root).gradebook as book:
        if student not in {one.id for one in book.students}:
            return None
        submission = book.find_submission(LECTURE, student)
        return submission.score, submission.max_score


@pytest.mark.parametrize("one", HAND_INS.values(), ids=HAND_INS)
def test_a_hand_in_gets_what_its_work_deserves(one: HandIn, graded_class):
    if one.points is None:
        assert one.student in graded_class.failed
        assert _points(graded_class.root, one.student) is None
        assert not (graded_class.root / "autograded" / one.student).exists()
    else:
        assert one.student not in graded_class.failed, graded_class.failed
        assert _points(graded_class.root, one.student) == (one.points, POINTS)
        assert (graded_class.root / "feedback" / one.student / LECTURE / f"{LECTURE}.html").is_file()


def test_the_gradebook_has_nobody_else_and_no_other_lecture(graded_class):
    with open_api(graded_class.root).gradebook as book:
        assert {one.id for one in book.students} == {one.student for one in HAND_INS.values() if one.points is not None}
        assert [one.name for one in book.assignments] == [LECTURE]


def test_nothing_but_what_grading_writes_has_changed(graded_class):
    assert _look(*_untouched(graded_class.root)) == graded_class.before
    assert not Path("/tmp/unrolled-pickle-was-opened").exists()


def test_nothing_secret_is_carried_into_what_is_handed_back(graded_class):
    keys = {path.read_bytes() for path in (graded_class.root / "keys").iterdir()}
    for room in ("autograded", "feedback"):
        files = list((graded_class.root / room).rglob("*"))
        assert files and not any(path.is_symlink() for path in files)
        for path in files:
            data = path.read_bytes() if path.is_file() else b""
            assert SECRET.encode() not in data and not data.startswith(b"SQLite") and data not in keys, path
            assert SECRET_OF_ANA.encode() not in data or path.relative_to(graded_class.root).parts[1] == "ana", path


def test_pages_hold_no_script_of_a_students(graded_class):
    for path in (graded_class.root / "feedback").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        for text in ("<script>alert", "onerror=alert(1)>", 'href="javascript:', "<svg onload"):
            assert text not in page, (path, text)


def test_the_report_names_each_that_could_not_be_graded_with_a_reason(graded_class):
    *_, last = sorted((graded_class.root / "runs").glob("*.json"))
    said = {one["student"]: one for one in json.loads(last.read_text())["submissions"]}
    assert set(said) == set(HAND_INS)
    assert "link" in said["linked"]["reason"] and "link" in said["linked-folder"]["reason"]
    assert "200 MB" in said["huge"]["reason"] and "pipe" in said["pipe"]["reason"]


def test_what_stock_nbgrader_would_have_taken_for_full_marks_is_there_as_it_was_handed_in(graded_class):
    """The hand-ins are what they say: NaN is in the file, the link is a link, the notebook is large."""
    submitted = graded_class.root / "submitted"
    assert '"points": NaN' in (submitted / "points-nan" / LECTURE / f"{LECTURE}.ipynb").read_text()
    assert (submitted / "links" / LECTURE / "book.db").resolve() == (graded_class.root / "gradebook.db").resolve()
    assert (submitted / "huge" / LECTURE / f"{LECTURE}.ipynb").stat().st_size == 200 * 2**20
