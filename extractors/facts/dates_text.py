"""The text in which dates and figures are looked for: as `Page.flat`, but nothing matches across cells or addresses."""

import re
from collections.abc import Iterable, Iterator

from extractors.page import Page
from extractors.records import Span

BARRIER = "\n"  # no pattern crosses it
_ADDRESS = re.compile(
    r"https?://[^\s<>\"]{1,2000}|(?<![\w.])www\.[^\s<>\"]{1,2000}"
    r"|(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?<![\w/.-])[\w%-]{1,120}(?:\.[\w%-]{1,60}){0,4}\.(?:pdf|docx?|xlsx?|csv|odt|ods|pptx?|html?|zip|json)(?!\w)"
    r"|(?<![\w.])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.(?:uk|com|org|net|eu)(?:/[^\s<>\"]{0,2000})?(?![\w-])",
    re.IGNORECASE,
)

_IN_ADDRESS = re.compile(r"[.@:]\S")  # every address has this inside


def matchable(page: Page) -> str:
    """Return `page.flat`, offset for offset, with barriers between table cells and over web and e-mail addresses."""
    addresses = (Span(*match.span()) for match in _addresses(page.flat))
    return covered(page.flat, [*_gaps(page), *addresses], BARRIER)


def _addresses(text: str) -> Iterator[re.Match[str]]:
    """The addresses of a text, which cross no newline; most lines cannot hold one."""
    start = 0
    while mark := _IN_ADDRESS.search(text, start):
        start = text.rfind("\n", start, mark.start()) + 1 or start
        end = text.find("\n", mark.start()) + 1 or len(text)
        yield from _ADDRESS.finditer(text, start, end)
        start = end


def covered(text: str, spans: Iterable[Span], filler: str) -> str:
    """Return the text, offset for offset, with one character over every place of the spans."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end > at:
            parts += [text[at:start], filler * (end - max(start, at))]
            at = end
    return "".join([*parts, text[at:]])


def _gaps(page: Page) -> Iterator[Span]:
    for block in page.blocks:
        for left, right in zip(block.cells, block.cells[1:], strict=False):
            if left.end < right.start:
                yield Span(left.end, right.start)
