"""Does an answer use what it is asked to write itself?

Two looks, neither airtight: `mentioned` reads the answer's compiled code and
that of the functions it relies on; a `Watch` notes which libraries are at work
while the answer runs. Names are dotted: "torch" stands for all of torch,
"torch.nn.LSTM" for that class under whatever name it was imported.
"""

from __future__ import annotations

import dis
import functools
import inspect
import sys
import threading
import types
from collections.abc import Iterator, Sequence
from typing import Any

from helpers.checking.origin import is_students

_LOADS = {"LOAD_GLOBAL", "LOAD_NAME"}
_ATTRIBUTES = {"LOAD_ATTR", "LOAD_METHOD", "IMPORT_FROM"}
_BETWEEN = {"PUSH_NULL", "CACHE", "PRECALL"}
_TYPE_TESTS = ("torch.Tensor", "torch.is_tensor")  # asking what an input is computes nothing
_TORCH = ("torch.", "functorch.")  # what of these is at work, a torch function mode sees
_MOST = 2000  # objects that one reading looks at


def mentioned(answer: Any, by_hand: Sequence[str]) -> tuple[str, ...]:
    """Return which of `by_hand` the code of `answer` names, sorted, without running any of it."""
    targets = {name: _resolve(name) for name in by_hand}
    found: set[str] = set()
    seen: dict[int, Any] = {}
    waiting: list[tuple[Any, dict[str, Any] | None]] = [(answer, None)]
    while waiting and len(seen) < _MOST:
        obj, own = waiting.pop()
        if id(obj) in seen:
            continue
        seen[id(obj)] = obj
        hit = _hit(obj, None, targets)
        if hit:
            found.add(hit)
            continue
        function = _function(obj)
        if function is not None and (obj is answer or is_students(function.__code__.co_filename)):
            own = function.__globals__
            waiting += [(value, own) for value in _attached(function)]
            for value, path in _names(function.__code__, own):
                hit = _hit(value, path, targets)
                if hit:
                    found.add(hit)
                elif path not in _TYPE_TESTS:
                    waiting.append((value, own))
        waiting += [(part, own) for part in _parts(obj, own)]
    return tuple(sorted(found))


def _static(obj: Any, name: str) -> Any:
    """An attribute without running any code of the object's; None if there is none."""
    try:
        return inspect.getattr_static(obj, name, None)
    except Exception:
        return None


def _attributes(obj: Any) -> dict[str, Any]:
    """An instance's own attributes."""
    try:
        return dict(object.__getattribute__(obj, "__dict__"))
    except Exception:
        return {}


def _function(obj: Any) -> types.FunctionType | None:
    """The plain function behind a function or a method."""
    if isinstance(obj, (types.MethodType, staticmethod, classmethod)):
        obj = obj.__func__
    return obj if type(obj) is types.FunctionType else None


def _attached(function: types.FunctionType) -> list[Any]:
    """What a function carries with it: its closure and its defaults."""
    found = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
    for cell in function.__closure__ or ():
        try:
            found.append(cell.cell_contents)
        except ValueError:  # a variable that is not assigned any more
            continue
    return found


def _parts(obj: Any, own: dict[str, Any] | None) -> list[Any]:
    """What a partial, a container, a notebook's class or an instance of one consists of."""
    if isinstance(obj, functools.partial):
        return [obj.func, *obj.args, *obj.keywords.values()]
    if isinstance(obj, types.MethodType):
        return [obj.__self__]
    if type(obj) in (list, tuple, set):
        return list(obj)[:_MOST]
    if type(obj) is dict:
        return list(obj.values())[:_MOST]
    if type(obj) is property:
        return [obj.fget]
    notebook = own.get("__name__") if own else "__main__"
    if isinstance(obj, type):
        if type.__dict__["__module__"].__get__(obj) != notebook:
            return []
        return [value for kind in obj.__mro__ for value in vars(kind).values() if _has_code(value)]
    kind = type(obj)
    if type.__dict__["__module__"].__get__(kind) == notebook:
        return [kind, *_attributes(obj).values()]
    return [part for part in (_static(obj, "__wrapped__"), _static(obj, "pyfunc")) if part is not None]


def _has_code(value: Any) -> bool:
    return isinstance(value, (types.FunctionType, staticmethod, classmethod, property, functools.partial))


def _names(code: types.CodeType, own: dict[str, Any]) -> Iterator[tuple[Any, str | None]]:
    """Yield what `code` reaches by a dotted path through modules, with that path."""
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant, own)
    value: Any = None
    path: str | None = None
    for operation, name in _steps(code):
        if operation in _ATTRIBUTES and isinstance(value, types.ModuleType):
            module, value = value, vars(value).get(name)
            path = f"{module.__name__}.{name}"
            if operation == "IMPORT_FROM":  # the next name is imported from the same module
                yield value, path
                value, path = module, None
            continue
        if path is not None or value is not None:
            yield value, path
        value = path = None
        if operation in _LOADS:
            value = own.get(name)
            path = value.__name__ if isinstance(value, types.ModuleType) else None
        elif operation == "IMPORT_NAME":
            value, path = sys.modules.get(name), name


@functools.lru_cache(maxsize=256)
def _steps(code: types.CodeType) -> tuple[tuple[str, Any], ...]:
    """What a function's code does, in order: each operation with its argument."""
    return tuple((step.opname, step.argval) for step in dis.get_instructions(code) if step.opname not in _BETWEEN)


def _hit(value: Any, path: str | None, targets: dict[str, Any]) -> str | None:
    """The name in `targets` that `value` (reached by `path`) stands for, if any."""
    if path in _TYPE_TESTS:
        return None
    places = [path, _home(value)]
    for name, target in targets.items():
        if target is not None and value is target:
            return name
        for place in places:
            if isinstance(place, str) and (place == name or place.startswith(name + ".")):
                return name
    return None


def _home(value: Any) -> Any:
    """The module that a thing comes from, by name."""
    if isinstance(value, types.ModuleType):
        return value.__name__
    if isinstance(value, type):
        return type.__dict__["__module__"].__get__(value)
    if isinstance(value, types.FunctionType):
        return value.__module__
    if isinstance(value, types.BuiltinFunctionType):
        owner = value.__self__
        return value.__module__ or _home(owner if isinstance(owner, (type, types.ModuleType)) else type(owner))
    return _home(type(value))


def _resolve(name: str) -> Any:
    """The object of that dotted name, if its package has been imported."""
    parts = name.split(".")
    value: Any = sys.modules.get(parts[0])
    for part in parts[1:]:
        value = getattr(value, part, None)
    return value


class Watch:
    """Inside its `with` block, each name of `by_hand` that is at work is added to `seen`.

    Libraries and modules of them are seen by their functions' calls, in threads too;
    single functions of torch by a torch function mode. May be entered again and again.
    """

    def __init__(self, by_hand: Sequence[str], seen: set[str]) -> None:
        self._seen = seen
        self._modules = tuple(name for name in by_hand if not name.startswith(_TORCH))
        self._whose = functools.lru_cache(maxsize=1000)(self._named)
        names = [name for name in by_hand if name.startswith("torch.")]
        self._mode = _torch_mode(names, seen) if names and "torch" in sys.modules else None
        self._before: Any = None

    def __enter__(self) -> None:
        if self._mode is not None:
            self._mode.__enter__()
        if self._modules:
            self._before = sys.getprofile()
            threading.setprofile(self._look)
            sys.setprofile(self._look)

    def __exit__(self, *error: Any) -> None:
        if self._modules:
            # A profiler written in C (cProfile's) cannot be put back; better to lose it than the answer.
            before = self._before if callable(self._before) else None
            sys.setprofile(before)
            threading.setprofile(before)
        if self._mode is not None:
            self._mode.__exit__(*error)

    def _look(self, frame: Any, event: str, called: Any) -> None:
        if event == "c_call":
            home = called.__module__ if type(called) is types.BuiltinFunctionType else None
            home = home or _home(called)
        elif event == "call":
            home = frame.f_globals.get("__name__")
        else:
            return
        name = self._whose(home) if isinstance(home, str) else None
        if name is None or (event == "call" and f"{home}.{frame.f_code.co_name}" in _TYPE_TESTS):
            return
        self._seen.add(name)

    def _named(self, home: str) -> str | None:
        """Which of the names the module `home` belongs to."""
        return next((name for name in self._modules if home == name or home.startswith(f"{name}.")), None)


def _torch_mode(names: Sequence[str], seen: set[str]) -> Any:
    """A torch function mode that adds to `seen` each of `names` that is called."""
    from torch.overrides import TorchFunctionMode, resolve_name

    targets = {name: _resolve(name) for name in names}

    @functools.lru_cache(maxsize=1000)  # an answer calls the same few functions again and again
    def hit_of(function: Any) -> str | None:
        return _hit(function, resolve_name(function), targets)

    class Mode(TorchFunctionMode):
        def __torch_function__(self, function, types, args=(), kwargs=None):
            hit = hit_of(function)
            if hit:
                seen.add(hit)
            return function(*args, **(kwargs or {}))

    return Mode()
