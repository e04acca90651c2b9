"""What worker processes read while Prefect starts: the first files of an ingest into a warehouse that is not there yet.

Nothing of it is kept by itself: the run asks for the same documents, and finds them read. Where a warehouse is there
already, it first has to be seen which files are new.
"""

import threading
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from extractors.errors import GreenpaperError
from extractors.sources.items import Item
from extractors.sources.paths import discover
from extractors.worker import Job
from extractors.workers import Workers
from flows.batches import Batch, make_batches
from flows.preparation import Preparation
from flows.reading import job_of_file
from warehouse.paths import Paths

_BATCHES = 2  # as many as a run has at once


def begin_head_start(documents: Sequence[str], warehouse: Path, preparation: Preparation) -> None:
    """Let the workers begin with the first of `documents`, in a thread that ends by itself."""
    workers = preparation.workers
    if isinstance(workers, Workers) and not warehouse.exists() and not Paths(warehouse).working.exists():
        arguments = (documents, preparation, workers)
        threading.Thread(target=_read_ahead, args=arguments, name="head start", daemon=True).start()


def _read_ahead(documents: Sequence[str], preparation: Preparation, workers: Workers) -> None:
    try:
        ready = workers.ready()
        items = [item for item in discover(documents, suffixes=ready.suffixes).items if item.path]
        workers.read_ahead(_jobs(items, preparation))
    except GreenpaperError:  # the run meets it too, and tells it
        return


def _jobs(items: Sequence[Item], preparation: Preparation) -> Iterator[Job]:
    batches: list[Batch] = make_batches(items, preparation.settings.batch_chars)
    for batch in islice(batches, _BATCHES):
        for item in batch.items:
            job = job_of_file(item, preparation.settings.max_bytes)
            if job is not None:
                yield job
