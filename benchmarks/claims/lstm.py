"""What lecture 03 claims."""

from __future__ import annotations

from benchmarks.claims.claim import NUMBER, Result

_LOSS = r"[\d.]+"

RESULTS = [
    Result(
        "adding, T = 100, LSTM: mean squared error",
        rf"adding, T = 100, LSTM: mean squared error {NUMBER}",
        "always 1",
        rf"always 1: mean squared error {NUMBER}",
    ),
    Result(
        "adding, T = 100, plain RNN: mean squared error",
        rf"adding, T = 100, plain RNN: mean squared error {NUMBER}",
        "always 1",
        rf"always 1: mean squared error {NUMBER}",
    ),
    *(
        Result(
            f"copying, T = 20, {bias}: nats per step",
            rf"copying, {bias}: {NUMBER} nats",
            "10 ln 8 / 40",
            rf"baseline: {NUMBER} nats per step",
        )
        for bias in ("torch's own bias", "forget bias 3")
    ),
    Result(
        "copying, T = 20, forget bias 3: % of the symbols right",
        rf"copying, forget bias 3: {_LOSS} nats per step, {NUMBER}%",
        "guessing",
        rf"baseline: {_LOSS} nats per step, {NUMBER}%",
    ),
    Result(
        "stories: % of the answers right",
        rf"stories: {NUMBER}% of the answers right",
        "from the present word alone",
        rf"from the present word alone {NUMBER}%",
    ),
    *(
        Result(
            f"reviews, {model}: % right",
            rf"reviews, {model}: {NUMBER}% right",
            "bag of words",
            rf"reviews, bag of words: {NUMBER}% right",
        )
        for model in ("LSTM", "plain RNN")
    ),
    Result(
        "reviews with a negation, LSTM: % right",
        rf"reviews, LSTM: .*with one {NUMBER}%",
        "bag of words",
        rf"reviews, bag of words: .*with one {NUMBER}%",
    ),
    *(
        Result(
            f"thousand tokens per second in training, {kind}, by hand",
            rf"{kind}: yours {NUMBER} thousand",
            "torch.nn.LSTM",
            rf"{kind}: yours .*torch.nn.LSTM {NUMBER} thousand",
        )
        for kind in ("float64", "float32")
    ),
]
