"""The documents that a page lists beside its own words: one step further, and no more."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from extractors.records import Publication
from extractors.sources.kinds import ending, is_document
from extractors.sources.listings.addresses import address, site
from extractors.sources.listings.items import ListedItem, label_of

MOST_ATTACHMENTS = 200
"""Attachments followed from one page."""
_WEB_ENDINGS = frozenset({"", ".html", ".htm"})


def attachments(publications: Iterable[Publication], page_uri: str) -> tuple[ListedItem, ...]:
    """Return the documents among the publications that the page at `page_uri` lists, each once, in its order.

    Documents are told by ending or media type. Of web pages only those count that stand directly below the page
    ("/plans/health-2030" has "/plans/health-2030/annex-a"): parts of it in HTML.
    """
    found: dict[str, ListedItem] = {}
    for each in publications:
        try:
            uri = address(page_uri, each.uri or "")
        except ValueError:
            continue
        if uri != page_uri and (is_document(uri, each.media_type) or _is_part(uri, page_uri)):
            label = label_of(each.label)
            found.setdefault(uri, ListedItem(uri, label, published_on=each.published_on, media_type=each.media_type))
        if len(found) == MOST_ATTACHMENTS:
            break
    return tuple(found.values())


def _is_part(uri: str, page_uri: str) -> bool:
    """Whether a web page stands one step below another, which is not itself one of the site's main pages."""
    above = urlsplit(page_uri).path.rstrip("/")
    below = urlsplit(uri).path.rstrip("/")
    name = below.removeprefix(f"{above}/")
    is_below = below != name and "/" not in name and above.count("/") >= 2
    return is_below and site(uri) == site(page_uri) and ending(uri) in _WEB_ENDINGS
