"""Pools: jobs come back whatever befalls a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from grading.crowd.pool import LocalPool, _Worker, cpus
from grading.crowd.worker import KEEP, NotGradable, NoWorkers
from grading.job import Cell, Graded, Job
from tests.conftest import ROOT

ENGINE = "tests.grading.fake_engine"


def job(order: str, **others) -> Job:
    return Job("99_test", (Cell("code", order),), **others)


def points(graded: Graded) -> float:
    return graded.exercises[0].points


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something that is about to happen."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def pool():
    pool = LocalPool(2, engine=ENGINE)
    yield pool
    pool.close()


def test_jobs_come_back_with_their_own_results(pool):
    futures = [pool.submit(job(f"points {number}")) for number in range(20)]
    assert [points(future.result()) for future in futures] == list(range(20))


def test_workers_are_as_many_as_asked_for_and_stay(pool):
    seen = {points(future.result()) for future in [pool.submit(job("pid")) for _ in range(40)]}
    assert 1 <= len(seen) <= 2
    assert seen <= set(pool.processes())
    assert os.getpid() not in seen


def test_keys_are_there_although_they_are_sent_once(pool, monkeypatch):
    sent = []
    ask = _Worker.ask
    monkeypatch.setattr(_Worker, "ask", lambda worker, seconds, *what: sent.append(what) or ask(worker, seconds, *what))
    for private in (b"5" * 5, b"7" * 7):
        for _ in range(10):
            assert points(pool.submit(job("keys", public=b"12", private=private)).result()) == 2 + len(private)
    kept = [what for what in sent if KEEP in what]
    assert 2 <= len(kept) <= 4  # once for each worker and lecture, at most
    assert len(sent) == 20 + len(kept) and not any(b"55555" in what for what in sent if KEEP not in what)


def test_by_default_there_is_a_worker_for_each_processor():
    pool = LocalPool(engine=ENGINE)
    try:
        assert pool.workers == cpus() == len(os.sched_getaffinity(0))
    finally:
        pool.close()


def test_a_worker_that_is_killed_costs_no_submission(pool):
    futures = [pool.submit(job("sleep 0.5")) for _ in range(6)]
    until(lambda: len(pool.processes()) == 2)
    time.sleep(0.2)
    for pid in pool.processes():
        os.kill(pid, signal.SIGKILL)
    assert [points(future.result()) for future in futures] == [1.0] * 6


def test_workers_that_are_killed_while_they_start_cost_no_submission(pool):
    def kill_all() -> None:
        for pid in pool.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    futures = [pool.submit(job("sleep 0.2")) for _ in range(2)]
    for _ in range(4):  # sooner than a worker starts
        kill_all()
        time.sleep(0.1)
    assert [points(future.result()) for future in futures] == [1.0, 1.0]


def test_a_worker_that_ended_while_it_had_no_job_is_replaced(pool, monkeypatch):
    monkeypatch.setattr("grading.crowd.pool.TRIES", 1)  # it is not the next job's fault
    pool.submit(job("points 1")).result()
    for pid in pool.processes():
        os.kill(pid, signal.SIGKILL)
    until(lambda: not any(worker.process and worker.process.is_alive() for worker in pool._all))
    assert [points(pool.submit(job("points 2")).result()) for _ in range(3)] == [2, 2, 2]


def test_a_job_that_kills_its_worker_once_is_graded_by_the_next_one(pool, tmp_path):
    assert points(pool.submit(job(f"die-once {tmp_path / 'mark'}")).result()) == 1.0


def test_a_job_that_always_kills_its_worker_is_given_up_and_no_other(pool):
    futures = [pool.submit(job(order)) for order in ["points 1", "die", "points 2", "die", "points 3"]]
    assert [points(futures[number].result()) for number in (0, 2, 4)] == [1, 2, 3]
    for number in (1, 3):
        with pytest.raises(NotGradable, match=r"in 3 tries: its worker was killed \(SIGKILL\)\.$"):
            futures[number].result()


def test_an_error_of_the_engine_is_tried_again_with_a_new_worker(pool, tmp_path):
    assert points(pool.submit(job(f"raise-once {tmp_path / 'mark'}")).result()) == 1.0
    with pytest.raises(NotGradable, match="RuntimeError: the engine stumbled"):
        pool.submit(job("raise")).result()


def test_what_the_engine_refuses_is_not_tried_again(pool):
    before = pool.processes()
    with pytest.raises(NotGradable, match="^This cannot be graded.$"):
        pool.submit(job("refuse")).result()
    assert pool.processes() == before


def test_a_result_from_behind_weaker_walls_than_the_runs_is_not_taken(pool):
    assert pool.isolation == "partial"
    with pytest.raises(NotGradable, match="isolation was 'none' where the run has 'partial'"):
        pool.submit(job("weak")).result()


def test_a_worker_that_does_not_answer_is_given_up(monkeypatch):
    monkeypatch.setattr("grading.crowd.pool._PATIENCE", -599.5)
    pool = LocalPool(1, engine=ENGINE)
    try:
        with pytest.raises(NotGradable, match="did not answer for 0.5 seconds"):
            pool.submit(job("sleep 100")).result()
    finally:
        pool.close()


def test_isolation_that_is_not_to_be_had_is_said_before_anything_starts():
    with pytest.raises(NoWorkers, match="Isolation here is only 'partial'"):
        LocalPool(1, "full", engine=ENGINE)


def test_an_engine_that_does_not_start_is_said():
    with pytest.raises(NoWorkers, match="No grading worker starts: ModuleNotFoundError"):
        LocalPool(1, engine="tests.grading.no_such_engine")


@pytest.mark.parametrize("order", ["sleep 100", "stuck"])
def test_closing_ends_jobs_that_run_and_leaves_no_process(order, monkeypatch):
    monkeypatch.setattr("grading.crowd.pool._LEAVE_SECONDS", 0.5)
    pool = LocalPool(2, engine=ENGINE)
    futures = [pool.submit(job(order)) for _ in range(4)]
    until(lambda: len(pool.processes()) == 2)
    workers = pool.processes()
    pool.close()
    assert not any(alive(pid) for pid in workers)
    assert all(future.cancelled() or isinstance(future.exception(), NoWorkers) for future in futures)


SCRIPT = """
import sys
from grading.crowd.pool import LocalPool
from tests.grading.test_pool import job, until

if __name__ == "__main__":
    pool = LocalPool(2, engine="tests.grading.fake_engine")
    futures = [pool.submit(job("sleep 100")) for _ in range(4)]
    until(lambda: len(pool.processes()) == 2)
    print(*pool.processes(), flush=True)
    futures[0].result()
"""


def test_workers_end_with_the_run_that_is_killed(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    run = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    workers = [int(pid) for pid in run.stdout.readline().split()]
    assert len(workers) == 2 and all(map(alive, workers))
    run.kill()
    run.wait()
    until(lambda: not any(map(alive, workers)))


def test_ctrl_c_in_the_terminal_does_not_reach_the_workers(pool):
    future = pool.submit(job("sleep 0.5"))
    until(lambda: bool(pool.processes()))
    until(lambda: all(os.getsid(pid) == pid != os.getsid(0) for pid in pool.processes()))
    assert points(future.result()) == 1.0
