"""Money and percentages: £3.4billion, £2-3 million, between £1m and £2m, 30p, 5 million pounds, 20 per cent, 10-15%."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.cues import Lines, any_cue
from extractors.facts.figures_quantity import (
    CHANGED_BY,
    LINK,
    NOT_WITHIN,
    ONE_OR_TWO,
    SCALED,
    Quantity,
    numbers,
    tail,
)
from extractors.facts.numbers import DIGITS, MAYBE_SPACE, SHORT_SCALE, SPACE, parse_digits, parse_number
from extractors.lexicon import rows

_BETWEEN = re.compile(rf"(?<!\w)between{SPACE}$", re.IGNORECASE)
_SIGN = rf"(?P<sign>(?:%|ppts?|pp|per{SPACE}cent(?:age{SPACE}points?)?|percent(?:age{SPACE}points?)?)(?!\w))"
_NOT_AFTER_SHARE = rf"(?<![\w%)][-−]){NOT_WITHIN}"
_PERCENT = re.compile(
    rf"{_NOT_AFTER_SHARE}(?:(?P<minus>[-−](?=[0-9])|minus{SPACE})|\+(?=[0-9]))?(?P<number>{SCALED}){MAYBE_SPACE}{_SIGN}",
    re.IGNORECASE,
)
_PERCENT_RANGE = re.compile(
    rf"{_NOT_AFTER_SHARE}(?P<low>{SCALED})(?P<low_sign>{MAYBE_SPACE}(?:%|per{SPACE}cent))?(?P<link>{LINK})"
    rf"(?P<high>{SCALED}){MAYBE_SPACE}{_SIGN}",
    re.IGNORECASE,
)
_PERCENT_CUES = frozenset({"%", "pp", "ppt", "ppts", "per", "percent", "percentage"})
_POINTS = re.compile(r"points?$|^pp", re.IGNORECASE)


@cache
def _currencies(where: str) -> dict[str, tuple[str, float]]:
    found = (row for row in rows("unit_currencies") if row["where"] == where)
    return {row["written"].casefold(): (row["code"], float(row["share"])) for row in found}


def _any_of(where: str) -> str:
    return "|".join(re.escape(word) for word in sorted(_currencies(where), key=len, reverse=True))


@cache
def _currency_cues(where: str) -> frozenset[str]:
    return any_cue(_currencies(where))


AMOUNT_CUES = _PERCENT_CUES | _currency_cues("before") | _currency_cues("after")


@cache
def _money() -> re.Pattern[str]:
    currency, scale = _any_of("before"), rf"(?:{MAYBE_SPACE}|-(?=[mb]il))"
    return re.compile(
        rf"(?<![\w£$€])(?P<minus>[-−])?(?P<currency>{currency}){MAYBE_SPACE}(?P<minus_after>[-−])?"
        rf"(?!000s?(?!\w))(?P<low>{DIGITS})(?:{scale}(?P<low_scale>{SHORT_SCALE}))?"
        rf"(?:(?P<link>{LINK})(?P<again>(?:{currency}){MAYBE_SPACE})?(?P<high>{DIGITS})(?:{scale}(?P<high_scale>{SHORT_SCALE}))?)?",
        re.IGNORECASE,
    )


@cache
def _money_after() -> re.Pattern[str]:
    return re.compile(rf"{NOT_WITHIN}{ONE_OR_TWO}{MAYBE_SPACE}(?P<currency>{_any_of('after')})(?!\w)", re.IGNORECASE)


def money(lines: Lines) -> Iterator[Quantity]:
    """Yield the amounts of money, in whole units of their currency."""
    for match in lines.matches(_money(), _currency_cues("before")):
        yield from _amounts(match)
    for match in lines.matches(_money_after(), _currency_cues("after")):
        yield from _amounts_in_words(match)


def _amounts(match: re.Match[str]) -> Iterator[Quantity]:
    unit, share = _currencies("before")[match["currency"].casefold()]
    low_end = match.end("low_scale") if match["low_scale"] else match.end("low")
    low = parse_digits(match["low"], match["low_scale"]) * share
    sign = -1 if match["minus"] or match["minus_after"] else 1
    high = parse_digits(match["high"], match["high_scale"]) * share if match["high"] else None
    if high is not None and match["high_scale"] and not match["low_scale"]:
        shared = parse_digits(match["low"], match["high_scale"]) * share
        low = shared if shared < high and _is_money_range(match) else low
    if high is not None and low < high and sign == 1 and _is_money_range(match):
        yield Quantity(match.start(), match.end(), match.end(), low, high, unit, "money", 0.95)
        return
    yield Quantity(match.start(), low_end, low_end, sign * low, None, unit, "money", 0.95)
    if high is not None and match["again"]:
        yield Quantity(match.start("again"), match.end(), match.end(), high, None, unit, "money", 0.95)


def _is_money_range(match: re.Match[str]) -> bool:
    """Tell a range from two amounts ("rose from £3m to £5m") and from an amount and a count ("£5 to 30 people")."""
    link, before = match["link"].strip().casefold(), tail(match.string, match.start(), 100)
    if link in {"and", "or"}:
        return bool(match["again"]) and link == "and" and bool(_BETWEEN.search(before))
    if link == "to":
        return bool(match["again"] or match["high_scale"]) and not CHANGED_BY.search(before)
    return True


def _amounts_in_words(match: re.Match[str]) -> Iterator[Quantity]:
    unit, share = _currencies("after")[match["currency"].casefold()]
    if match["currency"] == "P":  # a page, not a penny
        return
    for number in numbers(match):
        if number.end == match.end("high" if match["high"] else "low"):
            high = None if number.high is None else round(number.high * share, 6)
            low = round(number.low * share, 6)
            yield Quantity(number.start, match.end(), match.end(), low, high, unit, "money", 0.9)


def percentages(lines: Lines) -> Iterator[Quantity]:
    """Yield percentages (83% is 83) and percentage points; of a range and its ends the caller keeps the wider."""
    for match in lines.matches(_PERCENT_RANGE, _PERCENT_CUES):
        found = numbers(match)
        is_change = match["low_sign"] and CHANGED_BY.search(tail(match.string, match.start(), 100))
        if len(found) == 1 and found[0].high is not None and not is_change:
            yield _percent(match, found[0].low, found[0].high)
    for match in lines.matches(_PERCENT, _PERCENT_CUES):
        value = parse_number(match["number"])
        is_pages = match["sign"].casefold() == "pp" and "." not in match["number"]
        if value is not None and not is_pages:
            yield _percent(match, -value if match["minus"] else value, None)


def _percent(match: re.Match[str], low: float, high: float | None) -> Quantity:
    unit = "percentage point" if _POINTS.search(match["sign"]) else "percent"
    return Quantity(match.start(), match.end(), match.end(), low, high, unit, "percent", 0.95)
