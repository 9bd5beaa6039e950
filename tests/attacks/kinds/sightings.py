"""Observations that nobody made: what is said to have been seen of an answer is forged."""

from tests.attacks.attack import EVERYWHERE, Attack
from tests.attacks.kinds.messages import MESSAGES


def sighting(name: str, what: str, reply: str, arrays: str = "[]", **more) -> Attack:
    """An attack in the place of what is said to have been seen of an answer.

    reply: the message, where `value` may stand for what a case of `scale` gave
    """
    return Attack(
        name,
        MESSAGES,
        what,
        answers={
            "scale": f"""
import grading.inside.student as student, numpy as np
pack = student.pack_sighting
def one(value):
    return {{"outcome": {{"value": value}}, "again": None, "changed": [], "random_state": []}}
def said(*values, **more):
    return {{"observations": [one(value) for value in values], "by_hand": [], "missing": None, "printed": False}} | more
def forged(seen):
    if len(seen.observations) != 2 or "scale" not in globals() or student.NOW != "scale":
        return pack(seen)
    return {reply}, {arrays}
find = student.find
def found(name, *more):
    student.NOW = name
    return find(name, *more)
student.find, student.pack_sighting = found, forged
def scale(x, factor):
    return x"""
        },
        **({"levels": EVERYWHERE} | more),
    )


ATTACKS = (
    sighting("too_few_cases", "Observations of fewer cases than were asked for", "said()"),
    sighting("too_many_cases", "Observations of more cases", "said(1, 1, 1, 1, 1)"),
    sighting(
        "a_recipe_as_result",
        "A recipe that the grader should build",
        'said(*[{"recipe": "rng", "settings": {"seed": 1}}] * 2)',
    ),
    sighting(
        "recipes_inside",
        "Recipes inside lists and keys",
        'said(*[{"list": [{"dict": [[{"recipe": "generator", "settings": {}}, 1]]}]}] * 2)',
    ),
    sighting("a_number_too_large", "A number that no float can hold", 'said(*[{"float": 10**400}] * 2)'),
    sighting("a_number_that_is_none", "Numbers spelled oddly", 'said({"float": "1_0"}, {"float": [1]})'),
    sighting("a_class_of_its_own", "Packed data of a kind that does not exist", 'said(*[{"object": "os.system"}] * 2)'),
    sighting(
        "nested_too_deep",
        "A list in a list in a list …",
        'said(*[__import__("functools").reduce(lambda a, _: {"list": [a]}, range(200), 1)] * 2)',
    ),
    sighting(
        "colliding_numbers",
        "Sets of numbers that all have one hash",
        'said(*[{"set": [{"tuple": [k * (2**61 - 1)]} for k in range(1, 2000)]}] * 2)',
    ),
    sighting("unhashable_members", "Sets of lists", 'said(*[{"set": [{"list": []}]}, {"dict": [[{"dict": []}, 1]]}])'),
    sighting(
        "an_array_that_is_not_there",
        "Numbers of arrays that were not sent",
        'said({"array": 99, "library": "numpy", "dtype": "float64"}, {"array": True, "library": [], "dtype": {}})',
    ),
    sighting(
        "a_type_of_four_megabytes",
        "A dtype that is a long text",
        'said(*[{"array": 0, "library": "numpy", "dtype": "x" * 1_900_000}] * 2)',
        "[np.zeros(3, np.float32)]",
        limits={},
    ),
    sighting(
        "a_description_of_megabytes",
        "What a result is said to be, in a very long text",
        'said(*[{"opaque": "<script>" + "y" * 1_900_000}] * 2)',
    ),
    sighting(
        "a_key_of_megabytes",
        "A dictionary whose key is a very long text",
        'said(*[{"dict": [["z" * 1_900_000, 1]]}] * 2)',
    ),
    sighting(
        "a_description_that_is_none", "Descriptions of other types", 'said({"opaque": {"a": [1]}}, {"opaque": None})'
    ),
    sighting(
        "an_error_of_every_kind",
        "An error with odd names, lines and places",
        '{"observations": [{"outcome": {"raised": ["NotImplementedError"] * 60, "message": "x" * 10**6, "where": ["scale", 10**300, "y" * 10**6]}, '
        '"again": None, "changed": ["z" * 10**6], "random_state": ["torch"]}] * 2, "by_hand": [], "missing": None, "printed": 1}',
    ),
    sighting(
        "nothing_but_nulls", "Nulls in every place", '{"observations": [None, None], "by_hand": None, "missing": None}'
    ),
    sighting("everything_is_missing", "Something missing for an unknown reason", '{"missing": ["<b>", "<script>"]}'),
    sighting(
        "stopped_oddly",
        "An odd place at which it was stopped",
        '{"stopped": [{"a": [1]}, True, ["<script>alert(1)</script>"]]}',
    ),
    sighting(
        "large_observations",
        "Eighty megabytes of observation",
        'said(*[{"array": 0, "library": "numpy", "dtype": "float64"}] * 2)',
        "[np.zeros(8 * 2**20)]",
        limits={"memory_mb": 1500},
    ),
)
