"""MathML as browsers know it, built anew from what a translator of TeX gives.

Only elements and attributes of MathML Core are taken over, and of attributes only values that fit,
so that a formula can hold no link, script or style of its writer's, and lie over nothing else.
What browsers show otherwise than TeX would is put right: spaces around functions, accents,
alphabets, columns.
"""

from __future__ import annotations

import re
import unicodedata
from xml.etree.ElementTree import Element, SubElement

_ELEMENTS = set(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle mpadded mphantom mtable mtr mtd "
    "msub msup msubsup munder mover munderover".split()
)
_SCRIPTED = {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
_LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_WITH_LIMITS = {"lim", "max", "min", "sup", "inf"}
_ACCENTS = {  # what latex2mathml writes, stretched or not → what browsers set well
    ("^", False): "\u02c6",
    ("^", True): "\u0302",
    ("~", False): "\u02dc",
    ("~", True): "\u0303",
}
_BAR = "\u2015"
_BARS = ("|", "\u2016")
_ORDINARY = set("∂∇∞∅⊤∀∃¬∠△")  # operators to latex2mathml, and letters to TeX
_CLOSING = set(")]}⟩⌋⌉")
THIN = "\u2009"
_YES_NO = re.compile("true|false")
_LENGTH = re.compile(r"([+-]?\d{0,4}(?:\.\d{1,4})?)(em|ex|px|pt|mu|cm|mm|in|)")
_EM = {"em": 1, "ex": 0.45, "px": 1 / 16, "pt": 0.1, "mu": 1 / 18, "cm": 2.8, "mm": 0.28, "in": 7.2, "": 1}
_SPACES = {"thin": 0.167, "medium": 0.222, "thick": 0.278}
_ATTRIBUTES = {
    **dict.fromkeys("stretchy fence largeop movablelimits symmetric accent accentunder displaystyle".split(), _YES_NO),
    "form": re.compile("prefix|infix|postfix"),
    "scriptlevel": re.compile(r"[+-]?[0-3]"),
    "mathcolor": re.compile(r"[a-zA-Z]{3,20}|#[0-9a-fA-F]{3,8}"),
    "display": re.compile("block|inline"),
}
_LENGTHS = {"lspace": 3, "rspace": 3, "voffset": 3, "height": 5, "depth": 5, "width": 30}
_LENGTHS |= {"minsize": 8, "maxsize": 8, "mathsize": 3, "linethickness": 1}
_ALPHABETS = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "fraktur": "FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "monospace": "MONOSPACE",
}


class Unknown(ValueError):
    """Something that is not known in MathML, or that the translator left as TeX."""


def built(found: Element) -> Element:
    """Return a formula, an element `math`, built anew. Raises Unknown."""
    made = _built(found)
    _break_lines(made)
    _space_functions(made)
    return made


def _built(found: Element) -> Element:
    """The same formula with only what is known, recursively."""
    text = _text(found)
    if found.tag == "menclose":
        boxed = "box" in found.get("notation", "")
        made = Element("mrow", style="border:1px solid;padding:.2em" if boxed else "text-decoration:line-through")
    elif found.tag in _ELEMENTS:
        made = Element(found.tag, _attributes(found))
    else:
        raise Unknown(f"<{found.tag}>")
    if text.startswith("\\") or (text == "&" and found.tag == "mi"):
        raise Unknown(f"{text} is unknown")
    variant = found.get("mathvariant", "")
    if variant == "normal" and found.tag == "mi":
        made.set("mathvariant", "normal")
    made.text = "".join(_styled(one, variant) for one in text) if variant in _ALPHABETS else text
    if found.tag == "mo":
        _tidy_operator(made)
    for child in found:
        _append(made, _built(child))
    if found.tag == "mtable":
        _align(made, found)
    if found.tag in _SCRIPTED:
        _tidy_scripts(made)
    return made


def _text(found: Element) -> str:
    def character(match: re.Match) -> str:
        number = int(match[1], 16)
        return chr(number) if 32 <= number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"

    return re.sub(r"&#x([0-9a-fA-F]{1,6});", character, found.text or "")


def _attributes(found: Element) -> dict[str, str]:
    kept = {}
    for name, value in found.attrib.items():
        if name in _LENGTHS:
            more = found.tag == "mpadded" and value[:1] in "+-"  # "so much more than it has": unknown to browsers
            if not more and (length := _length(value, _LENGTHS[name])):
                kept[name] = length
        elif name in _ATTRIBUTES and _ATTRIBUTES[name].fullmatch(value):
            kept[name] = value
    if found.tag == "mtd" and found.get("columnalign") in ("left", "right"):
        kept["style"] = f"text-align:{found.get('columnalign')}"
    return kept


def _length(value: str, most: float) -> str:
    """A length in em, no larger than `most` and no more negative than 3; empty if it is none."""
    if match := re.fullmatch(r"(negative)?(?:very)?(thin|medium|thick)mathspace", value):
        return f"{'-' if match[1] else ''}{_SPACES[match[2]]}em"
    if (match := _LENGTH.fullmatch(value)) is None or not match[1].strip("+-"):
        return ""
    number = float(match[1]) * _EM[match[2]]
    return f"{max(-3.0, min(number, most)):.3g}em"


def _styled(one: str, variant: str) -> str:
    """A letter or digit of another alphabet: browsers know these as characters of their own."""
    case = "CAPITAL" if one.isupper() else "SMALL"
    alphabet = _ALPHABETS[variant]
    letter = unicodedata.name(one, "").rpartition(" ")[2]
    names = [f"MATHEMATICAL {alphabet} {case} {letter}", f"{alphabet} {case} {letter}"]
    names += [f"BLACK-LETTER {case} {letter}"] if variant == "fraktur" else []
    names += [f"MATHEMATICAL {alphabet} DIGIT {letter}"] if one.isdecimal() else []
    for name in names:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return one


def _tidy_operator(made: Element) -> None:
    """Operators that are words, bars or letters to TeX have no space of their own."""
    if made.text in _ORDINARY:
        made.tag, made.attrib = "mi", {}
    elif made.text in _BARS or made.text == "/" or (made.text or "").replace(THIN, "").isalpha():
        if made.text != "mod":
            made.set("lspace", "0em")
            made.set("rspace", "0em")
    if made.get("minsize"):
        made.set("stretchy", "true")
    elif made.text in _BARS and "stretchy" not in made.attrib:
        made.set("stretchy", "false")


def _tidy_scripts(made: Element) -> None:
    """Limits under their operator, large bars in a row of their own, and marks above letters as browsers know them."""
    base, *scripts = made
    if base.tag == "mo" and (base.get("movablelimits") == "true" or base.text in _WITH_LIMITS):
        base.set("movablelimits", "true")
        made.tag = _LIMITS.get(made.tag, made.tag)
    if base.get("minsize"):  # browsers stretch it in a row only
        made[0] = Element("mrow")
        made[0].append(base)
    (mark, *_) = scripts
    if made.tag not in ("mover", "munder") or mark.tag != "mo":
        return
    if mark.text == _BAR:
        side = "top" if made.tag == "mover" else "bottom"
        made.tag = "mrow"
        made.attrib = {"style": f"border-{side}:.06em solid;padding-{side}:.1em"}
        made.remove(mark)
    elif mark.text in ("^", "~"):
        wide = not (made.get("accent") or mark.get("stretchy") == "false")
        mark.text = _ACCENTS[mark.text, wide]
        mark.set("stretchy", "true" if wide else "false")
    made.attrib.pop("accent", None)


def _append(parent: Element, child: Element) -> None:
    """Add a child; letters set upright one by one become one word."""
    last = parent[-1] if len(parent) else None
    upright = child.tag == "mi" and child.get("mathvariant") == "normal" and (child.text or "").isalpha()
    if last is not None and upright and parent.tag == "mrow" and last.get("class") == "word":
        last.text = (last.text or "") + (child.text or "")
    else:
        parent.append(child)
        if upright:
            child.set("class", "word")


def _align(made: Element, found: Element) -> None:
    """Columns of aligned equations in pairs, without space inside a pair and with some between two."""
    if "columnspacing" not in found.attrib or found.get("displaystyle") != "true":
        return
    for row in made:
        for number, cell in enumerate(row):
            left = "2em" if number and number % 2 == 0 else "0"
            cell.set("style", f"{cell.get('style', '')};padding:.3em 0 .3em {left}".lstrip(";"))


def _break_lines(math: Element) -> None:
    """Lines that `\\\\` separates outside of any environment, as rows."""
    (row,) = math
    breaks = [child for child in row if child.tag == "mspace" and not child.attrib]
    if math.get("display") != "block" or not breaks:
        return
    table = Element("mtable", displaystyle="true")
    cell = SubElement(SubElement(table, "mtr"), "mtd")
    for child in row:
        if any(child is one for one in breaks):
            cell = SubElement(SubElement(table, "mtr"), "mtd")
        else:
            cell.append(child)
    math[:] = [table]


def _space_functions(made: Element) -> None:
    """Thin spaces around the names of functions, as TeX sets them; recursively."""
    for child in list(made):
        _space_functions(child)
    if made.tag in ("math", "mrow", "mtd", "mstyle", "mpadded", "msqrt"):
        spaced: list[Element] = []
        for child in made:
            before = spaced[-1] if spaced else None
            if before is not None and _needs_space(before, child):
                spaced.append(Element("mspace", width="0.167em"))
            if child.tag == "mo" and child.text in ("−", "+", "-") and before is not None and _is_open(before):
                child.set("form", "prefix")
            if before is not None and "mtable" in (before.tag, child.tag):
                for bar in (before, child):
                    if bar.text in _BARS:
                        bar.set("stretchy", "true")
            spaced.append(child)
        made[:] = spaced
    if made.get("class") == "word":
        del made.attrib["class"]


def _needs_space(before: Element, after: Element) -> bool:
    if "mspace" in (before.tag, after.tag):
        return False
    if _is_function(before):
        return after.tag != "mo" or _is_function(after)
    return _is_function(after) and (before.tag != "mo" or before.text in _CLOSING)


def _is_open(before: Element) -> bool:
    """Whether a minus that follows is a sign and no subtraction."""
    return before.tag == "mo" and before.text not in _CLOSING and before.text not in _BARS and not _is_function(before)


def _is_function(one: Element) -> bool:
    while one.tag in _SCRIPTED and len(one):
        one = one[0]
    name = (one.text or "").replace(THIN, "").replace(" ", "")
    return one.tag in ("mi", "mo") and len(name) > 1 and name.isalpha() and not one.get("mathvariant") and name != "mod"
