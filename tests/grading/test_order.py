"""Which checks may be put off to the end of the notebook."""

from __future__ import annotations

import pytest

from grading.job import CHECK, CODE, TEST, Cell
from grading.order import settled

ABOVE = "import numpy as np\nfrom helpers import *\nK = 2"
ANSWER = "def f(x):\n    return np.sum(x) * K"


def is_settled(*below: str, above: str = ABOVE) -> bool:
    cells = [Cell(CODE, above), Cell(CODE, ANSWER), Cell(CHECK, name="f"), *(Cell(CODE, source) for source in below)]
    return 2 in settled(cells)


@pytest.mark.parametrize(
    "below",
    [
        "",
        "# a remark",
        "def g(x, eps=1e-3):\n    return f(x) + eps",
        "import torch\nfrom collections import Counter as Count",
        "quiz_a = set()\nquiz_a = {'a', 'b'}",
        '"""Words."""\nlimit: int = 3',
        "import numpy as np",
        "import numpy as np\n\ndef h(x):\n    return np.exp(x)",
    ],
)
def test_new_definitions_change_no_answer(below):
    assert is_settled(below)
    assert is_settled("def a():\n    pass", below)


@pytest.mark.parametrize(
    "below",
    [
        "def f(x):\n    return 0",
        "K = 3",
        "np = 3",
        "import torch as np",
        "from numpy import linalg as np",
        "sum = 0\nx = 1",  # the answer mentions it
        "def helpers():\n    pass",
        "f(1)",
        "x = f(1)",
        "@cached\ndef g(x):\n    return x",
        "def g(x=f(1)):\n    return x",
        "for i in range(3):\n    pass",
        "f.calls = 1",
        "del K",
        "x[0] = 1",
        "from math import *",
        "%matplotlib inline",
        "class A:\n    pass",
        "x = [f(i) for i in range(3)]",
        "not python",
        "x = 1\n" * 50_000,  # too long to be read
    ],
)
def test_whatever_may_change_it_keeps_a_copy(below):
    assert not is_settled(below)
    assert not is_settled(below, "def a():\n    pass")


def test_an_import_that_comes_again_counts_only_where_the_name_never_stood_for_anything_else():
    assert not is_settled("import numpy as np", above="import numpy as np\nnp = 3")
    assert is_settled("import numpy as np", above="import torch as np\nimport numpy as np")
    assert not is_settled("import numpy as np", above="%run setup.py")
    assert not is_settled("import numpy as np", above="print(np)")


def test_each_check_is_looked_at_by_itself():
    cells = [
        Cell(CODE, "a = 1"),
        Cell(CHECK, name="a"),
        Cell(CODE, "a = 2"),
        Cell(CHECK, name="b"),
        Cell(CODE, "c = 3"),
    ]
    assert settled(cells) == {3}
    assert settled([*cells, Cell(TEST, "assert a", "t")]) == set()
    assert settled([]) == set()
