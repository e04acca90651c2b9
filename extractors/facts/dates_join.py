"""From single expressions to the widest: "January 2020 - January 2023", "year ended 31 March 2020", "end of 2020"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.facts.dates_calendar import Interval, until, week_from
from extractors.facts.dates_expression import UNTIL, Expression, Yearless
from extractors.facts.numbers import MAYBE_SPACE, SPACE, parse_number
from extractors.records import Precision

_UNTIL = re.compile(rf"{UNTIL}(?:(?:and{SPACE})?including{SPACE}|the{SPACE})?", re.IGNORECASE)
_AND = re.compile(rf"{SPACE}and{SPACE}(?:the{SPACE})?", re.IGNORECASE)
_COORDINATED = re.compile(
    rf"(?:{MAYBE_SPACE}[,&/]{MAYBE_SPACE}(?:and{SPACE}|or{SPACE})?|{SPACE}(?:and|or|to){SPACE}|{MAYBE_SPACE}[-–]{MAYBE_SPACE})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"(?<!\w)between{SPACE}(?:the{SPACE})?$", re.IGNORECASE)
_FROM = re.compile(rf"(?<!\w)(?:from|between){SPACE}(?:the{SPACE})?$", re.IGNORECASE)
_MODIFIER = re.compile(
    rf"(?<!\w)(?:(?:the{SPACE})?(?:end|start|beginning|middle|close|turn){SPACE}of{SPACE}(?:the{SPACE})?"
    rf"|(?:early|mid|late|middle|end)(?:-|{SPACE})(?:to(?:-|{SPACE})late(?:-|{SPACE}))?(?:in{SPACE})?)$",
    re.IGNORECASE,
)
_PERIOD_TO = re.compile(
    rf"(?<!\w)(?:the{SPACE})?(?:(?:financial|fiscal|accounting){SPACE})?"
    rf"(?:(?P<count>[0-9]{{1,2}}|three|six|nine|twelve|eighteen)(?:{SPACE}|-)months?"
    r"|(?P<unit>year|quarter|half-year|month))"
    rf"(?:{SPACE}period)?(?:{SPACE}|-)(?:ended|ending|end|to){SPACE}(?:on{SPACE})?(?:the{SPACE})?$",
    re.IGNORECASE,
)
_WEEK_FROM = re.compile(
    rf"(?<!\w)(?:the{SPACE})?(?:week{SPACE}(?:commencing|beginning|starting|of)|w/c){SPACE}(?:on{SPACE})?$",
    re.IGNORECASE,
)
_MONTHS_OF = {"year": 12, "quarter": 3, "half-year": 6, "month": 1}
_REACH = 60  # characters before an expression that can still belong to it


def widest(found: Sequence[Expression]) -> list[Expression]:
    """Return the expressions that no wider one overlaps (the earlier reading wins a tie), in reading order."""
    kept: list[Expression] = []
    group: list[Expression] = []
    reach = -1
    for expression in sorted(found, key=lambda e: e.start):
        if expression.start >= reach:
            kept.extend(_settle(group))
            group = []
        group.append(expression)
        reach = max(reach, expression.end)
    return [*kept, *_settle(group)]


def _settle(group: Sequence[Expression]) -> list[Expression]:
    chosen: list[Expression] = []
    for expression in sorted(group, key=lambda e: e.start - e.end):
        if all(expression.end <= other.start or expression.start >= other.end for other in chosen):
            chosen.append(expression)
    return sorted(chosen, key=lambda e: e.start)


def joined(text: str, found: Sequence[Expression]) -> list[Expression]:
    """Return the expressions with stretches put together and the words taken in that belong to them."""
    whole: list[Expression] = []
    for expression in _with_company(text, found):
        stretch = _stretch(text, whole[-1], expression) if whole else None
        if stretch:
            whole[-1] = stretch
        else:
            whole.append(expression)
    done: list[Expression] = []
    for expression in whole:
        floor = max(done[-1].end if done else 0, expression.start - _REACH)
        done.append(_with_words_before(text, floor, expression))
    return [expression for expression in done if not expression.is_weak]


def _with_company(text: str, found: Sequence[Expression]) -> list[Expression]:
    """Make bare months count that stand in a row with a date: "January, February and March 2020"."""
    kept: list[Expression] = []
    for expression in reversed(found):
        after = kept[-1] if kept else None
        is_in_row = after and _COORDINATED.fullmatch(text, expression.end, after.start)
        counts = expression.is_weak and is_in_row and after and not after.is_weak and after.precision != "year"
        kept.append(replace(expression, is_weak=False) if counts else expression)
    return kept[::-1]


def _stretch(text: str, left: Expression, right: Expression) -> Expression | None:
    """Return "left to right" as one, None where the words do not say so or the order is impossible."""
    if right.start - left.end > _REACH or left.is_relative or right.is_relative:
        return None
    is_between = _BETWEEN.search(text[max(0, left.start - 20) : left.start].rpartition("\n")[2])
    link = _UNTIL.fullmatch(text, left.end, right.start) or (is_between and _AND.fullmatch(text, left.end, right.start))
    if not link:
        return None
    interval, yearless = _ends(left, right)
    if interval is None and yearless is None:
        return None
    opening = _FROM.search(text[max(0, left.start - 20) : left.start].rpartition("\n")[2])
    start = left.start - (len(opening[0]) if opening else 0)
    precision: Precision = "range"
    return Expression(start, right.end, interval, precision, min(left.confidence, right.confidence), yearless=yearless)


def _ends(left: Expression, right: Expression) -> tuple[Interval | None, Yearless | None]:
    if left.yearless and right.yearless:
        return None, Yearless(left.yearless.first, right.yearless.last)
    first, last = left.interval, right.interval
    if left.yearless and last:
        first = left.yearless.in_year(last.end.year)
        if first and first.start > last.end:
            first = left.yearless.in_year(last.end.year - 1)
    if right.yearless and first:
        last = right.yearless.in_year(first.start.year)
        if last and last.end < first.start:
            last = right.yearless.in_year(first.start.year + 1)
    if first and last and first.start < last.end and first.end <= last.end and first != last:
        return Interval(first.start, last.end), None
    return None, None


def _with_words_before(text: str, floor: int, expression: Expression) -> Expression:
    before = text[floor : expression.start].rpartition("\n")[2]
    if modifier := _MODIFIER.search(before):
        expression = replace(expression, start=expression.start - len(modifier[0]), is_weak=False)
    if expression.interval is None or expression.precision not in {"day", "month"}:
        return expression
    if (week := _WEEK_FROM.search(before)) and expression.precision == "day":
        return _widened(expression, len(week[0]), week_from(expression.interval.start), "range")
    if period := _PERIOD_TO.search(before):
        months = _MONTHS_OF.get((period["unit"] or "").casefold()) or int(parse_number(period["count"] or "") or 0)
        interval = until(expression.interval.end, months) if months else None
        return _widened(expression, len(period[0]), interval, _precision_of(interval, months))
    return expression


def _precision_of(interval: Interval | None, months: int) -> Precision:
    if months == 12 and interval and (interval.start.month, interval.start.day) == (4, 1):
        return "financial year"
    return {12: "year", 3: "quarter", 1: "month"}.get(months, "range")  # type: ignore[return-value]


def _widened(expression: Expression, more: int, interval: Interval | None, precision: Precision) -> Expression:
    if interval is None:
        return expression
    return replace(expression, start=expression.start - more, interval=interval, precision=precision, confidence=0.85)
