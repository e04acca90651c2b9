"""What a published file says of itself: when it was published, and what it was made from."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from extractors.errors import WarehouseError
from warehouse import sql
from warehouse.connection import open_published, translated


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a published file was made from; two files with the same stamp hold the same rows."""

    revision: int
    ingestions: int
    finished_runs: int
    layout_sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """One publication. `released_at` is UTC."""

    released_at: datetime
    stamp: Stamp


def read_release(connection: duckdb.DuckDBPyConnection) -> Release:
    """Return the release of an open published file. Raises WarehouseError where it was never published."""
    row = connection.execute(sql.read("queries/release.sql")).fetchone()
    if row is None:
        raise WarehouseError("the file is no published warehouse, it holds no release: run `greenpaper ingest` again")
    return Release(row[0], Stamp(*row[1:]))


def published_release(published: Path) -> Release | None:
    """Return the release of the published file; None where there is none, or it was never published."""
    if not published.exists():
        return None
    connection = open_published(published)
    try:
        with translated(published):
            row = connection.execute(sql.read("queries/release.sql")).fetchone()
            return None if row is None else Release(row[0], Stamp(*row[1:]))
    finally:
        connection.close()
