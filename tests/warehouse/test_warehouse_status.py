"""Status: last runs, what failed and why, freshness, and how much there is."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from warehouse_builders import SOME_TIME, VERSIONS, begin, item, looked, named, run, strategy

from extractors.errors import WarehouseError
from extractors.records import Conversion, Outcome
from warehouse.layout import VIEWS
from warehouse.status import PoorConversion, SourceState, read_status
from warehouse.writer import Writer


def failing(uri: str, reason: str) -> Outcome:
    return Outcome(uri=uri, status="failed", reason=reason)


def test_an_empty_warehouse_has_a_status(published: Path) -> None:
    run(published)
    status = read_status(published)
    assert (status.newest_published_on, status.last_loaded_at, status.failures) == (None, None, ())
    assert status.published_at is not None


def test_the_last_runs_come_newest_first_with_their_counts(published: Path) -> None:
    run(published, strategy(), others=(failing("file:bad.bin", "not text"),))
    run(published, strategy(), named("file:b.txt", "Ann Bee"))
    status = read_status(published, runs=2)
    assert [(run.asked, run.loaded, run.unchanged, run.skipped, run.failed) for run in status.runs] == [
        (2, 1, 1, 0, 0),
        (2, 1, 0, 0, 1),
    ]
    assert len(read_status(published, runs=1).runs) == 1


def test_a_document_that_failed_is_listed_until_it_does_not(published: Path) -> None:
    run(published, others=(failing("file:a.txt", "too long"), failing("file:b.txt", "not text")))
    run(published, named("file:a.txt", "Ann Bee"), others=(failing("file:b.txt", "still not text"),))
    assert [(each.uri, each.reason) for each in read_status(published).failures] == [("file:b.txt", "still not text")]


def test_a_run_that_did_not_end_has_no_end(published: Path) -> None:
    with Writer.open(published) as writer:
        writer.begin_run("killed", VERSIONS)
    run(published)
    (_, killed) = read_status(published).runs
    assert (killed.command, killed.finished_at, killed.asked) == ("killed", None, None)


def test_every_view_is_counted_and_the_checks_are_told(sound: Path) -> None:
    status = read_status(sound)
    assert list(status.views) == list(VIEWS)
    assert (status.views["documents"], status.views["roles"], status.views["organisations"]) == (1, 1, 2)
    assert status.newest_published_on == date(2020, 5, 4)
    assert all(check.passed for check in status.checks)


def test_no_warehouse_is_an_error_with_a_message(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no warehouse at"):
        read_status(tmp_path / "none.duckdb")


def test_a_source_is_told_by_its_last_run_and_what_is_held_of_it(published: Path) -> None:
    later = SOME_TIME + timedelta(hours=1)
    stopped = looked(
        "test", status="stopped", reason="1 listed, under its minimum of 5", listed=1, publisher="Barset Council"
    )
    run(published, strategy(), named("file:b.txt", "Ann Bee"), looks=(looked("test", listed=9), looked("b source")))
    run(published, looks=(replace(stopped, started_at=later, finished_at=later, licence="OGL", schedule="daily"),))
    quiet, told = read_status(published).sources
    assert told == SourceState(
        source="test",
        kind="page",
        publisher="Barset Council",
        licence="OGL",
        schedule="daily",
        started_at=later,
        finished_at=later,
        status="stopped",
        reason="1 listed, under its minimum of 5",
        listed=1,
        due=0,
        loaded=0,
        documents=2,
        newest_published_on=date(2020, 5, 4),
    )
    assert (quiet.source, quiet.documents, quiet.newest_published_on) == ("b source", 0, None)


def test_documents_converted_poorly_are_listed_with_their_reasons(published: Path) -> None:
    plain = item("file:scan.pdf", "W0rds")
    poor = replace(plain.document, conversion=Conversion("poor", ("no words", "odd signs")))
    run(published, replace(plain, document=poor), strategy())
    assert read_status(published).poor_conversions == (PoorConversion("file:scan.pdf", ["no words", "odd signs"]),)


def test_a_file_published_before_there_were_sources_has_a_status(published: Path) -> None:
    begin(published, strategy())
    with duckdb.connect(str(published)) as connection:
        connection.execute("drop table store.source_runs; delete from store.migrations where number > 3")
    status = read_status(published)
    assert (status.sources, status.poor_conversions) == ((), ())
