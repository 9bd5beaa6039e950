"""What in a submission's code could hide work that an exercise asks to write by hand.

Probes see such calls where they happen, but they run beside the student's code,
which could blind them. So the text is read as well, out here. What is found
costs nothing: it is listed for a person.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from grading.order import MOST_READ

_NAMES = {
    "_C": "torch._C",
    "_VF": "torch._VF",
    "DisableTorchFunction": "DisableTorchFunction",
    "DisableTorchFunctionSubclass": "DisableTorchFunctionSubclass",
    "setprofile": "setprofile",
    "settrace": "settrace",
    "subprocess": "subprocess",
    "Popen": "Popen",
    "fork": "fork",
    "multiprocessing": "multiprocessing",
    "threading": "threading",
    "ThreadPoolExecutor": "ThreadPoolExecutor",
    "ctypes": "ctypes",
    "importlib": "importlib",
    "__import__": "__import__",
    "eval": "eval",
    "exec": "exec",
    "_getframe": "_getframe",
    "__globals__": "__globals__",
}
_ROOMS = ("grading", "helpers.checking")
_MOST_OF_IPYTHON = 20_000  # characters of a cell with IPython's own syntax, which is read once for each use of it
_MOST_MAGICS = 100
_OWN_SYNTAX = re.compile(r"[%!?]")

# Without one of these words in it a text holds no odd tool, and need not be parsed.
_WORDS = re.compile(
    rf"\b({'|'.join(_NAMES)}|grading|checking|ops|modules|getattr|run_cell_magic|run_line_magic)\b", re.ASCII
)


def odd_tools(sources: Sequence[str]) -> list[str]:
    """The odd tools that these cells use, each named once. A cell that is no Python is passed over."""
    found: dict[str, None] = {}
    for source in sources:
        found.update(dict.fromkeys(_in_source(source)))
    return list(found)


def _in_source(source: str, depth: int = 3) -> Iterator[str]:
    """The odd tools in a cell; what a magic takes is read too."""
    if source.isascii() and not _WORDS.search(source):  # Python reads other letters as these ones
        return
    try:
        tree = _parsed(source)
    except _TooMuch:
        yield "a cell too large to be read"
        return
    except (SyntaxError, ValueError, RuntimeError, MemoryError):  # IPython gives up on some with a RuntimeError
        return
    yield from _tools(tree)
    for node in ast.walk(tree) if depth else ():
        called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
        if called in ("run_cell_magic", "run_line_magic"):
            for text in (
                one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
            ):
                yield from _in_source(text, depth - 1)


class _TooMuch(Exception):
    """Reading this cell would take longer than running it."""


def _parsed(source: str) -> ast.AST:
    if len(source) > MOST_READ:
        raise _TooMuch
    try:
        return ast.parse(source)
    except SyntaxError:
        if len(source) > _MOST_OF_IPYTHON or len(_OWN_SYNTAX.findall(source)) > _MOST_MAGICS:
            raise _TooMuch from None
        from IPython.core.inputtransformer2 import TransformerManager  # where it is needed: it takes long to import

        return ast.parse(TransformerManager().transform_cell(source))


def _tools(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = getattr(node, "module", None) or ""
            names = [alias.name for alias in node.names]
            for name in [module, *names, *(f"{module}.{name}" for name in names if module)]:
                yield from (room for room in _ROOMS if name == room or name.startswith(room + "."))
                yield from (_NAMES[part] for part in name.split(".") if part in _NAMES)
        elif isinstance(node, ast.Name) and node.id in _NAMES:
            yield _NAMES[node.id]
        elif isinstance(node, ast.Attribute):
            if node.attr in _NAMES:
                yield _NAMES[node.attr]
            if node.attr in ("ops", "modules") and isinstance(node.value, ast.Name):
                yield f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
            # A constant name could be written with a dot, and a computed one hides what is called.
            if len(node.args) > 1 and not isinstance(node.args[1], ast.Constant):
                yield "getattr with a computed name"
