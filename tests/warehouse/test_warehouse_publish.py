"""Publishing: readers never wait, never see half a state, and lose nothing that stood there."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from warehouse_builders import VERSIONS, Ask, named, publish, run, strategy

from extractors.errors import WarehouseBusy, WarehouseError
from warehouse.layout import VIEWS
from warehouse.paths import Paths
from warehouse.query import run_query
from warehouse.writer import Writer, ensure_publishable


def people(path: Path) -> list[object]:
    with run_query(path, "select name from people order by name") as result:
        return [name for (name,) in result.rows()]


def test_an_empty_warehouse_has_every_view(published: Path, ask: Ask) -> None:
    run(published)
    for view in VIEWS:
        assert ask(f"select * from {view}") == [] or view in ("data_quality", "warehouse_info")


def test_a_reader_keeps_the_state_that_it_opened_and_the_next_one_sees_the_new(published: Path, ask: Ask) -> None:
    run(published, named("file:a.txt", "Ann Bee"))
    with duckdb.connect(str(published), read_only=True) as stranger:
        with run_query(published, "select name from people") as ours:
            run(published, named("file:a.txt", "Cy Dee"))
            assert list(ours.rows()) == [("Ann Bee",)]
        assert stranger.execute("select name from people").fetchall() == [("Ann Bee",)]
        assert people(published) == ["Cy Dee"]
    assert ask("select name from people") == [("Cy Dee",)]


def test_the_published_file_can_be_read_while_a_writer_is_at_work(published: Path, ask: Ask) -> None:
    run(published, named("file:a.txt", "Ann Bee"))
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        writer.load(run_id, [named("file:a.txt", "Cy Dee")])
        assert ask("select name from people") == [("Ann Bee",)]
        writer.publish()
        assert ask("select name from people") == [("Cy Dee",)]


def test_what_is_published_already_is_not_published_again(published: Path) -> None:
    run(published, strategy())
    before = published.stat().st_ino
    assert not publish(published).swapped
    assert published.stat().st_ino == before


def test_what_cannot_be_made_in_little_memory_takes_more(
    published: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.publish._MEMORY", ("3MB", "4MB"))
    run(published, named("file:a.txt", "Ann Bee"))
    assert ask("select name from people") == [("Ann Bee",)]
    run(published, named("file:b.txt", "Cy Dee"))
    assert ask("select name from people order by 1") == [("Ann Bee",), ("Cy Dee",)]


def test_a_published_file_that_was_removed_is_made_again(published: Path, ask: Ask) -> None:
    run(published, strategy())
    published.unlink()
    assert publish(published).swapped
    assert ask("select count(*) from documents") == [(1,)]


def test_the_store_is_made_again_from_the_published_file(published: Path, tmp_path: Path, ask: Ask) -> None:
    elsewhere = tmp_path / "elsewhere" / "greenpaper.duckdb"
    run(elsewhere, named("file:a.txt", "Ann Bee"))
    elsewhere.rename(published)  # without its store
    run(published, named("file:b.txt", "Cy Dee"))
    assert ask("select name from people order by name") == [("Ann Bee",), ("Cy Dee",)]


def test_the_order_of_loading_does_not_show(tmp_path: Path) -> None:
    documents = [named("file:a.txt", "Ann Bee"), strategy(), named("file:c.txt", "Jane Doe")]
    for name, order in (("one", documents), ("other", documents[::-1])):
        run(tmp_path / f"{name}.duckdb", *order)
    for view in ("people", "organisations", "mentions", "partnership_network", "timeline"):
        found = []
        for name in ("one", "other"):
            with run_query(tmp_path / f"{name}.duckdb", f"from {view}") as result:
                found.append(list(result.rows()))
        assert sorted(map(repr, found[0])) == sorted(map(repr, found[1]))


def test_what_a_killed_writer_left_is_removed_by_the_next(published: Path) -> None:
    run(published, strategy())
    leftover = Paths(published).next_release(1)
    leftover.write_bytes(b"half a file")
    leftover.with_name(f"{leftover.name}.wal").write_bytes(b"half a log")
    leftover.with_name(f"{leftover.name}.tmp").mkdir()
    (leftover.with_name(f"{leftover.name}.tmp") / "duckdb_temp_storage-0.tmp").write_bytes(b"what did not fit")
    publish(published)
    assert list(Paths(published).store.glob("next-*")) == []


NOT_OURS = {
    "random bytes": bytes(range(256)) * 64,
    "text": b"Dear diary",
    "nothing": b"",
}


@pytest.mark.parametrize("content", NOT_OURS.values(), ids=NOT_OURS)
def test_a_file_that_is_no_database_is_not_overwritten(content: bytes, published: Path) -> None:
    published.write_bytes(content)
    with pytest.raises(WarehouseError, match="is not a DuckDB file, or is damaged: move it away"):
        ensure_publishable(published)
    with pytest.raises(WarehouseError, match="is not a DuckDB file"), Writer.open(published):
        pass
    assert published.read_bytes() == content
    assert not Paths(published).store.exists()


def test_another_projects_database_is_not_overwritten(published: Path) -> None:
    with duckdb.connect(str(published)) as connection:
        connection.execute("create table theirs as select 1 as x")
    before = published.read_bytes()
    with pytest.raises(WarehouseError, match="not a greenpaper warehouse"):
        ensure_publishable(published)
    assert published.read_bytes() == before


def test_a_folder_in_the_files_place_is_an_error_with_a_message(published: Path) -> None:
    published.mkdir()
    with pytest.raises(WarehouseError, match="move it away"):
        ensure_publishable(published)


def test_something_that_appeared_during_a_run_is_not_overwritten(published: Path) -> None:
    with Writer.open(published) as writer:
        writer.load(writer.begin_run("test", VERSIONS), [strategy()])
        published.write_text("Dear diary")
        with pytest.raises(WarehouseError, match="is not a DuckDB file"):
            writer.publish()
    assert published.read_text() == "Dear diary"


def test_nothing_at_all_is_publishable(published: Path) -> None:
    ensure_publishable(published)
    assert not published.exists()


def test_a_damaged_working_database_is_an_error_with_a_message(published: Path) -> None:
    run(published, strategy())
    working = Paths(published).working
    working.write_bytes(working.read_bytes()[:4096])
    with (
        pytest.raises(WarehouseError, match=r"working\.duckdb is not a DuckDB file, or is damaged"),
        Writer.open(published),
    ):
        pass


def test_a_place_that_cannot_be_written_is_an_error_with_a_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(WarehouseError, match="choose another place"), Writer.open(tmp_path / "file" / "w.duckdb"):
        pass


def test_a_published_file_that_somebody_has_open_for_writing_is_busy(published: Path) -> None:
    run(published, strategy())
    holding = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(published)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(WarehouseBusy, match=f"process {other.pid}"):
            run_query(published, "select 1")
        other.communicate()


def test_the_file_needs_nothing_but_duckdb(published: Path) -> None:
    run(published, strategy())
    reading = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True);"
        "print(c.execute('select title from roles').fetchone()[0]);"
        "print(c.execute('select section from search(?)', ['waits']).fetchone()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", reading, str(published)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["Chief Executive", "Money"]
