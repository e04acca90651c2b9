"""The rows of a table with the cells that span several columns and rows."""

from dataclasses import dataclass, field

from bs4 import Tag

from extractors.documents.html_lines import Line
from extractors.documents.html_tree import attribute
from extractors.records import Span

_WIDEST, _LONGEST = 100, 1000
"""Columns and rows that a cell spans at most; HTML allows 1,000 and 65,534, which no table with words has."""
_EMPTY = Line("")


@dataclass(slots=True)
class Spare:
    """How many more empty cells a page may have where cells span others: a few words can ask for millions."""

    left: int = 50_000

    def take(self, wanted: int) -> int:
        """Return how many of the wanted cells there may be."""
        granted = min(wanted, self.left)
        self.left -= granted
        return granted


@dataclass(slots=True)
class Row:
    """An open row: its cells, the one that is open, and for each whose words hold there (`Block.grid`).

    The words are those of a cell of this row, by its number, or of one above, by its place in the text.
    """

    in_head: bool
    cells: list[Line] = field(default_factory=list)
    places: list[int | Span] = field(default_factory=list)
    own: int = 0
    headings: int = 0
    cell: Tag | None = None
    reaching: list[tuple[int, int, int]] = field(default_factory=list)  # column, columns, further rows

    @property
    def is_header(self) -> bool:
        """Whether it heads its table: by where it stands, or because all its cells are heads."""
        return self.in_head or self.headings == self.own


@dataclass(slots=True)
class Table:
    """An open table: whether it holds rows, or only lays out the page; and what reaches down into its next row."""

    has_rows: bool
    spare: Spare
    reaching: dict[int, tuple[int, Span]] = field(default_factory=dict)  # by column: further rows, the cell's words

    def end_cell(self, row: Row, line: Line) -> None:
        """Put a cell's words into its column of the row, behind what reaches down from above."""
        self._fill(row)
        tag, column = row.cell, len(row.cells)
        columns = 1 + self.spare.take(_span(tag, "colspan", _WIDEST) - 1)
        row.cells += [line] + [_EMPTY] * (columns - 1)
        row.places += [column] * columns
        row.own += 1
        rows = _span(tag, "rowspan", _LONGEST)
        if rows > 1:
            row.reaching.append((column, columns, rows - 1))

    def complete(self, row: Row) -> None:
        """Put what reaches down from above behind the row's last cell."""
        if row.own:
            self._fill(row)

    def end_row(self, row: Row, cells: tuple[Span, ...]) -> None:
        """Take note of what reaches into the rows below; `cells` are the row's places in the text, if it is written."""
        self.reaching = {column: (rows - 1, span) for column, (rows, span) in self.reaching.items() if rows > 1}
        for column, columns, rows in row.reaching if cells else ():
            self.reaching |= dict.fromkeys(range(column, column + columns), (rows, cells[column]))

    def _fill(self, row: Row) -> None:
        while len(row.cells) in self.reaching and self.spare.take(1):
            row.places.append(self.reaching[len(row.cells)][1])
            row.cells.append(_EMPTY)


def _span(tag: Tag | None, name: str, most: int) -> int:
    said = attribute(tag, name) if tag is not None else ""
    return max(1, min(int(said), most)) if said.isdecimal() and len(said) < 7 else 1
