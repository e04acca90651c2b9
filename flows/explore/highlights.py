"""A text cut where marks begin and end: marks may overlap, and every piece knows all that cover it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

_MOST_OVER = 40  # marks that are followed at once; what comes above keeps its place and its row, which bounds the work
_DEEPEST = 5  # marks on one piece that are drawn; the others keep their place, and their row


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact's place: characters `start` to `end` (exclusive) of the text, and its number on the page."""

    number: int
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with the marks that cover all of them, the longest first; `begun` and `ended` are those that begin with its
    first character and end with its last."""

    text: str
    marks: tuple[Mark, ...] = ()
    begun: tuple[Mark, ...] = ()
    ended: tuple[Mark, ...] = ()

    @property
    def drawn(self) -> tuple[Mark, ...]:
        """The marks that are drawn: the shortest, which are inside."""
        return self.marks[-_DEEPEST:]

    @property
    def hidden(self) -> tuple[Mark, ...]:
        """The marks that begin here and are not drawn."""
        drawn = set(self.drawn)
        return tuple(mark for mark in self.begun if mark not in drawn)


def pieces(text: str, begin: int, end: int, marks: Iterable[Mark]) -> list[Piece]:
    """Return the characters `begin` to `end` of `text`, cut at the marks; a mark may reach over."""
    inside = sorted(
        (mark for mark in marks if mark.start < end and mark.end > begin and mark.start < mark.end),
        key=lambda mark: mark.start,
    )
    edges = sorted({begin, end, *(max(begin, mark.start) for mark in inside), *(min(end, mark.end) for mark in inside)})
    found: list[Piece] = []
    active: list[Mark] = []
    coming = 0
    for start, stop in pairwise(edges):
        active = [mark for mark in active if mark.end > start]
        crowded: list[Mark] = []
        while coming < len(inside) and inside[coming].start <= start:
            (active if len(active) < _MOST_OVER else crowded).append(inside[coming])
            coming += 1
        over = tuple(sorted(active, key=lambda mark: (mark.start - mark.end, mark.number)))
        found.append(
            Piece(
                text[start:stop],
                over,
                tuple(mark for mark in (*over, *crowded) if max(begin, mark.start) == start),
                tuple(mark for mark in over if min(end, mark.end) == stop),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's place in the text: it begins at `start`."""

    number: int
    level: int
    words: str
    start: int


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with the text below it, up to the next heading of any level.

    `start` to `body` is the heading's own line, `body` to `end` what follows. `heading` is None for what stands before
    the first, or goes on from the block before.
    """

    heading: Heading | None
    start: int
    body: int
    end: int


def blocks(text: str, headings: Sequence[Heading], most: int) -> list[Block]:
    """Return the text's blocks in order, none longer than `most` characters: what is longer goes on in another."""
    found: list[Block] = []
    starts = sorted({heading.start: heading for heading in reversed(headings)}.values(), key=lambda each: each.start)
    first = starts[0].start if starts else len(text)
    found.extend(_cut(text, None, 0, 0, first, most))
    for heading, following in zip_longest(starts, starts[1:]):
        end = following.start if following else len(text)
        found.extend(_cut(text, heading, heading.start, _after(text, heading, end), end, most))
    return found


def _after(text: str, heading: Heading, end: int) -> int:
    """Return where the lines end that a heading stands on."""
    stop = heading.start
    while stop < end:
        line = text.find("\n", stop + 1, end)
        stop = end if line < 0 else line
        said = " ".join(text[heading.start : stop].split())
        if said == heading.words or not heading.words.startswith(said):
            break
    return stop


def _cut(text: str, heading: Heading | None, start: int, body: int, end: int, most: int) -> Iterable[Block]:
    while end - start > most:
        line = text.rfind("\n", max(body, start + most // 2), start + most)
        stop = line + 1 if line >= 0 else max(body, start + most)
        yield Block(heading, start, body, stop)
        heading, start, body = None, stop, stop
    if end > start:
        yield Block(heading, start, body, end)


def parts(found: Sequence[Block], most: int) -> list[list[Block]]:
    """Return the blocks in parts of at most `most` characters; a part has at least one block."""
    made: list[list[Block]] = [[]]
    for block in found:
        if made[-1] and block.end - made[-1][0].start > most:
            made.append([])
        made[-1].append(block)
    return made
