"""What is known of a document as a whole: title, type, publisher, dates and the period that it covers."""

import re
from collections import Counter
from datetime import date

from spacy.lang.en.stop_words import STOP_WORDS

from extractors import lexicon
from extractors.entities.findings import Findings
from extractors.records import DateFact, DocumentMetadata

_HEAD_LINES = 15
_LABEL = re.compile(r"^[A-Z][A-Za-z ]{2,30}:?\s*$|^[A-Z][A-Za-z ]{2,30}:")
_TITLE_WORD = re.compile(r"[\w’'&-]+")
_BODY = 20_000  # characters of the text that are looked at for its type
_TITLE_WEIGHT = 5.0  # a sure word in the title against the votes of the body, which are 2 to 7
_LEAST_VOTE = 2.0
_LISTINGS = frozenset({"collection", "publications", "document collection"})  # page types, as GOV.UK names them
_LEAST_WORDS = 20  # fewer do not tell a language
_ENGLISH_SHARE = 0.2  # of spaCy's English stop words; running English has about 0.4, lists of names about 0.2
_MODIFIED = frozenset({"updated", "refreshed"})


def find_metadata(findings: Findings) -> None:
    """Set the document's metadata; needs its dates and publisher."""
    said = findings.page.metadata
    coverage = _coverage(findings)
    findings.metadata = DocumentMetadata(
        title=_title(findings),
        document_type=said.document_type or _document_type(findings),
        publisher=findings.publisher.name if findings.publisher else None,
        publisher_id=findings.publisher.entity_id if findings.publisher else None,
        language=said.language or _language(findings),
        published_on=findings.reference,
        modified_on=said.modified_on or _modified(findings),
        coverage_start=coverage.start_date if coverage else None,
        coverage_end=coverage.end_date if coverage else None,
    )


def _title(findings: Findings) -> str | None:
    page = findings.page
    heading = next((b for b in page.blocks if b.kind == "heading" and b.level == 1), None)
    if heading:
        return page.words(heading.start, heading.end)
    if page.metadata.title:
        return page.metadata.title
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


def _coverage(findings: Findings) -> DateFact | None:
    """The period that a label in the head gives, else the range of years in the title."""
    page = findings.page
    head = [d for d in findings.dates if d.start_char < _head(findings) and d.start_date and not d.is_relative]
    for fact in head:
        line = page.line_at(fact.start_char)
        if fact.role == "coverage" and line.block.kind != "heading" and _is_labelled(findings, fact, line.index):
            return fact
    titles = [b for b in page.blocks if b.kind == "heading" and b.level == 1]
    inside = [d for d in head if any(b.start <= d.start_char and d.end_char <= b.end for b in titles)]
    return next((d for d in inside if d.precision in {"range", "financial year"}), None)


def _is_labelled(findings: Findings, fact: DateFact, index: int) -> bool:
    page = findings.page
    line = page.lines[index]
    before = page.flat[line.start : fact.start_char].strip()
    if before:
        return bool(_LABEL.match(before))
    above = page.lines[index - 1] if index else None
    return above is not None and bool(_LABEL.match(page.flat[above.start : above.end].strip()))


def _modified(findings: Findings) -> date | None:
    head = _head(findings)
    return next(
        (d.start_date for d in findings.dates if d.role in _MODIFIED and d.start_char < head and d.precision == "day"),
        None,
    )


def _document_type(findings: Findings) -> str:
    """The type with the most evidence: words of the title first, then what the body is made of; "page" without any."""
    page = findings.page
    title = (_title(findings) or "").casefold()
    words = f" {' '.join(_TITLE_WORD.findall(title))} "
    votes: dict[str, float] = {}
    for row in lexicon.rows("document_types"):
        if f" {row['word'].casefold()} " in words:
            vote = _TITLE_WEIGHT * float(row["weight"]) + 0.01 * len(row["word"])
            votes[row["document_type"]] = max(votes.get(row["document_type"], 0.0), vote)
    for kind, vote in _body_votes(findings, page.flat[:_BODY], title).items():
        votes[kind] = votes.get(kind, 0.0) + vote
    if not votes:
        return "page"
    best, weight = max(votes.items(), key=lambda item: (item[1], item[0]))
    return best if weight >= _LEAST_VOTE else "page"


def _body_votes(findings: Findings, body: str, title: str) -> Counter[str]:
    votes: Counter[str] = Counter()
    speech = len(re.findall(r"\bsaid\s*:|[”\"] (?:said|added)\b|\bsaid:?\s+[“\"]", body))
    dated = findings.reference is not None
    if any(findings.page.words(line.start, line.end).casefold() in _LISTINGS for line in findings.page.lines[:5]):
        votes["listing"] += 7
    finite = any(word in lexicon.words("headline_verbs") for word in re.findall(r"[\w’'-]+", title))
    if speech and dated:
        votes["news"] += 4 + 3 * finite
    elif dated and finite:
        votes["news"] += 3
    plans = len(re.findall(r"\b(?:the|our|this|a|transformation) plan\b|\bPlan\b", body))
    strategies = len(re.findall(r"\b(?:the|our|this) strategy\b|\bStrategy\b", body))
    if plans >= 2 and plans >= strategies:
        votes["plan"] += 2
    elif strategies >= 3:
        votes["strategy"] += 2
    return votes
