"""The one writer: whoever holds it may load and publish, until it lets go."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from extractors.cards import Kept
from extractors.judgements import Company, Decision, Forgotten, KnownEntity, Match
from extractors.looks import Absence, FetchRecord, ItemKey, SourceRun, TakenItem, WaitingItem
from extractors.records import LoadItem, Outcome, Publication
from warehouse import (
    cards,
    decisions,
    duplicates,
    forgotten,
    forgotten_cards,
    ledger,
    rebuild,
    resolve,
    runs,
    sources,
    withdrawn,
)
from warehouse.archive import Archive
from warehouse.clock import utc_now
from warehouse.connection import checkpoint_grown, memory_limit_of, open_working, transaction, translated
from warehouse.decisions import Ruling
from warehouse.erase import erase_archived, is_unfinished, publish_without, rewrite
from warehouse.forget import Gone, Order, Rules, forget
from warehouse.load import known, load
from warehouse.lock import writer_lock
from warehouse.migrate import migrate
from warehouse.paths import Paths
from warehouse.publish import Published, ensure_publishable, publish
from warehouse.records import Absent, Known, Looked, RunCounts, Signed, Versions
from warehouse.terms import Terms

__all__ = ["Writer", "ensure_publishable"]


class Writer:
    """A warehouse open for writing; made by `Writer.open`. Not to be used by two threads at once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, paths: Paths) -> None:
        self._connection = connection
        self._paths = paths
        self._memory_limit = memory_limit_of(connection)
        self._archive = Archive(paths.archive)
        self._last_card = self._archive.cards.mend()
        self._keep_cards()
        cards.go_on_from(connection, self._last_card)

    @classmethod
    @contextmanager
    def open(
        cls,
        published: Path,
        *,
        wait_seconds: float = 10.0,
        threads: int | None = None,
        memory_limit: str | None = None,
        command: str = "",
    ) -> Iterator["Writer"]:
        """Open the warehouse that is published as `published`, and make it where there is none.

        Waits up to `wait_seconds` for another writer. Others are told that this one does `command`. `threads` and
        `memory_limit` ("2GB") are DuckDB's settings.
        Raises WarehouseBusy where the other writer goes on, WarehouseError where the warehouse is damaged, newer than
        this version, or where something else stands at `published`.
        """
        paths = Paths(published)
        ensure_publishable(published)
        with writer_lock(paths, wait_seconds, command):
            if published.exists() and not paths.working.exists():
                rewrite(paths, published)  # without this, a warehouse copied without its store would begin from nothing
            connection = _opened(paths, threads, memory_limit)
            try:
                if is_unfinished(connection):
                    with translated(paths.working):
                        erase_archived(connection, Archive(paths.archive))
                    connection.close()
                    rewrite(paths, paths.working)
                    connection = _opened(paths, threads, memory_limit)
                    with translated(paths.working):
                        publish_without(connection, paths)
                with translated(paths.working):
                    writer = cls(connection, paths)
                yield writer
            finally:
                connection.close()

    def begin_run(self, command: str, versions: Versions) -> str:
        """Record that a run began, and return its key. `command` is what was asked, in words.

        Raises WarehouseError where the warehouse is half rebuilt, and this is not what completes it.
        """
        with translated(self._paths.working):
            if command != rebuild.COMMAND:
                rebuild.ensure_whole(self._connection, self._paths.published)
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
        settled: Sequence[ItemKey] = (),
        failed: Sequence[WaitingItem] = (),
    ) -> tuple[Outcome, ...]:
        """Load a batch in one transaction: see `warehouse.load.load`."""
        with translated(self._paths.working):
            ended = load(
                self._connection, run_id, items, outcomes, started_at,
                fetches=fetches, taken=taken, absences=absences, settled=settled, failed=failed,
            )  # fmt: skip
            self._keep_cards()
            checkpoint_grown(self._connection, self._paths.working, self._memory_limit)
            return ended

    def kept(self) -> list[Kept]:
        """Return every edition of which the archive keeps a card, in the order of addresses and editions."""
        with translated(self._paths.working):
            return cards.kept(self._connection)

    def begin_rebuild(self, archive: Archive) -> None:
        """Take the bytes, cards and decisions of an archive into this warehouse: see `warehouse.rebuild.begin`."""
        with translated(self._paths.working):
            rebuild.begin(self._connection, archive, self._archive)
            forgotten.take_key(archive.beside(self._paths.key.name), self._paths)
            self._last_card = self._archive.cards.mend()

    def end_rebuild(self) -> None:
        """Let the warehouse be used again, once all that the archive keeps was tried."""
        with translated(self._paths.working):
            rebuild.end(self._connection)

    def fetches(self, uris: Iterable[str]) -> dict[str, FetchRecord]:
        """Return uri → what its server said last, for those of `uris` that were fetched. Times: UTC without a zone."""
        with translated(self._paths.working):
            return sources.fetches(self._connection, uris)

    def taken(self, source: str) -> dict[str, TakenItem]:
        """Return uri → item, for the items of `source` that were taken. Times are UTC without a zone."""
        with translated(self._paths.working):
            return sources.taken(self._connection, source)

    def looked_at(self) -> dict[str, datetime]:
        """Return source → when the last look at it began, however it ended. Times are UTC without a zone."""
        with translated(self._paths.working):
            return sources.looked_at(self._connection)

    def waiting(self, source: str) -> dict[str, WaitingItem]:
        """Return uri → item, for the items of `source` that are left to do, the oldest first. Times are UTC."""
        with translated(self._paths.working):
            return ledger.waiting(self._connection, source)

    def waiting_of(self, uris: Iterable[str]) -> dict[ItemKey, WaitingItem]:
        """Return what is on record of items at these addresses that are left to do. Times are UTC without a zone."""
        with translated(self._paths.working):
            return ledger.waiting_of(self._connection, uris)

    def keep_found(self, found: Iterable[WaitingItem]) -> None:
        """Keep items that were found, in one transaction: see `warehouse.ledger.keep_found`."""
        with translated(self._paths.working):
            ledger.keep_found(self._connection, found)

    def keep_fetched(self, fetches: Sequence[FetchRecord], keys: Sequence[ItemKey]) -> None:
        """Keep that bytes of items are in the archive, in one transaction: see `warehouse.ledger.keep_fetched`."""
        with translated(self._paths.working):
            ledger.keep_fetched(self._connection, fetches, keys)

    def settle(self, settled: Sequence[ItemKey]) -> None:
        """Let go of items that are not there any more, in one transaction."""
        with translated(self._paths.working), transaction(self._connection):
            ledger.settle(self._connection, settled, (), ())

    def put_back(self, names: Sequence[str]) -> list[ItemKey]:
        """Have items that failed tried again by the next run, and return them: see `warehouse.ledger.put_back`."""
        with translated(self._paths.working):
            return ledger.put_back(self._connection, names)

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
            counts = runs.finish_run(self._connection, run_id, asked)
        self._keep_cards()
        return counts

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
            with transaction(self._connection):
                new = cards.decide(self._connection, made)
            self._keep_cards()
            return new

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

    def secret(self) -> bytes:
        """Return the key by which forgotten names and addresses are known again; made where there is none."""
        return forgotten.secret(self._paths)

    def forgotten(self) -> Forgotten:
        """Return what is not to be kept: see `warehouse.forgotten.forgotten`."""
        with translated(self._paths.working):
            return forgotten.forgotten(self._connection, self._paths)

    def forget(self, run_id: str, order: Order, rules: Rules, *, is_real: bool = True) -> Gone:
        """Forget a person or a document; return what goes, and leave all as it is where that is not real.

        Files hold bytes of it until the warehouse is opened for writing the next time (`warehouse.erase`).
        """
        with translated(self._paths.working):
            return forget(self._connection, run_id, order, rules, self._archive, is_real=is_real)

    def allow(self, forgetting_ids: Sequence[str], by: str) -> None:
        """Let what these forgettings were about be kept again: see `warehouse.forgotten.allow`."""
        with translated(self._paths.working), transaction(self._connection):
            forgotten.allow(self._connection, forgetting_ids, by, utc_now())
            forgotten_cards.tell(self._connection, forgetting_ids)
        self._keep_cards()

    def forgettings_of(self, digests: Sequence[str]) -> list[str]:
        """Return the ids of the forgettings that know one of these digests."""
        with translated(self._paths.working):
            return forgotten.holding(self._connection, digests)

    def publish(self, terms: Terms | None = None) -> Published:
        """Publish what has been loaded: see `warehouse.publish.publish`."""
        with translated(self._paths.working):
            published = publish(self._connection, self._paths, self._memory_limit, terms)
        self._archive.remove_abandoned()
        return published

    def _keep_cards(self) -> None:
        """Bring the archive's cards up to those of the database."""
        lines = cards.behind(self._connection, self._last_card)
        if lines:
            self._archive.cards.append(lines)
            self._last_card = cards.last(self._connection)


def _opened(paths: Paths, threads: int | None, memory_limit: str | None) -> duckdb.DuckDBPyConnection:
    """Return the working database, open and with the newest schema."""
    connection = open_working(paths.working, threads=threads, memory_limit=memory_limit)
    try:
        with translated(paths.working):
            migrate(connection, paths.working)
    except BaseException:
        connection.close()
        raise
    return connection
