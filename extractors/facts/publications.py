"""Publications: other documents, and versions of a plan, that a page lists, cites as a source, or tells to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractors import lexicon
from extractors.entities.findings import Findings
from extractors.records import Block, Publication, Span

_MEDIA = {
    "pdf": "application/pdf",
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "excel": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "html": "text/html",
    "powerpoint": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
    "rtf": "application/rtf",
}
_MEDIA_WORD = re.compile(r"\b(" + "|".join(_MEDIA) + r")\b", re.IGNORECASE)
_SIZE = re.compile(r"\b(\d+(?:\.\d+)?)\s?(KB|MB|GB|kB|Kb|Mb)\b")
_SIZES = {"kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}
_DATED = re.compile(r"\(?\b(?:first )?(?:published|updated|issued|dated|added)\b", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[–—-]?\s*[(\[]|\s+[–—-]\s+(?=[(\[]|published|updated|\d+(?:\.\d+)?\s?[KMG]B)|,\s*(?=(?:PDF|MS Word|\d+(?:\.\d+)?\s?[KMG]B)\b)")
_HEADING = re.compile(
    r"\b(?:read (?:our|the|more)|documents?|publications?|downloads?|reports?|related (?:documents|links|content)|versions?|"
    r"attachments?|further (?:reading|information)|resources|minutes|papers|archive|previous|library|annual reports?|plans)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


@dataclass(frozen=True, slots=True)
class _Listed:
    start: int
    end: int
    line: Span
    rule: str
    confidence: float


@cache
def _nouns() -> str:
    return "|".join(re.escape(word) for word in sorted(lexicon.lines("document_nouns"), key=len, reverse=True))


@cache
def _ends_with_noun() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_nouns()})(?:\s+(?:\d{{4}}(?:\s?(?:[/–-]|to)\s?\d{{2,4}})?))?$", re.IGNORECASE)


@cache
def _available() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:(?:the|our|copies of|all|full)\s+)*(?P<label>[A-Z][^.:;]{{3,140}}?\b(?:{_nouns()})\b[^.:;]{{0,60}}?)\s+"
        rf"(?:is|are|can be|may be)\s+(?:also\s+)?(?:available|published|found|downloaded|viewed|read|accessed)\b",
        re.IGNORECASE,
    )


@cache
def _read_it() -> re.Pattern[str]:
    return re.compile(rf"^(?:read|download|view|see|open|get)\s+(?:the\s+|our\s+|a copy of\s+(?:the\s+|our\s+)?)?(?P<label>[^.:;]{{3,140}})$", re.IGNORECASE)


_BY_READING = re.compile(r"\bby reading\s+(?:the\s+|our\s+)?(?P<label>[A-Z][^.;]{5,140}?)\s*(?:\.|;|$)")
_SOURCE = re.compile(r"^(?:sources?|see also|reference|references|read more|further reading)\s*:\s*(?P<label>[A-Z][^;]{3,160}?)\.?$", re.IGNORECASE)


@cache
def _see_the() -> re.Pattern[str]:
    return re.compile(rf"\bsee\b[^.;]{{0,120}}?\bthe (?P<label>(?:[A-Z][\w’'-]+\s+(?:(?:of|and|for|the)\s+)*)*(?:[A-Z][\w’'-]+))(?=[.,;]|$)")


_TITLED = re.compile(r"\b(?:strategy|plan|report|framework|review)\s+[–—-]\s+(?P<label>[A-Z][^–—.;]{6,100}?)\s+[–—-]\s")


def find_publications(findings: Findings) -> None:
    """Set the document's listed publications; needs its dates."""
    found: list[_Listed] = []
    for listed in [*_links(findings), *_items(findings), *_lines(findings)]:
        if not any(listed.start < f.end and f.start < listed.end for f in found):
            found.append(listed)
    found.sort(key=lambda f: f.start)
    findings.publications = tuple(_fact(findings, listed) for listed in found)


def _links(findings: Findings) -> Iterator[_Listed]:
    """Links to files of a document format."""
    for link in findings.page.links:
        suffix = link.uri.rsplit("?", 1)[0].rsplit(".", 1)[-1].casefold()
        if suffix in _MEDIA and suffix not in {"html"} and link.end > link.start:
            line = findings.page.line_at(link.start)
            yield _Listed(link.start, link.end, Span(line.start, line.end), "link", 0.95)


def _items(findings: Findings) -> Iterator[_Listed]:
    """List items that tell a format, a size or a date of publication, or whose heading says that documents follow."""
    page = findings.page
    heading = ""
    for block in page.blocks:
        words = page.flat[block.start : block.end]
        if block.kind == "heading":
            heading = words
        if block.kind not in {"item", "row"}:
            continue
        told = bool(_DATED.search(words) or _SIZE.search(words) or re.search(r"[(\[](?:PDF|Word|Excel|HTML|CSV|ODT)\b", words))
        named = bool(_ends_with_noun().search(_label_of(words)))
        under = bool(_HEADING.search(heading)) and len(words.split()) <= 25 and words.rstrip()[-1:] not in ".;"
        if (told and (named or under or _YEAR.search(words))) or (named and under):
            yield _listed(findings, block, "list", 0.95 if told else 0.85)


def _label_of(words: str) -> str:
    aside = _ASIDE.search(words)
    return words[: aside.start()].rstrip(" -–—,") if aside and aside.start() > 2 else words.rstrip()


def _listed(findings: Findings, block: Block, rule: str, confidence: float) -> _Listed:
    words = findings.page.flat[block.start : block.end]
    return _Listed(block.start, block.start + len(_label_of(words)), Span(block.start, block.end), rule, confidence)


def _lines(findings: Findings) -> Iterator[_Listed]:
    """Sentences and short lines that cite, offer or tell to read another document."""
    page = findings.page
    for sentence in page.sentences:
        words = page.flat[sentence.start : sentence.end]
        block = page.line_at(sentence.start).block
        for pattern, rule, confidence in (
            (_SOURCE, "source", 0.9),
            (_available(), "available", 0.8),
            (_BY_READING, "read", 0.85),
            (_TITLED, "titled", 0.75),
            (_see_the(), "see", 0.65),
        ):
            if match := pattern.search(words):
                yield _Listed(sentence.start + match.start("label"), sentence.start + match.end("label"), sentence, rule, confidence)
        alone = block.kind in {"heading", "paragraph"} and len(words.split()) <= 14 and sentence.end - sentence.start == block.end - block.start
        if alone and block.level != 1 and (match := _read_it().search(words)) and _names_document(match.group("label")):
            yield _Listed(sentence.start + match.start("label"), sentence.end, sentence, "read", 0.85)
        elif alone and block.level != 1 and _stands_for_link(findings, block, words):
            yield _Listed(sentence.start, sentence.end, sentence, "line", 0.7)


def _names_document(label: str) -> bool:
    """Whether words end in a kind of document and say which one: "the Audit Committee annual reports", not "our plans"."""
    return bool(_ends_with_noun().search(label)) and len(label.split()) > 1 and any(c.isupper() or c.isdigit() for c in label)


def _stands_for_link(findings: Findings, block: Block, words: str) -> bool:
    """A line such as "Board annual reports" with no text of its own below: on the page it was a link to documents."""
    if not re.search(r"\b(?:annual reports|minutes|meeting (?:papers|summaries)|terms of reference|annual report and accounts)$", words, re.IGNORECASE):
        return False
    after = next((b for b in findings.page.blocks if b.start > block.start), None)
    return len(words.split()) >= 3 and (after is None or after.kind == "heading")


def _fact(findings: Findings, listed: _Listed) -> Publication:
    page = findings.page
    line = page.flat[listed.line.start : listed.line.end]
    label = page.words(listed.start, listed.end)
    years = _YEAR.findall(label)
    media = _MEDIA_WORD.search(line[listed.end - listed.line.start :])
    size = _SIZE.search(line)
    link = next((k for k in page.links if k.start < listed.end and listed.start < k.end), None)
    return Publication(
        start_char=listed.start,
        end_char=listed.end,
        text=page.text[listed.start : listed.end],
        evidence=page.text[listed.line.start : listed.line.end],
        extractor=f"rules.publications.{listed.rule}",
        confidence=listed.confidence,
        label=label,
        year=int(years[-1]) if years else None,
        published_on=_published(findings, listed),
        uri=link.uri if link else None,
        media_type=_MEDIA[media.group(1).casefold()] if media else _media_of(link.uri if link else ""),
        size_bytes=round(float(size.group(1)) * _SIZES[size.group(2).casefold()]) if size else None,
    )


def _media_of(uri: str) -> str | None:
    return _MEDIA.get(uri.rsplit("?", 1)[0].rsplit(".", 1)[-1].casefold())


def _published(findings: Findings, listed: _Listed) -> date | None:
    """The first day of the date that the entry gives for the publication, after its label."""
    line = findings.page.flat
    for fact in findings.dates:
        if listed.line.start <= fact.start_char and fact.end_char <= listed.line.end and fact.start_char >= listed.end:
            if _DATED.search(line, listed.end, fact.start_char):
                return fact.start_date
    return None
