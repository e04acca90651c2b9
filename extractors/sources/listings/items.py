"""What a listing says: documents with their addresses, and where it goes on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

MOST_ITEMS = 50_000
"""Documents taken from one page of a listing: what a sitemap may hold at most (sitemaps.org, protocol 0.9)."""
MOST_FAULTS = 100
LONGEST_LABEL = 500


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One document that a listing names.

    `uri` is its address in the steady form of paths.web_uri, without tracking parameters; `label` what the listing
    calls it. `stamp` is the listing's word on which state of it this is: its date of change, or else of publication,
    in ISO 8601 and UTC where it can be read, else verbatim; another stamp means: look again. `tells_changes` is False
    where the stamp is only a date of publication, which stays when the document is edited. `fetch_uri` is where its
    bytes are had, where that is another address.
    """

    uri: str
    label: str | None = None
    stamp: str | None = None
    published_on: date | None = None
    media_type: str | None = None
    fetch_uri: str | None = None
    tells_changes: bool = True


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What one page of a listing says, in its order.

    `more` are addresses of further pages of the listing, `faults` what could not be read, one line each.
    """

    items: tuple[ListedItem, ...]
    more: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


Reader = Callable[[bytes, str, Mapping[str, Any]], ListingPage]
"""(bytes, the address they come from, the source's options) → page; raises UnreadableDocument for no such listing."""


def listing_page(items: Iterable[ListedItem], more: Iterable[str] = (), faults: Iterable[str] = ()) -> ListingPage:
    """Return a page that names each address once, of bounded length; what is left out is told among its faults."""
    each_once: dict[str, ListedItem] = {}
    told = list(faults)
    for item in items:
        if item.uri not in each_once and len(each_once) == MOST_ITEMS:
            told.insert(0, f"only its first {MOST_ITEMS:,} documents are read")
            break
        each_once.setdefault(item.uri, item)
    return ListingPage(tuple(each_once.values()), tuple(dict.fromkeys(more))[:MOST_ITEMS], _bounded(told))


def label_of(words: str | None) -> str | None:
    """Return the words on one line and of bounded length, None where there are none."""
    line = " ".join((words or "").split())
    return line[:LONGEST_LABEL] or None


def _bounded(faults: list[str]) -> tuple[str, ...]:
    if len(faults) <= MOST_FAULTS:
        return tuple(faults)
    return (*faults[:MOST_FAULTS], f"and {len(faults) - MOST_FAULTS:,} faults more")
