"""Publications: other documents, and versions of a plan, that a page lists, cites as a source, or tells to read."""

import re
from datetime import date

from extractors.entities.findings import Findings
from extractors.facts import publications_details as details
from extractors.facts.publications_cited import cited
from extractors.facts.publications_listed import Listed
from extractors.facts.publications_lists import alone, dated_items, described, items, links, stacked, with_details
from extractors.facts.publications_tables import rows
from extractors.records import Publication

_DATED = re.compile(
    r"\(?\b(?:first )?(?:published|updated|issued|dated|added|uploaded|posted|released)\b", re.IGNORECASE
)
_WITH_DETAILS = frozenset({"format", "list", "stacked"})  # rules for entries that may give a date without a word
_NEXT = re.compile(r"\b(?:next|review|expir|due|until|valid)", re.IGNORECASE)
_NO_TITLES = frozenset(
    {
        "papers",
        "documents",
        "publications",
        "downloads",
        "resources",
        "introduction",
        "foreword",
        "contents",
        "overview",
    }
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_RULES = (links, rows, with_details, stacked, dated_items, items, described, alone, cited)
"""Where two find the same words, the first counts."""


def find_publications(findings: Findings) -> None:
    """Set the document's listed publications; needs its dates."""
    found: list[Listed] = []
    taken: set[int] = set()
    for rule in _RULES:
        for listed in rule(findings):
            if taken.isdisjoint(range(listed.start, listed.end)) and not _says_nothing(findings, listed):
                found.append(listed)
                taken.update(range(listed.start, listed.end))
    found.sort(key=lambda f: f.start)
    findings.publications = tuple(_fact(findings, listed) for listed in found)


def _says_nothing(findings: Findings, listed: Listed) -> bool:
    """Whether a label names no document of its own: "Papers", "Introduction"."""
    label = findings.page.words(listed.start, listed.end).casefold()
    return label in _NO_TITLES


def _fact(findings: Findings, listed: Listed) -> Publication:
    page = findings.page
    told = page.flat[listed.end : listed.line.end]
    if listed.details:
        told = f"{page.flat[listed.line.start : listed.start]} {told}"
    label = page.words(listed.start, listed.end)
    published = _published(findings, listed)
    link = next((k for k in page.links if k.start < listed.end and listed.start < k.end), None)
    return Publication(
        start_char=listed.start,
        end_char=listed.end,
        text=page.text[listed.start : listed.end],
        evidence=page.text[listed.line.start : listed.line.end],
        extractor=f"rules.publications.{listed.rule}",
        confidence=listed.confidence,
        label=label,
        year=_year(label, published),
        published_on=published,
        uri=link.uri if link else None,
        media_type=details.media_of(told) or _media_of(link.uri if link else ""),
        size_bytes=details.size_of(told),
    )


def _year(label: str, published: date | None) -> int | None:
    """The one year that a label names; else, also of a range, that of publication; None where nothing tells."""
    years = {m.group() for m in _YEAR.finditer(label)}
    alone_ = {m.group() for m in _YEAR.finditer(label) if not _in_range(label, m)}
    if len(years) == len(alone_) == 1:
        return int(alone_.pop())
    return published.year if published else None


def _in_range(label: str, year: re.Match[str]) -> bool:
    """Whether a year is one end of a range ("2017 to 2018", "2016-17")."""
    after, before = label[year.end() :], label[: year.start()]
    return bool(re.match(r"\s?(?:[/–-]|to)\s?\d{2}", after) or re.search(r"\d{4}\s?(?:[/–-]|to)\s?$", before))


def _media_of(uri: str) -> str | None:
    return details.MEDIA.get(uri.rsplit("?", 1)[0].rsplit(".", 1)[-1].casefold())


def _published(findings: Findings, listed: Listed) -> date | None:
    """The first day of the date that the entry gives for the publication, beside its label."""
    if listed.dated:
        return next((fact.start_date for fact in findings.dates_in(*listed.dated)), None)
    start = listed.line.start if listed.details else listed.end
    for fact in findings.dates_in(start, listed.line.end):
        if fact.start_char < listed.end and fact.end_char > listed.start:
            continue
        before = findings.page.flat[listed.end if fact.start_char >= listed.end else start : fact.start_char]
        if not _NEXT.search(before[-30:]) and (listed.details or _dates(listed, before)):
            return fact.start_date
    return None


def _dates(listed: Listed, before: str) -> bool:
    """Whether the words between a label and a date let the date be that of the publication."""
    if _DATED.search(before):
        return True
    told = before.strip(" ,–—-()[]\n|/·•")
    return listed.rule in _WITH_DETAILS and (not told or details.is_details(told))
