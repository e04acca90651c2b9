"""What a run tells others, in the grammar of docs/events.md."""

from datetime import datetime

from extractors.ids import document_id
from extractors.looks import ItemKey, WaitingItem
from extractors.records import Outcome
from flows.events import events_of, found_events
from flows.patience import news
from flows.summary import RunSummary, SourceSummary

PAGE, ANNEX, GONE = "https://example.org/page", "https://example.org/page.zip!/annex.txt", "https://example.org/gone"


def summary(*, swapped: bool = True, **stopped: str) -> RunSummary:
    """Return a summary of a run of which nothing else is told; `stopped` are sources with their reasons."""
    sources = [
        SourceSummary(source=name, status="stopped", reason=reason, listed=0, due=0, loaded=0, withdrawn=0)
        for name, reason in stopped.items()
    ]
    return RunSummary(
        run_id="20240601", warehouse="data/greenpaper.duckdb", asked=2, loaded=2, unchanged=0, skipped=0, failed=0,
        swapped=swapped, documents=[], checks=[], sources=sources,
    )  # fmt: skip


def outcome(uri: str, status: str, reason: str) -> Outcome:
    return Outcome(uri=uri, status=status, reason=reason, facts=3)  # type: ignore[arg-type]  # words of ours


def test_what_was_loaded_changed_and_withdrawn_is_told_with_its_source_and_run() -> None:
    ended = (
        outcome(PAGE, "loaded", "changed: edition 2"),
        outcome(ANNEX, "loaded", "new document"),
        outcome("file:c.txt", "loaded", "new document"),
        outcome("file:d.txt", "loaded", "extracted again: extractors 1 → 2"),
        outcome("file:e.txt", "failed", "the file is empty"),
    )
    sources = {PAGE: "council", "https://example.org/page.zip": "council"}
    told = events_of(summary(), ended, sources, [("council", GONE)])
    assert [(each.name.removeprefix("greenpaper."), each.resource["prefect.resource.name"]) for each in told] == [
        ("warehouse.published", "data/greenpaper.duckdb"),
        ("document.changed", PAGE),
        ("document.loaded", ANNEX),
        ("document.loaded", "file:c.txt"),
        ("document.withdrawn", GONE),
    ]
    run = {"prefect.resource.id": "greenpaper.run.20240601", "prefect.resource.role": "run"}
    council = {"prefect.resource.id": "greenpaper.source.council", "prefect.resource.role": "source"}
    assert [each.related for each in told] == [(run,), (run, council), (run, council), (run,), (run, council)]
    assert told[1].resource["prefect.resource.id"] == f"greenpaper.document.{document_id(PAGE)}"
    assert told[1].payload == {"uri": PAGE, "facts": 3, "reason": "changed: edition 2"}


def test_a_source_that_stopped_is_told_as_broken_with_its_reason() -> None:
    (told,) = events_of(summary(swapped=False, council="it lists 0 documents"), (), {}, ())
    assert (told.name, told.resource["prefect.resource.id"], told.payload) == (
        "greenpaper.source.broken",
        "greenpaper.source.council",
        {"reason": "it lists 0 documents"},
    )


def test_a_run_that_changed_nothing_tells_nothing() -> None:
    assert events_of(summary(swapped=False), (), {}, ()) == []


def found(uri: str, stamp: str | None = None, source: str = "council") -> WaitingItem:
    now = datetime(2024, 6, 1)
    return WaitingItem(
        source=source, uri=uri, state="found", label=None, stamp=stamp, published_on=None, fetch_uri=None,
        found_on=None, found_at=now, next_at=now,
    )  # fmt: skip


def test_what_is_found_is_told_by_source_with_ids_alone_and_not_as_a_call_to_look_there() -> None:
    council, trust = found_events("20240601", [found(PAGE), found(GONE), found(ANNEX, source="trust")])
    assert council.name == trust.name == "greenpaper.publication.found"
    assert council.resource["prefect.resource.id"] == "greenpaper.findings.council"
    assert council.payload == {"source": "council", "items": [document_id(PAGE), document_id(GONE)], "count": 2}
    assert {"prefect.resource.id": "greenpaper.source.council", "prefect.resource.role": "source"} in council.related


def test_of_many_items_an_event_names_the_first_and_counts_all() -> None:
    (event,) = found_events("20240601", [found(f"https://example.org/{number}") for number in range(250)])
    assert (len(event.payload["items"]), event.payload["count"]) == (100, 250)  # type: ignore[arg-type]


def test_what_only_waits_to_be_tried_again_is_no_news() -> None:
    before = {ItemKey(source="council", uri=uri): found(uri, "old") for uri in (PAGE, GONE)}
    items = [found(PAGE, "old"), found(GONE, "new"), found(ANNEX, "old")]
    assert [each.uri for each in news(items, before)] == [GONE, ANNEX]
