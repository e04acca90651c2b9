"""Publications: other documents, and versions of a plan, that a page lists, cites as a source, or tells to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice

from extractors import lexicon
from extractors.cues import any_cue, any_of, has_cue
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
_ASIDE = re.compile(
    r"\s*[–—-]?\s*[(\[]|\s+[–—-]\s+(?=[(\[]|published|updated|\d+(?:\.\d+)?\s?[KMG]B)|,\s*(?=(?:PDF|MS Word|"
    r"\d+(?:\.\d+)?\s?[KMG]B)\b)"
)
_HEADING = re.compile(
    r"\b(?:read (?:our|the|more)|documents?|publications?|downloads?|reports?|related (?:documents|links|"
    r"content)|versions?|"
    r"attachments?|further (?:reading|information)|resources|minutes|papers|archive|previous|library|"
    r"annual reports?|plans)\b",
    re.IGNORECASE,
)
_FORMAT = re.compile(
    r"\s*[(\[](?:(?:MS |Microsoft )?(?:"
    + "|".join(_MEDIA)
    + r")\b[^()\[\]]{0,60}|[^()\[\]]{0,40}\d\s?[KMG]B[^()\[\]]{0,30})[)\]]",
    re.IGNORECASE,
)
_THIS_DOCUMENT = re.compile(
    r"(?:This|These) (?:documents?|reports?|papers?|publications?|guides?|notes?|index|tables?|annex|leaflet|"
    r"toolkit|page)\b",
    re.IGNORECASE,
)
_PUBLISHING = re.compile(
    r"\b(?:publish(?:ed|es|ing)?|documents?|publications?|reports?|papers?|downloads?|downloaded|"
    r"(?:also )?available)\b[^.]*:\s*$",
    re.IGNORECASE,
)
_OPENS_ENTRIES = re.compile(
    r"\b(?:papers|publications|documents|downloads|minutes|reports|archive|library|(?:earlier|previous|"
    r"other) versions)$",
    re.IGNORECASE,
)
_ONLY_FORMAT = re.compile(r"\s*(?:[(\[][^()\[\]]*[)\]])?[\s–—:,-]*")  # between a label and its date
_FORMAT_LINE = re.compile(
    r"(?:(?:MS |Microsoft )?(?:" + "|".join(_MEDIA) + r")\b(?:,[^,]{1,30}){0,3}|\d+(?:\.\d+)?\s?[KMG]B\b.{0,30})",
    re.IGNORECASE,
)
_SHORT_LINE = 14  # words; longer lines are sentences and not links
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
    return any_of(lexicon.lines("document_nouns"))


@cache
def _noun_cues() -> frozenset[str]:
    return any_cue(lexicon.lines("document_nouns"))


@cache
def _ends_with_noun() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_nouns()})(?:\s+(?:\d{{4}}(?:\s?(?:[/–-]|to)\s?\d{{2,4}})?))?$", re.IGNORECASE)


def _ends_with_document(label: str) -> bool:
    """Whether words end with a kind of document, and maybe its year."""
    return has_cue(label, _noun_cues()) and bool(_ends_with_noun().search(label))


@cache
def _available() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:(?:the|our|copies of|all|full)\s+)*"
        rf"(?P<label>(?=[A-Z])[^.:;]{{0,140}}?\b(?:{_nouns()})\b[^.:;]{{0,60}}?)\s+"
        rf"(?:is|are|can be|may be)\s+(?:also\s+)?(?:available|published|found|downloaded|viewed|read|accessed)\b",
        re.IGNORECASE,
    )


@cache
def _read_it() -> re.Pattern[str]:
    return re.compile(
        r"^(?:read|download|view|see|open|get)\s+(?:the\s+|our\s+|a copy of\s+(?:the\s+|"
        r"our\s+)?)?(?P<label>[^.:;]{3,140})$",
        re.IGNORECASE,
    )


_AVAILABLE_CUES = frozenset({"available", "published", "found", "downloaded", "viewed", "read", "accessed"})
_BY_READING = re.compile(r"\bby reading\s+(?:the\s+|our\s+)?(?P<label>[A-Z][^.;]{5,140}?)\s*(?:\.|;|$)")
_SOURCES = ("source", "sources", "see also", "reference", "references", "read more", "further reading")
_SOURCE = re.compile(rf"^(?:{'|'.join(_SOURCES)})\s*:\s*(?P<label>[A-Z][^;]{{3,160}}?)\.?$", re.IGNORECASE)


_THE_TITLED = re.compile(
    r"\bthe (?P<label>[A-Z][\w’'-]+(?: (?:(?:of|for) )?[A-Z][\w’'-]+){0,7})(?=[.,;)]|\s+(?:and|for)\b|$)"
)
_TITLES = ("strategy", "plan", "report", "framework", "review")
_TITLED = re.compile(rf"\b(?:{'|'.join(_TITLES)})\s+[–—-]\s+(?P<label>[A-Z][^–—.;]{{6,100}}?)\s+[–—-]\s")


@cache
def _citations() -> tuple[tuple[re.Pattern[str], frozenset[str], str, float], ...]:
    """Ways to cite a document: the pattern, words of which every match has one, the rule's name, how sure it is."""
    return (
        (_SOURCE, any_cue(_SOURCES), "source", 0.9),
        (_available(), _AVAILABLE_CUES, "available", 0.8),
        (_BY_READING, frozenset({"reading"}), "read", 0.85),
        (_TITLED, frozenset(_TITLES), "titled", 0.75),
    )


def find_publications(findings: Findings) -> None:
    """Set the document's listed publications; needs its dates."""
    found: list[_Listed] = []
    for listed in [
        *_links(findings),
        *_with_format(findings),
        *_stacked(findings),
        *_items(findings),
        *_described(findings),
        *_lines(findings),
    ]:
        if not any(listed.start < f.end and f.start < listed.end for f in found):
            found.append(listed)
    found.sort(key=lambda f: f.start)
    findings.publications = tuple(_fact(findings, listed) for listed in found)


def _links(findings: Findings) -> Iterator[_Listed]:
    """Links to files of a document format."""
    for link in findings.page.links:
        suffix = link.uri.rsplit("?", 1)[0].rsplit(".", 1)[-1].casefold()
        if suffix in _MEDIA and suffix != "html" and link.end > link.start:
            line = findings.page.line_at(link.start)
            yield _Listed(link.start, link.end, Span(line.start, line.end), "link", 0.95)


def _with_format(findings: Findings) -> Iterator[_Listed]:
    """Words before a bracket that tells format and size: "21 September 2017 (MS Word Document, 72.5KB)"."""
    page = findings.page
    for line in page.lines:
        words = page.flat[line.start : line.end]
        for match in _FORMAT.finditer(words):
            label = re.search(r"[^.;()]*$", words[: match.start()])
            start = label.start() if label else 0
            named = re.search(
                r"\b(?:in|see|read|download)\s+(?:the\s+|our\s+)?([A-Z].*)$", words[start : match.start()]
            )
            if named and len(named.group(1).split()) <= 14:
                start += named.start(1)
            start += len(words[start:]) - len(words[start:].lstrip(" -–—,"))
            end = len(words[: match.start()].rstrip(" -–—,"))
            if end - start > 2:
                yield _Listed(line.start + start, line.start + end, Span(line.start, line.end), "format", 0.95)


def _stacked(findings: Findings) -> Iterator[_Listed]:
    """Entries over several lines, a title first and below it its date, format and size."""
    page = findings.page
    for block in page.blocks:
        lines = block.lines if block.kind in {"paragraph", "item"} else ()
        if len(lines) > 1 and any(_FORMAT_LINE.fullmatch(page.flat[a:b].strip()) for a, b in lines[1:]):
            yield _Listed(lines[0].start, lines[0].end, Span(block.start, block.end), "stacked", 0.9)


def _described(findings: Findings) -> Iterator[_Listed]:
    """Headings over a paragraph that says "This document …": the entries of a page that lists documents."""
    page = findings.page
    for heading, below in zip(page.blocks, page.blocks[1:], strict=False):
        if heading.kind == "heading" and heading.level > 1 and below.kind == "paragraph":
            words = page.flat[below.start : below.end]
            if _THIS_DOCUMENT.match(words) or _repeats(page.flat[heading.start : heading.end], words):
                yield _Listed(heading.start, heading.end, Span(heading.start, heading.end), "described", 0.8)


def _repeats(heading: str, words: str) -> bool:
    """ "Policy costings" over "The policy costings document sets out …"."""
    match = re.match(r"The (.{3,80}?) (?:document|report|paper|note|guide|tables?)\b", words)
    return match is not None and match.group(1).casefold() == heading.strip().casefold()


def _items(findings: Findings) -> Iterator[_Listed]:
    """List items that tell a format, a size or a date of publication, or whose heading says that documents follow."""
    page = findings.page
    heading = lead = ""
    for block in page.blocks:
        words = page.flat[block.start : block.end]
        if block.kind == "heading":
            heading, lead = words, ""
        elif block.kind == "paragraph":
            lead = words.rstrip()
        if block.kind not in {"item", "row"}:
            continue
        told = bool(
            _DATED.search(words) or _SIZE.search(words) or re.search(r"[(\[](?:PDF|Word|Excel|HTML|CSV|ODT)\b", words)
        )
        named = _ends_with_document(_label_of(words))
        short = len(words.split()) <= 25 and words.rstrip()[-1:] not in ".;"
        under = short and bool(_HEADING.search(heading))
        announced = short and words[:1].isupper() and lead.endswith(":") and bool(_PUBLISHING.search(lead))
        if (told and (named or under or _YEAR.search(words))) or (named and under) or announced:
            yield _listed(findings, block, "list", 0.95 if told else 0.85)


def _label_of(words: str) -> str:
    aside = _ASIDE.search(words)
    return words[: aside.start()].rstrip(" -–—,") if aside and aside.start() > 2 else words.rstrip()


def _listed(findings: Findings, block: Block, rule: str, confidence: float) -> _Listed:
    words = findings.page.flat[block.start : block.end]
    return _Listed(block.start, block.start + len(_label_of(words)), Span(block.start, block.end), rule, confidence)


def _lines(findings: Findings) -> Iterator[_Listed]:
    """Sentences and short lines that cite, offer or tell to read another document."""
    for sentence in findings.page.sentences:
        words = findings.page.flat[sentence.start : sentence.end]
        yield from _cited(sentence, words)
        block = findings.page.line_at(sentence.start).block
        is_whole = sentence.end - sentence.start == block.end - block.start and block.kind in {"heading", "paragraph"}
        if is_whole and block.level != 1 and len(words.split()) <= _SHORT_LINE:
            yield from _alone(findings, block, sentence, words)


def _cited(sentence: Span, words: str) -> Iterator[_Listed]:
    """Documents that a sentence names as its source, as available, or as something to read or see."""
    for pattern, cues, rule, confidence in _citations():
        if has_cue(words, cues) and (match := pattern.search(words)):
            yield _label_in(sentence, match, rule, confidence)
    see = re.search(r"\bsee\b", words) if "see" in words else None
    for match in _THE_TITLED.finditer(words, see.end()) if see else ():
        if _names_document(match.group("label")):
            yield _label_in(sentence, match, "see", 0.65)


def _label_in(sentence: Span, match: re.Match[str], rule: str, confidence: float) -> _Listed:
    start, end = match.span("label")
    return _Listed(sentence.start + start, sentence.start + end, sentence, rule, confidence)


def _alone(findings: Findings, block: Block, sentence: Span, words: str) -> Iterator[_Listed]:
    """A line alone that tells to read a document, or that was a link to documents on its page."""
    read = _read_it().search(words)
    if read and _names_document(read.group("label")):
        yield _label_in(sentence, read, "read", 0.85)
    elif _is_entry(findings, block, words):
        yield _Listed(sentence.start, sentence.start + len(_label_of(words)), sentence, "entry", 0.75)
    elif _stands_for_link(findings, block, words):
        yield _Listed(sentence.start, sentence.end, sentence, "line", 0.7)


def _is_entry(findings: Findings, block: Block, words: str) -> bool:
    """Whether a line alone is one of several under a heading that says that documents follow ("Board papers")."""
    page = findings.page
    label = re.sub(r",? (?:[A-Z][a-z]+ )?\d{4}$", "", _label_of(words))
    if ":" in words or not _ends_with_document(label) or len(label.split()) < 2 or words.rstrip()[-1:] in ".;":
        return False
    above = reversed(page.blocks[: page.line_at(block.start).block_index])
    for title in (page.flat[b.start : b.end] for b in islice(above, 6)):
        if _OPENS_ENTRIES.search(title) and len(title.split()) <= 5:
            return True
        if len(title.split()) > 14:
            return False
    return False


def _names_document(label: str) -> bool:
    """Whether words end in a kind of document and say which: "the Audit Committee annual reports", not "our plans"."""
    return len(label.split()) > 1 and any(c.isupper() or c.isdigit() for c in label) and _ends_with_document(label)


def _stands_for_link(findings: Findings, block: Block, words: str) -> bool:
    """A line such as "Board annual reports" with no text of its own below: on the page it was a link to documents."""
    if not re.search(
        r"\b(?:annual reports|minutes|meeting (?:papers|summaries)|terms of reference|annual report and accounts)$",
        words,
        re.IGNORECASE,
    ):
        return False
    after = next(iter(findings.page.blocks[findings.page.line_at(block.start).block_index + 1 :][:1]), None)
    return len(words.split()) >= 3 and (after is None or after.kind == "heading")


def _fact(findings: Findings, listed: _Listed) -> Publication:
    page = findings.page
    line = page.flat[listed.line.start : listed.line.end]
    label = page.words(listed.start, listed.end)
    published = _published(findings, listed)
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
        year=_year(label, published),
        published_on=published,
        uri=link.uri if link else None,
        media_type=_MEDIA[media.group(1).casefold()] if media else _media_of(link.uri if link else ""),
        size_bytes=round(float(size.group(1)) * _SIZES[size.group(2).casefold()]) if size else None,
    )


def _year(label: str, published: date | None) -> int | None:
    """The one year that a label names, else that of publication; None where the label names several."""
    years = {m.group() for m in _YEAR.finditer(label)}
    alone = {m.group() for m in _YEAR.finditer(label) if not _in_range(label, m)}
    if len(years) == len(alone) == 1:
        return int(alone.pop())
    return published.year if published and not years else None


def _in_range(label: str, year: re.Match[str]) -> bool:
    """Whether a year is one end of a range ("2017 to 2018", "2016-17")."""
    after, before = label[year.end() :], label[: year.start()]
    return bool(re.match(r"\s?(?:[/–-]|to)\s?\d{2}", after) or re.search(r"\d{4}\s?(?:[/–-]|to)\s?$", before))


def _media_of(uri: str) -> str | None:
    return _MEDIA.get(uri.rsplit("?", 1)[0].rsplit(".", 1)[-1].casefold())


def _published(findings: Findings, listed: _Listed) -> date | None:
    """The first day of the date that the entry gives for the publication, after its label."""
    for fact in findings.dates_in(listed.end, listed.line.end):
        before = findings.page.flat[listed.end : fact.start_char]
        if _DATED.search(before) or (listed.rule in {"format", "stacked"} and _ONLY_FORMAT.fullmatch(before)):
            return fact.start_date
    return None
