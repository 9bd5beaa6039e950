"""What lecture 04 claims."""

from __future__ import annotations

from benchmarks.claims.claim import NUMBER, Result

_TESTS = ("as trained", "10 times as long", "twice as deep")


def _waits(name: str) -> str:
    return rf"{name} +right up to depth .* waits for \[\d+, {NUMBER}, \d+\]"


RESULTS = [
    Result(
        "adding, T = 20, by hand: squared error in training",
        rf"by hand: [\d.]+ at 10, {NUMBER} at 300",
        "torch.nn.GRU",
        rf"torch: [\d.]+ at 10, {NUMBER} at 300",
    ),
    Result(
        "adding, T = 100, GRU: mean squared error",
        rf"GRU, T = 100: mean squared error {NUMBER}",
        "always 1",
        rf"on new sequences, always 1: {NUMBER}",
    ),
    Result(
        "weight of a marked step in the last state",
        rf"mean weight of a marked step {NUMBER}",
        "any other step",
        rf"of any other step {NUMBER}",
    ),
    *(
        Result(
            f"brackets {test}, {name}: % right, the middle of three runs",
            rf"{test} +{name} +\d+ weights: +{NUMBER}%",
            "always 'open'",
            rf"{test} +always 'open': +{NUMBER}%",
        )
        for test in _TESTS
        for name in ("RNN", "GRU", "LSTM")
    ),
    *(
        Result(f"32 brackets, {name}: closings until “closed”", _waits(name), "RNN", _waits("RNN"))
        for name in ("GRU", "LSTM")
    ),
]
