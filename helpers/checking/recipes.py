"""Inputs that cannot be stored as data and are built where they are used.

A recipe is a name and some settings, both plain data. The probe builds a fresh
object from it for every call, so that two calls of one case see the same thing.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
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


BUILDERS: dict[str, Callable[..., Any]] = {"rng": _rng, "generator": _generator}


@dataclass(frozen=True)
class Recipe:
    """How to build one input: `BUILDERS[name](**settings)`.

    name: "rng" (a NumPy Generator) or "generator" (a torch.Generator)
    settings: what the builder takes, as frozen values; both take `seed`, an int, and `drawn`, how many
        numbers have been drawn already
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
        """Return a fresh object, in the same state each time."""
        return BUILDERS[self.name](**self.settings)
