"""What a verdict looks at where many results are right, such as a random matrix.

A view makes facts of a result: a dict from what is looked at to its value, a
number, an array or a word. The facts of an answer are compared with those of a
right one. Views are pure functions over frozen values and run beside the key,
never beside the answer, which could forge them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from helpers.checking.probes import Observation, Outcome, Returned
from helpers.checking.recipes import Recipe
from helpers.checking.values import Array, describe, same

NOTE = "note"  # the fact of this name is a remark for the student, and not compared
SIGMAS = 5.0
MANY = 1000  # draws, from which on a mask is looked at more closely
ALIKE = 10.0  # standard deviations: independent masks of so many draws were seen to reach 7, copied ones 17 and more


@dataclass(frozen=True, eq=False)
class View:
    """The facts of a result by name, or why there are none, as the end of a sentence."""

    facts: Mapping[str, Any] | str


def viewed(cases: Sequence[Any], observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """The observations with a `View` in place of each result of which the case's `how` names one.

    Of what was observed for the key's cases, `repeats` notes where another seed made no difference, and `unmoved`
    which generator stands where it stood, though the next to draw from it should get other numbers.
    """
    found = []
    for at, (case, seen) in enumerate(zip(cases, observations)):
        name = getattr(case.how, "view", "")
        if not name or _is_viewed(seen.outcome):
            found.append(seen)
            continue
        again = seen.again and _viewed(name, seen.again, case.inputs)
        outcome = _viewed(name, seen.outcome, case.inputs)
        repeats, unmoved = _repeats(cases, observations, at), _unmoved(cases, seen, at)
        found.append(replace(seen, outcome=outcome, again=again, repeats=repeats, unmoved=unmoved))
    return tuple(found)


def _is_viewed(outcome: Outcome) -> bool:
    return isinstance(outcome, Returned) and isinstance(outcome.value, View)


def _viewed(name: str, outcome: Outcome, inputs: Mapping[str, Any]) -> Outcome:
    return Returned(View(VIEWS[name](outcome.value, inputs))) if isinstance(outcome, Returned) else outcome


def _repeats(cases: Sequence[Any], observations: Sequence[Observation], at: int) -> str:
    """The title of an earlier case with another seed, the same other inputs and the same result; or nothing."""
    for case, seen in zip(cases[:at], observations):
        outcomes = seen.outcome, observations[at].outcome
        if all(isinstance(one, Returned) for one in outcomes) and _seeds(case.inputs, cases[at].inputs):
            if same(outcomes[0].value, outcomes[1].value):
                return case.title
    return ""


def _unmoved(cases: Sequence[Any], seen: Observation, at: int) -> str:
    """A generator that did not move on in a case of which there is another with another seed for it; or nothing."""
    if not isinstance(seen.outcome, Returned):
        return ""
    drawn_from = {name for case in cases for name in _seeds(case.inputs, cases[at].inputs)}
    return next((name for name in seen.stood if name in drawn_from), "")


def _seeds(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[str]:
    """The recipes in which the inputs of two cases differ, if they differ in nothing else."""
    if list(a) != list(b):
        return []
    unlike = [name for name in a if not same(a[name], b[name])]
    return unlike if all(isinstance(one[name], Recipe) for one in (a, b) for name in unlike) else []


def _objection(value: Any, like: Array, shape: tuple[int, ...], kind: str = "float") -> str:
    """Why a result is no array of that kind in the library of `like` and of that shape; or nothing."""
    wanted = describe(Array(np.empty(shape), like.library))
    if not isinstance(value, Array) or value.library != like.library or value.shape != shape:
        return f"is {describe(value)}, expected {wanted}"
    return "" if value.kind == kind else f"holds {value.kind}s, expected {kind}s"


def orthogonal(value: Any, inputs: Mapping[str, Any]) -> Mapping[str, Any] | str:
    """For orthogonal_init(n, gain, rng): QᵀQ, and whether Q is more than an identity with rows moved and signs flipped."""
    n = int(inputs["n"])
    if objection := _objection(value, Array(np.empty(0)), (n, n)):
        return objection
    with np.errstate(all="ignore"):
        Q = value.data.astype(np.float64)
        gram = Q.T @ Q
    alone = bool(((np.abs(Q) > 1e-9).sum(axis=1) <= 1).all())
    made = "one of them, moved, and its sign perhaps changed" if alone else "a mixture of several"
    return {"QᵀQ": Array(gram, dtype="float64"), "what it makes of a vector's entries": made}


def gru_states(value: Any, inputs: Mapping[str, Any]) -> Mapping[str, Any] | str:
    """For flip_update_gate(W, U, b_x, b_h): the states under h' = z·n + (1 − z)·h, in both forms."""
    if not isinstance(value, (list, tuple)) or len(value) != len(inputs):
        return f"is {describe(value)}, expected a tuple of {len(inputs)}"
    for got, (name, given) in zip(value, inputs.items()):
        if objection := _objection(got, given, given.shape):
            return f"has another {name}: it {objection}"
    weights = [one.data.astype(np.float64) for one in value]
    found = {}
    for title, reset_after in {"with the reset after the product": True, "with the reset before it": False}.items():
        with np.errstate(all="ignore"):
            found[f"a state {title}"] = Array(_gru(*weights, reset_after), dtype="float64")
    return found


def _gru(W: np.ndarray, U: np.ndarray, b_x: np.ndarray, b_h: np.ndarray, reset_after: bool) -> np.ndarray:
    """States (2, 3, H) of two fixed sequences of three steps, gates in the order r, z, n, z the share of the new."""
    D, H = len(W), len(U)
    rng = np.random.default_rng(0)
    x, h = rng.standard_normal((2, 3, D)), rng.uniform(-0.9, 0.9, (2, H))
    states = []
    for t in range(x.shape[1]):
        from_x, from_h = x[:, t] @ W + b_x, h @ U + b_h
        gates = 0.5 * (1 + np.tanh((from_x + from_h)[:, : 2 * H] / 2))  # the sigmoid, stable
        r, z = gates[:, :H], gates[:, H:]
        last = slice(2 * H, None)
        candidate = r * from_h[:, last] if reset_after else (r * h) @ U[:, last] + b_h[last]
        n = np.tanh(from_x[:, last] + candidate)
        h = z * n + (1 - z) * h
        states.append(h)
    return np.stack(states, axis=1)


def dropped_out(value: Any, inputs: Mapping[str, Any]) -> Mapping[str, Any] | str:
    """For dropout on x (without zeros) with the share p: how much is zero, what is kept times what, what shares a mask."""
    x, p = inputs["x"], float(inputs["p"])
    if objection := _objection(value, x, x.shape):
        return objection
    with np.errstate(all="ignore"):
        factors = value.data.astype(np.float64) / x.data
    left = factors[factors != 0]
    return _draws(factors == 0, p, "the share of zeros", "Exactly the share p is zero") | {
        "the smallest factor of what is kept": float(left.min()) if left.size else 0.0,
        "the largest factor of what is kept": float(left.max()) if left.size else 0.0,
    }


def mixed(value: Any, inputs: Mapping[str, Any]) -> Mapping[str, Any] | str:
    """For mix_inputs(gold, predicted, p, generator), both (B, T) ints: where the tokens come from, and how often from gold.

    Tells all that there is to tell where gold[b, t], predicted[b, t − 1] and predicted[b, t] are three tokens.
    """
    gold, predicted, p = inputs["gold"], inputs["predicted"].data, float(inputs["p"])
    if objection := _objection(value, gold, gold.shape, "int"):
        return objection
    mix, gold = value.data, gold.data
    from_gold = mix[:, 1:] == gold[:, 1:]
    others = {"predicted[:, t−1]": predicted[:, :-1], "predicted[:, t]": predicted[:, 1:]}
    facts: dict[str, Any] = {"what stands at t = 0": "gold" if (mix[:, 0] == gold[:, 0]).all() else "not gold"}
    if not from_gold.size:
        return facts
    found = [name for name, tokens in others.items() if (from_gold | (mix[:, 1:] == tokens)).all()]
    facts["what stands at t > 0 where gold does not"] = found[0] if found else "other tokens"
    return facts | _draws(from_gold, p, "the share of gold at t > 0", "Exactly the share p is gold at t > 0")


def _draws(drawn: np.ndarray, p: float, share: str, exactly: str) -> dict[str, Any]:
    """Facts of draws that ought to be True each by itself with probability p, False otherwise.

    share: what the share of True is called; exactly: said where it is p and no other number
    """
    shared = [axis for axis in range(drawn.ndim) if drawn.shape[axis] > 1 and (drawn == drawn.take([0], axis)).all()]
    own = drawn[tuple(slice(0, 1) if axis in shared else slice(None) for axis in range(drawn.ndim))]
    copied = own.size >= MANY and _agreement(own.ravel()) > ALIKE
    facts = {
        share: _share(own.mean(), p, own.size),
        "what shares one draw along an axis": "axis " + " and ".join(map(str, shared)) if shared else "nothing",
        "how entries are drawn": "many as copies of others" if copied else "each by itself",
    }
    if own.size >= MANY and 0 < p < 1 and int(own.sum()) == round(p * own.size):
        facts[NOTE] = f"{exactly}. If that is always so, the entries are not drawn independently of each other."
    return facts


def _agreement(draws: np.ndarray) -> float:
    """How far draws agree with themselves, shifted or in reverse order, beyond chance, in standard deviations.

    The most over all shifts by up to a half of them; about 5 to 7 for a thousand and more that are independent.
    """
    count, off = len(draws), draws - draws.mean()
    if not off.any():
        return 0.0
    spectrum = np.fft.rfft(off, 2 * count)
    half = count // 2
    lags, sums = np.arange(1, half + 1), np.arange(half, 2 * count - 1 - half)  # i − j, and i + j
    overlap = count - np.abs(sums - (count - 1))
    shifted = np.fft.irfft(np.abs(spectrum) ** 2, 2 * count)[lags] / np.sqrt(count - lags)
    mirrored = np.fft.irfft(spectrum**2, 2 * count)[sums] / np.sqrt(2 * overlap)
    return float(max(np.abs(shifted).max(), np.abs(mirrored).max()) / (off**2).mean())


def _share(share: float, p: float, draws: int) -> str:
    """A share among so many draws, in words where it is one of those that people get."""
    if share in (0, 1):
        return "none" if share == 0 else "all"
    near = SIGMAS * math.sqrt(p * (1 - p) / draws)
    if abs(share - p) <= near:
        return "about p"
    return "about 1 − p" if abs(share - (1 - p)) <= near else f"{share:.3f}"


VIEWS: dict[str, Callable[[Any, Mapping[str, Any]], Mapping[str, Any] | str]] = {
    "orthogonal": orthogonal,
    "gru_states": gru_states,
    "dropped_out": dropped_out,
    "mixed": mixed,
}
