"""How fast lecture 07's own training loop is, beside the same model written with torch alone.

    .venv/bin/python -m benchmarks.seq2seq [--rounds 5]

Runs the first part of the solved notebook in a kernel of its own. Then the lecture's
loop (the student's shift_right and masked_cross_entropy, helpers.training.fit)
and a plain one (torch.nn, slices, F.cross_entropy) take turns on the same batches
of dates, from equal weights, and their losses are compared.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from benchmarks.claims.claim import NUMBER
from benchmarks.lectures import printed

ROOT = Path(__file__).resolve().parent.parent

IN_TURNS = """
import time
from torch.nn import functional

class Plain(nn.Module):
    def __init__(self, read, written, width, hidden):
        super().__init__()
        self.read = nn.Embedding(read, width, padding_idx=0)
        self.reader = nn.GRU(width, hidden, batch_first=True)
        self.write = nn.Embedding(written, width, padding_idx=0)
        self.writer = nn.GRU(width, hidden, batch_first=True)
        self.out = nn.Linear(hidden, written)

    def forward(self, source, inputs):
        states, _ = self.reader(self.read(source))
        last = states[torch.arange(len(source)), (source != 0).sum(dim=1) - 1]
        return self.out(self.writer(self.write(inputs), last[None])[0])

def plain_loop(model, batches):
    optimizer, losses = torch.optim.Adam(model.parameters(), lr=5e-3), []
    for rows in batches:
        sources, targets = date_pairs.batch(rows)
        starts = torch.full((len(targets), 1), 1)
        inputs = torch.cat([starts, targets[:, :-1]], dim=1)
        optimizer.zero_grad()
        logits = model(sources, inputs)
        loss = functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=0)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    return losses

def lecture_loop(model, batches):
    return fit(model, teacher_forcing(date_pairs), batches, lr=5e-3, clip=1.0, title="lecture").losses

torch.set_num_threads(1)
sizes = len(letters_in), len(letters_out), 32, 96
torch.manual_seed(0)
models = {"lecture": encoder_decoder(*sizes), "torch": Plain(*sizes)}
models["torch"].load_state_dict(dict(zip(models["torch"].state_dict(), models["lecture"].state_dict().values())))
loops, seconds, losses = {"lecture": lecture_loop, "torch": plain_loop}, {"lecture": [], "torch": []}, {}
for turn in range(ROUNDS):
    batches = list(date_pairs.buckets(64, np.random.default_rng(turn)))[:60]
    for name in (list(loops) if turn % 2 else list(loops)[::-1]):
        began = time.perf_counter()
        losses[name] = loops[name](models[name], batches)
        seconds[name].append(time.perf_counter() - began)
written_tokens = sum(int((date_pairs.target[rows] != 0).sum()) for rows in batches)
apart = max(abs(a - b) for a, b in zip(losses["lecture"], losses["torch"]))
rates = {name: written_tokens / float(np.median(taken)) for name, taken in seconds.items()}
print(f"\\nRATES lecture {rates['lecture']:.0f}, torch {rates['torch']:.0f}, apart {apart:.2e}")
"""


def in_turns(rounds: int) -> tuple[float, float, str]:
    """Target tokens per second of the lecture's loop and of the plain one, and how far their losses are apart."""
    path = ROOT / "source" / "07_seq2seq" / "07_seq2seq.ipynb"
    notebook = nbformat.read(path, as_version=4)
    last = next(i for i, cell in enumerate(notebook.cells) if "def learn(" in cell.source)
    timed = nbformat.v4.new_code_cell(IN_TURNS.replace("ROUNDS", str(rounds)))
    notebook.cells = [*notebook.cells[: last + 1], timed]
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=900, skip_cells_with_tag="", resources=where).execute()
    match = re.search(rf"RATES lecture {NUMBER}, torch {NUMBER}, apart (\S+)", printed(notebook.cells[-1]))
    return float(match[1]), float(match[2]), match[3]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    lecture, plain, apart = in_turns(options.parse_args().rounds)
    print(f"lecture 07's loop {lecture:,.0f} target tokens per second, torch alone {plain:,.0f}: {lecture / plain:.2f}")
    print(f"(medians of turns in one process; the losses of both differ by at most {apart})")


if __name__ == "__main__":
    main()
