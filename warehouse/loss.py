"""The check that compares with the last publication: facts that went missing in numbers are a fault until accepted."""

from datetime import datetime
from pathlib import Path

import duckdb

from warehouse import sql
from warehouse.connection import open_published, translated
from warehouse.quality import CheckResult
from warehouse.terms import Terms

_CHECK = "facts_not_lost"

_FEW = 100  # below this many facts one edited document is a large share, and says nothing of the extractors


def facts_in(connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many facts the current editions of an open warehouse hold."""
    return int(sql.one(connection, sql.read("queries/fact_count.sql"))[0])


def facts_published(published: Path) -> int | None:
    """Return how many facts the published file holds, None where there is none."""
    if not published.exists():
        return None
    connection = open_published(published)
    try:
        with translated(published):
            return facts_in(connection)
    finally:
        connection.close()


def check_loss(before: int | None, now: int, terms: Terms, checked_at: datetime) -> CheckResult:
    """Return how `now` facts compare with those of the last publication (`before`, None where it is the first)."""
    promise = f"No more than {terms.max_loss:g} % of the facts are gone since the last publication."
    lost = 100 * (before - now) / before if before else 0.0
    if before is None or before < _FEW or lost <= terms.max_loss:
        return CheckResult(_CHECK, "fail", True, promise, checked_at)
    detail = f"{promise} There were {before}, now there are {now}."
    if terms.accept_loss:
        return CheckResult(_CHECK, "fail", True, f"{detail} That was accepted.", checked_at)
    way = "Where that is right, run once with --accept-loss"
    return CheckResult(_CHECK, "fail", False, f"{detail} {way}", checked_at)
