"""A new file made whole: every base table of the working database, in order, and all that is made of them."""

from pathlib import Path

import duckdb

from warehouse import sql
from warehouse.connection import attach, empty_cache, half_of_the_threads, open_working, transaction
from warehouse.layout import create_layout

NEXT = "next_release"
"""The name of the attached file that is being built."""
_NOT_COPIED = ("migrations", "check_results", "releases")  # each file has its own


def make_whole(working: duckdb.DuckDBPyConnection, building: Path, memory_limit: str) -> duckdb.DuckDBPyConnection:
    """Make the new file, and return it open, with a limit of memory ("700MB").

    Half of DuckDB's threads do it: each takes memory that no limit counts, and worker processes may want the others.
    """
    with half_of_the_threads(working) as threads:
        _copy_base_tables(working, building)
    empty_cache(working, memory_limit)
    connection = open_working(building, threads=threads, memory_limit=memory_limit)
    try:
        with transaction(connection):
            create_layout(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _copy_base_tables(working: duckdb.DuckDBPyConnection, building: Path) -> None:
    """Copy every base table into the new file, in the order of its columns, so that equal facts give equal files.

    The empty tables are copied too, because that costs a quarter of making them by the migrations.
    """
    own = current_catalog(working)
    attach(working, building, NEXT)
    try:
        working.execute(f"COPY FROM DATABASE {own} TO {NEXT} (SCHEMA)")
        working.execute(f"INSERT INTO {NEXT}.store.migrations FROM {own}.store.migrations")
        copy_tables(working, own, NEXT)
    finally:
        working.execute(f"DETACH {NEXT}")


def current_catalog(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the name under which the connection knows its own database."""
    return str(sql.one(connection, "SELECT current_database()")[0])


def shared_tables(connection: duckdb.DuckDBPyConnection, source: str, target: str) -> list[str]:
    """Return the base tables that both attached databases have and one takes over from the other, by name."""
    names = connection.execute(sql.read("queries/shared_tables.sql"), [source, target]).fetchall()
    return [name for (name,) in names if name not in _NOT_COPIED]


def copy_tables(connection: duckdb.DuckDBPyConnection, source: str, target: str) -> None:
    """Copy the rows of every base table that both attached databases have, in one transaction."""
    with transaction(connection):
        for name in shared_tables(connection, source, target):
            connection.execute(
                f"INSERT INTO {target}.store.{name} BY NAME SELECT * FROM {source}.store.{name} ORDER BY ALL"  # noqa: S608 - our own names
            )
