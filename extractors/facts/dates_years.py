"""Years: 2020, 2019/20, FY 20/21, 2015 to 2020, 2022-25, academic year 2017 to 2018, and what only looks like one."""

import re
from collections.abc import Iterator

from extractors.facts.dates_calendar import (
    Interval,
    academic_year,
    financial_year,
    month_of,
    tax_year,
    year_of,
    years_of,
)
from extractors.facts.dates_expression import NOT_WITHIN, YEAR, YEAR_CUES, Expression, Form, form, full_year
from extractors.facts.numbers import DASH, MAYBE_SPACE, SPACE
from extractors.lexicon import words
from extractors.records import Precision

YEAR_KIND = r"(?:financial|fiscal|budget|accounting|tax|academic|school|calendar)"
_LINK = rf"(?:{MAYBE_SPACE}(?:{DASH}|/){MAYBE_SPACE}|{SPACE}(?:to|and|until|through{SPACE}to){SPACE})"
_PAIR = rf"(?P<first>{YEAR})(?P<link>{_LINK})(?P<last>{YEAR}|[0-9]{{2}})(?![\w%]|[-/.,:][0-9]|/[A-Za-z])"
_LAST_WORD = re.compile(r"([A-Za-z£$€+]+)\.?[^\S\n]?$")
_NEXT_WORD = re.compile(r"[^\S\n]?([A-Za-z]+)")
_DIGITS_BEFORE = re.compile(r"(?:^|[^0-9,.])(\+?[0-9]{2,})[^\S\n]?$")
_DIGITS_AFTER = re.compile(r"[^\S\n]([0-9]{3,})(?![0-9,./-])")
_A_YEAR = re.compile(YEAR)
_MORE_THAN = re.compile(
    rf"\b(?:over|more{SPACE}than|at{SPACE}least|up{SPACE}to|nearly|almost|fewer{SPACE}than|less{SPACE}than|some)"
    rf"{SPACE}$",
    re.IGNORECASE,
)


def span_of(first: int, digits: str, kind: str, link: str) -> tuple[Interval | None, Precision]:
    """Return what a pair of years means: consecutive ones are the financial year unless the words say otherwise."""
    last = int(digits) if len(digits) == 4 else first // 100 * 100 + int(digits)
    if last == first - 99 and len(digits) == 2:
        last += 100  # 1999/00
    if last - first == 1 and kind in {"academic", "school"}:
        return academic_year(first), "range"
    if last - first == 1 and kind == "tax":
        return tax_year(first), "financial year"
    if last - first == 1 and kind != "calendar":
        return financial_year(first), "financial year"
    most = 5 if "/" in link else 100  # "2014/24" is a number of a law
    is_plausible = first < last <= first + most and (len(digits) == 4 or "/" in link or " " not in link)
    return (years_of(first, last) if is_plausible else None), "range"


def _pair(match: re.Match[str]) -> Iterator[Expression]:
    before = (match["before"] or "").casefold()
    named = re.search(YEAR_KIND, f"{before} {match['after'] or ''}", re.IGNORECASE)
    kind = named[0].casefold() if named else ""
    link = match["link"].strip().casefold()
    if link == "and" and not before.startswith("between"):
        return
    if link.isalpha() and len(match["last"]) == 2:
        return
    if link.isalpha() and before.split(" ")[0] in {"from", "between"}:
        kind = "calendar"
    if _is_number(match.string, match.start("first"), match.end("last")):
        return
    found, precision = span_of(int(match["first"]), match["last"], kind, match["link"])
    if found:
        is_two_digits = len(match["last"]) == 2
        start = match.start("first") if before in {"from", "between"} and not link.isalpha() else match.start()
        yield Expression(start, match.end(), found, precision, 0.9 if is_two_digits or kind else 0.85)
    elif re.fullmatch(r"[-‐‑]", match["link"]) and (month := _iso_month(match)):
        yield Expression(match.start("first"), match.end("last"), month, "month", 0.6)


def _iso_month(match: re.Match[str]) -> Interval | None:
    return month_of(int(match["first"]), int(match["last"])) if len(match["last"]) == 2 else None


def _financial_years(match: re.Match[str]) -> Iterator[Expression]:
    """Read "2019/20-2021/22", whose dash stands tight between two financial years."""
    first, _ = span_of(int(match["first"]), match["first_end"], "financial", "/")
    last, _ = span_of(int(match["last"]), match["last_end"], "financial", "/")
    if first and last and first.days < 367 and last.days < 367 and first.start < last.start:
        yield Expression(match.start(), match.end(), Interval(first.start, last.end), "range", 0.9)


def _short_financial(match: re.Match[str]) -> Iterator[Expression]:
    first = full_year(match["first"])
    found, precision = span_of(first, match["last"], "financial", "/")
    if found and precision == "financial year":
        yield Expression(match.start(), match.end(), found, precision, 0.85)


def _bare(match: re.Match[str]) -> Iterator[Expression]:
    found = year_of(int(match["year"]))
    if found and not _is_number(match.string, match.start("year"), match.end("year")):
        yield Expression(match.start(), match.end(), found, "year", 0.8)


def _is_number(text: str, start: int, end: int) -> bool:
    """Tell whether the four digits are a quantity, a name or part of a longer number rather than a year."""
    before, after = text[max(0, start - 30) : start].rpartition("\n")[2], text[end : end + 30].partition("\n")[0]
    last_word, next_word = _LAST_WORD.search(before), _NEXT_WORD.match(after)
    follower = next_word[1] if next_word else ""
    if last_word and last_word[1].casefold() in words("date_not_years"):
        return True
    if follower.casefold() in words("date_not_after_years"):
        return True
    if _MORE_THAN.search(before) and follower.endswith("s") and follower.islower():
        return True
    near = [found[1] for found in (_DIGITS_BEFORE.search(before), _DIGITS_AFTER.match(after)) if found]
    return any(not _A_YEAR.fullmatch(digits) and _is_long(digits) for digits in near)


def _is_long(digits: str) -> bool:
    """Tell whether digits beside a year make both a telephone or reference number."""
    return len(digits) > 2 or digits.startswith(("0", "+"))


FORMS: tuple[Form, ...] = (
    form(
        rf"(?:(?<!\w)(?P<before>(?:from|between|FY|(?:the{SPACE})?{YEAR_KIND}{SPACE}years?(?:{SPACE}(?:of|from))?:?"
        rf"|(?:from|between){SPACE}(?:the{SPACE})?{YEAR_KIND}{SPACE}years?))(?:{SPACE}|(?<=FY)))?"
        rf"(?:(?<=FY)|{NOT_WITHIN}){_PAIR}(?:{SPACE}(?P<after>{YEAR_KIND}){SPACE}years?(?!\w))?",
        YEAR_CUES,
        _pair,
    ),
    form(
        rf"{NOT_WITHIN}(?P<first>{YEAR})[-‐‑/](?P<first_end>{YEAR}|[0-9]{{2}}){DASH}(?P<last>{YEAR})[-‐‑/]"
        rf"(?P<last_end>{YEAR}|[0-9]{{2}})(?![\w%]|[-/.,:][0-9])",
        YEAR_CUES,
        _financial_years,
    ),
    form(
        rf"(?<!\w)FY{MAYBE_SPACE}[’']?(?P<first>[0-9]{{2}})(?:[-‐‑–/])(?P<last>[0-9]{{2}})(?![\w/-])",
        frozenset({"fy"}),
        _short_financial,
    ),
    form(
        rf"(?:(?<=FY)|(?<=\bmid-)|(?<=\bpre-)|(?<=\bpost-)|(?<=\bearly-)|(?<=\blate-)|{NOT_WITHIN})(?P<year>{YEAR})(?![\w%€£$]|[-/.:_,][0-9]|[/_][A-Za-z])",
        YEAR_CUES,
        _bare,
    ),
)
