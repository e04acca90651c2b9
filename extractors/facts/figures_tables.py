"""Numbers in table rows: their unit stands in the column's or row's head ("£m", "%"), their measure is both heads."""

import re
from collections.abc import Iterator

from extractors.facts.figures_quantity import Kind, Quantity
from extractors.facts.numbers import DIGITS, parse_digits, scale_of
from extractors.page import Page
from extractors.records import Block, Span

_CELL = re.compile(rf"[^\S\n]*(?P<open>\()?(?P<minus>[-−])?(?P<number>{DIGITS})(?P<close>\))?[^\S\n]*")
_MONEY_HEAD = re.compile(
    r"(?P<sign>[£€$])[’']?(?:(?P<scale>000s?|m|mn|bn|k|million|billion|thousand)\b)?", re.IGNORECASE
)
_PERCENT_HEAD = re.compile(r"%|\bper ?cent(?:age)?\b", re.IGNORECASE)
_COUNT_HEAD = re.compile(
    r"\b(?:numbers?|no\.|total|headcount|fte|wte|count|responses|staff|people)(?!\w)", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_CODES = {"£": "GBP", "€": "EUR", "$": "USD"}


class Tables:
    """The rows of a page with the heads that tell what their cells are.

    Rows that say that they are heads are; another such row further down begins another table. In a table without any,
    the first row heads it, with the rows below that hold no number but years.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._heads: dict[int, tuple[Block, ...]] = {}  # a row's start → the rows that head it
        heads: tuple[Block, ...] = ()
        is_open = False  # whether the next row may still be a head
        for block in page.blocks:
            if block.kind != "row":
                heads, is_open = (), False
            elif block.is_header or not heads:
                heads, is_open = (*(heads if is_open else ()), block), True
            elif is_open and not heads[-1].is_header and not self._has_numbers(block):
                heads = (*heads, block)
            else:
                is_open = False
                self._heads[block.start] = heads

    def quantities(self) -> Iterator[Quantity]:
        """Yield the bare numbers of cells whose heads name money, percentages or a number of something."""
        for block in self._page.blocks:
            for cell in block.cells[1:] if block.start in self._heads else ():
                quantity = self._quantity(cell)
                if quantity:
                    yield quantity

    def heads_of(self, position: int) -> tuple[Span, ...]:
        """Return the head of the row and the heads of the column of the cell at a position; none outside tables."""
        block = self._page.line_at(position).block
        above = self._heads.get(block.start, ())
        column = next((at for at, cell in enumerate(block.cells) if cell.start <= position < cell.end), 0)
        if not above or not column:
            return ()
        return (block.cells[0], *(row.cells[column] for row in above if column < len(row.cells)))

    def _has_numbers(self, row: Block) -> bool:
        cells = (self._page.text[cell.start : cell.end].strip() for cell in row.cells[1:])
        return any(_CELL.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in cells)

    def _quantity(self, cell: Span) -> Quantity | None:
        match = _CELL.fullmatch(self._page.flat, cell.start, cell.end)
        heads = [self._page.words(*head) for head in self.heads_of(cell.start)] if match else []
        known = _unit(" ".join(heads[1:])) or _unit(heads[0]) if heads else None
        if match is None or known is None:
            return None
        unit, kind, scale = known
        is_negative = bool(match["minus"] or (kind == "money" and match["open"] and match["close"]))
        value = parse_digits(match["number"]) * scale * (-1 if is_negative else 1)
        start, end = match.start("number"), match.end("number")
        return Quantity(start, end, end, value, None, unit, kind, 0.8)


def _unit(head: str) -> tuple[str, Kind, int] | None:
    money = _MONEY_HEAD.search(head)
    if money:
        scale = (money["scale"] or "").casefold()
        return _CODES[money["sign"]], "money", 1000 if scale.startswith("000") else scale_of(scale)
    if _PERCENT_HEAD.search(head):
        return "percent", "percent", 1
    return ("count", "count", 1) if _COUNT_HEAD.search(head) else None
