"""What servers and sources said, kept so that the next look asks only for what is new.

One row stands for one address, or for one item of a source; what is said later takes the place of what was said before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from extractors.looks import FetchRecord, SourceRun, TakenItem, WaitingItem
from extractors.records import Outcome, Publication
from warehouse import sql
from warehouse.clock import as_utc
from warehouse.connection import transaction
from warehouse.records import Looked
from warehouse.runs import keep_outcomes
from warehouse.tables import given, record_table
from warehouse.withdrawn import end_absences, judge

Said = TypeVar("Said", FetchRecord, TakenItem, Publication, WaitingItem)


def fetches(connection: duckdb.DuckDBPyConnection, uris: Iterable[str]) -> dict[str, FetchRecord]:
    """Return uri → what its server said last, for those of `uris` that were fetched. Times are UTC without a zone."""
    with given(connection, "asked_uris", pa.table({"uri": pa.array(sorted(set(uris)), type=pa.string())})):
        return {each.uri: each for each in records(connection, "fetches", FetchRecord)}


def taken(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, TakenItem]:
    """Return uri → item, for the items of `source` that were taken. Times are UTC without a zone."""
    return {each.uri: each for each in records(connection, "taken", TakenItem, [source])}


def looked_at(connection: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    """Return source → when the last look at it began, however it ended. Times are UTC without a zone."""
    return dict(connection.execute(sql.read("queries/looked_at.sql")).fetchall())


def listed_publications(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, list[Publication]]:
    """Return the address of each page of `source` → what it lists or links, as publications with an address."""
    found: dict[str, list[Publication]] = {}
    for page, *row in connection.execute(sql.read("queries/listed_publications.sql"), [source]).fetchall():
        found.setdefault(page, []).append(_record(Publication, row))
    return found


def records(
    connection: duckdb.DuckDBPyConnection, query: str, record_type: type[Said], parameters: Sequence[object] = ()
) -> list[Said]:
    """Return the rows of a query that selects the fields of the record, in their order, as records."""
    rows = connection.execute(sql.read(f"queries/{query}.sql"), parameters).fetchall()
    return [_record(record_type, row) for row in rows]


def _record(record_type: type[Said], row: Sequence[Any]) -> Said:
    values: dict[str, Any] = {
        field.name: tuple(value) if isinstance(value, list) else value
        for field, value in zip(fields(record_type), row, strict=True)
    }
    return record_type(**values)


def keep_fetches(connection: duckdb.DuckDBPyConnection, said: Iterable[FetchRecord]) -> None:
    """Replace what is known of these addresses, of one said twice by the later; in the caller's transaction."""
    last = {each.uri: replace(each, fetched_at=as_utc(each.fetched_at)) for each in said}
    _replace(connection, "fetches", record_table(list(last.values()), FetchRecord))


def keep_taken(connection: duckdb.DuckDBPyConnection, said: Iterable[TakenItem]) -> None:
    """Replace what is known of these items, of one said twice by the later; in the caller's transaction.

    They are there: those that were withdrawn are so no more.
    """
    last = {(each.source, each.uri): replace(each, taken_at=as_utc(each.taken_at)) for each in said}
    _replace(connection, "items", record_table(list(last.values()), TakenItem))
    end_absences(connection, last.values())


def keep_source_run(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    said: SourceRun,
    listings: Iterable[FetchRecord] = (),
    look: Looked | None = None,
) -> tuple[SourceRun, list[Outcome]]:
    """Keep how a run's look at a source ended, the fetches of its listings, and what is withdrawn, in one transaction.

    See `warehouse.withdrawn.judge` for what is returned; without a `look` nothing is withdrawn.
    """
    run = replace(said, started_at=as_utc(said.started_at), finished_at=as_utc(said.finished_at))
    withdrawn: list[Outcome] = []
    with transaction(connection):
        if look is not None:
            run, withdrawn = judge(connection, run_id, look, run)
        keep_fetches(connection, listings)
        keep_outcomes(connection, run_id, withdrawn, run.started_at)
        rows = record_table([run], SourceRun).append_column("run_id", pa.array([run_id], type=pa.string()))
        _replace(connection, "source_runs", rows)
    return run, withdrawn


def _replace(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    if rows.num_rows:
        with given(connection, "incoming_said", rows):
            connection.execute(sql.read(f"queries/replace_{table}.sql"))
