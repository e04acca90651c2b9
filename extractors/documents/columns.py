"""Tables that plain text sets with tabs or with runs of spaces: their columns told apart by " | ".

Normalising folds tabs and runs of spaces, so the columns are marked before. Standard library only. Every line is
looked at a bounded number of times, and none wider than `_WIDEST` columns is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.documents.columns_rows import Row, has_amounts, joined_rows, row_text
from extractors.layout_rules import is_label, marker_of

_WIDEST = 400
_STRETCH = re.compile(r"\S+(?:\s\S+)*")  # words with no more than one space between
_RULED = re.compile(r"[-=_+.–—\s]*")  # a line of marks under a head or above a total
_CAPTION = re.compile(r"(?:table|figure|chart|exhibit|box)\s+[0-9A-Z][0-9.]*\s?[:.–-]?", re.IGNORECASE)
_ENDS_SENTENCE = tuple(".!?:;…")
_MOST_BETWEEN = 3  # lines that may stand between two rows: blank, of marks, a label
_DEEPEST_LABEL = 4  # columns by which the name of rows is indented at most
_LONGEST_LABEL = 100
_WIDE_PROSE = 34  # characters that cells have on the average where two columns of running text stand side by side


def columns_as_bars(text: str) -> str:
    """Return `text` with " | " between the columns of its tables, wrapped cells put together, marks of rules gone."""
    if "\t" not in text and "  " not in text:
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_spaces_as_bars(_tabs_as_bars(lines)))


# ---- tabs --------------------------------------------------------------------------------------------------------


def _tabs_as_bars(lines: list[str]) -> list[str]:
    """Mark tables of two or more lines on end with as many tabs; a tab after a bullet or a number sets off an item."""
    found = list(lines)
    ways = [_splits(line) if "\t" in line else () for line in lines]
    at = 0
    while at < len(lines):
        end, count = _tab_table(ways, at)
        for number in range(at, end):
            cells = next(cells for cells in ways[number] if len(cells) == count)
            found[number] = row_text([cell.strip() for cell in cells])
        at = max(end, at + 1)
    return found


def _splits(line: str) -> tuple[list[str], ...]:
    """Return the cells of a line with tabs, in each way that it may be read: empty cells kept, or left out."""
    words = line.strip()
    marker = marker_of(words)
    if not words or (marker and "\t" in words[: marker.end]):
        return ()
    whole, inner = line.strip(" \n").split("\t"), words.split("\t")
    ways = (whole, inner, [cell for cell in inner if cell.strip()])
    return tuple(cells for cells in ways if len(cells) > 1)


def _tab_table(ways: list[tuple[list[str], ...]], at: int) -> tuple[int, int]:
    """Return the index after the table that begins at `at`, and its number of columns; `at` where none begins."""
    following = ways[at + 1] if at + 1 < len(ways) else ()
    widths = {len(cells) for cells in following}
    count = next((len(cells) for cells in ways[at] if len(cells) in widths), 0)
    end = at
    while count and end < len(ways) and any(len(cells) == count for cells in ways[end]):
        end += 1
    return end, count


# ---- runs of spaces ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Spaced:
    """A line as the stretches of words between its runs of spaces, and what columns they fill as bits."""

    stretches: tuple[tuple[int, int], ...]
    filled: int


@dataclass(slots=True)
class _Table:
    """Lines that may be the rows of one table; `filled` has a bit for every column with a character in any of them."""

    filled: int = 0
    gutters: list[tuple[int, int]] = field(default_factory=list)
    lines: list[tuple[int, _Spaced]] = field(default_factory=list)
    row_count: int = 0
    has_amounts: bool = False

    def takes(self, number: int, text: str, line: _Spaced) -> bool:
        """Add a row, where its stretches stand in columns of their own and no column of the others is lost.

        As many stretches as there are columns (three or more) are cells also where they are out of line.
        """
        line = self._with_label_apart(text, line)
        filled = self.filled | line.filled
        gutters = _gutters(filled)
        old_stay = all(_any_within(gutters, start, end) for start, end in self.gutters)
        pairs = zip(line.stretches, line.stretches[1:], strict=False)
        if old_stay and all(_any_within(gutters, a[1], b[0]) for a, b in pairs):
            self.filled, self.gutters = filled, gutters
        elif not len(line.stretches) == len(self.gutters) + 1 > 2:
            return False
        self.lines.append((number, line))
        self.row_count += 1
        self.has_amounts = self.has_amounts or has_amounts([text[a:b] for a, b in line.stretches])
        return True

    def goes_on_after_blank(self, lines: list[str], number: int) -> bool:
        """Whether a row below blank lines belongs here: below rows with amounts, one without heads another table."""
        cells = _STRETCH.findall(lines[number])
        return len(cells) * 2 > len(self.gutters) + 1 and (not self.has_amounts or has_amounts(cells))

    def _with_label_apart(self, text: str, line: _Spaced) -> _Spaced:
        """Part a label that is as wide as its column from the number behind it, where a cell is wanting."""
        start, end = line.stretches[0]
        label, _, last = text[start:end].rpartition(" ")
        if not label or len(line.stretches) != len(self.gutters) or not self.has_amounts or not has_amounts([last]):
            return line
        parts = ((start, start + len(label)), (end - len(last), end))
        return _Spaced((*parts, *line.stretches[1:]), line.filled)

    def cells(self, text: str, line: _Spaced) -> Row:
        """Return the words of a line in each column."""
        if len(line.stretches) == len(self.gutters) + 1:
            return [text[start:end] for start, end in line.stretches]
        found = [""] * (len(self.gutters) + 1)
        for start, end in line.stretches:
            column = sum(gutter_end <= start for _, gutter_end in self.gutters)
            found[column] = f"{found[column]} {text[start:end]}".strip()
        return found


def _gutters(filled: int) -> list[tuple[int, int]]:
    """Return the runs of empty columns between filled ones."""
    return [match.span() for match in re.finditer("0+(?=1)", bin(filled)[:1:-1]) if match.start()]


def _any_within(gutters: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(start <= a and b <= end for a, b in gutters)


def _spaces_as_bars(lines: list[str]) -> list[str]:
    found: list[str] = []
    spaced = [_spaced(line) for line in lines]
    at = 0
    while at < len(lines):
        table, end = _table_from(lines, spaced, at)
        if table and _is_table(lines, table):
            found.extend(joined_rows([table.cells(lines[n], line) for n, line in table.lines]))
        else:
            end = max(end if table else at, at + 1)
            found.extend(lines[at:end])
        at = end
    return found


def _spaced(line: str) -> _Spaced | None:
    """Return the stretches of a line that may be a row, or a part of one; None for any other."""
    words = line.strip()
    if (
        not words
        or len(line) > _WIDEST
        or _RULED.fullmatch(words)
        or "\t" in line
        or " | " in line
        or _CAPTION.match(words)
    ):
        return None
    stretches = tuple(match.span() for match in _STRETCH.finditer(line))
    marker = marker_of(words)
    if marker and len(stretches) < 4:
        return None
    if all(line[:end].endswith(_ENDS_SENTENCE) for _, end in stretches[:-1]):  # sentences, or a label and its value
        stretches = ((stretches[0][0], stretches[-1][1]),)
    filled = 0
    for start, end in stretches:
        filled |= ((1 << (end - start)) - 1) << start
    return _Spaced(stretches, filled)


def _table_from(lines: list[str], spaced: list[_Spaced | None], at: int) -> tuple[_Table | None, int]:
    """Return the lines from `at` that stand in common columns, and the index after them; None where fewer than two."""
    first = spaced[at]
    if first is None or len(first.stretches) < 2:
        return None, at
    table = _Table()
    end = number = at
    labels: list[tuple[int, _Spaced]] = []  # lines with one stretch, which count only where the table goes on
    while number < len(lines) and number - end <= _MOST_BETWEEN:
        line = spaced[number]
        if line is None:
            if labels or not _may_part_rows(lines[number]):
                break
        elif len(line.stretches) == 1:
            if number == end and _continues(table, line):
                table.lines.append((number, line))
                end = number + 1
            elif _is_label(table, line):
                labels.append((number, line))
            else:
                break
        elif (number == end or table.goes_on_after_blank(lines, number)) and table.takes(number, lines[number], line):
            table.lines[-1:-1] = labels
            labels, end = [], number + 1
        else:
            break
        number += 1
    return (table, end) if table.row_count > 1 else (None, at)


def _may_part_rows(line: str) -> bool:
    """Whether a line that is no row may stand between two of one table: it is blank, or of marks only."""
    return bool(_RULED.fullmatch(line))


def _is_label(table: _Table, line: _Spaced) -> bool:
    """Whether a line of one stretch may name the rows that follow, or begin the name of the next."""
    start, end = line.stretches[0]
    return start <= _DEEPEST_LABEL and end - start <= _LONGEST_LABEL and start < table.gutters[0][0]


def _continues(table: _Table, line: _Spaced) -> bool:
    """Whether a line of one stretch stands below a cell that is not its row's first, and within its column."""
    start, end = line.stretches[0]
    inside = all(end <= a or b <= start for a, b in table.gutters)
    return inside and any(b <= start for _, b in table.gutters)


def _is_table(lines: Sequence[str], table: _Table) -> bool:
    """Tell a table from justified text, from labels with values, and from two columns of running text."""
    rows = [(number, line) for number, line in table.lines if len(line.stretches) > 1]
    gaps = [b[0] - a[1] for _, line in rows for a, b in zip(line.stretches, line.stretches[1:], strict=False)]
    if len(rows) < 2 or max(gaps) < 3:
        return False
    if len(table.gutters) > 1:
        return True
    if any(is_label(lines[number][slice(*line.stretches[0])]) for number, line in rows[1:]):
        return False
    cells = [lines[number][start:end] for number, line in rows for start, end in line.stretches]
    labels = sum(cell.endswith(":") for cell in cells)
    return sum(gaps) >= 3 * len(gaps) and labels * 3 < len(cells) and sum(map(len, cells)) < _WIDE_PROSE * len(cells)
