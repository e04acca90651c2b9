"""Migrations: each once, in order, never edited after, and never backwards."""

from pathlib import Path

import duckdb
import pytest
from warehouse_builders import named, run

from extractors.errors import WarehouseError
from warehouse.connection import open_working
from warehouse.migrate import Migration, migrate, migrations
from warehouse.paths import Paths
from warehouse.writer import Writer

ONE = Migration(1, "one", "a" * 64, "CREATE TABLE store.one (x BIGINT)")
TWO = Migration(2, "two", "b" * 64, "CREATE TABLE store.two (x BIGINT)")


def migrated(path: Path, *steps: Migration) -> list[tuple[int, str]]:
    """Apply the steps to the database at `path`, and return what it has had."""
    connection = open_working(path)
    try:
        migrate(connection, path, list(steps))
        return connection.execute("select number, name from store.migrations order by number").fetchall()
    finally:
        connection.close()


def test_the_files_are_numbered_from_1_without_gap() -> None:
    assert [step.number for step in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_new_database_gets_every_step(tmp_path: Path) -> None:
    assert migrated(tmp_path / "w.duckdb", ONE, TWO) == [(1, "one"), (2, "two")]


def test_an_older_database_gets_the_steps_that_it_lacks(tmp_path: Path) -> None:
    migrated(tmp_path / "w.duckdb", ONE)
    assert migrated(tmp_path / "w.duckdb", ONE, TWO) == [(1, "one"), (2, "two")]


def test_a_step_is_applied_once(tmp_path: Path) -> None:
    migrated(tmp_path / "w.duckdb", ONE)
    assert migrated(tmp_path / "w.duckdb", ONE) == [(1, "one")]


def test_a_step_changed_after_it_was_applied_is_refused(tmp_path: Path) -> None:
    migrated(tmp_path / "w.duckdb", ONE)
    with pytest.raises(WarehouseError, match="0001_one is not the one that was applied"):
        migrated(tmp_path / "w.duckdb", ONE._replace(sha256="c" * 64))


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    migrated(tmp_path / "w.duckdb", ONE, TWO)
    with pytest.raises(WarehouseError, match="newer greenpaper"):
        migrated(tmp_path / "w.duckdb", ONE)


def test_a_step_that_fails_leaves_nothing(tmp_path: Path) -> None:
    half = Migration(2, "half", "d" * 64, "CREATE TABLE store.half (x BIGINT); SELECT * FROM nowhere")
    with pytest.raises(duckdb.CatalogException):
        migrated(tmp_path / "w.duckdb", ONE, half)
    assert migrated(tmp_path / "w.duckdb", ONE, TWO) == [(1, "one"), (2, "two")]


def test_a_tampered_warehouse_is_an_error_with_a_message(published: Path) -> None:
    run(published, named("file:a.txt", "Ann Bee"))
    with duckdb.connect(str(Paths(published).working)) as working:
        working.execute("update store.migrations set sha256 = 'x'")
    with pytest.raises(WarehouseError, match="put that file back"), Writer.open(published):
        pass
