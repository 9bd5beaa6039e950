"""See that verdicts do not hang on the processor: a process without its newer features.

`python -m course.processors KEYS LECTURES` is that other process: it answers all
exercises of the keys in the folder KEYS and prints the verdicts as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from course import lecture
from course.answers import answers
from course.exercise import CourseProblem, exercises
from course.outcomes import named_answers, outcome
from helpers.checking.key import AnswerKey, dumps, load


@dataclass(frozen=True)
class Replay:
    """verdicts: exercise → name of the answer → (state, misconception)."""

    verdicts: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)


def plain_processor() -> dict[str, str]:
    """The environment in which numpy, its BLAS and torch use no newer processor features."""
    from numpy._core._multiarray_umath import __cpu_dispatch__

    return {
        "NPY_DISABLE_CPU_FEATURES": " ".join(__cpu_dispatch__),
        "OPENBLAS_CORETYPE": "Prescott",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_CBWR": "COMPATIBLE",
        "ATEN_CPU_CAPABILITY": "default",
    }


def replay(keys: Mapping[str, AnswerKey], lectures: Path = lecture.FOLDER) -> Replay:
    """Answer the exercises of `keys` (by lecture) in a process on a plainer processor.

    lectures: the folder of the lectures' texts
    """
    with tempfile.TemporaryDirectory() as folder:
        for lecture, key in keys.items():
            (Path(folder) / lecture).write_bytes(dumps(key))
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "course.processors", folder, str(lectures)],
            env=os.environ | plain_processor(),
            capture_output=True,
            text=True,
        )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise CourseProblem(f"The proofs on a plainer processor did not run: {last}")
    return Replay({name: {k: tuple(v) for k, v in seen.items()} for name, seen in json.loads(done.stdout).items()})


def main(folder: Path, lectures: Path) -> None:
    """Answer all exercises of the keys in `folder`, and print what they get."""
    known = exercises()
    seen: dict[str, dict[str, tuple[str, str]]] = {}
    for path in sorted(folder.iterdir()):
        read = lecture.read(path.name, known, lectures)
        key = load(path)
        for name, answer in answers(read).items():
            if name in key.exercises:
                seen[name] = {
                    who: outcome(key.exercise(name), one)
                    for who, one in named_answers(read.exercises[name], answer.solution).items()
                }
    print(json.dumps(seen))


if __name__ == "__main__":
    np.seterr(all="ignore")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
