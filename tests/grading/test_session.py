"""One submission from its first cell to its result, whatever its cells do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grading.job import CHECK, Cell, Graded, Job
from grading.limits import Limits
from helpers.checking.key import parse
from tests.grading.honest import ANSWERS, LIMITS, POINTS, Work, errors, keys, texts

SHORT = replace(LIMITS, cell_seconds=1, check_seconds=2, grace_seconds=0.5)
ENDS_PYTHON = "import os\nos._exit(0)"
IGNORES = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass"
PRIVATE = parse(keys()[1], "private")


def points(graded: Graded) -> dict[str, float]:
    return {one.name: one.points for one in graded.exercises}


def reason(graded: Graded, name: str) -> str:
    return next(one.reason for one in graded.exercises if one.name == name)


def own_texts(graded: Graded, job: Job) -> list[str]:
    """What each cell showed that is no check."""
    return [texts(Graded((result,), ()), replace(job, cells=(cell,))) for cell, result in zip(job.cells, graded.cells)]


# What comes back


def test_every_cell_has_its_result_and_every_check_its_points_and_report(grade):
    job = Work("", ["print('seen')"]).job()
    graded = grade(job)
    assert len(graded.cells) == len(job.cells) and points(graded) == POINTS
    for cell, result in zip(job.cells, graded.cells):
        if cell.kind == CHECK:
            (output,) = result.outputs
            assert output["output_type"] == "execute_result"
            assert float(output["data"]["text/plain"]) == POINTS[cell.name]
            assert cell.name in output["data"]["text/html"]
    assert graded.problems == graded.attention == ()
    assert set(graded.seconds) >= {"start", "cells", "checks", "hidden cases", "score"}


def test_the_level_of_isolation_stands_in_the_result(engine, grade):
    assert grade(Work("").job()).isolation == engine.level()


def test_wrong_missing_and_untouched_answers_cost_their_own_points_only(grade):
    answers = {
        "scale": "def scale(x, factor):\n    return x",
        "decay": "def decay(xs, keep):\n    raise NotImplementedError",
    }
    graded = grade(Work("", answers=answers).job())
    assert points(graded) == {"scale": 0, "decay": 0, "quiz_gates": 1}
    scale, decay, _ = graded.exercises
    assert (scale.state, scale.misconception, decay.state) == ("not passed", "not_scaled", "not attempted")
    graded = grade(Work("", answers={"scale": "", "decay": ANSWERS["decay"].replace("decay", "decays")}).job())
    assert points(graded) == {"scale": 0, "decay": 0, "quiz_gates": 1}
    assert "decays" in reason(graded, "decay")


def test_what_is_to_be_written_by_hand_is_listed_for_a_person(grade):
    graded = grade(
        Work("", answers={"scale": "def scale(x, factor):\n    return (torch.tensor(x) * factor).numpy()"}).job()
    )
    assert points(graded)["scale"] == 0
    assert graded.exercises[0].by_hand == ("torch",)
    assert graded.attention == ("scale uses torch, which the exercise asks to write by hand.",)


def test_a_check_judges_what_stands_at_its_place(grade):
    wrong = "def scale(x, factor):\n    return None"
    assert points(grade(Work("", after=[wrong]).job())) == POINTS
    assert points(grade(Work("", ["SPOILT = 1"], {"scale": wrong}, after=[ANSWERS["scale"]]).job()))["scale"] == 0


def test_cells_of_an_instructors_own_run_without_keys(grade):
    cells = (
        Cell("code", "x = 3"),
        Cell("test", "assert x == 3\nprint('right')", "own"),
        Cell("test", "assert x == 4", "b"),
    )
    job = Job("own", cells)
    graded = grade(job)
    assert graded.exercises == () and errors(graded) == ["AssertionError"]
    assert "right" in own_texts(graded, job)[1]


def test_no_cells_is_no_problem(grade):
    assert grade(Job("empty", ())).cells == ()


# Cells that hang or end Python


def test_a_cell_that_hangs_is_stopped_and_what_it_defined_stays(grade):
    job = Work("", ["before = 1\nwhile True:\n    pass", "print('still', before)"], limits=SHORT).job()
    graded = grade(job)
    assert points(graded) == POINTS and errors(graded) == ["KeyboardInterrupt"]
    assert "still 1" in own_texts(graded, job)[2]
    (problem,) = graded.problems
    assert problem == "code cell 2: This cell was stopped after 1 seconds."
    assert graded.cells[1].note and problem.endswith(graded.cells[1].note)


def test_a_cell_that_cannot_be_stopped_is_cut_off_and_the_notebook_goes_on_without_it(grade):
    job = Work("", ["before = 1\nprint('once')", IGNORES, "print('still', before)"], limits=SHORT).job()
    graded = grade(job)
    said = own_texts(graded, job)
    assert points(graded) == POINTS
    assert said[1].count("once") == 1 and "still 1" in said[3] and "could not be interrupted" in said[2]


@pytest.mark.parametrize("place", ["own", "between", "after"])
def test_a_cell_that_ends_python_costs_nothing_but_itself(grade, place):
    graded = grade(Work("", **{place: ["kept = 1", ENDS_PYTHON, "kept"]}).job())
    assert points(graded) == POINTS
    assert graded.problems and all("ended Python" in problem for problem in graded.problems)


def test_an_answers_cell_that_ends_python_costs_that_answer(grade):
    graded = grade(Work("", answers={"scale": ANSWERS["scale"] + "\n" + ENDS_PYTHON}).job())
    assert points(graded) == POINTS | {"scale": 0}
    assert graded.problems[0].startswith("the cell of scale: This cell ended Python")


def test_after_too_many_ends_the_rest_is_not_run_and_every_check_has_a_score(grade):
    job = Work("", after=[ENDS_PYTHON] * 7).job()
    graded = grade(job)
    assert len(graded.exercises) == len(POINTS) and len(graded.cells) == len(job.cells)
    assert "too many cells before it ended Python" in " ".join(graded.problems)


def test_when_the_time_is_up_the_rest_is_not_run(grade):
    sleep = "import time\ntime.sleep(1.5)"
    work = Work("", [sleep, sleep, "print('late')"], limits=replace(SHORT, cell_seconds=9, submission_seconds=1))
    job = work.job()
    graded = grade(job)
    assert points(graded) == dict.fromkeys(POINTS, 0)
    assert "late" not in texts(graded, job)
    assert "the submission's 1 seconds were used up" in graded.problems[-1]
    assert "not run" in graded.cells[-2].note or "did not run" in reason(graded, "quiz_gates")


# Answers that hang, end Python, or take too much


def test_an_answer_that_hangs_is_stopped_and_says_where(grade):
    graded = grade(
        Work("", answers={"scale": "def scale(x, factor):\n    while True:\n        x = x"}, limits=SHORT).job()
    )
    assert points(graded) == POINTS | {"scale": 0}
    assert "did not end within 2 seconds" in reason(graded, "scale") and "of scale" in reason(graded, "scale")


@pytest.mark.parametrize(
    "body",
    ["import os\n    os._exit(0)", "import ctypes\n    ctypes.string_at(0)", IGNORES.replace("\n", "\n    "), "exit()"],
    ids=["os._exit", "segfault", "ignores", "exit"],
)
@pytest.mark.parametrize("settled", [True, False])
def test_an_answer_that_ends_python_costs_its_own_points_only(grade, body, settled):
    work = Work("", answers={"scale": f"def scale(x, factor):\n    {body}\n    return x"}, limits=SHORT)
    graded = grade(work.job() if settled else replace(work, after=["print('not settled')"]).job())
    assert points(graded) == POINTS | {"scale": 0}


def test_an_answer_that_ends_python_on_hidden_cases_alone_costs_its_own_points_only(grade):
    source = "def scale(x, factor):\n    if len(x) == 1:\n        import os\n        os._exit(0)\n    return x * factor"
    graded = grade(Work("", answers={"scale": source}).job())
    assert points(graded) == POINTS | {"scale": 0}


def test_memory_is_limited_in_cells_and_in_answers(grade):
    much = "x = [bytearray(10_000_000) for _ in range(60)]"
    work = Work("", [much], {"scale": f"def scale(x, factor):\n    {much}\n    return x * factor"})
    graded = grade(replace(work, limits=replace(LIMITS, memory_mb=300)).job())
    assert points(graded) == POINTS | {"scale": 0}


def test_an_answer_that_returns_too_much_is_not_looked_at(grade):
    graded = grade(Work("", answers={"scale": "def scale(x, factor):\n    return np.zeros(30_000_000)"}).job())
    assert points(graded) == POINTS | {"scale": 0}


# Nothing of one gets to another


def hidden_numbers() -> list[str]:
    scale = PRIVATE.exercise("scale")
    return [f"{number:.6g}" for case in scale.cases for number in case.inputs["x"].data.ravel()]


@pytest.mark.parametrize(
    "after", [[], ["print(kept, file=open('kept.txt', 'a'))\nprint(kept, open('kept.txt').read())"]]
)
def test_nothing_of_the_hidden_cases_is_fed_back(grade, after):
    source = (
        "kept = []\n\ndef scale(x, factor):\n    text = ' '.join(f'{v:.6g}' for v in np.ravel(x))\n    kept.append(text)\n"
        "    print(text)\n    open('kept.txt', 'a').write(text)\n    if len(x) == 1:\n        raise ValueError(text)\n"
        "    return x * factor"
    )
    data = grade(Work("", answers={"scale": source}, after=after).job()).dumps().decode(errors="replace")
    assert not [number for number in hidden_numbers() if number in data]


def test_a_submission_finds_nothing_of_the_one_before(grade):
    first = [
        "open('left.txt', 'w').write('left')\nopen('/tmp/left', 'w').write('left')",
        "import os\nos.environ['LEFT'] = '1'",
    ]
    first += [
        "import builtins, numpy\nbuiltins.left = numpy.left = 1",
        "from pathlib import Path\n(Path.home() / 'left').touch()",
    ]
    assert points(grade(Work("", first).job())) == POINTS
    look = (
        "import os, builtins, numpy\nfrom pathlib import Path\n"
        "print([os.path.exists('left.txt'), os.path.exists('/tmp/left'), (Path.home() / 'left').exists()])\n"
        "print(['LEFT' in os.environ, hasattr(builtins, 'left'), hasattr(numpy, 'left')])"
    )
    job = Work("", [look]).job()
    assert texts(grade(job), job).count("False") == 6


def test_what_a_submission_started_has_ended_before_the_next(grade):
    start = "import subprocess\nsubprocess.Popen(['sleep', '1234'], start_new_session=True)"
    assert points(grade(Work("", [start]).job())) == POINTS
    job = Work(
        "", ["import subprocess\nprint(subprocess.run(['ps', 'ax'], capture_output=True, text=True).stdout)"]
    ).job()
    assert "sleep 1234" not in texts(grade(job), job)


def test_files_beside_the_notebook_are_there(grade):
    job = Work("", ["print(open('data/a.txt').read())"], files={"data/a.txt": "größer".encode()}).job()
    assert "größer" in texts(grade(job), job)


def test_random_numbers_are_the_same_each_time_a_submission_is_graded(grade):
    job = Work("", ["import random\nprint(random.random(), np.random.rand(), torch.rand(1).item())"]).job()
    other = Work("", [*[cell.source for cell in job.cells[1:2]], "another = 1"]).job()
    first, again, third = (own_texts(grade(one), one)[1] for one in (job, job, other))
    assert first == again != third


def test_outputs_without_end_do_no_harm(grade):
    job = Work("", ["for _ in range(200):\n    print('x' * 100_000)", "print('on')"], limits=Limits(text_kb=10)).job()
    graded = grade(job)
    said = own_texts(graded, job)
    assert points(graded) == POINTS and len(said[1]) < 20_000 and "on" in said[2]
