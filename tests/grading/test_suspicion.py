"""Odd tools are found in a notebook's text, however they are written there."""

from __future__ import annotations

import pytest

from grading.suspicion import odd_tools


@pytest.mark.parametrize(
    ("source", "tool"),
    [
        ("eval('1')", "eval"),
        ("\uff45val('1')", "eval"),  # a full-width e, which Python reads as an e
        ("import torch._C as c", "torch._C"),
        ("from torch import _VF", "torch._VF"),
        ("import helpers.checking.probes", "helpers.checking"),
        ("from grading import wire", "grading"),
        ("x = torch.ops.aten", "torch.ops"),
        ("m = sys.modules['x']", "sys.modules"),
        ("getattr(torch, 'R' + 'NN')", "getattr with a computed name"),
        ("%time exec('1')", "exec"),
        ("%%time\nimport subprocess", "subprocess"),
        ("get_ipython().run_cell_magic('time', '', 'ev' 'al(1)')", "eval"),
        ("def f():\n    return f.__globals__", "__globals__"),
    ],
)
def test_an_odd_tool_is_named(source, tool):
    assert tool in odd_tools(["x = 1", source])


@pytest.mark.parametrize(
    "source",
    [
        "x = 1",
        "def evaluate(x):\n    return x",
        "getattr(x, 'shape')",
        "# eval",
        "print('exec')",
        "%matplotlib inline",
        "1 +",
    ],
)
def test_ordinary_code_is_not(source):
    assert odd_tools([source]) == []


@pytest.mark.parametrize(
    "source", ["%time eval('1')\n" * 3000, "!ls\n" * 300 + "eval('1')", "x = eval('1')\n" * 100_000]
)
def test_a_cell_that_would_take_long_to_read_is_named_unread(source):
    assert odd_tools([source]) == ["a cell too large to be read"]
