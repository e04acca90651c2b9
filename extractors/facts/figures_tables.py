"""Numbers in table rows: what they are stands in the heads of their column and row, or in the table's caption."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.facts.dates_text import covered
from extractors.facts.figures_heads import (
    Unit,
    counted,
    is_reference,
    may_be_part,
    numbered,
    stated_unit,
    unit_in_caption,
)
from extractors.facts.figures_quantity import Quantity
from extractors.facts.numbers import DIGITS, MAYBE_SPACE, SHORT_SCALE, parse_digits, scale_of
from extractors.page import Page, columns
from extractors.records import Block, Span

_CELL = re.compile(
    rf"[^\S\n]*(?P<open>\()?(?P<sign>[-−–+])?(?P<number>{DIGITS})(?:{MAYBE_SPACE}(?P<scale>{SHORT_SCALE}))?(?P<close>\))?"
    rf"{MAYBE_SPACE}(?:[*†‡]{{1,3}}|\[[0-9a-z]\]|\([^()\n]{{1,24}}\))?[^\S\n]*",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    rf"[(+−–-]{{0,2}}[£€$]?(?!0{{3}}){DIGITS}"
    rf"(?:{MAYBE_SPACE}(?:%|per cent|{SHORT_SCALE}|(?:minute|hour|day|week|month|year)s?))?\)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LONG_CODE = re.compile(r"0[0-9]+|[0-9]{8,}")
_CHANGE = re.compile(r"\b(?:change|difference|variance|increase|decrease|growth|trend|movement|\+/-)", re.IGNORECASE)
_SUM = re.compile(r"(?:grand |sub-?)?totals?|all|overall|sum", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_SAYS_WHAT = re.compile(r"^(?=.* [a-z]{3})[^,;:]{5,80}$")  # "Homes built", "Average wait"; not a name, nor "Green"
_LONGEST_CAPTION = 200
_MOST_HEADS = 4  # rows without amounts that head a table; what follows them are rows of words
_MOST_LABELS = 3  # cells of a row among which its name is looked for
_MOST_CELLS = 40  # cells of a row among which two are looked for that a third is the change of


@dataclass(slots=True)
class _Table:
    """The rows of one table: what heads them, what stands above them, and of which unit each column's numbers were."""

    caption: Span | None
    heads: tuple[Block, ...] = ()
    label: Span | None = None
    units: dict[int, Unit] = field(default_factory=dict)
    is_open: bool = True  # whether the next row may still be a head


class Tables:
    """The rows of a page with the heads that tell what their cells are.

    Rows that say that they are heads are; another such row further down begins another table. In a table without any,
    the first rows that hold no amounts head it: year numbers and financial years are no amounts.
    """

    def __init__(self, page: Page, dates: Sequence[Span] = ()) -> None:
        self._page = page
        self._dateless = covered(page.flat, dates, " ") if any(block.kind == "row" for block in page.blocks) else ""
        self._labels: dict[int, Span] = {}  # by the same, the label of the group of rows
        self._tables: dict[int, _Table] = {}  # by the start of a row below the heads
        table: _Table | None = None
        above: Block | None = None  # what stands above the table
        end = 0
        for block in page.blocks:
            if block.kind != "row":
                table, above = None, block
            else:
                if table and "\n\n" in page.text[end : block.start]:
                    table, above = None, None
                table = self._with_row(table, block, above)
            end = block.end

    def quantities(self) -> Iterator[Quantity]:
        """Yield the bare numbers of cells whose heads tell what they are."""
        for block in self._page.blocks:
            table = self._tables.get(block.start) if block.kind == "row" else None
            for column, cell in enumerate(block.cells[1:], start=1) if table else ():
                match = _CELL.fullmatch(self._page.flat, cell.start, cell.end)
                quantity = self._quantity(table, block, column, match) if match and table else None
                if quantity:
                    yield quantity

    def heads_of(self, position: int) -> tuple[Span, ...]:
        """Return the head of the row and the heads of the column of the cell at a position; none outside tables."""
        block = self._page.line_at(position).block
        table = self._tables.get(block.start)
        column = bisect_right(block.cells, position, key=lambda cell: cell.start) - 1
        if table is None or column < 1 or position >= block.cells[column].end:
            return ()
        label = self._labels.get(block.start)
        rows = self._row_heads(block, column)
        heads = (*((label,) if label else ()), *rows, *self._column_heads(table, column))
        return tuple(head for head in heads if head.start < head.end)

    def caption_of(self, position: int) -> tuple[Span, ...]:
        """Return the caption of the table with the row at a position, if it has one."""
        table = self._tables.get(self._page.line_at(position).block.start)
        return (table.caption,) if table and table.caption else ()

    def measure_at(self, position: int) -> str | None:
        """Return the words of the heads of a cell, without those that hold only dates and units; None for none."""
        heads = [head for head in self.heads_of(position) if self._has_words(head)]
        table = self._tables.get(self._page.line_at(position).block.start)
        corners = (row.cells[0] for row in table.heads if row.cells) if table and heads else ()
        heads += [corner for corner in corners if numbered(self._page.words(*corner))]
        return " ".join(self._page.words(*head) for head in heads) or None

    def _with_row(self, table: _Table | None, block: Block, before: Block | None) -> _Table:
        """Read one more row; return its table, which is another one below heads that stand further down."""
        amounts = self._has_amounts(block)
        is_head = block.is_header or (
            not amounts and (table is None or not table.is_open) and self._is_unlabelled(block)
        )
        if table is None or (is_head and not table.is_open):
            table = _Table(self._caption(before) if table is None else table.caption)
        is_open = table.is_open and len(table.heads) < _MOST_HEADS
        filled = sum(cell.start < cell.end for cell in block.cells)
        if is_head or (is_open and not amounts and not (table.heads and table.heads[-1].is_header)):
            if filled > 1 or block.is_header:
                table.heads = (*table.heads, block)
            elif block.cells and table.heads:
                table.label = block.cells[0]
            return table
        table.is_open = False
        if filled == 1 and block.cells[0].start < block.cells[0].end and len(block.cells) > 1:
            table.label = block.cells[0]
            return table
        self._tables[block.start] = table
        if table.label:
            self._labels[block.start] = table.label
        return table

    def _is_unlabelled(self, block: Block) -> bool:
        return bool(block.cells) and columns(block)[0].start == columns(block)[0].end

    def _caption(self, before: Block | None) -> Span | None:
        """Return the heading or the short line that stands above a table."""
        if before is None:
            return None
        last = before.lines[-1] if before.lines else Span(before.start, before.end)
        return last if last.end - last.start <= _LONGEST_CAPTION else None

    def _has_amounts(self, row: Block) -> bool:
        cells = (self._page.flat[cell.start : cell.end].strip() for cell in row.cells[1:])
        return any(_AMOUNT.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in cells)

    def _has_words(self, head: Span) -> bool:
        rest = re.sub(r"\([^()]*\)|[£€$]\s?[’']?(?:000s?|\w{1,2}\b)", " ", self._dateless[head.start : head.end])
        return any(map(str.isalpha, rest))

    def _row_heads(self, block: Block, column: int) -> tuple[Span, ...]:
        """Return the cells before a cell that name its row: the first with words, and those that say what is measured.

        A number before the names numbers the row; after the first amount no cell names it.
        """
        found: list[Span] = []
        for cell in columns(block)[: min(column, _MOST_LABELS)]:
            is_name = cell.start < cell.end and self._page.text[cell.start].isalpha()
            if is_name and (not found or _SAYS_WHAT.search(_ASIDE.sub("", self._page.words(*cell)))):
                found.append(cell)
            elif found and not is_name and cell.start < cell.end:
                break
        return tuple(found) or columns(block)[:1]

    def _column_heads(self, table: _Table, column: int) -> tuple[Span, ...]:
        heads = (columns(row)[column] for row in table.heads if column < len(row.cells))
        return tuple(dict.fromkeys(heads))  # one that spans two rows of heads is one

    def _words_of(self, table: _Table, block: Block, column: int) -> tuple[str, str]:
        """Return the words of the heads of a row and a column."""
        heads = self._column_heads(table, column)
        return self._page.words(*self._row_heads(block, column)[-1]), " ".join(
            self._page.words(*cell) for cell in heads
        )

    def _corner(self, table: _Table) -> str:
        """Return the words of the heads above the names of the rows."""
        return " ".join(self._page.words(*head.cells[0]) for head in table.heads if head.cells)

    def _quantity(self, table: _Table, block: Block, column: int, match: re.Match[str]) -> Quantity | None:
        row, head = self._words_of(table, block, column)
        unit = self._unit(table, block, match, column)
        if (
            unit is None
            or _is_code(match, unit)
            or not _is_whole_enough(match, unit, f"{row} {head} {self._corner(table)}")
        ):
            return None
        table.units[column] = unit
        in_brackets = bool(match["open"] and match["close"])
        is_negative = match["sign"] in {"-", "−", "–"} or (
            in_brackets and (unit.kind == "money" or _CHANGE.search(head))
        )
        scale = scale_of(match["scale"]) if match["scale"] else unit.scale
        value = round(parse_digits(match["number"]) * scale, 6) * (-1 if is_negative else 1)
        start = match.start("sign") if match["sign"] else match.start("number")
        end = match.end("scale") if match["scale"] else match.end("number")
        return Quantity(start, end, end, value, None, unit.unit, unit.kind, 0.8)

    def _change(self, block: Block, match: re.Match[str]) -> Unit | None:
        """Tell whether a change is the difference between two counts of its row, or its share of the first of them."""
        cells = (_CELL.fullmatch(self._page.flat, cell.start, cell.end) for cell in block.cells[1:_MOST_CELLS])
        counts = [
            parse_digits(cell["number"])
            for cell in cells
            if cell and not cell["sign"] and cell.start() != match.start()
        ]
        change = parse_digits(match["number"])
        for first, second in pairwise(counts):
            if abs(second - first) == change != 0:
                return Unit("count", "count")
            if first and abs(abs(second - first) / first * 100 - change) <= 0.5 and change:
                return Unit("percent", "percent")
        return None

    def _unit(self, table: _Table, block: Block, match: re.Match[str], column: int) -> Unit | None:
        """Return what a cell's number is: as the column says, else the row, else the caption, else the rows above."""
        row, head = self._words_of(table, block, column)
        stated = stated_unit(head) or stated_unit(row)
        if stated:
            return stated
        if is_reference(head) or is_reference(row):
            return None
        caption = self._page.words(*table.caption) if table.caption else ""
        corner = self._corner(table)
        label = self._labels.get(block.start)
        of_sum = table.units.get(column) if _SUM.fullmatch(row) else None
        if named := (counted(head) or of_sum):
            return named
        if of_all := (stated_unit(corner) or unit_in_caption(caption) or numbered(corner)):
            return of_all
        if _CHANGE.search(head):
            return self._change(block, match) if counted(row) else None  # what it is does not stand in any head
        of_row = counted(row) or (counted(self._page.words(*label)) if label else None)
        return of_row or (counted(caption) if not head or not any(map(str.isalpha, head)) else None)


def _is_code(match: re.Match[str], unit: Unit) -> bool:
    """Tell references, telephone numbers and years from counts."""
    written = match["number"]
    return unit.kind == "count" and bool(_LONG_CODE.fullmatch(written) or _YEAR.fullmatch(written))


def _is_whole_enough(match: re.Match[str], unit: Unit, heads: str) -> bool:
    """Tell counts from the numbers with decimals that no head explains: shares, scores, rates."""
    return (
        unit.kind != "count"
        or unit.scale != 1
        or "." not in match["number"]
        or bool(match["scale"])
        or may_be_part(heads)
    )
