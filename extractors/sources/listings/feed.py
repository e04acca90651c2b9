"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and JSON Feed 1.x (in feed_json.py)."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from extractors.errors import UnreadableDocument
from extractors.sources.kinds import is_document
from extractors.sources.listings.addresses import address
from extractors.sources.listings.dates import day_of, stamp_of
from extractors.sources.listings.feed_json import read_json_feed
from extractors.sources.listings.items import ListedItem, ListingPage, label_of, listing_page
from extractors.sources.listings.trees import is_html, local_name, xml_tree

_ROOTS = frozenset({"rss", "rdf", "feed"})
# The words for "last changed" and "first published" in Atom, Dublin Core, and RSS
_CHANGED = ("updated", "modified")
_PUBLISHED = ("published", "pubdate", "issued", "created", "date")
# Of RSS (where it says so if it is no address) and Atom
_IDENTIFIERS = frozenset({"guid", "id"})
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,500}>")


def read(content: bytes, uri: str, options: Mapping[str, Any]) -> ListingPage:  # noqa: ARG001 - as every reader
    """Return the documents that the feed at `uri` lists, and its next page where it names one (RFC 5005).

    An entry's enclosure that is a document is an item too. Raises UnreadableDocument where the bytes are no feed.
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return read_json_feed(content, uri)
    if is_html(content):
        raise UnreadableDocument(
            "it is a web page, not a feed: look on the site for the address of its RSS or Atom feed, "
            "or describe the page as a `listing`"
        )
    root, faults = xml_tree(content, uri)
    if local_name(root) in {"urlset", "sitemapindex"}:
        raise UnreadableDocument("it is a sitemap, not a feed: name it `sitemap`")
    if local_name(root) not in _ROOTS:
        raise UnreadableDocument(f"it is XML of another kind ({local_name(root)}), not RSS or Atom: check the address")
    told = list(faults)
    return listing_page(_items(root, uri, told), _next_pages(root, uri), told)


def _items(root: etree._Element, uri: str, faults: list[str]) -> list[ListedItem]:
    items: list[ListedItem] = []
    for count, entry in enumerate(root.iter("{*}item", "{*}entry"), start=1):
        found = list(_entry(entry, uri))
        items += found
        if not found:
            faults.append(f"entry {count} ({_label(entry) or 'without a title'}) links to no web page")
    return items


def _entry(entry: etree._Element, uri: str) -> Iterator[ListedItem]:
    """Yield the document that an entry is about, then the documents that it encloses."""
    changed, published = _first(entry, _CHANGED), _first(entry, _PUBLISHED)
    label, stamp, day = _label(entry), stamp_of(changed or published), day_of(published)
    page = next(_addresses(_links(entry), uri), None)
    if page:
        yield ListedItem(page, label, stamp, day, tells_changes=changed is not None)
    for element, link, media_type in _enclosures(entry):
        for enclosed in _addresses([(element, link)], uri):
            if is_document(enclosed, media_type):
                yield ListedItem(enclosed, label, stamp, day, media_type, tells_changes=changed is not None)


def _links(entry: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the links that may lead to the entry's own page, the most likely first."""
    children = list(entry.iterchildren())
    # Where a service counts the visitors of a feed, this holds the address that it redirects to.
    yield from ((child, _text(child)) for child in children if local_name(child) == "origlink")
    for child in children:
        if local_name(child) == "link" and (child.get("rel") or "alternate") == "alternate":
            yield child, child.get("href") or _text(child)
    for child in children:
        if local_name(child) in _IDENTIFIERS and (child.get("isPermaLink") or "true").lower() == "true":
            yield child, _text(child)
    about = entry.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")
    if about:
        yield entry, about


def _enclosures(entry: etree._Element) -> Iterator[tuple[etree._Element, str, str | None]]:
    for child in entry.iterchildren():
        if local_name(child) == "enclosure":
            yield child, child.get("url") or "", child.get("type")
        elif local_name(child) == "link" and child.get("rel") == "enclosure":
            yield child, child.get("href") or "", child.get("type")


def _addresses(links: Any, uri: str) -> Iterator[str]:
    """Yield the links that are web addresses, each resolved against its xml:base, or else the feed's address."""
    for element, link in links:
        # An identifier that is no address ("tag:…", a bare number) must not be taken for a relative one.
        if local_name(element) in _IDENTIFIERS and not link.lower().startswith(("http://", "https://")):
            continue
        try:
            yield address(element.base or uri, link)
        except ValueError:
            continue


def _next_pages(root: etree._Element, uri: str) -> list[str]:
    channel = next(root.iterchildren("{*}channel"), root)
    links = [(each, each.get("href") or "") for each in channel.iterchildren("{*}link") if each.get("rel") == "next"]
    return list(_addresses(links, uri))


def _first(entry: etree._Element, names: tuple[str, ...]) -> str | None:
    written = {local_name(child): _text(child) for child in reversed(list(entry.iterchildren()))}
    return next((written[name] for name in names if written.get(name)), None)


def _label(entry: etree._Element) -> str | None:
    title = next(entry.iterchildren("{*}title"), None)
    if title is None:
        return None
    words = _text(title)
    # Titles may be HTML in disguise: in Atom where they say so, in RSS always.
    is_markup = title.get("type") in {"html", "text/html"} or local_name(entry) == "item"
    return label_of(html.unescape(_MARKUP.sub("", words)) if is_markup else words)


def _text(element: etree._Element) -> str:
    return "".join(element.itertext()).strip()
