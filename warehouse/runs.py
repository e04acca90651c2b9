"""Runs: when they began, what they were asked for, and how every one of those documents ended."""

import platform
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import duckdb

from extractors.errors import WarehouseError
from extractors.records import Outcome
from warehouse import sql, withdrawn_cards
from warehouse.clock import utc_now
from warehouse.connection import transaction
from warehouse.records import RunCounts, Versions
from warehouse.tables import insert, record_table


@dataclass(frozen=True, slots=True)
class _Ingestion:
    run_id: str
    uri: str
    status: str
    reason: str
    started_at: datetime
    finished_at: datetime
    facts: int


def begin_run(connection: duckdb.DuckDBPyConnection, command: str, versions: Versions) -> str:
    """Record that a run began, and return its key, which sorts by time."""
    started_at = utc_now()
    run_id = f"{started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    connection.execute(
        sql.read("queries/begin_run.sql"),
        {
            "run_id": run_id,
            "command": command,
            "started_at": started_at,
            "greenpaper_version": versions.greenpaper,
            "extractor_version": versions.extractor,
            "pipeline": versions.pipeline,
            "python_version": platform.python_version(),
            "duckdb_version": duckdb.__version__,
        },
    )
    return run_id


def keep_outcomes(
    connection: duckdb.DuckDBPyConnection, run_id: str, outcomes: Iterable[Outcome], started_at: datetime
) -> None:
    """Record how documents ended on which work began at `started_at`; in the caller's transaction."""
    now = utc_now()
    rows = [_Ingestion(run_id, end.uri, end.status, end.reason, started_at, now, end.facts) for end in outcomes]
    insert(connection, "ingestions", record_table(rows, _Ingestion))


def finish_run(connection: duckdb.DuckDBPyConnection, run_id: str, asked: int) -> RunCounts:
    """Record that a run ended, and return how its documents ended.

    Raises WarehouseError, and leaves the run unfinished, where not exactly the `asked` documents have an outcome.
    """
    counts = _count(connection, run_id, asked)
    if counts.accounted != asked:
        raise WarehouseError(
            f"run {run_id} was asked for {asked} documents and accounts for {counts.accounted} "
            f"({counts.loaded} loaded, {counts.unchanged} unchanged, {counts.skipped} skipped, {counts.failed} failed)"
            ": run it again, what was loaded is kept"
        )
    with transaction(connection):
        connection.execute(
            sql.read("queries/finish_run.sql"),
            {
                "run_id": run_id,
                "finished_at": utc_now(),
                "asked": counts.asked,
                "loaded": counts.loaded,
                "unchanged": counts.unchanged,
                "skipped": counts.skipped,
                "failed": counts.failed,
            },
        )
        withdrawn_cards.tell(connection)
    return counts


def _count(connection: duckdb.DuckDBPyConnection, run_id: str, asked: int) -> RunCounts:
    rows = connection.execute(sql.read("queries/count_outcomes.sql"), [run_id]).fetchall()
    by_status: dict[str, int] = dict(rows)
    return RunCounts(
        asked=asked,
        loaded=by_status.get("loaded", 0),
        unchanged=by_status.get("unchanged", 0),
        skipped=by_status.get("skipped", 0),
        failed=by_status.get("failed", 0),
    )
