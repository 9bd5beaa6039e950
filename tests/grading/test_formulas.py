"""Formulas: what lectures use is set, what cannot be set is shown as it was written, and nothing else gets in."""

from __future__ import annotations

import re

import pytest

from course.lecture import names
from grading.feedback.formulas import LONGEST, formula
from tests.conftest import ROOT
from tests.grading.hostile import RUN, Elements, faults

USED = r"""
h_t = \tanh\left(x_t\, W_x + h_{t-1}\, W_h + b\right)
x \in \mathbb{R}^{D}, \quad \mathbf{W}, \mathcal{L}, \boldsymbol{\theta}, \mathrm{d}u, \mathbb{1}[x > 0]
\underbrace{a + b}_{\text{sum}} + \overbrace{c}^{d}
E = mc^2 \tag{1} \label{energy}
\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{bmatrix} 1 & 2 \end{bmatrix}
f(x) = \begin{cases} x^2 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}
\operatorname{softmax}(z)_k = \frac{\exp(z_k)}{\sum_j \exp(z_j)}, \operatorname*{arg\,max}_{\theta} \mathcal{L}(\theta)
\frac{\partial c_T}{\partial c_t}\bigg|_{\text{direct}} = \prod_{k=t+1}^{T} f_k
\left\| W_h^\top \right\| \le \gamma^{T-t}, \lVert x \rVert_2, |x|
\hat{y}, \bar{x}, \tilde{h}, \vec{v}, \dot{x}, \widehat{abc}, \overline{x + y}, \overrightarrow{h}_t
p(y \mid x) = \prod_{t=1}^{T} p(y_t \mid y_{<t}, x), \binom{n}{k}, \sqrt[3]{x}, f'(x)
\begin{gathered} a = b \\ c = d \end{gathered}
\begin{align*} a &= b & c &= d \end{align*}
\begin{equation} a = b \end{equation}
\begin{array}{lcr} a & b & c \end{array}
\boxed{x}, \color{red}{x}, \phantom{x}, \sum_{\substack{i < j \\ j \in S}} x_{ij}
a \\ b
""".strip().splitlines()

CANNOT = [
    r"\foo{x}",
    r"\frac{1}{",
    r"\newcommand{\R}{\mathbb{R}} \R",
    r"\def\a{\b\b}\def\b{\c\c} \a",
    r"\begin{tikzpicture} a & b \end{tikzpicture}",
    r"x^a^b",
    r"\left( x",
    "x" * (LONGEST + 1),
    "{" * 2000,
]


@pytest.mark.parametrize("tex", USED)
@pytest.mark.parametrize("display", [True, False])
def test_what_lectures_use_is_set(tex, display):
    html = formula(tex, display)
    assert "<math" in html
    assert "\\" not in html and "$" not in html


@pytest.mark.parametrize("lecture", names())
def test_every_formula_of_a_lecture_is_set(lecture):
    text = (ROOT / "course" / "lectures" / f"{lecture}.md").read_text(encoding="utf-8")
    text = re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.S)
    found = re.findall(r"\$\$(.+?)\$\$|\$([^$]+)\$", text, flags=re.S)
    assert found
    for block, inline in found:
        assert "<math" in formula(block or inline, bool(block)), block or inline


@pytest.mark.parametrize("tex", CANNOT)
def test_what_cannot_be_set_is_shown_as_written(tex):
    html = formula(tex, True)
    assert html.startswith("<code") and "<math" not in html
    assert tex.replace("&", "&amp;") in html


@pytest.mark.parametrize(
    "tex",
    [
        rf"\text{{<script>{RUN}</script>}}",
        rf"\href{{javascript:{RUN}}}{{x}}",
        r"\style{background:url(http://far.invalid)}{x} \class{score}{x}",
        rf"\color{{red;background:url(x)}} x <img src=x onerror={RUN}>",
        rf"\unicode{{x3c}}script\unicode{{x3e}}{RUN}",
        r"&#x3c;script&#x3e; \text{&#x3c;img src=x&#x3e;}",
        r"\rule{9999em}{9999em} \hspace{-9999em} \raise 9999em{x} \fcolorbox{red}{url(x)}{y}",
        r'\operatorname{a"onclick=x} \mathrm{"} \verb|<script>|',
    ],
)
def test_nothing_but_a_formula_comes_of_tex(tex):
    html = formula(tex, True)
    assert faults(html) == []
    for tag, attributes in Elements(html).found:
        assert tag in ("math", "code", "span") or tag.startswith("m"), tag
        assert not {"href", "class", "id", "src"} & set(attributes), attributes
        for value in attributes.values():
            assert not re.search(r"(?<![\d.])\d{3,}(em|px)|url", value), value


def test_details_that_readers_see():
    assert '<mi>ln</mi><mspace width="0.167em"></mspace><mi>p</mi>' in formula(r"-\ln p", False)
    assert '<mi mathvariant="normal">softmax</mi>' in formula(r"\mathrm{softmax}(z)", False)
    assert '<mi mathvariant="normal">d</mi>' in formula(r"\mathrm{d}u", False)
    assert re.search(r"<munder><mo [^>]*>arg\u2009max</mo>", formula(r"\operatorname*{arg\,max}_x f", True))
    assert '<mo form="prefix">−</mo>' in formula(r"L = -\sum_k q_k", True)
    rows = formula(r"\begin{aligned} a &= b \\ c &= d \end{aligned}", True)
    assert rows.count("<mtr>") == 2 and "text-align:right" in rows and "text-align:left" in rows
    assert formula(r"a \\ b", True).count("<mtr>") == 2
    assert "𝐖" in formula(r"\mathbf{W x}", False) and "𝐱" in formula(r"\mathbf{W x}", False)
