"""Numbers as British documents write them: "1,250.50", "3.4 billion", "twenty-five", "a quarter of a million".

`parse_number` reads one; the patterns find them in running text, without ever crossing a line.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.cues import DIGIT_CUES

SPACE = r"[^\S\n]{1,40}"  # white space within a line; bounded, so that no text can make a pattern slow
MAYBE_SPACE = r"[^\S\n]{0,40}"
DASH = r"[-‐‑‒–—−]"

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_UNITS = {word: value for value, word in enumerate(_ONES)}
_TENS = {
    word: value * 10
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_SCALE_WORDS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT_SCALES = {
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mil": 10**6,
    "mill": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "tn": 10**12,
    "trn": 10**12,
}
_FRACTIONS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.25")}

DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,15})(?:\.[0-9]{1,10})?(?![0-9])"
SCALE = rf"(?:{'|'.join(_SCALE_WORDS)})(?![A-Za-z])"
SHORT_SCALE = rf"(?:{'|'.join([*_SCALE_WORDS, *sorted(_SHORT_SCALES, key=len, reverse=True)])})(?![A-Za-z0-9])"
_NUMBER_WORD = rf"(?:{'|'.join([*_UNITS, *_TENS, 'hundred', *_SCALE_WORDS])})(?![A-Za-z])"
_JOIN = rf"(?:{SPACE}|-|,{SPACE})(?:and{SPACE})?"
_PART_OF_SCALE = (
    rf"(?:half{SPACE}an?|(?:an?|one|three){_JOIN}quarters?{SPACE}of{SPACE}an?){SPACE}{SCALE}"
    rf"|(?:{'|'.join(_UNITS)}){SPACE}and{SPACE}a{SPACE}(?:half|quarter){SPACE}{SCALE}"
)
WORDS = (
    rf"(?:{_PART_OF_SCALE}|an?{SPACE}(?:hundred|{'|'.join(_SCALE_WORDS)})(?![A-Za-z])(?:{_JOIN}{_NUMBER_WORD}){{0,12}}+"
    rf"|{_NUMBER_WORD}(?:{_JOIN}{_NUMBER_WORD}){{0,12}}+)"
)
# Every number in digits or words has one of these.
NUMBER_CUES = DIGIT_CUES | {*_UNITS, *_TENS, "hundred", *_SCALE_WORDS, "half", "quarter", "quarters"}

_DIGITS_AND_SCALE = re.compile(rf"([-−]?)({DIGITS})(?:(?:{MAYBE_SPACE}|-)({SHORT_SCALE}))?", re.IGNORECASE)
_PART = re.compile(
    rf"(?P<half>half){SPACE}an?{SPACE}(?P<of_half>\w+)"
    rf"|(?P<quarters>an?|one|three){_JOIN}quarters?{SPACE}of{SPACE}an?{SPACE}(?P<of_quarters>\w+)"
    rf"|(?P<whole>\w+){SPACE}and{SPACE}a{SPACE}(?P<and>half|quarter){SPACE}(?P<of_sum>\w+)",
    re.IGNORECASE,
)


def scale_of(word: str | None) -> int:
    """Return what a scale word multiplies by ("bn" is 10**9), 1 for None or an unknown word."""
    key = (word or "").casefold()
    return _SCALE_WORDS.get(key) or _SHORT_SCALES.get(key) or 1


def parse_digits(text: str, scale: str | None = None) -> float:
    """Return the value of digits with commas and decimals, times `scale`, free of binary rounding on the way.

    Raises decimal.InvalidOperation for anything but digits.
    """
    return float(Decimal(text.replace(",", "")) * scale_of(scale))


def parse_number(text: str) -> float | None:
    """Return the value of a number in digits or words, with or without a scale; None where it is not one number."""
    text = " ".join(text.split())
    digits = _DIGITS_AND_SCALE.fullmatch(text)
    if digits:
        value = parse_digits(digits[2], digits[3])
        return -value if digits[1] else value
    return _parse_part(text) or _parse_words(text)


def _parse_part(text: str) -> float | None:
    """Read "half a million", "a quarter of a million", "two and a half million"."""
    match = _PART.fullmatch(text)
    if match is None:
        return None
    scale = scale_of(match["of_half"] or match["of_quarters"] or match["of_sum"])
    if scale == 1:
        return None
    if match["half"]:
        return scale / 2
    if match["quarters"]:
        return scale * (3 if match["quarters"].casefold() == "three" else 1) / 4
    whole = _UNITS.get(match["whole"].casefold())
    return None if whole is None else float((whole + _FRACTIONS[match["and"].casefold()]) * scale)


def _parse_words(text: str) -> float | None:
    tokens = re.findall(r"[a-z]+", text.casefold())
    if not tokens or not re.fullmatch(r"[a-z, -]+", text.casefold()):
        return None
    if tokens[0] in {"a", "an"} and len(tokens) > 1:
        tokens[0] = "one"
    total, at, ceiling = 0, 0, 10**15
    while at < len(tokens):
        start = at + (tokens[at] == "and" and at > 0)
        value, at = _below_thousand(tokens, start)
        if at == start:
            return None
        scale = _SCALE_WORDS.get(tokens[at], 1) if at < len(tokens) else 1
        at += scale > 1
        if scale >= ceiling or (value == 0 and len(tokens) > 1):
            return None
        total, ceiling = total + value * scale, scale
    return float(total)


def _below_thousand(tokens: Sequence[str], at: int) -> tuple[int, int]:
    """Read "one hundred and twenty-five" from `at`; return the value and where reading stopped (`at`: nothing)."""
    value, after = _below_hundred(tokens, at)
    if not 0 < value < 20 or tokens[after : after + 1] != ["hundred"]:
        return value, after
    hundreds, after = value * 100, after + 1
    start = after + (tokens[after : after + 1] == ["and"])
    value, end = _below_hundred(tokens, start)
    followed_by_hundred = tokens[end : end + 1] == ["hundred"]
    return (hundreds, after) if end == start or followed_by_hundred or value == 0 else (hundreds + value, end)


def _below_hundred(tokens: Sequence[str], at: int) -> tuple[int, int]:
    word = tokens[at] if at < len(tokens) else ""
    if word in _UNITS:
        return _UNITS[word], at + 1
    if word not in _TENS:
        return 0, at
    unit = _UNITS.get(tokens[at + 1], 0) if at + 1 < len(tokens) else 0
    return (_TENS[word] + unit, at + 2) if 0 < unit < 10 else (_TENS[word], at + 1)
