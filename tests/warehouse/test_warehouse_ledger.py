"""What is left to do stands in the warehouse: from when it was found until the transaction that loads it."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from warehouse_builders import SOME_TIME, VERSIONS, Ask, fetched, looked, named, run, taken

from extractors.errors import WarehouseError
from extractors.looks import ItemKey, WaitingItem
from extractors.records import Outcome
from warehouse.status import read_status
from warehouse.writer import Writer

PAGE, OTHER = "https://example.org/page", "https://example.org/other"
KEY = ItemKey(source="council", uri=PAGE)
STATES = "select uri, state, attempts, needs_person from items order by uri"


def waits(uri: str = PAGE, **fields: Any) -> WaitingItem:
    """Return an item that was found, and is to be read at once."""
    found = WaitingItem(source="council", uri=uri, state="found", found_at=SOME_TIME, next_at=SOME_TIME)
    return replace(found, **fields)


def fails(uri: str = PAGE, **fields: Any) -> WaitingItem:
    """Return an item that failed once, and is to be tried again a day later."""
    said = {"attempts": 1, "last_at": SOME_TIME, "next_at": SOME_TIME + timedelta(days=1), "error": "no answer"}
    return waits(uri, state="failed", **{**said, **fields})


def ended(published: Path, *found: WaitingItem, failed: tuple[WaitingItem, ...] = ()) -> None:
    """Keep what was found, in a run that loads nothing of it but the failures, and publish."""
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        writer.keep_found(found)
        writer.load(run_id, (), failed=failed)
        writer.finish_run(run_id, 0)
        writer.publish()


def test_what_was_found_is_on_record_until_it_is_loaded(published: Path, ask: Ask) -> None:
    ended(published, waits(), waits(OTHER))
    assert ask(STATES) == [(OTHER, "found", 0, False), (PAGE, "found", 0, False)]
    run(published, named(PAGE, "Ann Bee"), items_taken=(taken("council", PAGE),))
    assert ask(STATES) == [(OTHER, "found", 0, False), (PAGE, "loaded", 0, False)]
    with Writer.open(published) as writer:
        assert set(writer.waiting("council")) == {OTHER}


def test_what_was_found_comes_back_as_it_was_and_to_its_source_alone(published: Path) -> None:
    said = waits(label="A page", stamp="2024-06-01", fetch_uri=OTHER, found_on="https://example.org/list")
    ended(published, said)
    with Writer.open(published) as writer:
        assert writer.waiting("council") == {PAGE: said}
        assert writer.waiting("nobody") == {}
        assert writer.waiting_of([PAGE, OTHER]) == {KEY: said}


def test_an_item_goes_from_the_record_in_the_transaction_that_loads_it(published: Path) -> None:
    unfit = Outcome(uri="file:c.txt", status="lost", reason="no such status")  # type: ignore[arg-type]
    with Writer.open(published) as writer:
        writer.keep_found([waits()])
        run_id = writer.begin_run("test", VERSIONS)
        with pytest.raises(WarehouseError):
            writer.load(run_id, [named(PAGE, "Ann Bee")], [unfit], taken=[taken("council", PAGE)])
        assert (set(writer.waiting("council")), writer.known([PAGE])) == ({PAGE}, {})


def test_what_failed_counts_its_attempts_and_keeps_them_until_its_source_names_another_state(published: Path) -> None:
    ended(published, waits(stamp="1"), failed=(fails(stamp="1", attempts=3),))
    with Writer.open(published) as writer:
        writer.keep_found([waits(stamp="1")])
        assert writer.waiting("council")[PAGE].attempts == 3
        writer.keep_found([waits(stamp="2")])
        (again,) = writer.waiting("council").values()
    assert (again.state, again.attempts, again.error, again.stamp) == ("found", 0, None, "2")


def test_what_failed_too_often_needs_a_person_and_is_put_back_by_one(published: Path, ask: Ask) -> None:
    ended(published, failed=(fails(attempts=8, next_at=None), fails(OTHER)))
    status = read_status(published)
    assert [(each.uri, each.error, each.attempts) for each in status.needs_person] == [(PAGE, "no answer", 8)]
    assert [(each.source, each.items, each.next_at) for each in status.left_to_do] == [
        ("council", 1, SOME_TIME + timedelta(days=1))
    ]
    with Writer.open(published) as writer:
        assert writer.put_back(["nobody"]) == []
        assert writer.put_back([PAGE]) == [KEY]
        assert writer.put_back(["council"]) == [ItemKey(source="council", uri=OTHER), KEY]
        back = writer.waiting("council")
    assert {each.attempts for each in back.values()} == {0}
    assert all(each.next_at and each.next_at > datetime(2025, 1, 1) for each in back.values())


def test_bytes_that_are_here_are_known_before_they_are_loaded(published: Path, ask: Ask) -> None:
    with Writer.open(published) as writer:
        writer.keep_found([waits(), waits(OTHER)])
        writer.keep_fetched([fetched(PAGE, etag="1")], [KEY])
        assert writer.fetches([PAGE])[PAGE].etag == "1"
    ended(published)
    assert ask(STATES) == [(OTHER, "found", 0, False), (PAGE, "fetched", 0, False)]


def test_an_item_tells_how_its_last_look_ended_and_whether_it_is_withdrawn(published: Path, ask: Ask) -> None:
    run(published, named(PAGE, "Ann Bee"), items_taken=(taken("council", PAGE),), looks=(looked("council"),))
    again = Outcome(uri=PAGE, status="unchanged", reason="the same content")
    run(published, others=(again,), items_taken=(taken("council", PAGE),))
    assert ask("select state, document_id is not null from items") == [("unchanged", True)]
    with Writer.open(published) as writer:
        run_id = writer.begin_run("test", VERSIONS)
        writer._connection.execute(  # the rules of withdrawal are told elsewhere
            "insert into store.withdrawals values ('council', ?, '410', ?, ?)", [PAGE, SOME_TIME, run_id]
        )
        writer.finish_run(run_id, 0)
        writer.publish()
    assert ask("select state from items") == [("withdrawn",)]
