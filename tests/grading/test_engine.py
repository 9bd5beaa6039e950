"""Jobs to results: keys that do not fit are refused, and a sandbox that breaks costs nobody anything."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from grading import engine as module
from grading.engine import Engine, EngineProblem
from grading.job import Cell, Graded, Job
from grading.process import Lost
from grading.sandbox import Level
from grading.session import Session
from helpers.checking.key import AnswerKey, KeyProblem, dumps, parse
from tests.grading.honest import LECTURE, POINTS, Work, keys, texts

JOB = Work("").job()


def points(graded: Graded) -> dict[str, float]:
    return {one.name: one.points for one in graded.exercises}


def changed(key: bytes, **changes) -> bytes:
    """A key in which the exercise `scale` is another."""
    whole = parse(key, "key")
    return dumps(AnswerKey(LECTURE, dict(whole.exercises) | {"scale": replace(whole.exercise("scale"), **changes)}))


@pytest.mark.parametrize(
    "job, sentence",
    [
        (replace(JOB, public=b""), f"source/{LECTURE}/key.safetensors is damaged"),
        (replace(JOB, private=b""), f"keys/{LECTURE}.safetensors is damaged"),
        (replace(JOB, private=JOB.private[:-9]), f"keys/{LECTURE}.safetensors is damaged"),
        (replace(JOB, public=os.urandom(1000)), f"source/{LECTURE}/key.safetensors is damaged"),
        (replace(JOB, private=changed(JOB.private, points=5)), "are of different builds"),
        (replace(JOB, private=dumps(AnswerKey(LECTURE, {}))), "are of different builds"),
        (replace(JOB, cells=(Cell("check", "", "lstm"),)), "There is no exercise 'lstm'"),
    ],
    ids=["no public", "no private", "cut off", "no key", "other points", "no exercises", "unknown"],
)
def test_keys_that_do_not_fit_are_refused_in_one_sentence(engine, job, sentence):
    with pytest.raises(KeyProblem, match=sentence) as problem:
        engine.grade(job)
    assert len(str(problem.value)) < 300 and "\n" not in str(problem.value)


def test_a_missing_key_is_no_matter_where_nothing_is_checked(engine):
    graded = engine.grade(Job(LECTURE, (Cell("code", "print('on')"),)))
    assert graded.exercises == () and "on" in graded.cells[0].outputs[0]["text"]


def test_another_seed_gives_the_same_marks(engine):
    other = replace(JOB, private=keys("another")[1])
    assert other.private != JOB.private
    assert points(engine.grade(other)) == POINTS


def test_a_sandbox_that_dies_while_it_grades_is_replaced_and_the_job_done_again(engine):
    engine.level()
    first = engine._sandbox
    on = Work("", ["import time\ntime.sleep(2)\nprint('slept')"]).job()
    killer = threading.Timer(0.7, os.killpg, (first.process.pid, signal.SIGKILL))
    killer.start()
    graded = engine.grade(on)
    killer.join()
    assert engine._sandbox is not first
    assert points(graded) == POINTS
    assert texts(graded, on).count("slept") == 1


def test_several_threads_may_ask_at_once(engine):
    jobs = [Work("", [f"print('number', {n})"]).job() for n in range(6)]
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(engine.grade, jobs))
    for number, (job, graded) in enumerate(zip(jobs, results, strict=True)):
        assert f"number {number}" in texts(graded, job)


class Cardboard:
    """A sandbox in which nothing runs."""

    made: list[Cardboard] = []

    def __init__(self, isolation: str = "") -> None:
        self.isolation, self.alive, self.level = isolation, True, Level.PARTIAL
        self.made.append(self)

    def close(self) -> None:
        self.alive = False


@pytest.fixture
def made(monkeypatch) -> list[Cardboard]:
    """The sandboxes that are made."""
    monkeypatch.setattr(module, "Sandbox", Cardboard)
    monkeypatch.setattr(Cardboard, "made", [])
    return Cardboard.made


def test_a_sandbox_is_used_again_until_it_dies_or_is_closed(made):
    engine = Engine("partial")
    assert [engine.level(), engine.level()] == ["partial", "partial"] and len(made) == 1
    made[0].alive = False
    assert engine.level() == "partial" and len(made) == 2
    engine.close()
    engine.close()
    assert not made[1].alive
    assert engine.level() == "partial" and len(made) == 3
    assert {sandbox.isolation for sandbox in made} == {"partial"}


def test_a_submission_that_breaks_every_sandbox_is_given_up_with_a_sentence(made, monkeypatch):
    def breaks(session: Session) -> Graded:
        raise Lost("the sandbox is gone")

    monkeypatch.setattr(Session, "run", breaks)
    engine = Engine()
    with pytest.raises(EngineProblem, match="broke down: the sandbox is gone. Look at this submission by hand, or"):
        engine.grade(JOB)
    assert [sandbox.alive for sandbox in made] == [False, False]


def test_a_submission_that_has_seen_hidden_inputs_is_not_run_again(made, monkeypatch):
    def breaks_late(session: Session) -> Graded:
        raise Lost("the sandbox is gone")

    monkeypatch.setattr(Session, "run", breaks_late)
    monkeypatch.setattr(Session, "hidden_inputs_are_in", True)
    with pytest.raises(EngineProblem, match="grade it again"):
        Engine().grade(JOB)
    assert len(made) == 1


def test_a_sandbox_that_breaks_once_costs_nothing(made, monkeypatch):
    def breaks_once(session: Session) -> Graded:
        if len(made) == 1:
            raise Lost("the sandbox is gone")
        return Graded((), ())

    monkeypatch.setattr(Session, "run", breaks_once)
    assert Engine().grade(JOB) == Graded((), ())


def test_a_process_has_one_engine_for_each_isolation(monkeypatch):
    monkeypatch.setattr(module, "_engines", {})
    assert module.engine() is module.engine("") and module.engine() is not module.engine("none")


def test_a_job_is_graded_in_the_engine_of_the_process(engine, monkeypatch):
    monkeypatch.setattr(module, "_engines", {"": engine})
    assert points(module.grade(JOB)) == POINTS
