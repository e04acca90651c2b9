"""What a forgetting leaves to be done once its transaction is committed: nothing of it may be left in any file.

DuckDB leaves deleted rows in the free blocks of its file, so the working database is copied into a new one; the archive
loses its bytes; a new file is published, and all earlier publications go. Each step may be done again: whoever opens
the warehouse for writing does what a killed process left.
"""

import shutil
from pathlib import Path

import duckdb

from extractors.errors import WarehouseError
from warehouse import cards, sql
from warehouse.archive import Archive
from warehouse.clock import utc_now
from warehouse.connection import attach, memory_limit_of, open_working, translated
from warehouse.folders import sync
from warehouse.migrate import applied_to, migrate, migrations
from warehouse.paths import Paths
from warehouse.publish import publish
from warehouse.terms import Terms
from warehouse.whole import copy_tables, current_catalog

_SOURCE = "copied"  # the name of the attached file whose rows are copied


def is_unfinished(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether something was forgotten of which files still hold bytes."""
    return bool(sql.one(connection, "SELECT count(*) FROM store.forgettings WHERE finished_at IS NULL")[0])


def erase_archived(connection: duckdb.DuckDBPyConnection, archive: Archive) -> None:
    """Remove bytes and cards of what was forgotten from the archive, and bring the log into the working file."""
    rows = connection.execute("SELECT content_sha256 FROM store.to_erase").fetchall()
    archive.erase(sha256 for (sha256,) in rows)
    archive.cards.replace(cards.lines_held(connection))
    connection.execute("DELETE FROM store.to_erase")
    connection.execute("CHECKPOINT")


def rewrite(paths: Paths, source: Path) -> None:
    """Replace the working database, which must not be open, by a new file with the rows of `source` and nothing else.

    The rows go into the schema that they come from; what later migrations make of them is theirs.
    """
    building = paths.working.with_name("working.duckdb.new")
    _remove(paths, building.name)
    connection = open_working(building)
    try:
        with translated(source):
            attach(connection, source, _SOURCE, read_only=True)
            applied = applied_to(connection, _SOURCE)
            migrate(connection, building, [step for step in migrations() if step.number in applied])
            copy_tables(connection, _SOURCE, current_catalog(connection))
            migrate(connection, building)
            connection.execute(f"DETACH {_SOURCE}")
            connection.execute("CHECKPOINT")
    finally:
        connection.close()
    sync(building)
    building.replace(paths.working)
    sync(paths.store)
    _remove(paths, "working.duckdb.tmp")  # what a killed process had spilt


def _remove(paths: Paths, name: str) -> None:
    """Remove a database with its log and what it spilt."""
    for file in paths.store.glob(f"{name}*"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()


def _empty(folder: Path) -> None:
    for each in folder.glob("*"):
        shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink(missing_ok=True)


def publish_without(connection: duckdb.DuckDBPyConnection, paths: Paths) -> None:
    """Publish anew, remove every earlier publication and the Parquet files, and note that the forgetting is finished.

    Raises WarehouseError where that cannot be done; then the next that opens the warehouse for writing tries again.
    """
    publish(connection, paths, memory_limit_of(connection), Terms(accept_loss=True))
    try:
        for folder in (paths.earlier, paths.serving):  # also what a killed process was about to put there
            _empty(folder)
        if paths.twin.is_symlink():
            paths.twin.unlink()
        if paths.twins.exists():
            shutil.rmtree(paths.twins)
    except OSError as error:
        raise WarehouseError(
            f"{error.filename} still holds what is to be forgotten and cannot be removed ({error.strerror}): "
            "look at the rights of its folder, and run again"
        ) from error
    connection.execute("UPDATE store.forgettings SET finished_at = ? WHERE finished_at IS NULL", [utc_now()])
    connection.execute("CHECKPOINT")
