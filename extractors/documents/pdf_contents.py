"""Tables of contents: entries that end in the number of a page. The numbers are furniture, the entries are words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.documents.pdf_types import Contents, Line, Word, line_of

_LEAST_ENTRIES = 3
_NUMBER = re.compile(r"\d{1,4}|[ivxl]{1,6}")
_LEADERS = re.compile(r"[.…_·]{3,}(\d{0,4})$|^[.…_·]+$")
_PAST_END = 60
"""Pages that printed numbers may be ahead of a file's own: an extract of a longer report."""
_RISING = 0.8


def contents_in(lines: Sequence[Line], pages: int) -> range:
    """Return which of `lines` are a table of contents of a file of so many pages; an empty range where none are.

    An entry may run over several lines, of which the last has the number.
    """
    numbers = [_number(line) for line in lines]
    numbered = [at for at, number in enumerate(numbers) if number is not None]
    given = [number for number in numbers if number is not None]
    if len(given) < _LEAST_ENTRIES or max(given) > pages + _PAST_END or given[0] == given[-1]:
        return range(0)
    rising = sum(a <= b for a, b in pairwise(given))
    start, stop = numbered[0], numbered[-1] + 1
    if rising < _RISING * (len(given) - 1) or 2 * len(given) < stop - start:
        return range(0)
    if start and lines[start].text[:1].islower():
        start -= 1
    return range(start, stop)


def contents_of(lines: Sequence[Line]) -> Contents:
    """Return the entries that the lines of a table of contents make."""
    found: list[list[Line]] = []
    is_open = False
    for line in lines:
        number = _number(line)
        words = _without_number(line) if number is not None else line.words
        if words and is_open:
            found[-1].append(line_of(words))
        elif words:
            found.append([line_of(words)])
        is_open = number is None
    return Contents(tuple(map(tuple, found)))


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
