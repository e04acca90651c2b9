"""Looking up things by their place: what lies within a stretch of text, and whether anything overlaps it."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class SpanIndex(Generic[T]):
    """Things with a place, found by it in logarithmic time; they may overlap, in moderation.

    `place` gives a thing's (start, end). Results come in the order of their starts.
    """

    def __init__(self, things: Iterable[T], place: Callable[[T], tuple[int, int]]) -> None:
        placed = sorted(((*place(thing), at, thing) for at, thing in enumerate(things)), key=lambda entry: entry[:3])
        self._things = [thing for _, _, _, thing in placed]
        self._spans = [(start, end) for start, end, _, _ in placed]
        self._starts = [start for start, _ in self._spans]
        self._longest = max((end - start for start, end in self._spans), default=0)

    def within(self, start: int, end: int) -> list[T]:
        """Return the things that lie wholly inside the span."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return [self._things[at] for at in range(first, last) if self._spans[at][1] <= end]

    def overlapping(self, start: int, end: int) -> list[T]:
        """Return the things that share at least one character with the span."""
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        return [self._things[at] for at in range(first, last) if self._spans[at][1] > start]
