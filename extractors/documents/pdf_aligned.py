"""Tables without lines: rows of short cells that stand under each other. Running text in columns is none."""

from collections.abc import Sequence
from statistics import median

from extractors.documents.pdf_grid import is_bold
from extractors.documents.pdf_types import Box, Line, Row, Table, around

_LEAST_ROWS = 3
_LEAST_GAP = 7.0
"""Points between two columns."""
_MOST_WORDS = 7
"""In the middle cell by length: more are running text."""
_FARTHEST = 3.2
"""Of the size: rows of one table stand no farther from each other."""
_NUMERIC = 0.5
"""Of the cells after the first column, that hold figures in a table of two columns."""

_Level = list[Line]
_Gutter = tuple[float, float]


def with_tables(levels: Sequence[_Level]) -> list[_Level | Table]:
    """Return levels (lines of a region that stand beside each other, from top to bottom), those of tables as tables."""
    found: list[_Level | Table] = []
    at = 0
    while at < len(levels):
        end = _run_end(levels, at)
        table = _table(levels[at:end]) if end - at >= _LEAST_ROWS else None
        if table:
            found.append(table)
            at = end
        else:
            found.append(list(levels[at]))
            at += 1
    return found


def _run_end(levels: Sequence[_Level], at: int) -> int:
    """Return the index after the levels from `at` on that may be rows: of several cells, near each other, in line."""
    if len(levels[at]) < 2:
        return at + 1
    gutters, box = _free(levels[at]), around([line.box for line in levels[at]])
    end = at + 1
    while end < len(levels):
        level, above = levels[end], levels[end - 1]
        if level[0].base - above[0].base > _FARTHEST * above[0].style.size:
            break
        both = _common(gutters, _free(level))
        whole = around([box, *(line.box for line in level)])
        if not _inner(both, whole) or (len(level) == 1 and not _is_part(levels, end)):
            break
        gutters, box = both, whole
        end += 1
    while end > at + 1 and len(levels[end - 1]) < 2:
        end -= 1
    return end


def _is_part(levels: Sequence[_Level], at: int) -> bool:
    """Whether a single line may go on with a cell of the row above: rows follow."""
    return at + 1 < len(levels) and len(levels[at + 1]) > 1


def _free(level: _Level) -> list[_Gutter]:
    """Return what a level leaves free: the gaps between its lines, and all beside it."""
    ends = [float("-inf"), *(line.box.x1 for line in level)]
    starts = [*(line.box.x0 for line in level), float("inf")]
    return [(end, start) for end, start in zip(ends, starts, strict=True) if start - end >= _LEAST_GAP]


def _common(gutters: list[_Gutter], free: list[_Gutter]) -> list[_Gutter]:
    """Return the parts of `gutters` that are free on one more level."""
    shared = [(max(a, c), min(b, d)) for a, b in gutters for c, d in free]
    return [(start, end) for start, end in shared if end - start >= _LEAST_GAP]


def _inner(gutters: list[_Gutter], box: Box) -> list[_Gutter]:
    """Return the gutters with text on both sides."""
    return [(start, end) for start, end in gutters if start > box.x0 and end < box.x1]


def _table(levels: Sequence[_Level]) -> Table | None:
    gutters = _free(levels[0])
    for level in levels[1:]:
        gutters = _common(gutters, _free(level))
    whole = around([line.box for level in levels for line in level])
    edges = sorted((start + end) / 2 for start, end in _inner(gutters, whole))
    rows = [_cells(level, edges) for level in levels]
    if not edges or not _reads_as_table(rows):
        return None
    head = Row(tuple(rows[0]))
    headed = (is_bold(head) and not is_bold(Row(tuple(rows[1])))) or _is_named(rows)
    return Table(tuple(Row(tuple(row), headed and not at) for at, row in enumerate(rows)), whole)


def _cells(level: _Level, edges: list[float]) -> list[tuple[Line, ...]]:
    cells: list[list[Line]] = [[] for _ in range(len(edges) + 1)]
    for line in level:
        middle = (line.box.x0 + line.box.x1) / 2
        cells[sum(edge < middle for edge in edges)].append(line)
    return [tuple(cell) for cell in cells]


def _reads_as_table(rows: list[list[tuple[Line, ...]]]) -> bool:
    full = [row for row in rows if sum(map(bool, row)) > 1]
    lengths = [sum(len(line.words) for line in cell) for row in full for cell in row if cell]
    if len(full) < _LEAST_ROWS or median(lengths) > _MOST_WORDS:
        return False
    after_first = ["".join(line.text for line in cell) for row in full for cell in row[1:] if cell]
    figures = sum(any(map(str.isdigit, cell)) for cell in after_first)
    is_headed = is_bold(Row(tuple(rows[0]))) and not is_bold(Row(tuple(rows[1])))
    if len(rows[0]) == 2:
        return figures >= _NUMERIC * len(after_first) or is_headed
    return figures >= 0.25 * len(after_first) or is_headed or max(lengths) <= 2 * _MOST_WORDS


def _is_named(rows: list[list[tuple[Line, ...]]]) -> bool:
    """Whether the first row names columns of figures: no cell of it reads as an amount, many below do."""
    below = ["".join(line.text for line in cell) for row in rows[1:] for cell in row[1:] if cell]
    head = ["".join(line.text for line in cell) for cell in rows[0][1:] if cell]
    figures = sum(text.strip("£€$()-% ")[:1].isdigit() for text in below)
    years_only = all(not any(map(str.isdigit, text)) or _is_year(text) for text in head)
    return bool(head) and 2 * figures >= len(below) and years_only


def _is_year(text: str) -> bool:
    digits = "".join(filter(str.isdigit, text))
    return digits[:2] in {"19", "20"} and len(digits) in {4, 6, 8}
