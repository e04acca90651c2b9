"""A warehouse of generated documents, filled by the one writer with what the generator knows, without any extraction.

What is loaded, resolved, checked and published of it is the real thing; only reading is left out: it would take hours.
"""

import resource
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from _documents import Document, generate

from extractors.fingerprint import fingerprint, signature
from extractors.ids import content_hash
from extractors.looks import FetchRecord, SourceRun, TakenItem
from extractors.records import LoadItem
from flows.resolving import find_duplicates, resolve_entities
from warehouse.records import Versions
from warehouse.writer import Writer

SEED = 1
VERSION = "generated"
_BATCH = 2_000
_NOW = datetime(2024, 6, 1, tzinfo=UTC)
_REDIRECTED_EVERY = 50


class Clock:
    """What took how long: `seconds` by the names of the steps, and the most memory that there was by then."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.megabytes: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add what happens inside to a step."""
        began = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began
        self.megabytes[name] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000

    def tell(self, what: str) -> None:
        """Print the steps of something."""
        print(f"  {what}:")
        for name, taken in self.seconds.items():
            print(f"    {name:12} {taken:8.2f} s   most memory so far {self.megabytes[name]:6.0f} MB")


def fill(published: Path, count: int, clock: Clock, *, seed: int = SEED) -> None:
    """Make the warehouse of `count` documents with all their editions, and publish it."""
    editions = chain(*(generate(count, seed, edition=edition) for edition in (1, 2, 3)))
    take(published, "fill", editions, clock)


def take(published: Path, command: str, documents: Iterable[Document], clock: Clock) -> None:
    """Take documents through one run: load, resolve, publish."""
    with Writer.open(published) as writer:
        run_id, asked = load(writer, command, documents, clock)
        settle(writer, run_id, asked, clock)


def load(writer: Writer, command: str, documents: Iterable[Document], clock: Clock) -> tuple[str, int]:
    """Begin a run, load documents in batches, and return the run and how many documents it was asked for."""
    run_id = writer.begin_run(command, Versions(greenpaper="0", extractor=VERSION, pipeline="none"))
    asked, remaining = 0, iter(documents)
    while True:
        with clock.step("generate"):
            batch = list(islice(remaining, _BATCH))
            items = [loadable(each) for each in batch]
        if not batch:
            return run_id, asked
        with clock.step("load"):
            writer.load(run_id, items, fetches=_fetches(batch), taken=_taken(batch))
        asked += len(batch)


def settle(writer: Writer, run_id: str, asked: int, clock: Clock) -> None:
    """Bring a run to its end: what is judged over all documents, the checks, the published file."""
    writer.keep_source_run(run_id, _source_run(asked))
    with clock.step("duplicates"):
        find_duplicates(writer, run_id, VERSION)
    with clock.step("resolve"):
        resolve_entities(writer, run_id, VERSION)
    writer.finish_run(run_id, asked)
    with clock.step("publish"):
        writer.publish()


def loadable(document: Document) -> LoadItem:
    """Return a generated document as a run would load it."""
    return LoadItem(
        uri=document.uri,
        source=document.source,
        content_sha256=content_hash(document.content),
        byte_count=len(document.content),
        extractor_version=VERSION,
        document=document.parsed,
        extraction=document.extraction,
        fingerprint=fingerprint(document.parsed),
        signature=signature(document.text),
        found_on=document.found_on,
    )


def _fetches(documents: Iterable[Document]) -> list[FetchRecord]:
    """What servers said of the documents that are in no archive, the last edition's word for each address."""
    last = {each.uri: each for each in documents if each.found_on is None}
    return [
        FetchRecord(
            uri=each.uri,
            final_uri=f"{each.uri}?moved" if each.number % _REDIRECTED_EVERY == 0 else each.uri,
            etag=f'"{each.number}"',
            last_modified=None,
            content_sha256=content_hash(each.content),
            media_type=each.parsed.media_type,
            fetched_at=_NOW,
        )
        for each in last.values()
    ]


def _taken(documents: Iterable[Document]) -> list[TakenItem]:
    last = {(each.source, each.uri): each for each in documents if each.found_on is None}
    return [
        TakenItem(
            source=source,
            uri=uri,
            label=each.extraction.metadata.title,
            stamp=each.parsed.media_type,
            published_on=each.extraction.metadata.published_on,
            fetch_uri=None,
            found_on=None,
            taken_at=_NOW,
        )
        for (source, uri), each in last.items()
    ]


def _source_run(asked: int) -> SourceRun:
    return SourceRun(
        source="source 0", kind="folder", status="complete", reason="generated", listed=asked, due=asked, loaded=asked,
        started_at=_NOW, finished_at=_NOW, publisher=None, licence=None, schedule=None,
    )  # fmt: skip
