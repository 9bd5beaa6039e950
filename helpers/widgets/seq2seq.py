"""Watch a beam search, on a small table of probabilities in place of a model."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from helpers.plots.figure import Picture
from helpers.plots.seq2seq import Beginning, Tree, beam_tree
from helpers.text import BOS, EOS, Vocabulary
from helpers.widgets.explorer import Explorer

SENTENCE = "elle n'est plus ici"
LONGEST = 6
_NEXT: dict[str, dict[str, float]] = {  # beginning → what may come next; other words share what is missing to 1
    "": {"she": 0.60, "gone": 0.36, "left": 0.025},
    "she": {"is": 0.50, "has": 0.31, "left": 0.18},
    "gone": {"<eos>": 0.40, "she": 0.30, "is": 0.28},
    "left": {"<eos>": 0.60, "she": 0.38},
    "she is": {"no": 0.36, "gone": 0.34, "not": 0.29},
    "she has": {"left": 0.52, "gone": 0.46},
    "she left": {"<eos>": 0.55, "here": 0.43},
    "gone she": {"is": 0.80, "<eos>": 0.18},
    "gone is": {"she": 0.95},
    "left she": {"has": 0.70, "<eos>": 0.28},
    "she is no": {"longer": 0.97},
    "she is gone": {"<eos>": 0.93, "now": 0.05},
    "she is not": {"here": 0.70, "there": 0.28},
    "she has left": {"<eos>": 0.70, "here": 0.28},
    "she has gone": {"<eos>": 0.75, "now": 0.23},
    "she left here": {"<eos>": 0.96},
    "gone she is": {"<eos>": 0.97},
    "gone is she": {"<eos>": 0.97},
    "left she has": {"<eos>": 0.97},
    "she is no longer": {"here": 0.62, "there": 0.36},
    "she is not here": {"<eos>": 0.55, "now": 0.43},
    "she is not there": {"<eos>": 0.60, "now": 0.38},
    "she has left here": {"<eos>": 0.97},
    "she is no longer here": {"<eos>": 0.98},
    "she is no longer there": {"<eos>": 0.98},
}
_WORDS = Vocabulary(dict.fromkeys(word for options in _NEXT.values() for word in options))


def table_step(token: int, state: Beginning | None) -> tuple[Tensor, Beginning]:
    """A decoder that is a table: log-probabilities of the next word, (V,), and the beginning so far as its state."""
    read = () if state is None else (*state, _WORDS.tokens[token])
    options = _NEXT.get(" ".join(read), {"<eos>": 0.95})
    others = (1 - sum(options.values())) / (len(_WORDS) - len(options))
    probabilities = [options.get(word, others) for word in _WORDS.tokens]
    return torch.tensor(probabilities, dtype=torch.float64).log(), read


def searched(beam_search: Callable[..., Any], beam: int, alpha: float) -> Tree:
    """Run a search on the table, and note what it asks; what is hardly possible is left out."""
    log_probs: dict[Beginning, float] = {(): 0.0}
    grown: set[Beginning] = set()

    def step(token: int, state: Beginning | None) -> tuple[Tensor, Beginning]:
        following, read = table_step(token, state)
        grown.add(read)
        for word, log_prob in zip(_WORDS.tokens, following.tolist()):
            log_probs[(*read, word)] = log_probs[read] + log_prob
        return following, read

    found = beam_search(step, None, BOS, EOS, beam, LONGEST, alpha)
    finished = {tuple(_WORDS.decode(tokens)): float(score) for tokens, score in found}
    best = tuple(_WORDS.decode(found[0][0]))
    shown = {node: value for node, value in log_probs.items() if _drawn(node, log_probs)}
    return Tree(
        shown, frozenset(grown & set(shown)), {node: finished[node] for node in finished if node in shown}, best
    )


def _drawn(node: Beginning, log_probs: dict[Beginning, float]) -> bool:
    """Whether every word of it has a probability of 0.02 and more."""
    steps = (log_probs[node[: n + 1]] - log_probs[node[:n]] for n in range(len(node)))
    return all(step >= math.log(0.02) for step in steps)


def beam_explorer(beam_search: Callable[..., Any]) -> Explorer:
    """Two sliders: how many beginnings are kept, and how much long sentences are favoured.

    beam_search: takes step, state, bos, eos, beam, max_len and alpha, and returns a list of (tokens, score)
    """

    def draw(beam: int, alpha: float) -> Picture:
        return beam_tree(searched(beam_search, beam, alpha), f"{SENTENCE}: beam {beam}, alpha {alpha:.1f}")

    return Explorer(
        draw,
        {
            "beam": {"description": "beam", "value": 2, "min": 1, "max": 4},
            "alpha": {"description": "alpha", "value": 0.0, "min": 0.0, "max": 1.5, "step": 0.1},
        },
    )
