"""Days and months without a year take it from their company: the sentence, the document's date, what stands before."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from extractors.facts.dates_calendar import Interval, year_of
from extractors.facts.dates_expression import Expression, Yearless
from extractors.facts.numbers import MAYBE_SPACE, SPACE
from extractors.page import Page

_RECURS_AFTER = re.compile(
    rf"{MAYBE_SPACE},?{MAYBE_SPACE}(?:of{SPACE}|in{SPACE})?(?:each|every|any){SPACE}(?:\w+{SPACE})?year", re.IGNORECASE
)
_RECURS_BEFORE = re.compile(rf"(?<!\w)(?:each|every){SPACE}(?:year{SPACE}(?:on|in|by){SPACE})?$", re.IGNORECASE)
_COORDINATED = re.compile(
    rf"(?:{MAYBE_SPACE}[,&/]{MAYBE_SPACE}(?:and{SPACE}|or{SPACE})?|{SPACE}(?:and|or|to){SPACE})(?:on{SPACE}|in{SPACE})?",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince[^\S\n]$")
_AHEAD = re.compile(
    r"\b(?:will|shall|forthcoming|upcoming|deadline|closes?|to be held|by|before|no later than|next)\b", re.IGNORECASE
)
_BEHIND = re.compile(
    r"\b(?:was|were|had|took|since|ended|held on|minutes of(?: the \w+)*(?: of)?|in the year to|last)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,;:–]|\b(?:which|where|who|and|but|that)\b")
_AHEAD_OF_IT = re.compile(
    r"\b(?:will|shall|to be|closes|starts|begins|opens|takes place|is due|are due|is expected)\b[^,;]{0,60}$",
    re.IGNORECASE,
)
_BEHIND_IT = re.compile(
    r"\b(?:(?:was|were|had|took place|began)\b[^,;]{0,30}\b(?:in|on|at|since|from)|"
    r"\w{3,}ed (?:in|on|at|since|from))\s+$"
)
_LAW = re.compile(r"\b(?:Act|Regulations?|Order|Rules)[^\S\n]$")
_A_YEAR = 367
_CLOSE = 45  # days by which a coming day may lie behind, or a past one ahead, before its year is doubted


def completed(page: Page, found: Sequence[Expression], reference: date | None) -> list[Expression]:
    """Return the expressions with intervals for those without a year, less those that recur every year."""
    kept = [e for e in found if e.yearless is None or not _recurs(page.flat, e)]
    anchors = _Anchors(page, kept)
    done: list[Expression] = []
    row: Interval | None = None  # what the dates in a row take their year from: the last of them, if it has its own
    for at, expression in reversed(list(enumerate(kept))):
        if expression.yearless is None:
            row = None if expression.is_relative else expression.interval
            done.append(expression)
            continue
        if not done or not _COORDINATED.fullmatch(page.flat, expression.end, kept[at + 1].start):
            row = None
        interval = (
            _fitted(expression.yearless, row)
            or _since(page, expression, reference)
            or anchors.from_sentence(expression)
            or _from_reference(page, expression, reference)
            or anchors.from_document(expression)
        )
        done.append(replace(expression, interval=interval, confidence=expression.confidence if interval else 0.3))
    return done[::-1]


def _recurs(text: str, expression: Expression) -> bool:
    before = text[max(0, expression.start - 30) : expression.start]
    return bool(_RECURS_AFTER.match(text, expression.end) or _RECURS_BEFORE.search(before))


class _Anchors:
    """The dated expressions of a page that can lend their year: those of about a year or less, laws' years left out."""

    def __init__(self, page: Page, found: Sequence[Expression]) -> None:
        self._page = page
        self._all = [e for e in found if e.interval and e.interval.days <= _A_YEAR and not self._is_law(e)]
        self._starts = [e.start for e in self._all]

    def _is_law(self, expression: Expression) -> bool:
        is_law = _LAW.search(self._page.flat, max(0, expression.start - 20), expression.start)
        return expression.is_relative or bool(is_law)

    def from_sentence(self, expression: Expression) -> Interval | None:
        """Take the year of the nearest earlier date in the sentence, else of the next one in it."""
        sentence = self._page.sentence_at(expression.start)
        at = bisect_left(self._starts, expression.start)
        for anchor in (*self._all[max(0, at - 1) : at], *self._all[at : at + 1]):
            if sentence.start <= anchor.start < sentence.end:
                found = _fitted(expression.yearless, anchor.interval)
                if found == anchor.interval and anchor.precision == "month":
                    continue  # "in May …, compared with May 2024": who writes one with its year means another year
                is_day = anchor.precision == "day" and anchor.start < expression.start
                return _in_step(self._page, expression, found, anchor.interval) if is_day else found
        return None

    def from_document(self, expression: Expression) -> Interval | None:
        """Take the year of the nearest date before in the document, else of the next one."""
        at = bisect_left(self._starts, expression.start)
        anchor = (*self._all[max(0, at - 1) : at], *self._all[at : at + 1])[:1]
        return _fitted(expression.yearless, anchor[0].interval) if anchor else None


def _fitted(yearless: Yearless | None, near: Interval | None) -> Interval | None:
    """Return the days in the year of `near`: inside it where they can be (31 March in 2019/20 is in 2020)."""
    if yearless is None or near is None:
        return None
    years = range(near.start.year - 1, near.end.year + 2)
    options = [option for year in years if (option := yearless.in_year(year))]
    on_weekday = [option for option in options if option.start.weekday() == yearless.weekday]
    options = on_weekday or options
    inside = (option for option in options if near.start <= option.start and option.end <= near.end)
    by_year = min(options, key=lambda option: abs(option.start.year - near.start.year), default=None)
    return next(inside, by_year)


def _from_reference(page: Page, expression: Expression, reference: date | None) -> Interval | None:
    """Take the reference date's year, or the next or last one where the sentence looks ahead or back."""
    if reference is None:
        return None
    found = _fitted(expression.yearless, year_of(reference.year))
    return _in_step(page, expression, found, Interval(reference, reference))


def _since(page: Page, expression: Expression, reference: date | None) -> Interval | None:
    """ "since July" means the last July before the document's date, whatever years the sentence speaks of."""
    if (
        reference is None
        or expression.yearless is None
        or not _SINCE.search(page.flat, max(0, expression.start - 8), expression.start)
    ):
        return None
    years = (reference.year, reference.year - 1)
    options = (expression.yearless.in_year(year) for year in years)
    return next((option for option in options if option and option.start <= reference), None)


def _tense(page: Page, expression: Expression) -> tuple[bool, bool]:
    """Whether the words around a date look ahead, and whether they look back: its clause first, then its sentence."""
    sentence = page.sentence_at(expression.start)
    before = page.flat[sentence.start : expression.start]
    clause = before[max((m.end() for m in _CLAUSE.finditer(before)), default=0) :]
    if _AHEAD_OF_IT.search(clause) or _BEHIND_IT.search(clause):
        return bool(_AHEAD_OF_IT.search(clause)), bool(_BEHIND_IT.search(clause))
    words = page.flat[sentence.start : sentence.end]
    return bool(_AHEAD.search(words)), bool(_BEHIND.search(words))


def _in_step(page: Page, expression: Expression, found: Interval | None, near: Interval | None) -> Interval | None:
    """Move `found` by a year where it lies well behind `near` though its sentence looks ahead, or the other way."""
    yearless = expression.yearless
    if yearless is None or found is None or near is None or yearless.weekday is not None:
        return found
    is_ahead, is_behind = _tense(page, expression)
    if is_ahead and not is_behind and (near.start - found.end).days > _CLOSE:
        return yearless.in_year(near.start.year + 1)
    if is_behind and not is_ahead and (found.start - near.end).days > _CLOSE:
        return yearless.in_year(near.start.year - 1)
    return found
