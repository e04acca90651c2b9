"""A strategy item on its way to becoming a fact, and how an item is parted from its explanation."""

import re
from dataclasses import dataclass

from extractors.page import Page
from extractors.records import Span

_NAME_AND_DETAIL = re.compile(r"\s+[–—-]\s+|:\s+")
_BRACKET = re.compile(r"\s*\(")
_LONGEST_NAME = 14  # words


@dataclass(frozen=True, slots=True)
class Item:
    """An item's place, its kind, the place of its explanation, to whom it speaks, and the rule that found it."""

    start: int
    end: int
    kind: str
    detail: Span | None = None
    audience: str | None = None
    confidence: float = 0.85
    rule: str = "list"


def split_item(page: Page, start: int, end: int, kind: str, audience: str | None = None) -> Item:
    """Part an item from its explanation: "Respect - We demonstrate …", "deliver X (because …)"."""
    flat = page.flat
    match = _NAME_AND_DETAIL.search(flat, start, end)
    if match and match.start() > start and len(flat[start : match.start()].split()) <= _LONGEST_NAME:
        name_end = match.start()
        bracket = _BRACKET.search(flat, start, name_end)
        if bracket and bracket.start() > start:
            name_end = bracket.start()
        return Item(start, name_end, kind, Span(match.end(), end), audience, 0.92)
    return Item(start, end, kind, None, audience, 0.88)


def has_name_and_detail(page: Page, start: int, end: int) -> bool:
    """Whether words read as a short name with its explanation: "Respect – we listen"."""
    match = _NAME_AND_DETAIL.search(page.flat, start, end)
    short = 6  # words of a name that stands alone before its explanation
    return match is not None and match.start() > start and len(page.flat[start : match.start()].split()) <= short
