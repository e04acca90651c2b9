"""Forgetting: one transaction in which documents go, a name is masked wherever it stands, and its digests are kept.

What the transaction leaves to be done (`warehouse.erase`) is done by whoever opens the warehouse for writing next.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Literal, Protocol

import duckdb

from extractors.ids import around
from extractors.judgements import Said
from warehouse import forgotten_cards, sql
from warehouse.archive import Archive
from warehouse.connection import transaction
from warehouse.forget_elsewhere import mask_elsewhere
from warehouse.forgotten import Digest
from warehouse.said import rewrite, said_by
from warehouse.tables import FACT_TABLES, KEYED_TABLES, EditionKey, given, insert, record_table

_AT_ONCE = 200  # editions, of which all facts are in memory together


class Rules(Protocol):
    """How what is to be forgotten is known: the rules are the extractors', and handed in."""

    def masked(self, said: Said) -> Said | None:
        """Return what an edition says without what is to be forgotten, None where it holds none of it."""

    def names_hidden(self, before: Said, after: Said) -> bool:
        """Whether more than an address was left out."""

    def words(self, words: str) -> str:
        """Return words that stand by themselves with the name masked."""

    def is_person(self, names: Iterable[str]) -> bool:
        """Whether somebody under these names is to be forgotten."""

    def holds_address(self, uri: str) -> bool:
        """Whether an address is to be forgotten, or names whoever is."""

    def holds_name(self, content: bytes) -> bool:
        """Whether raw bytes that are text hold the name."""

    def alias(self, uri: str) -> str:
        """Return what is said in place of an address."""

    def content_digest(self, sha256: str) -> str:
        """Return the digest by which a raw content is known again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be forgotten, and who wants it.

    `pattern` is a regular expression that finds every text (without case and accents) that may name the person, None
    for a document. `digests` are (kind, digest, words), as `store.forgotten` keeps them. `forgotten_at` is UTC without
    a zone.
    """

    forgetting_id: str
    kind: Literal["person", "document"]
    pattern: str | None
    digests: tuple[tuple[str, str, int], ...]
    key_id: str
    forgotten_by: str
    reason: str
    forgotten_at: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """What goes: documents with all their editions, facts, editions in which a name is masked, and raw contents."""

    documents: int
    editions: int
    facts: int
    masked_editions: int
    contents: int


@dataclass(frozen=True, slots=True)
class _Going:
    uri: str
    document_id: str | None
    alias: str


@dataclass(frozen=True, slots=True)
class _Subject:
    id: str


@dataclass(frozen=True, slots=True)
class _ToErase:
    content_sha256: str


class _OnlyTried(Exception):
    """Ends a transaction that was only to tell what it would do."""


def forget(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    order: Order,
    rules: Rules,
    archive: Archive,
    *,
    is_real: bool,
) -> Gone:
    """Take out of the working database what is to be forgotten, in one transaction; return what goes.

    Where that is not real, the transaction is rolled back: so what is told beforehand is what then goes.
    """
    with suppress(_OnlyTried), transaction(connection):
        gone = _forget(connection, run_id, order, rules, archive)
        if not is_real:
            raise _OnlyTried
    return gone


def _forget(connection: duckdb.DuckDBPyConnection, run_id: str, order: Order, rules: Rules, archive: Archive) -> Gone:
    before = _counts(connection)
    going = [
        _Going(uri, document_id, rules.alias(uri))
        for uri, document_id in connection.execute(sql.read("queries/addresses_held.sql")).fetchall()
        if rules.holds_address(uri)
    ]
    subjects = _people(connection, rules) if order.pattern is not None else set()
    digests, contents = list(order.digests), set[str]()
    leading: list[EditionKey] = []
    if going:
        with given(connection, "going_documents", record_table(going, _Going)):
            contents |= _column(connection, sql.read("queries/going_contents.sql"))
            subjects |= _forget_documents(connection)
            leading = _editions(connection, "editions_leading", {})
        if order.kind == "document":
            digests += [("content", rules.content_digest(each), 0) for each in sorted(contents)]
    naming = _editions(connection, "editions_naming", {"pattern": order.pattern}) if order.pattern is not None else []
    masked, dropped = _mask_editions(connection, sorted({*naming, *leading}, key=_order), rules)
    if order.pattern is not None:
        mask_elsewhere(connection, order.pattern, rules.words)
    contents |= _contents_masked(connection, masked)
    uris, places = {each.uri for each in going}, _places(connection, masked)
    contents |= _contents_around(connection, archive, [*uris, *(uri for uri, _ in places)])
    if order.pattern is not None:
        contents |= {each.name for each in archive.files() if rules.holds_name(archive.get(each.name))}
    _forget_subjects(connection, subjects | dropped)
    forgotten_cards.leave_out(connection, uris, places, rules.words if order.pattern is not None else str)
    after = _counts(connection)
    documents, editions, facts = (was - now for was, now in zip(before, after, strict=True))
    gone = Gone(documents, editions, facts, len(masked), _held(archive, contents))
    insert(connection, "to_erase", record_table([_ToErase(each) for each in sorted(contents)], _ToErase))
    insert(connection, "forgotten", record_table([Digest(order.forgetting_id, *each) for each in digests], Digest))
    said = asdict(order)
    kept = {name: said[name] for name in said if name not in ("pattern", "digests")}
    connection.execute(sql.read("queries/keep_forgetting.sql"), kept | asdict(gone))
    forgotten_cards.tell(connection, [order.forgetting_id])
    connection.execute(sql.read("queries/add_revision.sql"), {"run_id": run_id, "changed_at": order.forgotten_at})
    return gone


def _counts(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """Return how many documents, editions and facts there are."""
    facts = " + ".join(f"(SELECT count(*) FROM store.{table})" for table in FACT_TABLES)  # noqa: S608 - our own names
    return list(
        sql.one(
            connection,
            f"SELECT (SELECT count(*) FROM store.documents), (SELECT count(*) FROM store.editions), {facts}",  # noqa: S608 - our own names
        )
    )


def _held(archive: Archive, contents: Iterable[str]) -> int:
    return sum(map(archive.holds, contents))


def _order(key: EditionKey) -> tuple[str, int]:
    return key.document_id, key.edition


def _column(connection: duckdb.DuckDBPyConnection, statement: str) -> set[str]:
    return {str(value) for (value,) in connection.execute(statement).fetchall()}


def _editions(connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, object]) -> list[EditionKey]:
    return [EditionKey(*row) for row in connection.execute(sql.read(f"queries/{query}.sql"), parameters).fetchall()]


def _people(connection: duckdb.DuckDBPyConnection, rules: Rules) -> set[str]:
    """Return the ids of the people who are to be forgotten."""
    rows = connection.execute(
        "SELECT DISTINCT entity_id, list_append(aliases, name) FROM store.entities WHERE kind = 'person'"
    ).fetchall()
    return {entity_id for entity_id, names in rows if rules.is_person(names)}


def _forget_documents(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Delete all that the documents of `going_documents` have; return what decisions on them are about."""
    ids = "(SELECT document_id FROM going_documents)"
    subjects = _column(connection, f"SELECT entity_id FROM store.entities WHERE document_id IN {ids}")  # noqa: S608 - our own names
    facts = set[str]()
    for table in KEYED_TABLES:
        facts |= _column(connection, f"SELECT fact_id FROM store.{table} WHERE document_id IN {ids}")  # noqa: S608 - our own names
    connection.execute(sql.read("queries/forget_documents.sql"))
    for (table,) in connection.execute(sql.read("queries/document_tables.sql")).fetchall():
        connection.execute(f"DELETE FROM store.{table} WHERE document_id IN {ids}")  # noqa: S608 - our own names
    return facts | (subjects - _column(connection, "SELECT DISTINCT entity_id FROM store.entities"))


def _mask_editions(
    connection: duckdb.DuckDBPyConnection, keys: Sequence[EditionKey], rules: Rules
) -> tuple[list[EditionKey], set[str]]:
    """Mask what editions say; return those in which a name was masked, and the decided facts that are no more."""
    masked: list[EditionKey] = []
    dropped: set[str] = set()
    for some in _portions(keys):
        before = said_by(connection, some)
        changed = [(key, said, after) for key, said in before.items() if (after := rules.masked(said)) is not None]
        dropped |= rewrite(connection, changed, rules.masked)
        masked += [key for key, said, after in changed if rules.names_hidden(said, after)]
    before_this = {EditionKey(*row) for row in connection.execute("FROM store.masked").fetchall()}
    new = sorted(set(masked) - before_this, key=_order)
    insert(connection, "masked", record_table(new, EditionKey))
    return masked, dropped


def _portions(keys: Sequence[EditionKey]) -> Iterator[list[EditionKey]]:
    rest = iter(keys)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _contents_masked(connection: duckdb.DuckDBPyConnection, masked: Sequence[EditionKey]) -> set[str]:
    with given(connection, "incoming_keys", record_table(masked, EditionKey)):
        return _column(
            connection, "SELECT content_sha256 FROM store.contents SEMI JOIN incoming_keys USING (document_id, edition)"
        )


def _places(connection: duckdb.DuckDBPyConnection, keys: Sequence[EditionKey]) -> set[tuple[str, int]]:
    """Return address and number of these editions."""
    with given(connection, "incoming_keys", record_table(keys, EditionKey)):
        return set(
            connection.execute(
                "SELECT uri, edition FROM incoming_keys JOIN store.documents USING (document_id)"
            ).fetchall()
        )


def _contents_around(connection: duckdb.DuckDBPyConnection, archive: Archive, uris: Sequence[str]) -> set[str]:
    """Return the contents of archives and e-mails in which these documents were found, which hold their bytes.

    Of an archive that was a local file nothing is on record: then every compressed content goes of which that is so.
    """
    outer = {each for uri in uris for each in around(uri) if each != uri}
    if not outer:
        return set()
    asked = record_table([_Subject(each) for each in sorted(outer)], _Subject)
    with given(connection, "asked", asked):
        found = _column(connection, sql.read("queries/contents_at.sql"))
    known = _column(
        connection, "SELECT content_sha256 FROM store.contents UNION SELECT content_sha256 FROM store.fetches"
    )
    kept = (each.name for each in archive.files())
    return found | {each for each in kept if each not in known and b"\0" in archive.get(each)}


def _forget_subjects(connection: duckdb.DuckDBPyConnection, subjects: Iterable[str]) -> None:
    with given(connection, "going_subjects", record_table([_Subject(each) for each in sorted(subjects)], _Subject)):
        connection.execute(sql.read("queries/forget_entities.sql"))
