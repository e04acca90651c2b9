"""What `greenpaper ingest FOLDER` does, by the core functions alone: the same workers, batches and writer, no Prefect.

python benchmarks/_direct.py FOLDER WAREHOUSE
"""

import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from extractors.sources.items import Item
from extractors.sources.paths import discover
from flows.batches import Batch, make_batches
from flows.contents import Reading
from flows.preparation import start_workers
from flows.reading import read_batch
from flows.resolving import find_duplicates, resolve_entities
from flows.settings import Settings
from flows.version import greenpaper_version
from warehouse.archive import Archive
from warehouse.records import Versions
from warehouse.writer import Writer

_AT_ONCE = 2  # as in flows.run


def read(items: Sequence[Item], reading: Reading, limit: int) -> Iterator[Batch]:
    """Yield batches that are read; while one is loaded, the workers read the next."""

    def one(batch: Batch) -> Batch:
        read_batch(batch, reading)
        return batch

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        running: deque[Future[Batch]] = deque()
        for batch in make_batches(items, limit):
            if len(running) == _AT_ONCE:
                yield running.popleft().result()
            running.append(threads.submit(one, batch))
        while running:
            yield running.popleft().result()


def main() -> None:
    """Ingest the folder."""
    folder, published = sys.argv[1], Path(sys.argv[2])
    settings = Settings.read()
    with start_workers(settings) as workers, Writer.open(published) as writer:
        ready = workers.ready()
        found = discover([folder], suffixes=ready.suffixes)
        run_id = writer.begin_run(
            "ingest",
            Versions(greenpaper=greenpaper_version(), extractor=ready.version, pipeline=settings.spacy_model),
        )
        reading = Reading(
            workers,
            version=ready.version,
            max_bytes=settings.max_bytes,
            known=writer.known([item.uri for item in found.items]),
            archive=Archive.of(published),
        )
        for batch in read(found.items, reading, settings.batch_chars):
            writer.load(run_id, batch.ready, batch.outcomes, started_at=batch.started_at)
            batch.let_go()
        find_duplicates(writer, run_id, ready.version)
        resolve_entities(writer, run_id, ready.version)
        writer.finish_run(run_id, len(found.items))
        writer.publish(settings.terms)


if __name__ == "__main__":
    main()
