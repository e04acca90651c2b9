"""Tables of contents: entries that end in the number of a page. The numbers are furniture, the entries are words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.documents.pdf_types import Line, Word, line_of

_LEAST_ENTRIES = 3
_NUMBER = re.compile(r"\d{1,4}|[ivxl]{1,6}")
_LEADERS = re.compile(r"[.…_·]{3,}(\d{0,4})$|^[.…_·]+$")
_PAST_END = 60
"""Pages that printed numbers may be ahead of a file's own: an extract of a longer report."""
_RISING = 0.8


def entries_of(lines: Sequence[Line], pages: int) -> list[list[Line]]:
    """Return the entries of a table of contents without their page numbers; none where the lines are no such table.

    An entry may run over several lines, of which the last has the number.
    """
    numbers = [_number(line) for line in lines]
    given = [number for number in numbers if number is not None]
    if len(given) < _LEAST_ENTRIES or 2 * len(given) < len(lines) or max(given) > pages + _PAST_END:
        return []
    rising = sum(a <= b for a, b in pairwise(given))
    if rising < _RISING * (len(given) - 1) or given[0] == given[-1]:
        return []
    found: list[list[Line]] = []
    is_open = False
    for line, number in zip(lines, numbers, strict=True):
        words = _without_number(line) if number is not None else line.words
        if words:
            if is_open and line.text[:1].islower():
                found[-1].append(line_of(words))
            else:
                found.append([line_of(words)])
        is_open = number is None
    return found


def _number(line: Line) -> int | None:
    """Return the page number that an entry ends with: after a gap, or after dots."""
    if len(line.words) < 2:
        leader = _LEADERS.search(line.text)
        return int(leader[1]) if leader and leader[1] else None
    before, last = line.words[-2:]
    leader = _LEADERS.search(last.text)
    if leader and leader[1]:
        return int(leader[1])
    apart = last.box.x0 - before.box.x1 > 1.5 * line.style.size or bool(_LEADERS.search(before.text))
    return int(last.text) if apart and _NUMBER.fullmatch(last.text) and last.text.isdecimal() else None


def _without_number(line: Line) -> tuple[Word, ...]:
    last = line.words[-1]
    rest = list(line.words[:-1])
    cut = _LEADERS.sub("", last.text) if _LEADERS.search(last.text) else ""
    if cut:
        rest.append(replace(last, text=cut))
    while rest and not (trimmed := _LEADERS.sub("", rest[-1].text)):
        rest.pop()
    if rest:
        rest[-1] = replace(rest[-1], text=trimmed)
    return tuple(rest)
