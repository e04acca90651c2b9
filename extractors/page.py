"""A document's text with its layout, as the rules read it: logical lines, sentences, sections, evidence."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from extractors import lexicon
from extractors.records import Block, Link, Metadata, ParsedDocument, Section, Span

# A full stop after one of these does not end a sentence.
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9£€$•])")


# Characters; no sentence that somebody wrote is longer. Without it a page of 200 KB without a full stop would give
# every name in it the whole page as evidence.
_LONGEST_SENTENCE = 2_500


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line of one block; `index` counts lines over the page, `number` within the block."""

    block: Block
    block_index: int
    index: int
    number: int
    start: int
    end: int


def _spans(block: Block) -> tuple[Span, ...]:
    cells = tuple(cell for cell in block.cells if cell.end > cell.start)
    return cells or block.lines or (Span(block.start, block.end),)


def columns(row: Block) -> tuple[Span, ...]:
    """Return the cells whose words hold in each column of a row, whether they stand in it or span it."""
    return row.grid or row.cells


@dataclass(frozen=True)
class Page:
    """A document's text with its layout; `flat` is the text with hard-wrapped line ends as spaces, same offsets."""

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)

    @classmethod
    def of(cls, document: ParsedDocument) -> "Page":
        """Return the page of a parsed document."""
        return cls(document.text, document.blocks, document.links, document.metadata)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All logical lines in reading order; of a table row, its cells."""
        found: list[Line] = []
        for at, block in enumerate(self.blocks):
            for number, span in enumerate(_spans(block)):
                found.append(Line(block, at, len(found), number, span.start, span.end))
        return tuple(found)

    @cached_property
    def flat(self) -> str:
        """The text with every newline inside a logical line as a space: the same length, the same offsets."""
        parts: list[str] = []
        at = 0
        for line in self.lines:
            parts.append(self.text[at : line.start])
            parts.append(self.text[line.start : line.end].replace("\n", " "))
            at = line.end
        parts.append(self.text[at:])
        return "".join(parts)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences, which never cross a logical line, in reading order; what runs on without end comes in pieces."""
        return tuple(piece for line in self.lines for span in self._split(line) for piece in self._pieces(span))

    def _pieces(self, span: Span) -> Iterator[Span]:
        start = span.start
        while span.end - start > _LONGEST_SENTENCE:
            cut = self.flat.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
            end = cut if cut > start else start + _LONGEST_SENTENCE
            yield Span(start, end)
            start = end + (1 if cut > start else 0)
        yield Span(start, span.end)

    def _split(self, line: Line) -> Iterator[Span]:
        start = line.start
        for match in _SENTENCE_END.finditer(self.flat, line.start, line.end):
            opens = max(start, self.flat.rfind(" ", start, match.start()) + 1)
            word = self.flat[opens : match.start()].lower().lstrip("(“‘\"'")
            if match.group().startswith(".") and (
                word in lexicon.words("abbreviations") or (len(word) == 1 and word.isalpha())
            ):
                continue
            yield Span(start, match.end())
            start = match.end()
            while start < line.end and self.flat[start].isspace():
                start += 1
        if start < line.end:
            yield Span(start, line.end)

    @cached_property
    def _sentence_starts(self) -> tuple[int, ...]:
        return tuple(span.start for span in self.sentences)

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        return tuple(line.start for line in self.lines)

    def sentence_at(self, position: int) -> Span:
        """Return the sentence in which (or after whose end) the character at `position` stands."""
        if not self.sentences:
            return Span(0, len(self.text))
        return self.sentences[max(0, bisect_right(self._sentence_starts, position) - 1)]

    def line_at(self, position: int) -> Line:
        """Return the logical line in which (or after whose end) the character at `position` stands.

        Raises IndexError on a page without lines.
        """
        return self.lines[max(0, bisect_right(self._line_starts, position) - 1)]

    def evidence(self, start: int, end: int) -> str:
        """Return the sentence or sentences, or the table row, verbatim, that enclose the span."""
        first, last = self._whole(start), self._whole(max(start, end - 1))
        return self.text[min(first.start, start) : max(last.end, end)]

    def _whole(self, position: int) -> Span:
        """The sentence at a position, or the row whose cell it is in."""
        block = self.line_at(position).block if self.lines else None
        inside = block is not None and block.kind == "row" and block.start <= position < block.end
        inside = inside and block is not None and block.end - block.start <= _LONGEST_SENTENCE
        return Span(block.start, block.end) if block and inside else self.sentence_at(position)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Headings with their text, in reading order."""
        headings = [block for block in self.blocks if block.kind == "heading"]
        ends = [len(self.text)] * len(headings)
        above: list[int] = []  # the headings that are open where the loop stands, outermost first
        paths: list[str] = []
        for at, block in enumerate(headings):
            while above and headings[above[-1]].level >= block.level:
                ends[above.pop()] = block.start
            above.append(at)
            paths.append(" > ".join(self.words(headings[i].start, headings[i].end) for i in above))
        return tuple(
            Section(at + 1, block.level, self.words(block.start, block.end), paths[at], block.start, ends[at])
            for at, block in enumerate(headings)
        )

    def words(self, start: int, end: int) -> str:
        """Return the span's words on one line, white space folded: for names and titles, not for provenance."""
        return " ".join(self.text[start:end].split())
