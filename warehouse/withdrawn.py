"""Documents that are gone from their source: what tells that, and when it is enough to mark them withdrawn.

Nothing is deleted. What one look at an address tells (404, 410) is kept with the batch it stands for; whether it is
enough is judged when the source has been looked at, together with what its listing names no more. What is taken from
its source again is withdrawn no more, in the transaction of that batch.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

import duckdb
import pyarrow as pa

from extractors.records import Outcome, SourceRun, TakenItem
from warehouse import sql
from warehouse.clock import as_utc
from warehouse.records import Absence, Absent, Gone, Looked
from warehouse.tables import given, record_table

_UNLISTED = "withdrawn: its source does not list it any more"


def known_absences(connection: duckdb.DuckDBPyConnection, uris: Iterable[str]) -> dict[tuple[str, str], Absent]:
    """Return (source, uri) → what is known of its absence, for items that were not there at the last look."""
    with given(connection, "asked_uris", _addresses(uris)):
        rows = connection.execute(sql.read("queries/known_absences.sql")).fetchall()
    return {(source, uri): Absent(*rest) for source, uri, *rest in rows}


def withdrawals(connection: duckdb.DuckDBPyConnection, source: str) -> frozenset[str]:
    """Return the addresses of the items that are withdrawn from `source`."""
    rows = connection.execute(sql.read("queries/withdrawals.sql"), [source]).fetchall()
    return frozenset(uri for (uri,) in rows)


def keep_absences(connection: duckdb.DuckDBPyConnection, said: Iterable[Absence]) -> None:
    """Count one look more at items that were not there; in the caller's transaction. New items are passed over."""
    last = {(each.source, each.uri): replace(each, looked_at=as_utc(each.looked_at)) for each in said}
    if last:
        with given(connection, "incoming_absences", record_table(list(last.values()), Absence)):
            connection.execute(sql.read("queries/keep_absences.sql"))


def end_absences(connection: duckdb.DuckDBPyConnection, taken: Collection[TakenItem]) -> None:
    """Withdraw these items no more, for they were there; in the caller's transaction."""
    if taken:
        with given(connection, "incoming_said", record_table(list(taken), TakenItem)):
            connection.execute(sql.read("queries/end_absences.sql"))


def judge(
    connection: duckdb.DuckDBPyConnection, run_id: str, look: Looked, run: SourceRun
) -> tuple[SourceRun, list[Outcome]]:
    """Mark the items as withdrawn that are gone from the source; in the caller's transaction.

    Returns the look's record with how many it withdrew, and outcomes of those that are not listed: the others, which
    were asked for, have theirs.
    Where more than the source's share is gone at once nothing is withdrawn, and the record says so.
    """
    at = as_utc(run.finished_at)
    _compare_listing(connection, look, run, at)
    found = _gone(connection, look, run, at)
    believed, doubts = _believed(found, look.max_withdrawn)
    if believed:
        rows = pa.table(
            {
                "uri": [each.uri for each in believed],
                "sign": [each.sign for each in believed],
            }
        )
        with given(connection, "incoming_gone", rows):
            connection.execute(
                "INSERT INTO store.withdrawals BY NAME "
                "SELECT $source AS source, uri, sign, $at AS withdrawn_at, $run_id AS run_id FROM incoming_gone",
                {"source": run.source, "at": at, "run_id": run_id},
            )
    if doubts:
        run = replace(run, status="partly", reason="; ".join(filter(None, (run.reason, *doubts))))
    told = [Outcome(uri=each.uri, status="skipped", reason=_UNLISTED) for each in believed if each.sign == "unlisted"]
    return replace(run, withdrawn=len(believed)), told


def _compare_listing(connection: duckdb.DuckDBPyConnection, look: Looked, run: SourceRun, at: datetime) -> None:
    """Count one look more in a row for what the listing does not name; forget what it names again."""
    named = _addresses(look.named)
    with given(
        connection, "named_uris", named.append_column("source", pa.array([run.source] * len(named), pa.string()))
    ):
        connection.execute(sql.read("queries/listed_again.sql"))
        if not look.is_complete:
            return
        rows = connection.execute(sql.read("queries/unlisted.sql"), {"source": run.source}).fetchall()
    unlisted: dict[str, bool] = dict(rows)
    newly = [uri for uri, was_unlisted in unlisted.items() if not was_unlisted]
    if look.may_move and len(newly) > _listed_before(connection, run.source) - run.listed:
        unlisted = {uri: True for uri, was_unlisted in unlisted.items() if was_unlisted}
    keep_absences(connection, (Absence(source=run.source, uri=uri, sign="unlisted", looked_at=at) for uri in unlisted))


def _listed_before(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    row = connection.execute(sql.read("queries/listed_before.sql"), {"source": source}).fetchone()
    return int(row[0]) if row else 0


def _gone(connection: duckdb.DuckDBPyConnection, look: Looked, run: SourceRun, at: datetime) -> list[Gone]:
    asked = {
        "source": run.source,
        "at": at,
        "began": as_utc(run.started_at),
        "spacing": look.spacing,
        "confirmed": look.is_paged,
    }
    return [Gone(*row) for row in connection.execute(sql.read("queries/gone.sql"), asked).fetchall()]


def _believed(found: list[Gone], most: float) -> tuple[list[Gone], list[str]]:
    """Return those that are withdrawn, and what is to be said of the others.

    What the listing names and what its pages attach are weighed apart: many attachments would hide that most pages are
    gone. One document alone is believed whatever its share: a source of one has no other way to lose it.
    """
    believed: list[Gone] = []
    doubts: list[str] = []
    for is_listed in (True, False):
        group = [each for each in found if each.is_listed == is_listed]
        if not group or not most:
            continue
        if len(group) == 1 or 100 * len(group) <= most * group[0].of:
            believed += group
            continue
        what = "documents" if is_listed else "attachments"
        doubts.append(
            f"{len(group):,} of {group[0].of:,} {what} are gone at once, more than the {most:g} % that are believed: "
            "none is marked withdrawn; if that is right, refresh once with a higher `max_withdrawn`"
        )
    return believed, doubts


def _addresses(uris: Iterable[str]) -> pa.Table:
    return pa.table({"uri": pa.array(sorted(set(uris)), type=pa.string())})
