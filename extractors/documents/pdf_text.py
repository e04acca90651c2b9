"""Blocks are written as the text of the document, with its links and the places at which its pages begin."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.documents.addresses import absolute
from extractors.documents.html_lines import Anchor, PageText
from extractors.documents.html_lines import Line as TextLine
from extractors.documents.normalise import normalise, normalise_inline
from extractors.documents.pdf_drafts import Draft
from extractors.documents.pdf_hyphens import Vocabulary, breaks_address
from extractors.documents.pdf_types import Line, Row, Word
from extractors.records import Block, Link, Span

_TYPED_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>“”\"]+[^\s<>“”\"'’.,;:!?)\]}]")
_NOTE_MARK = re.compile(r"[(\[]?(?:\d{1,3}|[*†‡§]{1,3})(?:[,–-]\d{1,3})*[)\],]?")
_UNITS = frozenset(["m", "km", "cm", "mm", "ft", "CO"])


class _Assembled(NamedTuple):
    """A logical line, and at which of its characters each further page begins."""

    line: TextLine
    page_at: tuple[tuple[int, int], ...]


class _Piece(NamedTuple):
    """A word in a logical line: what stands before it, its text, where it links to, its page."""

    joint: str
    text: str
    uri: str | None
    page: int


class Writer:
    """Writes drafts one after the other, and remembers where pages begin."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Begin with no text; `vocabulary` tells which hyphens at line ends are kept."""
        self._page_text = PageText()
        self._vocabulary = vocabulary
        self._starts: dict[int, tuple[int, bool]] = {}

    def write(self, each: Draft) -> None:
        """Write one draft, unless nothing of it can be read."""
        if each.row:
            self._write_row(each, each.row)
            return
        made = [(self._assembled(line, pages), pages) for line, pages in zip(each.lines, each.pages, strict=True)]
        made = [(assembled, pages) for assembled, pages in made if any(map(str.isalnum, assembled.line.text))]
        if not made:
            return
        lines = [assembled.line for assembled, _ in made]
        if each.kind == "item":
            lines[0] = lines[0].without_bullet()
            self._page_text.block("item", lines, level=each.level, marker=each.marker, depth=each.level - 1)
        elif each.kind == "note":
            self._page_text.block("item", lines, level=1, marker=each.marker or "•")
        elif each.kind == "heading":
            self._page_text.block("heading", lines, level=each.level, marker=each.marker)
        else:
            self._page_text.block("paragraph", lines)
        block = self._page_text.blocks[-1]
        self._starts.setdefault(made[0][1][0], (block.lines[0].start, True))
        for span, (assembled, pages) in zip(block.lines, made, strict=True):
            self._starts.setdefault(pages[0], (span.start, False))
            for offset, page in assembled.page_at:
                self._starts.setdefault(page, (max(span.start, span.end - len(assembled.line.text) + offset), False))

    def _write_row(self, each: Draft, row: Row) -> None:
        cells = [self._cell(cell) for cell in row.cells]
        if not any(map(str.isalnum, "".join(cell.text for cell in cells))):
            return
        self._page_text.row(cells, range(len(cells)), is_header=row.is_header)
        self._starts.setdefault(each.page, (self._page_text.blocks[-1].start, True))

    def _cell(self, lines: Sequence[Line]) -> TextLine:
        if not lines:
            return TextLine("")
        return self._assembled(lines, (0,) * len(lines)).line

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that were written."""
        return tuple(self._page_text.blocks)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links that were written."""
        return tuple(self._page_text.links)

    def text(self) -> str:
        """Return all that was written."""
        return self._page_text.text

    def page_starts(self, pages: int) -> tuple[int, ...]:
        """Return where each of `pages` pages begins; one without text begins where the next begins."""
        text = self.text()
        found: list[int] = []
        following = len(text)
        for page in range(pages - 1, -1, -1):
            if page in self._starts:
                at, begins_block = self._starts[page]
                following = min(following, _line_start(text, at) if begins_block else at)
            found.append(following if page else 0)
        return tuple(reversed(found))

    def _assembled(self, lines: Sequence[Line], pages: Sequence[int]) -> _Assembled:
        """Return the words of a logical line as text: hyphens of line ends undone, marks of footnotes left out."""
        pieces: list[_Piece] = []
        for line, page in zip(lines, pages, strict=True):
            for number, word in enumerate(line.words):
                text = normalise_inline(word.text).strip()
                if not text or (pieces and _is_note_mark(word, pieces[-1].text)):
                    continue
                joint = "" if word.glued or not pieces else " "
                if pieces and number == 0:
                    joint = self._over_line_end(pieces, text, word.uri)
                pieces.append(_Piece(joint, text, word.uri, page))
        return _line_of(pieces, pages[0])

    def _over_line_end(self, pieces: list[_Piece], text: str, uri: str | None) -> str:
        """Return what stands between the last word of a line and the first of the next, its hyphen undone."""
        last = pieces[-1]
        ending = self._vocabulary.ending(last.text, text)
        if ending is not None:
            pieces[-1] = last._replace(text=ending)
            return ""
        return "" if breaks_address(last.text, text, uri if uri == last.uri else None) else " "


def _is_note_mark(word: Word, before: str) -> bool:
    return word.raised and before not in _UNITS and _NOTE_MARK.fullmatch(word.text) is not None


def _line_of(pieces: Sequence[_Piece], first_page: int) -> _Assembled:
    parts: list[str] = []
    links: list[tuple[Span, Anchor]] = []
    page_at: list[tuple[int, int]] = []
    length, page = 0, first_page
    last_uri: str | None = None
    for piece in pieces:
        parts.extend((piece.joint, piece.text))
        start = length + len(piece.joint)
        length = start + len(piece.text)
        if piece.page != page:
            page = piece.page
            page_at.append((start, page))
        if piece.uri and piece.uri == last_uri:
            span, anchor = links.pop()
            links.append((Span(span.start, length), anchor))
        elif piece.uri:
            links.append((Span(start, length), Anchor(piece.uri)))
        last_uri = piece.uri
    text = "".join(parts)
    clean = normalise(text)
    if len(clean) != len(text):
        return _Assembled(TextLine(clean), tuple((min(at, len(clean)), page) for at, page in page_at))
    return _Assembled(TextLine(clean, tuple(_with_typed(clean, links))), tuple(page_at))


def _with_typed(text: str, links: list[tuple[Span, Anchor]]) -> Iterator[tuple[Span, Anchor]]:
    """Yield the links, and the addresses that only stand in the text, in order."""
    typed = []
    for match in _TYPED_ADDRESS.finditer(text):
        uri = absolute(None, match.group() if "://" in match.group() else f"https://{match.group()}")
        if uri and not any(span.start < match.end() and match.start() < span.end for span, _ in links):
            typed.append((Span(*match.span()), Anchor(uri)))
    yield from sorted([*links, *typed], key=lambda link: link[0])


def _line_start(text: str, at: int) -> int:
    """Return where the words of the line begin that the character at `at` is in, its marker included."""
    start = text.rfind("\n", 0, at) + 1
    return start + len(text[start:at]) - len(text[start:at].lstrip(" "))
