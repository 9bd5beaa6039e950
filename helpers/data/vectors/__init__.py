"""Vectors of real English words, in GloVe's text format, made for this course.

The text is Python's own reference (`pydoc_data.topics` of Python 3.11; licence: PSF-2.0), some 57,000 words;
`course/vectors.py` counted which words stand within four words of each other and reduced the
counts to 50 numbers a word (positive pointwise mutual information, then a singular value
decomposition). The file has 1,200 lines, the most frequent word first, 0.4 MB.

How good: of 39 pairs of words that go together ("true" and "false", "left" and "right", "tuple" and
"list") 28 are among each other's 10 nearest by the cosine, seen from one of the two; by chance it
would be 1 of 60. Nearest to "positive" is "negative", to "exception" "raised", to "bytes"
"str". "integers" − "integer" + "string" is nearest to "strings", but "objects" − "object" + "class"
not to "classes". It is the English of a handbook, and little of it: "arthur" is near "three", because of one example.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

DIM = 50
FILE = Path(__file__).with_name("words.50d.txt")


def lines() -> Iterator[str]:
    """Yield the file's lines, the most frequent word first: a word and its 50 numbers, between single spaces."""
    with open(FILE, encoding="utf-8", newline="\n") as text:
        yield from text
