"""The layout of plain text: headings, paragraphs, list items and table rows, from white space, marks and line lengths.

    text → pieces (extractors.layout_pieces) → title (extractors.layout_title) → headings → depths of items → blocks

Whether a short line is a heading depends on what stands before and after, so that is decided over whole pieces.
Standard library only. Every step looks at each piece a bounded number of times.
"""

from collections.abc import Iterator
from dataclasses import replace

from extractors import layout_rules as rules
from extractors.layout_pieces import Piece, pieces_of
from extractors.layout_title import with_title
from extractors.records import Block

_NEAR = 400
"""Characters of the text around a line that a decision about it looks at."""

_LIST_OF_LINES = 4
"""As many stand-alone short lines in a row are a list without markers, not headings."""


def plain_text_layout(text: str) -> tuple[Block, ...]:
    """Return the blocks of `text` in reading order; `text` should be normalised, but any text gives some layout.

    Blocks do not overlap, lie inside the text, and begin and end on characters that are no white space. A line of
    marks alone ("-----") belongs to none. Cells of a row may be empty, so that columns stay in line.
    """
    pieces = _with_headings(text, list(pieces_of(text)))
    return tuple(_block(piece) for piece in _with_depths(pieces))


def _block(piece: Piece) -> Block:
    kind = "paragraph" if piece.kind == "text" else piece.kind
    marker = piece.marker.text if piece.marker else ""
    return Block(
        kind, piece.start, piece.end, piece.level, marker, piece.lines, cells=piece.cells, is_header=piece.is_header
    )


def _with_headings(text: str, pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with the lines among text and items that are headings told apart, and their levels."""
    pieces, title = with_title(text, pieces)
    plain = [at > title and _is_candidate(text, pieces, at) for at in range(len(pieces))]
    found: list[Piece] = []
    at, level, base = 0, 1, 1
    while at < len(pieces):
        piece = pieces[at]
        if plain[at]:
            end = _run_end(plain, at)
            found.extend(_plain_headings(pieces, at, end))
            level = 2 if found[-1].kind == "heading" else level
        elif end := _numbered_run_end(text, pieces, at):
            base = _series_base(text, pieces, at, level, base)
            found.extend(_numbered_headings(pieces[at:end], base))
        else:
            end = at + 1
            found.append(piece)
            level = piece.level if piece.kind == "heading" else level
        at = end
    return found


def _is_candidate(text: str, pieces: list[Piece], at: int) -> bool:
    """Whether a piece of text has the looks of a heading by itself."""
    piece = pieces[at]
    if piece.kind != "text" or len(piece.lines) > 1 or piece.indent >= 2 or piece.end - piece.start > rules.LONG_LINE:
        return False
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    if after and after.kind == "text" and after.indent >= 2 and not after.gap:
        return False
    before = pieces[at - 1] if at else None
    if before and before.kind == "text" and rules.is_label(text[before.start : before.end][:_NEAR]):
        return not text[before.start : before.end].endswith(":") and _reads(text, piece, after)
    return _reads(text, piece, after)


def _reads(text: str, piece: Piece, after: Piece | None) -> bool:
    following = " ".join(text[after.start : after.end][:_NEAR].split()) if after and after.kind == "text" else ""
    return rules.reads_as_heading(_words(text, piece), following)


def _words(text: str, piece: Piece) -> str:
    return " ".join(text[piece.start : piece.end].split())


def _run_end(flags: list[bool], at: int) -> int:
    while at < len(flags) and flags[at]:
        at += 1
    return at


def _plain_headings(pieces: list[Piece], at: int, end: int) -> Iterator[Piece]:
    """Yield a run of candidates: headings where text follows; of a long run only the last, the others are a list."""
    first = at if end - at < _LIST_OF_LINES else end - 1
    for number, piece in enumerate(pieces[at:end], start=at):
        is_heading = number >= first and end < len(pieces)
        yield replace(piece, kind="heading", level=2) if is_heading else piece


def _counts(piece: Piece) -> tuple[int, ...]:
    """Return the numbers of an item as headings have them ("2.1"), none for any other piece."""
    marker = piece.marker if piece.kind == "item" else None
    return marker.numbers if marker and marker.text[0].isdigit() else ()


def _numbered_run_end(text: str, pieces: list[Piece], at: int) -> int:
    """Return the index after the numbered headings that begin at `at`, 0 where the numbers are those of a list.

    They are headings where each is followed by text, or by the first of its own parts: 1, 1.1, text.
    """
    end = at
    while end < len(pieces) and (numbers := _counts(pieces[end])):
        is_part = end == at or numbers[:-1] == _counts(pieces[end - 1])
        short = len(pieces[end].lines) == 1 and pieces[end].end - pieces[end].start <= rules.NUMBERED_HEADING_LIMIT
        if not (is_part and short and rules.reads_as_numbered_heading(_words(text, pieces[end]))):
            return 0
        end += 1
    follows_list = at > 0 and _counts(pieces[at - 1]) != () and not _goes_on(pieces, at)
    if end == at or end == len(pieces) or follows_list:
        return 0
    after, last = pieces[end], pieces[end - 1]
    own = after.kind == "item" and (not after.gap or after.indent > last.indent + 2)
    detail = after.kind == "text" and after.indent > last.indent + 1
    return 0 if own or detail else end


def _goes_on(pieces: list[Piece], at: int) -> bool:
    """Whether the number at `at` does not count on from the list above it, after a gap: then another series has it."""
    mine, above = _counts(pieces[at]), _counts(pieces[at - 1])
    return pieces[at].gap and pieces[at].indent < pieces[at - 1].indent and mine != (*above[:-1], above[-1] + 1)


def _series_base(text: str, pieces: list[Piece], at: int, level: int, base: int) -> int:
    """Return the level above "1."; a series that a lead-in announces ("Our principles are:") is part of its section."""
    if _counts(pieces[at]) != (1,):
        return base
    announced = at > 0 and pieces[at - 1].kind == "text" and text[pieces[at - 1].end - 1] == ":"
    return level if announced else 1


def _numbered_headings(pieces: list[Piece], base: int) -> Iterator[Piece]:
    for piece in pieces:
        yield replace(piece, kind="heading", level=min(6, base + len(_counts(piece))))


def _with_depths(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces, items with their depth from 1: by indentation, and by a change of marker within one list."""
    open_items: list[tuple[int, str]] = []
    for piece in pieces:
        if piece.kind != "item" or piece.marker is None:
            if not (piece.kind == "text" and open_items and piece.indent >= 2):
                open_items.clear()
            yield piece
            continue
        mine = (piece.indent, piece.marker.kind)
        while open_items and open_items[-1][0] > piece.indent + 1:
            open_items.pop()
        same = (n for n, (indent, kind) in enumerate(open_items) if kind == mine[1] and indent >= mine[0] - 1)
        del open_items[next(same, len(open_items)) :]
        open_items.append(mine)
        yield replace(piece, level=len(open_items))
