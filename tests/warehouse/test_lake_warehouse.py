"""A warehouse whose base tables are in a lake publishes what a file of DuckDB's would; readers see snapshots."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from lakes import PASSWORD, MakeLake
from object_store import object_store
from warehouse_builders import (
    SOME_TIME,
    VERSIONS,
    fetched,
    item,
    looked,
    named,
    ruling,
    run,
    signed,
    strategy,
    taken,
)

from extractors.errors import ConfigurationError, WarehouseError
from extractors.ids import stable_id
from extractors.looks import Absence, ItemKey, WaitingItem
from extractors.records import LoadItem
from flows.resolving import find_duplicates, resolve_entities
from warehouse.lake import Lake, current_snapshot, open_lake
from warehouse.lake_address import LakeAddress
from warehouse.lake_backend import LakeBackend, open_lake_backend
from warehouse.layout import VIEWS
from warehouse.paths import Paths
from warehouse.records import Looked
from warehouse.status import read_status
from warehouse.writer import Writer

pytestmark = pytest.mark.slow

PAGE = "https://example.org/o'brien.html"
_OF_THE_MOMENT = ("run_id", "storage_version")


def take(writer: Writer, *items: LoadItem, **said: Any) -> None:
    """Take documents through one run, as flows do, and publish."""
    run_id = writer.begin_run("test", VERSIONS)
    writer.load(run_id, items, **said)
    with writer.alone():
        find_duplicates(writer, run_id, "1")
        resolve_entities(writer, run_id, "1")
        writer.finish_run(run_id, len(items))
    writer.publish()


def live(writer: Writer) -> None:
    """Do to a warehouse what is done to one: editions, withdrawals, failures, decisions, publications."""
    page = taken("council", PAGE, stamp="1")
    take(writer, signed(strategy(PAGE)), signed(strategy("file:copy.txt")), fetches=[fetched(PAGE)], taken=[page])
    take(writer, named("file:a.txt", "Jane Doe", "John Smith"), named("file:b.txt", "Dr Jane Doe", "Ann Example"))
    take(writer, named("file:a.txt", "Jane Doe", "Bo Example"), named("file:b.txt", "Ann Example", version="2"))
    waiting = WaitingItem(
        source="council", uri="https://example.org/late", state="failed", label="Late", stamp=None, published_on=None,
        fetch_uri=None, found_on=None, found_at=SOME_TIME, attempts=9, last_at=SOME_TIME, next_at=None, error="500",
        extractor_version="1",
    )  # fmt: skip
    gone = Absence(source="council", uri=PAGE, sign="410", looked_at=SOME_TIME + timedelta(days=1))
    take(writer, absences=[gone], failed=[waiting])
    writer.keep_found([replace(waiting, uri="https://example.org/new", state="found", attempts=0, error=None)])
    writer.settle([ItemKey(source="council", uri="https://example.org/new")])
    assert [each.uri for each in writer.put_back(())] == ["https://example.org/late"]
    run_id = writer.begin_run("look", VERSIONS)
    seen = looked("council", started_at=SOME_TIME + timedelta(days=1), finished_at=SOME_TIME + timedelta(days=1))
    look = Looked(named=(), is_complete=True, is_paged=False, may_move=False, max_withdrawn=100.0, spacing=timedelta(0))
    _, withdrawn = writer.keep_source_run(run_id, seen, [fetched("https://example.org/")], look)
    jane = stable_id("person", "jane doe")
    writer.decide([ruling("rename", jane, name="Jane A. Doe", decided_at=SOME_TIME)])
    writer.finish_run(run_id, len(withdrawn))
    writer.publish()


@pytest.fixture(scope="module")
def settled(make_lake: MakeLake, tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, Path]:
    """A lake that holds a document, and what it publishes; made once."""
    folder = tmp_path_factory.mktemp("settled")
    lake, published = make_lake(folder / "files"), folder / "greenpaper.duckdb"
    run_on(lake, published)
    return lake, published


def run_on(lake: Lake, published: Path) -> None:
    """Publish the lake as `published`, with a document."""
    with Writer.open(published, lake=lake) as writer:
        take(writer, named("file:a.txt", "Jane Doe"))


def published_views(published: Path) -> dict[str, list[Any]]:
    """Return the rows of every view, without times and keys of runs, sorted."""
    found = {}
    with duckdb.connect(str(published), read_only=True) as connection:
        for view in VIEWS:
            columns = [name for (name, *_) in connection.execute(f"DESCRIBE {view}").fetchall()]
            same = [each for each in columns if not each.endswith("_at") and each not in _OF_THE_MOMENT]
            query = f"SELECT {', '.join(f'{each!r}'.replace(chr(39), chr(34)) for each in same)} FROM {view}"
            found[view] = sorted(map(repr, connection.execute(query).fetchall()))
        found["search"] = connection.execute("FROM search('jane strategy')").fetchall()
    return found


def test_what_a_lake_publishes_is_what_a_file_publishes(lake: Lake, tmp_path: Path) -> None:
    of_file, of_lake = tmp_path / "file.duckdb", tmp_path / "lake.duckdb"
    with Writer.open(of_file) as writer:
        live(writer)
    with Writer.open(of_lake, lake=lake) as writer:
        live(writer)
    expected = published_views(of_file)
    assert published_views(of_lake) == expected
    assert all(expected[view] for view in ("people", "changes", "items", "search", "ingestions"))


def test_a_machine_that_comes_later_publishes_the_same(lake: Lake, tmp_path: Path) -> None:
    first, second = tmp_path / "first.duckdb", tmp_path / "second.duckdb"
    with Writer.open(first, lake=lake) as writer:
        live(writer)
    with Writer.open(second, lake=lake) as writer:
        writer.publish()
    assert published_views(second) == published_views(first)


def test_two_machines_load_one_after_the_other_and_each_publishes_what_both_loaded(lake: Lake, tmp_path: Path) -> None:
    first, second = tmp_path / "first.duckdb", tmp_path / "second.duckdb"
    with Writer.open(first, lake=lake) as one, Writer.open(second, lake=lake) as other:
        take(one, named("file:a.txt", "Jane Doe"))
        take(other, named("file:b.txt", "Jane Doe"), named("file:a.txt", "Jane Doe"))
        take(one, named("file:c.txt", "Ann Example"))
        other.publish()
        assert [(each.number, each.said["uri"]) for each in one._archive.cards.lines()] == [
            (1, "file:a.txt"),
            (2, "file:b.txt"),
            (3, "file:c.txt"),
        ]
    assert duckdb.connect(str(first)).execute("SELECT uri FROM documents ORDER BY uri").fetchall() == [
        ("file:a.txt",),
        ("file:b.txt",),
        ("file:c.txt",),
    ]


def test_a_writer_publishes_what_it_has_seen_and_not_what_came_after(lake: Lake, tmp_path: Path) -> None:
    with (
        Writer.open(tmp_path / "first.duckdb", lake=lake) as one,
        Writer.open(tmp_path / "second.duckdb", lake=lake) as other,
    ):
        take(one, named("file:a.txt", "Jane Doe"))
        run_id = other.begin_run("test", VERSIONS)
        other.load(run_id, [named("file:b.txt", "Ann Example")])
        assert not one.publish().swapped


def test_readers_see_the_lake_as_it_was_at_any_snapshot(lake: Lake, tmp_path: Path) -> None:
    def texts(snapshot: int) -> list[Any]:
        with closing(open_lake(lake, snapshot=snapshot)) as session:
            return session.execute("SELECT text FROM store.editions WHERE is_current ORDER BY text").fetchall()

    with Writer.open(tmp_path / "greenpaper.duckdb", lake=lake) as writer:
        take(writer, item("file:a.txt", "before"))
        with closing(open_lake(lake)) as session:
            before = current_snapshot(session)
        take(writer, item("file:a.txt", "after"), item("file:b.txt", "new"))
    with closing(open_lake(lake)) as session:
        after = current_snapshot(session)
        then = f"SELECT text FROM store.editions AT (VERSION => {before}) WHERE is_current"
        assert session.execute(then).fetchall() == [("before",)]
    assert texts(before) == [("before",)]
    assert texts(after) == [("after",), ("new",)]


def test_a_session_of_a_snapshot_cannot_write(settled: tuple[Lake, Path]) -> None:
    lake, _ = settled
    with (
        closing(open_lake(lake)) as now,
        closing(open_lake(lake, snapshot=current_snapshot(now))) as session,
        pytest.raises(duckdb.Error, match="read-only"),
    ):
        session.execute("DELETE FROM store.documents")


def test_the_files_of_a_lake_may_be_in_an_object_store(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with object_store() as store:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "the-key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "the-secret")
        monkeypatch.setenv("AWS_REGION", "eu-west-2")
        monkeypatch.setenv("DUCKDB_S3_ENDPOINT", f"127.0.0.1:{store.server_port}")
        monkeypatch.setenv("DUCKDB_S3_USE_SSL", "false")
        there = replace(lake, files="s3://bucket/lake")
        run_on(there, tmp_path / "one.duckdb")
        run_on(there, tmp_path / "other.duckdb")
        assert published_views(tmp_path / "other.duckdb")["people"]
        assert all(path.startswith("/bucket/lake/store/") for path in store.objects)
        assert all("Credential=the-key/" in each and "the-secret" not in each for each in store.signed)
        with pytest.raises(ConfigurationError, match="set GREENPAPER_LAKE_FILES to it, too"):
            run_on(replace(lake, files=None), tmp_path / "third.duckdb")


# Transactions


@pytest.fixture
def backend(settled: tuple[Lake, Path]) -> Iterator[LakeBackend]:
    lake, published = settled
    with closing(open_lake_backend(lake, Paths(published), 10.0, None, None)) as backend:
        yield backend


def test_a_transaction_that_lost_against_another_is_done_again(
    backend: LakeBackend, settled: tuple[Lake, Path]
) -> None:
    tries = []

    def renamed() -> None:
        tries.append(len(tries))
        backend.connection.execute("BEGIN TRANSACTION")
        backend.connection.execute("UPDATE store.documents SET source = source || ' and ours'")
        if len(tries) == 1:  # somebody who takes no turns
            with closing(open_lake(settled[0])) as other:
                other.execute("UPDATE store.documents SET source = 'theirs'")
        backend.connection.execute("COMMIT")

    backend.write(renamed)
    assert tries == [0, 1]
    assert backend.connection.execute("SELECT source FROM store.documents").fetchall() == [("theirs and ours",)]


def test_a_fault_of_a_transaction_is_not_tried_again(backend: LakeBackend) -> None:
    tries = []

    def mistaken() -> None:
        tries.append(len(tries))
        backend.connection.execute("SELECT * FROM store.nothing")

    with pytest.raises(WarehouseError, match="nothing"):
        backend.write(mistaken)
    assert tries == [0]


# What does not go together


def test_a_lake_without_a_folder_for_its_files_is_refused(lake: Lake, tmp_path: Path) -> None:
    with (
        pytest.raises(ConfigurationError, match="say with GREENPAPER_LAKE_FILES"),
        Writer.open(tmp_path / "greenpaper.duckdb", lake=replace(lake, files=None)),
    ):
        pass


def test_who_comes_later_need_not_say_where_the_files_are(settled: tuple[Lake, Path], tmp_path: Path) -> None:
    lake, _ = settled
    run_on(replace(lake, files=None), tmp_path / "other.duckdb")
    with (
        pytest.raises(ConfigurationError, match="GREENPAPER_LAKE_FILES is not where the files of"),
        Writer.open(tmp_path / "third.duckdb", lake=replace(lake, files=str(tmp_path / "elsewhere"))),
    ):
        pass


def test_what_a_lake_publishes_is_not_taken_for_a_warehouse_of_its_own(settled: tuple[Lake, Path]) -> None:
    _, published = settled
    with pytest.raises(ConfigurationError, match="is published by a lake"), Writer.open(published):
        pass
    assert not Paths(published).working.exists()


def test_a_lake_does_not_publish_over_a_warehouse_of_its_own(lake: Lake, published: Path) -> None:
    run(published, named("file:a.txt", "Jane Doe"))
    with (
        pytest.raises(ConfigurationError, match="name another file with GREENPAPER_PUBLISHED"),
        Writer.open(published, lake=lake),
    ):
        pass


def test_status_names_the_lake_without_its_password(settled: tuple[Lake, Path]) -> None:
    lake, published = settled
    named_by_status = read_status(published).lake
    assert named_by_status == str(lake)
    assert PASSWORD not in str(named_by_status)
    kept = [file for file in published.parent.rglob("*") if file.is_file()]
    assert [file for file in kept if PASSWORD.encode() in file.read_bytes()] == []


def test_a_catalog_that_cannot_be_reached_is_told_without_the_password(tmp_path: Path, lake: Lake) -> None:
    away = Lake(LakeAddress(f"ducklake:postgres:host=127.0.0.1 port=1 password='{PASSWORD}'"), lake.files)
    with (
        pytest.raises(WarehouseError, match="could not be reached") as raised,
        Writer.open(tmp_path / "greenpaper.duckdb", lake=away),
    ):
        pass
    assert PASSWORD not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
