"""A source → the documents that it lists now: page after page, within limits, each address once."""

import re
from collections import deque
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from extractors.errors import DocumentError, ListingChanged, SourceError
from extractors.sources.items import Item
from extractors.sources.listings.addresses import site
from extractors.sources.listings.items import MOST_FAULTS, ListedItem, ListingPage
from extractors.sources.paths import discover
from extractors.sources.source import Source

MOST_PAGES = {"feed": 20, "sitemap": 1_000, "govuk": 1_000}
"""Pages read of one listing; for web pages the source's own `pages` says how many."""
MOST_LISTED = 500_000
"""Addresses that are kept of one listing while it is read."""
SEEN_BY_PATTERNS = 500
"""Characters of an address that patterns look at: with the repeats that rules.py allows, seconds at the very worst."""

_FORGETS = frozenset({"feed"})
"""Kinds of listings that name what is new, and not what there is."""

ReadPage = Callable[[str], ListingPage]
"""Fetches and reads the page of a listing at an address; raises DocumentError where that fails."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source lists: documents on the web as `items`, files of a folder as `files`, both in its order.

    `pages` is the number of pages that were read, `faults` what could not be, one line each. `named` are all addresses
    in it, those that the source does not want too. `is_complete` says that it was read to its end and is not of a kind
    that forgets what is old, so that what it does not name is not there.
    """

    source: str
    items: tuple[ListedItem, ...] = ()
    files: tuple[Item, ...] = ()
    pages: int = 0
    faults: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    is_complete: bool = False


def walk(source: Source, read: ReadPage, *, suffixes: Collection[str] = frozenset()) -> Listing:
    """Return the documents that a source lists now.

    `suffixes` are the endings of files that are read (lower case, with the dot), for folders. Raises SourceError where
    the listing's first page, or the folder, cannot be read, and ListingChanged where fewer documents are listed than
    the source's minimum, or more than its maximum. A later page that fails is a fault of the listing.
    """
    if source.folder is not None:
        listing = _folder(source, source.folder, suffixes)
    elif source.urls is not None:
        listing = Listing(source.name, _chosen(source, (ListedItem(uri) for uri in source.urls)))
    else:
        listing = _Walk(source, read).listing()
    _check_count(source, len(listing.items) + len(listing.files), listing.faults)
    return listing


def _folder(source: Source, folder: Path, suffixes: Collection[str]) -> Listing:
    if not folder.is_dir():
        raise SourceError(f"source {source.name!r}: there is no folder {folder}: create it, or correct `folder`")
    found = discover([str(folder)], suffixes=suffixes)
    files = tuple(item for item in found.items if is_wanted(source, item.uri))
    faults = tuple(f"{outcome.uri}: {outcome.reason}" for outcome in found.outcomes)
    named = frozenset(item.uri for item in found.items) | {outcome.uri for outcome in found.outcomes}
    is_complete = bool(found.items) and all(outcome.status != "failed" for outcome in found.outcomes)
    return Listing(source.name, files=files, faults=faults[:MOST_FAULTS], named=named, is_complete=is_complete)


@dataclass(slots=True)
class _Walk:
    """One reading of a listing on the web, breadth first."""

    source: Source
    read: ReadPage
    items: dict[str, ListedItem] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    pages: int = 0
    is_cut: bool = False

    def listing(self) -> Listing:
        start = self.source.start
        waiting, met = deque([start]), {start}
        while waiting and not self._has_enough():
            if self.pages == self._most_pages():
                self.faults.append(f"{waiting[0]}: not read, for {self.pages:,} pages of the listing have been")
                break
            for uri in self._page(waiting.popleft()):
                if uri not in met and len(met) < MOST_LISTED:
                    met.add(uri)
                    waiting.append(uri)
        items = _newest(self.source, self.items.values())
        return Listing(
            self.source.name,
            items,
            pages=self.pages,
            faults=tuple(self.faults[:MOST_FAULTS]),
            named=frozenset(self.listed),
            is_complete=bool(self.listed) and not waiting and self._is_read_to_its_end(max(len(met), len(self.listed))),
        )

    def _is_read_to_its_end(self, addresses: int) -> bool:
        """Whether nothing was left out of a listing that has this many addresses, so far as can be told."""
        told = self.source.listing
        forgets = self.source.kind in _FORGETS or self.source.newest is not None or (told and told.whole is False)
        return not forgets and not self.is_cut and not self.faults and addresses < MOST_LISTED

    def _page(self, uri: str) -> list[str]:
        """Take the documents of one page; return the pages that it leads to."""
        self.pages += 1
        try:
            page = self.read(uri)
        except DocumentError as problem:
            if self.pages == 1:
                raise SourceError(f"source {self.source.name!r}: {uri}: {_reason(problem, uri)}") from problem
            self.faults.append(f"{uri}: {_reason(problem, uri)}")
            return []
        self.faults += (f"{uri}: {fault}" for fault in page.faults)
        if self.source.kind == "sitemap":
            self._take(page.items)
            return list(page.more)
        # A listing whose last page leads to itself under ever new addresses ends where nothing new comes.
        if not self._take(page.items):
            self.is_cut = self.is_cut or bool(page.more)  # what follows may be more of the same, or not
            return []
        return [each for each in page.more if self._is_of_the_site(each)]

    def _take(self, items: Iterable[ListedItem]) -> bool:
        """Take the wanted documents; return whether any was not listed before, wanted or not."""
        before = len(self.listed)
        for item in items:
            if item.uri not in self.listed and len(self.listed) < MOST_LISTED:
                self.listed.add(item.uri)
                if is_wanted(self.source, item.uri):
                    self.items[item.uri] = item
        return len(self.listed) > before

    def _is_of_the_site(self, uri: str) -> bool:
        if site(uri) == site(self.source.start):
            return True
        self.faults.append(f"{uri}: on another site, so not read: if the listing has moved, correct its address")
        return False

    def _has_enough(self) -> bool:
        if self.source.newest is None:
            return len(self.items) > self.source.maximum
        return self.source.kind != "sitemap" and len(self.items) >= self.source.newest

    def _most_pages(self) -> int:
        return self.source.listing.pages if self.source.listing is not None else MOST_PAGES[self.source.kind]


def _reason(problem: DocumentError, uri: str) -> str:
    return str(problem).removeprefix(f"{uri}: ")


def _newest(source: Source, items: Iterable[ListedItem]) -> tuple[ListedItem, ...]:
    """Return the source's `newest` documents: the first, but of a sitemap, whose order says nothing, the latest."""
    if source.newest is None:
        return tuple(items)
    ordered = sorted(items, key=_date_of_change, reverse=True) if source.kind == "sitemap" else list(items)
    return tuple(ordered[: source.newest])


def _date_of_change(item: ListedItem) -> str:
    """Return the stamp where it is a date, for ISO 8601 sorts as time does; what has none sorts before all others."""
    return item.stamp if item.stamp and item.stamp[0].isdecimal() else ""


def _chosen(source: Source, items: Iterable[ListedItem]) -> tuple[ListedItem, ...]:
    return tuple({item.uri: item for item in items if is_wanted(source, item.uri)}.values())


def is_wanted(source: Source, uri: str) -> bool:
    """Whether a source's `include` and `exclude` let an address in."""
    seen = uri[:SEEN_BY_PATTERNS]
    return (not source.include or any(re.search(each, seen) for each in source.include)) and not any(
        re.search(each, seen) for each in source.exclude
    )


def _check_count(source: Source, found: int, faults: tuple[str, ...]) -> None:
    told = f" ({faults[0]})" if faults else ""
    if found < source.minimum:
        raise ListingChanged(
            f"source {source.name!r}: it lists {found:,} documents, but {source.minimum:,} or more were "
            f"expected{told}: open {source.start}; "
            "if the page has changed, correct the source, else lower its `minimum`",
            found,
        )
    if found > source.maximum:
        raise ListingChanged(
            f"source {source.name!r}: it lists more than the {source.maximum:,} documents that were expected: "
            f"open {source.start}; narrow it with `include` or `newest`, or raise its `maximum`",
            found,
        )
