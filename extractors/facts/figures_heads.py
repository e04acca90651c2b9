"""What the heads of a table say its bare numbers are: "£m", "Share (%)", "Wait (days)", "Homes built"."""

import re
from functools import cache
from typing import NamedTuple

from extractors.facts.figures_counts import is_plural
from extractors.facts.figures_quantity import Kind
from extractors.facts.numbers import scale_of
from extractors.lexicon import rows, words

_MONEY = re.compile(
    r"(?P<thousands>[£€$])\s?[’'‘]?000s?(?![0-9])"
    r"|(?P<sign>[£€$])(?!\s?[0-9])(?:\s?(?P<scale>m|mn|bn|k|million|billion|thousand)s?\b)?|\b(?P<pence>pence)\b",
    re.IGNORECASE,
)
_IN_CAPTION = re.compile(
    r"[£€$]\s?(?:[’'‘]?000|m\b|mn\b|bn\b|k\b|[mb]illion|thousand)|\([^()]{0,20}[£€$%][^()0-9]{0,20}\)", re.IGNORECASE
)
_POINTS = re.compile(r"\b(?:percentage|per ?cent|%) ?points?\b|\bpp(?:ts?)?\b", re.IGNORECASE)
_PERCENT = re.compile(r"(?<![0-9])%|\bper ?cent(?:age)?\b", re.IGNORECASE)
_SHARE_OF = re.compile(r"^(?:percentage|per ?cent|proportion \(%\)|%) of\b", re.IGNORECASE)
_THOUSANDS = re.compile(
    r"\(\s?(?:in )?(?:(?P<thousand>thousands|[’'‘]?000s?)|(?P<million>millions?|m))\s?\)|(?<![£€$0-9,])[’'‘]000s?\b"
    r"|(?:,|\bin) (?:(?P<thousand_after>thousands)|(?P<million_after>millions))$"
)
_NUMBERED = re.compile(
    r"\bnumbers? of\b|\b(?:numbers?|no\.|total|totals|headcount|fte|wte|count|responses|staff|people|population"
    r"|caseload|footfall|enrolment|workforce|membership)(?!\w)",
    re.IGNORECASE,
)
_RATE = re.compile(r"\b(?:per|for every) (?:[0-9][0-9,]*|thousand|million|head)\b", re.IGNORECASE)
_MAY_BE_PART = re.compile(r"\b(?:average|mean|median|per|fte|wte|rate|ratio)\b", re.IGNORECASE)
_JUST_NUMBER = re.compile(r"(?:nos?|numbers?|totals?|count)\.?|#", re.IGNORECASE)
_TIME_TAKEN = re.compile(
    r"(?:(?:average|mean|median|typical|longest|maximum) )?(?:number of )?(?:working |calendar )?"
    r"(?P<time>days|weeks|hours|minutes|months|years) (?:to|from|for|until|waiting|between|taken|before)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LABEL = re.compile(r"^(?:table|figure|chart|annex|appendix)\s+[0-9A-Z][0-9.]*\s?[:.–-]?\s*", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9’'-]*|[,:;–—]")
_TIMES = {"mins": "minute", "hrs": "hour", "yrs": "year"}


class Unit(NamedTuple):
    """What a bare number is, and what it is multiplied by."""

    unit: str
    kind: Kind
    scale: float = 1


def stated_unit(head: str) -> Unit | None:
    """Return the unit that a head writes out: money, per cent, a unit of time or of measurement; None for none."""
    money = _MONEY.search(head)
    if money:
        if money["pence"]:
            return Unit("GBP", "money", 0.01)
        sign = money["sign"] or money["thousands"]
        scale = 1000 if money["thousands"] else scale_of(money["scale"])
        return Unit({"£": "GBP", "€": "EUR", "$": "USD"}[sign], "money", scale)
    if _POINTS.search(head):
        return Unit("percentage point", "percent")
    if _PERCENT.search(head):
        return Unit("percent", "percent")
    if taken := _TIME_TAKEN.match(head):
        return _time(taken["time"].casefold())
    measured = _measured().search(head) if len(head) <= 200 else None
    if measured is None:
        return None
    return _time(measured["time"]) if measured["time"] else Unit(_symbol(measured["symbol"]), "unit")


def unit_in_caption(caption: str) -> Unit | None:
    """Return the unit that a table's caption gives to all its cells: "Spending (£m)", "Percentage of pupils …"."""
    caption = _LABEL.sub("", caption)
    if _SHARE_OF.search(caption):
        return Unit("percent", "percent")
    if found := _IN_CAPTION.search(caption):
        return stated_unit(found[0])
    return next((unit for match in _BRACKETS.finditer(caption) if (unit := stated_unit(match[0]))), None)


def counted(head: str) -> Unit | None:
    """Return the count that a head names: "Number of homes", "Homes built", "Calls per 1,000 people"."""
    if not (_NUMBERED.search(head) or _RATE.search(head) or names_things(head)) or is_reference(head):
        return None
    scaled = _THOUSANDS.search(head)
    return Unit("count", "count", 1 if not scaled else 10**6 if scaled["million"] or scaled["million_after"] else 1000)


def numbered(corner: str) -> Unit | None:
    """Return the count that the head above the names of rows gives to all cells: "Population (thousands)".

    Things that it names are the rows.
    """
    if _JUST_NUMBER.fullmatch(corner):
        return None
    return counted(corner) if _NUMBERED.search(corner) or _RATE.search(corner) else None


def may_be_part(head: str) -> bool:
    """Whether what a head counts may be no whole number: an average, a rate, full-time equivalents, thousands."""
    return bool(_MAY_BE_PART.search(head) or _RATE.search(head) or _THOUSANDS.search(head))


def is_reference(head: str) -> bool:
    """Whether a head names what only looks like a number: references, telephone numbers, pages, scores, dates.

    "Level 3 qualifications" names things of a level, so words with a number or letter behind them do not count.
    """
    phrase = _phrase(head)
    return any(
        word.casefold() in words("figure_heads_not_counted") and not (len(after) <= 2 and after[:1].isalnum())
        for word, after in zip(phrase, [*phrase[1:], "."], strict=False)
    )


def _phrase(head: str) -> list[str]:
    """Return the words of a head up to its first function word or mark, without what stands in brackets."""
    found: list[str] = []
    for word in _WORD.findall(_BRACKETS.sub(" ", _LABEL.sub("", head))):
        if word.casefold() in words("figure_function_words") or not word[0].isalnum():
            break
        found.append(word)
    return found


def names_things(head: str) -> bool:
    """Whether the words up to the first preposition name things in the plural, and nothing that they belong to.

    "Homes built", "New homes" and "People in work" do; "Highways maintenance" and "Satisfaction with services" not.
    """
    phrase = [word for word in _phrase(head) if not word[0].isdigit()]
    for at, word in enumerate(phrase):
        folded = word.casefold()
        is_thing = folded not in words("figure_things_not_counted") and is_plural(folded)
        if is_thing and (at + 1 == len(phrase) or _tells_of_things(phrase[at + 1].casefold())):
            return True
    return False


def _tells_of_things(word: str) -> bool:
    return word.endswith(("ed", "ing", "en")) or word in words("figure_after_things")


@cache
def _measured() -> re.Pattern[str]:
    """A unit as the whole of a head, in brackets, after a comma or "in" at its end, or what is averaged."""
    symbols = "|".join(
        f"(?i:{row['written']})" if row["case"] == "any" else row["written"]
        for row in sorted(rows("unit_symbols"), key=lambda row: len(row["written"]), reverse=True)
    )
    time = r"(?i:(?:working |calendar )?(?P<time>years|months|weeks|days|hours|minutes|seconds|yrs|hrs|mins))"
    return re.compile(
        r"(?:^|\(|,\s|\b(?i:in|average|mean|median|number of)\s)(?:(?i:in)\s)?"
        rf"(?:{time}|(?P<symbol>{symbols}))(?=$|\)|\s?\()"
    )


def _time(written: str) -> Unit:
    folded = written.casefold()
    return Unit(_TIMES.get(folded, folded.removesuffix("s")), "duration")


@cache
def _symbol(written: str) -> str:
    for row in rows("unit_symbols"):
        if re.fullmatch(row["written"], written, re.IGNORECASE if row["case"] == "any" else 0):
            return row["unit"]
    return written
