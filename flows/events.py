"""The events that runs emit, by which others chain what they do on ours (docs/events.md).

They tell of what stands in the published file already, and are hints: an event may be lost or come twice, and nothing
of ours waits for one.
"""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from extractors.errors import WarehouseError
from extractors.ids import around, document_id
from extractors.looks import WaitingItem
from extractors.records import Outcome
from flows.summary import RunSummary
from flows.wording import without_secrets

is_heard: ContextVar[bool] = ContextVar("is_heard", default=True)
"""Whether there may be somebody who listens: a server that lives for one command has nobody."""

_MOST_ITEMS = 100  # of one event
_LONGEST_REASON = 1000  # characters

_NEW_EDITION = "changed: edition"
_NEW_DOCUMENT = "new document"


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its name, what it is about, what that has to do with, and small words and numbers about it.

    By `id` a server knows one that comes twice.
    """

    name: str
    resource: dict[str, str]
    related: tuple[dict[str, str], ...] = ()
    payload: dict[str, object] = field(default_factory=dict)
    id: UUID = field(default_factory=uuid4, compare=False)


def found_events(run_id: str, found: Iterable[WaitingItem]) -> list[Event]:
    """Return what is to be told of items that a run has just found, an event for each source.

    The run reads them itself: the resource is not the source, so that what asks for a
    look at a source, which is the same event with the source as its resource, is told apart (docs/events.md).
    """
    items: dict[str, list[str]] = {}
    for each in found:
        items.setdefault(each.source, []).append(document_id(each.uri))
    return [
        Event(
            "greenpaper.publication.found",
            {"prefect.resource.id": f"greenpaper.findings.{source}", "prefect.resource.name": source},
            (_related(f"greenpaper.run.{run_id}", "run"), *_source(source)),
            {"source": source, "items": ids[:_MOST_ITEMS], "count": len(ids)},
        )
        for source, ids in items.items()
    ]


def events_of(
    summary: RunSummary, ended: Iterable[Outcome], sources: Mapping[str, str], withdrawn: Iterable[tuple[str, str]]
) -> list[Event]:
    """Return what a run that was published has to tell: of the file first, for of very many events servers lose some.

    `ended` are its outcomes but for the unchanged, `sources` is address → source, `withdrawn` are source and address of
    documents that were found to be gone.
    """
    run = _related(f"greenpaper.run.{summary['run_id']}", "run")
    events: list[Event] = []
    if summary["swapped"]:
        names = ("asked", "loaded", "unchanged", "skipped", "failed")
        counts: dict[str, object] = {name: summary[name] for name in names}  # type: ignore[literal-required]
        warehouse = {"prefect.resource.id": "greenpaper.warehouse", "prefect.resource.name": summary["warehouse"]}
        events.append(Event("greenpaper.warehouse.published", warehouse, (run,), counts))
    events += [
        Event(
            "greenpaper.source.broken",
            {"prefect.resource.id": f"greenpaper.source.{source['source']}", "prefect.resource.name": source["source"]},
            (run,),
            {"reason": without_secrets(source["reason"])},
        )
        for source in summary["sources"]
        if source["status"] == "stopped"
    ]
    events += [
        Event(
            f"greenpaper.document.{what}",
            _document(each.uri),
            (run, *_source(source_of(each.uri, sources))),
            {"uri": without_secrets(each.uri), "facts": each.facts, "reason": without_secrets(each.reason)},
        )
        for each in ended
        if (what := _what(each)) is not None
    ]
    events += [
        Event("greenpaper.document.withdrawn", _document(uri), (run, *_source(source)), {"uri": without_secrets(uri)})
        for source, uri in withdrawn
    ]
    return events


def source_of(uri: str, sources: Mapping[str, str]) -> str | None:
    """Return the source of a document, or of the file that it was in; `sources` is address → source."""
    return next((sources[each] for each in around(uri) if each in sources), None)


def refused_event(run_id: str, published: str, error: WarehouseError) -> Event:
    """Return what is to be told where a run could not publish: the file `published` stays as it was."""
    return Event(
        "greenpaper.warehouse.refused",
        {"prefect.resource.id": "greenpaper.warehouse", "prefect.resource.name": published},
        (_related(f"greenpaper.run.{run_id}", "run"),),
        {"reason": without_secrets(str(error))[:_LONGEST_REASON]},
    )


def _what(ended: Outcome) -> str | None:
    if ended.status != "loaded":
        return None
    if ended.reason.startswith(_NEW_EDITION):
        return "changed"
    return "loaded" if ended.reason.startswith(_NEW_DOCUMENT) else None


def _document(uri: str) -> dict[str, str]:
    name = without_secrets(uri)
    return {"prefect.resource.id": f"greenpaper.document.{document_id(uri)}", "prefect.resource.name": name}


def _source(name: str | None) -> tuple[dict[str, str], ...]:
    return () if name is None else (_related(f"greenpaper.source.{name}", "source"),)


def _related(resource_id: str, role: str) -> dict[str, str]:
    return {"prefect.resource.id": resource_id, "prefect.resource.role": role}


def emit(events: Iterable[Event]) -> None:
    """Emit events to Prefect's server, unless nobody hears them."""
    if not is_heard.get():
        return
    from prefect.events import emit_event  # noqa: PLC0415 - Prefect reads its settings when it is imported

    for each in events:
        emit_event(each.name, each.resource, related=list(each.related), payload=each.payload, id=each.id)
