"""nbgrader's own library, opened on a course folder with that folder's settings."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader
from traitlets.log import get_logger

_ERROR = re.compile(r"^\s*(?:[\w.]+\.)?(?!NbGraderException)(\w*(?:Error|Exception)): (.+)$", re.M)


def open_api(root: Path) -> NbGraderAPI:
    """Return nbgrader's API for the course in `root`; its log goes into results, not to the screen."""
    log = get_logger()
    log.handlers = [logging.NullHandler()]
    log.propagate = False
    config: Config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    return NbGraderAPI(config=config)


def why_it_failed(result: dict) -> str:
    """One line from nbgrader's account of a failed step: the last error that says something."""
    errors = _ERROR.findall(result.get("log", "")) + _ERROR.findall(result.get("error") or "")
    if errors:
        kind, message = errors[-1]
        said, _, _ = message.partition(": '")  # a quotation of the file would follow
        return f"{kind}: {said[:160]}"
    logged = [line for line in result.get("log", "").splitlines() if line.startswith("[ERROR]")]
    return logged[-1].removeprefix("[ERROR] ") if logged else "nbgrader gave no reason"
