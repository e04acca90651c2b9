"""A block of a PDF before it is written: what its lines are, and how they are set."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.documents.pdf_types import Box, Line, Row, Style, around

DraftKind = Literal["heading", "paragraph", "item", "row", "note"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A heading, paragraph, item, table row or footnote; `page` counts from 0.

    `lines` are logical lines, each of the lines of the page that it runs over, and `pages` says of each of those on
    which page it stands. `marker` is an item's, `level` a heading's level or an item's depth, `indent` the x of its
    marker. `region` tells blocks of one column from those of the next (`ends_region` is that of the last line,
    -1 for the same), `is_panel` that they stand on a ground of their own.
    """

    kind: DraftKind
    page: int
    lines: tuple[tuple[Line, ...], ...] = ()
    pages: tuple[tuple[int, ...], ...] = ()
    marker: str = ""
    level: int = 0
    indent: float = 0.0
    row: Row | None = None
    region: int = 0
    ends_region: int = -1
    is_panel: bool = False
    ends_wide: bool = False
    """Whether its last line leaves no room for another word."""

    @property
    def flat(self) -> tuple[Line, ...]:
        """All its lines of the page, one after the other."""
        return tuple(line for logical in self.lines for line in logical)

    @property
    def text(self) -> str:
        """Its words, on one line."""
        return " ".join(line.text for line in self.flat)

    @property
    def style(self) -> Style:
        """How most of it is set; bold only where all of it is."""
        weights: dict[Style, int] = {}
        for line in self.flat:
            weights[line.style] = weights.get(line.style, 0) + len(line.text)
        most = max(weights, key=lambda style: weights[style])
        return most._replace(bold=all(line.style.bold for line in self.flat))

    @property
    def box(self) -> Box:
        """Its place on the page where it begins."""
        return around([line.box for line in self.flat])


def draft(kind: DraftKind, page: int, lines: Sequence[Sequence[Line]], **more: object) -> Draft:
    """Return the draft of lines that all stand on one page."""
    logical = tuple(tuple(line) for line in lines)
    return Draft(kind, page, logical, tuple((page,) * len(line) for line in logical), **more)  # type: ignore[arg-type]
