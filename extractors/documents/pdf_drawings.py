"""What is drawn on a page beside its text: rules, shaded areas, pictures; and the areas that are links."""

import ctypes
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extractors.documents.addresses import absolute
from extractors.documents.pdf_types import Box, Drawings, LinkBox, Rule, Shade

_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 4_000
"""Of one path; a map or a chart has more, a table does not."""
_MOST_RULES = 5_000
_DEEPEST = 4  # forms within forms
_THIN = 2.5
"""Points: a filled area no wider is a line."""
_SHORTEST = 6.0
_WHITE = 0xF7
_MOST_LINKS = 300
_LONGEST_ADDRESS = 2_048

_DRAWN = frozenset([pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_PATH])

ToShown = Callable[[float, float], tuple[float, float]]
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)


class _Found(NamedTuple):
    rules: list[Rule]
    shades: list[Shade]
    images: list[Box]


def drawings_of(page: Any, shown: Box, to_shown: ToShown) -> Drawings:
    """Return the drawings on a page, of which `shown` is visible and `to_shown` tells where a point is seen."""
    found = _Found([], [], [])
    for kind, item, matrix in _objects(page):
        if len(found.rules) > _MOST_RULES:
            break
        if kind not in _DRAWN:
            continue
        box = _bounds(item, matrix, to_shown)
        if box is None or box.x0 > shown.x1 or box.x1 < 0 or box.top > shown.bottom or box.bottom < 0:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(item, box, matrix, to_shown, found)
        else:
            found.images.append(_clipped(box, shown))
    return Drawings(tuple(found.rules), tuple(found.shades), tuple(found.images))


def links_of(document: Any, page: Any, to_shown: ToShown) -> tuple[LinkBox, ...]:
    """Return the areas of a page that lead to an address elsewhere."""
    found: list[LinkBox] = []
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while len(found) < _MOST_LINKS and pdfium.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        uri = absolute(None, _address(document, action))
        rectangle = pdfium.FS_RECTF()
        if uri and pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(rectangle)):
            corners = ((rectangle.left, rectangle.top), (rectangle.right, rectangle.bottom))
            found.append(LinkBox(_box_of([to_shown(*corner) for corner in corners]), uri))
    return tuple(found)


def _address(document: Any, action: Any) -> str:
    size = int(pdfium.FPDFAction_GetURIPath(document, action, None, 0))
    if not 1 < size <= _LONGEST_ADDRESS:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace").strip()


def _objects(page: Any) -> Iterator[tuple[int, Any, _Matrix]]:
    """Yield the kind of each object, the object, and the matrix of the form that it is in."""
    waiting: list[tuple[Any, _Matrix, int]] = []
    seen = 0
    for number in range(min(_MOST_OBJECTS, pdfium.FPDFPage_CountObjects(page))):
        waiting.append((pdfium.FPDFPage_GetObject(page, number), _IDENTITY, 0))
        while waiting and seen < _MOST_OBJECTS:
            item, matrix, depth = waiting.pop()
            seen += 1
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = _product(_matrix(item), matrix)
                count = min(_MOST_OBJECTS, pdfium.FPDFFormObj_CountObjects(item))
                waiting.extend((pdfium.FPDFFormObj_GetObject(item, at), inner, depth + 1) for at in range(count))
            else:
                yield kind, item, matrix


def _matrix(item: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: Any, matrix: _Matrix, to_shown: ToShown) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    sides = (left, bottom, right, top)
    if not pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides)):
        return None
    corners = ((left.value, bottom.value), (right.value, top.value), (left.value, top.value))
    return _box_of([to_shown(*_moved(matrix, x, y)) for x, y in corners])


def _box_of(points: list[tuple[float, float]]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))


def _clipped(box: Box, shown: Box) -> Box:
    return Box(max(box.x0, 0), max(box.top, 0), min(box.x1, shown.x1), min(box.bottom, shown.bottom))


def _add_path(item: Any, box: Box, matrix: _Matrix, to_shown: ToShown, found: _Found) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke)):
        return
    if not (fill.value or stroke.value):
        return
    colour = _colour(item, pdfium.FPDFPageObj_GetFillColor) if fill.value and not stroke.value else 0
    if colour is None or all(part >= _WHITE for part in colour.to_bytes(3, "big")):
        return
    count = pdfium.FPDFPath_CountSegments(item)
    if rule := _thin(box):
        found.rules.append(rule)
    elif count > 5:
        found.rules.extend(_edges(item, min(count, _MOST_SEGMENTS), matrix, to_shown))
    elif stroke.value and not fill.value:
        found.rules.extend(_frame(box))
    if fill.value and box.height > _THIN and box.width > _THIN:
        found.shades.append(Shade(box, _colour(item, pdfium.FPDFPageObj_GetFillColor) or 0))


def _colour(item: Any, ask: Any) -> int | None:
    """Return a colour, None where it shows nothing."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not ask(item, *map(ctypes.byref, (red, green, blue, alpha))):
        return 0
    return None if alpha.value == 0 else (red.value << 16) + (green.value << 8) + blue.value


def _thin(box: Box) -> Rule | None:
    if box.height <= _THIN and box.width >= _SHORTEST:
        return Rule(upright=False, at=(box.top + box.bottom) / 2, start=box.x0, end=box.x1)
    if box.width <= _THIN and box.height >= _SHORTEST:
        return Rule(upright=True, at=(box.x0 + box.x1) / 2, start=box.top, end=box.bottom)
    return None


def _frame(box: Box) -> tuple[Rule, ...]:
    return (
        Rule(upright=False, at=box.top, start=box.x0, end=box.x1),
        Rule(upright=False, at=box.bottom, start=box.x0, end=box.x1),
        Rule(upright=True, at=box.x0, start=box.top, end=box.bottom),
        Rule(upright=True, at=box.x1, start=box.top, end=box.bottom),
    )


def _edges(item: Any, count: int, outer: _Matrix, to_shown: ToShown) -> Iterator[Rule]:
    """Yield the upright and level strokes of a path that holds several."""
    matrix = _product(_matrix(item), outer)
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    for number in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, number)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = to_shown(*_moved(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO and last:
            rule = _thin(_box_of([last, point]))
            if rule:
                yield rule
        last = point
