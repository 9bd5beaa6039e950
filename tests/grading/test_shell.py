"""The notebook's shell without a kernel: what cells show is kept, in order and within limits."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from grading.inside.shell import MAX_OUTPUTS, MAX_STREAM

# It takes over sys.stdout and IPython's one shell, so that it gets a process of its own.
SERVER = """
import json, os, sys
from grading.inside.shell import Shell
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
shell = Shell.open()
for line in sys.stdin:
    shell.reset(new_session=True)
    shown = []
    for cell in json.loads(line):
        shell.run_cell(cell, store_history=True)
        outputs, images = shell.recorder.taken()
        shown.append([outputs, [image.size for image in images]])
    answers.write(json.dumps(shown) + "\\n")
    answers.flush()
"""


class Notebook:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def run(self, *cells: str) -> list[list[dict]]:
        """Run cells in a fresh notebook and return the outputs of each."""
        return [outputs for outputs, _ in self.shown(*cells)]

    def shown(self, *cells: str) -> list:
        """The same, each with the sizes of its images."""
        self.process.stdin.write(json.dumps(cells) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def notebook():
    notebook = Notebook()
    yield notebook
    notebook.process.stdin.close()
    notebook.process.wait(20)


def stream(text: str, name: str = "stdout") -> dict:
    return {"output_type": "stream", "name": name, "text": text}


def kinds(outputs: list[dict]) -> list[str]:
    return [output["output_type"] for output in outputs]


def test_streams_are_kept_in_order_and_neighbours_are_one(notebook):
    (shown,) = notebook.run("import sys\nprint('a'); print('b')\nprint('c', file=sys.stderr)\nprint('d', end='')")
    assert shown == [stream("a\nb\n"), stream("c\n", "stderr"), stream("d")]


def test_a_result_is_shown_with_its_text(notebook):
    _, shown = notebook.run("x = 3", "x + 4")
    assert [(o["output_type"], o["data"]) for o in shown] == [("execute_result", {"text/plain": "7"})]


def test_a_semicolon_hides_a_result(notebook):
    assert notebook.run("3;", "None", "x = 5", "# x", "") == [[]] * 5


def test_names_live_in_main_as_in_a_kernel(notebook):
    *_, shown = notebook.run("import __main__\nown = 3", "(__main__.own, __name__)")
    assert shown[0]["data"]["text/plain"] == "(3, '__main__')"


def test_results_can_be_looked_up_later(notebook):
    *_, shown = notebook.run("6 * 7", "print(_, _1, Out[1], In[1])")
    assert shown == [stream("42 42 42 6 * 7\n")]


def test_an_error_is_told_with_the_students_line(notebook):
    _, (shown,) = notebook.run("def f():\n    return 1 / 0", "f()")
    assert (shown["output_type"], shown["ename"], shown["evalue"]) == ("error", "ZeroDivisionError", "division by zero")
    assert "return" in "".join(shown["traceback"])


@pytest.mark.parametrize("cell, error", [("def f(:", "SyntaxError"), ("  x = 1\n y = 2", "IndentationError")])
def test_what_is_no_python_is_an_error_too(notebook, cell, error):
    ((shown,),) = notebook.run(cell)
    assert shown["ename"] == error


def test_an_error_whose_text_fails_is_told_without_it(notebook):
    (shown,) = notebook.run("class E(Exception):\n    def __str__(self): raise ValueError\nraise E")
    assert (shown[0]["ename"], shown[0]["evalue"]) == ("E", "")


def test_a_deep_recursion_is_told_in_few_frames(notebook):
    ((shown,),) = notebook.run("def f():\n    return f()\nf()")
    assert shown["ename"] == "RecursionError"
    assert len("".join(shown["traceback"])) < 30_000


def test_after_an_error_the_notebook_goes_on(notebook):
    assert notebook.run("1 / 0", "print('on')")[1] == [stream("on\n")]


@pytest.mark.parametrize("cell", ["exit()", "quit()", "exit"])
def test_exit_ends_nothing(notebook, cell):
    assert notebook.run(cell, "print('on')")[1] == [stream("on\n")]


def test_sys_exit_is_an_error_that_ends_nothing(notebook):
    first, second = notebook.run("import sys\nsys.exit(3)", "print('on')")
    assert first[0]["ename"] == "SystemExit" and second == [stream("on\n")]


def test_of_what_is_displayed_text_is_kept_and_of_the_rest_that_it_was_there(notebook):
    (shown,) = notebook.run("from IPython.display import HTML, display\ndisplay(HTML('<script>x</script>'), 3)")
    assert kinds(shown) == ["display_data"] * 2
    assert shown[0]["data"]["text/html"] == "" and "HTML" in shown[0]["data"]["text/plain"]


def test_a_picture_is_kept_apart_as_bytes(notebook):
    ((outputs, sizes),) = notebook.shown(
        "import base64\nfrom IPython.display import Image, display\n"
        "display(Image(data=b'\\x89PNG\\r\\n\\x1a\\n' + b'0' * 92, format='png'))"
    )
    assert outputs[0]["data"]["image/png"] == 0 and sizes == [100]


def test_a_display_is_updated_in_its_place(notebook):
    (shown,) = notebook.run("h = display('old', display_id='n')\nprint('between')\nh.update('new')")
    assert [o["output_type"] for o in shown] == ["display_data", "stream"]
    assert shown[0]["data"]["text/plain"] == "'new'" and "display_id" not in shown[0]


def test_an_update_of_nothing_is_shown(notebook):
    (shown,) = notebook.run("from IPython.display import update_display\nupdate_display('x', display_id='unknown')")
    assert kinds(shown) == ["display_data"]


def test_output_is_cleared(notebook):
    (shown,) = notebook.run("from IPython.display import clear_output\nprint('old')\nclear_output()\nprint('new')")
    assert shown == [stream("new\n")]


def test_what_is_printed_without_end_is_cut(notebook):
    (shown,) = notebook.run(f"for _ in range(40):\n    print('x' * ({MAX_STREAM} // 10))")
    assert len(shown) == 1 and len(shown[0]["text"]) <= MAX_STREAM


def test_outputs_without_end_are_cut(notebook):
    (shown,) = notebook.run(f"for i in range({MAX_OUTPUTS} * 2):\n    display(i)")
    assert len(shown) == MAX_OUTPUTS
    (shown,) = notebook.run(f"for i in range({MAX_OUTPUTS} * 2):\n    display(i)\n1 / 0")
    assert shown[-1]["ename"] == "ZeroDivisionError"


def test_each_cell_has_room_of_its_own(notebook):
    assert notebook.run(f"print('x' * {MAX_STREAM * 2})", "print('y')")[1] == [stream("y\n")]


@pytest.mark.parametrize("what", ["3", "b'x'", "None"])
def test_only_text_is_written(notebook, what):
    (shown,) = notebook.run(f"import sys\nsys.stdout.write({what})")
    assert shown[-1]["ename"] == "TypeError"


def test_streams_are_like_a_kernels(notebook):
    (shown,) = notebook.run(
        "import sys\nprint(sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.writable(), sys.stdout.name)\n"
        "sys.stdout.flush()\nprint(sys.stdout.fileno(), sys.stderr.fileno())"
    )
    assert shown == [stream("False utf-8 True stdout\n1 2\n")]


@pytest.mark.parametrize(
    "cells, text",
    [
        (["%time print(3)"], "3\n"),
        (["%%capture caught\nprint('x')", "print(caught.stdout)"], "x\n"),
        (["!echo from a shell"], "from a shell"),
        (["words = !echo kept", "print(words)"], "['kept']"),
        (["%%bash\necho from bash"], "from bash"),
        (["import asyncio\nawait asyncio.sleep(0, 'slept')", "print(_)"], "slept"),
        (["len?"], "number of items"),
        (["%nosuchmagic"], "not found"),
    ],
)
def test_ipythons_own_syntax_works(notebook, cells, text):
    shown = "".join(o.get("text", "") for outputs in notebook.run(*cells) for o in outputs)
    assert text in shown


def test_what_a_command_prints_is_not_torn_within_a_character(notebook):
    *_, shown = notebook.run("import sys", "!{sys.executable} -c \"print('x' + 'ö' * 100_000)\"")
    assert shown == [stream("x" + "ö" * 100_000 + "\n")]


def test_nothing_is_kept_from_one_notebook_to_the_next(notebook):
    notebook.run("kept = 1\nprint('x')")
    (shown,) = notebook.run("kept")
    assert shown[0]["ename"] == "NameError"
