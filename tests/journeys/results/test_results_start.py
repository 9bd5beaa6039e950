"""What lecture 00 claims in numbers is what its cells compute: one seed here, three in benchmarks/lectures.py."""

from __future__ import annotations

import math
import re

import pytest

from benchmarks.lectures import said

LECTURE = "00_start_here"


def test_the_smallest_language_model_reaches_the_entropy():
    text = said(LECTURE)
    start = float(re.search(r"ln 27 += ([\d.]+) nats", text)[1])
    floor = float(re.search(r"entropy = ([\d.]+) nats", text)[1])
    end, above = map(float, re.search(r"steps: ([\d.]+) nats, ([\d.]+) above", text).groups())
    assert start == pytest.approx(math.log(27), abs=1e-3) and floor < start - 0.3
    assert end == pytest.approx(floor, abs=1e-3) and above < 1e-3
    assert float(re.search(r"largest difference: ([\d.]+)", text)[1]) < 1e-3
