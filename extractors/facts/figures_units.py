"""Durations, frequencies, ages, measurements: "6 months", "4 times a year", "aged 16 to 24", "1.2 MtCO2e"."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.cues import Lines
from extractors.facts.figures_quantity import LISTED_FILE, NOT_WITHIN, ONE_OR_TWO, Kind, Quantity, numbers, tail
from extractors.facts.numbers import DASH, MAYBE_SPACE, NUMBER_CUES, SPACE
from extractors.lexicon import rows

_PERIOD = r"(?:day|week|fortnight|month|quarter|year|term|season)"
_TIMES = re.compile(
    rf"{NOT_WITHIN}{ONE_OR_TWO}{SPACE}times{SPACE}(?:(?:an?|per|each|every|during{SPACE}the|in{SPACE}(?:a|the)){SPACE}){_PERIOD}(?![\w-])",
    re.IGNORECASE,
)
_DURATION = re.compile(
    rf"{NOT_WITHIN}{ONE_OR_TWO}{SPACE}(?:(?:working|calendar|full|whole|consecutive){SPACE})?"
    rf"(?P<unit>years?|months?|weeks?|days?|hours?|minutes?|yrs|hrs|mins)(?![\w-])",
    re.IGNORECASE,
)
_ROUND_THE_CLOCK = re.compile(rf"{SPACE}(?:a|per|every){SPACE}(?:day|week|year)(?!\w)", re.IGNORECASE)
_ALWAYS = {("24", "hour"), ("7", "day"), ("365", "day"), ("52", "week")}
_OLD = re.compile(rf"(?:{SPACE}|-)(?:olds?|of{SPACE}age)(?!\w)", re.IGNORECASE)
_SHORT_UNITS = {"yrs": "year", "hrs": "hour", "mins": "minute"}
_NUMBER = r"[0-9]{1,3}(?![0-9%]|[.,][0-9])"
_TO = rf"(?:{MAYBE_SPACE}{DASH}{MAYBE_SPACE}|{SPACE}(?:to|and){SPACE})"
_MORE = rf"(?:\+|{SPACE}(?:and|or){SPACE}(?:over|above|older|more)|{SPACE}plus)(?!\w)"
_FEWER = rf"{SPACE}(?:and|or){SPACE}(?:under|below|younger)(?!\w)"
_AND_OVER, _AND_UNDER = re.compile(rf"{_MORE}$"), re.compile(rf"{_FEWER}$")
_AGES = (
    re.compile(
        rf"(?<![\w-])(?:aged|ages){SPACE}(?:between{SPACE}|from{SPACE})?(?P<low>{_NUMBER})(?:{_TO}(?P<high>{_NUMBER})|{_MORE}|{_FEWER})?",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w-])aged{SPACE}(?:over|under){SPACE}(?P<low>{_NUMBER})", re.IGNORECASE),
    re.compile(
        rf"(?<![\w£$€.,/-])(?P<low>{_NUMBER})(?:{_TO}(?P<high>{_NUMBER}))?(?:{SPACE}|-)years?(?:{SPACE}|-)(?:olds?|of{SPACE}age)(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w-])(?:over|under)(?:{SPACE}|-)(?P<low>[0-9]{{1,3}})[’']?s(?!\w)", re.IGNORECASE),
)
# What every match of the patterns has one of
_TIMES_CUES = frozenset({"times"})
_PERIODS = frozenset({"year", "month", "week", "day", "hour", "minute"})
_DURATION_CUES = _PERIODS.union(_SHORT_UNITS, (f"{period}s" for period in _PERIODS))
_AGE_CUES = frozenset({"aged", "ages", "year", "years", "over", "under"})
UNIT_CUES = NUMBER_CUES | _TIMES_CUES | _DURATION_CUES | _AGE_CUES


def frequencies(lines: Lines) -> Iterator[Quantity]:
    """Yield how many times a period something happens."""
    for match in lines.matches(_TIMES, _TIMES_CUES):
        found = numbers(match)
        if len(found) == 1 and not found[0].is_small_word:
            yield _quantity(match, found[0].low, found[0].high, "count", "frequency")


def durations(lines: Lines) -> Iterator[Quantity]:
    """Yield durations; not adjectives ("10-year", "2 year plan") nor "24 hours a day, 7 days a week"."""
    for match in lines.matches(_DURATION, _DURATION_CUES):
        written = match["unit"].casefold()
        unit = _SHORT_UNITS.get(written, written.removesuffix("s"))
        found = numbers(match)[-1:]
        if not found or found[0].is_small_word or match["unit"][0].isupper() or _OLD.match(match.string, match.end()):
            continue
        is_adjective = unit == written and found[0].low != 1
        is_always = (match["low"], unit) in _ALWAYS and _ROUND_THE_CLOCK.match(match.string, match.end())
        if not is_adjective and not is_always:
            end = match.end()
            yield Quantity(found[0].start, end, end, found[0].low, found[0].high, unit, "duration", 0.85)


def ages(lines: Lines) -> Iterator[Quantity]:
    """Yield ages and age groups, in years."""
    for pattern in _AGES:
        for match in lines.matches(pattern, _AGE_CUES):
            groups = match.groupdict()
            low, high = float(groups["low"]), float(groups["high"]) if groups.get("high") else None
            if max(low, high or 0) > 120 or (high is not None and high <= low):
                continue
            yield _quantity(match, low, high, "age", "age", _age_qualifier(match.group().casefold()))


def _age_qualifier(words: str) -> str | None:
    if _AND_OVER.search(words):
        return "at least"
    if _AND_UNDER.search(words):
        return "at most"
    return next((word for word in ("over", "under") if re.search(rf"\b{word}\b", words)), None)


@cache
def _symbols() -> tuple[tuple[re.Pattern[str], str], ...]:
    ordered = sorted(rows("unit_symbols"), key=lambda row: len(row["written"]), reverse=True)
    return tuple(
        (re.compile(row["written"].replace(" ", SPACE), re.IGNORECASE if row["case"] == "any" else 0), row["unit"])
        for row in ordered
    )


@cache
def _measurement() -> re.Pattern[str]:
    any_unit = "|".join(
        f"(?i:{row['written']})" if row["case"] == "any" else row["written"]
        for row in sorted(rows("unit_symbols"), key=lambda row: len(row["written"]), reverse=True)
    )
    return re.compile(rf"{NOT_WITHIN}(?i:{ONE_OR_TWO}){MAYBE_SPACE}(?P<unit>{any_unit.replace(' ', SPACE)})(?![\w²³/])")


def measurements(lines: Lines) -> Iterator[Quantity]:
    """Yield quantities in units of measurement; the sizes of files that a page offers belong to those files."""
    for match in lines.matches(_measurement(), NUMBER_CUES):
        unit = next(unit for pattern, unit in _symbols() if pattern.fullmatch(match["unit"]))
        found = numbers(match)[-1:]
        if found and not found[0].is_small_word and not LISTED_FILE.search(tail(match.string, match.start())):
            yield Quantity(found[0].start, match.end(), match.end(), found[0].low, found[0].high, unit, "unit", 0.9)


def _quantity(
    match: re.Match[str], low: float, high: float | None, unit: str, kind: Kind, qualifier: str | None = None
) -> Quantity:
    return Quantity(match.start(), match.end(), match.end(), low, high, unit, kind, 0.85, qualifier)
