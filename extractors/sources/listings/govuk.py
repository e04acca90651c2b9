"""GOV.UK's search API → the publications of its organisations; their contents come from its content API.

Documented at docs.publishing.service.gov.uk/repos/search-api/using-the-search-api.html: a filter that is given
several times means any of its values, and an unknown parameter is refused with 422.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit, urlunsplit

from extractors.errors import UnreadableDocument
from extractors.sources.listings.addresses import address
from extractors.sources.listings.dates import stamp_of
from extractors.sources.listings.items import ListedItem, ListingPage, label_of, listing_page
from extractors.sources.listings.trees import is_html, json_tree

BASE = "https://www.gov.uk"
PAGE_SIZE = 100
_START = re.compile(r"[0-9]{1,7}")
_FIELDS = ("title", "link", "public_timestamp")


def search_uri(
    *, organisations: Iterable[str] = (), document_types: Iterable[str] = (), order: str, base: str = BASE
) -> str:
    """Return the address of the first page of results for any of the organisations and any of the document types."""
    query = [("filter_organisations", each) for each in organisations]
    query += [("filter_content_store_document_type", each) for each in document_types]
    query += [("fields", each) for each in _FIELDS]
    return f"{base}/api/search.json?{urlencode([*query, ('order', order), ('count', PAGE_SIZE), ('start', 0)])}"


def read(content: bytes, uri: str, options: Mapping[str, Any]) -> ListingPage:
    """Return the publications on one page of results, and the address of the next page.

    `options["base"]` is the site's address, GOV.UK's by default. Raises UnreadableDocument for other answers.
    """
    if is_html(content):
        raise UnreadableDocument(
            "the search API answered with a web page: it may be out of order, the next run asks again"
        )
    answer = json_tree(content)
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list):
        raise UnreadableDocument("the answer has no `results`: check `organisations`, `document_types` and `order`")
    base = str(options.get("base", BASE))
    items: list[ListedItem] = []
    faults: list[str] = []
    for count, result in enumerate(results, start=1):
        try:
            items.append(_item(result, base))
        except ValueError as problem:
            faults.append(f"result {count}: {problem}")
    return listing_page(items, _next_page(answer, uri, len(results)), faults)


def _item(result: Any, base: str) -> ListedItem:
    fields = result if isinstance(result, dict) else {}
    link, title, changed = (_words(fields.get(name)) for name in ("link", "title", "public_timestamp"))
    uri = address(f"{base}/", link)
    # Pages of other sites stand among the results too; those the content API does not hold.
    is_own = link.startswith("/") and not link.startswith("//")
    return ListedItem(
        uri,
        label_of(title),
        stamp_of(changed),
        fetch_uri=address(urljoin(base, "/"), f"/api/content{urlsplit(link).path}") if is_own else None,
    )


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _next_page(answer: Mapping[str, Any], uri: str, found: int) -> list[str]:
    parts = urlsplit(uri)
    query = parse_qs(parts.query)
    start = query.get("start", ["0"])[0]
    total = answer.get("total")
    if not found or not _START.fullmatch(start) or not isinstance(total, int) or int(start) + found >= total:
        return []
    following = {**query, "start": [str(int(start) + found)]}
    return [urlunsplit(parts._replace(query=urlencode(following, doseq=True)))]
