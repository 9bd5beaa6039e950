"""Files from elsewhere that a person may want: looked for on this machine, fetched once, checked, never needed.

The course runs without any of them. What is fetched stays in the folder
`.cache` of the course, or in the folder that the environment variable UNROLLED_DATA names.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import UnrolledError


@dataclass(frozen=True)
class Download:
    """One file: what it is, its name, where it is fetched, and the SHA-1 that it must have.

    instead: names of other files that do as well, if they lie in the folder
    """

    what: str
    file: str
    url: str
    sha1: str
    instead: tuple[str, ...] = ()


def folder() -> Path:
    """Return the folder for files from elsewhere."""
    named = os.environ.get("UNROLLED_DATA")
    return Path(named).expanduser() if named else Path(__file__).resolve().parents[1] / ".cache"


def local(download: Download) -> Path:
    """Return the file's path: one that lies in the folder is taken as it is, else it is fetched and checked.

    Raises UnrolledError, with what to do, if it cannot be fetched or is not the right one; then nothing is kept.
    """
    for name in (*download.instead, download.file):
        if (folder() / name).is_file():
            return folder() / name
    import pooch

    pooch.get_logger().setLevel(logging.ERROR)
    help_yourself = f"Fetch {download.url} yourself and put it into {folder()}, or give its path."
    try:
        found = pooch.retrieve(download.url, f"sha1:{download.sha1}", fname=download.file, path=folder())
    except ValueError as problem:
        raise UnrolledError(
            f"What {download.url} sent is not the file that is expected (its checksum differs), so it was not kept. "
            "Try again later, or give the path of a file of your own."
        ) from problem
    except OSError as problem:  # requests' errors are OSErrors too
        raise UnrolledError(
            f"{download.what} is not on this machine and could not be fetched ({type(problem).__name__}). "
            + help_yourself
        ) from problem
    return Path(found)
