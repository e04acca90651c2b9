"""Web pages with links to documents: which links, by a CSS selector, and which link leads to the next page."""

import warnings
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from bs4.exceptions import ParserRejectedMarkup

from extractors.errors import UnreadableDocument
from extractors.sources.kinds import ending
from extractors.sources.listings.addresses import address
from extractors.sources.listings.items import ListedItem, ListingPage, listing_page
from extractors.sources.listings.page_cards import Cards
from extractors.sources.listings.trees import check_size

NEXT = "a[rel~=next][href], link[rel~=next][href]"
"""The links that lead on by HTML's own word for it (HTML Living Standard, 4.6.7: link type "next")."""
MOST_LINKS = 5_000
_ELSEWHERE = ("#", "mailto:", "tel:", "javascript:", "data:")
_NO_DOCUMENTS = frozenset({".gif", ".ico", ".ics", ".jpeg", ".jpg", ".png", ".svg", ".webp"})


def read(content: bytes, uri: str, options: Mapping[str, Any]) -> ListingPage:
    """Return the documents that the page at `uri` links to, and its next page.

    `options["links"]` is a CSS selector for the links, or for elements whose links are meant; `options["next"]` is one
    for the link to the next page, by default NEXT. Raises UnreadableDocument for a page without any link.
    """
    tree = _tree(content)
    base = _base(tree, uri)
    faults: list[str] = []
    links = list(islice(_links(tree, str(options["links"]), base, faults), MOST_LINKS + 1))
    if len(links) > MOST_LINKS:
        faults.insert(0, f"only its first {MOST_LINKS:,} links are read")
    if not links:
        faults.append(f"no link on the page matches {options['links']!r}")
    more = _next_page(tree, str(options.get("next") or NEXT), base)
    return listing_page(_items(links[:MOST_LINKS]), [each for each in more if each != uri], faults)


def _tree(content: bytes) -> BeautifulSoup:
    check_size(content)
    try:
        markup: str | bytes = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        markup = content  # the page's own declaration decides
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        try:
            tree = BeautifulSoup(markup, "lxml", multi_valued_attributes=None)
        except ParserRejectedMarkup:
            raise UnreadableDocument("its HTML is too broken to be read: open it in a browser") from None
    if tree.find("a", href=True) is None:
        raise UnreadableDocument(
            "it is no web page with links; if a script fills it in, look for the site's feed or sitemap instead"
        )
    return tree


def _base(tree: BeautifulSoup, uri: str) -> str:
    base = tree.find("base", href=True)
    try:
        return address(uri, _attribute(base, "href")) if isinstance(base, Tag) else uri
    except ValueError:
        return uri


def _links(tree: BeautifulSoup, selector: str, base: str, faults: list[str]) -> Iterator[tuple[Tag, str]]:
    """Yield the links to documents that are selected, or that stand in what is selected, with their addresses."""
    met: set[int] = set()
    for link in (each for selected in tree.select(selector) for each in _links_of(selected, met)):
        written = _attribute(link, "href")
        if not written or written.lower().startswith(_ELSEWHERE):
            continue
        try:
            uri = address(base, written)
        except ValueError as problem:
            faults.append(f"the link {written[:80]!r} is passed over: {problem}")
            continue
        if ending(uri) not in _NO_DOCUMENTS:
            yield link, uri


def _links_of(selected: Tag, met: set[int]) -> Iterator[Tag]:
    """Yield the link that is selected, or those in what is selected, each once."""
    if id(selected) in met:
        return
    for tag in (selected, *(each for each in selected.descendants if isinstance(each, Tag))):
        met.add(id(tag))
        if tag.name in {"a", "area"}:
            yield tag


def _items(links: list[tuple[Tag, str]]) -> Iterator[ListedItem]:
    """Yield one item for each address, called what the first link says that says anything."""
    cards = Cards(links)
    by_address: dict[str, list[Tag]] = {}
    for link, uri in links:
        by_address.setdefault(uri, []).append(link)
    for uri, same in by_address.items():
        label, day = cards.told_of(same)
        yield ListedItem(uri, label, published_on=day)


def _next_page(tree: BeautifulSoup, selector: str, base: str) -> list[str]:
    for selected in tree.select(selector, limit=5):
        link = selected if selected.get("href") else selected.find("a", href=True)
        if isinstance(link, Tag):
            try:
                return [address(base, _attribute(link, "href"))]
            except ValueError:
                continue
    return []


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value.strip() if isinstance(value, str) else ""
