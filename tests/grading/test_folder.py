"""Intake: what of a submitted folder is let in, and which bytes are a notebook."""

from __future__ import annotations

import json
import os
import socket
import stat
import tracemalloc

import nbformat
import pytest

from grading.intake.folder import MOST_FILES, MOST_SENTENCES, IntakeProblem, read_file, read_folder
from grading.intake.notebook import MOST_CELLS, MOST_PARTS, read_notebook
from grading.limits import Limits

SMALL = Limits(notebook_mb=0.01, files_mb=0.01)


@pytest.fixture
def folder(tmp_path):
    """A submission with a notebook, in a folder as nbgrader has it."""
    place = tmp_path / "submitted" / "ana" / "lecture"
    place.mkdir(parents=True)
    (place / "lecture.ipynb").write_bytes(b"notebook")
    return place


def let_in(folder, expected=("lecture",), limits=SMALL, ignore=("__pycache__", "*.pyc")):
    return read_folder(folder, expected, limits, ignore)


def notebook_of(*cells, **more):
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more).encode()


def code(source="x = 1", **more):
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None} | more


def read(data):
    """A notebook as it is read; whatever comes out must be valid."""
    notebook, said = read_notebook(data if isinstance(data, bytes) else notebook_of(*data), "a.ipynb")
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)  # nbformat would mend it
    nbformat.validate(notebook)
    return notebook, said


# Folders


def test_plain_files_are_let_in_by_their_path(folder):
    (folder / "data" / "deep").mkdir(parents=True)
    (folder / "data" / "deep" / "größe.csv").write_bytes(b"1,2")
    (folder / "notes.txt").write_bytes(b"n")
    taken = let_in(folder)
    assert taken.notebooks == {"lecture": b"notebook"}
    assert taken.files == {"data/deep/größe.csv": b"1,2", "notes.txt": b"n"}
    assert taken.refused == ()


def test_hidden_and_ignored_files_are_left_out_without_a_word(folder):
    for name in (".git", ".ipynb_checkpoints", "__pycache__"):
        (folder / name).mkdir()
        (folder / name / "x").write_text("x")
    (folder / ".DS_Store").write_text("x")
    (folder / "m.pyc").write_text("x")
    assert let_in(folder).files == {} and let_in(folder).refused == ()


def test_links_to_files_and_folders_are_refused_by_name_and_not_followed(folder, tmp_path):
    secret = tmp_path / "gradebook.db"
    secret.write_text("all marks")
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "seed").write_text("the seed")
    (folder / "mine.txt").symlink_to(secret)
    (folder / "mine").symlink_to(tmp_path / "keys")
    (folder / "dangling").symlink_to("/nowhere")
    taken = let_in(folder)
    assert taken.files == {}
    assert len(taken.refused) == 3 and all("it is a link" in sentence for sentence in taken.refused)


@pytest.mark.parametrize("which", ["ana", "lecture"])
def test_a_folder_that_is_a_link_is_not_graded(folder, tmp_path, which):
    real = folder if which == "lecture" else folder.parent
    real.rename(tmp_path / "elsewhere")
    real.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(IntakeProblem, match="is a link or no folder"):
        let_in(folder)


def test_the_folder_of_all_submissions_may_be_a_link(folder, tmp_path):
    (tmp_path / "submitted").rename(tmp_path / "disk")
    (tmp_path / "submitted").symlink_to(tmp_path / "disk")
    assert let_in(folder).notebooks


def test_a_notebook_that_is_a_link_is_not_graded(folder, tmp_path):
    (folder / "lecture.ipynb").rename(tmp_path / "other.ipynb")
    (folder / "lecture.ipynb").symlink_to(tmp_path / "other.ipynb")
    with pytest.raises(IntakeProblem, match="lecture.ipynb of ana/lecture is not accepted: it is a link"):
        let_in(folder)


def test_a_hard_link_is_a_plain_file(folder):
    (folder / "a.txt").write_text("a")
    os.link(folder / "a.txt", folder / "b.txt")
    assert set(let_in(folder).files) == {"a.txt", "b.txt"}


def test_pipes_sockets_and_devices_are_not_opened(folder, monkeypatch):
    os.mkfifo(folder / "pipe")
    monkeypatch.chdir(folder)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as end:
        end.bind("socket")
        taken = let_in(folder)
    assert taken.files == {}
    assert [sentence.split(":")[1] for sentence in taken.refused] == [
        " it is a pipe, no plain file.",
        " it is a socket, no plain file.",
    ]


def test_a_notebook_that_is_a_pipe_is_refused_and_not_waited_for(folder):
    (folder / "lecture.ipynb").unlink()
    os.mkfifo(folder / "lecture.ipynb")
    with pytest.raises(IntakeProblem, match="it is a pipe"):
        let_in(folder)


def test_a_file_that_becomes_a_link_after_it_was_looked_at_is_not_followed(folder, tmp_path, monkeypatch):
    secret = tmp_path / "secret"
    secret.write_text("all marks")
    (folder / "mine.txt").write_text("mine")
    look, seen = os.stat, []

    def swap(path, **how):
        status = look(path, **how)
        seen.append(path)
        if seen.count("mine.txt") == 2 and path == "mine.txt":  # the last look before it is opened
            assert stat.S_ISREG(status.st_mode)
            (folder / "mine.txt").unlink()
            (folder / "mine.txt").symlink_to(secret)
        return status

    monkeypatch.setattr(os, "stat", swap)
    taken = let_in(folder)
    assert taken.files == {} and "cannot be read" in taken.refused[0]


def test_a_huge_notebook_is_refused_before_it_is_read(folder):
    with (folder / "lecture.ipynb").open("wb") as file:
        file.truncate(200 * 2**20)
    tracemalloc.start()
    try:
        with pytest.raises(IntakeProblem, match="it has 200 MB, and 20 MB are accepted"):
            let_in(folder, limits=Limits())
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_files_have_a_size_together_and_what_fits_is_taken(folder):
    (folder / "a.bin").write_bytes(b"x" * 6000)
    (folder / "b.bin").write_bytes(b"x" * 6000)
    (folder / "c.bin").write_bytes(b"x" * 3000)
    taken = let_in(folder)
    assert set(taken.files) == {"a.bin", "c.bin"}
    assert taken.refused[0].startswith("b.bin was left out: it has")


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[2Jb", "a\\b", "x" * 101, b"caf\xe9".decode(errors="surrogateescape")])
def test_odd_names_are_refused_in_words_that_can_be_shown(folder, name):
    (folder / name).write_text("x")
    taken = let_in(folder)
    assert taken.files == {}
    (sentence,) = taken.refused
    assert sentence.isprintable() and len(sentence) < 200


def test_folders_that_lie_too_deep_are_refused(folder):
    deep = folder.joinpath(*["d"] * 12)
    deep.mkdir(parents=True)
    (deep / "x").write_text("x")
    taken = let_in(folder)
    assert taken.files == {} and "8 deep" in taken.refused[0]


def test_too_many_files_are_refused_in_few_sentences(folder):
    for number in range(MOST_FILES + 40):
        (folder / f"{number:04}.txt").write_bytes(b"")
    taken = let_in(folder)
    assert len(taken.files) == MOST_FILES
    assert len(taken.refused) == MOST_SENTENCES + 1 and "20 more files" in taken.refused[-1]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(folder):
    (folder / "x.txt").write_text("x")
    (folder / "x.txt").chmod(0)
    assert "cannot be read" in let_in(folder).refused[0]


def test_a_notebook_under_another_name_is_taken_for_the_one_that_is_missing(folder):
    (folder / "lecture.ipynb").rename(folder / "lecture (1).ipynb")
    taken = let_in(folder)
    assert taken.notebooks == {"lecture": b"notebook"}
    assert taken.refused == ("lecture (1).ipynb was taken for lecture.ipynb, which is not there.",)


def test_of_several_other_notebooks_none_is_chosen(folder):
    (folder / "lecture.ipynb").rename(folder / "one.ipynb")
    (folder / "two.ipynb").write_bytes(b"n")
    with pytest.raises(
        IntakeProblem, match="There is no lecture.ipynb in ana/lecture, but there is one.ipynb, two.ipyn"
    ):
        let_in(folder)


def test_a_notebook_beside_the_right_one_is_left_out_and_named(folder):
    (folder / "scratch.ipynb").write_bytes(b"n")
    taken = let_in(folder)
    assert list(taken.notebooks) == ["lecture"] and taken.files == {}
    assert taken.refused == ("scratch.ipynb is none of the lecture's notebooks, and was left out.",)


def test_of_several_notebooks_those_that_are_missing_are_named(folder):
    taken = let_in(folder, expected=("lecture", "second"))
    assert list(taken.notebooks) == ["lecture"]
    assert taken.refused == ("There is no second.ipynb: it gets no points.",)


def test_nothing_submitted_and_no_notebook_are_said(folder):
    with pytest.raises(IntakeProblem, match="Nothing has been submitted at ben/lecture"):
        let_in(folder.parent.parent / "ben" / "lecture")
    (folder / "lecture.ipynb").unlink()
    with pytest.raises(IntakeProblem, match=r"There is no lecture.ipynb in ana/lecture\."):
        let_in(folder)


def test_one_file_is_read_only_if_it_is_a_plain_one(folder, tmp_path):
    (folder / "timestamp.txt").write_text("2025-01-01 UTC")
    assert read_file(folder / "timestamp.txt", 100) == b"2025-01-01 UTC"
    assert read_file(folder / "timestamp.txt", 3) == b""
    assert read_file(folder / "other.txt", 100) == b""
    (folder / "link").symlink_to(folder / "timestamp.txt")
    assert read_file(folder / "link", 100) == b""


# Notebooks


def test_a_released_notebook_keeps_its_cells_and_ids(paths):
    data = (paths.release / "01_rnn_basics" / "01_rnn_basics.ipynb").read_bytes()
    released = json.loads(data)
    notebook, said = read(data)
    assert said == []
    assert [cell.id for cell in notebook.cells] == [cell["id"] for cell in released["cells"]]
    assert [cell.source for cell in notebook.cells] == ["".join(cell["source"]) for cell in released["cells"]]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: data.replace(b"\\n", b"\\r\\n"),
        lambda data: data.replace(b"\\n", b"\\r"),
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b'"nbformat_minor": 5', b'"nbformat_minor": 4'),
        lambda data: data.replace(b'"execution_count": null', b'"execution_count": NaN'),
        lambda data: data.replace(b'"execution_count": null', b'"execution_count": ' + b"9" * 5000),
        lambda data: data.replace(b'"execution_count": null', b'"execution_count": 1e999'),
    ],
    ids=["BOM", "UTF-16", "CRLF", "CR", "CRLF-between", "nbformat-4.4", "NaN", "long-number", "infinity"],
)
def test_what_editors_do_to_a_file_changes_nothing(change):
    data = json.dumps(json.loads(notebook_of(code("a = 'ü'\nb = 2"))), indent=1, ensure_ascii=False).encode()
    notebook, said = read(change(data))
    assert [cell.source for cell in notebook.cells] == ["a = 'ü'\nb = 2"] and said == []


def test_nbformat_3_is_read():
    sheet = [
        {"cell_type": "heading", "level": 2, "source": ["Title"], "metadata": {}},
        {"cell_type": "code", "input": ["a = 1\n", "a"], "prompt_number": 3, "language": "python", "outputs": []},
        {"cell_type": "markdown", "source": "text"},
    ]
    data = json.dumps({"nbformat": 3, "worksheets": [{"cells": sheet}], "metadata": {"name": ""}}).encode()
    notebook, _ = read(data)
    assert [(cell.cell_type, cell.source) for cell in notebook.cells] == [
        ("markdown", "## Title"),
        ("code", "a = 1\na"),
        ("markdown", "text"),
    ]


def test_ids_are_made_where_they_are_missing_odd_or_there_twice():
    cells = [code(id="a"), code(id="a"), code(id="b c"), code(id=7), code(), code(id="x" * 65)]
    ids = [cell.id for cell in read(cells)[0].cells]
    assert ids[0] == "a" and len(set(ids)) == 6


@pytest.mark.parametrize(
    ("cell", "kind", "source"),
    [
        ({"cell_type": "code"}, "code", ""),
        ({"cell_type": "code", "source": None, "metadata": None, "outputs": None}, "code", ""),
        ({"cell_type": "code", "source": ["a\n", 3, "b"], "metadata": []}, "code", "a\nb"),
        ({"cell_type": "code", "source": {"a": 1}, "execution_count": "x"}, "code", ""),
        ({"source": "a", "outputs": []}, "code", "a"),
        ({"source": "a"}, "markdown", "a"),
        ({"cell_type": ["code"], "source": "a"}, "markdown", "a"),
        ({"cell_type": "code", "source": "a = '\ud800'"}, "code", "a = '�'"),
    ],
)
def test_cells_with_odd_fields_are_mended(cell, kind, source):
    (made,) = read([cell])[0].cells
    assert (made.cell_type, made.source) == (kind, source)


def test_outputs_and_unknown_metadata_are_left_behind():
    flood = [{"output_type": "stream", "name": "stdout", "text": "x" * 1000}] * 1000
    cell = code("a", outputs=flood, metadata={"widgets": {"x": 1}, "format": "text/html", "tags": ["a", "a", 3, "b,c"]})
    notebook, _ = read([cell])
    assert notebook.cells[0].outputs == [] and notebook.cells[0].metadata == {"tags": ["a"]}
    assert len(nbformat.writes(notebook)) < 1000


def test_of_attachments_only_pictures_stay():
    kinds = {"image/png": "aGk=", "text/html": "<script>", "image/jpeg": 'x" onload="alert(1)'}
    cell = {"cell_type": "markdown", "source": "![](attachment:a)", "attachments": {"a": kinds, "b": 3}}
    assert read([cell])[0].cells[0].attachments == {"a": {"image/png": "aGk="}}


def test_characters_that_cannot_be_read_are_counted():
    notebook, said = read(notebook_of(code("a = 'caf?'")).replace(b"?", b"\xe9"))
    assert notebook.cells[0].source == "a = 'caf�'" and said[0].startswith("1 characters of a.ipynb could not be read")


def test_cells_that_are_none_are_left_out_and_counted():
    notebook, said = read([code("a"), 3, None, "x", code("b")])
    assert [cell.source for cell in notebook.cells] == ["a", "b"]
    assert said == ["3 cells of a.ipynb could not be read and were left out."]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (notebook_of(code())[:40], "it is no JSON"),
        (b"\x00" * 100, "it is no JSON"),
        (b"[]", "it has no cells"),
        (b'{"cells": {}}', "it has no cells"),
        (b'"text"', "it has no cells"),
        (b"null", "it has no cells"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (
            notebook_of(code(metadata={})).replace(b"{}", b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
            "nested too deeply",
        ),
        (notebook_of(*[code()] * (MOST_CELLS + 1)), "2,001 cells"),
        (b'{"cells": [' + b"{}," * (MOST_PARTS + 1) + b"{}]}", "500,000 lists and dicts"),
    ],
)
def test_what_is_no_notebook_is_said_in_one_sentence(data, why):
    with pytest.raises(IntakeProblem, match=why) as problem:
        read(data)
    assert str(problem.value).startswith("a.ipynb ") and "\n" not in str(problem.value)


def test_brackets_inside_of_texts_are_not_counted():
    notebook, _ = read([code("x = '" + "[" * (MOST_PARTS + 1) + "'")])
    assert len(notebook.cells) == 1
