"""Titles in tables: in the cell beside a name, or in the head of the column that the name stands in."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.entities.findings import Findings, Named
from extractors.entities.titles import begins_with_title, ends_with_title
from extractors.facts.title_phrases import TitlePhrase, could_be_organisation, read_titles
from extractors.page import Line, columns
from extractors.records import Block, Span

_OF_OTHERS = re.compile(
    r"(?:reports|reporting|accountable|line manager|manager|appointed by|nominated by|succeeds|replaces)\b",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s*\(([^()]{3,60})\)")


def titles_in_row(findings: Findings, person: Named, line: Line) -> Iterator[TitlePhrase]:
    """Yield the titles that a table gives to a person named in one of its cells, with the bodies they are held in."""
    row = line.block
    own = next((c for c in row.cells if c.start <= person.start and person.end <= c.end), None)
    if own is None or _is_of_others(findings, own, line):
        return
    others = [c for c in row.cells if c != own and c.end > c.start and not findings.people_in(*c)]
    cell = next((c for c in others if begins_with_title(findings.page.flat[c.start : c.end])), None)
    if cell is not None:
        beside = [c for c in others if c != cell]
        for phrase in read_titles(findings, cell):
            yield phrase if phrase.organisations or phrase.body else _held_beside(findings, phrase, beside)
        return
    yield from _headed(findings, person, own, line, others)


def _is_of_others(findings: Findings, own: Span, line: Line) -> bool:
    """Whether the column of a name says to whom others belong: "Reports to", "Line manager"."""
    blocks, first = findings.page.blocks, line.block_index
    while first and blocks[first - 1].kind == "row":
        first -= 1
    column = line.block.cells.index(own)
    cells = columns(blocks[first])
    head = findings.page.flat[cells[column].start : cells[column].end] if column < len(cells) else ""
    return bool(_OF_OTHERS.match(head.strip()))


def _headed(findings: Findings, person: Named, own: Span, line: Line, others: list[Span]) -> Iterator[TitlePhrase]:
    """ "Chair" over the column of names: the title is held in the body that the row names; so is one in brackets."""
    remark = _REMARK.match(findings.page.flat, person.end, own.end)
    if remark and begins_with_title(remark.group(1)):
        span = Span(*remark.span(1))
    else:
        head = _column_head(findings, line.block, row_cell=own, at=line.block_index)
        if head is None or len(findings.people_in(*own)) > 1:
            return
        span = head
    for phrase in read_titles(findings, span)[:1]:
        yield _held_beside(findings, phrase, others)


def _column_head(findings: Findings, row: Block, *, row_cell: Span, at: int) -> Span | None:
    """The head of a cell's column, where it is a title: "Chair", "Lead director"."""
    blocks = findings.page.blocks
    first = at
    while first and blocks[first - 1].kind == "row":
        first -= 1
    column = row.cells.index(row_cell)
    cells = columns(blocks[first])
    if first == at or column >= len(cells):
        return None
    words = findings.page.flat[cells[column].start : cells[column].end].strip()
    return cells[column] if words and begins_with_title(words) and ends_with_title(words) else None


def _held_beside(findings: Findings, phrase: TitlePhrase, cells: list[Span]) -> TitlePhrase:
    """The title with the organisation of the first cell that names one, or that has the shape of a name."""
    for cell in cells:
        named = findings.organisations_in(cell.start, cell.end)
        if named:
            return replace(phrase, organisations=tuple(named[:1]), outer_end=max(phrase.outer_end, cell.end))
    for cell in cells:
        words = findings.page.flat[cell.start : cell.end]
        if len(words.split()) > 1 and could_be_organisation(words) and not findings.people_in(cell.start, cell.end):
            return replace(phrase, body=findings.page.words(*cell), organisation_span=cell)
    return phrase
