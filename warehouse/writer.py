"""The one writer: whoever holds it may load and publish, until it lets go."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

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
from warehouse.backend import Backend
from warehouse.clock import utc_now
from warehouse.connection import in_transaction
from warehouse.decisions import Ruling
from warehouse.file_backend import open_file
from warehouse.forget import Gone, Order, Rules, forget
from warehouse.lake import Lake
from warehouse.lake_backend import open_lake_backend
from warehouse.load import known, load
from warehouse.lock import writer_lock
from warehouse.paths import Paths
from warehouse.publish import Published, ensure_publishable
from warehouse.records import Absent, Known, Looked, RunCounts, Signed, Versions
from warehouse.terms import Terms

__all__ = ["Writer", "ensure_publishable"]

P = ParamSpec("P")
T = TypeVar("T")


class Writer:
    """A warehouse open for writing; made by `Writer.open`. Not to be used by two threads at once."""

    def __init__(self, backend: Backend, paths: Paths) -> None:
        self._backend = backend
        self._connection = backend.connection
        self._paths = paths
        self._archive = Archive(paths.archive)
        self._last_card = self._archive.cards.mend()
        self._keep_cards()
        self._write(cards.go_on_from, self._last_card)

    @classmethod
    @contextmanager
    def open(
        cls,
        published: Path,
        *,
        lake: Lake | None = None,
        wait_seconds: float = 10.0,
        threads: int | None = None,
        memory_limit: str | None = None,
        command: str = "",
    ) -> Iterator["Writer"]:
        """Open the warehouse that is published as `published`, and make it where there is none.

        Its base tables are in a file beside it, or in a `lake`, to which others write as well. Waits up to
        `wait_seconds` for another writer of the same published file. Others are told that this one does `command`.
        `threads` and `memory_limit` ("2GB") are DuckDB's settings.
        Raises WarehouseBusy where the other writer goes on, WarehouseError where the warehouse is damaged, newer than
        this version, or where something else stands at `published`; ConfigurationError where it is not this lake's, or
        a lake's and none is given.
        """
        paths = Paths(published)
        ensure_publishable(published)
        with writer_lock(paths, wait_seconds, command):
            backend: Backend = (
                open_lake_backend(lake, paths, wait_seconds, threads, memory_limit)
                if lake
                else open_file(paths, threads, memory_limit)
            )
            try:
                yield cls(backend, paths)
            finally:
                backend.close()

    def alone(self) -> AbstractContextManager[None]:
        """Let nobody else write while what stands inside asks and writes in several calls."""
        return self._backend.alone()

    def _read(
        self, call: Callable[Concatenate[duckdb.DuckDBPyConnection, P], T], *given: P.args, **named: P.kwargs
    ) -> T:
        return self._backend.read(partial(call, self._connection, *given, **named))

    def _write(
        self, call: Callable[Concatenate[duckdb.DuckDBPyConnection, P], T], *given: P.args, **named: P.kwargs
    ) -> T:
        """Return what `call` returns; it may be called again, so nothing may be given that can be read only once."""
        return self._backend.write(partial(call, self._connection, *given, **named))

    def begin_run(self, command: str, versions: Versions) -> str:
        """Record that a run began, and return its key. `command` is what was asked, in words.

        Raises WarehouseError where the warehouse is half rebuilt, and this is not what completes it.
        """
        if command != rebuild.COMMAND:
            self._read(rebuild.ensure_whole, self._paths.published)
        return self._write(runs.begin_run, command, versions)

    def known(self, uris: Iterable[str]) -> dict[str, Known]:
        """Return uri → current edition, for those of `uris` that the warehouse holds, and all that was found in them.

        What was found in an archive or e-mail has an address that begins with its own and "!/".
        """
        return self._read(known, uris)

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
        ended = self._write(
            load, run_id, items, outcomes, started_at,
            fetches=fetches, taken=taken, absences=absences, settled=settled, failed=failed,
        )  # fmt: skip
        self._keep_cards()
        self._backend.loaded()
        return ended

    def kept(self) -> list[Kept]:
        """Return every edition of which the archive keeps a card, in the order of addresses and editions."""
        return self._read(cards.kept)

    def begin_rebuild(self, archive: Archive) -> None:
        """Take the bytes, cards and decisions of an archive into this warehouse: see `warehouse.rebuild.begin`."""
        self._write(rebuild.begin, archive, self._archive)
        forgotten.take_key(archive.beside(self._paths.key.name), self._paths)
        self._last_card = self._archive.cards.mend()

    def end_rebuild(self) -> None:
        """Let the warehouse be used again, once all that the archive keeps was tried."""
        self._write(rebuild.end)

    def fetches(self, uris: Iterable[str]) -> dict[str, FetchRecord]:
        """Return uri → what its server said last, for those of `uris` that were fetched. Times: UTC without a zone."""
        return self._read(sources.fetches, uris)

    def taken(self, source: str) -> dict[str, TakenItem]:
        """Return uri → item, for the items of `source` that were taken. Times are UTC without a zone."""
        return self._read(sources.taken, source)

    def looked_at(self) -> dict[str, datetime]:
        """Return source → when the last look at it began, however it ended. Times are UTC without a zone."""
        return self._read(sources.looked_at)

    def waiting(self, source: str) -> dict[str, WaitingItem]:
        """Return uri → item, for the items of `source` that are left to do, the oldest first. Times are UTC."""
        return self._read(ledger.waiting, source)

    def waiting_of(self, uris: Iterable[str]) -> dict[ItemKey, WaitingItem]:
        """Return what is on record of items at these addresses that are left to do. Times are UTC without a zone."""
        return self._read(ledger.waiting_of, uris)

    def keep_found(self, found: Iterable[WaitingItem]) -> None:
        """Keep items that were found, in one transaction: see `warehouse.ledger.keep_found`."""
        self._write(ledger.keep_found, list(found))

    def keep_fetched(self, fetches: Sequence[FetchRecord], keys: Sequence[ItemKey]) -> None:
        """Keep that bytes of items are in the archive, in one transaction: see `warehouse.ledger.keep_fetched`."""
        self._write(ledger.keep_fetched, fetches, keys)

    def settle(self, settled: Sequence[ItemKey]) -> None:
        """Let go of items that are not there any more, in one transaction."""
        self._write(in_transaction(ledger.settle), settled, (), ())

    def put_back(self, names: Sequence[str]) -> list[ItemKey]:
        """Have items that failed tried again by the next run, and return them: see `warehouse.ledger.put_back`."""
        return self._write(ledger.put_back, names)

    def absences(self, uris: Iterable[str]) -> dict[tuple[str, str], Absent]:
        """Return (source, uri) → what is known of its absence, for those of `uris` that were not there at last."""
        return self._read(withdrawn.known_absences, uris)

    def withdrawals(self, source: str) -> frozenset[str]:
        """Return the addresses of the items that are withdrawn from `source`."""
        return self._read(withdrawn.withdrawals, source)

    def listed_publications(self, source: str) -> dict[str, list[Publication]]:
        """Return the address of each page of `source` → what it lists or links, as publications with an address."""
        return self._read(sources.listed_publications, source)

    def keep_source_run(
        self, run_id: str, run: SourceRun, fetches: Sequence[FetchRecord] = (), look: Looked | None = None
    ) -> tuple[SourceRun, list[Outcome]]:
        """Keep how the run's look at a source ended, and judge what is withdrawn: see `sources.keep_source_run`.

        To be called before `finish_run`: what comes after it is published with the next run only.
        """
        return self._write(sources.keep_source_run, run_id, run, fetches, look)

    def finish_run(self, run_id: str, asked: int) -> RunCounts:
        """Record that a run ended, and return its counts. Raises WarehouseError where they do not add up to `asked`."""
        counts = self._write(runs.finish_run, run_id, asked)
        self._backend.finished()
        self._keep_cards()
        return counts

    def is_resolved(self, version: str) -> bool:
        """Whether the present facts and decisions have been judged by this version of the rules of resolution."""
        return self._read(resolve.is_resolved, version)

    def known_entities(self) -> list[KnownEntity]:
        """Return the people and organisations of current editions, each once, in the order of their ids."""
        return self._read(resolve.known_entities)

    def company(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Company]:
        """Return what each pair of entities shares beside its names."""
        return self._read(resolve.company, pairs)

    def resolved_version(self) -> str | None:
        """Return the version of the rules that judged the entities last, None where none has."""
        return self._read(resolve.resolved_version)

    def decisions(self) -> list[Decision]:
        """Return what people decided on two entities, as it holds."""
        return self._read(resolve.decisions)

    def decide(self, made: Iterable[Ruling]) -> int:
        """Record decisions, and return how many are new: see `warehouse.decisions.record`."""
        new = self._write(in_transaction(cards.decide), list(made))
        self._keep_cards()
        return new

    def decision_time(self) -> datetime:
        """Return the time of a decision made now, which is later than all on record. UTC without a zone."""
        return self._read(decisions.decision_time)

    def keep_resolution(
        self, run_id: str, version: str, matches: Sequence[Match], canonical: Mapping[str, str]
    ) -> None:
        """Keep what the rules of `version` judged, in one transaction, in place of what was judged before."""
        self._write(resolve.keep, run_id, version, matches, canonical)

    def is_clustered(self, version: str) -> bool:
        """Whether the present editions have been compared by this version of the rules on duplicates."""
        return self._read(duplicates.is_clustered, version)

    def signed(self) -> dict[str, Signed]:
        """Return document_id → what its current edition is compared by, for every document."""
        return self._read(duplicates.signed)

    def keep_clusters(self, run_id: str, version: str, clusters: Mapping[str, str]) -> None:
        """Keep which documents are one (document_id → cluster_id), in place of what was found before."""
        self._write(duplicates.keep, run_id, version, clusters)

    def secret(self) -> bytes:
        """Return the key by which forgotten names and addresses are known again; made where there is none."""
        return forgotten.secret(self._paths)

    def forgotten(self) -> Forgotten:
        """Return what is not to be kept: see `warehouse.forgotten.forgotten`."""
        return self._read(forgotten.forgotten, self._paths)

    def forget(self, run_id: str, order: Order, rules: Rules, *, is_real: bool = True) -> Gone:
        """Forget a person or a document; return what goes, and leave all as it is where that is not real.

        Files hold bytes of it until the warehouse is opened for writing the next time (`warehouse.erase`).
        """
        return self._write(forget, run_id, order, rules, self._archive, is_real=is_real)

    def allow(self, forgetting_ids: Sequence[str], by: str) -> None:
        """Let what these forgettings were about be kept again: see `warehouse.forgotten.allow`."""
        self._write(in_transaction(_allow), forgetting_ids, by)
        self._keep_cards()

    def forgettings_of(self, digests: Sequence[str]) -> list[str]:
        """Return the ids of the forgettings that know one of these digests."""
        return self._read(forgotten.holding, digests)

    def publish(self, terms: Terms | None = None) -> Published:
        """Publish what has been loaded: see `warehouse.publish.publish`."""
        published = self._backend.publish(self._paths, terms)
        self._archive.remove_abandoned()
        return published

    def _keep_cards(self) -> None:
        """Bring the archive's cards up to those of the database."""
        lines = self._read(cards.behind, self._last_card)
        if lines:
            self._archive.cards.append(lines)
            self._last_card = cards.number_of(lines[-1])


def _allow(connection: duckdb.DuckDBPyConnection, forgetting_ids: Sequence[str], by: str) -> None:
    forgotten.allow(connection, forgetting_ids, by, utc_now())
    forgotten_cards.tell(connection, forgetting_ids)
