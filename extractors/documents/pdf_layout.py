"""One page in reading order: its lines as columns, tables, panels, paragraphs and items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.documents.pdf_aligned import with_tables
from extractors.documents.pdf_columns import reading_order
from extractors.documents.pdf_contents import contents_in, contents_of
from extractors.documents.pdf_drafts import Draft, draft
from extractors.documents.pdf_grid import Grid, grids_of, table_of
from extractors.documents.pdf_paragraphs import Pitches, paragraphs_of
from extractors.documents.pdf_types import Box, Contents, Drawings, Element, Line, Panel, Rule, Shade, Table, line_of
from extractors.documents.pdf_words import joined

_SAME_LEVEL = 0.35  # of the size
_LARGEST_PANEL = 0.45  # of the page; a larger shaded area is its ground
_LEAST_PANEL = 0.002
_MOST_SHADES = 500
_NOTE_SIZE = 0.93
"""Of the body's size: a footnote is set smaller."""
_NOTES_BELOW = 0.5
"""Of the page's height: footnotes stand below it."""

Region = Sequence[list[Line] | Table | Contents]


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page's regions in reading order, each with its levels and tables; `is_panel` for those on their own ground."""

    number: int
    height: float
    regions: tuple[tuple[Region, bool], ...]
    rules: tuple[Rule, ...]


def framed(lines: Sequence[Line], drawings: Drawings, page: Box) -> tuple[list[Line], list[Table]]:
    """Return the lines of a page that stand in no drawn table, and the tables."""
    rest, tables = list(lines), []
    for grid in sorted(grids_of(drawings, page), key=lambda grid: grid.box.area):
        inside = [line for line in rest if _is_inside(line, grid)]
        table = table_of(grid, inside, drawings.shades) if len(inside) > 1 else None
        if table:
            tables.append(table)
            taken = set(map(id, inside))
            rest = [line for line in rest if id(line) not in taken]
    return rest, tables


def layout_of(
    number: int, pages: int, page: Box, lines: Sequence[Line], tables: Sequence[Table], drawings: Drawings
) -> PageLayout:
    """Return the regions of page `number` of `pages` in reading order."""
    elements: list[Element] = [*_with_panels(lines, drawings.shades, page), *tables]
    regions: list[tuple[Region, bool]] = []
    for region in reading_order(elements):
        for is_panel, part in _parted(region):
            regions.extend((with_levels, is_panel) for with_levels in _read(part, pages, is_panel=is_panel))
    return PageLayout(number, page.bottom, tuple(regions), drawings.rules)


def plain_lines(layout: PageLayout) -> list[list[Line]]:
    """Return the lines of each region that are in no table, pieces on one level as one."""
    return [[joined(level) for level in region if isinstance(level, list)] for region, _ in layout.regions]


def drafts_of(layout: PageLayout, pitches: Pitches, body: float, regions: Iterator[int]) -> list[Draft]:
    """Return the blocks of a page in reading order; `body` is the size of running text."""
    found: list[Draft] = []
    for region, is_panel in layout.regions:
        number = next(regions)
        for part in _stretches(region):
            if isinstance(part, Table):
                found.extend(Draft("row", layout.number, row=row, region=number) for row in part.rows)
                continue
            if isinstance(part, Contents):
                found.append(draft("paragraph", layout.number, part.entries, region=number))
                continue
            blocks = paragraphs_of(part, pitches, layout.rules, layout.number, number, is_panel=is_panel)
            found.extend(_as_note(block, layout.height, body) for block in blocks)
    return found


def _is_inside(line: Line, grid: Grid) -> bool:
    return grid.box.holds((line.box.x0 + line.box.x1) / 2, (line.box.top + line.box.bottom) / 2)


def _with_panels(lines: Sequence[Line], shades: Sequence[Shade], page: Box) -> list[Element]:
    """Return the lines, those that stand together on a ground of their own as one panel."""
    grounds = sorted(
        {s.box for s in shades if _LEAST_PANEL * page.area <= s.box.area <= _LARGEST_PANEL * page.area},
        key=lambda box: box.area,
    )[:_MOST_SHADES]
    on_ground: dict[Box, list[Line]] = {}
    found: list[Element] = []
    for line in lines:
        middle = ((line.box.x0 + line.box.x1) / 2, (line.box.top + line.box.bottom) / 2)
        ground = next((box for box in grounds if box.holds(*middle)), None)
        if ground is None:
            found.append(line)
        else:
            on_ground.setdefault(ground, []).append(line)
    for ground, inside in on_ground.items():
        if len(inside) == 1:
            found.extend(inside)
        else:
            found.append(Panel(tuple(inside), ground))
    return found


def _parted(region: Sequence[Element]) -> Iterator[tuple[bool, list[Element]]]:
    """Yield a region's elements in order, the content of each panel by itself."""
    plain: list[Element] = []
    for element in region:
        if isinstance(element, Panel):
            if plain:
                yield False, plain
            plain = []
            yield True, list(element.lines)
        else:
            plain.append(element)
    if plain:
        yield False, plain


def _read(elements: list[Element], pages: int, *, is_panel: bool) -> Iterator[Region]:
    """Yield regions of levels; a panel may have columns of its own."""
    for region in reading_order(elements) if is_panel else [elements]:
        yield _levels(region, pages)


def _levels(region: Sequence[Element], pages: int) -> Region:
    """Return the lines of a region as levels from top to bottom, those that are tables as tables."""
    found: list[list[Line] | Table | Contents] = []
    run: list[list[Line]] = []
    order = sorted(region, key=lambda each: each.base if isinstance(each, Line) else each.box.top)
    for element in order:
        if isinstance(element, Table):
            found.extend([*_read_levels(run, pages), element])
            run = []
        elif isinstance(element, Line):
            if run and element.base - run[-1][0].base <= _SAME_LEVEL * min(element.style.size, run[-1][0].style.size):
                run[-1] = sorted([*run[-1], element], key=lambda line: line.box.x0)
            else:
                run.append([element])
    return [*found, *_read_levels(run, pages)]


def _read_levels(levels: list[list[Line]], pages: int) -> list[list[Line] | Table | Contents]:
    """Return levels with the table of contents and the tables among them told apart."""
    lines = [joined(level) for level in levels]
    listed = contents_in(lines, pages)
    if not listed:
        return [*with_tables(levels)]
    contents = contents_of(lines[listed.start : listed.stop])
    return [*with_tables(levels[: listed.start]), contents, *with_tables(levels[listed.stop :])]


def _stretches(region: Region) -> Iterator[list[Line] | Table | Contents]:
    """Yield the tables of a region, and the lines between them."""
    lines: list[Line] = []
    for level in region:
        if not isinstance(level, list):
            if lines:
                yield lines
            lines = []
            yield level
        else:
            lines.append(joined(level))
    if lines:
        yield lines


def _as_note(block: Draft, height: float, body: float) -> Draft:
    """Return a block as a footnote where it is one: small, low on the page, after a raised mark or a number."""
    first = block.flat[0].words[0]
    marked = first.raised or block.marker or first.text.strip("*†‡[]()").isdecimal() or first.text in "*†‡"
    low = block.box.top > _NOTES_BELOW * height
    if not (marked and low and block.style.size < _NOTE_SIZE * body) or block.kind not in {"paragraph", "item"}:
        return block
    if block.marker or len(block.flat[0].words) < 2:
        return replace(block, kind="note")
    logical = [list(line) for line in block.lines]
    logical[0][0] = line_of([replace(word, raised=False) for word in block.flat[0].words[1:]])
    return replace(block, kind="note", marker=first.text, lines=tuple(map(tuple, logical)))
