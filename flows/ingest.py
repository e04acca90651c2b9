"""The ingest flow: files, folders and addresses → facts in the published warehouse."""

import asyncio
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from extractors.sources.paths import Discovery, discover
from flows.handing import whole
from flows.naming import ingest_name, named
from flows.preparation import current_preparation
from flows.run import Run
from flows.states import state_of
from flows.summary import RunSummary


@task(name="discover", task_run_name="discover {what}", cache_policy=NO_CACHE)
async def discover_documents(
    what: str,  # noqa: ARG001 - names the task run
    paths: list[str],
    suffixes: frozenset[str],
) -> Discovery:
    """Find the documents that `paths` name."""
    return await asyncio.to_thread(discover, paths, suffixes=suffixes)


@flow(name="ingest", flow_run_name=ingest_name, persist_result=False)
async def ingest(paths: list[str], warehouse: str | None = None) -> State[RunSummary]:
    """Read the documents that `paths` name into `warehouse` (default: GREENPAPER_WAREHOUSE) and publish it.

    Completed; "Completed with failures" where some documents failed; Failed where all did, or where the run itself
    could not go on. The result is the run's summary.
    """
    paths = whole("paths", paths)
    with current_preparation() as preparation, preparation.times.apart("Prefect"):
        published = Path(warehouse) if warehouse else preparation.settings.place
        ready = await asyncio.to_thread(preparation.times.counted("start", preparation.workers.ready))
        found = await discover_documents(named(paths), paths, ready.suffixes)
        async with Run.begin("ingest", preparation, published, ready.version) as run:
            await run.take(found.items, found.outcomes)
            return state_of(await run.finish())
