"""Forward-only migrations: `migrations/NNNN_name.sql`, applied once each, in order, and never edited after."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import duckdb

from extractors.errors import WarehouseError
from warehouse import sql
from warehouse.clock import utc_now
from warehouse.connection import transaction


class Migration(NamedTuple):
    """One step of the schema; `sha256` is that of its file."""

    number: int
    name: str
    sha256: str
    statements: str


def migrations() -> list[Migration]:
    """Return the migrations that come with this version, in order."""
    found = []
    for stem, text in sql.folder("migrations").items():
        number, _, name = stem.partition("_")
        found.append(Migration(int(number), name, hashlib.sha256(text.encode()).hexdigest(), text))
    return found


def migrate(connection: duckdb.DuckDBPyConnection, path: Path, steps: list[Migration] | None = None) -> None:
    """Bring the open database at `path` to the newest schema; a database that is there already is left as it is.

    Each step is one transaction. Raises WarehouseError where a step that was applied has been changed since, or where
    the database knows steps that this version does not.
    """
    steps = migrations() if steps is None else steps
    connection.execute(sql.read("queries/migrations_table.sql"))
    applied = _applied(connection)
    _compare(applied, steps, path)
    for step in steps:
        if step.number not in applied:
            _apply(connection, step, utc_now())


def applied_to(connection: duckdb.DuckDBPyConnection, catalog: str) -> set[int]:
    """Return the numbers of the migrations that an attached database has had."""
    rows = connection.execute(f"SELECT number FROM {catalog}.store.migrations").fetchall()  # noqa: S608 - our own name
    return {number for (number,) in rows}


def _applied(connection: duckdb.DuckDBPyConnection) -> dict[int, tuple[str, str]]:
    rows = connection.execute("SELECT number, name, sha256 FROM store.migrations ORDER BY number").fetchall()
    return {number: (name, sha256) for number, name, sha256 in rows}


def _compare(applied: dict[int, tuple[str, str]], steps: list[Migration], path: Path) -> None:
    known = {step.number: step for step in steps}
    for number, (name, sha256) in applied.items():
        if number not in known:
            raise WarehouseError(
                f"{path} was written by a newer greenpaper (migration {number:04d}_{name}): upgrade greenpaper"
            )
        if known[number].sha256 != sha256:
            raise WarehouseError(
                f"{path}: migration {number:04d}_{name} is not the one that was applied: "
                "put that file back as it was and write a new migration, or move the warehouse away and run again"
            )


def _apply(connection: duckdb.DuckDBPyConnection, step: Migration, applied_at: datetime) -> None:
    with transaction(connection):
        connection.execute(step.statements)
        connection.execute("INSERT INTO store.migrations VALUES (?, ?, ?, ?)", [*step[:3], applied_at])
