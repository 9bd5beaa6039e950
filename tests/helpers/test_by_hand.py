"""An answer that calls what it is asked to write is seen, under whatever name; an honest one is not."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from helpers.checking.by_hand import mentioned
from helpers.checking.probes import observe
from helpers.checking.values import freeze

CASE = [{"x": freeze(np.array([1.0, 2.0]))}]


def define(source, name="f"):
    namespace = {"__name__": "__main__", "np": np}
    exec(source, namespace)
    return namespace[name]


USES = {
    "by its full name": "import torch\ndef f(x): return torch.softmax(torch.from_numpy(x), -1).numpy()",
    "by an alias": "import torch.nn.functional as F\ndef f(x): return F.softmax(x, -1)",
    "imported by name": "from torch import softmax\ndef f(x): return softmax(x, -1)",
    "imported inside": "def f(x):\n    import torch\n    return torch.softmax(x, -1)",
    "from, inside": "def f(x):\n    from torch.nn.functional import softmax as s\n    return s(x, -1)",
    "in a helper": "import torch\ndef g(x): return torch.tanh(x)\ndef f(x): return g(x)",
    "in a nested function": "import torch\ndef f(x):\n    def g(y): return torch.tanh(y)\n    return g(x)",
    "in a lambda": "import torch\nf = lambda x: torch.tanh(x)",
    "in a method": "import torch\nclass G:\n    def run(self, x): return torch.tanh(x)\ndef f(x): return G().run(x)",
    "as a default": "import torch\ndef f(x, g=torch.tanh): return g(x)",
    "in a closure": "import torch\ndef make(g):\n    def h(x): return g(x)\n    return h\nf = make(torch.tanh)",
    "the library's own function": "import torch\nf = torch.tanh",
    "a global partial": "import torch, functools\ng = functools.partial(torch.softmax, dim=-1)\ndef f(x): return g(x)",
    "in a dict": "import torch\no = {'s': torch.softmax}\ndef f(x): return o['s'](x)",
    "by a class's other method": "import torch\nclass A:\n def go(self, x): return torch.tanh(x)\n def f(self, x): return self.go(x)\nf = A().f",
    "inherited": "import torch\nclass A:\n def go(self, x): return torch.tanh(x)\nclass B(A):\n def __call__(self, x): return self.go(x)\nf = B()",
    "a property": "import torch\nclass A:\n @property\n def go(self): return torch.tanh\n def __call__(self, x): return self.go(x)\nf = A()",
    "an attribute": "import torch\nclass A: pass\na = A()\na.g = torch.tanh\ndef f(x): return a.g(x)",
    "vectorized": "import torch\nf = np.vectorize(lambda v: torch.tanh(v))",
    "a partial": "import torch, functools\nf = functools.partial(torch.softmax, dim=-1)",
}


@pytest.mark.parametrize("source", USES.values(), ids=USES.keys())
def test_torch_is_seen(source):
    assert mentioned(define(source), ["torch"]) == ("torch",)


HONEST = {
    "numpy": "def f(x): return np.tanh(x)",
    "torch imported and not used": "import torch\ndef f(x): return np.tanh(x)",
    "a variable of that name": "def f(x):\n    torch = x\n    return torch",
    "an attribute of that name": "class A: pass\na = A()\na.torch = 3\ndef f(x): return x * a.torch",
    "a type test": "import torch\ndef f(x): return np.tanh(x.numpy() if isinstance(x, torch.Tensor) else x)",
    "torch.is_tensor as a type test": "import torch\ndef f(x): return np.tanh(x.numpy() if torch.is_tensor(x) else x)",
    "a closure over a variable that is gone": "def make():\n t = 1\n def f(x, a=False):\n  if a: print(t)\n  return x\n del t\n return f\nf = make()",
    "a dict with attributes": "class C(dict):\n def __getattr__(self, k): return self[k]\nc = C(axis=-1)\ndef f(x): return x.sum(axis=c.axis)",
    "recursion": "def f(x): return x if len(x) < 2 else f(x[1:])",
}


@pytest.mark.parametrize("source", HONEST.values(), ids=HONEST.keys())
def test_an_honest_answer_is_not_blamed(source):
    answer = define(source)
    assert mentioned(answer, ["torch", "scipy"]) == ()
    assert observe("call", answer, CASE, ["torch", "scipy"]).by_hand == ()


def test_a_single_class_can_be_asked_for():
    source = "import torch.nn as layers\ndef f(x): return layers.{}(2, 2)"
    assert mentioned(define(source.format("LSTM")), ["torch.nn.LSTM"]) == ("torch.nn.LSTM",)
    assert mentioned(define(source.format("Linear")), ["torch.nn.LSTM"]) == ()
    other_name = "from torch.nn import LSTM as L\ndef f(x): return L(2, 2)"
    assert mentioned(define(other_name), ["torch.nn.LSTM"]) == ("torch.nn.LSTM",)


def test_what_reading_misses_watching_sees():
    hidden = "import importlib\ndef f(x):\n    t = importlib.import_module('to' + 'rch')\n    return t.tanh(t.from_numpy(x)).numpy()"
    answer = define(hidden)
    assert mentioned(answer, ["torch"]) == ()
    assert observe("call", answer, CASE, ["torch"]).by_hand == ("torch",)
    assert observe("call", define(HONEST["numpy"]), CASE, ["torch"]).by_hand == ()


def test_a_single_function_of_torch_is_seen_at_work():
    source = (
        "import torch\ndef f(x): return getattr(torch.nn.functional, 'soft' + '{}')(torch.from_numpy(x), 0).numpy()"
    )
    for name, seen in [("max", ("torch.nn.functional.softmax",)), ("min", ())]:
        answer = define(source.format(name))
        assert mentioned(answer, ["torch.nn.functional.softmax"]) == ()
        assert observe("call", answer, CASE, ["torch.nn.functional.softmax"]).by_hand == seen


TOKENIZES = {
    "by its full name": "import nltk\ndef f(x): return nltk.tokenize.wordpunct_tokenize('a b')",
    "a shorter name": "import nltk\ndef f(x): return nltk.wordpunct_tokenize('a b')",
    "imported by name": "from nltk import wordpunct_tokenize as w\ndef f(x): return w('a b')",
    "by its class": "from nltk.tokenize import WordPunctTokenizer as W\ndef f(x): return W().tokenize('a b')",
    "by the class above it": "from nltk import RegexpTokenizer\nt = RegexpTokenizer(r'.')\ndef f(x): return t.tokenize('a')",
    "the method itself": "import nltk\nf = nltk.WordPunctTokenizer().tokenize",
}


@pytest.mark.parametrize("source", TOKENIZES.values(), ids=TOKENIZES.keys())
def test_one_module_of_a_library_is_seen(source):
    assert mentioned(define(source), ["nltk.tokenize", "nltk.lm"]) == ("nltk.tokenize",)


def test_one_module_of_a_library_is_seen_at_work_and_its_neighbours_are_not():
    source = "def f(x): return getattr(__import__('nl' + 'tk'), '{}')"
    tokenizes = define(source.format("wordpunct_' + 'tokenize") + "('a b')")
    assert mentioned(tokenizes, ["nltk.tokenize"]) == ()
    assert observe("call", tokenizes, CASE, ["nltk.tokenize"]).by_hand == ("nltk.tokenize",)
    counts = define(source.format("FreqDist") + "('a b').most_common()")
    assert observe("call", counts, CASE, ["nltk.tokenize"]).by_hand == ()


def test_a_thread_is_watched_too():
    source = (
        "import importlib, threading\ndef f(x):\n    out = []\n    def work():\n"
        "        t = importlib.import_module('to' + 'rch')\n        out.append(t.tanh(t.from_numpy(x)).numpy())\n"
        "    thread = threading.Thread(target=work)\n    thread.start()\n    thread.join()\n    return out[0]"
    )
    assert observe("call", define(source), CASE, ["torch"]).by_hand == ("torch",)


def test_a_library_that_is_reached_by_a_computed_name_is_seen_at_work(tmp_path, monkeypatch):
    package = tmp_path / "scipy"
    package.mkdir()
    (package / "__init__.py").write_text("def softmax(x): return x")
    monkeypatch.syspath_prepend(tmp_path)
    source = "def f(x): return __import__('sci' + 'py').softmax(x)"
    assert observe("call", define(source), CASE, ["scipy"]).by_hand == ("scipy",)


def test_an_object_with_a_call_is_read_too():
    source = "import torch\nclass G:\n    def __call__(self, x): return torch.tanh(x)\nf = G()"
    assert mentioned(define(source), ["torch"]) == ("torch",)
    assert mentioned(functools.partial(np.tanh), ["torch"]) == ()
