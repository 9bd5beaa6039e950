"""What lecture 07 claims."""

from __future__ import annotations

from benchmarks.claims.claim import NUMBER, Result

_LENGTHS = ("3–4", "5–6", "7–8", "9–10", "11–12")
_WAYS = ("half and half", "curriculum")
_SEARCHES = ("beam 4", "beam 4, alpha 0.7")


def _row(length: str) -> str:
    return rf"\b{length} words: +\d+ sentences, exact match"


def _taught(way: str) -> str:
    return rf"{way} +exact match"


RESULTS = [
    Result(
        "dates: % of the tokens right, reading right ones",
        rf"new dates: {NUMBER}% of the tokens right",
        "most frequent at each place",
        rf"the most frequent at each place: {NUMBER}%",
    ),
    Result(
        "dates: % exactly right",
        rf"exact match on 500 new dates: {NUMBER}%",
        "figures as they come",
        rf"figures taken as they come: {NUMBER}%",
    ),
    *(
        Result(
            f"short sentences, {way}: % exactly right",
            rf"{_taught(way)} +{NUMBER}%",
            "teacher forcing",
            rf"{_taught('teacher forcing')} +{NUMBER}%",
        )
        for way in _WAYS
    ),
    *(
        Result(
            f"short sentences, {way}: gap in points",
            rf"{_taught(way)} .*gap {NUMBER}",
            "teacher forcing",
            rf"{_taught('teacher forcing')} .*gap {NUMBER}",
        )
        for way in _WAYS
    ),
    *(
        Result(
            f"short sentences, {way}: % wrong after a wrong token",
            rf"wrong just after a wrong token: .*{way} {NUMBER}%",
            "teacher forcing",
            rf"wrong just after a wrong token: teacher forcing {NUMBER}%",
        )
        for way in _WAYS
    ),
    *(
        Result(
            f"translation, {name}: % exactly right",
            rf"{name} +exact match {NUMBER}%, ln P",
            "greedy",
            rf"greedy +exact match {NUMBER}%, ln P",
        )
        for name in _SEARCHES
    ),
    *(
        Result(
            f"translation, {name}: −ln P of what it finds",
            rf"{name} +exact match [\d.]+%, ln P of what it found -{NUMBER}",
            "greedy",
            rf"greedy +exact match [\d.]+%, ln P of what it found -{NUMBER}",
        )
        for name in _SEARCHES
    ),
    *(
        Result(f"translation, {name}: BLEU-2", rf"{name} +BLEU-2 {NUMBER}", "greedy", rf"greedy +BLEU-2 {NUMBER}")
        for name in _SEARCHES
    ),
    *(
        Result(
            f"translation, {length} words: % exactly right",
            rf"{_row(length)} +{NUMBER}%",
            "word by word",
            rf"{_row(length)} .*word by word +{NUMBER}%",
        )
        for length in _LENGTHS
    ),
    *(
        Result(
            f"translation, {length} words: BLEU-2",
            rf"{_row(length)} +[\d.]+%, BLEU-2 {NUMBER};",
            "word by word",
            rf"{_row(length)} .*word by word +[\d.]+%, {NUMBER}",
        )
        for length in _LENGTHS
    ),
    *(
        Result(
            f"ring, {name}: % of the points near it",
            rf"{name} +{NUMBER}% of the points lie",
            "real points",
            rf"real +{NUMBER}% of the points lie",
        )
        for name in ("autoregressive", "VAE", "GAN")
    ),
]
