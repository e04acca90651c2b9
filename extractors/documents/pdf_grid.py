"""Tables that lines or shaded cells are drawn around: their grid, and which words stand in which cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.documents.pdf_types import Box, Drawings, Line, Row, Rule, Shade, Table, Word, around, line_of

_SLACK = 3.0
"""Points that lines of a grid may miss each other by."""
_MOST_RULES = 3_000
_LEAST_CELLS = 3
_LARGEST_SHADE = 0.5
"""Of the page: a larger shaded area is a ground, not a cell."""
_LEAST_CELL = 4.0  # points


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines that meet: the places of the upright and the level ones, and the lines themselves."""

    across: tuple[float, ...]
    down: tuple[float, ...]
    rules: tuple[Rule, ...]

    @property
    def box(self) -> Box:
        """The place of the whole."""
        return Box(self.across[0], self.down[0], self.across[-1], self.down[-1])

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.across) - 1

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.down) - 1


def grids_of(drawings: Drawings, page: Box) -> list[Grid]:
    """Return the grids of at least two cells that the lines and shaded cells of a page make."""
    rules = [*drawings.rules, *(edge for shade in drawings.shades for edge in _edges(shade, page))]
    rules = [rule for rule in rules if rule.end - rule.start > _LEAST_CELL][:_MOST_RULES]
    found = [_grid(group) for group in _connected(rules)]
    return [grid for grid in found if grid is not None]


def table_of(grid: Grid, lines: Sequence[Line], shades: Sequence[Shade]) -> Table | None:
    """Return the table of a grid with the words of `lines` in its cells, None where they make no rows of cells."""
    cells: dict[tuple[int, int], list[list[Word]]] = {}
    for line in lines:
        for place, words in _by_cell(grid, line).items():
            cells.setdefault(place, []).append(words)
    if len(cells) < _LEAST_CELLS:
        return None
    rows = []
    for row in range(grid.rows):
        filled = [tuple(_in_order(cells.get((row, column), []))) for column in range(grid.columns)]
        if any(filled):
            rows.append((row, Row(tuple(filled))))
    used = [column for column in range(grid.columns) if any(row.cells[column] for _, row in rows)]
    if len(rows) < 2 or len(used) < 2 or not any(sum(map(bool, row.cells)) > 1 for _, row in rows):
        return None
    kept = [(at, Row(tuple(row.cells[column] for column in used))) for at, row in rows]
    headed = _has_header(kept, shades)
    return Table(tuple(Row(row.cells, headed and not at) for at, (_, row) in enumerate(kept)), grid.box)


def _edges(shade: Shade, page: Box) -> tuple[Rule, ...]:
    box = shade.box
    if box.area > _LARGEST_SHADE * page.area:
        return ()
    return (
        Rule(upright=False, at=box.top, start=box.x0, end=box.x1),
        Rule(upright=False, at=box.bottom, start=box.x0, end=box.x1),
        Rule(upright=True, at=box.x0, start=box.top, end=box.bottom),
        Rule(upright=True, at=box.x1, start=box.top, end=box.bottom),
    )


def _connected(rules: list[Rule]) -> list[list[Rule]]:
    """Return the rules in groups that touch each other: by a sweep over the page from top to bottom."""
    parent = list(range(len(rules)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    boxes = [_box(rule) for rule in rules]
    order = sorted(range(len(rules)), key=lambda at: boxes[at].top)
    open_rules: list[int] = []
    for at in order:
        box = boxes[at]
        open_rules = [other for other in open_rules if boxes[other].bottom + _SLACK >= box.top]
        for other in open_rules:
            if boxes[other].x0 <= box.x1 + _SLACK and box.x0 <= boxes[other].x1 + _SLACK:
                parent[root(other)] = root(at)
        open_rules.append(at)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(root(at), []).append(rule)
    return list(groups.values())


def _box(rule: Rule) -> Box:
    if rule.upright:
        return Box(rule.at, rule.start, rule.at, rule.end)
    return Box(rule.start, rule.at, rule.end, rule.at)


def _grid(rules: list[Rule]) -> Grid | None:
    across = _places([rule.at for rule in rules if rule.upright])
    down = _places([rule.at for rule in rules if not rule.upright])
    if len(across) < 2 or len(down) < 2 or (len(across) - 1) * (len(down) - 1) < 2:
        return None
    return Grid(across, down, tuple(rules))


def _places(values: list[float]) -> tuple[float, ...]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SLACK:
            found.append(value)
    return tuple(found)


def _by_cell(grid: Grid, line: Line) -> dict[tuple[int, int], list[Word]]:
    found: dict[tuple[int, int], list[Word]] = {}
    for word in line.words:
        x, y = (word.box.x0 + word.box.x1) / 2, (word.box.top + word.box.bottom) / 2
        found.setdefault(_cell(grid, x, y), []).append(word)
    return found


def _cell(grid: Grid, x: float, y: float) -> tuple[int, int]:
    """Return the row and column of a point; where no line parts cells, they are one, whose first is meant."""
    row = _last_before(grid.down, y)
    column = _last_before(grid.across, x)
    while row > 0 and not _is_ruled(grid, x, grid.down[row], upright=False):
        row -= 1
    while column > 0 and not _is_ruled(grid, y, grid.across[column], upright=True):
        column -= 1
    return row, column


def _last_before(places: tuple[float, ...], value: float) -> int:
    below = sum(place <= value for place in places) - 1
    return max(0, min(below, len(places) - 2))


def _is_ruled(grid: Grid, along: float, at: float, *, upright: bool) -> bool:
    """Whether a line of the grid passes `along` at `at`."""
    return any(
        rule.upright == upright and abs(rule.at - at) <= _SLACK and rule.start - 1 <= along <= rule.end + 1
        for rule in grid.rules
    )


def _in_order(pieces: list[list[Word]]) -> list[Line]:
    """Return what stands in a cell as lines from top to bottom, pieces on one level as one."""
    lines = sorted((line_of(words) for words in pieces), key=lambda line: (line.base, line.box.x0))
    found: list[list[Line]] = []
    for line in lines:
        if found and line.base - found[-1][0].base <= 0.4 * line.style.size:
            found[-1].append(line)
        else:
            found.append([line])
    return [
        line_of([word for line in sorted(level, key=lambda each: each.box.x0) for word in line.words])
        for level in found
    ]


def _has_header(rows: list[tuple[int, Row]], shades: Sequence[Shade]) -> bool:
    """Whether the first row heads the others: it is bold and the second is not, or has a ground of its own."""
    first, second = rows[0], rows[1]
    if sum(map(bool, first[1].cells)) < 2:
        return False
    if is_bold(first[1]) and not is_bold(second[1]):
        return True
    grounds = [_ground(around([line.box for cell in row.cells for line in cell]), shades) for _, row in (first, second)]
    return grounds[0] != grounds[1] and grounds[0] is not None


def is_bold(row: Row) -> bool:
    """Whether all words of a row are bold."""
    return all(line.style.bold for cell in row.cells for line in cell)


def _ground(box: Box, shades: Sequence[Shade]) -> int | None:
    """Return the colour that lies under the middle of a box, that of the smallest area if several do."""
    middle = (box.x0 + 1, (box.top + box.bottom) / 2)
    under = [shade for shade in shades if shade.box.holds(*middle)]
    return min(under, key=lambda shade: shade.box.area).colour if under else None
