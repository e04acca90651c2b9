"""Rows of a table in plain text: cells that were wrapped over lines put together, then written with " | " between."""

import re
from collections.abc import Sequence

Row = list[str]

_LONGEST_CELL = 1000
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBER = re.compile(r"[(+−–-]?[£€$]?(?!0{3}s?$)[0-9][0-9,.]*(?:%|[a-z]{1,2})?\)?", re.IGNORECASE)


def row_text(cells: Sequence[str]) -> str:
    """Return a row as a line: an empty first or last cell leaves its bar."""
    return " | ".join(cells).strip()


def has_amounts(cells: Sequence[str]) -> bool:
    """Whether a cell holds a number that is no year, as the rows below the heads of a table do."""
    return any(_NUMBER.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in cells)


def joined_rows(rows: Sequence[Row]) -> list[str]:
    """Return the rows as lines; what only goes on with the cells above or below is part of their row."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    found: list[Row] = []
    for row in rows:
        above = found[-1] if found else None
        if above and (_goes_on(above, row, widths) or _is_rest_of_label(above, row)):
            found[-1] = [f"{a} {b}".strip() for a, b in zip(above, row, strict=True)]
        elif above and not any(above[1:]) and row[0][:1].islower() and len(above[0]) < _LONGEST_CELL:
            found[-1] = [f"{above[0]} {row[0]}", *row[1:]]
        else:
            found.append(row)
    return [row_text(row) for row in found]


def _goes_on(above: Row, row: Row, widths: Sequence[int]) -> bool:
    """Whether every cell goes on with the one above: in lower case, or with a word that had no room there."""
    if row[0] or has_amounts(row) or max(map(len, above)) > _LONGEST_CELL:
        return False
    cells = [(a, b, width) for a, b, width in zip(above, row, widths, strict=True) if b]
    return all(a and (b[0].islower() or len(a) + 1 + len(b.split()[0]) > width) for a, b, width in cells)


def _is_rest_of_label(above: Row, row: Row) -> bool:
    return row[0][:1].islower() and not any(row[1:]) and any(above[1:]) and len(above[0]) < _LONGEST_CELL
