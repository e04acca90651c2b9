"""Calendar expressions as inclusive intervals, by the rules for hand-labelled documents.

First what is absolute ("31 March 2020", "2019/20"); then the document's reference date; then what needs either: days
and months without a year, and expressions such as "last year".
"""

import re
from collections.abc import Sequence
from datetime import date

from extractors.cues import Lines
from extractors.facts import dates_days, dates_parts, dates_years
from extractors.facts.dates_expression import Expression
from extractors.facts.dates_join import joined, widest
from extractors.facts.dates_relative import RELATIVE_CUES, relative
from extractors.facts.dates_roles import roles
from extractors.facts.dates_text import matchable
from extractors.facts.dates_yearless import completed
from extractors.page import Page
from extractors.records import DateFact

EXTRACTOR = "rules.dates"
_FORMS = (*dates_days.FORMS, *dates_years.FORMS, *dates_parts.FORMS)
_CUES = RELATIVE_CUES.union(*(form.cues for form in _FORMS))
_HEAD_LINES = 30
_HEAD_CHARACTERS = 3000
_PUBLISHED_LABEL = re.compile(
    r"\W*(?:(?:first |date |originally )?published(?: on| date| online)?|publication date|publish date|release date"
    r"|released|date(?: added| of publication| of issue| issued| posted| released)?|issued(?: on)?|posted(?: on)?)"
    r"\s*[:–—-]?\s*",
    re.IGNORECASE,
)
# Headings of what a page lists: dates below them are those of other documents and news.
_LISTS = re.compile(
    r"(?:(?:related|other|more|latest|recent|previous|earlier|past|key|supporting|further|all|our|current) )*"
    r"(?:news|stories|articles|press releases|documents?|downloads?|publications?|attachments?|versions|reports|"
    r"content|links|events|papers|minutes|meetings)(?: (?:and|&) [a-z]+)?:?",
    re.IGNORECASE,
)
_MEETING = re.compile(r"\b(?:meeting|minutes|agenda|held)\b", re.IGNORECASE)
_ONLY_TIME = re.compile(r"\W*(?:(?:at )?[0-9]{1,2}[:.][0-9]{2}\s*(?:am|pm)?\W*)?", re.IGNORECASE)


def find_dates(page: Page) -> tuple[DateFact, ...]:
    """Return the page's calendar expressions in reading order, none overlapping another.

    Both ends of a fact are None where nothing in the document resolves it (relative expressions in an undated one).
    """
    return read_dates(page)[0]


def reference_date(page: Page) -> date | None:
    """Return the day the document was published, as its head or else its metadata says; None where neither does.

    The head is its first lines: "Published 28 December 2016", "Publication date:" with the day below, or a line that
    is only a date, as over letters and news. Days of meetings do not count.
    """
    return read_dates(page)[1]


def read_dates(page: Page) -> tuple[tuple[DateFact, ...], date | None]:
    """Return what `find_dates` and `reference_date` do, for one reading."""
    if not page.lines:
        return (), page.metadata.published_on
    lines = Lines(matchable(page), _CUES)
    found = _absolute(lines)
    dated = _in_head(page, found)[:1]
    reference = _day_of(dated) or page.metadata.published_on
    everything = widest([*found, *relative(lines, reference)])
    resolved = completed(page, everything, reference or _first_day(page, found))
    published = {expression.start for expression in dated}
    facts = tuple(
        _fact(page, expression, role or ("published" if expression.start in published else None))
        for expression, role in zip(resolved, roles(page, resolved), strict=True)
    )
    return facts, reference


def _absolute(lines: Lines) -> list[Expression]:
    found = [e for form in _FORMS for match in lines.matches(form.pattern, form.cues) for e in form.read(match)]
    return joined(lines.text, widest(found))


def _day_of(found: Sequence[Expression]) -> date | None:
    return found[0].interval.start if found and found[0].interval else None


def _first_day(page: Page, found: Sequence[Expression]) -> date | None:
    """The first day named in the head, such as that of a meeting: what days without a year are near to."""
    head = (e for e in found if e.precision == "day" and e.interval and page.line_at(e.start).index < _HEAD_LINES)
    return next((e.interval.start for e in head if e.interval), None)


def _in_head(page: Page, found: Sequence[Expression]) -> list[Expression]:
    """Return the days in the document's head that are labelled as its date, before those that stand alone on a line."""
    head = [e for e in found if e.start < _HEAD_CHARACTERS and e.precision == "day" and e.interval]
    head = [e for e in head if page.line_at(e.start).index < min(_HEAD_LINES, _lists_from(page))]
    return [e for e in head if _is_labelled(page, e)] or [e for e in head if _is_alone(page, e)]


def _lists_from(page: Page) -> int:
    """The first line below the title that heads a list of other documents or news."""
    for line in page.lines[1:_HEAD_LINES]:
        if line.block.kind == "heading" and line.block.level > 1 and _LISTS.fullmatch(page.flat, line.start, line.end):
            return line.index
    return _HEAD_LINES


def _is_labelled(page: Page, expression: Expression) -> bool:
    line = page.line_at(expression.start)
    before = page.flat[line.start : expression.start]
    if before.strip():
        return bool(_PUBLISHED_LABEL.fullmatch(before))
    above = page.lines[line.index - 1] if line.index else None
    return bool(above and _PUBLISHED_LABEL.fullmatch(page.flat, above.start, above.end))


def _is_alone(page: Page, expression: Expression) -> bool:
    """A line that is only a date, with no word of a meeting above it, dates a letter or a news item."""
    line = page.line_at(expression.start)
    is_whole = not page.flat[line.start : expression.start].strip() and _ONLY_TIME.fullmatch(
        page.flat, expression.end, line.end
    )
    if not is_whole or line.block.kind == "row":
        return False
    return not any(_MEETING.search(page.flat, above.start, above.end) for above in page.lines[: line.index])


def _fact(page: Page, expression: Expression, role: str | None) -> DateFact:
    interval = expression.interval
    return DateFact(
        start_char=expression.start,
        end_char=expression.end,
        text=page.text[expression.start : expression.end],
        evidence=page.evidence(expression.start, expression.end),
        extractor=EXTRACTOR,
        confidence=expression.confidence,
        start_date=interval.start if interval else None,
        end_date=interval.end if interval else None,
        precision=expression.precision,
        role=role,
        is_relative=expression.is_relative,
    )
