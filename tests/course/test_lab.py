"""The learner's copies, and JupyterLab offline."""

from __future__ import annotations

import html
import json
import os
import re
import urllib.request
from pathlib import Path

import pytest

from course.lab import copy_lectures, lab_environment
from course.paths import NoCourseFolder, Paths, course_folder
from helpers.errors import UnrolledError
from tests.lab import PATIENCE, course_in, running_lab


@pytest.fixture
def course(tmp_path, paths):
    return course_in(tmp_path, paths)


def test_lectures_are_copied_once_and_never_over_a_learners_file(course):
    said = copy_lectures(course)
    assert "new: work/00_start_here/00_start_here.ipynb" in said
    mine = course.work / "00_start_here" / "00_start_here.ipynb"
    mine.write_text("my own work")
    (course.work / "01_rnn_basics" / "01_rnn_basics.ipynb").unlink()
    assert copy_lectures(course) == ["new: work/01_rnn_basics/01_rnn_basics.ipynb"]
    assert mine.read_text() == "my own work"
    assert "left as they are" in copy_lectures(course)[0] or "left as they were" in copy_lectures(course)[0]


def test_an_older_key_is_kept_and_said(course):
    copy_lectures(course)
    key = course.work / "00_start_here" / "key.safetensors"
    key.write_bytes(b"older")
    assert "work/00_start_here/key.safetensors differs from the course's answer key" in copy_lectures(course)[0]
    assert key.read_bytes() == b"older"


def test_a_dangling_link_of_the_learners_is_left_alone(course):
    (course.work / "00_start_here").mkdir(parents=True)
    link = course.work / "00_start_here" / "00_start_here.ipynb"
    link.symlink_to("nowhere")
    copy_lectures(course)
    assert link.is_symlink() and not link.exists()


def test_without_released_lectures_there_is_one_sentence(tmp_path):
    (tmp_path / "release").mkdir()
    with pytest.raises(UnrolledError, match="no lectures in release/"):
        copy_lectures(Paths(tmp_path))


def test_the_course_folder_is_found_from_inside_it(course):
    copy_lectures(course)
    assert course_folder(course.work / "00_start_here").root == course.root.resolve()


def test_outside_of_any_course_the_installed_one_is_used(tmp_path, monkeypatch):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert course_folder(empty).root == Paths(course_folder().root).root
    monkeypatch.setattr("course.paths._PACKAGE", empty / "course")
    with pytest.raises(NoCourseFolder, match="There is no course in"):
        course_folder(empty)


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return answer.read()


def test_jupyterlab_opens_on_the_learners_copies_without_asking_for_news(course):
    with running_lab(course) as lab:
        files = json.loads(_get(lab.url("api/contents/00_start_here")))
        assert {one["name"] for one in files["content"]} == {"00_start_here.ipynb", "key.safetensors"}
        plugin = "@jupyterlab/apputils-extension:notification"
        defaults = json.loads(_get(lab.url(f"lab/api/settings/{plugin}")))["schema"]["properties"]
        assert defaults["fetchNews"]["default"] == "false"
        assert defaults["checkForUpdates"]["default"] is False
        page = re.search(
            r'id="jupyter-config-data" type="application/json">(.*?)</script>', _get(lab.url("lab")).decode()
        )
        off = set(json.loads(html.unescape(page[1]))["disabledExtensions"])
        assert "@jupyter/nbgrader:create-assignment" in off and "@jupyter/nbgrader:formgrader" in off
        assert "@jupyter/nbgrader:validate-assignment" not in off


def test_instructors_keep_what_learners_do_not_need():
    ours = [lab_environment(instructor)["JUPYTER_CONFIG_PATH"].split(os.pathsep) for instructor in (False, True)]
    names = [[Path(folder).name for folder in folders if "course" in Path(folder).parts] for folders in ours]
    assert names == [["learners", "everybody"], ["everybody"]]
