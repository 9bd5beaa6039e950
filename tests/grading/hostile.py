"""What a student could write to have a script run, or something loaded, where their work is shown."""

from __future__ import annotations

from html.parser import HTMLParser

import nbformat

FAR = "http://far.invalid"
RUN = "document.documentElement.dataset.ran=1"

MARKUP = [
    f"<script>{RUN}</script>",
    f"<SCRIPT\n src='{FAR}/s.js'></SCRIPT >",
    f"<img src=x onerror='{RUN}'>",
    f"<img src='{FAR}/i.png' srcset='{FAR}/j.png 2x'>",
    f"<img/src='x'/onerror={RUN}>",
    f"<svg onload='{RUN}'><script>{RUN}</script><image href='{FAR}/k.png'/></svg>",
    f"<svg><style><img src=x onerror='{RUN}'></style></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror='{RUN}'></style></mglyph></table></mtext></math>",
    f"<math href='javascript:{RUN}'><mi xlink:href='javascript:{RUN}'>x</mi></math>",
    f"<iframe srcdoc='<script>{RUN}</script>' src='javascript:{RUN}'></iframe>",
    f"<object data='{FAR}/o'></object><embed src='{FAR}/e'><applet code=x></applet>",
    f"<meta http-equiv='refresh' content='0;url={FAR}'>",
    f"<base href='{FAR}/'><form action='{FAR}'><input onfocus='{RUN}' autofocus><button>x</button></form>",
    f"<style>@import '{FAR}/c.css'; body {{ background: url({FAR}/b.png) }}</style>",
    f"<link rel=stylesheet href='{FAR}/l.css'><link rel=prefetch href='{FAR}/p'>",
    f"<p style='background:url({FAR}/u.png)'>x</p>",
    "<div style='position:fixed;inset:0;z-index:9999;background:white'>passed</div>",
    f"<td style=\"background:u\\72l('{FAR}/v.png')\">x</td>",
    f"<a href='javascript:{RUN}'>a</a> <a href='JaVa\tScRiPt:{RUN}'>b</a> <a href='&#1;javascript:{RUN}'>c</a>",
    f"<a href='data:text/html,<script>{RUN}</script>'>d</a> <a href='vbscript:x'>e</a> <a href='//far.invalid/x'>f</a>",
    f"<a href='{FAR}' ping='{FAR}/ping' target=_blank onclick='{RUN}'>g</a>",
    f"<video src='{FAR}/v.mp4' autoplay onloadstart='{RUN}'></video><audio src='{FAR}/a.mp3' autoplay></audio>",
    f"<body onload='{RUN}' background='{FAR}/bg.png'><table background='{FAR}/t.png'><tr><td>x</table>",
    f"<details open ontoggle='{RUN}'><summary>x</summary></details>",
    f"<noscript><p title=\"</noscript><img src=x onerror='{RUN}'>\"></noscript>",
    f"<textarea><img title=\"</textarea><img src=x onerror='{RUN}'>\"></textarea>",
    f"<template><script>{RUN}</script></template><select><script>{RUN}</script></select>",
    f"<xmp><img src=x onerror='{RUN}'></xmp><plaintext>",
    f"<!--><img src=x onerror='{RUN}'>--> <![CDATA[<script>{RUN}</script>]]> <?x <script>{RUN}</script>?>",
    f"</div></section></main></body></html><script>{RUN}</script>",
    f"<b><i><script>{RUN}</b></i></script <script>{RUN}</script>",
    f"<<script>{RUN}//<</script>",
    f"<x-y onclick='{RUN}' id='rnn_step' class='score' name='grade'>x</x-y>",
    f"<img src='data:image/svg+xml;base64,PHN2Zz48L3N2Zz4='><img src='data:text/html,<script>{RUN}</script>'>",
]
MARKDOWN = [
    *MARKUP,
    f"[a](javascript:{RUN}) [b](<javascript:{RUN}>) [c](java&#115;cript:{RUN}) ![d](javascript:{RUN})",
    f"![x]({FAR}/m.png) ![y](//far.invalid/n.png) ![z](files/../../etc/passwd) ![](attachment:none.png)",
    f'![x]({FAR}/m.png "x\\" onerror={RUN} y=\\"")',
    f"[r]: javascript:{RUN}\n\n[text][r] <javascript:{RUN}> <{FAR}/auto>",
    f"$\\text{{<script>{RUN}</script>}}$ and $<img src=x onerror={RUN}>$",
    f"$$\\href{{javascript:{RUN}}}{{x}} \\style{{background:url({FAR}/q.png)}}{{y}} \\class{{score}}{{z}}$$",
    "$&#x3c;script&#x3e;$ and \\\\(\\unicode{x3c}script\\unicode{x3e}\\\\)",
    f"<div title='\n\n$x$\n\n' onclick='{RUN}'>y</div>",
    f"![$x$ <b onclick={RUN}>](data:image/png;base64,AAAA)",
    f"```mermaid\ngraph LR; click A call {RUN}\n```",
    f'```html"><script>{RUN}</script>\nx\n```',
    f"~~~python onclick={RUN}\n<script>{RUN}</script>\n~~~",
    f"| <script>{RUN}</script> | b |\n|:-:|--|\n| <img src=x onerror={RUN}> | `<script>` |",
    f"# <img src=x onerror={RUN}> heading",
    f"    <script>{RUN}</script>",
]

KNOWN_SCHEMES = ("http://", "https://", "mailto:", "#")


class Elements(HTMLParser):
    """Elements of a page: (tag, attributes) in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: value or "" for name, value in attrs}))


LOADING = set("script iframe object embed applet link base form input button video audio svg image frame".split())
READ_OTHERWISE = set("style noscript textarea template xmp plaintext title select".split())  # by different parsers


def faults(html: str, ours: set[str] = frozenset()) -> list[str]:
    """What in some HTML runs a script, loads something or lies over what is around it. ours: elements that may be"""
    found = []
    for tag, attributes in Elements(html).found:
        if (
            tag in (LOADING | READ_OTHERWISE) - ours
            or tag == "meta"
            and attributes.get("http-equiv", "").lower() == "refresh"
        ):
            found.append(f"<{tag}>")
        for name, value in attributes.items():
            said = f"<{tag} {name}={value!r}>"
            style = value.lower() if name == "style" else ""
            if name.startswith("on") or name in ("srcset", "srcdoc", "action", "ping", "background", "xlink:href"):
                found.append(said)
            elif name == "href" and not value.startswith(KNOWN_SCHEMES):
                found.append(said)
            elif name == "src" and not value.startswith(("data:image/png;base64,", "data:image/jpeg;base64,")):
                found.append(said)
            elif any(word in style for word in ("url", "image", "expression", "position", "\\", "z-index", "@")):
                found.append(said)
    return found


def outputs() -> list[dict]:
    """Outputs of all kinds that an autograded notebook could hold."""
    made = [
        {"output_type": "display_data", "metadata": {"text/html": {"isolated": True}}, "data": {"text/html": one}}
        for one in MARKUP
    ]
    kinds = ["image/svg+xml", "text/markdown", "text/latex", "application/javascript", "text/vnd.mermaid", "text/plain"]
    for kind in kinds:
        data = {kind: f"<script>{RUN}</script>"}
        made.append({"output_type": "execute_result", "metadata": {}, "execution_count": 1, "data": data})
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "m", "version_major": 2, "version_minor": 0}}
    made.append({"output_type": "display_data", "metadata": {}, "data": view})
    png = {"output_type": "display_data", "metadata": {"image/png": {"width": f'1" onload="{RUN}'}}}
    made.append({**png, "data": {"image/png": f'" onerror="{RUN}', "text/plain": f'" onerror="{RUN}'}})
    text = f"<script>{RUN}</script>\x1b[38m\x1b[1;31m<img src=x onerror={RUN}>\x1b[0m\u202e"
    made.append({"output_type": "stream", "name": "stdout", "text": text})
    made.append({"output_type": "error", "ename": text, "evalue": text, "traceback": [text, "\x1b[38;5m"]})
    return made


def notebook(grade_id: str = "rnn_step") -> nbformat.NotebookNode:
    """A notebook in which everything is hostile, around one check and one answer in words."""
    graded = {"grade": True, "solution": False, "locked": True, "task": False, "points": 2, "schema_version": 3}
    answer = {**graded, "solution": True, "locked": False, "grade_id": "why"}
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": {"m": {"x": f"</script><script>{RUN}</script>"}}}}
    cells = [
        *(nbformat.v4.new_markdown_cell(one) for one in MARKDOWN),
        nbformat.v4.new_raw_cell(f"<script>{RUN}</script>", metadata={"raw_mimetype": "text/html"}),
        nbformat.v4.new_code_cell(
            f"'</pre><script>{RUN}</script>'", outputs=outputs(), metadata={"tags": [f'"><script>{RUN}</script>']}
        ),
        nbformat.v4.new_code_cell(
            f'check("{grade_id}")', outputs=outputs(), metadata={"nbgrader": {**graded, "grade_id": grade_id}}
        ),
        nbformat.v4.new_markdown_cell("\n\n".join(MARKDOWN), metadata={"nbgrader": answer}),
    ]
    cells[0]["attachments"] = {"a.svg": {"image/svg+xml": "PHN2Zz4="}, "b.png": {"image/png": "AAAA"}}
    metadata = {
        "title": f"<script>{RUN}</script>",
        "widgets": widgets,
        "language_info": {"name": f'"><script>{RUN}</script>', "pygments_lexer": "none such"},
        "kernelspec": {"name": "x", "display_name": f"<script>{RUN}</script>", "language": "x"},
    }
    return nbformat.v4.new_notebook(cells=[nbformat.from_dict(cell) for cell in cells], metadata=metadata)
