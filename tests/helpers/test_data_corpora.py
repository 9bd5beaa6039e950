"""Loaders of real texts: published forms are read, broken files told by line, downloads checked and never half kept."""

from __future__ import annotations

import functools
import hashlib
import http.server
import threading
import zipfile
from dataclasses import replace

import nltk
import pytest

from helpers import downloads
from helpers.data import corpora
from helpers.data.corpora import french_pairs, glove_lines, nltk_corpus, time_machine
from helpers.errors import UnrolledError

LICENSED = "CC-BY 2.0 (France) Attribution: tatoeba.org #1 (a) & #2 (b)"
GUTENBERG = (
    "\ufeffThe Project Gutenberg eBook\r\n\r\n*** START OF THE PROJECT GUTENBERG EBOOK THE TIME MACHINE ***\r\n\r\n"
    "The Time Traveller\r\nwas expounding.\r\n\r\n*** END OF THE PROJECT GUTENBERG EBOOK THE TIME MACHINE ***\r\nLicence\r\n"
)


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("UNROLLED_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return tmp_path / "data"


@pytest.fixture
def server(tmp_path):
    """A folder, and the address under which its files are served."""
    served = tmp_path / "served"
    served.mkdir()

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=served)) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield served, f"http://127.0.0.1:{running.server_address[1]}/"
        running.shutdown()
        thread.join()


def written(path, text: str):
    path.write_bytes(text.encode())
    return path


def zipped(path, **files: str):
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in files.items():
            packed.writestr(name.replace("__", "/") + ".txt", text)
    return path


@pytest.mark.parametrize(
    "text",
    [
        "Go.\tVa !\nI see.\tAha.\n",
        f"Go.\tVa !\t{LICENSED}\nI see.\tAha.\t{LICENSED}\n",
        "1276\tGo.\t5\tVa !\n77\tI see.\t8\tAha.\n",
        "\ufeff1276\tGo.\t5\tVa !\r\n77\tI see.\t8\tAha.\r\n",
        f"Go.\tVa !\t{LICENSED}\tmore\nI see.\tAha.",
    ],
)
def test_pairs_are_read_in_all_the_forms_in_which_they_are_published(tmp_path, text):
    assert french_pairs(written(tmp_path / "fra.txt", text)) == [("Go.", "Va !"), ("I see.", "Aha.")]


def test_pairs_are_read_from_the_zip_file_too(tmp_path):
    text = "Go.\tVa !\t" + LICENSED + "\n"
    assert french_pairs(zipped(tmp_path / "a.zip", _about="x", fra=text)) == [("Go.", "Va !")]
    assert french_pairs(zipped(tmp_path / "b.zip", **{"fra-eng__fra": text})) == [("Go.", "Va !")]


@pytest.mark.parametrize("line", ["Go.", "", "Go.\t", "\tVa !", "a\tb\tc\td\te", "12\tGo.\t5\t"])
def test_a_line_that_is_no_pair_is_told_by_its_number(tmp_path, line):
    with pytest.raises(UnrolledError, match=r"^Line 2 of fra.txt is no pair"):
        french_pairs(written(tmp_path / "fra.txt", f"Go.\tVa !\n{line}\nHi.\tSalut !\n"))


def test_files_that_are_missing_empty_or_no_text_get_a_sentence(tmp_path):
    with pytest.raises(UnrolledError, match="nowhere.txt cannot be read"):
        french_pairs(tmp_path / "nowhere.txt")
    with pytest.raises(UnrolledError, match="empty"):
        french_pairs(written(tmp_path / "none.txt", ""))
    (tmp_path / "latin.txt").write_bytes(b"Go.\tVa !\n" + "é\tè\n".encode("latin-1"))
    with pytest.raises(UnrolledError, match="latin.txt is no UTF-8 text"):
        french_pairs(tmp_path / "latin.txt")
    with pytest.raises(UnrolledError, match=r"half.zip is no whole \.zip file"):
        french_pairs(written(tmp_path / "half.zip", "PK\x03\x04 broken"))
    with pytest.raises(UnrolledError, match="holds 2 text files"):
        french_pairs(zipped(tmp_path / "two.zip", one="a\tb", other="a\tb"))


def test_project_gutenbergs_licence_is_left_out_of_the_novel(tmp_path):
    assert time_machine(written(tmp_path / "pg35.txt", GUTENBERG)) == "The Time Traveller\nwas expounding.\n"
    assert time_machine(written(tmp_path / "plain.txt", "The Time\nMachine\n")) == "The Time\nMachine\n"
    old = GUTENBERG.replace("OF THE PROJECT", "OF THIS PROJECT").replace("*** END", "***END")
    assert time_machine(written(tmp_path / "old.txt", old)) == "The Time Traveller\nwas expounding.\n"


def test_a_novel_that_is_cut_off_is_told(tmp_path):
    with pytest.raises(UnrolledError, match="cut off"):
        time_machine(written(tmp_path / "pg35.txt", GUTENBERG[: GUTENBERG.index("*** END")]))


def test_lines_of_vectors_come_as_they_stand_in_the_file(tmp_path):
    text = "the 0.1 -2\n, 1 2\nbroken\n\u0085 1 2\n"
    expected = ["the 0.1 -2\n", ", 1 2\n", "broken\n", "\u0085 1 2\n"]
    lines = glove_lines(written(tmp_path / "v.txt", text))
    assert next(lines) == expected[0] and list(lines) == expected[1:]
    packed = zipped(tmp_path / "v.zip", **{"glove.6B.50d": text, "glove.6B.100d": "x"})
    assert list(glove_lines(packed)) == expected and list(glove_lines(packed, dim=100)) == ["x"]
    assert list(glove_lines(zipped(tmp_path / "one.zip", **{"glove.6B.50d__vec": text}))) == expected
    with pytest.raises(UnrolledError, match="Vectors of 300 numbers are not offered"):
        glove_lines(dim=300)


@pytest.mark.parametrize(
    ("name", "load"),
    [("fra.txt", french_pairs), ("timemachine.txt", time_machine), ("glove.6B.50d.txt", lambda: list(glove_lines()))],
)
def test_a_file_that_lies_in_the_folder_is_read_without_a_network(empty_folder, name, load):
    empty_folder.mkdir()
    written(empty_folder / name, "Go.\tVa !\n")
    assert load() in ([("Go.", "Va !")], "Go.\tVa !\n", ["Go.\tVa !\n"])


def test_a_file_is_fetched_once_and_checked(server, empty_folder, monkeypatch):
    served, address = server
    content = zipped(served / "fra-eng.zip", fra="Go.\tVa !\n").read_bytes()
    there = replace(corpora.FRENCH, url=address + "fra-eng.zip", sha1=hashlib.sha1(content).hexdigest())
    monkeypatch.setattr(corpora, "FRENCH", there)
    assert french_pairs() == [("Go.", "Va !")]
    (served / "fra-eng.zip").unlink()
    assert french_pairs() == [("Go.", "Va !")]
    assert [path.name for path in empty_folder.iterdir()] == ["fra-eng.zip"]


def test_a_file_with_another_checksum_is_refused_and_not_kept(server, empty_folder, monkeypatch):
    served, address = server
    written(served / "timemachine.txt", "something else")
    monkeypatch.setattr(corpora, "TIME_MACHINE", replace(corpora.TIME_MACHINE, url=address + "timemachine.txt"))
    with pytest.raises(UnrolledError, match="its checksum differs"):
        time_machine()
    assert not empty_folder.exists() or not list(empty_folder.iterdir())


@pytest.mark.parametrize("missing", ["refused", "not found"])
def test_without_a_network_a_sentence_says_what_to_fetch_and_where_to_put_it(
    server, empty_folder, monkeypatch, missing
):
    url = "http://127.0.0.1:9/fra-eng.zip" if missing == "refused" else server[1] + "fra-eng.zip"
    monkeypatch.setattr(corpora, "FRENCH", replace(corpora.FRENCH, url=url))
    with pytest.raises(UnrolledError) as told:
        french_pairs()
    assert f"Fetch {url} yourself and put it into {empty_folder}, or give its path." in str(told.value)
    assert not empty_folder.exists() or not list(empty_folder.iterdir())


def test_a_transfer_that_breaks_off_leaves_nothing(empty_folder, tmp_path, monkeypatch):
    class Broken(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"only this")

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Broken) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{running.server_address[1]}/timemachine.txt"
        monkeypatch.setattr(corpora, "TIME_MACHINE", replace(corpora.TIME_MACHINE, url=url))
        with pytest.raises(UnrolledError):
            time_machine()
        running.shutdown()
        thread.join()
    assert not empty_folder.exists() or not list(empty_folder.iterdir())


def test_the_folder_is_the_courses_own_unless_another_is_named(monkeypatch, tmp_path):
    assert downloads.folder() == tmp_path / "data"
    monkeypatch.delenv("UNROLLED_DATA")
    assert downloads.folder().name == ".cache" and (downloads.folder().parent / "helpers" / "downloads.py").is_file()


def test_every_offered_file_has_a_whole_sha1_and_an_encrypted_address():
    for offered in (corpora.FRENCH, corpora.TIME_MACHINE, *corpora.GLOVE.values()):
        assert len(offered.sha1) == 40 and int(offered.sha1, 16) and offered.url.startswith("https://")


def test_nltks_corpora_are_read_from_a_folder_and_missing_ones_get_a_sentence(tmp_path, monkeypatch):
    before = list(nltk.data.path)
    with pytest.raises(
        UnrolledError, match=r"NLTK's corpus 'genesis' is not on this machine: .*downloader -d .* genesis"
    ):
        nltk_corpus("genesis", tmp_path)
    with pytest.raises(UnrolledError, match="no corpus called 'nothing'"):
        nltk_corpus("nothing")
    folder = tmp_path / "corpora" / "words"
    folder.mkdir(parents=True)
    written(folder / "en", "apple\npear\n")
    assert nltk.data.path == before, "a folder in which nothing was found is forgotten"
    monkeypatch.setattr(nltk.data, "path", list(before))
    assert nltk_corpus("words", tmp_path).words("en") == ["apple", "pear"]
