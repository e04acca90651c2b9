"""Days and months: "31st March 2020", "Tuesday 31 March", "10 and 11 May 2018", "3-5 May", "31/03/2020", "Mar-20"."""

import re
from collections.abc import Iterator

from extractors.facts.dates_calendar import Interval, day_of, month_number, month_of, weekday_number
from extractors.facts.dates_expression import (
    AFTER_MONTH_OR_YEAR,
    DAY,
    MONTH,
    MONTH_CUES,
    NOT_WITHIN,
    UNTIL,
    WEEKDAY,
    YEAR,
    YEAR_CUES,
    Expression,
    Form,
    Yearless,
    form,
    full_year,
)
from extractors.facts.numbers import DASH, MAYBE_SPACE, SPACE
from extractors.records import Precision

_LINK = rf"(?:{UNTIL}|{MAYBE_SPACE}[,&/]{MAYBE_SPACE}(?:and{SPACE})?|{SPACE}(?:and|or){SPACE})"
_YEAR_AFTER = rf"(?:(?:,?{SPACE}|-|,)(?P<year>{YEAR})|(?:{MAYBE_SPACE}[’']|-)(?P<short_year>[0-9]{{2}})(?![0-9\w]))"
# Words that are months' names and something else too: as a bare name they need a preposition that means time.
_BARE = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?![\w-])"
_TIME_PREPOSITION = re.compile(
    r"\b(?:in|by|since|until|till|during|from|before|after|between|late|early|mid"
    r"|end of|start of|beginning of|month of)"
    r"[\s-](?:early |mid[- ]|late )?$",
    re.IGNORECASE,
)
_NAME_FOLLOWS = re.compile(rf"{SPACE}[A-Z]")
_LISTS = {",", "/", "&", "and", "or", ", and", ",and"}
_NOT_A_JOIN = re.compile(rf"[0-9]+(?:st|nd|rd|th)?|{WEEKDAY}", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:version|issue|edition|revision|volume|vol\.?|draft|v\.?)\s$", re.IGNORECASE)
_DAY_NUMBER = re.compile(r"[0-9]{1,2}")


def _days(match: re.Match[str]) -> Iterator[Expression]:
    """Read one day, a stretch of days, or a list of days, of one month."""
    year = _year(match)
    if year is None and not match["month"][0].isupper():
        return
    month = month_number(match["month"])
    numbers = [(number.start(), int(number.group())) for number in _DAY_NUMBER.finditer(match["days"])]
    if match["days"].isdigit() and _NUMBERED.search(match.string[max(0, match.start() - 12) : match.start()]):
        return  # "Version 2 March 2021" is of March
    joins = _NOT_A_JOIN.sub("", match["days"]).strip().casefold()
    is_stretch = len(numbers) == 2 and (joins not in _LISTS or bool(match["between"]))
    if len(numbers) == 1 or is_stretch:
        weekday = weekday_number(match["weekday"]) if match["weekday"] else None
        days = Yearless((month, numbers[0][1]), (month, numbers[-1][1]), weekday)
        alone = match.start("weekday") if match["weekday"] else match.start("days")
        yield from _found(match.start() if is_stretch else alone, match.end(), days, year)
        return
    for (at, number), following in zip(numbers, [*numbers[1:], None], strict=True):
        start = match.start("days") + at
        end = start + len(str(number)) if following else match.end()
        yield from _found(start, end, Yearless((month, number), (month, number)), year)


def _found(start: int, end: int, days: Yearless, year: int | None) -> Iterator[Expression]:
    interval = days.in_year(year or 2000)  # a leap year, to tell 29 February from 31 February
    is_one_day = days.first == days.last
    if interval is None or (is_one_day != (interval.days == 1)):
        return
    precision: Precision = "day" if is_one_day else "range"
    if year is None:
        yield Expression(start, end, None, precision, 0.6, yearless=days)
    else:
        yield Expression(start, end, interval, precision, 0.95)


def _year(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    digits = groups.get("year") or groups.get("short_year")
    return full_year(digits) if digits else None


def _month_first(match: re.Match[str]) -> Iterator[Expression]:
    year = _year(match)
    day = (month_number(match["month"]), int(match["day"]))
    if year or match["month"][0].isupper():
        yield from _found(match.start(), match.end(), Yearless(day, day), year)


def _numeric(match: re.Match[str]) -> Iterator[Expression]:
    """Read 31/03/2020 day first, as the United Kingdom writes it; month first only where there is no such month."""
    first, second, year = int(match["first"]), int(match["second"]), full_year(match["year"])
    if found := day_of(year, second, first):
        yield Expression(match.start(), match.end(), found, "day", 0.9)
    elif len(match["year"]) == 4 and (found := day_of(year, first, second)):
        yield Expression(match.start(), match.end(), found, "day", 0.5)


def _iso(match: re.Match[str]) -> Iterator[Expression]:
    if found := day_of(int(match["year"]), int(match["month"]), int(match["day"])):
        yield Expression(match.start(), match.end(), found, "day", 0.95)


def _month(match: re.Match[str]) -> Iterator[Expression]:
    year = _year(match)
    found = month_of(year, month_number(match["month"])) if year else None
    if found:
        yield Expression(match.start(), match.end(), found, "month", 0.95)


def _month_number(match: re.Match[str]) -> Iterator[Expression]:
    if found := month_of(int(match["year"]), int(match["month"])):
        yield Expression(match.start(), match.end(), found, "month", 0.7)


def _two_months(match: re.Match[str]) -> Iterator[Expression]:
    """Read "March/April 2019": two months as one stretch."""
    months = Yearless((month_number(match["month"]), None), (month_number(match["last"]), None))
    found: Interval | None = months.in_year(int(match["year"]))
    if found:
        yield Expression(match.start(), match.end(), found, "range", 0.9)


def _bare_month(match: re.Match[str]) -> Iterator[Expression]:
    if not match.group()[0].isupper():
        return
    before = match.string[max(0, match.start() - 24) : match.start()].rpartition("\n")[2]
    alone = not _TIME_PREPOSITION.search(before) or _NAME_FOLLOWS.match(match.string, match.end())
    month = (month_number(match.group()), None)
    yield Expression(
        match.start(), match.end(), None, "month", 0.5, yearless=Yearless(month, month), is_weak=bool(alone)
    )


FORMS: tuple[Form, ...] = (
    form(
        rf"(?:(?P<between>between{SPACE})|from{SPACE})?(?:(?<!\w)(?P<weekday>{WEEKDAY}),?{SPACE}(?:the{SPACE})?)?"
        rf"(?:{NOT_WITHIN}|{AFTER_MONTH_OR_YEAR})(?P<days>{DAY}(?:{_LINK}(?:{WEEKDAY}{SPACE})?{DAY}){{0,6}})(?:{SPACE}(?:day{SPACE})?(?:of{SPACE})?|-|{MAYBE_SPACE})"
        rf"(?P<month>{MONTH}){_YEAR_AFTER}?",
        MONTH_CUES,
        _days,
    ),
    form(
        rf"(?:(?<!\w){WEEKDAY},?{SPACE})?(?<!\w)(?<![A-Za-z]-)(?P<month>{MONTH}){SPACE}(?P<day>(?:3[01]|[12][0-9]|0?[1-9])(?![0-9]))"
        rf"(?:st|nd|rd|th)?,?{SPACE}(?P<year>{YEAR})",
        MONTH_CUES,
        _month_first,
    ),
    form(
        rf"(?<!\w)(?<![A-Za-z]-)(?P<month>{MONTH}){SPACE}(?P<day>(?:3[01]|[12][0-9]|0?[1-9])(?![0-9]))"
        rf"(?:(?:st|nd|rd|th)(?!\w)|(?=[.,;:)]?(?:{SPACE}(?:and|to|at){SPACE}|{MAYBE_SPACE}(?:\n|\Z))))",
        MONTH_CUES,
        _month_first,
    ),
    form(rf"{NOT_WITHIN}(?P<year>{YEAR})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])(?![\w-]|/)", YEAR_CUES, _iso),
    form(
        rf"{NOT_WITHIN}(?P<year>{YEAR})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])(?=T[0-9]{{2}}:)T[0-9:.]{{5,16}}Z?",
        YEAR_CUES,
        _iso,
    ),
    form(rf"{NOT_WITHIN}(?P<month>0[1-9]|1[0-2])/(?P<year>{YEAR})(?![\w/]|[.-]\w)", YEAR_CUES, _month_number),
    form(
        rf"{NOT_WITHIN}(?P<first>[0-3]?[0-9])(?P<mark>[/.-])(?P<second>[0-3]?[0-9])(?P=mark)(?P<year>{YEAR})(?![\w/]|[.-]\w)",
        YEAR_CUES,
        _numeric,
    ),
    form(
        rf"{NOT_WITHIN}(?P<first>[0-3]?[0-9])/(?P<second>[01]?[0-9])/(?P<year>[0-9]{{2}})(?![\w/]|[.-]\w)",
        frozenset({"/"}),
        _numeric,
    ),
    form(rf"(?<!\w)(?<![A-Za-z]-)(?P<month>{MONTH})(?:,?{SPACE}(?:of{SPACE})?|-)(?P<year>{YEAR})", MONTH_CUES, _month),
    form(
        rf"(?<!\w)(?<![A-Za-z]-)(?P<month>{MONTH})(?:{MAYBE_SPACE}[’']|-)(?P<short_year>[0-9]{{2}})(?![\w/-])",
        MONTH_CUES,
        _month,
    ),
    form(
        rf"(?<!\w)(?<![A-Za-z]-)(?P<month>{MONTH}){MAYBE_SPACE}(?:/|{DASH}){MAYBE_SPACE}(?P<last>{MONTH}){SPACE}(?P<year>{YEAR})",
        MONTH_CUES,
        _two_months,
    ),
    form(rf"(?<!\w)(?<![A-Za-z]-){_BARE}", MONTH_CUES, _bare_month),
)
