"""Dates for lecture 07: every human form says its day, and the docstring's figures are true."""

from __future__ import annotations

import math
import re
from collections import Counter
from datetime import date

import numpy as np
import pytest

from helpers.data import dates as module
from helpers.data.dates import FORMATS, dates, days, ordinal, split

SAID = " ".join(module.__doc__.split())
ALL_DAYS = [date.fromordinal(int(number)) for number in days()]
MONTH_NUMBERS = dict(zip("jan feb mar apr may jun jul aug sep oct nov dec".split(), range(1, 13)))


def understood(text: str) -> str:
    """Read a date by the stated convention, knowing nothing of the formats."""
    if re.fullmatch(r"\d{8}", text):
        year, month, day = text[:4], text[4:6], text[6:]
    else:
        numbers = re.findall(r"\d+", text)
        named = [word[:3].lower() for word in re.findall(r"[A-Za-z]+", text) if word[:3].lower() in MONTH_NUMBERS]
        year = next(number for number in numbers if len(number) == 4)
        rest = [number for number in numbers if len(number) < 4]
        if named:
            month, day = MONTH_NUMBERS[named[0]], rest[0]
        elif text.startswith(year):
            month, day = rest
        else:
            day, month = rest
    return f"{int(year):04}-{int(month):02}-{int(day):02}"


@pytest.mark.parametrize("name", FORMATS)
def test_every_day_in_every_format_can_be_read_by_the_convention_alone(name):
    for day in ALL_DAYS[::7]:
        assert understood(FORMATS[name](day)) == day.isoformat()


def test_a_formats_name_is_its_own_example():
    for name, write in FORMATS.items():
        assert write(date(1998, 8 if "Aug" in name else 5, 3)) == name


def test_no_text_stands_for_two_days():
    texts: dict[str, date] = {}
    for day in ALL_DAYS[::3]:
        for write in FORMATS.values():
            assert texts.setdefault(write(day), day) == day


def test_weekdays_are_the_real_ones():
    assert FORMATS["Sunday, 3 May 1998"](date(2000, 2, 29)) == "Tuesday, 29 February 2000"
    assert FORMATS["Sun 3 May 1998"](date(1969, 7, 20)) == "Sun 20 Jul 1969"


def test_ordinals_end_as_in_english():
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31)] == (
        "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th 31st".split()
    )


def test_the_docstring_states_sizes_and_baselines():
    iso = [day.isoformat() for day in ALL_DAYS]
    assert f"There are {len(FORMATS)} formats and {len(iso):,} days" in SAID
    assert f"{math.log(len(iso)):.2f} nats to guess" in SAID
    at_places = [max(Counter(text[place] for text in iso).values()) / len(iso) for place in range(10)]
    assert f"right at {100 * np.mean(at_places):.1f} % of them" in SAID
    texts = [(write(day), day) for day in ALL_DAYS for write in FORMATS.values()]
    as_they_come = np.mean([re.sub(r"\D", "", text) == day.strftime("%Y%m%d") for text, day in texts])
    assert f"right for {100 * as_they_come:.1f} % of the dates" in SAID
    lengths = [len(text) for text, _ in texts]
    assert (min(lengths), max(lengths)) == (len("3/5/1998"), len("Wednesday, September 30th, 1998")) == (8, 31)
    assert f"{np.mean(lengths):.1f} on average, of {len(set(''.join(text for text, _ in texts)))} kinds" in SAID
    assert f"an answer has 10 of {len(set(''.join(iso)))} kinds" in SAID
    assert f"({len(days('train')):,} days)" in SAID and f"({len(days('held_out')):,} days)" in SAID


def test_held_out_days_are_never_trained_on_in_any_format():
    train, held_out = split(20_000, 3000, np.random.default_rng(0))
    assert len(train) == 20_000 and len(held_out) == 3000
    assert not {iso for _, iso in train} & {iso for _, iso in held_out}
    assert not {text for text, _ in train} & {text for text, _ in held_out}
    assert set(days("train")) | set(days("held_out")) == set(days())
    assert not set(days("train")) & set(days("held_out"))


@pytest.mark.parametrize("part", ["all", "train", "held_out"])
def test_days_months_and_formats_are_drawn_evenly(part):
    drawn = dates(12_000, np.random.default_rng(1), part)
    assert all(understood(text) == iso for text, iso in drawn)
    months = Counter(iso[5:7] for _, iso in drawn)
    assert set(months) == {f"{month:02}" for month in range(1, 13)} and min(months.values()) > 800
    assert len({iso[:4] for _, iso in drawn}) == 150
    words = Counter(bool(re.search("[A-Za-z]", text)) for text, _ in drawn)
    assert words[True] / 12_000 == pytest.approx(14 / 20, abs=0.02)


def test_one_seed_gives_one_set_of_dates():
    assert dates(50, np.random.default_rng(5)) == dates(50, np.random.default_rng(5))
    assert dates(50, np.random.default_rng(5)) != dates(50, np.random.default_rng(6))
