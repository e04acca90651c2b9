"""Shares and multiples: one in four, eight out of 10, three-quarters of, 5 times more likely, twice as many."""

import re
from collections.abc import Iterator

from extractors.cues import Lines
from extractors.facts.figures_quantity import NOT_WITHIN, Quantity, tail
from extractors.facts.numbers import DIGITS, NUMBER_CUES, SPACE, WORDS, parse_number

_PARTS = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_NUMBER = rf"(?:{DIGITS}|{WORDS})"
_SHARE = re.compile(
    rf"{NOT_WITHIN}(?P<part>{_NUMBER}){SPACE}(?P<link>in|out{SPACE}of){SPACE}(?:every{SPACE})?(?P<whole>{_NUMBER})"
    rf"(?![\w%/-]|[.,:][0-9]|{SPACE}(?:hours?|days?|weeks?|months?|years?|minutes?|stars?|million|billion)(?!\w))",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"(?<![\w-])(?P<count>an?|one|two|three|four|five|six|seven|eight|nine)(?P<join>{SPACE}|-)"
    rf"(?P<part>halves|half|{'|'.join(_PARTS)})s?(?![\w-])",
    re.IGNORECASE,
)
_HALF = re.compile(rf"(?<![\w-])half(?={SPACE}(?:of|the|our|all|their|its|those|these|as)(?!\w))", re.IGNORECASE)
_NOT_A_HALF = re.compile(rf"\b(?:first|second|other|latter|last|next|1st|2nd|and{SPACE}a)(?:{SPACE}|-)$", re.IGNORECASE)
_SHARE_FOLLOWS = re.compile(
    rf"(?:{SPACE}(?:of(?!{SPACE}(?:a|an|the){SPACE}(?:million|billion|year|hour))|by|in|since|between|from|over|on|compared|more|less|lower|higher|were|was|are|is"
    rf"|have|has|had|said|do|did|will|would|who)(?!\w)|[^\S\n]*[.,;:)]|[^\S\n]*(?:\n|\Z))",
    re.IGNORECASE,
)
_LEADS_TO_SHARE = re.compile(
    rf"\b(?:by|to|nearly|almost|over|than|about|around|approximately|roughly|least|up{SPACE}to|just){SPACE}$",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(
    rf"{NOT_WITHIN}(?P<number>{_NUMBER}){SPACE}(?P<times>times){SPACE}(?:as|more|less|higher|lower|greater|larger|bigger|better"
    rf"|faster|likelier|the)(?!\w)",
    re.IGNORECASE,
)
_TWICE = re.compile(rf"(?<![\w-])twice(?={SPACE}(?:as|the)(?!\w))", re.IGNORECASE)
_RATING = re.compile(r"\b(?:rat|scor|grad)(?:e|ed|ing|es)\b[^.;]{0,30}$", re.IGNORECASE)
# What every match of the patterns has one of
_FRACTION_CUES = frozenset({"halves", *_PARTS, *(f"{part}s" for part in _PARTS)})
_TIMES_CUES = frozenset({"times", "twice"})
RATIO_CUES = NUMBER_CUES | _FRACTION_CUES | _TIMES_CUES


def ratios(lines: Lines) -> Iterator[Quantity]:
    """Yield shares as a number between 0 and 1, and multiples ("5 times more likely" is 5)."""
    for match in lines.matches(_SHARE, NUMBER_CUES):
        yield from _share(match)
    for match in lines.matches(_FRACTION, _FRACTION_CUES):
        yield from _fraction(match)
    for match in lines.matches(_HALF, _FRACTION_CUES):
        if not _NOT_A_HALF.search(tail(match.string, match.start())):
            yield _ratio(match.start(), match.end(), 0.5, 0.8)
    for match in lines.matches(_MULTIPLE, _TIMES_CUES):
        number = parse_number(match["number"])
        if number:
            yield _ratio(match.start(), match.end("times"), number, 0.85)
    for match in lines.matches(_TWICE, _TIMES_CUES):
        yield _ratio(match.start(), match.end(), 2.0, 0.7)


def _share(match: re.Match[str]) -> Iterator[Quantity]:
    part, whole = parse_number(match["part"]), parse_number(match["whole"])
    before = tail(match.string, match.start(), 60)
    if not part or not whole or part >= whole or part % 1 or whole % 1 or _RATING.search(before):
        return
    if match["link"].casefold() == "in" and (whole > 100 and part > 10):
        return
    yield _ratio(match.start(), match.end(), part / whole, 0.9)


def _fraction(match: re.Match[str]) -> Iterator[Quantity]:
    text, part = match.string, match["part"].casefold().removesuffix("s")
    count = {"a": 1.0, "an": 1.0}.get(match["count"].casefold()) or parse_number(match["count"]) or 0
    value = count / _PARTS[part]
    before = tail(text, match.start())
    if value >= 1 or _NOT_A_HALF.search(before) or not _SHARE_FOLLOWS.match(text, match.end()):
        return
    is_of = text[match.end() : match.end() + 4].strip().startswith("of")
    if is_of or count > 1 or _LEADS_TO_SHARE.search(before):
        yield _ratio(match.start(), match.end(), value, 0.85)


def _ratio(start: int, end: int, value: float, confidence: float) -> Quantity:
    return Quantity(start, end, end, value, None, "ratio", "ratio", confidence)
