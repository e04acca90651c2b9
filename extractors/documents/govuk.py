"""Content items of GOV.UK's content API (https://content-api.publishing.service.gov.uk): a page as JSON.

Which fields there are is told by its schemas, https://github.com/alphagov/publishing-api/tree/main/content_schemas.
"""

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from extractors.documents.addresses import absolute, is_web_address
from extractors.documents.encoding import decode
from extractors.documents.formats import Format, Hints
from extractors.documents.html_fragment import read_fragment
from extractors.documents.html_metadata import day_of
from extractors.documents.normalise import normalise_inline
from extractors.documents.sniff import JSON
from extractors.errors import UnreadableDocument, UnsupportedDocument
from extractors.records import Metadata, ParsedDocument

_SITE = "https://www.gov.uk"
_NEWS = frozenset(["news_article", "news_story", "press_release", "world_news_story", "government_response"])
_BODIES = ("introductory_paragraph", "introduction", "body", "more_information")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_MOST_ENTRIES = 5_000
_SHORT_MEDIA_TYPES = {
    "application/pdf": "PDF",
    "text/csv": "CSV",
    "text/html": "HTML",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
}
_UNITS = ("bytes", "KB", "MB", "GB")


def parse_content_item(content: bytes, hints: Hints) -> ParsedDocument:
    """Return the words of a content item: title, description, body, parts, attachments, and what a collection lists.

    Raises UnsupportedDocument for other JSON, UnreadableDocument where it is broken.
    """
    item = _parsed(decode(content, hints.charset))
    if not _is_content_item(item):
        raise UnsupportedDocument(
            "it is JSON that is no GOV.UK content item, which is not read; export it as text or HTML"
        )
    site = _site(hints.name)
    address = absolute(None, f"{site}{item['base_path']}")
    fragment = read_fragment("".join(_markup(item)), address or site)
    if not fragment.text:
        raise UnreadableDocument("the content item holds no words; ingest the page that it describes")
    return ParsedDocument(fragment.text, JSON, fragment.blocks, fragment.links, _metadata(item, address))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise UnreadableDocument("its JSON is nested too deep; fetch it again") from None
    except ValueError:
        raise UnreadableDocument("its JSON is broken or cut off; fetch it again") from None


def _site(name: str) -> str:
    """Return the site of the content API that the item came from: GOV.UK, unless its address says another."""
    api = name.partition("/api/content/") if is_web_address(name) else ("", "", "")
    return api[0] if api[1] and api[0].count("/") == 2 else _SITE


def _is_content_item(item: Any) -> bool:
    if not isinstance(item, dict) or not isinstance(item.get("details"), dict):
        return False
    typed = _words(item, "schema_name") or _words(item, "document_type")
    return bool(typed and _words(item, "title") and _words(item, "base_path").startswith("/"))


def _metadata(item: dict[str, Any], address: str | None) -> Metadata:
    links = item.get("links")
    bodies = [*_things(links, "primary_publishing_organisation"), *_things(links, "organisations")]
    language = _words(item, "locale")
    return Metadata(
        title=_words(item, "title"),
        publisher=next((name for body in bodies if (name := _words(body, "title"))), None),
        published_on=day_of(_words(item, "first_published_at")),
        modified_on=day_of(_words(item, "public_updated_at")),
        language=language if _LANGUAGE.fullmatch(language) else None,
        document_type="news" if {_words(item, "schema_name"), _words(item, "document_type")} & _NEWS else None,
        canonical_uri=address,
    )


# ---- its words ---------------------------------------------------------------------------------------------------


def _markup(item: dict[str, Any]) -> Iterator[str]:
    """Yield the item's words as HTML, in the order in which the page shows them."""
    details = item["details"]
    yield f"<h1>{escape(_words(item, 'title'))}</h1>"
    yield f"<p>{escape(_words(item, 'description'))}</p>"
    for name in _BODIES:
        yield f"<div>{_html(details.get(name))}</div>"
    for part in _things(details, "parts"):
        yield f"<h2>{escape(_words(part, 'title'))}</h2><div>{_html(part.get('body'))}</div>"
    shown = _texts(details, "documents")
    yield from (f"<div>{each}</div>" for each in shown)
    if not shown:  # the same attachments, as the page shows them
        yield _list(_attachment(each) for each in _things(details, "attachments"))
    yield from _collected(details, item.get("links"))


def _html(said: Any) -> str:
    """Return the HTML of a field: itself, or that of its forms which is HTML."""
    if isinstance(said, str):
        return said
    forms = [form for form in said if isinstance(form, dict)] if isinstance(said, list) else []
    return next((_text(form, "content") for form in forms if _text(form, "content_type") == "text/html"), "")


def _attachment(attachment: dict[str, Any]) -> str:
    """Return an attachment's link with its format and size, as GOV.UK shows them: "Plan (PDF, 305 KB)"."""
    title = _words(attachment, "title") or _words(attachment, "filename")
    media_type = _words(attachment, "content_type")
    told = [_SHORT_MEDIA_TYPES.get(media_type, ""), _size(attachment.get("file_size"))]
    details = ", ".join(each for each in told if each)
    return f"{_link(_text(attachment, 'url'), title)}{f' ({details})' if details and title else ''}"


def _collected(details: dict[str, Any], links: Any) -> Iterator[str]:
    """Yield what a collection lists, under the headings of its groups."""
    documents = _things(links, "documents")
    by_id = {_words(document, "content_id"): document for document in documents}
    for group in _things(details, "collection_groups"):
        yield f"<h2>{escape(_words(group, 'title'))}</h2><div>{_html(group.get('body'))}</div>"
        named = (by_id.pop(name, None) for name in _texts(group, "documents"))
        yield _list(_document(document) for document in named if document)
    left = {id(document) for document in by_id.values()}
    yield _list(_document(document) for document in documents if id(document) in left)


def _document(document: dict[str, Any]) -> str:
    path = _words(document, "base_path")
    return _link(path if path.startswith("/") and not path.startswith("//") else "", _words(document, "title"))


def _list(entries: Iterator[str]) -> str:
    items = "".join(f"<li>{entry}</li>" for entry in entries if entry)
    return f"<ul>{items}</ul>" if items else ""


def _link(uri: str, words: str) -> str:
    return f'<a href="{escape(uri)}">{escape(words)}</a>' if words else ""


def _size(said: Any) -> str:
    if not isinstance(said, int) or isinstance(said, bool) or not 0 < said < 1 << 40:
        return ""
    size, unit = float(said), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1024, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if size >= 10 or unit == 0 else f"{size:.1f} {_UNITS[unit]}"


# ---- JSON of which nothing is believed ---------------------------------------------------------------------------


def _text(thing: Any, name: str) -> str:
    said = thing.get(name) if isinstance(thing, dict) else None
    return said if isinstance(said, str) else ""


def _words(thing: Any, name: str) -> str:
    """Return a field's words on one line, empty where it has none."""
    return " ".join(normalise_inline(_text(thing, name)).split())


def _things(thing: Any, name: str) -> list[dict[str, Any]]:
    said = thing.get(name) if isinstance(thing, dict) else None
    return [each for each in said[:_MOST_ENTRIES] if isinstance(each, dict)] if isinstance(said, list) else []


def _texts(thing: Any, name: str) -> list[str]:
    said = thing.get(name) if isinstance(thing, dict) else None
    return [each for each in said[:_MOST_ENTRIES] if isinstance(each, str)] if isinstance(said, list) else []


FORMAT = Format(JSON, "GOV.UK content items (JSON)", frozenset({".json"}), parse_content_item)
