"""One run over a warehouse: batches of documents through fetch, extract and load, then resolution and publication.

It says order, concurrency and what Prefect sees; what is done with a batch is in `flows.reading`, the rules are in
`extractors` and `warehouse`. Batches are tasks, documents are not: a task costs Prefect more than a short document
costs us.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE

from extractors.errors import DocumentError, WarehouseError
from extractors.forgetting import Seeker
from extractors.looks import FetchRecord, ItemKey, SourceRun
from extractors.records import Outcome
from extractors.sources.fetch import Fetched, Fetcher, FetchLimits
from extractors.sources.items import Item, Origin
from flows.account import Account
from flows.at_work import begin_work
from flows.batches import Batch, make_batches
from flows.contents import Reading, archived, fetch_record
from flows.desk import Desk
from flows.emitting import emit_all
from flows.events import emit, events_of, found_events, refused_event, source_of
from flows.naming import batch_name
from flows.patience import Patience, found_item, news
from flows.preparation import Preparation
from flows.publishing import Rhythm
from flows.reading import FORGOTTEN, read_batch, unnamed, unnamed_item, without_known
from flows.resolving import find_duplicates, resolve_entities
from flows.run_log import RunLog
from flows.settings import Settings
from flows.summary import RunSummary, summarise
from flows.validators import validators_of
from flows.version import greenpaper_version
from flows.wording import told
from warehouse.archive import Archive
from warehouse.publish import Published
from warehouse.records import Looked, Versions
from warehouse.terms import Before
from warehouse.writer import Writer

_BATCHES_AT_ONCE = 2  # at least: the workers read one while the one before it is loaded
_FETCHED_BATCHES_AT_ONCE = 4
_FETCHES_AT_ONCE = 8  # over all hosts; one host is asked one thing at a time

R = TypeVar("R")


@task(name="fetch", task_run_name="fetch batch {number}: {what}", cache_policy=NO_CACHE)
async def fetch_batch(
    number: int,  # noqa: ARG001 - names the task run
    what: str,  # noqa: ARG001 - as above
    fetch: Callable[[], Awaitable[None]],
) -> None:
    """Fetch the batch's addresses. Tries again by itself where that may help."""
    await fetch()


@task(name="extract", task_run_name="extract batch {number}: {what}", cache_policy=NO_CACHE)
async def extract_batch(
    number: int,  # noqa: ARG001 - as above
    what: str,  # noqa: ARG001 - as above
    batch: Batch,
    reading: Reading,
) -> None:
    """Read the batch's bytes and let the worker processes extract what is new or changed."""
    with reading.times.apart("Prefect"):
        await asyncio.to_thread(read_batch, batch, reading)


@task(name="load", task_run_name="load batch {number}: {new} new or changed of {asked}", cache_policy=NO_CACHE)
async def store_batch(
    number: int,  # noqa: ARG001 - as above
    new: int,  # noqa: ARG001 - as above
    asked: int,  # noqa: ARG001 - as above
    load: Callable[[], Awaitable[None]],
) -> None:
    """Load the batch in one transaction."""
    await load()


@task(name="resolve", task_run_name="resolve names", cache_policy=NO_CACHE)
async def resolve_names(resolve: Callable[[], Awaitable[None]]) -> None:
    """Judge which names are one person or organisation, and which documents are one, across documents."""
    await resolve()


@task(name="publish", task_run_name="publish {warehouse}", cache_policy=NO_CACHE)
async def publish_warehouse(
    warehouse: str,  # noqa: ARG001 - as above
    publish: Callable[[], Awaitable[Published]],
) -> Published:
    """Check the warehouse and swap the published file."""
    return await publish()


class Run:
    """A run that goes on; made by `Run.begin`. Documents are given to `take`, in as many portions as there are."""

    def __init__(
        self,
        run_id: str,
        version: str,
        published: Path,
        preparation: Preparation,
        desk: Desk,
        archive: Archive,
        fetcher: Fetcher,
        seeker: Seeker,
    ) -> None:
        self.run_id = run_id
        self.version = version
        """The extractors'."""
        self.settings = preparation.settings
        self.workers = preparation.workers
        self.times = preparation.times
        self.desk = desk
        self.archive = archive
        self.fetcher = fetcher
        self.patience = Patience(self.settings.retry_wait, self.settings.retry_limit)
        self._seeker = seeker
        self._preparation = preparation
        self._turn = asyncio.Semaphore(max(_BATCHES_AT_ONCE, self.workers.breadth))
        self._fetch_turn = asyncio.Semaphore(_FETCHED_BATCHES_AT_ONCE)
        self._fetching = ThreadPoolExecutor(_FETCHES_AT_ONCE, thread_name_prefix="fetch")
        self._asked = self._expected = self._batches = 0
        self._told: list[Outcome] = []
        self._source_of: dict[str, str] = {}
        self._withdrawn: list[tuple[str, str]] = []
        self._sources: list[SourceRun] = []
        self._before: Before | None = None
        self._rhythm = Rhythm(self.settings.publish_every, self._settle_and_publish)
        self._log = RunLog(self._source)
        self._account: Account
        self._place = told(str(published))

    @classmethod
    @asynccontextmanager
    async def begin(cls, command: str, preparation: Preparation, published: Path, version: str) -> AsyncIterator["Run"]:
        """Open the warehouse for writing and record that a run of `command` began."""
        settings = preparation.settings
        versions = Versions(greenpaper=greenpaper_version(), extractor=version, pipeline=settings.spacy_model)
        lake = settings.lake_of(published)
        await begin_work(published)
        with Writer.open(published, lake=lake, wait_seconds=settings.lock_wait, command=command) as writer:
            desk = Desk(writer)
            try:
                seeker = Seeker(await desk.do(writer.forgotten))
                archive = Archive.of(published, refuses=seeker.holds_name)
                run_id = await desk.do(writer.begin_run, command, versions)
                with Fetcher(fetch_limits(settings), allowed_hosts=settings.allowed_host_names) as fetcher:
                    run = cls(run_id, version, published, preparation, desk, archive, fetcher, seeker)
                    run._log.began(command, run_id, published)
                    try:
                        async with Account(published, run._source) as run._account:
                            yield run
                    finally:
                        run._fetching.shutdown(wait=False, cancel_futures=True)
            finally:
                desk.close()

    async def keep_found(self, items: Iterable[Item]) -> None:
        """Put what is to be read on record, so that it is read although this run should die, and tell of it."""
        found = [
            unnamed_item(found_item(item, key), self._seeker)
            for item in items
            if (key := item.key) and not (self._seeker and self._seeker.holds_address(item.uri))
        ]
        before = await self.desk.do(self.desk.writer.waiting_of, [each.uri for each in found])
        await self.desk.do(self.desk.writer.keep_found, found)
        emit(found_events(self.run_id, news(found, before)))

    async def take(self, items: Sequence[Item], outcomes: Sequence[Outcome] = ()) -> tuple[Outcome, ...]:
        """Take documents through all steps; `outcomes` are those of documents that ended when they were found.

        Returns how each ended; what is unchanged is only counted, so that a long run's memory does not grow with it.
        """
        outcomes = [unnamed(each, self._seeker) for each in outcomes]
        if self._seeker:
            outcomes += [_forgotten(item, self._seeker) for item in items if self._seeker.holds_address(item.uri)]
            items = [item for item in items if not self._seeker.holds_address(item.uri)]
        self._source_of.update((item.uri, item.origin.source) for item in items if item.origin)
        known = await self.desk.do(self.desk.writer.known, [item.uri for item in items])
        asked = [item.asked for item in items]
        fetches = await self.desk.do(self.desk.writer.fetches, asked)
        absences = await self.desk.do(self.desk.writer.absences, [item.uri for item in items if item.path is None])
        waiting = await self.desk.do(self.desk.writer.waiting_of, [item.uri for item in items if item.key])
        reading = Reading(
            self.workers,
            version=self.version,
            max_bytes=self.settings.max_bytes,
            known=known,
            archive=self.archive,
            tell=self._tell,
            expect=self._expect,
            fetches=fetches,
            absences=absences,
            waiting=waiting,
            patience=self.patience,
            seeker=self._seeker,
            times=self.times,
        )
        self._expect(len(items) + len(outcomes))
        items, known_already = await asyncio.to_thread(without_known, items, reading)
        batches = make_batches(items, self.settings.batch_chars)
        batches += [each for each in (known_already, Batch((), outcomes)) if each.asked]
        running = [asyncio.create_task(self._through(batch, reading)) for batch in batches]
        try:
            ended = [outcome for each in await asyncio.gather(*running) for outcome in each]
        finally:
            for each in running:
                each.cancel()
        self._told.extend(ended)
        return tuple(ended)

    def remembered(self, uri: str) -> FetchRecord | None:
        """Return what is remembered of an address that was fetched before; for a thread that waits for it."""
        return self.desk.ask(self.desk.writer.fetches, [uri]).get(uri)

    async def keep_source(self, ended: SourceRun, fetches: Sequence[FetchRecord], look: Looked | None = None) -> None:
        """Record how a source was looked at, how its listing is to be asked for again, and what is gone from it."""
        writer = self.desk.writer
        before = await self.desk.do(writer.withdrawals, ended.source)
        run, withdrawn = await self.desk.do(writer.keep_source_run, self.run_id, ended, fetches, look)
        gone = await self.desk.do(writer.withdrawals, ended.source) - before
        self._withdrawn += [(ended.source, uri) for uri in sorted(gone)]
        self._sources.append(run)
        self._told.extend(withdrawn)
        self._log.looked(run)
        self._log.ended(withdrawn)
        self._asked += len(withdrawn)

    async def finish(self) -> RunSummary:
        """Resolve names, record that the run ended, publish, and return the summary."""
        async with self._alone():
            await self._settle_names()
            counts = await self.desk.do(self.desk.writer.finish_run, self.run_id, self._asked)
        published = await self._publish()
        summary = summarise(self.run_id, counts, self._told, published, self._sources)
        with self.times.step("Prefect"):
            self._log.published(summary)
            events = events_of(summary, self._told, self._source_of, self._withdrawn)
            await asyncio.gather(emit_all(events), self._account.leave(summary, self._told))
        return summary

    async def _settle_and_publish(self) -> None:
        async with self._alone():
            await self._settle_names()
        await self._publish()

    async def _settle_names(self) -> None:
        with self.times.step("Prefect"):
            await resolve_names(partial(self._ours, self._resolve))

    async def _publish(self) -> Published:
        with self.times.step("Prefect"):
            return await publish_warehouse(self._place, partial(self._ours, self._swap))

    async def _ours(self, work: Callable[[], Awaitable[R]]) -> R:
        """Do what a task is for: what is left of the task's time is Prefect's."""
        with self.times.apart("Prefect"):
            return await work()

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Let no other machine load between what is asked of all documents and what is kept of that."""
        with ExitStack() as turn:
            await self.desk.do(turn.enter_context, self.desk.writer.alone())
            try:
                yield
            finally:
                await self.desk.do(turn.close)

    async def _swap(self) -> Published:
        await self._account.before()
        terms = replace(self.settings.terms, before=self._before)
        try:
            published = await self.desk.do(self.times.counted("publish", self.desk.writer.publish), terms)
        except WarehouseError as error:
            emit([refused_event(self.run_id, self._place, error)])
            raise
        self._before = self._before or published.before
        return published

    async def _resolve(self) -> None:
        for step in (find_duplicates, resolve_entities):
            await self.desk.do(self.times.counted("resolve", step), self.desk.writer, self.run_id, self.version)

    def _expect(self, more: int) -> None:
        self._expected += more
        self._preparation.expect(self._expected)
        self._account.expect(self._expected)

    def _tell(self, more: int) -> None:
        self._preparation.tell(more)
        self._account.tell(more)

    def _source(self, uri: str) -> str | None:
        return source_of(uri, self._source_of)

    async def _through(self, batch: Batch, reading: Reading) -> list[Outcome]:
        async with self._fetch_turn:  # kept until the batch is read: what is fetched must not pile up
            self._batches += 1
            number, what = self._batches, batch_name(batch.items, batch.asked)
            if any(item.path is None for item in batch.items):
                with self.times.step("Prefect"):
                    await fetch_batch(number, what, partial(self._ours, partial(self._fetch, batch, reading)))
            await self._turn.acquire()
        try:
            ended: list[Outcome] = []
            load = partial(self._ours, partial(self._load, batch, ended))
            with self.times.step("Prefect"):
                await extract_batch(number, what, batch, reading)
                await store_batch(number, len(batch.ready), batch.asked, load)
        finally:
            self._turn.release()
        self._log.ended(ended)
        self._log.batch(number, batch.asked, ended)
        self._asked += batch.asked
        batch.let_go()
        await self._rhythm.beat()
        return ended

    async def _load(self, batch: Batch, ended: list[Outcome]) -> None:
        outcomes = await self.desk.do(
            self.times.counted("load", self.desk.writer.load),
            self.run_id,
            batch.ready,
            batch.outcomes,
            started_at=batch.started_at,
            fetches=batch.fetches,
            taken=batch.taken,
            absences=batch.absences,
            settled=batch.settled,
            failed=batch.failed,
        )
        ended.extend(each for each in outcomes if each.status != "unchanged")

    async def _fetch(self, batch: Batch, reading: Reading) -> None:
        loop = asyncio.get_running_loop()
        wanted = [item for item in batch.items if item.path is None and not archived(item, reading)]
        fetched = self.times.counted("fetch", self._fetched)
        answers = [loop.run_in_executor(self._fetching, fetched, item, reading) for item in wanted]
        for item, answer in zip(wanted, await asyncio.gather(*answers), strict=True):
            batch.fetched[item.uri] = answer
        if not self._seeker:  # else the bytes may not be kept before it is known what they name
            await self._keep_fetched(batch)

    async def _keep_fetched(self, batch: Batch) -> None:
        """Keep the bytes that have come, so that they are not asked for again where this run dies."""
        said: list[FetchRecord] = []
        keys: list[ItemKey] = []
        for item in batch.items:
            answer = batch.fetched.get(item.uri)
            if item.key and isinstance(answer, Fetched) and answer.content is not None:
                await asyncio.to_thread(self.archive.put, answer.content)
                said.append(fetch_record(item.asked, answer, answer.content, answer.media_type))
                keys.append(item.key)
        if keys:
            await self.desk.do(self.desk.writer.keep_fetched, said, keys)

    def _fetched(self, item: Item, reading: Reading) -> Fetched | DocumentError:
        origin = item.origin or Origin("")
        try:
            return self.fetcher.fetch(
                item.asked,
                validators=validators_of(reading.fetches.get(item.asked), self.archive),
                allowed_hosts=origin.allowed_hosts,
                delay=origin.delay,
            )
        except DocumentError as error:
            return error


def _forgotten(item: Item, seeker: Seeker) -> Outcome:
    return unnamed(Outcome(uri=item.uri, status="skipped", reason=FORGOTTEN), seeker)


def fetch_limits(settings: Settings) -> FetchLimits:
    """Return the limits that the settings name."""
    return FetchLimits(
        connect_timeout=settings.connect_timeout,
        read_timeout=settings.read_timeout,
        total_timeout=settings.fetch_timeout,
        max_bytes=settings.max_bytes,
        retries=settings.fetch_retries,
        delay=settings.fetch_delay,
        max_wait=settings.fetch_max_wait,
        user_agent=settings.robot,
    )
