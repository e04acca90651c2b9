"""Parts and groups of years: Q1 2019/20, the first quarter of 2020, H2 2019, spring 2017, winter 2019/20, the 1990s."""

import re
from collections.abc import Iterator

from extractors.facts.dates_calendar import Interval, part_of, season_of, year_of, years_of
from extractors.facts.dates_expression import NOT_WITHIN, YEAR, Expression, Form, form
from extractors.facts.dates_years import YEAR_KIND, span_of
from extractors.facts.numbers import MAYBE_SPACE, SPACE

# One year or a pair of consecutive years, where the words around say that it is a year.
_ANY_YEAR = (
    rf"(?P<first>{YEAR})(?:(?P<link>[-‐‑–/]|{SPACE}to{SPACE})(?P<last>{YEAR}|[0-9]{{2}}))?(?![\w%]|[-/.,:][0-9])"
)
_OF = (
    rf"(?:(?:,|:)?{SPACE}|{MAYBE_SPACE}[(,:-]{MAYBE_SPACE})(?:(?:of|in|for){SPACE})?(?:the{SPACE})?"
    rf"(?:{YEAR_KIND}{SPACE}years?{SPACE})?"
)
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "final": 4,
    "last": 4,
}
_COUNTED = {"one": 1, "two": 2, "three": 3, "four": 4}
_NAMED = (
    rf"(?:the{SPACE})?(?:(?P<unit>Q|H|quarter{SPACE}|qtr{SPACE}|half{SPACE})(?P<digit>[1-4]|one|two|three|four)"
    rf"|(?P<ordinal>{'|'.join(_ORDINALS)}){SPACE}(?P<word>quarter|half))(?![A-Za-z0-9])"
)
_PART_CUES = frozenset({"q", "qtr", "quarter", "h", "half"})


def _year_in(match: re.Match[str]) -> Interval | None:
    """Return the year or the pair of consecutive years that a pattern with `_ANY_YEAR` holds."""
    if match["last"] is None:
        return year_of(int(match["first"]))
    found, precision = span_of(int(match["first"]), match["last"], "", "/")
    return found if precision == "financial year" else None


def _part(match: re.Match[str]) -> Iterator[Expression]:
    groups = {name: (text or "").casefold() for name, text in match.groupdict().items()}
    number = _ORDINALS.get(groups["ordinal"]) or _COUNTED.get(groups["digit"]) or int(groups["digit"] or 0)
    count = 2 if (groups["unit"] or groups["word"]).strip() in {"h", "half"} else 4
    whole = _year_in(match)
    if count == 2 and groups["ordinal"] in {"final", "last"}:
        number = 2
    if whole and (found := part_of(whole, number, count)):
        yield Expression(match.start(), match.end(), found, "quarter" if count == 4 else "range", 0.9)


def _season(match: re.Match[str]) -> Iterator[Expression]:
    if match["last"] and match["season"].casefold() != "winter":
        return
    if found := season_of(int(match["first"]), match["season"]):
        yield Expression(match.start(), match.end(), found, "range", 0.85)


def _decade(match: re.Match[str]) -> Iterator[Expression]:
    first = int(match["decade"])
    if found := years_of(first, first + 9):
        yield Expression(match.start(), match.end(), found, "range", 0.85)


FORMS: tuple[Form, ...] = (
    form(rf"(?<![\w-]){_NAMED}{_OF}{_ANY_YEAR}", _PART_CUES, _part),
    form(rf"(?<!Q[1-4] )(?<! of ){NOT_WITHIN}{_ANY_YEAR}{SPACE}{_NAMED}(?!{_OF}{YEAR})", _PART_CUES, _part),
    form(
        rf"(?<![\w-])(?P<season>spring|summer|autumn|winter)(?:{SPACE}of)?{SPACE}(?P<first>{YEAR})"
        rf"(?:[-‐‑–/](?P<last>{YEAR}|[0-9]{{2}}))?(?![\w%]|[-/.,:][0-9])",
        frozenset({"spring", "summer", "autumn", "winter"}),
        _season,
    ),
    form(rf"(?:(?<!\w)the{SPACE})?(?<![\w£$€])(?P<decade>(?:19|20)[0-9]0)[’']?s(?!\w)", frozenset({"s"}), _decade),
)
