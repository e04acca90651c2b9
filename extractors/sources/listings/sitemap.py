"""Sitemaps (sitemaps.org, protocol 0.9): lists of addresses, indexes of such lists, and plain text, gzip or not."""

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from extractors.errors import UnreadableDocument
from extractors.sources.listings.addresses import address
from extractors.sources.listings.dates import stamp_of
from extractors.sources.listings.items import ListedItem, ListingPage, listing_page
from extractors.sources.listings.trees import LARGEST, check_size, is_html, local_name, name_space, xml_tree

_GZIP = b"\x1f\x8b"
_UTF8_MARK = b"\xef\xbb\xbf"


def read(content: bytes, uri: str, options: Mapping[str, Any]) -> ListingPage:  # noqa: ARG001 - as every reader
    """Return the documents that the sitemap at `uri` lists, or the sitemaps that an index lists as `more`.

    Raises UnreadableDocument where the bytes are no sitemap.
    """
    plain = _unzipped(content) if content.startswith(_GZIP) else content
    if is_html(plain):
        raise UnreadableDocument("it is a web page, not a sitemap: the site's robots.txt may name the right address")
    if not plain.removeprefix(_UTF8_MARK).lstrip().startswith(b"<"):
        return _text_sitemap(plain, uri)
    root, faults = xml_tree(plain, uri)
    if local_name(root) in {"rss", "rdf", "feed"}:
        raise UnreadableDocument("it is a feed, not a sitemap: name it `feed`")
    told = list(faults)
    if local_name(root) == "sitemapindex":
        return listing_page((), [part.uri for part in _entries(root, "sitemap", uri, told)], told)
    if local_name(root) == "urlset":
        return listing_page(_entries(root, "url", uri, told), (), told)
    raise UnreadableDocument(f"it is XML of another kind ({local_name(root)}), not a sitemap: check the address")


def _entries(root: etree._Element, name: str, uri: str, faults: list[str]) -> list[ListedItem]:
    items: list[ListedItem] = []
    for entry in root.iterchildren(f"{{*}}{name}"):
        # Children of other name spaces tell of pictures, videos and translations on the page.
        told = {
            local_name(child): child.text or ""
            for child in entry.iterchildren()
            if name_space(child) == name_space(entry)
        }
        try:
            items.append(ListedItem(address(uri, told.get("loc", "")), stamp=stamp_of(told.get("lastmod"))))
        except ValueError as problem:
            faults.append(f"line {entry.sourceline}: {problem}")
    return items


def _text_sitemap(content: bytes, uri: str) -> ListingPage:
    """Read one address a line. One line that is none is a fault; where most are none, this is no sitemap."""
    check_size(content)
    faults: list[str] = []
    items = list(_lines(content, uri, faults))
    if len(faults) > len(items):
        raise UnreadableDocument("it is neither XML nor a list of addresses: open its address and see what it is")
    return listing_page(items, (), faults)


def _lines(content: bytes, uri: str, faults: list[str]) -> Iterator[ListedItem]:
    for number, line in enumerate(content.removeprefix(_UTF8_MARK).splitlines(), start=1):
        written = line.decode("utf-8", "replace").strip()
        if not written:
            continue
        try:
            if not written.lower().startswith(("http://", "https://")):
                raise ValueError("this is no web address")  # noqa: TRY301 - told as every other fault of a line
            yield ListedItem(address(uri, written))
        except ValueError as problem:
            faults.append(f"line {number}: {problem}")


def _unzipped(content: bytes) -> bytes:
    machine = zlib.decompressobj(wbits=31)
    try:
        plain = machine.decompress(content, LARGEST + 1)
    except zlib.error:
        raise UnreadableDocument("its gzip is damaged: it is fetched again by the next run") from None
    if len(plain) <= LARGEST and not machine.eof:
        raise UnreadableDocument("its gzip is cut off: it is fetched again by the next run")
    return plain  # the tree's own limit refuses what is too large
