"""Where the bytes of a document come from: a file, the archive, a server's answer; and what reading them needs."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property

from extractors.cards import Kept
from extractors.errors import (
    DocumentError,
    DocumentTooLarge,
    FetchError,
    UnreadableDocument,
    WarehouseError,
)
from extractors.forgetting import Seeker
from extractors.ids import around, content_hash
from extractors.judgements import Forgotten
from extractors.looks import FetchRecord, ItemKey, WaitingItem
from extractors.sources.fetch import Fetched
from extractors.sources.items import Item
from extractors.workers import Pool
from flows.batches import Allowance, Batch, Content
from flows.patience import Patience
from warehouse.archive import Archive
from warehouse.records import Absent, Known

Tell = Callable[[int], None]


class Reading:
    """What reading needs beside the documents: workers, limits, what is known already, and whom to tell.

    `known` are the current editions by address, `fetches` what was fetched before, `absences` by source and address
    what was not there at the last look, `waiting` what is on record as left to do; `tell` is told how many more
    documents are done, `expect` how many more there are than was thought.
    """

    def __init__(
        self,
        workers: Pool,
        *,
        version: str,
        max_bytes: int,
        known: Mapping[str, Known],
        archive: Archive,
        tell: Tell = lambda _: None,
        expect: Tell = lambda _: None,
        fetches: Mapping[str, FetchRecord] | None = None,
        absences: Mapping[tuple[str, str], Absent] | None = None,
        waiting: Mapping[ItemKey, WaitingItem] | None = None,
        patience: Patience | None = None,
        allowance: Callable[[], Allowance] = Allowance,
        seeker: Seeker | None = None,
    ) -> None:
        """`version` is the extractors', `max_bytes` the size of the largest file, `allowance` is made for each.

        `patience` says when what failed is tried again.
        `seeker` finds what is forgotten (nothing is, where None).
        """
        self.workers = workers
        self.version = version
        self.max_bytes = max_bytes
        self.known = known
        self.archive = archive
        self.tell = tell
        self.expect = expect
        self.fetches = fetches or {}
        self.absences = absences or {}
        self.waiting = waiting or {}
        self.patience = patience or Patience()
        self.allowance = allowance
        self.seeker = seeker or Seeker(Forgotten())

    @cached_property
    def opened(self) -> frozenset[str]:
        """The addresses of all that is known, and of the archives and e-mails around it."""
        return frozenset(each for uri in self.known for each in around(uri))


def content_of(item: Item, batch: Batch, reading: Reading) -> Content:
    """Return the document's bytes. Raises DocumentError with the reason."""
    if item.kept is not None:
        return _kept(item, item.kept, reading.archive)
    if item.path is not None:
        return _local(item, reading.max_bytes)
    if sha256 := archived(item, reading):
        before = reading.fetches.get(item.asked)
        told = before and before.content_sha256 == sha256 and (before.final_uri, before.media_type)
        name, media_type = told or (item.uri, None)
        return Content(item, reading.archive.get(sha256), name, media_type)
    answer = batch.fetched.get(item.uri, FetchError("it was not fetched: run the command again"))
    if isinstance(answer, DocumentError):
        raise answer
    return _fetched(item, answer, batch, reading)


def _kept(item: Item, kept: Kept, archive: Archive) -> Content:
    """Return the bytes of an edition, from the archive."""
    try:
        content = archive.get(kept.content_sha256)
    except WarehouseError:
        raise FetchError("its bytes are not in the archive: put them back from a backup, or ingest it again") from None
    if content_hash(content) != kept.content_sha256:
        raise UnreadableDocument(
            "its bytes in the archive are damaged: put them back from a backup, or ingest it again"
        )
    return Content(item, content, kept.read_as.name, kept.read_as.media_type)


def archived(item: Item, reading: Reading) -> str | None:
    """Return the SHA-256 of the bytes that are to be read again as they were last seen; None for what is to be asked.

    An archive is no document of its own: its bytes are those that its server sent last.
    """
    if not item.is_archived:
        return None
    seen = reading.known.get(item.uri) or reading.fetches.get(item.asked)
    return seen.content_sha256 if seen and reading.archive.holds(seen.content_sha256) else None


def _local(item: Item, max_bytes: int) -> Content:
    assert item.path is not None  # noqa: S101 - asked by the caller
    try:
        if (size := item.path.stat().st_size) > max_bytes:
            raise DocumentTooLarge(f"{size:,} bytes are over the limit of {max_bytes:,}: raise GREENPAPER_MAX_BYTES")
        return Content(item, item.path.read_bytes(), item.name)
    except OSError as error:
        raise UnreadableDocument(f"the file cannot be read: {error.strerror or error}") from None


def _fetched(item: Item, answer: Fetched, batch: Batch, reading: Reading) -> Content:
    """Return what a server answered, from the archive where it says that nothing changed; note how to ask it again."""
    before = reading.fetches.get(item.asked)
    content, media_type = answer.content, answer.media_type
    if content is None:
        if before is None:
            raise FetchError("the server says that nothing changed, but was not asked that: try again later")
        content, media_type = reading.archive.get(before.content_sha256), before.media_type
    batch.fetches.append(_unnamed(fetch_record(item.asked, answer, content, media_type), reading.seeker))
    return Content(item, content, answer.uri, media_type)


def fetch_record(asked: str, answer: Fetched, content: bytes, media_type: str | None) -> FetchRecord:
    """Return what is to be remembered of an answer, so that nothing is fetched twice without need."""
    return FetchRecord(
        uri=asked,
        final_uri=answer.uri,
        etag=answer.validators.etag,
        last_modified=answer.validators.last_modified,
        content_sha256=content_hash(content),
        media_type=media_type,
        fetched_at=datetime.now(UTC),
        redirects=answer.redirects,
    )


def _unnamed(said: FetchRecord, seeker: Seeker) -> FetchRecord:
    """Return what is remembered of an answer without redirects to what is forgotten."""
    if not any(map(seeker.holds_address, (said.final_uri, *said.redirects))):
        return said
    return replace(said, final_uri=said.uri, redirects=())
