"""The house: who may import whom, and what importing costs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

MAY_IMPORT = {"helpers": {"helpers"}, "grading": {"grading", "helpers"}, "course": {"course", "grading", "helpers"}}


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("room", [room for room in MAY_IMPORT if (ROOT / room).is_dir()])
def test_dependencies_point_one_way(room):
    ours = {"helpers", "grading", "course", "tests"}
    for path in modules(room):
        for name in imported(path):
            root = name.split(".")[0]
            assert root not in ours or root in MAY_IMPORT[room], f"{path} imports {name}"
            if room == "grading" and root == "helpers":
                assert name.startswith(("helpers.checking", "helpers.errors")), f"{path} imports {name}"


def test_checking_imports_neither_torch_nor_a_plotting_library():
    script = (
        "import sys, helpers, helpers.checking.verdict; print({'torch', 'matplotlib', 'IPython'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd="/")
    assert done.stdout.strip() == "set()", done.stderr


def test_nothing_is_pickled():
    for room in ("helpers", "grading", "course"):
        for path in modules(room):
            assert not {"pickle", "joblib", "dill", "marshal", "shelve"} & imported(path), path


def pins() -> dict[str, str]:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    found = [
        re.match(r"^([\w.-]+)==([\w.+!-]+)(?: ;.*)?$", line) for line in lines if line and not line.startswith("#")
    ]
    assert all(found), "every line of requirements.txt is an exact pin"
    return {match[1].lower(): match[2] for match in found}


def test_every_named_dependency_is_pinned_exactly_and_only_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = project["dependencies"] + project["optional-dependencies"]["test"]
    assert set(named) <= set(pins())
    assert all(re.fullmatch(r"[\w-]+", name) for name in named), "pyproject.toml names, requirements.txt pins"


def test_conda_takes_the_same_pins_and_the_cpu_build_of_torch():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    conda = [line for line in environment["dependencies"] if isinstance(line, str)]
    (pip,) = (line["pip"] for line in environment["dependencies"] if isinstance(line, dict))
    assert "-r requirements.txt" in pip and "-e ." in pip
    assert "--extra-index-url https://download.pytorch.org/whl/cpu" in pip
    assert not [line for line in pip if "==" in line], "versions stand in requirements.txt alone"
    assert {line.split("=")[0] for line in conda} <= {"python", "pip"}


def test_the_installed_packages_are_the_pinned_ones():
    from importlib.metadata import version

    for name in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]:
        assert version(name).split("+")[0] == pins()[name], name


def test_modules_are_about_one_noun_and_short():
    for room in ("helpers", "grading", "course"):
        for path in modules(room):
            lines = path.read_text(encoding="utf-8").splitlines()
            assert len(lines) <= 350, f"{path} has {len(lines)} lines"
            if lines:
                assert lines[0].startswith('"""'), f"{path} opens with a sentence on why it exists"
