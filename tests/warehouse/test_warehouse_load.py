"""Loading: the same input twice changes nothing, a changed document replaces its facts, a batch is all or nothing."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from warehouse_builders import STRATEGY, VERSIONS, Ask, begin, item, named, run, strategy

from extractors.errors import WarehouseError
from extractors.records import Outcome
from warehouse.connection import checkpoint_grown, memory_limit_of, open_working
from warehouse.paths import Paths
from warehouse.tables import EDITION_TABLES, FACT_TABLES, KEYED_TABLES
from warehouse.writer import Writer

STATEFUL_VIEWS = "select view_name from duckdb_views() where schema_name = 'main' and not internal order by all"


def rows_of_every_view(ask: Ask, *, without: tuple[str, ...]) -> dict[str, list[object]]:
    views = [name for (name,) in ask(STATEFUL_VIEWS) if name not in without]
    return {view: ask(f"from {view} order by all") for view in views}


def test_a_document_has_the_facts_it_was_loaded_with(published: Path, ask: Ask) -> None:
    ended = run(published, strategy())
    assert [(end.status, end.reason, end.facts) for end in ended] == [("loaded", "new document", 9)]
    assert ask("select person, title, organisation from roles") == [("Jane Doe", "Chief Executive", "Northdale Trust")]
    assert ask("select edition, is_current, char_count from documents") == [(1, True, len(STRATEGY))]


@pytest.mark.parametrize("table", EDITION_TABLES)
def test_a_table_has_exactly_the_fields_of_its_record(table: str, sound: Path) -> None:
    with duckdb.connect(str(sound), read_only=True) as connection:
        columns = [column for (column, *_) in connection.execute(f"describe store.{table}").fetchall()]
    key = ["fact_id"] if table in KEYED_TABLES else []
    assert columns == ["document_id", "edition", *(field.name for field in fields(EDITION_TABLES[table])), *key]


def test_the_same_input_twice_changes_no_row_but_the_runs_own_record(published: Path, ask: Ask) -> None:
    begin(published, strategy(), named("file:b.txt", "Ann Bee"))
    before = rows_of_every_view(ask, without=("ingestions", "warehouse_info"))
    ended = run(published, strategy(), named("file:b.txt", "Ann Bee"))
    assert [end.status for end in ended] == ["unchanged", "unchanged"]
    assert rows_of_every_view(ask, without=("ingestions", "warehouse_info")) == before
    assert ask("select status, count(*) from ingestions group by status order by status") == [
        ("loaded", 2),
        ("unchanged", 2),
    ]


def test_changed_content_is_a_new_edition_and_only_its_facts_show(published: Path, ask: Ask) -> None:
    run(published, named("file:a.txt", "Ann Bee"), named("file:other.txt", "Zoe Other"))
    (ended,) = run(published, named("file:a.txt", "Cy Dee"))
    assert (ended.status, ended.reason) == ("loaded", "changed: edition 2")
    assert ask("select name from mentions order by name") == [("Cy Dee",), ("Zoe Other",)]
    assert ask("select edition, is_current from documents where uri = 'file:a.txt' order by edition") == [
        (1, False),
        (2, True),
    ]


def test_the_facts_of_an_old_edition_are_kept(published: Path, ask: Ask) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    run(published, named("file:a.txt", "Cy Dee"))
    assert ask("select edition, name from store.mentions order by edition") == [(1, "Ann Bee"), (2, "Cy Dee")]


def test_another_version_of_the_extractors_replaces_the_facts_of_the_same_edition(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    (first_seen,) = ask("select first_seen_at from documents")
    (ended,) = run(published, strategy(version="2"))
    assert (ended.status, ended.reason) == ("loaded", "extracted again: extractors 1 → 2")
    assert ask("select edition, extractor_version from documents") == [(1, "2")]
    assert ask("select first_seen_at from documents") == [first_seen]
    assert ask("select count(*) from roles") == [(1,)]


def test_a_document_twice_in_a_batch_is_loaded_once(published: Path, ask: Ask) -> None:
    ended = run(published, strategy(), strategy())
    assert [end.status for end in ended] == ["loaded", "unchanged"]
    assert ask("select count(*) from documents") == [(1,)]
    assert ask("select count(*) from roles") == [(1,)]


def test_two_contents_of_a_document_in_a_batch_are_two_editions(published: Path, ask: Ask) -> None:
    run(published, named("file:a.txt", "Ann Bee"), named("file:a.txt", "Cy Dee"))
    assert ask("select edition, is_current from documents order by edition") == [(1, False), (2, True)]
    assert ask("select name from mentions") == [("Cy Dee",)]


def test_two_extractions_of_a_document_in_a_batch_leave_the_later(published: Path, ask: Ask) -> None:
    run(published, named("file:a.txt", "Ann Bee", version="1"), named("file:a.txt", "Ann Bee", version="2"))
    assert ask("select extractor_version from documents") == [("2",)]
    assert ask("select count(*) from mentions") == [(1,)]


def test_a_content_that_comes_back_is_a_new_edition(published: Path, ask: Ask) -> None:
    for person in ("Ann Bee", "Cy Dee", "Ann Bee"):
        run(published, named("file:a.txt", person))
    assert ask("select max(edition), count(*) from documents") == [(3, 3)]


def test_a_record_that_an_extractor_gives_twice_is_stored_once(published: Path, ask: Ask) -> None:
    once = strategy()
    twice = replace(once, extraction=replace(once.extraction, roles=once.extraction.roles * 2))
    (ended,) = run(published, twice)
    assert ended.facts == 9
    assert ask("select count(*) from roles") == [(1,)]


def test_every_document_asked_for_is_in_ingestions(published: Path, ask: Ask) -> None:
    others = (
        Outcome(uri="file:bad.bin", status="failed", reason="not text"),
        Outcome(uri="file:same.txt", status="unchanged", reason="not modified"),
        Outcome(uri="file:x.png", status="skipped", reason="no reader"),
    )
    run(published, strategy(), others=others)
    assert ask("select uri, status, reason, facts from ingestions order by uri") == [
        ("file:bad.bin", "failed", "not text", 0),
        ("file:same.txt", "unchanged", "not modified", 0),
        ("file:strategy.txt", "loaded", "new document", 9),
        ("file:x.png", "skipped", "no reader", 0),
    ]


def test_an_ingestion_says_in_utc_when_its_batch_began(published: Path, ask: Ask) -> None:
    began = datetime.fromisoformat("2024-06-01T12:00:00+02:00")
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        writer.load(run_id, [named("file:a.txt", "Ann Bee")], started_at=began)
        writer.publish()
    assert ask("select started_at from ingestions") == [(began.astimezone(UTC).replace(tzinfo=None),)]


def test_a_run_that_cannot_account_for_every_document_is_an_error(published: Path) -> None:
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        writer.load(run_id, [strategy()])
        with pytest.raises(WarehouseError, match="asked for 2 documents and accounts for 1"):
            writer.finish_run(run_id, asked=2)


def test_a_batch_that_fails_leaves_nothing(published: Path, ask: Ask) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    unfit = Outcome(uri="file:c.txt", status="lost", reason="no such status")  # type: ignore[arg-type]
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        with pytest.raises(WarehouseError):
            writer.load(run_id, [named("file:a.txt", "Cy Dee"), strategy()], [unfit])
        assert set(writer.known(["file:a.txt", "file:strategy.txt"])) == {"file:a.txt"}
        writer.publish()
    assert ask("select name from mentions") == [("Ann Bee",)]
    assert ask("select uri, edition from documents") == [("file:a.txt", 1)]
    assert ask("select count(*) from ingestions") == [(1,)]


def test_a_batch_that_failed_can_be_loaded_after(published: Path, ask: Ask) -> None:
    unfit = Outcome(uri="file:c.txt", status="lost", reason="no such status")  # type: ignore[arg-type]
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        with pytest.raises(WarehouseError):
            writer.load(run_id, [strategy()], [unfit])
        writer.load(run_id, [strategy()])
        writer.publish()
    assert ask("select count(*) from roles") == [(1,)]


def test_text_that_is_no_unicode_is_an_error_with_a_message(published: Path) -> None:
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        broken = replace(item("file:a.txt", "a"), source="\ud800")
        with pytest.raises(WarehouseError, match="cannot be stored"):
            writer.load(run_id, [broken])


def test_known_says_the_current_edition_of_the_documents_that_are_there(published: Path) -> None:
    begin(published, named("file:a.txt", "Ann Bee"))
    run(published, named("file:a.txt", "Cy Dee", version="7"))
    with Writer.open(published) as writer:
        known = writer.known(["file:a.txt", "file:never.txt"])
    assert set(known) == {"file:a.txt"}
    assert (known["file:a.txt"].edition, known["file:a.txt"].extractor_version) == (2, "7")
    assert known["file:a.txt"].content_sha256 == named("file:a.txt", "Cy Dee").content_sha256


def test_a_finished_run_leaves_nothing_in_the_write_ahead_log(published: Path) -> None:
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        writer.load(run_id, [strategy()])
        writer.finish_run(run_id, 1)
        log = Paths(published).working.with_name("working.duckdb.wal")
        assert not log.exists() or log.stat().st_size == 0


def test_the_facts_of_an_outcome_are_those_of_every_fact_table(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    stored = sum(ask(f"select count(*) from store.{table}")[0][0] for table in FACT_TABLES)
    assert ask("select facts from ingestions") == [(stored,)]


def test_the_working_database_is_not_the_published_one(published: Path) -> None:
    run(published)
    with duckdb.connect(str(Paths(published).working), read_only=True) as working:
        assert working.execute("select count(*) from duckdb_views() where not internal").fetchall() == [(0,)]


def test_a_log_that_has_grown_is_written_into_the_file_while_the_run_goes_on(published: Path) -> None:
    with Writer.open(published) as writer:
        run_id = writer.begin_run("ingest", VERSIONS)
        writer.load(run_id, [item("file:small.txt", "A few words.")])
        log = Path(f"{Paths(published).working}.wal")
        before = log.stat().st_size
        writer.load(run_id, [item("file:large.txt", "Many words. " * 1_000_000)])
        assert not log.exists() or log.stat().st_size < before


def test_emptying_the_cache_leaves_a_limit_of_memory_and_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "working.duckdb"
    with open_working(path) as connection:
        connection.execute("create table texts as select repeat('word ', 2_000_000) as text")
        checkpoint_grown(connection, path, "512.0 MiB")
        assert memory_limit_of(connection) == "512.0 MiB"
        assert connection.execute("select length(text) from texts").fetchone() == (10_000_000,)
