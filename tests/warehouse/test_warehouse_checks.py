"""Checks: each finds what it is there for, and finds nothing in a sound warehouse."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from warehouse_builders import Ask, begin, publish, run, strategy

from extractors.errors import WarehouseError
from warehouse.clock import utc_now
from warehouse.paths import Paths
from warehouse.quality import checks, parse_check, run_checks
from warehouse.writer import Writer

# What makes each check fail, as a change to a sound published file.
BREAKS = {
    "char_count_is_length": "update store.editions set char_count = char_count + 1",
    "clusters_known": "insert into store.clusters select document_id, 'nobody' from store.documents",
    "confidence_range": "update store.roles set confidence = 1.5",
    "contents_hold_editions": "delete from store.contents",
    "conversions_not_poor": "update store.editions set conversion = 'poor'",
    "document_addresses_unique": "insert into store.documents select * replace ('another' as document_id) "
    "from store.documents",
    "documents_say_something": "truncate store.mentions; truncate store.strategy_items; truncate store.publications",
    "editions_in_order": "update store.editions set is_current = false",
    "entities_known": "delete from store.entities",
    "entity_ids_unique": "insert into store.entities by name select * replace ('x' as name) from store.entities",
    "evidence_holds_words": "update store.figures set evidence = 'Partners'",
    "evidence_verbatim": "update store.quotes set evidence = 'nobody wrote this'",
    "intervals_in_order": "update store.dates set end_date = date '1999-01-01'",
    "mention_ids_unique": "insert into store.mentions by name select * replace ('x' as name) from store.mentions",
    "no_doubles": "insert into store.roles from store.roles",
    "no_orphans": "delete from store.editions",
    "offsets_slice": "update store.figures set start_char = start_char + 1",
    "one_canonical_id": "insert into store.canonical values ('a', 'b'), ('a', 'c')",
    "pages_in_order": "update store.editions set page_starts = [5, 3]",
    "runs_accounted": "delete from store.ingestions",
    "sections_begin_with_heading": "update store.sections set heading = 'Another'",
    "sections_in_text": "update store.sections set end_char = 100000",
    "short_listings_stop": "update store.source_runs set minimum = 2, maximum = 9, listed = 1, loaded = 1",
    "sources_list_enough": "update store.source_runs set minimum = 2, maximum = 9, listed = 1, status = 'stopped'",
    "sources_said_once": "insert into store.fetches select * from store.fetches",
    "withdrawals_known": "insert into store.withdrawals values ('council', 'nowhere', '410', now()::timestamp, '')",
    "words_known": "update store.editions set document_type = 'novel'",
}

TWICE_WAITING = (
    "insert into store.waiting (source, uri, state, attempts, found_at) "
    "select 'a', 'b', 'found', 0, now()::timestamp from range(2)"
)


@pytest.fixture
def opened(sound: Path, published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A published file, opened for writing as nobody should, to break it."""
    shutil.copy(sound, published)
    with duckdb.connect(str(published)) as connection:
        yield connection


def failed(connection: duckdb.DuckDBPyConnection, *names: str) -> set[str]:
    """Run the checks of these names, or all of them, and return those that failed."""
    asked = [check for check in checks() if not names or check.name in names]
    return {result.check_name for result in run_checks(connection, asked, utc_now()) if not result.passed}


def test_a_sound_warehouse_passes_every_check(opened: duckdb.DuckDBPyConnection) -> None:
    assert failed(opened) == set()


def test_every_check_has_a_break() -> None:
    assert {check.name for check in checks()} == set(BREAKS)


@pytest.mark.parametrize("name", BREAKS)
def test_a_check_fails_on_what_it_is_there_for(name: str, opened: duckdb.DuckDBPyConnection) -> None:
    opened.execute(BREAKS[name])
    assert failed(opened, name) == {name}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("clusters_known", "insert into store.clusters values ('nobody', 'nobody')"),
        ("clusters_known", "insert into store.clusters select document_id, document_id from store.documents"),
        ("clusters_known", "insert into store.clusters select document_id, 'a' from store.documents, range(2)"),
        ("contents_hold_editions", "insert into store.contents from store.contents"),
        ("no_doubles", "insert into store.signatures from store.signatures"),
        ("no_orphans", "insert into store.contents values ('nobody', 1, '')"),
        ("no_orphans", "insert into store.signatures values ('nobody', 1, [1])"),
        ("pages_in_order", "update store.editions set page_starts = [-1, 3]"),
        ("pages_in_order", "update store.editions set page_starts = [0, char_count + 1]"),
        ("sources_said_once", "insert into store.items from store.items"),
        ("sources_said_once", "insert into store.source_runs from store.source_runs"),
        ("sources_said_once", TWICE_WAITING),
        ("short_listings_stop", "update store.source_runs set maximum = 2, minimum = 0, listed = 3"),
        ("sources_list_enough", "update store.source_runs set maximum = 2, minimum = 0, listed = 3"),
        (
            "withdrawals_known",
            "insert into store.absences values ('a', 'b', '404', 1, now()::timestamp, now()::timestamp)",
        ),
        ("words_known", "update store.editions set conversion = 'splendid'"),
    ],
)
def test_a_check_finds_every_kind_of_offender(name: str, change: str, opened: duckdb.DuckDBPyConnection) -> None:
    opened.execute(change)
    assert failed(opened, name) == {name}


def test_pages_without_words_share_their_place(opened: duckdb.DuckDBPyConnection) -> None:
    opened.execute("update store.editions set page_starts = [0, 20, 20, char_count]")
    assert failed(opened, "pages_in_order") == set()


def test_a_poor_conversion_is_named_with_its_reasons(opened: duckdb.DuckDBPyConnection) -> None:
    opened.execute("update store.editions set conversion = 'poor', conversion_reasons = ['no words', 'odd signs']")
    (result,) = [each for each in run_checks(opened, checks(), utc_now()) if each.check_name == "conversions_not_poor"]
    assert (result.severity, result.passed) == ("warn", False)
    assert "file:strategy.txt: no words; odd signs" in result.detail


@pytest.mark.parametrize(
    "table",
    [
        "mentions",
        "roles",
        "figures",
        "dates",
        "strategy_items",
        "partnerships",
        "partnership_members",
        "publications",
        "quotes",
    ],
)
@pytest.mark.parametrize(
    "change",
    ["text = 'x'", "end_char = end_char + 1", "start_char = -1", "end_char = start_char"],
)
def test_one_bad_offset_in_any_fact_table_is_found(table: str, change: str, opened: duckdb.DuckDBPyConnection) -> None:
    opened.execute(f"update store.{table} set {change}")
    assert failed(opened, "offsets_slice")


def test_a_result_says_how_many_offenders_there_are_and_names_the_first(opened: duckdb.DuckDBPyConnection) -> None:
    opened.execute("update store.mentions set text = 'x'")
    (result,) = [each for each in run_checks(opened, checks(), utc_now()) if each.check_name == "offsets_slice"]
    assert "Offenders: 3, the first: mentions " in result.detail


def test_a_check_that_must_not_fail_keeps_the_published_file_as_it_is(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    before = published.read_bytes()
    with duckdb.connect(str(Paths(published).working)) as working:
        working.execute("update store.figures set start_char = 0")
        working.execute("insert into store.revisions values (99, 'by hand', now()::timestamp)")
        working.execute("insert into store.changed select document_id, 99 from store.documents")
    with pytest.raises(WarehouseError, match=r"was not published and stays as it was.*offsets_slice"):
        publish(published)
    assert published.read_bytes() == before
    assert list(Paths(published).store.glob("next-*")) == []


def test_a_check_that_warns_does_not_keep_a_file_from_being_published(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    with duckdb.connect(str(Paths(published).working)) as working:
        working.execute("update store.editions set document_type = 'novel'")
        working.execute("insert into store.revisions values (99, 'by hand', now()::timestamp)")
        working.execute("insert into store.changed select document_id, 99 from store.documents")
    assert publish(published).swapped
    assert ask("select severity, passed from data_quality where check_name = 'words_known'") == [("warn", False)]


def test_unchanged_facts_are_not_checked_again(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    before = ask("from data_quality order by all")
    run(published, strategy())
    assert ask("from data_quality order by all") == before


def test_runs_are_checked_at_every_publication(published: Path) -> None:
    begin(published, strategy())
    with duckdb.connect(str(Paths(published).working)) as working:
        working.execute("delete from store.ingestions")
    with pytest.raises(WarehouseError, match="runs_accounted"):
        publish(published)


def test_changed_facts_are_checked_again(published: Path, ask: Ask) -> None:
    begin(published, strategy())
    ((before,),) = ask("select distinct checked_at from data_quality")
    run(published, strategy(version="2"))
    ((after,),) = ask("select distinct checked_at from data_quality")
    assert after > before


@pytest.mark.parametrize(
    "header",
    [
        "",
        "-- severity: fail, at times\n-- A promise.",
        "-- severity: maybe\n-- A promise.",
        "-- severity: fail",
        "-- A promise.",
    ],
)
def test_a_check_without_severity_and_promise_is_refused(header: str) -> None:
    with pytest.raises(ValueError, match="severity"):
        parse_check("some_check", f"{header}\nSELECT 1 AS offender")


def test_the_writer_tells_what_the_checks_found(published: Path) -> None:
    begin(published, strategy())
    with Writer.open(published) as writer:
        found = writer.publish().checks
    assert [result.check_name for result in found] == sorted([*BREAKS, "facts_not_lost"])
