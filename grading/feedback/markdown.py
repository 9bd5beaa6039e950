"""Markdown and HTML from a student as HTML that runs nothing and loads nothing.

nbconvert's own renderer, then a strict sanitizer. Formulas and pictures, which are made here, are
put in last, because a sanitizer that knows MathML has more to get wrong: until then an empty element
with an unguessable name holds each one's place.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from functools import lru_cache
from html import escape, unescape
from typing import Any

import nh3
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments.token import STANDARD_TYPES

from grading.feedback.formulas import formula
from grading.feedback.listings import listing
from grading.pictures import BadPicture, data_url, in_page

LONGEST = 30_000  # characters of one text; beyond, some patterns take a parser very long
_OPENERS = (r"\begin{", r"\\(", r"\\[")
MOST_OPENERS = 200  # for each that finds no end, nbconvert's parser reads to the end of the text
_SHARED = 4_000  # a text up to this length is rendered once, and the students of a class share the result

_TAGS = set(
    "a abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr "
    "tt u ul var".split()
)
_WITHOUT_CONTENT = set(
    "script style svg math iframe object embed template noscript noembed noframes textarea title xmp plaintext "
    "select audio video canvas".split()
)
_ATTRIBUTES = {
    "a": {"href"},
    "code": {"class"},
    "details": {"open"},
    "div": {"class"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "pre": {"class"},
    "span": {"class"},
    "td": {"align", "colspan", "rowspan", "style"},
    "th": {"align", "colspan", "rowspan", "style", "scope"},
}
_STYLED = {"code", "div", "p", "pre", "span", "table", "td", "th", "tr", "b"}
_CARD_ATTRIBUTES = {
    tag: _ATTRIBUTES.get(tag, set()) | ({"style"} if tag in _STYLED else set()) | {"role", "aria-label", "aria-hidden"}
    for tag in _TAGS
}
_CODE_CLASSES = {name for name in STANDARD_TYPES.values() if name}
_VALUES = {
    "start": re.compile(r"\d{1,4}"),
    "width": re.compile(r"\d{1,4}%?"),
    "height": re.compile(r"\d{1,4}%?"),
    "colspan": re.compile(r"\d{1,2}"),
    "rowspan": re.compile(r"\d{1,2}"),
    "align": re.compile("left|right|center"),
    "scope": re.compile("row|col"),
    "role": re.compile("group|img|note"),
    "aria-hidden": re.compile("true"),
    "href": re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]{1,2000}", re.I),
}
_PROPERTIES = set(
    "color background background-color border border-left border-color font-family font-size font-style font-weight "
    "text-align white-space overflow-wrap line-height display flex gap padding margin margin-top max-width "
    "vertical-align".split()
)
_STYLE_VALUE = re.compile(
    r"(?:[#\w.,%/\s-]|var\(--jp-[\w-]{1,60}(?:,\s?[#\w-]{1,30})?\)|rgba?\([\d.,%\s]{1,30}\)){1,200}"
)
_OUT_OF_PLACE = re.compile(r"-\s*[\d.]|(?<![#\w.])\d{3,}(?!\s*[,)])")  # below zero, or huge
_PLACE_CLASS = re.compile(r"t[0-9a-f]{32}-\d+")


@pass_context
def markdown2html(context: Mapping[str, Any], source: str) -> str:
    """nbconvert's filter of this name, with nothing in its result that runs or loads.

    context: the template's; its cell's attachments are the pictures that a text may show
    """
    cell = context.get("cell") or {}
    deeper = int(context.get("resources", {}).get("headings_deeper", 0))
    return render(source, cell.get("attachments"), deeper)


def render(source: str, attachments: Any = None, deeper: int = 0) -> str:
    """Return a Markdown text as safe HTML.

    attachments: the cell's, name → kind → base64
    deeper: by how many levels its headings stand lower than they say
    """
    if not isinstance(source, str):
        return ""
    if attachments or len(source) > _SHARED:
        return _render(source, attachments, deeper)
    return _render_shared(source, deeper)


@lru_cache(maxsize=256)
def _render_shared(source: str, deeper: int) -> str:
    return _render(source, None, deeper)


def _render(source: str, attachments: Any, deeper: int) -> str:
    rest = ""
    if len(source) > LONGEST:
        rest = f"<pre>{escape(source[LONGEST:])}</pre>"
        source = source[:LONGEST]
    if any(source.count(opener) > MOST_OPENERS for opener in _OPENERS):
        return f"<pre>{escape(source)}</pre>{rest}"
    renderer = _Renderer(attachments if isinstance(attachments, Mapping) else {}, deeper)
    try:
        html = _TEXT.clean(MarkdownWithMath(renderer=renderer).render(source))
    except Exception:  # a text that the parser trips over is shown as it was written
        return f"<pre>{escape(source)}</pre>{rest}"
    return renderer.filled(html) + rest


def clean_html(html: Any) -> str:
    """nbconvert's filter of this name, stricter: for HTML that a cell's output or a raw cell holds."""
    html = html.decode("utf-8", "replace") if isinstance(html, bytes) else str(html)
    return _CARD.clean(html)


class _Renderer(IPythonRenderer):
    """nbconvert's, with a place held for each formula and picture, and no picture from elsewhere."""

    def __init__(self, attachments: Mapping, deeper: int) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self._own = attachments
        self._deeper = deeper
        self._token = secrets.token_hex(16)
        self._held: list[str] = []

    def filled(self, html: str) -> str:
        """Put formulas and pictures in their places. html: sanitized, so that no attribute can hold such a place"""
        place = re.compile(_place(self._token, r"(\d+)"))
        return place.sub(lambda match: self._held[int(match[1])], html)

    def _hold(self, html: str) -> str:
        self._held.append(html)
        return _place(self._token, len(self._held) - 1)

    def inline_math(self, body: str) -> str:
        return self._hold(formula(body, display=False))

    def block_math(self, body: str) -> str:
        return self._hold(formula(body, display=True))

    def latex_environment(self, name: str, body: str) -> str:
        return self._hold(formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", display=True))

    def heading(self, text: str, level: int, **attributes: Any) -> str:
        return super().heading(text, min(level + self._deeper, 6), **attributes)

    def task_list_item(self, text: str, checked: bool = False, **attributes: Any) -> str:
        return f"<li>{'☑' if checked else '☐'} {text}</li>\n"

    def block_code(self, code: str, info: str | None = None) -> str:
        return listing(code.removesuffix("\n"), (info or "").strip().partition(" ")[0])

    def image(self, text: str, url: str, title: str | None = None) -> str:
        alt = escape(unescape(re.sub(r"<[^>]*>", "", text)))
        try:
            url = self._attached(url.removeprefix("attachment:")) if url.startswith("attachment:") else data_url(url)
        except BadPicture as why:
            return f"<em>[picture not shown: {escape(str(why))}]</em> {alt}"
        return self._hold(f'<img src="{url}" alt="{alt}">')

    def _attached(self, name: str) -> str:
        kinds = self._own.get(name)
        for kind in ("image/png", "image/jpeg"):
            if isinstance(kinds, Mapping) and kind in kinds:
                return in_page(kind, kinds[kind])
        raise BadPicture("no PNG or JPEG picture of this name is attached")


def _place(token: str, number: object) -> str:
    """What holds the place of a formula or picture while the text is sanitized."""
    return f'<span class="t{token}-{number}"></span>'


def _kept(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute as it may stay, or None."""
    if name == "src":
        try:
            return data_url(value)
        except BadPicture:
            return None
    if name == "class":
        return _classes(tag, value)
    if name == "style":
        return _style(value)
    if name in _VALUES:
        return value if _VALUES[name].fullmatch(value) else None
    return value


def _classes(tag: str, value: str) -> str | None:
    """Classes of highlighted code, and of places held."""
    if tag == "span" and _PLACE_CLASS.fullmatch(value):
        return value
    known = {"highlight"} if tag == "div" else _CODE_CLASSES if tag == "span" else set()
    return " ".join(one for one in value.split() if one in known) or None


def _style(value: str) -> str | None:
    """Declarations that colour and space; none that loads, lifts out of its place or covers another."""
    kept = []
    for declaration in value.split(";"):
        name, _, said = (part.strip() for part in declaration.partition(":"))
        if name.lower() in _PROPERTIES and _STYLE_VALUE.fullmatch(said) and not _OUT_OF_PLACE.search(said):
            kept.append(f"{name}:{said}")
    return ";".join(kept) or None


def _cleaner(attributes: Mapping[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_WITHOUT_CONTENT,
        attributes=dict(attributes),
        attribute_filter=_kept,
        link_rel="noopener noreferrer",
        url_schemes={"http", "https", "mailto", "data"},
        url_relative="deny",
    )


_TEXT = _cleaner(_ATTRIBUTES)
_CARD = _cleaner(_CARD_ATTRIBUTES)
