"""Code on a page: in colours, escaped, and never so slowly that a page does not come."""

from __future__ import annotations

import pytest

from grading.feedback.listings import LANGUAGES, LONGEST, LONGEST_LINE, listing
from tests.grading.hostile import MARKUP, Elements, faults


@pytest.mark.parametrize("language", [*LANGUAGES, "fortran", "", '"><script>'])
def test_code_is_escaped_in_every_language(language):
    for markup in MARKUP:
        for code in (markup, f'"""{markup}', f"# {markup}", f"'{markup}'", f"%%html\n{markup}"):
            html = listing(code, language)
            assert faults(html) == []
            assert {tag for tag, _ in Elements(html).found} <= {"div", "pre", "span"}


def test_python_has_colours_and_magics_are_no_errors():
    html = listing("%matplotlib inline\ndef f(x):\n    return x", "python")
    assert '<span class="k">return</span>' in html
    assert 'class="err"' not in html


@pytest.mark.parametrize(
    "code",
    [" \n" * 200_000, "a.b." * 100_000, "'" * 100_000, "\n".join(["a.b." * 200] * 20), "x" + " " * 300_000 + "x"],
)
def test_what_a_highlighter_takes_very_long_for_is_shown_all_the_same(code):
    html = listing(code, "python")  # minutes or hours without the bounds
    assert html.rstrip().endswith("</pre></div>")


def test_long_code_stays_whole():
    code = "x = 1\n" * (LONGEST // 6 + 1)
    assert listing(code, "python").count("x = 1") == LONGEST // 6 + 1
    assert "<span" not in listing("y" * (LONGEST_LINE + 1), "python")
