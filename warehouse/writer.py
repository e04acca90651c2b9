"""The one writer: whoever holds it may load and publish, until it lets go."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from extractors.judgements import Company, Decision, KnownEntity, Match
from extractors.records import FetchRecord, LoadItem, Outcome, Publication, SourceRun, TakenItem
from warehouse import decisions, duplicates, resolve, runs, sources, withdrawn
from warehouse.archive import Archive
from warehouse.connection import PUBLISHED, attach, checkpoint_grown, memory_limit_of, open_working, translated
from warehouse.decisions import Ruling
from warehouse.load import known, load
from warehouse.lock import writer_lock
from warehouse.migrate import applied_to, migrate, migrations
from warehouse.paths import Paths
from warehouse.publish import Published, copy_tables, current_catalog, ensure_publishable, publish
from warehouse.records import Absence, Absent, Known, Looked, RunCounts, Signed, Versions
from warehouse.terms import Terms

__all__ = ["Writer", "ensure_publishable"]


class Writer:
    """A warehouse open for writing; made by `Writer.open`. Not to be used by two threads at once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, paths: Paths) -> None:
        self._connection = connection
        self._paths = paths
        self._memory_limit = memory_limit_of(connection)
        self._archive = Archive(paths.archive)

    @classmethod
    @contextmanager
    def open(
        cls,
        published: Path,
        *,
        wait_seconds: float = 10.0,
        threads: int | None = None,
        memory_limit: str | None = None,
    ) -> Iterator["Writer"]:
        """Open the warehouse that is published as `published`, and make it where there is none.

        Waits up to `wait_seconds` for another writer. `threads` and `memory_limit` ("2GB") are DuckDB's settings.
        Raises WarehouseBusy where the other writer goes on, WarehouseError where the warehouse is damaged, newer than
        this version, or where something else stands at `published`.
        """
        paths = Paths(published)
        ensure_publishable(published)
        with writer_lock(paths, wait_seconds):
            _restore(paths)
            connection = open_working(paths.working, threads=threads, memory_limit=memory_limit)
            try:
                with translated(paths.working):
                    migrate(connection, paths.working)
                yield cls(connection, paths)
            finally:
                connection.close()

    def begin_run(self, command: str, versions: Versions) -> str:
        """Record that a run began, and return its key. `command` is what was asked, in words."""
        with translated(self._paths.working):
            return runs.begin_run(self._connection, command, versions)

    def known(self, uris: Iterable[str]) -> dict[str, Known]:
        """Return uri → current edition, for those of `uris` that the warehouse holds, and all that was found in them.

        What was found in an archive or e-mail has an address that begins with its own and "!/".
        """
        with translated(self._paths.working):
            return known(self._connection, uris)

    def archive(self, content: bytes) -> str:
        """Keep a document's raw bytes, and return their SHA-256."""
        return self._archive.put(content)

    def load(
        self,
        run_id: str,
        items: Sequence[LoadItem],
        outcomes: Sequence[Outcome] = (),
        *,
        started_at: datetime | None = None,
        fetches: Sequence[FetchRecord] = (),
        taken: Sequence[TakenItem] = (),
        absences: Sequence[Absence] = (),
    ) -> tuple[Outcome, ...]:
        """Load a batch in one transaction: see `warehouse.load.load`."""
        with translated(self._paths.working):
            ended = load(
                self._connection, run_id, items, outcomes, started_at, fetches=fetches, taken=taken, absences=absences
            )
            checkpoint_grown(self._connection, self._paths.working, self._memory_limit)
            return ended

    def fetches(self, uris: Iterable[str]) -> dict[str, FetchRecord]:
        """Return uri → what its server said last, for those of `uris` that were fetched. Times: UTC without a zone."""
        with translated(self._paths.working):
            return sources.fetches(self._connection, uris)

    def taken(self, source: str) -> dict[str, TakenItem]:
        """Return uri → item, for the items of `source` that were taken. Times are UTC without a zone."""
        with translated(self._paths.working):
            return sources.taken(self._connection, source)

    def absences(self, uris: Iterable[str]) -> dict[tuple[str, str], Absent]:
        """Return (source, uri) → what is known of its absence, for those of `uris` that were not there at last."""
        with translated(self._paths.working):
            return withdrawn.known_absences(self._connection, uris)

    def withdrawals(self, source: str) -> frozenset[str]:
        """Return the addresses of the items that are withdrawn from `source`."""
        with translated(self._paths.working):
            return withdrawn.withdrawals(self._connection, source)

    def listed_publications(self, source: str) -> dict[str, list[Publication]]:
        """Return the address of each page of `source` → what it lists or links, as publications with an address."""
        with translated(self._paths.working):
            return sources.listed_publications(self._connection, source)

    def keep_source_run(
        self, run_id: str, run: SourceRun, fetches: Sequence[FetchRecord] = (), look: Looked | None = None
    ) -> tuple[SourceRun, list[Outcome]]:
        """Keep how the run's look at a source ended, and judge what is withdrawn: see `sources.keep_source_run`.

        To be called before `finish_run`: what comes after it is published with the next run only.
        """
        with translated(self._paths.working):
            return sources.keep_source_run(self._connection, run_id, run, fetches, look)

    def finish_run(self, run_id: str, asked: int) -> RunCounts:
        """Record that a run ended, and return its counts. Raises WarehouseError where they do not add up to `asked`."""
        with translated(self._paths.working):
            return runs.finish_run(self._connection, run_id, asked)

    def is_resolved(self, version: str) -> bool:
        """Whether the present facts and decisions have been judged by this version of the rules of resolution."""
        with translated(self._paths.working):
            return resolve.is_resolved(self._connection, version)

    def known_entities(self) -> list[KnownEntity]:
        """Return the people and organisations of current editions, each once, in the order of their ids."""
        with translated(self._paths.working):
            return resolve.known_entities(self._connection)

    def company(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Company]:
        """Return what each pair of entities shares beside its names."""
        with translated(self._paths.working):
            return resolve.company(self._connection, pairs)

    def resolved_version(self) -> str | None:
        """Return the version of the rules that judged the entities last, None where none has."""
        with translated(self._paths.working):
            return resolve.resolved_version(self._connection)

    def decisions(self) -> list[Decision]:
        """Return what people decided on two entities, as it holds."""
        with translated(self._paths.working):
            return resolve.decisions(self._connection)

    def decide(self, made: Iterable[Ruling]) -> int:
        """Record decisions, and return how many are new: see `warehouse.decisions.record`."""
        with translated(self._paths.working):
            return decisions.record(self._connection, made)

    def decision_time(self) -> datetime:
        """Return the time of a decision made now, which is later than all on record. UTC without a zone."""
        with translated(self._paths.working):
            return decisions.decision_time(self._connection)

    def keep_resolution(
        self, run_id: str, version: str, matches: Sequence[Match], canonical: Mapping[str, str]
    ) -> None:
        """Keep what the rules of `version` judged, in one transaction, in place of what was judged before."""
        with translated(self._paths.working):
            resolve.keep(self._connection, run_id, version, matches, canonical)

    def is_clustered(self, version: str) -> bool:
        """Whether the present editions have been compared by this version of the rules on duplicates."""
        with translated(self._paths.working):
            return duplicates.is_clustered(self._connection, version)

    def signed(self) -> dict[str, Signed]:
        """Return document_id → what its current edition is compared by, for every document."""
        with translated(self._paths.working):
            return duplicates.signed(self._connection)

    def keep_clusters(self, run_id: str, version: str, clusters: Mapping[str, str]) -> None:
        """Keep which documents are one (document_id → cluster_id), in place of what was found before."""
        with translated(self._paths.working):
            duplicates.keep(self._connection, run_id, version, clusters)

    def publish(self, terms: Terms | None = None) -> Published:
        """Publish what has been loaded: see `warehouse.publish.publish`."""
        with translated(self._paths.working):
            published = publish(self._connection, self._paths, terms)
        self._archive.remove_abandoned()
        return published


def _restore(paths: Paths) -> None:
    """Make the working database from the published file, where only that is left (it holds every base table).

    Without this, a warehouse that was copied without its store would be published anew from nothing. The rows go into
    the schema that they come from; what later migrations make of them is theirs.
    """
    if paths.working.exists() or not paths.published.exists():
        return
    building = paths.working.with_name("working.duckdb.new")
    building.unlink(missing_ok=True)
    connection = open_working(building)
    try:
        with translated(paths.published):
            attach(connection, paths.published, PUBLISHED, read_only=True)
            applied = applied_to(connection, PUBLISHED)
            migrate(connection, building, [step for step in migrations() if step.number in applied])
            copy_tables(connection, PUBLISHED, current_catalog(connection))
            migrate(connection, building)
            connection.execute(f"DETACH {PUBLISHED}")
            connection.execute("CHECKPOINT")
    finally:
        connection.close()
    building.replace(paths.working)
