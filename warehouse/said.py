"""What editions say, read back as records, and written again in other words.

Decisions on facts move with them: a fact's key is made of its words.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import duckdb
import pyarrow as pa

from extractors.judgements import Said
from extractors.records import DocumentMetadata, Extraction, Fact, Link
from warehouse import sql
from warehouse.tables import EDITION_TABLES, KEYED_TABLES, EditionKey, edition_table, given, insert, record_table

Change = Callable[[Said], Said | None]
_METADATA = [each.name for each in fields(DocumentMetadata)]


@dataclass(frozen=True, slots=True)
class _Words:
    document_id: str
    edition: int
    text: str
    title: str | None
    publisher: str | None
    canonical_uri: str | None


@dataclass(frozen=True, slots=True)
class _Link:
    start_char: int
    end_char: int
    uri: str


def said_by(connection: duckdb.DuckDBPyConnection, keys: Sequence[EditionKey]) -> dict[EditionKey, Said]:
    """Return what these editions say."""
    with given(connection, "incoming_keys", record_table(keys, EditionKey)):
        found = {
            name: _grouped(connection, name, [each.name for each in fields(record_type)])
            for name, record_type in EDITION_TABLES.items()
        }
        links = _grouped(connection, "links", ["start_char", "end_char", "uri"])
        editions = _grouped(connection, "editions", ["text", "canonical_uri", *_METADATA])
    said = {}
    for key, [(text, canonical_uri, *metadata)] in editions.items():
        records = {
            name: tuple(_record(record_type, row) for row in found[name].get(key, ()))
            for name, record_type in EDITION_TABLES.items()
        }
        extraction = Extraction(metadata=DocumentMetadata(**dict(zip(_METADATA, metadata, strict=True))), **records)
        said[key] = Said(text, extraction, tuple(Link(*row) for row in links.get(key, ())), canonical_uri)
    return said


def _record(record_type: type, row: Sequence[object]) -> Any:
    names = [each.name for each in fields(record_type)]
    return record_type(**dict(zip(names, row, strict=True)))


def _grouped(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]
) -> dict[EditionKey, list[tuple[Any, ...]]]:
    quoted = ", ".join(f'"{column}"' for column in columns)
    rows = connection.execute(
        f"SELECT document_id, edition, {quoted} FROM store.{table} SEMI JOIN incoming_keys USING (document_id, edition)"  # noqa: S608 - our own names
    ).fetchall()
    found: dict[EditionKey, list[tuple[Any, ...]]] = {}
    for document_id, edition, *row in rows:
        values = tuple(tuple(value) if isinstance(value, list) else value for value in row)
        found.setdefault(EditionKey(document_id, edition), []).append(values)
    return found


def rewrite(
    connection: duckdb.DuckDBPyConnection, changed: Sequence[tuple[EditionKey, Said, Said]], change: Change
) -> set[str]:
    """Put what editions say now in place of what they said before, in the caller's transaction.

    `change` is what made the one of the other. Returns the keys of the facts that are no more and were decided on.
    """
    dropped = _move_decisions(connection, changed, change)
    words = [
        _Words(*_parts(key), after.text, said.title, said.publisher, after.canonical_uri)
        for key, _, after in changed
        for said in (after.extraction.metadata,)
    ]
    with given(connection, "incoming_words", record_table(words, _Words)):
        connection.execute(sql.read("queries/reword_editions.sql"))
    with given(connection, "incoming_keys", record_table([key for key, _, _ in changed], EditionKey)):
        for name in (*EDITION_TABLES, "links"):
            connection.execute(sql.read("queries/delete_editions.sql").format(table=name))
    for name, record_type in EDITION_TABLES.items():
        rows = [(key, record) for key, _, after in changed for record in getattr(after.extraction, name)]
        insert(connection, name, edition_table(record_type, rows))
    links: list[tuple[EditionKey, object]] = [
        (key, _Link(each.start, each.end, each.uri)) for key, _, after in changed for each in after.links
    ]
    insert(connection, "links", edition_table(_Link, links))
    return dropped


def _parts(key: EditionKey) -> tuple[str, int]:
    return key.document_id, key.edition


def _move_decisions(
    connection: duckdb.DuckDBPyConnection, changed: Sequence[tuple[EditionKey, Said, Said]], change: Change
) -> set[str]:
    rows = connection.execute("SELECT DISTINCT subject_id FROM store.decisions WHERE contains(subject_id, '-')")
    decided = {subject_id for (subject_id,) in rows.fetchall()}
    moved: dict[str, str] = {}
    dropped: set[str] = set()
    for key, before, _ in changed if decided else ():
        for name, fact, fact_id in _decided_facts(connection, key, before, decided):
            if after := _after(change, before, name, fact):
                [moved[fact_id]] = _fact_ids(connection, name, key, [after])
            else:
                dropped.add(fact_id)
    for old, new in moved.items():
        connection.execute("UPDATE store.decisions SET subject_id = ? WHERE subject_id = ?", [new, old])
    return dropped - set(moved)


def _decided_facts(
    connection: duckdb.DuckDBPyConnection, key: EditionKey, said: Said, decided: set[str]
) -> Iterator[tuple[str, Fact, str]]:
    for name in sorted(KEYED_TABLES):
        facts = getattr(said.extraction, name)
        for fact, fact_id in zip(facts, _fact_ids(connection, name, key, facts), strict=True):
            if fact_id in decided:
                yield name, fact, fact_id


def _after(change: Change, before: Said, name: str, fact: Fact) -> Fact | None:
    """Return what becomes of one fact, None where it goes. The people mentioned tell whose names stand in it."""
    people = [each for each in before.extraction.mentions if each.kind == "person" and each != fact]
    alone: dict[str, Any] = {each: () for each in EDITION_TABLES if each != "entities"} | {"mentions": tuple(people)}
    alone[name] = (fact, *(people if name == "mentions" else ()))
    said = replace(before, extraction=replace(before.extraction, **alone))
    found: tuple[Fact, ...] = getattr((change(said) or said).extraction, name)
    place = (fact.start_char, fact.end_char, getattr(fact, "kind", None))
    return next(
        (each for each in found if (each.start_char, each.end_char, getattr(each, "kind", None)) == place), None
    )


def _fact_ids(connection: duckdb.DuckDBPyConnection, name: str, key: EditionKey, facts: Sequence[object]) -> list[str]:
    """Return the keys of facts of one table, in their order."""
    if not facts:
        return []
    rows = edition_table(EDITION_TABLES[name], [(key, fact) for fact in facts])
    numbered = rows.append_column("place", pa.array(range(len(facts)), pa.int64()))
    with given(connection, "incoming_facts", numbered):
        statement = f"SELECT store.{name}_key(incoming_facts) FROM incoming_facts ORDER BY place"  # noqa: S608 - our own names
        return [str(fact_id) for (fact_id,) in connection.execute(statement).fetchall()]
