"""Inputs that cannot be stored as data and are built where they are used.

A recipe is a name and some settings, both plain data. The probe builds a fresh
object from it for every call, so that two calls of one case see the same thing.
"""

from __future__ import annotations

import inspect
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np


def _rng(seed: int, drawn: int = 0) -> np.random.Generator:
    rng = np.random.default_rng(seed)
    rng.random(drawn)
    return rng


def _generator(seed: int, drawn: int = 0) -> Any:
    import torch

    generator = torch.Generator().manual_seed(seed)
    torch.rand(drawn, generator=generator)
    return generator


def _step(log_probs: Any, after: Any) -> Callable[[Any, Any], tuple[Any, Any]]:
    """A decoder that is a table: after reading a token at node n, it is at node after[n, token].

    log_probs (N, V): of the next token at each node; after (N, V): ints below N
    A state is plain data that holds its node's number wherever it holds a number, such as 3, {"node": 3} or a
    tensor (1, H) full of threes; the next state has the same form.
    """
    import torch

    table = torch.as_tensor(log_probs, dtype=torch.float64)
    V = table.shape[1]

    def step(token: Any, state: Any) -> tuple[Any, Any]:
        if not 0 <= int(token) < V:
            raise IndexError(f"step was given the token {int(token)}, and tokens go from 0 to {V - 1}")
        node = int(after[_node(state), int(token)])
        return table[node].clone(), _moved(state, node)

    return step


def _node(state: Any) -> int:
    if isinstance(state, (list, tuple)):
        return _node(state[0])
    if isinstance(state, dict):
        return _node(next(iter(state.values())))
    if hasattr(state, "flatten"):  # an array or a tensor
        return int(state.flatten()[0])
    if type(state) is not int:
        raise TypeError(
            f"step was given {type(state).__name__!r} for a state: give it one that it returned, or the first"
        )
    return state


def _moved(state: Any, node: int) -> Any:
    """A new state for that node, in the form of this one."""
    if isinstance(state, (list, tuple)):
        return type(state)(_moved(part, node) for part in state)
    if isinstance(state, dict):
        return {name: _moved(part, node) for name, part in state.items()}
    return state * 0 + node


def _lines(lines: Sequence[str], kind: str) -> Iterator[str]:
    """The lines one after the other, once: from a "generator", or as a "file" gives them, with their ends."""
    if kind == "file":
        return io.StringIO("".join(f"{line}\n" for line in lines), newline="\n")
    return (line for line in lines)


BUILDERS: dict[str, Callable[..., Any]] = {"rng": _rng, "generator": _generator, "step": _step, "lines": _lines}


def place(live: Any) -> Any:
    """Where a random generator stands, to be compared with where it stands later; None for anything else."""
    if isinstance(live, np.random.Generator):
        return repr(live.bit_generator.state)
    return (
        live.get_state().numpy().tobytes()
        if type(live).__name__ == "Generator" and hasattr(live, "get_state")
        else None
    )


@dataclass(frozen=True)
class Recipe:
    """How to build one input: `BUILDERS[name](**settings)`.

    name: "rng" (a NumPy Generator), "generator" (a torch.Generator), "step" (of a decoder) or "lines" (an iterator)
    settings: what the builder takes, as values that `freeze` and `thaw` know. The first two take `seed`, an int, and
        `drawn`, how many numbers have been drawn already; for the others see `_step` and `_lines`
    """

    name: str
    settings: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.name not in BUILDERS:
            known = ", ".join(sorted(BUILDERS))
            raise ValueError(f"no recipe is named {self.name!r}; there are: {known}")
        try:
            inspect.signature(BUILDERS[self.name]).bind(**self.settings)
        except TypeError as error:
            raise ValueError(f"the recipe {self.name!r}: {error}") from error

    def build(self) -> Any:
        """Return a fresh object, in the same state each time. The settings must be live: `thaw` sees to that."""
        return BUILDERS[self.name](**self.settings)
