"""What is shown: script, terminal codes, formulas and pictures in outputs, errors and names."""

from tests.attacks.attack import EVERYWHERE, Attack

SHOWN = "what is shown"


def cell(name: str, what: str, does: str, **more) -> Attack:
    return Attack(name, SHOWN, what, before=(does,), **({"levels": EVERYWHERE} | more))


ATTACKS = (
    cell(
        "script_in_outputs",
        "Script in HTML, SVG, JavaScript, Markdown and LaTeX outputs",
        """
from IPython.display import display, HTML, SVG, Javascript, Markdown, Latex, IFrame
bad = "<script>alert(1)</script><img src=x onerror=alert(1)>"
display(HTML(bad), Javascript("alert(1)"), Markdown(bad), IFrame("javascript:alert(1)", 10, 10))
display({"text/html": bad, "image/svg+xml": "<svg onload=alert(1)>", "application/javascript": bad, "text/latex": bad, "application/vnd.jupyter.widget-view+json": {"model_id": bad}}, raw=True)
class Bad:
    def _repr_html_(self): return bad
    def _repr_mimebundle_(self, **k): return {"text/html": bad, "text/markdown": bad, bad: bad}
Bad()
""",
        absent=("onload=", "alert(1)"),
    ),
    Attack(
        "script_in_an_answer",
        SHOWN,
        "Script in what an answer returns and raises",
        answers={
            "scale": """
def scale(x, factor):
    raise type("<script>alert(1)</script>", (ValueError,), {})("<img src=x onerror=alert(1)>")""",
            "leaky_sum": "def leaky_sum(x, decay):\n    return '<script>alert(1)</script>'",
            "quiz": "quiz = {'<script>alert(1)</script>'}",
        },
        levels=EVERYWHERE,
    ),
    cell(
        "terminal_codes",
        "Terminal codes that move, clear, rename and click",
        """
print("\\x1b[2J\\x1b[1;1H\\x1b]0;title\\x07\\x1b]8;;file:///etc/passwd\\x07link\\x1b]8;;\\x07\\x1b[6n\\x1bc\\x9b31m\\x00\\x08\\x7f")
raise ValueError("\\x1b[2J\\x1b]52;c;aGk=\\x07 \\u202e reversed")
""",
        absent=("\\u001b[2J", "\\u001b]", "\x1b[2J", "\x1b]", "\u202e", "\x9b"),
    ),
    cell(
        "formulas",
        "Spreadsheet formulas in outputs and names",
        """
print("=HYPERLINK(\\"http://example.org\\")\\n@SUM(1)\\n+1\\n-1")
""",
    ),
    cell(
        "picture_bomb",
        "A picture that unpacks to gigabytes",
        """
import zlib, struct
from IPython.display import Image, display
def chunk(kind, body): return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
squeeze = zlib.compressobj(9)
pixels = b"".join([squeeze.compress(bytes(1_000_000)) for _ in range(300)] + [squeeze.flush()])
for side in (50_000, 4_000, 100):
    display(Image(b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")))
""",
        absent=("image/png",),
    ),
    cell(
        "no_picture",
        "Pictures that are none, or hide script and text",
        """
from IPython.display import display
for data in (b"<svg onload=alert(1)>", b"\\x89PNG\\r\\n\\x1a\\n<script>alert(1)</script>", b"", bytes(100)):
    display({"image/png": __import__("base64").b64encode(data).decode()}, raw=True)
display({"image/png": "!!!"}, raw=True); display({"image/png": {"a": 1}}, raw=True); display({"image/jpeg": "x" * 10**6}, raw=True)
""",
        absent=('image/png"',),
    ),
    cell(
        "odd_text",
        "Halves of characters, nulls and a million lines",
        r"""
print("\ud800\udfff", "\x00" * 1000, "a\n" * 10**6, "\u0301" * 10_000)
""",
    ),
    cell(
        "a_card_of_its_own",
        "A report that looks like the grader's",
        """
from IPython.display import display, HTML
display(HTML('<div role="group" aria-label="scale: passed (2 points)">scale: passed</div>'))
""",
        absent=('aria-label=\\"scale: passed (2 points)\\" style=\\"x',),
    ),
    cell(
        "another_students_name", "Another student's name and marks, in outputs", "print('student_id: ana, points: 0')"
    ),
)
