"""What lecture 06 claims."""

from __future__ import annotations

from benchmarks.claims.claim import NUMBER, Result

_FOUND = r"{} merges: {}% of the morphemes found, random cuts {}%"
_ANY = r"[\d.]+"
_PER_WORD = r"{}: \d+ entries, " + NUMBER + " tokens for each word"

RESULTS = [
    *(
        Result(
            f"{merges} merges: % of the morphemes found",
            _FOUND.format(merges, NUMBER, _ANY),
            "random cuts",
            _FOUND.format(merges, _ANY, NUMBER),
        )
        for merges in (75, 300)
    ),
    Result(
        "skip-gram: % of neighbours of the same kind",
        rf"same kind: {NUMBER}% after training",
        "before training",
        rf"after training, {NUMBER}% before",
    ),
    *(
        Result(
            f"{kind}: held-out perplexity per word",
            rf"{kind}: perplexity {NUMBER} per word",
            "unigrams",
            rf"unigrams: perplexity {NUMBER} per word",
        )
        for kind in ("bigrams", "trigrams")
    ),
    Result(
        "characters, 5-grams: bits per character",
        rf"{NUMBER} bits per character\n(?=words, bigrams)",
        "words, bigrams, unknown words spelled out",
        rf"{NUMBER} bits per character if they are spelled out",
    ),
    *(
        Result(
            f"BPE, {merges} merges: tokens for each word",
            _PER_WORD.format(f"{merges} merges"),
            "characters",
            _PER_WORD.format("characters"),
        )
        for merges in (100, 300)
    ),
    Result(
        "whole words: % of held-out tokens unknown",
        rf"whole words: .* tokens for each word, {NUMBER}% unknown",
        "BPE, 300 merges",
        rf"300 merges: .* tokens for each word, {NUMBER}% unknown",
    ),
    Result(
        "plural by analogy: % right",
        rf"question's words left out: {NUMBER}%",
        "nearest word alone",
        rf"nearest word alone: {NUMBER}%",
    ),
    Result(
        "plural by analogy, nothing left out: % right",
        rf"nothing left out: {NUMBER}% of \d+ right",
        "% that are the third word itself",
        rf"nothing left out, {NUMBER}% of the answers are",
    ),
]
