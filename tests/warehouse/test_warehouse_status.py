"""Status: last runs, what failed and why, freshness, and how much there is."""

from datetime import date
from pathlib import Path

import pytest
from warehouse_builders import VERSIONS, named, run, strategy

from extractors.errors import WarehouseError
from extractors.records import Outcome
from warehouse.layout import VIEWS
from warehouse.status import read_status
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
