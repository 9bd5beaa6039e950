"""A lecture of four small exercises that attacks are made on, with its keys and honest work."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np

from course.exercise import PUBLIC_SEED, Case, Exercise, Misconception
from course.keys import exercise_key, hidden_cases
from grading.job import Cell, Job
from grading.limits import Limits
from helpers.checking.how import Choice
from helpers.checking.key import AnswerKey, CaseKey, ExerciseKey, dumps
from helpers.checking.values import Array

NAME = "99_attacked"
SECRET_SEED = "canary-seed-5521"
LIMITS = Limits(
    cell_seconds=2,
    check_seconds=2,
    submission_seconds=30,
    grace_seconds=0.5,
    memory_mb=400,
    processes=48,
    scratch_mb=32,
    text_kb=20,
    images=3,
    outputs_mb=2,
)


def _numbers(*shape):
    return lambda rng: {"x": rng.standard_normal(shape), "factor": float(rng.uniform(2, 3))}


def _tensors(*shape):
    def draw(rng):
        import torch

        return {"x": torch.from_numpy(rng.standard_normal(shape)), "decay": float(rng.uniform(0.3, 0.8))}

    return draw


def _leaky_sum(x, decay):
    import torch

    weights = torch.tensor([[decay ** (t - s) if s <= t else 0.0 for s in range(len(x))] for t in range(len(x))])
    return weights.to(x) @ x


EXERCISES = (
    Exercise(
        "scale",
        points=2,
        returns="y",
        by_hand=["torch", "scipy"],
        cases=[Case("three numbers", _numbers(3)), Case("a table", _numbers(2, 4))],
        oracle=lambda x, factor: np.multiply(x, factor),
        misconceptions=[Misconception("not_scaled", [lambda x, factor: x * 1.0], hint="The factor is left out.")],
    ),
    Exercise(
        "leaky_sum",
        points=3,
        returns="h",
        by_hand=["torch.cumsum", "torch.Tensor.cumsum", "torch.Tensor.cumsum_", "torch.nn.RNN"],
        cases=[Case("five steps", _tensors(5, 2)), Case("one step", _tensors(1, 3))],
        oracle=_leaky_sum,
    ),
    Exercise(
        "shift",
        points=1,
        returns="y",
        cases=[Case("three numbers", _numbers(3)), Case("a table", _numbers(3, 2))],
        oracle=lambda x, by: np.add(x, by),
    ),
    Exercise(
        "mirror",
        points=1,
        returns="y",
        cases=[Case("three numbers", _numbers(3)), Case("a table", _numbers(2, 2))],
        oracle=lambda x, by: by - x,
        misconceptions=[Misconception("no_mirror", [lambda x, by: x + by], hint="A mirror turns around.")],
    ),
)

# `shift` is right and `mirror` is honestly wrong in all attacks.
HONEST = {
    "scale": "def scale(x, factor):\n    return x * factor",
    "leaky_sum": (
        "def leaky_sum(x, decay):\n    h, rows = 0.0, []\n    for row in x:\n        h = decay * h + row\n"
        "        rows.append(h)\n    return torch.stack(rows)"
    ),
    "shift": "def shift(x, by):\n    return x + by",
    "mirror": "def mirror(x, by):\n    return x + by",
    "quiz": 'quiz = {"b"}',
}
RIGHT = HONEST | {"mirror": "def mirror(x, by):\n    return by - x"}
WRONG = {
    "scale": "def scale(x, factor):\n    return x * 1.0",
    "leaky_sum": "def leaky_sum(x, decay):\n    return x",
    "shift": "def shift(x, by):\n    return x - by",
    "mirror": HONEST["mirror"],
    "quiz": 'quiz = {"a"}',
}
POINTS = {"scale": 2.0, "leaky_sum": 3.0, "shift": 1.0, "mirror": 1.0, "quiz": 1.0}


@functools.cache
def keys() -> tuple[AnswerKey, AnswerKey]:
    """The public and the private key."""
    quiz = ExerciseKey(
        "quiz",
        1,
        "value",
        "quiz",
        (),
        (CaseKey("the question", {}, Choice({"a": (False, "No, it is not."), "b": (True, "Yes.")})),),
        untouched=set(),
    )
    made = []
    for seed, cases in ((PUBLIC_SEED, lambda e: list(e.cases)), (SECRET_SEED, hidden_cases)):
        made.append(AnswerKey(NAME, {e.name: exercise_key(e, cases(e), seed) for e in EXERCISES} | {"quiz": quiz}))
    return made[0], made[1]


@functools.cache
def key_files() -> tuple[bytes, bytes]:
    """The same as bytes."""
    public, private = keys()
    return dumps(public), dumps(private)


def job(
    answers: Mapping[str, str] = RIGHT,
    before: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
    files: Mapping[str, bytes] | None = None,
    limits: Limits = LIMITS,
) -> Job:
    """A submission: cells that come first, each exercise with its check, cells that come last."""
    cells = [Cell("code", "import numpy as np\nimport torch\nfrom helpers import check")]
    cells += [Cell("code", source) for source in before]
    for name, source in answers.items():
        cells += [Cell("code", source), Cell("check", "", name)]
    cells += [Cell("code", source) for source in after]
    public, private = key_files()
    return Job(NAME, tuple(cells), public, private, dict(files or {"key.safetensors": public}), limits)


@functools.cache
def canaries() -> frozenset[str]:
    """What must never be shown: the first digits of each hidden number, in or out, and the seed."""
    public, private = keys()
    shown = {text for key in public.exercises.values() for text in _digits(key)}
    hidden = {text for key in private.exercises.values() for text in _digits(key)}
    return frozenset(hidden - shown) | {SECRET_SEED}


def _digits(key: ExerciseKey) -> set[str]:
    numbers = []
    for case in key.cases:
        for value in (*case.inputs.values(), case.expected):
            if isinstance(value, Array):
                numbers += value.data.ravel().tolist()
            elif isinstance(value, float):
                numbers.append(value)
    return {f"{abs(number):.12f}"[:9] for number in numbers}  # seven decimals: none by chance
