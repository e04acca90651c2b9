"""The refresh flow: the configured sources → what is new or changed in them, in the published warehouse."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from extractors.errors import DocumentError, SourceError
from extractors.sources.discovery import Listing
from extractors.sources.items import Item
from extractors.sources.source import Source
from flows.preparation import current_preparation
from flows.run import Run
from flows.sourcing import (
    ListingReader,
    chosen_sources,
    items_attached,
    items_due,
    items_outdated,
    local_items,
    source_run,
    what_was_seen,
)
from flows.states import state_of
from flows.summary import RunSummary

_SOURCES_AT_ONCE = 4


@task(name="list", task_run_name="list {name}", cache_policy=NO_CACHE)
async def list_source(name: str, reader: ListingReader) -> Listing:  # noqa: ARG001 - names the task run
    """Read a source's listing."""
    return await asyncio.to_thread(reader.listing)


@flow(name="refresh", persist_result=False)
async def refresh(
    sources: list[str] | None = None, configured: str | None = None, warehouse: str | None = None
) -> State[RunSummary]:
    """Read what is new or changed in `sources` (all, where none is named) into `warehouse`, and publish it.

    `configured` is the file or folder that describes them (default: GREENPAPER_SOURCES). A source that cannot be
    listed stops, says why, and leaves its documents as they are; the others go on. The result is the run's summary.
    """
    with current_preparation() as preparation:
        settings = preparation.settings
        wanted = chosen_sources(Path(configured) if configured else settings.sources, sources or [])
        published = Path(warehouse) if warehouse else settings.warehouse
        ready = await asyncio.to_thread(preparation.workers.ready)
        turn = asyncio.Semaphore(_SOURCES_AT_ONCE)
        async with Run.begin("refresh", preparation, published, ready.version) as run:

            async def one(source: Source) -> None:
                async with turn:
                    await _refresh(source, run, ready.suffixes)

            await asyncio.gather(*map(one, wanted))
            return state_of(await run.finish())


async def _refresh(source: Source, run: Run, suffixes: frozenset[str]) -> None:
    """Take one source through the run; its listing is remembered once all that it stands for is loaded."""
    began = datetime.now(UTC)
    reader = ListingReader(source, run.fetcher, run.workers, run.archive, run.remembered, suffixes)
    try:
        listing = await list_source(source.name, reader)
    except (SourceError, DocumentError) as error:
        await run.keep_source(source_run(source, began, stopped=error), ())
        return
    items = await _wanted(source, listing, run)
    ended = list(await run.take(items))
    if source.attachments:
        taken = await run.desk.do(run.desk.writer.taken, source.name)
        pages = await run.desk.do(run.desk.writer.listed_publications, source.name)
        attached = items_attached(source, pages, taken)
        ended += await run.take(attached)
        items = [*items, *attached]
    look = what_was_seen(source, listing)
    await run.keep_source(source_run(source, began, listing, due=len(items), ended=ended), reader.fetches, look)


async def _wanted(source: Source, listing: Listing, run: Run) -> list[Item]:
    """Return the documents of the listing that are to be read now."""
    writer = run.desk.writer
    taken = await run.desk.do(writer.taken, source.name)
    withdrawn = await run.desk.do(writer.withdrawals, source.name)
    there = {uri: each for uri, each in taken.items() if uri not in withdrawn}  # what is back is looked at anew
    if listing.files:
        return local_items(source, listing.files, there)
    items = items_due(source, listing.items, there)
    known = await run.desk.do(writer.known, list(taken))
    return [*items, *items_outdated(source, taken, known, run.version, items)]
