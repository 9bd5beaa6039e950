"""What lecture 05 claims."""

from __future__ import annotations

from benchmarks.claims.claim import NUMBER, Result

_COUNTING = rf"counting letters: perplexity {NUMBER}"
_KINDS = {"none": "none {6}", "batch norm": "batch norm", "layer norm": "layer norm"}


def _reached(kind: str, size: int) -> str:
    figures = {2: r"[\d.]+", 64: r"[\d.]+"} | {size: NUMBER}
    return rf"{_KINDS[kind]}: held-out perplexity {figures[2]} with 2, {figures[64]} with 64"


def _overfitted(kind: str) -> str:
    return rf"(?<!no ){kind} *: held-out perplexity {NUMBER} at the end"


RESULTS = [
    *(
        Result(f"{kind}, batches of {size}: held-out perplexity", _reached(kind, size), "counting letters", _COUNTING)
        for size in (2, 64)
        for kind in _KINDS
    ),
    *(
        Result(
            f"{kind}, first weights × 3: held-out perplexity",
            rf"{_KINDS[kind]}: held-out perplexity {NUMBER} from weights 3 times as large",
            "without a norm",
            rf"none {{6}}: held-out perplexity {NUMBER} from weights 3 times as large",
        )
        for kind in ("batch norm", "layer norm")
    ),
    Result(
        "batch norm, other company: largest difference of a probability",
        rf"batch norm, with 1 and with 63 others: {NUMBER}",
        "layer norm",
        r"layer norm, with 1 and with 63 others: ([\de.-]+)",
    ),
    *(
        Result(
            f"little text, {kind}: held-out perplexity",
            _overfitted(kind),
            "no dropout",
            _overfitted("no dropout"),
        )
        for kind in ("dropout", "variational")
    ),
    Result(
        "little text, no dropout: held-out perplexity at the end",
        _overfitted("no dropout"),
        "at its best",
        rf"no dropout *: held-out perplexity [\d.]+ at the end, {NUMBER} at best",
    ),
]
