"""Entities across documents: what the rules need to know of them, and where their judgement is kept.

The rules are in `extractors.resolution`; they are handed in, because the warehouse knows records and no rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

import duckdb
import pyarrow as pa

from extractors.judgements import Company, Decision, KnownEntity, Match
from warehouse import sql
from warehouse.clock import utc_now
from warehouse.connection import transaction
from warehouse.tables import given, insert, record_table

Pair = tuple[str, str]
_COMMON_SHARE = 0.02  # an entity that more of the documents name than this says nothing about those named beside it
_COMMON_AT_LEAST = 10


@dataclass(frozen=True, slots=True)
class _Canonical:
    entity_id: str
    canonical_id: str


@dataclass(frozen=True, slots=True)
class _Resolved:
    revision: int
    decisions: int
    version: str


def is_resolved(connection: duckdb.DuckDBPyConnection, version: str) -> bool:
    """Whether the present facts and decisions have been judged by this version of the rules."""
    return connection.execute("SELECT * FROM store.resolved").fetchall() == [(*_stamp(connection), version)]


def known_entities(connection: duckdb.DuckDBPyConnection) -> list[KnownEntity]:
    """Return the people and organisations of current editions, each once, in the order of their ids."""
    rows = connection.execute(sql.read("queries/known_entities.sql")).fetchall()
    return [
        KnownEntity(entity_id, kind, name, tuple(forms), classification, tuple(identifiers))
        for entity_id, kind, name, forms, classification, identifiers in rows
    ]


def company(connection: duckdb.DuckDBPyConnection, pairs: Sequence[Pair]) -> dict[Pair, Company]:
    """Return what each pair of entities shares beside its names."""
    columns = ([pair[at] for pair in pairs] for at in (0, 1))
    asked = pa.table([pa.array(column, pa.string()) for column in columns], names=["a", "b"])
    (documents,) = sql.one(connection, "SELECT count(*) FROM store.editions WHERE is_current")
    common = max(_COMMON_AT_LEAST, int(documents * _COMMON_SHARE))
    with given(connection, "incoming_pairs", asked):
        rows = connection.execute(sql.read("queries/company.sql"), {"common": common}).fetchall()
    return {(a, b): Company(*map(tuple, shared)) for a, b, *shared in rows}


def decisions(connection: duckdb.DuckDBPyConnection) -> list[Decision]:
    """Return what people decided on two entities, as it holds, in the order of their ids."""
    return [Decision(*row) for row in connection.execute(sql.read("queries/decisions.sql")).fetchall()]


def resolved_version(connection: duckdb.DuckDBPyConnection) -> str | None:
    """Return the version of the rules that judged last, None where none has."""
    row = connection.execute("SELECT version FROM store.resolved").fetchone()
    return None if row is None else str(row[0])


def keep(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    version: str,
    matches: Sequence[Match],
    canonical: Mapping[str, str],
) -> None:
    """Replace what was judged before, in one transaction; a new revision only where something came out otherwise."""
    goes_by = [_Canonical(entity_id, leader) for entity_id, leader in sorted(canonical.items())]
    with transaction(connection):
        if _is_news(connection, matches, canonical):
            connection.execute("DELETE FROM store.matches")
            connection.execute("DELETE FROM store.canonical")
            insert(connection, "matches", record_table(list(matches), Match))
            insert(connection, "canonical", record_table(goes_by, _Canonical))
            connection.execute(sql.read("queries/add_revision.sql"), {"run_id": run_id, "changed_at": utc_now()})
        connection.execute("DELETE FROM store.resolved")
        insert(connection, "resolved", record_table([_Resolved(*_stamp(connection), version)], _Resolved))


def _stamp(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    revision, decided = sql.one(connection, sql.read("queries/resolution_stamp.sql"))
    return revision, decided


def _is_news(connection: duckdb.DuckDBPyConnection, matches: Sequence[Match], canonical: Mapping[str, str]) -> bool:
    kept = connection.execute("SELECT entity_id, canonical_id FROM store.canonical").fetchall()
    rows = connection.execute(sql.read("queries/matches.sql")).fetchall()
    said = [(*astuple(match)[:-1], list(match.reasons)) for match in matches]
    return dict(kept) != dict(canonical) or sorted(rows) != sorted(said)
