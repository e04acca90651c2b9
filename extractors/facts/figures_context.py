"""What stands around an amount: the words before that qualify it, and the date that says when it held."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from extractors.facts.figures_quantity import tail
from extractors.facts.numbers import SPACE
from extractors.lexicon import lines
from extractors.page import Page
from extractors.records import DateFact, Span

_LEADS_BACK = re.compile(r"\b(?:in|by|for|during|since|from|until|to|at|of|on|through)\W+(?:the\W+)?$", re.IGNORECASE)
_BETWEEN = re.compile(rf"(?<!\w)between{SPACE}$", re.IGNORECASE)
_NOT_PERIODS = {"published", "updated", "refreshed", "meeting"}
_NEAR = 80  # characters between an amount and the date after it


@cache
def _qualifiers() -> re.Pattern[str]:
    ordered = sorted(lines("figure_qualifiers"), key=len, reverse=True)
    written = "|".join(re.escape(words).replace(r"\ ", SPACE) for words in ordered)
    return re.compile(
        rf"(?<![\w-])(?P<qualifier>{written})(?:{SPACE}(?:an?|additional|further|extra)){{0,2}}[^\S\n]*$", re.IGNORECASE
    )


def words_before(text: str, start: int, *, is_range: bool) -> tuple[str | None, int] | None:
    """Return the qualifier right before an amount, lower-cased, and where it begins.

    "between" before a range belongs to the mention but qualifies nothing. None where neither stands there.
    """
    before = tail(text, start)
    if is_range and (between := _BETWEEN.search(before)):
        return None, start - len(before) + between.start()
    match = _qualifiers().search(before)
    if match is None:
        return None
    words = " ".join(match["qualifier"].casefold().split())
    return words.removeprefix("an ").removeprefix("a "), start - len(before) + match.start("qualifier")


class Periods:
    """The dates of a page that can tell when a figure held."""

    def __init__(self, page: Page, dates: Sequence[DateFact]) -> None:
        usable = (date for date in dates if date.start_date and not date.is_relative and date.role not in _NOT_PERIODS)
        self._page = page
        self._dates = sorted(usable, key=lambda date: date.start_char)
        self._starts = [date.start_char for date in self._dates]

    def of(self, start: int, end: int) -> DateFact | None:
        """Return the date of the sentence that qualifies the amount there: close behind it, else nearest before it."""
        sentence = self._page.sentence_at(start)
        first, last = bisect_left(self._starts, sentence.start), bisect_right(self._starts, sentence.end)
        inside = self._dates[first:last]
        after = next((date for date in inside if date.start_char >= end), None)
        if after and after.start_char - end <= _NEAR and self._leads_back(end, after.start_char):
            return after
        before = [date for date in inside if date.end_char <= start]
        return before[-1] if before else None

    def within(self, spans: Sequence[Span]) -> DateFact | None:
        """Return the first date that stands inside one of the spans, such as the heads of a table's cell."""
        for span in spans:
            at = bisect_left(self._starts, span.start)
            if at < len(self._dates) and self._dates[at].end_char <= span.end:
                return self._dates[at]
        return None

    def _leads_back(self, end: int, start: int) -> bool:
        between = self._page.flat[end:start]
        is_plain = not re.search(r"[.;:£€$%]|\band\b|[0-9]", between)
        return is_plain and (not between.strip(" (,") or bool(_LEADS_BACK.search(between)))
