"""`greenpaper ingest` of what is held already: the run is recorded, and Prefect is not started for it.

To start Prefect and a server of its own takes longer than to see that ten thousand files are as they were.
"""

from collections.abc import Sequence
from pathlib import Path

from extractors.forgetting import Seeker
from extractors.sources.paths import Discovery, find
from extractors.worker import Ready
from flows.batches import Batch
from flows.contents import Reading
from flows.preparation import Preparation
from flows.reading import without_known
from flows.resolving import find_duplicates, resolve_entities
from flows.server_named import may_name_a_server
from flows.summary import RunSummary, summarise
from flows.version import greenpaper_version
from warehouse.archive import Archive
from warehouse.records import Versions
from warehouse.writer import Writer

_COMMAND = "ingest"


def nothing_new(documents: Sequence[str], warehouse: Path, preparation: Preparation) -> RunSummary | None:
    """Record and publish a run over `documents` that are all held as they are; return its summary.

    None, and nothing is recorded, where any of them is to be read or asked for, where names are forgotten, or where a
    Prefect server may want to know of the run. Raises WarehouseError as a run does.
    """
    if not warehouse.exists() or preparation.settings.lake_of(warehouse) or may_name_a_server():
        return None
    await_ready = preparation.times.counted("start", preparation.workers.ready)
    if preparation.settings.is_on_dask:  # a cluster may let us wait: meanwhile others may write
        await_ready()
    named = find(documents)  # this and what is asked of the warehouse takes no longer than the worker's start
    with Writer.open(warehouse, wait_seconds=preparation.settings.lock_wait, command=_COMMAND) as writer:
        if Seeker(writer.forgotten()):
            return None
        uris = [item.uri for item in named.items]
        known, fetches = writer.known(uris), writer.fetches(uris)
        ready = await_ready()
        found = named.of(ready.suffixes)
        if not all(item.path and item.uri in known for item in found.items):
            return None
        preparation.expect(found.asked)
        reading = Reading(
            preparation.workers,
            version=ready.version,
            max_bytes=preparation.settings.max_bytes,
            known=known,
            archive=Archive.of(warehouse),
            fetches=fetches,
            times=preparation.times,
        )
        new, held = without_known(found.items, reading)
        return None if new else _recorded(held, found, writer, preparation, ready)


def _recorded(held: Batch, found: Discovery, writer: Writer, preparation: Preparation, ready: Ready) -> RunSummary:
    times, settings = preparation.times, preparation.settings
    run_id = writer.begin_run(
        _COMMAND,
        Versions(greenpaper=greenpaper_version(), extractor=ready.version, pipeline=settings.spacy_model),
    )
    times.counted("load", writer.load)(
        run_id, (), [*held.outcomes, *found.outcomes], started_at=held.started_at, fetches=held.fetches
    )
    with times.step("resolve"):
        find_duplicates(writer, run_id, ready.version)
        resolve_entities(writer, run_id, ready.version)
    counts = writer.finish_run(run_id, found.asked)
    published = times.counted("publish", writer.publish)(settings.terms)
    return summarise(run_id, counts, found.outcomes, published)
