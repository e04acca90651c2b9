"""Which blocks are headings, and of which level: by their size, weight and colour beside the running text's."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extractors.documents.pdf_drafts import Draft
from extractors.documents.pdf_types import Line, Style
from extractors.layout_rules import (
    TITLE_LIMIT,
    is_label,
    is_value,
    marker_of,
    reads_as_heading,
    reads_as_numbered_heading,
    reads_as_title,
)

_LARGER = 1.13
"""Of the body's size: text as large is a heading by its size alone."""
_AS_LARGE = 0.93
_MOST_LINES = 4
_LONGEST = 200  # characters
_STREET = re.compile(r"\d{1,4}[a-zA-Z]? [A-Z]")
"""How an address begins, which letters set in bold at their top."""
_DEEPEST = 6
_OTHER_COLOUR = 0x40
_TITLE_PAGES = 3
_NEAR_SIZE = 0.04
_SENTENCE_WORDS = 18
_TITLE_WORDS = 30
_CLOSED_WORDS = 10  # a bold line of no more words is a heading even if a full stop or colon closes it


class Look(NamedTuple):
    """What headings of one level share."""

    size: float
    bold: bool
    coloured: bool
    capitals: bool


def body_style(lines: Sequence[Line]) -> Style:
    """Return the style that most of the text is set in."""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.style.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    rest = Counter[tuple[bool, int]]()
    for line in lines:
        if abs(line.style.size - size) <= 0.5:
            rest[line.style.bold, line.style.colour] += len(line.text)
    bold, colour = rest.most_common(1)[0][0] if rest else (False, 0)
    return Style(size, bold, colour)


def with_headings(drafts: Sequence[Draft], body: Style, title: str) -> list[Draft]:
    """Return the drafts, those that are headings told apart and with their levels; `title` is the file's property."""
    flags = [_is_heading(drafts, at, body) for at in range(len(drafts))]
    top = _title_at(drafts, flags, body, title)
    if top is not None:
        flags[top] = True
    looks = {at: _look(drafts[at], body) for at, flag in enumerate(flags) if flag}
    levels = _levels({at: look for at, look in looks.items() if at != top and not drafts[at].is_panel})
    found = []
    above = 1
    for at, each in enumerate(drafts):
        if at in looks:
            if at == top:
                level = 1
            elif each.is_panel:
                level = min(_DEEPEST, above + 1)
            else:
                level = above = min(_DEEPEST, levels[looks[at]] + _depth(each, looks, drafts, at))
            found.append(_as_heading(each, level))
        else:
            found.append(each)
    return _without_gaps(found)


def _without_gaps(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with each heading one level below the heading that it stands under: looks leave gaps."""
    found: list[Draft] = []
    above: list[tuple[int, int]] = []  # the level by looks, and without gaps, of the headings that are open
    for each in drafts:
        if each.kind == "heading":
            while above and above[-1][0] >= each.level:
                above.pop()
            level = above[-1][1] + 1 if above else min(each.level, 2)
            above.append((each.level, level))
            found.append(replace(each, level=level))
        else:
            found.append(each)
    return found


def _as_heading(each: Draft, level: int) -> Draft:
    """Return a draft as a heading, on one logical line."""
    pages = tuple(page for line in each.pages for page in line)
    return replace(each, kind="heading", level=level, lines=(each.flat,), pages=(pages,))


def _is_heading(drafts: Sequence[Draft], at: int, body: Style) -> bool:
    each = drafts[at]
    if each.kind not in {"paragraph", "item"} or (each.kind == "item" and not each.marker[:1].isalnum()):
        return False
    text = each.text
    if len(each.flat) > _MOST_LINES or len(text) > _LONGEST or sum(map(str.isalpha, text)) < 2:
        return False
    following = next((later for later in drafts[at + 1 : at + 2]), None)
    if following is None or (each.is_panel and not _heads_panel(drafts, at)):
        return False
    return _stands_out(each, body, following)


def _heads_panel(drafts: Sequence[Draft], at: int) -> bool:
    """Whether a block is the first of its panel, and set larger or bolder than what follows there."""
    first = at == 0 or drafts[at - 1].region != drafts[at].region
    each, following = drafts[at], drafts[at + 1]
    if not first or following.region != each.region or following.kind == "row":
        return False
    larger = each.style.size >= _LARGER * following.style.size
    return larger or (each.style.bold and not following.style.bold)


def _stands_out(each: Draft, body: Style, following: Draft) -> bool:
    text, style = each.text, each.style
    after = following.text if following.kind != "row" else ""
    ratio = style.size / body.size
    if ratio >= _LARGER:
        sure = ratio > 1.5 or style.bold or each.kind == "item"
        many = len(text.split()) > (_TITLE_WORDS if sure else _SENTENCE_WORDS)
        return not many and reads_as_title(text, "") and text[-1] not in ".;," and not _is_quoted(text)
    if ratio < _AS_LARGE or len(each.lines) > 1 or not _differs(each, body) or _STREET.match(text):
        return False
    if each.kind == "item":
        return reads_as_numbered_heading(text.rstrip(".:")) and style.bold and not body.bold
    closed = style.bold and len(text.split()) <= _CLOSED_WORDS
    return reads_as_heading(text.rstrip(".:") if closed else text, after[:200])


def _differs(each: Draft, body: Style) -> bool:
    """Whether text as large as the running text is set apart from it: bold, coloured, in capitals."""
    style, text = each.style, each.text
    linked = any(word.uri for line in each.flat for word in line.words)
    coloured = _is_other(style.colour, body.colour) and not linked
    capitals = text.isupper() and sum(map(str.isalpha, text)) >= 5
    return (style.bold and not body.bold) or (coloured and not each.is_panel) or capitals


def _is_other(colour: int, usual: int) -> bool:
    """Whether two colours differ so that readers see it: two shades of black do not."""
    return any(abs(a - b) >= _OTHER_COLOUR for a, b in zip(colour.to_bytes(3), usual.to_bytes(3), strict=True))


def _is_quoted(text: str) -> bool:
    return text[0] in "“\"‘'" and text[-1] in "”\"’'"


def _title_at(drafts: Sequence[Draft], flags: Sequence[bool], body: Style, title: str) -> int | None:
    """Return the index of the document's title: what its property says, else the largest heading of the first page."""
    early = [at for at, each in enumerate(drafts) if each.page < _TITLE_PAGES and each.kind in {"paragraph", "item"}]
    wanted = _plain(title)
    for at in early:
        if wanted and len(drafts[at].text) <= TITLE_LIMIT and _plain(drafts[at].text) == wanted:
            return at
    for page in range(_TITLE_PAGES):
        found = [at for at in early if flags[at] and drafts[at].page == page and not drafts[at].is_panel]
        large = [at for at in found if drafts[at].style.size >= _LARGER * body.size and not _numbers(drafts[at])]
        if large:
            return max(large, key=lambda at: (round(drafts[at].style.size), -at))
        if found or page == _TITLE_PAGES - 1:
            break
    return _bold_title(drafts, early, body)


def _bold_title(drafts: Sequence[Draft], early: Sequence[int], body: Style) -> int | None:
    """Return the first block in bold letters that may be a title, where none is larger than the text."""
    for at in early:
        each = drafts[at]
        lone = (
            len(each.lines) == 1
            and not _STREET.match(each.text)
            and len(each.flat) <= _MOST_LINES
            and not each.marker
            and not each.is_panel
        )
        if lone and _differs(each, body) and _may_be_title(each.text) and at + 1 < len(drafts):
            return at
    return None


def _may_be_title(text: str) -> bool:
    return len(text) <= TITLE_LIMIT and reads_as_title(text) and not is_label(text) and not is_value(text)


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _look(each: Draft, body: Style) -> Look:
    style = each.style
    text = each.text
    capitals = text.isupper() and sum(map(str.isalpha, text)) >= 5
    return Look(round(style.size * 2) / 2, style.bold, _is_other(style.colour, body.colour), capitals)


def _levels(looks: dict[int, Look]) -> dict[Look, int]:
    """Return the level of each look, from 2: larger first; of one size coloured ones, then the one that comes first.

    A look that is used only once has the level of the next smaller one.
    """
    first: dict[Look, int] = {}
    for at, look in looks.items():
        first.setdefault(look, at)
    uses = Counter(looks.values())
    ordered = sorted(first, key=lambda look: (-look.size, not look.coloured, first[look]))
    found: dict[Look, int] = {}
    level = 1
    last: Look | None = None
    for look in ordered:
        alike = last is not None and last.size - look.size <= _NEAR_SIZE * last.size and last[1:] == look[1:]
        level += not (alike or (last is not None and uses[last] == 1))
        found[look] = min(_DEEPEST, level)
        last = look
    return found


def _depth(each: Draft, looks: dict[int, Look], drafts: Sequence[Draft], at: int) -> int:
    """Return how many levels a heading's number is below the shallowest of its look: 1 for "2.1" beside "2."."""
    mine = _numbers(each)
    if not mine:
        return 0
    others = (_numbers(drafts[other]) for other, look in looks.items() if look == looks[at])
    return mine - min(count for count in others if count)


def _numbers(each: Draft) -> int:
    marker = marker_of(f"{each.marker} A") if each.marker else marker_of(each.text)
    return len(marker.numbers) if marker and marker.text[0].isdigit() else 0
