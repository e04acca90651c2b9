"""The flows that read the archive and fetch nothing: editions again, by the present extractors; a warehouse anew."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State

from extractors.cards import Kept
from flows.handing import whole
from flows.naming import rebuild_name, reextract_name
from flows.preparation import current_preparation
from flows.rereading import CURRENT, chosen, rounds
from flows.run import Run
from flows.states import state_of
from flows.summary import RunSummary
from warehouse.archive import Archive
from warehouse.rebuild import COMMAND


@flow(name="reextract", flow_run_name=reextract_name, persist_result=False)
async def reextract(
    names: list[str] | None = None, older_than: str | None = None, warehouse: str | None = None
) -> State[RunSummary]:
    """Read editions again from the archive of `warehouse`, replace their facts, and publish it.

    `names` are sources, addresses, files or folders (all documents, where there is none). With `older_than`, a version
    of the extractors or "current", only editions whose facts come from older ones. The result is the run's summary.
    """
    names = whole("names", names)
    with current_preparation() as preparation:
        published = Path(warehouse) if warehouse else preparation.settings.place
        preparation.settings.ensure_no_lake(published, "`greenpaper reextract`")
        ready = await asyncio.to_thread(preparation.workers.ready)
        than = ready.version if older_than == CURRENT else older_than
        async with Run.begin("reextract", preparation, published, ready.version) as run:
            await _take(run, lambda kept: chosen(kept, names or (), than))
            return state_of(await run.finish())


@flow(name="rebuild", flow_run_name=rebuild_name, persist_result=False)
async def rebuild(archive: str, warehouse: str | None = None) -> State[RunSummary]:
    """Make `warehouse` from the folder `archive` alone, or complete it, and publish it.

    The result is the run's summary.
    """
    with current_preparation() as preparation:
        published = Path(warehouse) if warehouse else preparation.settings.place
        preparation.settings.ensure_no_lake(published, "`greenpaper rebuild`")
        ready = await asyncio.to_thread(preparation.workers.ready)
        async with Run.begin(COMMAND, preparation, published, ready.version) as run:
            await run.desk.do(run.desk.writer.begin_rebuild, Archive(Path(archive)))
            await _take(run, lambda kept: [each for each in kept if each.read_by is None])
            await run.desk.do(run.desk.writer.end_rebuild)
            return state_of(await run.finish())


async def _take(run: Run, choose: Callable[[Sequence[Kept]], list[Kept]]) -> None:
    """Take the chosen editions through the run, of each document one after the other."""
    for items in rounds(choose(await run.desk.do(run.desk.writer.kept)), run.archive):
        await run.take(items)
