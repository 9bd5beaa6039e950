"""An implementation of course/exercises as a student would have written it: one cell, complete in itself.

What an implementation takes from its module goes along: imports stand above
the function, and helpers and constants inside of it, where they disturb no
other answer of the notebook.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
import types
from collections.abc import Callable, Iterator
from typing import Any

from helpers.checking.origin import is_students


class NotWritable(Exception):
    """An implementation that cannot be written as one function, such as a lambda or a partial."""


def as_answer(implementation: Any, name: str) -> str:
    """Return the source of an answer cell that defines `name` as the implementation does.

    implementation: a function, or the value itself
    Raises NotWritable.
    """
    if not callable(implementation):
        return f"{name} = {implementation!r}"
    imports: dict[str, None] = {}
    helpers: dict[str, ast.stmt] = {}
    function = _parsed(implementation, name)
    _gather(implementation, {implementation.__name__: implementation}, imports, helpers)
    documented = ast.get_docstring(function, clean=False) is not None
    function.body[documented:documented] = helpers.values()
    source = ast.unparse(ast.fix_missing_locations(function))
    return "\n".join([*imports, "", "", source] if imports else [source])


def _parsed(function: Callable, name: str) -> ast.FunctionDef:
    """The function's definition, under another name."""
    if not isinstance(function, types.FunctionType) or hasattr(function, "__wrapped__"):
        raise NotWritable(f"{function!r} is no plain function")
    try:
        (node,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    except (OSError, SyntaxError, ValueError) as error:
        raise NotWritable(f"{function.__name__} has no source of its own") from error
    if not isinstance(node, ast.FunctionDef) or node.decorator_list:
        raise NotWritable(f"{function.__name__} is no plain function")
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id == function.__name__:
            part.id = name
    node.name = name
    return node


def _gather(function: Callable, seen: dict[str, Any], imports: dict[str, None], helpers: dict[str, ast.stmt]) -> None:
    """Note what the function takes from outside of itself, and what that takes in turn.

    seen: what each name noted so far stands for
    """
    inside = dict(zip(function.__code__.co_freevars, function.__closure__ or ()))
    for name in sorted(_outer_names(function)):
        if name in inside:
            value = inside[name].cell_contents
        elif name in function.__globals__:
            value = function.__globals__[name]
        else:
            continue  # built in, or an error that belongs to the answer
        if name in seen:
            if seen[name] is not value:
                raise NotWritable(f"{name} stands for two things")
            continue
        seen[name] = value
        if isinstance(value, types.FunctionType) and is_students(value.__code__.co_filename):
            helpers[name] = _parsed(value, name)
            _gather(value, seen, imports, helpers)
        elif line := _import(value, name):
            imports[line] = None
        else:
            helpers[name] = _constant(name, value)


def _outer_names(function: Callable) -> set[str]:
    """The names that the function looks up outside of itself (an attribute's name is none)."""
    written = {node.id for node in ast.walk(_parsed(function, function.__name__)) if isinstance(node, ast.Name)}
    return written & {name for code in _codes(function.__code__) for name in (*code.co_names, *code.co_freevars)}


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _codes(constant)


def _import(value: Any, name: str) -> str:
    """The line that imports a module, or something that a library's module has by its own name."""
    if isinstance(value, types.ModuleType):
        return f"import {value.__name__}" + (f" as {name}" if value.__name__ != name else "")
    module, own = getattr(value, "__module__", None), getattr(value, "__name__", None)
    if not module or not own or module.split(".")[0] == "course":
        return ""
    if getattr(sys.modules.get(module), own, None) is not value:
        return ""
    return f"from {module} import {own}" + (f" as {name}" if own != name else "")


def _constant(name: str, value: Any) -> ast.stmt:
    """An assignment of plain data."""
    try:
        same = ast.literal_eval(repr(value)) == value
    except (ValueError, SyntaxError):
        same = False
    if not same:
        raise NotWritable(f"{name} is no plain data")
    return ast.parse(f"{name} = {value!r}").body[0]
