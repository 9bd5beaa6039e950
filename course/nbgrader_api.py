"""nbgrader's own library, opened on a course folder with that folder's settings."""

from __future__ import annotations

import logging
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader


def open_api(root: Path) -> NbGraderAPI:
    """Return nbgrader's API for the course in `root`; its log goes into results, not to the screen."""
    config: Config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    api = NbGraderAPI(config=config)
    api.log.propagate = False
    api.log.setLevel(logging.INFO)
    for handler in list(api.log.handlers):
        api.log.removeHandler(handler)
    return api


def why_it_failed(result: dict) -> str:
    """One line from nbgrader's account of a failed step."""
    errors = [line for line in result.get("log", "").splitlines() if line.startswith("[ERROR]")]
    last = (result.get("error") or "").strip().splitlines()[-1:]
    return (errors[-1].removeprefix("[ERROR] ") if errors else "") or (last[0] if last else "no reason given")
