"""The base tables in a lake, to which several machines write: each transaction in a turn of its own.

Each machine publishes for itself, from a snapshot of the lake, by the code that publishes any warehouse.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import TypeVar

import duckdb

from extractors.errors import ConfigurationError, WarehouseBusy, WarehouseError
from warehouse import sql
from warehouse.connection import memory_limit_of
from warehouse.lake import Lake, current_snapshot, make_tables, open_lake, told
from warehouse.paths import Paths, lake_named
from warehouse.publish import Published, publish
from warehouse.terms import Terms
from warehouse.turn import Turns

T = TypeVar("T")

_TRIES = 10
_FIRST_WAIT, _LONGEST_WAIT = 0.05, 2.0  # seconds; each further wait is up to twice as long as the one before
_LOST = ("Transaction conflict", "maximum retry count")
# Every batch adds a small file to each table, and a query opens them all. After so many batches, files that are smaller
# than so many bytes become one: each row is written anew a few times at most, however large the lake gets.
_MERGES = ((20, 1_000_000), (400, 20_000_000), (8_000, 400_000_000))
# A batch is many small files: threads that wait for each other cost more processor time (0.49 s of two cores for 85
# documents) than one alone (0.29 s). Only where each file is waited for do several help.
_LOADING_THREADS = 1
_TURN_AT_LEAST = 600.0  # seconds; names that are judged over all documents of a large lake keep a turn for minutes


class LakeBackend:
    """A `warehouse.backend.Backend`; made by `open_lake_backend`."""

    def __init__(self, lake: Lake, connection: duckdb.DuckDBPyConnection, turns: Turns) -> None:
        self.connection = connection
        self._lake = lake
        self._turns = turns
        self._seen: int | None = None  # the snapshot at the end of our last turn
        self._batches = 0

    def read(self, call: Callable[[], T]) -> T:
        """Return what `call` returns; each statement sees the newest snapshot."""
        with told(self._lake):
            return call()

    def write(self, call: Callable[[], T]) -> T:
        """Return what `call` returns, done in a turn. A transaction that lost against somebody who takes no turns,
        such as a person who tidies the lake, is done again.
        """
        for attempt in range(_TRIES):
            try:
                with self.alone(), told(self._lake):
                    return _unless_lost(call)
            except _Lost as lost:
                reason = str(lost)
            time.sleep(random.uniform(0.5, 1) * min(_LONGEST_WAIT, _FIRST_WAIT * 2**attempt))  # noqa: S311 - no secret
        raise WarehouseBusy(
            f"{self._lake}: a transaction lost {_TRIES} times in a row against others who change the same rows "
            f"({self._lake.address.without_secrets(reason)}): end what tidies the lake, and run again"
        )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep the turn."""
        with self._turns.taken():
            yield
            with told(self._lake):
                self._seen = current_snapshot(self.connection)

    def loaded(self) -> None:
        """Make one file of many small ones, now and then."""
        self._batches += 1
        for often, size in _MERGES:
            if self._batches % often == 0:
                self._merge(size)

    def finished(self) -> None:
        """Do the same where short runs have left many."""
        (most,) = self.read(partial(sql.one, self.connection, sql.read("queries/most_files.sql")))
        if most >= _MERGES[0][0]:
            self._merge(_MERGES[0][1])

    def _merge(self, size: int) -> None:
        """Merge files of up to `size` bytes. Those that they replace stay until somebody tidies the lake."""
        merge = sql.read("queries/merge_files.sql").format(size=size)
        self.write(partial(self.connection.execute, merge))

    def publish(self, paths: Paths, terms: Terms | None) -> Published:
        """Publish the lake as it was at the end of our last turn, while others go on.

        How the checks came out stays in the file: each machine has its own.
        """
        if self._seen is None:
            self._seen = self.read(lambda: current_snapshot(self.connection))
        with (
            closing(open_lake(self._lake, snapshot=self._seen, spill=paths.spill("snapshot"))) as session,
            told(self._lake),
        ):
            return publish(session, paths, memory_limit_of(session), terms, keeps_results=False)

    def close(self) -> None:
        """Leave the lake."""
        self.connection.close()
        self._turns.close()


class _Lost(Exception):
    """A transaction lost against another one, and changed nothing."""


def _unless_lost(call: Callable[[], T]) -> T:
    try:
        return call()
    except duckdb.TransactionException as error:
        if any(sign in str(error) for sign in _LOST):
            raise _Lost(" ".join(str(error).split())) from None
        raise


def open_lake_backend(
    lake: Lake, paths: Paths, wait_seconds: float, threads: int | None, memory_limit: str | None
) -> LakeBackend:
    """Open the lake for writing, and make it where there is none; its files are published at `paths`.

    Raises WarehouseError where it cannot be reached or used, ConfigurationError where a setting or an extension is
    missing, or where a warehouse of its own stands at `paths`, or another lake's.
    """
    _ensure_ours(lake, paths)
    if threads is None and not lake.is_in_object_store:
        threads = _LOADING_THREADS
    turns = Turns(lake, max(wait_seconds, _TURN_AT_LEAST))
    try:
        with turns.taken():
            connection = open_lake(lake, spill=paths.spill("lake"), threads=threads, memory_limit=memory_limit)
            try:
                with told(lake):
                    make_tables(connection, lake)
            except BaseException:
                connection.close()
                raise
        _sign(lake, paths)
    except BaseException:
        turns.close()
        raise
    return LakeBackend(lake, connection, turns)


def _ensure_ours(lake: Lake, paths: Paths) -> None:
    other = lake_named(paths)
    if paths.working.exists() or (paths.published.exists() and not other):
        raise ConfigurationError(
            f"{paths.published} is a warehouse of its own, and not published by {lake}: name another file with "
            "GREENPAPER_PUBLISHED"
        )
    if other and other != str(lake):
        raise ConfigurationError(
            f"{paths.published} is published by another lake ({other}), and not by {lake}: name another file with "
            "GREENPAPER_PUBLISHED"
        )


def _sign(lake: Lake, paths: Paths) -> None:
    """Say whose publications these are, so that nobody takes them for a warehouse of its own."""
    try:
        paths.lake.write_text(f"{lake}\n", encoding="utf-8")
    except OSError as error:
        raise WarehouseError(
            f"cannot write in {paths.store}: {error.strerror}; choose another place with GREENPAPER_PUBLISHED"
        ) from error
