"""Migrations: each once, in order, never edited after, and never backwards."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from warehouse_builders import Ask, begin, named, run

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
    begin(published, named("file:a.txt", "Ann Bee"))
    with duckdb.connect(str(Paths(published).working)) as working:
        working.execute("update store.migrations set sha256 = 'x'")
    with pytest.raises(WarehouseError, match="put that file back"), Writer.open(published):
        pass


# A warehouse of before, and what becomes of it

OLD_ROWS = """
INSERT INTO store.documents VALUES ('d', 'file:a.txt', 'file');
INSERT INTO store.editions
SELECT 'd', edition, 'sha ' || edition, 'text/plain', 7, 7, 'Ann Bee', NULL, 'page', NULL, NULL, 'en', NULL, NULL,
    NULL, NULL, '0', TIMESTAMP '2024-06-01', TIMESTAMP '2024-06-01', edition = 2
FROM range(1, 3) AS editions (edition);
INSERT INTO store.entities VALUES ('d', 2, 'e', 'person', 'Ann Bee', [], NULL, NULL, NULL, NULL);
INSERT INTO store.mentions VALUES ('d', 2, 0, 7, 'Ann Bee', 'Ann Bee', 'test', 1.0, 'person', 'Ann Bee', 'e');
INSERT INTO store.revisions VALUES (1, 'r', TIMESTAMP '2024-06-01');
"""


def make_old(path: Path) -> None:
    """Make a database as the first three migrations left it, with a document of two editions."""
    path.parent.mkdir(exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        migrate(connection, path, migrations()[:3])
        connection.execute(OLD_ROWS)


@pytest.mark.parametrize("place", ["working", "published"])
def test_a_warehouse_of_before_is_read_on(place: str, published: Path, ask: Ask) -> None:
    make_old(Paths(published).working if place == "working" else published)
    run(published, named("file:b.txt", "Cy Dee"))
    assert ask("select name from people order by name") == [("Ann Bee",), ("Cy Dee",)]
    columns = "edition, conversion, conversion_reasons, page_count, canonical_uri, found_on, licence"
    assert ask(f"select {columns} from documents where uri = 'file:a.txt' order by edition") == [
        (edition, None, [], None, None, None, None) for edition in (1, 2)
    ]
    assert ask("select edition, content_sha256 from store.contents where document_id = 'd' order by edition") == [
        (1, "sha 1"),
        (2, "sha 2"),
    ]
    assert ask("select page from mentions where name = 'Ann Bee'") == [(None,)]
    assert ask("select check_name from data_quality where not passed") == []


def test_an_edition_of_before_is_known_without_a_fingerprint(published: Path) -> None:
    make_old(Paths(published).working)
    with Writer.open(published) as writer:
        known = writer.known(["file:a.txt"])["file:a.txt"]
    assert (known.edition, known.fingerprint, known.contents) == (2, "", {"sha 2"})


def test_a_migration_that_was_not_written_to_the_file_is_read_back_from_the_log(published: Path) -> None:
    """A writer that is killed leaves its statements in the write-ahead log, where DuckDB does not read all kinds."""
    working = Paths(published).working
    make_old(working)
    migrating = (
        "import os, pathlib, sys; from warehouse.connection import open_working; from warehouse.migrate import migrate;"
        "path = pathlib.Path(sys.argv[1]); connection = open_working(path); migrate(connection, path); os._exit(9)"
    )
    ended = subprocess.run([sys.executable, "-c", migrating, str(working)], check=False)
    assert ended.returncode == 9
    assert working.with_name("working.duckdb.wal").stat().st_size > 0
    with Writer.open(published) as writer:
        assert set(writer.known(["file:a.txt"])) == {"file:a.txt"}
