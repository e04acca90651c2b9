"""Shares, multiples, rates: one in four, eight cases out of ten, two thirds, twice as many, 4.5:1, 20 per 1,000."""

import re
from collections.abc import Iterator

from extractors.cues import Lines
from extractors.facts.figures_counts import is_plural, noun_end
from extractors.facts.figures_quantity import NOT_WITHIN, Quantity, tail
from extractors.facts.numbers import (
    DIGITS,
    MAYBE_SPACE,
    NUMBER_CUES,
    SCALE,
    SPACE,
    WORDS,
    parse_digits,
    parse_number,
)

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
    rf"{NOT_WITHIN}(?=(?P<part>{_NUMBER})(?:{SPACE}(?P<noun>[a-z]{{3,20}}))?{SPACE}(?P<link>in|out{SPACE}of){SPACE}(?P<every>every{SPACE})?"
    rf"(?P<whole>{_NUMBER})"
    rf"(?![\w%/-]|[.,:][0-9]|{SPACE}(?:hours?|days?|weeks?|months?|years?|minutes?|stars?|million|billion)(?!\w)))",
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
    rf"|have|has|had|said|do|did|will|would|who|can|could|cannot|may|might|must|should|now|also|felt|feel|think|thought"
    rf"|say|told|live|work|agree|agreed|want|wanted|use|used|go|went|come|came|get|got|take|took|rated|reported)(?!\w)|[^\S\n]*[.,;:)]|[^\S\n]*(?:\n|\Z))",
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
_TO_ONE = re.compile(
    rf"(?<![\w:.,£$€/-])(?P<low>[0-9]{{1,4}}(?:\.[0-9]{{1,3}})?){MAYBE_SPACE}:{MAYBE_SPACE}(?P<high>[0-9]{{1,4}}(?:\.[0-9]{{1,3}})?)(?![\w:%]|[.,][0-9])"
)
_RATIO_OF = re.compile(
    rf"\bratios?{SPACE}(?:of|is|was|at|to){SPACE}(?:(?:about|around|approximately|nearly|roughly|over){SPACE})?"
    rf"(?P<low>{_NUMBER}){SPACE}to{SPACE}(?P<high>{_NUMBER})(?![\w%])",
    re.IGNORECASE,
)
_SAYS_RATIO = re.compile(r"\bratios?\b[^.;\n]{0,80}$", re.IGNORECASE)
_RATIO_FOLLOWS = re.compile(rf"{SPACE}(?:[a-z-]{{1,20}}{SPACE}){{0,3}}ratios?(?!\w)", re.IGNORECASE)
_RATE = re.compile(
    rf"{NOT_WITHIN}(?P<number>{DIGITS})(?:{SPACE}[a-z]{{3,20}}){{0,3}}?{SPACE}(?:per|for{SPACE}every|for{SPACE}each)"
    rf"{SPACE}(?P<whole>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,3}}|[0-9]{{3,7}}|(?:[0-9]{{1,3}}{SPACE})?{SCALE})"
    rf"(?P<noun>{SPACE}(?:people|residents|population|patients|households|adults|children|births|live{SPACE}births"
    rf"|women|men|pupils|students|staff|employees|homes|dwellings|passengers|vehicles))?(?![\w%])",
    re.IGNORECASE,
)
_RATING = re.compile(r"\b(?:rat|scor|grad)(?:e|ed|ing|es)\b[^.;]{0,30}$", re.IGNORECASE)
# What every match of the patterns has one of
_FRACTION_CUES = frozenset({"halves", *_PARTS, *(f"{part}s" for part in _PARTS)})
_RATE_CUES = frozenset({"per", "every", "each"})
_TO_ONE_CUES = frozenset({":"})
_RATIO_CUES = frozenset({"ratio", "ratios"})
_TIMES_CUES = frozenset({"times", "twice"})
RATIO_CUES = NUMBER_CUES | _FRACTION_CUES | _TIMES_CUES | _RATE_CUES | _TO_ONE_CUES | _RATIO_CUES


def ratios(lines: Lines) -> Iterator[Quantity]:
    """Yield shares as a number between 0 and 1, and multiples ("5 times more likely" is 5)."""
    for match in lines.matches(_SHARE, NUMBER_CUES):
        yield from _share(match)
    for match in lines.matches(_FRACTION, _FRACTION_CUES):
        yield from _fraction(match)
    for match in lines.matches(_HALF, _FRACTION_CUES):
        if not _NOT_A_HALF.search(tail(match.string, match.start())):
            yield _ratio(match.start(), match.end(), 0.5, 0.8)
    yield from _compared(lines)
    for match in lines.matches(_MULTIPLE, _TIMES_CUES):
        number = parse_number(match["number"])
        if number:
            yield _ratio(match.start(), match.end("times"), number, 0.85)
    for match in lines.matches(_TWICE, _TIMES_CUES):
        yield _ratio(match.start(), match.end(), 2.0, 0.7)


def rates(lines: Lines) -> Iterator[Quantity]:
    """Yield how many there are for so many others ("18.3 for every 10,000 people" is 18.3)."""
    for match in lines.matches(_RATE, _RATE_CUES):
        yield Quantity(
            match.start(), match.end(), match.end("number"), parse_digits(match["number"]), None, "count", "rate", 0.8
        )


def _compared(lines: Lines) -> Iterator[Quantity]:
    """Yield ratios of two numbers as the first for one of the second: "4.5:1", "a ratio of one to eight" (0.125)."""
    for match in lines.matches(_TO_ONE, _TO_ONE_CUES):
        low, high = float(match["low"]), float(match["high"])
        before = tail(lines.text, match.start(), 100)
        if low and high and (_SAYS_RATIO.search(before) or _RATIO_FOLLOWS.match(lines.text, match.end())):
            yield _ratio(match.start(), match.end(), low / high, 0.85)
    for match in lines.matches(_RATIO_OF, _RATIO_CUES):
        part, whole = parse_number(match["low"]), parse_number(match["high"])
        if part and whole:
            yield _ratio(match.start("low"), match.end(), part / whole, 0.85)


def _share(match: re.Match[str]) -> Iterator[Quantity]:
    part, whole = parse_number(match["part"]), parse_number(match["whole"])
    before = tail(match.string, match.start(), 60)
    if not part or not whole or part >= whole or part % 1 or whole % 1 or _RATING.search(before):
        return
    is_in = match["link"].casefold() == "in"
    if is_in and whole > 100 and part > 10:
        return
    if match["noun"] and not _parts_a_share(match, is_in=is_in):
        return
    yield _ratio(match.start(), match.end("whole"), part / whole, 0.9)


def _parts_a_share(match: re.Match[str], *, is_in: bool) -> bool:
    """Tell "eight cases out of ten" and "two people in five" from "12 schools in 10 districts"."""
    if not is_plural(match["noun"]):
        return False
    return (
        not is_in
        or bool(match["every"])
        or (match["whole"][0].isalpha() and noun_end(match.string, match.end("whole")) is None)
    )


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
