"""Opening databases: always with the same settings, and with DuckDB's errors as ours.

A published file is attached to an empty database in memory instead of being opened itself, because DuckDB gives a
process the copy that it already has open under the same path: after a swap that would be the file of before.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import duckdb

from extractors.errors import WarehouseBusy, WarehouseError
from warehouse import sql
from warehouse.paths import no_warehouse

P = ParamSpec("P")
T = TypeVar("T")

PUBLISHED = "greenpaper"  # the name of an attached published file

# Nothing is downloaded or loaded behind our back.
_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
# What DuckDB's allocator keeps for later is given back once it is more than this (its own: 128 and 512 MB): it would
# stand beside what the next statement takes. Publications of 20,000 documents took 500 to 650 MB, and 490 with this.
_GIVES_BACK = {"allocator_flush_threshold": "16MB", "allocator_bulk_deallocation_flush_threshold": "16MB"}
_LOG_AT_MOST = 8_000_000  # bytes; half of DuckDB's own threshold, so that it seldom comes first
_NO_VARIABLES = {"python_enable_replacements": "false"}  # a query cannot read what our code calls by a name
_QUIET = "SET enable_progress_bar = false"  # it would go to standard output, between the lines of --json
_LOCKED = re.compile(r"Conflicting lock is held in (?P<program>.*?)\s*\(PID (?P<pid>\d+)\)")
_NOT_A_DATABASE = (
    "not a valid DuckDB database",
    "Could not read enough bytes",
    "Corrupt database file",
    "Is a directory",
)
_SYSTEM_SAYS = ("No space left on device", "Disk quota exceeded", "Read-only file system")
_DAMAGED = (duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise DuckDB's errors inside as WarehouseError or WarehouseBusy about the file at `path`.

    What a signal (Ctrl-C, SIGTERM) raised while DuckDB was at work is raised as it was: DuckDB makes a fault of it.
    """
    try:
        yield
    except duckdb.Error as error:
        raise _meaning(error, path) from error
    except RuntimeError as error:
        if error.__cause__ is None or isinstance(error.__cause__, Exception):
            raise
        raise error.__cause__ from None


def _meaning(error: duckdb.Error, path: Path) -> WarehouseError:
    message = str(error)
    if "Could not set lock" in message:
        return WarehouseBusy(f"{path} is open for writing in {_who(message)}: end it or wait for it, and run again")
    if "newer version of DuckDB" in message:
        return WarehouseError(
            f"{path} was written by a newer DuckDB than {duckdb.__version__}: "
            "upgrade DuckDB, or move the file away and run again"
        )
    # First: DuckDB calls a database unusable ("invalidated") after any write that failed, and its file is as it was.
    if reason := _refused_by_system(message):
        return WarehouseError(
            f"{path} could not be written ({reason}): make room on the disk or look at the rights of its folder, and "
            "run again; what was loaded before is kept"
        )
    if any(sign in message for sign in _NOT_A_DATABASE) or isinstance(error, _DAMAGED):
        return WarehouseError(f"{path} is not a DuckDB file, or is damaged: move it away and run again")
    return WarehouseError(f"{path} could not be used ({gist(message)}): look at disk space and rights, and run again")


def _who(message: str) -> str:
    match = _LOCKED.search(message)
    return f"another process ({match['program']}, process {match['pid']})" if match else "another process"


def _refused_by_system(message: str) -> str | None:
    return next((reason for reason in _SYSTEM_SAYS if reason in message), None)


def gist(message: str) -> str:
    """Return what a DuckDB message says is wrong, on one line: the system's own reason where it is a full or read-only
    disk; else all but what follows a blank line, which quotes the statement.
    """
    if reason := _refused_by_system(message):
        return reason
    return " ".join(message.strip().split("\n\n")[0].split()) or "no reason given"


def open_working(
    path: Path, *, threads: int | None = None, memory_limit: str | None = None
) -> duckdb.DuckDBPyConnection:
    """Open (or make) the database at `path` for writing; only whoever holds the writer's lock may.

    `threads` and `memory_limit` ("2GB") are DuckDB's settings, its own choice where None. The storage format is
    DuckDB's default, the oldest that it can write, so that 1.5 and 2.0 both open the file: it is the absence of
    `storage_compatibility_version` here that keeps that promise. Raises WarehouseBusy or WarehouseError.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {**_SETTINGS, **_GIVES_BACK}
    if threads is not None:
        settings["threads"] = threads
    if memory_limit is not None:
        settings["memory_limit"] = memory_limit
    with translated(path):
        connection = duckdb.connect(str(path), config=settings)
        connection.execute(_QUIET)
        return connection


def memory_limit_of(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the limit of memory of an open database as DuckDB words it: rounded, so read it once and keep it."""
    (limit,) = sql.one(connection, "SELECT current_setting('memory_limit')")
    return str(limit)


def checkpoint_grown(connection: duckdb.DuckDBPyConnection, path: Path, memory_limit: str) -> None:
    """Where the write-ahead log of the database at `path` has grown, write it into the file and empty the cache.

    `memory_limit` is the limit that stands afterwards. Not to be called inside a transaction. Without it a long run's
    memory grows with the file, and with every checkpoint by what is cached on top of what is being written.
    """
    log = Path(f"{path}.wal")
    if log.exists() and log.stat().st_size > _LOG_AT_MOST:
        empty_cache(connection, memory_limit)
        connection.execute("CHECKPOINT")
        empty_cache(connection, memory_limit)


@contextmanager
def capped(connection: duckdb.DuckDBPyConnection, cap: str, memory_limit: str) -> Iterator[None]:
    """Let an open database take no more than `cap` ("700MB") of memory; `memory_limit` is what stands afterwards."""
    connection.execute(f"SET memory_limit = {sql.literal(cap)}")
    try:
        yield
    finally:
        connection.execute(f"SET memory_limit = {sql.literal(memory_limit)}")


@contextmanager
def half_of_the_threads(connection: duckdb.DuckDBPyConnection) -> Iterator[int]:
    """Let an open database use half of its threads, one at least; gives how many these are."""
    (own,) = sql.one(connection, "SELECT current_setting('threads')")
    half = max(1, int(own) // 2)
    connection.execute(f"SET threads = {half}")
    try:
        yield half
    finally:
        connection.execute(f"SET threads = {own}")


def empty_cache(connection: duckdb.DuckDBPyConnection, memory_limit: str) -> None:
    """Let go of the blocks that nobody uses: DuckDB does when its limit is lowered, also where it cannot go so low."""
    with suppress(duckdb.OutOfMemoryException):
        connection.execute("SET memory_limit = '1MB'")
    connection.execute(f"SET memory_limit = {sql.literal(memory_limit)}")


def guarded_settings(settings: Mapping[str, str]) -> dict[str, str | bool | int | float | list[str]]:
    """Return the settings of a database that strangers ask, with further ones of DuckDB's."""
    return {**_SETTINGS, **_NO_VARIABLES, **settings}


def open_published(path: Path, settings: Mapping[str, str] | None = None) -> duckdb.DuckDBPyConnection:
    """Open the published file read-only, with no way to any other file; a swap leaves it with what it opened.

    `settings` are further ones of DuckDB's; a statement can change none.

    Raises WarehouseError where there is none, where it cannot be read or is not a warehouse of this project, and
    WarehouseBusy where somebody has it open for writing.
    """
    if not path.exists():
        raise no_warehouse(path)
    connection = duckdb.connect(":memory:", config=guarded_settings(settings or {}))
    try:
        with translated(path):
            connection.execute(_QUIET)
            attach(connection, path, PUBLISHED, read_only=True)
            _refuse_foreign(connection, path)
            connection.execute(f"USE {PUBLISHED}")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
    except BaseException:
        connection.close()
        raise
    return connection


def attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str, *, read_only: bool = False) -> None:
    """Attach the database at `path` as `name`, in DuckDB's default (oldest) storage format where it is new."""
    connection.execute(f"ATTACH {sql.literal(str(path))} AS {name}{' (READ_ONLY)' if read_only else ''}")


def _refuse_foreign(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    if connection.execute(sql.read("queries/is_ours.sql"), [PUBLISHED]).fetchone() is None:
        raise WarehouseError(
            f"{path} is a DuckDB file, but not a greenpaper warehouse: "
            "name another file with --warehouse, or move this one away and run again"
        )


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Run what stands inside as one transaction: all of it is kept, or nothing."""
    connection.execute("BEGIN TRANSACTION")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def in_transaction(
    call: Callable[Concatenate[duckdb.DuckDBPyConnection, P], T],
) -> Callable[Concatenate[duckdb.DuckDBPyConnection, P], T]:
    """Return `call` so that what it does with its connection is one transaction."""

    def called(connection: duckdb.DuckDBPyConnection, /, *given: P.args, **named: P.kwargs) -> T:
        with transaction(connection):
            return call(connection, *given, **named)

    return called
