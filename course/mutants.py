"""Small automatic mistakes in a solution, one at a time.

The cases of an exercise are good when no such mistake passes them (the idea of
mutation testing: DeMillo, Lipton and Sayward, 1978, "Hints on test data
selection").
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from course.lecture import BEGIN, END

_BINARY = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
}
_COMPARE = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}
_ORDERED = (ast.Sub, ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv, ast.Mod)


@dataclass(frozen=True)
class Mutant:
    """One mistake. name: "what stood there → what stands there now"; source: the whole cell."""

    name: str
    source: str


def mutants(source: str) -> list[Mutant]:
    """Return all mutants of the solution in an exercise cell, each with a name of its own."""
    lines = source.splitlines()
    first = next(i for i, line in enumerate(lines, 1) if BEGIN in line)
    last = next(i for i, line in enumerate(lines, 1) if END in line)
    tree = ast.parse(source)
    made: list[Mutant] = []
    sources = {ast.unparse(tree)}
    names: dict[str, int] = {}
    for path, node in _walk(tree, ()):
        if not first < getattr(node, "lineno", 0) < last:
            continue
        for replacement in _replacements(node):
            changed = ast.unparse(ast.fix_missing_locations(_replace(tree, path, replacement)))
            if changed in sources:
                continue
            sources.add(changed)
            name = f"{_short(node)} → {_short(replacement)}"
            names[name] = names.get(name, 0) + 1
            made.append(Mutant(name if names[name] == 1 else f"{name} #{names[name]}", changed))
    return made


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 60 else text[:57] + "..."


def _walk(node: ast.AST, path: tuple) -> Iterator[tuple[tuple, ast.AST]]:
    """Every node with the fields that lead to it from the root."""
    yield path, node
    for field, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield from _walk(value, (*path, (field, None)))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield from _walk(item, (*path, (field, index)))


def _replace(tree: ast.AST, path: tuple, replacement: ast.AST) -> ast.AST:
    """A copy of `tree` with the node at `path` replaced."""
    tree = copy.deepcopy(tree)
    parent = tree
    for field, index in path[:-1]:
        parent = getattr(parent, field) if index is None else getattr(parent, field)[index]
    field, index = path[-1]
    if index is None:
        setattr(parent, field, replacement)
    else:
        getattr(parent, field)[index] = replacement
    return tree


def _with(node: ast.AST, **fields) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _replacements(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(left, op, right):
            for other in _BINARY.get(type(op), []):
                yield _with(node, op=other())
            yield from (left, right)
            if isinstance(op, _ORDERED):
                yield _with(node, left=right, right=left)
        case ast.UnaryOp(ast.USub() | ast.Not() | ast.Invert(), operand):
            yield operand
        case ast.Compare(_, [op], _):
            for other in _COMPARE.get(type(op), []):
                yield _with(node, ops=[other()])
        case ast.BoolOp(op, values):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
            yield from values
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Constant(float(value)):
            yield from (ast.Constant(value * 2 if value else 1.0), ast.Constant(value + 1))
        case ast.Call():
            yield from _calls(node)
        case ast.Subscript(value, _, ast.Load()):
            yield value
        case ast.Slice(lower, upper, step):
            if lower is not None:
                yield _with(node, lower=None)
            if upper is not None:
                yield _with(node, upper=None)
            if step is not None:
                yield _with(node, step=None)
        case ast.Attribute(value, "T" | "mT"):
            yield value
        case ast.IfExp(test, body, orelse):
            yield from (body, orelse)
        case ast.If(test):
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Tuple([first, second, *rest], ast.Load()):
            yield _with(node, elts=[second, first, *rest])
        case ast.AugAssign(_, op, _):
            for other in _BINARY.get(type(op), []):
                yield _with(node, op=other())
            yield ast.Pass()
        case ast.Assign() | ast.Expr() | ast.Raise() | ast.Break() | ast.Continue():
            yield ast.Pass()


def _calls(node: ast.Call) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value):
        yield node.func.value
    elif node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]
    for index in range(len(node.keywords)):
        yield _with(node, keywords=node.keywords[:index] + node.keywords[index + 1 :])
    if len(node.args) >= 2 and not any(isinstance(arg, ast.Starred) for arg in node.args[:2]):
        yield _with(node, args=[node.args[1], node.args[0], *node.args[2:]])


def _is_module(node: ast.expr) -> bool:
    """np.exp(x) is a function's call; h.sum() is a method's."""
    return isinstance(node, ast.Name) and node.id in {"np", "torch", "F", "nn", "math", "random"}
