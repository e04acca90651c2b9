"""What stands on every page and belongs to none: running headers and footers, page numbers."""

import re
from collections import Counter
from collections.abc import Sequence

from extractors.documents.pdf_types import Line

_EDGE = 0.12
"""Of the page's height, at its top and at its bottom, in which they stand."""
_STEP = 8.0  # points that a header may stand higher or lower from page to page
_OFTEN = 3
_FEW_PAGES = 4
_OWN_PLACE = 0.6
"""Of the pages on which anything stands at its place: headers and footers have it to themselves."""
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—|\[( ]*(?:page|p\.|pg\.?)? ?(\d{1,4})[-–—|\]) ]*(?:(?:of|/) ?\d{1,4})?[-–—| ]*", re.IGNORECASE
)
_NAMED_NUMBER = re.compile(r"(?:page|pg\.?) ?\d{1,4}\b.{0,12}|\d{1,4} ?(?:of|/) ?\d{1,4}", re.IGNORECASE)
_ROMAN = re.compile(r"[ivxl]{1,6}")

_Key = tuple[str, bool, int, int]


def without_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """Return the lines of each page without what repeats at the same place over pages, digits aside.

    Where nothing else stands on any page, what repeats is what the document says, and stays.
    """
    keys = [[_key(line, height) for line in lines] for lines, height in zip(pages, heights, strict=True)]
    counts = Counter(near for on_page in keys for near in {each for key in on_page if key for each in _near(key)})
    least = 2 if len(pages) < _FEW_PAGES else _OFTEN
    often = frozenset(key for key, count in counts.items() if count >= least)
    repeated = often - _among_others(keys, often)
    offsets = _offsets(pages, keys)
    kept = [
        [
            line
            for line, key in zip(lines, on_page, strict=True)
            if key is None or not (key in repeated or _is_page_number(line.text, at, offsets))
        ]
        for at, (lines, on_page) in enumerate(zip(pages, keys, strict=True))
    ]
    return kept if any(kept) else [list(lines) for lines in pages]


def _key(line: Line, height: float) -> _Key | None:
    """Return what a line in the edge of a page shares with its like on other pages, None for any other line."""
    is_top = line.box.bottom <= _EDGE * height
    if not is_top and line.box.top < (1 - _EDGE) * height:
        return None
    from_edge = line.base if is_top else height - line.base
    return _DIGITS.sub("#", line.text.casefold()), is_top, int(from_edge // _STEP), round(line.style.size)


def _among_others(keys: Sequence[Sequence[_Key | None]], often: frozenset[_Key]) -> frozenset[_Key]:
    """Return the keys whose place is one of the page's own text: on most pages something else stands there."""
    used: Counter[tuple[bool, int]] = Counter()
    held: Counter[tuple[bool, int]] = Counter()
    for on_page in keys:
        lines = [key for key in on_page if key]
        used.update({(key[1], key[2] + i) for key in lines for i in (-1, 0, 1)})
        held.update({(key[1], key[2] + i) for key in lines if key in often for i in (-1, 0, 1)})
    return frozenset(key for key in often if held[key[1:3]] < _OWN_PLACE * used[key[1:3]])


def _near(key: _Key) -> tuple[_Key, ...]:
    text, is_top, place, size = key
    return tuple((text, is_top, place + i, size) for i in (-1, 0, 1))


def _offsets(pages: Sequence[Sequence[Line]], keys: Sequence[Sequence[_Key | None]]) -> frozenset[int]:
    """Return how far the numbers printed on pages are ahead of the pages' own, where two pages agree."""
    found: Counter[int] = Counter()
    for at, (lines, on_page) in enumerate(zip(pages, keys, strict=True)):
        numbers = [_PAGE_NUMBER.fullmatch(line.text) for line, key in zip(lines, on_page, strict=True) if key]
        found.update({int(number[1]) - at for number in numbers if number})
    return frozenset(offset for offset, count in found.items() if count > 1) | {1}


def _is_page_number(text: str, at: int, offsets: frozenset[int]) -> bool:
    if _NAMED_NUMBER.fullmatch(text) or (_ROMAN.fullmatch(text) and at < 30):
        return True
    number = _PAGE_NUMBER.fullmatch(text)
    return number is not None and int(number[1]) - at in offsets
