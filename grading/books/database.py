"""Transactions in nbgrader's database: short, and patient while another process has it locked."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from helpers.errors import UnrolledError

WAIT_SECONDS = 60  # for another process that has the gradebook locked
_TRY_SECONDS = 1  # of these at a time, so that Ctrl-C is heard
_LACKS = ("no such column", "no such table", "has no column", "does not exist", "unknown column")

Result = TypeVar("Result")


class GradebookProblem(UnrolledError):
    """The gradebook cannot be read or written."""


class OutdatedGradebook(GradebookProblem):
    """The gradebook is of an older nbgrader."""


class Database:
    """A database, by nbgrader's `db_url`."""

    def __init__(self, db_url: str) -> None:
        self.engine = _engine(db_url)

    def exists(self) -> bool:
        """Whether it is there: SQLite would make an empty one at the first look."""
        path = self.engine.url.database if self.engine.dialect.name == "sqlite" else None
        return not path or path == ":memory:" or (os.path.isfile(path) and os.path.getsize(path) > 0)

    def read(self, work: Callable[[Connection], Result]) -> Result:
        """Do some work that writes nothing. Raises GradebookProblem if that is not possible."""
        return self._do(work, reading=True)

    def write(self, work: Callable[[Connection], Result]) -> Result:
        """Do some work, all of it or nothing. Raises GradebookProblem if that is not possible.

        work: may be called again, if the database was locked
        """
        return self._do(work, reading=False)

    def _do(self, work: Callable[[Connection], Result], reading: bool) -> Result:
        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                with self.engine.connect().execution_options(reading=reading) as book, book.begin():
                    return work(book)
            except DBAPIError as error:
                said = str(error.orig)
                if "locked" in said and time.monotonic() < until:
                    continue
                raise _problem(said) from error


def _problem(said: str) -> GradebookProblem:
    if "locked" in said:
        return GradebookProblem(
            f"The gradebook has been locked by another process for {WAIT_SECONDS} seconds: end that process, "
            "or wait for it, and grade again."
        )
    if any(part in said.lower() for part in _LACKS):
        return OutdatedGradebook(
            f"The gradebook is of an older nbgrader ({said}): make a copy of it, then run `nbgrader db upgrade`."
        )
    return GradebookProblem(f"The gradebook cannot be used: {said}.")


@functools.lru_cache(maxsize=8)
def _engine(db_url: str) -> Engine:
    """One engine for each gradebook and process, because it remembers how its statements are compiled.

    Of SQLite no connection is kept: the file may be replaced by another at any time.
    """
    if not db_url.startswith("sqlite"):
        return create_engine(db_url, pool_pre_ping=True)
    engine = create_engine(db_url, poolclass=NullPool, connect_args={"timeout": _TRY_SECONDS})

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions begin where `begin` below says

    @event.listens_for(engine, "begin")
    def begin(book: Connection) -> None:
        # A transaction that is to write takes its lock at once: one that asks later may be refused without a wait.
        book.exec_driver_sql("BEGIN" if book.get_execution_options().get("reading") else "BEGIN IMMEDIATE")

    return engine
