"""Reading one batch, without Prefect: take the bytes, leave out what is known, extract the rest, open what holds files.

Here the extractors and the warehouse meet; rules about documents are theirs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http import HTTPStatus
from urllib.parse import quote

from extractors.errors import (
    DocumentError,
    DocumentGone,
    DocumentTooLarge,
    FetchError,
    UnreadableDocument,
    UnsupportedDocument,
)
from extractors.ids import content_hash
from extractors.records import FetchRecord, LoadItem, Member, Metadata, Outcome, Refusal, TakenItem
from extractors.sources.fetch import Fetched
from extractors.sources.items import Item, Origin
from extractors.worker import Extracted, Job, Unpacked
from extractors.workers import Workers
from flows.batches import MOST_BYTES_INSIDE, MOST_FILES_INSIDE, Allowance, Batch, Content
from warehouse.archive import Archive
from warehouse.records import Absence, Absent, Known, Sign

Tell = Callable[[int], None]
_LOCAL, _WEB = "file", "web"
_DEEPEST = 3  # files around a file: an attachment in a mail in an archive is the deepest that people send
INSIDE = "!/"
"""What stands in an address between a document and what is inside it."""
_TOO_MUCH_INSIDE = (
    f"what is inside the outermost file is more than {MOST_FILES_INSIDE:,} files or {MOST_BYTES_INSIDE >> 20} MiB: "
    "take it out and ingest it by itself"
)


class Reading:
    """What reading needs beside the documents: workers, limits, what is known already, and whom to tell.

    `known` are the current editions by address, `fetches` what was fetched before, `absences` by source and address
    what was not there at the last look; `tell` is told how many more documents are done, `expect` how many more there
    are than was thought.
    """

    def __init__(
        self,
        workers: Workers,
        *,
        version: str,
        max_bytes: int,
        known: Mapping[str, Known],
        archive: Archive,
        tell: Tell = lambda _: None,
        expect: Tell = lambda _: None,
        fetches: Mapping[str, FetchRecord] | None = None,
        absences: Mapping[tuple[str, str], Absent] | None = None,
        allowance: Callable[[], Allowance] = Allowance,
    ) -> None:
        """`version` is the extractors', `max_bytes` the size of the largest file, `allowance` is made for each."""
        self.workers = workers
        self.version = version
        self.max_bytes = max_bytes
        self.known = known
        self.archive = archive
        self.tell = tell
        self.expect = expect
        self.fetches = fetches or {}
        self.absences = absences or {}
        self.allowance = allowance

    @cached_property
    def held_around(self) -> frozenset[str]:
        """The addresses of the archives and e-mails in which documents are held."""
        return frozenset(uri.partition(INSIDE)[0] for uri in self.known if INSIDE in uri)


def read_batch(batch: Batch, reading: Reading) -> None:
    """Fill `batch`: what is new or changed is archived and extracted; everything else gets its outcome."""
    waiting = list(_contents(batch, reading))
    while waiting:
        fresh = {each.item.uri: each for each in waiting if not _is_told_known(each, batch, reading)}
        waiting = list(_extract(batch, fresh, reading))


def _contents(batch: Batch, reading: Reading) -> Iterator[Content]:
    """Yield the bytes of the batch's items; those that cannot be had get their outcome."""
    for item in batch.items:
        try:
            yield replace(_content(item, batch, reading), allowance=reading.allowance())
        except DocumentGone as error:
            _miss(item, error, batch, reading)
        except DocumentError as error:
            _end(batch, reading, item.uri, "failed", str(error))


def _miss(item: Item, error: DocumentGone, batch: Batch, reading: Reading) -> None:
    """Note that a document that a source lists is not at its address.

    It has failed, unless we hold it and now know that it is gone: then there is nothing to be mended.
    """
    if item.origin is None or item.listed is None or not _is_held(item, reading):
        _end(batch, reading, item.uri, "failed", str(error))
        return
    now = datetime.now(UTC)
    sign: Sign = "410" if error.status == HTTPStatus.GONE else "404"
    batch.absences.append(Absence(source=item.origin.source, uri=item.uri, sign=sign, looked_at=now))
    before = reading.absences.get((item.origin.source, item.uri))
    is_answer_again = before is not None and before.sign != "unlisted"
    lasts = is_answer_again and before is not None and now - before.first_at.replace(tzinfo=UTC) >= spacing(item.origin)
    if sign == "410" or lasts:
        _end(batch, reading, item.uri, "skipped", f"gone from its source: {error}")
    else:
        _end(batch, reading, item.uri, "failed", f"{error}; if that stays so, it is marked as withdrawn")


def spacing(origin: Origin) -> timedelta:
    """Return how long an address must answer 404 until its document counts as gone: half of the time between checks.

    The half, so that of two daily runs the second is never a minute too early.
    """
    return origin.recheck / 2


def _is_held(item: Item, reading: Reading) -> bool:
    """Whether the warehouse holds the document, or, of an archive, anything that was in it."""
    return item.uri in reading.known or item.uri in reading.held_around


def _content(item: Item, batch: Batch, reading: Reading) -> Content:
    """Return the document's bytes. Raises DocumentError with the reason."""
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
    batch.fetches.append(fetch_record(item.asked, answer, content, media_type))
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


def _is_told_known(content: Content, batch: Batch, reading: Reading) -> bool:
    """Whether the warehouse holds just this, read by just these extractors; then the document's outcome is told."""
    known = reading.known.get(content.item.uri)
    if known is None or known.extractor_version != reading.version or not known.holds(content_hash(content.content)):
        return False
    _take(content.item, batch)
    _end(batch, reading, content.item.uri, "unchanged", "the same content, read by the same extractors")
    return True


def _extract(batch: Batch, contents: Mapping[str, Content], reading: Reading) -> Iterator[Content]:
    """Extract documents, and yield the files that were found in them."""
    for content in contents.values():
        reading.archive.put(content.content)
    jobs = [Job(uri, each.name, each.content, each.media_type, _said(each.item)) for uri, each in contents.items()]
    for answer in reading.workers.extract(jobs):
        content, result = contents[answer.job.uri], answer.result
        if isinstance(result, Extracted):
            _take(content.item, batch)
            document = result.document
            batch.ready.append(_load_item(content, result, reading.version))
            reading.tell(1)
            yield from _inner(content, document.members, document.refusals, batch, reading)
        elif isinstance(result, Unpacked):
            yield from _unpacked(content, result, batch, reading)
        elif isinstance(result, UnsupportedDocument) and content.depth:
            _end(batch, reading, content.item.uri, "skipped", str(result))
        else:
            _end(batch, reading, content.item.uri, "failed", str(result))


def _unpacked(content: Content, result: Unpacked, batch: Batch, reading: Reading) -> Iterator[Content]:
    package = result.package
    if package.members:
        _take(content.item, batch)
        reason = f"an archive: the {len(package.members)} files in it are documents of their own"
        _end(batch, reading, content.item.uri, "skipped", reason)
    else:
        _end(batch, reading, content.item.uri, "failed", "an archive without a file that can be read: look into it")
    yield from _inner(content, package.members, package.refusals, batch, reading)


def _inner(
    outer: Content, members: Iterable[Member], refusals: Iterable[Refusal], batch: Batch, reading: Reading
) -> Iterator[Content]:
    """Yield the files that a document carries, each as a document of its own; tell what is not taken out."""
    found = {_inner_uri(outer, member.name): member for member in members}
    refused = {_inner_uri(outer, refusal.name): refusal.reason for refusal in refusals}
    batch.asked += len(found | refused)
    reading.expect(len(found | refused))
    for uri, reason in refused.items():
        if uri not in found:
            _end(batch, reading, uri, "skipped", reason)
    for uri, member in found.items():
        if outer.depth >= _DEEPEST:
            _end(batch, reading, uri, "skipped", "a file in a file in a file: take it out and ingest it by itself")
            continue
        if not outer.allowance.take(len(member.content)):
            _end(batch, reading, uri, "skipped", _TOO_MUCH_INSIDE)
            continue
        item = Item(uri, member.name, origin=outer.item.origin, found_on=outer.item.uri)
        yield Content(item, member.content, member.name, member.media_type, outer.depth + 1, outer.allowance)


def _inner_uri(outer: Content, name: str) -> str:
    return f"{outer.item.uri}{INSIDE}{quote(name)}"


def _said(item: Item) -> Metadata | None:
    """Return what the source says of a document, None where it says nothing."""
    listed = item.listed
    said = Metadata(
        title=listed.label if listed else None,
        publisher=item.origin.publisher if item.origin else None,
        published_on=listed.published_on if listed else None,
    )
    return None if said == Metadata() else said


def _load_item(content: Content, extracted: Extracted, version: str) -> LoadItem:
    item = content.item
    return LoadItem(
        uri=item.uri,
        source=_source(item),
        content_sha256=content_hash(content.content),
        byte_count=len(content.content),
        extractor_version=version,
        document=replace(extracted.document, members=(), refusals=()),
        extraction=extracted.extraction,
        fingerprint=extracted.fingerprint,
        signature=extracted.signature,
        found_on=item.found_on,
        licence=item.origin.licence if item.origin else None,
    )


def _source(item: Item) -> str:
    if item.origin:
        return item.origin.source
    return _LOCAL if item.uri.startswith("file:") else _WEB


def _take(item: Item, batch: Batch) -> None:
    """Note that an item of a source was taken as the source lists it; it counts once the batch is loaded.

    What is read again from the archive tells nothing of the source.
    """
    if item.listed is None or item.origin is None or item.is_archived:
        return
    listed = item.listed
    batch.taken.append(
        TakenItem(
            source=item.origin.source,
            uri=item.uri,
            label=listed.label,
            stamp=listed.stamp,
            published_on=listed.published_on,
            fetch_uri=listed.fetch_uri,
            found_on=item.found_on,
            taken_at=datetime.now(UTC),
        )
    )


def _end(batch: Batch, reading: Reading, uri: str, status: str, reason: str) -> None:
    batch.outcomes.append(Outcome(uri=uri, status=status, reason=reason))  # type: ignore[arg-type]  # words of ours
    reading.tell(1)
