"""The steps of one batch, without Prefect: read the bytes, leave out what is known, extract, load.

Here the extractors and the warehouse meet; rules about documents are theirs.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from extractors.errors import DocumentError, DocumentTooLarge, FetchError, UnreadableDocument
from extractors.ids import content_hash
from extractors.records import DocumentStatus, LoadItem, Outcome
from extractors.resolution.candidates import candidates
from extractors.resolution.judgement import clusters, judge, settled
from extractors.sources.fetch import Fetched
from extractors.sources.paths import Item
from extractors.worker import Extracted, Job
from extractors.workers import Workers, batches
from warehouse.archive import Archive
from warehouse.records import Known
from warehouse.writer import Writer

Tell = Callable[[int], None]
_LOCAL, _WEB = "file", "web"
_ADDRESSES_IN_A_BATCH = 10


@dataclass(frozen=True, slots=True)
class Content:
    """The raw bytes of one document, the name that tells their format, and the media type that came with them."""

    item: Item
    content: bytes
    name: str
    media_type: str | None = None


class Batch:
    """Documents on their way through the steps: one task reads and extracts them, one transaction loads them.

    A plain class on purpose: Prefect walks through dataclasses that are given to a task.
    """

    def __init__(self, items: Iterable[Item]) -> None:
        """Begin with items of which nothing is read."""
        self.items = tuple(items)
        self.started_at = datetime.now(UTC)
        self.fetched: dict[str, Fetched | DocumentError] = {}
        self.ready: list[LoadItem] = []
        self.outcomes: list[Outcome] = []


class Reading:
    """What reading needs beside the documents: workers, limits, what is known already, and whom to tell."""

    def __init__(
        self,
        workers: Workers,
        *,
        version: str,
        max_bytes: int,
        known: Mapping[str, Known],
        archive: Archive,
        tell: Tell,
    ) -> None:
        """`version` is the extractors', `known` the editions by address, `tell` is told how many more are done."""
        self.workers = workers
        self.version = version
        self.max_bytes = max_bytes
        self.known = known
        self.archive = archive
        self.tell = tell


def make_batches(items: Sequence[Item], limit: int) -> list[Batch]:
    """Return the items in batches of at most `limit` bytes; of addresses, whose sizes are not known, ten at most."""
    sizes = [_size(item, limit) for item in items]
    return [Batch(items[at] for at in positions) for positions in batches(sizes, limit)]


def _size(item: Item, limit: int) -> int:
    if item.path is None:
        return max(1, limit // _ADDRESSES_IN_A_BATCH)
    try:
        return item.path.stat().st_size
    except OSError:  # told when it is read
        return 0


def read_batch(batch: Batch, reading: Reading) -> None:
    """Fill `batch`: what is new or changed is archived and extracted; everything else gets its outcome."""
    contents: dict[str, Content] = {}
    for item in batch.items:
        try:
            content = _content(item, batch, reading)
        except DocumentError as error:
            batch.outcomes.append(_outcome(item.uri, "failed", str(error)))
            continue
        if _is_known(content, reading):
            batch.outcomes.append(_outcome(item.uri, "unchanged", "the same content, read by the same extractors"))
            continue
        reading.archive.put(content.content)
        contents[item.uri] = content
    reading.tell(len(batch.outcomes))
    _extract(batch, contents, reading)


def load_batch(batch: Batch, writer: Writer, run_id: str) -> tuple[Outcome, ...]:
    """Load the batch in one transaction and return how each of its documents ended."""
    return writer.load(run_id, batch.ready, batch.outcomes, started_at=batch.started_at)


def resolve_entities(writer: Writer, run_id: str, version: str) -> None:
    """Judge which names are one person or organisation across all documents; nothing where that is known already.

    `version` is the extractors', of which the rules of resolution are a part.
    """
    if writer.is_resolved(version):
        return
    known, decisions = writer.known_entities(), writer.decisions()
    found = candidates(known, [(each.entity_a_id, each.entity_b_id) for each in decisions])
    matches = judge(found, writer.company([each.pair for each in found]), decisions)
    goes_by = clusters(known, matches)
    writer.keep_resolution(run_id, version, settled(matches, goes_by), goes_by)


def _content(item: Item, batch: Batch, reading: Reading) -> Content:
    """Return the document's bytes. Raises DocumentError with the reason."""
    if item.path is None:
        answer = batch.fetched.get(item.uri, FetchError("it was not fetched: run the command again"))
        if isinstance(answer, DocumentError):
            raise answer
        if answer.content is None:
            raise FetchError("the server says that it is unchanged, which was not asked: run the command again")
        return Content(item, answer.content, answer.uri, answer.media_type)
    try:
        if (size := item.path.stat().st_size) > reading.max_bytes:
            raise DocumentTooLarge(
                f"{size:,} bytes are over the limit of {reading.max_bytes:,}: raise GREENPAPER_MAX_BYTES"
            )
        return Content(item, item.path.read_bytes(), item.name)
    except OSError as error:
        raise UnreadableDocument(f"the file cannot be read: {error.strerror or error}") from None


def _is_known(content: Content, reading: Reading) -> bool:
    known = reading.known.get(content.item.uri)
    if known is None or known.extractor_version != reading.version:
        return False
    return known.content_sha256 == content_hash(content.content)


def _extract(batch: Batch, contents: Mapping[str, Content], reading: Reading) -> None:
    jobs = [Job(uri, each.name, each.content, each.media_type) for uri, each in contents.items()]
    for answer in reading.workers.extract(jobs):
        if isinstance(answer.result, Extracted):
            batch.ready.append(_load_item(contents[answer.job.uri], answer.result, reading.version))
        else:
            batch.outcomes.append(_outcome(answer.job.uri, "failed", str(answer.result)))
        reading.tell(1)


def _load_item(content: Content, extracted: Extracted, version: str) -> LoadItem:
    return LoadItem(
        uri=content.item.uri,
        source=_WEB if content.item.path is None else _LOCAL,
        content_sha256=content_hash(content.content),
        byte_count=len(content.content),
        extractor_version=version,
        document=extracted.document,
        extraction=extracted.extraction,
    )


def _outcome(uri: str, status: DocumentStatus, reason: str) -> Outcome:
    return Outcome(uri=uri, status=status, reason=reason)
