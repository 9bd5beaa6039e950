"""Real texts, for who wants them: English–French sentences, The Time Machine, GloVe vectors, NLTK's corpora.

No lecture needs them. Each function reads a file of the form in which it is published, from
`path`; without one it looks into the folder of `helpers.downloads` and then fetches the file.
Sizes and baselines are of the files fetched here; a newer one differs.

- `french_pairs`: Tatoeba's pairs as manythings.org publishes them (CC BY 2.0 FR), sorted from short to long; the
  file fetched is the one of the book Dive into Deep Learning.
- `time_machine`: H. G. Wells's novel of 1895 (in the public domain), some 30,000 words.
- `glove_lines`: 400,000 words' vectors by Pennington, Socher and Manning, 2014 (PDDL), 50 or 100 numbers each.
- `nltk_corpus`: whatever NLTK knows; NLTK fetches it, not this course.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from helpers.downloads import Download, folder, local
from helpers.errors import UnrolledError

# Addresses and SHA-1: DATA_URL and DATA_HUB of Dive into Deep Learning (d2l.ai), in its own d2l package.
_D2L = "https://d2l-data.s3-accelerate.amazonaws.com/"
FRENCH = Download(
    "The English-French pairs of Tatoeba",
    "fra-eng.zip",
    _D2L + "fra-eng.zip",
    "94646ad1522d915e7b0f9296181140edcf86a4f5",
    ("fra.txt",),
)
TIME_MACHINE = Download(
    "The Time Machine",
    "timemachine.txt",
    _D2L + "timemachine.txt",
    "090b5e7e70c295757f55df93cb0a180b9691891a",
    ("pg35.txt", "35-0.txt"),
)
GLOVE = {
    50: Download(
        "GloVe's vectors of 50 numbers",
        "glove.6B.50d.zip",
        _D2L + "glove.6B.50d.zip",
        "0b8703943ccdb6eb788e6f091b8946e82231bc4d",
        ("glove.6B.50d.txt", "glove.6B.zip"),
    ),
    100: Download(
        "GloVe's vectors of 100 numbers",
        "glove.6B.100d.zip",
        _D2L + "glove.6B.100d.zip",
        "cd43bfb07e44e6f27cbcc7bc9ae3d80284fdaf5a",
        ("glove.6B.100d.txt", "glove.6B.zip"),
    ),
}
_START = re.compile(r"^\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG.*$", re.MULTILINE)
_END = re.compile(r"^\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG.*$", re.MULTILINE)


def french_pairs(path: str | Path | None = None) -> list[tuple[str, str]]:
    """Return (English, French) sentences, in the file's order.

    path: "fra.txt" of manythings.org (English, French and perhaps an attribution), Tatoeba's own
        export (number, English, number, French), or a .zip with one of them; columns stand between tabs
    """
    file = Path(path) if path is not None else local(FRENCH)
    found = []
    for number, line in enumerate(_lines(file, lambda name: Path(name).name in ("fra.txt", file.stem + ".txt")), 1):
        fields = line.rstrip("\r\n").split("\t")
        pair = fields[1::2] if len(fields) == 4 and fields[0].isdigit() and fields[2].isdigit() else fields[:2]
        if not (2 <= len(fields) <= 4 and all(text.strip() for text in pair)):
            raise UnrolledError(
                f"Line {number} of {file.name} is no pair of sentences: it should hold an English and a French one "
                f"with a tab between them, and has {len(fields)} column{'s' * (len(fields) != 1)}."
            )
        found.append((pair[0], pair[1]))
    return _not_empty(found, file)


def time_machine(path: str | Path | None = None) -> str:
    """Return the novel's text; Project Gutenberg's licence, before and after it, is left out.

    path: the text file of Project Gutenberg's book no. 35, or any other text
    """
    file = Path(path) if path is not None else local(TIME_MACHINE)
    text = "".join(_lines(file, lambda name: name.endswith(".txt"))).replace("\r\n", "\n")
    start, end = _START.search(text), _END.search(text)
    if bool(start) != bool(end):
        raise UnrolledError(f"{file.name} is cut off: it has only one of Project Gutenberg's two marker lines.")
    return _not_empty(text[start.end() : end.start()].strip() + "\n" if start and end else text, file)


def glove_lines(path: str | Path | None = None, dim: int = 50) -> Iterator[str]:
    """Yield the lines of a file of word vectors as they stand in it: a word and its numbers, between single spaces.

    path: a text file, or a .zip with "glove.6B.50d.txt" (for dim 50) or with one text file only
    """
    if path is None and dim not in GLOVE:
        raise UnrolledError(f"Vectors of {dim} numbers are not offered for fetching; take 50 or 100, or give a path.")
    file = Path(path) if path is not None else local(GLOVE[dim])
    return _lines(file, lambda name: Path(name).name == f"glove.6B.{dim}d.txt")


def nltk_corpus(name: str, path: str | Path | None = None):
    """Return NLTK's reader of a corpus, such as nltk.corpus.brown for "brown".

    path: the folder "nltk_data" in which it lies; NLTK's own folders are searched too. What is loaded stays so.
    """
    import nltk
    from nltk.corpus.reader.api import CorpusReader
    from nltk.corpus.util import LazyCorpusLoader

    reader = getattr(nltk.corpus, name, None)
    if not isinstance(reader, (LazyCorpusLoader, CorpusReader)):
        raise UnrolledError(f"NLTK has no corpus called {name!r}; nltk.org/nltk_data lists them.")
    own = str(path if path is not None else folder() / "nltk_data")
    added = own not in nltk.data.path
    if added:
        nltk.data.path.insert(0, own)  # and it stays: NLTK's readers open no file outside of these folders
    try:
        reader.ensure_loaded()
    except LookupError as problem:
        if added:
            nltk.data.path.remove(own)
        raise UnrolledError(
            f"NLTK's corpus {name!r} is not on this machine: fetch it with "
            f"'python -m nltk.downloader -d {own} {name}', or unpack it there from nltk.org/nltk_data."
        ) from problem
    return reader


def _not_empty(found, file: Path):
    if not found:
        raise UnrolledError(f"{file.name} is empty.")
    return found


def _lines(file: Path, wanted: Callable[[str], bool]) -> Iterator[str]:
    """Yield the lines of a text file, or of the one file in a .zip that is `wanted` or alone there."""
    number = 0
    try:
        if file.suffix != ".zip":
            with open(file, encoding="utf-8-sig", newline="\n") as text:
                for line in text:
                    number += 1
                    yield line
            return
        with zipfile.ZipFile(file) as packed:
            texts = [name for name in packed.namelist() if name.endswith(".txt")]
            chosen = [name for name in texts if wanted(name)] or [
                n for n in texts if not n.startswith(("_", "__MACOSX"))
            ]
            if len(chosen) != 1:
                raise UnrolledError(
                    f"{file.name} holds {len(chosen)} text files that would do; unpack it and name one."
                )
            with packed.open(chosen[0]) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="\n") as text:
                for line in text:
                    number += 1
                    yield line
    except UnicodeDecodeError as problem:
        raise UnrolledError(f"{file.name} is no UTF-8 text: after line {number} it cannot be read.") from problem
    except zipfile.BadZipFile as problem:
        raise UnrolledError(f"{file.name} is no whole .zip file; fetch it again.") from problem
    except OSError as problem:
        raise UnrolledError(f"{file} cannot be read: {problem.strerror or problem}.") from problem
