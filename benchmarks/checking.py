"""What a check, an import and an idle build cost.

    .venv/bin/python benchmarks/checking.py [--runs 200]

Each figure stands beside what one would use instead, measured in the same run:
a check beside the plainest test cell (numpy.testing against a stored result,
as in an ordinary nbgrader assignment), importing helpers beside importing torch
and matplotlib alone, an idle build beside a full one. All in a real kernel or a
process of its own.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent

IN_KERNEL = """
import io, json, time
import numpy as np
import torch
from contextlib import redirect_stdout
from helpers import check
from helpers.checking.check import examine
{solution}
def results():
    result = {name}(*{inputs})
    return result if isinstance(result, tuple) else (result,)

expected = results()

def plain():
    for one, wanted in zip(results(), expected, strict=True):
        np.testing.assert_allclose(one, wanted, rtol=1e-5)

def clock(call):
    times = []
    for _ in range({runs}):
        before = time.perf_counter()
        call()
        times.append(time.perf_counter() - before)
    return times

with redirect_stdout(io.StringIO()):
    checked, tested = clock(lambda: check("{name}")), clock(plain)
from IPython.display import clear_output
clear_output()
assert examine("{name}").passed
print("RESULT" + json.dumps([checked, tested]))
"""

EXERCISES = {
    "softmax": ("00_start_here", "(np.linspace(-3, 3, 12).reshape(3, 4),)"),
    "rnn_step": ("01_rnn_basics", "(np.ones((2, 3)), np.ones((2, 4)), np.ones((3, 4)), np.ones((4, 4)), np.ones(4))"),
    "rnn_backward": (
        "01_rnn_basics",
        "(np.ones((2, 3, 4)), np.ones((2, 3, 5)), np.ones((2, 4)), np.zeros((2, 3, 4)), np.ones((5, 4)), np.ones((4, 4)))",
    ),
    "lstm_step": (
        "03_lstm",
        "map(torch.ones, [(2, 3), (2, 4), (2, 4), (3, 16), (4, 16), (16,)])",
    ),
    "cell_jacobian_terms": (
        "03_lstm",
        "map(torch.ones, [(3,), (4,), (4,), (3, 16), (4, 16), (16,)])",
    ),
}


def in_kernel(name: str, runs: int) -> tuple[list[float], list[float]]:
    """Seconds of each check that passes, and of each plain test, in one kernel."""
    lecture, inputs = EXERCISES[name]
    folder = ROOT / "source" / lecture
    notebook = nbformat.read(folder / f"{lecture}.ipynb", as_version=4)
    (solution,) = [c.source for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == f"{name}-code"]
    code = IN_KERNEL.format(solution=solution, name=name, inputs=inputs, runs=runs)
    bench = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)], metadata=notebook.metadata)
    NotebookClient(bench, timeout=600, resources={"metadata": {"path": str(folder)}}).execute()
    text = "".join(o.get("text", "") for o in bench.cells[0].outputs if o.output_type == "stream")
    return tuple(json.loads(text.partition("RESULT")[2]))


def process(*command: str) -> float:
    """Seconds that a process of its own takes."""
    before = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - before


def imports(runs: int) -> tuple[float, float, float]:
    """Median seconds of Python alone with torch and matplotlib; with helpers too; and helpers alone."""
    base = "import torch, matplotlib.pyplot"
    pairs = [
        (
            process("-c", base),
            process("-c", f"{base}, helpers, helpers.plots.rnn, helpers.widgets.rnn"),
            process("-c", "import helpers"),
        )
        for _ in range(runs)
    ]
    return tuple(statistics.median(column) for column in zip(*pairs))


def builds(runs: int) -> tuple[float, float]:
    """Median seconds of a build that changes nothing, and seconds of one that proves everything."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("source", "release"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        shutil.copy(ROOT / "nbgrader_config.py", folder)
        build = ["-c", f"import os; os.chdir({folder!r}); from course.cli import app; app(['build'])"]
        full = process(*build)
        return statistics.median(process(*build) for _ in range(runs)), full


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=200, help="checks of each exercise")
    runs = options.parse_args().runs
    print(f"{'a check that passes':34} median      worst      plain test  ratio")
    for name in EXERCISES:
        checked, tested = in_kernel(name, runs)
        median, plain = statistics.median(checked), statistics.median(tested)
        print(
            f"  {name:32} {1e3 * median:6.2f} ms  {1e3 * max(checked):6.2f} ms  {1e3 * plain:6.3f} ms  {median / plain:6.0f}"
        )
    base, whole, alone = imports(5)
    print(f"{'import torch, matplotlib':34} {base:6.2f} s")
    print(f"{'  and helpers, plots, widgets':34} {whole:6.2f} s   {whole - base:+.2f} s, ratio {whole / base:.2f}")
    print(f"{'import helpers alone':34} {alone:6.2f} s")
    idle, full = builds(5)
    print(f"{'a build that changes nothing':34} {idle:6.2f} s   a full one {full:.2f} s, ratio {idle / full:.3f}")


if __name__ == "__main__":
    main()
