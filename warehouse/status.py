"""How the warehouse is: sources, last runs, what failed and why, how fresh it is, how much it holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse import sql
from warehouse.connection import PUBLISHED, open_published, translated
from warehouse.earlier import earlier_publications
from warehouse.layout import VIEWS
from warehouse.paths import Paths, lake_named
from warehouse.publish import read_results
from warehouse.quality import CheckResult

_READING = 4  # the migration before which a file knows neither sources nor conversions
_LEDGER = 10  # the one before which it does not know what is left to do
_WITHDRAWN = 6  # the one before which it does not know which documents are gone from their source


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run. `finished_at` and the counts are None where it has not ended, or was killed. Times are UTC."""

    run_id: str
    command: str
    started_at: datetime
    finished_at: datetime | None
    asked: int | None
    loaded: int | None
    unchanged: int | None
    skipped: int | None
    failed: int | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A document whose latest outcome is a failure."""

    uri: str
    reason: str
    run_id: str
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source, how the last look at it ended (`reason` says why it is not complete), and what there is of it.

    `listed`, `due` and `loaded` are items of that look; `documents` are those of the source that the warehouse holds,
    of which `withdrawn` are gone from it. Times are UTC.
    """

    source: str
    kind: str
    publisher: str | None
    licence: str | None
    schedule: str | None
    started_at: datetime
    finished_at: datetime
    status: str
    reason: str
    listed: int
    due: int
    loaded: int
    documents: int
    newest_published_on: date | None
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class LeftToDo:
    """How many items of a source are left to do, and when the next that failed is tried again (UTC; None: none did)."""

    source: str
    items: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class NeedsPerson:
    """An item that failed so often that it is not tried again before `greenpaper retry`; `last_at` is UTC."""

    source: str
    uri: str
    error: str
    attempts: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class PoorConversion:
    """A document whose text is not to be relied on, and what is wrong with it."""

    uri: str
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a published warehouse. `views` is view → number of rows; `runs` the newest first. Times are UTC.

    `earlier` are the files of earlier publications that are kept, the oldest first; `lake` is the address of the lake
    that publishes here, without its password, where one does.
    """

    path: Path
    published_at: datetime | None
    newest_published_on: date | None
    last_loaded_at: datetime | None
    sources: tuple[SourceState, ...]
    runs: tuple[RunSummary, ...]
    failures: tuple[Failure, ...]
    poor_conversions: tuple[PoorConversion, ...]
    views: dict[str, int]
    checks: tuple[CheckResult, ...]
    earlier: tuple[Path, ...]
    left_to_do: tuple[LeftToDo, ...] = ()
    needs_person: tuple[NeedsPerson, ...] = ()
    lake: str | None = None


def read_status(published: Path, *, runs: int = 5) -> Status:
    """Return the state of the published warehouse with its last `runs` runs.

    Raises WarehouseError where there is none or it cannot be read.
    """
    connection = open_published(published)
    try:
        with translated(published):
            published_at, newest, loaded = (
                connection.execute(sql.read("queries/freshness.sql")).fetchone() or (None,) * 3
            )
            knows_ledger = bool(_rows(connection, "has_migration", [_LEDGER]))
            knows_sources = bool(_rows(connection, "has_migration", [_READING]))
            shown = _rows(connection, "view_names", [PUBLISHED])  # a file of an earlier version has fewer
            return Status(
                path=published,
                published_at=published_at,
                newest_published_on=newest,
                last_loaded_at=loaded,
                sources=_sources(connection) if knows_sources else (),
                runs=tuple(RunSummary(*row) for row in _rows(connection, "last_runs", [runs])),
                failures=tuple(Failure(*row) for row in _rows(connection, "failures")),
                poor_conversions=tuple(
                    PoorConversion(*row) for row in (_rows(connection, "poor_conversions") if knows_sources else ())
                ),
                views={name: _count(connection, name) for name in VIEWS if (name,) in shown},
                checks=read_results(connection),
                earlier=tuple(earlier_publications(Paths(published))),
                left_to_do=tuple(LeftToDo(*row) for row in (_rows(connection, "left_to_do") if knows_ledger else ())),
                needs_person=tuple(
                    NeedsPerson(*row) for row in (_rows(connection, "needing_a_person") if knows_ledger else ())
                ),
                lake=lake_named(Paths(published)),
            )
    finally:
        connection.close()


def read_facts(published: Path) -> dict[str, int]:
    """Return how many current documents the published file holds, and how many facts of each kind, the most first.

    Raises WarehouseError where there is none or it cannot be read.
    """
    connection = open_published(published)
    try:
        with translated(published):
            return {
                "documents": int(sql.one(connection, sql.read("queries/current_documents.sql"))[0]),
                **dict(connection.execute(sql.read("pages/facts_by_kind.sql")).fetchall()),
            }
    finally:
        connection.close()


def _sources(connection: duckdb.DuckDBPyConnection) -> tuple[SourceState, ...]:
    knows_withdrawn = bool(_rows(connection, "has_migration", [_WITHDRAWN]))
    withdrawn: dict[str, int] = dict(_rows(connection, "withdrawn_documents") if knows_withdrawn else ())
    states = (SourceState(*row) for row in _rows(connection, "sources"))
    return tuple(replace(state, withdrawn=withdrawn.get(state.source, 0)) for state in states)


def _rows(connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()) -> list[Any]:
    return connection.execute(sql.read(f"queries/{query}.sql"), parameters).fetchall()


def _count(connection: duckdb.DuckDBPyConnection, view: str) -> int:
    return int(sql.one(connection, f"SELECT count(*) FROM {view}")[0])  # noqa: S608 - a name of ours
