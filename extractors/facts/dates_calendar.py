"""Intervals of the calendar as UK public bodies count it: inclusive at both ends.

Financial year: 1 April to 31 March (Government Financial Reporting Manual). Tax year: 6 April to 5 April. Academic
year: 1 September to 31 August. Every function returns None where there is no such date.
"""

from datetime import date, timedelta
from typing import NamedTuple

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(MONTHS, start=1)}
_WEEKDAY_NUMBERS = {name[:3]: number for number, name in enumerate(WEEKDAYS)}
_SEASON_STARTS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}  # meteorological seasons, as the Met Office
_ONE_DAY = timedelta(days=1)


class Interval(NamedTuple):
    """A stretch of days, both ends included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.end - self.start).days + 1


def month_number(name: str) -> int:
    """Return 1 to 12 for a month's name, of which the first three letters count; raises KeyError for anything else."""
    return _MONTH_NUMBERS[name[:3].casefold()]


def weekday_number(name: str) -> int:
    """Return 0 (Monday) to 6 for a weekday's name, of which the first three letters count; raises KeyError likewise."""
    return _WEEKDAY_NUMBERS[name[:3].casefold()]


def safe_date(year: int, month: int, day: int) -> date | None:
    """Return the date, None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift(day: date, *, years: int = 0, months: int = 0) -> date | None:
    """Return the same day `years` and `months` on (back where negative), or the last day of a shorter month."""
    total = day.year * 12 + day.month - 1 + years * 12 + months
    first = safe_date(total // 12, total % 12 + 1, 1)
    if first is None:
        return None
    return next(found for back in range(4) if (found := safe_date(first.year, first.month, day.day - back)))


def day_of(year: int, month: int, day: int) -> Interval | None:
    """Return one day."""
    found = safe_date(year, month, day)
    return Interval(found, found) if found else None


def months_from(year: int, month: int, count: int) -> Interval | None:
    """Return `count` whole months from the first day of a month."""
    start = safe_date(year, month, 1)
    after = shift(start, months=count) if start else None
    return Interval(start, after - _ONE_DAY) if start and after else None


def month_of(year: int, month: int) -> Interval | None:
    """Return a whole month."""
    return months_from(year, month, 1)


def year_of(year: int) -> Interval | None:
    """Return a calendar year."""
    return months_from(year, 1, 12)


def years_of(first: int, last: int) -> Interval | None:
    """Return the calendar years from `first` to `last`."""
    return months_from(first, 1, 12 * (last - first + 1)) if first <= last else None


def financial_year(year: int) -> Interval | None:
    """Return the financial year that begins in `year`."""
    return months_from(year, 4, 12)


def academic_year(year: int) -> Interval | None:
    """Return the academic year that begins in `year`."""
    return months_from(year, 9, 12)


def tax_year(year: int) -> Interval | None:
    """Return the tax year that begins in `year`."""
    start, end = safe_date(year, 4, 6), safe_date(year + 1, 4, 5)
    return Interval(start, end) if start and end else None


def part_of(whole: Interval, number: int, count: int) -> Interval | None:
    """Return part `number` (from 1) of `count` equal parts of a year of whole months: its quarters and halves."""
    start = shift(whole.start, months=(number - 1) * 12 // count)
    return months_from(start.year, start.month, 12 // count) if start and 1 <= number <= count else None


def season_of(year: int, name: str) -> Interval | None:
    """Return a season; a winter is that which begins in December of `year`."""
    return months_from(year, _SEASON_STARTS[name.casefold()], 3)


def week_from(start: date) -> Interval | None:
    """Return the seven days from `start`."""
    return Interval(start, start + 6 * _ONE_DAY) if start.year < 9999 else None


def until(end: date, months: int) -> Interval | None:
    """Return the `months` months that end with `end`: the year ended 31 March 2020 begins on 1 April 2019."""
    if end.year in {1, 9999}:
        return None
    start = shift(end + _ONE_DAY, months=-months)
    return Interval(start, end) if start else None
