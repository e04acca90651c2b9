"""What lists tell of a document behind its title: format, size, pages, dates, kind of page; and where the title ends.

A line is cut at the marks that lists use (brackets, commas, dashes, bars, wide spaces); the stretches at its end that
are nothing but details are no part of the title.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.layout_title import page_types

_WORD_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
MEDIA = {
    "pdf": "application/pdf",
    "word": _WORD_DOCUMENT,
    "doc": "application/msword",
    "docx": _WORD_DOCUMENT,
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "excel": _SPREADSHEET,
    "xls": "application/vnd.ms-excel",
    "xlsx": _SPREADSHEET,
    "csv": "text/csv",
    "html": "text/html",
    "powerpoint": _SLIDES,
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": _SLIDES,
    "zip": "application/zip",
    "rtf": "application/rtf",
    "epub": "application/epub+zip",
    "plain text": "text/plain",
    "text": "text/plain",
    "txt": "text/plain",
}
"""Media types by the words that lists use for them, and by the endings of file names."""

_FORMATS = "|".join(sorted(MEDIA, key=len, reverse=True))
_FORMAT = (
    rf"(?:(?:MS|Microsoft|Adobe|accessible|tagged|download|open document|file type:?|format:?) )?(?:{_FORMATS})"
    r"(?: (?:documents?|files?|format|version|spreadsheets?|presentations?|attachment|download|workbook))?"
)
_SIZE = r"(?:(?:file )?size:? )?\d{1,6}(?:[.,]\d{1,3})?\s?[KMG]i?B"
_PAGES = r"\d{1,4}\s?(?:pages?|pp|sheets?|slides?)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = (
    rf"(?:(?:[a-z]{{3,9}}day,? )?\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|{_MONTH} (?:\d{{1,2}}, )?\d{{4}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d\d-\d\d|(?:spring|summer|autumn|winter) \d{4}|(?:19|20)\d\d)"
    r"(?:,? (?:at )?\d{1,2}[:.]\d\d ?(?:am|pm)?)?"
)
_VERB = r"(?:publish|updat|issu|dat|add|post|revis|review|modifi|upload|releas|approv|adopt|refresh)ed"
_DATED = (
    rf"(?:(?:first|last|originally|was|date) )?{_VERB}(?: on| in| online)?\s?:?\s?{_DATE}"
    rf"|(?:publication|publish|release|issue) date\s?:?\s?{_DATE}"
)
_OTHER = (
    r"opens in (?:a )?new (?:window|tab)|new window|external link|(?:ref|isbn|issn)\b.{0,40}|attachment|download|link|"
    r"MS|Microsoft"
)
_FILE = re.compile(
    rf"(?:{_FORMAT}|{_SIZE}|{_PAGES})(?:[ :]{{1,2}}(?:{_FORMAT}|{_SIZE}|{_PAGES})){{0,3}}", re.IGNORECASE
)
_ONLY_PAGES = re.compile(_PAGES, re.IGNORECASE)
_ONLY_SIZE = re.compile(rf"{_SIZE}", re.IGNORECASE)
_IS_DATE = re.compile(_DATE, re.IGNORECASE)
_IS_DATED = re.compile(_DATED, re.IGNORECASE)
_IS_OTHER = re.compile(_OTHER, re.IGNORECASE)
_HINT = re.compile(
    rf"\b(?:{_FORMATS})\b|\d ?[KMG]i?B\b|{_VERB}\b|\b(?:publication|release|issue) date\b", re.IGNORECASE
)
_MARK = re.compile(
    r"\s*\|\s*|\s*[•·]\s*|\s[–—-]\s+|,\s+|;\s+|\s*[(\[]|[)\]]\s*[,:–—-]?\s*|\s{2,}|\s/\s"
    rf"|\s(?=(?:{_FORMATS}),?\s\d{{1,6}}(?:\.\d{{1,3}})?\s?[KM]B\b)",
    re.IGNORECASE,
)
_MEDIA_WORD = re.compile(rf"\b({_FORMATS})\b", re.IGNORECASE)
_SIZE_OF = re.compile(r"\b(\d{1,6}(?:\.\d{1,3})?)\s?([KMG])i?B\b", re.IGNORECASE)
_SIZES = {"k": 1_000, "m": 1_000_000, "g": 1_000_000_000}
# A day is part of the name of what is written for that day.
_OF_A_DAY = re.compile(
    r"\b(?:minutes|agendas?|papers?|letters?|notes?|meetings?|statements?|returns?|speech|briefings?|bulletins?|"
    r"newsletters?|updates?)$",
    re.IGNORECASE,
)
_DAY = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|\d{{1,2}}[/.]\d", re.IGNORECASE)
_LONGEST = 400
_LONGEST_DETAIL = 80


class Cut(NamedTuple):
    """Where the title of an entry ends, and what stands behind it: a file (format, size), a dated note, or a date."""

    end: int
    has_file: bool
    is_dated: bool


class _Part(NamedTuple):
    start: int
    end: int
    mark: str


def hints(words: str) -> bool:
    """Whether the words may hold details at all; cheap, to pass over most lines."""
    return _HINT.search(words) is not None


def media_of(words: str) -> str | None:
    """Return the media type of the first format that the words name."""
    match = _MEDIA_WORD.search(words)
    return MEDIA[match[1].casefold()] if match else None


def size_of(words: str) -> int | None:
    """Return the first file size in the words, in bytes."""
    match = _SIZE_OF.search(words)
    return round(float(match[1]) * _SIZES[match[2].casefold()]) if match else None


def cut(words: str) -> Cut | None:
    """Return where the title ends in a line that closes with details, None where it closes with none."""
    if len(words) > _LONGEST:
        return None
    parts = list(_parts(words))
    first = len(parts)
    while first > 1 and _is_detail(words[parts[first - 1].start : parts[first - 1].end]):
        first -= 1
    behind = parts[first:]
    if not behind:
        return None
    said = [words[part.start : part.end] for part in behind]
    has_file = any(_tells_file(each) for each in said)
    is_dated = any(_IS_DATED.fullmatch(each) for each in said)
    while len(behind) > 1 and _belongs(words, behind[0]):  # "Minutes, 3 May 2024 (PDF)": the day is part of the title
        behind = behind[1:]
    if len(behind) == 1 and _belongs(words, behind[0]):
        return None
    mark = behind[0].mark
    end = len(words[: behind[0].start - len(mark)].rstrip(" -–—,|:"))
    end += mark[:1] in {")", "]"} and end == behind[0].start - len(mark)  # a bracket of the title's own
    return Cut(end, has_file, is_dated) if end > 0 else None


def _belongs(words: str, part: _Part) -> bool:
    """Whether a date behind a comma is part of the title: a month or year is, a day where it names what it is of."""
    said = words[part.start : part.end]
    if "," not in part.mark or not _IS_DATE.fullmatch(said):
        return False
    return not _DAY.match(said) or _OF_A_DAY.search(words[: part.start - len(part.mark)]) is not None


def is_details(words: str) -> bool:
    """Whether a line is nothing but details: "PDF, 2 MB, 40 pages", "10 May 2023 / Guidance"."""
    return len(words) <= 160 and all(_is_detail(words[p.start : p.end]) for p in _parts(words)) and bool(words.strip())


def tells_file(words: str) -> bool:
    """Whether a line of details gives a format or a size."""
    return any(_tells_file(words[p.start : p.end]) for p in _parts(words))


def tells_kind(words: str) -> bool:
    """Whether a line of details gives a kind of page ("Guidance"), or a dated note ("Updated 3 May 2024")."""
    said = (words[p.start : p.end] for p in _parts(words))
    return any(each.casefold() in page_types() or _IS_DATED.fullmatch(each) for each in said)


def tells_date(words: str) -> bool:
    """Whether a line of details gives a date."""
    said = (words[p.start : p.end] for p in _parts(words))
    return any(_IS_DATE.fullmatch(each) or _IS_DATED.fullmatch(each) for each in said)


def _parts(words: str) -> Iterator[_Part]:
    at, mark = 0, ""
    for match in _MARK.finditer(words):
        if match.start() > at:
            yield _Part(at, match.start(), mark)
            mark = ""
        mark += match.group()
        at = match.end()
    if at < len(words.rstrip()):
        yield _Part(at, len(words.rstrip()), mark)


def _tells_file(said: str) -> bool:
    file = _FILE.fullmatch(said) is not None and not _ONLY_PAGES.fullmatch(said)
    return file and not (_ONLY_SIZE.fullmatch(said) and said[-2:].casefold() == "gb")


def _is_detail(said: str) -> bool:
    if len(said) > _LONGEST_DETAIL:
        return False
    return bool(
        _FILE.fullmatch(said) or _IS_DATE.fullmatch(said) or _IS_DATED.fullmatch(said) or _IS_OTHER.fullmatch(said)
    ) or (said.rstrip(":").casefold() in page_types())
