"""Dates as people write them, each with the same date as ISO 8601 writes it: "May 3rd, 1998" and "1998-05-03".

There are 20 formats and 54,787 days, all of 1900 to 2049; format and day are
drawn evenly. Every date can be read in one way only: years have four digits, and of
a date in figures alone the day comes before the month ("03.05.1998",
"3/5/1998") unless the year comes first, when the month does ("1998/5/3").

Whoever reads knows the answer: its entropy is 0. Whoever does not read has 10.91
nats to guess: the most frequent answer is right once in 54,787 times, and the most
frequent character at each of the ten places is right at 49.3 % of them,
because two are always hyphens. Taking the figures as they come and putting the hyphens in is right
for 5.9 % of the dates: "19980503" and a few such as "1998/12/10".
What a person writes has 8 ("3/5/1998") to 31 characters ("Wednesday, September 30th, 1998"),
13.8 on average, of 55 kinds; an answer has 10 of 11 kinds.

Every tenth day is held out: whoever trains on `part="train"` (49,308 days) has seen none of the
days of `part="held_out"` (5,479 days) in any format.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

FIRST, LAST = date(1900, 1, 1), date(2049, 12, 31)
HELD_OUT_EVERY = 10
MONTHS = tuple("January February March April May June July August September October November December".split())
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
PARTS = {"all": (0, 10), "train": (1, 10), "held_out": (0, 1)}  # which remainders of the day's number


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, …, 11th, …, 21st, …"""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _month(day: date) -> str:
    return MONTHS[day.month - 1]


def _weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


FORMATS: dict[str, Callable[[date], str]] = {
    "3 May 1998": lambda d: f"{d.day} {_month(d)} {d.year}",
    "03 May 1998": lambda d: f"{d.day:02} {_month(d)} {d.year}",
    "3 Aug 1998": lambda d: f"{d.day} {_month(d)[:3]} {d.year}",
    "03-Aug-1998": lambda d: f"{d.day:02}-{_month(d)[:3]}-{d.year}",
    "03 MAY 1998": lambda d: f"{d.day:02} {_month(d)[:3].upper()} {d.year}",
    "3rd May 1998": lambda d: f"{ordinal(d.day)} {_month(d)} {d.year}",
    "the 3rd of May 1998": lambda d: f"the {ordinal(d.day)} of {_month(d)} {d.year}",
    "May 3, 1998": lambda d: f"{_month(d)} {d.day}, {d.year}",
    "Aug 3, 1998": lambda d: f"{_month(d)[:3]} {d.day}, {d.year}",
    "May 3rd, 1998": lambda d: f"{_month(d)} {ordinal(d.day)}, {d.year}",
    "Sunday, 3 May 1998": lambda d: f"{_weekday(d)}, {d.day} {_month(d)} {d.year}",
    "Sun 3 May 1998": lambda d: f"{_weekday(d)[:3]} {d.day} {_month(d)[:3]} {d.year}",
    "Sunday, May 3rd, 1998": lambda d: f"{_weekday(d)}, {_month(d)} {ordinal(d.day)}, {d.year}",
    "1998 May 3": lambda d: f"{d.year} {_month(d)} {d.day}",
    "03.05.1998": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "3.5.1998": lambda d: f"{d.day}.{d.month}.{d.year}",
    "03/05/1998": lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    "3/5/1998": lambda d: f"{d.day}/{d.month}/{d.year}",
    "1998/5/3": lambda d: f"{d.year}/{d.month}/{d.day}",
    "19980503": lambda d: f"{d.year}{d.month:02}{d.day:02}",
}


def days(part: str = "all") -> np.ndarray:
    """Return the days of "all", "train" or "held_out" as numbers for `date.fromordinal`, in their order, (N,)."""
    low, high = PARTS[part]
    numbers = np.arange(FIRST.toordinal(), LAST.toordinal() + 1)
    rest = (numbers - numbers[0]) % HELD_OUT_EVERY
    return numbers[(low <= rest) & (rest < high)]


def dates(count: int, rng: np.random.Generator, part: str = "all") -> list[tuple[str, str]]:
    """Return `count` pairs (as a person writes it, as ISO 8601 does), of the days of `part`."""
    formats = list(FORMATS.values())
    drawn = [date.fromordinal(int(number)) for number in rng.choice(days(part), size=count)]
    return [(formats[kind](day), day.isoformat()) for day, kind in zip(drawn, rng.integers(len(formats), size=count))]


def split(train: int, held_out: int, rng: np.random.Generator) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return `train` and `held_out` pairs that have no calendar day in common."""
    return dates(train, rng, "train"), dates(held_out, rng, "held_out")
