"""A job's keys travel once."""

from __future__ import annotations

from dataclasses import replace

from grading.crowd.parcel import Shelf, pack, unpack
from grading.job import Cell, Job

PUBLIC, PRIVATE = b"public" * 1000, b"private" * 1000
JOB = Job("01_x", (Cell("code", "1"),), PUBLIC, PRIVATE, {"key.safetensors": PUBLIC, "data.csv": b"a,b"})


def test_a_job_comes_back_as_it_was():
    for job in (JOB, replace(JOB, files={}), Job("x", ())):
        parcel, keys = pack(job)
        assert unpack(parcel, keys) == job


def test_keys_are_left_out_and_so_is_a_copy_of_the_public_one():
    parcel, keys = pack(JOB)
    assert keys == (PUBLIC, PRIVATE)
    assert b"publicpublic" not in parcel.job and b"private" * 2 not in parcel.job and b"a,b" in parcel.job


def test_a_name_stands_for_both_keys():
    names = {
        pack(replace(JOB, public=public, private=private))[0].name
        for public, private in [(b"ab", b"c"), (b"a", b"bc"), (b"ab", b"d"), (b"x", b"c")]
    }
    assert len(names) == 4
    assert pack(replace(JOB, cells=()))[0].name == pack(JOB)[0].name


def test_a_shelf_keeps_the_keys_that_came_last():
    shelf = Shelf()
    for number in range(20):
        shelf.keep(str(number), (b"%d" % number, b""))
    assert shelf.get("19") == (b"19", b"") and shelf.get("12") is not None and shelf.get("11") is None
