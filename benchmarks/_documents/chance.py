"""Choices that are the same on every machine and Python for one seed: they use nothing but `Random.random`."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")

_FIRST_DAY, _DAYS = date(2012, 1, 2), 4_700


class Chance:
    """Choices for one document, or one world of names."""

    def __init__(self, *seed: object) -> None:
        self._random = Random(" ".join(map(str, seed))).random

    def odds(self, share: float) -> bool:
        """Whether what happens in this share of all cases happens now."""
        return self._random() < share

    def below(self, end: int) -> int:
        """Return a whole number from 0 to end - 1, each as likely."""
        return int(self._random() * end)

    def between(self, first: int, last: int) -> int:
        """Return a whole number from first to last, each as likely."""
        return first + int(self._random() * (last - first + 1))

    def rank(self, count: int) -> int:
        """Return a place from 0 to count - 1 in an order of frequency, by Zipf's law: the second half as often, ..."""
        return min(int((count + 1) ** self._random()), count) - 1

    def pick(self, among: Sequence[T]) -> T:
        """Return one, each as likely."""
        return among[int(self._random() * len(among))]

    def few(self, among: Sequence[T], most: int) -> list[T]:
        """Return up to `most` different ones, in an order of their own."""
        found = dict.fromkeys(int(self._random() * len(among)) for _ in range(most)) if among else {}
        return [among[at] for at in found]

    def day(self) -> date:
        """Return a day of the years 2012 to 2024."""
        return _FIRST_DAY + timedelta(days=self.below(_DAYS))
