"""Looking at one source, without Prefect: its listing, what of it is due, what its pages attach.

What is left to do is read from the warehouse and the listing alone: a run that was killed is completed by the next.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractors.errors import ConfigurationError, GreenpaperError, ListingChanged, SourceError
from extractors.ids import around
from extractors.looks import FetchRecord, ItemKey, SourceRun, TakenItem, WaitingItem
from extractors.records import Outcome, Publication
from extractors.sources.addresses import web_name
from extractors.sources.attachments import attachments
from extractors.sources.config import read_sources
from extractors.sources.discovery import Listing, is_wanted, walk
from extractors.sources.due import Seen, due
from extractors.sources.fetch import Fetcher
from extractors.sources.items import Item, Origin
from extractors.sources.listings.items import ListedItem, ListingPage
from extractors.sources.paths import discover, is_listed_file, place_of
from extractors.sources.source import Source
from extractors.worker import ListingJob
from extractors.workers import Pool
from flows.contents import fetch_record
from flows.patience import is_due
from flows.reading import spacing
from flows.validators import validators_of
from warehouse.archive import Archive
from warehouse.records import Known, Looked

_FAULTS_TOLD = 3
_PAGED = frozenset({"listing", "govuk"})  # a sitemap's parts are made at once

Look = Callable[[str], FetchRecord | None]


def chosen_sources(path: Path, names: Sequence[str]) -> tuple[Source, ...]:
    """Return the sources that `path` describes, or those of them that are named, in the order of the file.

    Raises ConfigurationError where there are none, or none of a name.
    """
    sources = read_sources(path)
    known = {source.name for source in sources}
    if unknown := [name for name in names if name not in known]:
        raise ConfigurationError(
            f"{path} describes no source {', '.join(unknown)}: it has {', '.join(sorted(known)) or 'none'}"
        )
    return tuple(source for source in sources if not names or source.name in names)


class ListingReader:
    """Fetches a source's listing pages, and has a worker process read them; notes how to ask for them again."""

    def __init__(
        self,
        source: Source,
        fetcher: Fetcher,
        workers: Pool,
        archive: Archive,
        before: Look,
        suffixes: Collection[str],
    ) -> None:
        """`before` tells what is remembered of an address that was fetched before, `suffixes` which files are read."""
        self._source = source
        self._fetcher = fetcher
        self._workers = workers
        self._archive = archive
        self._before = before
        self._suffixes = suffixes
        self.fetches: list[FetchRecord] = []

    def listing(self) -> Listing:
        """Return what the source lists. Raises SourceError where it cannot be told, or is not what was expected."""
        return walk(self._source, self._page, suffixes=self._suffixes)

    def _page(self, uri: str) -> ListingPage:
        source, before = self._source, self._before(uri)
        answer = self._fetcher.fetch(
            uri,
            validators=validators_of(before, self._archive),
            allowed_hosts=source.allowed_hosts,
            delay=source.delay,
        )
        if answer.content is not None:
            content, media_type = answer.content, answer.media_type
            self._archive.put(content)
        elif before is not None:
            content, media_type = self._archive.get(before.content_sha256), before.media_type
        else:
            raise SourceError(f"source {source.name}: {uri} says that nothing changed, but was not asked that")
        self.fetches.append(fetch_record(uri, answer, content, media_type))
        return self._workers.list(ListingJob(source.kind, answer.uri, content, source.options))


def origin_of(source: Source) -> Origin:
    """Return what a source says of all its documents."""
    return Origin(
        source.name, source.publisher, source.licence, source.allowed_hosts, source.delay, recheck=source.recheck
    )


def items_due(source: Source, listed: Sequence[ListedItem], taken: Mapping[str, TakenItem]) -> list[Item]:
    """Return the documents of a listing that are to be looked at now."""
    wanted = due(listed, _seen(taken), datetime.now(UTC), source.recheck)
    return [_item(source, each) for each in wanted]


def items_attached(
    source: Source, pages: Mapping[str, Sequence[Publication]], taken: Mapping[str, TakenItem]
) -> list[Item]:
    """Return the documents that the source's pages attach, and that are to be looked at now; `pages` is by address."""
    listed: dict[str, ListedItem] = {}
    found_on: dict[str, list[str]] = {}
    for page, publications in pages.items():
        for attached in attachments(publications, page):
            listed.setdefault(attached.uri, attached)
            found_on.setdefault(attached.uri, []).append(page)
    # One that another page attaches than before is taken anew: with its page an attachment stays or goes.
    known = {uri: each for uri, each in taken.items() if each.found_on in found_on.get(uri, ())}
    wanted = due(listed.values(), _seen(known), datetime.now(UTC), source.recheck)
    return [_item(source, each, found_on[each.uri][0]) for each in wanted]


def items_outdated(
    source: Source, taken: Mapping[str, TakenItem], known: Mapping[str, Known], version: str, but: Iterable[Item]
) -> list[Item]:
    """Return the documents that other extractors have read, or what is in them: to be read from the archive."""
    coming = {item.uri for item in but}
    outdated = {outer for uri, each in known.items() if each.extractor_version != version for outer in around(uri)}
    return [
        _item(source, _listed(each), each.found_on, is_archived=True)
        for uri, each in taken.items()
        if uri not in coming and uri in outdated
    ]


def _item(source: Source, listed: ListedItem, found_on: str | None = None, *, is_archived: bool = False) -> Item:
    return Item(
        listed.uri,
        web_name(listed.uri),
        origin=origin_of(source),
        listed=listed,
        found_on=found_on,
        is_archived=is_archived,
    )


def local_items(source: Source, files: Iterable[Item], taken: Mapping[str, TakenItem]) -> list[Item]:
    """Return the files of a folder as documents of their source, each with a stamp of its state."""
    origin = origin_of(source)
    return [replace(item, origin=origin, **_noted(item, taken)) for item in files]


def _noted(item: Item, taken: Mapping[str, TakenItem]) -> dict[str, Any]:
    stamp = _file_stamp(item.path) if item.path else None
    before = taken.get(item.uri)
    return {"listed": ListedItem(item.uri, stamp=stamp), "is_noted": before is not None and before.stamp == stamp}


def _file_stamp(path: Path) -> str | None:
    """Return what tells one state of a file from the next; None where the file is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return f"{found.st_mtime_ns}-{found.st_size}"


def local_files(source: Source, uris: Iterable[str], suffixes: Collection[str]) -> list[Item]:
    """Return those of the files at file:// addresses that a look at the source's folder would find."""
    if source.folder is None:
        return []
    folder = source.folder.resolve()
    named = (uri for uri in dict.fromkeys(uris) if (place := place_of(uri)) and is_listed_file(place, folder, suffixes))
    return [item for uri in named if (item := local_item(uri)) is not None and is_wanted(source, item.uri)]


def local_item(uri: str) -> Item | None:
    """Return the file at a file:// address; None where there is none any more."""
    return next(iter(discover([uri], suffixes=()).items), None)


def newly_found(items: Iterable[Item], taken: Mapping[str, TakenItem]) -> list[Item]:
    """Return the items of which their source says something new: that they are there, or are in another state."""
    return [
        item
        for item in items
        if not item.is_archived
        and item.listed is not None
        and (item.uri not in taken or taken[item.uri].stamp != item.listed.stamp)
    ]


def items_to_try(items: Iterable[Item], waiting: Mapping[str, WaitingItem], version: str) -> list[Item]:
    """Return the items but for those that failed just so, and are not to be tried again yet."""
    now = datetime.now(UTC)
    return [
        each
        for each in items
        if is_due(waiting.get(each.uri), each.listed.stamp if each.listed else None, now, version)
    ]


def items_left(
    source: Source, waiting: Mapping[str, WaitingItem], version: str, but: Collection[str]
) -> tuple[list[Item], list[ItemKey]]:
    """Return what earlier runs left on record and is to be read now, without the addresses `but`; and what is no more.

    A file that has gone before it was read is no more, and so is what the source is not to have any more.
    """
    now = datetime.now(UTC)
    left: list[Item] = []
    gone: list[ItemKey] = []
    for uri, each in waiting.items():
        if uri in but or not is_due(each, each.stamp, now, version):
            continue
        item = _left(source, each)
        if item is not None and (each.found_on or is_wanted(source, uri)):
            left.append(item)
        else:
            gone.append(ItemKey(source=each.source, uri=uri))
    return left, gone


def _left(source: Source, each: WaitingItem) -> Item | None:
    if not each.uri.startswith("file:"):
        return _item(source, _listed(each), each.found_on)
    found = local_item(each.uri)
    return found and local_items(source, [found], {})[0]


def what_was_seen(source: Source, listing: Listing) -> Looked:
    """Return what a look at a source tells of documents that are gone from it."""
    return Looked(
        named=listing.named,
        is_complete=listing.is_complete,
        is_paged=source.kind in _PAGED and listing.pages > 1,
        may_move=source.listing is not None and source.listing.whole is None,
        spacing=spacing(origin_of(source)),
        max_withdrawn=source.max_withdrawn,
    )


def source_run(
    source: Source,
    began: datetime,
    listing: Listing | None = None,
    *,
    stopped: GreenpaperError | None = None,
    due: int = 0,
    ended: Sequence[Outcome] = (),
    waiting: int = 0,
    growing: int = 0,
) -> SourceRun:
    """Return how a source was looked at; without a `listing` it was `stopped`.

    `waiting` is how many of its items failed before and were not tried again, `growing` how many were not read because
    they are still being written.
    """
    failed = sum(each.status == "failed" for each in ended)
    counted = stopped.listed if isinstance(stopped, ListingChanged) else 0
    faults = [*(listing.faults[:_FAULTS_TOLD] if listing else [str(stopped)])]
    if waiting:
        faults.insert(0, f"{waiting} documents failed before and were not tried again")
    if growing:
        faults.insert(0, f"{growing} documents are still being written: a later run reads them")
    if failed:
        faults.insert(0, f"{failed} documents failed")
    return SourceRun(
        source=source.name,
        kind=source.kind,
        status="stopped" if listing is None else "partly" if failed or waiting or growing else "complete",
        reason="; ".join(filter(None, faults)),
        listed=len(listing.items) + len(listing.files) if listing else counted,
        due=due,
        loaded=sum(each.status == "loaded" for each in ended),
        started_at=began,
        finished_at=datetime.now(UTC),
        publisher=source.publisher,
        licence=source.licence,
        schedule=source.schedule,
        minimum=source.minimum,
        maximum=source.maximum,
    )


def _listed(taken: TakenItem | WaitingItem) -> ListedItem:
    return ListedItem(taken.uri, taken.label, taken.stamp, taken.published_on, fetch_uri=taken.fetch_uri)


def _seen(taken: Mapping[str, TakenItem]) -> dict[str, Seen]:
    return {uri: Seen(each.stamp, each.taken_at.replace(tzinfo=UTC)) for uri, each in taken.items()}
