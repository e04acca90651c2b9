"""What a page says of itself in its meta data: Open Graph, Dublin Core, JSON-LD, GOV.UK's own, and plain HTML."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from bs4 import BeautifulSoup, Tag

from extractors.documents.addresses import absolute, is_web_address
from extractors.documents.html_tree import attribute
from extractors.documents.normalise import normalise_inline
from extractors.records import Metadata

_PUBLISHER = (
    "govuk:primary-publishing-organisation",
    "dcterms.publisher",
    "dc.publisher",
    "dc.publisher.name",
    "citation_publisher",
)
_PUBLISHED = (
    "article:published_time",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "citation_publication_date",
    "govuk:first-published-at",
)
_MODIFIED = (
    "article:modified_time",
    "dcterms.modified",
    "dc.date.modified",
    "og:updated_time",
    "govuk:public-updated-at",
    "govuk:updated-at",
)
_NEWS = frozenset(["NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle"])
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_SITE_SEPARATOR = re.compile(r"\s+(?:[|–—·»:-]|::)\s+")
_ISO_DATE = re.compile(r"(\d{4})-?/?(\d{2})-?/?(\d{2})(?!\d)")
_WRITTEN_DATE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3})[a-z]*,? (\d{4})\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_JSON = 1 << 20
_MOST_THINGS = 1000


def page_metadata(tree: BeautifulSoup, heading: str | None, name: str) -> Metadata:
    """Return what the page says of itself; `heading` is its first heading of level 1, if it has one.

    `name` serves to make addresses absolute where it is one itself.
    """
    metas = _metas(tree)
    things = list(_linked_data(tree))
    site = metas.get("og:site_name")
    canonical = _canonical(tree, metas, name)
    return Metadata(
        title=_title(tree, metas, heading),
        publisher=_first(metas, _PUBLISHER) or _publisher_of(things) or site,
        published_on=_date(metas, _PUBLISHED, things, "datePublished") or _marked_time(tree, "datePublished"),
        modified_on=_date(metas, _MODIFIED, things, "dateModified") or _marked_time(tree, "dateModified"),
        language=_language(tree, metas),
        document_type="news" if any(_types(thing) & _NEWS for thing in things) else None,
        canonical_uri=canonical,
    )


def base_address(tree: BeautifulSoup, name: str) -> str | None:
    """Return the address against which the page's links are meant: its <base>, its own, or its canonical one."""
    own = name if is_web_address(name) else _canonical(tree, _metas(tree), name)
    base = tree.find("base", href=True)
    return (absolute(own, attribute(base, "href")) if isinstance(base, Tag) else None) or own


def _metas(tree: BeautifulSoup) -> dict[str, str]:
    """Return the page's <meta> elements as name (or property, in small letters) → content; the first of each counts."""
    found: dict[str, str] = {}
    for tag in tree.find_all("meta"):
        key = (attribute(tag, "property") or attribute(tag, "name")).lower()
        content = " ".join(normalise_inline(attribute(tag, "content")).split())
        if key and content:
            found.setdefault(key, content)
    return found


def _first(metas: Mapping[str, str], names: Iterable[str]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _title(tree: BeautifulSoup, metas: Mapping[str, str], heading: str | None) -> str | None:
    """Return the page's heading (where it is not the site's name), else the title that its meta data give."""
    site = metas.get("og:site_name")
    if heading and heading != site:
        return heading
    tag = tree.find("title")
    written = " ".join(normalise_inline(tag.get_text()).split()) if isinstance(tag, Tag) else ""
    return _without_site(metas.get("og:title") or written, site) or heading


def _without_site(title: str, site: str | None) -> str:
    """Return a title without the name of the site, which stands last after a separator: "Our aims | The Council"."""
    parts = list(_SITE_SEPARATOR.finditer(title))
    if not parts:
        return title
    own, last = title[: parts[-1].start()], title[parts[-1].end() :]
    names_site = last == site or (len(last.split()) <= 5 and not any(map(str.isdigit, last)))
    return own if own and names_site else title


def _canonical(tree: BeautifulSoup, metas: Mapping[str, str], name: str) -> str | None:
    link = next((tag for tag in tree.find_all("link", href=True) if "canonical" in attribute(tag, "rel").lower()), None)
    base = name if is_web_address(name) else None
    for reference in (attribute(link, "href") if link else "", metas.get("og:url", "")):
        address = absolute(base, reference)
        if address and is_web_address(address):
            return address
    return None


def _language(tree: BeautifulSoup, metas: Mapping[str, str]) -> str | None:
    """Return the language as a BCP 47 tag: "en", "en-GB"."""
    html = tree.find("html")
    declared = attribute(html, "lang") or attribute(html, "xml:lang") if isinstance(html, Tag) else ""
    declared = declared or _first(metas, ("dcterms.language", "dc.language", "content-language")) or ""
    if not _LANGUAGE.fullmatch(declared):
        return None
    primary, _, rest = declared.replace("_", "-").partition("-")
    region = rest.upper() if len(rest) == 2 else rest
    return f"{primary.lower()}-{region}" if region else primary.lower()


# ---- dates -------------------------------------------------------------------------------------------------------


def _date(metas: Mapping[str, str], names: Iterable[str], things: list[dict[str, Any]], key: str) -> date | None:
    linked = (thing.get(key) for thing in things)
    said = [*(metas[name] for name in names if name in metas), *(each for each in linked if isinstance(each, str))]
    return next((day for day in map(day_of, said) if day), None)


def _marked_time(tree: BeautifulSoup, key: str) -> date | None:
    """Return the day of the element that microdata marks with `key`."""
    tag = tree.find(attrs={"itemprop": key})
    if not isinstance(tag, Tag):
        return None
    return day_of(attribute(tag, "datetime") or attribute(tag, "content") or tag.get_text()[:100])


def day_of(said: str) -> date | None:
    """Return the day that a date of meta data names, as it stands ("2016-12-28T23:30:00Z" is the 28th), else None.

    A year before 1800 is a system's way to say that it knows none.
    """
    if match := _ISO_DATE.match(said.strip()):
        year, month, day = (int(part) for part in match.groups())
    elif (match := _WRITTEN_DATE.search(said)) and match[2].lower() in _MONTHS:
        year, month, day = int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1])
    else:
        return None
    try:
        return date(year, month, day) if year >= 1800 else None
    except ValueError:
        return None


# ---- JSON-LD -----------------------------------------------------------------------------------------------------


def _linked_data(tree: BeautifulSoup) -> Iterator[dict[str, Any]]:
    """Yield the things that the page describes in JSON-LD, also those of its graphs and lists."""
    for script in tree.find_all("script", type="application/ld+json"):
        source = script.string or ""
        if len(source) > _LONGEST_JSON:
            continue
        try:
            waiting: list[Any] = [json.loads(source)]
        except (ValueError, RecursionError):  # broken or hostile: the page is read without it
            continue
        for _ in range(_MOST_THINGS):
            if not waiting:
                break
            thing = waiting.pop(0)
            if isinstance(thing, list):
                waiting.extend(thing[:_MOST_THINGS])
            elif isinstance(thing, dict):
                yield thing
                waiting.append(thing.get("@graph"))


def _publisher_of(things: Iterable[dict[str, Any]]) -> str | None:
    for thing in things:
        publisher = thing.get("publisher")
        publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip() and not is_web_address(name):
            return " ".join(normalise_inline(name).split())
    return None


def _types(thing: Mapping[str, Any]) -> set[str]:
    said = thing.get("@type")
    return {each for each in (said if isinstance(said, list) else [said]) if isinstance(each, str)}
