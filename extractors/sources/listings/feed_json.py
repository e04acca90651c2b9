"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from collections.abc import Iterator, Mapping
from typing import Any

from extractors.errors import UnreadableDocument
from extractors.sources.kinds import is_document
from extractors.sources.listings.addresses import address
from extractors.sources.listings.dates import day_of, stamp_of
from extractors.sources.listings.items import ListedItem, ListingPage, label_of, listing_page
from extractors.sources.listings.trees import json_tree


def read_json_feed(content: bytes, uri: str) -> ListingPage:
    """Return the documents that a JSON Feed lists. Raises UnreadableDocument where it is other JSON, or none."""
    feed = json_tree(content)
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list):
        raise UnreadableDocument("it is JSON, but no JSON Feed, which has a list `items`: check the address")
    items: list[ListedItem] = []
    faults: list[str] = []
    for count, entry in enumerate(entries, start=1):
        found = list(_entry(entry, uri)) if isinstance(entry, dict) else []
        items += found
        if not found:
            faults.append(f"entry {count} links to no web page")
    return listing_page(items, _addresses(uri, _string(feed, "next_url")), faults)


def _entry(entry: Mapping[str, Any], uri: str) -> Iterator[ListedItem]:
    changed, published = _string(entry, "date_modified"), _string(entry, "date_published")
    label, stamp, day = label_of(_string(entry, "title")), stamp_of(changed or published), day_of(published)
    identifier = _string(entry, "id")
    links = [_string(entry, "url"), _string(entry, "external_url")]
    links += [identifier] if identifier.startswith(("http://", "https://")) else []
    for page in _addresses(uri, *links):
        yield ListedItem(page, label, stamp, day, tells_changes=bool(changed))
        break
    attachments = entry.get("attachments")
    for attached in attachments if isinstance(attachments, list) else ():
        if not isinstance(attached, dict):
            continue
        media_type = _string(attached, "mime_type") or None
        for enclosed in _addresses(uri, _string(attached, "url")):
            if is_document(enclosed, media_type):
                title = label_of(_string(attached, "title")) or label
                yield ListedItem(enclosed, title, stamp, day, media_type, tells_changes=bool(changed))


def _addresses(base: str, *links: str) -> Iterator[str]:
    for link in links:
        try:
            yield address(base, link)
        except ValueError:
            continue


def _string(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""
