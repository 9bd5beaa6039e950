"""What lecture 01 claims."""

from __future__ import annotations

from benchmarks.claims.claim import NUMBER, Result


def _lamp(name: str, group: int) -> str:
    figures = [r"[\d.]+", r"[\d.]+"]
    figures[group] = NUMBER
    return rf"{name} .*right: {figures[0]}% of 20 steps, {figures[1]}% of 60"


RESULTS = [
    *(
        Result(f"lamp, {model}: % right at {T} steps", _lamp(model, g), "always off", _lamp("always 'off'", g))
        for model in ("mean over time", "side by side", "convolution", "recurrent")
        for g, T in enumerate((20, 60))
    ),
    Result(
        "writer: held-out perplexity per character",
        rf"perplexity per character {NUMBER}",
        "exp(entropy)",
        rf"per character [\d.]+, floor {NUMBER}",
    ),
    *(
        Result(
            f"table, {k} characters back: perplexity",
            rf"k = {k}: perplexity +{NUMBER}",
            "exp(entropy)",
            rf"exp\(entropy\) {NUMBER}",
        )
        for k in (1, 6)
    ),
    Result(
        "stateful reading: perplexity",
        rf"stateful: perplexity {NUMBER}",
        "stateless",
        rf"stateless: perplexity {NUMBER}",
    ),
    Result(
        "names, bidirectional: % right",
        rf"bidirectional: \d+ weights, {NUMBER}%",
        "forward only",
        rf"forward only: \d+ weights, {NUMBER}%",
    ),
    Result(
        "next price: error in dollars, days not trained on",
        rf"test days: .*\n +network {NUMBER}",
        "same as today",
        rf"test days: .*\n.*same as today {NUMBER}",
    ),
]
