"""The refresh flow: the configured sources → what is new or changed in them, in the published warehouse."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from extractors.errors import DocumentError, SourceError
from extractors.looks import ItemKey
from extractors.records import Outcome
from extractors.sources.discovery import Listing
from extractors.sources.items import Item
from extractors.sources.source import Source
from flows.handing import whole
from flows.naming import refresh_name
from flows.preparation import current_preparation
from flows.run import Run
from flows.schedules import is_time
from flows.sourcing import (
    ListingReader,
    chosen_sources,
    items_attached,
    items_due,
    items_left,
    items_outdated,
    items_to_try,
    local_files,
    local_items,
    newly_found,
    source_run,
    what_was_seen,
)
from flows.states import state_of
from flows.stillness import PATIENCE, just_written, still_written
from flows.summary import RunSummary

_SOURCES_AT_ONCE = 4
_LISTING_SECONDS = 3600  # every request has a limit of its own; this is for listings that lead on and on


@task(name="list", task_run_name="list {name}", timeout_seconds=_LISTING_SECONDS, cache_policy=NO_CACHE)
async def list_source(name: str, reader: ListingReader) -> Listing:  # noqa: ARG001 - names the task run
    """Read a source's listing."""
    return await asyncio.to_thread(reader.listing)


@flow(name="refresh", flow_run_name=refresh_name, persist_result=False)
async def refresh(
    sources: list[str] | None = None,
    configured: str | None = None,
    warehouse: str | None = None,
    items: list[str] | None = None,
    due: bool = False,
) -> State[RunSummary]:
    """Read what is new or changed in `sources` (all, where none is named) into `warehouse`, and publish it.

    `configured` is the file or folder that describes them (default: GREENPAPER_SOURCES). A source that cannot be
    listed stops, says why, and leaves its documents as they are; the others go on. With `items`, addresses of files
    in folders, no source is listed: these are read, and what earlier runs left to do. With `due`, only sources whose
    time has come since the last look (`flows.schedules`) are looked at. The result is the run's summary.
    """
    sources, items = whole("sources", sources), whole("items", items)
    with current_preparation() as preparation, preparation.times.apart("Prefect"):
        settings = preparation.settings
        wanted = chosen_sources(Path(configured) if configured else settings.sources, sources or [])
        published = Path(warehouse) if warehouse else settings.place
        ready = await asyncio.to_thread(preparation.times.counted("start", preparation.workers.ready))
        turn = asyncio.Semaphore(_SOURCES_AT_ONCE)
        async with Run.begin("refresh", preparation, published, ready.version) as run:
            if due:
                wanted = await _due(wanted, run)

            async def one(source: Source) -> None:
                async with turn:
                    if items is None:
                        await _refresh(source, run, ready.suffixes)
                    else:
                        await catch_up(source, run, items, ready.suffixes)

            await asyncio.gather(*map(one, wanted))
            return state_of(await run.finish())


async def _due(sources: Iterable[Source], run: Run) -> tuple[Source, ...]:
    looked_at = await run.desk.do(run.desk.writer.looked_at)
    now = datetime.now(UTC).astimezone()
    return tuple(source for source in sources if is_time(source, looked_at.get(source.name), now))


async def _refresh(source: Source, run: Run, suffixes: frozenset[str]) -> None:
    """Take one source through the run; its listing is remembered once all that it stands for is loaded."""
    began = datetime.now(UTC)
    reader = ListingReader(source, run.fetcher, run.workers, run.archive, run.remembered, suffixes, run.times)
    try:
        listing = await list_source(source.name, reader)
    except (SourceError, DocumentError) as error:
        await run.keep_source(source_run(source, began, stopped=error), ())
        return
    except TimeoutError:
        late = SourceError(f"its listing was not read to its end after {_LISTING_SECONDS} s: choose a part of it")
        await run.keep_source(source_run(source, began, stopped=late), ())
        return
    found = await _found(source, listing, run)
    items, waiting = await _to_read(source, found, run, is_whole=source.folder is not None)
    ended, growing = await _take_written(items, run)
    attached, ended_attached = await _attachments(source, run)
    ended += ended_attached
    due = len(items) + attached
    look = what_was_seen(source, listing)
    await run.keep_source(
        source_run(source, began, listing, due=due, ended=ended, waiting=waiting, growing=growing),
        reader.fetches,
        look,
    )


async def catch_up(source: Source, run: Run, uris: Collection[str], suffixes: frozenset[str]) -> None:
    """Take files of one source that are new or changed through the run, and what earlier runs left to do."""
    files = local_files(source, uris, suffixes)
    taken = await run.desk.do(run.desk.writer.taken, source.name) if files else {}
    found = local_items(source, files, taken)
    await run.keep_found(newly_found(found, taken))
    items, _ = await _to_read(source, found, run, is_whole=False)
    await _take_written(items, run, patience=0)  # of what was not named, the watch tells once it lies still
    await _attachments(source, run)


async def _found(source: Source, listing: Listing, run: Run) -> list[Item]:
    """Return the documents of the listing that are to be read now, new ones put on record."""
    writer = run.desk.writer
    taken = await run.desk.do(writer.taken, source.name)
    withdrawn = await run.desk.do(writer.withdrawals, source.name)
    there = {uri: each for uri, each in taken.items() if uri not in withdrawn}  # what is back is looked at anew
    if listing.files:
        items = local_items(source, listing.files, there)
    else:
        items = items_due(source, listing.items, there)
        known = await run.desk.do(writer.known, list(taken))
        items += items_outdated(source, taken, known, run.version, items)
    await run.keep_found(newly_found(items, there))
    return items


async def _to_read(source: Source, found: list[Item], run: Run, *, is_whole: bool) -> tuple[list[Item], int]:
    """Return what is to be read of `found`, and what earlier runs left to do; and how many of them have to wait.

    Where what was found `is_whole`, what is on record beside it is not there any more.
    """
    writer = run.desk.writer
    waiting = await run.desk.do(writer.waiting, source.name)
    items = items_to_try(found, waiting, run.version)
    uris = {item.uri for item in found}
    left, gone = items_left(source, waiting, run.version, uris)
    if is_whole:
        left, gone = [], [ItemKey(source=source.name, uri=uri) for uri in waiting if uri not in uris]
    await run.desk.do(writer.settle, gone)
    return [*items, *left], len(found) - len(items)


async def _take_written(items: Sequence[Item], run: Run, patience: float = PATIENCE) -> tuple[list[Outcome], int]:
    """Take items through the run, those whose files are still being written last; return how they ended.

    And how many files were still being written after `patience` seconds: these a later run reads.
    """
    young = just_written([item for item in items if not item.is_noted], run.settings.watch_quiet)
    ended = list(await run.take([item for item in items if item.path not in young]))
    if not young:
        return ended, 0
    growing = await still_written(young, run.settings.watch_quiet, patience)
    done = [item for item in items if item.path in young and item.path not in growing]
    return [*ended, *(await run.take(done))], len(growing)


async def _attachments(source: Source, run: Run) -> tuple[int, list[Outcome]]:
    """Take what the source's pages attach through the run; return how many documents these are, and how they ended."""
    if not source.attachments:
        return 0, []
    writer = run.desk.writer
    taken = await run.desk.do(writer.taken, source.name)
    found = items_attached(source, await run.desk.do(writer.listed_publications, source.name), taken)
    await run.keep_found(newly_found(found, taken))
    items = items_to_try(found, await run.desk.do(writer.waiting, source.name), run.version)
    return len(items), list(await run.take(items))
