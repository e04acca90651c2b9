"""A quantity on its way from the words to a figure, and the pieces that all its patterns share."""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from extractors.facts.numbers import DASH, DIGITS, MAYBE_SPACE, SCALE, SPACE, WORDS, parse_number, scale_of

Kind = Literal["money", "percent", "ratio", "count", "frequency", "duration", "age", "unit", "rate"]

# What must not stand right before a number: more of a word, a number, a reference or an amount.
NOT_WITHIN = r"(?<![\w£$€#@&=+%°])(?<![\w)’'][-‐‑–/.:,_])"
NOT_CONTINUED = r"(?![\w%°]|[-‐‑–/:.,][0-9])"
LINK = rf"(?:{MAYBE_SPACE}{DASH}{MAYBE_SPACE}|{SPACE}(?:to|and|or){SPACE})"
SCALED = rf"(?:{DIGITS}(?:{MAYBE_SPACE}{SCALE})?|{WORDS})"
# One number, or two with what links them.
ONE_OR_TWO = rf"(?P<low>{SCALED})(?:(?P<link>{LINK})(?P<high>{SCALED}))?"
# A file that the page offers, right before its size or length.
LISTED_FILE = re.compile(
    r"\b(?:PDF|Word|Excel|CSV|HTML|ODT|ODS|DOCX?|XLSX?|ZIP|JPE?G|PNG|RTF|PPTX?|PowerPoint|MP[34])\b[^\n]{0,20}$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"(?<!\w)between{SPACE}$", re.IGNORECASE)
# Verbs and adverbs of change, at their beginning: "rose", "increased", "reducing", "up".
CHANGE = (
    r"(?:increas|ris|rose|fall|fell|decreas|reduc|grow|grew|up|down|cut|went|drop|improv|declin|mov|chang|rais|doubl|tripl"
    r"|trebl|halv|expand|climb|shrank|shrink|shrunk|jump)\w{0,4}"
)
CHANGED_FROM = re.compile(rf"\b{CHANGE}\b[^.;]{{0,80}}\bfrom\s$", re.IGNORECASE)
CHANGED_BY = re.compile(rf"\b{CHANGE}\b[^.;]{{0,80}}\b(?:from|by)\s$", re.IGNORECASE)  # "by 5% to 40%" is no range
_SCALE_AT_END = re.compile(rf"{SCALE}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with its unit. `start` to `end` is the mention without its qualifier; `amount_end` is where the
    number with its unit ends and the counted words begin; `qualifier` is set where the words after say it."""

    start: int
    end: int
    amount_end: int
    value: float
    high: float | None
    unit: str
    kind: Kind
    confidence: float
    qualifier: str | None = None
    like: int | None = None
    """Where the quantity begins whose measure this one has too."""


def tail(text: str, position: int, length: int = 40) -> str:
    """Return up to `length` characters before a position, of its line only."""
    return text[max(0, position - length) : position].rpartition("\n")[2]


class Number(NamedTuple):
    """One number, or a range of two, as written and as read."""

    start: int
    end: int
    low: float
    high: float | None
    is_small_word: bool  # written as words up to ten, which state no figure by themselves


def numbers(match: re.Match[str]) -> list[Number]:
    """Return what a match of `ONE_OR_TWO` says: a range, or one number, or two that make no range."""
    low = _one(match, "low")
    high = _one(match, "high") if match["high"] else None
    if low is None or high is None:
        return [number for number in (low, high) if number]
    if not _is_range(match):
        return [low, high]
    least = _scaled_alike(match, low.low, high.low)
    if least >= high.low:
        return [low, high]
    return [Number(low.start, high.end, least, high.low, low.is_small_word and high.is_small_word)]


def _one(match: re.Match[str], group: str) -> Number | None:
    value = parse_number(match[group])
    if value is None:
        return None
    return Number(match.start(group), match.end(group), value, None, match[group][0].isalpha() and value <= 10)


def _scaled_alike(match: re.Match[str], low: float, high: float) -> float:
    """Return the low number with the scale that the second one carries for both: "2 to 3 million"."""
    scale = _SCALE_AT_END.search(match["high"])
    factor = scale_of(scale[0]) if scale and not _SCALE_AT_END.search(match["low"]) else 1
    return low * factor if low < high / factor else low


def _is_range(match: re.Match[str]) -> bool:
    """Tell "3 to 5 days" and "between 3 and 5" from two numbers: "3 and 5", "fell from 5 to 3", "rose from 3 to 5"."""
    link = match["link"].strip().casefold()
    if link == "to":
        return not CHANGED_FROM.search(tail(match.string, match.start(), 100))
    return link != "and" or bool(_BETWEEN.search(tail(match.string, match.start())))
