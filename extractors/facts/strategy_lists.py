"""Strategy items from lists: with and without marks, under headings and lead-ins, as sub-headings, in tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors import lexicon
from extractors.facts.strategy_item import Item, has_name_and_detail, split_item
from extractors.facts.strategy_words import announced, kind_of_heading, kind_of_lead_in, labelled, opens_vaguely
from extractors.page import Page
from extractors.records import Block, Span

_OUTCOMES_FOR = re.compile(
    r"^(?:our|for our|for)\s+(?P<audience>.{3,60}?)\s*(?:\.\.\.|…|will|:|can)\s*$", re.IGNORECASE
)
_ABOUT_ITEM = re.compile(
    r"(?:(?:executive |senior |accountable |delivery )?(?:leads?|owner|officer|director|sponsor)|partners?|"
    r"budget|costs?|funding|deadline|date|due|by when|status|measures?|contact|progress|who|when)\s*[:–-]",
    re.IGNORECASE,
)
_WILL_SAY = re.compile(
    r"(?:for )?our (?P<audience>[a-z ,’'-]{3,40}?) (?:will|can|should) (?:say|tell us|feel|be able to say)"
    r"\s*(?::|…|\.{2,3})?$",
    re.IGNORECASE,
)
_LONG_LINE = 30  # words
_QUESTION = re.compile(
    r"(?:how|what|why|where|when|who|which|about|contact|next|further|our|the|see|download|get|read|find|share|print|"
    r"related|useful|more)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:see also|download|get (?:in touch|involved)|contact|read more|find out|share|print|related|useful|"
    r"more information)\b",
    re.IGNORECASE,
)
_ABOVE = 6  # blocks above a list that are looked at for its kind: heading, lead-in, and the lists of other audiences
_SHORT = 15  # words of an item that stands on a line of its own without a mark
_NAME = 6  # words of a heading that names a value


def listed_items(page: Page) -> Iterator[Item]:
    """Yield the items of lists whose heading or lead-in names a kind."""
    blocks = page.blocks
    at = 0
    while at < len(blocks):
        if blocks[at].kind != "item":
            at += 1
            continue
        end = at
        while end < len(blocks) and blocks[end].kind == "item":
            end += 1
        yield from _list(page, at, end)
        at = end


def _list(page: Page, at: int, end: int) -> Iterator[Item]:
    kind, audience = _kind_of_list(page, at)
    if kind is None:
        return
    items = page.blocks[at:end]
    top = min(block.level for block in items)
    for block in items:
        if block.level == top and any(c.isalpha() for c in page.flat[block.start : block.end]):
            label = labelled(page.flat, Span(block.start, block.end))
            if label is None or not label.is_numbered:
                yield split_item(page, block.start, block.end, kind, audience)


@dataclass(slots=True)
class _Above:
    """What the words above a list have told so far, read upwards from the list."""

    audience: str | None = None
    vague: str | None = None  # the kind of a lead-in that says little: "We will:"
    kind: str | None = None
    is_told: bool = False

    @property
    def told(self) -> tuple[str | None, str | None]:
        """Kind and audience of the list's items, both None where it is no list of a kind."""
        return self.kind or ("outcome" if self.audience else self.vague), self.audience


def _kind_of_list(page: Page, at: int) -> tuple[str | None, str | None]:
    """The kind (and audience) that the words above a list give it: its lead-in, else the heading of its section."""
    above = _Above()
    for distance, block in enumerate(reversed(page.blocks[max(0, at - _ABOVE) : at])):
        words = page.flat[block.start : block.end].strip()
        if block.kind == "heading":
            _read_heading(above, words, distance)
        elif block.kind == "paragraph":
            _read_paragraph(above, words, distance)
        elif block.kind != "item" or not above.audience:  # else it is the list of another audience
            break
        if above.is_told:
            break
    is_other = at > 0 and not above.is_told and above.vague is None and _is_other_lead_in(page, at)
    return (None, None) if is_other and not above.audience else above.told


def _is_other_lead_in(page: Page, at: int) -> bool:
    """Whether a list's lead-in names no kind, and no heading right above it does."""
    lead, before = page.blocks[at - 1], page.blocks[at - 2] if at > 1 else None
    opens = lead.kind == "paragraph" and page.flat[lead.start : lead.end].endswith(":")
    return opens and (before is None or before.kind != "heading")


def _audience_of(words: str) -> str | None:
    outcome = _OUTCOMES_FOR.match(words)
    return _audience(outcome.group("audience")) if outcome else None


def _read_heading(above: _Above, words: str, distance: int) -> None:
    if distance <= 1 and above.audience is None:
        above.audience = _audience_of(words)
    if distance == 0 and (above.audience or opens_vaguely(words)):
        above.vague = None if above.audience else kind_of_lead_in(words)
        return
    known = kind_of_heading(words) or announced(words)
    above.kind, above.is_told = (known[0] if known else None), True


def _read_paragraph(above: _Above, words: str, distance: int) -> None:
    if distance <= 1 and above.audience is None and words.endswith(("...", "…", ":")):
        above.audience = _audience_of(words)
    if distance == 0 and opens_vaguely(words):
        above.vague = kind_of_lead_in(words)
    elif distance == 0 and (lead := kind_of_lead_in(words)):
        above.kind, above.is_told = lead, True
    elif said := announced(_last_sentence(words)):
        above.kind, above.is_told = said[0], True


def _last_sentence(words: str) -> str:
    return re.split(r"(?<=[.!?])\s+", words)[-1]


def _audience(words: str) -> str | None:
    """The first stakeholder named in the words ("service users and their loved ones" → "service users"), or None."""
    spaced = " ".join(["", *re.findall(r"[\w’'-]+", words.casefold()), ""])
    found = [(spaced.find(f" {a} "), -len(a), a) for a in lexicon.words("audiences")]
    return min((entry for entry in found if entry[0] >= 0), default=(0, 0, None))[2]


def said_by_audiences(page: Page) -> Iterator[Item]:
    """Yield the lines under "Our patients will say…": outcomes for them, without list marks."""
    for block in page.blocks:
        audience: str | None = None
        for line in block.lines if block.kind == "paragraph" and len(block.lines) > 1 else ():
            words = page.flat[line.start : line.end].strip()
            said = _WILL_SAY.match(words)
            if said:
                audience = _audience(said.group("audience")) or said.group("audience").casefold()
            elif audience and len(words.split()) <= _LONG_LINE:
                end = _without_stop(page, line.start, line.end)
                yield Item(line.start, end, "outcome", None, audience, 0.8, "said by audience")


def labelled_items(page: Page) -> Iterator[Item]:
    """Yield what a label says: "Priority 1: Better homes" as a line of its own, or over the line that says it."""
    for line in page.lines:
        label = labelled(page.flat, Span(line.start, line.end))
        if label is None:
            continue
        if label.start < line.end:
            end = page.sentence_at(label.start).end if line.block.kind != "heading" else line.end
            item = split_item(page, label.start, _without_stop(page, label.start, min(end, line.end)), label.kind)
            yield Item(
                item.start, item.end, item.kind, item.detail or _below(page, line.block_index), None, 0.9, "label"
            )
        elif label.is_numbered and (below := page.lines[line.index + 1 : line.index + 2]):
            words = page.flat[below[0].start : below[0].end]
            if len(words.split()) <= _SHORT:
                end = _without_stop(page, below[0].start, below[0].end)
                yield Item(below[0].start, end, label.kind, None, None, 0.8, "label")


def _without_stop(page: Page, start: int, end: int) -> int:
    while end > start + 1 and (page.flat[end - 1] in ".;," or page.flat[end - 1].isspace()):
        end -= 1
    return end


def _below(page: Page, at: int) -> Span | None:
    """The paragraph under a heading, which explains it."""
    below = page.blocks[at + 1] if at + 1 < len(page.blocks) else None
    explains = page.blocks[at].kind == "heading" and below is not None and below.kind == "paragraph"
    return Span(below.start, below.end) if below and explains else None


def headed_items(page: Page) -> Iterator[Item]:
    """Yield what stands under "Our principles" without list marks: headings, named paragraphs, lines."""
    for at, block in enumerate(page.blocks):
        known = _opened(page, block)
        if known is None:
            continue
        kind, count = known
        following = page.blocks[at + 1 :]
        yield from _numbered(kind, block, following)
        if block.kind == "heading":
            yield from _named_paragraphs(page, kind, following)
            yield from _lines(page, kind, following)
            yield from _sub_headings(page, at, kind, count)


def _opened(page: Page, block: Block) -> tuple[str, int] | None:
    """The kind, and the number where told, of the items that a heading or a lead-in opens."""
    words = page.flat[block.start : block.end].strip()
    if block.kind == "heading":
        known = kind_of_heading(words)
        said = announced(words)
        if said and not (known and not known[1]):
            return said
        return (known[0], 0) if known and known[1] else None
    if block.kind == "paragraph" and words.endswith(":"):
        lead = kind_of_lead_in(words)
        return (lead, 0) if lead and not opens_vaguely(words) else None
    return None


def _numbered(kind: str, opening: Block, following: tuple[Block, ...]) -> Iterator[Item]:
    """ "Our principles are:" over "1. Accessible", "2. Flexible", each with a paragraph of its own below."""
    level = 0
    for at, block in enumerate(following):
        if block.kind != "heading":
            continue
        beside = opening.kind == "heading" and opening.marker and block.level <= opening.level
        if not block.marker or beside or level not in {0, block.level}:
            break
        if level == 0 and at > 1:
            break  # the numbers do not belong to what was opened
        level = block.level
        below = following[at + 1] if at + 1 < len(following) else None
        detail = Span(below.start, below.end) if below and below.kind == "paragraph" else None
        yield Item(block.start, block.end, kind, detail, None, 0.85, "numbered heading")


def _named_paragraphs(page: Page, kind: str, following: tuple[Block, ...]) -> Iterator[Item]:
    """ "Respect – we listen" or "Respect" over "We listen.", paragraph by paragraph, at least two.

    Where some names stand right over their text, names that stand apart like headings are of the series too.
    """
    found: list[Item] = []
    series = False  # whether a name stood in one paragraph with its text
    at = 0
    while at < len(following):
        block = following[at]
        first, *rest = block.lines or (Span(block.start, block.end),)
        if _is_label(page, first):
            break
        if block.kind == "paragraph" and rest and _is_name(page, first):
            item, series = Item(first.start, first.end, kind, Span(rest[0].start, block.end)), True
        elif block.kind in {"paragraph", "heading"} and not rest and has_name_and_detail(page, block.start, block.end):
            parted = split_item(page, block.start, block.end, kind)
            item, series = Item(parted.start, parted.end, kind, parted.detail), True
        elif _stands_apart(page, following, at):
            item = Item(block.start, block.end, kind, Span(following[at + 1].start, following[at + 1].end))
            at += 1
        elif found or block.kind != "paragraph":
            break
        else:
            at += 1
            continue
        found.append(replace(item, confidence=0.85, rule="named paragraph"))
        at += 1
    if len(found) > 1 and series:
        yield from found


def _stands_apart(page: Page, blocks: tuple[Block, ...], at: int) -> bool:
    """Whether a heading of a few words, which asks nothing, has a paragraph below it."""
    block, below = blocks[at], blocks[at + 1 : at + 2]
    words = page.flat[block.start : block.end]
    return (
        block.kind == "heading"
        and bool(below)
        and below[0].kind == "paragraph"
        and len(below[0].lines) <= 1
        and _is_name(page, Span(block.start, block.end))
        and not _QUESTION.match(words)
        and kind_of_heading(words) is None
    )


def _is_label(page: Page, line: Span) -> bool:
    """Whether a line is labelled by number ("Theme 1: …"), or says something of an item ("Lead: …", "Budget: …")."""
    numbered = labelled(page.flat, line)
    return (numbered is not None and numbered.is_numbered) or bool(_ABOUT_ITEM.match(page.flat, line.start, line.end))


def _is_name(page: Page, line: Span) -> bool:
    words = page.flat[line.start : line.end].strip()
    return len(words.split()) <= _NAME and words[:1].isupper() and words[-1] not in ".,:;"


def _lines(page: Page, kind: str, following: tuple[Block, ...]) -> Iterator[Item]:
    """The lines of a paragraph, each with a name and its explanation, or each a few words; and "Open, kind, fair"."""
    block = next(iter(following), None)
    if block is None or block.kind == "item":
        return
    if block.kind != "paragraph":
        if block.kind == "heading" or len(following) < 2 or following[1].kind != "row":
            yield from _in_one_line(page, kind, Span(block.start, block.end))
        return
    lines = block.lines or (Span(block.start, block.end),)
    if len(lines) == 1:
        yield from _in_one_line(page, kind, lines[0])
        return
    if _is_name(page, lines[0]) and page.flat[lines[1].end - 1] == ".":
        return  # a name over its explanation
    if any(_is_label(page, line) for line in lines):
        return
    if all(has_name_and_detail(page, *line) for line in lines) or all(_is_short(page, line) for line in lines):
        for line in lines:
            item = split_item(page, line.start, _without_stop(page, *line), kind)
            yield Item(item.start, item.end, kind, item.detail, None, 0.8, "lines")


def _is_short(page: Page, line: Span) -> bool:
    words = page.flat[line.start : line.end].strip()
    return len(words.split()) <= _SHORT and words[:1].isupper() and not words.endswith((".", ":", "?"))


_PARTED = re.compile(r"\s*(?:[,|•·/]|\s[–—-]\s)\s*(?:and\s+)?|\s+and\s+")


def _in_one_line(page: Page, kind: str, line: Span) -> Iterator[Item]:
    """ "Open, kind and fair" or "Respect | Openness | Ambition": three names or more, and nothing else."""
    words = page.flat[line.start : line.end].rstrip(" .")
    cuts = [(0, 0), *((m.start(), m.end()) for m in _PARTED.finditer(words)), (len(words), len(words))]
    parts = [(a[1], b[0]) for a, b in pairwise(cuts)]
    short = 3  # words of a name in a row of names
    if len(parts) >= short and all(0 < len(words[a:b].split()) <= short for a, b in parts) and words[:1].isupper():
        for a, b in parts:
            yield Item(line.start + a, line.start + b, kind, None, None, 0.75, "row of names")


def _sub_headings(page: Page, at: int, kind: str, count: int) -> Iterator[Item]:
    """As many headings as are announced, each with its text; or below "Our values" those of a deeper level."""
    opening = page.blocks[at]
    below = page.blocks[at + 1 :]
    if not count and below and below[0].kind == "paragraph":
        said = announced(page.flat[below[0].start : below[0].end])
        count = said[1] if said and said[0] == kind else 0
    found = []
    for number, block in enumerate(below):
        if block.kind != "heading":
            continue
        if block.level < opening.level or block.marker or kind_of_heading(page.flat[block.start : block.end]):
            break
        if not count and block.level <= opening.level:
            break
        detail = below[number + 1] if number + 1 < len(below) and below[number + 1].kind == "paragraph" else None
        span = Span(detail.start, detail.end) if detail else None
        if _ELSEWHERE.match(page.flat, block.start, block.end):
            break
        if labelled(page.flat, Span(block.start, block.end)) is None:
            found.append(Item(block.start, block.end, kind, span, None, 0.8, "sub-heading"))
        if len(found) == count:
            break
    if len(found) > 1 and (not count or len(found) == count):
        yield from found


def table_items(page: Page) -> Iterator[Item]:
    """Yield the cells of a column that is headed with a kind: "Priority | What we will do"."""
    column: tuple[int, str] | None = None
    in_table = False
    for block in page.blocks:
        if block.kind != "row":
            column, in_table = None, False
            continue
        if not in_table or block.is_header:
            column, in_table = _headed_column(page, block) or column, True
            continue
        if column and column[0] < len(block.cells):
            cell = block.cells[column[0]]
            words = page.flat[cell.start : cell.end]
            label = labelled(page.flat, cell)
            if label is None and len(words.split()) > 1 and words[:1].isalpha():
                item = split_item(page, cell.start, _without_stop(page, *cell), column[1])
                yield Item(item.start, item.end, item.kind, item.detail, None, 0.8, "table")


def _headed_column(page: Page, row: Block) -> tuple[int, str] | None:
    for at, cell in enumerate(row.cells):
        words = page.flat[cell.start : cell.end].strip()
        known = kind_of_heading(words) if len(words.split()) <= 3 else None
        if known and words.casefold() not in {"outcome", "target", "targets"}:  # of a case, or a number
            return at, known[0]
    return None
