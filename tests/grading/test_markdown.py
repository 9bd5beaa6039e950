"""Markdown of a student: it reads as it should, and nothing in it runs or loads."""

from __future__ import annotations

import base64
import io
import re

import pytest
from PIL import Image

from grading.feedback.markdown import LONGEST, clean_html, render
from helpers.checking import report
from helpers.checking.verdict import CaseVerdict, State, Verdict
from tests.grading.hostile import FAR, MARKDOWN, MARKUP, RUN, Elements, faults


def picture(kind: str = "PNG", size: tuple[int, int] = (3, 2)) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind)
    return base64.b64encode(buffer.getvalue()).decode()


@pytest.mark.parametrize("text", MARKDOWN)
def test_nothing_in_a_text_runs_or_loads(text):
    assert faults(render(text)) == []


@pytest.mark.parametrize("html", MARKUP)
def test_nothing_in_html_runs_or_loads(html):
    assert faults(clean_html(html)) == []


def test_the_corpus_would_run_and_load():
    harmless = [one for one in MARKUP if not faults(one)]
    assert all(one.startswith("<!-->") for one in harmless)  # a comment, to Python's parser


@pytest.mark.parametrize("first", MARKUP[::3])
@pytest.mark.parametrize("second", MARKUP[::4])
def test_nested_markup_is_no_way_round(first, second):
    half = len(first) // 2
    for text in (first[:half] + second + first[half:], first + "\n\n" + second, f"<div>{first}\n{second[:-3]}"):
        assert faults(render(text)) == []
        assert faults(clean_html(text)) == []


def test_a_text_cannot_close_what_is_around_it():
    html = render("</div></section></main>\n\n**x** <div><b>y")
    assert html.count("<div") == html.count("</div>")
    assert "</section>" not in html and "</main>" not in html
    assert html.count("<b>") == html.count("</b>")


def test_what_lectures_use_stays():
    html = render(
        "# One\n\n<details>\n<summary><b>Hint 1</b>: x</summary>\n\nSee `y` and <kbd>Shift</kbd>.\n\n</details>\n\n"
        "| a | b |\n|:--|--:|\n| 1 | 2 |\n\n- [ ] open\n- [x] done\n\n```python\ndef f(): pass\n```\n"
    )
    for part in ("<h1>One</h1>", "<details>", "<summary><b>Hint 1</b>", "<code>y</code>", "<kbd>Shift</kbd>", "☐ open"):
        assert part in html
    assert '<td style="text-align:right">2</td>' in html
    assert '<span class="k">def</span>' in html


def test_headings_can_stand_deeper():
    assert "<h3>Two</h3>" in render("## Two", deeper=1)
    assert "<h6>Six</h6>" in render("###### Six", deeper=1)


def test_links_to_the_web_stay_as_plain_links():
    assert render(f"[x]({FAR}/a)") == f'<p><a href="{FAR}/a" rel="noopener noreferrer">x</a></p>\n'


def test_pictures_in_the_notebook_are_shown_and_others_named():
    attachments = {"a.png": {"image/png": picture()}, "b.jpg": {"image/jpeg": picture("JPEG")}}
    html = render("![the *plot* of $x$](attachment:a.png) ![](attachment:b.jpg)", attachments)
    assert re.search(r'<img src="data:image/png;base64,[^"]+" alt="the plot of ">', html)
    assert 'src="data:image/jpeg;base64,' in html
    assert f'src="data:image/png;base64,{picture()}' in render(f"![x](data:image/png;base64,{picture()})")
    for source in ("attachment:other.png", "picture.png", f"{FAR}/x.png", "data:image/svg+xml;base64,PHN2Zz4="):
        assert "picture not shown" in render(f"![x]({source})", attachments)


def test_an_attachment_is_checked_like_any_picture():
    for content in ({"image/svg+xml": "PHN2Zz4="}, {"image/png": "AAAA"}, {"image/png": 5}, "text", None):
        html = render("![x](attachment:a)", {"a": content})
        assert "<img" not in html and "picture not shown" in html


def test_formulas_are_mathml():
    html = render(
        "Inline $h_t$, \\\\(a\\\\), and\n\n$$\\begin{aligned}a &= b \\\\ c &= d\\end{aligned}$$\n\n\\\\[ c \\\\]"
    )
    assert html.count("<math") == 4
    assert "$" not in html and "\\" not in html


def test_a_formula_in_an_attribute_is_no_way_out_of_it():
    html = render(
        f"<b title='\n\n$x$\n\n'>y</b> [$x$](http://a.b/$x$) <i title=\"$x$\" onclick={RUN}>z</i> ![$x$](q.png)"
    )
    assert faults(html) == []
    assert not [value for _, attributes in Elements(html).found for value in attributes.values() if "<math" in value]
    html = render("<div title='\n\n$x$\n\n' lang=\"\n\n$y$\n\n\">z</div>")
    assert not [value for _, attributes in Elements(html).found for value in attributes.values() if "<math" in value]


def test_a_place_of_a_formula_cannot_be_forged():
    forged = '<span class="t' + "0" * 32 + '-0"></span>'
    assert render(f"$x$ {forged}").count("<math") == 1


def test_the_report_of_a_check_passes_unchanged():
    cases = (CaseVerdict("one"), CaseVerdict("two", "y is `<b>`"))
    for state in State:
        card = report.html(Verdict("rnn_step", state, 1, 2, cases, hint="Mind `b`.", remarks=("slow",)))
        assert clean_html(card) == card


def test_a_card_may_not_lie_over_its_surroundings():
    html = clean_html("<div style='color:red;margin:-20em;padding:9000px;position:fixed;background:url(x)'>x</div>")
    assert html == '<div style="color:red">x</div>'


def test_long_and_costly_texts_are_shown_as_written():
    assert render("*a* " * LONGEST).count("<em>") < LONGEST / 3
    html = render("\\\\[ <b>" * 300)
    assert html.startswith("<pre>") and "<b>" not in html


def test_a_text_that_is_none_is_empty():
    assert render(None) == render(["a"]) == ""
