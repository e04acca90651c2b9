"""A new file that begins as a copy of the published one: what changed takes its place, all else is as it was.

It is made whole instead where the published file was made otherwise (another layout, schema or DuckDB), where it does
not belong to this working database, and where something was forgotten since: the bytes of a deleted row stay in the
free blocks of a file. So it is where a tenth of the documents changed since it was last made whole: that is cheaper
then, and it keeps rows in order and blocks full.
"""

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse import sql
from warehouse.connection import attach, open_published, open_working, transaction, translated
from warehouse.layout import amend_layout
from warehouse.migrate import applied_to
from warehouse.release import Stamp, read_release
from warehouse.tables import EDITION_TABLES
from warehouse.whole import NEXT, current_catalog, shared_tables

_BY_DOCUMENT = ("documents", "editions", *EDITION_TABLES, "links", "signatures")


def make_amended(
    working: duckdb.DuckDBPyConnection, published: Path, building: Path, stamp: Stamp, memory_limit: str
) -> duckdb.DuckDBPyConnection | None:
    """Make the new file from the published one, and return it open, with what changed in `temp.touched`.

    It may take `memory_limit` ("700MB"). None where it has to be made whole; what is at `building` then is of no use.
    """
    revision = _amendable(working, published, stamp)
    if revision is None:
        return None
    shutil.copyfile(published, building)
    brought = _bring_up(working, building, revision)
    if brought is None:
        return None
    named, differing = brought
    connection = open_working(building, memory_limit=memory_limit)
    try:
        with transaction(connection):
            is_made = amend_layout(connection, revision, named, is_renamed="canonical" in differing)
    except BaseException:
        connection.close()
        raise
    if not is_made:
        connection.close()
    return connection if is_made else None


def _amendable(working: duckdb.DuckDBPyConnection, published: Path, stamp: Stamp) -> int | None:
    """Return the revision that the published file was made from, None where the new one has to be made whole."""
    if not published.exists():
        return None
    connection = open_published(published)
    try:
        with translated(published):
            row = _last_made(connection, working, stamp)
    finally:
        connection.close()
    if row is None:
        return None
    said = dict(zip(("revision", "run_id", "changed_at", "whole_revision"), row, strict=True))
    goes_on = working.execute(sql.read("queries/amendable_from.sql"), said).fetchone()
    return int(said["revision"]) if goes_on else None


def _last_made(
    connection: duckdb.DuckDBPyConnection, working: duckdb.DuckDBPyConnection, stamp: Stamp
) -> tuple[Any, ...] | None:
    """Return what an open published file was last made from, None where the new one will be made otherwise."""
    applied = [applied_to(each, current_catalog(each)) for each in (connection, working)]
    if applied[0] != applied[1] or read_release(connection).stamp.layout_sha256 != stamp.layout_sha256:
        return None
    if _forgettings(connection) != _forgettings(working):
        return None
    row: tuple[Any, ...] | None = connection.execute(sql.read("queries/amendable.sql")).fetchone()
    return row


def _forgettings(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.execute(sql.read("queries/forgettings_known.sql")).fetchall()


def _bring_up(working: duckdb.DuckDBPyConnection, building: Path, revision: int) -> tuple[pa.Table, set[str]] | None:
    """Give the new file, a copy of the one made from `revision`, the base tables of the working database.

    Returns the people and organisations that may show otherwise now (a row for each `entity_id`), and the tables whose
    rows belong to no document and that differed; None where that did not come out right: each table of documents must
    have as many rows as that of the working database.
    """
    attach(working, building, NEXT)
    own = current_catalog(working)
    differing = set[str]()
    try:
        working.execute(sql.read("queries/touched.sql"), [revision])
        named_by = sql.read("queries/named_by.sql").format(source=own, target=NEXT)
        named = working.execute(named_by).to_arrow_table()
        with transaction(working):
            for name in shared_tables(working, own, NEXT):
                if name in _BY_DOCUMENT:
                    _replace_touched(working, own, name)
                elif _replace_differing(working, own, name):
                    differing.add(name)
        is_right = all(_rows(working, own, name) == _rows(working, NEXT, name) for name in _BY_DOCUMENT)
        return (named, differing) if is_right else None
    finally:
        working.execute("DROP TABLE IF EXISTS temp.touched")
        working.execute("DROP TABLE IF EXISTS temp.differing")
        # What was written stays in the new file's log: it is opened at once, and written into the file at its end.
        working.execute("PRAGMA disable_checkpoint_on_shutdown")
        working.execute(f"DETACH {NEXT}")
        working.execute("PRAGMA enable_checkpoint_on_shutdown")


def _rows(connection: duckdb.DuckDBPyConnection, catalog: str, name: str) -> int:
    return int(sql.one(connection, f"SELECT count(*) FROM {catalog}.store.{name}")[0])  # noqa: S608 - our own names


def _replace_touched(working: duckdb.DuckDBPyConnection, own: str, name: str) -> None:
    target = f"{NEXT}.store.{name}"
    working.execute(f"DELETE FROM {target} WHERE document_id IN (FROM temp.touched)")  # noqa: S608 - our own names
    working.execute(
        f"INSERT INTO {target} BY NAME SELECT * FROM {own}.store.{name} "  # noqa: S608 - our own names
        "SEMI JOIN temp.touched USING (document_id) ORDER BY ALL"
    )


def _replace_differing(working: duckdb.DuckDBPyConnection, own: str, name: str) -> bool:
    """Bring a table up to that of the working database, row by row; return whether anything was to be done."""
    target = f"{NEXT}.store.{name}"
    working.execute(sql.read("queries/differing.sql").format(source=own, target=NEXT, table=name))
    if not sql.one(working, "SELECT count(*) FROM temp.differing")[0]:
        return False
    working.execute(f"DELETE FROM {target} AS there WHERE hash(there) IN (FROM temp.differing)")  # noqa: S608 - our own names
    working.execute(
        f"INSERT INTO {target} BY NAME SELECT here.* FROM {own}.store.{name} AS here "  # noqa: S608 - our own names
        "WHERE hash(here) IN (FROM temp.differing) ORDER BY ALL"
    )
    return True
