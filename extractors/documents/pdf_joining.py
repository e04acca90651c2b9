"""Blocks that a column's or page's end parts are joined; the depth of items is told over the whole document."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.documents.pdf_drafts import Draft
from extractors.documents.pdf_types import Row
from extractors.layout_rules import ends_sentence

_SAME_SIZE = 0.06
_STEP = 5.0
"""Points that an item is set farther in than the one it belongs to, at least."""
_LEAST_TEXT = 25  # characters: a shorter block is no sentence that goes on


def joined_blocks(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with those joined that one sentence runs over; notes between go before the whole."""
    found: list[Draft] = []
    header: Row | None = None
    for each in drafts:
        if each.row:
            is_new = not found or found[-1].row is None
            if each.row.is_header and header and _same(each.row, header) and found[-1].page != each.page:
                continue
            header = each.row if each.row.is_header else (None if is_new and found[-1:] else header)
            found.append(each)
            continue
        at = _last_text(found)
        if at is not None and _goes_on(found[at], each):
            whole = _joined(found.pop(at), each)
            found.append(whole)
        else:
            found.append(each)
    return found


def with_depths(drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts, items with their depth from 1 by how far in they stand."""
    found: list[Draft] = []
    open_items: list[tuple[float, str, int]] = []
    for each in drafts:
        if each.kind != "item":
            if each.kind in {"heading", "row"} or (
                each.kind == "paragraph" and open_items and each.indent <= open_items[0][0] + _STEP / 2
            ):
                open_items.clear()
            found.append(each)
            continue
        other_column = bool(open_items) and open_items[-1][2] != each.region
        if other_column and each.page == found[-1].page:
            open_items.clear()
        kind = "1" if each.marker[:1].isdigit() else each.marker
        while open_items and open_items[-1][0] > each.indent + _STEP / 2:
            open_items.pop()
        same = open_items and abs(open_items[-1][0] - each.indent) <= _STEP
        if same:
            open_items.pop()
        open_items.append((each.indent, kind, each.region))
        found.append(replace(each, level=min(6, len(open_items))))
    return found


def _last_text(found: Sequence[Draft]) -> int | None:
    """Return the index of the last block that is no note, if it may go on."""
    for at in range(len(found) - 1, max(-1, len(found) - 20), -1):
        if found[at].kind != "note":
            return at if found[at].kind in {"paragraph", "item"} else None
    return None


def _goes_on(before: Draft, after: Draft) -> bool:
    """Whether `after`, which stands in the next column or on the next page, goes on with the sentence of `before`."""
    if (
        after.kind != "paragraph"
        or max(before.region, before.ends_region) == after.region
        or before.is_panel
        or after.is_panel
    ):
        return False
    size = max(before.style.size, after.style.size)
    if abs(before.style.size - after.style.size) > _SAME_SIZE * size or before.style.bold != after.style.bold:
        return False
    text, following = before.text, after.text
    if ends_sentence(text) or (before.page != after.page and after.page - max(map(max, before.pages)) > 1):
        return False
    if following[:1].islower():
        return True
    return before.ends_wide and len(text) >= _LEAST_TEXT and len(before.flat) > 1 and len(after.flat) > 1


def _joined(before: Draft, after: Draft) -> Draft:
    head, tail = before.lines[:-1], after.lines[1:]
    return replace(
        before,
        lines=(*head, (*before.lines[-1], *after.lines[0]), *tail),
        pages=(*before.pages[:-1], (*before.pages[-1], *after.pages[0]), *after.pages[1:]),
        ends_region=after.region,
        ends_wide=after.ends_wide,
    )


def _same(row: Row, other: Row) -> bool:
    texts = [[" ".join(line.text for line in cell) for cell in each.cells] for each in (row, other)]
    return texts[0] == texts[1]
