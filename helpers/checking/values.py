"""Results and inputs as plain data that can be stored, sent and compared.

`freeze` turns a live object into a frozen value:

    None, bool, int, float, str        as they are (NumPy scalars become these)
    list, tuple, dict, set             of frozen values
    Array                              a NumPy array or a torch tensor
    Opaque                             anything else, by the name of its type

`thaw` builds live objects again. `pack` and `unpack` write frozen values as
JSON, with the arrays set aside in a list.
"""

from __future__ import annotations

import functools
import json
import math
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from helpers.checking.recipes import Recipe

MAX_DEPTH = 12
MAX_ITEMS = 20_000
MAX_BYTES = 64 * 2**20

_LIBRARIES = ("numpy", "torch")
_KINDS = {"f": "float", "i": "int", "u": "int", "b": "bool"}


@dataclass(frozen=True, eq=False)
class Array:
    """A NumPy array or torch tensor, as numbers.

    data: the numbers, a NumPy array of any shape
    library: "numpy" or "torch"
    dtype: the dtype's name in its own library, such as "float64"
    requires_grad: whether torch would record what is done with it
    """

    data: np.ndarray
    library: str = "numpy"
    dtype: str = ""
    requires_grad: bool = False

    @property
    def kind(self) -> str:
        """ "float", "int" or "bool"."""
        return _KINDS[self.data.dtype.kind]

    @property
    def shape(self) -> tuple[int, ...]:
        return self.data.shape


@dataclass(frozen=True)
class Opaque:
    """Something that is no data: a function, a generator, an array of objects."""

    description: str


class _TooLarge(Exception):
    pass


def freeze(obj: Any) -> Any:
    """Return `obj` as a frozen value; never raises and never keeps a reference."""
    budget = {"items": MAX_ITEMS, "bytes": MAX_BYTES}
    try:
        return _freeze(obj, MAX_DEPTH, budget)
    except _TooLarge:
        return Opaque("something too large or too deeply nested to compare")
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # an object whose own methods fail
        return Opaque(f"{_a(type_name(type(obj)))} that cannot be read ({type_name(type(error))})")


def _freeze(obj: Any, depth: int, budget: dict[str, int]) -> Any:
    budget["items"] -= 1
    if depth < 0 or budget["items"] < 0:
        raise _TooLarge
    kind = type(obj)  # the real one: an object may claim another in __class__
    if obj is None or issubclass(kind, (bool, np.bool_)):
        return None if obj is None else bool(obj)
    if issubclass(kind, (int, np.integer)):
        return int.__index__(obj) if issubclass(kind, int) else int(obj)
    if issubclass(kind, (float, np.floating)):
        return float.__float__(obj) if issubclass(kind, float) else float(obj)
    if issubclass(kind, str):
        budget["bytes"] -= len(obj)
        if budget["bytes"] < 0:
            raise _TooLarge
        return str.__str__(obj)
    if issubclass(kind, np.ma.MaskedArray) and np.ma.getmaskarray(obj).any():
        return Opaque("an array with masked entries")
    if issubclass(kind, np.ndarray):
        return _freeze_array(obj, "numpy", _name(obj.dtype), False, budget)
    torch = sys.modules.get("torch")
    if torch is not None and issubclass(kind, torch.Tensor):
        return _freeze_tensor(torch, obj, budget)
    if issubclass(kind, (list, tuple)):
        sequence = list if issubclass(kind, list) else tuple
        return sequence(_freeze(item, depth - 1, budget) for item in obj)
    if issubclass(kind, dict):
        return {_key(k, depth, budget): _freeze(v, depth - 1, budget) for k, v in obj.items()}
    if issubclass(kind, (set, frozenset)):
        return {_key(item, depth, budget) for item in obj}
    return Opaque(_a(type_name(kind)))


def _key(obj: Any, depth: int, budget: dict[str, int]) -> Any:
    """A dict's key or a set's member: a scalar, a string or a tuple of these."""
    frozen = _freeze(obj, depth - 1, budget)
    if isinstance(frozen, (Array, list, dict, set)):
        return Opaque(describe(frozen))
    return frozen


def _freeze_array(array: np.ndarray, library: str, dtype: str, grad: bool, budget: dict) -> Any:
    if array.dtype.kind not in _KINDS:
        kinds = {"U": "texts", "S": "bytes", "O": "objects", "c": "complex numbers", "M": "dates", "m": "time spans"}
        return Opaque(f"an array of {kinds.get(array.dtype.kind, 'structured values')}")
    budget["bytes"] -= array.nbytes
    if budget["bytes"] < 0:
        raise _TooLarge
    data = np.array(array, dtype=array.dtype.newbyteorder("="), order="C", copy=True, subok=False)
    return Array(data, library, dtype, grad)


@functools.lru_cache(maxsize=64)
def _name(dtype: np.dtype) -> str:
    """A dtype's name, kept because NumPy takes longer to find it than to copy a small array."""
    return str(dtype)


def _freeze_tensor(torch: Any, tensor: Any, budget: dict) -> Any:
    if tensor.layout is not torch.strided or tensor.is_complex() or tensor.is_quantized:
        return Opaque(f"a tensor of {tensor.dtype} in layout {tensor.layout}")
    budget["bytes"] -= tensor.numel() * tensor.element_size()
    if budget["bytes"] < 0:
        raise _TooLarge
    plain = tensor.detach().cpu()
    if plain.dtype is torch.bfloat16:
        plain = plain.float()
    dtype = str(tensor.dtype).removeprefix("torch.")
    return _freeze_array(plain.numpy(), "torch", dtype, bool(tensor.requires_grad), budget)


def thaw(value: Any) -> Any:
    """Return a fresh live object for a frozen value (or a recipe, which is built)."""
    if isinstance(value, Array):
        if value.library == "numpy":
            return value.data.copy()
        import torch

        return torch.from_numpy(value.data.copy()).requires_grad_(value.requires_grad)
    if isinstance(value, (list, tuple)):
        return type(value)(thaw(item) for item in value)
    if isinstance(value, dict):
        return {key: thaw(item) for key, item in value.items()}
    if isinstance(value, set):
        return set(value)
    if isinstance(value, Opaque):
        raise ValueError(f"{value.description} cannot be an input")
    return replace(value, settings=thaw(value.settings)).build() if isinstance(value, Recipe) else value


def same(a: Any, b: Any) -> bool:
    """Whether two frozen values are equal bit for bit, NaN equal to itself."""
    if isinstance(a, Array) and isinstance(b, Array):
        return (a.library, a.dtype, a.requires_grad, a.shape) == (
            b.library,
            b.dtype,
            b.requires_grad,
            b.shape,
        ) and a.data.tobytes() == b.data.tobytes()
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, Recipe):
        return a.name == b.name and same(a.settings, b.settings)
    if isinstance(a, float):
        return a == b or (math.isnan(a) and math.isnan(b))
    return a == b


def holds(live: Any, frozen: Any) -> bool:
    """Whether freezing `live` gives `frozen`. Plain arrays, and what holds them, are not copied for that."""
    kind = type(live)
    if kind is np.ndarray and type(frozen) is Array and frozen.library == "numpy" and not frozen.requires_grad:
        if live.shape == frozen.shape and _name(live.dtype) == frozen.dtype and live.dtype.isnative:
            return live.tobytes() == frozen.data.tobytes()
    elif kind is type(frozen) and kind in (list, tuple):
        return len(live) == len(frozen) and all(holds(x, y) for x, y in zip(live, frozen))
    elif kind is type(frozen) is dict and all(type(key) is str for key in (*live, *frozen)):
        return list(live) == list(frozen) and all(holds(live[key], frozen[key]) for key in frozen)
    elif kind is type(frozen) and kind in (bool, int, float, str):
        return same(live, frozen)
    return same(freeze(live), frozen)


def type_name(kind: type) -> str:
    """A class's name, whatever its own code says, cut to 60 characters."""
    return plain(type.__dict__["__name__"].__get__(kind), 60)


def plain(text: str, most: int = 300) -> str:
    """Text that can be shown anywhere: one line, nothing that is not printable, not too long."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    line = " ".join(re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", cut).split())
    return "".join(ch if ch.isprintable() else ch.encode("unicode_escape").decode() for ch in line)


def describe(value: Any) -> str:
    """Say in a few words what kind of thing a frozen value is."""
    if value is None:
        return "None"
    if isinstance(value, bool):
        return f"the bool {value}"
    if isinstance(value, (int, float)):
        return f"the number {number(value)}"
    if isinstance(value, str):
        return f"the text {plain(value, 40)!r}"
    if isinstance(value, Array):
        name = "a torch tensor" if value.library == "torch" else "a NumPy array"
        return f"{name} of shape {value.shape}"
    if isinstance(value, (list, tuple, set, dict)):
        return f"{_a(type(value).__name__)} of {len(value)}"
    return value.description if isinstance(value, Opaque) else _a(type(value).__name__)


def number(value: int | float) -> str:
    """A number in digits; one of more than some 40 digits by its size."""
    if isinstance(value, int) and value.bit_length() > 128:
        return f"of more than {int(value.bit_length() * 0.301)} digits"
    return repr(value)


def _a(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


# Writing and reading


class Arrays(list):
    """The arrays of one file, each kept once: many wrong answers are right in most cases.

    Arrays that differ in their last bits alone count as one, so that a file has the same
    arrays on every processor.
    """

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[tuple, list[int]] = {}

    def add(self, array: np.ndarray) -> int:
        """Return the place of an array like this one, which is added if there is none yet."""
        places = self._places.setdefault((array.dtype.str, array.shape), [])
        for place in places:
            if _alike(self[place], array):
                return place
        self.append(array)
        places.append(len(self) - 1)
        return places[-1]


def _alike(a: np.ndarray, b: np.ndarray) -> bool:
    if a.dtype.kind != "f":
        return bool((a == b).all())
    scale = np.abs(a[np.isfinite(a)]).max(initial=0.0)
    return np.allclose(a, b, rtol=0, atol=1e-12 * scale, equal_nan=True)


def pack(value: Any, arrays: Arrays) -> Any:
    """Return a frozen value as JSON-ready data; its arrays are added to `arrays`."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, Array):
        packed = {"array": arrays.add(value.data), "library": value.library, "dtype": value.dtype}
        return packed | ({"requires_grad": True} if value.requires_grad else {})
    if isinstance(value, (list, tuple)):
        return {type(value).__name__: [pack(item, arrays) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[pack(k, arrays), pack(v, arrays)] for k, v in value.items()]}
    if isinstance(value, set):
        return {"set": sorted((pack(item, arrays) for item in value), key=json.dumps)}
    if isinstance(value, Opaque):
        return {"opaque": value.description}
    if isinstance(value, Recipe):
        settings = {name: pack(item, arrays) for name, item in value.settings.items()}
        return {"recipe": value.name, "settings": settings}
    raise TypeError(f"{type(value).__name__} cannot be stored in an answer key")


def unpack(data: Any, arrays: Sequence[np.ndarray]) -> Any:
    """The reverse of `pack`. Raises ValueError on anything `pack` does not write."""
    if not isinstance(data, dict):
        if isinstance(data, list):
            raise ValueError("a bare list in packed data")
        return data
    match data:
        case {"float": text}:
            return float(text)
        case {"array": int(index), "library": library, "dtype": dtype}:
            if not 0 <= index < len(arrays) or arrays[index].dtype.kind not in _KINDS or library not in _LIBRARIES:
                raise ValueError(f"there is no array {index} of a {library} kind")
            return Array(arrays[index], library, dtype, bool(data.get("requires_grad")))
        case {"list": items}:
            return [unpack(item, arrays) for item in items]
        case {"tuple": items}:
            return tuple(unpack(item, arrays) for item in items)
        case {"dict": items}:
            return {unpack(k, arrays): unpack(v, arrays) for k, v in items}
        case {"set": items}:
            return {unpack(item, arrays) for item in items}
        case {"opaque": description}:
            return Opaque(description)
        case {"recipe": name, "settings": settings}:
            return Recipe(name, {key: unpack(item, arrays) for key, item in settings.items()})
    raise ValueError(f"unknown packed data {sorted(data)}")
