"""The order in which a page is read: columns from left to right, what runs over them all between.

A gutter is a gap that lines on both sides respect. What crosses it (a heading over both columns, a wide table) parts
the page into bands; inside a band the left side is read before the right, and each is looked at in the same way again.
"""

from collections.abc import Sequence
from typing import NamedTuple

from extractors.documents.pdf_types import Box, Element, Line, around

_LEAST_GUTTER = 7.0  # points
_LEAST_LINES = 2
"""On each side of a gutter; one line beside another is a row."""
_MOST_SPLITS = 300
_MOST_CANDIDATES = 120
_MOST_ELEMENTS = 3_000
"""Of one region; with more, words are strewn over the page (a map), and have no order that could be told."""
_STEP = 3.0  # points between the places that are tried for a gutter
_LARGER = 1.2
_MOST_HEADS = 20
_SAME_LEVEL = 3.0  # points
_SHORT_FILL = 0.72
"""Of a column's width, that lines of running text fill on average; labels and cells fill less."""
_ROWS = 0.7
"""Of the lines of the smaller side: if as many have a partner on their level on the other side, they are rows."""
_SHARED = 0.5
"""Of the height of the lower column, that both columns of a band share."""
_FEW_WORDS = 3.5
"""On a line, on average: fewer are labels and cells, not running text."""


class _Band(NamedTuple):
    across: list[Element]
    left: list[Element]
    right: list[Element]


def reading_order(elements: Sequence[Element]) -> list[list[Element]]:
    """Return the regions of a page in reading order, each with its elements from top to bottom."""
    waiting: list[list[Element]] = [sorted(elements, key=_from_top)]
    found: list[list[Element]] = []
    splits = 0
    while waiting:
        region = waiting.pop()
        parts = _parts(region) if splits < _MOST_SPLITS else []
        if parts:
            splits += 1
            waiting.extend(sorted(part, key=_from_top) for part in reversed(parts))
        elif region:
            found.append(region)
    return found


def _from_top(element: Element) -> tuple[float, float]:
    return element.box.top, element.box.x0


def _parts(region: list[Element]) -> list[list[Element]]:
    """Return the regions that the best gutter parts a region into, in reading order; none where it has no gutter."""
    best: list[_Band] = []
    most = 0.0
    for place in _candidates(region):
        bands = _bands(region, place)
        worth = sum(min(_height(band.left), _height(band.right)) for band in bands if band.left)
        if worth > most * 1.02:
            best, most = bands, worth
    parts: list[list[Element]] = []
    for band in best:
        if band.left:
            parts.extend((band.left, band.right))
        elif parts and len(parts) > 1 and parts[-1] is band.across:
            parts[-1].extend(band.across)
        else:
            parts.append(band.across)
    return [part for part in parts if part] if most else []


def _candidates(region: list[Element]) -> list[float]:
    """Return the right edges after which a gutter may begin, the commonest first."""
    if not 2 * _LEAST_LINES <= len(region) <= _MOST_ELEMENTS:
        return []
    counts: dict[int, int] = {}
    for element in region:
        place = int(element.box.x1 // _STEP)
        counts[place] = counts.get(place, 0) + 1
    starts = {int(element.box.x0 // _STEP) for element in region}
    farthest = max(starts)
    ranked = sorted((place for place in counts if place < farthest), key=lambda place: (-counts[place], place))
    return [(place + 1) * _STEP for place in ranked[:_MOST_CANDIDATES]]


def _bands(region: list[Element], place: float) -> list[_Band]:
    """Return a region in bands from top to bottom: what crosses the gutter at `place`, and what stands beside it."""
    bands: list[_Band] = []
    across: list[Element] = []
    left: list[Element] = []
    right: list[Element] = []
    heads = _heads(region, place)
    for element in [*region, None]:
        is_left = element is not None and element.box.x1 <= place and id(element) not in heads
        is_right = element is not None and element.box.x0 >= place + _LEAST_GUTTER - _STEP
        if element is None or not (is_left or is_right):
            if _are_columns(left, right, region):
                bands.extend([_Band(across, [], []), _Band([], left, right)])
                across = []
            else:
                across.extend([*left, *right])
            left, right = [], []
            if element is not None:
                across.append(element)
        else:
            (left if is_left else right).append(element)
    bands.append(_Band(across, [], []))
    return [band for band in bands if band.across or band.left]


def _heads(region: list[Element], place: float) -> frozenset[int]:
    """Return the identities of short headings over both columns: larger than the text, with no text beside them."""
    lines = [element for element in region if isinstance(element, Line)]
    if not lines:
        return frozenset()
    usual = sorted(line.style.size for line in lines)[len(lines) // 2]
    large = [line for line in lines if line.box.x1 <= place and line.style.size >= _LARGER * usual][:_MOST_HEADS]
    found = set()
    for line in large:
        top, bottom = line.box.top - line.style.size / 2, line.box.bottom + line.style.size / 2
        beside = [element.box for element in region if element.box.x0 > place]
        clear = all(box.bottom <= top or box.top >= bottom for box in beside)
        if clear and any(box.bottom <= top for box in beside) and any(box.top >= bottom for box in beside):
            found.add(id(line))
    return frozenset(found)


def _are_columns(left: list[Element], right: list[Element], region: list[Element]) -> bool:
    """Whether two sides are columns of their own, rather than the cells of rows or a label and its value."""
    if not left or not right:
        return False
    ours, others = around([each.box for each in left]), around([each.box for each in right])
    if others.x0 - ours.x1 < _LEAST_GUTTER:
        return False
    shared = min(ours.bottom, others.bottom) - max(ours.top, others.top)
    if shared < _SHARED * min(ours.height, others.height):
        return False
    if all(isinstance(each, Line) for each in (*left, *right)):
        if min(len(left), len(right)) < _LEAST_LINES:
            return False
        return not (_pair(left, right, region) and (_are_short(left, ours) or _are_short(right, others)))
    return True


def _pair(left: list[Element], right: list[Element], region: list[Element]) -> bool:
    """Whether most lines of the smaller side have a partner on their level, also among what crosses the gutter."""
    few = min(left, right, key=len)
    own = set(map(id, few))
    levels = {int(each.box.bottom // _SAME_LEVEL) for each in region if id(each) not in own}
    paired = sum(bool({int(each.box.bottom // _SAME_LEVEL) + i for i in (-1, 0, 1)} & levels) for each in few)
    return paired >= _ROWS * len(few)


def _are_short(lines: list[Element], box: Box) -> bool:
    fill = sum(line.box.width for line in lines) / len(lines) / max(1.0, box.width)
    words = sum(len(line.words) for line in lines if isinstance(line, Line)) / len(lines)
    return fill < _SHORT_FILL or words < _FEW_WORDS


def _height(elements: list[Element]) -> float:
    box = around([each.box for each in elements])
    return box.height
