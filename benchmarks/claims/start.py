"""What lecture 00 claims."""

from __future__ import annotations

from benchmarks.claims.claim import NUMBER, Result

RESULTS = [
    Result(
        "reads nothing: loss (nats)",
        rf"steps: {NUMBER} nats",
        "entropy of the letters",
        rf"floor: +entropy = {NUMBER} nats",
    )
]
