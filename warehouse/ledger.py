"""What is left to do: items of sources that were found and are not loaded, with how often they were tried.

A row appears when an item is found, before anything is fetched, and goes in the transaction that loads it. So a run
that dies leaves on record what it did not come to, also where the listing has forgotten it meanwhile.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa

from extractors.looks import FetchRecord, ItemKey, TakenItem, WaitingItem
from warehouse import sql
from warehouse.clock import as_utc, utc_now
from warehouse.connection import transaction
from warehouse.sources import keep_fetches, records
from warehouse.tables import given, insert, record_table


@dataclass(frozen=True, slots=True)
class _Name:
    name: str


def waiting(connection: duckdb.DuckDBPyConnection, source: str) -> dict[str, WaitingItem]:
    """Return uri → item, for the items of `source` that are left to do, the oldest first."""
    return {each.uri: each for each in records(connection, "waiting", WaitingItem, [source])}


def waiting_of(connection: duckdb.DuckDBPyConnection, uris: Iterable[str]) -> dict[ItemKey, WaitingItem]:
    """Return what is on record of items at these addresses that are left to do."""
    with given(connection, "asked_uris", pa.table({"uri": pa.array(sorted(set(uris)), type=pa.string())})):
        found = records(connection, "waiting_of", WaitingItem)
    return {ItemKey(source=each.source, uri=each.uri): each for each in found}


def keep_found(connection: duckdb.DuckDBPyConnection, found: Iterable[WaitingItem]) -> None:
    """Keep items that were found, in one transaction; what is on record in the same state stays as it is."""
    if rows := _last(found):
        with transaction(connection), given(connection, "incoming_found", record_table(rows, WaitingItem)):
            connection.execute(sql.read("queries/keep_found.sql"))


def keep_fetched(
    connection: duckdb.DuckDBPyConnection, fetches: Sequence[FetchRecord], keys: Sequence[ItemKey]
) -> None:
    """Keep that the bytes of items are in the archive, and what their servers said, in one transaction.

    Where the run dies before they are loaded, the next one asks "has it changed?", and reads them from the archive.
    """
    with transaction(connection), given(connection, "incoming_fetched", record_table(keys, ItemKey)):
        keep_fetches(connection, fetches)
        connection.execute(
            "UPDATE store.waiting SET state = 'fetched' "
            "WHERE state = 'found' AND (source, uri) IN (SELECT (source, uri) FROM incoming_fetched)"
        )


def settle(
    connection: duckdb.DuckDBPyConnection,
    settled: Iterable[ItemKey],
    taken: Iterable[TakenItem],
    failed: Iterable[WaitingItem],
) -> None:
    """Let go of what was settled or taken, and keep what failed; in the caller's transaction."""
    rows = _last(failed)
    keys = {
        *settled,
        *(ItemKey(source=each.source, uri=each.uri) for each in taken),
        *(ItemKey(source=each.source, uri=each.uri) for each in rows),
    }
    if keys:
        with given(connection, "incoming_settled", record_table(list(keys), ItemKey)):
            connection.execute(sql.read("queries/settle.sql"))
        insert(connection, "waiting", record_table(rows, WaitingItem))


def put_back(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> list[ItemKey]:
    """Have what failed tried again by the next run, and return it; all, or of the sources and addresses `names`."""
    with transaction(connection):
        with given(connection, "asked_names", record_table([_Name(each) for each in names], _Name)):
            rows = connection.execute(sql.read("queries/failed_of.sql"), {"all": not names}).fetchall()
        back = [ItemKey(source=source, uri=uri) for source, uri in rows]
        with given(connection, "incoming_back", record_table(back, ItemKey)):
            connection.execute(sql.read("queries/put_back.sql"), [utc_now()])
    return back


def _last(items: Iterable[WaitingItem]) -> list[WaitingItem]:
    """Return the items with their times as they are kept, of one said twice the later."""
    last = {
        (each.source, each.uri): replace(
            each,
            found_at=as_utc(each.found_at),
            last_at=each.last_at and as_utc(each.last_at),
            next_at=each.next_at and as_utc(each.next_at),
        )
        for each in items
    }
    return list(last.values())
