"""Two editions beside each other, line by line: what is the same, what went and what came, within bounded work."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_MOST_PAIRS = 4_000_000  # of lines that are compared; above it lines count as changed where the other has none such
_MOST_WORD_PAIRS = 300_000  # of words that are compared, over all lines; then whole lines count as changed
_MOST_ROWS = 2_000
_CONTEXT = 2  # unchanged lines that are shown around a change


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a line, and whether the other edition's line has them not."""

    text: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A row: the line of either edition, empty where it has none; `is_gap` where equal lines are left out."""

    before: tuple[Run, ...]
    after: tuple[Run, ...]
    is_changed: bool
    is_gap: bool = False


def beside(before: str, after: str) -> list[Beside]:
    """Return the rows of two texts beside each other, with two unchanged lines around every change, at most 2000."""
    old, new = _lines(before), _lines(after)
    rows: list[Beside] = []
    compared = _Words(_MOST_WORD_PAIRS)
    for tag, a, b, c, d in _opcodes(old, new):
        if tag == "equal":
            rows.extend(_unchanged(old[a:b], is_first=not rows, is_last=b == len(old) and d == len(new)))
        else:
            rows.extend(_changed(old[a:b], new[c:d], compared))
        if len(rows) >= _MOST_ROWS:
            return rows[:_MOST_ROWS]
    return rows


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _opcodes(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head:
        yield "equal", 0, head, 0, head
    old_end, new_end = len(old) - tail, len(new) - tail
    if (old_end - head) * (new_end - head) <= _MOST_PAIRS:
        for tag, a, b, c, d in SequenceMatcher(None, old[head:old_end], new[head:new_end], autojunk=True).get_opcodes():
            yield tag, a + head, b + head, c + head, d + head
    else:
        yield "replace", head, old_end, head, new_end
    if tail:
        yield "equal", old_end, len(old), new_end, len(new)


def _unchanged(lines: list[str], *, is_first: bool, is_last: bool) -> Iterator[Beside]:
    before = 0 if is_first else _CONTEXT
    after = 0 if is_last else _CONTEXT
    if len(lines) <= before + after + 1:
        shown: list[str | None] = list(lines)
    else:
        shown = [*lines[:before], None, *lines[len(lines) - after :]]
    for line in shown:
        run = (Run(line or "", is_new=False),)
        yield Beside(run, run, is_changed=False, is_gap=line is None)


def _changed(old: list[str], new: list[str], compared: "_Words") -> Iterator[Beside]:
    for number in range(min(max(len(old), len(new)), _MOST_ROWS)):
        one = old[number] if number < len(old) else ""
        other = new[number] if number < len(new) else ""
        yield Beside(*compared.told_apart(one, other), is_changed=True)


class _Words:
    """Tells words of two lines apart, for as long as the work is within a bound."""

    def __init__(self, most_pairs: int) -> None:
        self._left = most_pairs

    def told_apart(self, old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        """Return two lines with the words told apart that only one of them has."""
        a, b = old.split(), new.split()
        self._left -= len(a) * len(b)
        if not a or not b or self._left < 0:
            return (Run(old, is_new=True),), (Run(new, is_new=True),)
        codes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
        return (
            tuple(Run(" ".join(a[i:j]) + " ", is_new=tag != "equal") for tag, i, j, _, _ in codes if i < j),
            tuple(Run(" ".join(b[k:m]) + " ", is_new=tag != "equal") for tag, _, _, k, m in codes if k < m),
        )
