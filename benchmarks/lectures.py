"""What the lectures' own experiments give, over several seeds, and how long each lecture takes.

    .venv/bin/python -m benchmarks.lectures [--seeds 3] [LECTURE ...]

Runs the notebooks of source/ as they are, from top to bottom in a kernel of
their own, with other seeds put in place of the lecture's. Every result stands
beside its baseline, from the same run. The writer of lecture 01, which is the
student's own NumPy, is also timed beside torch.nn.RNN.
"""

from __future__ import annotations

import argparse
import functools
import re
import statistics
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from benchmarks.claims import RESULTS
from benchmarks.claims.claim import NUMBER

ROOT = Path(__file__).resolve().parent.parent


@functools.cache
def executed(room: str, lecture: str, seed: int | None = None) -> nbformat.NotebookNode:
    """A notebook of source/ or release/, run from top to bottom, demos included; its metadata has the seconds.

    seed: put in place of the lecture's own, where it trains
    """
    path = ROOT / room / lecture / f"{lecture}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    if seed is not None:
        for cell in notebook.cells:
            cell.source = re.sub(r"(default_rng|manual_seed)\(0\)", rf"\1({seed})", cell.source)
    client = NotebookClient(
        notebook,
        timeout=600,
        allow_errors=True,
        skip_cells_with_tag="",
        resources={"metadata": {"path": str(path.parent)}},
    )
    began = time.perf_counter()
    client.execute()
    notebook.metadata["seconds"] = time.perf_counter() - began
    return notebook


def printed(cell: nbformat.NotebookNode) -> str:
    """All that a code cell says in words: what it prints, and the text of what it shows."""
    outputs = cell.get("outputs", [])
    said = [output.text for output in outputs if output.output_type == "stream"]
    said += [output.data.get("text/plain", "") for output in outputs if "data" in output]
    return "\n".join(said)


def said(lecture: str, seed: int | None = None) -> str:
    """All that the code cells of a solved lecture say in words."""
    return "\n".join(printed(cell) for cell in executed("source", lecture, seed).cells)


def results(lecture: str, seed: int | None = None) -> dict[str, tuple[float, float]]:
    """What the lecture's experiments gave: what → (result, baseline)."""
    text = said(lecture, seed)
    return {one.what: (_read(one.pattern, text), _read(one.baseline, text)) for one in RESULTS.get(lecture, [])}


def _read(pattern: str, text: str) -> float:
    match = re.search(pattern, text)
    if match is None:
        raise LookupError(f"the lecture does not print what {pattern!r} looks for")
    return float(match[1])


IN_TORCH = """
model = networks.Recurrent(V, units, V).double()
def next_character(model, start):
    ids = torch.from_numpy(train_ids[:, start : start + chunk + 1])
    x = torch.nn.functional.one_hot(ids[:, :-1], V).double()
    return cross_entropy(model(x).flatten(0, 1), ids[:, 1:].flatten())
in_torch = fit(model, next_character, [torch.tensor(s) for s in starts], epochs=8, lr=5e-3).seconds
print(f"SECONDS by hand {history.seconds:.2f}, torch {in_torch:.2f}")
"""


def by_hand_and_torch() -> tuple[float, float]:
    """Seconds that the writer's training takes in the lecture, and with torch.nn.RNN on the same batches."""
    path = ROOT / "source" / "01_rnn_basics" / "01_rnn_basics.ipynb"
    notebook = nbformat.read(path, as_version=4)
    last = next(i for i, cell in enumerate(notebook.cells) if "history = train(step" in cell.source)
    notebook.cells = [*notebook.cells[: last + 1], nbformat.v4.new_code_cell(IN_TORCH)]
    NotebookClient(
        notebook, timeout=600, skip_cells_with_tag="", resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    match = re.search(rf"SECONDS by hand {NUMBER}, torch {NUMBER}", printed(notebook.cells[-1]))
    return float(match[1]), float(match[2])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("lectures", nargs="*", default=list(RESULTS))
    options.add_argument("--seeds", type=int, default=3)
    chosen = options.parse_args()
    for lecture in chosen.lectures:
        runs = [results(lecture, seed) for seed in range(chosen.seeds)]
        seconds = [executed("source", lecture, seed).metadata["seconds"] for seed in range(chosen.seeds)]
        print(f"\n{lecture}: {statistics.median(seconds):.0f} s from top to bottom, {chosen.seeds} seeds")
        for one in RESULTS[lecture]:
            ours, beside = zip(*(run[one.what] for run in runs))
            print(f"  {one.what:50} {_spread(ours):24} {one.beside:24} {_spread(beside)}")
    if "01_rnn_basics" in chosen.lectures:
        by_hand, in_torch = by_hand_and_torch()
        print(f"\ntraining the writer: by hand {by_hand:.1f} s, torch {in_torch:.1f} s, ratio {by_hand / in_torch:.2f}")


def _spread(values: tuple[float, ...]) -> str:
    """The median and, where seeds differ, the range."""
    middle, low, high = statistics.median(values), min(values), max(values)
    return f"{middle:g}" if low == high else f"{middle:g} ({low:g} … {high:g})"


if __name__ == "__main__":
    main()
