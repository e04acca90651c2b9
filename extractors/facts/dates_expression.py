"""A calendar expression on its way from the words to an interval, and the pieces that all its patterns share."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from extractors.facts.dates_calendar import MONTHS, WEEKDAYS, Interval, day_of, month_of
from extractors.facts.numbers import DASH, MAYBE_SPACE, SPACE
from extractors.records import Precision

# Full names, or the usual short forms, whose full stop counts as theirs only where more of the date follows.
MONTH = (
    rf"(?:(?:{'|'.join(MONTHS)}|{'|'.join(name[:3] for name in MONTHS)}|sept)(?![A-Za-z])"
    r"(?:(?<=[a-z])\.(?=[^\S\n]?[0-9’']))?)"
)
# Every form has one of these where it has a month: "1stMarch" is one word of letters too.
MONTH_CUES = frozenset(
    ending + name for month in MONTHS for name in (month, month[:3], "sept") for ending in ("", "st", "nd", "rd", "th")
)
WEEKDAY = (
    rf"(?:(?:{'|'.join(WEEKDAYS)}|{'|'.join(name[:3] for name in WEEKDAYS)}|tues|weds|thurs?)(?![A-Za-z])"
    r"(?:\.(?=[^\S\n]))?)"
)
# What may stand right before the day of a stretch's end: "3 May–5 June", "1 April 2019-31 March 2020".
AFTER_MONTH_OR_YEAR = (
    r"(?:(?<=(?:ary|rch|ril|may|une|uly|ust|ber|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)[-–])"
    r"|(?<=(?:19|20)[0-9]{2}[-–]))"
)
YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
YEAR_CUES = frozenset({"19", "20"})
DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])(?:st|nd|rd|th)?"
UNTIL = rf"(?:{MAYBE_SPACE}{DASH}{MAYBE_SPACE}|{SPACE}(?:to|until|till|through(?:{SPACE}to)?){SPACE})"
# What must not stand right before digits that begin a date: more of a word, a number, an address or an amount.
NOT_WITHIN = r"(?<![\w£$€#@&=%])(?<![\w)][-‐‑–/.:,_])"


@dataclass(frozen=True, slots=True)
class Yearless:
    """Months or days without their year: (month, day or None for the whole month) of the first and of the last."""

    first: tuple[int, int | None]
    last: tuple[int, int | None]
    weekday: int | None = None

    def in_year(self, year: int) -> Interval | None:
        """Return the interval that begins in `year`; one such as December to January ends in the next."""
        start = _point(year, *self.first)
        end = _point(year, *self.last)
        if start and end and end.end < start.start:
            end = _point(year + 1, *self.last)
        return Interval(start.start, end.end) if start and end else None


def _point(year: int, month: int, day: int | None) -> Interval | None:
    return month_of(year, month) if day is None else day_of(year, month, day)


@dataclass(frozen=True, slots=True)
class Expression:
    """Words that stand for days: with their interval, or `yearless`, or neither where nothing tells it (relative).

    `is_weak` marks what is a date only in company: a month's bare name.
    """

    start: int
    end: int
    interval: Interval | None
    precision: Precision
    confidence: float
    yearless: Yearless | None = None
    is_relative: bool = False
    is_weak: bool = False


Reader = Callable[[re.Match[str]], Iterable[Expression]]


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing dates: its pattern, and what its match says (nothing where the numbers make no date).

    `cues` are words of which every match has one; the pattern crosses no newline.
    """

    pattern: re.Pattern[str]
    cues: frozenset[str]
    read: Reader


def form(pattern: str, cues: frozenset[str], read: Reader) -> Form:
    """Return the form of a pattern, letter case ignored."""
    return Form(re.compile(pattern, re.IGNORECASE), cues, read)


def full_year(digits: str) -> int:
    """Return the year of two or four digits: two digits are 2000 to 2049, then 1950 to 1999."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)
