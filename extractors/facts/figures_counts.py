"""Things counted: "66 buildings", "14 purpose goals", "11.9 million people", "twenty-five schools", "1,200 FTE staff".

A count needs a noun in the plural within a few words; a number of a million or so counts without one.
"""

import re
from collections.abc import Iterator

from extractors.cues import Lines
from extractors.facts.figures_quantity import (
    LISTED_FILE,
    NOT_CONTINUED,
    NOT_WITHIN,
    ONE_OR_TWO,
    Number,
    Quantity,
    numbers,
    tail,
)
from extractors.facts.numbers import DASH, DIGITS, MAYBE_SPACE, NUMBER_CUES, SPACE, parse_digits
from extractors.lexicon import words

_COUNT = re.compile(rf"{NOT_WITHIN}(?<!{DASH}){ONE_OR_TWO}{NOT_CONTINUED}", re.IGNORECASE)
_SHORT = re.compile(rf"{NOT_WITHIN}(?P<low>{DIGITS}){MAYBE_SPACE}(?P<scale>mn|bn|[mk])(?![\w%/°-])")
_MORE = re.compile(r"\+|(?:[^\S\n]or more)(?!\w)")
_NEXT = re.compile(rf"{SPACE}([A-Za-z][A-Za-z’'&-]{{0,40}})")
_OF = re.compile(
    rf"{SPACE}of(?:{SPACE}(?:the|our|its|their|these|those)(?P<whole>{SPACE}[0-9][0-9,.]{{0,12}}(?:{SPACE}million)?)?"
    rf"|(?P<bare>{SPACE}[0-9][0-9,]{{0,12}}))(?={SPACE})",
    re.IGNORECASE,
)
_LAST_TOKEN = re.compile(r"([\w£$€+’'-]{1,40})\.?[^\S\n]*$")
_MORE_DIGITS = re.compile(r"[^\S\n][0-9]{3,}(?![0-9]*,[0-9])")
_MAX_MODIFIERS = 5
_PLURAL = re.compile(r"(?:[a-z][a-z-]*)?[a-z](?<![su])(?<!i)s|[a-z-]*ies")
_PLURAL_NAME = re.compile(r"[A-Z][a-z]+(?<![sui])s|[A-Z]{2,}s")
_SCALED = re.compile(r"(?:thousand|million|billion|trillion)$", re.IGNORECASE)
_COUNT_LABEL = re.compile(
    r"\b(?:headcount|numbers? of [a-z ’-]{3,40}|population)(?::|\s(?:is|was|of|at))\s$", re.IGNORECASE
)
_COUNTED_BEFORE = re.compile(
    r"\b(?:numbers?|total|totals|totall?ed|totalling|population|headcount)\b[^.;:()\n]{0,80}$", re.IGNORECASE
)
_LABEL = re.compile(r"(?:^|[.;]\s)[A-Z][^.;!?\n0-9]{2,60}:[^\S\n]*$")
_LINE_ENDS = re.compile(r"[^\S\n]{0,40}[.)]?[^\S\n]{0,40}(?:\n|\Z)")
_VERB_FOLLOWS = re.compile(rf"{SPACE}(?:were|are|have|had)(?!\w)")
_LISTED_BEFORE = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?[\s,]*(?:and|to|or|,|&|-|–)\s*)+$")
_TIME_UNIT = re.compile(rf"{SPACE}(?:second|minute|hour|day|week|month|year|decade)(?!\w)", re.IGNORECASE)
_TIME_UNITS = {"hours", "days", "weeks", "months", "years"}  # counted with a noun before them: "bed days"
_MORE_TIME = re.compile(r"\b(?:more|further|extra|additional|full|whole|working|calendar|consecutive|other)\b")
_HELPLINES = {101.0, 111.0, 112.0, 119.0, 999.0}
_IN_NAME = re.compile(r"(?<![\w.,-])([0-9]{1,5})(?=[A-Z][a-z]{2})")  # "360Something"
_SCHOOLED = re.compile(r"[^\S\n](?:schools|academies|colleges|pupils|students|learners)", re.IGNORECASE)
_SHORT_CUES = frozenset({"mn", "bn", "m", "k"})
COUNT_CUES = NUMBER_CUES | _SHORT_CUES


def counts(lines: Lines) -> Iterator[Quantity]:
    """Yield what is counted; `end` takes in the counted noun. Numbers that begin a name of the text count nothing."""
    named = {match[1] for match in lines.matches(_IN_NAME, NUMBER_CUES)}
    for match in lines.matches(_COUNT, NUMBER_CUES):
        for number in numbers(match):
            quantity = _count(lines.text, number)
            if quantity and lines.text[number.start : number.end] not in named:
                yield quantity
    for match in lines.matches(_SHORT, _SHORT_CUES):
        noun = noun_end(lines.text, match.end())
        if noun:
            value = parse_digits(match["low"], match["scale"])
            yield Quantity(match.start(), noun, match.end(), value, None, "count", "count", 0.8)


def _count(text: str, number: Number) -> Quantity | None:
    if number.is_small_word or is_name(text, number):
        return None
    more = _MORE.match(text, number.end)
    end = more.end() if more else number.end
    qualifier = "at least" if more else None
    noun = noun_end(text, end)
    if noun and not _is_something_else(text, number, noun):
        return Quantity(number.start, noun, end, number.low, number.high, "count", "count", 0.85, qualifier)
    if noun is None and _counts_alone(text, number):
        return Quantity(number.start, end, end, number.low, number.high, "count", "count", 0.6, qualifier)
    return None


def is_name(text: str, number: Number) -> bool:
    """Tell whether the number names, dates or numbers something: "Type 2", "020 7654", "1. Aims", "page 4"."""
    written = text[number.start : number.end]
    before = tail(text, number.start)
    token = _LAST_TOKEN.search(_LISTED_BEFORE.sub("", before))
    last = token[1].casefold() if token else ""
    is_labelled = last in words("figure_labels") or (last.isdigit() and len(last) > 1) or last.startswith("+")
    is_code = len(written) > 1 and written[0] == "0" and written[1] != "."
    is_part_of_code = written.isdigit() and bool(_MORE_DIGITS.match(text, number.end))
    return is_labelled or is_code or is_part_of_code or number.low == 0 or _numbers_a_line(text, number, before)


def _numbers_a_line(text: str, number: Number, before: str) -> bool:
    """Tell whether a small number at the start of a line numbers it: a capital letter follows ("2 Objectives")."""
    is_first = not before.strip(" \t•*(-–") and text[number.start].isdigit()
    following = _NEXT.match(text, number.end)
    is_capital = following is not None and following[1][0].isupper()
    is_decimal = number.low % 1 > 0 and is_capital and text[number.end - 1].isdigit()
    return is_decimal or (is_first and number.low < 100 and (following is None or is_capital))


def _is_something_else(text: str, number: Number, noun: int) -> bool:
    """Tell the age ranges of schools ("11 to 16 schools") and calls to a helpline ("999 calls") from counts."""
    words_after = text[number.end : noun]
    ages = f"{number.low:g}-{number.high:g}" if number.high is not None else ""
    if ages in words("figure_school_ages") and _SCHOOLED.fullmatch(words_after):
        return True
    if "page" in words_after and LISTED_FILE.search(tail(text, number.start)):
        return True
    return number.low in _HELPLINES and words_after.strip().split(" ")[0] in {"calls", "services", "call"}


def _counts_alone(text: str, number: Number) -> bool:
    """Tell whether a number counts without a noun behind it: millions, or what the words before call a number."""
    written = text[number.start : number.end]
    if _SCALED.search(written):
        return True
    before = tail(text, number.start, 120)
    if _COUNT_LABEL.search(before):
        return True
    if "," not in written:
        return False
    return bool(
        _COUNTED_BEFORE.search(before)
        or _VERB_FOLLOWS.match(text, number.end)
        or (_LINE_ENDS.match(text, number.end) and _LABEL.search(before))
    )


def noun_end(text: str, position: int) -> int | None:
    """Return where the counted noun that follows a number ends, None where none follows within a few words."""
    of = _OF.match(text, position)
    if of and (of["whole"] or of["bare"]):  # "14 of the 20 schools": both count, and the schools stand with the second
        return position if noun_end(text, of.end()) else None
    at = of.end() if of else position
    if _TIME_UNIT.match(text, at):
        return None
    for modifiers in range(_MAX_MODIFIERS + 1):
        word = _NEXT.match(text, at)
        if word is None or word[1].casefold() in words("figure_function_words"):
            return None
        at = word.end()
        is_time = modifiers > 0 and word[1] in _TIME_UNITS and not _MORE_TIME.search(text, position, at)
        if is_plural(word[1]) or is_time:
            following = _NEXT.match(text, at)
            is_compound = following and following[1].islower() and is_plural(following[1])
            return following.end() if following and is_compound else at
    return None


def is_plural(word: str) -> bool:
    """Tell whether a word is a plural noun: "schools", "people", "GPs", "Britons"; not "includes" or "Gardens"."""
    folded = word.casefold()
    if folded in words("figure_plurals"):
        return True
    if folded in words("figure_not_counted") or folded in words("figure_function_words") or len(folded) < 3:
        return False
    if word[0].isupper():
        return bool(_PLURAL_NAME.fullmatch(word)) and folded not in words("figure_streets")
    return bool(_PLURAL.fullmatch(word))
