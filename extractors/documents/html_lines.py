"""From stretches of inline text to lines, and from lines to the text of a page with exact places.

White space is folded as a browser folds it; what is written is normalised already, so that normalising the whole
changes nothing and no offset moves.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.documents.normalise import INDENT_LIMIT, normalise, normalise_inline
from extractors.layout_rules import Marker, marker_of
from extractors.records import Block, BlockKind, Link, Span

_BULLET = "• "
_LONGEST_CLUSTER = 32
"""Characters looked back at for what a mark combines with; Unicode's stream-safe text has no more than 31."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A hyperlink in the page; two beside each other with one address are still two."""

    uri: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with the places of its links in it."""

    text: str
    links: tuple[tuple[Span, Anchor], ...] = ()

    def without_bullet(self) -> "Line":
        """Return the line without a bullet that somebody typed at its start."""
        return _moved(self, self.text[len(_BULLET) :]) if self.text.startswith(_BULLET) else self


class InlineText:
    """Collects stretches of text, then gives them as lines."""

    def __init__(self) -> None:
        """Begin with one empty line."""
        self._lines: list[list[tuple[str, Anchor | None]]] = [[]]

    def add(self, text: str, anchor: Anchor | None = None) -> None:
        """Add a stretch of text, which belongs to a link if there is an `anchor`."""
        clean = normalise_inline(text)
        line = self._lines[-1]
        if clean and line and _composes(line[-1][0][-1], clean[0]):
            before, other = line.pop()
            head, tail = before[:-_LONGEST_CLUSTER], before[-_LONGEST_CLUSTER:]
            tail, used = _combined(tail, clean)
            line.extend((part, other) for part in (head, tail) if part)
            clean = clean[used:]
        if clean:
            line.append((clean, anchor))

    def end_line(self) -> None:
        """Begin a new line."""
        self._lines.append([])

    def take(self, *, on_one_line: bool = False, with_marks: bool = False) -> list[Line]:
        """Return the lines that hold words (or, if so asked, marks alone: a tick in a table), and begin anew."""
        collected, self._lines = self._lines, [[]]
        if on_one_line:
            collected = [[run for line in collected for run in (*line, (" ", None))]]
        lines = [_folded(line) for line in collected if line]
        return [line for line in lines if any(map(str.isalnum, line.text)) or (with_marks and line.text)]


def own_marker(line: str) -> Marker | None:
    """Return the bullet or number that somebody typed at the start of a line, None where no words follow it."""
    marker = marker_of(line)
    if marker is None or marker.text in {"o", "–", "—"} or not any(map(str.isalnum, line[marker.end :])):
        return None
    return marker


def is_marker(text: str) -> bool:
    """Whether `text` is nothing but a bullet or number as it stands before an item: "1.", "2.1", "(a)"."""
    marker = marker_of(f"{text} A")
    return marker is not None and marker.text == text


def _combined(before: str, text: str) -> tuple[str, int]:
    """Return `before` with the characters that compose with its end, and how many of `text` those are.

    An accent may stand in another element than its letter. Of endless marks on one letter the rest is left out.
    """
    used = 0
    while used < len(text) and _composes(before[-1], text[used]):
        if not all(map(unicodedata.combining, before[-_LONGEST_CLUSTER:])) or len(before) < _LONGEST_CLUSTER:
            before = unicodedata.normalize("NFC", before + text[used])
        used += 1
    return before, used


def _composes(last: str, following: str) -> bool:
    pair = last + following
    return unicodedata.combining(following) != 0 or unicodedata.normalize("NFC", pair) != pair


def _folded(runs: Iterable[tuple[str, Anchor | None]]) -> Line:
    parts: list[str] = []
    links: list[tuple[Span, Anchor]] = []
    length = 0
    for run, anchor in runs:
        text = run.lstrip(" ") if not parts or parts[-1].endswith(" ") else run
        if not text:
            continue
        if anchor and text.strip(" "):
            within = Span(length + len(text) - len(text.lstrip(" ")), length + len(text.rstrip(" ")))
            if links and links[-1][1] is anchor:
                within = Span(links.pop()[0].start, within.end)
            links.append((within, anchor))
        parts.append(text)
        length += len(text)
    line = Line("".join(parts).rstrip(" "), tuple(links))
    return _moved(line, normalise(line.text))


def _moved(line: Line, text: str) -> Line:
    """Return the line with `text`, which differs only at its start, and its links where their words are now."""
    shift = len(text) - len(line.text)
    moved = ((_trimmed(text, start + shift, end + shift), anchor) for (start, end), anchor in line.links)
    return Line(text, tuple((span, anchor) for span, anchor in moved if span.start < span.end))


def _trimmed(text: str, start: int, end: int) -> Span:
    start = max(0, start)
    return Span(start + len(text[start:end]) - len(text[start:end].lstrip()), end)


class PageText:
    """The text of a page as it grows, with its blocks and links."""

    def __init__(self) -> None:
        """Begin with no text."""
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self._parts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        """All that was written so far."""
        return "".join(self._parts)

    def block(
        self, kind: BlockKind, lines: Sequence[Line], *, level: int = 0, marker: str = "", depth: int = 0
    ) -> None:
        """Write a heading, paragraph or item; `marker` is written before it, `depth` steps of indentation before that.

        Where no marker is given, one that the first line begins with ("1.1 Background") is not part of the block.
        """
        self._part_from_last(kind)
        indent = " " * min(2 * depth, INDENT_LIMIT - 2)
        spans = [self._line(line, indent, marker if number == 0 else "") for number, line in enumerate(lines)]
        if not marker and kind != "paragraph" and (own := own_marker(lines[0].text)):
            marker = own.text
            spans[0] = Span(spans[0].start + own.end, spans[0].end)
        self.blocks.append(Block(kind, spans[0].start, spans[-1].end, level, marker, tuple(spans)))

    def row(self, cells: Sequence[Line], places: Sequence[int | Span], *, is_header: bool) -> tuple[Span, ...]:
        """Write a table row on one line, " | " between its cells; empty cells keep their place. Return the cells.

        `places` has for each cell whose words hold there: the number of a cell of this row, or a cell above.
        """
        self._part_from_last("row")
        spans: list[Span] = []
        begun = self._length
        for number, cell in enumerate(cells):
            if number:
                self._write(" |" if self._length > begun else "|")
            if cell.text and self._length > begun:
                self._write(" ")
            spans.append(self._words(cell))
        filled = [span for span in spans if span.start < span.end]
        whole = Span(filled[0].start, filled[-1].end)
        grid = tuple(spans[place] if isinstance(place, int) else place for place in places)
        spanned = grid if grid != tuple(spans) else ()
        self.blocks.append(Block("row", *whole, lines=(whole,), cells=tuple(spans), is_header=is_header, grid=spanned))
        return tuple(spans)

    def _part_from_last(self, kind: BlockKind) -> None:
        """Write the newlines before a block: items of a list and rows of a table follow each other line by line."""
        if self.blocks:
            tight = kind in {"item", "row"} and self.blocks[-1].kind == kind
            self._write("\n" if tight else "\n\n")

    def _line(self, line: Line, indent: str, marker: str) -> Span:
        if self._parts and not self._parts[-1].endswith("\n"):
            self._write("\n")
        self._write(f"{indent}{marker} " if marker else indent)
        return self._words(line)

    def _words(self, line: Line) -> Span:
        at = self._length
        self.links.extend(Link(at + start, at + end, anchor.uri) for (start, end), anchor in line.links)
        self._write(line.text)
        return Span(at, self._length)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
