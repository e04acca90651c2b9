"""The ingest flow: files, folders and addresses → facts in the published warehouse.

It says order, retries, concurrency and what is shown; the steps are in `flows.steps`, the rules in `extractors` and
`warehouse`. Batches are tasks, documents are not: a task costs Prefect more than a short document costs us.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from extractors.errors import DocumentError
from extractors.records import Outcome
from extractors.sources.fetch import Fetched, Fetcher, FetchLimits
from extractors.sources.paths import Discovery, discover
from flows.preparation import Preparation, current_preparation
from flows.settings import Settings
from flows.steps import Batch, Reading, load_batch, make_batches, read_batch, resolve_entities
from flows.summary import IngestSummary, summarise
from flows.version import greenpaper_version
from warehouse.archive import Archive
from warehouse.publish import Published
from warehouse.records import Versions
from warehouse.writer import Writer

_BATCHES_AT_ONCE = 2  # the workers read one while the one before it is loaded
_FETCHES_AT_ONCE = 4

R = TypeVar("R")


@task(name="discover", cache_policy=NO_CACHE)
async def discover_documents(paths: list[str], suffixes: frozenset[str]) -> Discovery:
    """Find the documents that `paths` name."""
    return await asyncio.to_thread(discover, paths, suffixes=suffixes)


@task(name="fetch", task_run_name="fetch {uri}", cache_policy=NO_CACHE)
async def fetch_document(uri: str, fetcher: Fetcher) -> Fetched:
    """Fetch one address. A task of its own: it waits for somebody else's server, and can fail by itself."""
    return await asyncio.to_thread(fetcher.fetch, uri)


@task(name="extract", task_run_name="extract batch {number}", cache_policy=NO_CACHE)
async def extract_batch(number: int, batch: Batch, reading: Reading) -> None:  # noqa: ARG001 - names the task run
    """Read the batch's bytes and let the worker processes extract what is new or changed."""
    await asyncio.to_thread(read_batch, batch, reading)


@task(name="load", task_run_name="load batch {number}", cache_policy=NO_CACHE)
async def store_batch(number: int, load: Callable[[], Awaitable[tuple[Outcome, ...]]]) -> tuple[Outcome, ...]:  # noqa: ARG001 - as above
    """Load the batch in one transaction."""
    return await load()


@task(name="resolve", cache_policy=NO_CACHE)
async def resolve_names(resolve: Callable[[], Awaitable[None]]) -> None:
    """Judge which names are one person or organisation across documents."""
    await resolve()


@task(name="publish", cache_policy=NO_CACHE)
async def publish_warehouse(publish: Callable[[], Awaitable[Published]]) -> Published:
    """Check the warehouse and swap the published file."""
    return await publish()


@flow(name="ingest", persist_result=False)
async def ingest(paths: list[str], warehouse: str | None = None) -> State[IngestSummary]:
    """Read the documents that `paths` name into `warehouse` (default: GREENPAPER_WAREHOUSE) and publish it.

    Completed; "Completed with failures" where some documents failed; Failed where all did, or where the run itself
    could not go on. The result is the run's summary.
    """
    with current_preparation() as preparation:
        published = Path(warehouse) if warehouse else preparation.settings.warehouse
        ready = await asyncio.to_thread(preparation.workers.ready)
        found = await discover_documents(paths, ready.suffixes)
        preparation.expect(found.asked)
        with Writer.open(published, wait_seconds=preparation.settings.lock_wait) as writer, _Desk(writer) as desk:
            summary = await _run(preparation, found, ready.version, desk, Archive.of(published))
    return _state(summary)


class _Desk:
    """The one thread in which the writer is used, so that its calls come one at a time and never block the loop."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")

    async def do(self, call: Callable[..., R], *arguments: object, **options: object) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *arguments, **options))

    def __enter__(self) -> "_Desk":
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)  # a load that has begun is brought to its end


async def _run(
    preparation: Preparation, found: Discovery, version: str, desk: _Desk, archive: Archive
) -> IngestSummary:
    settings, writer = preparation.settings, desk.writer
    versions = Versions(greenpaper=greenpaper_version(), extractor=version, pipeline=settings.spacy_model)
    run_id = await desk.do(writer.begin_run, "ingest", versions)
    known = await desk.do(writer.known, [item.uri for item in found.items])
    reading = Reading(
        preparation.workers,
        version=version,
        max_bytes=settings.max_bytes,
        known=known,
        archive=archive,
        tell=preparation.tell,
    )
    batches = make_batches(found.items, settings.batch_chars)
    if found.outcomes:
        batches.append(_told(found.outcomes))
    outcomes = await _through(batches, reading, desk, run_id, settings)
    await resolve_names(partial(desk.do, resolve_entities, writer, run_id, version))
    counts = await desk.do(writer.finish_run, run_id, found.asked)
    published = await publish_warehouse(partial(desk.do, writer.publish))
    return summarise(run_id, counts, outcomes, published)


def _told(outcomes: Sequence[Outcome]) -> Batch:
    """Return a batch of documents that ended when they were discovered."""
    batch = Batch(())
    batch.outcomes.extend(outcomes)
    return batch


async def _through(
    batches: Sequence[Batch], reading: Reading, desk: _Desk, run_id: str, settings: Settings
) -> list[Outcome]:
    """Take all batches through fetch, extract and load, two at a time; return every document's outcome."""
    turn = asyncio.Semaphore(_BATCHES_AT_ONCE)
    with Fetcher(_limits(settings), allowed_hosts=settings.allowed_host_names) as fetcher:

        async def one(number: int, batch: Batch) -> tuple[Outcome, ...]:
            async with turn:
                await _fetch_all(batch, fetcher)
                await extract_batch(number, batch, reading)
                return await store_batch(number, partial(desk.do, load_batch, batch, desk.writer, run_id))

        running = [asyncio.create_task(one(number, batch)) for number, batch in enumerate(batches, start=1)]
        try:
            return [outcome for outcomes in await asyncio.gather(*running) for outcome in outcomes]
        finally:
            for each in running:
                each.cancel()


async def _fetch_all(batch: Batch, fetcher: Fetcher) -> None:
    turn = asyncio.Semaphore(_FETCHES_AT_ONCE)

    async def one(uri: str) -> None:
        async with turn:
            try:
                batch.fetched[uri] = await fetch_document(uri, fetcher)
            except DocumentError as error:
                batch.fetched[uri] = error

    await asyncio.gather(*(one(item.uri) for item in batch.items if item.path is None))


def _limits(settings: Settings) -> FetchLimits:
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


def _state(summary: IngestSummary) -> State[IngestSummary]:
    counts = ", ".join(f"{summary[name]} {name}" for name in ("loaded", "unchanged", "skipped", "failed"))
    if not summary["failed"]:
        return Completed(message=counts, data=summary)
    if summary["loaded"] or summary["unchanged"]:
        return Completed(name="Completed with failures", message=counts, data=summary)
    return Failed(message=counts, data=summary)
