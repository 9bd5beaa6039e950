"""The same jobs on a Dask cluster."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from grading.crowd.cluster import DaskPool
from grading.crowd.worker import NotGradable, NoWorkers
from tests.grading.test_pool import ENGINE, job, points

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster():
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(
            n_workers=2, processes=True, threads_per_worker=1, dashboard_address=":0", silence_logs=50
        ) as cluster,
    ):
        yield cluster


@pytest.fixture(scope="module")
def pool(cluster):
    pool = DaskPool(cluster.scheduler_address, engine=ENGINE)
    yield pool
    pool.close()


def test_jobs_come_back_with_their_own_results(pool):
    futures = [pool.submit(job(f"points {number}")) for number in range(20)]
    assert [points(future.result()) for future in futures] == list(range(20))


def test_it_says_the_isolation_of_the_workers_and_keeps_them_busy(pool):
    assert pool.isolation == "partial"
    assert pool.ahead == 6


def test_keys_are_there_although_they_are_sent_once(pool, monkeypatch):
    kept, asked = [], []
    run, ask = pool._client.run, pool._ask
    monkeypatch.setattr(pool._client, "run", lambda *what, **where: kept.append(where) or run(*what, **where))
    monkeypatch.setattr(pool, "_ask", lambda *what: asked.append(what) or ask(*what))
    for private in (b"5" * 5, b"7" * 7):
        for _ in range(10):
            assert points(pool.submit(job("keys", public=b"12", private=private)).result()) == 2 + len(private)
    assert 2 <= len(kept) <= 4  # once for each worker and lecture, at most
    assert len(asked) == 20 + len(kept)
    assert not any(keys for _, keys, _ in asked)


def test_a_worker_that_is_killed_costs_no_submission(pool, cluster):
    futures = [pool.submit(job("sleep 0.5")) for _ in range(6)]
    time.sleep(0.3)
    for worker in cluster.workers.values():
        os.kill(worker.pid, signal.SIGKILL)
    assert [points(future.result()) for future in futures] == [1.0] * 6


def test_a_job_that_always_kills_its_worker_is_given_up_and_no_other(pool):
    futures = [pool.submit(job(order)) for order in ["points 1", "die", "points 2", "points 3"]]
    assert [points(futures[number].result()) for number in (0, 2, 3)] == [1, 2, 3]
    with pytest.raises(NotGradable, match="it ended the workers that had it"):
        futures[1].result()


def test_what_the_engine_refuses_and_what_it_stumbles_over_arrives(pool):
    with pytest.raises(NotGradable, match="^This cannot be graded.$"):
        pool.submit(job("refuse")).result()
    with pytest.raises(NotGradable, match="RuntimeError: the engine stumbled"):
        pool.submit(job("raise")).result()


def test_weaker_walls_than_asked_for_are_said_at_the_start(cluster):
    with pytest.raises(NoWorkers, match="On the cluster at .*: Isolation here is only 'partial'"):
        DaskPool(cluster.scheduler_address, "full", engine=ENGINE)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nonsense://x", "", "tcp://127.0.0.1:not-a-port"])
def test_an_address_where_nobody_answers_is_one_sentence(address, monkeypatch):
    monkeypatch.setattr("grading.crowd.cluster._CONNECT_SECONDS", 1)
    with pytest.raises(NoWorkers, match="^No Dask scheduler answers at "):
        DaskPool(address, engine=ENGINE)


def test_a_cluster_without_workers_is_one_sentence(monkeypatch):
    monkeypatch.setattr("grading.crowd.cluster._CONNECT_SECONDS", 1)
    with distributed.LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as empty:
        with pytest.raises(NoWorkers, match="has no worker that answers"):
            DaskPool(empty.scheduler_address, engine=ENGINE)


def test_workers_of_another_version_are_refused(cluster, monkeypatch):
    monkeypatch.setattr("grading.crowd.cluster.fingerprint", lambda: "another")
    with pytest.raises(NoWorkers, match="have another version of Unrolled"):
        DaskPool(cluster.scheduler_address, engine=ENGINE)


def test_without_dask_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoWorkers, match="needs Dask, which is not installed"):
        DaskPool("127.0.0.1:1")


def test_a_scheduler_that_goes_away_ends_all_jobs_with_a_sentence():
    cluster = distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0", silence_logs=50)
    pool = DaskPool(cluster.scheduler_address, engine=ENGINE)
    try:
        futures = [pool.submit(job("sleep 30")) for _ in range(2)]
        time.sleep(0.5)
        cluster.close()
        for future in futures:
            with pytest.raises(NoWorkers, match="The connection to the Dask scheduler at .* was lost"):
                future.result()
        with pytest.raises(NoWorkers, match="was lost"):
            pool.submit(job("points 1")).result()
    finally:
        pool.close()
