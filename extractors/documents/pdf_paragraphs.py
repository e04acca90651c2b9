"""From the lines of a region to paragraphs and items: what goes on with the line above, and what begins anew."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractors.documents.pdf_drafts import Draft, draft
from extractors.documents.pdf_markers import BULLET, is_bullet, is_number
from extractors.documents.pdf_types import Box, Line, Rule, Word, line_of
from extractors.layout_rules import ends_sentence

_WIDER = 1.22
"""Of the usual distance between lines: a wider one parts paragraphs."""
_USUAL_PITCH = 1.25  # of the size, where nothing is known
_WIDEST_PITCH = 2.2
_OTHER_SIZE = 0.09
_INDENT = 0.8  # of the size
_SPACE = 0.25
_LONG_LINE = 60  # characters: a paragraph whose lines are as long is running text
_RUNNING = 40  # characters
_RAGGED = 7.0  # of the size
_WINDOW = 4
_EVEN = 4.0  # of the size
_UNDERLINE = 0.2  # of the size below the base line
_STUCK = re.compile(r"((?:\d{1,2}\.){2,4}|\([a-z]\))([A-Z]\w*\W?)")
"""A number of a paragraph right before its first word: "2.1.I hereby"."""
_DASHES = frozenset("-–—‐·*o")

Pitches = Mapping[float, float]


@dataclass(slots=True)
class _Open:
    """A paragraph or item that may go on."""

    marker: str
    indent: float
    text_at: float
    logical: list[list[Line]] = field(default_factory=list)

    @property
    def last(self) -> Line:
        return self.logical[-1][-1]


def pitches_of(regions: Sequence[Sequence[Line]]) -> Pitches:
    """Return the usual distance of lines of each size, in points, over all regions of a document."""
    counts: dict[float, Counter[float]] = {}
    for lines in regions:
        for above, line in pairwise(lines):
            distance = line.base - above.base
            size = line.style.size
            same = abs(above.style.size - size) <= _OTHER_SIZE * size
            if same and 0.8 * size <= distance <= _WIDEST_PITCH * size:
                counts.setdefault(round(size), Counter())[round(distance * 2) / 2] += 1
    found = {}
    for size, distances in counts.items():
        most = max(distances.values())
        found[size] = min(distance for distance, count in distances.items() if count >= 0.5 * most)
    return found


def paragraphs_of(
    lines: Sequence[Line], pitches: Pitches, rules: Sequence[Rule], page: int, region: int, *, is_panel: bool
) -> list[Draft]:
    """Return the paragraphs and items that the lines of one region make, from top to bottom.

    `rules` are those drawn on the page: one between two lines parts them.
    """
    parted = _parted_by(lines, rules)
    found: list[Draft] = []
    current: _Open | None = None
    for at, line in enumerate(lines):
        marker, words = _marked(lines, at, current)
        edge = _right_edge(lines, at)
        if current and not marker and at not in parted and _goes_on(current, line, pitches):
            if not _breaks(current, line, edge):
                current.logical[-1].append(line)
                continue
            if not _is_complete(current):
                current.logical.append([line])
                continue
        if current:
            found.append(_closed(current, page, region, edge_of=_right_edge(lines, at - 1), is_panel=is_panel))
        body = line_of(words)
        current = _Open(marker, line.box.x0, body.box.x0, [[body]])
    if current:
        edge = _right_edge(lines, len(lines) - 1)
        found.append(_closed(current, page, region, edge_of=edge, is_panel=is_panel))
    return found


def _parted_by(lines: Sequence[Line], rules: Sequence[Rule]) -> frozenset[int]:
    """Return the indices of the lines above which a rule is drawn; one right under words only underlines them."""
    level = sorted(rule.at for rule in rules if not rule.upright)
    if not level or not lines:
        return frozenset()
    found = set()
    for at in range(1, len(lines)):
        above, line = lines[at - 1], lines[at]
        first = bisect_right(level, above.base + _UNDERLINE * above.style.size)
        if (
            first < len(level)
            and level[first] < line.base - 0.6 * line.style.size
            and _is_under(above.box, line, rules)
        ):
            found.add(at)
    return frozenset(found)


def _is_under(above: Box, line: Line, rules: Sequence[Rule]) -> bool:
    """Whether one of the rules between two lines is as wide as they are."""
    start, end = min(above.x0, line.box.x0), max(above.x1, line.box.x1)
    low, high = above.bottom - 2, line.box.top + 0.3 * line.style.size
    return any(
        not rule.upright and low <= rule.at <= high and rule.start <= start + 2 and rule.end >= end - 2
        for rule in rules
    )


def _closed(current: _Open, page: int, region: int, *, edge_of: float, is_panel: bool) -> Draft:
    wide = current.last.box.x1 >= edge_of - 4 * current.last.style.size
    kind = "item" if current.marker else "paragraph"
    return draft(
        kind,  # type: ignore[arg-type]
        page,
        current.logical,
        marker=current.marker,
        indent=current.indent,
        region=region,
        is_panel=is_panel,
        ends_wide=wide,
    )


def _marked(lines: Sequence[Line], at: int, current: _Open | None) -> tuple[str, tuple[Word, ...]]:
    """Return the marker that a line begins with, empty where it has none, and the words after it."""
    line = lines[at]
    first, rest = _first_parted(line)
    if not rest or first.raised:
        return "", line.words
    gap = (rest[0].box.x0 - first.box.x1) / line.style.size
    if is_bullet(first.text, first.style):
        weak = first.text in _DASHES and not first.style.symbols
        known = current is not None and current.marker == first.text and abs(current.indent - line.box.x0) < 2
        if weak and not known and gap < 0.45:
            return "", line.words
        return (first.text if weak and first.text in "-–—*" else BULLET), rest
    if is_number(first.text) and (current is None or not _runs_into(current, line, gap)):
        return first.text, rest
    return "", line.words


def _first_parted(line: Line) -> tuple[Word, tuple[Word, ...]]:
    """Return the first word of a line and the others, a number parted from the text that follows it without a gap."""
    first, rest = line.words[0], line.words[1:]
    stuck = _STUCK.fullmatch(first.text)
    if stuck is None:
        return first, rest
    edge = first.box.x0 + first.box.width * len(stuck[1]) / len(first.text)
    left, right = first.box._replace(x1=edge), first.box._replace(x0=edge)
    return replace(first, text=stuck[1], box=left), (replace(first, text=stuck[2], box=right, glued=False), *rest)


def _runs_into(current: _Open, line: Line, gap: float) -> bool:
    """Whether a number that begins a line is a word of the sentence above, which goes on: "in section / 2. That"."""
    regular = line.base - current.last.base <= _USUAL_PITCH * 1.3 * line.style.size
    same_place = abs(line.box.x0 - current.text_at) < 1
    return regular and same_place and gap < 0.45 and not _ends(current.last) and not current.marker


def _goes_on(current: _Open, line: Line, pitches: Pitches) -> bool:
    """Whether a line without a marker belongs to the paragraph or item above it."""
    above = current.last
    size = max(line.style.size, above.style.size)
    distance = line.base - above.base
    if distance < 0.3 * size or abs(line.style.size - above.style.size) > _OTHER_SIZE * size:
        return False
    if distance > _WIDER * pitches.get(round(line.style.size), _USUAL_PITCH * line.style.size):
        return False
    if _opens_note(line):
        return False
    if line.style.bold != above.style.bold:
        return _is_lower(line) and not _ends(above)
    if line.style.colour != above.style.colour and not _has_link(line) and not _has_link(above):
        return _is_lower(line)
    if current.marker and line.box.x0 < current.text_at - _INDENT * size:
        return line.box.x0 >= current.indent - 2 and (_is_lower(line) or not _ends(above))
    if not current.marker and line.box.x0 > current.indent + _INDENT * size and _ends(above):
        return False
    return not (current.marker and line.box.x0 > current.text_at + 3 * size)


def _breaks(current: _Open, line: Line, edge: float) -> bool:
    """Whether the line above was ended on purpose: the first word of this one would have had room on it.

    Of running text that goes on, a line may end early, for its lines are chosen together by some writers.
    """
    above = current.last
    if _is_lower(line) or above.text.endswith(("-", ",", "–")):
        return False
    room = edge - above.box.x1
    first = line.words[0].box.width + _SPACE * line.style.size
    runs_on = len(above.text) >= _RUNNING and not _ends(above)
    return room > first + (_RAGGED if runs_on else 0.6) * line.style.size


def _ends(line: Line) -> bool:
    """Whether a line ends a sentence, marks of footnotes aside."""
    words = list(line.words)
    while len(words) > 1 and words[-1].raised:
        words.pop()
    return ends_sentence(words[-1].text)


def _opens_note(line: Line) -> bool:
    """Whether a line begins with the mark of a footnote."""
    return line.words[0].raised and not line.words[0].text.isalpha()


def _is_complete(current: _Open) -> bool:
    """Whether what was read so far is running text that has come to an end; an address or a list of names is not."""
    runs = len(current.logical[-1]) > 1 or len(current.last.text) >= _LONG_LINE
    return runs and _ends(current.last)


def _right_edge(lines: Sequence[Line], at: int) -> float:
    """Return how far lines reach around one, lines of its size only: text beside a picture is narrower than the rest.

    Where only one line reaches as far, it was not broken there, and the whole region tells how wide lines may be.
    """
    size = lines[at].style.size
    near = lines[max(0, at - _WINDOW) : at + _WINDOW]
    ends = [line.box.x1 for line in near if abs(line.style.size - size) <= _OTHER_SIZE * size]
    edge = max(ends)
    is_edge = sum(edge - end <= _EVEN * size for end in ends) > 1
    return edge if is_edge else max(line.box.x1 for line in lines)


def _is_lower(line: Line) -> bool:
    return line.text[:1].islower()


def _has_link(line: Line) -> bool:
    return any(word.uri for word in line.words)
