"""Does an answer use what it is asked to write itself?

Two looks, neither airtight: `mentioned` reads the answer's compiled code and
that of the functions it relies on; `watch_torch` notes what torch is asked to
do while the answer runs. Names are dotted: "torch" stands for all of torch,
"torch.nn.LSTM" for that class under whatever name it was imported.
"""

from __future__ import annotations

import dis
import functools
import inspect
import sys
import types
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

_LOADS = {"LOAD_GLOBAL", "LOAD_NAME"}
_ATTRIBUTES = {"LOAD_ATTR", "LOAD_METHOD"}


def mentioned(answer: Any, by_hand: Sequence[str]) -> tuple[str, ...]:
    """Return which of `by_hand` the code of `answer` names, sorted, without running it."""
    targets = {name: _resolve(name) for name in by_hand}
    found: set[str] = set()
    seen: set[int] = set()
    waiting = [answer]
    while waiting:
        obj = waiting.pop()
        if id(obj) in seen:
            continue
        seen.add(id(obj))
        hit = _hit(obj, None, targets)
        if hit:
            found.add(hit)
            continue
        if isinstance(obj, functools.partial):
            waiting += [obj.func, *obj.args, *obj.keywords.values()]
            continue
        function = _function(obj)
        if function is not None:
            own = function.__globals__
            waiting += inspect.getclosurevars(function).nonlocals.values()
            waiting += [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
            for value, path in _names(function.__code__, own):
                hit = _hit(value, path, targets)
                if hit:
                    found.add(hit)
                elif _local(value, own):
                    waiting.append(value)
        elif isinstance(obj, type):
            waiting += [value for value in vars(obj).values() if _function(value) is not None]
    return tuple(sorted(found))


def _function(obj: Any) -> types.FunctionType | None:
    """The plain function behind a function, a method, a wrapper or an object with a __call__."""
    obj = getattr(obj, "__func__", obj)
    if not isinstance(obj, (types.FunctionType, type)):
        obj = getattr(obj, "__wrapped__", None) or getattr(type(obj), "__call__", None)  # noqa: B004
    return obj if isinstance(obj, types.FunctionType) else None


def _local(value: Any, own: dict[str, Any]) -> bool:
    """Whether `value` was defined in the notebook whose globals are `own`."""
    function = _function(value)
    if function is not None:
        return function.__globals__ is own
    return isinstance(value, type) and value.__module__ == own.get("__name__")


def _names(code: types.CodeType, own: dict[str, Any]) -> Iterator[tuple[Any, str | None]]:
    """Yield each object that `code` reaches by a dotted path, with that path."""
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant, own)
    value: Any = None
    path: str | None = None
    for step in dis.get_instructions(code):
        if step.opname in _LOADS:
            value = own.get(step.argval)
            path = value.__name__ if isinstance(value, types.ModuleType) else None
        elif step.opname == "IMPORT_NAME":
            value, path = sys.modules.get(step.argval), step.argval
        elif step.opname in _ATTRIBUTES | {"IMPORT_FROM"} and isinstance(value, types.ModuleType):
            module = value
            value = getattr(module, step.argval, None)
            path = f"{module.__name__}.{step.argval}"
            yield value, path
            if step.opname == "IMPORT_FROM":
                value = module  # the next name is imported from the same module
            continue
        elif step.opname in {"PUSH_NULL", "CACHE", "PRECALL", "STORE_FAST"}:
            continue
        else:
            value = path = None
            continue
        if value is not None or path is not None:
            yield value, path


def _hit(value: Any, path: str | None, targets: dict[str, Any]) -> str | None:
    """The name in `targets` that `value` (reached by `path`) stands for, if any."""
    home = getattr(value, "__module__", None)
    if isinstance(value, types.ModuleType):
        home = value.__name__
    for name, target in targets.items():
        if target is not None and value is target:
            return name
        for place in (path, home):
            if isinstance(place, str) and (place == name or place.startswith(name + ".")):
                return name
    return None


def _resolve(name: str) -> Any:
    """The object of that dotted name, if its package has been imported."""
    parts = name.split(".")
    value: Any = sys.modules.get(parts[0])
    for part in parts[1:]:
        value = getattr(value, part, None)
    return value


@contextmanager
def watch_torch(by_hand: Sequence[str], seen: set[str]) -> Iterator[None]:
    """While inside, add to `seen` each name of `by_hand` that torch is asked to do."""
    wanted = [name for name in by_hand if name.split(".")[0] == "torch"]
    torch = sys.modules.get("torch")
    if torch is None or not wanted:
        yield
        return
    from torch.overrides import TorchFunctionMode, resolve_name

    targets = {name: _resolve(name) for name in wanted}

    class Watch(TorchFunctionMode):
        def __torch_function__(self, function, types, args=(), kwargs=None):
            hit = "torch" if "torch" in targets else _hit(function, resolve_name(function), targets)
            if hit:
                seen.add(hit)
            return function(*args, **(kwargs or {}))

    with Watch():
        yield
