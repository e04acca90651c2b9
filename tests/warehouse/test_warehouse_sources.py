"""What servers and sources said: kept with the batch it stands for, replaced by what is said later."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from warehouse_builders import SOME_TIME, VERSIONS, Ask, fetched, looked, named, run, taken

from extractors.errors import WarehouseError
from extractors.records import Link, Outcome
from warehouse.writer import Writer

PAGE = "https://example.org/page"
LATER = SOME_TIME + timedelta(days=1)


def test_what_a_server_said_comes_back_as_it_was(published: Path) -> None:
    said = fetched(
        PAGE,
        final_uri="https://www.example.org/page",
        etag='W/"1"',
        last_modified="Sat, 01 Jun 2024 12:00:00 GMT",
        redirects=("https://example.org/page/",),
    )
    run(published, fetches=(said, fetched("https://example.org/other")))
    with Writer.open(published) as writer:
        assert writer.fetches([PAGE, "https://example.org/never"]) == {PAGE: said}


def test_what_a_server_says_later_takes_the_place_of_what_it_said(published: Path) -> None:
    run(published, fetches=(fetched(PAGE, etag="1"),))
    run(published, fetches=(fetched(PAGE, etag="2"), fetched(PAGE, etag="3", fetched_at=LATER)))
    with Writer.open(published) as writer:
        assert writer.fetches([PAGE]) == {PAGE: fetched(PAGE, etag="3", fetched_at=LATER)}


def test_an_item_comes_back_as_it_was_and_to_its_source_alone(published: Path) -> None:
    said = taken(
        "council",
        PAGE,
        label="A page",
        stamp="2024-06-01",
        published_on=date(2024, 5, 31),
        fetch_uri="https://example.org/api/page",
        found_on="https://example.org/list",
    )
    run(published, items_taken=(said, taken("trust", PAGE)))
    with Writer.open(published) as writer:
        assert writer.taken("council") == {PAGE: said}
        assert writer.taken("nobody") == {}


def test_an_item_taken_again_keeps_the_time_at_which_it_was_first(published: Path, ask: Ask) -> None:
    run(published, items_taken=(taken("council", PAGE, stamp="1"),))
    run(published, items_taken=(taken("council", PAGE, stamp="2", taken_at=LATER), taken("trust", PAGE)))
    assert ask("select source, stamp, taken_at, first_taken_at from store.items order by source") == [
        ("council", "2", LATER, SOME_TIME),
        ("trust", None, SOME_TIME, SOME_TIME),
    ]


def test_times_are_kept_in_utc(published: Path) -> None:
    summer = datetime(2024, 6, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    run(published, fetches=(fetched(PAGE, fetched_at=summer),), items_taken=(taken("council", PAGE, taken_at=summer),))
    with Writer.open(published) as writer:
        assert writer.fetches([PAGE])[PAGE].fetched_at == summer.astimezone(UTC).replace(tzinfo=None)
        assert writer.taken("council")[PAGE].taken_at == SOME_TIME


def test_what_was_said_of_a_batch_that_fails_is_not_kept(published: Path) -> None:
    """A validator that outlives its facts would keep the document from ever being read."""
    unfit = Outcome(uri="file:c.txt", status="lost", reason="no such status")  # type: ignore[arg-type]
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        with pytest.raises(WarehouseError):
            writer.load(
                run_id, [named(PAGE, "Ann Bee")], [unfit], fetches=[fetched(PAGE)], taken=[taken("council", PAGE)]
            )
        assert (writer.fetches([PAGE]), writer.taken("council"), writer.known([PAGE])) == ({}, {}, {})


def test_a_look_at_a_source_is_kept_with_the_fetches_of_its_listings(published: Path, ask: Ask) -> None:
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        writer.keep_source_run(run_id, looked("council", status="partly", reason="too slow"), [fetched(PAGE)])
        writer.keep_source_run(run_id, looked("council", listed=3, due=2, loaded=1))
        writer.keep_source_run(run_id, looked("trust"))
        writer.finish_run(run_id, 0)
        assert set(writer.fetches([PAGE])) == {PAGE}
        writer.publish()
    assert ask("select run_id, source, status, listed, due, loaded from store.source_runs order by source") == [
        (run_id, "council", "complete", 3, 2, 1),
        (run_id, "trust", "complete", 0, 0, 0),
    ]


def test_a_look_that_cannot_be_kept_leaves_nothing(published: Path) -> None:
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        with pytest.raises(WarehouseError):
            writer.keep_source_run(run_id, looked("council", status="perhaps"), [fetched(PAGE)])
        assert writer.fetches([PAGE]) == {}


def test_what_was_said_survives_the_loss_of_the_store(published: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "greenpaper.duckdb"
    run(elsewhere, fetches=(fetched(PAGE),), items_taken=(taken("council", PAGE),), looks=(looked("council"),))
    elsewhere.rename(published)
    with Writer.open(published) as writer:
        assert (set(writer.fetches([PAGE])), set(writer.taken("council"))) == ({PAGE}, {PAGE})


def test_what_a_page_lists_is_told_to_each_source_that_lists_the_page(published: Path) -> None:
    with Writer.open(published) as writer:
        page = replace(named(PAGE, "Ann Bee"), source="trust")
        text = page.document.text
        linked = replace(
            page, document=replace(page.document, links=(Link(0, len(text), "https://example.org/a.pdf"),))
        )
        writer.load(writer.begin_run("test", VERSIONS), [linked], taken=[taken("council", PAGE), taken("trust", PAGE)])
        for source in ("council", "trust"):
            assert [each.uri for each in writer.listed_publications(source)[PAGE]] == ["https://example.org/a.pdf"]
        assert writer.listed_publications("nobody") == {}
