"""Recipes: what they build behaves as the exercise that is given it says."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from course.exercise import Case, Exercise
from course.keys import exercise_key
from course.outcomes import verdict_on
from helpers.checking.compare import compare
from helpers.checking.how import Raises
from helpers.checking.key import AnswerKey, dumps, parse
from helpers.checking.probes import Raised
from helpers.checking.recipes import Recipe
from helpers.checking.values import Arrays, freeze, pack, thaw, unpack

LOG_PROBS = np.log([[0.5, 0.25, 0.25], [0.1, 0.2, 0.7], [0.3, 0.3, 0.4]])
AFTER = np.array([[1, 2, 0], [0, 1, 2], [2, 2, 1]])
TABLE = Recipe("step", {"log_probs": LOG_PROBS, "after": AFTER})
STATES = [0, (0, 0), [0], {"node": 0}, torch.zeros(1, 4), (torch.zeros(1, 4), torch.zeros(1, 2)), np.zeros(3)]


def built(recipe):
    """What a probe builds of a recipe that has been stored in a key."""
    arrays = Arrays()
    frozen = Recipe(recipe.name, freeze(recipe.settings))
    return thaw(unpack(pack(frozen, arrays), arrays))


@pytest.mark.parametrize("state", STATES, ids=lambda state: str(type(state).__name__))
def test_a_step_walks_through_its_table_and_keeps_the_form_of_the_state(state):
    step = built(TABLE)
    before = freeze(state)
    node = 0
    for token in (1, 0, torch.tensor(2), np.int64(1), torch.tensor([0])):
        log_probs, state = step(token, state)
        node = AFTER[node, int(token)]
        assert log_probs.dtype == torch.float64 and np.array_equal(log_probs.numpy(), LOG_PROBS[node])
        assert type(freeze(state)) is type(before)


def test_a_step_changes_neither_the_state_that_it_is_given_nor_its_own_table():
    step, state = built(TABLE), torch.zeros(1, 2)
    step(1, state)[0].fill_(5.0)
    assert torch.equal(state, torch.zeros(1, 2))
    assert np.array_equal(step(1, state)[0].numpy(), LOG_PROBS[2])


def test_a_step_says_what_it_takes():
    step = built(TABLE)
    with pytest.raises(IndexError, match="the token 3, and tokens go from 0 to 2"):
        step(3, 0)
    with pytest.raises(IndexError, match="the token -1"):
        step(-1, 0)
    with pytest.raises(TypeError, match="'str' for a state"):
        step(0, "start")


def test_lines_come_once_and_from_a_file_with_their_ends():
    lines = ["a 1.0", "", "b 2.0\x85"]
    once = built(Recipe("lines", {"lines": lines, "kind": "generator"}))
    assert list(once) == lines and list(once) == []
    assert list(built(Recipe("lines", {"lines": lines, "kind": "file"}))) == [f"{line}\n" for line in lines]


def walk(step, state, tokens):
    found = []
    for token in tokens:
        log_probs, state = step(token, state)
        found.append(float(log_probs[token]))
    return found


def test_an_exercise_on_a_step_has_a_key_that_is_the_same_after_a_file():
    case = Case("a walk", lambda rng: dict(step=TABLE, state=(0, 0), tokens=[1, 0, 2]))
    exercise = Exercise("walk", 1, [case], oracle=walk)
    made = exercise_key(exercise, exercise.cases, "public")
    key = parse(dumps(AnswerKey("00", {"walk": made})), "key").exercises["walk"]
    assert verdict_on(key, walk).passed
    assert not verdict_on(
        key, lambda step, state, tokens: [float(step(token, state)[0][token]) for token in tokens]
    ).passed


@pytest.mark.parametrize(
    ("kinds", "message", "right"),
    [
        (("ValueError", "Exception"), "line 7 has 3 fields", True),
        (("OwnError", "ValueError"), "7: two numbers", True),
        (("ValueError",), "line 17 has 0.72 fields", False),
        (("ValueError",), "line seven", False),
        (("TypeError",), "line 7", False),
    ],
)
def test_an_error_may_have_to_name_a_number(kinds, message, right):
    found = compare(Raises("ValueError", naming="7"), None, Raised(kinds, message))
    assert found.equal == right
    assert right or "expected a ValueError whose message names 7" in found.difference
