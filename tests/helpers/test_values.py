"""Frozen values: everything survives the way there and back, and nothing makes it fail."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from helpers.checking.recipes import Recipe
from helpers.checking.values import MAX_DEPTH, Array, Arrays, Opaque, describe, freeze, holds, pack, same, thaw, unpack

DATA = [
    None,
    True,
    3,
    -2.5,
    "ü € 😀",
    [1, (2.0, "x"), {"a": {1, 2}}],
    {("a", "b"): 1, 2: None},
    np.arange(6.0).reshape(2, 3),
    np.array(7),
    np.zeros((0, 3)),
    np.array([True, False]),
    np.arange(3, dtype=np.int8),
    torch.arange(4),
    torch.ones(2, 3, dtype=torch.float32),
    torch.ones(2, requires_grad=True),
]


@pytest.mark.parametrize("value", DATA, ids=repr)
def test_a_value_survives_packing_and_thawing(value):
    arrays = Arrays()
    frozen = freeze(value)
    packed = pack(frozen, arrays)
    assert same(unpack(packed, arrays), frozen)
    assert same(freeze(thaw(frozen)), frozen)


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_numbers_that_json_does_not_know_survive(number):
    assert same(unpack(pack(number, []), []), number)


def test_a_frozen_array_does_not_follow_the_live_one():
    live = np.zeros(3)
    frozen = freeze(live)
    live[0] = 1
    assert frozen.data[0] == 0


def test_thawing_twice_gives_two_arrays():
    frozen = freeze(np.zeros(3))
    first, second = thaw(frozen), thaw(frozen)
    first[0] = 1
    assert second[0] == 0


def test_numpy_scalars_become_plain_ones():
    assert type(freeze(np.float32(0.5))) is float
    assert type(freeze(np.int64(5))) is int
    assert type(freeze(np.bool_(True))) is bool


@pytest.mark.parametrize(
    "strange",
    [
        lambda x: x,
        (i for i in range(3)),
        np.array([object()]),
        np.array(["a"]),
        np.array([1 + 2j]),
        1j,
        torch.eye(2).to_sparse(),
    ],
    ids=["function", "generator", "objects", "texts", "complex array", "complex", "sparse"],
)
def test_what_is_no_data_is_opaque(strange):
    assert isinstance(freeze(strange), Opaque)


def test_an_endless_list_is_opaque():
    endless: list = []
    endless.append(endless)
    assert "too deeply nested" in freeze(endless).description
    deep: list = []
    for _ in range(MAX_DEPTH + 5):
        deep = [deep]
    assert isinstance(freeze(deep), Opaque)


def test_a_huge_array_is_opaque():
    assert isinstance(freeze(np.broadcast_to(np.zeros(1), (10**9,))), Opaque)


def test_an_object_whose_methods_fail_is_opaque():
    class Hostile(list):
        def __iter__(self):
            raise RuntimeError

    assert "RuntimeError" in freeze(Hostile()).description


def test_an_object_that_claims_another_class_is_opaque():
    class Claims:
        @property
        def __class__(self):
            return np.ndarray

        dtype, shape, nbytes = np.dtype(float), (2,), 16

        def __array__(self, *_, **__):
            return np.zeros(2)

    assert freeze(Claims()) == Opaque("a Claims")


def test_same_sees_dtype_shape_and_bits():
    a = np.array([1.0, np.nan])
    assert same(freeze(a), freeze(a.copy()))
    assert not same(freeze(a), freeze(a.astype(np.float32)))
    assert not same(freeze(np.zeros(2)), freeze(np.array([0.0, -0.0])))
    assert not same(freeze(np.zeros((2, 1))), freeze(np.zeros(2)))
    assert not same(1, True) and not same(1, 1.0)


LIVE = [
    *DATA,
    [],
    (),
    {},
    {"a": 1, "b": [np.ones(2)]},
    {"b": [np.ones(2)], "a": 1},
    {"a": 1, "b": [np.ones((1, 2))]},
    {1: 2},
    1,
    1.0,
    float("nan"),
    "1",
    -0.0,
    0.0,
    np.float64(1),
    np.ones(2),
    np.ones(2, np.float32),
    np.ones(2, ">f8"),
    np.ones((2, 1)),
    np.array([1.0, np.nan]),
    np.array([0.0, 1.0]),
    np.array([-0.0, 1.0]),
    np.ma.masked_array([1.0, 1.0]),
    np.ones((2, 2)).T[0],
    torch.ones(2, dtype=torch.float64),
    [np.ones(2), "x"],
    [np.ones(2), "y"],
    (np.ones(2), "x"),
    object(),
    {"a": {"b": (1, [2])}},
]


@pytest.mark.parametrize("live", LIVE, ids=range(len(LIVE)))
def test_to_hold_a_value_is_to_freeze_to_it(live):
    assert holds(live, freeze(live))
    for other in LIVE:
        assert holds(live, freeze(other)) == same(freeze(live), freeze(other)), other


def test_a_dict_in_another_order_is_not_the_same():
    assert not same({"a": 1, "b": 2}, {"b": 2, "a": 1})


def test_recipes_build_the_same_thing_each_time():
    recipe = Recipe("rng", {"seed": 3})
    assert recipe.build().random() == recipe.build().random()
    generator = Recipe("generator", {"seed": 3})
    assert torch.equal(torch.rand(2, generator=generator.build()), torch.rand(2, generator=generator.build()))
    assert unpack(pack(recipe, []), []) == recipe


def test_recipes_are_the_same_where_their_settings_are():
    step = lambda last: Recipe("step", freeze({"log_probs": np.array([[0.0, last]]), "after": np.zeros((1, 2), int)}))  # noqa: E731
    assert same(step(1.0), step(1.0)) and not same(step(1.0), step(2.0))
    assert not same(Recipe("rng", {"seed": 1}), Recipe("generator", {"seed": 1}))


def test_an_unknown_recipe_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="generator, lines, rng, step"):
        Recipe("oracle", {})


def test_unpack_refuses_what_pack_does_not_write():
    for data in ([1], {"pickle": "x"}):
        with pytest.raises(ValueError):
            unpack(data, [])


def test_descriptions_name_the_kind():
    assert describe(freeze(np.zeros((2, 3)))) == "a NumPy array of shape (2, 3)"
    assert describe(freeze(torch.zeros(2))) == "a torch tensor of shape (2,)"
    assert describe(freeze([1, 2])) == "a list of 2"
    assert describe(freeze(3)) == "the number 3"
    assert isinstance(freeze(np.zeros(1)), Array)


def test_arrays_are_stored_once_also_when_their_last_bits_differ():
    arrays = Arrays()
    first = np.array([1.0, 2.0, 3.0])
    assert arrays.add(first) == 0
    assert arrays.add(first * (1 + 1e-15)) == 0
    assert arrays.add(first.astype(np.float32)) == 1
    assert arrays.add(first[:, None]) == 2
    assert arrays.add(first + 1e-9) == 3
    assert arrays.add(np.array([np.nan, np.inf, 1.0])) == arrays.add(np.array([np.nan, np.inf, 1.0])) == 4
    assert arrays.add(np.array([1, 2, 3])) == 5
    assert len(arrays) == 6
