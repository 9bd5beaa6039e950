"""What is seen of an answer crosses the wire unchanged; what was forged is refused."""

from __future__ import annotations

import json
import math
import threading
import time

import numpy as np
import pytest
import torch

from grading.sightings import MAX_MEMBERS, pack_cases, pack_sighting, unpack_cases, unpack_sighting
from grading.wire import Channel, Malformed
from helpers.checking.probes import Missing, Observation, Raised, Returned, Sighting, observe
from helpers.checking.recipes import Recipe
from helpers.checking.values import Array, Opaque, freeze, same, thaw

VALUES = {
    "None": None,
    "a bool": True,
    "an int": -3,
    "a huge int": 10**60,
    "a float": 0.1,
    "NaN": math.nan,
    "infinity": -math.inf,
    "minus zero": -0.0,
    "text": "größer 🎉 \x00 \ud800",
    "a list": [1, [2.5, None], []],
    "a tuple": (1, (2,), ()),
    "a dict": {"a": 1, 2: [3], (1, "b"): None, None: True, 1.5: {}},
    "a set": {1, "a", (2, 3), None, 2.5},
    "an array": np.arange(6.0).reshape(2, 3),
    "a float32 array": np.arange(3, dtype=np.float32),
    "a float16 array": np.arange(3, dtype=np.float16),
    "an array of bools": np.array([[True], [False]]),
    "an empty array": np.zeros((0, 3)),
    "a number in an array": np.array(2.0),
    "a big-endian array": np.arange(3, dtype=">f8"),
    "a strided array": np.arange(10)[::3],
    "a NumPy scalar": np.float32(0.1),
    "a tensor": torch.arange(6.0).reshape(2, 3),
    "a tensor with gradients": torch.ones(2, requires_grad=True),
    "a bfloat16 tensor": torch.ones(2, dtype=torch.bfloat16),
    "a tensor of ints": torch.arange(3),
    "several": ([np.ones(2), torch.ones(1)], {"h": np.zeros(1)}),
    "a function": len,
    "complex numbers": np.array([1j]),
    "text in an array": np.array(["a"]),
    "an object that fails": type("Bad", (list,), {"__iter__": lambda self: 1 / 0})(),
    "something endless": [[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]],
}


def crossed(packed: dict, arrays: list) -> tuple[dict, list]:
    """A message after its way over the wire."""
    ours, theirs = Channel.pair()
    sender = threading.Thread(target=theirs.send, args=(packed, arrays))
    sender.start()
    message = ours.receive(time.monotonic() + 5)
    sender.join()
    ours.close()
    theirs.close()
    return message.content, list(message.arrays)


def through(sighting: Sighting, count: int = 1) -> Sighting:
    return unpack_sighting(*crossed(*pack_sighting(sighting)), count, sighting.by_hand)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_every_kind_of_value_comes_back_as_it_was(value):
    frozen = freeze(value)
    (seen,) = through(Sighting((Observation(Returned(frozen)),))).observations
    assert same(seen.outcome.value, frozen)
    assert type(seen.outcome.value) is type(frozen)


def test_a_whole_sighting_comes_back():
    raised = Raised(("ValueError", "Exception"), "größer\x00", "decay", 3, "raise ValueError")
    sighting = Sighting(
        (
            Observation(
                Returned(freeze(np.ones(2))), Returned(freeze(np.zeros(2))), {"x": Opaque("changed")}, ("torch",)
            ),
            Observation(raised, raised, None, ("Python", "NumPy", "torch")),
        ),
        ("torch.nn.RNN", "scipy"),
        printed=True,
    )
    back = through(sighting, 2)
    assert back.by_hand == sighting.by_hand and back.printed
    first, second = back.observations
    assert same(first.outcome.value, sighting.observations[0].outcome.value)
    assert same(first.again.value, sighting.observations[0].again.value)
    assert set(first.inputs) == {"x"} and first.random_state == ("torch",)
    assert second.outcome.kinds == raised.kinds and (second.outcome.function, second.outcome.line) == ("decay", 3)
    assert second.inputs is None and second.random_state == ("Python", "NumPy", "torch")


@pytest.mark.parametrize("reason", ["undefined", "broken", "invalid", "renamed", "kind"])
def test_what_is_missing_comes_back(reason):
    assert through(Sighting(missing=Missing(reason, "détail"))).missing == Missing(reason, "détail")


def test_cases_cross_with_all_that_they_may_hold():
    inputs = [
        {"x": freeze(np.arange(3.0)), "f": 2.5, "rng": Recipe("rng", {"seed": 3})},
        {"none": None, "words": ["a", "b"], "t": freeze(torch.ones(2, requires_grad=True))},
        {},
    ]
    back = unpack_cases(*_list(crossed(*_dict(pack_cases(inputs)))))
    assert [list(case) for case in back] == [list(case) for case in inputs]
    assert same(back[0]["x"], inputs[0]["x"]) and back[0]["rng"] == inputs[0]["rng"]
    assert same(back[1]["t"], inputs[1]["t"]) and back[1]["words"] == ["a", "b"]


def test_an_answer_gives_the_same_after_its_cases_have_crossed():
    cases = [{"x": freeze(np.random.default_rng(0).normal(size=(3, 2)).astype(dtype))} for dtype in ("f8", "f4", "i8")]
    here = observe("call", np.tanh, cases)
    there = observe("call", np.tanh, unpack_cases(*_list(crossed(*_dict(pack_cases(cases))))))
    for a, b in zip(here.observations, there.observations, strict=True):
        assert same(a.outcome.value, b.outcome.value)


def test_what_an_answer_keeps_of_a_case_does_not_reach_the_next():
    cases = [{"x": freeze(np.ones(2))}, {"x": freeze(np.ones(2))}]
    first, second = (thaw(case["x"]) for case in unpack_cases(*pack_cases(cases)))
    first[:] = 5
    assert second.tolist() == [1, 1]


def _dict(packed: tuple) -> tuple[dict, list]:
    return {"cases": packed[0]}, packed[1]


def _list(message: tuple) -> tuple[list, list]:
    return message[0]["cases"], message[1]


# Forged ones


def honest() -> dict:
    packed, _ = pack_sighting(Sighting((Observation(Returned(1.5)),)))
    return json.loads(json.dumps(packed))


def with_value(value: object) -> dict:
    packed = honest()
    packed["observations"][0]["outcome"] = {"value": value}
    return packed


def with_one(name: str, value: object) -> dict:
    packed = honest()
    packed["observations"][0][name] = value
    return packed


def raising(**changes: object) -> dict:
    told = {"raised": ["ValueError"], "message": "m", "where": ["f", 1, "s"]} | changes
    return with_one("outcome", told)


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = {"list": [value]}
    return value


ARRAY = {"array": 0, "library": "numpy", "dtype": "float64"}
FORGED = {
    "nothing": {},
    "null": None,
    "a list": [],
    "no observations": honest() | {"observations": []},
    "too many observations": honest() | {"observations": honest()["observations"] * 2},
    "observations are text": honest() | {"observations": "x"},
    "observations are null": honest() | {"observations": None},
    "an observation that is none": honest() | {"observations": [3]},
    "an unknown reason": honest() | {"missing": ["passed", ""]},
    "a reason that is null": honest() | {"missing": [None, ""]},
    "a reason without a detail": honest() | {"missing": ["renamed"]},
    "a detail that is a list": honest() | {"missing": ["renamed", []]},
    "missing is True": honest() | {"missing": True},
    "by_hand is null": honest() | {"by_hand": None},
    "an outcome that is null": with_one("outcome", None),
    "an outcome that is empty": with_one("outcome", {}),
    "an outcome that is text": with_one("outcome", "passed"),
    "again is text": with_one("again", "x"),
    "changed is a number": with_one("changed", 3),
    "changed holds numbers": with_one("changed", [3]),
    "random state is null": with_one("random_state", None),
    "an unknown value": with_value({"verdict": "passed"}),
    "a bare list": with_value([1, 2]),
    "a list that is text": with_value({"list": "abc"}),
    "a list that is a dict": with_value({"list": {}}),
    "pairs that are none": with_value({"dict": [1]}),
    "pairs of three": with_value({"dict": [[1, 2, 3]]}),
    "a key that is a list": with_value({"dict": [[{"list": []}, 1]]}),
    "a set of dicts": with_value({"set": [{"dict": []}]}),
    "a float that is none": with_value({"float": "many"}),
    "a float that is a list": with_value({"float": []}),
    "an array that is not there": with_value(ARRAY | {"array": 7}),
    "an array before the first": with_value(ARRAY | {"array": -1}),
    "an array of another library": with_value(ARRAY | {"library": "cupy"}),
    "a recipe": with_value({"recipe": "rng", "settings": {"seed": 1}}),
    "a recipe in a list": with_value({"list": [{"recipe": "rng", "settings": {}}]}),
    "a recipe in a key": with_value({"dict": [[{"recipe": "rng", "settings": {}}, 1]]}),
    "too deep": with_value(nested(20)),
    "very deep": with_value(nested(900)),
    "too many": with_value({"list": [1] * 30_000}),
    "too many in many": with_value({"list": [{"list": [1] * 15_000}] * 4}),
    "too many members": with_value({"set": list(range(MAX_MEMBERS + 1))}),
    "too many keys": with_value({"dict": [[n, n] for n in range(MAX_MEMBERS + 1)]}),
    "two kinds at once": with_value({"list": [1] * 10, "set": [[]]}),
    "an error without a name": raising(raised=[]),
    "an error that is text": raising(raised=None),
    "an error whose name is a number": raising(raised=[3]),
    "a message that is a number": raising(message=3),
    "no place": raising(where=None),
    "half a place": raising(where=["f"]),
    "a line that is text": raising(where=["f", "1", "s"]),
    "a line that is a bool": raising(where=["f", True, "s"]),
    "a line that is a float": raising(where=["f", 1.5, "s"]),
    "a function that is a list": raising(where=[[], 1, "s"]),
}


@pytest.mark.parametrize("packed", FORGED.values(), ids=FORGED)
def test_what_was_forged_is_refused(packed):
    with pytest.raises(Malformed):
        unpack_sighting(packed, [np.zeros(2)], 1, ["torch"])


def test_long_texts_are_cut_and_odd_ones_written_out():
    packed = raising(
        raised=["V" * 10_000] * 500, message="\x1b[31m\u202e" + "m" * 10_000, where=["f" * 5000, 10**9, "s"]
    )
    (seen,) = unpack_sighting(packed, [], 1, ["torch"]).observations
    assert len(seen.outcome.kinds) == 50 and max(map(len, seen.outcome.kinds)) <= 300
    assert len(seen.outcome.message) <= 310 and "\x1b" not in seen.outcome.message
    assert "\u202e" not in seen.outcome.message
    assert len(seen.outcome.function) <= 300 and seen.outcome.line == 10**6


def test_only_true_is_printed_and_only_known_random_states_count():
    packed = honest() | {"printed": 1}
    packed["observations"][0]["random_state"] = ["torch", "mine", "Python", "torch"]
    sighting = unpack_sighting(packed, [], 1, ["torch"])
    assert sighting.printed is False
    assert sighting.observations[0].random_state == ("Python", "torch")


def test_of_what_is_to_be_written_by_hand_only_names_of_the_key_are_taken():
    packed = honest() | {"by_hand": ["a text of the student's", 3, "scipy", "torch"]}
    assert unpack_sighting(packed, [], 1, ["torch", "scipy", "numba"]).by_hand == ("torch", "scipy")


@pytest.mark.parametrize("value", [{"opaque": "x" * 10_000 + "\u202e"}, ARRAY | {"dtype": "y" * 10_000}])
def test_words_about_a_value_are_cut(value):
    (seen,) = unpack_sighting(with_value(value), [np.zeros(2)], 1, []).observations
    kept = seen.outcome.value
    assert len(kept.description if isinstance(kept, Opaque) else kept.dtype) <= 310


def test_an_array_that_is_taken_keeps_its_own_kind():
    """Whatever dtype is claimed, what is compared is what the bytes are."""
    packed = with_value(ARRAY | {"dtype": "float32"})
    (seen,) = unpack_sighting(packed, [np.array([1, 2])], 1, ["torch"]).observations
    assert isinstance(seen.outcome.value, Array) and seen.outcome.value.kind == "int"
