"""What every picture and every widget of the course must do."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable

from helpers.plots.figure import Picture
from helpers.widgets.explorer import Explorer


def assert_says(picture: Picture, said: str) -> None:
    """A picture is an image, and its text alternative holds what it should say."""
    bundle = picture._repr_mimebundle_()
    assert said in bundle["text/plain"], bundle["text/plain"]
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert f'alt="{html.escape(picture.alt, quote=False)}'.replace("&gt;", ">")[:60] in bundle["text/html"]


def assert_follows(make: Callable[[], Explorer], slider: str, value: float) -> None:
    """A widget has a picture without live controls, and another one after a slider was moved."""
    widget = make()
    shown, said = widget.children[-1].value, widget.picture().alt
    assert widget._repr_mimebundle_()["text/plain"] == said and "image/png" in widget._repr_mimebundle_()
    widget._controls[slider].value = value
    assert widget.children[-1].value != shown
    assert widget.picture().alt != said
