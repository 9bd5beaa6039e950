"""What a probe sees of an answer, and what it leaves as it was."""

from __future__ import annotations

import functools
import os
import random
import sys
import warnings
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from helpers.checking.probes import Missing, Raised, Returned, defines, find, observe
from helpers.checking.values import freeze

CASES = [{"x": freeze(np.array([1.0, 2.0]))}, {"x": freeze(np.array([3.0, 4.0]))}]


def see(answer, cases=CASES, by_hand=()):
    return observe("call", answer, cases, by_hand)


def test_results_are_returned_raw():
    seen = see(lambda x: 2 * x)
    assert [list(o.outcome.value.data) for o in seen.observations] == [[2, 4], [6, 8]]
    assert all(o.again is None and o.inputs is None for o in seen.observations)


def test_a_changed_input_is_seen():
    def in_place(x):
        x *= 2
        return x

    first = see(in_place).observations[0]
    assert list(first.inputs["x"].data) == [2, 4]


def test_an_answer_that_remembers_differs_the_second_time():
    calls = []

    def counting(x):
        calls.append(1)
        return x + len(calls)

    assert all(o.again is not None for o in see(counting).observations)


def test_a_buffer_that_is_used_again_is_seen():
    buffer = np.zeros(2)

    def reuses(x):
        buffer[:] = x
        return buffer

    seen = see(reuses).observations
    assert list(seen[0].outcome.value.data) == [1, 2]
    assert isinstance(seen[0].again, Returned)


def fails(x):
    raise ValueError("not " + "this")


def test_an_error_is_seen_with_its_line():
    outcome = see(fails).observations[0].outcome
    assert outcome.kinds[:2] == ("ValueError", "Exception")
    assert outcome.message == "not this"
    assert outcome.function == "fails"
    assert outcome.source == 'raise ValueError("not " + "this")'


def test_the_line_is_the_students_own_also_when_a_library_fails():
    def stacks(x):
        return np.concatenate([x, x[None]])

    outcome = see(stacks).observations[0].outcome
    assert outcome.function == "stacks" and "concatenate" in outcome.source


def test_exit_is_an_error_and_stop_is_not():
    assert see(lambda x: sys.exit(3)).observations[0].outcome.kinds[0] == "SystemExit"

    def stopped(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        see(stopped)


def test_a_wrong_number_of_parameters_is_said():
    outcome = see(lambda: 1).observations[0].outcome
    assert outcome.message == "it must take one argument by position: x"


def test_an_error_that_cannot_be_printed_is_seen_all_the_same():
    class Unprintable(Exception):
        def __str__(self):
            raise RuntimeError

    def breaks(x):
        raise Unprintable

    assert see(breaks).observations[0].outcome.kinds[0] == "Unprintable"


@pytest.mark.parametrize(
    ("draw", "whose"),
    [(lambda: np.random.rand(), "NumPy"), (random.random, "Python"), (lambda: torch.manual_seed(5), "torch")],
)
def test_a_moved_global_random_state_is_seen(draw, whose):
    torch.manual_seed(1)

    def draws(x):
        draw()
        return x

    assert see(draws).observations[0].random_state == (whose,)


def test_the_call_that_moved_a_random_state_is_the_one_that_is_named():
    drawn = []

    def draws_in_one_case(x):
        if x[0] == 3:
            drawn.append((np.random.rand(), random.random()))
        return x

    seen = see(draws_in_one_case, [*CASES, CASES[0]]).observations
    assert [one.random_state for one in seen] == [(), ("Python", "NumPy"), ()]
    assert drawn[0] == drawn[1]  # both calls began with the same state


def test_side_effects_of_later_calls_are_seen():
    calls = []

    def spoils_later(x):
        calls.append(x)
        if len(calls) > 3:
            x += 1
        return 2.0

    assert any(o.inputs for o in see(spoils_later).observations)
    kept = []

    def spoils_an_earlier_input(x):
        kept.append(x)
        kept[0][:] = 9
        return 2.0

    assert see(spoils_an_earlier_input).observations[0].inputs


def test_the_notebooks_own_random_state_goes_on_as_if_nothing_had_been():
    np.random.seed(0)
    random.seed(0)
    torch.manual_seed(0)
    expected = np.random.rand(), random.random(), torch.rand(1).item()
    np.random.seed(0)
    random.seed(0)
    torch.manual_seed(0)

    def seeds(x):
        np.random.seed(0)
        random.seed(1)
        torch.manual_seed(2)
        return x

    assert see(seeds).observations[0].random_state == ("Python", "NumPy", "torch")
    assert (np.random.rand(), random.random(), torch.rand(1).item()) == expected


def test_another_bit_generator_is_no_trouble():
    kept = np.random.get_bit_generator()
    np.random.set_bit_generator(np.random.PCG64(3))
    try:
        assert see(lambda x: x).observations[0].random_state == ()
        assert isinstance(np.random.get_bit_generator(), np.random.PCG64)
    finally:
        np.random.set_bit_generator(kept)


def test_settings_that_an_answer_makes_do_not_last(tmp_path):
    before = os.getcwd(), sys.getrecursionlimit(), np.get_printoptions()["precision"]

    def settles_in(x):
        os.chdir(tmp_path)
        sys.setrecursionlimit(5000)
        np.set_printoptions(precision=2)
        np.seterr(all="raise")
        warnings.simplefilter("error")
        return x

    see(settles_in)
    assert (os.getcwd(), sys.getrecursionlimit(), np.get_printoptions()["precision"]) == before


def test_objects_that_fail_when_looked_at_are_seen_all_the_same():
    class Meta(type):
        @property
        def __name__(cls):
            raise RuntimeError

    class Odd(Exception, metaclass=Meta):
        def __str__(self):
            raise SystemExit

    class Endless(set):
        def __iter__(self):
            while True:
                yield 1

    def raises(x):
        raise Odd

    assert see(raises).observations[0].outcome.kinds[0] == "Odd"
    assert "too large" in see(lambda x: Endless()).observations[0].outcome.value.description
    circle = functools.partial(abs)
    circle.__setstate__((abs, (circle,), {}, {}))
    assert see(circle).observations

    async def later(x):
        return x

    assert see(later).observations[0].outcome.value.description == "a coroutine"


def test_building_a_torch_module_is_allowed_to_draw():
    def builds(x):
        torch.nn.Linear(2, 2)
        return x

    assert see(builds).observations[0].random_state == ()


def test_prints_and_warnings_are_swallowed_and_noted(capsys):
    def talks(x):
        print("hello")
        print("error", file=sys.stderr)
        warnings.warn("careful", stacklevel=1)
        return np.log(x - 1)

    seen = see(talks)
    assert seen.printed
    assert capsys.readouterr() == ("", "")


def test_what_an_answer_displays_is_not_published(monkeypatch):
    import IPython

    published = []
    publisher = SimpleNamespace(publish=lambda data, **_: published.append(data))
    shell = SimpleNamespace(display_pub=publisher)
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)

    def displays(x):
        shell.display_pub.publish({"text/plain": "x"})
        shell.display_pub.clear_output(wait=True)
        return x

    assert isinstance(see(displays).observations[0].outcome, Returned)
    assert published == [] and shell.display_pub is publisher


def test_torch_works_in_float64_inside_and_as_before_outside():
    before = torch.get_default_dtype()
    assert see(lambda x: torch.zeros(2)).observations[0].outcome.value.dtype == "float64"
    assert torch.get_default_dtype() is before


def test_torch_uses_one_thread_inside_and_as_many_as_before_outside():
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        assert see(lambda x: torch.get_num_threads()).observations[0].outcome.value == 1
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)


def test_a_number_in_place_of_a_function_is_missing():
    assert see(3).missing == Missing("kind", "the number 3")


def test_a_value_probe_takes_the_object_itself():
    seen = observe("value", {"a"}, [{}])
    assert seen.observations[0].outcome == Returned({"a"})


def test_find_tells_what_is_there_instead():
    namespace: dict = {}
    exec("def scal(x): return x\nlimit = 3", namespace)
    assert find("scal", namespace) is namespace["scal"]
    assert find("scale", namespace) == Missing("renamed", "scal")
    assert find("limits", namespace) == Missing("undefined")
    assert find("scale", namespace, others=["scal"]) == Missing("undefined")
    assert find("softmax", {"In": ["def softmax(z:\n  return z"]}) == Missing("invalid")
    assert find("softmax", {"In": ["1 / 0\ndef softmax(z): return z"]}) == Missing("broken")
    assert find("softmax", {"In": 5, 3: 4}) == Missing("undefined")
    for unrelated in (
        "my_softmax = lambda z: z",
        "# def softmax(z)",
        "dict(softmax = 3)",
        "softmax == 3",
        "softmax(z)",
    ):
        assert find("softmax", {"In": [unrelated]}) == Missing("undefined"), unrelated


def test_a_cell_of_blank_lines_is_read_once_and_not_from_each_of_them():
    assert not defines("f", "\n" * 500_000)
    assert defines("f", "\n" * 500_000 + "    def f(x): return x")


def test_a_last_version_that_is_no_python_is_said_though_an_older_one_runs():
    older = {"softmax": abs, "In": ["def softmax(z): return z", "def softmax(z):\nreturn z"]}
    assert find("softmax", older) == Missing("invalid")
    with_magic = {"softmax": abs, "In": ["%timeit 1\ndef softmax(z): return z"]}
    assert find("softmax", with_magic) is abs


def test_every_kind_of_outcome_is_one_of_two():
    assert isinstance(see(fails).observations[0].outcome, Raised)
