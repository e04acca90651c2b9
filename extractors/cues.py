"""Cues: words and marks without which a pattern matches nowhere, so that it is tried on the few lines that have one.

A pattern costs most where nothing matches, which is nearly everywhere. The words of a line are read once, in a
moment, and tell for all patterns whether they are worth trying; what is found stays the same.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

DIGIT_CUES = frozenset([*"0123456789", *(f"{number:02}" for number in range(100))])
_CUE = re.compile(r"[a-z]+|[0-9]{1,2}|[^\sa-z]")


@lru_cache(maxsize=4096)
def cues_of(text: str) -> frozenset[str]:
    """Return what `text` may be known by: words of the letters a to z, casefolded, digits by two, other characters.

    "£1,250 in May" gives £, 1, the comma, 25, 0, in, may.
    """
    return frozenset(_CUE.findall(text.casefold()))


def has_cue(text: str, cues: frozenset[str]) -> bool:
    """Whether a text has one of the cues."""
    return not cues.isdisjoint(cues_of(text))


def any_cue(phrases: Iterable[str]) -> frozenset[str]:
    """Return cues of which every text has one that has one of the phrases: of each phrase its longest word."""
    return frozenset(max(_CUE.findall(phrase.casefold()), key=len) for phrase in phrases)


def any_of(phrases: Iterable[str], *, space: str = " ") -> str:
    """Return a pattern of any of the phrases, longest first, their spaces as `space`.

    It is grouped by first letters, so that a search tries few of many; the phrases must be in lower case.
    """
    groups: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        groups.setdefault(phrase[0], []).append(re.escape(phrase[1:]).replace(r"\ ", space))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())


class Lines:
    """A text by lines (what ends with a newline), each with those of the `known` cues that it has."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self.text = text
        self._lines: list[tuple[int, int, frozenset[str]]] = []
        start = 0
        for line in text.split("\n"):
            end = start + len(line) + 1
            if cues := known.intersection(cues_of(line)):
                self._lines.append((start, end, cues))
            start = end

    def matches(self, pattern: re.Pattern[str], cues: frozenset[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern that crosses no newline, in the lines that have one of `cues`."""
        for start, end, found in self._lines:
            if not cues.isdisjoint(found):
                yield from pattern.finditer(self.text, start, end)
