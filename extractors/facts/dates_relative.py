"""Expressions that count from the reader's today: "last year", "the next five years", "today", "three months ago".

They resolve against the document's reference date only; without one they are found but stay without an interval.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from extractors.cues import Lines
from extractors.facts.dates_calendar import (
    MONTHS,
    WEEKDAYS,
    Interval,
    financial_year,
    month_number,
    month_of,
    months_from,
    shift,
    year_of,
)
from extractors.facts.dates_expression import Expression
from extractors.facts.numbers import SPACE, parse_number
from extractors.records import Precision

_COUNT = (
    r"(?P<count>[0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty|thirty|forty|fifty"
    r"|couple[^\S\n]of|few|several)"
)
_UNIT = r"(?P<unit>day|week|month|quarter|year|decade)s?"
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_STEPS = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1}
_MONTHS_PER = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_AHEAD = {"next", "coming", "following"}

_NAMED_DAY = re.compile(rf"(?<![\w-])(?:{'|'.join(_DAYS)})(?![\w-]|[’']s)", re.IGNORECASE)
_STEP = re.compile(
    rf"(?<![\w-])(?:(?P<step>last|this|next)|the{SPACE}(?P<the>current)){SPACE}"
    rf"(?P<unit>(?:financial{SPACE})?year|month|week|{'|'.join(MONTHS)}|{'|'.join(WEEKDAYS)})(?![\w-])",
    re.IGNORECASE,
)
_STRETCH = re.compile(
    rf"(?<!\w)(?:(?:over|in|during|within|for|across){SPACE})?(?:the|these){SPACE}"
    rf"(?P<way>last|past|previous|next|coming|following){SPACE}(?:{_COUNT}{SPACE})?(?:(?:calendar|financial|working){SPACE})?{_UNIT}(?![\w-])",
    re.IGNORECASE,
)
_AGO = re.compile(rf"(?<![\w-])(?:{_COUNT}|an?|a{SPACE}few){SPACE}{_UNIT}{SPACE}ago(?!\w)", re.IGNORECASE)
# What every match of the patterns has one of
_DAY_CUES = frozenset(_DAYS)
_STEP_CUES = frozenset({"year", "month", "week", *MONTHS, *WEEKDAYS})
_STRETCH_CUES = frozenset({"last", "past", "previous", *_AHEAD})
_AGO_CUES = frozenset({"ago"})
RELATIVE_CUES = _DAY_CUES | _STEP_CUES | _STRETCH_CUES | _AGO_CUES


def relative(lines: Lines, reference: date | None) -> list[Expression]:
    """Return the relative expressions of a text, resolved against `reference` where there is one."""
    readers: tuple[tuple[re.Pattern[str], frozenset[str], Callable[[re.Match[str], date], Interval | None]], ...] = (
        (_NAMED_DAY, _DAY_CUES, _named_day),
        (_STEP, _STEP_CUES, _step),
        (_STRETCH, _STRETCH_CUES, _stretch),
        (_AGO, _AGO_CUES, _ago),
    )
    return [_read(match, read, reference) for pattern, cues, read in readers for match in lines.matches(pattern, cues)]


def _read(
    match: re.Match[str], read: Callable[[re.Match[str], date], Interval | None], reference: date | None
) -> Expression:
    interval = read(match, reference) if reference else None
    return Expression(
        match.start(), match.end(), interval, _precision(match), 0.6 if interval else 0.4, is_relative=True
    )


def _precision(match: re.Match[str]) -> Precision:
    unit = (match.groupdict().get("unit") or "day").casefold()
    if match.re in {_STRETCH, _AGO} and not (match.re is _AGO and unit == "day"):
        return "range"
    if "financial" in unit:
        return "financial year"
    if unit == "year":
        return "year"
    return "month" if unit in {"month", *MONTHS} else "range" if unit == "week" else "day"


def _named_day(match: re.Match[str], reference: date) -> Interval | None:
    return _day(reference, _DAYS[match.group().casefold()])


def _day(reference: date, days: int) -> Interval | None:
    try:
        moved = reference + timedelta(days=days)
    except OverflowError:
        return None
    return Interval(moved, moved)


def _step(match: re.Match[str], reference: date) -> Interval | None:
    step = _STEPS[(match["step"] or match["the"]).casefold()]
    unit = match["unit"].casefold()
    if unit == "year":
        return year_of(reference.year + step)
    if unit == "month":
        return months_from(
            reference.year + (reference.month - 1 + step) // 12, (reference.month - 1 + step) % 12 + 1, 1
        )
    if unit == "week":
        monday = _day(reference, 7 * step - reference.weekday())
        sunday = _day(reference, 7 * step - reference.weekday() + 6)
        return Interval(monday.start, sunday.end) if monday and sunday else None
    if unit.startswith("financial"):
        return financial_year(reference.year - (reference.month < 4) + step)
    return _named_step(unit, step, reference)


def _named_step(unit: str, step: int, reference: date) -> Interval | None:
    """Resolve "last March", "next Tuesday": the nearest one before or after; "this" is the one of this year or week."""
    if unit in MONTHS:
        month = month_number(unit)
        if step == 0:
            return month_of(reference.year, month)
        year = reference.year + (step if (month - reference.month) * step <= 0 else 0)
        return month_of(year, month)
    ahead = (WEEKDAYS.index(unit) - reference.weekday()) % 7
    if step < 0:
        ahead = ahead - 7
    return _day(reference, ahead or 7 if step > 0 else ahead)


def _stretch(match: re.Match[str], reference: date) -> Interval | None:
    """Resolve "the next N years" to the same day N years on, "the last N years" to the same day N years back."""
    count = parse_number(match["count"]) if match["count"] else 1.0
    if count is None:
        return None
    direction = 1 if match["way"].casefold() in _AHEAD else -1
    other = _moved(reference, match["unit"].casefold(), int(count) * direction)
    return Interval(min(reference, other), max(reference, other)) if other else None


def _moved(reference: date, unit: str, count: int) -> date | None:
    if unit in _MONTHS_PER:
        return shift(reference, months=_MONTHS_PER[unit] * count)
    moved = _day(reference, count * (7 if unit == "week" else 1))
    return moved.start if moved else None


def _ago(match: re.Match[str], reference: date) -> Interval | None:
    """Resolve "three years ago" to that year, "three months ago" to that month, weeks and days to that day."""
    count = parse_number(match["count"]) if match["count"] else 1.0
    unit = match["unit"].casefold()
    moved = _moved(reference, unit, -int(count)) if count else None
    if moved is None or (match["count"] is None and "few" in match.group().casefold()):
        return None
    if unit in {"year", "decade"}:
        return year_of(moved.year)
    return month_of(moved.year, moved.month) if unit in {"month", "quarter"} else Interval(moved, moved)
