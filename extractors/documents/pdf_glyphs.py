"""The characters of a page as they are drawn, each with its place and style, and none that is not seen."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfPage

from extractors.documents.pdf_drawings import ToShown, drawings_of, links_of
from extractors.documents.pdf_types import Box, Drawings, Glyph, PageContent, Style

MOST_CHARACTERS = 50_000
"""Of one page that are read; a page of small print has some ten thousand."""
_SMALLEST = 1.5
"""Points: smaller text is not there to be read."""
_SAME_PLACE = 0.12
"""Of the size: the same character drawn again no farther off is one, made bold by drawing it twice."""
_WHITE = 0xFFFFFF
_UNKNOWN = "\ufffd"
_LINE_END_HYPHENS = frozenset([0x02, 0xFFFE])
"""What PDFium gives for a hyphen at the end of a line."""
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SPACES = frozenset([0x09, 0x0A, 0x0D, 0x20, 0xA0, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x3000])
_BOLD = re.compile(r"bold|black|heavy|semib|demi|[-,]bd|-(?:7|8|9)00", re.IGNORECASE)
_SYMBOLS = re.compile(r"symbol|dingbat|wingding|webding|marlett|opensymbol|fontawesome|icon", re.IGNORECASE)
_FORCE_BOLD = 1 << 18  # ISO 32000-1, table 123
_BOLD_WEIGHT = 650
_STROKED_TOO = 2
_FONT_NAME_BYTES = 256


def content_of(document: PdfDocument, page: PdfPage) -> PageContent:
    """Return what a reader sees of a page. Raises nothing for damaged content: what PDFium cannot read is not there."""
    shown, to_shown = _view(page)
    text_page = pdfium.FPDFText_LoadPage(page.raw)
    try:
        drawn, unknown, unread = _drawn(text_page)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    quarter = _reading_direction(drawn)
    upright = [(glyph, x, y) for glyph, x, y, turn in drawn if turn == quarter]
    shown, to_shown = _turned(shown, to_shown, quarter)
    drawings = drawings_of(page.raw, shown, to_shown)
    visible = (glyph for glyph in _placed(upright, shown, to_shown) if _is_visible(glyph, drawings))
    glyphs = tuple(_without_doubles(visible))
    return PageContent(
        shown.x1,
        shown.bottom,
        glyphs,
        drawings,
        links_of(document.raw, page.raw, to_shown),
        unknown,
        sum(not glyph.text.isspace() for glyph, _, _, turn in drawn if turn != quarter),
        unread,
    )


def _view(page: PdfPage) -> tuple[Box, ToShown]:
    """Return the visible part of a page that is not turned, and where a point of the page is in it."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if right - left < 1 or top - bottom < 1:
        left, bottom, right, top = media
    return Box(0, 0, max(1.0, right - left), max(1.0, top - bottom)), lambda x, y: (x - left, top - y)


def _turned(shown: Box, to_shown: ToShown, quarter: int) -> tuple[Box, ToShown]:
    """Return the view turned by quarters to the right: where text runs upwards, it is read after one.

    A page's own /Rotate says the same of its text, or lays the text on its side; words are read upright either way.
    """
    width, height = shown.x1, shown.bottom

    def turn(x: float, y: float) -> tuple[float, float]:
        x, y = to_shown(x, y)
        return {0: (x, y), 1: (height - y, x), 2: (width - x, height - y), 3: (y, width - x)}[quarter]

    return (shown if quarter % 2 == 0 else Box(0, 0, height, width)), turn


_Drawn = tuple[Glyph, float, float, int]
"""A glyph from 0 to its width, its origin on the page, and the quarters that its line is turned to the left."""


def _drawn(text_page: Any) -> tuple[list[_Drawn], int, int]:
    found: list[_Drawn] = []
    unknown = last_key = 0
    styles: dict[int, Style] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    count = max(0, pdfium.FPDFText_CountChars(text_page))
    for at in range(min(MOST_CHARACTERS, count)):
        if pdfium.FPDFText_IsGenerated(text_page, at) == 1:
            continue
        item = pdfium.FPDFText_GetTextObject(text_page, at)
        if not item:
            continue
        key = ctypes.cast(item, ctypes.c_void_p).value or 0
        pdfium.FPDFText_GetMatrix(text_page, at, ctypes.byref(matrix))
        if key not in styles:
            styles[key] = _style(text_page, at, item, matrix)
        text = _text(pdfium.FPDFText_GetUnicode(text_page, at))
        is_unknown = text == _UNKNOWN or pdfium.FPDFText_HasUnicodeMapError(text_page, at) == 1
        unknown += is_unknown
        style = styles[key]
        if not text or style.size < _SMALLEST:
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, at, ctypes.byref(x), ctypes.byref(y))
        pdfium.FPDFText_GetLooseCharBox(text_page, at, ctypes.byref(box))
        turn = _quarter(matrix.a, matrix.b)
        advance = _advance(box, x.value, y.value, turn)
        if key == last_key and found and found[-1][1:3] == (x.value, y.value) and not text.isspace():
            first = found.pop()[0]  # one sign that stands for several letters: a ligature
            text, advance = first.text + text, max(advance, first.x1)
        found.append((Glyph(text, 0.0, advance, 0.0, style), x.value, y.value, turn))
        last_key = key
    return found, unknown, max(0, count - MOST_CHARACTERS)


def _advance(box: Any, x: float, y: float, turn: int) -> float:
    """Return how far a glyph reaches along its line from its origin at `x` and `y`."""
    reach = {0: box.right - x, 1: box.top - y, 2: x - box.left, 3: y - box.bottom}
    return float(max(0.0, reach.get(turn, 0.0)))


def _style(text_page: Any, at: int, item: Any, matrix: Any) -> Style:
    size = pdfium.FPDFText_GetFontSize(text_page, at) * math.hypot(matrix.c, matrix.d)
    font = pdfium.FPDFTextObj_GetFont(item)
    buffer = ctypes.create_string_buffer(_FONT_NAME_BYTES)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, _FONT_NAME_BYTES)
    name = buffer.value.decode("latin-1")
    bold = bool(_BOLD.search(name)) or bool(pdfium.FPDFFont_GetFlags(font) & _FORCE_BOLD)
    bold = bold or pdfium.FPDFTextObj_GetTextRenderMode(item) == _STROKED_TOO
    bold = bold or pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(text_page, at, *map(ctypes.byref, (red, green, blue, alpha)))
    colour = (red.value << 16) + (green.value << 8) + blue.value
    return Style(round(size * 4) / 4, bold, colour, bool(_SYMBOLS.search(name)))


def _text(code: int) -> str:
    if code in _SPACES:
        return " "
    if code in _LINE_END_HYPHENS:
        return "-"
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return _UNKNOWN
    return chr(code) if code >= 0x20 else ""


def _quarter(a: float, b: float) -> int:
    """Return how many quarters to the left a line of text is turned, -1 where it stands aslant."""
    angle = math.degrees(math.atan2(b, a)) % 360
    near = round(angle / 90)
    return near % 4 if abs(angle - near * 90) <= 3 else -1


def _reading_direction(drawn: list[_Drawn]) -> int:
    turns = Counter(turn for _, _, _, turn in drawn if turn >= 0)
    return turns.most_common(1)[0][0] if turns else 0


def _placed(drawn: list[tuple[Glyph, float, float]], shown: Box, to_shown: ToShown) -> Iterator[Glyph]:
    """Yield the glyphs that are in view."""
    for glyph, x, y in drawn:
        across, down = to_shown(x, y)
        if not (-1 <= across <= shown.x1 and down - glyph.style.size / 3 >= -1 and down <= shown.bottom + 1):
            continue
        yield glyph._replace(x0=across, x1=across + glyph.x1, base=down)


def _is_visible(glyph: Glyph, drawings: Drawings) -> bool:
    """Whether a glyph can be seen: white ones need a ground."""
    if glyph.style.colour != _WHITE:
        return True
    return drawings.has_ground((glyph.x0 + glyph.x1) / 2, glyph.base - glyph.style.size / 4)


def _without_doubles(glyphs: Iterator[Glyph]) -> Iterator[Glyph]:
    """Yield the glyphs, those drawn twice for weight or shadow once."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.text == " ":
            yield glyph
            continue
        near = _SAME_PLACE * glyph.style.size
        column, row = int(glyph.x0 // 4), int(glyph.base // 4)
        places = [(glyph.text, column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        others = (other for place in places for other in seen.get(place, ()))
        if any(abs(o.x0 - glyph.x0) <= near and abs(o.base - glyph.base) <= near for o in others):
            continue
        seen.setdefault((glyph.text, column, row), []).append(glyph)
        yield glyph
