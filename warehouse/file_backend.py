"""The base tables in a file of DuckDB's, `working.duckdb` in the store, which the writer's lock keeps for one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import duckdb

from extractors.errors import ConfigurationError
from warehouse.archive import Archive
from warehouse.connection import checkpoint_grown, memory_limit_of, open_working, translated
from warehouse.erase import erase_archived, is_unfinished, publish_without, rewrite
from warehouse.migrate import migrate
from warehouse.paths import Paths, lake_named
from warehouse.publish import Published, publish
from warehouse.terms import Terms

T = TypeVar("T")


class FileBackend:
    """A `warehouse.backend.Backend`; made by `open_file`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, paths: Paths) -> None:
        self.connection = connection
        self._paths = paths
        self._memory_limit = memory_limit_of(connection)

    def read(self, call: Callable[[], T]) -> T:
        """Return what `call` returns."""
        with translated(self._paths.working):
            return call()

    def write(self, call: Callable[[], T]) -> T:
        """Return what `call` returns: nobody else writes to this file."""
        return self.read(call)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Do nothing: whoever has the file open is alone."""
        yield

    def loaded(self) -> None:
        """Bring a log that has grown into the file."""
        with translated(self._paths.working):
            checkpoint_grown(self.connection, self._paths.working, self._memory_limit)

    def finished(self) -> None:
        """Bring all that was loaded into the file."""
        with translated(self._paths.working):
            self.connection.execute("CHECKPOINT")

    def publish(self, paths: Paths, terms: Terms | None) -> Published:
        """Publish what has been loaded."""
        with translated(self._paths.working):
            return publish(self.connection, paths, self._memory_limit, terms)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


def open_file(paths: Paths, threads: int | None, memory_limit: str | None) -> FileBackend:
    """Open the working database, or make it; only whoever holds the writer's lock may.

    What a forgetting left to be done is done first. Raises WarehouseError, also where the file at `paths` is what a
    lake publishes: it would be begun anew beside the lake.
    """
    if lake := lake_named(paths):
        raise ConfigurationError(
            f"{paths.published} is published by a lake ({lake}): set GREENPAPER_WAREHOUSE to it; what works on a lake "
            "is said in docs/ducklake.md"
        )
    if paths.published.exists() and not paths.working.exists():
        rewrite(paths, paths.published)  # without this, a warehouse copied without its store would begin from nothing
    connection = _opened(paths, threads, memory_limit)
    try:
        if is_unfinished(connection):
            with translated(paths.working):
                erase_archived(connection, Archive(paths.archive))
            connection.close()
            rewrite(paths, paths.working)
            connection = _opened(paths, threads, memory_limit)
            with translated(paths.working):
                publish_without(connection, paths)
        return FileBackend(connection, paths)
    except BaseException:
        connection.close()
        raise


def _opened(paths: Paths, threads: int | None, memory_limit: str | None) -> duckdb.DuckDBPyConnection:
    """Return the working database, open and with the newest schema."""
    connection = open_working(paths.working, threads=threads, memory_limit=memory_limit)
    try:
        with translated(paths.working):
            migrate(connection, paths.working)
    except BaseException:
        connection.close()
        raise
    return connection
