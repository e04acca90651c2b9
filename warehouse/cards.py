"""Cards: what the archive keeps beside the bytes, so that it alone is enough to make the warehouse anew.

A card is a row of `store.cards`, written in the transaction that it tells of, and then a line of the archive's file
(`warehouse.journal`), which so never tells of what was not loaded. An edition has a card for every time that its facts
were loaded from bytes that somebody sent or named; what is read again from the archive needs none. The newest card of
an edition holds, and ends the later editions that came before it: they are of a database that was lost.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import count
from typing import Any, cast

import duckdb
import pyarrow as pa

from extractors.cards import Kept, ReadAs
from extractors.errors import WarehouseError
from warehouse import sql
from warehouse.decisions import Decided, Ruling, record
from warehouse.journal import Line
from warehouse.tables import given, insert, record_table

EDITION, CONTENT, DECISION, FORGETTING, WITHDRAWAL = "edition", "content", "decision", "forgetting", "withdrawal"
"""Kinds of cards."""
_PLACE = "place"


@dataclass(frozen=True, slots=True)
class _Card:
    """A row of store.cards."""

    number: int
    kind: str
    uri: str | None
    edition: int | None
    first_seen_at: datetime | None
    content_sha256: str | None
    card: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Bytes that were seen as an edition, and no reason to load it."""

    uri: str
    edition: int
    first_seen_at: datetime
    content_sha256: str


def add(connection: duckdb.DuckDBPyConnection, editions: Iterable[Kept], contents: Iterable[Seen]) -> None:
    """Keep cards of editions that were loaded, and of other bytes that were seen; in the caller's transaction."""
    put(
        connection,
        [*((EDITION, _said(each)) for each in editions), *((CONTENT, asdict(each)) for each in contents)],
    )


def decide(connection: duckdb.DuckDBPyConnection, made: Iterable[Ruling]) -> int:
    """Record decisions (`warehouse.decisions.record`) with a card each; in the caller's transaction."""
    new = record(connection, made)
    put(connection, [(DECISION, asdict(each)) for each in new])
    return len(new)


def lines_held(connection: duckdb.DuckDBPyConnection) -> list[Line]:
    """Return every card as a line of the archive's file."""
    return [Line(text, json.loads(text)) for text in behind(connection, 0)]


def lines_of(connection: duckdb.DuckDBPyConnection, kind: str) -> list[Line]:
    """Return the cards of a kind in their order, each as a line of the archive's file."""
    rows = connection.execute("SELECT card FROM store.cards WHERE kind = ? ORDER BY number", [kind]).fetchall()
    return [Line(card, json.loads(card)) for (card,) in rows]


def behind(connection: duckdb.DuckDBPyConnection, number: int) -> list[str]:
    """Return the lines of the cards that come after `number`."""
    rows = connection.execute(
        "SELECT card FROM store.cards WHERE number > ? AND kind <> ? ORDER BY number", [number, _PLACE]
    ).fetchall()
    return [card for (card,) in rows]


def last(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the last card, 0 where there is none."""
    (number,) = sql.one(connection, "SELECT coalesce(max(number), 0) FROM store.cards")
    return int(number)


def number_of(line: str) -> int:
    """Return the number of a card, given as a line of the archive's file."""
    return int(json.loads(line)["number"])


def go_on_from(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    """Let new cards be numbered after `number`, also where the database is younger than the archive's file."""
    if number > last(connection):
        insert(connection, "cards", record_table([_Card(number, _PLACE, None, None, None, None, "")], _Card))


def kept(connection: duckdb.DuckDBPyConnection) -> list[Kept]:
    """Return every edition that has a card which holds, in the order of addresses and editions."""
    rows = connection.execute(sql.read("queries/kept.sql")).fetchall()
    return [_kept(json.loads(card), contents, read_by) for card, contents, read_by in rows]


def adopt(connection: duckdb.DuckDBPyConnection, lines: Sequence[Line]) -> None:
    """Take the cards of an archive into the database, with their decisions; in the caller's transaction.

    Raises WarehouseError, where the database has cards that the archive has not, and KeyError, TypeError or ValueError
    where a card does not say what it must.
    """
    told = {line.number: line.text for line in lines}
    held = dict(connection.execute("SELECT number, card FROM store.cards WHERE kind <> ?", [_PLACE]).fetchall())
    if any(told.get(number) != card for number, card in held.items()):
        raise WarehouseError(
            "the warehouse holds what is not in the archive: name one that does not exist yet with --warehouse"
        )
    connection.execute("DELETE FROM store.cards WHERE kind = ?", [_PLACE])
    new = [line for line in lines if line.number not in held]
    insert(connection, "cards", record_table([_row(line) for line in new], _Card))
    record(connection, [_ruling(line.said) for line in lines if line.said["kind"] == DECISION])


def forget(connection: duckdb.DuckDBPyConnection, uris: Collection[str]) -> None:
    """Delete the cards of the documents at `uris` and of what is inside them; in the caller's transaction.

    The archive's file and its bytes are `warehouse.erase`'s.
    """
    with given(connection, "asked_uris", pa.table({"uri": pa.array(sorted(set(uris)), type=pa.string())})):
        connection.execute(sql.read("queries/forget_cards.sql"))


def put(connection: duckdb.DuckDBPyConnection, cards: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Keep cards, each given as its kind and what it says; in the caller's transaction."""
    if not cards:
        return
    numbers = count(last(connection) + 1)
    lines = []
    for (kind, said), number in zip(cards, numbers, strict=False):
        full = {"number": number, "kind": kind, **{name: _plain(value) for name, value in said.items()}}
        lines.append(Line(json.dumps(full), full))
    insert(connection, "cards", record_table([_row(line) for line in lines], _Card))


def _row(line: Line) -> _Card:
    said = line.said
    return _Card(
        number=line.number,
        kind=str(said["kind"]),
        uri=said.get("uri"),
        edition=said.get("edition"),
        first_seen_at=moment(said["first_seen_at"]) if "first_seen_at" in said else None,
        content_sha256=said.get("content_sha256"),
        card=line.text,
    )


def _said(edition: Kept) -> dict[str, Any]:
    """Return what the card of an edition says: all but what other rows tell."""
    fields = {name: value for name, value in asdict(edition).items() if name not in ("read_as", "contents", "read_by")}
    return fields | asdict(edition.read_as)


def _kept(said: dict[str, Any], contents: Sequence[str], read_by: str | None) -> Kept:
    return Kept(
        uri=said["uri"],
        edition=said["edition"],
        source=said["source"],
        content_sha256=said["content_sha256"],
        first_seen_at=moment(said["first_seen_at"]),
        last_seen_at=moment(said["last_seen_at"]),
        found_on=said["found_on"],
        licence=said["licence"],
        read_as=ReadAs(
            name=said["name"],
            media_type=said["media_type"],
            title=said["title"],
            publisher=said["publisher"],
            published_on=said["published_on"] and date.fromisoformat(said["published_on"]),
        ),
        contents=tuple(contents),
        read_by=read_by,
        is_masked=said.get("is_masked", False),
    )


def _ruling(said: dict[str, Any]) -> Ruling:
    return Ruling(
        decision=cast(Decided, said["decision"]),
        subject_id=said["subject_id"],
        other_id=said["other_id"],
        name=said["name"],
        about=said["about"],
        decided_by=said["decided_by"],
        reason=said["reason"],
        decided_at=moment(said["decided_at"]),
    )


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def moment(text: str) -> datetime:
    """Return the moment that a card says. Raises ValueError."""
    return datetime.fromisoformat(text)
