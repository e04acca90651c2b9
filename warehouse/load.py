"""Loading: one batch is one transaction, in which facts and the record of the work done appear together.

A batch is safe in the write-ahead log once it is committed. It reaches the database file when the run ends, or when the
log has grown (`connection.checkpoint_grown`): a checkpoint after every small batch would take longer than the batch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import duckdb
import pyarrow as pa

from extractors.cards import Kept
from extractors.looks import Absence, FetchRecord, ItemKey, TakenItem, WaitingItem
from extractors.records import LoadItem, Outcome
from warehouse import cards, sql
from warehouse.clock import as_utc, utc_now
from warehouse.connection import transaction
from warehouse.ledger import settle
from warehouse.plan import Step, last_writes, plan
from warehouse.records import Known
from warehouse.runs import keep_outcomes
from warehouse.sources import keep_fetches, keep_taken
from warehouse.tables import EDITION_TABLES, EditionKey, edition_table, given, insert, record_table
from warehouse.withdrawn import keep_absences


@dataclass(frozen=True, slots=True)
class _Document:
    document_id: str
    uri: str
    source: str
    found_on: str | None
    licence: str | None


@dataclass(frozen=True, slots=True)
class _Edition:
    """A row of store.editions."""

    document_id: str
    edition: int
    content_sha256: str
    media_type: str
    char_count: int
    byte_count: int
    text: str
    title: str | None
    document_type: str
    publisher: str | None
    publisher_id: str | None
    language: str | None
    published_on: date | None
    modified_on: date | None
    coverage_start: date | None
    coverage_end: date | None
    extractor_version: str
    first_seen_at: datetime
    last_seen_at: datetime
    is_current: bool
    conversion: str
    conversion_reasons: tuple[str, ...]
    page_starts: tuple[int, ...]
    fingerprint: str
    canonical_uri: str | None


@dataclass(frozen=True, slots=True)
class _Content:
    document_id: str
    edition: int
    content_sha256: str


@dataclass(frozen=True, slots=True)
class _Signature:
    signature: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Incoming:
    """An edition that is written, and whether it is its document's newest."""

    document_id: str
    edition: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class _Link:
    start_char: int
    end_char: int
    uri: str


def known(connection: duckdb.DuckDBPyConnection, uris: Iterable[str]) -> dict[str, Known]:
    """Return uri → current edition, for those of `uris` that the warehouse holds, and all that was found in them.

    What was found in an archive or e-mail has an address that begins with its own and "!/".
    """
    with given(connection, "asked_uris", pa.table({"uri": pa.array(sorted(set(uris)), type=pa.string())})):
        rows = connection.execute(sql.read("queries/known.sql")).fetchall()
    return {uri: replace(Known(*rest), contents=frozenset(contents)) for uri, *rest, contents in rows}


def load(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    items: Sequence[LoadItem],
    outcomes: Sequence[Outcome] = (),
    started_at: datetime | None = None,
    *,
    fetches: Sequence[FetchRecord] = (),
    taken: Sequence[TakenItem] = (),
    absences: Sequence[Absence] = (),
    settled: Sequence[ItemKey] = (),
    failed: Sequence[WaitingItem] = (),
) -> tuple[Outcome, ...]:
    """Load a batch and return how each item ended, followed by `outcomes` as they were given.

    `items` are documents with their facts, `outcomes` those of the batch that have none to load. A document whose
    content changed gets a new edition; one extracted by another version of the extractors has its edition's facts
    replaced; one that is known as it is stays untouched, also where only what surrounds its text changed; what was read
    again from the archive stays the edition that it was. `started_at` is when work on the batch began (default: now).
    `fetches`, `taken` and `absences` are what servers and sources said of the batch; they take the place of what they
    said before. What was taken or `settled` is not left to do any more, what `failed` is (`warehouse.ledger`).
    Nothing is loaded where anything fails.
    """
    now = utc_now()
    steps = plan(items, known(connection, (item.uri for item in items)), now)
    ended = (*(step.outcome for step in steps), *outcomes)
    writes = last_writes(steps)
    began = now if started_at is None else as_utc(started_at)
    with transaction(connection):
        if writes:
            _write(connection, run_id, writes, now)
        insert(connection, "contents", record_table(_contents(steps), _Content))
        _keep_cards(connection, steps, writes)
        keep_fetches(connection, fetches)
        keep_taken(connection, taken)
        keep_absences(connection, absences)
        settle(connection, settled, taken, failed)
        keep_outcomes(connection, run_id, ended, began)
    return ended


def _contents(steps: Sequence[Step]) -> list[_Content]:
    """Return the bytes that are to be known as editions; of what was read again from the archive, all of them."""
    return [
        _Content(step.key.document_id, step.key.edition, sha256)
        for step in steps
        for sha256 in (
            step.item.kept.contents if step.item.kept else (step.item.content_sha256,) if step.is_new_content else ()
        )
    ]


def _keep_cards(connection: duckdb.DuckDBPyConnection, steps: Sequence[Step], writes: Sequence[Step]) -> None:
    """Keep cards of what was seen: what was read again from the archive has its card already."""
    cards.add(
        connection,
        [_kept(step) for step in writes if step.item.kept is None],
        [
            cards.Seen(step.item.uri, step.key.edition, step.first_seen_at, step.item.content_sha256)
            for step in steps
            if step.is_new_content and not step.writes
        ],
    )


def _kept(step: Step) -> Kept:
    item = step.item
    return Kept(
        uri=item.uri,
        edition=step.key.edition,
        source=item.source,
        content_sha256=item.content_sha256,
        first_seen_at=step.first_seen_at,
        last_seen_at=step.last_seen_at,
        found_on=item.found_on,
        licence=item.licence,
        read_as=item.read_as,
        is_masked=item.is_masked,
    )


def _write(connection: duckdb.DuckDBPyConnection, run_id: str, writes: list[Step], now: datetime) -> None:
    tables = {name: edition_table(record_type, _rows(name, writes)) for name, record_type in EDITION_TABLES.items()}
    documents = {
        step.key.document_id: _Document(
            step.key.document_id, step.item.uri, step.item.source, step.item.found_on, step.item.licence
        )
        for step in writes
        if step.is_current
    }
    newest = {step.key.document_id: step.key.edition for step in writes}  # editions of a document come in order
    incoming = [
        _Incoming(key.document_id, key.edition, step.is_current and newest[key.document_id] == key.edition)
        for step in writes
        for key in (step.key,)
    ]
    editions = [_edition(step, is_current=each.is_current) for step, each in zip(writes, incoming, strict=True)]
    _make_room(connection, writes, incoming)
    insert(connection, "documents", record_table(list(documents.values()), _Document))
    insert(connection, "editions", record_table(editions, _Edition))
    for name, rows in tables.items():
        insert(connection, name, rows)
    signed: list[tuple[EditionKey, object]] = [
        (step.key, _Signature(step.item.signature)) for step in writes if step.item.signature
    ]
    insert(connection, "signatures", edition_table(_Signature, signed))
    links: list[tuple[EditionKey, object]] = [
        (step.key, _Link(*link))
        for step in writes
        for link in dict.fromkeys((each.start, each.end, each.uri) for each in step.item.document.links)
    ]
    insert(connection, "links", edition_table(_Link, links))
    insert(connection, "masked", record_table([step.key for step in writes if step.item.is_masked], EditionKey))
    connection.execute(sql.read("queries/add_revision.sql"), {"run_id": run_id, "changed_at": now})
    with given(connection, "incoming_keys", record_table(incoming, _Incoming)):
        connection.execute(sql.read("queries/add_changed.sql"))


def _make_room(connection: duckdb.DuckDBPyConnection, writes: list[Step], incoming: list[_Incoming]) -> None:
    """Delete what the writes replace: nothing where all are new. Only what is extracted again has facts already."""
    met = [each for each, step in zip(incoming, writes, strict=True) if step.action != "new document"]
    if met:
        with given(connection, "incoming_keys", record_table(met, _Incoming)):
            connection.execute(sql.read("queries/make_room.sql"))
            if any(step.action == "new extraction" for step in writes):
                for name in (*EDITION_TABLES, "links", "signatures"):
                    connection.execute(sql.read("queries/delete_editions.sql").format(table=name))
    again = [each for each, step in zip(incoming, writes, strict=True) if step.item.kept]
    if again:
        with given(connection, "incoming_keys", record_table(again, _Incoming)):
            connection.execute(sql.read("queries/delete_editions.sql").format(table="contents"))


def _rows(name: str, writes: list[Step]) -> list[tuple[EditionKey, object]]:
    """Return the records of one kind with their edition. A record that an extractor gave twice is taken once."""
    return [(step.key, record) for step in writes for record in dict.fromkeys(getattr(step.item.extraction, name))]


def _edition(step: Step, *, is_current: bool) -> _Edition:
    item, said = step.item, step.item.extraction.metadata
    return _Edition(
        document_id=step.key.document_id,
        edition=step.key.edition,
        content_sha256=item.content_sha256,
        media_type=item.document.media_type,
        char_count=len(item.document.text),
        byte_count=item.byte_count,
        text=item.document.text,
        title=said.title,
        document_type=said.document_type,
        publisher=said.publisher,
        publisher_id=said.publisher_id,
        language=said.language,
        published_on=said.published_on,
        modified_on=said.modified_on,
        coverage_start=said.coverage_start,
        coverage_end=said.coverage_end,
        extractor_version=item.extractor_version,
        first_seen_at=step.first_seen_at,
        last_seen_at=step.last_seen_at,
        is_current=is_current,
        conversion=item.document.conversion.grade,
        conversion_reasons=item.document.conversion.reasons,
        page_starts=item.document.page_starts,
        fingerprint=item.fingerprint,
        canonical_uri=item.document.metadata.canonical_uri,
    )
