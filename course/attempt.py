"""Is a learner's cell a try of an exercise, or as good as untouched? Told from its text; nothing is run."""

from __future__ import annotations

import ast
import re

UNTOUCHED = "is still untouched"
PLACEHOLDER_KEPT = "still raises NotImplementedError"
_NO_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)


def what_is_missing(cell: str, asked: str, name: str) -> str:
    """Say why a learner's cell is no try of the exercise yet; nothing if it is one.

    asked: the cell as it was handed out
    Comments, layout, docstrings, and lines that do nothing count neither way.
    """
    tree, handed_out = _parsed(cell), _parsed(asked)
    if tree is None or handed_out is None:
        return "" if _lines(cell) - _lines(asked) else UNTOUCHED
    work = _work(tree, name) - _work(handed_out, name)
    if _is_value(handed_out, name):
        work = {one for one in work if f"Name(id={name!r}" in one}
    if not work:
        return UNTOUCHED
    return PLACEHOLDER_KEPT if _placeholder_kept(tree, name) else ""


def _parsed(source: str) -> ast.Module | None:
    """A cell's syntax tree, IPython's own lines left out; None if it is no Python yet."""
    for text in (source, re.sub(r"^\s*[%!?].*$|^.*\?\s*$", "", source, flags=re.M)):
        try:
            return ast.parse(text)
        except _NO_PYTHON:
            continue
    return None


def _work(tree: ast.Module, name: str) -> set[str]:
    """The statements that do something, as text.

    A call at the cell's top level only tries things out, unless it is `name.add(...)` or the like.
    """
    found: set[str] = set()
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        for statement in node.body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                waiting.append(statement)
            elif not idle(statement) and (node is not tree or not _tries_out(statement, name)):
                found.add(ast.dump(statement))
    return found


def _tries_out(statement: ast.stmt, name: str) -> bool:
    match statement:
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(own)))):
            return own != name
    return isinstance(statement, ast.Expr)


def _is_value(tree: ast.Module, name: str) -> bool:
    """Whether a cell sets the name to a value, as a quiz does, and defines no function of that name."""
    targets = [target for one in tree.body if isinstance(one, ast.Assign) for target in one.targets]
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def idle(statement: ast.stmt) -> bool:
    """Whether a statement does nothing towards an answer: `pass`, an import, a blank value, a placeholder."""
    match statement:
        case ast.Pass() | ast.Import() | ast.ImportFrom() | ast.Global() | ast.Nonlocal():
            return True
        case ast.Expr(ast.Constant()) | ast.Return(None):
            return True
        case ast.Return(value) | ast.Assign(value=value) | ast.AnnAssign(value=value):
            return value is None or _blank(value)
    return _is_placeholder(statement)


def _blank(value: ast.expr) -> bool:
    """Whether an expression is None, ..., blank text, or an empty container: no answer to anything."""
    match value:
        case ast.Constant(constant):
            return constant is None or constant is ... or (isinstance(constant, str) and not constant.strip())
        case ast.List(elts=[]) | ast.Tuple(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.Set(elts=members):
            return all(map(_blank, members))
        case ast.Lambda(body=body):
            return _blank(body)
        case ast.Call(ast.Name("set" | "list" | "tuple" | "dict"), [], []):
            return True
    return False


def _is_placeholder(statement: ast.stmt) -> bool:
    match statement:
        case ast.Raise(ast.Name("NotImplementedError")) | ast.Raise(ast.Call(ast.Name("NotImplementedError"))):
            return True
    return False


def _placeholder_kept(tree: ast.Module, name: str) -> bool:
    """Whether the function still runs into its placeholder: then its check says "not attempted" too."""
    functions = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == name]
    for statement in functions[-1].body if functions else []:
        if _is_placeholder(statement):
            return True
        if any(isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom)) for node in ast.walk(statement)):
            return False
    return False


def _lines(source: str) -> set[str]:
    """The lines of a cell that is no Python yet, without layout, comments and what does nothing."""
    bare = re.sub(r"\"{3}|'{3}", "", source)
    lines = {"".join(line.partition("#")[0].split()) for line in bare.splitlines()}
    nothing = re.compile(
        r"|pass|\.\.\.|return(None)?|raiseNotImplementedError.*|(async)?def\w*(\([^:]*:?)?|class[^:]*:?"
    )
    return {line for line in lines if not nothing.fullmatch(line)}
