"""What lecture 02 claims."""

from __future__ import annotations

import re

from benchmarks.claims.claim import NUMBER, Result

OPTIMIZERS = ("SGD", "momentum", "RMSProp", "Adam")
STARTS = ("tanh", "tanh, orthogonal", "identity + ReLU")
LENGTHS = (10, 30, 100)


def _adding(T: int, start: str, clipped: bool) -> str:
    """Where the error of one network stands below the heading of its length."""
    figures = ([NUMBER, r"[\d.]+"], [r"[\d.]+", NUMBER])[clipped]
    line = rf"    {re.escape(start)} +not clipped {figures[0]},  clipped {figures[1]}"
    return rf"T = {T}: always 1 [\d.]+\n(?:    .*\n)*?{line}"


RESULTS = [
    *(
        Result(
            f"adding, T = 10, {name}: mean squared error",
            rf"{name} +best with lr [\d.]+ +error {NUMBER}",
            "always 1",
            rf"always answering 1: mean squared error {NUMBER}",
        )
        for name in OPTIMIZERS
    ),
    *(
        Result(
            f"adding, T = {T}, {start}, {'clipped' if clipped else 'not clipped'}: mean squared error",
            _adding(T, start, clipped),
            "always 1",
            rf"T = {T}: always 1 {NUMBER}",
        )
        for T in LENGTHS
        for start in STARTS
        for clipped in (False, True)
    ),
    Result(
        "pieces of 10 steps, a network that forgets: % of the gradient lost",
        rf"forgets: pieces of 10 steps lose {NUMBER}%",
        "one that keeps",
        rf"keeps: pieces of 10 steps lose {NUMBER}%",
    ),
]
