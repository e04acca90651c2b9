"""What is known of a document as a whole: title, type, publisher, dates and the period that it covers."""

import re
from datetime import date, timedelta

from spacy.lang.en.stop_words import STOP_WORDS

from extractors.entities.findings import Findings
from extractors.facts.document_types import document_type
from extractors.records import DateFact, DocumentMetadata

_HEAD_LINES = 15
_LABEL = re.compile(r"^[A-Z][A-Za-z ]{2,30}:?\s*$|^[A-Z][A-Za-z ]{2,30}:")
_BODY = 20_000  # characters of the text that are looked at for its language
_LEAST_WORDS = 20  # fewer do not tell a language
_ENGLISH_SHARE = 0.2  # of spaCy's English stop words; running English has about 0.4, lists of names about 0.2
_PERIODS = frozenset({"range", "financial year"})
_SENTENCE = 200
_ITSELF = re.compile(
    r"(?:this|our|the) (?:[\w’'-]+ ){0,4}?(?:strategy|plan|report|review|framework|document|statement|account|extract|"
    r"programme|assessment|summary|policy|bulletin)\b",
    re.IGNORECASE,
)
_COVERS = re.compile(
    r"\b(?:covers?|covering|runs?|is for|for) (?:the )?(?:(?:financial )?(?:years?|period) )?(?:of |from |between )?$",
    re.IGNORECASE,
)
_YEAR_ENDED = re.compile(r"\b(?:year|12 months|twelve months) (?:ended|ending|to|up to) (?:on )?$", re.IGNORECASE)
_MODIFIED = frozenset({"updated", "refreshed"})


def find_metadata(findings: Findings) -> None:
    """Set the document's metadata; needs its dates and publisher."""
    said = findings.page.metadata
    coverage = _coverage(findings)
    title = _title(findings)
    findings.metadata = DocumentMetadata(
        title=title,
        document_type=said.document_type or document_type(findings, title or ""),
        publisher=findings.publisher.name if findings.publisher else None,
        publisher_id=findings.publisher.entity_id if findings.publisher else None,
        language=said.language or _language(findings),
        published_on=findings.reference,
        modified_on=said.modified_on or _modified(findings),
        coverage_start=coverage[0] if coverage else None,
        coverage_end=coverage[1] if coverage else None,
    )


def _title(findings: Findings) -> str | None:
    page = findings.page
    if page.metadata.title:  # of a web page this is its first heading, unless that only names the site
        return page.metadata.title
    heading = next((b for b in page.blocks if b.kind == "heading" and b.level == 1), None)
    if heading:
        return page.words(heading.start, heading.end)
    first = page.lines[0] if page.lines else None
    return page.words(first.start, first.end)[:200] if first else None


def _language(findings: Findings) -> str | None:
    """English where enough of the first words are its commonest ones; other languages are not told apart."""
    words = re.findall(r"[a-zà-ÿ’']+", findings.page.flat[:_BODY].casefold())
    share = sum(word in STOP_WORDS for word in words) / max(1, len(words))
    return "en" if len(words) >= _LEAST_WORDS and share >= _ENGLISH_SHARE else None


def _head(findings: Findings) -> int:
    """Where the head of the document ends: labels and dates above it are about the document."""
    lines = findings.page.lines[:_HEAD_LINES]
    return lines[-1].end if lines else 0


def _coverage(findings: Findings) -> tuple[date, date] | None:
    """The period that a label in the head gives, else the title, a line below it, or what the text says it covers."""
    head = [d for d in findings.dates_in(0, _head(findings)) if d.start_date and d.end_date and not d.is_relative]
    for tells in (_is_labelled, _is_in_title, _is_subtitle, _is_covered):
        for fact in head:
            if fact.start_date and fact.end_date and tells(findings, fact):
                return fact.start_date, fact.end_date
    return next((year for fact in head if (year := _year_ended(findings, fact))), None)


def _is_in_title(findings: Findings, fact: DateFact) -> bool:
    block = findings.page.line_at(fact.start_char).block
    return fact.precision in _PERIODS and block.kind == "heading" and block.level == 1


def _is_subtitle(findings: Findings, fact: DateFact) -> bool:
    """Whether a period is a line of its own right below the title: "Corporate plan", and below it "2024 to 2028"."""
    line = findings.page.line_at(fact.start_char)
    above = findings.page.lines[max(0, line.index - 2) : line.index]
    alone = fact.start_char == line.start and fact.end_char == line.end
    return fact.precision in _PERIODS and alone and any(each.block.level == 1 for each in above)


def _is_covered(findings: Findings, fact: DateFact) -> bool:
    """Whether a sentence of the head says that this very document covers the period."""
    sentence = findings.page.sentence_at(fact.start_char)
    before = findings.page.flat[sentence.start : fact.start_char]
    tells = len(before) <= _SENTENCE and _ITSELF.match(before) and _COVERS.search(before)
    return fact.precision in _PERIODS and bool(tells)


def _year_ended(findings: Findings, fact: DateFact) -> tuple[date, date] | None:
    """The year that ends on a day: "annual report for the year ended 31 March 2024"."""
    line = findings.page.line_at(fact.start_char)
    before = findings.page.flat[max(line.start, fact.start_char - 40) : fact.start_char]
    if fact.precision != "day" or fact.end_date is None or not _YEAR_ENDED.search(before):
        return None
    end = fact.end_date
    start = date(end.year - 1, end.month, 28 if (end.month, end.day) == (2, 29) else end.day) + timedelta(days=1)
    return (start, end) if end.year > 1 else None


def _is_labelled(findings: Findings, fact: DateFact) -> bool:
    page = findings.page
    line = page.line_at(fact.start_char)
    if fact.role != "coverage" or line.block.kind == "heading":
        return False
    before = page.flat[line.start : fact.start_char].strip()
    if before:
        return bool(_LABEL.match(before))
    above = page.lines[line.index - 1] if line.index else None
    return above is not None and bool(_LABEL.match(page.flat[above.start : above.end].strip()))


def _modified(findings: Findings) -> date | None:
    head = _head(findings)
    return next(
        (d.start_date for d in findings.dates if d.role in _MODIFIED and d.start_char < head and d.precision == "day"),
        None,
    )
