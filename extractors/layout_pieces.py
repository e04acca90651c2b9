"""The pieces of plain text: one item, one table row, one heading that is marked as such, or one run of text lines.

A piece never crosses a blank line. Here physical lines become logical ones: hard wraps are undone. Standard library
only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from extractors import layout_rules as rules
from extractors.layout_rules import Marker
from extractors.records import Span

_NARROWEST_WRAP = 45
"""Columns; nobody wraps running text at fewer, so shorter lines were ended on purpose."""


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line without the white space around it; `gap` says that a blank line stands before it."""

    start: int
    end: int
    indent: int
    gap: bool
    words: str

    @property
    def width(self) -> int:
        """The column at which the line ends."""
        return self.indent + len(self.words)


@dataclass(frozen=True, slots=True)
class Piece:
    """One item, row, heading or run of text; `lines` are its logical lines, `level` is set on headings and items."""

    kind: Literal["text", "item", "row", "heading"]
    lines: tuple[Span, ...]
    indent: int
    gap: bool
    marker: Marker | None = None
    level: int = 0
    cells: tuple[Span, ...] = ()
    is_header: bool = False

    @property
    def start(self) -> int:
        """Where its first line begins, after the marker."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Where its last line ends."""
        return self.lines[-1].end


def pieces_of(text: str) -> Iterator[Piece]:
    """Yield the pieces of `text` in reading order."""
    lines = list(_lines(text))
    markers = _markers(lines)
    width = _wrap_width(lines)
    margin = min((line.indent for line in lines), default=0)
    at = 0
    while at < len(lines):
        marker = markers[at]
        heading = rules.markdown_heading(lines[at].words)
        if (end := _table_end(lines, at)) > at:
            yield from _rows(lines[at:end])
        elif heading:
            end = at + 1
            yield _marked_heading(lines[at], heading)
        elif marker:
            end = _item_end(lines, markers, at, width)
            yield from _item(lines[at:end], marker, width)
        else:
            end = _text_end(lines, markers, at)
            yield from _texts(text, lines[at:end], margin, width)
        at = end


def _lines(text: str) -> Iterator[Line]:
    at, gap = 0, True
    for raw in text.split("\n"):
        words = raw.strip()
        if words:
            start = at + len(raw) - len(raw.lstrip())
            yield Line(start, start + len(words), start - at, gap, words)
        gap = not words
        at += len(raw) + 1


def _has_words(line: Line) -> bool:
    return any(map(str.isalnum, line.words))


# ---- wrapped lines -----------------------------------------------------------------------------------------------


def _is_full(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the line that follows would not have fitted before the column `width`."""
    return line.width + 1 + len(following.words.split(maxsplit=1)[0]) > width


def _wrap_width(lines: list[Line]) -> int | None:
    """Return the column at which the text was wrapped by hand, 0 where it was not, None where nothing tells.

    One line in twenty may be too long (an address, a table), one in fifty longer than the column.
    """
    widths = sorted(line.width for line in lines)
    if not widths:
        return None
    if widths[int(len(widths) * 0.95)] > rules.LONG_LINE:
        return 0
    width = widths[int(len(widths) * 0.98)]
    pairs = [(a, b) for a, b in pairwise(lines) if not b.gap and len(a.words) >= width * 0.6]
    full = sum(_is_full(a, b, width) for a, b in pairs)
    return width if width >= _NARROWEST_WRAP and len(pairs) >= 4 and full >= len(pairs) * 0.5 else None


def _wrap_width_of_block(lines: Sequence[Line]) -> int | None:
    """Return the column at which every line but the last of one block was wrapped, None where one was not."""
    width = max(line.width for line in lines)
    if len(lines) < 3 or not _NARROWEST_WRAP <= width <= rules.LONG_LINE:
        return None
    return width if all(_is_full(a, b, width) for a, b in pairwise(lines)) else None


def _logical(lines: Sequence[Line], width: int | None, *, in_item: bool = False) -> tuple[Span, ...]:
    """Return the lines with hard wraps undone."""
    width = _wrap_width_of_block(lines) if width is None else width
    spans = [Span(lines[0].start, lines[0].end)]
    for before, line in pairwise(lines):
        room = max(1, width - before.indent) if width else width
        if rules.continues(before.words, line.words, room, in_item=in_item and line.indent > 0):
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(Span(line.start, line.end))
    return tuple(spans)


# ---- items -------------------------------------------------------------------------------------------------------


def _markers(lines: list[Line]) -> list[Marker | None]:
    """Return each line's marker; None where there is none, or where it is a dash or number inside running text."""
    found = [rules.marker_of(line.words) for line in lines]
    often = {mark for mark in "o–—" if sum(m is not None and m.text == mark for m in found) > 1}
    for at, marker in enumerate(found):
        if marker is None:
            continue
        before = lines[at - 1] if at else None
        if marker.text in {"o", "–", "—"} and marker.text not in often:
            leads_in = before is not None and before.words.endswith(":")
            found[at] = marker if leads_in or (marker.text == "o" and lines[at].indent >= 2) else None
        elif before and found[at - 1] is None and _inside_text(before, lines[at], marker, found[at + 1 : at + 2]):
            found[at] = None
    return found


def _inside_text(before: Line, line: Line, marker: Marker, after: list[Marker | None]) -> bool:
    """Whether the mark only chances to stand at the start of a wrapped line: "… as said in section⏎2. It …"."""
    if marker.text == "•" or line.gap or line.indent > before.indent:
        return False
    wrapped = 50 <= len(before.words) <= rules.LONG_LINE and not rules.ends_sentence(before.words)
    return wrapped and not any(following and following.kind == marker.kind for following in after)


def _item_end(lines: list[Line], markers: list[Marker | None], at: int, width: int | None) -> int:
    """Return the index after the last line of the item that begins at `at`."""
    item, marker, end = lines[at], markers[at], at + 1
    bare = marker is not None and marker.end == len(item.words)
    while end < len(lines) and not lines[end].gap and markers[end] is None:
        before, line = lines[end - 1], lines[end]
        own = line.indent > item.indent or (bare and end == at + 1)
        if not own and not rules.continues(before.words, line.words, width):
            break
        end += 1
    return end


def _item(lines: list[Line], marker: Marker, width: int | None) -> Iterator[Piece]:
    first, rest = lines[0], lines[1:]
    words = first.words[marker.end :]
    if words:
        within = marker.end
        rest = [replace(first, start=first.start + within, indent=first.indent + within, words=words), *rest]
    if any(map(_has_words, rest)):
        yield Piece("item", _logical(rest, width, in_item=True), first.indent, first.gap, marker)


# ---- tables ------------------------------------------------------------------------------------------------------


def _bars(line: Line) -> int:
    has_cells = " | " in line.words or line.words.startswith("|") or line.words.endswith(" |")
    return line.words.count("|") if has_cells else 0


def _table_end(lines: list[Line], at: int) -> int:
    """Return the index after the table at `at`, two or more lines with as many bars; `at` itself if there is none."""
    bars = _bars(lines[at])
    end = at + 1
    while bars and end < len(lines) and not lines[end].gap and _bars(lines[end]) == bars:
        end += 1
    return end if end - at >= 2 else at


def _rows(lines: list[Line]) -> Iterator[Piece]:
    """Yield the rows that hold words; the first is a header where a line of dashes stands under it."""
    underlined = not _has_words(lines[1]) and "-" in lines[1].words
    edges = (all(line.words[0] == "|" for line in lines), all(line.words[-1] == "|" for line in lines))
    for number, line in enumerate(lines):
        cells = tuple(_cells(line, *edges))
        filled = [cell for cell in cells if cell.start < cell.end]
        if _has_words(line) and filled:
            words = (Span(filled[0].start, filled[-1].end),)
            is_header = underlined and number == 0
            yield Piece("row", words, line.indent, line.gap, cells=cells, is_header=is_header)


def _cells(line: Line, has_left_edge: bool, has_right_edge: bool) -> Iterator[Span]:
    """Yield the stretches between the bars; a bar at the edge of every row stands beside no cell, of one an empty one.

    "| 2022 | 2023" is a row with an empty first cell below heads without a first bar.
    """
    parts = line.words.split("|")
    at = line.start
    for number, part in enumerate(parts):
        words = part.strip()
        is_edge = (has_left_edge and number == 0) or (has_right_edge and number == len(parts) - 1)
        if words or not is_edge:
            start = at + len(part) - len(part.lstrip()) if words else at
            yield Span(start, start + len(words))
        at += len(part) + 1


# ---- headings that are marked, and running text ------------------------------------------------------------------


def _marked_heading(line: Line, marker: Marker) -> Piece:
    words = (Span(line.start + marker.end, line.end),)
    return Piece("heading", words, line.indent, line.gap, marker, len(marker.text))


def _text_end(lines: list[Line], markers: list[Marker | None], at: int) -> int:
    """Return the index after the last line of the run of text that begins at `at`."""
    end = at + 1
    while end < len(lines) and not lines[end].gap and markers[end] is None:
        if rules.markdown_heading(lines[end].words) or _table_end(lines, end) > end:
            break
        end += 1
    return end


def _texts(text: str, lines: list[Line], margin: int, width: int | None) -> Iterator[Piece]:
    """Yield the paragraphs, and the underlined headings, in lines of text that no blank line parts."""
    waiting: list[Line] = []
    for line in lines:
        level = rules.underline_level(line.words)
        if level and waiting and len(waiting[-1].words) <= rules.HEADING_LIMIT:
            *before, heading = waiting
            yield from _paragraphs(text, before, margin, width)
            words = (Span(heading.start, heading.end),)
            yield Piece("heading", words, heading.indent, heading.gap, None, level)
            waiting = []
        elif _has_words(line):
            waiting.append(line)
    yield from _paragraphs(text, waiting, margin, width)


def _paragraphs(text: str, lines: list[Line], margin: int, width: int | None) -> Iterator[Piece]:
    if not lines:
        return
    unwrapped = any(len(line.words) > rules.LONG_LINE and rules.ends_sentence(line.words) for line in lines)
    spans = _logical(lines, width)
    groups = _line_by_line(text, spans) if unwrapped else _below_heading(text, spans)
    for number, group in enumerate(groups):
        yield Piece("text", group, lines[0].indent - margin, lines[0].gap and number == 0)


def _below_heading(text: str, spans: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    """Yield a heading that stands on its text without a blank line, and the paragraph."""
    cut = 1 if len(spans) > 1 and _heads(text, spans[0], spans[1]) else 0
    yield from (group for group in (spans[:cut], spans[cut:]) if group)


def _heads(text: str, first: Span, second: Span) -> bool:
    body = text[second.start : second.end]
    if len(body) < 80 or not rules.ends_sentence(body):
        return False
    return rules.reads_as_heading(text[first.start : first.end], body)


def _line_by_line(text: str, spans: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    """Yield long lines and sentences each by itself, short lines that follow each other together."""
    short: list[Span] = []
    for span in spans:
        if span.end - span.start <= rules.LONG_LINE and not rules.ends_sentence(text[span.start : span.end]):
            short.append(span)
            continue
        if short:
            yield tuple(short)
            short = []
        yield (span,)
    if short:
        yield tuple(short)
