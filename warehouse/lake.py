"""A lake: the base tables as Parquet files, with their catalog in PostgreSQL (DuckLake). How it is opened and made.

A session is an empty database in memory with the lake attached, in which `store.documents` means the lake's. All
statements that work on a file of DuckDB's work on it, but for what docs/ducklake.md lists.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extractors.errors import ConfigurationError, WarehouseError
from warehouse import sql
from warehouse.connection import gist, open_working
from warehouse.extensions import load_extensions
from warehouse.lake_address import LakeAddress
from warehouse.migrate import Migration, migrate, migrations

SCHEMA = "greenpaper"
"""The schema of the PostgreSQL database that holds the catalog."""

_NAME = "lake"  # in queries/current_snapshot.sql too
_EXTENSIONS = ("postgres_scanner", "ducklake")
_OBJECT_STORE, _FOR_OBJECTS = "s3://", ("httpfs",)
_EXTRA = "lake"
_CHECK = re.compile(r" CHECK \((?:[^()]|\([^()]*\))*\)")
_NO_INLINING = (
    0  # rows that go into the catalog instead of a file; any number of them made loading 4 to 15 times slower
)


@dataclass(frozen=True, slots=True)
class Lake:
    """Where a lake is: its catalog, and the folder (or object store) of its files, which an existing lake knows."""

    address: LakeAddress
    files: str | None = None

    def __str__(self) -> str:
        return str(self.address)

    @property
    def is_in_object_store(self) -> bool:
        """Whether its files are fetched over the network."""
        return (self.files or "").startswith(_OBJECT_STORE)


@contextmanager
def told(lake: Lake) -> Iterator[None]:
    """Raise DuckDB's errors inside as WarehouseError about the lake, without its password, also not as their cause."""
    try:
        yield
    except duckdb.Error as error:
        raise _meaning(lake, lake.address.without_secrets(gist(str(error)))) from None
    except RuntimeError as error:
        if error.__cause__ is None or isinstance(error.__cause__, Exception):
            raise
        raise error.__cause__ from None  # a signal that came while DuckDB was at work


def _meaning(lake: Lake, said: str) -> WarehouseError | ConfigurationError:
    if "data_path is not set" in said:
        return ConfigurationError(
            f"{lake} has no lake yet: say with GREENPAPER_LAKE_FILES in which folder its files are to be, and run again"
        )
    if "does not match existing data path" in said:
        return ConfigurationError(f"GREENPAPER_LAKE_FILES is not where the files of {lake} are ({said}): leave it out")
    if "httpfs" in said:
        return ConfigurationError(f"the files of {lake} are in an object store: set GREENPAPER_LAKE_FILES to it, too")
    if "Unable to connect" in said:
        return WarehouseError(
            f"{lake} could not be reached ({said}): look at PostgreSQL and the address, and run again"
        )
    return WarehouseError(
        f"{lake} could not be used ({said}): look at PostgreSQL and the folder of its files, and run again; what was "
        "loaded before is kept"
    )


def open_catalog(lake: Lake, name: str) -> duckdb.DuckDBPyConnection:
    """Return a session with the PostgreSQL database of the catalog attached as `name`."""
    return _opened(
        lake,
        _EXTENSIONS[:1],
        f"ATTACH {sql.literal(lake.address.connection)} AS {name} (TYPE postgres)",
        threads=1,
    )


def ensure_reachable(lake: Lake) -> None:
    """Return where the catalog's PostgreSQL answers. Raises as `open_lake` does."""
    open_catalog(lake, "catalog").close()


def open_lake(
    lake: Lake,
    *,
    snapshot: int | None = None,
    spill: Path | None = None,
    threads: int | None = None,
    memory_limit: str | None = None,
) -> duckdb.DuckDBPyConnection:
    """Return a session of the lake: as it is now and for writing, or as it was at a `snapshot`.

    Makes the catalog where there is none and it may be written. What does not fit into memory goes into the folder
    `spill` (the working folder's `.tmp` where None). `threads` and `memory_limit` are DuckDB's settings.
    Raises WarehouseError, or ConfigurationError where an extension or a setting is missing.
    """
    options = [f"METADATA_SCHEMA {sql.literal(SCHEMA)}", f"DATA_INLINING_ROW_LIMIT {_NO_INLINING}"]
    if snapshot is not None:
        options += ["READ_ONLY", f"SNAPSHOT_VERSION {snapshot}"]
    elif lake.files:
        options.append(f"DATA_PATH {sql.literal(_place(lake.files))}")
    address = sql.literal(f"ducklake:postgres:{lake.address.connection}")
    connection = _opened(
        lake,
        _extensions_of(lake),
        f"ATTACH {address} AS {_NAME} ({', '.join(options)})",
        threads=threads,
        memory_limit=memory_limit,
    )
    if spill:
        connection.execute(f"SET temp_directory = {sql.literal(str(spill))}")
    connection.execute(f"USE {_NAME}")
    return connection


def _opened(
    lake: Lake, extensions: tuple[str, ...], attach: str, *, threads: int | None = None, memory_limit: str | None = None
) -> duckdb.DuckDBPyConnection:
    connection = open_working(Path(":memory:"), threads=threads, memory_limit=memory_limit)
    try:
        load_extensions(connection, extensions, extra=_EXTRA)
        if _FOR_OBJECTS[0] in extensions:
            connection.execute(sql.read("queries/object_store.sql"))
        with told(lake):
            connection.execute(attach)
    except BaseException:
        connection.close()
        raise
    return connection


def _extensions_of(lake: Lake) -> tuple[str, ...]:
    """Return the extensions of DuckDB's that a session of the lake needs."""
    return _EXTENSIONS + (_FOR_OBJECTS if lake.is_in_object_store else ())


def _place(files: str) -> str:
    """Return the folder as it is written into the catalog, which others read from elsewhere."""
    return files if "://" in files else str(Path(files).resolve())


def current_snapshot(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the newest snapshot of the lake that a session has open."""
    (number,) = sql.one(connection, sql.read("queries/current_snapshot.sql"))
    return int(number)


def make_tables(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Bring the lake to the newest schema, by the migrations of every warehouse. One at a time: in a turn."""
    migrate(connection, Path(str(lake)), lake_steps())


def lake_steps() -> list[Migration]:
    """Return the migrations without the constraints that a lake does not know (CHECK); their digests stay."""
    return [step._replace(statements=_CHECK.sub("", step.statements)) for step in migrations()]
