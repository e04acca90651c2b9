"""What a PDF page is made of on its way to text: glyphs, words, lines, rules and shades.

Places are in points (1/72 inch) as a reader sees the page: x from the left edge of what is shown, y downwards from
its top edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle: `x0` ≤ `x1`, `top` ≤ `bottom`."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is, in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """How high it is, in points."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Its area in square points."""
        return self.width * self.height

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether a point lies inside, or outside by no more than `slack`."""
        return self.x0 - slack <= x <= self.x1 + slack and self.top - slack <= y <= self.bottom + slack


def around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around `boxes`, of which there is at least one."""
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


class Style(NamedTuple):
    """How text is set: its size in points as shown, its weight, its colour (0xRRGGBB), whether of a font of symbols."""

    size: float
    bold: bool = False
    colour: int = 0
    symbols: bool = False


class Glyph(NamedTuple):
    """One drawn character; `base` is the y of the line that it stands on. A space is a glyph too where one is drawn."""

    text: str
    x0: float
    x1: float
    base: float
    style: Style


@dataclass(frozen=True, slots=True)
class Word:
    """Glyphs without a gap between them. `raised` are those set small above the line, `uri` is where it links to."""

    text: str
    box: Box
    base: float
    style: Style
    raised: bool = False
    glued: bool = False
    """Whether it follows the word before it without a space: another style, or a raised mark, begins inside a word."""
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line of one column, from left to right."""

    words: tuple[Word, ...]
    box: Box
    base: float
    style: Style
    """That of most of its letters; bold only where all are."""

    @property
    def text(self) -> str:
        """The words with a space between them where there is one on the page."""
        return "".join(word.text if word.glued or not at else f" {word.text}" for at, word in enumerate(self.words))


def line_of(words: Sequence[Word]) -> Line:
    """Return the line of `words`, of which there is at least one, from left to right."""
    lettered = [word for word in words if any(map(str.isalnum, word.text))] or list(words)
    level = [word for word in lettered if not word.raised] or lettered
    weights: dict[Style, int] = {}
    for word in level:
        weights[word.style] = weights.get(word.style, 0) + len(word.text)
    most = max(weights, key=lambda style: weights[style])
    style = most._replace(bold=all(word.style.bold for word in lettered), symbols=False)
    base = next(word.base for word in level if word.style == most)
    ordered = (replace(words[0], glued=False), *words[1:]) if words[0].glued else tuple(words)
    return Line(ordered, around([word.box for word in words]), base, style)


class Rule(NamedTuple):
    """A straight line drawn on the page: `at` is its x where it is upright, else its y."""

    upright: bool
    at: float
    start: float
    end: float


class Shade(NamedTuple):
    """A filled area and its colour (0xRRGGBB)."""

    box: Box
    colour: int


@dataclass(frozen=True, slots=True)
class Drawings:
    """What is drawn on a page beside text."""

    rules: tuple[Rule, ...] = ()
    shades: tuple[Shade, ...] = ()
    images: tuple[Box, ...] = ()

    def has_ground(self, x: float, y: float) -> bool:
        """Whether a picture or a filled area lies under a point, on which white text can be read."""
        return any(shade.box.holds(x, y) for shade in self.shades) or any(box.holds(x, y) for box in self.images)


@dataclass(frozen=True, slots=True)
class LinkBox:
    """An area of the page that leads to an address."""

    box: Box
    uri: str


@dataclass(frozen=True, slots=True)
class PageContent:
    """All that is taken from one page; counts are in characters."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    drawings: Drawings
    links: tuple[LinkBox, ...]
    unknown: int
    """Characters of which the file does not say what they are."""
    turned: int
    """Characters that stand at another angle than most, which are left out."""
    unread: int = 0
    """Characters over the limit of one page, which are not read; 1 for a page that cannot be read at all."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: in each cell its lines from top to bottom, none in an empty one."""

    cells: tuple[tuple[Line, ...], ...]
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, with the place of the whole."""

    rows: tuple[Row, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Panel:
    """Lines that stand together on a ground of their own: a call-out, a box of a chart."""

    lines: tuple[Line, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents: each entry with the lines that it runs over, without its page number."""

    entries: tuple[tuple[Line, ...], ...]


Element = Line | Table | Panel
