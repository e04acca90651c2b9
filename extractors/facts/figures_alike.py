"""Numbers without a noun of their own, which count what another figure or the words before them name.

"40 libraries, down from 46", "cut the waiting list from 310 to 150", "rose by 120 visits to 4,310", "25 of them", "an
average of 60 a week", "a staff of 2,400". And figures of what the one before them is of: "£3m, rising to £5m".
"""

import re
from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence

from extractors.facts.dates_text import BARRIER
from extractors.facts.figures_context import words_before
from extractors.facts.figures_counts import is_name, is_plural
from extractors.facts.figures_heads import counted as counted_by
from extractors.facts.figures_quantity import CHANGE, NOT_CONTINUED, NOT_WITHIN, Number, Quantity, tail
from extractors.facts.numbers import DASH, DIGITS, SPACE, parse_digits
from extractors.lexicon import words
from extractors.page import Page

_BARE = re.compile(rf"{NOT_WITHIN}(?<!{DASH})(?P<number>{DIGITS}){NOT_CONTINUED}")
_COMPARED = re.compile(
    r"\b(?:compared (?:with|to)|(?:up|down|increase|rise|fall|drop|reduction|improvement) (?:on|from)|rather than"
    r"|instead of|as against|against|versus"
    r"|(?:target|baseline|average|peak|forecast|plan|maximum|minimum|limit|record|high|low) (?:of|was|is))"
    r"\s(?:the\s(?:present|current|previous|earlier|original|planned|expected|usual)\s)?$",
    re.IGNORECASE,
)
_RISING_TO = re.compile(rf"\b{CHANGE}\b[^.;]{{0,80}}\bto\s$", re.IGNORECASE)
_CHANGED_FROM = re.compile(rf"\b{CHANGE}\b(?P<what>[^.;]{{0,80}})\b(?:from|by)\s$", re.IGNORECASE)
_TOTAL = re.compile(
    r"\b(?:totals?|tally|headcount|membership|workforce|caseload|population|average)\b[^.;]{0,30}\b(?:to|of|at|is|was)\s$"
    r"|\bnumbers?(?: of [^.;0-9]{3,40})? (?:to|at|was|is|were|are)\s$",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(
    r"\b(?:age[ds]?|scor\w{1,4}|rat(?:e|ed|es|ing|ings)|grad\w{1,4}|levels?|tiers?|bands?|rank\w{0,4}|ind(?:ex|ices)"
    r"|temperatures?|speeds?|degrees?|ratios?)\b[^.;]{0,40}$"
    r"|\b(?:am|pm|per|every|each|open|section|paragraph|page|postcode|numbered|scale)(?: (?:of|from|at))?\s$"
    r"|\b(?:phone|telephone|reference|charity|company|registration|account|helpline|order|case)"
    r" (?:number|no\.?)\b[^.;]{0,12}$",
    re.IGNORECASE,
)
_TO = re.compile(rf"{SPACE}to{SPACE}(?:[a-z]{{1,13}}{SPACE}){{0,3}}?(?=[0-9])", re.IGNORECASE)
_JUST_TO = re.compile(r"\s(?:[a-z-]{1,20}\s){0,4}?to\s(?:[a-z]{1,13}\s){0,3}", re.IGNORECASE)
_EACH = re.compile(
    rf"{SPACE}(?:an?|per|each|every){SPACE}(?:hour|day|night|week|month|quarter|term|year|shift|session)(?!\w)",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    rf"{SPACE}of{SPACE}(?:them|these|those|whom|which|us)(?!\w)(?!{SPACE}[a-z]{{1,20}}s\b)", re.IGNORECASE
)
_OF_THESE = re.compile(
    r"\bof (?:these|those|them|whom|which),?\s$|\bof (?:the|all|our|its|their) [^.;,]{3,60},\s$", re.IGNORECASE
)
_VERB_FOLLOWS = re.compile(rf"{SPACE}(?:were|are|have|had)(?!\w)")
_PAST_FOLLOWS = re.compile(rf"{SPACE}(?:[a-z]{{3,12}}ed|came|took|went|left|said)(?:{SPACE}|[.,;])")
_OPENED = re.compile(r"[^().;]{0,40}\((?P<inside>[^().;]{0,20})")
_OTHER_TIME = re.compile(
    r"\b(?:target|last year|(?:previous|prior) (?:year|quarter|month)|(?:year|quarter|month) before)\b"
)
_MORE_THAN = re.compile(rf"{SPACE}(?:more|fewer|less|higher|lower){SPACE}than(?!\w)", re.IGNORECASE)
_LABEL = re.compile(r"\W{0,4}([A-Z][A-Za-z’' ()-]{2,60}?)(?::| [-–—])\s")
_IN_ALL = re.compile(rf"{SPACE}(?:in{SPACE}(?:total|all)|altogether)(?!\w)", re.IGNORECASE)
_ENDS = re.compile(r"[^\S\n]{0,3}(?:[.,;:()–—\n]|\Z)")
_NEXT = re.compile(rf"{SPACE}([A-Za-z’']{{1,30}})")
_AFTER = {"last", "previously", "earlier", "respectively", "overall", "altogether", "next", "later", "since", "now"}
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")

_SAYS_THE_SAME = re.compile(
    r"\b(?:compared (?:with|to)|(?:up|down) from|rather than|instead of|as against|versus"
    r"|(?:ris|fall|grow|increas|decreas|reduc|dropp|go|climb)ing (?:further )?(?:to|from)|(?:which|that|this) is"
    r"|equal to|equivalent to|, or)\s$",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"[,(–—-]\s?(?:and\s)?(?:(?:up|down)(?: by)?|(?:which (?:is|are|was|were) )?"
    r"(?:worth|valued at|costing|totalling))\s$",
    re.IGNORECASE,
)


def bare_numbers(page: Page, text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield the numbers that count although no noun follows them; `found` are the quantities known already."""
    known = sorted(found, key=lambda quantity: quantity.start)
    for match in _BARE.finditer(text):
        at = bisect_right(known, match.start(), key=lambda quantity: quantity.start)
        if at and known[at - 1].end > match.start():
            continue
        quantity = _read(page, text, match, known, at)
        if quantity:
            insort(known, quantity, key=lambda q: q.start)
            yield quantity


def same_measure(text: str, before: Quantity, quantity: Quantity) -> bool:
    """Whether a quantity measures what the one before it in its sentence does: a later or another amount of it."""
    found = words_before(text, quantity.start, is_range=quantity.high is not None)
    lead = tail(text, found[1] if found else quantity.start)
    return bool(_ADDS.search(lead) or (before.unit == quantity.unit and _SAYS_THE_SAME.search(lead)))


def _read(page: Page, text: str, match: re.Match[str], known: Sequence[Quantity], at: int) -> Quantity | None:
    written = match["number"]
    number = Number(match.start(), match.end(), parse_digits(written), None, is_small_word=False)
    if _YEAR.fullmatch(written) or (len(written) > 6 and written.isdigit()) or is_name(text, number):
        return None
    qualified = words_before(text, number.start, is_range=False)
    before = tail(text, qualified[1] if qualified else number.start, 140)
    if not before.strip():
        return None
    if _is_labelled(page, number):
        return Quantity(number.start, number.end, number.end, number.low, None, "count", "count", 0.7)
    sentence = page.sentence_at(number.start).start
    previous = known[at - 1] if at and known[at - 1].start >= sentence else None
    if unit := _unit_of_pair(text, number, before, previous, known, at):
        return _quantity(number, *unit)
    if _NO_COUNT.search(before):
        return None
    return _counted(page, text, number, before, previous, known[at - 1] if at else None)


def _is_labelled(page: Page, number: Number) -> bool:
    """Whether a line is only what is counted and how many there are: "Homes: 85", "Beds – 340"."""
    line = page.line_at(number.start)
    label = _LABEL.fullmatch(page.flat, line.start, number.start) if number.start - line.start <= 70 else None
    return bool(
        label and not page.flat[number.end : line.end].strip(" .") and number.low % 1 == 0 and counted_by(label[1])
    )


def _unit_of_pair(
    text: str, number: Number, before: str, previous: Quantity | None, known: Sequence[Quantity], at: int
) -> tuple[Quantity | None, str, int | None] | None:
    """Read a number that is compared with, or changes to or from, another one, whose unit it has."""
    if (changed := _CHANGED_FROM.search(before)) and (to := _TO.match(text, number.end)):
        following = known[at] if at < len(known) else None
        if following and following.start == to.end() and following.kind != "money":
            return following, following.unit, None
        second = _BARE.match(text, to.end())
        if not second or not _stands_alone(text, second.end()) or _NO_COUNT.search(before):
            return None
        return (None, "count", None) if _is_many(number, second[0], changed["what"]) else None
    if not _stands_alone(text, number.end) or previous is None or previous.kind in {"money", "age"}:
        return None
    if _beside(text, previous.end, number):
        return previous, previous.unit, previous.start
    if _JUST_TO.fullmatch(text, previous.end, number.start):
        return _changed_to(text, number, previous)
    is_alike = number.low % 1 == 0 or previous.kind != "count"
    if is_alike and _COMPARED.search(before) and (previous.unit != "percent" or number.low <= 100):
        return previous, previous.unit, previous.start
    return None


def _beside(text: str, end: int, number: Number) -> bool:
    """Whether a number stands in brackets behind another, with the time or target that it is of: "(280 in 2022)"."""
    opened = _OPENED.fullmatch(text[end : number.start]) if number.start - end <= 60 else None
    closing = text.find(")", number.end, number.end + 40)
    inside = text[number.start - len(opened["inside"]) : closing] if opened and closing > 0 else ""
    return BARRIER in inside or bool(_OTHER_TIME.search(inside))


def _changed_to(text: str, number: Number, previous: Quantity) -> tuple[Quantity | None, str, int | None] | None:
    """Read the second number of "from 310 to 150" and of "by 120 visits to 4,310", "by 5% to 3,400"."""
    lead = tail(text, previous.start, 140)
    if previous.kind == "count" and (_CHANGED_FROM.search(lead) or re.search(rf"\b{CHANGE}\b", lead, re.IGNORECASE)):
        return (previous, "count", previous.start) if number.low % 1 == 0 else None
    if _CHANGED_FROM.search(lead):
        return previous, previous.unit, previous.start
    is_by = re.search(rf"\b{CHANGE}\b[^.;]{{0,60}}$", lead, re.IGNORECASE)
    if not is_by or previous.kind not in {"percent", "ratio"}:
        return None
    if previous.unit == "percentage point":
        return previous, "percent", previous.start
    return (previous, "count", previous.start) if number.low >= 100 and number.low % 1 == 0 else None


def _is_many(first: Number, second: str, what: str) -> bool:
    """Whether two numbers without nouns count: both large enough to be no rating, or the words name things."""
    if first.low % 1 or "." in second:
        return False
    named = any(is_plural(word) for word in _WORD.findall(what) if word.islower())
    return named or "number" in what or min(first.low, parse_digits(second)) >= 10


def _counted(
    page: Page, text: str, number: Number, before: str, previous: Quantity | None, last: Quantity | None
) -> Quantity | None:
    """Read a number that the words around it make a count, by itself or of what was counted before it."""
    if number.low % 1:
        return None
    line = page.line_at(number.start)
    counted = previous if previous and previous.kind == "count" else None
    in_line = last if last and last.kind == "count" and last.start >= line.start else None
    if them := _OF_THEM.match(text, number.end):
        return _quantity(number, in_line, "count", None, end=them.end())
    if counted and _MORE_THAN.match(text, number.end):
        return _quantity(number, counted, "count", counted.start)
    if counted and _VERB_FOLLOWS.match(text, number.end) and number.low >= 10:
        return _quantity(number, counted, "count", None)
    if _OF_THESE.search(before) and _stands_alone(text, number.end):
        return _quantity(number, in_line, "count", None)
    if _EACH.match(text, number.end) and not re.search(r"[0-9]\s(?:to|and|or|[-–])\s$", before):
        return _quantity(number, in_line, "count", in_line.start if in_line else None) if number.low >= 10 else None
    if in_all := _IN_ALL.match(text, number.end):
        return _quantity(number, in_line, "count", in_line.start if in_line else None, end=in_all.end())
    is_prose = line.block.kind in {"paragraph", "item"} and any(map(str.isalpha, before))
    if not _stands_alone(text, number.end) and not (is_prose and _PAST_FOLLOWS.match(text, number.end)):
        return None
    if (_TOTAL.search(before) or (counted and _RISING_TO.search(before))) and number.low >= 10:
        return _quantity(number, counted, "count", counted.start if counted else None)
    return _quantity(number, None, "count", None) if "," in text[number.start : number.end] and is_prose else None


def _stands_alone(text: str, end: int) -> bool:
    """Whether no noun or unit follows a number: its clause ends, or goes on with a function word."""
    if _ENDS.match(text, end):
        return True
    following = _NEXT.match(text, end)
    folded = following[1].casefold() if following else ""
    return folded in _AFTER or (
        folded in words("figure_function_words")
        and folded not in {"x", "cent", "percent"}
        and not re.match(rf"{SPACE}per{SPACE}cent", text[end : end + 90], re.IGNORECASE)
    )


def _quantity(number: Number, model: Quantity | None, unit: str, like: int | None, end: int | None = None) -> Quantity:
    kind = model.kind if model and model.unit == unit else "percent" if unit == "percent" else "count"
    end = number.end if end is None else end
    return Quantity(number.start, end, number.end, number.low, None, unit, kind, 0.6, like=like)
