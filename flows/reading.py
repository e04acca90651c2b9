"""Reading one batch, without Prefect: take the bytes, leave out what is known, extract the rest, open what holds files.

Here the extractors and the warehouse meet; rules about documents are theirs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from urllib.parse import quote

from extractors.cards import Kept, ReadAs
from extractors.errors import (
    DocumentError,
    DocumentGone,
    UnsupportedDocument,
)
from extractors.forgetting import Seeker
from extractors.ids import INSIDE, around, content_hash
from extractors.looks import Absence, Sign, TakenItem, WaitingItem
from extractors.masking import masked_item, masked_words
from extractors.records import LoadItem, Member, Metadata, Outcome, Refusal
from extractors.seat import Answer
from extractors.sources.items import Item, Origin
from extractors.worker import Extracted, Job, Spent, Unpacked
from flows.batches import MOST_BYTES_INSIDE, MOST_FILES_INSIDE, Batch, Content
from flows.contents import Reading, content_of, is_as_it_was, local_content
from flows.patience import failed_item
from flows.times import Times

_LOCAL, _WEB = "file", "web"
_DEEPEST = 3  # files around a file: an attachment in a mail in an archive is the deepest that people send
FORGOTTEN = "forgotten: `greenpaper forget --list` tells when and why"
_UNKEPT = "it names somebody who is forgotten, so its bytes are not kept: ingest it again to have it read again"
_TOO_MUCH_INSIDE = (
    f"what is inside the outermost file is more than {MOST_FILES_INSIDE:,} files or {MOST_BYTES_INSIDE >> 20} MiB: "
    "take it out and ingest it by itself"
)


def without_known(items: Iterable[Item], reading: Reading) -> tuple[list[Item], Batch]:
    """Return the items but for files that are held just as they are, and a batch of the outcomes of those.

    They are told before batches are made: a batch costs a transaction and tasks, and of many files few are new. Only
    what the warehouse knows is read for that, one file at a time.
    """
    rest, batch = list[Item](), Batch(())
    with reading.times.step("read"):
        for item in items:
            if _is_told_at_once(item, batch, reading):
                batch.asked += 1
            else:
                rest.append(item)
    return rest, batch


def _is_told_at_once(item: Item, batch: Batch, reading: Reading) -> bool:
    known = reading.known.get(item.uri)
    if item.path is None or item.kept is not None or known is None or known.extractor_version != reading.version:
        return False
    if not reading.seeker and is_as_it_was(item, reading):
        _tell_known(item, batch, reading)
        return True
    try:
        content = content_of(item, batch, reading)
    except DocumentError:  # told when it is read
        return False
    return _is_told_forgotten(content, batch, reading) or _is_told_known(content, batch, reading)


def read_batch(batch: Batch, reading: Reading) -> None:
    """Fill `batch`: what is new or changed is archived and extracted; everything else gets its outcome."""
    with reading.times.step("read"):
        waiting = list(_contents(batch, reading))
        while waiting:
            fresh = {
                each.item.uri: each
                for each in waiting
                if not _is_told_forgotten(each, batch, reading) and not _is_told_known(each, batch, reading)
            }
            waiting = list(_extract(batch, fresh, reading))
        _keep_bytes(batch, reading)


def _contents(batch: Batch, reading: Reading) -> Iterator[Content]:
    """Yield the bytes of the batch's items; those that cannot be had get their outcome."""
    for item in batch.items:
        if item.kept is not None and item.kept.is_masked:
            _end(batch, reading, item.uri, "skipped", _UNKEPT)
            continue
        try:
            yield replace(content_of(item, batch, reading), allowance=reading.allowance())
        except DocumentGone as error:
            _miss(item, error, batch, reading)
        except DocumentError as error:
            _fail(batch, reading, item, error)


def _miss(item: Item, error: DocumentGone, batch: Batch, reading: Reading) -> None:
    """Note that a document that a source lists is not at its address.

    It has failed, unless we hold it and now know that it is gone: then there is nothing to be mended.
    """
    if item.origin is None or item.listed is None or not _is_held(item, reading):
        _fail(batch, reading, item, error)
        return
    if item.key:  # from here on it is for the rules on withdrawn documents
        batch.settled.append(item.key)
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
    return item.uri in reading.opened


def _is_told_forgotten(content: Content, batch: Batch, reading: Reading) -> bool:
    """Whether just these bytes were forgotten, or they are inside of what was; then the document's outcome is told."""
    seeker, uri = reading.seeker, content.item.uri
    if not seeker:
        return False
    if not seeker.holds_content(content_hash(content.content)) and not seeker.holds_address(uri):
        return False
    _take(content.item, batch, seeker)
    batch.unkept.update(around(uri))
    _end(batch, reading, uri, "skipped", FORGOTTEN)
    return True


def _is_told_known(content: Content, batch: Batch, reading: Reading) -> bool:
    """Whether the warehouse holds just this, read by just these extractors; then the document's outcome is told."""
    known = reading.known.get(content.item.uri)
    if content.item.kept is not None:  # somebody wants it read again
        return False
    if known is None or known.extractor_version != reading.version or not known.holds(content_hash(content.content)):
        return False
    _tell_known(content.item, batch, reading)
    return True


def _tell_known(item: Item, batch: Batch, reading: Reading) -> None:
    _take(item, batch, reading.seeker)
    _end(batch, reading, item.uri, "unchanged", "the same content, read by the same extractors")


def _extract(batch: Batch, contents: Mapping[str, Content], reading: Reading) -> Iterator[Content]:
    """Extract documents, and yield the files that were found in them."""
    for uri, content in contents.items():
        if reading.seeker:  # its bytes may not be kept: that is known once it is read
            batch.unread[uri] = content.content
        else:
            reading.archive.put(content.content)
    jobs = [_job(each) for each in contents.values()]
    for answer in _answers(jobs, reading):
        content, result = contents[answer.job.uri], answer.result
        if isinstance(result, Extracted):
            _count(result.spent, reading.times)
            _take(content.item, batch, reading.seeker)
            document = result.document
            item = masked_item(_load_item(content, result, reading.version), reading.seeker)
            batch.ready.append(item)
            if item.is_masked:
                batch.unkept.update(around(item.uri))
            reading.tell(1)
            yield from _inner(content, document.members, document.refusals, batch, reading)
        elif isinstance(result, Unpacked):
            yield from _unpacked(content, result, batch, reading)
        elif isinstance(result, UnsupportedDocument) and content.depth:
            _end(batch, reading, content.item.uri, "skipped", str(result))
        else:
            _fail(batch, reading, content.item, result)
        if not isinstance(result, Extracted | Unpacked):  # nobody can tell whom it names
            batch.unread.pop(content.item.uri, None)


def _job(content: Content) -> Job:
    return Job(content.item.uri, content.name, content.content, content.media_type, _said(content.item))


def job_of_file(item: Item, max_bytes: int) -> Job | None:
    """Return what a worker will be asked for of a file that nothing is known of; None where its bytes cannot be had."""
    try:
        return _job(local_content(item, Batch(()), max_bytes))
    except DocumentError:  # told when it is read
        return None


def _answers(jobs: Sequence[Job], reading: Reading) -> Iterator[Answer]:
    """Yield what the workers answer; the time for which they are waited for is no reading of ours."""
    answers = reading.workers.extract(jobs)
    while True:
        with reading.times.apart("read"):
            answer = next(answers, None)
        if answer is None:
            return
        yield answer


def _count(spent: Spent, times: Times) -> None:
    times.add("parse", spent.parse)
    times.add("model", spent.model)
    times.add("rules", spent.rules)


def _keep_bytes(batch: Batch, reading: Reading) -> None:
    """Archive what was read, but for what names somebody who is forgotten, and the archives and e-mails around it."""
    for uri, content in batch.unread.items():
        if uri not in batch.unkept:
            reading.archive.put(content)
    batch.unread = {}


def _unpacked(content: Content, result: Unpacked, batch: Batch, reading: Reading) -> Iterator[Content]:
    package = result.package
    if package.members:
        _take(content.item, batch, reading.seeker)
        reason = f"an archive: the {len(package.members)} files in it are documents of their own"
        _end(batch, reading, content.item.uri, "skipped", reason)
    else:
        _fail(batch, reading, content.item, "an archive without a file that can be read: look into it")
    yield from _inner(content, package.members, package.refusals, batch, reading)


def _inner(
    outer: Content, members: Iterable[Member], refusals: Iterable[Refusal], batch: Batch, reading: Reading
) -> Iterator[Content]:
    """Yield the files that a document carries, each as a document of its own; tell what is not taken out."""
    found = {_inner_uri(outer, member.name): member for member in members}
    refused = {_inner_uri(outer, refusal.name): refusal.reason for refusal in refusals}
    if outer.item.kept is not None:  # what is known of it is read again by itself, and told of when it was found
        found = {
            uri: member for uri, member in found.items() if _is_overlooked(uri, outer.item, outer.item.kept, reading)
        }
        refused = {}
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


def _is_overlooked(uri: str, outer: Item, kept: Kept, reading: Reading) -> bool:
    """Whether a file in an edition that is read again is to be read for the first time."""
    known = reading.known.get(outer.uri)
    return known is not None and known.edition == kept.edition and uri not in reading.opened


def _inner_uri(outer: Content, name: str) -> str:
    return f"{outer.item.uri}{INSIDE}{quote(name)}"


def unnamed(outcome: Outcome, seeker: Seeker) -> Outcome:
    """Return how a document ended, without an address or a name that is forgotten."""
    if not seeker:
        return outcome
    uri = seeker.alias(outcome.uri) if seeker.holds_address(outcome.uri) else outcome.uri
    return replace(outcome, uri=uri, reason=masked_words(outcome.reason, seeker))


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
        read_as=_read_as(content),
        kept=item.kept,
    )


def _read_as(content: Content) -> ReadAs:
    """Return what came with the bytes, so that they can be read again as they were."""
    said = _said(content.item) or Metadata()
    return ReadAs(
        name=content.name,
        media_type=content.media_type,
        title=said.title,
        publisher=said.publisher,
        published_on=said.published_on,
    )


def _source(item: Item) -> str:
    if item.origin:
        return item.origin.source
    return _LOCAL if item.uri.startswith("file:") else _WEB


def _take(item: Item, batch: Batch, seeker: Seeker) -> None:
    """Note that an item of a source was taken as the source lists it; it counts once the batch is loaded.

    What is read again from the archive tells nothing of the source.
    """
    if item.key:
        batch.settled.append(item.key)
    if item.listed is None or item.origin is None or item.is_archived or item.is_noted:
        return
    listed = item.listed
    batch.taken.append(
        TakenItem(
            source=item.origin.source,
            uri=item.uri,
            label=masked_words(listed.label, seeker) if listed.label else None,
            stamp=listed.stamp,
            published_on=listed.published_on,
            fetch_uri=listed.fetch_uri,
            found_on=item.found_on,
            taken_at=datetime.now(UTC),
        )
    )


def _fail(batch: Batch, reading: Reading, item: Item, error: object) -> None:
    which = f"edition {item.kept.edition}: " if item.kept else ""
    if item.key:
        failed = failed_item(
            item, item.key, str(error), reading.waiting.get(item.key), reading.patience, reading.version
        )
        batch.failed.append(unnamed_item(failed, reading.seeker))
    _end(batch, reading, item.uri, "failed", f"{which}{error}")


def unnamed_item(item: WaitingItem, seeker: Seeker) -> WaitingItem:
    """Return what is to be remembered of an item without names that are forgotten."""
    if not seeker:
        return item
    error, label = (each and masked_words(each, seeker) for each in (item.error, item.label))
    return replace(item, error=error, label=label)


def _end(batch: Batch, reading: Reading, uri: str, status: str, reason: str) -> None:
    outcome = Outcome(uri=uri, status=status, reason=reason)  # type: ignore[arg-type]  # words of ours
    batch.outcomes.append(unnamed(outcome, reading.seeker))
    reading.tell(1)
