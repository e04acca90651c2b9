"""Publications that a page lists: links, lines with format and size, entries over lines, tables, lists of documents."""

import re
from collections.abc import Iterator
from itertools import islice

from extractors.entities.findings import Findings
from extractors.facts import publications_details as details
from extractors.facts.publications_cited import ends_with_noun, names_document
from extractors.facts.publications_listed import Listed, may_be_label, without_lead
from extractors.layout_rules import is_bare_label
from extractors.layout_title import is_body_name
from extractors.page import Line, Page
from extractors.records import Block, Span

_HEADING = re.compile(
    r"\b(?:read (?:our|the|more)|documents?|publications?|downloads?|reports?|related (?:documents|links|"
    r"content)|versions?|attachments?|further (?:reading|information)|resources|minutes|papers|archive|previous|"
    r"library|annual reports?|plans)\b",
    re.IGNORECASE,
)
_OF_DOCUMENTS = re.compile(
    r"(?:(?:key|related|supporting|useful|associated|background|other|previous|past|earlier|current|latest|all|our|more|"
    r"policy|planning|archived|board|meeting|committee|council|governance|statutory|annual|corporate|full|list of|"
    r"further|older|superseded|recent|new|governing body|cabinet|public|technical|guidance) ){0,4}"
    r"(?:documents?|downloads?|publications?|attachments?|versions|papers|minutes|agendas|annual reports|"
    r"document library|library|archive|reports|appendices|annexes|newsletters|bulletins)"
    r"(?:(?:,| and|,? &) (?:[a-z]+ ){0,2}(?:documents?|downloads|publications|reports|plans|policies|strategies|papers|"
    r"minutes|agendas|resources|guidance|appendices|annexes|versions|accounts)){0,3}"
    r"(?: (?:for|to|from|in|and) [^.:]{0,40})?:?",
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
_FILE_BRACKET = re.compile(r"\s?[(\[](?P<inside>[^()\[\]]{2,80})[)\]]")
_BEFORE_BRACKET = re.compile(r"\b(?:in|see|read|download)\s+(?:the\s+|our\s+)?([A-Z].*)$")
_READ_IT = re.compile(
    r"^(?:read|download|view|see|open|get)\s+(?:the\s+|our\s+|a copy of\s+(?:the\s+|our\s+)?)?"
    r"(?P<label>[^.:;]{3,140})$",
    re.IGNORECASE,
)
_STANDS_FOR_LINK = re.compile(
    r"\b(?:annual reports|minutes|meeting (?:papers|summaries)|terms of reference|annual report and accounts)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_STOP = re.compile(r"[.;:?!] ")
_LONGEST_LABEL = 300
_DETAILS_WITHIN = 160  # characters at the end of a line
_SHORT_LINE = 14  # words; longer lines are sentences and not links
_SHORT_ITEM = 25
_HEAD_LINES = 10


def links(findings: Findings) -> Iterator[Listed]:
    """Links to files of a document format."""
    for link in findings.page.links:
        suffix = link.uri.rsplit("?", 1)[0].rsplit(".", 1)[-1].casefold()
        if suffix in details.MEDIA and suffix != "html" and link.end > link.start:
            words = findings.page.flat[link.start : link.end]
            ends = details.cut(words)
            lead, end = without_lead(words), ends.end if ends else len(words.rstrip())
            if end > lead and may_be_label(words[lead:end], sure=True):
                line = findings.page.line_at(link.start)
                yield Listed(link.start + lead, link.start + end, Span(line.start, line.end), "link", 0.95)


def with_details(findings: Findings) -> Iterator[Listed]:
    """Lines that close with a format or size: "Annual report (PDF, 50 KB)", "Plan - HTML", and those in sentences."""
    page = findings.page
    for line in page.lines:
        words = page.flat[line.start : line.end]
        within = words if "(" in words or "[" in words else words[-_DETAILS_WITHIN:]
        if line.block.kind == "row" or not details.hints(within):
            continue
        ends = details.cut(words)
        spans = (
            [(0, ends.end)] if ends and ends.has_file and not _STOP.search(words, 0, ends.end) else _bracketed(words)
        )
        for start, end in spans:
            own = start + without_lead(words[start:end])
            is_title = may_be_label(words[own:end], sure=True) and not details.is_details(words[own:end])
            if is_title or _is_day(words, end):
                yield Listed(line.start + own, line.start + end, Span(line.start, line.end), "format", 0.95)


def _is_day(words: str, end: int) -> bool:
    """Whether a date alone is the title, as of minutes: "3 May 2024 (PDF, 50 KB)"."""
    label = words[: max(0, end)].strip()
    return bool(label) and details.is_details(label) and details.tells_date(label) and "(" in words[end:]


def _bracketed(words: str) -> Iterator[tuple[int, int]]:
    """Yield the words before each bracket that tells a format or size, from the last clause on."""
    for match in _FILE_BRACKET.finditer(words):
        inside = match["inside"]
        if not (details.is_details(inside) and details.tells_file(inside)):
            continue
        floor = max(0, match.start() - _LONGEST_LABEL)
        start = max(floor, *(words.rfind(mark, floor, match.start()) + 1 for mark in ".;()"))
        named = _BEFORE_BRACKET.search(words[start : match.start()])
        if named and len(named.group(1).split()) <= _SHORT_LINE:
            start += named.start(1)
        start += len(words[start:]) - len(words[start:].lstrip(" -–—,"))
        end = len(words[: match.start()].rstrip(" -–—,"))
        if end - start > 2:
            yield start, end


# ---- entries over several lines ----------------------------------------------------------------------------------


def stacked(findings: Findings) -> Iterator[Listed]:
    """Entries over several lines, a title first and below it its date, format and size, or its kind and date."""
    page = findings.page
    sure: list[Listed] = []
    likely: list[Listed] = []
    at, text_from = 1, _text_from(page)
    while at < len(page.lines):
        line = page.lines[at]
        if not _is_below(page.flat[line.start : line.end]):
            at += 1
            continue
        end = at + 1
        while end < len(page.lines) and _is_below(page.flat[page.lines[end].start : page.lines[end].end]):
            end += 1
        if entry := _entry_above(findings, at, end):
            told = [page.flat[each.start : each.end] for each in page.lines[at:end]]
            if any(map(details.tells_file, told)):
                sure.append(entry)
            elif any(map(details.tells_kind, told)) and any(map(details.tells_date, told)) and at > text_from:
                likely.append(entry)
        at = end
    yield from sure
    if len(likely) > 1 or (sure and likely):  # one alone may be the head of a page
        yield from likely


def _text_from(page: Page) -> int:
    """The first line of running text; dates and kinds of page above it are the page's own."""
    lines = (
        line for line in page.lines[:_HEAD_LINES] if page.flat[line.end - 1] in ".:" and line.end - line.start > 30
    )
    return next((line.index for line in lines), _HEAD_LINES)


def _is_below(words: str) -> bool:
    """Whether a line is only details of the entry above; a date with a bracket is an entry of its own."""
    return len(words) <= 160 and details.is_details(words) and not _is_day(words, words.find("("))


def _entry_above(findings: Findings, at: int, end: int) -> Listed | None:
    """The entry whose title stands right above the lines of details, or above one line that describes it."""
    page = findings.page
    for above in (at - 1, at - 2):
        title = page.lines[above] if above >= 0 else None
        if title is None or not _may_stand_above(findings, title):
            return None
        words = page.flat[title.start : title.end]
        if words.rstrip()[-1:] == "." and title.block.kind != "heading":
            continue
        own = without_lead(words)
        if not may_be_label(words[own:], sure=False):
            return None
        whole = Span(title.start, page.lines[end - 1].end)
        return Listed(title.start + own, title.start + len(words.rstrip()), whole, "stacked", 0.9)
    return None


def _may_stand_above(findings: Findings, line: Line) -> bool:
    words = findings.page.flat[line.start : line.end]
    if line.block.kind == "row" or (line.block.kind == "heading" and line.block.level == 1):
        return False
    return not (details.is_details(words) or is_bare_label(words) or is_body_name(words))


# ---- lists, and lines under a heading ----------------------------------------------------------------------------


def described(findings: Findings) -> Iterator[Listed]:
    """Headings over a paragraph that says "This document …": the entries of a page that lists documents."""
    page = findings.page
    for heading, below in zip(page.blocks, page.blocks[1:], strict=False):
        if heading.kind == "heading" and heading.level > 1 and below.kind == "paragraph":
            words = page.flat[below.start : below.end]
            if _THIS_DOCUMENT.match(words) or _repeats(page.flat[heading.start : heading.end], words):
                yield Listed(heading.start, heading.end, Span(heading.start, heading.end), "described", 0.8)


def _repeats(heading: str, words: str) -> bool:
    """ "Policy costings" over "The policy costings document sets out …"."""
    match = re.match(r"The (.{3,80}?) (?:document|report|paper|note|guide|tables?)\b", words)
    return match is not None and match.group(1).casefold() == heading.strip().casefold()


def dated_items(findings: Findings) -> Iterator[Listed]:
    """List items with a title and, on a line of its own below it, a day: as collections list them; at least two."""
    page = findings.page
    found: list[Listed] = []
    for block in page.blocks:
        cut = page.text.rfind("\n", block.start, block.end) if block.kind == "item" else -1
        days = [d for d in findings.dates_in(cut, block.end) if d.precision == "day"] if cut > 0 else []
        alone = len(days) == 1 and page.text[cut : block.end].strip() == days[0].text
        end = block.start + len(page.text[block.start : max(cut, block.start)].rstrip())
        words = page.flat[block.start : end]
        if alone and len(words.split()) > 1 and may_be_label(words, sure=False):
            line = Span(block.start, block.end)
            found.append(Listed(block.start, end, line, "stacked", 0.85, details=True))
    if len(found) > 1:
        yield from found


def items(findings: Findings) -> Iterator[Listed]:
    """List items that tell a date of publication, or whose heading or lead-in says that documents follow."""
    page = findings.page
    heading = lead = ""
    for block in page.blocks:
        words = page.flat[block.start : block.end]
        if block.kind == "heading":
            heading, lead = words, ""
        elif block.kind == "paragraph":
            lead = words
            if _OF_DOCUMENTS.fullmatch(heading.strip()):
                yield from _lines_of(findings, block)
        elif block.kind == "item" and block.marker[:1].isdigit() and _OF_DOCUMENTS.fullmatch(words):
            heading, lead = words, ""  # "2. Related documents", with the documents as its items
        elif block.kind == "item" and (entry := _item(block, words, heading, lead)):
            yield entry


def _item(block: Block, words: str, heading: str, lead: str) -> Listed | None:
    ends = details.cut(words)
    end = ends.end if ends else len(words.rstrip())
    own = without_lead(words[:end])
    label = words[own:end]
    told = ends is not None and (ends.has_file or ends.is_dated)
    if not may_be_label(label, sure=told):
        return None
    named = bool(ends_with_noun().search(label))
    short = len(words.split()) <= _SHORT_ITEM and words.rstrip()[-1:] not in ".;"
    under = short and bool(_HEADING.search(heading))
    strictly = short and bool(_OF_DOCUMENTS.fullmatch(heading.strip()))
    announced = bool(_PUBLISHING.search(lead)) and short and words[:1].isupper()
    if (told and (named or under or _YEAR.search(words))) or (named and under) or strictly or announced:
        whole = Span(block.start, block.end)
        return Listed(block.start + own, block.start + end, whole, "list", 0.95 if told else 0.85)
    return None


def _lines_of(findings: Findings, block: Block) -> Iterator[Listed]:
    """Short lines in a row under "Documents", which were links on their page."""
    flat = findings.page.flat
    said = [flat[line.start : line.end] for line in block.lines]
    if len(said) < 2 or any(len(words.split()) > _SHORT_LINE or words.rstrip()[-1:] in ".:;" for words in said):
        return
    for line, words in zip(block.lines, said, strict=True):
        ends = details.cut(words)
        end = ends.end if ends else len(words.rstrip())
        own = without_lead(words[:end])
        if may_be_label(words[own:end], sure=False) and not details.is_details(words):
            yield Listed(line.start + own, line.start + end, line, "list", 0.8)


def alone(findings: Findings) -> Iterator[Listed]:
    """Lines alone that tell to read a document, that stand under "Board papers", or that were a link to documents."""
    page = findings.page
    for at, block in enumerate(page.blocks):
        if block.kind not in {"heading", "paragraph"} or block.level == 1 or block.end - block.start > 200:
            continue
        words = page.flat[block.start : block.end]
        if len(words.split()) > _SHORT_LINE or len(block.lines) > 1:
            continue
        whole = Span(block.start, block.end)
        read = _READ_IT.search(words)
        if read and names_document(read.group("label")):
            start, end = read.span("label")
            yield Listed(block.start + start, block.start + end, whole, "read", 0.85)
        elif end := _entry_end(findings, at, words):
            yield Listed(block.start, block.start + end, whole, "entry", 0.75)
        elif _stands_for_link(findings, at, words):
            yield Listed(block.start, block.end, whole, "line", 0.7)


def _entry_end(findings: Findings, at: int, words: str) -> int:
    """Where the title of a line alone ends that is one of several under a heading such as "Board papers", else 0."""
    page = findings.page
    ends = details.cut(words)
    end = ends.end if ends else len(words.rstrip())
    label = re.sub(r",? (?:[A-Z][a-z]+ )?\d{4}$", "", words[:end])
    if ":" in words or not ends_with_noun().search(label) or len(label.split()) < 2 or words.rstrip()[-1:] in ".;":
        return 0
    for title in (page.flat[b.start : b.end] for b in islice(reversed(page.blocks[max(0, at - 6) : at]), 6)):
        if _OPENS_ENTRIES.search(title) and len(title.split()) <= 5:
            return end
        if len(title.split()) > _SHORT_LINE:
            return 0
    return 0


def _stands_for_link(findings: Findings, at: int, words: str) -> bool:
    """A line such as "Board annual reports" with no text of its own below: on the page it was a link to documents."""
    if not _STANDS_FOR_LINK.search(words):
        return False
    after = next(iter(findings.page.blocks[at + 1 : at + 2]), None)
    return len(words.split()) >= 3 and (after is None or after.kind == "heading")
