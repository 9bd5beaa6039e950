"""What may be put off: checks after which a notebook only defines new things.

An answer is judged as it stands at its check. Where the cells below the check
only define what was not there before, it stands the same at the end, and its
process need not be copied to be looked at later.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Sequence

from grading.job import CHECK, CODE, Cell

MOST_READ = 200_000  # characters of a cell: a longer one may do anything
_WORD = re.compile(r"[^\W\d]\w*")


def settled(cells: Sequence[Cell]) -> frozenset[int]:
    """The places of those checks below which every cell only defines what was not there before."""
    before: set[str] = set()  # all words so far: what is mentioned anywhere, and be it in a string, an answer may read
    imported: dict[str, str] = {}  # names that so far stand for one import only, and always the same
    new = []  # for each cell, whether it only defines new things
    for cell in cells:
        names = _definitions(cell.source) if cell.kind == CODE else None
        again = {name for name, module in _imports(cell.source).items() if imported.get(name) == module}
        new.append(cell.kind == CHECK or (names is not None and not (names - again) & before))
        _note_imports(cell.source, imported, before)
        before.update(_WORD.findall(cell.source))
    found = set()
    for place in reversed(range(len(cells))):
        if cells[place].kind == CHECK:
            found.add(place)
        elif not new[place]:
            break
    return frozenset(found)


def _imports(source: str) -> dict[str, str]:
    """What a cell imports at its top level: the name there, and what it stands for."""
    found = {}
    for statement in _body(source) or ():
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            home = f"{'.' * statement.level}{statement.module}:" if isinstance(statement, ast.ImportFrom) else ""
            for alias in statement.names:
                found[alias.asname or alias.name.partition(".")[0]] = f"{home}{alias.name} as {alias.asname}"
    return found


def _note_imports(source: str, imported: dict[str, str], before: set[str]) -> None:
    """Add a cell's imports to those that stand; forget those that it may bind to something else."""
    body = _body(source)
    if body is None:  # it may do anything
        imported.clear()
        return
    nodes = [node for statement in body for node in ast.walk(statement)]
    bound = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    bound |= {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))}
    found = _imports(source)
    for name in set(imported) & bound:
        del imported[name]
    for name, module in found.items():
        if name not in bound and (name not in before or imported.get(name) == module):
            imported[name] = module
        else:
            imported.pop(name, None)


@functools.lru_cache(maxsize=2)  # each cell is read several times in a row
def _body(source: str) -> list[ast.stmt] | None:
    if len(source) > MOST_READ:
        return None
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _definitions(source: str) -> set[str] | None:
    """The names that a cell defines; None if it does more than define, or is no plain Python."""
    body = _body(source)
    if body is None:
        return None
    names: set[str] = set()
    for statement in body:
        defined = _defined(statement)
        if defined is None:
            return None
        names.update(defined)
    return names


def _defined(statement: ast.stmt) -> list[str] | None:
    """The names that one statement defines; None if it may do anything else."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        names = [alias.asname or alias.name.partition(".")[0] for alias in statement.names]
        return None if "*" in names else names
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        acts = statement.decorator_list or any(_acts(_evaluated(statement)))
        return None if acts else [statement.name]
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        plain = all(isinstance(target, ast.Name) for target in targets) and not any(_acts([statement]))
        return [target.id for target in targets] if plain else None
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return []
    return [] if isinstance(statement, ast.Pass) else None


def _evaluated(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.AST]:
    """What of a function is evaluated when it is defined."""
    arguments = function.args
    typed = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    parts = [*arguments.defaults, *arguments.kw_defaults, function.returns, *(one.annotation for one in typed if one)]
    return [part for part in parts if part is not None]


def _acts(nodes: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """What in these expressions may do something: calls above all, but of those that make an empty collection."""
    kinds = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.GeneratorExp)
    kinds += (ast.ListComp, ast.SetComp, ast.DictComp)
    for node in nodes:
        yield from (one for one in ast.walk(node) if isinstance(one, kinds) and not _is_empty(one))


def _is_empty(node: ast.AST) -> bool:
    """Whether this is set() or the like."""
    called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    return called in ("set", "dict", "list", "tuple", "frozenset") and not node.args and not node.keywords
